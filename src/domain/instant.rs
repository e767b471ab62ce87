//! A point in time (R9): microseconds since 1970-01-01T00:00:00Z, as both databases store it.
//! Time is always a parameter; nothing in the domain reads a clock.

use serde::{Deserialize, Serialize};

/// UTC microseconds. Half-open intervals `[from, until)` are built from two of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub const SECOND: i64 = 1_000_000;
    pub const DAY: i64 = 86_400 * Self::SECOND;

    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(Self::SECOND))
    }

    pub fn micros(self) -> i64 {
        self.0
    }

    /// RFC 3339 in UTC, `2026-11-24T06:00:00Z`. Times outside jiff's range print as the nearest bound.
    pub fn to_rfc3339(self) -> String {
        self.timestamp().to_string()
    }

    /// RFC 3339 with the offset of `zone`, as the API answers.
    pub fn in_zone(self, zone: &jiff::tz::TimeZone) -> String {
        const PRINTER: jiff::fmt::temporal::DateTimePrinter = jiff::fmt::temporal::DateTimePrinter::new();
        let second = Self(self.0.div_euclid(Self::SECOND) * Self::SECOND).timestamp();
        PRINTER.timestamp_with_offset_to_string(&second, zone.to_offset(second))
    }

    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// Reads an RFC 3339 time with zone or offset, or a day `2026-03-01`, which means its 00:00 in `zone`.
    pub fn parse(text: &str, zone: &jiff::tz::TimeZone) -> Option<Self> {
        if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self(timestamp.as_microsecond()));
        }
        let local: jiff::civil::DateTime = text.parse().ok()?;
        let zoned = local.to_zoned_datetime(zone.clone()).ok()?;
        Some(Self(zoned.timestamp().as_microsecond()))
    }
}

/// Validity `[from, until)`; `until` none means still in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    pub from: Instant,
    pub until: Option<Instant>,
}

impl Validity {
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}
