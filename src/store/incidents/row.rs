//! The shapes in which incidents enter and leave the store.

use crate::domain::case::{Event, State};
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::macros::row;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

row! {
    /// One incident with its assignment in force.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct IncidentRow {
        /// Code of the community at intake, `-` when unknown. Never changes.
        pub home_code: String,
        pub id: Uuid,
        /// `YYMMDD-NNNNN`, unique in a community. Given by the store at intake; what stands here is ignored then.
        pub number: String,
        /// Category slug.
        pub category: String,
        pub state: State,
        /// 1 for a new incident; each change adds 1.
        pub version: i64,
        /// Longitude in 1e-7 degree, WGS 84.
        pub lon: i32 as unit,
        /// Latitude in 1e-7 degree, WGS 84.
        pub lat: i32 as unit,
        /// Datum slug that the report came in.
        pub datum: String,
        /// Coordinates as they came, in `datum`.
        pub raw_lon: f64,
        pub raw_lat: f64,
        /// Radius of uncertainty in metres as the report states it.
        pub accuracy_m: Option<f64>,
        /// `inside`, `nearest` or `outside`.
        pub outcome: String,
        /// Metres to the nearest area when not inside.
        pub distance_m: Option<f64>,
        /// Edition of the duty scheme that it was routed with.
        pub edition: Option<i64>,
        /// Code of the owner: the finest area that contains it.
        pub area_code: Option<String>,
        pub point_code: Option<String>,
        pub zone_code: Option<String>,
        pub community_code: Option<String>,
        /// Role slug of who acts.
        pub actor_role: Option<String>,
        pub actor_unit: Option<Uuid>,
        pub actor_person: Option<Uuid>,
        pub actor_appointment: Option<Uuid>,
        /// Department slug concerned.
        pub department: Option<String>,
        /// Appointment of the territorial owner.
        pub block_appointment: Option<Uuid>,
        /// Channel that it came by: `public`, `staff`, `12345`, `wechat`, `patrol`, `demo`, ….
        pub source: String,
        /// Number in the system that it came from.
        pub external_ref: Option<String>,
        /// Random code with which the reporter follows it.
        pub tracking_code: String,
        /// When it happened, as the reporter says.
        pub occurred_at: Instant,
        /// When we received it; clocks run on it.
        pub recorded_at: Instant,
        pub filed_at: Option<Instant>,
        pub due_at: Option<Instant>,
        pub closed_at: Option<Instant>,
        pub relapse_of: Option<Uuid>,
        pub merged_into: Option<Uuid>,
        pub reporter_party: Option<Uuid>,
        pub address: Option<String>,
        pub description: Option<String>,
        /// Until when it is suspended.
        pub suspended_until: Option<Instant>,
        /// When 80 % of the limit have run; set while `due_at` is.
        pub warn_at: Option<Instant>,
        /// When the work was done, unless it was sent back.
        pub handled_at: Option<Instant>,
        /// When the next rung of an escalation ladder is reached.
        pub next_step_at: Option<Instant>,
        /// Reports of the same problem, those of the cases that joined it included.
        pub voices: i64,
        /// How it follows from `related`, a slug of `RelationKind`.
        pub related_kind: Option<String>,
        pub related: Option<Uuid>,
        #[serde(skip)]
        pub assignment: Assignment as json,
    }
}

impl IncidentRow {
    pub fn position(&self) -> Position {
        Position::new(self.lon, self.lat)
    }
}

/// The raw message behind an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReport {
    pub id: Uuid,
    /// The message as it came.
    pub body: String,
}

/// A message that leaves with the change that causes it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxMessage {
    pub id: Uuid,
    pub to: MessageTo,
    /// An object. Of a new incident's messages the store adds the member `number` with its number.
    pub payload: Value,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageTo {
    /// Out of the site, by a channel and its kind.
    Channel { id: Uuid, kind: String },
    /// To whoever is this recipient when he looks: `post:<id>`, `party:<id>`, `office:<community>`.
    Inbox(String),
    /// Into the recipient's list of the day.
    Digest(String),
}

/// A caller's key for one request (R12).
#[derive(Debug, Clone, PartialEq)]
pub struct IdempotencyKey {
    /// Who calls; keys of different callers never meet.
    pub caller: String,
    pub key: String,
    /// Fingerprint of the parsed fields and photo hashes.
    pub fingerprint: String,
    /// The answer to repeat, an object. The store adds the member `number` with the incident's number.
    pub response: Value,
}

/// An incident to write, with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewIncident {
    pub row: IncidentRow,
    pub report: Option<NewReport>,
    /// Its history so far, at least `IncidentReported`.
    pub events: Vec<Event>,
    pub outbox: Vec<OutboxMessage>,
    pub idempotency: Option<IdempotencyKey>,
    /// Refuse with `EditionChanged` when `row.edition` is not the duty edition in force at `row.recorded_at`.
    pub check_edition: bool,
}

/// What a change of a case may set. Start from the row (`CaseFields::from`) and alter what changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseFields {
    pub state: State,
    pub category: String,
    pub description: Option<String>,
    /// 1e-7 degree, WGS 84.
    pub lon: i32,
    pub lat: i32,
    /// Those that say where it lies, and the edition they were found in, change together.
    pub outcome: String,
    pub distance_m: Option<f64>,
    pub edition: Option<i64>,
    pub area_code: Option<String>,
    pub point_code: Option<String>,
    pub zone_code: Option<String>,
    pub community_code: Option<String>,
    pub actor_role: Option<String>,
    pub actor_unit: Option<Uuid>,
    pub actor_person: Option<Uuid>,
    pub actor_appointment: Option<Uuid>,
    pub department: Option<String>,
    pub block_appointment: Option<Uuid>,
    pub filed_at: Option<Instant>,
    pub due_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub relapse_of: Option<Uuid>,
    pub merged_into: Option<Uuid>,
    pub suspended_until: Option<Instant>,
    pub warn_at: Option<Instant>,
    pub handled_at: Option<Instant>,
    pub next_step_at: Option<Instant>,
}

impl From<&IncidentRow> for CaseFields {
    fn from(row: &IncidentRow) -> Self {
        Self {
            state: row.state,
            category: row.category.clone(),
            description: row.description.clone(),
            lon: row.lon,
            lat: row.lat,
            outcome: row.outcome.clone(),
            distance_m: row.distance_m,
            edition: row.edition,
            area_code: row.area_code.clone(),
            point_code: row.point_code.clone(),
            zone_code: row.zone_code.clone(),
            community_code: row.community_code.clone(),
            actor_role: row.actor_role.clone(),
            actor_unit: row.actor_unit,
            actor_person: row.actor_person,
            actor_appointment: row.actor_appointment,
            department: row.department.clone(),
            block_appointment: row.block_appointment,
            filed_at: row.filed_at,
            due_at: row.due_at,
            closed_at: row.closed_at,
            relapse_of: row.relapse_of,
            merged_into: row.merged_into,
            suspended_until: row.suspended_until,
            warn_at: row.warn_at,
            handled_at: row.handled_at,
            next_step_at: row.next_step_at,
        }
    }
}

/// A transition of a case: the new fields, the event and the messages, in one transaction (R8).
#[derive(Debug, Clone, PartialEq)]
pub struct CaseChange {
    pub home_code: String,
    pub incident: Uuid,
    /// Version that the change was decided on; another one standing is a `Conflict`.
    pub expected_version: i64,
    /// As they stood at that version; only what differs is written, so that indexes of the rest stay untouched.
    pub before: CaseFields,
    pub fields: CaseFields,
    /// None keeps the assignment in force.
    pub assignment: Option<Assignment>,
    pub event: Event,
    pub outbox: Vec<OutboxMessage>,
}
