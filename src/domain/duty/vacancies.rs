//! The people's half of 全覆盖、无缝隙 (R7): posts that nobody holds, and areas where a department has nobody.

use super::{PostState, Role, Roster, Target, expected_posts};
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use serde::Serialize;
use uuid::Uuid;

/// An expected post that is not filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vacancy {
    pub level: Level,
    pub target: Target,
    pub role: Role,
    /// `Vacant`, or `PersonPending` when the unit is named and the person is not.
    pub state: PostState,
    /// The appointment that says so; none when nobody was ever appointed.
    pub appointment: Option<Uuid>,
}

/// Every expected post without a person at `at`, in the order of the areas given. A role with several holders
/// is filled as soon as one of them is.
pub fn vacancies<'a>(
    roster: &Roster,
    areas: impl IntoIterator<Item = (Level, &'a Target)>,
    at: Instant,
) -> Vec<Vacancy> {
    let mut found = Vec::new();
    for (level, target) in areas {
        for &role in expected_posts(level) {
            let posts = || roster.in_force(target, at).filter(|post| post.role == role);
            if posts().any(|post| post.state() == PostState::Filled) {
                continue;
            }
            let best =
                posts().find(|post| post.state() == PostState::PersonPending).or_else(|| posts().next());
            found.push(Vacancy {
                level,
                target: target.clone(),
                role,
                state: best.map_or(PostState::Vacant, |post| post.state()),
                appointment: best.map(|post| post.id),
            });
        }
    }
    found
}

/// An area where a department has nobody, neither of its own nor inherited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentGap {
    pub target: Target,
    pub department: String,
}

/// Every empty cell of the department × area matrix at `at`. Each path is an area followed by those above it.
pub fn department_gaps<'a, S: AsRef<str>>(
    roster: &Roster,
    paths: impl IntoIterator<Item = &'a [Target]>,
    department_slugs: &[S],
    at: Instant,
) -> Vec<DepartmentGap> {
    let mut gaps = Vec::new();
    for path in paths {
        let Some(target) = path.first() else { continue };
        for slug in department_slugs {
            let post = roster.enforcement(path, slug.as_ref(), at);
            if post.is_none_or(|post| post.state() == PostState::Vacant) {
                gaps.push(DepartmentGap { target: target.clone(), department: slug.as_ref().to_owned() });
            }
        }
    }
    gaps
}
