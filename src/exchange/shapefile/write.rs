//! Layers as an archive of Shapefiles: one for each kind of geometry, with `.prj` and a `.cpg` that says UTF-8.

use crate::domain::geo::{Bounds, Geometry, Position, Shape};
use crate::exchange::crs::WGS84_PRJ;
use crate::exchange::out::{FieldKind, OutLayer, OutRow, text_of};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipWriter, result::ZipError};

/// Longest text of a field and longest name, bytes.
const MAX_TEXT: usize = 254;
const MAX_NAME: usize = 10;

/// What the format could not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cut {
    /// Texts longer than 254 bytes, shortened between characters.
    pub texts: usize,
}

/// Kinds of geometry that cannot stand in one file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Point = 1,
    Line = 3,
    Area = 5,
}

fn kind_of(row: &OutRow) -> Kind {
    match row.geometry {
        Some(Geometry::Point(_)) => Kind::Point,
        Some(Geometry::Line(_)) => Kind::Line,
        // What is not drawn stands among the areas, with a null shape.
        Some(Geometry::Area(_)) | None => Kind::Area,
    }
}

/// Writes the archive.
pub fn write(layers: &[OutLayer]) -> Result<(Vec<u8>, Cut), ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut cut = Cut::default();
    for layer in layers {
        let kinds = [(Kind::Area, "areas"), (Kind::Line, "lines"), (Kind::Point, "points")];
        let used: Vec<_> = kinds
            .into_iter()
            .map(|(kind, suffix)| {
                (kind, suffix, layer.rows.iter().filter(|row| kind_of(row) == kind).collect::<Vec<_>>())
            })
            .filter(|(_, _, rows)| !rows.is_empty())
            .collect();
        for (kind, suffix, rows) in &used {
            let stem = if used.len() == 1 { layer.name.clone() } else { format!("{}_{suffix}", layer.name) };
            let (shp, shx) = shapes(*kind, rows);
            for (ending, bytes) in [
                ("shp", shp),
                ("shx", shx),
                ("dbf", table(layer, rows, &mut cut)),
                ("prj", WGS84_PRJ.as_bytes().to_vec()),
                ("cpg", b"UTF-8".to_vec()),
            ] {
                zip.start_file(format!("{stem}.{ending}"), SimpleFileOptions::default())?;
                zip.write_all(&bytes)?;
            }
        }
    }
    Ok((zip.finish()?.into_inner(), cut))
}

fn shapes(kind: Kind, rows: &[&OutRow]) -> (Vec<u8>, Vec<u8>) {
    let (mut shp, mut shx) = (vec![0; 100], vec![0; 100]);
    for (index, row) in rows.iter().enumerate() {
        let content = row.geometry.as_ref().map_or_else(|| 0i32.to_le_bytes().to_vec(), content);
        let (at, words) = ((shp.len() / 2) as i32, (content.len() / 2) as i32);
        shx.extend_from_slice(&at.to_be_bytes());
        shx.extend_from_slice(&words.to_be_bytes());
        shp.extend_from_slice(&(index as i32 + 1).to_be_bytes());
        shp.extend_from_slice(&words.to_be_bytes());
        shp.extend_from_slice(&content);
    }
    let bounds = Bounds::of(
        rows.iter().filter_map(|row| row.geometry.as_ref()?.bounds()).flat_map(|b| [b.min, b.max]),
    );
    for file in [&mut shp, &mut shx] {
        let words = (file.len() / 2) as i32;
        file[0..4].copy_from_slice(&9994i32.to_be_bytes());
        file[24..28].copy_from_slice(&words.to_be_bytes());
        file[28..32].copy_from_slice(&1000i32.to_le_bytes());
        file[32..36].copy_from_slice(&(kind as i32).to_le_bytes());
        if let Some(bounds) = bounds {
            file[36..68].copy_from_slice(&box_of(bounds));
        }
    }
    (shp, shx)
}

fn box_of(bounds: Bounds) -> [u8; 32] {
    let ([west, south], [east, north]) = (bounds.min.degrees(), bounds.max.degrees());
    let mut bytes = [0; 32];
    for (slot, value) in bytes.chunks_exact_mut(8).zip([west, south, east, north]) {
        slot.copy_from_slice(&value.to_le_bytes());
    }
    bytes
}

fn content(geometry: &Geometry) -> Vec<u8> {
    match geometry {
        Geometry::Point(p) => {
            let mut out = (Kind::Point as i32).to_le_bytes().to_vec();
            vertex(*p, &mut out);
            out
        }
        Geometry::Line(line) => parts(Kind::Line, geometry, std::slice::from_ref(line)),
        Geometry::Area(shape) => parts(Kind::Area, geometry, &rings(shape)),
    }
}

/// Rings closed, outer ones clockwise and holes counter-clockwise, each from its first vertex.
fn rings(shape: &Shape) -> Vec<Vec<Position>> {
    let mut all = Vec::new();
    for polygon in shape.polygons() {
        for (index, ring) in polygon.into_iter().enumerate() {
            let mut ring: Vec<Position> = ring.iter().chain(ring.first()).copied().collect();
            if crate::exchange::ground::counter_clockwise(&ring) == (index == 0) {
                ring.reverse();
            }
            all.push(ring);
        }
    }
    all
}

fn parts(kind: Kind, geometry: &Geometry, lines: &[Vec<Position>]) -> Vec<u8> {
    let mut out = (kind as i32).to_le_bytes().to_vec();
    out.extend_from_slice(&geometry.bounds().map_or([0; 32], box_of));
    let points: usize = lines.iter().map(Vec::len).sum();
    out.extend_from_slice(&(lines.len() as i32).to_le_bytes());
    out.extend_from_slice(&(points as i32).to_le_bytes());
    let mut start = 0i32;
    for line in lines {
        out.extend_from_slice(&start.to_le_bytes());
        start += line.len() as i32;
    }
    lines.iter().flatten().for_each(|p| vertex(*p, &mut out));
    out
}

fn vertex(p: Position, out: &mut Vec<u8>) {
    for value in p.degrees() {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

/// The dBASE table. Columns that no row of this file fills are left out.
fn table(layer: &OutLayer, rows: &[&OutRow], cut: &mut Cut) -> Vec<u8> {
    let mut taken: Vec<String> = Vec::new();
    let mut columns = Vec::new();
    for field in &layer.fields {
        let texts: Vec<String> = rows.iter().map(|row| text_of(row.values.get(field))).collect();
        let longest = texts.iter().map(String::len).max().unwrap_or(0);
        if longest == 0 {
            continue;
        }
        let kind = match layer.kind(field) {
            FieldKind::Whole | FieldKind::Number => b'N',
            FieldKind::Text => b'C',
        };
        cut.texts += texts.iter().filter(|text| text.len() > MAX_TEXT).count();
        let decimals = if kind == b'N' {
            texts
                .iter()
                .filter_map(|text| text.split_once('.'))
                .map(|(_, tail)| tail.len())
                .max()
                .unwrap_or(0)
        } else {
            0
        };
        let name = short_name(field, &taken);
        taken.push(name.clone());
        columns.push((name, kind, longest.clamp(1, MAX_TEXT), decimals.min(15), texts));
    }
    if columns.is_empty() {
        columns.push(("row".to_owned(), b'N', 10, 0, (1..=rows.len()).map(|n| n.to_string()).collect()));
    }
    let width: usize = 1 + columns.iter().map(|(_, _, length, ..)| length).sum::<usize>();
    let mut out = vec![0; 32];
    out[0] = 3;
    // The day of the last change; a fixed one, so that equal content gives equal bytes.
    out[1..4].copy_from_slice(&[126, 1, 1]);
    out[4..8].copy_from_slice(&(rows.len() as u32).to_le_bytes());
    out[8..10].copy_from_slice(&((32 * (columns.len() + 1) + 1) as u16).to_le_bytes());
    out[10..12].copy_from_slice(&(width as u16).to_le_bytes());
    for (name, kind, length, decimals, _) in &columns {
        let mut field = [0u8; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        (field[11], field[16], field[17]) = (*kind, *length as u8, *decimals as u8);
        out.extend_from_slice(&field);
    }
    out.push(0x0D);
    for row in 0..rows.len() {
        out.push(b' ');
        for (_, kind, length, _, texts) in &columns {
            let text = prefix(&texts[row], *length);
            let blanks = std::iter::repeat_n(b' ', length - text.len());
            if *kind == b'N' {
                out.extend(blanks);
                out.extend_from_slice(text.as_bytes());
            } else {
                out.extend_from_slice(text.as_bytes());
                out.extend(blanks);
            }
        }
    }
    out.push(0x1A);
    out
}

/// A name of at most ten bytes that no other column has.
fn short_name(field: &str, taken: &[String]) -> String {
    let short = prefix(field, MAX_NAME).to_owned();
    if !taken.contains(&short) {
        return short;
    }
    let numbered = |n: usize| format!("{}_{n}", prefix(field, MAX_NAME - 1 - n.to_string().len()));
    (1..).map(numbered).find(|name| !taken.contains(name)).unwrap_or(short)
}

/// The longest beginning of at most `limit` bytes that ends between characters.
fn prefix(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
