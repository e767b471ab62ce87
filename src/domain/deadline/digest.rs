//! When leaders get the day's list.

use super::calendar::Calendar;
use super::due::DueError;
use super::working::{add_days, instant, next_worked};
use crate::domain::instant::Instant;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// The first time of day `time` on a worked day after `after`. A job that runs late takes everything since the last
/// digest that it sent and asks again from there, so that none is sent twice and no day off is disturbed.
pub fn next_digest(
    after: Instant,
    time: Time,
    calendar: &Calendar,
    zone: &TimeZone,
) -> Result<Instant, DueError> {
    let mut date = next_worked(zone.to_datetime(after.timestamp()).date(), calendar)?;
    loop {
        let at = instant(date.to_datetime(time), zone)?;
        if at > after {
            return Ok(at);
        }
        date = next_worked(add_days(date, 1)?, calendar)?;
    }
}
