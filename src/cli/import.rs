//! `wangge import`: areas and features from GeoJSON; the roster has its own file.

use super::{Context, Failure, files, import_roster, output, session};
use crate::app::import::{self, AreaImport, FeatureImport, Import, ImportReport};
use crate::app::import_plan::AreaScope;
use crate::config::Lang;
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::Datum;
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Validity;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::exchange::geojson_in::{self, AreaReading, FeatureReading, FieldMap, MAX_BYTES};
use crate::ids::{Ids, RandomIds};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

const LONG_ABOUT: &str = "\
导入网格、要素或责任表 · Import areas, features or the roster

Areas come as GeoJSON polygons, several levels in one call: LEVEL=FILE with LEVEL one of district, street,
community, zone, point; or FILE --level LEVEL. Features come as LAYER=FILE or FILE --layer LAYER with LAYER one of
road, compound, building, market, vending_zone, frontage, facility, focus_spot, site, resident_group.
areas=FILE and features=FILE take the level or the layer of each feature from its property.

Everything is checked first; either all of it is stored or nothing. Areas of the imported levels in the same
communities that the files leave out are removed, other communities stay as they are (--scope narrows this, --add
removes nothing). The result is a new edition. What rounding to the grid of 1e-7 degrees does is listed as warnings;
overlaps, crossings, unclosed rings, unknown parents and children outside their parents are refused with their place.";

const EXAMPLES: &str = "\
Examples:
  wangge import zone=zones.geojson point=points.geojson
  wangge import tracts.geojson --level point --map code=GEOID,name=NAMELSAD,parent=ZONE
  wangge import point=points.geojson --datum gcj02 --scope 530402001001 --dry-run
  wangge import compounds.geojson --layer compound
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
    /// 字段对应 · Properties to read: code=FIELD,name=FIELD,parent=FIELD,level=FIELD,extent=FIELD
    #[arg(long = "map", value_name = "KEY=FIELD,…", value_parser = FieldMap::parse)]
    fields: Option<FieldMap>,
    /// 坐标系 · Datum of the files: wgs84, cgcs2000, gcj02 or bd09
    #[arg(long, default_value = "wgs84", value_parser = datum)]
    datum: Datum,
    /// 网格体系 · Scheme of the areas: duty, governance or unit
    #[arg(long, default_value = "duty", value_parser = scheme)]
    scheme: Scheme,
    /// 替换范围 · Replace only below the area with this code
    #[arg(long, value_name = "CODE")]
    scope: Option<String>,
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

/// What one file holds.
enum Kind {
    Areas(Option<Level>),
    Features(Option<Layer>),
}

pub async fn run(args: ImportArgs, context: &Context) -> Result<u8, Failure> {
    if let Some(ImportWhat::Roster(roster)) = args.what {
        return import_roster::run(roster, context).await;
    }
    let now = session::now();
    let fields = args.fields.clone().unwrap_or_default();
    let (mut areas, mut features): (Vec<Area>, Vec<Feature>) = Default::default();
    let (mut some_areas, mut problems) = (false, Vec::new());
    for file in &args.files {
        let (kind, path) = kind_of(file, args.level.as_deref(), args.layer.as_deref())?;
        let bytes = files::read(&path, MAX_BYTES)?;
        let found = match kind {
            Kind::Areas(level) => {
                some_areas = true;
                let reading =
                    AreaReading { scheme: args.scheme, level, fields: fields.clone(), datum: args.datum };
                geojson_in::areas(&bytes, &reading).map(|mut found| areas.append(&mut found))
            }
            Kind::Features(layer) => {
                let validity = Validity { from: now, until: None };
                let reading = FeatureReading { layer, fields: fields.clone(), datum: args.datum, validity };
                geojson_in::features(&bytes, &reading, || RandomIds.id(now))
                    .map(|mut found| features.append(&mut found))
            }
        };
        if let Err(list) = found {
            problems.extend(list.into_iter().map(|problem| in_file(problem, &path)));
        }
    }
    if !problems.is_empty() {
        return Err(Failure::problems("import", problems));
    }
    let store = session::writable(context).await?;
    let scope = match (args.scope.clone(), args.add) {
        (Some(code), _) => AreaScope::Below(code),
        (None, true) => AreaScope::Additive,
        (None, false) => AreaScope::Communities,
    };
    let import = Import {
        areas: some_areas.then(|| AreaImport { scheme: args.scheme, areas, scope, note: args.note.clone() }),
        features: (!features.is_empty()).then(|| FeatureImport { features, scope: args.scope.clone() }),
        at: now,
        dry_run: args.dry_run,
    };
    let report = import::import(&store, import).await?;
    store.close().await;
    if args.json {
        output::json(&report)?
    } else {
        print(&report, args.dry_run, context.lang())?
    }
    Ok(0)
}

fn in_file(problem: Problem, path: &Path) -> Problem {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let words = Words::new(format!("{name}:{}", problem.words.zh), format!("{name}: {}", problem.words.en));
    Problem { place: format!("{name}, {}", problem.place), words, ..problem }
}

/// Reads `LEVEL=FILE…` in WGS 84, for commands that use areas without a database.
pub fn read_area_files(arguments: &[String]) -> Result<Vec<Area>, Failure> {
    let mut areas = Vec::new();
    for argument in arguments {
        let (kind, path) = kind_of(argument, None, None)?;
        let Kind::Areas(level) = kind else {
            return Err(usage(
                format!("{argument} 不是网格层级"),
                format!("{argument} names no level of areas"),
            ));
        };
        let bytes = files::read(&path, MAX_BYTES)?;
        let reading =
            AreaReading { scheme: Scheme::Duty, level, fields: FieldMap::default(), datum: Datum::Wgs84 };
        let mut found =
            geojson_in::areas(&bytes, &reading).map_err(|p| Failure::problems(path.display(), p))?;
        areas.append(&mut found);
    }
    Ok(areas)
}

fn kind_of(argument: &str, level: Option<&str>, layer: Option<&str>) -> Result<(Kind, PathBuf), Failure> {
    if let Some((kind, file)) = argument.split_once('=')
        && !Path::new(argument).exists()
    {
        let kind = match kind {
            "areas" => Kind::Areas(None),
            "features" => Kind::Features(None),
            _ => match (Level::from_slug(kind), Layer::from_slug(kind)) {
                (Some(level), _) => Kind::Areas(Some(level)),
                (None, Some(layer)) => Kind::Features(Some(layer)),
                (None, None) => return Err(unknown_kind(kind)),
            },
        };
        return Ok((kind, PathBuf::from(file)));
    }
    let kind = match (level, layer) {
        (Some(slug), _) => Kind::Areas(Some(Level::from_slug(slug).ok_or_else(|| unknown_kind(slug))?)),
        (None, Some(slug)) => Kind::Features(Some(Layer::from_slug(slug).ok_or_else(|| unknown_kind(slug))?)),
        (None, None) => {
            return Err(usage(
                format!("请说明 {argument} 是什么：--level、--layer,或写成 zone={argument}"),
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
        format!("「{kind}」既不是层级({levels})也不是图层({layers})"),
        format!("“{kind}” is neither a level ({levels}) nor a layer ({layers})"),
    )
}

fn usage(zh: String, en: String) -> Failure {
    Failure::usage(Words::new(zh, en))
}

/// Value of `--datum`.
pub fn datum(text: &str) -> Result<Datum, String> {
    Datum::from_slug(text).ok_or_else(|| {
        let all: Vec<&str> = Datum::ALL.iter().map(|datum| datum.slug()).collect();
        format!("one of {} is expected", all.join(", "))
    })
}

/// Value of `--scheme`.
pub fn scheme(text: &str) -> Result<Scheme, String> {
    Scheme::from_slug(text).ok_or_else(|| "one of duty, governance, unit is expected".to_owned())
}

fn print(report: &ImportReport, dry_run: bool, lang: Lang) -> Result<(), Failure> {
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
