//! Shapes for geo's boolean operations. Coordinates are grid units as f64, counted from a place nearby: exact going
//! in, and scaled by a power of two inside, so vertices that agree stay equal.

use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Bounds, Position, Shape};
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Cuts shapes near one place.
pub(super) struct Cutter {
    origin: Position,
}

impl Cutter {
    pub fn near(bounds: Bounds) -> Self {
        Self { origin: bounds.centre() }
    }

    /// Areas of the result are in square units.
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
}
