//! What became of photos that were brought, and the drafts that they made.

use super::schema::LonLat;
use super::{AreaRef, AssignmentAnswer, IntakeKnown, Post};
use crate::domain::feature::Layer;
use crate::domain::grid::Outcome;
use crate::domain::photo::{DraftState, North, PlacedBy};
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

vocabulary! {
    /// What became of a photo that was brought.
    BroughtOutcome {
        /// It is in a draft now.
        Taken = "taken",
        /// It was brought before, or a case has it.
        Known = "known",
        /// It cannot be read as a photo.
        Refused = "refused",
    }
}

/// What became of every photo, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BroughtAnswer {
    pub photos: Vec<BroughtPhoto>,
    /// The drafts that photos have come to, earliest first.
    pub drafts: Vec<PhotoDraftAnswer>,
    /// How many drafts wait in all.
    pub waiting: i64,
    /// Nothing was stored, this is what would be.
    pub dry_run: bool,
    pub as_of: String,
}

/// What became of one photo.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BroughtPhoto {
    /// Name of its file as it was told; it is not kept.
    pub name: String,
    pub outcome: BroughtOutcome,
    /// Why it was not taken: `known_waiting`, `known_discarded`, `known_case`, `twice`, or a code of a photo's faults.
    pub code: Option<String>,
    pub words: Words,
    /// The draft that it is in.
    pub draft: Option<Uuid>,
    /// The case that has it.
    pub incident: Option<IntakeKnown>,
    /// Whether its camera told where it was taken.
    pub has_position: bool,
    /// Whether its camera told when.
    pub has_time: bool,
}

/// Drafts that wait, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PhotoDraftPage {
    pub drafts: Vec<PhotoDraftAnswer>,
    /// How many wait in all.
    pub waiting: i64,
    pub next_cursor: Option<String>,
    /// Edition that the owners come from.
    pub edition: Option<i64>,
    pub as_of: String,
}

/// A draft of a report that photos made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PhotoDraftAnswer {
    pub id: Uuid,
    pub state: DraftState,
    pub state_words: Words,
    /// The channel that its report comes by.
    pub source: String,
    pub source_words: Words,
    /// None until a person says where it is.
    #[schema(value_type = Option<LonLat>)]
    pub position: Option<[f64; 2]>,
    /// Who says so.
    pub placed_by: Option<PlacedBy>,
    /// Radius of uncertainty in metres, as the camera tells it.
    pub accuracy_m: Option<f64>,
    pub taken_at: Option<String>,
    /// Where the camera looked, in degrees clockwise from north.
    pub direction: Option<f64>,
    pub north: Option<North>,
    /// In their order, at most nine; none of a draft that has ended.
    pub photos: Vec<DraftedPhotoAnswer>,
    pub brought_at: String,
    /// Who brought it; none where the name is not for the caller.
    pub brought_by: Option<Words>,
    #[schema(value_type = Option<Outcome>)]
    pub outcome: Option<&'static str>,
    /// Metres to the nearest area when it lies in none.
    pub distance_m: Option<f64>,
    /// The owner first, then upward.
    pub areas: Vec<AreaRef>,
    /// The nearest road, compound and other places, nearest first.
    pub near: Vec<DraftNear>,
    /// Who has the ground; who gets the report follows from its category.
    pub owner: Option<Post>,
    /// Who would get it, where the request names a category.
    pub routing: Option<AssignmentAnswer>,
    /// The incident that it became.
    pub incident: Option<IntakeKnown>,
}

/// A photo of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftedPhotoAnswer {
    pub id: Uuid,
    /// Pixels of the large size.
    pub width: i64,
    pub height: i64,
    pub taken_at: Option<String>,
    #[schema(value_type = Option<LonLat>)]
    pub position: Option<[f64; 2]>,
    pub direction: Option<f64>,
}

/// What lies near a draft.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftNear {
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub layer_words: Words,
    pub code: String,
    pub name: String,
    /// Metres; 0 inside.
    pub distance_m: f64,
}
