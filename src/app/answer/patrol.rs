//! Patrols as answers: places and roles, with what is asked of them beside what was made. No person is in any of them.

use super::{AreaRef, Named};
use crate::domain::campaign::Every;
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::text::Words;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A place that is patrolled.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PatrolledPlace {
    /// Null for an area of the duty grid.
    pub layer: Option<Layer>,
    pub code: String,
    pub name: String,
    /// The area itself with those above it, or those that the feature lies in; finest first. Empty for a place that is no
    /// more.
    pub areas: Vec<AreaRef>,
}

/// What one patrol of a phase asks of one place today, beside what was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AskedPatrol {
    pub campaign: Named,
    pub phase: Named,
    pub place: PatrolledPlace,
    /// Whose patrol it is.
    pub role: Role,
    pub every: Every,
    pub checks: Vec<String>,
    pub note: Option<Words>,
    /// The running day, week or month as far as it lies in the phase.
    pub first_day: String,
    pub last_day: String,
    pub required: u32,
    pub made: u32,
    /// Visits that were lacking in the last one that is over; null where none of the phase is over yet.
    pub missed: Option<u32>,
    /// Checks that no visit of the running one has looked at.
    pub unseen: Vec<String>,
    /// The caller holds the post that it is asked of.
    pub mine: bool,
}

/// A patrol that was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PatrolMade {
    pub id: Uuid,
    pub place: PatrolledPlace,
    /// The post that it was made in; null of a grid worker or the office.
    pub role: Option<Role>,
    pub visited_at: String,
    pub recorded_at: String,
    pub checks: Vec<String>,
    pub nothing: bool,
    pub incidents: Vec<Uuid>,
    pub note: Option<String>,
    /// The caller made it.
    pub mine: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PatrolsAnswer {
    pub as_of: String,
    /// Today in the site's zone, which what is asked is counted for.
    pub day: String,
    /// The caller's own first, then those that lack most.
    pub asked: Vec<AskedPatrol>,
    /// Newest first.
    pub patrols: Vec<PatrolMade>,
    /// Patrols in the time asked for; more than `patrols` holds when there are too many for one answer.
    pub total: usize,
}

/// A patrol as it was taken down.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PatrolRecorded {
    pub id: Uuid,
    pub visited_at: String,
    pub recorded_at: String,
    pub place: PatrolledPlace,
    /// What is asked of the place today, this patrol counted.
    pub asked: Vec<AskedPatrol>,
}

/// Patrols of a zone, over all places and roles that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct ZonePatrols {
    /// Null outside of every zone.
    pub code: Option<String>,
    pub name: Words,
    /// Patrols asked for, one for each place and role.
    pub asked: u64,
    /// Of these, with all visits of the running day, week or month made.
    pub done: u64,
    /// Visits asked for, and of these made.
    pub required: u64,
    pub made: u64,
    /// Patrols that lacked visits in the last day, week or month that is over; null where none of the phase is over yet.
    pub behind: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PatrolCounts {
    pub totals: ZonePatrols,
    /// Most behind first. Zones of which nothing is asked are not here.
    pub zones: Vec<ZonePatrols>,
}
