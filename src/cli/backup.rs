//! `wangge backup`: the whole site in one file, while the service runs.

use super::failure::{self, copy_failed};
use super::files::Pending;
use super::progress::Watch;
use super::{Context, Failure, output, session};
use crate::app::backup::back_up;
use crate::config::Lang;
use clap::Args;
use std::path::PathBuf;

const LONG_ABOUT: &str = "\
备份 · Write the whole site into one file

Database and photos of one moment, also while a service runs on them and goes on writing. The file is a tar: tables as
JSON lines in gzip, photos as they are, a manifest with the hash of each part. It gets its name when it is whole and
synced. It can be restored into SQLite as well as PostgreSQL.

It holds names, phone numbers and hashes of passwords: keep it as safe as the database. Signed-in devices and one-time
links are not in it. Exit code 3 when photos were missing; what is there is in the file all the same.";

const EXAMPLES: &str = "\
Examples:
  wangge backup /mnt/backup/wangge-2026-03-01.tar
  wangge backup --force latest.tar";

/// 备份 · Write the whole site into one file
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct BackupArgs {
    /// 备份文件 · File to write
    file: PathBuf,
    /// 覆盖已有文件 · Replace a file that is there
    #[arg(long)]
    force: bool,
    /// 输出 JSON · Print the manifest as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: BackupArgs, context: &Context) -> Result<u8, Failure> {
    let name = args.file.display();
    if args.file.exists() && !args.force {
        return Err(Failure::refused(
            format!("{name} 已存在；确要覆盖请加 --force"),
            format!("{name} is there already; replace it with --force"),
        ));
    }
    let store = session::existing(context).await?;
    let pending = Pending::create_private(&args.file)?;
    let file = pending.file()?.try_clone().map_err(|error| Failure::io(name.to_string(), &error))?;
    let watch = Watch::start(context.lang()).await;
    let progress = std::sync::Arc::clone(&watch.progress);
    let done = back_up(&store, file, session::now(), &progress).await;
    let manifest = watch.end(done.map_err(|error| copy_failed(&name.to_string(), error))).await?;
    pending.finish()?;
    store.close().await;
    let missing = &manifest.photos.missing;
    if args.json {
        output::json(&manifest)?;
    } else {
        let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
        let (photos, bytes) =
            (manifest.photos.files, std::fs::metadata(&args.file).map_or(0, |file| file.len()));
        let size = output::megabytes(bytes);
        output::line(match context.lang() {
            Lang::Zh => format!("已备份到 {name}：数据 {rows} 行，照片文件 {photos} 个，共 {size} MB"),
            Lang::En => format!("backed up to {name}: {rows} rows, {photos} photo files, {size} MB in all"),
        })?;
    }
    if missing.is_empty() {
        return Ok(0);
    }
    let count = missing.len();
    eprintln!(
        "{}",
        match context.lang() {
            Lang::Zh => format!(
                "注意：有 {count} 个照片文件不在原处或已损坏，备份里没有；wangge verify-data 会逐个列出"
            ),
            Lang::En => format!(
                "note: {count} photo files are gone or damaged and not in it; `wangge verify-data` names them"
            ),
        }
    );
    Ok(failure::FAULTS)
}
