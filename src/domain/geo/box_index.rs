//! R-tree over the boxes of numbered things, bulk-loaded once and then only read. Its leaves are runs of neighbouring
//! boxes that lie in one piece of memory, packed by sort-tile-recursion (Leutenegger, Edgington and Lopez, "STR: A Simple
//! and Efficient Algorithm for R-Tree Packing", ICDE 1997): a walk meets few nodes and compares the rest eight at a time.

use super::lanes::{LANES, Lanes};
use super::{Bounds, Plane, Position};
use rstar::{AABB, ParentNode, RStarInsertionStrategy, RTree, RTreeNode, RTreeObject, RTreeParams};
use std::ops::{ControlFlow, Range};

/// Blocks of eight boxes in one leaf.
const BLOCKS: usize = 2;
const LEAF: usize = BLOCKS * LANES;
/// Up to this many blocks are compared one after the other for a window: that is quicker than walking the tree.
const SCANNED_BLOCKS: usize = 48;
/// Most children of a node.
const FAN: usize = 8;
/// Children of a node that are visited in the order of their distance.
const SORTED_CHILDREN: usize = 12;

/// A leaf of the tree: a range of blocks. The box is kept in f64, which holds every i32 exactly.
#[derive(Debug, Clone)]
struct Leaf {
    envelope: AABB<[f64; 2]>,
    start: u32,
    end: u32,
}

impl Leaf {
    fn blocks(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// The shape of the tree. It is only ever loaded at once, so the numbers for insertion do nothing.
#[derive(Debug)]
struct Fan;

impl RTreeParams for Fan {
    const MIN_SIZE: usize = 3;
    const MAX_SIZE: usize = FAN;
    const REINSERTION_COUNT: usize = 2;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

fn envelope(bounds: &Bounds) -> AABB<[f64; 2]> {
    let corner = |p: Position| [f64::from(p.lon), f64::from(p.lat)];
    AABB::from_corners(corner(bounds.min), corner(bounds.max))
}

/// Immutable box index. Building costs O(n log n); a query touches what its window touches.
#[derive(Debug)]
pub struct BoxIndex {
    tree: RTree<Leaf, Fan>,
    blocks: Vec<Lanes>,
    /// The number of each lane of each block; what stands for unused lanes is never read.
    numbers: Vec<u32>,
    len: usize,
}

impl BoxIndex {
    pub fn build(boxes: impl IntoIterator<Item = (u32, Bounds)>) -> Self {
        let mut entries: Vec<(u32, Bounds)> = boxes.into_iter().collect();
        pack(&mut entries);
        let mut blocks = Vec::with_capacity(entries.len().div_ceil(LANES));
        let mut numbers = Vec::with_capacity(entries.len().next_multiple_of(LANES));
        for eight in entries.chunks(LANES) {
            let mut block = Lanes::EMPTY;
            for (lane, &(number, bounds)) in eight.iter().enumerate() {
                block.set(lane, bounds);
                numbers.push(number);
            }
            blocks.push(block);
        }
        let leaves = blocks.chunks(BLOCKS).enumerate().filter_map(|(place, run)| {
            let bounds = run.iter().map(Lanes::bounds).reduce(Bounds::union)?;
            let start = (place * BLOCKS) as u32;
            Some(Leaf { envelope: envelope(&bounds), start, end: start + run.len() as u32 })
        });
        let tree = RTree::bulk_load_with_params(leaves.collect());
        Self { tree, blocks, numbers, len: entries.len() }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Visits the numbers whose box holds `p`, borders included, in no particular order.
    #[inline]
    pub fn at(&self, p: Position, visit: impl FnMut(u32)) {
        self.within(Bounds { min: p, max: p }, visit);
    }

    /// Visits the numbers whose box touches the window, in no particular order.
    #[inline]
    pub fn within(&self, window: Bounds, mut visit: impl FnMut(u32)) {
        let mut visit_hits = |block: usize| {
            let mut hits = self.blocks[block].meeting(&window);
            while hits != 0 {
                visit(self.numbers[block * LANES + hits.trailing_zeros() as usize]);
                hits &= hits - 1;
            }
        };
        if self.blocks.len() <= SCANNED_BLOCKS {
            (0..self.blocks.len()).for_each(visit_hits);
            return;
        }
        let _ = self.tree.locate_in_envelope_intersecting_int(envelope(&window), |leaf| {
            leaf.blocks().for_each(&mut visit_hits);
            ControlFlow::<()>::Continue(())
        });
    }

    /// The numbers whose box touches the window, sorted.
    pub fn all_within(&self, window: Bounds) -> Vec<u32> {
        let mut numbers = Vec::new();
        self.within(window, |number| numbers.push(number));
        numbers.sort_unstable();
        numbers
    }

    /// Visits numbers near the origin of `plane`, the boxes of each node from the nearest outwards, and passes over
    /// those that `counts` denies and everything beyond a limit in metres, which is `limit_m` at first and may be
    /// infinite. `visit` returns the limit from there on; that something touches all four sides of a box that counts is
    /// a limit too. Method: depth first with pruning by the distances of boxes (Roussopoulos, Kelley and Vincent,
    /// "Nearest neighbor queries", SIGMOD 1995).
    pub fn near(
        &self,
        plane: &Plane,
        limit_m: f64,
        counts: impl Fn(u32) -> bool,
        visit: impl FnMut(u32) -> f64,
    ) {
        let mut walk = Walk { index: self, plane, counts, visit, limit_m2: limit_m * limit_m };
        walk.node(self.tree.root());
    }
}

/// Added to a limit that a box gives, so that rounding never excludes what the limit was taken from.
const SLACK_M: f64 = 1e-3;

/// A search outwards from the origin of a plane.
struct Walk<'a, C, V> {
    index: &'a BoxIndex,
    plane: &'a Plane,
    counts: C,
    visit: V,
    limit_m2: f64,
}

impl<C: Fn(u32) -> bool, V: FnMut(u32) -> f64> Walk<'_, C, V> {
    fn node(&mut self, parent: &ParentNode<Leaf>) {
        // Bulk loading makes nodes of a few more children than `FAN` where that divides the ground evenly.
        for children in parent.children().chunks(SORTED_CHILDREN) {
            let mut near = Sorted::<SORTED_CHILDREN>::new();
            for (place, child) in children.iter().enumerate() {
                let envelope = child.envelope();
                let distance_m2 = self.plane.to_envelope_m2(envelope.lower(), envelope.upper());
                if distance_m2 <= self.limit_m2 {
                    near.insert(distance_m2, place as u32);
                }
            }
            for &(distance_m2, place) in near.all() {
                if distance_m2 > self.limit_m2 {
                    break;
                }
                match &children[place as usize] {
                    RTreeNode::Parent(parent) => self.node(parent),
                    RTreeNode::Leaf(leaf) => self.leaf(leaf.blocks()),
                }
            }
        }
    }

    fn leaf(&mut self, blocks: Range<usize>) {
        let mut near = Sorted::<LEAF>::new();
        for block in blocks {
            let numbers = self.index.numbers[block * LANES..].iter();
            let lanes = self.index.blocks[block].distances_m2(self.plane);
            for ([distance_m2, within_m2], &number) in lanes.into_iter().zip(numbers) {
                if distance_m2 > self.limit_m2 || !(self.counts)(number) {
                    continue;
                }
                near.insert(distance_m2, number);
                if within_m2 < self.limit_m2 {
                    let within = within_m2.sqrt() + SLACK_M;
                    self.limit_m2 = self.limit_m2.min(within * within);
                }
            }
        }
        for &(distance_m2, number) in near.all() {
            if distance_m2 > self.limit_m2 {
                break;
            }
            let limit = (self.visit)(number);
            self.limit_m2 = self.limit_m2.min(limit * limit);
        }
    }
}

/// Places or numbers by their distance, at most `N`.
struct Sorted<const N: usize> {
    all: [(f64, u32); N],
    len: usize,
}

impl<const N: usize> Sorted<N> {
    fn new() -> Self {
        Self { all: [(0.0, 0); N], len: 0 }
    }

    #[inline]
    fn insert(&mut self, distance_m2: f64, place: u32) {
        let mut at = self.len;
        while at > 0 && self.all[at - 1].0 > distance_m2 {
            self.all[at] = self.all[at - 1];
            at -= 1;
        }
        self.all[at] = (distance_m2, place);
        self.len += 1;
    }

    fn all(&self) -> &[(f64, u32)] {
        &self.all[..self.len]
    }
}

/// Sorts boxes so that every run of `LEAF` lies together: into upright slices by longitude, each by latitude.
fn pack(entries: &mut [(u32, Bounds)]) {
    let leaves = entries.len().div_ceil(LEAF);
    let slices = libm::ceil(libm::sqrt(leaves as f64)) as usize;
    let slice = (leaves.div_ceil(slices.max(1)) * LEAF).max(1);
    entries.sort_unstable_by_key(|(number, bounds)| (bounds.centre().lon, *number));
    for run in entries.chunks_mut(slice) {
        run.sort_unstable_by_key(|(number, bounds)| (bounds.centre().lat, *number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Shape;
    use proptest::prelude::*;

    fn boxes() -> impl Strategy<Value = Vec<Bounds>> {
        let one = (-500i32..500, -500i32..500, 0i32..80, 0i32..80)
            .prop_map(|(x, y, w, h)| Bounds { min: Position::new(x, y), max: Position::new(x + w, y + h) });
        // Some that are scanned and some that are walked.
        prop_oneof![proptest::collection::vec(one.clone(), 0..200), proptest::collection::vec(one, 500..700)]
    }

    fn numbered(boxes: &[Bounds]) -> impl Iterator<Item = (u32, Bounds)> {
        (0..).zip(boxes.iter().copied())
    }

    proptest! {
        #[test]
        fn a_window_meets_the_boxes_that_a_scan_meets(all in boxes(), window in boxes()) {
            let index = BoxIndex::build(numbered(&all));
            prop_assert_eq!(index.len(), all.len());
            for window in window {
                let found = index.all_within(window);
                let scan: Vec<u32> =
                    numbered(&all).filter(|(_, own)| own.intersects(&window)).map(|(number, _)| number).collect();
                prop_assert_eq!(found, scan);
            }
        }

        #[test]
        fn the_nearest_is_among_those_visited_and_nothing_known_to_be_farther(
            all in boxes(), x in -600i32..600, y in -600i32..600, more in 0.0f64..2.0,
        ) {
            // The upper left halves of the boxes: they touch all four sides, and their nearest place is not the box's.
            let plane = Plane::at(Position::new(x, y));
            let distance = |number: u32| plane.to_box_m2(&all[number as usize]).sqrt();
            let half = |number: u32| {
                let own = &all[number as usize];
                let corners = [own.min, own.max, Position::new(own.min.lon, own.max.lat)];
                let mut half = Shape::new();
                half.push_polygon([corners]);
                half.distance_m(Position::new(x, y))
            };
            let counts = |number: u32| !number.is_multiple_of(3);
            let (mut visited, mut best) = (Vec::new(), f64::INFINITY);
            BoxIndex::build(numbered(&all)).near(&plane, f64::INFINITY, counts, |number| {
                assert!(distance(number) <= best + more, "it was known to be too far");
                visited.push(number);
                best = best.min(half(number));
                best + more
            });
            let counted = || (0..all.len() as u32).filter(|&number| counts(number));
            let least = counted().map(half).fold(f64::INFINITY, f64::min);
            prop_assert!(best == least, "{best} {least}");
            prop_assert!(visited.iter().all(|&number| counts(number)));
            for number in counted() {
                let times = visited.iter().filter(|&&other| other == number).count();
                prop_assert!(times <= 1);
                prop_assert!(times == 1 || half(number) >= least + more.min(SLACK_M / 2.0));
            }
        }
    }
}
