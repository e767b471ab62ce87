//! Boundaries that roads make: told in words, or cut out of a street network.

use super::FeatureRef;
use super::schema::{Geometry, LonLat};
use crate::domain::grid::four_sides::Side;
use crate::exchange::geometry_json::GeoJson;
use serde::Serialize;
use utoipa::ToSchema;

/// The roads of one side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BoundarySide {
    #[schema(value_type = Side)]
    pub side: &'static str,
    pub roads: Vec<FeatureRef>,
    /// The names as the text has them, and which roads were taken for each.
    pub names: Vec<RoadsNamed>,
    /// The boundary runs along the kerbs of these roads; otherwise along their axes.
    pub at_kerb: bool,
    /// Along the far kerbs: these roads belong to the area as a whole.
    pub road_inside: bool,
}

/// The roads that a name was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoadsNamed {
    pub name: String,
    /// The name or code of each of them; otherwise only how their names begin.
    pub exactly: bool,
    /// Codes; more than one where several roads share the name.
    pub roads: Vec<String>,
}

/// Ground that a text describes, to be looked at before it is used.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BoundaryProposal {
    #[schema(value_type = Geometry)]
    pub geometry: GeoJson,
    pub area_m2: f64,
    /// A place in the middle, for a label.
    #[schema(value_type = LonLat)]
    pub middle: [f64; 2],
    /// East, south, west, north.
    pub sides: Vec<BoundarySide>,
}

/// Ground between streets.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StreetBlock {
    #[schema(value_type = Geometry)]
    pub geometry: GeoJson,
    pub area_m2: f64,
    #[schema(value_type = LonLat)]
    pub middle: [f64; 2],
    /// The streets along its border, by code.
    pub roads: Vec<FeatureRef>,
}

/// Blocks of a street network; neighbours share their borders exactly.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StreetBlocks {
    pub blocks: Vec<StreetBlock>,
}
