//! The neutral form in which layers leave: rows of named values with a geometry on the position grid, which each
//! format writes in WGS 84 degrees.

use crate::domain::geo::Geometry;
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
    /// Id of the feature, in formats that have one.
    pub id: Option<String>,
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
    /// Rows as a layer.
    pub fn of(name: &str, rows: Vec<OutRow>) -> Self {
        let mut fields: Vec<String> = Vec::new();
        for key in rows.iter().flat_map(|row| row.values.keys()) {
            if !fields.contains(key) {
                fields.push(key.clone());
            }
        }
        Self { name: name.to_owned(), fields, rows }
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
