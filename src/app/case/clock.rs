//! What a case's history says of its clock, in the form in which lists and sweeps read it.

use crate::app::reference::Reference;
use crate::domain::case::{Event, EventKind, State};
use crate::domain::deadline::{CaseClock, DueStatus, next_rung};
use crate::domain::duty::Role;
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::{CaseFields, IncidentRow};

/// The times of a case that follow from its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::app) struct CaseTimes {
    pub due_at: Option<Instant>,
    pub warn_at: Option<Instant>,
    pub handled_at: Option<Instant>,
    pub next_step_at: Option<Instant>,
    /// The year whose calendar is missing, when that is why there is no due time.
    pub missing_year: Option<i16>,
}

impl CaseTimes {
    /// The times after the last of `events`. While a case is suspended it is due at no known time, since the suspension
    /// may end earlier than planned. `waiting` is the rung that no sweep has seen yet.
    pub fn of(
        reference: &Reference,
        events: &[Event],
        state: State,
        assignment: &Assignment,
        waiting: Option<Instant>,
        now: Instant,
    ) -> Self {
        let handled_at = handled_at(events);
        let Some(clock) = CaseClock::of(events, assignment.limit) else {
            return Self { handled_at, ..Self::default() };
        };
        if state == State::Suspended {
            return Self::default();
        }
        let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
        let timing = clock.timing(now, calendar, zone);
        let runs = state.is_open() && clock.stopped.is_none();
        let ladders = reference.rulebook.ladders.of_case(department_acts(assignment));
        let next = next_rung(&clock, ladders, now, calendar, zone).ok().flatten();
        Self {
            due_at: timing.due,
            warn_at: timing.warn,
            handled_at,
            next_step_at: waiting.filter(|at| *at <= now).or(next).filter(|_| runs),
            missing_year: timing.missing_year,
        }
    }

    pub fn put(self, fields: &mut CaseFields) {
        fields.due_at = self.due_at;
        fields.warn_at = self.warn_at;
        fields.handled_at = self.handled_at;
        fields.next_step_at = self.next_step_at;
    }
}

/// Whether the line's ladder is climbed as well: a department's post acts, not somebody on the ground.
pub(super) fn department_acts(assignment: &Assignment) -> bool {
    assignment.actor.as_ref().is_some_and(|actor| actor.role == Role::Enforcement)
}

/// When the work was done last, unless it was sent back since.
fn handled_at(events: &[Event]) -> Option<Instant> {
    events.iter().fold(None, |handled, event| match event.kind {
        EventKind::CaseHandled | EventKind::CaseHandledOnSite => Some(event.at),
        EventKind::CaseReworked => None,
        _ => handled,
    })
}

/// How a case stands against its limit: while it runs at `now`, else when its work was done. None before it is filed and
/// for what was never a case.
pub(in crate::app) fn due_status(row: &IncidentRow, now: Instant) -> Option<DueStatus> {
    let filed = row.filed_at.is_some() && !matches!(row.state, State::Rejected | State::Void | State::Merged);
    if !filed {
        return None;
    }
    if row.state == State::Suspended {
        return Some(DueStatus::Paused);
    }
    let Some(due) = row.due_at else { return Some(DueStatus::Unknown) };
    let done = row.handled_at.or(row.closed_at);
    Some(if done.unwrap_or(now) > due {
        DueStatus::Overdue
    } else if done.is_none() && row.warn_at.is_some_and(|warn| warn <= now) {
        DueStatus::Warning
    } else {
        DueStatus::OnTime
    })
}
