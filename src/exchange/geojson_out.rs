//! GeoJSON (RFC 7946), written row by row; text comes out unchanged, keys are stable.

use super::geometry_json::GeoJson;
use super::ledger::{COLUMNS, Cell};
use super::out::OutRow;
use super::{Language, LedgerRow};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What stands before the first feature.
pub const OPENING: &[u8] = b"{\"type\":\"FeatureCollection\",\"features\":[";
/// What stands after the last one.
pub const CLOSING: &[u8] = b"]}\n";

/// Rows of any layer as a file.
pub fn layer(rows: &[OutRow]) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename = "Feature")]
    struct Feature<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        geometry: Option<GeoJson>,
        properties: &'a Map<String, Value>,
    }
    let mut out = OPENING.to_vec();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let geometry = row.geometry.clone().map(GeoJson);
        let feature = Feature { id: row.id.as_deref(), geometry, properties: &row.values };
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.extend_from_slice(CLOSING);
    Ok(out)
}

/// Appends one row of the ledger as a feature; `number` is its place in the file, from 1.
pub fn feature(out: &mut Vec<u8>, row: &LedgerRow, number: u32, language: Language) {
    if number > 1 {
        out.push(b',');
    }
    let mut properties = Map::new();
    for column in COLUMNS.iter().filter(|column| !matches!(column.key, "row" | "lon" | "lat" | "overdue")) {
        let value = match (column.cell)(row, number, language) {
            // An unknown value is null, not an empty text (R10).
            Cell::Text("") => Value::Null,
            Cell::Text(text) => text.into(),
            Cell::Number(number) => number.into(),
        };
        properties.insert(column.key.to_owned(), value);
    }
    properties.insert("overdue".into(), row.overdue.into());
    let feature = json!({
        "type": "Feature",
        "id": row.id,
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        "properties": properties,
    });
    out.extend_from_slice(feature.to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_make_one_valid_collection_with_longitude_first() {
        let row = LedgerRow { problem: "=1".into(), lon: 102.5, lat: 24.3, ..LedgerRow::default() };
        let mut file = OPENING.to_vec();
        feature(&mut file, &row, 1, Language::Zh);
        feature(&mut file, &row, 2, Language::Zh);
        file.extend_from_slice(CLOSING);
        let value: Value = serde_json::from_slice(&file).expect("valid");
        assert_eq!(value["features"].as_array().map(Vec::len), Some(2));
        assert_eq!(value["features"][1]["geometry"]["coordinates"], json!([102.5, 24.3]));
        assert_eq!(value["features"][0]["properties"]["problem"], "=1");
        assert_eq!(value["features"][0]["properties"]["due_at"], Value::Null);
    }
}
