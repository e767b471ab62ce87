//! What changed, for pages that stay open: the ids of incidents as the follower sees their commits, with the number of the
//! change up to which they are known.

use super::service::{Result, Service};
use crate::store::ChangeKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Turns that a slow reader may be behind before he has to read everything again.
const BACKLOG: usize = 64;
/// Incidents named in one message; beyond that the reader reads again what it shows.
pub const MOST_NAMED: usize = 500;

/// Incidents that changed up to `seq`; none named means that there were too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub seq: i64,
    pub incidents: Option<Arc<[Uuid]>>,
}

/// Tells every page that listens.
#[derive(Debug)]
pub(super) struct Live(Mutex<broadcast::Sender<Changed>>);

impl Default for Live {
    fn default() -> Self {
        Self(Mutex::new(broadcast::channel(BACKLOG).0))
    }
}

impl Live {
    fn sender(&self) -> MutexGuard<'_, broadcast::Sender<Changed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn tell(&self, seq: i64, incidents: &[Uuid]) {
        if !incidents.is_empty() {
            // Nobody may be listening.
            let _ = self.sender().send(Changed { seq, incidents: named(incidents) });
        }
    }
}

fn named(incidents: &[Uuid]) -> Option<Arc<[Uuid]>> {
    (incidents.len() <= MOST_NAMED).then(|| incidents.into())
}

impl Service {
    /// Listens to what changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Changed> {
        self.live().sender().subscribe()
    }

    /// Ends every stream of changes, so that a service that stops does not wait for pages that stay open.
    pub fn end_streams(&self) {
        *self.live().sender() = broadcast::channel(1).0;
    }

    /// What changed after `seq`, for a page that was away; none when nothing did.
    pub async fn missed(&self, seq: i64) -> Result<Option<Changed>> {
        let changes = self.store().changes_after(seq, MOST_NAMED as i64 + 1).await?;
        let Some(last) = changes.last() else { return Ok(None) };
        if changes.len() > MOST_NAMED {
            return Ok(Some(Changed { seq: self.columns().change_seq.max(last.seq), incidents: None }));
        }
        let of_incidents = changes.iter().filter(|change| change.kind == ChangeKind::Incident);
        let mut ids: Vec<Uuid> = of_incidents.filter_map(|change| change.key.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Some(Changed { seq: last.seq, incidents: named(&ids) }))
    }
}
