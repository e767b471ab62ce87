//! `wangge import --preview`: what a file holds, before anything is stored.

use super::import_files::{Choice, in_file};
use super::{Failure, output};
use crate::config::Lang;
use crate::domain::geo::{Frame, Geometry};
use crate::exchange::Problem;
use crate::exchange::ground::Ground;
use crate::exchange::records::{RawGeometry, ReadRecords, Told};
use crate::exchange::source;
use serde::Serialize;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Rows shown of each layer, and characters of each value.
const ROWS: usize = 5;
const WIDTH: usize = 40;

/// One layer as the preview shows it.
#[derive(Debug, Serialize)]
struct LayerPreview {
    file: String,
    layer: String,
    /// What the file says of its datum, and in which frame it would be read.
    told: Option<String>,
    datum: Option<String>,
    records: u64,
    points: u64,
    lines: u64,
    areas: u64,
    undrawn: u64,
    fields: Vec<String>,
    first: Vec<Map<String, Value>>,
    /// West, south, east, north in the numbers of the file.
    raw_box: Option<[f64; 4]>,
    /// The same in degrees, WGS 84.
    bbox: Option<[f64; 4]>,
    notes: Vec<Problem>,
    problems: Vec<Problem>,
}

pub fn run(
    paths: impl Iterator<Item = PathBuf>,
    choice: &Choice,
    json: bool,
    lang: Lang,
) -> Result<u8, Failure> {
    let mut shown = Vec::new();
    for path in paths {
        let layers = source::open(&path, &choice.opening).map_err(|problems| {
            Failure::problems("import", problems.into_iter().map(|problem| in_file(problem, &path)).collect())
        })?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for layer in layers {
            if choice.layer_name.as_ref().is_none_or(|name| *name == layer.head().name) {
                shown.push(look(file.clone(), layer.as_ref(), choice.asked));
            }
        }
    }
    if json {
        output::json(&shown)?;
    } else {
        for preview in &shown {
            print(preview, lang)?;
        }
    }
    Ok(0)
}

fn look(file: String, layer: &dyn ReadRecords, asked: Option<Frame>) -> LayerPreview {
    let head = layer.head();
    let (frame, mut problems) = match head.frame(asked) {
        Ok(frame) => (Some(frame), Vec::new()),
        Err(problem) => (None, vec![problem]),
    };
    let mut preview = LayerPreview {
        file,
        layer: head.name.clone(),
        told: match &head.told {
            Told::Nothing => None,
            Told::Frame(frame) => Some(frame.name()),
            Told::Unknown(name) => Some(name.clone()),
        },
        datum: frame.map(|frame| frame.name()),
        records: 0,
        points: 0,
        lines: 0,
        areas: 0,
        undrawn: 0,
        fields: Vec::new(),
        first: Vec::new(),
        raw_box: None,
        bbox: None,
        notes: head.notes.clone(),
        problems: Vec::new(),
    };
    let outcome = layer.read(&mut |record, _| {
        preview.records += 1;
        match &record.geometry {
            None => preview.undrawn += 1,
            Some(RawGeometry::Point(_)) => preview.points += 1,
            Some(RawGeometry::Line(_)) => preview.lines += 1,
            Some(_) => preview.areas += 1,
        }
        for [x, y] in record.geometry.iter().flat_map(RawGeometry::vertices) {
            let [west, south, east, north] = preview.raw_box.unwrap_or([x, y, x, y]);
            preview.raw_box = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        }
        if preview.records <= 1000 {
            for field in record.fields.keys() {
                if !preview.fields.contains(field) {
                    preview.fields.push(field.clone());
                }
            }
        }
        if preview.first.len() < ROWS {
            preview.first.push(record.fields);
        }
    });
    if let Err(mut list) = outcome {
        problems.append(&mut list);
    }
    if let (Some(frame), Some([west, south, east, north])) = (frame, preview.raw_box) {
        // The four corners tell whether the numbers fit the frame at all.
        let corners = RawGeometry::Line(vec![[west, south], [east, south], [east, north], [west, north]]);
        match (west < east || south < north)
            .then_some(corners)
            .map(|line| Ground::new(frame, &[]).geometry(&line, "", &mut problems))
        {
            Some(Some(Geometry::Line(line))) => {
                preview.bbox =
                    crate::domain::geo::Bounds::of(line).map(crate::exchange::geometry_json::bounds);
            }
            Some(_) => {}
            None => {
                preview.bbox = frame.to_position([west, south]).ok().map(|p| {
                    let [lon, lat] = p.degrees();
                    [lon, lat, lon, lat]
                })
            }
        }
    }
    preview.problems = problems;
    preview
}

fn print(preview: &LayerPreview, lang: Lang) -> Result<(), Failure> {
    let unknown = lang.of("文件没有说明", "the file does not say");
    let LayerPreview { file, layer, records, points, lines, areas, undrawn, .. } = preview;
    let told = preview.told.as_deref().unwrap_or(unknown);
    let datum = preview.datum.as_deref().unwrap_or("?");
    let fields = preview.fields.join(", ");
    output::line(match lang {
        Lang::Zh => format!(
            "{file} {layer}\n  记录 {records}：面 {areas}，线 {lines}，点 {points}，无图形 {undrawn}\n  坐标系：{told}；按 {datum} 读取\n  字段：{fields}"
        ),
        Lang::En => format!(
            "{file} {layer}\n  {records} records: {areas} areas, {lines} lines, {points} points, {undrawn} undrawn\n  datum: {told}; read as {datum}\n  fields: {fields}"
        ),
    })?;
    if let Some([west, south, east, north]) = preview.raw_box {
        output::line(format!("  {}{west}, {south}, {east}, {north}", lang.of("范围：", "extent: ")))?;
    }
    if let Some([west, south, east, north]) = preview.bbox
        && preview.raw_box != preview.bbox
    {
        output::line(format!("  WGS 84: {west:.7}, {south:.7}, {east:.7}, {north:.7}"))?;
    }
    for (index, row) in preview.first.iter().enumerate() {
        let cells: Vec<String> =
            row.iter().map(|(name, value)| format!("{name}={}", shortened(value))).collect();
        output::line(format!("  {}: {}", index + 1, cells.join(", ")))?;
    }
    for problem in preview.notes.iter().chain(&preview.problems) {
        output::line(format!("  ! {} [{}]", lang.pick(&problem.words), problem.code))?;
    }
    Ok(())
}

fn shortened(value: &Value) -> String {
    let text = crate::exchange::out::text_of(Some(value));
    if text.chars().count() <= WIDTH {
        return text;
    }
    text.chars().take(WIDTH).chain(['…']).collect()
}
