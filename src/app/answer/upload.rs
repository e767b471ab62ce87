//! What a boundary file that somebody uploads holds, and what it would make of a draft. Nothing is stored before it is saved.

use super::edition::DraftAnswer;
use super::schema::{Bounds, Geometry};
use crate::app::FieldError;
use crate::domain::feature::Layer;
use crate::domain::grid::Level;
use crate::domain::text::Words;
use crate::exchange::geometry_json::GeoJson;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A boundary file as the preview shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadPreview {
    pub layers: Vec<UploadLayer>,
    /// How the texts read in each encoding, when the file does not say it; a person chooses and asks again.
    pub encodings: Vec<EncodingSample>,
    /// Datums of degrees that may be chosen beside `epsg:` codes.
    pub datums: Vec<&'static str>,
}

/// One layer of a boundary file.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadLayer {
    pub layer: String,
    /// What the file says of its datum.
    pub told: Option<String>,
    /// The datum that it would be read in; null: it has to be chosen.
    pub datum: Option<String>,
    pub records: u64,
    pub points: u64,
    pub lines: u64,
    pub areas: u64,
    pub undrawn: u64,
    pub fields: Vec<String>,
    /// The first rows, in the order of `fields`, shortened; null where a row has nothing.
    pub first: Vec<Vec<Option<String>>>,
    /// West, south, east, north in the numbers of the file.
    pub raw_box: Option<[f64; 4]>,
    #[schema(value_type = Option<Bounds>)]
    pub bbox: Option<[f64; 4]>,
    /// Which field seems to hold what, or was chosen for a layer of this name last time.
    pub mapping: UploadMapping,
    /// The mapping was chosen for a layer of this name last time.
    pub remembered: bool,
    /// The place looks like another datum's than the one it is read in.
    pub suspicion: Option<UploadSuspicion>,
    /// What was passed over.
    pub notes: Vec<FieldError>,
    pub problems: Vec<FieldError>,
}

/// Which field holds what, and how the layer is to be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct UploadMapping {
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    pub level_field: Option<String>,
    pub extent: Option<String>,
    /// The level of every area, where no field tells it.
    pub level: Option<String>,
    pub datum: Option<String>,
    pub encoding: Option<String>,
    /// Remembered alone: the layer of features that the file was taken as; null for areas.
    #[schema(value_type = Option<Layer>)]
    pub holds: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UploadSuspicion {
    /// `looks_shifted`, `looks_swapped`, `looks_far`
    pub code: &'static str,
    pub words: Words,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EncodingSample {
    pub encoding: &'static str,
    /// Names of fields and first values.
    pub texts: Vec<String>,
}

/// What a file would make of a draft; save `areas` with PATCH on `version`, or apply the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadProposal {
    /// The version of the draft that was looked at.
    pub version: i64,
    /// Areas that are new or differ, by level and code.
    pub areas: Vec<UploadedArea>,
    pub unchanged: usize,
    /// Codes in the draft's scope, of the same levels, that the file leaves out.
    pub left_out: Vec<String>,
    /// The shapes are too many to be sent: every `geometry` is null, and only applying the file saves them.
    pub shapes_left_out: bool,
    pub suspicion: Option<UploadSuspicion>,
    /// What was passed over.
    pub notes: Vec<FieldError>,
    /// The greatest distance that a repair moved any border, metres; null where none was asked for.
    pub repaired_max_m: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedArea {
    pub code: String,
    pub name: String,
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub parent: Option<String>,
    pub extent: Option<String>,
    /// Not in the draft yet.
    pub added: bool,
    #[schema(value_type = Option<Geometry>)]
    pub geometry: Option<GeoJson>,
}

/// What a boundary file made of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadApplied {
    pub draft: DraftAnswer,
    pub added: usize,
    pub changed: usize,
    /// Areas that the file left out and that are gone now; nought where it was not asked to remove any.
    pub removed: usize,
    pub unchanged: usize,
    pub suspicion: Option<UploadSuspicion>,
    /// What was passed over.
    pub notes: Vec<FieldError>,
    /// The greatest distance that a repair moved any border, metres; null where none was asked for.
    pub repaired_max_m: Option<f64>,
}

/// What a file of features did to a layer, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeaturesUpload {
    /// False after a dry run.
    pub stored: bool,
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
    /// Of a dry run: the first of what would come, change and go.
    pub shown: Vec<UploadedFeature>,
    pub suspicion: Option<UploadSuspicion>,
    /// What was passed over, and what looks odd.
    pub notes: Vec<FieldError>,
}

/// A feature that comes, changes or goes with a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedFeature {
    pub code: String,
    pub name: String,
    pub fate: UploadFate,
    #[schema(value_type = Geometry)]
    pub geometry: GeoJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UploadFate {
    Added,
    Changed,
    Removed,
}
