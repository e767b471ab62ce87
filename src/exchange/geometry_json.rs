//! Domain geometry as GeoJSON geometry values (RFC 7946): degrees with at most seven decimals, outer rings
//! counter-clockwise, holes clockwise, rings closed.

use super::Problem;
use super::geojson_shape::RawShape;
use super::ground::{Ground, counter_clockwise};
use crate::domain::geo::{Bounds, Datum, Frame, Geometry, Position, Shape};
use serde_json::{Value, json};

/// GeoJSON of any geometry.
pub fn geometry(geometry: &Geometry) -> Value {
    match geometry {
        Geometry::Point(p) => json!({"type": "Point", "coordinates": p.degrees()}),
        Geometry::Line(positions) => line(positions),
        Geometry::Area(area) => shape(area),
    }
}

/// A `LineString`.
pub fn line(positions: &[Position]) -> Value {
    json!({"type": "LineString", "coordinates": coordinates(positions)})
}

/// A `Polygon`, or a `MultiPolygon` when there are several parts.
pub fn shape(shape: &Shape) -> Value {
    let mut polygons: Vec<Value> = shape
        .polygons()
        .map(|rings| {
            Value::Array(
                rings.iter().enumerate().map(|(index, positions)| ring(positions, index == 0)).collect(),
            )
        })
        .collect();
    if polygons.len() == 1 {
        json!({"type": "Polygon", "coordinates": polygons.remove(0)})
    } else {
        json!({"type": "MultiPolygon", "coordinates": polygons})
    }
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

fn coordinates(positions: &[Position]) -> Vec<[f64; 2]> {
    positions.iter().map(|p| p.degrees()).collect()
}

fn ring(positions: &[Position], outer: bool) -> Value {
    let mut ring = coordinates(positions);
    if let Some(&first) = ring.first() {
        ring.push(first);
    }
    // Closed, so that turning it round keeps its first vertex.
    if counter_clockwise(positions) != outer {
        ring.reverse();
    }
    json!(ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(size: i32) -> [Position; 4] {
        [Position::new(0, 0), Position::new(0, size), Position::new(size, size), Position::new(size, 0)]
    }

    #[test]
    fn outer_rings_run_counter_clockwise_holes_clockwise_and_both_are_closed() {
        let mut area = Shape::new();
        area.push_polygon([&square(100)[..], &square(10)[..]]);
        let value = shape(&area);
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
        assert_eq!(shape(&area)["type"], "MultiPolygon");
    }
}
