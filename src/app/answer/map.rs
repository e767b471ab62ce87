//! What the features of a map tell beside their outlines.

use super::schema::LonLat;
use crate::domain::feature::Layer;
use crate::domain::grid::{AreaChange, Level, Scheme};
use crate::domain::text::Words;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a GeoJSON feature of an area tells beside its outline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaProperties {
    #[schema(value_type = Scheme)]
    pub scheme: &'static str,
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
    /// The extent in words, as the roster gives it.
    pub extent: Option<String>,
    pub drawn: bool,
    /// None while undrawn.
    pub area_m2: Option<f64>,
    #[schema(value_type = Option<LonLat>)]
    pub label_at: Option<[f64; 2]>,
    /// Who answers first for it, in one line.
    pub head: Option<Words>,
    pub vacant: bool,
    /// None before the incident columns are read.
    pub open_incidents: Option<u64>,
}

/// What a GeoJSON feature of a draft tells of an area beside its outline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftAreaProperties {
    pub code: String,
    pub name: String,
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub parent: Option<String>,
    /// The extent in words.
    pub extent: Option<String>,
    /// None where the draft leaves the area as it is.
    #[schema(value_type = Option<AreaChange>)]
    pub changed: Option<&'static str>,
}

/// What a shared edge separates.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EdgeProperties {
    /// The highest level whose areas differ on its two sides.
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub left: Option<String>,
    pub right: Option<String>,
}

/// What a GeoJSON feature of a layer tells; the layer's own attributes stand beside these.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureProperties {
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub code: String,
    pub name: String,
    /// Left out where nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_label: Option<Words>,
    /// Compounds only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_incidents: Option<u64>,
    #[serde(flatten)]
    #[schema(ignore)]
    pub attributes: Map<String, Value>,
}
