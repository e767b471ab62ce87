//! From a limit to the instant at which it runs out. 紧急工作时 and 自然日 run on the wall clock, 工作时 and
//! 工作日 only while the office works.

use super::calendar::{Calendar, CalendarUnknown};
use super::working::{Pace, add_days, advance, elapsed, instant, next_worked, working_moment};
use crate::domain::instant::Instant;
use crate::domain::routing::{Limit, LimitUnit};
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
            let micros = i64::from(limit.amount) * 3600 * Instant::SECOND;
            advance(filed, micros, Pace::Office, calendar, zone)
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

/// An instant of a clock that started at `start`, moved by the pauses that begin before it is reached.
pub(super) fn pushed_back(
    at: Instant,
    start: Instant,
    pace: Pace,
    pauses: &[(Instant, Instant)],
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Instant, DueError> {
    let mut at = at;
    for &(from, until) in pauses {
        let from = from.max(start);
        if from < at && from < until {
            at = advance(at, elapsed(from, until, pace, calendar, zone)?, pace, calendar, zone)?;
        }
    }
    Ok(at)
}
