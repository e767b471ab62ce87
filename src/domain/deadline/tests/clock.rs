//! The clock of a case, stepped over nights, weekends, the Spring Festival, suspensions and changes.

use super::{at, calendar, told, zone};
use crate::domain::case::event::{LIMIT_START, UNTIL};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::deadline::*;
use crate::domain::instant::Instant;
use crate::domain::routing::{Limit, LimitUnit};
use serde_json::{Value, json};
use uuid::Uuid;

const MINUTE: i64 = 60 * Instant::SECOND;

fn limit(amount: u32, unit: LimitUnit) -> Option<Limit> {
    Some(Limit { amount, unit })
}

fn clock(start: &str, amount: u32, unit: LimitUnit) -> CaseClock {
    CaseClock { start: at(start), limit: limit(amount, unit), pauses: Vec::new(), stopped: None }
}

fn due(clock: &CaseClock) -> String {
    told(clock.due(&calendar(), &zone()).unwrap().unwrap())
}

fn warn(clock: &CaseClock) -> String {
    told(clock.at_share(WARNING, &calendar(), &zone()).unwrap().unwrap())
}

fn status(clock: &CaseClock, now: &str) -> DueStatus {
    clock.timing(at(now), &calendar(), &zone()).status
}

fn event(when: &str, kind: EventKind, to: State, detail: Value) -> Event {
    Event {
        id: Uuid::nil(),
        incident: Uuid::nil(),
        kind,
        from: None,
        to,
        at: at(when),
        actor_role: "clerk".into(),
        actor_party: None,
        note: None,
        detail,
    }
}

fn filed(when: &str) -> Event {
    event(when, EventKind::CaseFiled, State::Filed, Value::Null)
}

fn suspended(when: &str, until: &str) -> Event {
    event(when, EventKind::CaseSuspended, State::Suspended, json!({ UNTIL: at(until) }))
}

fn plain(when: &str, kind: EventKind, to: State) -> Event {
    event(when, kind, to, Value::Null)
}

/// Every change of status between two instants, looked at each minute.
fn changes(clock: &CaseClock, from: &str, until: &str) -> Vec<(String, DueStatus)> {
    let mut found: Vec<(String, DueStatus)> = Vec::new();
    let mut now = at(from);
    while now <= at(until) {
        let status = clock.timing(now, &calendar(), &zone()).status;
        if found.last().is_none_or(|(_, last)| *last != status) {
            found.push((told(now), status));
        }
        now = Instant(now.0 + MINUTE);
    }
    found
}

#[test]
fn working_hours_stand_still_at_night() {
    // 1.5 hours on Thursday, 2.5 on Friday; 80 % are 3 hours 12 minutes.
    let clock = clock("2026-03-05T16:30", 4, LimitUnit::WorkHours);
    assert_eq!(
        changes(&clock, "2026-03-05T16:30", "2026-03-09T12:00"),
        [
            ("2026-03-05T16:30".to_owned(), DueStatus::OnTime),
            ("2026-03-06T10:12".to_owned(), DueStatus::Warning),
            ("2026-03-06T11:01".to_owned(), DueStatus::Overdue),
        ]
    );
    assert_eq!(due(&clock), "2026-03-06T11:00");
}

#[test]
fn working_days_stand_still_over_the_weekend() {
    // From Friday 16:30 to Monday 16:30 are seven working hours; 5.6 of them end on Monday at 15:06.
    let clock = clock("2026-03-06T16:30", 1, LimitUnit::WorkDays);
    assert_eq!((warn(&clock).as_str(), due(&clock).as_str()), ("2026-03-09T15:06", "2026-03-09T16:30"));
}

#[test]
fn urgent_hours_run_through_the_festival() {
    let clock = clock("2026-02-16T23:00", 2, LimitUnit::UrgentHours);
    assert_eq!((warn(&clock).as_str(), due(&clock).as_str()), ("2026-02-17T00:36", "2026-02-17T01:00"));
}

#[test]
fn the_spring_festival_waits_and_its_saturdays_are_worked() {
    let hours = clock("2026-02-13T17:00", 4, LimitUnit::WorkHours);
    assert_eq!(due(&hours), "2026-02-14T11:30", "the Saturday before is made up");
    let hours = clock("2026-02-14T17:00", 4, LimitUnit::WorkHours);
    assert_eq!(due(&hours), "2026-02-24T11:30");
    let day = clock("2026-02-14T10:00", 1, LimitUnit::WorkDays);
    assert_eq!((warn(&day).as_str(), due(&day).as_str()), ("2026-02-24T08:36", "2026-02-24T10:00"));
    let day = clock("2026-02-27T10:00", 1, LimitUnit::WorkDays);
    assert_eq!(due(&day), "2026-02-28T10:00", "the Saturday after is made up too");
    let days = clock("2026-02-27T10:00", 2, LimitUnit::WorkDays);
    assert_eq!(due(&days), "2026-03-02T10:00");
}

#[test]
fn a_suspension_over_the_festival_gives_back_the_working_time_that_was_left() {
    let suspend = suspended("2026-02-13T15:00", "2026-02-25T00:00");
    let history = [filed("2026-02-12T10:00"), suspend];
    let clock = CaseClock::of(&history, limit(2, LimitUnit::WorkDays)).unwrap();
    // On Friday at 15:00 four and a half working hours were left; they run again from the 25th, 8:30.
    assert_eq!(due(&clock), "2026-02-25T15:30");
    let wall = CaseClock { limit: limit(2, LimitUnit::Days), ..clock.clone() };
    assert_eq!(due(&wall), "2026-02-25T19:00", "of natural days nineteen hours were left");
    assert_eq!(status(&clock, "2026-02-13T14:59"), DueStatus::OnTime);
    assert_eq!(status(&clock, "2026-02-13T15:00"), DueStatus::Paused);
    assert_eq!(status(&clock, "2026-02-20T12:00"), DueStatus::Paused);
    assert_eq!(status(&clock, "2026-02-25T08:30"), DueStatus::OnTime);
    assert_eq!(status(&clock, "2026-02-25T15:31"), DueStatus::Overdue);
}

#[test]
fn a_late_sweep_does_not_lengthen_a_suspension_and_an_early_return_shortens_it() {
    let resumed = |when| {
        let resume = plain(when, EventKind::CaseResumed, State::Dispatched);
        let history = [filed("2026-02-12T10:00"), suspended("2026-02-13T15:00", "2026-02-25T00:00"), resume];
        due(&CaseClock::of(&history, limit(2, LimitUnit::WorkDays)).unwrap())
    };
    assert_eq!(resumed("2026-02-25T00:00"), "2026-02-25T15:30");
    assert_eq!(resumed("2026-02-26T11:00"), "2026-02-25T15:30");
    assert_eq!(resumed("2026-02-24T09:00"), "2026-02-24T16:00");
}

#[test]
fn a_suspension_after_the_due_time_changes_nothing() {
    let history = [filed("2026-03-05T08:30"), suspended("2026-03-05T15:00", "2026-03-20T00:00")];
    let clock = CaseClock::of(&history, limit(2, LimitUnit::WorkHours)).unwrap();
    assert_eq!(due(&clock), "2026-03-05T10:30");
    assert_eq!(status(&clock, "2026-03-10T10:00"), DueStatus::Overdue);
}

#[test]
fn the_time_until_a_check_sends_a_case_back_is_not_the_handlers() {
    let handled = plain("2026-03-05T11:30", EventKind::CaseHandled, State::Handled);
    let reworked = plain("2026-03-06T09:30", EventKind::CaseReworked, State::Dispatched);
    let mut history = vec![filed("2026-03-05T08:30"), handled];
    let seven = limit(7, LimitUnit::WorkHours);
    let clock = CaseClock::of(&history, seven).unwrap();
    assert_eq!(
        status(&clock, "2026-03-20T00:00"),
        DueStatus::OnTime,
        "handled in time, whenever it is checked"
    );
    history.push(reworked);
    let clock = CaseClock::of(&history, seven).unwrap();
    assert_eq!(due(&clock), "2026-03-06T16:00");
    assert_eq!(status(&clock, "2026-03-06T16:01"), DueStatus::Overdue);
    history.push(plain("2026-03-06T15:00", EventKind::CaseHandled, State::Handled));
    history.push(plain("2026-03-09T15:00", EventKind::CaseClosed, State::Closed));
    let clock = CaseClock::of(&history, seven).unwrap();
    assert_eq!(status(&clock, "2026-04-01T00:00"), DueStatus::Warning, "in time, but late in it");
    assert_eq!(clock.worked(&calendar(), &zone()), Ok(Some(6 * 60 * MINUTE)), "three hours, then three more");
}

#[test]
fn handled_exactly_at_the_due_time_is_in_time() {
    let mut clock = clock("2026-03-05T08:30", 2, LimitUnit::WorkHours);
    clock.stopped = Some(at("2026-03-05T10:30"));
    assert_eq!(status(&clock, "2026-03-06T00:00"), DueStatus::Warning);
    clock.stopped = Some(at("2026-03-05T10:31"));
    assert_eq!(status(&clock, "2026-03-06T00:00"), DueStatus::Overdue);
}

#[test]
fn a_longer_limit_counts_from_filing_and_a_shorter_one_never_surprises() {
    let two_hours = clock("2026-03-05T08:30", 2, LimitUnit::WorkHours);
    let given = |clock: &CaseClock, amount, unit, when: &str| {
        clock.relimited(limit(amount, unit), at(when), &calendar(), &zone())
    };
    let day = given(&two_hours, 1, LimitUnit::WorkDays, "2026-03-05T09:30");
    assert_eq!(due(&day), "2026-03-06T08:30");
    // Two hours from filing were over long before the category was corrected.
    let back = given(
        &clock("2026-03-05T08:30", 5, LimitUnit::WorkDays),
        2,
        LimitUnit::WorkHours,
        "2026-03-06T10:00",
    );
    assert_eq!((told(back.start).as_str(), due(&back).as_str()), ("2026-03-06T10:00", "2026-03-06T12:00"));
    let unknown = CaseClock { limit: None, ..two_hours.clone() };
    assert_eq!(unknown.relimited(None, at("2026-03-06T10:00"), &calendar(), &zone()), unknown);
}

#[test]
fn the_history_keeps_when_a_new_limit_began() {
    let detail = json!({ LIMIT_START: at("2026-03-06T10:00") });
    let history = [
        filed("2026-03-05T08:30"),
        event("2026-03-06T10:00", EventKind::CaseReassigned, State::Dispatched, detail),
        plain("2026-03-06T10:05", EventKind::CaseReassigned, State::Dispatched),
    ];
    let clock = CaseClock::of(&history, limit(2, LimitUnit::WorkHours)).unwrap();
    assert_eq!(due(&clock), "2026-03-06T12:00", "moved with the grid later, it keeps its start");
}

#[test]
fn a_suspension_before_a_new_limit_began_does_not_lengthen_it() {
    let mut clock = clock("2026-03-06T10:00", 2, LimitUnit::WorkHours);
    clock.pauses = vec![(at("2026-03-02T08:30"), at("2026-03-04T08:30"))];
    assert_eq!(due(&clock), "2026-03-06T12:00");
}

#[test]
fn a_case_that_was_never_filed_has_no_clock_and_one_that_ended_stops() {
    let reported = plain("2026-03-05T08:00", EventKind::IncidentReported, State::Reported);
    assert_eq!(CaseClock::of(&[reported], limit(1, LimitUnit::Days)), None);
    let history =
        [filed("2026-03-05T08:30"), plain("2026-03-05T09:00", EventKind::CaseMerged, State::Merged)];
    let clock = CaseClock::of(&history, limit(2, LimitUnit::WorkHours)).unwrap();
    assert_eq!(clock.stopped, Some(at("2026-03-05T09:00")));
    assert_eq!(status(&clock, "2026-03-09T09:00"), DueStatus::OnTime);
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let none = CaseClock { limit: None, ..clock("2026-03-05T08:30", 1, LimitUnit::Days) };
    let timing = none.timing(at("2026-03-20T00:00"), &calendar(), &zone());
    assert_eq!((timing.status, timing.due, timing.missing_year), (DueStatus::Unknown, None, None));
    let beyond = clock("2026-12-31T17:00", 2, LimitUnit::WorkHours);
    let timing = beyond.timing(at("2026-12-31T17:30"), &calendar(), &zone());
    assert_eq!((timing.status, timing.due, timing.missing_year), (DueStatus::Unknown, None, Some(2027)));
    let into = CaseClock {
        pauses: vec![(at("2026-12-30T09:00"), at("2027-01-15T00:00"))],
        ..clock("2026-12-30T08:30", 2, LimitUnit::WorkHours)
    };
    assert_eq!(into.timing(at("2026-12-31T00:00"), &calendar(), &zone()).missing_year, Some(2027));
}

#[test]
fn years_without_a_calendar_are_announced_a_year_ahead() {
    let missing = |year, month, day| calendar().missing_ahead(jiff::civil::date(year, month, day));
    assert_eq!(missing(2026, 1, 1), [2027]);
    assert_eq!(missing(2025, 12, 31), [2025]);
    assert_eq!(missing(2025, 6, 1), [2025]);
    assert_eq!(missing(2027, 6, 1), [2027, 2028]);
}

#[test]
fn every_share_of_a_limit_is_the_first_minute_at_which_so_much_has_run() {
    let (calendar, zone) = (calendar(), zone());
    let mut start = at("2026-02-12T00:00");
    while start < at("2026-02-26T00:00") {
        for (amount, unit) in
            [(5, LimitUnit::WorkHours), (2, LimitUnit::WorkDays), (7, LimitUnit::UrgentHours)]
        {
            let clock = CaseClock { start, limit: limit(amount, unit), pauses: Vec::new(), stopped: None };
            let share = |percent| clock.at_share(percent, &calendar, &zone).unwrap().unwrap();
            let ran = |until| elapsed(start, until, Pace::of(unit), &calendar, &zone).unwrap();
            let whole = ran(share(100));
            for percent in [1, 50, 80, 99, 150] {
                let reached = share(percent);
                assert!(ran(reached) * 100 >= whole * i64::from(percent), "{percent} %");
                assert!(ran(Instant(reached.0 - 1)) * 100 < whole * i64::from(percent), "{percent} %");
            }
            assert!(share(80) <= share(100) && share(100) <= share(101));
        }
        start = Instant(start.0 + 173 * MINUTE);
    }
}

#[test]
fn the_digest_comes_on_worked_days_only() {
    let next = |after: &str| {
        told(next_digest(at(after), jiff::civil::time(8, 30, 0, 0), &calendar(), &zone()).unwrap())
    };
    assert_eq!(next("2026-02-13T08:29"), "2026-02-13T08:30");
    assert_eq!(next("2026-02-13T08:30"), "2026-02-14T08:30", "a made-up Saturday");
    assert_eq!(next("2026-02-14T09:00"), "2026-02-24T08:30");
    assert!(
        next_digest(at("2026-12-31T09:00"), jiff::civil::time(8, 30, 0, 0), &calendar(), &zone()).is_err()
    );
}
