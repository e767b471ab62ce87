//! The filter that incident lists, counts, exports and hotspots share. The same parameters mean the same rows.

use crate::domain::deadline::DueStatus;
use crate::domain::instant::Instant;

/// All parts are joined by "and"; an empty list means "any". Slugs are checked when the filter is applied:
/// an unknown category or state is an error, not an empty answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IncidentFilter {
    /// west, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    /// A category matches its descendants too.
    pub categories: Vec<String>,
    /// State slugs, or the groups `open` and `closed`.
    pub states: Vec<String>,
    /// Code of an area of the duty scheme, any level.
    pub area: Option<String>,
    /// A party id or a department slug that acts.
    pub owner: Option<String>,
    pub sources: Vec<String>,
    /// On `occurred_at`, `[from, to)`.
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub overdue: Option<bool>,
    /// Lists and counts alone: how they stand against their limits, any of these.
    pub due_status: Vec<DueStatus>,
    /// Lists and counts alone: the areas that a desk is kept for, as `Service::desk_of` gives them. What lies in one of them
    /// or outside every area is meant.
    pub desk: Option<Vec<String>>,
    /// Part of number, description or address.
    pub text: Option<String>,
    /// Feature the incident lies in: layer and code.
    pub feature: Option<(String, String)>,
    /// Only incidents inside compounds of these management types.
    pub management_types: Vec<String>,
    /// Lists alone: incidents as they stood then.
    pub at: Option<Instant>,
    /// Lists alone: what had been recorded until then.
    pub known_at: Option<Instant>,
}

impl IncidentFilter {
    /// What was asked for, as the audit log keeps it: only the parts that were given. Searched words are left out, because
    /// they may be somebody's name.
    pub fn told(&self) -> serde_json::Value {
        let mut told = serde_json::Map::new();
        let mut tell = |name: &str, value: serde_json::Value| {
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                told.insert(name.to_owned(), value);
            }
        };
        let time = |at: Option<Instant>| serde_json::json!(at.map(Instant::to_rfc3339));
        tell("bbox", serde_json::json!(self.bbox));
        tell("category", serde_json::json!(self.categories));
        tell("state", serde_json::json!(self.states));
        tell("area", serde_json::json!(self.area));
        tell("desk", serde_json::json!(self.desk));
        tell("owner", serde_json::json!(self.owner));
        tell("source", serde_json::json!(self.sources));
        tell("from", time(self.from));
        tell("to", time(self.to));
        tell("overdue", serde_json::json!(self.overdue));
        tell("text", serde_json::json!(self.text.as_ref().map(|_| true)));
        tell("feature", serde_json::json!(self.feature));
        tell("management_type", serde_json::json!(self.management_types));
        tell("at", time(self.at));
        tell("known_at", time(self.known_at));
        serde_json::Value::Object(told)
    }
}
