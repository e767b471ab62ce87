//! `wangge repair`: boundary files in, the same areas without narrow gaps and overlaps out. Needs no database.

use super::import_files::Choice;
use super::{Context, Failure, export, failure, files, import, output};
use crate::app::import_plan::area_problem;
use crate::config::Lang;
use crate::domain::geo::{Frame, Geometry};
use crate::domain::grid::coverage::repair::{Repair, Tolerance, WIDEST_M, repair, width_histogram};
use crate::domain::grid::{Area, AreaFault, AreaSet, Fault, Scheme, Severity, check};
use crate::domain::text::Words;
use crate::exchange::members::FieldMap;
use crate::exchange::out::{OutLayer, OutRow};
use crate::exchange::source::Opening;
use crate::exchange::{geojson_out, geopackage, kml_out, shapefile, table_out};
use clap::Args;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

const LONG_ABOUT: &str = "\
修补边界文件中的缝隙与重叠 · Mend gaps and overlaps in boundary files

Reads what `wangge import` reads, LEVEL=FILE for each level, and writes all areas into one file whose ending says its
format: .geojson, .zip (Shapefile), .gpkg, .kml or .csv. Between two areas the line of the lower code stands, along a
parent the parent's. No border moves further than --tolerance; wider faults stay and are listed. What is whole stays
bit for bit. Exit code 3 when faults are left.";

const EXAMPLES: &str = "\
Examples:
  wangge repair zone=zones.geojson point=points.geojson --tolerance 0.02 -o mended.geojson
  wangge repair 片区.zip --level zone --map code=编号 --datum gcj02 --tolerance 2 -o 片区.gpkg";

/// 修补边界文件 · Mend gaps and overlaps in boundary files
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct RepairArgs {
    /// 文件 · LEVEL=FILE, areas=FILE, or FILE with --level
    #[arg(required = true, value_name = "[LEVEL=]FILE")]
    files: Vec<String>,
    /// 容差(米)· No border moves further, metres, up to 10
    #[arg(long, value_name = "METRES", value_parser = tolerance)]
    tolerance: f64,
    /// 输出文件 · File to write; its ending says the format
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// 覆盖已有文件 · Overwrite the file when it exists
    #[arg(long)]
    force: bool,
    /// 一并补上沿上级边界的空带 · Also close strips along a parent's border that would count as its remainder
    #[arg(long)]
    close_open_strips: bool,
    /// 层级 · Level of the areas in files without LEVEL=
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// 字段对应 · Fields to read: code=,name=,parent=,level=,extent=
    #[arg(long = "map", value_name = "KEY=FIELD,…", value_parser = FieldMap::parse)]
    fields: Option<FieldMap>,
    /// 坐标系 · Datum of the files, as for import
    #[arg(long, value_parser = import::datum)]
    datum: Option<Frame>,
    /// 文字编码 · Encoding of the texts where the file does not say it: utf-8, gbk, big5
    #[arg(long, value_parser = import::encoding)]
    encoding: Option<&'static encoding_rs::Encoding>,
    /// 文件图层 · Layer to read of a file that has several
    #[arg(long, value_name = "NAME")]
    layer_name: Option<String>,
    /// 输出 JSON · Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Value of `--tolerance` and `--repair`.
pub fn tolerance(text: &str) -> Result<f64, String> {
    let metres: f64 = text.parse().map_err(|_| "a number of metres is expected".to_owned())?;
    if metres > 0.0 && metres <= WIDEST_M {
        Ok(metres)
    } else {
        Err(format!("more than 0 and at most {WIDEST_M} metres are expected"))
    }
}

pub async fn run(args: RepairArgs, context: &Context) -> Result<u8, Failure> {
    let path = &args.output;
    if path.exists() && !args.force {
        let path = path.display();
        return Err(Failure::refused(
            format!("{path} 已存在，要覆盖请加 --force"),
            format!("{path} exists already; use --force to overwrite it"),
        ));
    }
    let format = format_of(path)?;
    let fields = args.fields.clone().unwrap_or_default();
    let choice = Choice {
        opening: Opening { fields: fields.clone(), encoding: args.encoding, ..Opening::default() },
        layer_name: args.layer_name.clone(),
        asked: args.datum,
    };
    let (areas, notes) = import::read_areas(&args.files, args.level.as_deref(), &choice)?;
    for note in &notes {
        import::warn(note, context.lang());
    }
    let (areas, strangers) = without_strangers(areas);
    let before = AreaSet::build(areas.clone()).map_err(|faults| no_tree(&faults))?;
    let found = check(&before, Scheme::Duty);
    let tolerance = Tolerance { metres: args.tolerance, close_open_strips: args.close_open_strips };
    let mut done = repair(areas, Scheme::Duty, tolerance).map_err(|faults| no_tree(&faults))?;
    for area in &mut done.areas {
        area.parent = area.parent.take().or_else(|| strangers.get(&area.code).cloned());
    }
    write(path, format, &done.areas, context.lang()).await?;
    if args.json {
        output::json(&answer(&done, &found))?;
    } else {
        print(&done, &found, context.lang())?;
    }
    Ok(if done.faults_left() > 0 { failure::FAULTS } else { 0 })
}

/// The formats that hold areas whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Geojson,
    Shapefile,
    Gpkg,
    Kml,
    Csv,
}

fn format_of(path: &Path) -> Result<Format, Failure> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match ending.as_str() {
        "geojson" | "json" => Ok(Format::Geojson),
        "zip" => Ok(Format::Shapefile),
        "gpkg" => Ok(Format::Gpkg),
        "kml" => Ok(Format::Kml),
        "csv" => Ok(Format::Csv),
        _ => Err(Failure::usage(Words::new(
            "输出文件请以 .geojson、.zip、.gpkg、.kml 或 .csv 结尾",
            "the output must end in .geojson, .zip, .gpkg, .kml or .csv",
        ))),
    }
}

/// Areas whose parents are not in the files stand without; which these are, by the area's code.
fn without_strangers(mut areas: Vec<Area>) -> (Vec<Area>, HashMap<String, String>) {
    let codes: HashSet<String> = areas.iter().map(|area| area.code.clone()).collect();
    let mut strangers = HashMap::new();
    for area in &mut areas {
        if let Some(parent) = area.parent.take_if(|parent| !codes.contains(parent.as_str())) {
            strangers.insert(area.code.clone(), parent);
        }
    }
    (areas, strangers)
}

fn no_tree(faults: &[AreaFault]) -> Failure {
    Failure::problems("repair", faults.iter().map(area_problem).collect())
}

async fn write(path: &Path, format: Format, areas: &[Area], lang: Lang) -> Result<(), Failure> {
    let fail = |error: &dyn std::fmt::Display| Failure::refused(error.to_string(), error.to_string());
    let layer = OutLayer::of("areas", areas.iter().map(row).collect());
    if format == Format::Gpkg {
        let part = files::Beside::of(path)?;
        geopackage::write(part.path(), &[layer]).await.map_err(|error| fail(&error))?;
        return part.finish();
    }
    let bytes = match format {
        Format::Shapefile => {
            let (bytes, cut) = shapefile::write(&[layer]).map_err(|error| fail(&error))?;
            export::warn_cut(cut.texts, lang);
            bytes
        }
        Format::Kml => kml_out::write(&[layer]),
        Format::Csv => table_out::csv(&layer).map_err(|error| fail(&error))?,
        Format::Geojson | Format::Gpkg => geojson_out::layer(&layer.rows).map_err(|error| fail(&error))?,
    };
    let pending = files::Pending::create(path)?;
    pending.file()?.write_all(&bytes).map_err(|error| Failure::io(path.display(), &error))?;
    pending.finish()
}

fn row(area: &Area) -> OutRow {
    let values = [
        ("code", json!(area.code)),
        ("name", json!(area.name)),
        ("level", json!(area.level.slug())),
        ("parent", json!(area.parent)),
        ("extent", json!(area.extent)),
    ];
    OutRow {
        id: None,
        values: values.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
        geometry: area.shape.clone().filter(|shape| !shape.is_empty()).map(Geometry::Area),
    }
}

/// The same figures for scripts.
fn answer(done: &Repair, found: &[Fault]) -> Value {
    let moved: Vec<Value> =
        done.moves.iter().map(|one| json!({"code": one.code, "max_m": one.max_m})).collect();
    let widths: Vec<Value> = width_histogram(found)
        .iter()
        .map(|bin| {
            let up_to_m = bin.up_to_m.is_finite().then_some(bin.up_to_m);
            json!({"up_to_m": up_to_m, "gaps": bin.gaps, "overlaps": bin.overlaps, "area_m2": bin.area_m2})
        })
        .collect();
    let left: Vec<&Words> = done.left.iter().map(|fault| &fault.words).collect();
    json!({
        "found": found.len(), "faults_left": done.faults_left(), "max_m": done.max_m(),
        "moved": moved, "widths": widths, "left": left,
    })
}

fn print(done: &Repair, found: &[Fault], lang: Lang) -> Result<(), Failure> {
    const SHOWN: usize = 20;
    for bin in width_histogram(found).iter().filter(|bin| bin.gaps + bin.overlaps > 0) {
        let (up_to, gaps, overlaps, m2) = (bin.up_to_m, bin.gaps, bin.overlaps, bin.area_m2);
        let wide = match (up_to.is_finite(), lang) {
            (true, Lang::Zh) => format!("宽 ≤ {up_to} m"),
            (true, Lang::En) => format!("up to {up_to} m wide"),
            (false, Lang::Zh) => "更宽".to_owned(),
            (false, Lang::En) => "wider".to_owned(),
        };
        output::line(match lang {
            Lang::Zh => format!("  {wide}：缝隙 {gaps}，重叠 {overlaps}，共 {m2:.2} m²"),
            Lang::En => format!("  {wide}: {gaps} gaps, {overlaps} overlaps, {m2:.2} m²"),
        })?;
    }
    let (moved, far, left) = (done.moves.len(), done.max_m(), done.faults_left());
    output::line(match lang {
        Lang::Zh => {
            format!("原有 {} 处；移动网格 {moved} 个，最远 {far:.3} m；剩余问题 {left} 处", found.len())
        }
        Lang::En => {
            format!("{} findings; {moved} areas move, by {far:.3} m at most; {left} faults left", found.len())
        }
    })?;
    for fault in done.left.iter().filter(|fault| fault.severity == Severity::Fault).take(SHOWN) {
        output::line(format!("  ! {}", lang.pick(&fault.words)))?;
    }
    Ok(())
}
