//! R-tree over the boxes of numbered things, bulk-loaded once and then only read. Coordinates are grid units in f64,
//! which holds every i32 exactly.

use super::{Bounds, Plane, Position};
use rstar::{AABB, ParentNode, RTree, RTreeNode, RTreeObject};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

#[derive(Debug, Clone)]
struct Entry {
    number: u32,
    bounds: Bounds,
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.bounds)
    }
}

fn envelope(bounds: &Bounds) -> AABB<[f64; 2]> {
    let corner = |p: Position| [f64::from(p.lon), f64::from(p.lat)];
    AABB::from_corners(corner(bounds.min), corner(bounds.max))
}

/// Immutable box index. Building costs O(n log n); a query touches what its window touches.
#[derive(Debug)]
pub struct BoxIndex {
    tree: RTree<Entry>,
}

impl BoxIndex {
    pub fn build(boxes: impl IntoIterator<Item = (u32, Bounds)>) -> Self {
        let entries = boxes.into_iter().map(|(number, bounds)| Entry { number, bounds }).collect();
        Self { tree: RTree::bulk_load(entries) }
    }

    pub fn len(&self) -> usize {
        self.tree.size()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Numbers whose box holds `p`, borders included, in no particular order.
    pub fn at(&self, p: Position) -> impl Iterator<Item = u32> + '_ {
        self.within(Bounds { min: p, max: p })
    }

    /// Numbers whose box touches the window, in no particular order.
    pub fn within(&self, window: Bounds) -> impl Iterator<Item = u32> + '_ {
        self.tree.locate_in_envelope_intersecting(envelope(&window)).map(|entry| entry.number)
    }

    /// Visits numbers from the nearest box outwards, measured in metres of `plane` from its origin. `visit` gets the
    /// number and returns the distance beyond which nothing interests it any more; the walk ends there.
    pub fn nearest_first(&self, plane: &Plane, mut visit: impl FnMut(u32) -> f64) {
        let mut queue = BinaryHeap::new();
        let mut limit = f64::INFINITY;
        push_children(&mut queue, self.tree.root(), plane, limit);
        while let Some(Waiting { distance_m, node }) = queue.pop() {
            if distance_m > limit {
                break;
            }
            match node {
                RTreeNode::Leaf(entry) => limit = visit(entry.number),
                RTreeNode::Parent(parent) => push_children(&mut queue, parent, plane, limit),
            }
        }
    }
}

fn push_children<'a>(
    queue: &mut BinaryHeap<Waiting<'a>>,
    parent: &'a ParentNode<Entry>,
    plane: &Plane,
    limit: f64,
) {
    for node in parent.children() {
        let envelope = node.envelope();
        let distance_m = plane.to_box_m(envelope.lower(), envelope.upper());
        if distance_m <= limit {
            queue.push(Waiting { distance_m, node });
        }
    }
}

/// A node of the tree in the queue; the heap gives out the nearest first.
struct Waiting<'a> {
    distance_m: f64,
    node: &'a RTreeNode<Entry>,
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
        other.distance_m.total_cmp(&self.distance_m)
    }
}
