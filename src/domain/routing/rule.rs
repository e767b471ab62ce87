//! A routing rule as it stands in `geodata/reference/rules.json`: when it holds, and who acts then.

use crate::domain::duty::Role;
use crate::domain::feature::{Layer, RoadClass};
use crate::domain::grid::Level;
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One rule. An empty selector holds everywhere and for everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    #[serde(default)]
    pub when: Selector,
    pub then: Action,
    /// The sentence that the reason shows when the rule decides.
    pub because: Words,
}

/// All parts that are present must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selector {
    /// Slugs; each matches its descendants too. Empty matches every category.
    pub category: Vec<String>,
    pub feature: Option<FeatureSelector>,
    pub road: Option<RoadSelector>,
    pub area: Option<AreaSelector>,
    pub hours: Option<HourSelector>,
    /// Least number of incidents of the same category here in the last 30 days.
    pub min_repeats: Option<u32>,
}

/// A feature of a layer that the position is in or near.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureSelector {
    pub layer: Layer,
    /// Metres; absent means inside (distance zero).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_m: Option<f64>,
    /// Each attribute must have one of the values. `management_type` of a compound without one is `unknown`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Vec<String>>,
}

/// The road beside the position.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoadSelector {
    /// Empty: every class.
    pub class: Vec<RoadClass>,
    /// Whether the position must lie on the carriageway or must not; absent: either.
    pub on_carriageway: Option<bool>,
}

/// The area itself or anything below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSelector {
    pub level: Level,
    pub code: String,
}

/// Local hours `[from, to)`; `from` after `to` runs over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourSelector {
    /// 1 = Monday; empty: every day.
    #[serde(default)]
    pub weekdays: Vec<i8>,
    pub from: Time,
    pub to: Time,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub actor: PostRule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<PostRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checker: Option<PostRule>,
    /// Department concerned, where the one who acts is none; absent: the one concerned with the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionRule>,
}

/// Names a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostRule {
    /// The enforcement post of a department, inherited downward.
    Department(String),
    /// Roles on the matched feature (the road, for a road rule), tried in order.
    FeatureRole(Vec<Role>),
    /// A role on the area of its level.
    AreaRole(Role),
}

/// A question whose answer decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRule {
    pub code: String,
    pub words: Words,
    pub options: Vec<OptionRule>,
}

/// An answer. What it leaves out stays as the action says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRule {
    pub code: String,
    pub words: Words,
    pub outcome: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PostRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

vocabulary! {
    /// How an answer becomes a verdict.
    VerdictRule {
        /// 超线: outside the lines, at any hour.
        OverLine = "over_line",
        /// 合规 while the vending zone is open, 超时 when it is not, none while its hours are unknown.
        CompliantInHours = "compliant_in_hours",
    }
}

impl HourSelector {
    /// Whether a local time of a weekday (1 = Monday) falls into the hours. The part after midnight belongs to
    /// the day on which the hours began.
    pub fn holds(&self, weekday: i8, time: Time) -> bool {
        let on = |day: i8| self.weekdays.is_empty() || self.weekdays.contains(&day);
        if self.from <= self.to {
            return on(weekday) && self.from <= time && time < self.to;
        }
        let yesterday = if weekday == 1 { 7 } else { weekday - 1 };
        (on(weekday) && self.from <= time) || (on(yesterday) && time < self.to)
    }
}
