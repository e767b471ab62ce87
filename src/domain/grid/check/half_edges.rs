//! Borders as directed edges with the owner's ground on their left. In a gapless coverage the edges of neighbours cancel in
//! pairs and only the outline is left; whatever else is left shows where, and only where, something is wrong.

use crate::domain::geo::contains::on_segment;
use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Bounds, BoxIndex, Position, Shape};
use crate::domain::grid::AreaId;

/// A directed edge. Edges of the surrounding area run backwards, so that they cancel against those of its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HalfEdge {
    pub from: Position,
    pub to: Position,
    pub owner: AreaId,
    /// Belongs to the surrounding area.
    pub outline: bool,
}

impl HalfEdge {
    fn key(&self) -> (Position, Position) {
        if self.from <= self.to { (self.from, self.to) } else { (self.to, self.from) }
    }

    fn forward(&self) -> bool {
        self.from <= self.to
    }

    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds { min: self.from, max: self.from };
        bounds.include(self.to);
        bounds
    }
}

/// Appends the edges of a shape with its ground on the left (or on the right when `outline`), whatever the direction of
/// its rings.
pub(crate) fn collect(shape: &Shape, owner: AreaId, outline: bool, edges: &mut Vec<HalfEdge>) {
    for rings in shape.polygons() {
        for (index, ring) in rings.iter().enumerate() {
            let anticlockwise = doubled_area(ring) > 0;
            let keep = (anticlockwise == (index == 0)) != outline;
            for (place, &a) in ring.iter().enumerate() {
                let b = ring[(place + 1) % ring.len()];
                let (from, to) = if keep { (a, b) } else { (b, a) };
                if a != b {
                    edges.push(HalfEdge { from, to, owner, outline });
                }
            }
        }
    }
}

/// Takes out pairs of opposite edges and returns what is left; tells `paired` about each pair.
pub(crate) fn cancel(
    mut edges: Vec<HalfEdge>,
    mut paired: impl FnMut(&HalfEdge, &HalfEdge),
) -> Vec<HalfEdge> {
    edges.sort_unstable_by_key(|edge| (edge.key(), edge.forward(), edge.outline, edge.owner));
    let mut left = Vec::new();
    for run in edges.chunk_by(|a, b| a.key() == b.key()) {
        let backward = run.iter().take_while(|edge| !edge.forward()).count();
        let (backward, forward) = run.split_at(backward);
        let pairs = backward.len().min(forward.len());
        backward.iter().zip(forward).for_each(|(a, b)| paired(a, b));
        left.extend_from_slice(&backward[pairs..]);
        left.extend_from_slice(&forward[pairs..]);
    }
    left
}

/// A place where one border has a vertex and its neighbour's straight edge has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unnoded {
    pub place: Position,
    /// Owner of the edge without the vertex.
    pub edge_of: AreaId,
    pub vertex_of: AreaId,
}

/// Splits edges at the ends of others that lie exactly on them, and cancels again.
pub(crate) fn node_and_cancel(edges: Vec<HalfEdge>) -> (Vec<HalfEdge>, Vec<Unnoded>) {
    let mut ends: Vec<Position> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    ends.sort_unstable();
    ends.dedup();
    let index = BoxIndex::build(
        ends.iter().enumerate().map(|(number, &p)| (number as u32, Bounds { min: p, max: p })),
    );
    let mut pieces = Vec::with_capacity(edges.len());
    let mut added: Vec<(Position, AreaId)> = Vec::new();
    for edge in &edges {
        let mut on: Vec<Position> = index
            .within(edge.bounds())
            .map(|number| ends[number as usize])
            .filter(|&p| p != edge.from && p != edge.to && on_segment(edge.from, edge.to, p))
            .collect();
        on.sort_unstable();
        if !edge.forward() {
            on.reverse();
        }
        added.extend(on.iter().map(|&p| (p, edge.owner)));
        let mut from = edge.from;
        for to in on.into_iter().chain([edge.to]) {
            pieces.push(HalfEdge { from, to, ..*edge });
            from = to;
        }
    }
    added.sort_unstable();
    let mut unnoded = Vec::new();
    let left = cancel(pieces, |a, b| {
        for place in [a.from, a.to] {
            for (edge, other) in [(a, b), (b, a)] {
                if added.binary_search(&(place, edge.owner)).is_ok()
                    && added.binary_search(&(place, other.owner)).is_err()
                {
                    unnoded.push(Unnoded { place, edge_of: edge.owner, vertex_of: other.owner });
                }
            }
        }
    });
    unnoded.sort_unstable();
    unnoded.dedup();
    (left, unnoded)
}
