//! What belongs to cases beside the incident itself: its neighbours and relatives, voices, steps for many, the overview.

use super::PatrolCounts;
use super::schema::LonLat;
use crate::app::error::{AppError, FieldError};
use crate::domain::case::{RelationKind, State};
use crate::domain::text::Words;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An open case that a report may belong to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NearCase {
    pub id: Uuid,
    pub number: String,
    pub category: String,
    pub category_name: Words,
    #[schema(value_type = State)]
    pub state: &'static str,
    pub state_words: Words,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    pub address: Option<String>,
    pub recorded_at: String,
    pub distance_m: f64,
    /// Reports of the same problem so far.
    pub voices: i64,
}

/// Likeliest first, at most five.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NearCases {
    pub items: Vec<NearCase>,
}

/// Another case by its number.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseLink {
    pub id: Uuid,
    pub number: String,
    #[schema(value_type = State)]
    pub state: &'static str,
}

/// The case that one follows from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RelatedCase {
    #[schema(value_type = RelationKind)]
    pub kind: String,
    #[serde(flatten)]
    pub case: CaseLink,
}

/// How a case hangs together with others.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct CaseTies {
    /// Open cases that may be the same problem, for who may join them.
    pub near: Vec<NearCase>,
    /// The closed case that this one came back from.
    pub relapse: Option<CaseLink>,
    /// Cases that came back after this one was closed.
    pub relapses: Vec<CaseLink>,
    /// Cases that joined this one.
    pub merged: Vec<CaseLink>,
    /// The case that this one joined.
    pub joined: Option<CaseLink>,
    /// What this one follows from: a sample that failed, a decision that is appealed against.
    pub related: Option<RelatedCase>,
    /// Cases that follow from this one in that way.
    pub followers: Vec<CaseLink>,
}

/// A voice that was counted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VoiceCounted {
    pub incident: Uuid,
    pub number: String,
    /// The reporter's own code; it is told once.
    pub tracking_code: String,
    #[schema(value_type = State)]
    pub state: &'static str,
    /// Reports of the same problem, this one included.
    pub voices: i64,
}

/// The answer to a voice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum VoiceReply {
    Counted(VoiceCounted),
    /// What the same key and content got before.
    Replayed(serde_json::Value),
}

/// Why one case of many did not take a step.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BulkProblem {
    #[schema(value_type = String)]
    pub code: &'static str,
    pub words: Words,
    pub errors: Vec<FieldError>,
    /// What happened since the version that the caller knows.
    pub changed: Vec<String>,
}

impl From<&AppError> for BulkProblem {
    fn from(error: &AppError) -> Self {
        let (errors, changed) = match error {
            AppError::Invalid(errors) => (errors.clone(), Vec::new()),
            AppError::Stale { changed, .. } => (Vec::new(), changed.clone()),
            _ => (Vec::new(), Vec::new()),
        };
        Self { code: error.code(), words: error.words(), errors, changed }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BulkOutcome {
    pub incident: Uuid,
    pub ok: bool,
    /// The version that stands now, where the step was taken.
    pub version: Option<i64>,
    pub problem: Option<BulkProblem>,
}

/// In the order asked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BulkOutcomes {
    pub items: Vec<BulkOutcome>,
}

/// What came and went today.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct TodayCounts {
    pub reported: i64,
    pub reported_public: i64,
    pub filed: i64,
    pub closed: i64,
    pub handled_on_site: i64,
}

/// Open cases as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, ToSchema)]
pub struct OpenCounts {
    pub open: i64,
    pub pre_check: i64,
    pub to_dispatch: i64,
    pub in_hand: i64,
    pub post_check: i64,
    pub suspended: i64,
    pub warning: i64,
    pub overdue: i64,
}

/// Open cases of one zone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaOpen {
    /// None for incidents outside every zone.
    pub code: Option<String>,
    pub name: Words,
    pub open: i64,
    pub warning: i64,
    pub overdue: i64,
    pub oldest_due_at: Option<String>,
}

/// Open cases of one department.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DepartmentOpen {
    pub slug: String,
    pub name: Words,
    pub open: i64,
    pub warning: i64,
    pub overdue: i64,
    pub oldest_due_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DayFlow {
    pub day: String,
    pub reported: i64,
    /// Closed, or handled on site.
    pub closed: i64,
}

/// What a leader sees first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Overview {
    pub as_of: String,
    /// Today in the site's zone.
    pub day: String,
    pub today: TodayCounts,
    pub now: OpenCounts,
    /// Most overdue first.
    pub areas: Vec<AreaOpen>,
    pub departments: Vec<DepartmentOpen>,
    /// Null where the phases in force ask for no patrol.
    pub patrols: Option<PatrolCounts>,
    /// The last fourteen days, today last.
    pub days: Vec<DayFlow>,
    /// Years of the coming twelve months without a working calendar: limits that reach them have no due time.
    pub no_calendar: Vec<i16>,
}
