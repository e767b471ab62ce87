//! Editions and drafts as the API shows them.

use super::AreaRef;
use super::schema::LonLat;
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::grid::{AreaChange, EditionState, Level, Scheme};
use crate::domain::text::Words;
use crate::exchange::geometry_json::GeoJson;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EditionBrief {
    pub number: i64,
    /// The edition that it was made on.
    pub base: Option<i64>,
    /// Codes of the communities that it touched.
    pub scope: Vec<String>,
    pub note: String,
    pub in_force_from: String,
    pub recorded_at: String,
    pub state: EditionState,
}

/// A draft without its areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftAnswer {
    pub id: Uuid,
    #[schema(value_type = Scheme)]
    pub scheme: &'static str,
    /// The edition that it was begun on, 0 before the first.
    pub base: i64,
    /// Codes of the communities that it may touch; empty for the whole scheme.
    pub scope: Vec<String>,
    pub note: String,
    /// What `If-Match` names.
    pub version: i64,
    pub created_at: String,
    pub changed_at: String,
    pub areas_changed: i64,
    pub areas_removed: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EditionList {
    /// Number of the edition in force, None before the first.
    pub in_force: Option<i64>,
    /// Oldest first.
    pub editions: Vec<EditionBrief>,
    /// Open drafts, for those who may edit.
    pub drafts: Vec<DraftAnswer>,
}

/// What the check of a draft finds; warnings do not bar publication.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftFault {
    pub kind: &'static str,
    /// Level of the areas concerned.
    #[schema(value_type = Option<Level>)]
    pub level: Option<&'static str>,
    /// Longitude and latitude in degrees.
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    pub width_m: Option<f64>,
    pub area_m2: Option<f64>,
    /// Codes of the areas concerned.
    pub areas: Vec<String>,
    pub warning: bool,
    pub words: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftCheck {
    pub faults: Vec<DraftFault>,
    /// Something is changed, nothing is faulty, and nobody else has changed the same communities since.
    pub publishable: bool,
    /// Ground of the scope that no area of the finest level has been drawn for (R2).
    pub remainder_m2: f64,
    /// 0..1 of the scope's ground; None while nothing of it is drawn.
    pub remainder_share: Option<f64>,
}

/// What a repair of a draft would do. Nothing is stored: the areas are saved like any other change, on `version`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftRepair {
    /// The version of the draft that was looked at.
    pub version: i64,
    /// How wide the gaps and overlaps of the draft are now.
    pub widths: Vec<WidthCount>,
    /// Findings that the repair does away with.
    pub mended: usize,
    /// What a check would find afterwards.
    pub left: Vec<DraftFault>,
    /// The greatest distance that any border moves, metres.
    pub max_m: f64,
    /// Areas that change, by level and code.
    pub areas: Vec<RepairedArea>,
}

/// Gaps and overlaps of one class of widths.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WidthCount {
    /// Upper end of the class, metres; None in the last one.
    pub up_to_m: Option<f64>,
    pub gaps: usize,
    pub overlaps: usize,
    /// Square metres of both.
    pub area_m2: f64,
}

/// An area as the repair would have it, ready to be saved.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RepairedArea {
    pub code: String,
    pub name: String,
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub parent: Option<String>,
    pub extent: Option<String>,
    /// The greatest distance between its old border and the new one.
    pub max_m: f64,
    pub gained_m2: f64,
    pub lost_m2: f64,
    /// Where its border moves, farthest first; at most 200 places.
    pub moves: Vec<BorderMove>,
    /// GeoJSON geometry.
    #[schema(value_type = Object)]
    pub geometry: GeoJson,
}

/// A vertex that comes or goes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BorderMove {
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    /// To the other border.
    pub metres: f64,
    pub added: bool,
}

/// What becomes of one area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaPreview {
    pub code: String,
    pub name: String,
    /// `added`, `removed`, `reshaped` or `renamed`.
    #[schema(value_type = AreaChange)]
    pub change: &'static str,
    /// Square metres; None while undrawn or absent.
    pub before_m2: Option<f64>,
    pub after_m2: Option<f64>,
    /// Households of the compounds in it; None where no compound tells them.
    pub households_before: Option<f64>,
    pub households_after: Option<f64>,
    /// Metres of road axes in it; None while undrawn or absent.
    pub road_m_before: Option<f64>,
    pub road_m_after: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentMove {
    pub id: Uuid,
    pub number: String,
    pub category: String,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    /// None where nobody owned the place.
    pub from: Option<AreaRef>,
    pub to: Option<AreaRef>,
    pub from_owner: Option<Words>,
    pub to_owner: Option<Words>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentMoves {
    pub total: u64,
    /// At most 1,000, newest first.
    pub moves: Vec<IncidentMove>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureMove {
    pub id: Uuid,
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub code: String,
    pub name: String,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    pub from: Option<AreaRef>,
    pub to: Option<AreaRef>,
    pub from_owner: Option<Words>,
    pub to_owner: Option<Words>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureMoves {
    pub total: u64,
    /// At most 1,000, by layer and code.
    pub moves: Vec<FeatureMove>,
}

/// A post on an area that goes; `to` is the area that takes over most of its ground.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AppointmentMove {
    pub id: Uuid,
    #[schema(value_type = Role)]
    pub role: &'static str,
    pub from: AreaRef,
    pub to: Option<AreaRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VacantPost {
    #[schema(value_type = Role)]
    pub role: &'static str,
    pub area: AreaRef,
}

/// What publishing a draft would do.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftPreview {
    pub areas: Vec<AreaPreview>,
    /// Open incidents that get another owner.
    pub incidents: IncidentMoves,
    pub features: FeatureMoves,
    /// At most 1,000.
    pub appointments: Vec<AppointmentMove>,
    /// Posts that nobody holds afterwards and that were not vacant before; at most 1,000.
    pub vacant: Vec<VacantPost>,
}

/// Number of the edition that was published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Published {
    pub number: i64,
}
