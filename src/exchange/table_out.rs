//! Layers as tables: CSV with the geometry as well-known text, and a spreadsheet for people to read.

use super::csv_out::{BYTE_ORDER_MARK, guarded};
use super::out::{OutLayer, text_of};
use super::wkt;
use crate::domain::geo::Geometry;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::Value;
use std::borrow::Cow;

/// Excel's own limits of a cell and of the name of a sheet, characters.
const LONGEST_CELL: usize = 32_000;
const LONGEST_NAME: usize = 31;

/// Writes one layer as CSV. Points stand in two columns of degrees, everything else in a column of well-known text.
pub fn csv(layer: &OutLayer) -> Result<Vec<u8>, csv::Error> {
    let points =
        layer.rows.iter().all(|row| !matches!(row.geometry, Some(Geometry::Line(_) | Geometry::Area(_))));
    let mut out = BYTE_ORDER_MARK.to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    let place: &[&str] = if points { &["lon", "lat"] } else { &["wkt"] };
    writer.write_record(layer.fields.iter().map(String::as_str).chain(place.iter().copied()))?;
    for row in &layer.rows {
        let texts = layer.fields.iter().map(|field| text_of(row.values.get(field)));
        let mut cells: Vec<String> = texts.map(|text| guarded(&text).into_owned()).collect();
        match (&row.geometry, points) {
            (Some(Geometry::Point(p)), true) => {
                cells.extend(p.degrees().map(|degrees| format!("{degrees:.7}")))
            }
            (None, true) => cells.extend([String::new(), String::new()]),
            (Some(geometry), _) => cells.push(wkt::write(geometry)),
            (None, false) => cells.push(String::new()),
        }
        writer.write_record(cells)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

/// Writes a workbook with a sheet for each layer. Texts are stored as texts, so no cell can be a formula; borders do
/// not fit into cells and stay away.
pub fn xlsx(layers: &[OutLayer]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    for layer in layers {
        let sheet = workbook.add_worksheet();
        sheet.set_name(layer.name.chars().take(LONGEST_NAME).collect::<String>())?;
        sheet.set_freeze_panes(1, 0)?;
        let points = layer.rows.iter().any(|row| matches!(row.geometry, Some(Geometry::Point(_))));
        let place: &[&str] = if points { &["lon", "lat"] } else { &[] };
        for (name, column) in layer.fields.iter().map(String::as_str).chain(place.iter().copied()).zip(0u16..)
        {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        for (row, at) in layer.rows.iter().zip(1u32..) {
            for (field, column) in layer.fields.iter().zip(0u16..) {
                match row.values.get(field) {
                    None | Some(Value::Null) => {}
                    Some(Value::Number(number)) => {
                        sheet.write_number(at, column, number.as_f64().unwrap_or_default())?;
                    }
                    value => {
                        let text: Cow<'_, str> = text_of(value).chars().take(LONGEST_CELL).collect();
                        sheet.write_string(at, column, text)?;
                    }
                }
            }
            if let Some(Geometry::Point(p)) = row.geometry {
                for (degrees, column) in p.degrees().into_iter().zip(layer.fields.len() as u16..) {
                    sheet.write_number(at, column, degrees)?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}
