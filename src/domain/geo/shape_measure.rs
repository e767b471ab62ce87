//! Area, length, distance and label place of shapes and geometries, in metres of the local plane.

use super::contains::on_segment;
use super::measure::{NearestSegment, Plane, length_m};
use super::{Geometry, Position, Shape};
use std::collections::BinaryHeap;

/// Twice the signed area of a ring in square units, positive when anticlockwise. Exact.
pub fn doubled_area(ring: &[Position]) -> i128 {
    let Some(&first) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| super::contains::orientation(first, pair[0], pair[1])).sum()
}

impl Shape {
    /// Square metres: outer rings less holes, whatever their direction. The sum is exact in grid units and scaled once
    /// by the radii at the middle of the box; for a shape 50 km high that is right to about 1 in 100,000.
    pub fn area_m2(&self) -> f64 {
        let Some(bounds) = self.bounds() else { return 0.0 };
        self.doubled_area().max(0) as f64 / 2.0 * Plane::at(bounds.centre()).unit_area_m2()
    }

    /// Twice the area in square units: outer rings less holes, whatever their direction. Exact.
    pub fn doubled_area(&self) -> i128 {
        let polygon = |rings: Vec<&[Position]>| {
            let areas = rings.iter().map(|ring| doubled_area(ring).abs());
            areas.enumerate().map(|(index, area)| if index == 0 { area } else { -area }).sum::<i128>()
        };
        self.polygons().map(polygon).sum()
    }

    /// Metres of all rings.
    pub fn perimeter_m(&self) -> f64 {
        self.edges().map(|(a, b)| super::measure::distance_m(a, b)).sum()
    }

    /// Metres from `p` to the nearest place of the border, 0 on it, whether `p` is inside or not. Infinite for an
    /// empty shape. Linear in vertices.
    pub fn distance_m(&self, p: Position) -> f64 {
        self.border_m2(&Plane::at(p)).sqrt()
    }

    /// Square of the distance from the plane's origin to the border.
    pub(crate) fn border_m2(&self, plane: &Plane) -> f64 {
        // The nearest vertex first: then few segments are near enough to be worth a division.
        let mut nearest = NearestSegment::within(plane, plane.to_positions_m2(self.vertices()));
        for ring in self.rings() {
            let Some(&(mut a)) = ring.last() else { continue };
            for &b in ring {
                nearest.offer(a, b);
                a = b;
            }
        }
        nearest.best_m2()
    }

    /// Metres from the plane's origin to the border when that is at most `limit_m`. One pass that measures only what is
    /// near enough; pays when the limit is finite.
    pub(crate) fn border_within_m(&self, plane: &Plane, limit_m: f64) -> Option<f64> {
        if limit_m.is_infinite() {
            return Some(self.border_m2(plane).sqrt());
        }
        let limit_m2 = (limit_m * limit_m).next_up();
        let mut nearest = NearestSegment::within(plane, limit_m2);
        for ring in self.rings() {
            let Some(&(mut a)) = ring.last() else { continue };
            for &b in ring {
                nearest.offer(a, b);
                a = b;
            }
        }
        (nearest.best_m2() < limit_m2).then(|| nearest.best_m2().sqrt())
    }

    /// A position inside the shape that is far from its border, good for a label: the pole of inaccessibility of the
    /// largest polygon to within 1/64 of its size (method: Mapbox's polylabel, best-first quadtree search).
    pub fn label_position(&self) -> Position {
        let largest =
            self.polygons().max_by_key(|rings| rings.first().map_or(0, |ring| doubled_area(ring).abs()));
        let Some(rings) = largest else { return Position::default() };
        let mut polygon = Shape::new();
        polygon.push_polygon(&rings);
        let Some(bounds) = polygon.bounds() else { return Position::default() };
        let plane = Plane::at(bounds.centre());
        let [x0, y0] = plane.to_xy(bounds.min);
        let [x1, y1] = plane.to_xy(bounds.max);
        let size = (x1 - x0).min(y1 - y0);
        if size <= 0.0 {
            return rings[0][0];
        }
        let half = size / 2.0;
        let mut heap = BinaryHeap::new();
        let columns = libm::ceil((x1 - x0) / size).min(64.0) as i32;
        let rows = libm::ceil((y1 - y0) / size).min(64.0) as i32;
        for column in 0..columns {
            for row in 0..rows {
                let centre = [x0 + half + size * f64::from(column), y0 + half + size * f64::from(row)];
                heap.push(Square::new(&polygon, &plane, centre, half));
            }
        }
        let mut best = Square::new(&polygon, &plane, [(x0 + x1) / 2.0, (y0 + y1) / 2.0], 0.0);
        while let Some(square) = heap.pop() {
            if square.depth > best.depth {
                best = square;
            }
            if square.reach - best.depth <= size / 64.0 {
                break;
            }
            let half = square.half / 2.0;
            for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
                heap.push(Square::new(
                    &polygon,
                    &plane,
                    [square.centre[0] + dx, square.centre[1] + dy],
                    half,
                ));
            }
        }
        if best.depth > 0.0 { plane.from_xy(best.centre) } else { rings[0][0] }
    }
}

/// A square of the label search: its centre's depth inside the polygon and the greatest depth possible in it.
#[derive(Clone, Copy, PartialEq)]
struct Square {
    centre: [f64; 2],
    half: f64,
    depth: f64,
    reach: f64,
}

impl Square {
    fn new(polygon: &Shape, plane: &Plane, centre: [f64; 2], half: f64) -> Self {
        let p = plane.from_xy(centre);
        let border = polygon.distance_m(p);
        let depth = if polygon.contains(p) { border } else { -border };
        Self { centre, half, depth, reach: depth + half * core::f64::consts::SQRT_2 }
    }
}

impl Eq for Square {}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.reach.total_cmp(&other.reach).then_with(|| other.centre[0].total_cmp(&self.centre[0]))
    }
}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Geometry {
    /// A position that stands for the geometry: inside an area, in the middle of a line. None for an empty one.
    pub fn representative(&self) -> Option<Position> {
        match self {
            Self::Point(p) => Some(*p),
            Self::Line(line) => line.get(line.len() / 2).copied(),
            Self::Area(shape) => (!shape.is_empty()).then(|| shape.label_position()),
        }
    }

    /// Metres from `p`; 0 inside an area and on its border.
    pub fn distance_m(&self, p: Position) -> f64 {
        match self {
            Self::Area(shape) if shape.contains(p) => 0.0,
            _ => self.border_m(&Plane::at(p)),
        }
    }

    /// Metres from the plane's origin to a point, a line or the border of an area, inside or not.
    pub(crate) fn border_m(&self, plane: &Plane) -> f64 {
        match self {
            Self::Point(q) => plane.to_segment_m2(*q, *q).sqrt(),
            Self::Line(line) => distance_to_line_m(line, plane),
            Self::Area(shape) => shape.border_m2(plane).sqrt(),
        }
    }

    /// The same when it is at most `limit_m`.
    pub(crate) fn border_within_m(&self, plane: &Plane, limit_m: f64) -> Option<f64> {
        match self {
            Self::Area(shape) => shape.border_within_m(plane, limit_m),
            _ => Some(self.border_m(plane)).filter(|m| *m <= limit_m),
        }
    }

    /// Areas only; borders and vertices belong to it, unlike in a tree of areas.
    pub fn contains(&self, p: Position) -> bool {
        match self {
            Self::Area(shape) => shape.covers(p),
            Self::Point(_) | Self::Line(_) => false,
        }
    }

    /// Metres of a line, or around an area; 0 for a point.
    pub fn length_m(&self) -> f64 {
        match self {
            Self::Point(_) => 0.0,
            Self::Line(line) => length_m(line),
            Self::Area(shape) => shape.perimeter_m(),
        }
    }

    /// Where a label or a marker of the geometry goes.
    pub fn label_position(&self) -> Position {
        match self {
            Self::Point(p) => *p,
            Self::Line(line) => line.get(line.len() / 2).copied().unwrap_or_default(),
            Self::Area(shape) => shape.label_position(),
        }
    }
}

fn distance_to_line_m(line: &[Position], plane: &Plane) -> f64 {
    let mut nearest = NearestSegment::within(plane, plane.to_positions_m2(line));
    line.windows(2).for_each(|pair| nearest.offer(pair[0], pair[1]));
    nearest.best_m2().sqrt()
}

/// Whether `p` lies exactly on a line.
pub fn on_line(line: &[Position], p: Position) -> bool {
    line.windows(2).any(|pair| on_segment(pair[0], pair[1], p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_border_within_the_limit_is_the_border(
            ring in proptest::collection::vec((-3000i32..3000, -3000i32..3000), 3..40), limit in 0.0f64..40.0,
        ) {
            let ring: Vec<Position> =
                ring.into_iter().map(|(x, y)| Position::new(1_025_400_000 + x, 243_500_000 + y)).collect();
            let (shape, plane) = (Shape::from_ring(&ring), Plane::at(Position::new(1_025_400_000, 243_500_000)));
            let whole = shape.border_m2(&plane).sqrt();
            let near = |found: Option<f64>| found.is_some_and(|metres| (metres - whole).abs() < 1e-9);
            prop_assert_eq!(near(shape.border_within_m(&plane, limit)), whole <= limit);
            prop_assert!(near(shape.border_within_m(&plane, f64::INFINITY)));
        }
    }

    fn square_m(side: f64) -> Shape {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        let corners = [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]];
        Shape::from_ring(&corners.map(|corner| plane.from_xy(corner)))
    }

    #[test]
    fn a_square_of_a_hundred_metres_has_a_hectare() {
        let square = square_m(100.0);
        assert!((square.area_m2() - 10_000.0).abs() < 2.0, "{}", square.area_m2());
        assert!((square.perimeter_m() - 400.0).abs() < 0.1);
    }

    #[test]
    fn a_hole_is_subtracted_whatever_its_direction() {
        let outer = square_m(100.0);
        let hole: Vec<Position> = square_m(50.0).vertices().to_vec();
        let backward: Vec<Position> = hole.iter().rev().copied().collect();
        for hole in [hole, backward] {
            let mut shape = Shape::new();
            shape.push_polygon([outer.vertices(), &hole[..]]);
            assert!((shape.area_m2() - 7_500.0).abs() < 2.0);
        }
    }

    #[test]
    fn distance_is_to_the_border_from_both_sides() {
        let square = square_m(100.0);
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        assert!((square.distance_m(plane.from_xy([30.0, 50.0])) - 30.0).abs() < 0.02);
        assert!((square.distance_m(plane.from_xy([-30.0, 50.0])) - 30.0).abs() < 0.02);
        assert_eq!(square.distance_m(square.vertices()[2]), 0.0);
        assert_eq!(Geometry::Area(square).distance_m(plane.from_xy([30.0, 50.0])), 0.0);
    }

    #[test]
    fn a_label_lies_inside_a_bent_shape() {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        let hook = [
            [0.0, 0.0],
            [100.0, 0.0],
            [100.0, 100.0],
            [0.0, 100.0],
            [0.0, 80.0],
            [80.0, 80.0],
            [80.0, 20.0],
            [0.0, 20.0],
        ];
        let shape = Shape::from_ring(&hook.map(|corner| plane.from_xy(corner)));
        let label = shape.label_position();
        assert!(shape.contains(label));
        assert!(shape.distance_m(label) > 8.0);
    }
}
