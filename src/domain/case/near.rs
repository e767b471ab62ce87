//! Cases that a report may belong to: duplicates, which are still open, and the closed case that it is a relapse of.

use super::State;
use super::policy::Nearness;
use crate::domain::category::Categories;
use crate::domain::geo::Position;
use crate::domain::geo::measure::distance_m;
use crate::domain::instant::Instant;
use uuid::Uuid;

const HOUR: i64 = 3600 * Instant::SECOND;

/// A case to compare with.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub id: Uuid,
    pub category: &'a str,
    pub position: Position,
    pub state: State,
    pub recorded_at: Instant,
    pub closed_at: Option<Instant>,
}

/// A case found near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    pub id: Uuid,
    pub distance_m: f64,
    /// Since it was recorded, for a duplicate; since it was closed, for a relapse. Microseconds.
    pub age: i64,
}

/// What is reported.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    pub position: Position,
    pub category: &'a str,
    /// When it was recorded.
    pub at: Instant,
}

/// Open cases that may be the same problem, the likeliest first: by the sum of the shares of the allowed distance
/// and age that they use up, so that 10 m more weigh as much as a tenth of the time where 100 m are allowed.
/// A case of the same category counts, and one of a category above or below it, since people choose coarsely.
/// Later ones count as well as earlier ones: a list may be looked through after the fact.
pub fn duplicates(
    candidates: &[Candidate],
    report: &Report,
    categories: &Categories,
    allowed: Nearness,
) -> Vec<Near> {
    let mut found: Vec<(f64, Near)> = candidates
        .iter()
        .filter(|other| other.state.is_open() && akin(other.category, report.category, categories))
        .filter_map(|other| {
            let age = (report.at.0.saturating_sub(other.recorded_at.0)).saturating_abs();
            let near = within(other, report, age, allowed)?;
            let span = (i64::from(allowed.hours) * HOUR) as f64;
            Some((near.distance_m / f64::from(allowed.metres) + near.age as f64 / span, near))
        })
        .collect();
    found.sort_by(|(a, x), (b, y)| a.total_cmp(b).then(x.id.cmp(&y.id)));
    found.into_iter().map(|(_, near)| near).collect()
}

/// The closed case that came back: of the same category, closed before the report and not longer ago than allowed.
/// Of several the one closed last, since it is that closing which did not hold; then the nearest. A problem that was
/// rejected, void or merged was not closed and cannot come back.
pub fn relapse_of(
    candidates: &[Candidate],
    report: &Report,
    categories: &Categories,
    allowed: Nearness,
) -> Option<Near> {
    candidates
        .iter()
        .filter(|other| matches!(other.state, State::Closed | State::HandledOnSite))
        .filter(|other| akin(other.category, report.category, categories))
        .filter_map(|other| {
            let age = report.at.0.checked_sub(other.closed_at?.0).filter(|age| *age >= 0)?;
            within(other, report, age, allowed)
        })
        .min_by(|a, b| a.age.cmp(&b.age).then(a.distance_m.total_cmp(&b.distance_m)).then(a.id.cmp(&b.id)))
}

fn within(other: &Candidate, report: &Report, age: i64, allowed: Nearness) -> Option<Near> {
    let distance_m = distance_m(other.position, report.position);
    let near = distance_m <= f64::from(allowed.metres) && age <= i64::from(allowed.hours) * HOUR;
    near.then_some(Near { id: other.id, distance_m, age })
}

/// The same category, or one above the other.
fn akin(a: &str, b: &str, categories: &Categories) -> bool {
    let above = |upper: &str, lower: &str| categories.ancestors(lower).iter().any(|c| c.slug == upper);
    a == b || above(a, b) || above(b, a)
}
