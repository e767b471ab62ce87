//! Running time: how long a clock has run between two instants, and when it will have run so long. A limit's unit
//! says at which pace: 紧急工作时 and 自然日 on the wall clock, 工作时 and 工作日 only while the office works.

use super::calendar::Calendar;
use super::due::DueError;
use crate::domain::instant::Instant;
use crate::domain::routing::LimitUnit;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// At which pace a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Always.
    Wall,
    /// While the office works.
    Office,
}

impl Pace {
    pub fn of(unit: LimitUnit) -> Self {
        match unit {
            LimitUnit::UrgentHours | LimitUnit::Days => Self::Wall,
            LimitUnit::WorkHours | LimitUnit::WorkDays => Self::Office,
        }
    }
}

/// The instant at which the clock will have run `micros` from `from`. At the office's pace it lies in working time;
/// the end of a day counts before the start of the next.
pub fn advance(
    from: Instant,
    micros: i64,
    pace: Pace,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Instant, DueError> {
    if pace == Pace::Wall {
        return from.0.checked_add(micros).map(Instant).ok_or(DueError::OutOfRange);
    }
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

/// How long the clock runs within `[from, until)`, microseconds; zero when they are the wrong way round.
pub fn elapsed(
    from: Instant,
    until: Instant,
    pace: Pace,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<i64, DueError> {
    if until <= from {
        return Ok(0);
    }
    if pace == Pace::Wall {
        return until.0.checked_sub(from.0).ok_or(DueError::OutOfRange);
    }
    let mut total = 0;
    let mut at = zone.to_datetime(from.timestamp());
    loop {
        // Nights and days off before `until` need no calendar of the time after it.
        let day = at.date();
        if instant(at, zone)? >= until {
            return Ok(total);
        }
        if calendar.day(day)?.is_worked() {
            for &(open, close) in calendar.hours() {
                let start = instant(day.to_datetime(open.max(at.time())), zone)?;
                let stop = instant(day.to_datetime(close), zone)?.min(until);
                total += (stop.0 - start.0).max(0);
            }
        }
        at = add_days(day, 1)?.to_datetime(Time::midnight());
    }
}

/// `at` itself when the office works then, else the start of the next working span.
pub(super) fn working_moment(at: DateTime, calendar: &Calendar) -> Result<DateTime, DueError> {
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
pub(super) fn next_worked(mut date: Date, calendar: &Calendar) -> Result<Date, DueError> {
    while !calendar.day(date)?.is_worked() {
        date = add_days(date, 1)?;
    }
    Ok(date)
}

pub(super) fn add_days(date: Date, days: u32) -> Result<Date, DueError> {
    date.checked_add(jiff::Span::new().try_days(days).map_err(|_| DueError::OutOfRange)?)
        .map_err(|_| DueError::OutOfRange)
}

/// A local time that a change of offset skips or repeats is taken as jiff's compatible choice.
pub(super) fn instant(local: DateTime, zone: &TimeZone) -> Result<Instant, DueError> {
    let zoned = local.to_zoned_datetime(zone.clone()).map_err(|_| DueError::OutOfRange)?;
    Ok(Instant(zoned.timestamp().as_microsecond()))
}
