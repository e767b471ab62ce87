//! How a change of a case is put together and stored, and what the clock says of it.

use super::clock::CaseTimes;
use super::escalate::times;
use super::involved::{Case, acting_role, standings};
use crate::app::answer::{IncidentAnswer, StepAnswer};
use crate::app::error::AppError;
use crate::app::incident::CaseSeen;
use crate::app::notify::Told;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::event::LIMIT_START;
use crate::domain::case::{CaseRole, Event, EventKind, Need, Standing, State, Transition, table};
use crate::domain::deadline::CaseClock;
use crate::domain::instant::Instant;
use crate::domain::routing::{Assignment, Holder};
use crate::store::{CaseChange, CaseFields, IncidentRow, NewIncident, OutboxMessage};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a step does to a case, before it has its event.
pub(super) struct Outcome {
    pub fields: CaseFields,
    pub assignment: Option<Assignment>,
    pub kind: EventKind,
    pub note: Option<String>,
    pub detail: Value,
    /// The incident that follows from the step, written with it or not at all.
    pub follower: Option<Box<NewIncident>>,
}

/// A change with the times that its history gives. An escalation keeps those that it comes with: it changes no clock.
pub(in crate::app) fn timed(
    reference: &Reference,
    row: &IncidentRow,
    events: &[Event],
    mut change: CaseChange,
) -> CaseChange {
    if change.event.kind == EventKind::CaseEscalated {
        return change;
    }
    let now = change.event.at;
    let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
    let assignment = change.assignment.as_ref().unwrap_or(&row.assignment);
    // Nobody can be late for a limit that he did not have.
    let before = CaseClock::of(events, row.assignment.limit);
    if let Some(before) = before.filter(|clock| clock.limit != assignment.limit) {
        let after = before.relimited(assignment.limit, now, calendar, zone);
        if after.start != before.start {
            change.event.detail[LIMIT_START] = json!(after.start);
        }
    }
    let mut events = events.to_vec();
    events.push(change.event.clone());
    // Whoever acts now is told where it stands, and a new limit may have passed some rungs already.
    let waiting = if change.assignment.is_some() { Some(now) } else { row.next_step_at };
    let times = CaseTimes::of(reference, &events, change.fields.state, assignment, waiting, now);
    times.put(&mut change.fields);
    if change.event.kind == EventKind::CaseFiled {
        change.event.detail["due_at"] = json!(times.due_at);
    }
    change
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

    /// Stores a change that was decided on `version`, and gives the new one; a change in between is told with the version that
    /// stands.
    pub(super) async fn store_change(
        &self,
        case: &Case,
        version: i64,
        outcome: Outcome,
        viewer: &Viewer,
        now: Instant,
    ) -> Result<i64> {
        let (row, reference) = (&case.row, &self.reference());
        if version != row.version {
            // Every version since has brought one event.
            let missed = usize::try_from(row.version.saturating_sub(version)).unwrap_or(0);
            let since = case.events.iter().skip(case.events.len().saturating_sub(missed));
            let changed = since.map(|event| event.kind.slug().to_owned()).collect();
            return Err(AppError::Stale { current: row.version, changed });
        }
        // A history is in the order of its times, also when a clock goes back or two steps meet in one microsecond.
        let last = case.events.iter().map(|event| event.at.micros() + 1).max();
        let now = Instant(now.micros().max(last.unwrap_or(i64::MIN)));
        let event = Event {
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
        };
        let change = CaseChange {
            home_code: row.home_code.clone(),
            incident: row.id,
            expected_version: version,
            event,
            before: CaseFields::from(row),
            fields: outcome.fields,
            assignment: outcome.assignment,
            outbox: Vec::new(),
        };
        let mut change = timed(reference, row, &case.events, change);
        change.outbox = self.messages_of(reference, row, &change).await?;
        let mut tells = !change.outbox.is_empty();
        let written = match outcome.follower {
            None => self.writer().transition(change).await,
            Some(mut follower) => {
                follower.outbox = self.outbox_of_new(reference, &follower);
                tells |= !follower.outbox.is_empty();
                self.store()
                    .transition_making(change, *follower, self.zone())
                    .await
                    .map(|(version, _)| version)
            }
        };
        match written {
            Ok(version) => {
                self.wake();
                if tells {
                    self.messaging().ring();
                }
                Ok(version)
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

    /// Whom a change is told to. Only a merger looks something up for it: the number of the other case.
    async fn messages_of(
        &self,
        reference: &Reference,
        row: &IncidentRow,
        change: &CaseChange,
    ) -> Result<Vec<OutboxMessage>> {
        let other = match change.fields.merged_into.filter(|_| change.event.kind == EventKind::CaseMerged) {
            Some(into) => self.store().incident(into).await?.map(|other| other.number),
            None => None,
        };
        let told = Told {
            row,
            fields: &change.fields,
            assignment: change.assignment.as_ref().unwrap_or(&row.assignment),
            event: &change.event,
            other_number: other.as_deref(),
            liaison: None,
        };
        Ok(self.outbox_rows(reference, &told))
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
        let may_merge = steps.iter().any(|step| step.transition == Transition::Merge);
        let (ties, cases) = self.ties(&reference, &case, may_merge).await?;
        let missing_year = times(&reference, &case, now).missing_year;
        let seen = CaseSeen { parts, steps, photos, ties, cases, missing_year };
        Ok(self.incident_answer(&reference, case.row, &case.events, viewer, seen))
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
            .filter(|row| row.transition != Transition::Escalate)
            .map(|row| StepAnswer {
                transition: row.transition,
                // The case that a sample or an appeal needs is made with the step.
                needs: row.needs.iter().filter(|need| *need != Need::LinkedCase).collect(),
                after_photo: policy.after_photo.clone().filter(|_| row.transition == Transition::Handle),
            })
            .collect()
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
