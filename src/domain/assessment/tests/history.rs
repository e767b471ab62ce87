//! A case as it stood at the end of a period, whatever happened to it later.

use crate::domain::assessment::*;
use crate::domain::case::{Event, EventKind, State};
use crate::domain::deadline::{Calendar, CalendarYear};
use crate::domain::instant::Instant;
use crate::domain::routing::{Limit, LimitUnit};
use jiff::civil::time;
use jiff::tz::TimeZone;
use serde_json::Value;
use uuid::Uuid;

const HOUR: i64 = 3600 * Instant::SECOND;

fn calendar() -> Calendar {
    let year = CalendarYear {
        year: 2026,
        source: "test".into(),
        holidays: Default::default(),
        make_up_days: Default::default(),
    };
    Calendar::new(vec![year], vec![(time(8, 0, 0, 0), time(16, 0, 0, 0))]).unwrap()
}

fn noon() -> i64 {
    Instant::parse("2026-03-02T12:00:00Z", &TimeZone::UTC).unwrap().micros()
}

fn event(hours: i64, kind: EventKind, to: State) -> Event {
    Event {
        id: Uuid::nil(),
        incident: Uuid::nil(),
        kind,
        from: None,
        to,
        at: Instant(noon() + hours * HOUR),
        actor_role: String::new(),
        actor_party: None,
        note: None,
        detail: Value::Null,
    }
}

fn hours(amount: u32) -> Option<Limit> {
    Some(Limit { amount, unit: LimitUnit::UrgentHours })
}

/// Reported at noon in the western point, filed an hour later, given to another unit in another point with another limit
/// after ten hours, handled after twelve, closed after twenty; it came back after thirty.
fn case() -> CaseHistory {
    let belonging = |point: &str, unit: &str, limit| Belonging {
        area: Some(point.into()),
        point: Some(point.into()),
        zone: Some("Z".into()),
        unit: Some(unit.into()),
        department: None,
        limit,
    };
    CaseHistory {
        category: "bin".into(),
        source: "12345".into(),
        recorded_at: Instant(noon()),
        relapsed_at: Some(Instant(noon() + 30 * HOUR)),
        now: belonging("EAST", "u2", hours(4)),
        earlier: vec![(Instant(noon() + 10 * HOUR), belonging("WEST", "u1", hours(48)))],
        events: vec![
            event(0, EventKind::IncidentReported, State::Reported),
            event(1, EventKind::CaseFiled, State::Filed),
            event(2, EventKind::CaseDispatched, State::Dispatched),
            event(10, EventKind::CaseReassigned, State::Dispatched),
            event(12, EventKind::CaseHandled, State::Handled),
            event(20, EventKind::CaseClosed, State::Closed),
        ],
        ..CaseHistory::default()
    }
}

#[test]
fn it_counts_where_it_lay_and_by_the_limit_that_it_had_at_the_end_of_the_period() {
    let (case, calendar) = (case(), calendar());
    let at = |hours: i64| case.record(Instant(noon() + hours * HOUR), &calendar, &TimeZone::UTC);
    let before = at(10);
    assert_eq!((before.point, before.unit), (Some("WEST"), Some("u1")));
    assert_eq!(before.due_at, Some(Instant(noon() + 49 * HOUR)));
    assert_eq!((before.course.handled_at, before.handling), (None, None));
    let after = at(11);
    assert_eq!((after.point, after.unit), (Some("EAST"), Some("u2")));
    assert_eq!(after.due_at, Some(Instant(noon() + 5 * HOUR)));
}

#[test]
fn handling_and_relapse_are_told_once_they_had_happened() {
    let (case, calendar) = (case(), calendar());
    let at = |hours: i64| case.record(Instant(noon() + hours * HOUR), &calendar, &TimeZone::UTC);
    assert_eq!(at(20).handling, None, "it is not closed yet");
    assert_eq!(at(21).handling, Some(11 * HOUR));
    assert!(!at(30).relapsed && at(31).relapsed);
    assert_eq!(at(1).due_at, None, "what is not filed has no limit yet");
}

#[test]
fn an_appeal_is_in_no_number_but_its_own() {
    let appeal = CaseHistory { appeal: true, ..case() };
    let period = Period { from: Instant(noon()), until: Instant(noon() + 40 * HOUR) };
    let record = appeal.record(period.until, &calendar(), &TimeZone::UTC);
    let counted = measure([record], SubjectKind::Point, period, |_| 100);
    let told: Vec<&str> = Measure::ALL
        .iter()
        .filter(|measure| counted.totals.cases(**measure).is_some_and(|cases| cases > 0))
        .map(|measure| measure.slug())
        .collect();
    assert_eq!(told, ["appeals"]);
}

#[test]
fn patrols_and_leaders_are_staff_and_all_other_channels_the_public() {
    for (source, found) in [
        ("patrol", Found::Staff),
        ("leader", Found::Staff),
        ("public", Found::Public),
        ("12345", Found::Public),
        ("wechat", Found::Public),
    ] {
        assert_eq!(Found::of_source(source), found, "{source}");
    }
}
