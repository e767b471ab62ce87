//! `wangge intake`: a folder of photos becomes drafts of reports, which people confirm on the map.

use super::progress::Watch;
use super::{Context, Failure, output, session};
use crate::app::Viewer;
use crate::app::answer::{BroughtAnswer, BroughtOutcome, BroughtPhoto, PhotoDraftAnswer};
use crate::app::photo::MOST_BYTES;
use crate::app::photo_intake::{Bringing, BroughtFile, COMMAND_LINE};
use crate::config::Lang;
use crate::domain::progress::Stage;
use crate::domain::text::Words;
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const LONG_ABOUT: &str = "\
导入照片 · Turn photos into drafts of reports

Takes photos (JPEG, PNG, WebP) and folders of them, at any depth and in the order of their names. Each photo is kept re-encoded,
without metadata; its place, time and direction are read. Photos within 20 m and 3 minutes make one draft, at most nine of them; one
without a place becomes a draft that somebody places by hand. The same photo never makes a second draft. Ctrl-C stops and stores no
draft. Drafts wait in the web app, under \"Take in reports\", until somebody confirms or discards them. A running service may go on
meanwhile.

HEIC photos cannot be opened and are named; so is every photo that is broken. Other files are left out.";

const EXAMPLES: &str = "\
Examples:
  wangge intake photos/ --dry-run
  wangge intake photos/ IMG_0012.jpg
  wangge intake from-wechat/ --source wechat";

/// Endings of files that are taken for photos; whether they are, their content says.
const ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "jpe"];
/// Files that are named one by one; of more it is told how many.
const NAMED: usize = 20;
/// Folders inside each other; a deeper one is a circle.
const DEEPEST: usize = 40;

/// 导入照片 · Turn photos into drafts of reports
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct IntakeArgs {
    /// 照片或文件夹 · Photos, and folders of photos
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 来源 · Channel that they came by: patrol, 12345, wechat, leader
    #[arg(long, value_name = "CHANNEL", default_value = "patrol")]
    source: String,
    /// 被丢弃过的也重新导入 · Take photos of discarded drafts once more
    #[arg(long)]
    again: bool,
    /// 只预览 · Tell what would become of them and store nothing
    #[arg(long)]
    dry_run: bool,
    /// 输出 JSON · Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// What was found in the folders.
#[derive(Debug, Default)]
struct Found {
    photos: Vec<PathBuf>,
    left_out: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    brought: &'a BroughtAnswer,
    /// Files that are no photos by their names.
    left_out: Vec<String>,
}

pub async fn run(args: IntakeArgs, context: &Context) -> Result<u8, Failure> {
    let found = find(&args.paths)?;
    if found.photos.is_empty() {
        let n = found.left_out.len();
        return Err(Failure::refused(
            format!("没有找到照片（JPEG、PNG、WebP），另有 {n} 个其他文件"),
            format!("there are no photos (JPEG, PNG, WebP); {n} other files were left out"),
        ));
    }
    let service = session::service(session::existing(context).await?, context).await?;
    let viewer = Viewer { caller: COMMAND_LINE.into(), ..Viewer::office() };
    let mut bringing = service.bring_photos(Some(&args.source), args.again, args.dry_run, &viewer)?;
    let watch = Watch::start(context.lang()).await;
    let progress = Arc::clone(&watch.progress);
    let outcome = async {
        progress.begin(Stage::Reading, Some(found.photos.iter().map(|path| size(path)).sum()));
        for path in &found.photos {
            bring(&mut bringing, path).await?;
            progress.advance(size(path)).map_err(|_| Failure::cancelled())?;
        }
        Ok(bringing.finish().await?)
    };
    let outcome = outcome.await;
    let brought = watch.end(outcome).await?;
    service.store().close().await;
    if args.json {
        let left_out = found.left_out.iter().map(|path| path.display().to_string()).collect();
        output::json(&Answer { brought: &brought, left_out })?;
    } else {
        tell(&brought, &found, context.lang())?;
    }
    if brought.photos.iter().all(|photo| photo.outcome == BroughtOutcome::Refused) {
        return Err(Failure::refused("没有一张照片能打开", "none of the photos can be opened"));
    }
    Ok(0)
}

/// Photos and other files below the paths, sorted by name in each folder; each once.
fn find(paths: &[PathBuf]) -> Result<Found, Failure> {
    let mut found = Found::default();
    for path in paths {
        let facts = std::fs::metadata(path).map_err(|error| Failure::io(path.display(), &error))?;
        if facts.is_dir() { walk(path, 0, &mut found)? } else { found.add(path.clone()) }
    }
    let mut seen = std::collections::HashSet::new();
    let mut first = |path: &PathBuf| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()));
    found.photos.retain(&mut first);
    found.left_out.retain(&mut first);
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Found) -> Result<(), Failure> {
    let fail = |error: std::io::Error| Failure::io(folder.display(), &error);
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() {
            if depth < DEEPEST {
                walk(&path, depth + 1, found)?;
            }
        } else {
            found.add(path);
        }
    }
    Ok(())
}

impl Found {
    fn add(&mut self, path: PathBuf) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let is_photo = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
        if is_photo { self.photos.push(path) } else { self.left_out.push(path) }
    }
}

/// Bytes of a file; none of one that cannot be looked at, which reading it will tell.
fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map(|facts| facts.len()).unwrap_or_default()
}

/// Brings one photo. A file that cannot be read is told like a broken one.
async fn bring(bringing: &mut Bringing<'_>, path: &Path) -> Result<(), Failure> {
    let name = path.display().to_string();
    if size(path) > MOST_BYTES as u64 {
        bringing.refuse_large(name);
        return Ok(());
    }
    match std::fs::read(path) {
        Ok(bytes) => {
            bringing.add(BroughtFile { name, bytes }).await?;
        }
        Err(error) => {
            let words =
                Words::new(format!("文件读不了：{error}"), format!("the file cannot be read: {error}"));
            bringing.refuse(name, "unreadable_file", words);
        }
    }
    Ok(())
}

fn tell(answer: &BroughtAnswer, found: &Found, lang: Lang) -> Result<(), Failure> {
    let of = |outcome| answer.photos.iter().filter(move |photo| photo.outcome == outcome);
    let taken: Vec<&BroughtPhoto> = of(BroughtOutcome::Taken).collect();
    let known: Vec<&BroughtPhoto> = of(BroughtOutcome::Known).collect();
    let refused: Vec<&BroughtPhoto> = of(BroughtOutcome::Refused).collect();
    let (all, fresh, before, broken) = (answer.photos.len(), taken.len(), known.len(), refused.len());
    let others = found.left_out.len();
    output::line(match (lang, answer.dry_run) {
        (Lang::Zh, false) => format!(
            "照片 {all} 张：导入 {fresh} 张，导入过 {before} 张，打不开 {broken} 张；另有 {others} 个文件不是照片"
        ),
        (Lang::Zh, true) => format!(
            "照片 {all} 张：可导入 {fresh} 张，导入过 {before} 张，打不开 {broken} 张；另有 {others} 个文件不是照片"
        ),
        (Lang::En, false) => format!(
            "{all} photos: {fresh} taken, {before} brought before, {broken} cannot be opened; {others} other files left out"
        ),
        (Lang::En, true) => format!(
            "{all} photos: {fresh} can be taken, {before} brought before, {broken} cannot be opened; {others} other files left out"
        ),
    })?;
    if !answer.drafts.is_empty() {
        let unplaced = answer.drafts.iter().filter(|draft| draft.position.is_none()).count();
        let drafts = answer.drafts.len();
        output::line(match lang {
            Lang::Zh => format!("成为草稿 {drafts} 份，其中 {unplaced} 份没有位置，需要在地图上放好"),
            Lang::En => format!("they make {drafts} drafts, {unplaced} of them to be placed on the map"),
        })?;
    }
    for draft in answer.drafts.iter().take(NAMED) {
        output::line(line_of(draft, lang))?;
    }
    more(answer.drafts.len(), lang)?;
    let reason =
        |photo: &&BroughtPhoto| format!("{}: {}", photo.name, lang.of(&photo.words.zh, &photo.words.en));
    list(lang.of("打不开：", "cannot be opened:"), refused.iter().map(reason), lang)?;
    list(lang.of("导入过：", "brought before:"), known.iter().map(reason), lang)?;
    let name = |photo: &&&BroughtPhoto| photo.name.clone();
    let unplaced = taken.iter().filter(|photo| !photo.has_position);
    list(lang.of("没有位置：", "without a place:"), unplaced.map(|photo| name(&photo)), lang)?;
    let undated = taken.iter().filter(|photo| !photo.has_time);
    list(lang.of("没有拍摄时间：", "without a time:"), undated.map(|photo| name(&photo)), lang)?;
    let others = found.left_out.iter().map(|path| path.display().to_string());
    list(lang.of("不是照片，未读：", "left out, no photos:"), others, lang)?;
    let waiting = answer.waiting;
    output::line(match (lang, answer.dry_run) {
        (Lang::Zh, true) => "以上只是预览，没有保存".to_owned(),
        (Lang::En, true) => "this was a preview, nothing was stored".to_owned(),
        (Lang::Zh, false) => format!("待确认草稿共 {waiting} 份，请在网页「批量收件」里逐份确认"),
        (Lang::En, false) => {
            format!("{waiting} drafts wait in all; confirm them in the web app under “Take in reports”")
        }
    })
}

/// How many photos, when, where and whose.
fn line_of(draft: &PhotoDraftAnswer, lang: Lang) -> String {
    let photos = draft.photos.len();
    let count = match lang {
        Lang::Zh => format!("{photos} 张"),
        Lang::En if photos == 1 => "1 photo".to_owned(),
        Lang::En => format!("{photos} photos"),
    };
    let time = draft.taken_at.as_deref().map(|at| at.get(..16).unwrap_or(at).replace('T', " "));
    let areas: Vec<&str> = draft.areas.iter().rev().map(|area| area.name.as_str()).collect();
    let place = match (draft.position, areas.is_empty()) {
        (None, _) => lang.of("没有位置", "no place").to_owned(),
        (Some(_), false) => areas.join(" › "),
        (Some([lon, lat]), true) => {
            format!("{} {lon:.6}, {lat:.6}", lang.of("网格之外", "outside of the grid"))
        }
    };
    let near = draft.near.first().map(|near| near.name.clone());
    let owner = draft.owner.as_ref().map(|post| lang.of(&post.label.zh, &post.label.en).to_owned());
    let parts = [Some(count), time, Some(place), near, owner];
    format!("  {}", parts.into_iter().flatten().collect::<Vec<_>>().join("  "))
}

fn list(title: &str, lines: impl Iterator<Item = String>, lang: Lang) -> Result<(), Failure> {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return Ok(());
    }
    output::line(title)?;
    for line in lines.iter().take(NAMED) {
        output::line(format!("  {line}"))?;
    }
    more(lines.len(), lang)
}

/// How many were not named.
fn more(all: usize, lang: Lang) -> Result<(), Failure> {
    let rest = all.saturating_sub(NAMED);
    if rest == 0 {
        return Ok(());
    }
    output::line(match lang {
        Lang::Zh => format!("  …还有 {rest} 项"),
        Lang::En => format!("  … and {rest} more"),
    })
}
