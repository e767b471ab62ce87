//! How far a repair moves borders.

use crate::domain::geo::{Plane, Position, Shape};
use crate::domain::grid::coverage::box_run::BoxRun;
use std::collections::HashSet;

/// A vertex that a repair takes away or adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VertexMove {
    pub place: Position,
    /// Metres to the other border: of one that is taken away to the new one, of one that is added to the old one.
    pub metres: f64,
    pub added: bool,
}

/// What changes in one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMove {
    pub code: String,
    /// The greatest distance between the old border and the new one.
    pub max_m: f64,
    pub gained_m2: f64,
    pub lost_m2: f64,
    pub vertices: Vec<VertexMove>,
}

/// Vertices that differ and how far they are from the other border. O(n log n).
pub(super) fn vertex_moves(before: &Shape, after: &Shape) -> Vec<VertexMove> {
    let mut moves = one_way(before, after, false);
    moves.extend(one_way(after, before, true));
    moves
}

fn one_way(from: &Shape, to: &Shape, added: bool) -> Vec<VertexMove> {
    let known: HashSet<Position> = to.vertices().iter().copied().collect();
    let mut seen = HashSet::new();
    let changed = from.vertices().iter().copied().filter(|p| !known.contains(p) && seen.insert(*p));
    let edges: Vec<(Position, Position)> = to.edges().collect();
    let boxes = BoxRun::of(edges.iter().copied());
    changed.map(|place| VertexMove { place, metres: nearest_m(place, &edges, &boxes), added }).collect()
}

/// Metres to the nearest edge, looked for in growing windows.
fn nearest_m(p: Position, edges: &[(Position, Position)], boxes: &BoxRun) -> f64 {
    let plane = Plane::at(p);
    let mut reach = 0.5;
    while reach < 1e7 {
        let mut nearest = f64::INFINITY;
        boxes.within(plane.window(reach), |number| {
            let (a, b) = edges[number as usize];
            nearest = nearest.min(plane.to_segment_m2(a, b));
        });
        let nearest = libm::sqrt(nearest);
        if nearest <= reach {
            return nearest;
        }
        reach *= 8.0;
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_measured_from_border_to_border() {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        let ring = |corners: &[[f64; 2]]| {
            Shape::from_ring(&corners.iter().map(|&corner| plane.from_xy(corner)).collect::<Vec<_>>())
        };
        let before = ring(&[[0.0, 0.0], [50.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]]);
        let after = ring(&[[0.0, 0.0], [50.0, 2.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]]);
        let moves = vertex_moves(&before, &after);
        assert_eq!(moves.iter().map(|one| one.added).collect::<Vec<_>>(), [false, true]);
        assert!((moves[1].metres - 2.0).abs() < 0.02 && (moves[0].metres - 2.0).abs() < 0.02, "{moves:?}");
        assert_eq!(vertex_moves(&before, &before), []);
    }
}
