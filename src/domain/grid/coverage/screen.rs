//! A quick look at one border: most are simple rings well above sliver width, and then nothing more need be asked. The screen
//! never passes a bad shape; whatever it does not pass is judged by `validity`.

use super::box_run::BoxRun;
use crate::domain::geo::{Bounds, Position, Shape};
use std::ops::ControlFlow;

/// Below this extent differences and their products fit into 64 bits.
const SMALL_UNITS: i64 = 1 << 30;
/// Metres of a unit of latitude or, at the equator, longitude; never more (WGS 84).
const LEAST_UNIT_M: f64 = 0.011_05;
const RADIANS_PER_UNIT: f64 = core::f64::consts::PI / 180.0 / 1e7;

/// Scratch that serves many shapes.
#[derive(Debug, Default)]
pub(super) struct Screen {
    boxes: BoxRun,
}

impl Screen {
    /// Whether the shape is surely one simple ring without spikes and doubled vertices, on average at least `width_m` wide.
    /// O(n) for borders as people draw them.
    pub fn passes(&mut self, shape: &Shape, bounds: Bounds, width_m: f64) -> bool {
        let mut rings = shape.rings();
        let (Some(ring), None) = (rings.next(), rings.next()) else { return false };
        let extent = |low: i32, high: i32| i64::from(high) - i64::from(low);
        let wide = extent(bounds.min.lon, bounds.max.lon).max(extent(bounds.min.lat, bounds.max.lat));
        if ring.len() < 3 || wide >= SMALL_UNITS {
            return false;
        }
        is_wide(ring, bounds, width_m) && turns_forward(ring) && self.is_simple(ring)
    }

    fn is_simple(&mut self, ring: &[Position]) -> bool {
        let count = ring.len() as u32;
        let next = |n: u32| ring[if n + 1 == count { 0 } else { n as usize + 1 }];
        self.boxes.rebuild((0..count).map(|n| (ring[n as usize], next(n))));
        let flow = self.boxes.pairs(|first, second| {
            let neighbours = second == first + 1 || (first == 0 && second == count - 1);
            if neighbours || are_apart(ring[first as usize], next(first), ring[second as usize], next(second))
            {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        flow.is_continue()
    }
}

#[inline]
fn turn(a: Position, b: Position, p: Position) -> i64 {
    let step = |from: i32, to: i32| i64::from(to) - i64::from(from);
    step(a.lon, b.lon) * step(a.lat, p.lat) - step(a.lat, b.lat) * step(a.lon, p.lon)
}

/// Whether two edges surely have no common place.
#[inline]
fn are_apart(a: Position, b: Position, c: Position, d: Position) -> bool {
    let strictly = |first: i64, second: i64| (first > 0 && second > 0) || (first < 0 && second < 0);
    strictly(turn(a, b, c), turn(a, b, d)) || strictly(turn(c, d, a), turn(c, d, b))
}

/// Whether no edge has length nought or turns straight back.
fn turns_forward(ring: &[Position]) -> bool {
    let (mut a, mut b) = (ring[ring.len() - 2], ring[ring.len() - 1]);
    if a == b {
        return false;
    }
    for &c in ring {
        let step = |from: i32, to: i32| i64::from(to) - i64::from(from);
        if turn(a, b, c) == 0 {
            let along = step(a.lon, b.lon) * step(b.lon, c.lon) + step(a.lat, b.lat) * step(b.lat, c.lat);
            if along <= 0 {
                return false;
            }
        }
        (a, b) = (b, c);
    }
    true
}

/// Twice the area over the length, from below: the length along the axes is no shorter than the true one, and the cosine no
/// smaller than its first two terms.
fn is_wide(ring: &[Position], bounds: Bounds, width_m: f64) -> bool {
    let first = ring[0];
    let mut before = ring[ring.len() - 1];
    let (mut doubled, mut length) = (0i128, 0i64);
    for &p in ring {
        doubled += i128::from(turn(first, before, p));
        length += (i64::from(p.lon) - i64::from(before.lon)).abs()
            + (i64::from(p.lat) - i64::from(before.lat)).abs();
        before = p;
    }
    let lat = f64::from(bounds.min.lat.unsigned_abs().max(bounds.max.lat.unsigned_abs())) * RADIANS_PER_UNIT;
    let shortest = LEAST_UNIT_M * (1.0 - lat * lat / 2.0);
    doubled.unsigned_abs() as f64 * shortest >= width_m * length as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(points: &[(i32, i32)]) -> bool {
        let ring: Vec<Position> =
            points.iter().map(|&(lon, lat)| Position::new(lon * 1000, lat * 1000)).collect();
        let shape = Shape::from_ring(&ring);
        Screen::default().passes(&shape, shape.bounds().unwrap(), 0.3)
    }

    #[test]
    fn simple_rings_pass_and_whatever_touches_itself_does_not() {
        assert!(passes(&[(0, 0), (20, 0), (20, 20), (10, 5), (0, 20)]));
        assert!(passes(&[(0, 20), (10, 5), (20, 20), (20, 0), (0, 0)]), "clockwise");
        assert!(!passes(&[(0, 0), (20, 20), (20, 0), (0, 20)]), "bow tie");
        assert!(!passes(&[(0, 0), (20, 0), (20, 20), (10, 0), (0, 20)]), "touches an edge");
        assert!(!passes(&[(0, 0), (20, 0), (30, 0), (20, 0), (20, 20)]), "spike");
        assert!(!passes(&[(0, 0), (20, 0), (20, 0), (20, 20)]), "doubled vertex");
        assert!(!passes(&[(0, 0), (20, 0), (10, 0)]), "flat");
        assert!(!passes(&[(0, 0), (9, 9)]));
        let narrow = [(0, 0), (100_000, 0), (100_000, 26), (0, 26)].map(|(x, y)| Position::new(x, y));
        let narrow = Shape::from_ring(&narrow);
        assert!(!Screen::default().passes(&narrow, narrow.bounds().unwrap(), 0.3));
    }
}
