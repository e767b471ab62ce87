//! Rung by rung, with a clock that is stepped over the Spring Festival.

use super::{at, calendar, told, zone};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::deadline::*;
use crate::domain::duty::{Appointment, Party, PartyKind, PostState, Role, Roster, Target};
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::{Instant, Validity};
use crate::domain::routing::{Assignment, Holder, Limit, LimitUnit};
use uuid::Uuid;

fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.into() }
}

fn post(number: u128, role: Role, code: &str) -> Appointment {
    Appointment {
        id: Uuid::from_u128(number),
        role,
        target: area(code),
        department: (role == Role::Enforcement).then(|| "chengguan".into()),
        unit: Some(Uuid::from_u128(100)),
        person: Some(Uuid::from_u128(1000 + number)),
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from: Instant(0), until: None },
    }
}

/// Every post of the plan and two of the department.
fn posts() -> Vec<Appointment> {
    vec![
        post(1, Role::PointHead, "P"),
        post(2, Role::GroupLiaison, "P"),
        post(3, Role::DirectlyResponsible, "C"),
        post(4, Role::ZoneHead, "Z"),
        post(5, Role::CommunityLiaison, "Z"),
        post(6, Role::FirstResponsible, "S"),
        post(7, Role::GridChief, "C"),
        post(8, Role::StreetLiaison, "C"),
        post(9, Role::Enforcement, "Z"),
        post(10, Role::Enforcement, "S"),
        post(11, Role::Cleaner, "Q"),
    ]
}

fn without(roles: &[Role]) -> Vec<Appointment> {
    posts().into_iter().filter(|post| !roles.contains(&post.role)).collect()
}

fn holder(role: Role, code: &str) -> Holder {
    Holder {
        role,
        target: area(code),
        state: PostState::Filled,
        appointment: None,
        unit: None,
        person: None,
        department: (role == Role::Enforcement).then(|| "chengguan".into()),
        duty_phone: None,
    }
}

fn acted_by(role: Role, code: &str) -> Assignment {
    Assignment {
        block: None,
        actor: Some(holder(role, code)),
        department: Some("chengguan".into()),
        copies: Vec::new(),
        checker: None,
        question: None,
        verdict: None,
        limit: None,
        rule: "test".into(),
        reasons: Vec::new(),
    }
}

pub(super) fn shipped() -> Vec<Ladder> {
    let file = include_str!("../../../../geodata/reference/escalation.json");
    let mut file: serde_json::Value = serde_json::from_str(file).unwrap();
    serde_json::from_value(file["entries"].take()).unwrap()
}

/// Filed on Thursday before the festival: due on Friday at 11:00.
fn clock() -> CaseClock {
    let limit = Some(Limit { amount: 4, unit: LimitUnit::WorkHours });
    CaseClock { start: at("2026-02-12T16:30"), limit, pauses: Vec::new(), stopped: None }
}

struct Case {
    clock: CaseClock,
    roster: Roster,
    assignment: Assignment,
    taken: Vec<Taken>,
}

impl Case {
    fn new(appointments: Vec<Appointment>) -> Self {
        let party = Party {
            id: Uuid::from_u128(200),
            kind: PartyKind::Department,
            name: "城管".into(),
            unit: None,
            department: Some("chengguan".into()),
            public_name: true,
            has_phone: false,
        };
        let roster = Roster::new(vec![party], appointments);
        Self { clock: clock(), roster, assignment: acted_by(Role::PointHead, "P"), taken: Vec::new() }
    }

    fn with_posts<T>(&self, now: Instant, ask: impl FnOnce(&LadderPosts) -> T) -> T {
        let upward = [
            (Level::Point, area("P")),
            (Level::Zone, area("Z")),
            (Level::Community, area("C")),
            (Level::Street, area("S")),
        ];
        ask(&LadderPosts { roster: &self.roster, upward: &upward, assignment: &self.assignment, at: now })
    }

    fn due(&self, kind: LadderKind, now: Instant) -> Vec<EscalationStep> {
        let ladders = Ladders::build(shipped()).unwrap();
        let ladder = ladders.get(kind).unwrap();
        self.with_posts(now, |posts| {
            steps_due(&self.clock, ladder, posts, &self.taken, now, &calendar(), &zone()).unwrap()
        })
    }

    /// Takes what is due, through the history as a store would.
    fn sweep(&mut self, kind: LadderKind, now: Instant) -> Vec<EscalationStep> {
        let steps = self.due(kind, now);
        self.taken.extend(steps.iter().map(|step| Taken::of(&escalated(step, now)).unwrap()));
        steps
    }

    /// What is due on the actor's ladder and on the block's.
    fn both(&self, now: Instant) -> Vec<EscalationStep> {
        [LadderKind::Actor, LadderKind::Block].iter().flat_map(|kind| self.due(*kind, now)).collect()
    }
}

/// The event that a step becomes.
fn escalated(step: &EscalationStep, at: Instant) -> Event {
    Event {
        id: Uuid::nil(),
        incident: Uuid::nil(),
        kind: EventKind::CaseEscalated,
        from: Some(State::Dispatched),
        to: State::Dispatched,
        at,
        actor_role: "system".into(),
        actor_party: None,
        note: None,
        detail: step.detail(),
    }
}

fn who(step: &EscalationStep) -> String {
    let named = |to: &Recipient| match to {
        Recipient::Post(holder) => holder.role.slug().to_owned(),
        Recipient::Command => "command".to_owned(),
        Recipient::Office => "office".to_owned(),
    };
    let through = step.through.as_ref().map(|holder| format!(" by {}", holder.role.slug()));
    format!("{} {}: {}{}", told(step.reached), step.how.slug(), named(&step.to), through.unwrap_or_default())
}

const LATE: &str = "2026-02-26T09:00";

const BLOCK: [&str; 6] = [
    "2026-02-13T10:12 alarm: point_head",
    "2026-02-13T11:00 alarm: group_liaison",
    "2026-02-13T17:30 alarm: directly_responsible",
    "2026-02-14T11:00 digest: zone_head by community_liaison",
    "2026-02-24T11:00 digest: first_responsible",
    "2026-02-25T11:00 digest: grid_chief by street_liaison",
];

#[test]
fn a_case_climbs_the_block_in_working_time_over_the_festival() {
    let mut case = Case::new(posts());
    let mut now = at("2026-02-12T16:30");
    let mut seen = Vec::new();
    while now <= at(LATE) {
        for step in case.sweep(LadderKind::Block, now) {
            assert!(now.0 - step.reached.0 < 30 * 60 * Instant::SECOND, "noticed by the next sweep");
            seen.push(who(&step));
        }
        assert_eq!(case.sweep(LadderKind::Block, now), [], "a second sweep finds nothing new");
        now = Instant(now.0 + 30 * 60 * Instant::SECOND);
    }
    assert_eq!(seen, BLOCK);
}

#[test]
fn a_sweep_that_comes_late_takes_every_step_once_and_in_order() {
    let mut case = Case::new(posts());
    let steps: Vec<String> = case.sweep(LadderKind::Block, at(LATE)).iter().map(who).collect();
    assert_eq!(steps, BLOCK);
    assert_eq!(case.sweep(LadderKind::Block, at("2026-03-26T09:00")), []);
}

#[test]
fn a_head_who_acts_himself_is_told_once_at_four_fifths_and_again_when_time_is_up() {
    let case = Case::new(posts());
    let heads = |steps: &[EscalationStep]| -> Vec<String> {
        steps.iter().map(who).filter(|words| words.ends_with("point_head")).collect()
    };
    let warned = at("2026-02-13T10:15");
    assert_eq!(heads(&case.both(warned)).len(), 2, "he stands on both ladders");
    let first = told_once(case.both(warned), &[]);
    assert_eq!(heads(&first), ["2026-02-13T10:12 alarm: point_head"]);
    let mut events: Vec<Event> = first.iter().map(|step| escalated(step, warned)).collect();
    assert_eq!(told_once(case.both(warned), &events), [], "what was told is not told again");
    let over = at("2026-02-13T11:05");
    let second = told_once(case.both(over), &events);
    assert_eq!(heads(&second), ["2026-02-13T11:00 alarm: point_head"]);
    events.extend(second.iter().map(|step| escalated(step, over)));
    assert_eq!(told_once(case.both(over), &events), []);
}

#[test]
fn a_look_that_comes_late_tells_each_post_once() {
    let case = Case::new(posts());
    let told: Vec<String> = told_once(case.both(at(LATE)), &[]).iter().map(who).collect();
    let late: Vec<&str> =
        std::iter::once("2026-02-13T11:00 alarm: point_head").chain(BLOCK[1..].iter().copied()).collect();
    assert_eq!(told, late);
}

#[test]
fn the_line_goes_by_the_department_to_the_command() {
    let mut case = Case::new(posts());
    let steps: Vec<String> = case.sweep(LadderKind::Line, at(LATE)).iter().map(who).collect();
    assert_eq!(
        steps,
        [
            "2026-02-13T10:12 alarm: enforcement",
            "2026-02-13T17:30 alarm: enforcement",
            "2026-02-24T11:00 digest: command",
        ]
    );
    let heads = |case: &Case| {
        let step = case.due(LadderKind::Line, at("2026-02-13T17:30")).pop().unwrap();
        match step.to {
            Recipient::Post(holder) => (holder.appointment, holder.unit),
            other => panic!("{other:?}"),
        }
    };
    let case = Case::new(posts());
    assert_eq!(heads(&case).0, Some(Uuid::from_u128(10)), "the department's post on the street");
    let case = Case::new(posts().into_iter().filter(|post| post.id != Uuid::from_u128(10)).collect());
    assert_eq!(heads(&case), (None, Some(Uuid::from_u128(200))), "or the department as such");
}

#[test]
fn a_vacant_post_is_passed_over_with_a_note_in_the_manner_of_who_gets_it() {
    let mut case = Case::new(without(&[Role::GroupLiaison, Role::ZoneHead]));
    let steps = case.sweep(LadderKind::Block, at("2026-02-13T11:00"));
    assert_eq!(who(&steps[1]), "2026-02-13T11:00 alarm: directly_responsible");
    assert_eq!(
        (steps[1].rung.as_str(), steps[1].notes[0].words.zh.as_str()),
        ("group_liaison", "小组联络员空缺，转上一级")
    );
    let steps = case.sweep(LadderKind::Block, at("2026-02-13T17:30"));
    assert_eq!(steps.iter().map(who).collect::<Vec<_>>(), ["2026-02-13T17:30 alarm: directly_responsible"]);
    assert_eq!(steps[0].notes.len(), 1, "his own step tells of the vacancy below as well");
    let steps = case.sweep(LadderKind::Block, at("2026-02-14T11:00"));
    assert_eq!(who(&steps[0]), "2026-02-14T11:00 digest: first_responsible", "no alarm for a leader");
}

#[test]
fn late_and_vacant_together_tell_the_next_one_once() {
    let mut case = Case::new(without(&[Role::GroupLiaison]));
    let steps = case.sweep(LadderKind::Block, at("2026-02-13T18:00"));
    assert_eq!(
        steps.iter().map(who).collect::<Vec<_>>(),
        ["2026-02-13T10:12 alarm: point_head", "2026-02-13T17:30 alarm: directly_responsible"]
    );
    assert_eq!(steps[1].notes.len(), 1);
    assert_eq!(case.sweep(LadderKind::Block, at("2026-02-13T18:00")), []);
}

#[test]
fn where_nobody_is_left_the_office_hears_of_it() {
    let mut case = Case::new(Vec::new());
    let steps = case.sweep(LadderKind::Block, at("2026-02-13T10:30"));
    assert_eq!(steps.iter().map(who).collect::<Vec<_>>(), ["2026-02-13T10:12 alarm: office"]);
    assert_eq!(case.sweep(LadderKind::Block, at("2026-02-13T10:40")), []);
}

#[test]
fn a_leader_without_a_liaison_is_told_in_person_with_a_note() {
    let mut case = Case::new(without(&[Role::CommunityLiaison]));
    let steps = case.sweep(LadderKind::Block, at("2026-02-14T11:00"));
    let zone = steps.last().unwrap();
    assert_eq!(who(zone), "2026-02-14T11:00 digest: zone_head");
    assert_eq!(zone.notes[0].code, "no_liaison");
    assert_eq!(zone.addressee(), zone.to);
}

#[test]
fn a_new_holder_of_the_post_is_told_anew() {
    let mut case = Case::new(posts());
    let now = at("2026-02-13T10:30");
    assert_eq!(case.sweep(LadderKind::Actor, now).len(), 1);
    case.assignment = acted_by(Role::Cleaner, "Q");
    let steps = case.sweep(LadderKind::Actor, now);
    assert_eq!(steps.iter().map(who).collect::<Vec<_>>(), ["2026-02-13T10:12 alarm: cleaner"]);
    assert_eq!(case.sweep(LadderKind::Actor, now), []);
}

#[test]
fn nothing_is_due_while_the_clock_stands_or_after_the_work_is_done() {
    let mut case = Case::new(posts());
    case.clock.pauses = vec![(at("2026-02-13T09:00"), at("2026-02-24T00:00"))];
    assert_eq!(case.due(LadderKind::Block, at("2026-02-14T12:00")), []);
    // 1.5 hours ran on Thursday and half an hour on Friday; the warning is 1.2 hours later.
    let first = &case.due(LadderKind::Block, at("2026-02-24T10:30"))[0];
    assert_eq!(told(first.reached), "2026-02-24T09:42");
    case.clock.stopped = Some(at("2026-02-24T09:00"));
    assert_eq!(case.due(LadderKind::Block, at(LATE)), []);
}

#[test]
fn a_case_without_a_limit_has_no_steps_and_one_without_a_calendar_says_so() {
    let mut case = Case::new(posts());
    case.clock.limit = None;
    assert_eq!(case.due(LadderKind::Block, at(LATE)), []);
    case.clock = CaseClock {
        start: at("2026-12-31T17:00"),
        limit: Some(Limit { amount: 2, unit: LimitUnit::WorkHours }),
        ..clock()
    };
    let ladders = Ladders::build(shipped()).unwrap();
    let ladder = ladders.get(LadderKind::Block).unwrap();
    let now = at("2026-12-31T17:30");
    let found =
        case.with_posts(now, |posts| steps_due(&case.clock, ladder, posts, &[], now, &calendar(), &zone()));
    assert_eq!(found, Err(DueError::Calendar(CalendarUnknown { year: 2027 })));
}

#[test]
fn a_person_refers_a_case_to_a_leader_through_his_liaison() {
    let case = Case::new(posts());
    let now = at("2026-02-13T09:00");
    let step = case.with_posts(now, |posts| refer(Rung::GridChief, now, posts)).unwrap();
    assert_eq!(who(&step), "2026-02-13T09:00 referral: grid_chief by street_liaison");
    assert!(matches!(step.addressee(), Recipient::Post(holder) if holder.role == Role::StreetLiaison));
    let vacant = Case::new(without(&[Role::GridChief]));
    assert_eq!(vacant.with_posts(now, |posts| refer(Rung::GridChief, now, posts)), None);
}
