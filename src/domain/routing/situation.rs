//! Everything that routing looks at: where the report is, what is there, what it is about and when.

use super::phase::PhaseTier;
use crate::domain::category::Category;
use crate::domain::duty::Target;
use crate::domain::feature::{Feature, SideRule};
use crate::domain::grid::{Level, Outcome, Scheme};
use crate::domain::instant::Instant;
use jiff::civil::DateTime;

/// A feature in or near the position; distance zero means inside or on it.
#[derive(Debug, Clone, Copy)]
pub struct NearFeature<'a> {
    pub feature: &'a Feature,
    pub distance_m: f64,
}

/// The road beside the position, as `FeatureSet::road_side` finds it.
#[derive(Debug, Clone, Copy)]
pub struct RoadPlace<'a> {
    pub feature: &'a Feature,
    /// Side of the axis, `north` and its like.
    pub side: &'a str,
    pub on_carriageway: bool,
    /// The owner follows from this rule of the road and not from what is drawn.
    pub ruled: Option<SideRule>,
}

/// One report, or one question "whose would this be?", located and dated.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    pub scheme: Scheme,
    /// Level, code and name; the owner first, then upward. Empty means outside every area.
    pub areas: &'a [(Level, String, String)],
    pub outcome: Outcome,
    /// The first area is a parent whose children do not reach here.
    pub remainder: bool,
    /// To the nearest area, when not inside; metres.
    pub distance_m: Option<f64>,
    /// At least those within `Rules::greatest_reach_m`; farther ones do no harm.
    pub features: &'a [NearFeature<'a>],
    /// Only when the position is on the road or beside it.
    pub road: Option<RoadPlace<'a>>,
    pub category: &'a Category,
    /// Code of the chosen option of the question, when it was answered.
    pub answer: Option<&'a str>,
    /// When it happened.
    pub at: Instant,
    /// Incidents of the same category here in the last 30 days.
    pub repeated: u32,
    /// Phases of campaigns that set a tier of limits then.
    pub phases: &'a [PhaseTier<'a>],
    /// The site's zone: hours and seasons are local.
    pub zone: &'a jiff::tz::TimeZone,
}

impl Situation<'_> {
    pub fn local(&self) -> DateTime {
        self.zone.to_datetime(self.at.timestamp())
    }

    /// The areas as targets of posts, owner first.
    pub fn targets(&self) -> Vec<Target> {
        let target =
            |(_, code, _): &(Level, String, String)| Target::Area { scheme: self.scheme, code: code.clone() };
        self.areas.iter().map(target).collect()
    }
}
