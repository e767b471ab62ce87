//! Regions that are covered twice or not at all, cut out with geo's boolean operations. Coordinates are grid units as f64,
//! counted from a place nearby: exact going in, and scaled by a power of two inside, so vertices that agree stay equal.

use super::width::widest;
use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Bounds, Plane, Position, Shape};
use geo::{Area as _, BooleanOps, Coord, LineString, MultiPolygon, Polygon};

/// Smaller than this many square units is an artefact of the cutting, not a region.
const ARTEFACT_UNITS2: f64 = 1e-3;
/// One connected region with its measures.
#[derive(Debug, Clone)]
pub(in crate::domain::grid) struct Region {
    /// In the region where it is widest.
    pub place: Position,
    /// Diameter of the largest circle that fits.
    pub width_m: f64,
    pub area_m2: f64,
    /// Outer border on the grid, rounded.
    pub border: Vec<Position>,
}

impl Region {
    /// Rounding to the grid can move two borders apart or over each other by no more than this.
    pub fn is_rounding(&self, units_m: f64) -> bool {
        self.width_m <= units_m
    }
}

/// Cuts shapes near one place.
pub(in crate::domain::grid) struct Cutter {
    origin: Position,
    plane: Plane,
}

impl Cutter {
    pub fn near(bounds: Bounds) -> Self {
        let origin = bounds.centre();
        Self { origin, plane: Plane::at(origin) }
    }

    /// Metres of one unit of latitude here.
    pub fn unit_m(&self) -> f64 {
        self.plane.to_xy(Position::new(self.origin.lon, self.origin.lat + 1))[1]
    }

    pub fn cut(&self, shape: &Shape) -> MultiPolygon<f64> {
        let polygon = |rings: Vec<&[Position]>| {
            let mut lines = rings.iter().enumerate().map(|(index, ring)| self.line(ring, index == 0));
            let outer = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(outer, lines.collect())
        };
        MultiPolygon::new(shape.polygons().map(polygon).collect())
    }

    fn line(&self, ring: &[Position], anticlockwise: bool) -> LineString<f64> {
        let coordinate = |p: &Position| Coord {
            x: (i64::from(p.lon) - i64::from(self.origin.lon)) as f64,
            y: (i64::from(p.lat) - i64::from(self.origin.lat)) as f64,
        };
        let mut line: Vec<Coord<f64>> = ring.iter().map(coordinate).collect();
        if (doubled_area(ring) > 0) != anticlockwise {
            line.reverse();
        }
        LineString::new(line)
    }

    pub fn both(&self, a: &Shape, b: &Shape) -> Vec<Region> {
        self.regions(&self.cut(a).intersection(&self.cut(b)))
    }

    pub fn only_first(&self, a: &Shape, b: &Shape) -> Vec<Region> {
        self.regions(&self.cut(a).difference(&self.cut(b)))
    }

    /// What the whole leaves beside its parts.
    pub fn beside<'a>(&self, whole: &Shape, parts: impl Iterator<Item = &'a Shape>) -> Vec<Region> {
        self.regions(&self.cut(whole).difference(&self.union(parts)))
    }

    /// Ground that the parts enclose and none of them covers.
    pub fn enclosed<'a>(&self, parts: impl Iterator<Item = &'a Shape>) -> Vec<Region> {
        let union = self.union(parts);
        let holes = union.iter().flat_map(|polygon| polygon.interiors());
        self.regions(&MultiPolygon::new(holes.map(|hole| Polygon::new(hole.clone(), vec![])).collect()))
    }

    fn union<'a>(&self, parts: impl Iterator<Item = &'a Shape>) -> MultiPolygon<f64> {
        let polygons: Vec<MultiPolygon<f64>> = parts.map(|part| self.cut(part)).collect();
        geo::unary_union(&polygons)
    }

    fn regions(&self, found: &MultiPolygon<f64>) -> Vec<Region> {
        found.iter().filter_map(|polygon| self.region(polygon)).collect()
    }

    fn region(&self, polygon: &Polygon<f64>) -> Option<Region> {
        let units2 = polygon.unsigned_area();
        if units2 < ARTEFACT_UNITS2 {
            return None;
        }
        let east = self.plane.unit_area_m2() / self.unit_m();
        let metres = |c: &Coord<f64>| [c.x * east, c.y * self.unit_m()];
        let rings: Vec<Vec<[f64; 2]>> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(|ring| ring.coords().skip(1).map(metres).collect())
            .collect();
        let (place, width_m) = widest(&rings);
        let back = |[x, y]: [f64; 2]| self.plane.from_xy([x, y]);
        Some(Region {
            place: back(place),
            width_m,
            area_m2: units2 * self.plane.unit_area_m2(),
            border: rings[0].iter().copied().map(back).collect(),
        })
    }
}
