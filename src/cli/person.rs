//! `wangge person`: what is held about one person, and taking it away.

use super::files::Pending;
use super::{Context, Failure, output, session};
use crate::app::person::{ErasureAnswer, PersonKey};
use crate::config::Lang;
use clap::{Args, Subcommand};
use std::io::Write as _;
use std::path::PathBuf;
use uuid::Uuid;

const LONG_ABOUT: &str = "\
个人信息 · What is held about one person

`export` writes everything that is held about a person as JSON: party, posts, accounts and devices without secrets, reports
with contact, photos, steps in cases, entries of the audit log, and where name or number stand in the texts of others.

`erase` takes name, numbers, accounts and contacts away. Ids and steps stay, so that cases keep their history; words that
somebody wrote into a description or a note stay too, and are listed. Without --yes it only tells what it would do. Both
leave a row in the audit log. A backup made before still holds the person.";

const EXAMPLES: &str = "\
Examples:
  wangge person export --phone 13900001111 --out person.json
  wangge person erase --account zhang.san
  wangge person erase --account zhang.san --vacate --yes";

/// Who acts, in the audit log.
const ACTOR: &str = "command line";

/// 个人信息 · What is held about one person
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct PersonArgs {
    #[command(subcommand)]
    what: What,
}

/// Who is meant.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Who {
    /// 主体编号 · Id of the person
    party: Option<Uuid>,
    /// 个人电话 · Phone number, of the person or in the contact of a report
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// 登录名 · Login of an account
    #[arg(long, value_name = "LOGIN")]
    account: Option<String>,
}

impl Who {
    fn key(self) -> Result<PersonKey, Failure> {
        match (self.party, self.phone, self.account) {
            (Some(party), ..) => Ok(PersonKey::Party(party)),
            (_, Some(phone), _) if phone.trim().len() >= 5 => Ok(PersonKey::Phone(phone.trim().to_owned())),
            (_, _, Some(login)) => Ok(PersonKey::Account(login.trim().to_lowercase())),
            _ => Err(Failure::refused("电话号码太短", "the phone number is too short")),
        }
    }
}

#[derive(Debug, Subcommand)]
enum What {
    /// 导出 · Write everything that is held about a person
    Export {
        #[command(flatten)]
        who: Who,
        /// 输出文件 · File to write; standard output when absent
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 抹除 · Take a person's data away, for good
    Erase {
        #[command(flatten)]
        who: Who,
        /// 确认执行 · Do it; without this it only tells what it would do
        #[arg(long)]
        yes: bool,
        /// 岗位即刻空缺 · End the posts that the person holds
        #[arg(long)]
        vacate: bool,
        /// 输出 JSON · Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
}

pub async fn run(args: PersonArgs, context: &Context) -> Result<u8, Failure> {
    let service = session::service(session::existing(context).await?, context).await?;
    match args.what {
        What::Export { who, out } => {
            let told = service.export_person(&who.key()?, ACTOR).await?;
            match out {
                None => output::json(&told)?,
                Some(path) => {
                    let pending = Pending::create_private(&path)?;
                    let written = serde_json::to_writer_pretty(pending.file()?, &told)
                        .map_err(std::io::Error::from)
                        .and_then(|()| pending.file().map_or(Ok(()), |mut file| file.write_all(b"\n")));
                    written.map_err(|error| Failure::io(path.display(), &error))?;
                    pending.finish()?;
                }
            }
        }
        What::Erase { who, yes, vacate, json } => {
            let key = who.key()?;
            let answer = if yes {
                service.erase_person(&key, vacate, ACTOR).await?
            } else {
                service.plan_erasure(&key).await?
            };
            if json { output::json(&answer)? } else { tell(&answer, context.lang())? }
        }
    }
    service.store().close().await;
    Ok(0)
}

fn tell(answer: &ErasureAnswer, lang: Lang) -> Result<(), Failure> {
    let (accounts, reports) = (answer.accounts.len(), answer.reports.len());
    output::line(match (lang, answer.done) {
        (Lang::Zh, true) => format!("已抹除：账号 {accounts} 个，上报 {reports} 件的联系方式"),
        (Lang::En, true) => format!("erased: {accounts} accounts, the contacts of {reports} reports"),
        (Lang::Zh, false) => format!("将抹除：账号 {accounts} 个，上报 {reports} 件的联系方式，姓名和电话"),
        (Lang::En, false) => {
            format!("would erase: {accounts} accounts, the contacts of {reports} reports, name and numbers")
        }
    })?;
    for post in &answer.posts {
        output::line(match (lang, answer.done) {
            (Lang::Zh, true) => format!("岗位已空缺：{}", post.zh),
            (Lang::En, true) => format!("post left vacant: {}", post.en),
            (Lang::Zh, false) => format!("仍在岗：{}（请先换人，或加 --vacate）", post.zh),
            (Lang::En, false) => format!("in office: {} (name a successor first, or use --vacate)", post.en),
        })?;
    }
    if !answer.mentions.is_empty() {
        output::line(match (lang, answer.done) {
            (Lang::Zh, true) => "下列文字里还有相同的姓名或号码，可能是正文或同名的人，请人工处理：",
            (Lang::En, true) => {
                "these texts still hold the name or a number, as words of others or of a namesake; look at them yourself:"
            }
            (Lang::Zh, false) => "姓名或号码现在出现在：",
            (Lang::En, false) => "name or numbers stand in:",
        })?;
    }
    for mention in &answer.mentions {
        let numbers = mention.incidents.join(lang.of("、", ", "));
        output::line(format!("  {}  {}  {numbers}", mention.place, mention.rows).trim_end())?;
    }
    if !answer.done {
        output::line(lang.of(
            "以上只是预览，没有改动；确认无误请加 --yes，抹除后无法恢复",
            "this was a preview and changed nothing; do it with --yes, it cannot be undone",
        ))?;
    }
    Ok(())
}
