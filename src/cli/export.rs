//! `wangge export`: areas, features and incidents in every format that is read, and as spreadsheets.

use super::{Context, Failure, files, output, session};
use crate::app::answer::IncidentBrief;
use crate::app::collection::GeoFeature;
use crate::app::{AreasQuery, FeatureRows, IncidentFilter, LayerQuery, PageQuery, Service, Viewer};
use crate::config::Lang;
use crate::domain::feature::Layer;
use crate::domain::geo::{Geometry, Position};
use crate::domain::grid::{Level, Scheme};
use crate::domain::text::Words;
use crate::exchange::geometry_json::GeoJson;
use crate::exchange::out::{OutLayer, OutRow};
use crate::exchange::{geojson_out, geopackage, kml_out, shapefile, table_out};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const LONG_ABOUT: &str = "\
导出网格、要素或问题 · Export areas, features or incidents

Everything is in WGS 84 degrees; areas and layers come out so that `wangge import areas=FILE` or `features=FILE`
reads them again, the areas bit for bit. shapefile is a zip with .prj and UTF-8 names (texts up to 254 bytes); gpkg
is a GeoPackage; csv holds borders as WKT, has a byte order mark for Excel, and no cell that a spreadsheet would run
as a formula; xlsx is for reading, without borders. shapefile, gpkg and xlsx need -o.
Personal phones are never exported.";

const EXAMPLES: &str = "\
Examples:
  wangge export areas -o areas.geojson
  wangge export areas --level point --format csv -o points.csv
  wangge export layers --layer compound -o compounds.geojson
  wangge export areas --format shapefile -o 网格.zip
  wangge export incidents --format csv --from 2026-11-01 --to 2026-12-01 -o november.csv";

/// 导出网格、要素或问题 · Export areas, features or incidents
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct ExportArgs {
    /// 导出什么 · What to export
    what: What,
    /// 格式 · File format
    #[arg(long, value_enum, default_value_t = Format::Geojson)]
    format: Format,
    /// 输出文件 · File to write; stdout when absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// 覆盖已有文件 · Overwrite the file when it exists
    #[arg(long)]
    force: bool,
    /// 网格体系 · Scheme of areas: duty, governance or unit
    #[arg(long, default_value = "duty", value_parser = super::import::scheme)]
    scheme: Scheme,
    /// 层级 · Only areas of this level
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<Level>,
    /// 图层 · Only this layer
    #[arg(long, value_name = "LAYER", value_parser = layer)]
    layer: Option<Layer>,
    /// 起始 · Only incidents that occurred from this day or time on
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// 截止 · Only incidents that occurred before this day or time
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// 状态 · Only incidents in these states; open and closed are groups
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<String>,
    /// 类别 · Only incidents of these categories and those below them
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    category: Vec<String>,
    /// 网格 · Only incidents in the area with this code
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Areas,
    Layers,
    Incidents,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Geojson,
    Csv,
    Shapefile,
    Gpkg,
    Kml,
    Xlsx,
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_slug(text)
        .ok_or_else(|| "one of district, street, community, zone, point is expected".to_owned())
}

fn layer(text: &str) -> Result<Layer, String> {
    Layer::from_slug(text).ok_or_else(|| {
        let all: Vec<&str> = Layer::ALL.iter().map(|layer| layer.slug()).collect();
        format!("one of {} is expected", all.join(", "))
    })
}

pub async fn run(args: ExportArgs, context: &Context) -> Result<u8, Failure> {
    if let Some(path) = args.output.as_ref().filter(|path| path.exists() && !args.force) {
        let path = path.display();
        return Err(Failure::refused(
            format!("{path} 已存在，要覆盖请加 --force"),
            format!("{path} exists already; use --force to overwrite it"),
        ));
    }
    let binary = matches!(args.format, Format::Shapefile | Format::Gpkg | Format::Xlsx);
    let Some(target) = args.output.as_ref().map(Some).or((!binary).then_some(None)) else {
        return Err(Failure::usage(Words::new(
            "这种格式请用 -o 指定输出文件",
            "name the file to write with -o for this format",
        )));
    };
    let filter = IncidentFilter {
        from: args.from.as_deref().map(|text| session::instant(Some(text), context)).transpose()?,
        to: args.to.as_deref().map(|text| session::instant(Some(text), context)).transpose()?,
        states: args.state.clone(),
        categories: args.category.clone(),
        area: args.area.clone(),
        ..IncidentFilter::default()
    };
    let service = session::service(session::existing(context).await?, context).await?;
    let rows = match args.what {
        What::Areas => areas(&service, &args)?,
        What::Layers => layers(&service, &args)?,
        What::Incidents => incidents(&service, &filter).await?,
    };
    let count = rows.len();
    if args.format == Format::Gpkg
        && let Some(path) = target
    {
        let layers = layered(args.what, rows);
        let part = files::Beside::of(path)?;
        geopackage::write(part.path(), &layers)
            .await
            .map_err(|error| Failure::refused(error.clone(), error))?;
        part.finish()?;
        return written(path, count, context);
    }
    let bytes = bytes(&args, rows, context)?;
    let Some(path) = target else {
        output::bytes(&bytes)?;
        return Ok(0);
    };
    let pending = files::Pending::create(path)?;
    pending.file()?.write_all(&bytes).map_err(|error| Failure::io(path.display(), &error))?;
    pending.finish()?;
    written(path, count, context)
}

/// Says what was written where.
fn written(path: &Path, count: usize, context: &Context) -> Result<u8, Failure> {
    let words = Words::new(
        format!("已写入 {}：{count} 条", path.display()),
        format!("wrote {count} records to {}", path.display()),
    );
    output::line(context.lang().pick(&words))?;
    Ok(0)
}

/// The file of every format that is made in memory.
fn bytes(args: &ExportArgs, rows: Vec<OutRow>, context: &Context) -> Result<Vec<u8>, Failure> {
    let fail = |error: &dyn std::fmt::Display| Failure::refused(error.to_string(), error.to_string());
    match args.format {
        Format::Geojson => geojson_out::layer(&rows).map_err(|error| fail(&error)),
        // One table has one row of headings, so all layers stand in it together.
        Format::Csv => table_out::csv(&OutLayer::of("", rows)).map_err(|error| fail(&error)),
        Format::Kml => Ok(kml_out::write(&layered(args.what, rows))),
        Format::Xlsx => table_out::xlsx(&layered(args.what, rows)).map_err(|error| fail(&error)),
        Format::Shapefile | Format::Gpkg => {
            let (bytes, cut) = shapefile::write(&layered(args.what, rows)).map_err(|error| fail(&error))?;
            warn_cut(cut.texts, context.lang());
            Ok(bytes)
        }
    }
}

/// Says how many texts a Shapefile could not hold whole.
pub fn warn_cut(count: usize, lang: Lang) {
    if count > 0 {
        eprintln!(
            "{}",
            match lang {
                Lang::Zh => format!("警告：{count} 处文字超过 254 字节，已截短"),
                Lang::En => format!("warning: {count} texts are longer than 254 bytes and were cut"),
            }
        );
    }
}

/// Areas and incidents are one layer each; features stand in one for each of theirs.
fn layered(what: What, rows: Vec<OutRow>) -> Vec<OutLayer> {
    let name = match what {
        What::Areas => "areas",
        What::Incidents => "incidents",
        What::Layers => {
            let mut by_layer: BTreeMap<String, Vec<OutRow>> = BTreeMap::new();
            for row in rows {
                let layer = row.values.get("layer").and_then(Value::as_str).unwrap_or("features").to_owned();
                by_layer.entry(layer).or_default().push(row);
            }
            return by_layer.into_iter().map(|(name, rows)| OutLayer::of(&name, rows)).collect();
        }
    };
    vec![OutLayer::of(name, rows)]
}

fn areas(service: &Service, args: &ExportArgs) -> Result<Vec<OutRow>, Failure> {
    let query = AreasQuery { level: args.level, scheme: args.scheme, ..AreasQuery::default() };
    let areas = service.areas(service.reference(), &query, &Viewer::office())?;
    // What the map needs beside the area itself is no part of the area.
    let rows = areas
        .features()
        .map(|feature| row(feature, &["label_at", "head", "vacant", "open_incidents", "drawn"]));
    let known = rows.map(|mut row| {
        row.values.retain(|_, value| !value.is_null());
        row
    });
    Ok(known.collect())
}

fn layers(service: &Service, args: &ExportArgs) -> Result<Vec<OutRow>, Failure> {
    let mut rows = Vec::new();
    for layer in Layer::ALL.iter().filter(|layer| args.layer.is_none_or(|only| only == **layer)) {
        let query = LayerQuery { layer: *layer, bbox: None, limit: None };
        let features = service.layer(&query, &Viewer::office())?;
        rows.extend(features.features().map(|feature| row(feature, &["owner_label", "open_incidents"])));
    }
    Ok(rows)
}

/// A feature of a map without some of its properties.
fn row<P: Serialize>(feature: GeoFeature<P>, without: &[&str]) -> OutRow {
    let mut values = object(&feature.properties);
    values.retain(|key, _| !without.contains(&key.as_str()));
    OutRow { id: feature.id, values, geometry: feature.geometry.map(|GeoJson(geometry)| geometry) }
}

fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

async fn incidents(service: &Service, filter: &IncidentFilter) -> Result<Vec<OutRow>, Failure> {
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let page = PageQuery { limit: Some(1000), cursor: cursor.take() };
        let answer = service.incidents(filter, &page, &Viewer::office()).await?;
        rows.extend(answer.items.iter().map(incident));
        cursor = answer.next_cursor;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

fn incident(brief: &IncidentBrief) -> OutRow {
    let mut values = object(brief);
    values.remove("position");
    if let Some(Value::Object(areas)) = values.remove("areas") {
        values.extend(areas);
    }
    for key in ["category_name", "owner", "owner_role", "owner_unit", "owner_person"] {
        let chinese = values.get(key).and_then(|words| words.get("zh")).cloned();
        values.insert(key.to_owned(), chinese.unwrap_or_default());
    }
    let [lon, lat] = brief.position;
    let place = Position::from_degrees(lon, lat).ok();
    OutRow { id: Some(brief.id.to_string()), values, geometry: place.map(Geometry::Point) }
}
