//! `wangge restore`: a backup in the place of the database.

use super::failure::copy_failed;
use super::progress::Watch;
use super::{Context, Failure, output, session};
use crate::app::backup::{look_at_backup, restore};
use crate::config::Lang;
use crate::store::StoreError;
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

const LONG_ABOUT: &str = "\
恢复备份 · Put a backup in the place of the database

Every part of the file is checked before anything is written; a file that is cut, changed, of another program or of a
newer wangge is refused. The database is made beside the one that is there and takes its place in the last step, so
that whatever fails leaves the old one as it was. No service may run on it meanwhile. A backup of SQLite can be restored
into PostgreSQL and the other way round; one of an older wangge is brought up to date.

Afterwards everybody has to sign in again. Accounts, passwords and API tokens are those of the backup: what was disabled
or revoked since then is good again, so look through `wangge user list`.";

const EXAMPLES: &str = "\
Examples:
  wangge restore /mnt/backup/wangge-2026-03-01.tar
  wangge restore --data /tmp/drill wangge.tar && wangge verify-data --data /tmp/drill
  wangge restore --force --database-url postgres://wangge@db/wangge wangge.tar";

/// 恢复备份 · Put a backup in the place of the database
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct RestoreArgs {
    /// 备份文件 · File from `wangge backup`
    file: PathBuf,
    /// 替换已有内容 · Replace a database that is there
    #[arg(long)]
    force: bool,
    /// 输出 JSON · Print the manifest as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: RestoreArgs, context: &Context) -> Result<u8, Failure> {
    let name = args.file.display().to_string();
    let location = context.config.database();
    let watch = Watch::start(context.lang()).await;
    let progress = Arc::clone(&watch.progress);
    let done = async {
        let manifest = look_at_backup(&args.file).await?;
        restore(&args.file, &manifest, &location, args.force, session::now(), &progress).await?;
        Ok(manifest)
    };
    let done = done.await.map_err(|error| match error {
        crate::app::backup::CopyError::Store(StoreError::NotEmpty) => {
            let shown = context.config.database_shown();
            Failure::refused(
                format!("{shown} 已有数据库；确要替换请加 --force，并先备份它"),
                format!("there is a database at {shown}; replace it with --force, and back it up first"),
            )
        }
        error => copy_failed(&name, error),
    });
    let manifest = watch.end(done).await?;
    if args.json {
        output::json(&manifest)?;
        return Ok(0);
    }
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let of = |table: &str| manifest.tables.iter().find(|told| told.name == table).map_or(0, |told| told.rows);
    let (incidents, photos, made) = (of("incident"), manifest.photos.files, &manifest.header.made_at);
    output::line(match context.lang() {
        Lang::Zh => {
            format!("已恢复 {made} 的备份：问题 {incidents} 件，数据 {rows} 行，照片文件 {photos} 个")
        }
        Lang::En => {
            format!("restored the backup of {made}: {incidents} incidents, {rows} rows, {photos} photo files")
        }
    })?;
    output::line(context.lang().of(
        "所有人须重新登录；备份之后停用的账号、撤销的令牌又有效了，请用 wangge user list 核对",
        "everybody has to sign in again; accounts disabled and tokens revoked since the backup are good again: see `wangge user list`",
    ))?;
    let missing = manifest.photos.missing.len();
    if missing > 0 {
        output::line(match context.lang() {
            Lang::Zh => format!("备份时就缺 {missing} 个照片文件"),
            Lang::En => format!("{missing} photo files were missing when the backup was made"),
        })?;
    }
    Ok(0)
}
