//! The neutral form in which layers leave: rows of named values with a geometry on the position grid, which each
//! format writes in WGS 84 degrees.

use super::ground::Ground;
use super::records::RawGeometry;
use crate::domain::geo::{Frame, Geometry};
use serde_json::{Map, Value};

/// One layer on its way out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutLayer {
    pub name: String,
    /// Columns in the order in which they first appear.
    pub fields: Vec<String>,
    pub rows: Vec<OutRow>,
}

/// One row; a field that it does not have is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct OutRow {
    pub values: Map<String, Value>,
    pub geometry: Option<Geometry>,
}

/// What the values of a column are, over all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Whole,
    Number,
    Text,
}

impl OutLayer {
    /// Takes GeoJSON features as the answers of this system hold them.
    pub fn of_geojson(name: &str, features: Vec<Value>) -> Self {
        let mut layer = Self { name: name.to_owned(), ..Self::default() };
        let ground = Ground::of(Frame::WGS84);
        for mut feature in features {
            let raw = serde_json::from_value::<super::geojson_shape::RawShape>(feature["geometry"].take());
            let raw = raw.map(super::geojson_shape::RawShape::into_raw).ok();
            let geometry = raw
                .filter(|raw| !matches!(raw, RawGeometry::Area(parts) if parts.is_empty()))
                .and_then(|raw| ground.geometry(&raw, "", &mut Vec::new()));
            let values = match feature["properties"].take() {
                Value::Object(values) => values,
                _ => Map::new(),
            };
            for key in values.keys() {
                if !layer.fields.contains(key) {
                    layer.fields.push(key.clone());
                }
            }
            layer.rows.push(OutRow { values, geometry });
        }
        layer
    }

    /// Whole numbers, numbers or texts; a column that mixes them is text.
    pub fn kind(&self, field: &str) -> FieldKind {
        let mut kind = None;
        for value in self.rows.iter().filter_map(|row| row.values.get(field)) {
            let of_value = match value {
                Value::Null => continue,
                Value::Number(number) if number.is_i64() => FieldKind::Whole,
                Value::Number(_) => FieldKind::Number,
                _ => return FieldKind::Text,
            };
            kind = Some(match kind {
                Some(FieldKind::Number) => FieldKind::Number,
                _ => of_value,
            });
        }
        kind.unwrap_or(FieldKind::Text)
    }
}

/// A value as text; lists and objects as JSON, the unknown as nothing.
pub fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
