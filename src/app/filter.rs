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
