//! Campaigns (创建活动): 创文 and 创卫 run over the same grid, each with phases of its own dates. A phase says which tier of
//! limits holds, what is patrolled, and which numbers are watched; weights tell how much a category counts.

pub mod campaigns;
pub mod fault;
#[cfg(test)]
mod tests;
pub mod visits;
#[cfg(test)]
mod visits_tests;

pub use campaigns::{Campaigns, InForce};
pub use fault::CampaignFault;
pub use visits::{Asked, Days, Visit, Visited};

use crate::domain::assessment::{CategoryWeight, Formula, Measure, Period};
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One campaign, an entry of `campaigns.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    pub slug: String,
    pub name: Words,
    /// Document that it rests on.
    pub source: String,
    /// One after the other; between two of them there may be days without.
    pub phases: Vec<Phase>,
    /// One set for each edition of the handbook.
    #[serde(default)]
    pub weights: Vec<WeightSet>,
}

/// One phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub slug: String,
    pub name: Words,
    /// A phase without it is announced but not dated, and never in force.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub first_day: Option<Date>,
    /// The last day belongs to the phase; none for one that goes on.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub last_day: Option<Date>,
    /// Tier of limits that holds in it; none leaves the limits as they are.
    #[serde(default)]
    pub tier: Option<String>,
    #[serde(default)]
    pub patrols: Vec<Patrol>,
    /// What the dashboard shows first.
    #[serde(default)]
    pub dashboard: Vec<Measure>,
    /// Where its dates and its rules come from.
    pub source: String,
}

/// A patrol that a phase asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Patrol {
    pub place: PatrolPlace,
    /// Whose patrol it is.
    pub role: Role,
    /// So many visits to each place …
    pub times: u32,
    /// … in so much time.
    pub every: Every,
    /// Categories that are looked for; all when empty.
    #[serde(default)]
    pub checks: Vec<String>,
    #[serde(default)]
    pub note: Option<Words>,
}

/// What is visited: every area of a level, or every feature of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PatrolPlace {
    Level(Level),
    Layer(Layer),
}

vocabulary! {
    /// Over which time visits are counted.
    Every {
        Day = "day",
        Week = "week",
        Month = "month",
    }
}

/// How much categories count, by one edition of the handbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightSet {
    /// Year of the handbook (测评操作手册).
    pub handbook_year: i16,
    /// Periods that end on this day or later are weighed by it, until a newer set takes over.
    #[schema(value_type = String)]
    pub from: Date,
    pub source: String,
    pub categories: Vec<CategoryWeight>,
}

impl Phase {
    /// Whether a day of the site's calendar belongs to it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.first_day.is_some_and(|first| first <= day) && self.last_day.is_none_or(|last| day <= last)
    }

    /// From its first to its last midnight. An open one ends with `today`; none when it is not dated or has not begun.
    pub fn period(&self, today: Date, zone: &TimeZone) -> Option<Period> {
        let first = self.first_day.filter(|first| *first <= today)?;
        let end = self.last_day.unwrap_or(today).tomorrow().ok()?;
        let midnight = |day: Date| {
            let zoned = day.to_zoned_datetime(zone.clone()).ok()?;
            Some(Instant(zoned.timestamp().as_microsecond()))
        };
        Some(Period { from: midnight(first)?, until: midnight(end)? })
    }
}

impl Campaign {
    pub fn phase(&self, slug: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.slug == slug)
    }

    /// The phase of a day.
    pub fn phase_on(&self, day: Date) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.holds_on(day))
    }

    /// The weights for a period whose last day is `day`: of the newest set that had begun.
    pub fn weights_on(&self, day: Date) -> Option<&WeightSet> {
        self.weights.iter().filter(|set| set.from <= day).max_by_key(|set| set.from)
    }

    /// A formula as it counts in this campaign: one that names categories itself keeps them.
    pub fn weigh(&self, formula: &Formula, day: Date) -> Formula {
        match self.weights_on(day) {
            Some(set) if formula.categories.is_empty() => Formula {
                campaign: Some(self.slug.clone()),
                handbook_year: Some(set.handbook_year),
                categories: set.categories.clone(),
                ..formula.clone()
            },
            _ => formula.clone(),
        }
    }
}
