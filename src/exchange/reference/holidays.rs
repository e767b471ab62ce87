//! `holidays.json`: years as the notices arrange them, years that are not published, and the daily hours.

use super::{ReferenceError, each, fault_in, sheet};
use crate::domain::deadline::{Calendar, CalendarYear};
use jiff::civil::{Date, Time};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "holidays.json";

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
enum Year {
    Published { year: i16, source: String, holidays: Vec<Holiday>, make_up_days: BTreeSet<Date> },
    Unknown { year: i16, note: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    from: Date,
    to: Date,
}

/// The calendar and the years marked unknown.
pub(super) fn read(bytes: &[u8], faults: &mut Vec<ReferenceError>) -> (Option<Calendar>, Vec<i16>) {
    let Some(sheet) = sheet(FILE, bytes, faults) else { return (None, Vec::new()) };
    if sheet.tiers.is_some() {
        faults.push(fault_in(FILE, "file".to_owned(), "unknown field `tiers`".to_owned()));
    }
    let hours = sheet.hours.and_then(|value| serde_json::from_value::<Vec<(Time, Time)>>(value).ok());
    let mut years = Vec::new();
    let mut unknown = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in each::<Year>(FILE, sheet.entries, "year", faults) {
        let number = match entry {
            Year::Unknown { year, note } => {
                if note.trim().is_empty() {
                    faults.push(fault_in(FILE, year.to_string(), "an unknown year needs a note".to_owned()));
                }
                unknown.push(year);
                year
            }
            Year::Published { year, source, holidays, make_up_days } => {
                years.push(published(year, source, holidays, make_up_days, faults));
                year
            }
        };
        if !seen.insert(number) {
            faults.push(fault_in(FILE, number.to_string(), "listed twice".to_owned()));
        }
    }
    let calendar = hours.and_then(|hours| Calendar::new(years, hours));
    if calendar.is_none() {
        let problem = "pairs of times, ascending and apart, are needed: [[\"08:30\",\"12:00\"],…]";
        faults.push(fault_in(FILE, "hours".to_owned(), problem.to_owned()));
    }
    (calendar, unknown)
}

fn published(
    year: i16,
    source: String,
    holidays: Vec<Holiday>,
    make_up_days: BTreeSet<Date>,
    faults: &mut Vec<ReferenceError>,
) -> CalendarYear {
    let mut fault = |problem: String| faults.push(fault_in(FILE, year.to_string(), problem));
    let mut days = BTreeMap::new();
    for Holiday { name, from, to } in holidays {
        if from > to || from.year() != year || to.year() != year {
            fault(format!("{name} does not run forward within the year"));
            continue;
        }
        for day in from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to) {
            if let Some(other) = days.insert(day, name.clone()) {
                fault(format!("{day} belongs to {other} and {name}"));
            }
        }
    }
    for day in &make_up_days {
        if day.year() != year || day.weekday().to_monday_one_offset() < 6 {
            fault(format!("make-up day {day} is not a weekend day of the year"));
        }
        if days.contains_key(day) {
            fault(format!("{day} is both a holiday and a make-up day"));
        }
    }
    CalendarYear { year, source, holidays: days, make_up_days }
}
