//! Writing: one object a line, fields in the order given, so that the committed files read and diff well.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use wangge::domain::geo::Position;

/// An object whose fields keep their order.
#[derive(Debug, Clone, Default)]
pub struct Fields(pub Vec<(&'static str, Value)>);

impl Fields {
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// Leaves the field out when the value is unknown.
    pub fn with_known(self, key: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Debug, Clone)]
pub enum Drawn {
    Point(Position),
    Line(Vec<Position>),
    /// Polygons, each as its rings, outer first.
    Area(Vec<Vec<Vec<Position>>>),
}

impl Drawn {
    fn geojson(&self) -> String {
        let (kind, coordinates) = match self {
            Self::Point(p) => ("Point", json!(p.degrees())),
            Self::Line(line) => ("LineString", degrees(line)),
            Self::Area(polygons) => {
                let polygons: Vec<Value> = polygons
                    .iter()
                    .map(|rings| {
                        rings
                            .iter()
                            .map(|ring| {
                                let closed: Vec<Position> =
                                    ring.iter().chain(ring.first()).copied().collect();
                                degrees(&closed)
                            })
                            .collect()
                    })
                    .collect();
                match <[Value; 1]>::try_from(polygons) {
                    Ok([only]) => ("Polygon", only),
                    Err(several) => ("MultiPolygon", Value::from(several)),
                }
            }
        };
        format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#)
    }
}

pub fn degrees(line: &[Position]) -> Value {
    line.iter().map(|p| json!(p.degrees())).collect()
}

/// One entry of a feature collection.
#[derive(Debug, Clone)]
pub struct Entry {
    pub fields: Fields,
    pub drawn: Drawn,
}

pub fn feature_collection(entries: &[Entry]) -> String {
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            format!(
                r#"{{"type":"Feature","properties":{},"geometry":{}}}"#,
                text(&entry.fields),
                entry.drawn.geojson()
            )
        })
        .collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}

pub fn list(rows: &[Fields]) -> String {
    let lines: Vec<String> = rows.iter().map(text).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

pub fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("values without maps of odd keys always serialise")
}

/// A document with a line for every entry of its lists and maps of the first depth.
pub fn document(model: &wangge::app::demo::IncidentModel) -> String {
    let lines = |entries: Vec<String>| entries.join(",\n");
    let rhythms = model.rhythms.iter().map(|(k, v)| format!("{}:{}", text(k), text(v))).collect();
    let habits = model.habits.iter().map(|(k, v)| format!("{}:{}", text(k), text(v))).collect();
    let sources = model.sources.iter().map(text).collect();
    format!(
        "{{\"days\":{},\"total\":{},\"shared_default\":{},\n\"rhythms\":{{\n{}\n}},\n\"habits\":{{\n{}\n}},\n\"sources\":[\n{}\n]}}\n",
        model.days,
        model.total,
        text(&model.shared_default),
        lines(rhythms),
        lines(habits),
        lines(sources)
    )
}
