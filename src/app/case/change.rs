//! How a change of a case is put together and stored, and what the clock says of it.

use super::involved::{Case, acting_role, standings};
use crate::app::answer::{IncidentAnswer, StepAnswer};
use crate::app::error::AppError;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{self, CaseRole, Event, EventKind, Standing, State, table};
use crate::domain::deadline::due_at_with_pauses;
use crate::domain::instant::Instant;
use crate::domain::routing::{Assignment, Holder};
use crate::store::{CaseChange, CaseFields, IncidentRow};
use serde_json::Value;
use uuid::Uuid;

/// What a step does to a case, before it has its event.
pub(super) struct Outcome {
    pub fields: CaseFields,
    pub assignment: Option<Assignment>,
    pub kind: EventKind,
    pub note: Option<String>,
    pub detail: Value,
}

impl Service {
    /// A case with its history.
    pub(super) async fn case(&self, reference: &Reference, id: Uuid) -> Result<Case> {
        let not_found = || AppError::NotFound { kind: "incident", id: id.to_string() };
        let row = self.store().incident(id).await?.ok_or_else(not_found)?;
        let events = self.store().incident_events(id).await?;
        let barred = match row.related {
            Some(other) if row.related_kind.as_deref() == Some("appeal_against") => {
                let decided = self.store().incident_events(other).await?;
                decided
                    .iter()
                    .filter(|event| event.to != State::Reported)
                    .filter_map(|e| e.actor_party)
                    .collect()
            }
            _ => Vec::new(),
        };
        Ok(Case::new(reference, row, events, barred))
    }

    /// Stores a change that was decided on `version`; a change in between is told with the version that stands.
    pub(super) async fn store_change(
        &self,
        case: &Case,
        version: i64,
        outcome: Outcome,
        viewer: &Viewer,
        now: Instant,
    ) -> Result<()> {
        let row = &case.row;
        // A history is in the order of its times, also when a clock goes back or two steps meet in one microsecond.
        let last = case.events.iter().map(|event| event.at.micros() + 1).max();
        let now = Instant(now.micros().max(last.unwrap_or(i64::MIN)));
        let change = CaseChange {
            home_code: row.home_code.clone(),
            incident: row.id,
            expected_version: version,
            event: Event {
                id: self.ids().id(now),
                incident: row.id,
                kind: outcome.kind,
                from: Some(row.state),
                to: outcome.fields.state,
                at: now,
                actor_role: acting_role(viewer).to_owned(),
                actor_party: viewer.party(),
                note: outcome.note,
                detail: outcome.detail,
            },
            fields: outcome.fields,
            assignment: outcome.assignment,
            outbox: Vec::new(),
        };
        match self.writer().transition(change).await {
            Ok(_) => {
                self.wake();
                Ok(())
            }
            Err(crate::store::StoreError::Conflict { current }) => {
                let events = self.store().incident_events(row.id).await?;
                let since = events.iter().filter(|event| !case.events.iter().any(|old| old.id == event.id));
                let changed = since.map(|event| event.kind.slug().to_owned()).collect();
                Err(AppError::Stale { current, changed })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The case as a caller sees it, with what he may do next.
    pub async fn case_answer(&self, id: Uuid, viewer: &Viewer) -> Result<IncidentAnswer> {
        let reference = self.reference();
        let now = self.now();
        let case = self.case(&reference, id).await?;
        let standings = standings(&reference, viewer, now);
        let parts = case.parts(&standings);
        let steps = self.steps_open_to(&reference, &case, &parts);
        let photos = self.photos(&reference, id, viewer).await?;
        Ok(self.incident_answer(&reference, case.row, &case.events, viewer, (parts, steps, photos)))
    }

    /// Whether a caller plays a part in a case.
    pub(in crate::app) async fn plays_a_part(
        &self,
        reference: &Reference,
        row: &IncidentRow,
        viewer: &Viewer,
    ) -> Result<bool> {
        let events = self.store().incident_events(row.id).await?;
        let case = Case::new(reference, row.clone(), events, Vec::new());
        Ok(!case.parts(&standings(reference, viewer, self.now())).is_empty() && viewer.roles.is_staff())
    }

    /// What these parts may do from here, and what each step needs.
    fn steps_open_to(&self, reference: &Reference, case: &Case, parts: &[CaseRole]) -> Vec<StepAnswer> {
        let policy = reference.rulebook.policies.of(&case.row.category, &reference.rulebook.categories);
        table::rows(case.row.state, parts)
            .filter(|row| row.transition != case::Transition::Escalate)
            .map(|row| StepAnswer {
                transition: row.transition,
                needs: row.needs.iter().collect(),
                after_photo: policy
                    .after_photo
                    .clone()
                    .filter(|_| row.transition == case::Transition::Handle),
            })
            .collect()
    }

    /// Until when a case has to be handled: by its limit from filing on, without the time that it was suspended. None
    /// where there is no limit, or the calendar of a year that it needs is not on file.
    pub(super) fn due(
        &self,
        reference: &Reference,
        case: &Case,
        assignment: &Assignment,
        filed: Instant,
        now: Instant,
    ) -> Option<Instant> {
        let mut pauses: Vec<(Instant, Instant)> = Vec::new();
        let mut since = None;
        for event in &case.events {
            match (event.kind, since) {
                (EventKind::CaseSuspended, _) => since = Some(event.at),
                (EventKind::CaseResumed, Some(from)) => {
                    pauses.push((from, event.at));
                    since = None;
                }
                _ => {}
            }
        }
        pauses.extend(since.map(|from| (from, now)));
        let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
        due_at_with_pauses(filed, assignment.limit?, &pauses, calendar, zone).ok()
    }
}

/// The post of an appointment that is in force, as routing names it.
pub(super) fn holder_of(reference: &Reference, appointment: Uuid, at: Instant) -> Option<Holder> {
    let post = reference.roster.appointment(appointment)?;
    post.validity.holds_at(at).then(|| Holder {
        role: post.role,
        target: post.target.clone(),
        state: post.state(),
        appointment: Some(post.id),
        unit: post.unit,
        person: post.person,
        department: post.department.clone(),
        duty_phone: post.duty_phone.clone(),
    })
}

/// Puts who acts into the fields that lists search by.
pub(super) fn set_actor(fields: &mut CaseFields, assignment: &Assignment) {
    let actor = assignment.actor.as_ref();
    fields.actor_role = actor.map(|holder| holder.role.slug().into());
    fields.actor_unit = actor.and_then(|holder| holder.unit);
    fields.actor_person = actor.and_then(|holder| holder.person);
    fields.actor_appointment = actor.and_then(|holder| holder.appointment);
    fields.department = assignment.department.clone();
    fields.block_appointment = assignment.block.as_ref().and_then(|holder| holder.appointment);
}

/// The caller's standings now.
pub(super) fn standings_of(reference: &Reference, viewer: &Viewer, now: Instant) -> Vec<Standing> {
    standings(reference, viewer, now)
}
