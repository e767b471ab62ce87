//! Snapshots of another time: areas by the editions in force then, features and posts by valid time, and all of
//! them as they were recorded at `known_at` (R4, R6). Cards and maps of the past are answered by the same code as now.

use super::error::AppError;
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::duty::Roster;
use crate::domain::feature::FeatureSet;
use crate::domain::grid::{Area, AreaSet, Scheme};
use crate::domain::instant::Instant;
use std::sync::{Arc, PoisonError};

/// Snapshots of other times that are kept.
const MOST_KEPT: usize = 4;

/// A snapshot with what it answers for.
#[derive(Clone)]
pub struct Kept {
    at: Instant,
    known_at: Option<Instant>,
    /// The present snapshot beside which it was built; another one may know more of the past.
    revision: u64,
    reference: Arc<Reference>,
}

impl Service {
    /// The snapshot that holds at `at`, now when absent, as it was recorded until `known_at`, now when absent. The
    /// present one costs nothing; another is read from the database and kept for a while.
    pub async fn reference_at(
        &self,
        at: Option<Instant>,
        known_at: Option<Instant>,
    ) -> Result<Arc<Reference>> {
        let current = self.reference();
        let now = self.now();
        let at = at.unwrap_or(now);
        if known_at.is_none() && (at == now || current.holds.contains(&at)) {
            return Ok(current);
        }
        if let Some(known) = self.kept(at, known_at, current.revision) {
            return Ok(known);
        }
        // On the heap, so that the questions about now do not carry its state around.
        let reference = Arc::new(Box::pin(self.build_as_of(&current, at, known_at)).await?);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        if past.len() >= MOST_KEPT {
            past.remove(0);
        }
        past.push(Kept { at, known_at, revision: current.revision, reference: Arc::clone(&reference) });
        Ok(reference)
    }

    fn kept(&self, at: Instant, known_at: Option<Instant>, revision: u64) -> Option<Arc<Reference>> {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.retain(|kept| kept.revision == revision);
        let place = past.iter().position(|kept| (kept.at, kept.known_at) == (at, known_at))?;
        let kept = past.remove(place);
        past.push(kept.clone());
        Some(kept.reference)
    }

    async fn build_as_of(
        &self,
        current: &Arc<Reference>,
        at: Instant,
        known_at: Option<Instant>,
    ) -> Result<Reference> {
        let recorded = known_at.unwrap_or(Instant(i64::MAX));
        let editions = self.store().editions_at(at, recorded).await?;
        let known = match editions == current.editions {
            true => Some(Arc::clone(&current.areas)),
            false => self.kept_areas(&editions, current.revision),
        };
        let mut areas: Vec<Area> = Vec::new();
        if known.is_none() {
            for (scheme, number) in &editions {
                areas.append(&mut self.store().areas_of(*scheme, *number).await?);
            }
        }
        let features = match known_at {
            None => self.store().load_features(at).await?,
            Some(known_at) => self.store().load_features_known(at, known_at).await?,
        };
        let appointments = match known_at {
            None => None,
            Some(known_at) => Some(self.store().load_appointments_known(known_at).await?),
        };
        let current = Arc::clone(current);
        blocking(move || {
            let areas = match known {
                Some(areas) => areas,
                None => Arc::new(build_areas(areas)?),
            };
            let roster = match appointments {
                None => Arc::clone(&current.roster),
                Some(posts) => Arc::new(Roster::new(current.roster.parties().to_vec(), posts)),
            };
            let (rulebook, zone) = (Arc::clone(&current.rulebook), current.zone.clone());
            let features = FeatureSet::build(features);
            let mut past = Reference::new(0, areas, features, roster, rulebook, editions, zone);
            past.campaigns = Arc::clone(&current.campaigns);
            Ok(past)
        })
        .await
    }

    fn kept_areas(&self, editions: &[(Scheme, i64)], revision: u64) -> Option<Arc<AreaSet>> {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kept: &&Kept| kept.revision == revision && kept.reference.editions == editions;
        past.iter().find(same).map(|kept| Arc::clone(&kept.reference.areas))
    }
}

/// Stored areas as a tree. They were checked when they were published, so a fault is a damaged store.
pub(super) fn build_areas(areas: Vec<Area>) -> Result<AreaSet> {
    AreaSet::build(areas).map_err(|faults| {
        AppError::Internal(anyhow::anyhow!("the stored areas do not form a tree: {faults:?}"))
    })
}

/// Runs computation beside the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(panicked) => match panicked.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Err(AppError::Internal(error.into())),
        },
    }
}
