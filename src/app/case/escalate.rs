//! The sweep that climbs the ladders: each rung that a case has reached becomes an event, and with it a message. What was
//! told stands in the history, so that sweeping twice, late or from two machines tells nobody twice.

use super::change::Outcome;
use super::clock::{CaseTimes, department_acts};
use super::involved::Case;
use super::refused;
use crate::app::error::AppError;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{self, CaseRole, Need, Needs, Transition};
use crate::domain::deadline::{
    CaseClock, DueError, EscalationStep, LadderPosts, Recipient, Rung, Taken, next_rung, refer, steps_due,
    told_once,
};
use crate::domain::duty::Target;
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::store::CaseFields;
use uuid::Uuid;

/// Cases looked at by one statement.
const TOGETHER: i64 = 500;
/// More rungs than all ladders have.
const MOST_STEPS: usize = 32;

impl Service {
    /// Takes every step of the ladders that is due; may run twice or late. Gives how many were taken.
    pub async fn escalate(&self) -> Result<usize> {
        let mut taken = 0;
        loop {
            let due = self.store().steps_due(self.now(), TOGETHER).await?;
            for id in &due {
                taken += self.climb(*id).await?;
            }
            if (due.len() as i64) < TOGETHER {
                return Ok(taken);
            }
        }
    }

    /// Takes the due steps of one case, lowest rung first, and says when it is looked at next.
    async fn climb(&self, id: Uuid) -> Result<usize> {
        let viewer = Viewer::system();
        for taken in 0..MOST_STEPS {
            let (reference, now) = (self.reference(), self.now());
            let case = self.case(&reference, id).await?;
            let version = case.row.version;
            let (step, next) = match steps(&reference, &case, now) {
                // What breaks off between two rungs goes on with the next sweep.
                Ok((mut steps, next)) if !steps.is_empty() => {
                    let step = steps.remove(0);
                    (step, if steps.is_empty() { next } else { Some(now) })
                }
                Ok((_, next)) => {
                    self.store().set_next_step(id, version, next).await?;
                    return Ok(taken);
                }
                Err(error) => {
                    // A calendar that comes with the next release is found by a later look.
                    tracing::warn!(incident = %case.row.number, %error, "a case cannot climb its ladder");
                    let later = Instant(now.micros() + Instant::DAY);
                    self.store().set_next_step(id, version, Some(later)).await?;
                    return Ok(taken);
                }
            };
            let given = Needs::of(&[Need::Addressee]);
            let row =
                case::apply(case.row.state, Transition::Escalate, &[CaseRole::System], given, Needs::NONE)
                    .map_err(|fault| refused(&fault))?;
            let outcome = Outcome {
                fields: CaseFields { state: row.to, next_step_at: next, ..CaseFields::from(&case.row) },
                assignment: None,
                kind: row.event,
                note: None,
                detail: step.detail(),
                follower: None,
            };
            match self.store_change(&case, version, outcome, &viewer, now).await {
                Ok(_) => {}
                // Somebody was quicker, another instance perhaps; the next sweep looks at what stands then.
                Err(AppError::Stale { .. }) => return Ok(taken),
                Err(error) => return Err(error),
            }
        }
        Ok(MOST_STEPS)
    }
}

/// The steps that are due, and when the next rung is reached.
fn steps(
    reference: &Reference,
    case: &Case,
    now: Instant,
) -> std::result::Result<(Vec<EscalationStep>, Option<Instant>), DueError> {
    let assignment = &case.row.assignment;
    let Some(clock) = CaseClock::of(&case.events, assignment.limit).filter(|_| case.row.state.is_open())
    else {
        return Ok((Vec::new(), None));
    };
    let upward = upward(reference, case);
    let posts = LadderPosts { roster: &reference.roster, upward: &upward, assignment, at: now };
    let taken: Vec<Taken> = case.events.iter().filter_map(Taken::of).collect();
    let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
    let acts = department_acts(assignment);
    let mut due = Vec::new();
    for ladder in reference.rulebook.ladders.of_case(acts) {
        due.extend(steps_due(&clock, ladder, &posts, &taken, now, calendar, zone)?);
    }
    let due = told_once(due, &case.events);
    let next = next_rung(&clock, reference.rulebook.ladders.of_case(acts), now, calendar, zone)?;
    Ok((due, next))
}

/// 报请 as the ladder has it: the leader of one of the case's areas is reached through his liaison. None for anybody else,
/// who is told in person.
pub(super) fn referral(
    reference: &Reference,
    case: &Case,
    addressee: &Holder,
    now: Instant,
) -> Option<EscalationStep> {
    let rung = Rung::ALL.iter().find(|rung| rung.role() == Some(addressee.role))?;
    let upward = upward(reference, case);
    let assignment = &case.row.assignment;
    let posts = LadderPosts { roster: &reference.roster, upward: &upward, assignment, at: now };
    let step = refer(*rung, now, &posts)?;
    let is_his = matches!(&step.to, Recipient::Post(post) if post.appointment == addressee.appointment);
    is_his.then_some(step)
}

/// The areas of a case with their levels, lowest first.
fn upward(reference: &Reference, case: &Case) -> Vec<(Level, Target)> {
    let code = case.row.area_code.as_deref();
    let Some(id) = code.and_then(|code| reference.areas.get(Scheme::Duty, code)) else { return Vec::new() };
    let level = |id| reference.areas.area(id).level;
    reference.areas.ancestors(id).map(|id| (level(id), reference.target(id))).collect()
}

/// The times of a case as it stands, for who wants to know why there is no due time.
pub(super) fn times(reference: &Reference, case: &Case, now: Instant) -> CaseTimes {
    let row = &case.row;
    CaseTimes::of(reference, &case.events, row.state, &row.assignment, row.next_step_at, now)
}
