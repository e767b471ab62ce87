//! An appointment (任职): a post on an area or a feature, held by a unit and perhaps a person, with dates.

use super::Role;
use crate::domain::feature::Layer;
use crate::domain::grid::Scheme;
use crate::domain::instant::Validity;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a post is answerable for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Area { scheme: Scheme, code: String },
    Feature { layer: Layer, code: String },
}

/// How far a post is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    Filled,
    /// The unit is named, the person is not yet.
    PersonPending,
    Vacant,
}

/// A post in force during `validity`. Neither unit nor person means that the post is known to be vacant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: Uuid,
    pub role: Role,
    pub target: Target,
    /// Department slug for `Role::Enforcement`.
    pub department: Option<String>,
    pub unit: Option<Uuid>,
    pub person: Option<Uuid>,
    /// The title of the post where it differs from the role, 副局长 for instance.
    pub title: Option<String>,
    /// Among several holders of one role on one target, the one who answers first.
    pub primary: bool,
    /// Public phone of the post (R11).
    pub duty_phone: Option<String>,
    pub validity: Validity,
}

impl Appointment {
    pub fn state(&self) -> PostState {
        match (self.unit, self.person) {
            (_, Some(_)) => PostState::Filled,
            (Some(_), None) => PostState::PersonPending,
            (None, None) => PostState::Vacant,
        }
    }
}
