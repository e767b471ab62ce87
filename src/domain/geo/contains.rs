//! Exact point-in-shape (R1, R2). Everything is integer arithmetic: differences of coordinates need 33 bits,
//! their products 66, so products are taken in i128 and never round.
//!
//! A position on an edge or vertex shared by neighbours must belong to exactly one of them. We use the semi-open
//! model of S2 (`S2VertexModel::SEMI_OPEN` in s2contains_point_query), carried over to the plane by simulation of
//! simplicity (Edelsbrunner and Mücke, ACM Trans. Graphics 9(1), 1990): the question is asked for the position
//! moved by (+ε, +ε²), which lies on no edge at all. Only the sign of the first term that does not vanish is looked at.

use super::{Position, Shape};

/// Twice the signed area of the triangle a, b, p: positive when p is left of a→b. Exact.
#[inline]
pub fn orientation(a: Position, b: Position, p: Position) -> i128 {
    let dx = i64::from(b.lon) - i64::from(a.lon);
    let dy = i64::from(b.lat) - i64::from(a.lat);
    let px = i64::from(p.lon) - i64::from(a.lon);
    let py = i64::from(p.lat) - i64::from(a.lat);
    i128::from(dx) * i128::from(py) - i128::from(dy) * i128::from(px)
}

/// Whether p lies exactly on the closed segment a–b.
#[inline]
pub fn on_segment(a: Position, b: Position, p: Position) -> bool {
    a.lon.min(b.lon) <= p.lon
        && p.lon <= a.lon.max(b.lon)
        && a.lat.min(b.lat) <= p.lat
        && p.lat <= a.lat.max(b.lat)
        && orientation(a, b, p) == 0
}

/// Whether the vertical ray upwards from the shifted position crosses the edge. The edge must straddle it:
/// `(a.lon <= p.lon) != (b.lon <= p.lon)`.
#[inline]
fn passes_above(a: Position, b: Position, p: Position) -> bool {
    if a.lat < p.lat && b.lat < p.lat {
        return false;
    }
    if a.lat > p.lat && b.lat > p.lat {
        return true;
    }
    let (west, east) = if a.lon <= p.lon { (a, b) } else { (b, a) };
    let side = orientation(west, east, p);
    // On the line itself: +ε in longitude lets a rising edge pass above; on a level edge +ε² lifts the position over it.
    side < 0 || (side == 0 && east.lat > west.lat)
}

/// Whether the ray meets the ring an odd number of times: semi-open containment in one ring.
#[inline]
pub(crate) fn ring_parity(ring: &[Position], p: Position) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut inside = false;
    let mut a = last;
    for &b in ring {
        if (a.lon <= p.lon) != (b.lon <= p.lon) && passes_above(a, b, p) {
            inside = !inside;
        }
        a = b;
    }
    inside
}

impl Shape {
    /// Whether the shape owns `p` in the semi-open sense (R2), even-odd over all rings: in a coverage without gaps
    /// and overlaps exactly one shape answers yes, whatever the order and direction of the rings. Linear in vertices.
    #[inline]
    pub fn contains(&self, p: Position) -> bool {
        self.rings().fold(false, |inside, ring| inside ^ ring_parity(ring, p))
    }

    /// Whether `p` lies inside or on the border, whoever owns that border. Linear in vertices, in one pass.
    pub fn covers(&self, p: Position) -> bool {
        let mut inside = false;
        for ring in self.rings() {
            let Some(&(mut a)) = ring.last() else { continue };
            for &b in ring {
                if a.lon.min(b.lon) <= p.lon && p.lon <= a.lon.max(b.lon) {
                    if on_segment(a, b, p) {
                        return true;
                    }
                    inside ^= (a.lon <= p.lon) != (b.lon <= p.lon) && passes_above(a, b, p);
                }
                a = b;
            }
        }
        inside
    }

    /// Whether `p` lies exactly on an edge or vertex. Linear in vertices.
    pub fn on_edge(&self, p: Position) -> bool {
        self.rings().any(|ring| {
            let Some(&(mut a)) = ring.last() else { return false };
            ring.iter().any(|&b| on_segment(std::mem::replace(&mut a, b), b, p))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(points: &[(i32, i32)]) -> Shape {
        Shape::from_ring(&points.iter().map(|&(x, y)| Position::new(x, y)).collect::<Vec<_>>())
    }

    #[test]
    fn a_square_owns_its_south_and_west_borders_only() {
        let square = shape(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        for (x, y, inside) in [(0, 0, true), (5, 0, true), (0, 5, true), (10, 5, false), (5, 10, false)] {
            assert_eq!(square.contains(Position::new(x, y)), inside, "{x} {y}");
            assert!(square.on_edge(Position::new(x, y)));
        }
        assert!(!square.contains(Position::new(10, 10)));
        assert!(!square.on_edge(Position::new(5, 5)));
    }

    #[test]
    fn a_shape_covers_what_it_owns_and_its_whole_border() {
        let mut ring = shape(&[(0, 0), (10, 0), (14, 6), (10, 10), (3, 10), (3, 4), (0, 10)]);
        ring.push_polygon([
            [(20, 0), (30, 0), (25, 9)].map(|(x, y)| Position::new(x, y)),
            [(24, 2), (26, 2), (25, 4)].map(|(x, y)| Position::new(x, y)),
        ]);
        for x in -1..32 {
            for y in -1..12 {
                let p = Position::new(x, y);
                assert_eq!(ring.covers(p), ring.contains(p) || ring.on_edge(p), "{x} {y}");
            }
        }
    }

    #[test]
    fn every_position_around_a_common_vertex_has_one_owner() {
        // Three triangles that meet in (4, 5) inside a square, and the square's frame of positions.
        let parts = [
            shape(&[(4, 5), (0, 0), (12, 0)]),
            shape(&[(4, 5), (12, 0), (12, 12), (0, 12)]),
            shape(&[(4, 5), (0, 12), (0, 0)]),
        ];
        for x in 0..12 {
            for y in 0..12 {
                let owners = parts.iter().filter(|part| part.contains(Position::new(x, y))).count();
                assert_eq!(owners, 1, "{x} {y}");
            }
        }
    }

    #[test]
    fn direction_and_start_of_a_ring_do_not_matter() {
        let ring = [(0, 0), (7, 2), (9, 9), (3, 6), (1, 8)];
        let forward = shape(&ring);
        let backward = shape(&ring.iter().rev().copied().collect::<Vec<_>>());
        let mut turned = ring;
        turned.rotate_left(2);
        let rotated = shape(&turned);
        for x in -1..11 {
            for y in -1..11 {
                let p = Position::new(x, y);
                assert_eq!(forward.contains(p), backward.contains(p));
                assert_eq!(forward.contains(p), rotated.contains(p));
            }
        }
    }

    #[test]
    fn holes_and_parts_count() {
        let outer = [(0, 0), (20, 0), (20, 20), (0, 20)].map(|(x, y)| Position::new(x, y));
        let hole = [(5, 5), (15, 5), (15, 15), (5, 15)].map(|(x, y)| Position::new(x, y));
        let island = [(8, 8), (12, 8), (12, 12), (8, 12)].map(|(x, y)| Position::new(x, y));
        let mut with_hole = Shape::new();
        with_hole.push_polygon([&outer[..], &hole[..]]);
        with_hole.push_polygon([&island[..]]);
        assert!(with_hole.contains(Position::new(2, 2)));
        assert!(!with_hole.contains(Position::new(6, 6)));
        assert!(with_hole.contains(Position::new(10, 10)));
        assert!(!with_hole.contains(Position::new(5, 7)), "the hole owns its west border");
        assert!(with_hole.contains(Position::new(15, 7)), "and not its east border");
    }

    #[test]
    fn the_widest_edges_do_not_overflow() {
        let triangle = shape(&[(i32::MIN, i32::MIN), (i32::MAX, i32::MIN), (i32::MIN, i32::MAX)]);
        assert!(triangle.contains(Position::new(-1_000_000, 0)));
        assert!(!triangle.contains(Position::new(1_000_000, 0)));
        assert!(triangle.on_edge(Position::new(0, -1)));
    }
}
