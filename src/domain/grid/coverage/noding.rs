//! Splits edges wherever others meet them and cancels again. Whether edges meet is decided exactly; what is left then
//! bounds ground that is covered too often or not at all.

use super::box_run::BoxRun;
use super::fine::{self, Fine};
use super::half_edges::HalfEdge;
use crate::domain::geo::Position;
use crate::domain::geo::contains::{on_segment, orientation};
use crate::domain::grid::AreaId;
use std::ops::ControlFlow;

/// Pairs compared for each edge, on average, above which borders count as tangled, and pairs always allowed.
const MOST_PAIRS_PER_EDGE: usize = 2_000;
const PAIRS_AT_LEAST: usize = 4_000_000;

/// A place where one border has a vertex and its neighbour's straight edge has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unnoded {
    pub place: Position,
    /// Owner of the edge without the vertex.
    pub edge_of: AreaId,
    pub vertex_of: AreaId,
}

/// A stretch of border between two neighbouring nodes, `low` before `high`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub low: Fine,
    pub high: Fine,
    /// How many more owners lie to the left of low→high than to the right.
    pub weight: i32,
    /// Numbers of the edges that run here in the direction that is left; none where only dividers do.
    pub edges: Vec<u32>,
}

/// What noding gives.
#[derive(Debug, Default)]
pub(super) struct Noded {
    pub pieces: Vec<Piece>,
    pub unnoded: Vec<Unnoded>,
    /// (edge, place) for every place inside an edge where another one ends or crosses, by edge.
    pub splits: Vec<(u32, Fine)>,
    /// So many edges lie over each other that they were not all compared.
    pub tangled: bool,
}

/// Part of one edge between two nodes.
struct Part {
    low: Fine,
    high: Fine,
    backward: bool,
    edge: u32,
}

/// Edges from number `dividers` on weigh nothing and never cancel: they only divide faces. O(n log n) in edges for borders
/// as people draw them, and in the places where they meet.
pub(super) fn node(edges: &[HalfEdge], dividers: usize) -> Noded {
    let (mut splits, tangled) = splits(edges);
    splits.sort_unstable();
    splits.dedup();
    let mut parts = Vec::with_capacity(edges.len() + splits.len());
    let mut rest = &splits[..];
    let mut on: Vec<Fine> = Vec::new();
    for (number, edge) in edges.iter().enumerate() {
        let (own, others) = rest.split_at(rest.iter().take_while(|split| split.0 == number as u32).count());
        rest = others;
        let (from, to) = (Fine::from(edge.from), Fine::from(edge.to));
        on.clear();
        on.extend(own.iter().map(|split| split.1));
        // Rounded crossings may lie a step beside the edge, so they are ordered along it.
        let along = |p: &Fine| {
            i128::from(p.x - from.x) * i128::from(to.x - from.x)
                + i128::from(p.y - from.y) * i128::from(to.y - from.y)
        };
        on.sort_by_key(along);
        let mut a = from;
        for &b in on.iter().chain([&to]).filter(|&&b| b != from) {
            if a != b {
                let (low, high) = if a < b { (a, b) } else { (b, a) };
                parts.push(Part { low, high, backward: a > b, edge: number as u32 });
            }
            a = b;
        }
    }
    let key = |part: &Part| {
        let edge = &edges[part.edge as usize];
        (part.low, part.high, part.backward, edge.outline, edge.owner, part.edge)
    };
    parts.sort_unstable_by_key(key);
    let mut noded = Noded { tangled, ..Noded::default() };
    let mut run: Vec<&Part> = Vec::new();
    for all in parts.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
        run.clear();
        run.extend(all.iter().filter(|part| (part.edge as usize) < dividers));
        let divided = run.len() < all.len();
        let forward = run.iter().take_while(|part| !part.backward).count();
        let (forward, backward) = run.split_at(forward);
        let pairs = forward.len().min(backward.len());
        for (a, b) in forward.iter().zip(backward) {
            note_unnoded(edges, a, b, &mut noded.unnoded);
        }
        let left = if forward.len() > pairs { &forward[pairs..] } else { &backward[pairs..] };
        if left.is_empty() && divided {
            let (low, high) = (all[0].low, all[0].high);
            noded.pieces.push(Piece { low, high, weight: 0, edges: Vec::new() });
        }
        if let Some(first) = left.first() {
            let weight = if first.backward { -(left.len() as i32) } else { left.len() as i32 };
            let edges = left.iter().map(|part| part.edge).collect();
            noded.pieces.push(Piece { low: first.low, high: first.high, weight, edges });
        }
    }
    noded.unnoded.sort_unstable();
    noded.unnoded.dedup();
    noded.splits = splits;
    noded
}

/// Both parts cover the same stretch; an end that only one of them has as a vertex is missing in the other.
fn note_unnoded(edges: &[HalfEdge], a: &Part, b: &Part, unnoded: &mut Vec<Unnoded>) {
    let (first, second) = (&edges[a.edge as usize], &edges[b.edge as usize]);
    let is_end = |edge: &HalfEdge, p: Position| edge.from == p || edge.to == p;
    for place in [a.low, a.high].into_iter().filter(|p| p.is_position()).map(Fine::floor) {
        match (is_end(first, place), is_end(second, place)) {
            (true, false) => unnoded.push(Unnoded { place, edge_of: second.owner, vertex_of: first.owner }),
            (false, true) => unnoded.push(Unnoded { place, edge_of: first.owner, vertex_of: second.owner }),
            _ => {}
        }
    }
}

/// Places inside edges, as in `Noded::splits`, and whether comparing was given up.
fn splits(edges: &[HalfEdge]) -> (Vec<(u32, Fine)>, bool) {
    let mut boxes = BoxRun::of(edges.iter().map(|edge| (edge.from, edge.to)));
    let most = (MOST_PAIRS_PER_EDGE * edges.len()).max(PAIRS_AT_LEAST);
    let (mut pairs, mut found) = (0, Vec::new());
    let flow = boxes.pairs(|first, second| {
        pairs += 1;
        if pairs > most {
            return ControlFlow::Break(());
        }
        let (a, b) = (&edges[first as usize], &edges[second as usize]);
        split(first, (a.from, a.to), second, (b.from, b.to), &mut found);
        ControlFlow::Continue(())
    });
    (found, flow.is_break())
}

fn split(
    first: u32,
    (a, b): (Position, Position),
    second: u32,
    (c, d): (Position, Position),
    found: &mut Vec<(u32, Fine)>,
) {
    let sides = [orientation(a, b, c).signum(), orientation(a, b, d).signum()];
    if sides[0] * sides[1] > 0 {
        return;
    }
    let other = [orientation(c, d, a).signum(), orientation(c, d, b).signum()];
    if other[0] * other[1] > 0 {
        return;
    }
    if sides[0] * sides[1] < 0 && other[0] * other[1] < 0 {
        let crossing = fine::crossing(a, b, c, d);
        found.extend([(first, crossing), (second, crossing)]);
        return;
    }
    let inside = |from: Position, to: Position, p: Position| p != from && p != to && on_segment(from, to, p);
    for p in [c, d] {
        if inside(a, b, p) {
            found.push((first, p.into()));
        }
    }
    for p in [a, b] {
        if inside(c, d, p) {
            found.push((second, p.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(owner: u32, from: (i32, i32), to: (i32, i32)) -> HalfEdge {
        let place = |(lon, lat)| Position::new(lon, lat);
        HalfEdge { from: place(from), to: place(to), owner: AreaId(owner), outline: false }
    }

    #[test]
    fn a_vertex_on_an_edge_cancels_and_is_named() {
        let edges = [edge(1, (0, 0), (10, 10)), edge(2, (10, 10), (4, 4)), edge(3, (4, 4), (0, 0))];
        let noded = node(&edges, edges.len());
        assert_eq!(noded.pieces, []);
        let place = Position::new(4, 4);
        let missing = |vertex_of: u32| Unnoded { place, edge_of: AreaId(1), vertex_of: AreaId(vertex_of) };
        assert_eq!(noded.unnoded, [missing(2), missing(3)]);
    }

    #[test]
    fn crossing_edges_meet_in_one_node() {
        let edges = [edge(1, (0, 0), (10, 10)), edge(2, (10, 0), (0, 10)), edge(3, (0, 5), (10, 5))];
        let noded = node(&edges, edges.len());
        assert_eq!(noded.pieces.len(), 6);
        let middle = Fine::from(Position::new(5, 5));
        assert!(noded.pieces.iter().all(|piece| piece.low == middle || piece.high == middle));
    }
}
