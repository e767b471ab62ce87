//! `wangge verify-data`: whether everything that is stored is there and fits together.

use super::failure::{self, copy_failed};
use super::progress::Watch;
use super::{Context, Failure, output, session};
use crate::app::verify_data::verify_data;
use crate::config::Lang;
use clap::Args;

const LONG_ABOUT: &str = "\
检查数据 · Check that everything stored is there and fits together

Reads every row and every photo: the file of the database, rows that refer to others, the chain of events of every case,
its state and its assignment, posts and accounts with their holders, areas, layers and categories, and each photo against
its SHA-256. Changes nothing; a service may go on. Exit code 3 when something does not fit.";

/// 检查数据 · Check that everything stored is there and fits together
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT)]
pub struct VerifyDataArgs {
    /// 输出 JSON · Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: VerifyDataArgs, context: &Context) -> Result<u8, Failure> {
    let store = session::existing(context).await?;
    let watch = Watch::start(context.lang()).await;
    let progress = std::sync::Arc::clone(&watch.progress);
    let done = verify_data(&store, &progress).await;
    let shown = context.config.database_shown();
    let mut answer = watch.end(done.map_err(|error| copy_failed(&shown, error))).await?;
    if let Err(failure) = session::service(store.clone(), context).await {
        answer.add_reference(failure.words);
    }
    store.close().await;
    let lang = context.lang();
    let sound = answer.findings.is_empty();
    if args.json {
        output::json(&answer)?;
    } else {
        for finding in &answer.findings {
            let mark = lang.of("有误", "WRONG");
            let examples = finding.examples.join(lang.of("、", ", "));
            let colon = if examples.is_empty() { "" } else { lang.of("：", ": ") };
            output::line(format!(
                "{mark}  {:<10} {} {}{colon}{examples}",
                finding.check,
                finding.count,
                lang.pick(&finding.words)
            ))?;
        }
        let (rows, incidents, photos) = (answer.rows, answer.incidents, answer.photos);
        output::line(match (lang, sound) {
            (Lang::Zh, true) => format!("数据完好：{rows} 行，问题 {incidents} 件，照片文件 {photos} 个"),
            (Lang::En, true) => {
                format!("all is sound: {rows} rows, {incidents} incidents, {photos} photo files")
            }
            (Lang::Zh, false) => {
                format!("已检查 {rows} 行，问题 {incidents} 件，照片文件 {photos} 个，有误如上")
            }
            (Lang::En, false) => {
                format!(
                    "{rows} rows, {incidents} incidents and {photos} photo files checked, faults as above"
                )
            }
        })?;
    }
    Ok(if sound { 0 } else { failure::FAULTS })
}
