//! The responsibility chain of a position (R4): every post that the plan expects, from the point up to the
//! street, filled or vacant, and the departments that enforce there.

use super::{Appointment, PostState, Role, Roster, Target};
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use serde::Serialize;
use uuid::Uuid;

/// The posts that section four of the plan expects on an area of a level, in the order in which they are shown.
pub fn expected_posts(level: Level) -> &'static [Role] {
    match level {
        Level::Point => &[Role::PointHead, Role::GroupLiaison],
        Level::Zone => &[Role::ZoneHead, Role::CommunityLiaison, Role::JointlyResponsible],
        Level::Community => &[Role::GridChief, Role::StreetLiaison, Role::DirectlyResponsible],
        Level::Street => &[Role::FirstResponsible],
        Level::District => &[],
    }
}

/// One post of the chain. A post that nobody was ever appointed to has neither appointment nor unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainLink {
    pub level: Level,
    pub role: Role,
    pub target: Target,
    pub state: PostState,
    pub appointment: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub person: Option<Uuid>,
    pub title: Option<String>,
    pub primary: bool,
    pub duty_phone: Option<String>,
}

impl ChainLink {
    fn held(level: Level, post: &Appointment) -> Self {
        Self {
            level,
            role: post.role,
            target: post.target.clone(),
            state: post.state(),
            appointment: Some(post.id),
            unit: post.unit,
            person: post.person,
            title: post.title.clone(),
            primary: post.primary,
            duty_phone: post.duty_phone.clone(),
        }
    }

    fn missing(level: Level, role: Role, target: &Target) -> Self {
        Self {
            level,
            role,
            target: target.clone(),
            state: PostState::Vacant,
            appointment: None,
            unit: None,
            person: None,
            title: None,
            primary: true,
            duty_phone: None,
        }
    }
}

/// The chain at an instant: for each area, owner first, its expected posts (several holders side by side, the
/// primary one first), each missing one as a vacancy, then posts beyond the expected such as 网格组长.
/// Enforcement posts are left to [`departments`].
pub fn chain(roster: &Roster, areas_upward: &[(Level, Target)], at: Instant) -> Vec<ChainLink> {
    let mut links = Vec::new();
    for (level, target) in areas_upward {
        let expected = expected_posts(*level);
        for role in expected {
            let before = links.len();
            let held = roster.in_force(target, at).filter(|post| post.role == *role);
            links.extend(held.map(|post| ChainLink::held(*level, post)));
            if links.len() == before {
                links.push(ChainLink::missing(*level, *role, target));
            }
        }
        let beyond = roster
            .in_force(target, at)
            .filter(|post| post.role != Role::Enforcement && !expected.contains(&post.role));
        links.extend(beyond.map(|post| ChainLink::held(*level, post)));
    }
    links
}

/// Who enforces for one department on an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentLink {
    pub department: String,
    pub state: PostState,
    pub appointment: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub person: Option<Uuid>,
    pub duty_phone: Option<String>,
    /// The area above that the post belongs to; none when it is the area's own.
    pub inherited_from: Option<Target>,
}

/// One link per department in the given order. Posts are inherited downward: the nearest area upward wins.
pub fn departments<S: AsRef<str>>(
    roster: &Roster,
    targets_upward: &[Target],
    department_slugs: &[S],
    at: Instant,
) -> Vec<DepartmentLink> {
    let link = |slug: &str| {
        let post = roster.enforcement(targets_upward, slug, at);
        DepartmentLink {
            department: slug.to_owned(),
            state: post.map_or(PostState::Vacant, Appointment::state),
            appointment: post.map(|p| p.id),
            unit: post.and_then(|p| p.unit),
            person: post.and_then(|p| p.person),
            duty_phone: post.and_then(|p| p.duty_phone.clone()),
            inherited_from: post.map(|p| &p.target).filter(|t| Some(*t) != targets_upward.first()).cloned(),
        }
    };
    department_slugs.iter().map(|slug| link(slug.as_ref())).collect()
}
