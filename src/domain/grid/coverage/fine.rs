//! Positions on a grid 2^16 times finer than the position grid, for the places where borders cross. Vertices lie on it
//! exactly; a crossing is rounded to it, which moves it by less than a millionth of a millimetre. Predicates are exact.

use crate::domain::geo::contains::orientation;
use crate::domain::geo::{Bounds, Position};
use std::cmp::Ordering;

/// Fine steps in one unit of the position grid, as a power of two.
const BITS: u32 = 16;
pub(super) const STEPS: i64 = 1 << BITS;

/// A place on the fine grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Fine {
    pub x: i64,
    pub y: i64,
}

impl From<Position> for Fine {
    fn from(p: Position) -> Self {
        Self { x: i64::from(p.lon) << BITS, y: i64::from(p.lat) << BITS }
    }
}

impl Fine {
    /// The position it lies on or just above and right of.
    pub fn floor(self) -> Position {
        Position::new((self.x >> BITS) as i32, (self.y >> BITS) as i32)
    }

    /// The nearest position.
    pub fn rounded(self) -> Position {
        Self { x: self.x + STEPS / 2, y: self.y + STEPS / 2 }.floor()
    }

    pub fn is_position(self) -> bool {
        (self.x | self.y) & (STEPS - 1) == 0
    }

    /// Units of the position grid, counted from an origin.
    pub fn units_from(self, origin: Position) -> [f64; 2] {
        let origin = Self::from(origin);
        [(self.x - origin.x) as f64 / STEPS as f64, (self.y - origin.y) as f64 / STEPS as f64]
    }
}

/// The least box of positions that holds both.
pub(super) fn bounds(a: Fine, b: Fine) -> Bounds {
    let (x, y) = ((a.x.min(b.x), a.x.max(b.x)), (a.y.min(b.y), a.y.max(b.y)));
    let up = |c: i64| c + STEPS - 1;
    Bounds { min: Fine { x: x.0, y: y.0 }.floor(), max: Fine { x: up(x.1), y: up(y.1) }.floor() }
}

/// Twice the signed area of a, b, p in square fine steps: positive when p is left of a→b. Exact.
#[inline]
pub(super) fn turn(a: Fine, b: Fine, p: Fine) -> i128 {
    i128::from(b.x - a.x) * i128::from(p.y - a.y) - i128::from(b.y - a.y) * i128::from(p.x - a.x)
}

/// Twice the signed area of a ring in square fine steps, positive when anticlockwise. Exact.
pub(super) fn doubled_area(ring: impl IntoIterator<Item = Fine>) -> i128 {
    let mut ring = ring.into_iter();
    let (Some(first), Some(mut before)) = (ring.next(), ring.next()) else { return 0 };
    let mut sum = 0;
    for p in ring {
        sum += turn(first, before, p);
        before = p;
    }
    sum
}

/// Where the lines through a–b and c–d cross, to the nearest fine step. They must not be parallel.
pub(super) fn crossing(a: Position, b: Position, c: Position, d: Position) -> Fine {
    let (from_c, from_d) = (orientation(a, b, c), orientation(a, b, d));
    let (part, whole) = if from_c >= from_d { (from_c, from_c - from_d) } else { (-from_c, from_d - from_c) };
    // Areas have up to 67 bits and lengths in fine steps 49, so products stay within 128.
    let along = |from: i32, to: i32| {
        let steps = i128::from(i64::from(to) - i64::from(from)) << BITS;
        (i64::from(from) << BITS) + (2 * steps * part + whole).div_euclid(2 * whole) as i64
    };
    Fine { x: along(c.lon, d.lon), y: along(c.lat, d.lat) }
}

/// Order of the directions from `origin`, anticlockwise from due east.
pub(super) fn by_angle(origin: Fine, a: Fine, b: Fine) -> Ordering {
    let lower = |p: Fine| p.y < origin.y || (p.y == origin.y && p.x < origin.x);
    lower(a).cmp(&lower(b)).then_with(|| 0.cmp(&turn(origin, a, b)))
}

/// Whether a ring holds `p`, even-odd, as asked for the place moved by (+ε, +ε²); one edge of it at a time.
#[inline]
pub(super) fn passes_above(a: Fine, b: Fine, p: Fine) -> bool {
    if (a.x <= p.x) == (b.x <= p.x) {
        return false;
    }
    let (west, east) = if a.x <= p.x { (a, b) } else { (b, a) };
    let side = turn(west, east, p);
    side < 0 || (side == 0 && east.y > west.y)
}

/// Whether the edges lie one over the other above `x`: both must straddle it, and must not cross.
pub(super) fn by_height((a, b): (Fine, Fine), (c, d): (Fine, Fine)) -> Ordering {
    let (west, east) = if a.x <= b.x { (a, b) } else { (b, a) };
    let (other_west, other_east) = if c.x <= d.x { (c, d) } else { (d, c) };
    if west.x >= other_west.x {
        let side = turn(other_west, other_east, west);
        let side = if side == 0 { turn(other_west, other_east, east) } else { side };
        side.cmp(&0)
    } else {
        let side = turn(west, east, other_west);
        let side = if side == 0 { turn(west, east, other_east) } else { side };
        0.cmp(&side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine(x: i32, y: i32) -> Fine {
        Position::new(x, y).into()
    }

    #[test]
    fn crossings_are_right_to_the_step() {
        let p = Position::new;
        assert_eq!(crossing(p(0, 0), p(10, 10), p(0, 10), p(10, 0)), fine(5, 5));
        let third = crossing(p(0, 0), p(3, 1), p(1, 1), p(1, 0));
        assert_eq!((third.x, third.y), (STEPS, (STEPS + 1) / 3));
        let far = crossing(p(-1_800_000_000, 0), p(1_800_000_000, 0), p(7, -900_000_000), p(7, 900_000_000));
        assert_eq!(far, fine(7, 0));
    }

    #[test]
    fn directions_go_round_from_the_east() {
        let round =
            [(5, 0), (5, 5), (0, 5), (-5, 5), (-5, 0), (-5, -5), (0, -5), (5, -5)].map(|(x, y)| fine(x, y));
        for pair in round.windows(2) {
            assert_eq!(by_angle(fine(0, 0), pair[0], pair[1]), Ordering::Less);
            assert_eq!(by_angle(fine(0, 0), pair[1], pair[0]), Ordering::Greater);
        }
    }

    #[test]
    fn the_lower_edge_comes_first() {
        let low = (fine(0, 0), fine(10, 0));
        let high = (fine(9, 5), fine(2, 1));
        assert_eq!(by_height(low, high), Ordering::Less);
        assert_eq!(by_height(high, low), Ordering::Greater);
        let fan = (fine(10, 4), fine(0, 0));
        assert_eq!(by_height(low, fan), Ordering::Less);
    }
}
