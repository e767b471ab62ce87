//! Whether a border that crosses itself does so only because its vertices were moved to the grid (R7).

use crate::domain::geo::contains::orientation;
use crate::domain::geo::{Position, Shape};

/// Rounding moves two borders against each other by at most this many units.
const ROUNDING_UNITS: f64 = 3.0;

/// True when every crossing of the border at `place` reaches no more than three units (about 3 cm) past the edge
/// that it crosses: one end of one edge is that close to the other edge. Linear in vertices.
pub fn is_rounding_crossing(shape: &Shape, place: Position) -> bool {
    let near: Vec<(Position, Position)> =
        shape.edges().filter(|&(from, to)| to_segment(place, from, to) <= 2.0).collect();
    let mut crossings = 0;
    for (index, &(a, b)) in near.iter().enumerate() {
        for &(c, d) in &near[index + 1..] {
            if !crosses(a, b, c, d) {
                continue;
            }
            crossings += 1;
            let reach = to_segment(a, c, d)
                .min(to_segment(b, c, d))
                .min(to_segment(c, a, b))
                .min(to_segment(d, a, b));
            if reach > ROUNDING_UNITS {
                return false;
            }
        }
    }
    crossings > 0
}

fn crosses(a: Position, b: Position, c: Position, d: Position) -> bool {
    let side = |from, to, p| orientation(from, to, p).signum();
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/// Distance in units of the grid.
fn to_segment(p: Position, from: Position, to: Position) -> f64 {
    let xy = |q: Position| (f64::from(q.lon) - f64::from(p.lon), f64::from(q.lat) - f64::from(p.lat));
    let ((ax, ay), (bx, by)) = (xy(from), xy(to));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(ax + t * dx, ay + t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(ring: &[(i32, i32)]) -> Shape {
        let ring: Vec<Position> = ring.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect();
        Shape::from_ring(&ring)
    }

    #[test]
    fn a_vertex_one_unit_past_an_edge_is_rounding_and_a_bow_tie_is_not() {
        let dent = shape(&[(0, 0), (1000, 0), (1000, 1000), (500, -1), (0, 1000)]);
        assert!(is_rounding_crossing(&dent, Position::new(500, 0)));
        let bow = shape(&[(0, 0), (1000, 1000), (1000, 0), (0, 1000)]);
        assert!(!is_rounding_crossing(&bow, Position::new(500, 500)));
    }
}
