//! `wangge import`: areas and features from files of every kind; the roster has its own file.

use super::import_files::{self, Choice, Kind, Opened};
use super::progress::Watch;
use super::{Context, Failure, import_preview, import_roster, output, session};
use crate::app::import::{self, AreaImport, FeatureImport, Import, ImportError, ImportReport};
use crate::app::import_place;
use crate::app::import_plan::AreaScope;
use crate::app::import_repair::repair_import;
use crate::config::Lang;
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::Frame;
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Validity;
use crate::domain::progress::Progress;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::exchange::members::{self, AreaReading, FeatureReading, FieldMap};
use crate::exchange::shapefile::encoding_of;
use crate::exchange::source::Opening;
use crate::ids::{Ids, RandomIds};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::sync::Arc;

const LONG_ABOUT: &str = "\
导入网格、要素或责任表 · Import areas, features or the roster

Files are GeoJSON (also one feature a line), Shapefile (.zip, or .shp with its parts beside it), GeoPackage, KML or
KMZ, and CSV or XLSX with a column of WKT or with longitude and latitude. The datum is what the file says; --datum
says it where the file does not, or which degrees are meant: boundaries off Chinese web maps are gcj02 without saying
so.
--preview shows layers, fields, first rows, datum and extent of a file and stores nothing.

Areas come as polygons, several levels in one call: LEVEL=FILE with LEVEL one of district, street,
community, zone, point; or FILE --level LEVEL. Features come as LAYER=FILE or FILE --layer LAYER with LAYER one of
road, compound, building, market, vending_zone, frontage, facility, focus_spot, site, resident_group.
areas=FILE and features=FILE take the level or the layer of each feature from its property.

Everything is checked first; either all of it is stored or nothing. Areas of the imported levels in the same
communities that the files leave out are removed, other communities stay as they are (--scope narrows this, --add
removes nothing). The result is a new edition. What rounding to the grid of 1e-7 degrees does is listed as warnings;
overlaps, crossings, unclosed rings, unknown parents and children outside their parents are refused with their place.
A terminal shows how far it is; Ctrl-C stops it, then nothing is stored and the exit code is 130.";

const EXAMPLES: &str = "\
Examples:
  wangge import zone=zones.geojson point=points.geojson
  wangge import tracts.geojson --level point --map code=GEOID,name=NAMELSAD,parent=ZONE
  wangge import point=points.geojson --datum gcj02 --scope 530402001001 --dry-run
  wangge import compounds.geojson --layer compound
  wangge import --preview 片区.zip
  wangge import zone=片区.zip --encoding gbk --datum epsg:4543 --map code=编号,name=片区名
  wangge import roster 责任表.xlsx";

/// 导入网格、要素或责任表 · Import areas, features or the roster
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: Option<ImportWhat>,
    /// 文件 · LEVEL=FILE, LAYER=FILE, or FILE with --level or --layer
    #[arg(required = true, value_name = "[KIND=]FILE")]
    files: Vec<String>,
    /// 层级 · Level of the areas in files without KIND=
    #[arg(long, value_name = "LEVEL", conflicts_with = "layer")]
    level: Option<String>,
    /// 图层 · Layer of the features in files without KIND=
    #[arg(long, value_name = "LAYER")]
    layer: Option<String>,
    /// 字段对应 · Fields to read: code=,name=,parent=,level=,extent=; of CSV also wkt= or lon=,lat=
    #[arg(long = "map", value_name = "KEY=FIELD,…", value_parser = FieldMap::parse)]
    fields: Option<FieldMap>,
    /// 坐标系 · Datum of the files: wgs84, cgcs2000, gcj02, bd09, epsg:4547, or tm:lon0=102.5,x0=500000,y0=0,k=1
    #[arg(long, value_parser = datum)]
    datum: Option<Frame>,
    /// 文字编码 · Encoding of the texts where the file does not say it: utf-8, gbk, big5
    #[arg(long, value_parser = encoding)]
    encoding: Option<&'static encoding_rs::Encoding>,
    /// 文件图层 · Layer to read of a file that has several
    #[arg(long, value_name = "NAME")]
    layer_name: Option<String>,
    /// 预览 · Show what the files hold, store nothing
    #[arg(long)]
    preview: bool,
    /// 位置属实 · Accept a place far from what is loaded, or a shift that looks like another datum
    #[arg(long)]
    accept_place: bool,
    /// 网格体系 · Scheme of the areas: duty, governance or unit
    #[arg(long, default_value = "duty", value_parser = scheme)]
    scheme: Scheme,
    /// 替换范围 · Replace only below the area with this code
    #[arg(long, value_name = "CODE")]
    scope: Option<String>,
    /// 修补缝隙与重叠 · First close gaps and overlaps of the areas; no border moves further, metres (0.02 is safe)
    #[arg(long, value_name = "METRES", value_parser = super::repair::tolerance)]
    repair: Option<f64>,
    /// 只增改,不删除 · Add and change, remove nothing
    #[arg(long, conflicts_with = "scope")]
    add: bool,
    /// 只检查 · Check and report, store nothing
    #[arg(long)]
    dry_run: bool,
    /// 备注 · Note kept with the edition
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    note: String,
    /// 输出 JSON · Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum ImportWhat {
    Roster(import_roster::RosterArgs),
}

pub async fn run(args: ImportArgs, context: &Context) -> Result<u8, Failure> {
    if let Some(ImportWhat::Roster(roster)) = args.what {
        return import_roster::run(roster, context).await;
    }
    let choice = Choice {
        opening: Opening {
            fields: args.fields.clone().unwrap_or_default(),
            encoding: args.encoding,
            ..Opening::default()
        },
        layer_name: args.layer_name.clone(),
        asked: args.datum,
    };
    if args.preview {
        let paths = args.files.iter().map(|file| import_files::split_kind(file).1);
        return import_preview::run(paths, &choice, args.json, context.lang());
    }
    let mut chosen = Vec::new();
    for file in &args.files {
        let (kind, path) = kind_of(file, args.level.as_deref(), args.layer.as_deref())?;
        chosen.push((kind, path));
    }
    let watch = Watch::start(context.lang()).await;
    let outcome = store_files(chosen, &args, &choice, context, &watch.progress).await;
    let report = watch.end(outcome).await?;
    if args.json {
        output::json(&report)?
    } else {
        print(&report, args.dry_run, context.lang())?
    }
    Ok(0)
}

/// Reads, checks and stores the files, or tells what that would do.
async fn store_files(
    chosen: Vec<(Kind, PathBuf)>,
    args: &ImportArgs,
    choice: &Choice,
    context: &Context,
    progress: &Arc<Progress>,
) -> Result<ImportReport, Failure> {
    let now = session::now();
    let some_areas = chosen.iter().any(|(kind, _)| matches!(kind, Kind::Areas(_)));
    let what = match chosen.as_slice() {
        [(_, path)] => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        _ => "import".to_owned(),
    };
    let opened = import_files::open(chosen, choice, progress)?;
    let mut read = read_members(&opened, args, progress)?;
    for problem in opened.notes() {
        warn(&problem, context.lang());
    }
    let store = session::writable(context).await?;
    if !args.accept_place {
        let ground = import_place::Ground::load(&store, now).await?;
        let mut problems = Vec::new();
        for (file, (areas, features)) in opened.files.iter().zip(&read) {
            if let Some(found) = ground.suspect(opened.ground(file).frame(), areas, features) {
                let problem = Problem { code: found.code(), place: "file".to_owned(), words: found.words() };
                problems.push(import_files::in_file(problem, &file.path));
            }
        }
        if !problems.is_empty() {
            return Err(Failure::problems("import", problems));
        }
    }
    drop(opened);
    let (mut areas, mut features) = read.pop().unwrap_or_default();
    for (mut of_file, mut features_of_file) in read {
        areas.append(&mut of_file);
        features.append(&mut features_of_file);
    }
    members::parents_by_name(&mut areas);
    let scope = match (args.scope.clone(), args.add) {
        (Some(code), _) => AreaScope::Below(code),
        (None, true) => AreaScope::Additive,
        (None, false) => AreaScope::Communities,
    };
    let refused = |error: ImportError| match error {
        ImportError::Refused(problems) => Failure::problems(&what, problems),
        error => error.into(),
    };
    let mut repaired = None;
    if let Some(metres) = args.repair.filter(|_| some_areas) {
        let done = repair_import(&store, args.scheme, areas, &scope, metres, Arc::clone(progress)).await;
        let (after, told) = done.map_err(refused)?;
        (areas, repaired) = (after, Some(told));
    }
    let import = Import {
        areas: some_areas.then(|| AreaImport { scheme: args.scheme, areas, scope, note: args.note.clone() }),
        features: (!features.is_empty()).then(|| FeatureImport { features, scope: args.scope.clone() }),
        at: now,
        dry_run: args.dry_run,
    };
    let mut report = import::import_watched(&store, import, progress).await.map_err(refused)?;
    report.repair = repaired;
    store.close().await;
    Ok(report)
}

/// Areas or features of each file.
type Members = (Vec<Area>, Vec<Feature>);

/// What the files hold; every problem of every file at once.
fn read_members(opened: &Opened, args: &ImportArgs, progress: &Progress) -> Result<Vec<Members>, Failure> {
    let now = session::now();
    let fields = args.fields.clone().unwrap_or_default();
    let (mut problems, mut read) = (Vec::new(), Vec::new());
    for file in &opened.files {
        let (layer, ground) = (file.layer.as_ref(), opened.ground(file));
        let found = match file.kind {
            Kind::Areas(level) => {
                let reading = AreaReading { scheme: args.scheme, level, fields: fields.clone() };
                members::areas(layer, &reading, ground, progress).map(|found| (found, Vec::new()))
            }
            Kind::Features(kind) => {
                let validity = Validity { from: now, until: None };
                let reading = FeatureReading { layer: kind, fields: fields.clone(), validity };
                members::features(layer, &reading, ground, progress, || RandomIds.id(now))
                    .map(|found| (Vec::new(), found))
            }
        };
        match found {
            Ok(found) => read.push(found),
            Err(list) => {
                problems.extend(list.into_iter().map(|problem| import_files::in_file(problem, &file.path)));
            }
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(Failure::problems("import", problems)) }
}

/// Reads `LEVEL=FILE…` in WGS 84, for commands that use areas without a database.
pub fn read_area_files(arguments: &[String]) -> Result<Vec<Area>, Failure> {
    Ok(read_areas(arguments, None, &Choice::default())?.0)
}

/// Reads files of areas, and what was passed over in them.
pub fn read_areas(
    arguments: &[String],
    level: Option<&str>,
    choice: &Choice,
) -> Result<(Vec<Area>, Vec<Problem>), Failure> {
    let mut areas = Vec::new();
    let mut chosen = Vec::new();
    for argument in arguments {
        let (kind, path) = kind_of(argument, level, None)?;
        if !matches!(kind, Kind::Areas(_)) {
            return Err(usage(
                format!("{argument} 不是网格层级"),
                format!("{argument} names no level of areas"),
            ));
        }
        chosen.push((kind, path));
    }
    let progress = Progress::default();
    let opened = import_files::open(chosen, choice, &progress)?;
    for file in &opened.files {
        let Kind::Areas(level) = file.kind else { continue };
        let reading = AreaReading { scheme: Scheme::Duty, level, fields: choice.opening.fields.clone() };
        let mut found = members::areas(file.layer.as_ref(), &reading, opened.ground(file), &progress)
            .map_err(|problems| Failure::problems(file.path.display(), problems))?;
        areas.append(&mut found);
    }
    members::parents_by_name(&mut areas);
    Ok((areas, opened.notes()))
}

fn kind_of(argument: &str, level: Option<&str>, layer: Option<&str>) -> Result<(Kind, PathBuf), Failure> {
    if let (Some(kind), path) = import_files::split_kind(argument) {
        let kind = match kind {
            "areas" => Kind::Areas(None),
            "features" => Kind::Features(None),
            _ => match (Level::from_slug(kind), Layer::from_slug(kind)) {
                (Some(level), _) => Kind::Areas(Some(level)),
                (None, Some(layer)) => Kind::Features(Some(layer)),
                (None, None) => return Err(unknown_kind(kind)),
            },
        };
        return Ok((kind, path));
    }
    let kind = match (level, layer) {
        (Some(slug), _) => Kind::Areas(Some(Level::from_slug(slug).ok_or_else(|| unknown_kind(slug))?)),
        (None, Some(slug)) => Kind::Features(Some(Layer::from_slug(slug).ok_or_else(|| unknown_kind(slug))?)),
        (None, None) => {
            return Err(usage(
                format!("请说明 {argument} 是什么：--level、--layer，或写成 zone={argument}"),
                format!("say what {argument} holds: --level, --layer, or zone={argument}"),
            ));
        }
    };
    Ok((kind, PathBuf::from(argument)))
}

fn unknown_kind(kind: &str) -> Failure {
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.slug()).collect();
    let layers: Vec<&str> = Layer::ALL.iter().map(|layer| layer.slug()).collect();
    let (levels, layers) = (levels.join(", "), layers.join(", "));
    usage(
        format!("「{kind}」既不是层级（{levels}）也不是图层（{layers}）"),
        format!("“{kind}” is neither a level ({levels}) nor a layer ({layers})"),
    )
}

fn usage(zh: String, en: String) -> Failure {
    Failure::usage(Words::new(zh, en))
}

/// Value of `--datum`.
pub fn datum(text: &str) -> Result<Frame, String> {
    Frame::parse(text).map_err(|words| words.en)
}

/// Value of `--encoding`.
pub fn encoding(text: &str) -> Result<&'static encoding_rs::Encoding, String> {
    encoding_of(text).ok_or_else(|| "one of utf-8, gbk, gb18030, big5 is expected".to_owned())
}

/// Value of `--scheme`.
pub fn scheme(text: &str) -> Result<Scheme, String> {
    Scheme::from_slug(text).ok_or_else(|| "one of duty, governance, unit is expected".to_owned())
}

fn print(report: &ImportReport, dry_run: bool, lang: Lang) -> Result<(), Failure> {
    if let Some(repair) = &report.repair {
        let (moved, far) = (repair.moved.len(), repair.max_m);
        output::line(match lang {
            Lang::Zh => format!("修补：移动网格 {moved} 个，最远 {far:.3} m"),
            Lang::En => format!("repair: {moved} areas moved, by {far:.3} m at most"),
        })?;
    }
    if let Some(areas) = &report.areas {
        for problem in &areas.warnings {
            warn(problem, lang);
        }
        let (added, changed, removed) = (areas.added.len(), areas.changed.len(), areas.removed.len());
        let (unchanged, warnings) = (areas.unchanged, areas.warnings.len());
        output::line(match lang {
            Lang::Zh => {
                format!(
                    "网格：新增 {added}，更改 {changed}，删除 {removed}，未变 {unchanged}；警告 {warnings} 条"
                )
            }
            Lang::En => format!(
                "areas: {added} added, {changed} changed, {removed} removed, {unchanged} unchanged; {warnings} warnings"
            ),
        })?;
        for (sign, codes) in [("+", &areas.added), ("~", &areas.changed), ("-", &areas.removed)] {
            list(sign, codes)?;
        }
        let takeovers: Vec<String> =
            areas.succession.iter().map(|t| format!("{} → {} {}‰", t.from, t.to, t.permille)).collect();
        list(lang.of("承接", "succession"), &takeovers)?;
        let edition = areas.edition.map_or_else(|| "-".to_owned(), |number| number.to_string());
        output::line(match (areas.published, dry_run, lang) {
            (true, _, Lang::Zh) => format!("已发布网格版本 {edition}"),
            (true, _, Lang::En) => format!("published edition {edition}"),
            (false, true, Lang::Zh) => "只做了检查，没有保存".to_owned(),
            (false, true, Lang::En) => "checked only, nothing stored".to_owned(),
            (false, false, Lang::Zh) => format!("没有变化，现行版本仍是 {edition}"),
            (false, false, Lang::En) => format!("nothing changed, edition {edition} stays in force"),
        })?;
    }
    if let Some(features) = &report.features {
        for problem in &features.warnings {
            warn(problem, lang);
        }
        for (layer, counts) in &features.layers {
            let (added, changed) = (counts.added, counts.changed);
            let (removed, unchanged) = (counts.removed, counts.unchanged);
            output::line(match lang {
                Lang::Zh => {
                    format!("{layer}：新增 {added}，更改 {changed}，删除 {removed}，未变 {unchanged}")
                }
                Lang::En => {
                    format!(
                        "{layer}: {added} added, {changed} changed, {removed} removed, {unchanged} unchanged"
                    )
                }
            })?;
        }
    }
    Ok(())
}

/// A few codes on one line; all of them are in `--json`.
pub fn list(sign: &str, codes: &[String]) -> Result<(), Failure> {
    const SHOWN: usize = 20;
    if codes.is_empty() {
        return Ok(());
    }
    let shown = codes.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if codes.len() > SHOWN { format!(", … {}", codes.len() - SHOWN) } else { String::new() };
    output::line(format!("  {sign} {shown}{more}"))
}

/// A warning on stderr.
pub fn warn(problem: &Problem, lang: Lang) {
    eprintln!("{}{} [{}]", lang.of("警告：", "warning: "), lang.pick(&problem.words), problem.code);
}
