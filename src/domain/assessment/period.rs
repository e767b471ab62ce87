//! A period and the one before it.

use crate::domain::instant::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// `[from, until)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Instant,
    pub until: Instant,
}

impl Period {
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// The period to compare with: as many whole months before, when it begins and ends with a local month, else as
    /// much time before. None for an empty one, or beyond the calendar.
    pub fn previous(&self, zone: &TimeZone) -> Option<Self> {
        if self.until <= self.from {
            return None;
        }
        if let (Some(first), Some(last)) = (month(self.from, zone), month(self.until, zone)) {
            let months = i32::from(last.year() - first.year()) * 12 + i32::from(last.month() - first.month());
            let before = first.checked_sub(jiff::Span::new().try_months(months).ok()?).ok()?;
            return Some(Self { from: midnight(before, zone)?, until: self.from });
        }
        let from = self.from.0.checked_sub(self.until.0.checked_sub(self.from.0)?)?;
        Some(Self { from: Instant(from), until: self.from })
    }
}

/// The first day of a month, when that is what the instant is.
fn month(at: Instant, zone: &TimeZone) -> Option<Date> {
    let local = zone.to_datetime(at.timestamp());
    let first = local.date().first_of_month();
    (midnight(first, zone)? == at).then_some(first)
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Instant> {
    let zoned = day.to_zoned_datetime(zone.clone()).ok()?;
    Some(Instant(zoned.timestamp().as_microsecond()))
}
