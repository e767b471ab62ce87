//! Seeded generator of grids for tests and benchmarks. `generate` makes community > zone > point, street blocks with
//! wiggly borders: exactly shared, noded at T-junctions, bent and turned so that nothing is parallel to an axis.
//! `patchwork` makes small coverages of multipolygons with holes on a coarse integer lattice, where every position can
//! be tried. Random numbers depend on place and seed alone, so both neighbours compute the same border.
#![allow(dead_code, reason = "tests and benchmarks each use their part")]

use wangge::domain::geo::{Plane, Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};

/// What to generate.
#[derive(Debug, Clone, Copy)]
pub struct GridSpec {
    /// Number of areas of the finest level.
    pub cells: usize,
    pub seed: u64,
    /// Middle of the grid.
    pub origin: Position,
}

impl GridSpec {
    pub fn new(cells: usize, seed: u64) -> Self {
        Self { cells, seed, origin: Position::new(1_025_400_000, 243_500_000) }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// Uniform in 0..below; `below` must not be 0.
    pub fn below(&mut self, below: usize) -> usize {
        ((u128::from(self.next()) * below as u128) >> 64) as usize
    }

    /// Uniform in 0..1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(core::f64::consts::TAU * self.unit())
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}

fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Side of a lattice square in metres; an area has about six.
const SPACING_M: f64 = 61.0;
const SQUARES_PER_CELL: f64 = 6.0;
/// Offsets of vertices and of the two points between them, in squares. Small enough that borders cannot cross.
const JITTER: f64 = 0.15;
const WIGGLE: f64 = 0.08;
const TURN: f64 = 17.0 / 180.0 * core::f64::consts::PI;

#[derive(Debug, Clone, Copy)]
struct Rectangle {
    x0: i64,
    y0: i64,
    x1: i64,
    y1: i64,
}

impl Rectangle {
    fn squares(&self) -> i64 {
        (self.x1 - self.x0) * (self.y1 - self.y0)
    }

    /// Halves across the longer side until there are `parts`, keeping room for the parts of each half.
    fn split(self, parts: usize, random: &mut Random, out: &mut Vec<Rectangle>) {
        if parts <= 1 || self.squares() <= 1 {
            out.push(self);
            return;
        }
        let (width, height) = (self.x1 - self.x0, self.y1 - self.y0);
        let (long, across) = (width.max(height), width.min(height));
        let first = parts / 2;
        let fraction = first as f64 / parts as f64 * (0.8 + 0.4 * random.unit());
        let rows = |parts: usize| parts.div_ceil(across as usize) as i64;
        let least = rows(first).max(1);
        let most = (long - rows(parts - first)).min(long - 1);
        let at = (libm::round(long as f64 * fraction) as i64).clamp(least.min(most.max(1)), most.max(1));
        let (mut a, mut b) = (self, self);
        if width >= height {
            a.x1 = self.x0 + at;
            b.x0 = self.x0 + at;
        } else {
            a.y1 = self.y0 + at;
            b.y0 = self.y0 + at;
        }
        a.split(first, random, out);
        b.split(parts - first, random, out);
    }
}

/// The lattice, warped onto the ground.
struct Ground {
    seed: u64,
    centre: f64,
    plane: Plane,
}

impl Ground {
    fn offset(&self, i: i64, j: i64, which: u64, size: f64) -> f64 {
        let place = mix(self.seed ^ mix((i as u64) << 32 ^ (j as u64 & 0xFFFF_FFFF)).wrapping_add(which));
        ((place >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0) * size
    }

    fn vertex(&self, i: i64, j: i64) -> [f64; 2] {
        [i as f64 + self.offset(i, j, 1, JITTER), j as f64 + self.offset(i, j, 2, JITTER)]
    }

    fn place(&self, [x, y]: [f64; 2]) -> Position {
        let (x, y) = (x - self.centre, y - self.centre);
        let (short, long) = (core::f64::consts::TAU / 37.0, core::f64::consts::TAU / 211.0);
        let bent_x = x + 1.1 * libm::sin(short * y + 0.7) + 5.0 * libm::sin(long * (y + 0.3 * x));
        let bent_y = y + 1.1 * libm::sin(short * x + 2.1) + 5.0 * libm::sin(long * (x - 0.4 * y) + 1.0);
        let (sin, cos) = (libm::sin(TURN), libm::cos(TURN));
        let [east, north] = [bent_x * cos - bent_y * sin, bent_x * sin + bent_y * cos];
        self.plane.from_xy([east * SPACING_M, north * SPACING_M])
    }

    /// The start of a unit step and the two points on its way. Computed in one direction for both.
    fn step(&self, from: (i64, i64), to: (i64, i64), ring: &mut Vec<Position>) {
        let forward = from < to;
        let (low, high) = if forward { (from, to) } else { (to, from) };
        let (a, b) = (self.vertex(low.0, low.1), self.vertex(high.0, high.1));
        let axis = if low.0 == high.0 { 10 } else { 20 };
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let between = |third: f64, which: u64| {
            let wiggle = self.offset(low.0, low.1, axis + which, WIGGLE);
            self.place([a[0] + dx * third - dy * wiggle, a[1] + dy * third + dx * wiggle])
        };
        let (first, second) = (between(1.0 / 3.0, 1), between(2.0 / 3.0, 2));
        ring.push(self.place(if forward { a } else { b }));
        ring.extend(if forward { [first, second] } else { [second, first] });
    }

    fn ring(&self, r: &Rectangle) -> Vec<Position> {
        let mut ring = Vec::with_capacity(6 * ((r.x1 - r.x0) + (r.y1 - r.y0)) as usize);
        (r.x0..r.x1).for_each(|x| self.step((x, r.y0), (x + 1, r.y0), &mut ring));
        (r.y0..r.y1).for_each(|y| self.step((r.x1, y), (r.x1, y + 1), &mut ring));
        (r.x0..r.x1).rev().for_each(|x| self.step((x + 1, r.y1), (x, r.y1), &mut ring));
        (r.y0..r.y1).rev().for_each(|y| self.step((r.x0, y + 1), (r.x0, y), &mut ring));
        ring
    }
}

fn area(level: Level, code: String, parent: Option<String>, shape: Shape) -> Area {
    Area { scheme: Scheme::Duty, level, name: code.clone(), code, parent, shape: Some(shape), extent: None }
}

/// A square piece of town: communities of about 100 points, each of ten zones. Exactly `cells` points, all levels, in
/// one valid coverage. The same spec gives the same areas.
pub fn generate(spec: &GridSpec) -> Vec<Area> {
    let side = libm::ceil(libm::sqrt(SQUARES_PER_CELL * spec.cells.max(1) as f64)) as i64;
    let ground = Ground { seed: mix(spec.seed), centre: side as f64 / 2.0, plane: Plane::at(spec.origin) };
    let mut random = Random(spec.seed);
    let whole = Rectangle { x0: 0, y0: 0, x1: side, y1: side };
    let mut communities = Vec::new();
    whole.split((spec.cells / 100).max(1), &mut random, &mut communities);
    let mut left = spec.cells.max(1);
    let mut ground_left = whole.squares();
    let mut areas = Vec::with_capacity(spec.cells + spec.cells / 8 + 2);
    let mut point_number = 0;
    for (c, community) in communities.iter().enumerate() {
        let code = format!("C{c:05}");
        areas.push(area(Level::Community, code.clone(), None, Shape::from_ring(&ground.ring(community))));
        let mut zones = Vec::new();
        community.split(10.min(spec.cells), &mut random, &mut zones);
        for (z, zone) in zones.iter().enumerate() {
            // Points go by area; the running remainder makes their number exact.
            let share = libm::round(left as f64 * zone.squares() as f64 / ground_left as f64) as usize;
            ground_left -= zone.squares();
            let count = share.clamp(1, zone.squares() as usize);
            let zone_code = format!("{code}Z{z:02}");
            areas.push(area(
                Level::Zone,
                zone_code.clone(),
                Some(code.clone()),
                Shape::from_ring(&ground.ring(zone)),
            ));
            let mut points = Vec::new();
            zone.split(count, &mut random, &mut points);
            left = left.saturating_sub(points.len());
            for point in &points {
                let code = format!("P{point_number:08}");
                point_number += 1;
                let shape = Shape::from_ring(&ground.ring(point));
                areas.push(area(Level::Point, code, Some(zone_code.clone()), shape));
            }
        }
    }
    areas
}

/// A valid coverage of `labels` points (multipolygons with holes, islands and corners that only touch) in zones of three,
/// on a lattice of `size` × `size` squares of 12 units with bent corners. Squares of label 0 belong to nobody.
pub fn patchwork(seed: u64, size: usize, labels: usize) -> Vec<Area> {
    let mut random = Random(seed);
    let owners: Vec<usize> = (0..size * size).map(|_| random.below(labels + 1)).collect();
    let corners: Vec<Position> = (0..(size + 1) * (size + 1))
        .map(|index| {
            let (i, j) = ((index % (size + 1)) as i32, (index / (size + 1)) as i32);
            let mut bend = || random.below(5) as i32 - 2;
            Position::new(12 * i + bend(), 12 * j + bend())
        })
        .collect();
    let used: Vec<usize> = (1..=labels).filter(|label| owners.contains(label)).collect();
    let mut areas = Vec::new();
    let shape = |belongs: &dyn Fn(usize) -> bool| trace(&owners, &corners, size, belongs);
    for &label in &used {
        let zone = (label - 1) / 3;
        let code = format!("Z{zone:02}");
        if !areas.iter().any(|area: &Area| area.code == code) {
            let outline = shape(&|owner| owner > 0 && (owner - 1) / 3 == zone);
            areas.push(area(Level::Zone, code.clone(), Some("C".into()), outline));
        }
        areas.push(area(Level::Point, format!("P{label:02}"), Some(code), shape(&|owner| owner == label)));
    }
    areas.push(area(Level::Community, "C".into(), None, shape(&|owner| owner > 0)));
    areas
}

/// Outline of the squares that belong. Outer rings come with the holes inside them, as a polygon should.
fn trace(owners: &[usize], corners: &[Position], size: usize, belongs: &dyn Fn(usize) -> bool) -> Shape {
    let inside = |i: isize, j: isize| {
        let held = (0..size as isize).contains(&i) && (0..size as isize).contains(&j);
        held && belongs(owners[j as usize * size + i as usize])
    };
    let corner = |i: usize, j: usize| j * (size + 1) + i;
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for j in 0..size {
        for i in 0..size {
            if !inside(i as isize, j as isize) {
                continue;
            }
            let (x, y) = (i as isize, j as isize);
            let sides = [
                (inside(x, y - 1), corner(i, j), corner(i + 1, j)),
                (inside(x + 1, y), corner(i + 1, j), corner(i + 1, j + 1)),
                (inside(x, y + 1), corner(i + 1, j + 1), corner(i, j + 1)),
                (inside(x - 1, y), corner(i, j + 1), corner(i, j)),
            ];
            edges.extend(sides.iter().filter(|side| !side.0).map(|&(_, from, to)| (from, to)));
        }
    }
    let mut rings: Vec<Vec<usize>> = Vec::new();
    while let Some((start, mut at)) = edges.pop() {
        let mut ring = vec![start];
        let mut from = start;
        while at != start {
            ring.push(at);
            // Where two corners touch, turn left, so that rings do not run through themselves.
            let heading = at as isize - from as isize;
            let left = if heading.abs() == 1 {
                heading * (size as isize + 1)
            } else {
                -heading / (size as isize + 1)
            };
            let turned = edges.iter().position(|edge| edge.0 == at && edge.1 as isize - at as isize == left);
            let next =
                turned.or_else(|| edges.iter().position(|edge| edge.0 == at)).expect("outlines are closed");
            from = at;
            at = edges.swap_remove(next).1;
        }
        rings.push(ring);
    }
    let rings: Vec<Vec<Position>> =
        rings.iter().map(|ring| ring.iter().map(|&c| corners[c]).collect()).collect();
    let anticlockwise = |ring: &[Position]| wangge::domain::geo::shape_measure::doubled_area(ring) > 0;
    let (outers, holes): (Vec<_>, Vec<_>) = rings.iter().partition(|ring| anticlockwise(ring));
    let mut shape = Shape::new();
    for outer in &outers {
        let body = Shape::from_ring(outer);
        // The outer ring of a hole is the smallest that holds all its corners.
        let is_home = |hole: &&&Vec<Position>| {
            let holds = |ring: &Shape| hole.iter().all(|&p| ring.contains(p) || ring.on_edge(p));
            let smaller = outers.iter().filter(|other| !std::ptr::eq(**other, *outer)).any(|other| {
                let other = Shape::from_ring(other);
                other.area_m2() < body.area_m2() && holds(&other)
            });
            holds(&body) && !smaller
        };
        let own = holes.iter().filter(is_home).map(|hole| &hole[..]);
        shape.push_polygon(std::iter::once(&outer[..]).chain(own));
    }
    shape
}

/// Positions as reports come: two thirds in clusters, a quarter anywhere in and just outside the box of the areas, the
/// rest exactly on vertices, on integer positions of edges, and one unit beside them.
pub fn positions(areas: &[Area], count: usize, seed: u64) -> Vec<Position> {
    let mut random = Random(seed);
    let drawn: Vec<&Shape> = areas.iter().filter_map(|area| area.shape.as_ref()).collect();
    let Some(bounds) = drawn.iter().filter_map(|shape| shape.bounds()).reduce(|a, b| a.union(b)) else {
        return Vec::new();
    };
    let width = f64::from(bounds.max.lon) - f64::from(bounds.min.lon);
    let height = f64::from(bounds.max.lat) - f64::from(bounds.min.lat);
    let anywhere = |random: &mut Random| {
        let at = |random: &mut Random, low: i32, extent: f64| {
            f64::from(low) + extent * (random.unit() * 1.02 - 0.01)
        };
        (at(random, bounds.min.lon, width), at(random, bounds.min.lat, height))
    };
    let clusters: Vec<(f64, f64, f64)> = (0..(drawn.len() / 30).clamp(12, 2_000))
        .map(|_| {
            let (lon, lat) = anywhere(&mut random);
            (lon, lat, 2_000.0 + 30_000.0 * random.unit())
        })
        .collect();
    (0..count)
        .map(|_| match random.below(100) {
            0..65 => {
                // Squaring the number makes a few clusters much larger than the rest.
                let share = random.unit() * random.unit();
                let (lon, lat, spread) = clusters[(share * clusters.len() as f64) as usize];
                Position::new(
                    (lon + random.normal() * spread) as i32,
                    (lat + random.normal() * spread) as i32,
                )
            }
            65..90 => {
                let (lon, lat) = anywhere(&mut random);
                Position::new(lon as i32, lat as i32)
            }
            _ => {
                let vertices = drawn[random.below(drawn.len())].vertices();
                let start = random.below(vertices.len());
                let (a, b) = (vertices[start], vertices[(start + 1) % vertices.len()]);
                let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
                let steps = greatest_common_divisor(dx.unsigned_abs(), dy.unsigned_abs()).max(1) as i32;
                let step = random.below(steps as usize) as i32;
                let on = Position::new(a.lon + dx / steps * step, a.lat + dy / steps * step);
                let nudge =
                    |random: &mut Random| if random.below(3) == 0 { random.below(3) as i32 - 1 } else { 0 };
                Position::new(on.lon + nudge(&mut random), on.lat + nudge(&mut random))
            }
        })
        .collect()
}

pub fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
