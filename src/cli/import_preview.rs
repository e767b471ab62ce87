//! `wangge import --preview`: what a file holds, before anything is stored.

use super::import_files::{Choice, in_file};
use super::{Failure, output};
use crate::config::Lang;
use crate::domain::progress::Progress;
use crate::exchange::preview::{LayerPreview, look};
use crate::exchange::source;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// Characters shown of each value.
const WIDTH: usize = 40;

/// A layer with the file that it stands in.
#[derive(Debug, Serialize)]
struct Shown {
    file: String,
    #[serde(flatten)]
    preview: LayerPreview,
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
                shown.push(Shown {
                    file: file.clone(),
                    preview: look(layer.as_ref(), choice.asked, &Progress::default()),
                });
            }
        }
    }
    if json {
        output::json(&shown)?;
    } else {
        for Shown { file, preview } in &shown {
            print(file, preview, lang)?;
        }
    }
    Ok(0)
}

fn print(file: &str, preview: &LayerPreview, lang: Lang) -> Result<(), Failure> {
    let unknown = lang.of("文件没有说明", "the file does not say");
    let LayerPreview { layer, records, points, lines, areas, undrawn, .. } = preview;
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
