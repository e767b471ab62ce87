//! R-tree over the boxes of numbered things, bulk-loaded once and then only read. Its leaves are blocks of neighbouring
//! boxes that lie in one piece of memory, packed by sort-tile-recursion (Leutenegger, Edgington and Lopez, "STR: A Simple
//! and Efficient Algorithm for R-Tree Packing", ICDE 1997): a walk meets few nodes and compares the rest as integers.

use super::{Bounds, Plane, Position};
use rstar::{AABB, RTree, RTreeNode, RTreeObject};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Boxes of one block: two cache lines and a half.
const BLOCK: usize = 8;

/// A leaf of the tree: a range of entries. The box is kept in f64, which holds every i32 exactly.
#[derive(Debug, Clone)]
struct Block {
    envelope: AABB<[f64; 2]>,
    start: u32,
    end: u32,
}

impl Block {
    fn entries(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl RTreeObject for Block {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

fn envelope(bounds: &Bounds) -> AABB<[f64; 2]> {
    let corner = |p: Position| [f64::from(p.lon), f64::from(p.lat)];
    AABB::from_corners(corner(bounds.min), corner(bounds.max))
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    bounds: Bounds,
    number: u32,
}

/// Immutable box index. Building costs O(n log n); a query touches what its window touches.
#[derive(Debug)]
pub struct BoxIndex {
    tree: RTree<Block>,
    entries: Vec<Entry>,
}

impl BoxIndex {
    pub fn build(boxes: impl IntoIterator<Item = (u32, Bounds)>) -> Self {
        let mut entries: Vec<Entry> =
            boxes.into_iter().map(|(number, bounds)| Entry { bounds, number }).collect();
        pack(&mut entries);
        let mut blocks = Vec::with_capacity(entries.len().div_ceil(BLOCK));
        for (place, of_block) in entries.chunks(BLOCK).enumerate() {
            let bounds = of_block.iter().map(|entry| entry.bounds).reduce(Bounds::union);
            let start = (place * BLOCK) as u32;
            blocks.extend(bounds.map(|bounds| Block {
                envelope: envelope(&bounds),
                start,
                end: start + of_block.len() as u32,
            }));
        }
        Self { tree: RTree::bulk_load(blocks), entries }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Numbers whose box holds `p`, borders included, in no particular order.
    pub fn at(&self, p: Position) -> impl Iterator<Item = u32> + '_ {
        self.within(Bounds { min: p, max: p })
    }

    /// Numbers whose box touches the window, in no particular order.
    pub fn within(&self, window: Bounds) -> impl Iterator<Item = u32> + '_ {
        let blocks = self.tree.locate_in_envelope_intersecting(envelope(&window));
        let entries = blocks.flat_map(|block| &self.entries[block.entries()]);
        entries.filter(move |entry| entry.bounds.intersects(&window)).map(|entry| entry.number)
    }

    /// Visits numbers from the nearest box outwards, measured in metres of `plane` from its origin. `visit` gets the
    /// number and returns the distance beyond which nothing interests it any more; the walk ends there. Numbers that
    /// `counts` denies are passed over.
    pub fn nearest_first(
        &self,
        plane: &Plane,
        counts: impl Fn(u32) -> bool,
        mut visit: impl FnMut(u32) -> f64,
    ) {
        let mut queue = BinaryHeap::with_capacity(8 * BLOCK);
        let mut limit_m2 = f64::INFINITY;
        queue.extend(self.tree.root().children().iter().map(|node| Waiting::node(node, plane)));
        while let Some(Waiting { distance_m2, what }) = queue.pop() {
            if distance_m2 > limit_m2 {
                break;
            }
            match what {
                What::Node(RTreeNode::Parent(parent)) => {
                    let nodes = parent.children().iter().map(|node| Waiting::node(node, plane));
                    queue.extend(nodes.filter(|waiting| waiting.distance_m2 <= limit_m2));
                }
                What::Node(RTreeNode::Leaf(block)) => {
                    let entries = self.entries[block.entries()].iter();
                    let numbers = entries.filter(|entry| counts(entry.number)).map(|entry| Waiting {
                        distance_m2: plane.to_box_m2(&entry.bounds),
                        what: What::Number(entry.number),
                    });
                    queue.extend(numbers.filter(|waiting| waiting.distance_m2 <= limit_m2));
                }
                What::Number(number) => {
                    let limit = visit(number);
                    limit_m2 = limit * limit;
                }
            }
        }
    }
}

/// Sorts boxes so that every run of `BLOCK` lies together: into upright slices by longitude, each by latitude.
fn pack(entries: &mut [Entry]) {
    let blocks = entries.len().div_ceil(BLOCK);
    let slices = libm::ceil(libm::sqrt(blocks as f64)) as usize;
    let slice = (blocks.div_ceil(slices.max(1)) * BLOCK).max(1);
    entries.sort_unstable_by_key(|entry| (entry.bounds.centre().lon, entry.number));
    for run in entries.chunks_mut(slice) {
        run.sort_unstable_by_key(|entry| (entry.bounds.centre().lat, entry.number));
    }
}

#[derive(Clone, Copy)]
enum What<'a> {
    Node(&'a RTreeNode<Block>),
    Number(u32),
}

/// Something in the queue; the heap gives out the nearest first.
struct Waiting<'a> {
    distance_m2: f64,
    what: What<'a>,
}

impl<'a> Waiting<'a> {
    fn node(node: &'a RTreeNode<Block>, plane: &Plane) -> Self {
        let envelope = node.envelope();
        let distance_m2 = plane.to_envelope_m2(envelope.lower(), envelope.upper());
        Self { distance_m2, what: What::Node(node) }
    }
}

impl PartialEq for Waiting<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting<'_> {}

impl PartialOrd for Waiting<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.distance_m2.total_cmp(&self.distance_m2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxes() -> impl Strategy<Value = Vec<Bounds>> {
        let one = (-500i32..500, -500i32..500, 0i32..80, 0i32..80)
            .prop_map(|(x, y, w, h)| Bounds { min: Position::new(x, y), max: Position::new(x + w, y + h) });
        proptest::collection::vec(one, 0..200)
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
                let mut found: Vec<u32> = index.within(window).collect();
                found.sort_unstable();
                let scan: Vec<u32> =
                    numbered(&all).filter(|(_, own)| own.intersects(&window)).map(|(number, _)| number).collect();
                prop_assert_eq!(found, scan);
            }
        }

        #[test]
        fn boxes_that_count_are_visited_by_distance_up_to_the_limit(
            all in boxes(), x in -600i32..600, y in -600i32..600, more in 0.0f64..2.0,
        ) {
            let plane = Plane::at(Position::new(x, y));
            let distance = |number: u32| plane.to_box_m2(&all[number as usize]).sqrt();
            let counts = |number: u32| !number.is_multiple_of(3);
            let (mut visited, mut limit) = (Vec::new(), f64::INFINITY);
            BoxIndex::build(numbered(&all)).nearest_first(&plane, counts, |number| {
                assert!(distance(number) <= limit, "it was known to be too far");
                visited.push(number);
                limit = limit.min(distance(number) + more);
                limit
            });
            prop_assert!(visited.windows(2).all(|pair| distance(pair[0]) <= distance(pair[1])));
            for number in 0..all.len() as u32 {
                prop_assert!(!visited.contains(&number) || counts(number));
                prop_assert!(visited.contains(&number) || !counts(number) || distance(number) >= limit);
            }
        }
    }
}
