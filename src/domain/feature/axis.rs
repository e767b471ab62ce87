//! The axis of a road: the line from which sides, directions and metres along the road are counted.

use super::{Feature, Layer};
use crate::domain::geo::measure::{NearestSegment, foot_of_origin};
use crate::domain::geo::{Bounds, Geometry, Plane, Position, distance_m};

/// A road's axis with the metres to each of its vertices. Never shorter than two distinct positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    line: Vec<Position>,
    /// Metres from the start to each vertex.
    along: Vec<f64>,
    bounds: Bounds,
}

/// The place of an axis that is nearest to a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foot {
    pub distance_m: f64,
    /// Metres from the start of the axis.
    pub along_m: f64,
    /// Local direction as a unit vector, x east and y north; at a bend the mean of both pieces.
    pub direction: [f64; 2],
    /// Whether the position lies left of the direction, or on the axis itself.
    pub left: bool,
}

impl Axis {
    /// From the attribute `axis`, or from the geometry when the road is drawn as a line. None for other layers, and for
    /// a road drawn as an area without a usable axis.
    pub fn of(feature: &Feature) -> Option<Self> {
        if feature.layer != Layer::Road {
            return None;
        }
        match (feature.axis(), &feature.geometry) {
            (Some(line), _) => Self::new(line),
            (None, Geometry::Line(line)) => Self::new(line.clone()),
            (None, _) => None,
        }
    }

    /// None when the line has fewer than two distinct positions.
    pub fn new(mut line: Vec<Position>) -> Option<Self> {
        line.dedup();
        if line.len() < 2 {
            return None;
        }
        let mut along = vec![0.0];
        for pair in line.windows(2) {
            along.push(along[along.len() - 1] + distance_m(pair[0], pair[1]));
        }
        let bounds = Bounds::of(line.iter().copied())?;
        Some(Self { line, along, bounds })
    }

    pub fn line(&self) -> &[Position] {
        &self.line
    }

    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub fn length_m(&self) -> f64 {
        self.along[self.along.len() - 1]
    }

    /// The place of the axis nearest to the plane's origin, none when that is `within_m` metres away or farther. Ties go
    /// to the place nearer to the start. Linear in vertices.
    pub fn foot(&self, plane: &Plane, within_m: f64) -> Option<Foot> {
        let mut nearest = NearestSegment::within(plane, within_m * within_m);
        let mut found = None;
        for (at, pair) in self.line.windows(2).enumerate() {
            if !nearest.may_be_nearer(pair[0], pair[1]) {
                continue;
            }
            let (a, b) = (plane.to_xy(pair[0]), plane.to_xy(pair[1]));
            let foot = foot_of_origin(a, b);
            let (x, y) = (a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot);
            if nearest.take(x * x + y * y) {
                found = Some((at, foot));
            }
        }
        let (index, t) = found?;
        let piece = |index: usize| unit(plane.to_xy(self.line[index]), plane.to_xy(self.line[index + 1]));
        // At a bend both pieces are equally near, and only their mean direction tells the sides apart.
        let direction = match t {
            t if t >= 1.0 && index + 2 < self.line.len() => mean(piece(index), piece(index + 1)),
            t if t <= 0.0 && index > 0 => mean(piece(index - 1), piece(index)),
            _ => piece(index),
        };
        let (a, b) = (plane.to_xy(self.line[index]), plane.to_xy(self.line[index + 1]));
        let foot = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
        // p is the origin, so the vector from the foot to it is -foot.
        let cross = direction[1] * foot[0] - direction[0] * foot[1];
        Some(Foot {
            distance_m: nearest.best_m2().sqrt(),
            along_m: self.along[index] + (self.along[index + 1] - self.along[index]) * t,
            direction,
            left: cross >= 0.0,
        })
    }

    /// The part between two distances from the start, with its own end points. Empty when nothing lies between.
    pub fn piece(&self, from_m: f64, to_m: f64) -> Vec<Position> {
        let mut line = vec![self.at(from_m)];
        let inner = self.line.iter().zip(&self.along).filter(|(_, along)| **along > from_m && **along < to_m);
        line.extend(inner.map(|(p, _)| *p));
        line.push(self.at(to_m));
        line.dedup();
        line
    }

    /// The position at a distance from the start, held within the axis.
    pub fn at(&self, along_m: f64) -> Position {
        let next = self.along.partition_point(|along| *along < along_m).clamp(1, self.line.len() - 1);
        let (start, end) = (self.along[next - 1], self.along[next]);
        let t = if end > start { ((along_m - start) / (end - start)).clamp(0.0, 1.0) } else { 0.0 };
        let plane = Plane::at(self.line[next - 1]);
        let [x, y] = plane.to_xy(self.line[next]);
        plane.from_xy([x * t, y * t])
    }
}

fn unit(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = libm::hypot(dx, dy);
    if length > 0.0 { [dx / length, dy / length] } else { [1.0, 0.0] }
}

/// Mean direction of two unit vectors; the first when they are opposite.
fn mean(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let sum = [a[0] + b[0], a[1] + b[1]];
    if libm::hypot(sum[0], sum[1]) > 1e-9 { unit([0.0, 0.0], sum) } else { a }
}
