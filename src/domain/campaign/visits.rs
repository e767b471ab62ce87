//! Patrols asked for against patrols made: how often a place is to be visited in the running day, week or month, how often
//! it was, and what was left out in the one before. Places and roles are counted, no persons.

use super::{Campaign, Campaigns, Every, Patrol, Phase};
use crate::domain::duty::Role;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// Days of the site's calendar, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

impl Days {
    pub fn holds(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// How many; at least one.
    pub fn count(self) -> u32 {
        u32::try_from((self.last - self.first).get_days()).unwrap_or(0).saturating_add(1)
    }
}

impl Every {
    /// The day itself, its week from Monday to Sunday, or its calendar month.
    pub fn around(self, day: Date) -> Days {
        match self {
            Self::Day => Days { first: day, last: day },
            Self::Week => {
                let since = i64::from(day.weekday().since(Weekday::Monday));
                let first = day.saturating_sub(since.days());
                Days { first, last: first.saturating_add(6.days()) }
            }
            Self::Month => Days { first: day.first_of_month(), last: day.last_of_month() },
        }
    }
}

/// A patrol that is asked for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    pub campaign: &'a Campaign,
    pub phase: &'a Phase,
    pub patrol: &'a Patrol,
}

/// A visit to a place, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit<'a> {
    pub day: Date,
    /// The post in which it was made; none of a grid worker or the office, who go in place of whoever is asked.
    pub role: Option<Role>,
    /// Categories that were looked at.
    pub checks: &'a [String],
}

/// What is asked of one place, against the visits made there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// The running day, week or month as far as it lies in the phase.
    pub days: Days,
    /// Never zero: where nothing is asked there is no such value.
    pub required: u32,
    pub made: u32,
    /// Visits that were lacking in the last one that is over; none where none of this phase is over yet.
    pub missed: Option<u32>,
    /// Checks that no visit of the running one has looked at.
    pub unseen: Vec<String>,
}

impl Visited {
    pub fn is_done(&self) -> bool {
        self.made >= self.required
    }
}

impl Campaigns {
    /// Every patrol that the phases of a day ask for, in their order.
    pub fn patrols_on(&self, day: Date) -> impl Iterator<Item = Asked<'_>> {
        self.in_force(day).flat_map(|found| {
            let (campaign, phase) = (found.campaign, found.phase);
            phase.patrols.iter().map(move |patrol| Asked { campaign, phase, patrol })
        })
    }
}

impl Asked<'_> {
    /// The days around `day` over which visits are counted, without those outside of the phase.
    pub fn days(&self, day: Date) -> Days {
        self.cut(self.patrol.every.around(day))
    }

    /// The days before these, where they lie in the phase.
    pub fn days_before(&self, day: Date) -> Option<Days> {
        let eve = self.patrol.every.around(day).first.yesterday().ok()?;
        self.phase.holds_on(eve).then(|| self.days(eve))
    }

    fn cut(&self, whole: Days) -> Days {
        Days {
            first: self.phase.first_day.map_or(whole.first, |first| first.max(whole.first)),
            last: self.phase.last_day.map_or(whole.last, |last| last.min(whole.last)),
        }
    }

    /// Visits asked for around `day`. Of a week or month that the phase begins or ends in, the share of its days, rounded
    /// up: twice a week is once in a phase's first two days.
    pub fn required(&self, day: Date) -> u32 {
        let whole = self.patrol.every.around(day);
        let all = u64::from(whole.count());
        let share = u64::from(self.patrol.times) * u64::from(self.cut(whole).count());
        u32::try_from(share.div_ceil(all)).unwrap_or(u32::MAX)
    }

    /// Whether a visit is one of those asked for.
    pub fn counts(&self, visit: &Visit) -> bool {
        visit.role.is_none_or(|role| role == self.patrol.role)
    }

    /// How a place stands on `day` by the visits made there, in any order; those of other roles and days are passed over.
    pub fn visited<'v>(&self, day: Date, visits: impl IntoIterator<Item = Visit<'v>>) -> Visited {
        let (days, before) = (self.days(day), self.days_before(day));
        let (mut made, mut earlier) = (0_u32, 0_u32);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for visit in visits {
            if !self.counts(&visit) {
                continue;
            }
            if days.holds(visit.day) && visit.day <= day {
                made += 1;
                seen.extend(visit.checks.iter().map(String::as_str));
            }
            earlier += u32::from(before.is_some_and(|before| before.holds(visit.day)));
        }
        let unseen = self.patrol.checks.iter().filter(|check| !seen.contains(check.as_str()));
        Visited {
            days,
            required: self.required(day),
            made,
            missed: before.map(|before| self.required(before.first).saturating_sub(earlier)),
            unseen: unseen.cloned().collect(),
        }
    }

    /// The first day whose visits count for `day` in any way.
    pub fn since(&self, day: Date) -> Date {
        self.days_before(day).map_or(self.days(day).first, |before| before.first)
    }
}
