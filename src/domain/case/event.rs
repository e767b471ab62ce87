//! What happened to an incident: append-only rows.

use super::State;
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

vocabulary! {
    /// Past events of a case.
    EventKind {
        IncidentReported = "incident_reported",
        CaseFiled = "case_filed",
        CaseRejected = "case_rejected",
        CaseDispatched = "case_dispatched",
        CaseAccepted = "case_accepted",
        CaseReturned = "case_returned",
        CaseHandled = "case_handled",
        CaseHandledOnSite = "case_handled_on_site",
        CaseReworked = "case_reworked",
        CaseSuspended = "case_suspended",
        CaseResumed = "case_resumed",
        CaseClosed = "case_closed",
        CaseVoided = "case_voided",
        CaseMerged = "case_merged",
        CaseSupervised = "case_supervised",
        CaseUrged = "case_urged",
        /// Routed again: another edition gave its place to another area, or place or category were corrected.
        /// The detail carries what changed.
        CaseReassigned = "case_reassigned",
        CaseHandedOver = "case_handed_over",
        CaseHelpAsked = "case_help_asked",
        CaseEdited = "case_edited",
        CaseReferred = "case_referred",
        CaseEscalated = "case_escalated",
        CaseSampled = "case_sampled",
        CaseAppealed = "case_appealed",
    }
}

/// One row of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: Uuid,
    pub incident: Uuid,
    pub kind: EventKind,
    pub from: Option<State>,
    pub to: State,
    pub at: Instant,
    /// Role slug of who did it; `system` for the routing engine, `public` for a reporter.
    pub actor_role: String,
    /// Party that did it, where known.
    pub actor_party: Option<Uuid>,
    pub note: Option<String>,
    /// Assignment, reasons or answer that belong to the event.
    pub detail: serde_json::Value,
}

/// Key of the end of a suspension in the detail of `case_suspended`: microseconds, as [`Instant`] is written.
pub const UNTIL: &str = "until";
/// Key of the instant from which a new limit runs, in the detail of `case_reassigned`; absent where it runs from
/// filing.
pub const LIMIT_START: &str = "limit_start";

impl Event {
    /// The planned end of a suspension; none for other events.
    pub fn suspended_until(&self) -> Option<Instant> {
        (self.kind == EventKind::CaseSuspended).then(|| self.instant(UNTIL)).flatten()
    }

    /// From when the limit of a case routed again runs, when that is not its filing.
    pub fn limit_start(&self) -> Option<Instant> {
        (self.kind == EventKind::CaseReassigned).then(|| self.instant(LIMIT_START)).flatten()
    }

    fn instant(&self, key: &str) -> Option<Instant> {
        self.detail.get(key).and_then(serde_json::Value::as_i64).map(Instant)
    }
}
