//! Patrols by zone, for the overview: how much of what is asked is done, and where visits were missed.

use super::ground::{self, Made, Place};
use crate::app::answer::{PatrolCounts, ZonePatrols};
use crate::app::error::AppError;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::domain::campaign::{Asked, Visited};
use crate::domain::grid::AreaId;
use crate::domain::text::Words;
use crate::store::PatrolRow;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Service {
    /// None where the phases in force ask for no patrol in the area: then nothing is known to be done or missed.
    pub(in crate::app) async fn patrol_counts(
        &self,
        reference: &Arc<Reference>,
        within: Option<AreaId>,
        day: Date,
    ) -> Result<Option<PatrolCounts>> {
        let patrols: Vec<Asked> = reference.campaigns.patrols_on(day).collect();
        if patrols.is_empty() {
            return Ok(None);
        }
        let rows = self.patrols_for(reference, &patrols, day).await?;
        let reference = Arc::clone(reference);
        // A city has as many places as a list has rows; other callers do not wait for them.
        let counting = tokio::task::spawn_blocking(move || count(&reference, &rows, within, day));
        counting.await.map_err(|error| AppError::Internal(anyhow::Error::new(error)))
    }
}

fn count(
    reference: &Reference,
    rows: &[PatrolRow],
    within: Option<AreaId>,
    day: Date,
) -> Option<PatrolCounts> {
    let made = Made::new(reference, rows);
    let mut totals = ZonePatrols::default();
    let mut zones: BTreeMap<Option<AreaId>, ZonePatrols> = BTreeMap::new();
    for asked in reference.campaigns.patrols_on(day) {
        for place in ground::places(reference, asked.patrol.place, within) {
            // What lies above the zones, as a community, is in the total alone.
            let zone = place.zone(reference);
            let visited = made.visited(&asked, day, place.key(reference));
            add(&mut totals, &visited);
            if zone.is_some() || matches!(place, Place::Feature(_)) {
                add(zones.entry(zone).or_default(), &visited);
            }
        }
    }
    if totals.asked == 0 {
        return None;
    }
    totals.name = Words::new("合计", "total");
    let named = |(id, counts): (Option<AreaId>, ZonePatrols)| match id {
        None => ZonePatrols { name: Words::new("片区以外", "outside every zone"), ..counts },
        Some(id) => {
            let area = reference.areas.area(id);
            ZonePatrols { code: Some(area.code.clone()), name: Words::same(&area.name), ..counts }
        }
    };
    let mut zones: Vec<ZonePatrols> = zones.into_iter().map(named).collect();
    zones.sort_by_key(|zone| std::cmp::Reverse((zone.behind, zone.required - zone.made)));
    Some(PatrolCounts { totals, zones })
}

/// Visits beyond those asked for at one place make up for none at another.
fn add(counts: &mut ZonePatrols, visited: &Visited) {
    counts.asked += 1;
    counts.done += u64::from(visited.is_done());
    counts.required += u64::from(visited.required);
    counts.made += u64::from(visited.made.min(visited.required));
    if let Some(missed) = visited.missed {
        *counts.behind.get_or_insert(0) += u64::from(missed > 0);
    }
}
