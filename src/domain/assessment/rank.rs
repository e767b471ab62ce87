//! The league table of places or units.

use super::score::Score;
use super::tally::Subject;
use serde::Serialize;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranked {
    /// Equal scores share a place, and the next one counts them all; none without a score.
    pub place: Option<usize>,
    pub subject: Subject,
    pub score: Score,
}

/// Puts subjects in order: best first, equals by their codes, those without a score at the end and without a place,
/// since too few cases are neither good nor bad.
pub fn rank(scores: Vec<(Subject, Score)>) -> Vec<Ranked> {
    let mut scores = scores;
    scores.sort_by(|(a, x), (b, y)| y.points.cmp(&x.points).then(a.cmp(b)));
    let mut last = None;
    let mut ranked = Vec::with_capacity(scores.len());
    for (line, (subject, score)) in scores.into_iter().enumerate() {
        let place = match (score.points, last) {
            (None, _) => None,
            (Some(points), Some((best, place))) if points == best => Some(place),
            (Some(points), _) => {
                last = Some((points, line + 1));
                Some(line + 1)
            }
        };
        ranked.push(Ranked { place, subject, score });
    }
    ranked
}
