//! Areas, features and search results.

use super::schema::{Bounds, Geometry, LonLat, SearchKind};
use super::{AreaRef, DepartmentPost, FeatureRef, Post, SlugCount};
use crate::domain::feature::{Layer, ManagementType};
use crate::domain::grid::{Level, Scheme};
use crate::domain::text::Words;
use crate::exchange::geometry_json::GeoJson;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CompoundBrief {
    pub code: String,
    pub name: String,
    #[schema(value_type = ManagementType)]
    pub management_type: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Default)]
pub struct IncidentCounts {
    pub open: u64,
    pub closed: u64,
    pub overdue: u64,
    pub by_category: Vec<SlugCount>,
}

/// Everything about one area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaDossier {
    pub area: AreaRef,
    #[schema(value_type = Scheme)]
    pub scheme: &'static str,
    pub extent: Option<String>,
    pub parent: Option<AreaRef>,
    pub children: Vec<AreaRef>,
    pub posts: Vec<Post>,
    pub departments: Vec<DepartmentPost>,
    /// Count of features by layer.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub features: std::collections::BTreeMap<&'static str, u64>,
    pub compounds: Vec<CompoundBrief>,
    /// None at another time than now.
    pub incidents: Option<IncidentCounts>,
    /// None while undrawn.
    pub area_m2: Option<f64>,
    pub undrawn_m2: Option<f64>,
    /// 0..1
    pub undrawn_share: Option<f64>,
    #[schema(value_type = Option<Bounds>)]
    pub bounds: Option<[f64; 4]>,
    #[schema(value_type = Option<Geometry>)]
    pub geometry: Option<GeoJson>,
}

/// Everything about one feature.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureDossier {
    pub feature: FeatureRef,
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    pub attributes: Map<String, Value>,
    pub posts: Vec<Post>,
    pub areas: Vec<AreaRef>,
    pub incidents: IncidentCounts,
    #[schema(value_type = Option<Bounds>)]
    pub bounds: Option<[f64; 4]>,
    #[schema(value_type = Geometry)]
    pub geometry: GeoJson,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LayerBrief {
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub words: Words,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchHit {
    #[schema(value_type = SearchKind)]
    pub kind: &'static str,
    #[schema(value_type = Option<Layer>)]
    pub layer: Option<&'static str>,
    #[schema(value_type = Option<Level>)]
    pub level: Option<&'static str>,
    pub code: String,
    pub name: String,
    pub detail: Words,
    #[schema(value_type = Option<LonLat>)]
    pub position: Option<[f64; 2]>,
    #[schema(value_type = Option<Bounds>)]
    pub bounds: Option<[f64; 4]>,
    pub score: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchResults {
    pub results: Vec<SearchHit>,
}

/// What a reveal hands out; every one is in the audit log (R11).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartyRevealed {
    pub id: uuid::Uuid,
    pub name: String,
    pub mobile: Option<String>,
}
