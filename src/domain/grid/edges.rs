//! Borders for drawing: each stretch once, with the owners on both sides and the highest level that it separates.

use super::coverage::half_edges::{self, HalfEdge};
use super::{AreaId, AreaSet, Level, Scheme};
use crate::domain::geo::Position;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A stretch of border between the same two owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedEdge {
    pub line: Vec<Position>,
    /// Owner left of the line: a leaf, or an area whose children do not reach here.
    pub left: Option<AreaId>,
    /// Owner right of it; None outside everything.
    pub right: Option<AreaId>,
    /// Coarsest level at which both sides differ.
    pub level: Level,
}

/// Every border of a scheme, sorted by owners. Where neighbours do not share their vertices both borders appear.
/// O(n log n) in vertices.
pub fn shared_edges(set: &AreaSet, scheme: Scheme) -> Vec<SharedEdge> {
    let all: Vec<AreaId> = set.iter().filter(|(_, area)| area.scheme == scheme).map(|(id, _)| id).collect();
    edges_among(set, scheme, &all)
}

/// The borders of some areas of a scheme, as if the others were not drawn.
pub fn edges_among(set: &AreaSet, scheme: Scheme, areas: &[AreaId]) -> Vec<SharedEdge> {
    let mut edges: Vec<HalfEdge> = Vec::new();
    for id in areas {
        set.area(*id).shape.iter().for_each(|shape| half_edges::collect(shape, *id, false, &mut edges));
    }
    // Finest owner first for each direction of each edge.
    let place =
        |edge: &HalfEdge| if edge.from <= edge.to { (edge.from, edge.to) } else { (edge.to, edge.from) };
    edges.par_sort_unstable_by_key(|edge| (place(edge), edge.from > edge.to, set.preference(edge.owner)));
    let mut sided: Vec<(Option<AreaId>, Option<AreaId>, Position, Position)> = edges
        .chunk_by(|a, b| place(a) == place(b))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|run| {
            let (from, to) = place(&run[0]);
            let forward = run.iter().find(|edge| edge.from == from).map(|edge| edge.owner);
            let backward = run.iter().find(|edge| edge.from == to).map(|edge| edge.owner);
            let left = forward.or_else(|| beside(set, scheme, from, to, backward));
            let right = backward.or_else(|| beside(set, scheme, to, from, forward));
            // The lower number to the left, so that both directions of a border join.
            if left.is_none() || right.is_some_and(|right| Some(right) < left) {
                (right, left, to, from)
            } else {
                (left, right, from, to)
            }
        })
        .filter(|(left, right, ..)| left != right)
        .collect();
    sided.par_sort_unstable();
    let runs: Vec<_> = sided.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).collect();
    runs.into_par_iter()
        .flat_map_iter(|run| {
            let (left, right) = (run[0].0, run[0].1);
            let level = separated(set, left, right);
            chain(run.iter().map(|side| (side.2, side.3))).into_iter().map(move |line| SharedEdge {
                line,
                left,
                right,
                level,
            })
        })
        .collect()
}

/// Who owns the ground just left of an edge that nobody's border runs along on that side.
fn beside(
    set: &AreaSet,
    scheme: Scheme,
    from: Position,
    to: Position,
    other: Option<AreaId>,
) -> Option<AreaId> {
    let (dx, dy) = (i64::from(to.lon) - i64::from(from.lon), i64::from(to.lat) - i64::from(from.lat));
    // Two units off the middle.
    let length = libm::hypot(dx as f64, dy as f64).max(1.0);
    let off = |middle: i64, step: f64| (middle as f64 + 2.0 * step / length) as i32;
    let lon = off((i64::from(from.lon) + i64::from(to.lon)) / 2, -(dy as f64));
    let lat = off((i64::from(from.lat) + i64::from(to.lat)) / 2, dx as f64);
    let owner = set.containing(scheme, Position::new(lon, lat))?;
    (Some(owner) != other).then_some(owner)
}

/// The coarsest level at which the two sides have different areas.
fn separated(set: &AreaSet, left: Option<AreaId>, right: Option<AreaId>) -> Level {
    let at = |side: Option<AreaId>, level: Level| {
        side.and_then(|id| set.ancestors(id).find(|&above| set.area(above).level == level))
    };
    let differs = Level::ALL.iter().copied().find(|&level| at(left, level) != at(right, level));
    differs.unwrap_or(Level::Point)
}

/// Joins edges end to start into lines, each starting where none arrives or, for a ring, at its lowest vertex.
fn chain(edges: impl Iterator<Item = (Position, Position)>) -> Vec<Vec<Position>> {
    let mut leaving: BTreeMap<Position, Vec<Position>> = BTreeMap::new();
    let mut arriving: BTreeMap<Position, usize> = BTreeMap::new();
    for (from, to) in edges {
        leaving.entry(from).or_default().push(to);
        *arriving.entry(to).or_default() += 1;
    }
    let begins =
        |start: &Position, ends: &[Position]| arriving.get(start).copied().unwrap_or(0) != ends.len();
    let starts: Vec<Position> =
        leaving.iter().filter(|(start, ends)| begins(start, ends)).map(|(start, _)| *start).collect();
    let mut lines = Vec::new();
    let mut walk = |start: Position, leaving: &mut BTreeMap<Position, Vec<Position>>| {
        while let Some(next) = leaving.get_mut(&start).and_then(Vec::pop) {
            let mut line = vec![start, next];
            let mut at = next;
            while at != start
                && let Some(next) = leaving.get_mut(&at).filter(|ends| ends.len() == 1).and_then(Vec::pop)
            {
                line.push(next);
                at = next;
            }
            lines.push(line);
        }
    };
    starts.into_iter().for_each(|start| walk(start, &mut leaving));
    let rest: Vec<Position> = leaving.keys().copied().collect();
    rest.into_iter().for_each(|start| walk(start, &mut leaving));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Shape;
    use crate::domain::grid::Area;

    fn area(level: Level, code: &str, parent: Option<&str>, ring: &[(i32, i32)]) -> Area {
        let ring: Vec<Position> =
            ring.iter().map(|&(lon, lat)| Position::new(lon * 1000, lat * 1000)).collect();
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: code.into(),
            parent: parent.map(Into::into),
            shape: Some(Shape::from_ring(&ring)),
            extent: None,
        }
    }

    #[test]
    fn every_border_appears_once_with_both_owners_and_its_highest_level() {
        let set = AreaSet::build(vec![
            area(Level::Community, "C", None, &[(0, 0), (1, 0), (2, 0), (2, 2), (1, 2), (0, 2)]),
            area(Level::Point, "P1", Some("C"), &[(0, 0), (1, 0), (1, 1), (1, 2), (0, 2)]),
            area(Level::Point, "P2", Some("C"), &[(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)]),
            area(Level::Community, "D", None, &[(2, 0), (4, 0), (4, 2), (2, 2)]),
        ])
        .unwrap();
        let code = |id: Option<AreaId>| id.map_or("-".to_owned(), |id| set.area(id).code.clone());
        let mut seen: Vec<(String, String, Level, usize)> = shared_edges(&set, Scheme::Duty)
            .iter()
            .map(|edge| {
                let mut sides = [code(edge.left), code(edge.right)];
                sides.sort();
                let [a, b] = sides;
                (a, b, edge.level, edge.line.len())
            })
            .collect();
        seen.sort();
        let expected = [
            ("-", "D", Level::Community, 4),
            ("-", "P1", Level::Community, 4),
            ("-", "P2", Level::Community, 2),
            ("-", "P2", Level::Community, 2),
            ("D", "P2", Level::Community, 2),
            ("P1", "P2", Level::Point, 3),
        ];
        assert_eq!(seen, expected.map(|(a, b, level, length)| (a.to_owned(), b.to_owned(), level, length)));
    }

    #[test]
    fn the_border_of_an_undrawn_remainder_names_the_area_above() {
        let set = AreaSet::build(vec![
            area(Level::Zone, "Z", None, &[(0, 0), (4, 0), (4, 4), (0, 4)]),
            area(Level::Point, "P", Some("Z"), &[(1, 1), (2, 1), (2, 2), (1, 2)]),
        ])
        .unwrap();
        let edges = shared_edges(&set, Scheme::Duty);
        let inner = edges.iter().find(|edge| edge.level == Level::Point).unwrap();
        assert_eq!((inner.left, inner.right), (set.get(Scheme::Duty, "Z"), set.get(Scheme::Duty, "P")));
        assert_eq!(inner.line.len(), 5);
        assert_eq!(edges.len(), 2);
    }
}
