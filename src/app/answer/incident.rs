//! Incidents as lists and pages show them.

use super::CaseTies;
use super::schema::{CountAt, LonLat};
use super::{AreaRef, AssignmentAnswer};
use crate::domain::case::{CaseRole, EventKind, Need, State, Transition};
use crate::domain::deadline::DueStatus;
use crate::domain::grid::Outcome;
use crate::domain::photo::PhotoKind;
use crate::domain::text::Words;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Names of the areas an incident was routed to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Default)]
pub struct IncidentAreas {
    pub point: Option<String>,
    pub zone: Option<String>,
    pub community: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentBrief {
    pub id: Uuid,
    pub number: String,
    pub category: String,
    pub category_name: Words,
    #[schema(value_type = State)]
    pub state: &'static str,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    pub address: Option<String>,
    pub description: Option<String>,
    pub source: String,
    pub occurred_at: String,
    pub recorded_at: String,
    /// None until filed, or where no limit is known.
    pub due_at: Option<String>,
    pub closed_at: Option<String>,
    pub overdue: bool,
    /// When 80 % of the limit have run.
    pub warn_at: Option<String>,
    /// How it stands against its limit; none before it is filed and for what was never a case.
    #[schema(value_type = Option<DueStatus>)]
    pub due_status: Option<&'static str>,
    /// Reports of the same problem.
    pub voices: i64,
    pub areas: IncidentAreas,
    /// Who acts, one line.
    pub owner: Option<Words>,
    pub owner_role: Option<Words>,
    /// The acting unit, or the department where only that is named.
    pub owner_unit: Option<Words>,
    /// Name of the acting person, or that there is none; None where the name is not for the caller.
    pub owner_person: Option<Words>,
    pub department: Option<String>,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EventAnswer {
    #[schema(value_type = EventKind)]
    pub kind: &'static str,
    pub words: Words,
    #[schema(value_type = Option<State>)]
    pub from: Option<&'static str>,
    #[schema(value_type = State)]
    pub to: &'static str,
    pub at: String,
    pub actor_role: String,
    pub note: Option<String>,
    /// What it did, in words; only for staff.
    pub lines: Vec<Words>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentAnswer {
    #[serde(flatten)]
    pub brief: IncidentBrief,
    #[schema(value_type = Outcome)]
    pub outcome: String,
    pub distance_m: Option<f64>,
    pub accuracy_m: Option<f64>,
    pub datum: String,
    pub edition: Option<i64>,
    pub assignment: AssignmentAnswer,
    pub events: Vec<EventAnswer>,
    /// Until when it is suspended.
    pub suspended_until: Option<String>,
    /// The year whose working calendar is not on file, where there is no due time for want of it.
    pub missing_year: Option<i16>,
    /// The cases that it hangs together with.
    #[serde(flatten)]
    pub ties: CaseTies,
    /// In their order; only for staff.
    pub photos: Vec<PhotoAnswer>,
    /// Parts that the caller plays in the case.
    pub parts: Vec<CaseRole>,
    /// What the caller may do next.
    pub steps: Vec<StepAnswer>,
}

/// A photo; its pictures are `photos/{id}/large` and `photos/{id}/thumb`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PhotoAnswer {
    pub id: Uuid,
    pub kind: PhotoKind,
    pub width: i64,
    pub height: i64,
    pub uploaded_at: String,
    /// What the camera tells: a hint, not a fact; only for staff.
    pub taken_at: Option<String>,
    #[schema(value_type = Option<LonLat>)]
    pub position: Option<[f64; 2]>,
    /// Degrees clockwise from north.
    pub direction: Option<f64>,
}

/// A step that is open to the caller.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StepAnswer {
    pub transition: Transition,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Why a photo taken afterwards is wanted; null where it is not.
    pub after_photo: Option<Words>,
}

/// A case that waits for the caller.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaskAnswer {
    #[serde(flatten)]
    pub brief: IncidentBrief,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TasksAnswer {
    /// Due first.
    pub items: Vec<TaskAnswer>,
    pub as_of: String,
}

/// A finished case that the lot has drawn.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SampleAnswer {
    #[serde(flatten)]
    pub brief: IncidentBrief,
    /// Somebody has taken the sample today.
    pub sampled: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SamplesAnswer {
    /// In the order of the draw.
    pub items: Vec<SampleAnswer>,
    /// Cases among which they were drawn.
    pub of: u64,
    /// What the draw follows from: the number of the day since 1970.
    pub seed: u64,
    pub as_of: String,
}

/// A step as the reporter is told of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrackStep {
    #[schema(value_type = EventKind)]
    pub kind: &'static str,
    pub words: Words,
    pub at: String,
    /// The answer, where the step has one for the reporter.
    pub note: Option<String>,
}

/// A report as its tracking code shows it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrackAnswer {
    pub number: String,
    /// Number of the incident that it joined; state and steps are that one's then.
    pub joined: Option<String>,
    pub category: String,
    pub category_name: Words,
    #[schema(value_type = State)]
    pub state: &'static str,
    pub state_words: Words,
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    pub recorded_at: String,
    pub due_at: Option<String>,
    /// Who is responsible, by post and unit.
    pub owner: Option<Words>,
    pub steps: Vec<TrackStep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentCount {
    pub total: u64,
}

/// What a new report asks for, parsed but not yet checked against the site.
#[derive(Debug, Clone, PartialEq, serde::Deserialize, ToSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    pub lon: f64,
    pub lat: f64,
    /// `wgs84` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    pub category: String,
    /// Answer to the deciding question, `inside_line` for instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// RFC 3339; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<String>,
    /// `public`, `patrol`, `12345`, `wechat`, `leader`; `public` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// Who reports; private (R11).
#[derive(Debug, Clone, PartialEq, serde::Deserialize, ToSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentCreated {
    pub id: Uuid,
    pub number: String,
    pub tracking_code: String,
    #[schema(value_type = State)]
    pub state: &'static str,
    pub recorded_at: String,
    #[schema(value_type = Outcome)]
    pub outcome: &'static str,
    pub areas: Vec<AreaRef>,
    pub assignment: AssignmentAnswer,
    pub version: i64,
}

/// The answer to a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ReportReply {
    /// Stored just now.
    Created(Box<IncidentCreated>),
    /// What the same key and content got before.
    Replayed(serde_json::Value),
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentPage {
    pub items: Vec<IncidentBrief>,
    pub next_cursor: Option<String>,
    pub total: u64,
}

/// Columns for the map, at most `limit` of them; `capped` says that there are more.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentPoints {
    pub as_of: String,
    pub count: u64,
    pub capped: bool,
    pub ids: Vec<Uuid>,
    pub lon: Vec<f64>,
    pub lat: Vec<f64>,
    /// Index into `categories`.
    pub category: Vec<u16>,
    /// Index into `states`.
    pub state: Vec<u8>,
    /// Unix seconds of `occurred_at`.
    pub at: Vec<i64>,
    pub categories: Vec<String>,
    #[schema(value_type = Vec<State>)]
    pub states: Vec<&'static str>,
    /// Positions that an unlikely number of reports share exactly: a default coordinate, not a hotspot.
    #[schema(value_type = Vec<CountAt>)]
    pub shared_default: Vec<(f64, f64, u64)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DayCount {
    pub day: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SlugCount {
    pub slug: String,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentHistogram {
    pub as_of: String,
    pub total: u64,
    /// Every day from the first to the last, at most 731 of them up to the last.
    pub days: Vec<DayCount>,
    /// Incidents before the first of `days`; the other counts include them.
    pub earlier: u64,
    pub by_category: Vec<SlugCount>,
    pub by_state: Vec<SlugCount>,
    pub by_source: Vec<SlugCount>,
}
