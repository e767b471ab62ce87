//! Domain geometry as GeoJSON geometry values (RFC 7946): degrees with at most seven decimals, outer rings
//! counter-clockwise, holes clockwise, rings closed.

use super::Problem;
use super::geojson_shape::RawShape;
use super::ground::{Ground, counter_clockwise};
use crate::domain::geo::{Bounds, Datum, Frame, Geometry, Position, Shape};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A geometry that becomes GeoJSON when it is written: 8 bytes a vertex until then, where a tree of JSON values takes
/// hundreds.
#[derive(Debug, Clone, PartialEq)]
pub struct GeoJson(pub Geometry);

impl Serialize for GeoJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Geometry::Point(p) => member(serializer, "Point", &p.degrees()),
            Geometry::Line(line) => member(serializer, "LineString", &Path::open(line)),
            Geometry::Area(shape) if shape.polygon_count() == 1 => {
                member(serializer, "Polygon", &Rings(shape.rings().collect()))
            }
            Geometry::Area(shape) => member(serializer, "MultiPolygon", &Polygons(shape)),
        }
    }
}

/// GeoJSON of any geometry.
pub fn geometry(geometry: &Geometry) -> GeoJson {
    GeoJson(geometry.clone())
}

/// A `LineString`.
pub fn line(positions: &[Position]) -> GeoJson {
    GeoJson(Geometry::Line(positions.to_vec()))
}

/// A `Polygon`, or a `MultiPolygon` when there are several parts.
pub fn shape(shape: &Shape) -> GeoJson {
    GeoJson(Geometry::Area(shape.clone()))
}

/// A shape out of a GeoJSON `Polygon` or `MultiPolygon` in WGS 84; every fault with its place.
pub fn read_shape(value: Value) -> Result<Shape, Vec<Problem>> {
    let refused = |code, zh: &str, en: String| vec![Problem::new(code, "geometry", zh, en)];
    let raw: RawShape = serde_json::from_value(value).map_err(|error| {
        refused("bad_geometry", "不是有效的 GeoJSON 几何", format!("not a GeoJSON geometry: {error}"))
    })?;
    let mut problems = Vec::new();
    let ground = Ground::of(Frame::Degrees(Datum::Wgs84));
    match ground.geometry(&raw.into_raw(), "geometry", &mut problems) {
        Some(Geometry::Area(shape)) => Ok(shape),
        Some(_) => Err(refused(
            "not_an_area",
            "应为 Polygon 或 MultiPolygon",
            "must be a Polygon or a MultiPolygon".to_owned(),
        )),
        None => Err(problems),
    }
}

/// `[west, south, east, north]` in degrees.
pub fn bounds(bounds: Bounds) -> [f64; 4] {
    let [west, south] = bounds.min.degrees();
    let [east, north] = bounds.max.degrees();
    [west, south, east, north]
}

fn member<S: Serializer>(serializer: S, kind: &str, coordinates: &impl Serialize) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("type", kind)?;
    map.serialize_entry("coordinates", coordinates)?;
    map.end()
}

struct Polygons<'a>(&'a Shape);

impl Serialize for Polygons<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.polygons().map(Rings))
    }
}

/// One polygon, the outer ring first.
struct Rings<'a>(Vec<&'a [Position]>);

impl Serialize for Rings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rings = self.0.iter().enumerate();
        serializer.collect_seq(rings.map(|(index, positions)| Path::ring(positions, index == 0)))
    }
}

/// Positions in one direction or the other; a ring ends where it begins.
struct Path<'a> {
    positions: &'a [Position],
    closed: bool,
    backward: bool,
}

impl<'a> Path<'a> {
    fn open(positions: &'a [Position]) -> Self {
        Self { positions, closed: false, backward: false }
    }

    fn ring(positions: &'a [Position], outer: bool) -> Self {
        Self { positions, closed: true, backward: counter_clockwise(positions) != outer }
    }
}

impl Serialize for Path<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = self.positions.first().filter(|_| self.closed);
        let degrees = |p: &Position| p.degrees();
        if self.backward {
            // Closed before it is turned round, so that it keeps its first vertex.
            serializer.collect_seq(first.into_iter().chain(self.positions.iter().rev()).map(degrees))
        } else {
            serializer.collect_seq(self.positions.iter().chain(first).map(degrees))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn square(size: i32) -> [Position; 4] {
        [Position::new(0, 0), Position::new(0, size), Position::new(size, size), Position::new(size, 0)]
    }

    #[test]
    fn outer_rings_run_counter_clockwise_holes_clockwise_and_both_are_closed() {
        let mut area = Shape::new();
        area.push_polygon([&square(100)[..], &square(10)[..]]);
        let value = serde_json::to_value(shape(&area)).unwrap();
        assert_eq!(value["type"], "Polygon");
        assert_eq!(
            value["coordinates"][0],
            json!([[0.0, 0.0], [1e-5, 0.0], [1e-5, 1e-5], [0.0, 1e-5], [0.0, 0.0]])
        );
        assert_eq!(
            value["coordinates"][1],
            json!([[0.0, 0.0], [0.0, 1e-6], [1e-6, 1e-6], [1e-6, 0.0], [0.0, 0.0]])
        );
    }

    #[test]
    fn several_parts_make_a_multipolygon() {
        let mut area = Shape::from_ring(&square(10));
        area.push_polygon([square(5).map(|p| Position::new(p.lon + 50, p.lat))]);
        let value = serde_json::to_value(shape(&area)).unwrap();
        assert_eq!(value["type"], "MultiPolygon");
    }
}
