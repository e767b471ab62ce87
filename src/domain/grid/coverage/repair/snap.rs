//! Snap rounding: edges that cross or touch get vertices of the position grid where they do, so that afterwards they meet
//! in vertices only and every face between them has its corners on the grid.
//!
//! Method. Every vertex, and every crossing rounded to the grid, is a hot pixel: the unit square around its position. An
//! edge that passes through a hot pixel is led through its middle, which moves it by less than a unit and never across
//! another vertex (Hobby, Computational Geometry 13(4), 1999). Here only edges are led that are asked for, and those that
//! pass through a pixel that one of these passes, and so on; an edge that is left out passes through no pixel that is in
//! use but its own ends, and would stay as it is if all were rounded. Whether an edge passes is decided exactly, and a
//! pixel holds its lower and left sides, so no place belongs to two.

use super::ground::{Border, EdgeKey, key};
use crate::domain::geo::contains::orientation;
use crate::domain::geo::{Bounds, Position, Shape, validity};
use crate::domain::grid::coverage::box_run::BoxRun;
use std::collections::{HashMap, HashSet};

/// Pairs of edges compared for each edge on average, above which borders count as tangled, and pairs always allowed.
const MOST_PAIRS_PER_EDGE: usize = 2_000;
const PAIRS_AT_LEAST: usize = 4_000_000;

/// The vertices that edges get, from the lower end to the higher one.
pub(in crate::domain::grid::coverage) type Chains = HashMap<EdgeKey, Vec<Position>>;

/// Leads the edges named by `seeds`, and all that have to follow, through the hot pixels on their way. `edges` are all that
/// may follow, lower end first, neighbours on the ground near each other. None where too many edges lie over each other.
/// O(n log n) in edges, and in the places where the ones that are led meet others.
pub(in crate::domain::grid::coverage) fn chains(
    edges: &[EdgeKey],
    seeds: impl IntoIterator<Item = EdgeKey>,
) -> Option<Chains> {
    let mut snapping = Snapping {
        edges,
        boxes: BoxRun::of(edges.iter().copied()),
        chains: Chains::new(),
        led: HashSet::new(),
        to_lead: seeds.into_iter().collect(),
        hot: HashSet::new(),
        to_heat: Vec::new(),
        pairs_left: (MOST_PAIRS_PER_EDGE * edges.len()).max(PAIRS_AT_LEAST),
    };
    snapping.run()?;
    let mut chains = snapping.chains;
    for ((low, high), places) in &mut chains {
        let along = |p: &Position| {
            let step = |from: i32, to: i32| i128::from(i64::from(to) - i64::from(from));
            step(low.lon, p.lon) * step(low.lon, high.lon) + step(low.lat, p.lat) * step(low.lat, high.lat)
        };
        places.sort_by_key(along);
        places.dedup();
    }
    Some(chains)
}

struct Snapping<'a> {
    edges: &'a [EdgeKey],
    boxes: BoxRun,
    chains: Chains,
    led: HashSet<EdgeKey>,
    to_lead: Vec<EdgeKey>,
    hot: HashSet<Position>,
    to_heat: Vec<Position>,
    pairs_left: usize,
}

impl Snapping<'_> {
    fn run(&mut self) -> Option<()> {
        loop {
            if let Some(place) = self.to_heat.pop() {
                self.heat(place)?;
            } else if let Some(edge) = self.to_lead.pop() {
                self.lead(edge)?;
            } else {
                return Some(());
            }
        }
    }

    /// Every edge through the pixel goes through its middle.
    fn heat(&mut self, place: Position) -> Option<()> {
        if !self.hot.insert(place) {
            return Some(());
        }
        let mut compared = 0;
        self.boxes.within(around(place, place), |number| {
            compared += 1;
            let edge = self.edges[number as usize];
            if place != edge.0 && place != edge.1 && passes(edge, place) {
                self.chains.entry(edge).or_default().push(place);
                self.to_lead.push(edge);
            }
        });
        self.pairs_left = self.pairs_left.checked_sub(compared)?;
        Some(())
    }

    /// The edge's ends, the vertices whose pixels it passes and its crossings are hot.
    fn lead(&mut self, edge: EdgeKey) -> Option<()> {
        if !self.led.insert(edge) {
            return Some(());
        }
        self.to_heat.extend([edge.0, edge.1]);
        let mut compared = 0;
        self.boxes.within(around(edge.0, edge.1), |number| {
            compared += 1;
            let other = self.edges[number as usize];
            if other != edge {
                self.to_heat.extend([other.0, other.1].into_iter().filter(|&p| passes(edge, p)));
                self.to_heat.extend(crossing(edge, other));
            }
        });
        self.pairs_left = self.pairs_left.checked_sub(compared)?;
        Some(())
    }
}

/// The box of an edge and all pixels that it passes.
fn around(low: Position, high: Position) -> Bounds {
    let (south, north) = (low.lat.min(high.lat), low.lat.max(high.lat));
    Bounds {
        min: Position::new(low.lon.saturating_sub(1), south.saturating_sub(1)),
        max: Position::new(high.lon.saturating_add(1), north.saturating_add(1)),
    }
}

/// Whether an edge meets the pixel of `p`. Exact: counted in half units, ends are even and the sides of pixels odd, so an
/// edge runs through the inside or only touches a corner, of which the lower left one alone is the pixel's own.
fn passes((a, b): EdgeKey, p: Position) -> bool {
    let twice = |p: Position| [2 * i64::from(p.lon), 2 * i64::from(p.lat)];
    let (a, b, middle) = (twice(a), twice(b), twice(p));
    let beside =
        |axis: usize| a[axis].max(b[axis]) < middle[axis] - 1 || a[axis].min(b[axis]) > middle[axis] + 1;
    if beside(0) || beside(1) {
        return false;
    }
    let (dx, dy) = (i128::from(b[0] - a[0]), i128::from(b[1] - a[1]));
    let turn = |[x, y]: [i64; 2]| {
        let (x, y) = (middle[0] + x, middle[1] + y);
        dx * i128::from(y - a[1]) - dy * i128::from(x - a[0])
    };
    let turns = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(turn);
    let (left, right) = (turns.iter().any(|turn| *turn > 0), turns.iter().any(|turn| *turn < 0));
    (left && right) || turns[0] == 0
}

/// The pixel in which two edges cross, if they cross away from their ends. Exact, so that both pass it.
fn crossing((a, b): EdgeKey, (c, d): EdgeKey) -> Option<Position> {
    let (from_c, from_d) = (orientation(a, b, c), orientation(a, b, d));
    let (from_a, from_b) = (orientation(c, d, a), orientation(c, d, b));
    if from_c.signum() * from_d.signum() >= 0 || from_a.signum() * from_b.signum() >= 0 {
        return None;
    }
    let (part, whole) = if from_c > from_d { (from_c, from_c - from_d) } else { (-from_c, from_d - from_c) };
    // Areas have up to 67 bits and lengths 33.
    let along = |from: i32, to: i32| {
        let step = i128::from(to) - i128::from(from);
        (i128::from(from) + (2 * step * part + whole).div_euclid(2 * whole)) as i32
    };
    Some(Position::new(along(c.lon, d.lon), along(c.lat, d.lat)))
}

/// The stretches of an edge, in its own direction.
pub(super) fn stretches(from: Position, to: Position, chains: &Chains) -> impl Iterator<Item = EdgeKey> + '_ {
    let mut inside: Vec<Position> = chains.get(&key(from, to)).cloned().unwrap_or_default();
    if to < from {
        inside.reverse();
    }
    let mut at = from;
    inside.into_iter().chain([to]).map(move |next| (std::mem::replace(&mut at, next), next))
}

/// A shape whose edges are led along chains. Ground that has no width any more goes.
pub(super) fn led(shape: &Shape, chains: &Chains) -> Shape {
    let ring = |ring: &[Position]| {
        let ends = ring.iter().enumerate().map(|(place, &a)| (a, ring[(place + 1) % ring.len()]));
        ends.flat_map(|(a, b)| stretches(a, b, chains).map(|stretch| stretch.0)).collect::<Vec<_>>()
    };
    let mut new = Shape::new();
    for rings in shape.polygons() {
        new.push_polygon(rings.into_iter().map(ring).collect::<Vec<_>>());
    }
    let mut seen = HashSet::new();
    let twice = new.edges().any(|(a, b)| a == b || !seen.insert(key(a, b)));
    if !twice {
        return new;
    }
    // What ran close beside itself has closed there: opposite stretches cancel.
    let (new, _) = validity::normalise(&new);
    let closed = Border::of(&new).shape();
    if closed.is_empty() { shape.clone() } else { closed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(lon: i32, lat: i32) -> Position {
        Position::new(lon, lat)
    }

    #[test]
    fn a_pixel_holds_its_lower_and_left_sides_only() {
        let through = |a: (i32, i32), b: (i32, i32), at: (i32, i32)| {
            passes(key(p(a.0, a.1), p(b.0, b.1)), p(at.0, at.1))
        };
        assert!(through((0, 0), (10, 1), (4, 0)) && !through((0, 0), (10, 1), (4, 1)));
        // The middle (5, 0.5) belongs to the upper pixel.
        assert!(through((0, 0), (10, 1), (5, 1)) && through((0, 0), (10, 1), (5, 0)));
        // Diagonals through corners (0.5, 0.5) and beside them.
        assert!(through((0, 0), (1, 1), (1, 1)) && !through((0, 0), (1, 1), (1, 0)));
        assert!(!through((0, 0), (1, 1), (0, 1)));
        assert!(through((0, 1), (1, 0), (1, 1)), "the corner is the upper right pixel's lower left one");
        assert!(!through((0, 0), (10, 0), (11, 0)) && !through((0, 0), (10, 0), (5, 1)));
    }

    #[test]
    fn rounded_edges_meet_in_vertices_only() {
        let mut state = 7_u64;
        let mut next = |below: i32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below as u64) as i32
        };
        for size in [6, 20, 60, 1_000_000] {
            let edges: Vec<EdgeKey> = (0..40)
                .map(|_| key(p(next(size), next(size)), p(next(size), next(size))))
                .filter(|(a, b)| a != b)
                .collect();
            let chains = chains(&edges, edges.iter().copied()).expect("few edges");
            let mut pieces: HashSet<EdgeKey> = HashSet::new();
            for edge in &edges {
                let inside = chains.get(edge).into_iter().flatten().copied();
                let way: Vec<Position> = [edge.0].into_iter().chain(inside).chain([edge.1]).collect();
                pieces.extend(way.windows(2).map(|step| key(step[0], step[1])));
            }
            let pieces: Vec<EdgeKey> = pieces.into_iter().collect();
            for (at, &a) in pieces.iter().enumerate() {
                for &b in &pieces[at + 1..] {
                    assert_eq!(crossing(a, b), None, "{a:?} {b:?}");
                    let on = |edge: EdgeKey, q: Position| {
                        q != edge.0
                            && q != edge.1
                            && crate::domain::geo::contains::on_segment(edge.0, edge.1, q)
                    };
                    assert!(!on(a, b.0) && !on(a, b.1) && !on(b, a.0) && !on(b, a.1), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn a_neck_that_closes_leaves_two_parts() {
        let neck = [
            (0, 0),
            (100, 0),
            (100, 40),
            (200, 41),
            (200, 0),
            (300, 0),
            (300, 80),
            (200, 80),
            (200, 42),
            (100, 41),
            (100, 80),
            (0, 80),
        ];
        let shape = Shape::from_ring(&neck.map(|(lon, lat)| p(lon, lat)));
        let chains = Chains::from([
            (key(p(100, 40), p(200, 41)), vec![p(150, 41)]),
            (key(p(200, 42), p(100, 41)), vec![p(150, 41)]),
        ]);
        assert_eq!(led(&shape, &chains).polygon_count(), 1, "touching in a place is no closing");
        let closing = Chains::from([
            (key(p(100, 40), p(200, 41)), vec![p(140, 41), p(160, 41)]),
            (key(p(200, 42), p(100, 41)), vec![p(140, 41), p(160, 41)]),
        ]);
        let parts = led(&shape, &closing);
        assert_eq!(parts.polygon_count(), 2);
        assert!(validity::faults(&parts).is_empty());
    }
}
