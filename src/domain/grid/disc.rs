//! How much of a report's error disc lies in a shape. Exact but for rounding: the disc is cut edge by edge, as a sum
//! of signed triangles and circle sectors seen from its centre, the usual closed form for circle and polygon.

use crate::domain::geo::{Plane, Position, Shape};
use core::f64::consts::PI;

/// Share 0..=1 of the disc around the plane's origin that the shape covers. Linear in vertices.
pub(super) fn share(shape: &Shape, plane: &Plane, radius_m: f64) -> f64 {
    let covered: f64 = shape
        .polygons()
        .map(|rings| {
            let parts = rings.iter().map(|ring| ring_part(ring, plane, radius_m).abs());
            parts.enumerate().map(|(index, part)| if index == 0 { part } else { -part }).sum::<f64>()
        })
        .sum();
    (covered / (PI * radius_m * radius_m)).clamp(0.0, 1.0)
}

/// Signed square metres of the part of the disc inside a ring.
fn ring_part(ring: &[Position], plane: &Plane, radius: f64) -> f64 {
    let Some(&last) = ring.last() else { return 0.0 };
    let mut a = plane.to_xy(last);
    let mut sum = 0.0;
    for &position in ring {
        let b = plane.to_xy(position);
        sum += wedge(a, b, radius);
        a = b;
    }
    sum
}

/// Signed area of the disc inside the triangle of its centre with a and b.
fn wedge(a: [f64; 2], b: [f64; 2], radius: f64) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    if length2 == 0.0 {
        return 0.0;
    }
    // Parameters at which the line enters and leaves the circle.
    let along = -(a[0] * dx + a[1] * dy) / length2;
    let miss2 = (a[0] * dy - a[1] * dx) * (a[0] * dy - a[1] * dx) / length2;
    let half2 = (radius * radius - miss2) / length2;
    if half2 <= 0.0 {
        return sector(a, b, radius);
    }
    let half = libm::sqrt(half2);
    let (enter, leave) = ((along - half).clamp(0.0, 1.0), (along + half).clamp(0.0, 1.0));
    if enter >= leave {
        return sector(a, b, radius);
    }
    let at = |t: f64| [a[0] + dx * t, a[1] + dy * t];
    let (p, q) = (at(enter), at(leave));
    let mut area = (p[0] * q[1] - p[1] * q[0]) / 2.0;
    if enter > 0.0 {
        area += sector(a, p, radius);
    }
    if leave < 1.0 {
        area += sector(q, b, radius);
    }
    area
}

/// Signed area of the circle sector between the directions of a and b.
fn sector(a: [f64; 2], b: [f64; 2], radius: f64) -> f64 {
    let angle = libm::atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    angle * radius * radius / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(plane: &Plane, corners: &[[f64; 2]]) -> Shape {
        Shape::from_ring(&corners.iter().map(|&corner| plane.from_xy(corner)).collect::<Vec<_>>())
    }

    #[test]
    fn half_planes_slices_and_whole_discs() {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        let near = |corners: &[[f64; 2]], expected: f64| {
            let got = share(&shape(&plane, corners), &plane, 30.0);
            assert!((got - expected).abs() < 1e-3, "{got} {expected}");
        };
        near(&[[0.0, -100.0], [100.0, -100.0], [100.0, 100.0], [0.0, 100.0]], 0.5);
        near(&[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]], 0.25);
        near(&[[-100.0, -100.0], [100.0, -100.0], [100.0, 100.0], [-100.0, 100.0]], 1.0);
        near(&[[40.0, -100.0], [100.0, -100.0], [100.0, 100.0], [40.0, 100.0]], 0.0);
        near(&[[-5.0, -5.0], [5.0, -5.0], [5.0, 5.0], [-5.0, 5.0]], 100.0 / (PI * 900.0));
        // Segment of a circle beyond a chord at half the radius: (π/3 − √3/4)/π.
        near(
            &[[15.0, -100.0], [100.0, -100.0], [100.0, 100.0], [15.0, 100.0]],
            (PI / 3.0 - libm::sqrt(3.0) / 4.0) / PI,
        );
    }
}
