//! The working calendar: which days are worked, by the yearly notice of the State Council, and at which hours.
//! A year whose notice is not on file is unknown; nothing is guessed for it (R10).

use jiff::civil::{Date, Time};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The calendar of a year is not on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the working calendar of {year} is not on file")]
pub struct CalendarUnknown {
    pub year: i16,
}

/// One year as its notice arranges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarYear {
    pub year: i16,
    /// Number and title of the notice.
    pub source: String,
    /// Days off, with the name of the holiday.
    pub holidays: BTreeMap<Date, String>,
    /// Weekend days that are worked instead (调休上班).
    pub make_up_days: BTreeSet<Date>,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    Workday,
    /// A Saturday or Sunday that is worked.
    MakeUpDay,
    Weekend,
    Holiday,
}

impl DayKind {
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpDay)
    }
}

/// Years on file and the daily hours, which are a setting of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
    hours: Vec<(Time, Time)>,
}

impl Calendar {
    /// `hours` are the working spans of a day, ascending and apart; none when they are empty or not so.
    pub fn new(years: Vec<CalendarYear>, hours: Vec<(Time, Time)>) -> Option<Self> {
        let apart = hours.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        let sound = !hours.is_empty() && apart && hours.iter().all(|(from, to)| from < to);
        sound.then(|| Self { years: years.into_iter().map(|year| (year.year, year)).collect(), hours })
    }

    pub fn hours(&self) -> &[(Time, Time)] {
        &self.hours
    }

    pub fn year(&self, year: i16) -> Option<&CalendarYear> {
        self.years.get(&year)
    }

    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// What a day is; an error for a year that is not on file, weekends included, since they may be made up.
    pub fn day(&self, date: Date) -> Result<DayKind, CalendarUnknown> {
        let year = self.years.get(&date.year()).ok_or(CalendarUnknown { year: date.year() })?;
        Ok(if year.holidays.contains_key(&date) {
            DayKind::Holiday
        } else if year.make_up_days.contains(&date) {
            DayKind::MakeUpDay
        } else if date.weekday().to_monday_one_offset() >= 6 {
            DayKind::Weekend
        } else {
            DayKind::Workday
        })
    }

    /// The years of the twelve months from `today` on that are not on file. Working limits that reach them have no
    /// due time, so they are announced before anybody waits for one.
    pub fn missing_ahead(&self, today: Date) -> Vec<i16> {
        let last = today.saturating_add(jiff::Span::new().months(12));
        (today.year()..=last.year()).filter(|year| !self.years.contains_key(year)).collect()
    }
}
