//! Deadlines over real holidays of 2026, by hand and against a count of minutes.

use crate::domain::deadline::*;
use crate::domain::instant::Instant;
use crate::domain::routing::{Limit, LimitUnit};
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

/// The labour day holiday of 2026 with its make-up day; nothing is on file for 2027.
fn calendar() -> Calendar {
    let holidays = (1..=5).map(|day| (date(2026, 5, day), "劳动节".to_owned())).collect();
    let year = CalendarYear {
        year: 2026,
        source: "国办发明电〔2025〕7号".to_owned(),
        holidays,
        make_up_days: [date(2026, 5, 9)].into(),
    };
    Calendar::new(
        vec![year],
        vec![(time(8, 30, 0, 0), time(12, 0, 0, 0)), (time(14, 30, 0, 0), time(18, 0, 0, 0))],
    )
    .unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00+08:00"), &zone()).unwrap()
}

fn due(filed: &str, amount: u32, unit: LimitUnit) -> String {
    let due = due_at(at(filed), Limit { amount, unit }, &calendar(), &zone()).unwrap();
    due.in_zone(&zone())[..16].to_owned()
}

#[test]
fn working_hours_wait_for_the_end_of_a_holiday() {
    assert_eq!(due("2026-04-30T16:30", 4, LimitUnit::WorkHours), "2026-05-06T11:00");
}

#[test]
fn a_make_up_saturday_is_worked() {
    assert_eq!(due("2026-05-08T17:00", 2, LimitUnit::WorkHours), "2026-05-09T09:30");
    assert_eq!(due("2026-05-08T10:00", 1, LimitUnit::WorkDays), "2026-05-09T10:00");
}

#[test]
fn a_working_day_keeps_the_time_of_day_and_skips_the_weekend() {
    assert_eq!(due("2026-03-06T10:00", 1, LimitUnit::WorkDays), "2026-03-09T10:00");
    assert_eq!(due("2026-03-06T13:00", 1, LimitUnit::WorkDays), "2026-03-09T14:30");
    assert_eq!(due("2026-03-07T20:00", 1, LimitUnit::WorkDays), "2026-03-10T08:30");
    assert_eq!(due("2026-04-29T10:00", 5, LimitUnit::WorkDays), "2026-05-09T10:00");
}

#[test]
fn working_hours_end_exactly_with_the_span() {
    assert_eq!(due("2026-03-06T08:30", 7, LimitUnit::WorkHours), "2026-03-06T18:00");
    assert_eq!(due("2026-03-06T12:00", 1, LimitUnit::WorkHours), "2026-03-06T15:30");
}

#[test]
fn urgent_hours_and_days_run_through_nights_and_holidays_and_need_no_calendar() {
    assert_eq!(due("2026-05-01T23:00", 2, LimitUnit::UrgentHours), "2026-05-02T01:00");
    assert_eq!(due("2026-12-31T23:00", 2, LimitUnit::UrgentHours), "2027-01-01T01:00");
    assert_eq!(due("2026-12-20T09:15", 15, LimitUnit::Days), "2027-01-04T09:15");
}

#[test]
fn a_working_limit_that_reaches_an_unknown_year_is_an_error_not_a_guess() {
    let limit = |amount, unit| Limit { amount, unit };
    let error = Err(DueError::Calendar(CalendarUnknown { year: 2027 }));
    let (calendar, zone) = (calendar(), zone());
    let filed = at("2026-12-31T17:00");
    assert_eq!(due_at(filed, limit(2, LimitUnit::WorkHours), &calendar, &zone), error);
    assert_eq!(due_at(filed, limit(1, LimitUnit::WorkDays), &calendar, &zone), error);
    assert!(due_at(filed, limit(1, LimitUnit::WorkHours), &calendar, &zone).is_ok());
    let old = Err(DueError::Calendar(CalendarUnknown { year: 2024 }));
    assert_eq!(due_at(at("2024-03-01T10:00"), limit(1, LimitUnit::WorkDays), &calendar, &zone), old);
}

#[test]
fn an_amount_beyond_the_calendar_is_an_error() {
    let limit = Limit { amount: u32::MAX, unit: LimitUnit::Days };
    assert_eq!(due_at(at("2026-03-06T10:00"), limit, &calendar(), &zone()), Err(DueError::OutOfRange));
}

/// Working minutes in `[from, until)`, counted one by one.
fn minutes(from: Instant, until: Instant) -> i64 {
    let calendar = calendar();
    let worked = |at: Instant| {
        let local = zone().to_datetime(at.timestamp());
        let (day, clock): (Date, Time) = (local.date(), local.time());
        calendar.day(day).unwrap().is_worked()
            && calendar.hours().iter().any(|(a, b)| *a <= clock && clock < *b)
    };
    (from.0..until.0).step_by(60_000_000).filter(|&micros| worked(Instant(micros))).count() as i64
}

#[test]
fn working_hours_hold_exactly_their_number_of_working_minutes_from_any_start() {
    let mut filed = at("2026-04-28T00:00");
    let mut last = filed;
    while filed < at("2026-05-12T00:00") {
        for hours in [1, 4, 9] {
            let limit = Limit { amount: hours, unit: LimitUnit::WorkHours };
            let due = due_at(filed, limit, &calendar(), &zone()).unwrap();
            assert_eq!(minutes(filed, due), i64::from(hours) * 60, "filed {}", filed.to_rfc3339());
        }
        let day = Limit { amount: 1, unit: LimitUnit::WorkDays };
        let due = due_at(filed, day, &calendar(), &zone()).unwrap();
        assert!(due >= last, "a later filing is never due earlier");
        last = due;
        filed = Instant(filed.0 + 97 * 60_000_000);
    }
}

#[test]
fn a_pause_moves_the_due_time_by_the_time_it_takes_from_the_clock() {
    let paused = |filed: &str, amount, unit, from: &str, until: &str| {
        let limit = Some(Limit { amount, unit });
        let clock = CaseClock { start: at(filed), limit, pauses: vec![(at(from), at(until))], stopped: None };
        clock.due(&calendar(), &zone()).unwrap().unwrap().in_zone(&zone())[..16].to_owned()
    };
    // Two working hours of the pause and a night count as two hours.
    let due = paused("2026-03-05T10:00", 7, LimitUnit::WorkHours, "2026-03-05T17:00", "2026-03-06T09:30");
    assert_eq!(due, "2026-03-06T12:00");
    let due = paused("2026-03-05T10:00", 24, LimitUnit::UrgentHours, "2026-03-05T12:00", "2026-03-05T15:00");
    assert_eq!(due, "2026-03-06T13:00");
    let due = paused("2026-03-05T10:00", 1, LimitUnit::UrgentHours, "2026-03-06T12:00", "2026-03-07T12:00");
    assert_eq!(due, "2026-03-05T11:00");
}

#[test]
fn hours_that_overlap_or_run_backward_are_no_calendar() {
    let (eight, ten, noon) = (time(8, 0, 0, 0), time(10, 0, 0, 0), time(12, 0, 0, 0));
    assert!(Calendar::new(vec![], vec![]).is_none());
    assert!(Calendar::new(vec![], vec![(ten, eight)]).is_none());
    assert!(Calendar::new(vec![], vec![(eight, noon), (ten, noon)]).is_none());
}
