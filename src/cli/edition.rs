//! `wangge edition`: editions and drafts from the command line; what the browser draws can be checked, published and
//! taken back by a script.

use super::{Context, Failure, failure, output, session};
use crate::app::answer::EditionList;
use crate::app::publish::PublishRequest;
use crate::app::{AppError, MoveIncidents, Service};
use crate::config::Lang;
use crate::domain::grid::{EditionState, Scheme};
use crate::domain::text::Words;
use clap::{Args, Subcommand};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

const LONG_ABOUT: &str = "\
网格版本与草稿 · Editions and drafts

An edition is a numbered, dated, checked publication of a scheme's areas. Drafts are made in the browser; here they
are listed, checked and published, a coming edition is withdrawn, and an earlier one restored as a new edition.
Publishing is one transaction: a running service shows the old edition or the new one, never a mix.";

const EXAMPLES: &str = "\
Examples:
  wangge edition list
  wangge edition check 01997b2e-6a00-7000-8000-000000000001
  wangge edition publish 01997b2e-6a00-7000-8000-000000000001 --on 2026-12-01 --move all
  wangge edition withdraw 4
  wangge edition restore 3 --note 回退";

/// 网格版本与草稿 · Editions and drafts
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct EditionArgs {
    /// 网格体系 · Scheme: duty, governance or unit
    #[arg(long, global = true, default_value = "duty", value_parser = super::import::scheme)]
    scheme: Scheme,
    /// 输出 JSON · Print the answer as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 列出版本与草稿 · List editions and open drafts
    List,
    /// 检查草稿 · Check a draft; exit code 3 when there are faults
    Check {
        /// 草稿编号 · Id of the draft
        draft: Uuid,
    },
    /// 发布草稿 · Publish a draft as it stands
    Publish {
        /// 草稿编号 · Id of the draft
        draft: Uuid,
        /// 生效日 · Day whose midnight it comes into force at [default: at once]
        #[arg(long, value_name = "DAY")]
        on: Option<jiff::civil::Date>,
        /// 未办结问题是否随网格改派 · Whether open incidents follow the ground
        #[arg(long = "move", default_value = "all", value_name = "WHICH")]
        moves: Moves,
        /// 说明 · Note [default: that of the draft]
        #[arg(long)]
        note: Option<String>,
    },
    /// 撤回未生效的版本 · Withdraw the newest edition before it is in force
    Withdraw {
        /// 版本号 · Number of the edition
        number: i64,
    },
    /// 恢复从前的版本 · Publish a new edition that equals an earlier one
    Restore {
        /// 版本号 · Number of the edition
        number: i64,
        /// 未办结问题是否随网格改派 · Whether open incidents follow the ground
        #[arg(long = "move", default_value = "all", value_name = "WHICH")]
        moves: Moves,
        /// 说明 · Note
        #[arg(long, default_value = "")]
        note: String,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Moves {
    All,
    None,
}

impl From<Moves> for MoveIncidents {
    fn from(moves: Moves) -> Self {
        match moves {
            Moves::All => Self::All,
            Moves::None => Self::None,
        }
    }
}

pub async fn run(args: EditionArgs, context: &Context) -> Result<u8, Failure> {
    let service = session::service(session::existing(context).await?, context).await?;
    let (lang, scheme) = (context.lang(), args.scheme);
    let done = match args.what {
        What::List => {
            let list = service.editions(scheme, true).await?;
            if args.json {
                output::json(&list)?
            } else {
                print_list(&list, lang)?
            }
            return Ok(0);
        }
        What::Check { draft } => return check(&service, draft, args.json, lang).await,
        What::Publish { draft, on, moves, note } => {
            let in_force_from =
                on.map(|day| session::instant(Some(&day.to_string()), context)).transpose()?;
            let request = PublishRequest { in_force_from, move_incidents: moves.into(), note };
            let version = service.draft(draft).await?.version;
            service.publish_draft(draft, version, &request).await.map_err(listed)?.number
        }
        What::Withdraw { number } => {
            service.withdraw_edition(scheme, number).await?;
            if args.json {
                output::json(&json!({"withdrawn": number}))?;
            } else {
                output::line(match lang {
                    Lang::Zh => format!("已撤回第 {number} 版"),
                    Lang::En => format!("withdrew edition {number}"),
                })?;
            }
            return Ok(0);
        }
        What::Restore { number, moves, note } => {
            service.restore_edition(scheme, number, &note, moves.into()).await?.number
        }
    };
    if args.json {
        output::json(&json!({"number": done}))?;
    } else {
        output::line(match lang {
            Lang::Zh => format!("已发布第 {done} 版"),
            Lang::En => format!("published edition {done}"),
        })?;
    }
    Ok(0)
}

/// Faults of a draft one by one below the sentence.
fn listed(error: AppError) -> Failure {
    let AppError::Faulty(faults) = &error else { return error.into() };
    let problems = faults
        .iter()
        .map(|fault| crate::exchange::Problem {
            code: fault.kind,
            place: fault.areas.join(" / "),
            words: fault.words.clone(),
        })
        .collect();
    Failure { list: problems, ..error.into() }
}

async fn check(service: &Arc<Service>, draft: Uuid, as_json: bool, lang: Lang) -> Result<u8, Failure> {
    let check = service.check_draft(draft).await?;
    if as_json {
        output::json(&check)?;
    } else {
        for fault in &check.faults {
            let mark = if fault.warning { lang.of("警告", "warning") } else { lang.of("问题", "fault") };
            output::line(format!("{mark} {} [{}]", lang.pick(&fault.words), fault.kind))?;
        }
        let words = match check.publishable {
            true => Words::new("可以发布", "can be published"),
            false => Words::new("还不能发布", "cannot be published yet"),
        };
        output::line(lang.pick(&words))?;
    }
    let faulty = check.faults.iter().any(|fault| !fault.warning);
    Ok(if faulty { failure::FAULTS } else { 0 })
}

fn print_list(list: &EditionList, lang: Lang) -> Result<(), Failure> {
    let state = |state: EditionState| match state {
        EditionState::InForce => lang.of("现行", "in force"),
        EditionState::Coming => lang.of("待生效", "coming"),
        EditionState::Withdrawn => lang.of("已撤回", "withdrawn"),
        EditionState::Past => lang.of("过去", "past"),
    };
    for edition in &list.editions {
        let (number, from, note) = (edition.number, &edition.in_force_from, &edition.note);
        output::line(format!("{number}\t{}\t{from}\t{note}", state(edition.state)))?;
    }
    for draft in &list.drafts {
        let (id, version, note) = (draft.id, draft.version, &draft.note);
        output::line(format!("{}\t{id}\tv{version}\t{note}", lang.of("草稿", "draft")))?;
    }
    Ok(())
}
