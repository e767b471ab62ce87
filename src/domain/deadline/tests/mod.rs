//! Deadlines over the real holidays of 2026.

mod clock;
mod due;
mod escalation;
mod ladder;

use super::*;
use crate::domain::instant::Instant;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00+08:00"), &zone()).unwrap()
}

fn told(at: Instant) -> String {
    at.in_zone(&zone())[..16].to_owned()
}

/// The first half of 2026 by 国办发明电〔2025〕7号: the Spring Festival from 15 to 23 February with its make-up
/// Saturdays on the 14th and the 28th, and the others up to the labour day. Nothing is on file for 2027.
fn calendar() -> Calendar {
    let days = |month: i8, from: i8, to: i8, name: &'static str| {
        (from..=to).map(move |day| (date(2026, month, day), name.to_owned()))
    };
    let holidays = days(1, 1, 3, "元旦")
        .chain(days(2, 15, 23, "春节"))
        .chain(days(4, 4, 6, "清明节"))
        .chain(days(5, 1, 5, "劳动节"))
        .collect();
    let make_up_days = [(1, 4), (2, 14), (2, 28), (5, 9)].map(|(month, day)| date(2026, month, day));
    let year = CalendarYear {
        year: 2026,
        source: "国办发明电〔2025〕7号".to_owned(),
        holidays,
        make_up_days: make_up_days.into(),
    };
    let hours = vec![(time(8, 30, 0, 0), time(12, 0, 0, 0)), (time(14, 30, 0, 0), time(18, 0, 0, 0))];
    Calendar::new(vec![year], hours).unwrap()
}
