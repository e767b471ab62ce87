//! The owner card: what `locate` answers.

use super::schema::{LonLat, Verdict};
use crate::app::fragment::Fragment;
use crate::domain::duty::{PartyKind, PostState, Role};
use crate::domain::feature::{Compass8, Layer, RoadClass, SideRule};
use crate::domain::geo::Datum;
use crate::domain::grid::{Level, Outcome, Scheme};
use crate::domain::routing::LimitUnit;
use crate::domain::text::{Reason, Words};
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaRef {
    #[schema(value_type = Level)]
    pub level: &'static str,
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartyRef {
    pub id: Uuid,
    /// None where the caller may not see the name of a person.
    pub name: Option<String>,
    #[schema(value_type = PartyKind)]
    pub kind: &'static str,
    /// A personal phone is on file; `POST /parties/{id}/reveal` gives it to who may have it.
    pub has_phone: bool,
}

/// A post and who fills it; a vacant one is present and says so.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Post {
    #[schema(value_type = Role)]
    pub role: &'static str,
    pub role_words: Words,
    /// Level of the area, absent for a post on a feature.
    #[schema(value_type = Option<Level>)]
    pub level: Option<&'static str>,
    pub area: Option<AreaRef>,
    pub feature: Option<FeatureRef>,
    #[schema(value_type = PostState)]
    pub state: &'static str,
    pub state_words: Words,
    pub appointment: Option<Uuid>,
    pub unit: Option<PartyRef>,
    pub person: Option<PartyRef>,
    pub title: Option<String>,
    pub department: Option<String>,
    pub primary: bool,
    /// Public phone of the post.
    pub duty_phone: Option<String>,
    /// In force since, RFC 3339.
    pub since: Option<String>,
    /// One line for people: role, unit, name.
    pub label: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureRef {
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FeatureAt {
    #[schema(value_type = Layer)]
    pub layer: &'static str,
    pub code: String,
    pub name: String,
    /// Metres; 0 inside a polygon.
    pub distance_m: f64,
    /// What is on record, without the axis of a road, which its layer has.
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    pub attributes: Fragment<Map<String, Value>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoadAt {
    pub code: String,
    pub name: String,
    #[schema(value_type = Option<RoadClass>)]
    pub class: Option<&'static str>,
    /// Side of the axis: `north`, `north_east`, …
    #[schema(value_type = Compass8)]
    pub side: String,
    pub on_carriageway: bool,
    /// Metres to the axis.
    pub distance_m: f64,
    #[schema(value_type = Option<SideRule>)]
    pub side_rule: Option<&'static str>,
    /// The owner follows from this rule and is another one than what is drawn.
    pub ruled: bool,
    pub words: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NearBorder {
    pub area: AreaRef,
    /// Share of the error disc, 0..1.
    pub probability: f64,
    pub owner: Option<Post>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DepartmentPost {
    pub department: String,
    pub name: Words,
    #[schema(value_type = PostState)]
    pub state: &'static str,
    pub post: Option<Post>,
    /// The area whose post answers here by inheritance.
    pub inherited_from: Option<AreaRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OtherScheme {
    #[schema(value_type = Scheme)]
    pub scheme: &'static str,
    pub code: String,
    pub name: String,
    #[schema(value_type = Level)]
    pub level: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitAnswer {
    pub amount: u32,
    #[schema(value_type = LimitUnit)]
    pub unit: &'static str,
    pub words: Words,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuestionAnswer {
    pub code: String,
    pub words: Words,
    pub options: Vec<OptionAnswer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OptionAnswer {
    pub code: String,
    pub words: Words,
    pub outcome: Words,
}

/// Who owns the ground, who acts, by when and why (R5).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AssignmentAnswer {
    pub block: Option<Post>,
    pub actor: Option<Post>,
    pub department: Option<String>,
    pub copies: Vec<Post>,
    pub checker: Option<Post>,
    pub question: Option<QuestionAnswer>,
    #[schema(value_type = Option<Verdict>)]
    pub verdict: Option<String>,
    pub limit: Option<LimitAnswer>,
    pub rule: String,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpenHere {
    /// Open incidents of the owner's area; `GET /incidents?area=` lists them.
    /// None at another time than now.
    pub here: Option<u64>,
}

/// What an answer says about its position alone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Spot {
    /// Longitude and latitude, WGS 84, after conversion and rounding.
    #[schema(value_type = LonLat)]
    pub position: [f64; 2],
    /// The datum of the request.
    #[schema(value_type = Datum)]
    pub datum: &'static str,
    pub at: String,
    pub edition: Option<i64>,
    #[schema(value_type = Outcome)]
    pub outcome: &'static str,
    /// To the nearest area, when not inside.
    pub distance_m: Option<f64>,
    /// The position lies in a zone's part that no point has been drawn for (R2).
    pub remainder: bool,
    /// To the nearest area with another owner.
    pub border_m: Option<f64>,
    pub border_area: Option<AreaRef>,
    pub near_border: Vec<NearBorder>,
    pub road: Option<RoadAt>,
    pub features: Vec<FeatureAt>,
    pub schemes: Vec<OtherScheme>,
    pub open_incidents: OpenHere,
    /// The dry run, when a category was given.
    pub routing: Option<AssignmentAnswer>,
}

/// What all positions of an area have in common; empty where nobody owns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Card {
    /// Owner first, then upward.
    pub areas: Vec<AreaRef>,
    pub chain: Vec<Post>,
    pub departments: Vec<DepartmentPost>,
    #[serde(skip)]
    #[schema(ignore)]
    json: OnceLock<Bytes>,
}

impl Card {
    pub fn new(areas: Vec<AreaRef>, chain: Vec<Post>, departments: Vec<DepartmentPost>) -> Self {
        Self { areas, chain, departments, json: OnceLock::new() }
    }

    /// The card as a JSON object, rendered once.
    pub fn json(&self) -> Result<Bytes, serde_json::Error> {
        if let Some(json) = self.json.get() {
            return Ok(json.clone());
        }
        let json = Bytes::from(serde_json::to_vec(self)?);
        Ok(self.json.get_or_init(|| json).clone())
    }
}

/// Who owns a position and everything that the card shows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LocateAnswer {
    #[serde(flatten)]
    pub spot: Spot,
    #[serde(flatten)]
    #[schema(value_type = Card)]
    pub card: Arc<Card>,
}
