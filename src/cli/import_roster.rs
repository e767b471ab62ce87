//! `wangge import roster`.

use super::import::{list, warn};
use super::{Context, Failure, files, output, session};
use crate::app::roster_import::{RosterImport, import_roster, roster_template};
use crate::config::Lang;
use crate::exchange::delimited::MAX_TABLE_BYTES;
use crate::exchange::roster;
use crate::ids::RandomIds;
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const LONG_ABOUT: &str = "\
导入责任表（CSV 或 Excel）· Import the roster of points and their heads

Columns are found by their headers: 片区, 点位 (both needed), 社区, 片长, 点长, 单位, 职务, 电话, 范围, and usual
synonyms. An empty cell under a filled one means “as above”. UTF-8 and GBK are read alike.

Zones and points that do not exist yet are entered undrawn, with their boundary in words from 范围. Heads take
office on --from; who held the post before leaves it then. A point without head and unit becomes vacant. Mobiles
stay private, other numbers become the public phone of the post. Areas that the table leaves out stay.";

const EXAMPLES: &str = "\
Examples:
  wangge import roster --template 责任表.xlsx
  wangge import roster 责任表.xlsx
  wangge import roster roster.csv --community 530402001001 --from 2026-12-01 --dry-run";

/// 导入责任表 · Import the roster (CSV or XLSX)
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct RosterArgs {
    /// 责任表 · Table, CSV or XLSX
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// 写出空表 · Write an empty table to fill in (.xlsx), with the communities and zones that are there; read nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "community", "from", "public_phones", "dry_run", "json"])]
    template: Option<PathBuf>,
    /// 所属社区 · Code or name of the community of rows that name none
    #[arg(long, value_name = "COMMUNITY")]
    community: Option<String>,
    /// 任职起始日 · Day from which the heads hold their posts [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// 手机号也公开 · Publish mobiles as phones of the posts
    #[arg(long)]
    public_phones: bool,
    /// 只检查 · Check and report, store nothing
    #[arg(long)]
    dry_run: bool,
    /// 输出 JSON · Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: RosterArgs, context: &Context) -> Result<u8, Failure> {
    if let Some(path) = &args.template {
        return write_template(path, context).await;
    }
    let Some(file) = &args.file else { return Ok(0) };
    let at = session::now();
    let today = at.timestamp().to_zoned_datetime(context.config.time_zone()).date().to_string();
    let from = session::instant(Some(args.from.as_deref().unwrap_or(&today)), context)?;
    let bytes = files::read(file, MAX_TABLE_BYTES)?;
    let lines = roster::read(&bytes).map_err(|problems| Failure::problems(file.display(), problems))?;
    let store = session::writable(context).await?;
    let import = RosterImport {
        lines,
        community: args.community,
        from,
        public_phones: args.public_phones,
        at,
        dry_run: args.dry_run,
    };
    let report = import_roster(&store, import, &RandomIds).await?;
    store.close().await;
    if args.json {
        output::json(&report)?;
        return Ok(0);
    }
    let lang = context.lang();
    for problem in &report.areas.warnings {
        warn(problem, lang);
    }
    let (added, changed) = (report.areas.added.len(), report.areas.changed.len());
    let (parties, posts) = (report.parties_added, report.appointments);
    output::line(match lang {
        Lang::Zh => format!(
            "网格：新增 {added}，更改 {changed}；新增单位和人员 {parties}；任职：新增 {}，更改 {}，未变 {}",
            posts.added, posts.changed, posts.unchanged
        ),
        Lang::En => format!(
            "areas: {added} added, {changed} changed; {parties} parties added; posts: {} added, {} changed, {} unchanged",
            posts.added, posts.changed, posts.unchanged
        ),
    })?;
    list("+", &report.areas.added)?;
    list("~", &report.areas.changed)?;
    for (zh, en, codes) in [
        ("空缺：", "vacant:", &report.vacant),
        ("表中没有提到，保持不变：", "not on the roster, unchanged:", &report.unmentioned),
    ] {
        if !codes.is_empty() {
            output::line(lang.of(zh, en))?;
            list("·", codes)?;
        }
    }
    if args.dry_run {
        output::line(lang.of("只做了检查，没有保存", "checked only, nothing stored"))?;
    }
    Ok(0)
}

/// Writes the empty table with what the database knows.
async fn write_template(path: &Path, context: &Context) -> Result<u8, Failure> {
    if path.exists() {
        let path = path.display();
        return Err(Failure::refused(format!("{path} 已存在"), format!("{path} exists already")));
    }
    let store = session::existing(context).await?;
    let bytes = roster_template(&store).await?;
    store.close().await;
    let pending = files::Pending::create(path)?;
    pending.file()?.write_all(&bytes).map_err(|error| Failure::io(path.display(), &error))?;
    pending.finish()?;
    let path = path.display();
    output::line(match context.lang() {
        Lang::Zh => format!("已写入 {path}"),
        Lang::En => format!("wrote {path}"),
    })?;
    Ok(0)
}
