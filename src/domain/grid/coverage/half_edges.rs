//! Borders as directed edges with the owner's ground on their left. In a gapless coverage the edges of neighbours cancel in
//! pairs and only the outline is left; whatever else is left shows where, and only where, something is wrong.
//!
//! Pairs are found on the fly: an edge waits in a hash table until its partner comes and takes it out. Borders that come in
//! the order of the ground leave only the rim of what has been seen waiting, so the table stays in the nearest cache
//! however large the coverage.

use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Position, Shape};
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

/// Calls `visit` with the edges of a shape, its ground on the left (or on the right when `outline`), whatever the
/// direction of its rings. Edges of no length are left out.
#[inline]
fn walk(shape: &Shape, outline: bool, mut visit: impl FnMut(Position, Position)) {
    for (outer, ring) in shape.sided_rings() {
        let Some(&last) = ring.last() else { continue };
        let anticlockwise = doubled_area(ring) > 0;
        let keep = (anticlockwise == outer) != outline;
        let mut a = last;
        for &b in ring {
            if a != b {
                if keep { visit(a, b) } else { visit(b, a) }
            }
            a = b;
        }
    }
}

/// Appends the edges of a shape with its ground on the left (or on the right when `outline`).
pub(crate) fn collect(shape: &Shape, owner: AreaId, outline: bool, edges: &mut Vec<HalfEdge>) {
    walk(shape, outline, |from, to| edges.push(HalfEdge { from, to, owner, outline }));
}

/// A position as one number that sorts like it.
#[inline]
fn pack(p: Position) -> u64 {
    let unsigned = |c: i32| u64::from(c as u32 ^ 0x8000_0000);
    unsigned(p.lon) << 32 | unsigned(p.lat)
}

fn unpack(p: u64) -> Position {
    let signed = |c: u64| (c as u32 ^ 0x8000_0000) as i32;
    Position::new(signed(p >> 32), signed(p))
}

/// An edge that waits, from its lower end to its higher one. Both ends are equal in an empty slot.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    low: u64,
    high: u64,
    /// Twice the owner's number, and one for an outline.
    owner: u32,
    /// Twice the place in the order of arrival, and one when the edge runs from high to low.
    order: u32,
}

const EMPTY: Waiting = Waiting { low: 0, high: 0, owner: 0, order: 0 };
const FIRST_SLOTS: usize = 1 << 10;
/// Keep products from vanishing: no position of the earth packs to these.
const ODD: [u64; 2] = [0xFBCF_9F0B_71A3_9D1F, 0xF2E1_4A93_52C8_06D5];

impl Waiting {
    #[inline]
    fn home(&self) -> u64 {
        let product = u128::from(self.low ^ ODD[0]) * u128::from(self.high ^ ODD[1]);
        (product >> 64) as u64 ^ product as u64
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.low == self.high
    }
}

/// Edges whose partner has not come yet. Open addressing; what leaves closes its gap, so probes stay short.
#[derive(Debug)]
pub(super) struct OpenEdges {
    slots: Vec<Waiting>,
    waiting: usize,
    arrived: u32,
    /// Edges of which an equal one was waiting already.
    again: Vec<Waiting>,
}

impl OpenEdges {
    pub fn new() -> Self {
        Self { slots: vec![EMPTY; FIRST_SLOTS], waiting: 0, arrived: 0, again: Vec::new() }
    }

    /// Takes in the edges of a shape.
    pub fn add(&mut self, shape: &Shape, owner: AreaId, outline: bool) {
        let owner = owner.0 << 1 | u32::from(outline);
        walk(shape, outline, |from, to| {
            let (from, to) = (pack(from), pack(to));
            let order = self.arrived << 1;
            self.arrived = self.arrived.wrapping_add(1);
            if from < to {
                self.arrive(Waiting { low: from, high: to, owner, order });
            } else {
                self.arrive(Waiting { low: to, high: from, owner, order: order | 1 });
            }
        });
    }

    /// Takes in edges that were left of a part.
    pub fn add_left(&mut self, edges: &[HalfEdge]) {
        for edge in edges {
            let (from, to) = (pack(edge.from), pack(edge.to));
            let owner = edge.owner.0 << 1 | u32::from(edge.outline);
            let order = self.arrived << 1 | u32::from(from > to);
            self.arrived = self.arrived.wrapping_add(1);
            self.arrive(Waiting { low: from.min(to), high: from.max(to), owner, order });
        }
    }

    #[inline]
    fn arrive(&mut self, edge: Waiting) {
        let mask = self.slots.len() - 1;
        let mut at = edge.home() as usize & mask;
        loop {
            let slot = &mut self.slots[at];
            if slot.is_empty() {
                *slot = edge;
                self.waiting += 1;
                if self.waiting * 2 > self.slots.len() {
                    self.grow();
                }
                return;
            }
            if slot.low == edge.low && slot.high == edge.high {
                if (slot.order ^ edge.order) & 1 == 1 {
                    self.leave(at);
                } else {
                    self.again.push(edge);
                }
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn leave(&mut self, at: usize) {
        let mask = self.slots.len() - 1;
        self.waiting -= 1;
        let (mut hole, mut next) = (at, (at + 1) & mask);
        loop {
            let slot = self.slots[next];
            if slot.is_empty() {
                break;
            }
            let home = slot.home() as usize & mask;
            if next.wrapping_sub(home) & mask >= next.wrapping_sub(hole) & mask {
                self.slots[hole] = slot;
                hole = next;
            }
            next = (next + 1) & mask;
        }
        self.slots[hole] = EMPTY;
    }

    fn grow(&mut self) {
        let slots = vec![EMPTY; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for edge in std::mem::replace(&mut self.slots, slots).into_iter().filter(|edge| !edge.is_empty()) {
            let mut at = edge.home() as usize & mask;
            while !self.slots[at].is_empty() {
                at = (at + 1) & mask;
            }
            self.slots[at] = edge;
        }
    }

    /// What found no partner, in the order of arrival; empties the table.
    pub fn take(&mut self) -> Vec<HalfEdge> {
        let mut left = std::mem::take(&mut self.again);
        let again = !left.is_empty();
        if self.waiting > 0 {
            left.reserve(self.waiting);
            for slot in self.slots.iter_mut().filter(|slot| !slot.is_empty()) {
                left.push(*slot);
                *slot = EMPTY;
            }
        }
        (self.waiting, self.arrived) = (0, 0);
        if again {
            left = cancel(left);
        }
        left.sort_unstable_by_key(|edge| edge.order);
        let half = |edge: &Waiting| {
            let (low, high) = (unpack(edge.low), unpack(edge.high));
            let (from, to) = if edge.order & 1 == 0 { (low, high) } else { (high, low) };
            HalfEdge { from, to, owner: AreaId(edge.owner >> 1), outline: edge.owner & 1 == 1 }
        };
        left.iter().map(half).collect()
    }
}

/// Takes out pairs of opposite edges where several run the same way.
fn cancel(mut edges: Vec<Waiting>) -> Vec<Waiting> {
    edges.sort_unstable_by_key(|edge| (edge.low, edge.high, edge.order & 1, edge.owner, edge.order));
    let mut left = Vec::new();
    for run in edges.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
        let forward = run.iter().take_while(|edge| edge.order & 1 == 0).count();
        let (forward, backward) = run.split_at(forward);
        let pairs = forward.len().min(backward.len());
        left.extend_from_slice(&forward[pairs..]);
        left.extend_from_slice(&backward[pairs..]);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32) -> Shape {
        let corners = [(0, 0), (10, 0), (10, 10), (0, 10)];
        Shape::from_ring(&corners.map(|(dx, dy)| Position::new(10 * x + dx, 10 * y + dy)))
    }

    #[test]
    fn a_board_of_squares_leaves_its_outline_in_any_order() {
        let side = 60;
        let mut places: Vec<(i32, i32)> = (0..side).flat_map(|x| (0..side).map(move |y| (x, y))).collect();
        let mut open = OpenEdges::new();
        for round in 0..3 {
            for (number, &(x, y)) in places.iter().enumerate() {
                open.add(&square(x, y), AreaId(number as u32), false);
            }
            let left = open.take();
            assert_eq!(left.len(), 4 * side as usize, "round {round}");
            let rim = |p: Position| [0, 10 * side].contains(&p.lon) || [0, 10 * side].contains(&p.lat);
            assert!(left.iter().all(|edge| rim(edge.from) && rim(edge.to)));
            places.reverse();
            places.rotate_left(701);
            places.sort_by_key(|&(x, y)| (x * 7919 + y * 104_729) % (997 + round));
        }
    }

    #[test]
    fn equal_edges_count_as_often_as_they_come() {
        let mut open = OpenEdges::new();
        for number in 0..5 {
            open.add(&square(0, 0), AreaId(number), false);
        }
        open.add(&square(0, 0), AreaId(9), true);
        open.add(&square(1, 0), AreaId(10), false);
        let left = open.take();
        // Four squares are left; one of their east sides has met the neighbour's west side.
        assert_eq!(left.len(), 4 * 4 - 1 + 3);
        assert!(left.iter().all(|edge| !edge.outline));
    }
}
