//! Reads the committed files into domain types, by their plain JSON.

use serde_json::Value;
use std::path::PathBuf;
use wangge::domain::feature::{Feature, Layer};
use wangge::domain::geo::{Geometry, Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::domain::instant::{Instant, Validity};

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata/demo")
}

pub fn json(name: &str) -> Value {
    let bytes = std::fs::read(folder().join(name)).expect("the file is committed");
    serde_json::from_slice(&bytes).expect("the file is JSON")
}

fn entries(name: &str) -> Vec<Value> {
    json(name)["features"].as_array().expect("a feature collection").clone()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn position(value: &Value) -> Position {
    let pair = value.as_array().expect("a coordinate");
    let degrees = |i: usize| pair[i].as_f64().expect("a number");
    Position::from_degrees(degrees(0), degrees(1)).expect("degrees in range")
}

fn positions(value: &Value) -> Vec<Position> {
    value.as_array().expect("a line").iter().map(position).collect()
}

fn geometry(value: &Value) -> Geometry {
    let coordinates = &value["coordinates"];
    let polygon = |rings: &Value| -> Vec<Vec<Position>> {
        rings.as_array().expect("rings").iter().map(positions).collect()
    };
    let mut shape = Shape::new();
    match value["type"].as_str() {
        Some("Point") => return Geometry::Point(position(coordinates)),
        Some("LineString") => return Geometry::Line(positions(coordinates)),
        Some("Polygon") => shape.push_polygon(polygon(coordinates)),
        Some("MultiPolygon") => {
            for rings in coordinates.as_array().expect("polygons") {
                shape.push_polygon(polygon(rings));
            }
        }
        other => panic!("unexpected geometry {other:?}"),
    }
    Geometry::Area(shape)
}

pub fn areas() -> Vec<Area> {
    let area = |entry: &Value| {
        let fields = &entry["properties"];
        let Geometry::Area(shape) = geometry(&entry["geometry"]) else { panic!("areas are polygons") };
        Area {
            scheme: fields["scheme"].as_str().and_then(Scheme::from_slug).expect("a scheme"),
            level: fields["level"].as_str().and_then(Level::from_slug).expect("a level"),
            code: text(fields, "code").expect("a code"),
            name: text(fields, "name").expect("a name"),
            parent: text(fields, "parent"),
            shape: Some(shape),
            extent: text(fields, "extent"),
        }
    };
    entries("areas.geojson").iter().map(area).collect()
}

pub fn features() -> Vec<Feature> {
    let feature = |entry: &Value| {
        let mut attributes = entry["properties"].as_object().expect("properties").clone();
        let mut take = |key: &str| attributes.remove(key).and_then(|v| v.as_str().map(str::to_owned));
        let layer = take("layer").as_deref().and_then(Layer::from_slug).expect("a layer");
        Feature {
            id: uuid::Uuid::nil(),
            layer,
            code: take("code").expect("a code"),
            name: take("name").expect("a name"),
            geometry: geometry(&entry["geometry"]),
            attributes,
            validity: Validity { from: Instant(0), until: None },
        }
    };
    entries("features.geojson").iter().map(feature).collect()
}
