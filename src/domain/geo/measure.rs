//! Metres (R1): a plane that touches the ellipsoid at a place, scaled by its two radii of curvature there. Edges are
//! straight in lon/lat, so they stay straight in the plane. Within 10 km of its origin the plane is right to about
//! 1 part in 1,000 in the north (tan φ · Δφ), and to 1 in 100,000 within 100 m, where decisions are taken.

use super::{Bounds, Position};
use core::f64::consts::PI;

/// WGS 84 semi-major axis, metres (EPSG 7030).
const A: f64 = 6_378_137.0;
/// WGS 84 first eccentricity squared, from f = 1/298.257223563.
const E2: f64 = 0.006_694_379_990_141_316;
/// Radians in one unit of the position grid.
const RADIANS_PER_UNIT: f64 = PI / 180.0 / 1e7;

/// Local plane in metres: x east, y north, origin at a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    origin: Position,
    /// Metres in one unit of longitude.
    east: f64,
    /// Metres in one unit of latitude.
    north: f64,
}

impl Plane {
    /// East–west by the prime vertical's radius, north–south by the meridian's.
    pub fn at(origin: Position) -> Self {
        let phi = f64::from(origin.lat) * RADIANS_PER_UNIT;
        let sin = libm::sin(phi);
        let w2 = 1.0 - E2 * sin * sin;
        let w = libm::sqrt(w2);
        Self {
            origin,
            east: A / w * libm::cos(phi).max(0.0) * RADIANS_PER_UNIT,
            north: A * (1.0 - E2) / (w2 * w) * RADIANS_PER_UNIT,
        }
    }

    #[inline]
    pub fn to_xy(&self, p: Position) -> [f64; 2] {
        [
            (i64::from(p.lon) - i64::from(self.origin.lon)) as f64 * self.east,
            (i64::from(p.lat) - i64::from(self.origin.lat)) as f64 * self.north,
        ]
    }

    /// Rounds to the grid; numbers beyond its edge saturate.
    pub fn from_xy(&self, [x, y]: [f64; 2]) -> Position {
        let lon = f64::from(self.origin.lon) + if self.east > 0.0 { x / self.east } else { 0.0 };
        let lat = f64::from(self.origin.lat) + y / self.north;
        Position::new(
            libm::round(lon).clamp(-1_800_000_000.0, 1_800_000_000.0) as i32,
            libm::round(lat).clamp(-900_000_000.0, 900_000_000.0) as i32,
        )
    }

    /// Square metres in one square unit of the grid.
    pub fn unit_area_m2(&self) -> f64 {
        self.east * self.north
    }

    /// Metres of the smaller side of one unit.
    pub fn unit_m(&self) -> f64 {
        self.east.min(self.north)
    }

    /// Box around the origin that holds everything within `radius_m`, one unit to spare.
    pub fn window(&self, radius_m: f64) -> Bounds {
        let reach = |scale: f64| if scale > 0.0 { libm::ceil(radius_m / scale) + 1.0 } else { 3.6e9 };
        let lon = |offset: f64| {
            (f64::from(self.origin.lon) + offset).clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32
        };
        let lat = |offset: f64| {
            (f64::from(self.origin.lat) + offset).clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32
        };
        let (dx, dy) = (reach(self.east), reach(self.north));
        Bounds { min: Position::new(lon(-dx), lat(-dy)), max: Position::new(lon(dx), lat(dy)) }
    }

    /// Square of the distance in metres from the origin to the nearest place of a box, 0 inside.
    #[inline]
    pub fn to_box_m2(self, bounds: &Bounds) -> f64 {
        let corner = |p: Position| [f64::from(p.lon), f64::from(p.lat)];
        self.to_envelope_m2(corner(bounds.min), corner(bounds.max))
    }

    /// The same of a box given by its corners in grid units.
    #[inline]
    pub(super) fn to_envelope_m2(self, min: [f64; 2], max: [f64; 2]) -> f64 {
        let (x, y) = (f64::from(self.origin.lon), f64::from(self.origin.lat));
        let dx = greater(greater(min[0] - x, x - max[0]), 0.0) * self.east;
        let dy = greater(greater(min[1] - y, y - max[1]), 0.0) * self.north;
        dx * dx + dy * dy
    }

    /// Squares of the distances in metres from the origin to the nearest place of a box, 0 inside, and to the farthest
    /// that the nearest place of something can be that touches all four sides of the box.
    #[inline]
    pub(super) fn to_box_range_m2(self, bounds: &Bounds) -> [f64; 2] {
        let side = |least: i32, most: i32, origin: i32, scale: f64| {
            let below = (f64::from(least) - f64::from(origin)) * scale;
            let above = (f64::from(origin) - f64::from(most)) * scale;
            let (a, b) = (below.abs(), above.abs());
            // Beyond the box, to the nearer side, to the farther side.
            [greater(greater(below, above), 0.0), a + b - greater(a, b), greater(a, b)]
        };
        let [dx, x_near, x_far] = side(bounds.min.lon, bounds.max.lon, self.origin.lon, self.east);
        let [dy, y_near, y_far] = side(bounds.min.lat, bounds.max.lat, self.origin.lat, self.north);
        let (one, other) = (x_near * x_near + y_far * y_far, y_near * y_near + x_far * x_far);
        [dx * dx + dy * dy, -greater(-one, -other)]
    }

    /// Square of the distance in metres from the origin to the nearest of some positions, infinite without any.
    pub(crate) fn to_positions_m2(self, positions: &[Position]) -> f64 {
        let square = |p: &Position| {
            let [x, y] = self.to_xy(*p);
            x * x + y * y
        };
        positions.iter().map(square).fold(f64::INFINITY, f64::min)
    }

    /// Square of the distance in metres from the origin to the segment a–b. Both directions of the segment give
    /// the same bits, so a shared edge is equally far from both of its owners.
    #[inline]
    pub fn to_segment_m2(&self, a: Position, b: Position) -> f64 {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let [ax, ay] = self.to_xy(a);
        let [bx, by] = self.to_xy(b);
        let foot = foot_of_origin([ax, ay], [bx, by]);
        let (x, y) = (ax + (bx - ax) * foot, ay + (by - ay) * foot);
        x * x + y * y
    }
}

/// The greater of two numbers, neither of them NaN: one instruction.
#[inline]
fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The search for the segment nearest to a plane's origin. Segments that lie wholly beyond one side of the box of what
/// was found so far are passed over by comparing integers, which are most of those of a long border.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NearestSegment {
    plane: Plane,
    best_m2: f64,
    /// Half sides of the box in grid units, rounded up.
    east: i64,
    north: i64,
}

impl NearestSegment {
    /// Looks no farther than a squared distance in metres that is known to be reached, or that nobody asks beyond.
    pub(crate) fn within(plane: &Plane, limit_m2: f64) -> Self {
        let mut nearest = Self { plane: *plane, best_m2: f64::INFINITY, east: i64::MAX, north: i64::MAX };
        nearest.take(limit_m2);
        nearest
    }

    /// Square of the distance in metres to the nearest segment, or the limit when none is nearer.
    pub(crate) fn best_m2(&self) -> f64 {
        self.best_m2
    }

    /// False only for segments that are farther than the best.
    #[inline]
    pub(crate) fn may_be_nearer(&self, a: Position, b: Position) -> bool {
        let origin = self.plane.origin;
        let (ax, bx) = (i64::from(a.lon) - i64::from(origin.lon), i64::from(b.lon) - i64::from(origin.lon));
        let (ay, by) = (i64::from(a.lat) - i64::from(origin.lat), i64::from(b.lat) - i64::from(origin.lat));
        ax.min(bx) <= self.east
            && ax.max(bx) >= -self.east
            && ay.min(by) <= self.north
            && ay.max(by) >= -self.north
    }

    /// Takes a segment at a distance; true when it is the nearest so far.
    #[inline]
    pub(crate) fn take(&mut self, distance_m2: f64) -> bool {
        if distance_m2 >= self.best_m2 {
            return false;
        }
        self.best_m2 = distance_m2;
        let best = distance_m2.sqrt();
        // Casts saturate, so that at the poles, where a degree of longitude has no length, nothing is passed over.
        self.east = (best / self.plane.east) as i64 + 1;
        self.north = (best / self.plane.north) as i64 + 1;
        true
    }

    #[inline]
    pub(crate) fn offer(&mut self, a: Position, b: Position) {
        if self.may_be_nearer(a, b) {
            self.take(self.plane.to_segment_m2(a, b));
        }
    }
}

/// Parameter in 0..=1 of the place on a–b that is nearest to the origin of the plane.
#[inline]
pub(crate) fn foot_of_origin(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    if length2 > 0.0 { (-(a[0] * dx + a[1] * dy) / length2).clamp(0.0, 1.0) } else { 0.0 }
}

/// Metres between two positions, in the plane at their middle; symmetric. Good to 0.1 % up to 10 km.
pub fn distance_m(a: Position, b: Position) -> f64 {
    let middle = Position::new(a.lon, ((i64::from(a.lat) + i64::from(b.lat)) / 2) as i32);
    let plane = Plane::at(middle);
    let [ax, ay] = plane.to_xy(a);
    let [bx, by] = plane.to_xy(b);
    libm::hypot(bx - ax, by - ay)
}

/// Metres along a line of positions.
pub fn length_m(line: &[Position]) -> f64 {
    line.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: Vincenty's inverse formula on WGS 84, run in a separate script.
    #[test]
    fn a_hundredth_of_a_degree_has_the_ellipsoid_s_length() {
        let here = Position::new(1_025_400_000, 243_500_000);
        let east = Position::new(1_025_500_000, 243_500_000);
        let north = Position::new(1_025_400_000, 243_600_000);
        assert!((distance_m(here, east) - 1014.747).abs() < 0.002, "{}", distance_m(here, east));
        assert!((distance_m(here, north) - 1107.634).abs() < 0.002, "{}", distance_m(here, north));
        assert_eq!(distance_m(here, north), distance_m(north, here));
    }

    #[test]
    fn the_plane_returns_to_the_same_unit() {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        for p in [Position::new(1_025_412_345, 243_567_891), Position::new(1_025_300_001, 243_400_007)] {
            assert_eq!(plane.from_xy(plane.to_xy(p)), p);
        }
    }

    #[test]
    fn a_segment_is_equally_far_in_both_directions() {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        let (a, b) = (Position::new(1_025_400_777, 243_500_123), Position::new(1_025_401_999, 243_499_001));
        assert_eq!(plane.to_segment_m2(a, b).to_bits(), plane.to_segment_m2(b, a).to_bits());
    }
}
