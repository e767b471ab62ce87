//! The street network as a planar graph on the position grid: streets are noded where they cross, loose ends are
//! trimmed, blocks are the graph's faces, and unions of blocks are found by cancelling the half-edges that two
//! blocks of one union share. No floating-point overlay takes part, so neighbours share their edges exactly.

use super::curve::{crossing, distance};
use super::plane::{to_position, to_xy};
use std::collections::{BTreeMap, BTreeSet};
use wangge::domain::geo::Position;

pub type HalfEdge = (Position, Position);

/// A block: an anticlockwise ring, with the street that each edge runs along.
#[derive(Debug, Clone)]
pub struct Block {
    pub ring: Vec<Position>,
    pub streets: Vec<usize>,
}

#[derive(Debug)]
pub struct Network {
    /// Noded and trimmed axis of every street, in the order given.
    pub axes: Vec<Vec<Position>>,
    pub blocks: Vec<Block>,
    /// The block on the left of each half-edge; absent on the outside.
    left_of: BTreeMap<HalfEdge, usize>,
}

/// A vertex nearer to a crossing than this is left out, so that no tiny edges remain.
const CLEARANCE_M: f64 = 5.0;

impl Network {
    /// `overshoot_m`: for each line, loose ends up to this long are drawing overshoot; longer ones are dead-end lanes.
    pub fn build(lines: Vec<Vec<Position>>, overshoot_m: &[f64]) -> Self {
        let axes = trim(node(lines), overshoot_m);
        let mut edges: BTreeMap<HalfEdge, usize> = BTreeMap::new();
        for (street, axis) in axes.iter().enumerate() {
            for w in axis.windows(2) {
                edges.insert((w[0], w[1]), street);
                edges.insert((w[1], w[0]), street);
            }
        }
        prune(&mut edges);
        let (blocks, left_of) = faces(&edges);
        Self { axes, blocks, left_of }
    }

    pub fn block_left_of(&self, edge: HalfEdge) -> Option<usize> {
        self.left_of.get(&edge).copied()
    }

    /// Blocks on the other side of the edges of `block`, with the street between.
    pub fn neighbours(&self, block: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let b = &self.blocks[block];
        (0..b.ring.len()).filter_map(move |i| {
            let twin = (b.ring[(i + 1) % b.ring.len()], b.ring[i]);
            self.block_left_of(twin).map(|other| (other, b.streets[i]))
        })
    }

    /// The exact border of a set of blocks: outer rings anticlockwise, holes clockwise, each starting at its
    /// smallest position, outer rings first by that position.
    pub fn dissolve(&self, set: &BTreeSet<usize>) -> Vec<Vec<Position>> {
        let in_set = |edge: &HalfEdge| self.block_left_of(*edge).is_some_and(|block| set.contains(&block));
        let next_in_block: BTreeMap<HalfEdge, HalfEdge> = set
            .iter()
            .flat_map(|&block| {
                let ring = &self.blocks[block].ring;
                let n = ring.len();
                (0..n).map(move |i| ((ring[i], ring[(i + 1) % n]), (ring[(i + 1) % n], ring[(i + 2) % n])))
            })
            .collect();
        let mut border: BTreeSet<HalfEdge> =
            next_in_block.keys().copied().filter(|&(a, b)| !in_set(&(b, a))).collect();
        let mut rings = Vec::new();
        while let Some(&first) = border.iter().next() {
            let mut ring = Vec::new();
            let mut edge = first;
            loop {
                border.remove(&edge);
                ring.push(edge.0);
                // Walk around the end vertex inside the set until the border is met again.
                let mut next = next_in_block[&edge];
                while in_set(&(next.1, next.0)) {
                    next = next_in_block[&(next.1, next.0)];
                }
                edge = next;
                if edge == first {
                    break;
                }
            }
            let least = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
            ring.rotate_left(least);
            rings.push(ring);
        }
        rings.sort_by_key(|ring| (twice_area(ring) < 0, ring[0]));
        rings
    }
}

/// Exact double area in grid units, anticlockwise positive.
pub fn twice_area(ring: &[Position]) -> i128 {
    (0..ring.len())
        .map(|i| {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            i128::from(a.lon) * i128::from(b.lat) - i128::from(a.lat) * i128::from(b.lon)
        })
        .sum()
}

/// Inserts one common vertex into both lines wherever two cross.
fn node(lines: Vec<Vec<Position>>) -> Vec<Vec<Position>> {
    let xy: Vec<Vec<_>> = lines.iter().map(|line| line.iter().map(|p| to_xy(*p)).collect()).collect();
    let mut cuts: Vec<Vec<(usize, f64, Position)>> = vec![Vec::new(); lines.len()];
    for i in 0..lines.len() {
        for j in i + 1..lines.len() {
            for (m, a) in xy[i].windows(2).enumerate() {
                for (n, b) in xy[j].windows(2).enumerate() {
                    let Some((t, u)) = crossing(a[0], a[1], b[0], b[1]) else { continue };
                    if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u) {
                        let place = to_position(super::curve::along(a[0], a[1], t));
                        cuts[i].push((m, t, place));
                        cuts[j].push((n, u, place));
                    }
                }
            }
        }
    }
    lines
        .into_iter()
        .zip(cuts)
        .map(|(line, mut cuts)| {
            cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut out = Vec::new();
            for (m, &vertex) in line.iter().enumerate() {
                let near = cuts.iter().any(|cut| distance(to_xy(cut.2), to_xy(vertex)) < CLEARANCE_M);
                if !near {
                    out.push(vertex);
                }
                out.extend(cuts.iter().filter(|cut| cut.0 == m).map(|cut| cut.2));
            }
            out.dedup();
            out
        })
        .collect()
}

/// Cuts overshoot beyond the first and last crossing of each street.
fn trim(lines: Vec<Vec<Position>>, overshoot_m: &[f64]) -> Vec<Vec<Position>> {
    let mut times: BTreeMap<Position, usize> = BTreeMap::new();
    for p in lines.iter().flatten() {
        *times.entry(*p).or_default() += 1;
    }
    let walked =
        |line: &[Position]| -> f64 { line.windows(2).map(|w| distance(to_xy(w[0]), to_xy(w[1]))).sum() };
    lines
        .into_iter()
        .zip(overshoot_m)
        .map(|(mut line, overshoot)| {
            if let Some(first) = line.iter().position(|p| times[p] > 1)
                && walked(&line[..=first]) < *overshoot
            {
                line.drain(..first);
            }
            if let Some(last) = line.iter().rposition(|p| times[p] > 1)
                && walked(&line[last..]) < *overshoot
            {
                line.truncate(last + 1);
            }
            line
        })
        .collect()
}

/// Removes dead ends: they bound no block.
fn prune(edges: &mut BTreeMap<HalfEdge, usize>) {
    loop {
        let mut degree: BTreeMap<Position, usize> = BTreeMap::new();
        for (from, _) in edges.keys() {
            *degree.entry(*from).or_default() += 1;
        }
        let before = edges.len();
        edges.retain(|(a, b), _| degree[a] > 1 && degree[b] > 1);
        if edges.len() == before {
            return;
        }
    }
}

/// Walks every bounded face with its interior on the left.
fn faces(edges: &BTreeMap<HalfEdge, usize>) -> (Vec<Block>, BTreeMap<HalfEdge, usize>) {
    let mut around: BTreeMap<Position, Vec<Position>> = BTreeMap::new();
    for (from, to) in edges.keys() {
        around.entry(*from).or_default().push(*to);
    }
    for (from, list) in &mut around {
        let angle = |p: &Position| libm::atan2(f64::from(p.lat - from.lat), f64::from(p.lon - from.lon));
        list.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
    }
    let next = |(from, to): HalfEdge| -> HalfEdge {
        let list = &around[&to];
        let back = list.iter().position(|p| *p == from).expect("every half-edge has its twin");
        (to, list[(back + list.len() - 1) % list.len()])
    };
    let mut seen: BTreeSet<HalfEdge> = BTreeSet::new();
    let mut blocks = Vec::new();
    let mut left_of = BTreeMap::new();
    for &start in edges.keys() {
        if seen.contains(&start) {
            continue;
        }
        let mut walk = Vec::new();
        let mut edge = start;
        while seen.insert(edge) {
            walk.push(edge);
            edge = next(edge);
        }
        let ring: Vec<Position> = walk.iter().map(|edge| edge.0).collect();
        if twice_area(&ring) > 0 {
            left_of.extend(walk.iter().map(|edge| (*edge, blocks.len())));
            blocks.push(Block { streets: walk.iter().map(|edge| edges[edge]).collect(), ring });
        }
    }
    (blocks, left_of)
}
