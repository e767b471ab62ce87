//! Shapes on a coarser lattice of positions, for drawing them small. Every vertex goes to the lattice by itself, so
//! neighbours that share vertices still share them and no gap opens between them, as in the tiles of a map
//! (Mapbox Vector Tile Specification 2.1, 4.3).

use super::{Position, Shape};

/// Metres of one unit of latitude on the mean sphere.
const UNIT_M: f64 = 0.011_132;
/// Half a step beyond the last longitude is still a number of the grid.
const WIDEST: i32 = 300_000_000;

/// Positions whose coordinates are whole multiples of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lattice {
    step: i32,
}

impl Lattice {
    /// Points so many metres of latitude apart, and no more in longitude.
    pub fn of_metres(metres: f64) -> Self {
        let units = libm::round(metres / UNIT_M);
        Self { step: if units >= f64::from(WIDEST) { WIDEST } else { (units as i32).max(1) } }
    }

    /// The nearest lattice point.
    pub fn place(self, position: Position) -> Position {
        let near = |value: i32| {
            let step = i64::from(self.step);
            ((i64::from(value) + step / 2).div_euclid(step) * step) as i32
        };
        Position::new(near(position.lon), near(position.lat))
    }

    /// A line without what the lattice does not show: repeated points, points on the way, and ways there and back. Its
    /// ends stay where other lines meet them. O(n).
    pub fn line(self, line: &[Position]) -> Vec<Position> {
        let mut kept: Vec<Position> = Vec::with_capacity(line.len());
        for position in line.iter().map(|position| self.place(*position)) {
            push(&mut kept, position);
        }
        kept
    }

    /// A shape with each ring on the lattice; rings that are nothing there are left out, holes with the polygon around
    /// them. Only for drawing: a thin part may lie on itself. O(n).
    pub fn shape(self, shape: &Shape) -> Shape {
        let mut coarse = Shape::new();
        for rings in shape.polygons() {
            let mut rings = rings.into_iter().map(|ring| self.ring(ring));
            let Some(outer) = rings.next().filter(|outer| !outer.is_empty()) else { continue };
            coarse.push_polygon(std::iter::once(outer).chain(rings));
        }
        coarse
    }

    /// An empty ring for one without any area.
    fn ring(self, ring: &[Position]) -> Vec<Position> {
        let mut kept = self.line(ring);
        // Where the ring closes, the same again over its end.
        loop {
            let count = kept.len();
            if count < 3 {
                return Vec::new();
            }
            if kept[0] == kept[count - 1] || on_one_line(kept[count - 2], kept[count - 1], kept[0]) {
                kept.pop();
            } else if on_one_line(kept[count - 1], kept[0], kept[1]) {
                kept.remove(0);
            } else {
                return kept;
            }
        }
    }
}

fn push(kept: &mut Vec<Position>, position: Position) {
    while let [.., before, last] = kept[..] {
        if last != position && !on_one_line(before, last, position) {
            break;
        }
        kept.pop();
    }
    if kept.last() != Some(&position) {
        kept.push(position);
    }
}

fn on_one_line(a: Position, b: Position, c: Position) -> bool {
    let between = |from: i32, to: i32| i128::from(to) - i128::from(from);
    between(a.lon, b.lon) * between(b.lat, c.lat) == between(a.lat, b.lat) * between(b.lon, c.lon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: i32, lat: i32) -> Position {
        Position::new(lon, lat)
    }

    fn hundred() -> Lattice {
        Lattice { step: 100 }
    }

    #[test]
    fn a_step_in_metres_is_so_many_units_of_latitude() {
        assert_eq!(Lattice::of_metres(1.1132).step, 100);
        assert_eq!(Lattice::of_metres(0.0).step, 1);
        assert_eq!(Lattice::of_metres(f64::INFINITY).step, WIDEST);
        assert_eq!(
            Lattice::of_metres(1e9).place(at(1_799_999_999, -900_000_000)),
            at(1_800_000_000, -900_000_000)
        );
    }

    #[test]
    fn a_line_keeps_its_ends_and_its_corners() {
        let line = [at(3, 2), at(60, 20), at(149, 11), at(210, -30), at(199, 120), at(205, 260)];
        assert_eq!(hundred().line(&line), [at(0, 0), at(200, 0), at(200, 300)]);
        let there_and_back = [at(0, 0), at(400, 0), at(100, 10)];
        assert_eq!(hundred().line(&there_and_back), [at(0, 0), at(100, 0)]);
    }

    #[test]
    fn what_is_smaller_than_the_lattice_vanishes_with_its_holes() {
        let ring = |low: i32, high: i32| [at(low, low), at(high, low), at(high, high), at(low, high)];
        let mut shape = Shape::new();
        shape.push_polygon([&ring(0, 1000)[..], &ring(320, 340)[..], &ring(500, 700)[..]]);
        shape.push_polygon([&ring(2010, 2030)[..], &ring(2015, 2020)[..]]);
        let coarse = hundred().shape(&shape);
        assert_eq!(coarse.polygon_count(), 1);
        assert_eq!(coarse.rings().count(), 2);
    }

    #[test]
    fn the_edges_of_the_world_stay_within_half_a_step() {
        for step in (1..=WIDEST).step_by(999_983).chain([WIDEST]) {
            for edge in [at(1_800_000_000, 900_000_000), at(-1_800_000_000, -900_000_000)] {
                let placed = Lattice { step }.place(edge);
                let off = |a: i32, b: i32| (i64::from(a) - i64::from(b)).abs();
                assert!(off(placed.lon, edge.lon).max(off(placed.lat, edge.lat)) <= i64::from(step / 2 + 1));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_border_that_two_areas_share_is_shared_on_the_lattice(
            border in proptest::collection::vec((-400i32..400, -2000i32..2000), 1..12),
            step in 1i32..700,
        ) {
            // Two halves of a square, left and right of a border that wanders from its bottom to its top.
            let lattice = Lattice { step };
            let wander: Vec<Position> = std::iter::once(at(0, -5000))
                .chain(border.iter().map(|&(lon, lat)| at(lon, lat)))
                .chain([at(0, 5000)])
                .collect();
            let half = |far: i32| {
                let corners = [at(far, 5000), at(far, -5000)];
                Shape::from_ring(&wander.iter().copied().chain(corners).collect::<Vec<_>>())
            };
            let (left, right) = (lattice.shape(&half(-5000)), lattice.shape(&half(5000)));
            let whole = lattice.shape(&Shape::from_ring(&[
                at(-5000, -5000), at(5000, -5000), at(5000, 5000), at(-5000, 5000),
            ]));
            // The left half runs counter-clockwise, the right one clockwise; only the same border on both sides makes
            // their difference the whole.
            let signed = |shape: &Shape| -> i128 {
                shape.edges().map(|(a, b)| i128::from(a.lon) * i128::from(b.lat) - i128::from(b.lon) * i128::from(a.lat)).sum()
            };
            prop_assert_eq!(signed(&left) - signed(&right), signed(&whole));
        }
    }
}
