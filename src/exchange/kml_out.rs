//! Layers as KML (OGC 12-007): a folder each, with every field in a schema of its own so that its kind survives.

use super::out::{FieldKind, OutLayer, text_of};
use crate::domain::geo::{Geometry, Position};
use std::fmt::Write as _;

/// Writes the document.
pub fn write(layers: &[OutLayer]) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n",
    );
    for (number, layer) in layers.iter().enumerate() {
        let _ = writeln!(out, "<Schema id=\"s{number}\" name=\"{}\">", escaped(&layer.name));
        for field in &layer.fields {
            let kind = match layer.kind(field) {
                FieldKind::Whole => "int",
                FieldKind::Number => "double",
                FieldKind::Text => "string",
            };
            let _ = writeln!(out, "<SimpleField type=\"{kind}\" name=\"{}\"/>", escaped(field));
        }
        let _ = writeln!(out, "</Schema>\n<Folder><name>{}</name>", escaped(&layer.name));
        for row in &layer.rows {
            let name = text_of(row.values.get("name"));
            let _ = write!(out, "<Placemark><name>{}</name>", escaped(&name));
            let _ = write!(out, "<ExtendedData><SchemaData schemaUrl=\"#s{number}\">");
            for field in &layer.fields {
                let text = text_of(row.values.get(field));
                if !text.is_empty() {
                    let (field, text) = (escaped(field), escaped(&text));
                    let _ = write!(out, "<SimpleData name=\"{field}\">{text}</SimpleData>");
                }
            }
            out.push_str("</SchemaData></ExtendedData>");
            if let Some(geometry) = &row.geometry {
                write_geometry(geometry, &mut out);
            }
            out.push_str("</Placemark>\n");
        }
        out.push_str("</Folder>\n");
    }
    out.push_str("</Document></kml>\n");
    out.into_bytes()
}

fn write_geometry(geometry: &Geometry, out: &mut String) {
    match geometry {
        Geometry::Point(p) => {
            out.push_str("<Point>");
            coordinates(&[*p], false, out);
            out.push_str("</Point>");
        }
        Geometry::Line(line) => {
            out.push_str("<LineString>");
            coordinates(line, false, out);
            out.push_str("</LineString>");
        }
        Geometry::Area(shape) => {
            let several = shape.polygon_count() > 1;
            out.push_str(if several { "<MultiGeometry>" } else { "" });
            for rings in shape.polygons() {
                out.push_str("<Polygon>");
                for (index, ring) in rings.iter().enumerate() {
                    let boundary = if index == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
                    let _ = write!(out, "<{boundary}><LinearRing>");
                    coordinates(ring, true, out);
                    let _ = write!(out, "</LinearRing></{boundary}>");
                }
                out.push_str("</Polygon>");
            }
            out.push_str(if several { "</MultiGeometry>" } else { "" });
        }
    }
}

fn coordinates(line: &[Position], closed: bool, out: &mut String) {
    out.push_str("<coordinates>");
    for (index, p) in line.iter().chain(line.first().filter(|_| closed)).enumerate() {
        let [lon, lat] = p.degrees();
        let _ = write!(out, "{}{lon},{lat}", if index > 0 { " " } else { "" });
    }
    out.push_str("</coordinates>");
}

/// Text that XML can hold; control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
