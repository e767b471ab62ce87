//! `wangge sweep`: one turn of what a running service does by itself every half minute, for tests and for sites whose
//! service runs elsewhere.

use super::{Context, Failure, output, session};
use crate::config::Lang;
use crate::jobs;
use clap::Args;

const LONG_ABOUT: &str = "\
执行到时事项 · Run the sweeps once

Moves suspended cases whose time is over back to who has to act, climbs the escalation ladders, sends the day's lists, and takes away
pictures that no photo names and messages that were kept long enough. A running service does it by itself; running it beside one, twice or
late does no harm.";

/// 执行到时事项 · Run the sweeps once
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT)]
pub struct SweepArgs {
    /// 输出 JSON · Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: SweepArgs, context: &Context) -> Result<u8, Failure> {
    let service = session::service(session::existing(context).await?, context).await?;
    let swept = jobs::sweep(&service).await?;
    if args.json {
        output::json(&swept)?;
    } else {
        let jobs::Swept { resumed, escalated, strays, digests, messages } = swept;
        output::line(match context.lang() {
            Lang::Zh => format!(
                "恢复挂账 {resumed} 件，逐级提醒 {escalated} 次，每日简报 {digests} 份，清理无主照片文件 {strays} 个、过期消息 {messages} 条"
            ),
            Lang::En => format!(
                "resumed {resumed} suspended cases, told {escalated} rungs, sent {digests} lists of the day, removed {strays} stray pictures and {messages} old messages"
            ),
        })?;
    }
    service.store().close().await;
    Ok(0)
}
