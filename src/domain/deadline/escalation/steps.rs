//! Which steps of a ladder are due. What was taken stands in the history, so looking twice, late, or from two
//! machines finds nothing new.

use super::ladder::{Ladder, LadderKind, Manner, Rung, RungEntry, When};
use super::posts::{LadderPosts, Recipient};
use crate::domain::case::{Event, EventKind};
use crate::domain::deadline::{Calendar, CaseClock, DueError};
use crate::domain::duty::Role;
use crate::domain::glossary::label_in;
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::domain::text::Reason;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// One step: the detail of an event `case_escalated` or `case_referred`, and what a message is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EscalationStep {
    pub ladder: LadderKind,
    /// Slug of the rung.
    pub rung: String,
    pub how: Manner,
    /// When the rung was reached; the event's own time is when it was noticed.
    pub reached: Instant,
    pub to: Recipient,
    /// The liaison who is told for the leader.
    pub through: Option<Holder>,
    /// What is not as the ladder has it: vacancies that were passed over.
    pub notes: Vec<Reason>,
}

/// What makes a step the same step: who was told of which rung. A new holder of a post is told anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Taken {
    ladder: LadderKind,
    rung: String,
    to: Told,
}

/// The receiver of a step, whoever holds the post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Told {
    Appointment(Uuid),
    Role(Role, Option<Uuid>),
    Command,
    Office,
}

impl Taken {
    /// The step that an event of the history took; none for other events.
    pub fn of(event: &Event) -> Option<Self> {
        (event.kind == EventKind::CaseEscalated).then_some(())?;
        let step: EscalationStep = serde_json::from_value(event.detail.clone()).ok()?;
        Some(step.taken())
    }
}

impl EscalationStep {
    pub fn detail(&self) -> Value {
        json!(self)
    }

    pub fn taken(&self) -> Taken {
        Taken { ladder: self.ladder, rung: self.rung.clone(), to: self.told() }
    }

    pub(super) fn told(&self) -> Told {
        match &self.to {
            Recipient::Command => Told::Command,
            Recipient::Office => Told::Office,
            Recipient::Post(Holder { appointment: Some(id), .. }) => Told::Appointment(*id),
            Recipient::Post(holder) => Told::Role(holder.role, holder.unit),
        }
    }

    /// Whom the message goes to: the liaison where there is one, else the post itself.
    pub fn addressee(&self) -> Recipient {
        self.through.clone().map_or_else(|| self.to.clone(), Recipient::Post)
    }
}

/// When the next rung after `now` is reached on any of the ladders; none when no rung lies ahead, or the clock stands
/// still, has stopped or has no limit. An unknown calendar is an error.
pub fn next_rung<'a>(
    clock: &CaseClock,
    ladders: impl IntoIterator<Item = &'a Ladder>,
    now: Instant,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Option<Instant>, DueError> {
    if clock.stopped.is_some() || clock.is_paused(now) {
        return Ok(None);
    }
    let mut next: Option<Instant> = None;
    for rung in ladders.into_iter().flat_map(|ladder| &ladder.rungs) {
        let at = reached_at(clock, rung.when, calendar, zone)?;
        next = match (next, at.filter(|at| *at > now)) {
            (Some(next), Some(at)) => Some(next.min(at)),
            (next, at) => next.or(at),
        };
    }
    Ok(next)
}

fn reached_at(
    clock: &CaseClock,
    when: When,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Option<Instant>, DueError> {
    match when {
        When::Percent(percent) => clock.at_share(percent, calendar, zone),
        When::Overdue(after) => clock.overdue_by(after, calendar, zone),
    }
}

/// The steps that are due at `now` and not taken yet, from the lowest rung up. None while the clock stands still
/// or has stopped. A vacant post is passed over to the next one that is held, in the manner that is proper there
/// and with a note; when that post's own rung is due as well, its own step says so and there is no second one.
/// An unknown limit has no steps; an unknown calendar is an error, never a guess.
pub fn steps_due(
    clock: &CaseClock,
    ladder: &Ladder,
    posts: &LadderPosts,
    taken: &[Taken],
    now: Instant,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Vec<EscalationStep>, DueError> {
    if clock.stopped.is_some() || clock.is_paused(now) {
        return Ok(Vec::new());
    }
    let mut reached = Vec::with_capacity(ladder.rungs.len());
    for rung in &ladder.rungs {
        let at = reached_at(clock, rung.when, calendar, zone)?;
        reached.push(at.filter(|at| *at <= now));
    }
    let found: Vec<Option<Recipient>> = ladder.rungs.iter().map(|rung| posts.find(rung.to)).collect();
    let mut steps = Vec::new();
    let mut passed: Vec<Reason> = Vec::new();
    for (place, rung) in ladder.rungs.iter().enumerate() {
        let Some(at) = reached[place] else { continue };
        if found[place].is_none() {
            passed.push(vacant(rung.to));
            let next = (place + 1..ladder.rungs.len()).find(|&above| found[above].is_some());
            if next.is_some_and(|above| reached[above].is_some()) {
                continue;
            }
            let (to, receiver) = match next {
                Some(above) => (found[above].clone(), Some(&ladder.rungs[above])),
                None => (None, None),
            };
            steps.push(step(ladder.ladder, rung, receiver, at, to, std::mem::take(&mut passed), posts));
        } else {
            let notes = std::mem::take(&mut passed);
            steps.push(step(ladder.ladder, rung, Some(rung), at, found[place].clone(), notes, posts));
        }
    }
    steps.retain(|step| !taken.contains(&step.taken()));
    Ok(steps)
}

/// 报请: a person asks the leader of a rung, through his liaison. None when nobody holds the post.
pub fn refer(rung: Rung, now: Instant, posts: &LadderPosts) -> Option<EscalationStep> {
    let to = posts.find(rung)?;
    let ladder = match rung {
        Rung::DepartmentPerson | Rung::DepartmentHead | Rung::Command => LadderKind::Line,
        Rung::Actor => LadderKind::Actor,
        _ => LadderKind::Block,
    };
    let mut notes = Vec::new();
    let through = liaison(rung, posts, &mut notes);
    let rung = rung.slug().to_owned();
    Some(EscalationStep { ladder, rung, how: Manner::Referral, reached: now, to, through, notes })
}

/// `receiver` is the rung whose holder gets the step; none when nobody is left but the office.
fn step(
    ladder: LadderKind,
    rung: &RungEntry,
    receiver: Option<&RungEntry>,
    reached: Instant,
    to: Option<Recipient>,
    mut notes: Vec<Reason>,
    posts: &LadderPosts,
) -> EscalationStep {
    let through = receiver.and_then(|receiver| liaison(receiver.to, posts, &mut notes));
    EscalationStep {
        ladder,
        rung: rung.slug.clone(),
        how: receiver.map_or(Manner::Alarm, |receiver| receiver.how),
        reached,
        to: to.unwrap_or(Recipient::Office),
        through,
        notes,
    }
}

fn liaison(rung: Rung, posts: &LadderPosts, notes: &mut Vec<Reason>) -> Option<Holder> {
    let role = rung.liaison()?;
    let found = posts.post(role);
    if found.is_none() {
        let (zh, en) = named("role", role.slug());
        let words = (format!("{zh}空缺，直接送达本人"), format!("no {en}; told in person"));
        notes.push(Reason::new("no_liaison", words.0, words.1));
    }
    found
}

fn vacant(rung: Rung) -> Reason {
    let (zh, en) = named("rung", rung.slug());
    Reason::new("vacant", format!("{zh}空缺，转上一级"), format!("no {en}; passed on upward"))
}

fn named(group: &str, slug: &'static str) -> (&'static str, &'static str) {
    label_in(group, slug).map_or((slug, slug), |term| (term.zh, term.en))
}
