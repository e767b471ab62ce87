//! Density grids and ranked lists.

use super::schema::{Bounds, Geometry, LonLat, RankedBy, RateUnit};
use super::{Post, SlugCount};
use crate::domain::text::Words;
use crate::exchange::geometry_json::GeoJson;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Period {
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DensityAnswer {
    pub as_of: String,
    #[schema(value_type = Bounds)]
    pub bounds: [f64; 4],
    pub width: u32,
    pub height: u32,
    pub cell_m: f64,
    pub bandwidth_m: f64,
    pub unit: &'static str,
    /// Incidents that the surface counts.
    pub total: u64,
    pub max: f64,
    /// Largest error of the binned surface against the exact one, as a share of the peak.
    pub error: f64,
    /// Little-endian f32, rows from north, columns from west, base64.
    pub values: String,
    pub period: Period,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Rate {
    pub value: f64,
    #[schema(value_type = RateUnit)]
    pub unit: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankedPlace {
    pub rank: u32,
    pub code: String,
    pub name: Words,
    pub count: u64,
    pub open: u64,
    /// None where the denominator is unknown (R10).
    pub per: Option<Rate>,
    pub top_categories: Vec<SlugCount>,
    pub owner: Option<Post>,
    #[schema(value_type = Option<Geometry>)]
    pub geometry: Option<GeoJson>,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    /// Count in the period of the same length before; None without a bounded period.
    pub previous: Option<u64>,
    /// Too few to say more than the count.
    pub small_number: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankingAnswer {
    pub as_of: String,
    #[schema(value_type = RankedBy)]
    pub by: String,
    pub total: u64,
    /// Incidents that belong to none of the ranked places.
    pub unassigned: u64,
    pub period: Period,
    pub items: Vec<RankedPlace>,
}
