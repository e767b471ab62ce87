//! What was read of pasted text or of a file of tickets, for a person to look at before anything is reported.

use super::schema::LonLat;
use super::{AreaRef, AssignmentAnswer};
use crate::domain::case::State;
use crate::domain::grid::Outcome;
use crate::domain::place_text::{PlaceKind, PrivateKind, QuestionKind};
use crate::domain::text::{Reason, Words};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Drafts of reports in the order of the text or file. Nothing of them is stored.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntakeAnswer {
    pub drafts: Vec<IntakeDraft>,
    /// What is wrong with rows of a file; empty for a text.
    pub faults: Vec<IntakeFault>,
    /// Headings of a file that were not understood; empty for a text.
    pub unread_columns: Vec<String>,
    /// Edition that the owners come from.
    pub edition: Option<i64>,
    pub as_of: String,
}

/// What one ticket seems to say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntakeDraft {
    /// Row as the spreadsheet numbers it; null for a text.
    pub row: Option<u64>,
    /// As it was pasted, or as the row tells it.
    pub text: String,
    /// The text without what is private.
    pub description: String,
    /// What was found that is private, and left out of the description.
    pub private: Vec<IntakePrivate>,
    /// Best first, at most eight.
    pub places: Vec<IntakePlace>,
    /// Best first, at most six.
    pub categories: Vec<IntakeCategory>,
    /// The ticket's number elsewhere.
    pub external_ref: Option<String>,
    /// As reports take it.
    pub source: Option<&'static str>,
    /// When it happened, or else when it was taken up.
    pub occurred_at: Option<String>,
    pub contact: Option<super::Contact>,
    /// What has to be said before the place is known.
    pub question: Option<IntakeQuestion>,
    /// Whether place, category and owner are clear, so that a person may confirm it without looking closer.
    pub sure: bool,
    /// Who would get it at the first place, for the first category.
    pub owner: Option<AssignmentAnswer>,
    /// The incident that this ticket became or joined already.
    pub known: Option<IntakeKnown>,
    /// Whether the text is too long to be read whole.
    pub cut: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntakePrivate {
    pub kind: PrivateKind,
    pub value: String,
}

/// A place that the text may mean.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntakePlace {
    pub kind: PlaceKind,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    /// Metres around the position within which it lies, if it is the one meant.
    pub radius_m: f64,
    pub label: Words,
    pub reasons: Vec<Reason>,
    /// From 0 to 1, comparable within one draft only.
    pub score: f64,
    /// The words of the text that it was read from.
    pub words: Vec<String>,
    #[schema(value_type = Outcome)]
    pub outcome: &'static str,
    /// Metres to the owner's area where it is not inside.
    pub distance_m: Option<f64>,
    /// Metres to the first place of the draft.
    pub apart_m: f64,
    /// The owner first, then upward.
    pub areas: Vec<AreaRef>,
}

/// A category that the text may be about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntakeCategory {
    pub category: String,
    pub name: Words,
    pub reasons: Vec<Reason>,
    /// From 0 to 1, comparable within one draft only.
    pub score: f64,
    /// The words of the text that speak for it.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntakeQuestion {
    pub kind: QuestionKind,
    pub words: Words,
    /// Which of the places are to choose from, counted from 0.
    pub options: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntakeKnown {
    pub incident: Uuid,
    pub number: String,
    pub state: State,
    pub state_words: Words,
}

/// What is wrong with a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntakeFault {
    /// As the spreadsheet numbers it.
    pub row: u64,
    /// Heading of the column; null where the whole row is meant.
    pub column: Option<String>,
    /// `missing_cell`, `too_long`, `bad_time`, `bad_position`, `twice`, `control_character`
    pub code: &'static str,
    pub words: Words,
}
