//! Shapefiles as records: several files of one name, beside each other or in an archive.

mod dbf;
mod shp;
mod write;

use super::Problem;
use super::crs;
use super::records::{Each, LayerHead, MAX_PROBLEMS, MAX_VERTICES, RawGeometry, ReadRecords, Record, Told};
use super::unzip::Entry;
use crate::domain::progress::Progress;
use dbf::Dbf;
use encoding_rs::{Encoding, GB18030, UTF_8};
use shp::Shapes;
use std::collections::BTreeMap;

pub use write::{Cut, write};

/// Endings of the files that are read.
pub const PARTS: &[&str] = &[".shp", ".dbf", ".prj", ".cpg"];

/// One open Shapefile.
pub struct Shapefile {
    head: LayerHead,
    shp: Vec<u8>,
    dbf: Option<Dbf>,
    encoding: &'static Encoding,
    names: Vec<String>,
}

/// What a person or a `.cpg` calls an encoding.
pub fn encoding_of(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    match label.trim_start_matches("cp").trim_start_matches("ansi ") {
        "65001" => Some(UTF_8),
        "936" | "54936" => Some(GB18030),
        "950" => Some(encoding_rs::BIG5),
        "1252" | "88591" => Some(encoding_rs::WINDOWS_1252),
        _ => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding == encoding_rs::GBK => Some(GB18030),
            other => other,
        },
    }
}

/// Groups files by their name without ending and opens each group that has a `.shp`.
pub fn open(files: Vec<Entry>, asked: Option<&'static Encoding>) -> Result<Vec<Shapefile>, Vec<Problem>> {
    let mut groups: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for file in files {
        let Some((stem, ending)) = file.name.rsplit_once('.') else { continue };
        groups.entry(stem.to_owned()).or_default().insert(ending.to_ascii_lowercase(), file.bytes);
    }
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for (stem, parts) in groups {
        if !parts.contains_key("shp") {
            continue;
        }
        let name = stem.rsplit(['/', '\\']).next().unwrap_or(&stem).to_owned();
        match Shapefile::open(name, parts, asked) {
            Ok(file) => found.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    if found.is_empty() && problems.is_empty() {
        problems.push(Problem::new(
            "no_layer",
            "archive",
            "压缩包里没有 .shp 文件",
            "there is no .shp file in the archive",
        ));
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

impl Shapefile {
    fn open(
        name: String,
        mut parts: BTreeMap<String, Vec<u8>>,
        asked: Option<&'static Encoding>,
    ) -> Result<Self, Problem> {
        let text = |bytes: Option<Vec<u8>>| {
            bytes
                .map(|bytes| String::from_utf8_lossy(&bytes).trim().trim_start_matches('\u{FEFF}').to_owned())
        };
        let mut head = LayerHead::new(name, "feature");
        head.cut_names = true;
        head.told = text(parts.remove("prj")).map_or(Told::Nothing, |prj| crs::of_wkt(&prj));
        let shp = parts.remove("shp").unwrap_or_default();
        Shapes::open(&shp)?;
        let dbf = parts.remove("dbf").map(Dbf::open).transpose()?;
        let told = text(parts.remove("cpg")).as_deref().and_then(encoding_of);
        let encoding = match &dbf {
            None => UTF_8,
            Some(dbf) => match asked.or(told).or_else(|| dbf.told_encoding()) {
                Some(encoding) => encoding,
                None if dbf.is_ascii() => UTF_8,
                None => return Err(dbf.encoding_needed()),
            },
        };
        let names = dbf.as_ref().map(|dbf| dbf.names(encoding)).unwrap_or_default();
        if let Some(dbf) = &dbf {
            let deleted = dbf.deleted();
            if deleted > 0 {
                head.notes.push(Problem::new(
                    "deleted_rows",
                    "dbf",
                    format!("跳过 {deleted} 条已标记删除的记录"),
                    format!("{deleted} rows are marked deleted and were left out"),
                ));
            }
        }
        Ok(Self { head, shp, dbf, encoding, names })
    }
}

impl ReadRecords for Shapefile {
    fn head(&self) -> &LayerHead {
        &self.head
    }

    fn bytes(&self) -> u64 {
        self.shp.len() as u64
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let (mut count, mut vertices) = (0, 0);
        let mut shapes = Shapes::open(&self.shp)?;
        let mut counted = 0;
        while let Some(shape) = shapes.next() {
            let index = count;
            count += 1;
            let at = shapes.position();
            progress.advance(at - std::mem::replace(&mut counted, at))?;
            if problems.len() >= MAX_PROBLEMS {
                break;
            }
            let geometry = match shape {
                Ok(geometry) => geometry,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            vertices += geometry.iter().map(|raw| raw.vertices().count()).sum::<usize>();
            if vertices > MAX_VERTICES {
                problems.push(super::records::too_many_vertices());
                break;
            }
            let fields = match &self.dbf {
                Some(dbf) if dbf.is_deleted(index) => continue,
                Some(dbf) if index < dbf.rows() => match dbf.values(index, &self.names, self.encoding) {
                    Ok(fields) => fields,
                    Err(problem) => {
                        problems.push(problem);
                        continue;
                    }
                },
                _ => Default::default(),
            };
            let geometry =
                geometry.filter(|raw| !matches!(raw, RawGeometry::Area(parts) if parts.is_empty()));
            let number = index as u64 + 1;
            each(Record { number, id: None, fields, geometry, told: None }, &mut problems);
        }
        if let Some(dbf) = &self.dbf
            && problems.is_empty()
            && dbf.rows() != count
        {
            let rows = dbf.rows();
            problems.push(Problem::new(
                "row_mismatch",
                "dbf",
                format!("图形有 {count} 个，属性表有 {rows} 行，两者不一致"),
                format!("there are {count} shapes and {rows} rows in the table"),
            ));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests;
