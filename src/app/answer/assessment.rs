//! Assessment, formulas and campaigns as answers. Places and units only: no person is in any of them.

use super::AreaRef;
use crate::app::FieldError;
use crate::domain::assessment::{Comparison, Formula, Measure, Measures, Score, SubjectKind};
use crate::domain::campaign::Campaign;
use crate::domain::text::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// A period as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AssessedPeriod {
    pub from: String,
    /// Not part of it any more.
    pub until: String,
    pub first_day: String,
    /// Part of it.
    pub last_day: String,
    /// False while it goes on: then it is counted until now, and the one before for as long.
    pub complete: bool,
}

/// A campaign or a phase by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    pub slug: String,
    pub name: Words,
}

/// The measures of all cases or of nobody's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AssessedCounts {
    pub measures: Measures,
    pub previous: Option<Measures>,
    /// Each measure beside that of the period before.
    pub comparison: Vec<Comparison>,
}

/// A score with its place among the others.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlacedScore {
    /// None without a score.
    pub place: Option<usize>,
    #[serde(flatten)]
    pub score: Score,
    /// By the formula that was in force then.
    pub previous_points: Option<f64>,
    pub previous_place: Option<usize>,
}

/// One place, unit or department.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AssessedSubject {
    /// Code of an area, id of a unit, slug of a department.
    pub code: String,
    pub name: Words,
    /// The area above.
    pub parent: Option<AreaRef>,
    pub measures: Measures,
    pub previous: Option<Measures>,
    /// One for each formula, in their order.
    pub scores: Vec<PlacedScore>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AssessmentAnswer {
    pub as_of: String,
    pub kind: SubjectKind,
    pub period: AssessedPeriod,
    /// None where the calendar ends before.
    pub previous: Option<AssessedPeriod>,
    pub campaign: Option<Named>,
    pub phase: Option<Named>,
    pub area: Option<AreaRef>,
    /// What the phase wants to see first.
    pub highlights: Vec<Measure>,
    /// Those that were applied, weights of the campaign included; the first one orders the subjects.
    pub formulas: Vec<Formula>,
    /// Best first; those without a score last.
    pub subjects: Vec<AssessedSubject>,
    /// All cases. Posts are those of the subjects.
    pub totals: AssessedCounts,
    /// Cases that belong to none of the subjects.
    pub nobodys: AssessedCounts,
}

/// A formula with its version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FormulaAnswer {
    pub slug: String,
    /// Of the newest version, for `If-Match`; 0 for what the reference files say.
    pub version: i64,
    /// The one in force on the day that was asked for; null where there is none yet or no more.
    pub formula: Option<Formula>,
    /// Since when; null for what the reference files say.
    pub valid_from: Option<String>,
    /// The newest version, where it begins later.
    pub coming: Option<ComingFormula>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComingFormula {
    pub valid_from: String,
    /// Null where the formula is given up then.
    pub formula: Option<Formula>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FormulasAnswer {
    /// The last day of the periods that these formulas count for.
    pub day: String,
    pub formulas: Vec<FormulaAnswer>,
}

/// What is wrong with a formula; nothing when it may be written.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FormulaCheck {
    pub faults: Vec<FieldError>,
}

/// A campaign with its version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignAnswer {
    #[serde(flatten)]
    pub campaign: Campaign,
    /// For `If-Match`; 0 for what the reference files say.
    pub version: i64,
    /// Slug of the phase that it is in today.
    pub phase: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignsAnswer {
    pub day: String,
    pub campaigns: Vec<CampaignAnswer>,
    /// Tiers of limits that a phase may set.
    pub tiers: Vec<Named>,
}
