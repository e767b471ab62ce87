//! Whether a vending zone (疏导区) is open: season, weekdays and hours, all local.

use crate::domain::feature::Feature;
use jiff::civil::{DateTime, Time};
use serde_json::Value;

/// Open, closed, or not known because the hours are missing or cannot be read (R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    Open,
    Closed,
    Unknown,
}

/// Reads `hours` (pairs `["06:30","09:30"]`, required), `weekdays` (1 = Monday; absent: every day) and `season`
/// (`["03-01","11-30"]`, both days included; absent: all year). Hours and seasons may run over midnight and over
/// the end of the year; the part after midnight belongs to the day on which it began.
pub fn opening(zone: &Feature, local: DateTime) -> Opening {
    let Some(hours) = spans(zone) else { return Opening::Unknown };
    let (Some(weekdays), Some(season)) = (weekdays(zone), season(zone)) else { return Opening::Unknown };
    let on = |day: DateTime| {
        let weekday = day.weekday().to_monday_one_offset();
        let date = (day.month(), day.day());
        let in_season = season.is_none_or(|(from, to)| {
            if from <= to { from <= date && date <= to } else { from <= date || date <= to }
        });
        in_season && weekdays.as_ref().is_none_or(|days| days.contains(&i64::from(weekday)))
    };
    let today = on(local);
    // Only the last day before year -9999 has no yesterday.
    let yesterday = local.yesterday().is_ok_and(on);
    let time = local.time();
    let open = hours.iter().any(|&(from, to)| {
        if from <= to {
            today && from <= time && time < to
        } else {
            (today && from <= time) || (yesterday && time < to)
        }
    });
    if open { Opening::Open } else { Opening::Closed }
}

fn spans(zone: &Feature) -> Option<Vec<(Time, Time)>> {
    let pairs = zone.attributes.get("hours")?.as_array()?;
    let time = |value: &Value| value.as_str()?.parse::<Time>().ok();
    let span = |pair: &Value| match pair.as_array()?.as_slice() {
        [from, to] => Some((time(from)?, time(to)?)),
        _ => None,
    };
    let spans: Option<Vec<_>> = pairs.iter().map(span).collect();
    spans.filter(|spans| !spans.is_empty())
}

/// Outer none: unreadable. Inner none: every day.
fn weekdays(zone: &Feature) -> Option<Option<Vec<i64>>> {
    match zone.attributes.get("weekdays") {
        None | Some(Value::Null) => Some(None),
        Some(days) => Some(Some(days.as_array()?.iter().map(Value::as_i64).collect::<Option<_>>()?)),
    }
}

type MonthDay = (i8, i8);

/// Outer none: unreadable. Inner none: all year.
fn season(zone: &Feature) -> Option<Option<(MonthDay, MonthDay)>> {
    let day = |value: &Value| {
        let (month, day) = value.as_str()?.split_once('-')?;
        Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?))
    };
    match zone.attributes.get("season") {
        None | Some(Value::Null) => Some(None),
        Some(season) => match season.as_array()?.as_slice() {
            [from, to] => Some(Some((day(from)?, day(to)?))),
            _ => None,
        },
    }
}
