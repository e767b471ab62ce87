//! What the demo's reports are drawn from: sources that bring problems of one category at one place in a rhythm,
//! and the habits of each category. Read from `geodata/demo/incident_model.json`.

use crate::domain::feature::Layer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentModel {
    /// Days before the anchor.
    pub days: u32,
    /// Reports in all, those at the shared place included.
    pub total: u32,
    pub shared_default: SharedDefault,
    pub rhythms: BTreeMap<String, Rhythm>,
    /// By category slug.
    pub habits: BTreeMap<String, Habit>,
    pub sources: Vec<Source>,
}

/// One default coordinate that a telephone service files everything under whose place it does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedDefault {
    /// Degrees, WGS 84.
    pub lon: f64,
    pub lat: f64,
    pub reports: u32,
}

/// When things happen, in local time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    /// From hour, to hour (up to 24, after `from`), weight.
    pub hours: Vec<(f64, f64, f64)>,
    /// Weights of Monday to Sunday.
    pub weekdays: [f64; 7],
}

/// How a category is told, reported and dealt with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// Sentences with `{where}` and `{what}`.
    pub texts: Vec<String>,
    /// What stands for `{what}`.
    pub what: Vec<String>,
    /// Weight of each channel.
    pub channels: BTreeMap<String, f64>,
    /// Share settled at once by whoever found it on patrol.
    pub on_site: f64,
    /// Share not filed.
    pub rejected: f64,
    /// Share put on hold.
    pub suspended: f64,
    /// Median hours from dispatch to handling.
    pub handling_hours: f64,
}

/// One place that brings problems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub category: String,
    /// Expected share, in reports.
    pub weight: f64,
    pub place: Place,
    /// The place in words.
    #[serde(rename = "where")]
    pub where_: String,
    /// Standard deviation around a spot or a line, metres.
    pub spread_m: f64,
    pub rhythm: String,
    /// Relative change over the period, -1 (dies out) to 1 (grows from nothing).
    #[serde(default)]
    pub trend: f64,
    /// Share that nobody takes up after dispatch.
    #[serde(default)]
    pub stuck: f64,
    /// Weights of the answers to the one question that decides, where it is asked here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, f64>,
}

/// Where a source lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    Feature {
        layer: Layer,
        code: String,
    },
    /// Anywhere in an area of the duty scheme.
    Area {
        code: String,
    },
    /// Along a road: metres from the start of its axis, left or right of its direction, and how far from the axis.
    Roadside {
        code: String,
        from_m: f64,
        to_m: f64,
        left: bool,
        axis_m: [f64; 2],
    },
    /// A bare spot, degrees, WGS 84.
    Spot {
        lon: f64,
        lat: f64,
    },
}
