//! What can be wrong with one shape, found exactly: `normalise` removes what rounding to the grid leaves behind and
//! lists it, `faults` names what a person has to mend.

use super::contains::{on_segment, orientation};
use super::measure::foot_of_origin;
use super::segment::{Meeting, meet};
use super::shape_measure::doubled_area;
use super::{Bounds, BoxIndex, Position, Shape};
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What `normalise` took out.
    RoundingKind {
        /// Two vertices in a row became one.
        ZeroLengthEdge = "zero_length_edge",
        /// The border ran out and straight back.
        Spike = "spike",
        /// Nothing was left of a ring.
        VanishedRing = "vanished_ring",
    }
}

/// One thing that `normalise` took out; none of them had any area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundingNote {
    pub kind: RoundingKind,
    pub place: Position,
    /// Number of the ring in the shape as it came, from 0.
    pub ring: usize,
}

vocabulary! {
    /// What makes a shape unusable.
    ShapeFaultKind {
        /// Nothing to draw at all.
        Empty = "empty",
        /// A ring with fewer than three distinct vertices, or all on one line.
        TooFewVertices = "too_few_vertices",
        /// The border crosses itself or runs twice along the same line.
        SelfCrossing = "self_crossing",
        HoleOutside = "hole_outside",
        /// A part lies inside another part.
        NestedPart = "nested_part",
        /// Wider than 180°, where "inside" has two meanings.
        TooWide = "too_wide",
        /// So many edges lie over each other that they cannot be compared in reasonable time.
        TooTangled = "too_tangled",
    }
}

/// One fault with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShapeFault {
    pub kind: ShapeFaultKind,
    pub place: Position,
    /// Number of the ring, from 0.
    pub ring: usize,
    /// Rounding to the grid can have caused it: a border that crosses itself by at most three units without turning
    /// ground inside out, or runs back along itself. Owners stay unique all the same, so this is for listing only.
    pub rounding: bool,
}

impl ShapeFault {
    fn new(kind: ShapeFaultKind, place: Position, ring: usize) -> Self {
        Self { kind, place, ring, rounding: false }
    }

    pub fn words(&self) -> Words {
        let [lon, lat] = self.place.degrees();
        let (zh, en) = match self.kind {
            ShapeFaultKind::Empty => ("没有围住任何地面", "encloses no ground"),
            ShapeFaultKind::TooFewVertices => {
                ("环的不同顶点少于三个", "has a ring of fewer than three distinct vertices")
            }
            ShapeFaultKind::SelfCrossing => ("边界自相交", "has a border that crosses itself"),
            ShapeFaultKind::HoleOutside => ("洞在外环之外", "has a hole outside its outer ring"),
            ShapeFaultKind::NestedPart => ("一个部分位于另一部分之内", "has a part inside another part"),
            ShapeFaultKind::TooWide => ("跨度超过 180°", "is wider than 180°"),
            ShapeFaultKind::TooTangled => {
                ("边界重叠过多，无法核对", "has too many edges over each other to be checked")
            }
        };
        Words::new(format!("{zh}（{lon:.7}, {lat:.7}）"), format!("{en} ({lon:.7}, {lat:.7})"))
    }
}

/// Everything wrong with a shape that `normalise` has gone over, with its notes: where nothing is left of it, the place is
/// where it was.
pub fn faults_of(normal: &Shape, notes: &[RoundingNote]) -> Vec<ShapeFault> {
    match notes.last() {
        Some(note) if normal.is_empty() => {
            vec![ShapeFault::new(ShapeFaultKind::Empty, note.place, note.ring)]
        }
        _ => faults(normal),
    }
}

/// Compared pairs of edges for each edge, above which a ring counts as tangled.
const MOST_PAIRS_PER_EDGE: usize = 400;
/// What rounding can do, in units of the grid.
const ROUNDING_UNITS: f64 = 3.0;
/// Below this number of edges every pair is looked at, without an index.
const SMALL: usize = 48;

/// The shape without zero-length edges, spikes and rings that have no width, and a list of what went. The ground it covers is
/// exactly the same. Linear in vertices.
pub fn normalise(shape: &Shape) -> (Shape, Vec<RoundingNote>) {
    let mut notes = Vec::new();
    let mut normal = Shape::new();
    let mut number = 0;
    for rings in shape.polygons() {
        let mut kept: Vec<Vec<Position>> = Vec::with_capacity(rings.len());
        for (index, ring) in rings.iter().enumerate() {
            let clean = clean_ring(ring, number + index, &mut notes);
            // A ring on one line has turned back somewhere, so cleaning has taken it apart; a bow tie stays, though its
            // signed area may be nought, because it is for `faults` to name.
            if clean.len() >= 3 {
                kept.push(clean);
            } else {
                notes.push(RoundingNote {
                    kind: RoundingKind::VanishedRing,
                    place: ring[0],
                    ring: number + index,
                });
                if index == 0 {
                    break;
                }
            }
        }
        number += rings.len();
        if !kept.is_empty() {
            normal.push_polygon(&kept);
        }
    }
    (normal, notes)
}

fn clean_ring(ring: &[Position], number: usize, notes: &mut Vec<RoundingNote>) -> Vec<Position> {
    let mut note = |kind, place| notes.push(RoundingNote { kind, place, ring: number });
    let mut clean: Vec<Position> = Vec::with_capacity(ring.len());
    for &p in ring {
        push_clean(&mut clean, p, &mut note);
    }
    // The seam between last and first vertex is like any other place of the ring.
    let mut start = 0;
    while clean.len() - start >= 2 {
        let (first, second) = (clean[start], clean[start + 1]);
        let last = clean[clean.len() - 1];
        let before = clean[clean.len() - 2];
        if first == last {
            note(RoundingKind::ZeroLengthEdge, first);
            clean.pop();
        } else if clean.len() - start >= 3 && turns_back(before, last, first) {
            note(RoundingKind::Spike, last);
            clean.pop();
        } else if clean.len() - start >= 3 && turns_back(last, first, second) {
            note(RoundingKind::Spike, first);
            start += 1;
        } else {
            break;
        }
    }
    clean.drain(..start);
    clean
}

fn push_clean(clean: &mut Vec<Position>, p: Position, note: &mut impl FnMut(RoundingKind, Position)) {
    loop {
        match clean[..] {
            [.., tip] if tip == p => return note(RoundingKind::ZeroLengthEdge, p),
            [.., before, tip] if turns_back(before, tip, p) => {
                note(RoundingKind::Spike, tip);
                clean.pop();
            }
            _ => return clean.push(p),
        }
    }
}

/// Whether the way a→b→c turns straight back at b.
fn turns_back(a: Position, b: Position, c: Position) -> bool {
    if orientation(a, b, c) != 0 {
        return false;
    }
    let step = |from: i32, to: i32| i128::from(to) - i128::from(from);
    step(a.lon, b.lon) * step(b.lon, c.lon) + step(a.lat, b.lat) * step(b.lat, c.lat) < 0
}

/// An edge with its place in the shape.
#[derive(Clone, Copy)]
struct Edge {
    from: Position,
    to: Position,
    ring: u32,
    polygon: u32,
    /// Number of the first edge of its ring and how many it has.
    ring_start: u32,
    ring_len: u32,
}

/// Everything wrong with a shape, each with its place; empty for a good one. Rings may touch themselves and each other in
/// single places. O(n log n) for borders as people draw them; a border of which many edges lie over each other is refused
/// as `TooTangled` rather than compared pair by pair.
pub fn faults(shape: &Shape) -> Vec<ShapeFault> {
    let Some(bounds) = shape.bounds() else {
        return vec![ShapeFault::new(ShapeFaultKind::Empty, Position::default(), 0)];
    };
    if i64::from(bounds.max.lon) - i64::from(bounds.min.lon) > 1_800_000_000 {
        return vec![ShapeFault::new(ShapeFaultKind::TooWide, bounds.min, 0)];
    }
    let mut found = Vec::new();
    for (number, ring) in shape.rings().enumerate() {
        if !has_width(ring) {
            found.push(ShapeFault::new(ShapeFaultKind::TooFewVertices, ring[0], number));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let edges = edges_of(shape);
    let index = (edges.len() > SMALL).then(|| {
        BoxIndex::build(
            edges
                .iter()
                .enumerate()
                .map(|(number, edge)| (number as u32, Bounds::between(edge.from, edge.to))),
        )
    });
    found.extend(crossings(&edges, index.as_ref()));
    if found.is_empty() {
        found.extend(nesting(shape, &edges, index.as_ref()));
    }
    found
}

/// Whether three vertices make a triangle.
fn has_width(ring: &[Position]) -> bool {
    let first = ring[0];
    let Some(&second) = ring.iter().find(|&&p| p != first) else { return false };
    ring.iter().any(|&p| orientation(first, second, p) != 0)
}

fn edges_of(shape: &Shape) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(shape.vertices().len());
    let mut ring_number = 0;
    for (polygon, rings) in shape.polygons().enumerate() {
        for ring in rings {
            let ring_start = edges.len() as u32;
            for (index, &from) in ring.iter().enumerate() {
                let to = ring[(index + 1) % ring.len()];
                let ring_len = ring.len() as u32;
                edges.push(Edge {
                    from,
                    to,
                    ring: ring_number,
                    polygon: polygon as u32,
                    ring_start,
                    ring_len,
                });
            }
            ring_number += 1;
        }
    }
    edges
}

impl Edge {
    fn number_before(&self, number: u32) -> u32 {
        self.ring_start + (number - self.ring_start + self.ring_len - 1) % self.ring_len
    }

    fn number_after(&self, number: u32) -> u32 {
        self.ring_start + (number - self.ring_start + 1) % self.ring_len
    }
}

fn crossings(edges: &[Edge], index: Option<&BoxIndex>) -> Vec<ShapeFault> {
    let mut found = Vec::new();
    let mut pairs = 0;
    for (number, edge) in edges.iter().enumerate() {
        let number = number as u32;
        let mut compare = |other: u32| {
            if other > number
                && let Some((place, rounding)) = crossing(edges, number, other)
            {
                let fault = ShapeFault::new(ShapeFaultKind::SelfCrossing, place, edge.ring as usize);
                found.push(ShapeFault { rounding, ..fault });
            }
        };
        match index {
            None => (number + 1..edges.len() as u32).for_each(compare),
            Some(index) => {
                index.within(Bounds::between(edge.from, edge.to), |other| {
                    pairs += 1;
                    compare(other);
                });
            }
        }
        if pairs > MOST_PAIRS_PER_EDGE * edges.len() {
            return vec![ShapeFault::new(ShapeFaultKind::TooTangled, edge.from, edge.ring as usize)];
        }
        if found.len() >= MOST_FAULTS {
            break;
        }
    }
    found
}

/// A person mends a few faults and looks again; a scribble has millions.
const MOST_FAULTS: usize = 100;

/// Place where two edges cross or run along each other, and whether rounding can have done it.
fn crossing(edges: &[Edge], first: u32, second: u32) -> Option<(Position, bool)> {
    let (a, b) = (&edges[first as usize], &edges[second as usize]);
    match meet(a.from, a.to, b.from, b.to) {
        Meeting::Apart => None,
        Meeting::Cross(place) => Some((place, is_rounding(edges, first, second, place))),
        Meeting::Overlap(place) => {
            // There and back on one line encloses nothing; twice the same way may.
            let step = |from: i32, to: i32| i128::from(to) - i128::from(from);
            let along = step(a.from.lon, a.to.lon) * step(b.from.lon, b.to.lon)
                + step(a.from.lat, a.to.lat) * step(b.from.lat, b.to.lat);
            Some((place, along < 0 || is_rounding(edges, first, second, place)))
        }
        Meeting::Touch(place) => {
            let same_ring = a.ring == b.ring;
            if same_ring && (a.number_after(first) == second || b.number_after(second) == first) {
                return None;
            }
            // Each of both ways passes the place either along one edge or from one edge to the next; looked at once,
            // from the edge that starts or runs through there.
            if place == a.to || place == b.to {
                return None;
            }
            let before = |edge: &Edge, number: u32| {
                if place == edge.from { edges[edge.number_before(number) as usize].from } else { edge.from }
            };
            let (from, to) = (before(a, first), a.to);
            let (start, end) = (before(b, second), b.to);
            let crosses = passes_through(from, place, to, start, end);
            crosses.then(|| (place, is_rounding(edges, first, second, place)))
        }
    }
}

/// Rounding moves a vertex by less than a unit, so a crossing that it made has an end within two units of the other edge.
/// A figure of eight can look like that too; it differs in that one of its two loops is turned inside out and large.
fn is_rounding(edges: &[Edge], first: u32, second: u32, place: Position) -> bool {
    let (a, b) = (&edges[first as usize], &edges[second as usize]);
    let near = |p: Position, from: Position, to: Position| units_to_segment(p, from, to) <= ROUNDING_UNITS;
    let close = near(a.from, b.from, b.to)
        || near(a.to, b.from, b.to)
        || near(b.from, a.from, a.to)
        || near(b.to, a.from, a.to);
    if !close || a.ring != b.ring {
        return close;
    }
    let loop_area = |from: u32, to: u32| {
        let ring = &edges[a.ring_start as usize..(a.ring_start + a.ring_len) as usize];
        let count = (to + a.ring_len - from) % a.ring_len;
        let start = (from - a.ring_start) as usize;
        let mut corners = vec![place];
        corners.extend(ring.iter().cycle().skip(start).take(count as usize).map(|edge| edge.to));
        let perimeter: f64 =
            (0..corners.len()).map(|i| units(corners[i], corners[(i + 1) % corners.len()])).sum();
        (doubled_area(&corners), perimeter)
    };
    let (one, other) = (loop_area(first, second), loop_area(second, first));
    let (small, large) = if one.0.abs() <= other.0.abs() { (one, other) } else { (other, one) };
    let thin = 2.0 * small.0.abs() as f64 <= ROUNDING_UNITS * small.1;
    thin || small.0.signum() == large.0.signum()
}

fn units(a: Position, b: Position) -> f64 {
    libm::hypot(f64::from(b.lon) - f64::from(a.lon), f64::from(b.lat) - f64::from(a.lat))
}

fn units_to_segment(p: Position, a: Position, b: Position) -> f64 {
    let shift = |q: Position| [f64::from(q.lon) - f64::from(p.lon), f64::from(q.lat) - f64::from(p.lat)];
    let (a, b) = (shift(a), shift(b));
    let foot = foot_of_origin(a, b);
    libm::hypot(a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot)
}

/// Whether the way start→place→end changes sides of the way from→place→to, both sides strictly.
fn passes_through(from: Position, place: Position, to: Position, start: Position, end: Position) -> bool {
    let left = |p: Position| {
        let (arriving, leaving) = (orientation(from, place, p), orientation(place, to, p));
        if orientation(from, place, to) >= 0 {
            arriving > 0 && leaving > 0
        } else {
            arriving > 0 || leaving > 0
        }
    };
    let right = |p: Position| {
        let (arriving, leaving) = (orientation(from, place, p), orientation(place, to, p));
        if orientation(from, place, to) > 0 {
            arriving < 0 || leaving < 0
        } else {
            arriving < 0 && leaving < 0
        }
    };
    (left(start) && right(end)) || (right(start) && left(end))
}

/// Holes outside their outer ring and parts inside other parts; the borders are known not to cross.
fn nesting(shape: &Shape, edges: &[Edge], index: Option<&BoxIndex>) -> Vec<ShapeFault> {
    let mut found = Vec::new();
    let mut ring_number = 0u32;
    for (polygon, rings) in shape.polygons().enumerate() {
        let outer = ring_number;
        for (place_in_polygon, ring) in rings.iter().enumerate() {
            let (kind, inside_wanted) = match place_in_polygon {
                0 => (ShapeFaultKind::NestedPart, false),
                _ => (ShapeFaultKind::HoleOutside, true),
            };
            let counts = |edge: &Edge| match place_in_polygon {
                0 => edge.polygon != polygon as u32,
                _ => edge.ring == outer,
            };
            let free =
                ring.iter().copied().find_map(|p| inside(edges, index, p, counts).map(|inside| (p, inside)));
            if let Some((place, inside)) = free
                && inside != inside_wanted
            {
                found.push(ShapeFault::new(kind, place, ring_number as usize));
            }
            ring_number += 1;
        }
    }
    found
}

/// Even-odd over the edges that count; None when `p` lies on one of them.
fn inside(
    edges: &[Edge],
    index: Option<&BoxIndex>,
    p: Position,
    counts: impl Fn(&Edge) -> bool,
) -> Option<bool> {
    let mut inside = false;
    let mut look = |edge: &Edge| {
        if !counts(edge) {
            return true;
        }
        let (a, b) = (edge.from, edge.to);
        if on_segment(a, b, p) {
            return false;
        }
        if (a.lon <= p.lon) != (b.lon <= p.lon) {
            let (west, east) = if a.lon <= p.lon { (a, b) } else { (b, a) };
            inside ^= orientation(west, east, p) < 0;
        }
        true
    };
    let clear = match index {
        None => edges.iter().all(look),
        Some(index) => {
            let column = Bounds { min: p, max: Position::new(p.lon, i32::MAX) };
            let mut clear = true;
            index.within(column, |number| clear = clear && look(&edges[number as usize]));
            clear
        }
    };
    clear.then_some(inside)
}

#[cfg(test)]
#[path = "validity_tests.rs"]
mod tests;
