//! Opening a file of any format: its kind is told by its content, its ending only tells apart what content cannot.

use super::Problem;
use super::csv_in::CsvFile;
use super::delimited::Table;
use super::geojson_in::{GeoJson, MAX_BYTES};
use super::geopackage;
use super::kml_in::Kml;
use super::members::FieldMap;
use super::records::ReadRecords;
use super::shapefile;
use super::unzip::{self, Entry};
use super::workbook;
use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What a person says about a file before it is opened.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    pub fields: FieldMap,
    /// Encoding of its texts.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Most bytes that an archive may unpack to, where less than usual is wanted.
    pub most_unpacked: Option<u64>,
    /// Most bytes of a file that has to be in memory whole, where less than usual is wanted: archives, KML and CSV.
    pub most_held: Option<u64>,
    /// What a layer without a name of its own is called, instead of the file's name.
    pub stem: Option<String>,
}

/// The layers of one file.
pub type Layers = Vec<Box<dyn ReadRecords>>;

/// Opens a file and lists its layers. Nothing is read beyond what tells them apart.
pub fn open(path: &Path, opening: &Opening) -> Result<Layers, Vec<Problem>> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let own_stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = opening.stem.clone().unwrap_or_else(own_stem);
    let mut start = [0u8; 16];
    let filled = File::open(path).and_then(|mut file| file.read(&mut start)).map_err(|e| unreadable(&e))?;
    let start = &start[..filled];
    if start.is_empty() {
        return Err(empty().into());
    }
    if geopackage::is_geopackage(start) {
        let layers = geopackage::open(path)?;
        return Ok(layers.into_iter().map(|layer| Box::new(layer) as Box<dyn ReadRecords>).collect());
    }
    if matches!(ending.as_str(), "shp" | "dbf" | "shx") {
        return shapes(beside(path, opening)?, opening);
    }
    if unzip::is_zip(start) {
        return archive(&held(path, opening)?, &stem, opening);
    }
    if workbook::looks_like_one(start) {
        return Ok(vec![Box::new(sheet(&held(path, opening)?, opening)?)]);
    }
    of_text(path, start, &ending, &stem, opening)
}

fn of_text(
    path: &Path,
    start: &[u8],
    ending: &str,
    stem: &str,
    opening: &Opening,
) -> Result<Layers, Vec<Problem>> {
    let text = start.strip_prefix(super::encoding::UTF8_BOM).unwrap_or(start);
    let first = match text.trim_ascii_start().first() {
        Some(first) => Some(*first),
        None => first_after_blanks(path)?,
    };
    let layer: Box<dyn ReadRecords> = match (ending, first) {
        ("csv" | "tsv" | "txt", _) => {
            Box::new(CsvFile::open(&held(path, opening)?, &opening.fields, opening.encoding)?)
        }
        ("kml", _) | (_, Some(b'<')) => Box::new(Kml::open(&held(path, opening)?, stem)?),
        ("json" | "geojson" | "ndjson" | "geojsonl" | "geojsons" | "jsonl", _)
        | (_, Some(b'{' | b'[' | 0x1E)) => Box::new(GeoJson::open_file(path)?),
        (ending, _) => {
            return Err(Problem::new(
                "unknown_format",
                "file",
                format!("不认识这种文件（.{ending}）：可用 GeoJSON、Shapefile(zip)、GeoPackage、KML、KMZ、CSV、XLSX"),
                format!(
                    "the format (.{ending}) is unknown; use GeoJSON, Shapefile (zip), GeoPackage, KML, KMZ, CSV or XLSX"
                ),
            )
            .into());
        }
    };
    Ok(vec![layer])
}

/// The first byte that says something, of a file that begins with more blanks than were looked at.
fn first_after_blanks(path: &Path) -> Result<Option<u8>, Problem> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut some = Vec::new();
    file.take(1 << 16).read_to_end(&mut some).map_err(|error| unreadable(&error))?;
    let text = some.strip_prefix(super::encoding::UTF8_BOM).unwrap_or(&some);
    Ok(text.trim_ascii_start().first().copied())
}

/// A KMZ, a workbook, or an archive with Shapefiles.
fn archive(bytes: &[u8], stem: &str, opening: &Opening) -> Result<Layers, Vec<Problem>> {
    let book = Cell::new(false);
    let wanted = |name: &str| {
        book.set(book.get() || name == "xl/workbook.xml");
        let own = !name.starts_with("__macosx/");
        own && (name.ends_with(".kml") || shapefile::PARTS.iter().any(|part| name.ends_with(part)))
    };
    let entries = unzip::unpack_within(bytes, opening.most_unpacked.unwrap_or(unzip::MAX_UNPACKED), wanted)?;
    let (mut kml, parts): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.name.to_ascii_lowercase().ends_with(".kml"));
    // The first document of a KMZ is the one that counts.
    if parts.is_empty() && !kml.is_empty() {
        return Ok(vec![Box::new(Kml::open(&kml.remove(0).bytes, stem)?)]);
    }
    if parts.is_empty() && book.get() {
        return Ok(vec![Box::new(sheet(bytes, opening)?)]);
    }
    shapes(parts, opening)
}

/// The first sheet of a workbook, read like a CSV with the same columns and row numbers.
fn sheet(bytes: &[u8], opening: &Opening) -> Result<CsvFile, Problem> {
    let table = workbook::read_table(bytes)?;
    let text = as_csv(&table).map_err(|error| super::delimited::unreadable(&error))?;
    CsvFile::open(&text, &opening.fields, Some(encoding_rs::UTF_8))
}

/// One line a row, so that rows keep their numbers.
fn as_csv(table: &Table) -> csv::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut text);
    let mut write =
        |cells: &[String]| writer.write_record(cells.iter().map(|cell| cell.replace(['\r', '\n'], " ")));
    write(&table.header)?;
    let mut next = 2;
    for row in &table.rows {
        while next < row.number {
            write(&[String::new(), String::new()])?;
            next += 1;
        }
        write(&row.cells)?;
        next += 1;
    }
    writer.flush()?;
    drop(writer);
    Ok(text)
}

fn shapes(files: Vec<Entry>, opening: &Opening) -> Result<Layers, Vec<Problem>> {
    let layers = shapefile::open(files, opening.encoding)?;
    Ok(layers.into_iter().map(|layer| Box::new(layer) as Box<dyn ReadRecords>).collect())
}

/// The files of one Shapefile that lie beside each other, whatever the case of their endings.
fn beside(path: &Path, opening: &Opening) -> Result<Vec<Entry>, Vec<Problem>> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut files = Vec::new();
    for ending in shapefile::PARTS {
        for ending in [ending.to_string(), ending.to_ascii_uppercase()] {
            let part = path.with_file_name(format!("{stem}{ending}"));
            if part.is_file()
                && !files
                    .iter()
                    .any(|file: &Entry| file.name.eq_ignore_ascii_case(&format!("{stem}{ending}")))
            {
                files.push(Entry {
                    name: format!("{stem}{}", ending.to_ascii_lowercase()),
                    bytes: held(&part, opening)?,
                });
            }
        }
    }
    if !files.iter().any(|file| file.name.ends_with(".shp")) {
        let name = format!("{stem}.shp");
        return Err(Problem::new(
            "missing_part",
            &name,
            format!("缺少 {name}"),
            format!("{name} is missing"),
        )
        .into());
    }
    Ok(files)
}

/// All bytes of a file that cannot be read piece by piece.
fn held(path: &Path, opening: &Opening) -> Result<Vec<u8>, Problem> {
    let most = opening.most_held.unwrap_or(MAX_BYTES as u64);
    let size = std::fs::metadata(path).map_err(|error| unreadable(&error))?.len();
    if size > most {
        return Err(super::delimited::too_large(size, most));
    }
    std::fs::read(path).map_err(|error| unreadable(&error))
}

fn empty() -> Problem {
    Problem::new("empty", "file", "文件是空的", "the file is empty")
}

pub(super) fn unreadable(error: &std::io::Error) -> Problem {
    let zh = match error.kind() {
        std::io::ErrorKind::NotFound => "文件不存在",
        std::io::ErrorKind::PermissionDenied => "没有读取的权限",
        _ => "文件无法读取",
    };
    let en = match error.kind() {
        std::io::ErrorKind::NotFound => "the file does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "there is no permission to read the file".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    };
    Problem::new("unreadable", "file", zh, en)
}
