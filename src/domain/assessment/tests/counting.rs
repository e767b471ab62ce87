//! What is counted where, in a period of ten days; a day is a hundred units of time.

use crate::domain::assessment::*;
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use uuid::Uuid;

const PERIOD: Period = Period { from: Instant(1000), until: Instant(2000) };

fn record() -> CaseRecord<'static> {
    CaseRecord {
        category: "dirty_road",
        found: Found::Staff,
        point: Some("P1"),
        zone: Some("Z1"),
        unit: Some("u1"),
        department: None,
        recorded_at: Instant(1100),
        due_at: Some(Instant(1500)),
        course: Course { filed_at: Some(Instant(1110)), ..Course::default() },
        relapsed: false,
        handling: None,
    }
}

fn closed(handled: i64, closed: i64) -> CaseRecord<'static> {
    let course =
        Course { handled_at: Some(Instant(handled)), closed_at: Some(Instant(closed)), ..record().course };
    CaseRecord { course, handling: Some(handled - 1110), ..record() }
}

fn counted(records: &[CaseRecord<'static>]) -> Measures {
    let measured = measure(records.iter().copied(), SubjectKind::Point, PERIOD, |_| 100);
    measured.subjects.get("P1").cloned().unwrap_or_default()
}

/// The measures that are not zero.
fn told(records: &[CaseRecord<'static>]) -> Vec<(&'static str, u64)> {
    let counts = counted(records);
    let some = |&measure: &Measure| Some((measure.slug(), counts.cases(measure).filter(|cases| *cases > 0)?));
    Measure::ALL.iter().filter_map(some).collect()
}

#[test]
fn a_case_closed_in_time_counts_in_every_rate() {
    assert_eq!(
        told(&[closed(1400, 1450)]),
        [
            ("reported", 1),
            ("reported_staff", 1),
            ("filed", 1),
            ("filed_staff", 1),
            ("due", 1),
            ("due_closed", 1),
            ("due_on_time", 1),
            ("closed", 1),
            ("closed_on_time", 1),
        ]
    );
}

#[test]
fn a_case_handled_late_or_not_at_all_is_overdue_until_it_is() {
    let late = told(&[closed(1600, 1700)]);
    assert!(late.contains(&("due_closed", 1)) && !late.iter().any(|(slug, _)| slug.ends_with("on_time")));
    assert!(!late.contains(&("overdue", 1)), "it was handled by the end of the period");
    assert!(told(&[record()]).contains(&("overdue", 1)));
    let old = CaseRecord { due_at: Some(Instant(500)), recorded_at: Instant(400), ..record() };
    let old = CaseRecord { course: Course { filed_at: Some(Instant(410)), ..old.course }, ..old };
    assert_eq!(told(&[old]), [("overdue", 1)], "due before the period and still lying there");
}

#[test]
fn what_happens_after_the_period_does_not_change_it() {
    let later = told(&[closed(1400, 2500)]);
    assert!(later.contains(&("due_on_time", 1)) && !later.contains(&("due_closed", 1)));
    let handled_later = told(&[closed(2100, 2500)]);
    assert!(handled_later.contains(&("overdue", 1)), "{handled_later:?}");
    let due_later = CaseRecord { due_at: Some(Instant(2600)), ..closed(1400, 1450) };
    let counts = told(&[due_later]);
    assert!(counts.contains(&("closed_on_time", 1)) && !counts.contains(&("due", 1)));
}

#[test]
fn rework_and_relapse_count_against_the_closing() {
    let course = Course { reworks: 2, ..closed(1400, 1450).course };
    let case = CaseRecord { course, relapsed: true, ..closed(1400, 1450) };
    let counts = told(&[case]);
    for slug in ["due_reworked", "closed_reworked", "closed_relapsed"] {
        assert!(counts.contains(&(slug, 1)), "{slug}: cases, not times");
    }
}

#[test]
fn on_site_is_counted_apart_and_dropped_cases_only_as_reports() {
    let course = Course { on_site_at: Some(Instant(1120)), ..Course::default() };
    let on_site = CaseRecord { course, due_at: None, ..record() };
    assert_eq!(told(&[on_site]), [("reported", 1), ("reported_staff", 1), ("on_site", 1)]);
    let dropped = CaseRecord { course: Course { dropped: true, ..record().course }, ..record() };
    assert_eq!(told(&[dropped]), [("reported", 1), ("reported_staff", 1)]);
}

#[test]
fn an_unknown_limit_is_shown_and_is_in_no_rate_of_time() {
    let case = CaseRecord { due_at: None, ..closed(1400, 1450) };
    let counts = told(&[case]);
    assert!(counts.contains(&("filed_unlimited", 1)) && counts.contains(&("closed", 1)));
    assert!(!counts.iter().any(|(slug, _)| slug.starts_with("due") || slug.ends_with("on_time")));
}

#[test]
fn public_and_staff_are_told_apart() {
    let public = CaseRecord { found: Found::Public, ..record() };
    let counts = counted(&[public, public, record()]);
    assert_eq!(counts.cases(Measure::FiledPublic), Some(2));
    assert_eq!(counts.cases(Measure::FiledStaff), Some(1));
    assert_eq!(counts.cases(Measure::Filed), Some(3));
}

#[test]
fn what_belongs_to_nobody_is_counted_beside() {
    let nobodys = CaseRecord { point: None, ..record() };
    let measured = measure([nobodys, record()], SubjectKind::Point, PERIOD, |_| 100);
    assert_eq!(measured.nobodys.cases(Measure::Filed), Some(1));
    assert_eq!(measured.subjects.len(), 1);
    let by_department = measure([record()], SubjectKind::Department, PERIOD, |_| 100);
    assert_eq!(by_department.subjects.len(), 0);
    assert_eq!(by_department.nobodys.cases(Measure::Filed), Some(1));
}

#[test]
fn the_median_is_of_what_was_closed_and_none_of_nothing() {
    let at = |handled| closed(handled, 1900);
    assert_eq!(counted(&[at(1210), at(1710), at(1310)]).median_handling(), Some(200));
    assert_eq!(counted(&[at(1210), at(1710), at(1310), at(1410)]).median_handling(), Some(250));
    assert_eq!(counted(&[record()]).median_handling(), None);
}

#[test]
fn posts_are_unknown_until_they_are_given() {
    let counts = counted(&[]);
    assert_eq!((counts.cases(Measure::PostsVacant), counts.cases(Measure::Filed)), (None, Some(0)));
    assert_eq!(counts.with_posts(4, 1).cases(Measure::PostsVacant), Some(1));
    let json = serde_json::to_value(counted(&[closed(1400, 1450)])).unwrap();
    assert_eq!((json["posts"].clone(), json["closed"].clone()), (Json::Null, Json::from(1)));
}

#[test]
fn the_course_of_a_case_is_what_was_known_then() {
    let event = |at, kind, to| Event {
        id: Uuid::nil(),
        incident: Uuid::nil(),
        kind,
        from: None,
        to,
        at: Instant(at),
        actor_role: "clerk".into(),
        actor_party: None,
        note: None,
        detail: Json::Null,
    };
    let history = [
        event(1, EventKind::IncidentReported, State::Reported),
        event(2, EventKind::CaseFiled, State::Filed),
        event(3, EventKind::CaseDispatched, State::Dispatched),
        event(4, EventKind::CaseHandled, State::Handled),
        event(5, EventKind::CaseReworked, State::Dispatched),
        event(6, EventKind::CaseHandled, State::Handled),
        event(7, EventKind::CaseClosed, State::Closed),
        event(8, EventKind::CaseSampled, State::Closed),
    ];
    let course = |until| Course::of(&history, Instant(until));
    assert_eq!((course(5).handled_at, course(5).reworks), (Some(Instant(4)), 0));
    assert_eq!((course(6).handled_at, course(6).reworks), (None, 1));
    assert_eq!((course(9).handled_at, course(9).closed_at), (Some(Instant(6)), Some(Instant(7))));
    let void = [
        event(1, EventKind::IncidentReported, State::Reported),
        event(2, EventKind::CaseVoided, State::Void),
    ];
    assert!(Course::of(&void, Instant(9)).dropped && !Course::of(&void, Instant(2)).dropped);
}

#[test]
fn the_period_before_is_the_months_before_or_as_much_time() {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let day = |text| Instant::parse(text, &zone).unwrap();
    let before = |from, until| Period { from: day(from), until: day(until) }.previous(&zone);
    assert_eq!(before("2026-03-01", "2026-04-01").map(|period| period.from), Some(day("2026-02-01")));
    assert_eq!(before("2026-04-01", "2026-07-01").map(|period| period.from), Some(day("2026-01-01")));
    assert_eq!(before("2026-03-10", "2026-03-17").map(|period| period.from), Some(day("2026-03-03")));
    assert_eq!(before("2026-03-10", "2026-03-17").map(|period| period.until), Some(day("2026-03-10")));
    assert_eq!(before("2026-03-10", "2026-03-10"), None);
}

#[test]
fn comparison_knows_what_it_does_not_know() {
    let now = counted(&[record(), record(), record()]).with_posts(4, 1);
    let before = counted(&[record(), record()]);
    let of = |measure| compare(&now, &before).into_iter().find(|line| line.measure == measure).unwrap();
    let filed = of(Measure::Filed);
    assert_eq!(
        (filed.now, filed.before, filed.difference, filed.percent),
        (Some(3), Some(2), Some(1), Some(50))
    );
    let posts = of(Measure::PostsVacant);
    assert_eq!((posts.now, posts.before, posts.difference), (Some(1), None, None));
    let closed = of(Measure::Closed);
    assert_eq!((closed.difference, closed.percent), (Some(0), None), "nothing before has no percentage");
    let fewer = compare(&before, &now);
    assert_eq!(fewer.iter().find(|line| line.measure == Measure::Filed).unwrap().percent, Some(-33));
}
