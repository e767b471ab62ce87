//! From a limit to the instant at which it runs out. 紧急工作时 and 自然日 run on the wall clock, 工作时 and
//! 工作日 only while the office works.

use super::calendar::{Calendar, CalendarUnknown};
use crate::domain::instant::Instant;
use crate::domain::routing::{Limit, LimitUnit};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use thiserror::Error;

/// Why no due time can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DueError {
    #[error(transparent)]
    Calendar(#[from] CalendarUnknown),
    #[error("the due time is out of the range of the calendar")]
    OutOfRange,
}

/// When the limit runs out for a case filed at `filed`.
///
/// Urgent hours add hours to the clock; days keep the local time of day. Working hours count only inside the
/// daily spans of worked days. A working day is one worked day at the same local time: filed on Friday at 10:00,
/// one working day ends on Monday at 10:00. Filing outside working time starts the clock at the next working
/// moment. Needs the calendar of every year it passes through: an unknown year is an error, never a guess.
pub fn due_at(
    filed: Instant,
    limit: Limit,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Instant, DueError> {
    match limit.unit {
        LimitUnit::UrgentHours => {
            let micros = i64::from(limit.amount).checked_mul(3600 * Instant::SECOND);
            micros.and_then(|m| filed.0.checked_add(m)).map(Instant).ok_or(DueError::OutOfRange)
        }
        LimitUnit::Days => {
            let local = zone.to_datetime(filed.timestamp());
            let date = add_days(local.date(), limit.amount)?;
            instant(date.to_datetime(local.time()), zone)
        }
        LimitUnit::WorkHours => {
            work_hours(filed, i64::from(limit.amount) * 3600 * Instant::SECOND, calendar, zone)
        }
        LimitUnit::WorkDays => {
            let start = working_moment(zone.to_datetime(filed.timestamp()), calendar)?;
            let mut date = start.date();
            for _ in 0..limit.amount {
                date = next_worked(add_days(date, 1)?, calendar)?;
            }
            instant(date.to_datetime(start.time()), zone)
        }
    }
}

/// The same with 挂账: the clock stands still during the pauses `[from, until)`, ascending and apart. Pauses of
/// a wall-clock limit lengthen it by their length; those of a working limit by the working time in them.
pub fn due_at_with_pauses(
    filed: Instant,
    limit: Limit,
    pauses: &[(Instant, Instant)],
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Instant, DueError> {
    let mut due = due_at(filed, limit, calendar, zone)?;
    for &(from, until) in pauses {
        // A pause that begins after the limit ran out changes nothing any more.
        if from >= due || until <= from {
            continue;
        }
        let from = from.max(filed);
        due = match limit.unit {
            LimitUnit::UrgentHours | LimitUnit::Days => {
                Instant(due.0.checked_add(until.0 - from.0).ok_or(DueError::OutOfRange)?)
            }
            LimitUnit::WorkHours | LimitUnit::WorkDays => {
                work_hours(due, worked_between(from, until, calendar, zone)?, calendar, zone)?
            }
        };
    }
    Ok(due)
}

/// Adds working time in microseconds.
fn work_hours(from: Instant, micros: i64, calendar: &Calendar, zone: &TimeZone) -> Result<Instant, DueError> {
    let mut left = micros;
    let mut at = working_moment(zone.to_datetime(from.timestamp()), calendar)?;
    loop {
        let now = instant(at, zone)?;
        let end = span_end(at, calendar);
        let room = instant(at.date().to_datetime(end), zone)?.0 - now.0;
        if left <= room {
            return Ok(Instant(now.0 + left));
        }
        left -= room;
        at = working_moment(at.date().to_datetime(end), calendar)?;
    }
}

/// Working time within `[from, until)`, microseconds.
fn worked_between(
    from: Instant,
    until: Instant,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<i64, DueError> {
    let mut total = 0;
    let mut at = working_moment(zone.to_datetime(from.timestamp()), calendar)?;
    loop {
        let now = instant(at, zone)?;
        if now >= until {
            return Ok(total);
        }
        let end = span_end(at, calendar);
        let stop = instant(at.date().to_datetime(end), zone)?.min(until);
        total += stop.0 - now.0;
        if stop == until {
            return Ok(total);
        }
        at = working_moment(at.date().to_datetime(end), calendar)?;
    }
}

/// `at` itself when the office works then, else the start of the next working span.
fn working_moment(at: DateTime, calendar: &Calendar) -> Result<DateTime, DueError> {
    let mut date = at.date();
    if calendar.day(date)?.is_worked() {
        let open = calendar.hours().iter().find(|(_, to)| at.time() < *to);
        if let Some(&(from, _)) = open {
            return Ok(date.to_datetime(at.time().max(from)));
        }
    }
    date = next_worked(add_days(date, 1)?, calendar)?;
    let first = calendar.hours().first().map_or(Time::midnight(), |(from, _)| *from);
    Ok(date.to_datetime(first))
}

/// End of the span that a working moment lies in.
fn span_end(at: DateTime, calendar: &Calendar) -> Time {
    let span = calendar.hours().iter().find(|(from, to)| *from <= at.time() && at.time() < *to);
    span.map_or(at.time(), |(_, to)| *to)
}

/// The day itself or the next worked one. Ends, because a year that is not on file is an error.
fn next_worked(mut date: Date, calendar: &Calendar) -> Result<Date, DueError> {
    while !calendar.day(date)?.is_worked() {
        date = add_days(date, 1)?;
    }
    Ok(date)
}

fn add_days(date: Date, days: u32) -> Result<Date, DueError> {
    date.checked_add(jiff::Span::new().try_days(days).map_err(|_| DueError::OutOfRange)?)
        .map_err(|_| DueError::OutOfRange)
}

/// A local time that a change of offset skips or repeats is taken as jiff's compatible choice.
fn instant(local: DateTime, zone: &TimeZone) -> Result<Instant, DueError> {
    let zoned = local.to_zoned_datetime(zone.clone()).map_err(|_| DueError::OutOfRange)?;
    Ok(Instant(zoned.timestamp().as_microsecond()))
}
