//! `wangge sweep`: one turn of what a running service does by itself every half minute, for tests and for sites whose
//! service runs elsewhere.

use super::{Context, Failure, output, session};
use crate::config::Lang;
use crate::jobs;
use clap::Args;

const LONG_ABOUT: &str = "\
执行到时事项 · Run the sweeps once

Moves suspended cases whose time is over back to who has to act, and takes away pictures that no photo names. A running service does it by itself; running it beside
one, twice or late does no harm.";

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
        let (resumed, strays) = (swept.resumed, swept.strays);
        output::line(match context.lang() {
            Lang::Zh => format!("恢复挂账 {resumed} 件，清理无主照片文件 {strays} 个"),
            Lang::En => format!("resumed {resumed} suspended cases, removed {strays} stray pictures"),
        })?;
    }
    service.store().close().await;
    Ok(0)
}
