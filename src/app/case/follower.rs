//! The case that a failed sample or an appeal makes: a new one at the same place, which names the one it follows from. What
//! was closed stays closed, and its history as it was.

use super::involved::Case;
use crate::app::answer::NewReport;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{Relation, RelationKind};
use crate::domain::instant::Instant;
use crate::store::NewIncident;

/// Found by staff, not by the public.
const SOURCE: &str = "patrol";

impl Service {
    /// The incident that follows from a case, routed as of now; nothing is stored.
    pub(super) fn follower(
        &self,
        case: &Case,
        kind: RelationKind,
        note: Option<&str>,
        viewer: &Viewer,
        now: Instant,
    ) -> Result<NewIncident> {
        let row = &case.row;
        let [lon, lat] = row.position().degrees();
        let report = NewReport {
            lon,
            lat,
            datum: None,
            accuracy_m: row.accuracy_m,
            category: row.category.clone(),
            answer: None,
            description: note.map(str::to_owned).or_else(|| row.description.clone()),
            address: row.address.clone(),
            occurred_at: None,
            source: Some(SOURCE.into()),
            external_ref: None,
            contact: None,
        };
        let relation = Relation { kind, other: row.id };
        Ok(self.prepare_report(&report, None, now, viewer, self.ids(), Some(relation))?.0)
    }
}
