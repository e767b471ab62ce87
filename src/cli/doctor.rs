//! `wangge doctor`: what is installed and what is wrong, one sentence each. It only looks, and it works on a
//! database that nothing else can open.

use super::failure::{self, store_words};
use super::{Context, Failure, output, session};
use crate::app::Service;
use crate::app::rulebook::{self, Rulebook};
use crate::domain::grid::{Level, Scheme};
use crate::domain::text::Words;
use crate::store::{StoreError, migrations};
use clap::Args;
use serde::Serialize;
use std::path::Path;

const LONG_ABOUT: &str = "\
体检 · What is installed, which database is used, and what is wrong

Looks at settings, the data folder, the database with its schema and contents, the clock, the time zone and the
calendar of holidays; changes nothing. Exit code 0 when everything is fine or only to be noted, 1 when something
is wrong, 4 when the database cannot be used.";

/// 体检 · What is installed and what is wrong
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT)]
pub struct DoctorArgs {
    /// 输出 JSON · Print the findings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Note,
    Wrong,
}

#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    state: State,
    words: Words,
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, name: &'static str, state: State, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push(Finding { name, state, words: Words::new(zh, en) });
    }
}

pub async fn run(args: DoctorArgs, context: &Context) -> Result<u8, Failure> {
    let mut findings = Findings::default();
    let version = env!("CARGO_PKG_VERSION");
    findings.add("version", State::Ok, format!("wangge {version}"), format!("wangge {version}"));
    settings(&mut findings, context);
    if context.config.database_url.is_none() {
        folder(&mut findings, &context.config.data);
    }
    let broken = database(&mut findings, context).await;
    time(&mut findings, context);
    if args.json {
        output::json(&findings.0)?;
    } else {
        let lang = context.lang();
        for finding in &findings.0 {
            let mark = match finding.state {
                State::Ok => lang.of("正常", "ok   "),
                State::Note => lang.of("注意", "note "),
                State::Wrong => lang.of("有误", "WRONG"),
            };
            output::line(format!("{mark}  {:<10} {}", finding.name, lang.pick(&finding.words)))?;
        }
    }
    Ok(match (broken, findings.0.iter().any(|finding| finding.state == State::Wrong)) {
        (true, _) => failure::DATABASE,
        (false, true) => failure::REFUSED,
        (false, false) => 0,
    })
}

fn settings(findings: &mut Findings, context: &Context) {
    let file = context.config_file.display();
    if context.config_file.exists() {
        findings.add("settings", State::Ok, format!("已读取 {file}"), format!("{file} is read"));
    } else {
        let zh = format!("没有 {file}，使用默认值、环境变量和参数");
        findings.add("settings", State::Ok, zh, format!("no {file}; defaults, environment and flags hold"));
    }
}

fn folder(findings: &mut Findings, data: &Path) {
    let shown = data.display();
    match std::fs::metadata(data) {
        Err(_) => findings.add(
            "folder",
            State::Note,
            format!("数据目录 {shown} 还不存在，首次启动时会创建"),
            format!("the data folder {shown} does not exist yet; the first start creates it"),
        ),
        Ok(facts) if !facts.is_dir() => {
            findings.add(
                "folder",
                State::Wrong,
                format!("{shown} 不是目录"),
                format!("{shown} is no folder"),
            );
        }
        Ok(_) => {
            // Permission bits say little on network drives and for root; only trying tells.
            let probe = data.join(format!(".wangge-{}.probe", std::process::id()));
            let tried = std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe));
            match tried {
                Ok(()) => findings.add(
                    "folder",
                    State::Ok,
                    format!("数据目录 {shown} 可以写入"),
                    format!("the data folder {shown} is writable"),
                ),
                Err(error) => {
                    let words = Failure::io(shown, &error).words;
                    findings.add("folder", State::Wrong, words.zh, words.en);
                }
            }
        }
    }
}

/// Whether the database is broken.
async fn database(findings: &mut Findings, context: &Context) -> bool {
    let shown = context.config.database_shown();
    let known = migrations::KNOWN;
    let store = match session::open_existing(context).await {
        Ok(store) => store,
        Err(StoreError::Missing(_)) => {
            findings.add(
                "database",
                State::Note,
                format!("{shown} 还没有数据库，首次启动或导入时会创建"),
                format!("there is no database at {shown} yet; the first start or import creates it"),
            );
            return false;
        }
        Err(error) => {
            let words = store_words(&error);
            findings.add("database", State::Wrong, words.zh, words.en);
            return true;
        }
    };
    let kind = store.kind();
    findings.add(
        "database",
        State::Ok,
        format!("{kind}:{shown}，结构版本 {known}"),
        format!("{kind}: {shown}, schema {known}"),
    );
    match session::service(store, context).await {
        Ok(service) => {
            contents(findings, &service).await;
            service.store().close().await;
            false
        }
        Err(failure) => {
            findings.add("contents", State::Wrong, failure.words.zh, failure.words.en);
            true
        }
    }
}

async fn contents(findings: &mut Findings, service: &Service) {
    let reference = service.reference();
    let mut counts = Vec::new();
    for scheme in Scheme::ALL {
        for level in Level::ALL {
            let count = reference.areas.of_level(*scheme, *level).len();
            if count > 0 {
                counts.push(format!("{}/{} {count}", scheme.slug(), level.slug()));
            }
        }
    }
    match reference.edition {
        None => findings.add(
            "areas",
            State::Note,
            "还没有网格：用 wangge import 导入，或用 wangge serve --demo 试用",
            "no areas yet: use `wangge import`, or try `wangge serve --demo`",
        ),
        Some(edition) => {
            let counts = counts.join(", ");
            let zh = format!("网格版本 {edition}:{counts}");
            findings.add("areas", State::Ok, zh, format!("edition {edition}: {counts}"));
        }
    }
    let (features, parties) = (reference.features.len(), reference.roster.parties().len());
    let appointments = reference.roster.appointments().len();
    findings.add(
        "reference",
        State::Ok,
        format!("要素 {features}，单位和人员 {parties}，任职 {appointments}"),
        format!("{features} features, {parties} parties, {appointments} appointments"),
    );
    let columns = service.columns();
    let incidents = columns.columns.len();
    findings.add("incidents", State::Ok, format!("问题 {incidents} 件"), format!("{incidents} incidents"));
    let demo = service.is_demo();
    if demo {
        findings.add("demo", State::Note, "这是演示数据", "this is the demo community");
    }
    newest_time(findings, service).await;
}

/// A clock that runs behind what is on record gives wrong deadlines.
async fn newest_time(findings: &mut Findings, service: &Service) {
    let mut newest = None;
    for scheme in Scheme::ALL {
        if let Ok(editions) = service.store().editions(*scheme).await {
            newest = newest.max(editions.iter().map(|edition| edition.recorded_at).max());
        }
    }
    let now = session::now();
    if let Some(newest) = newest.filter(|newest| *newest > now) {
        let newest = newest.to_rfc3339();
        findings.add(
            "clock",
            State::Wrong,
            format!("系统时钟比数据库里最新的记录（{newest}）还早，请校准"),
            format!("the clock is behind the newest record of the database ({newest}); set it right"),
        );
    }
}

/// That the working calendar of a year ahead is not on file; none when all are.
pub(super) fn missing_calendars(rulebook: &Rulebook, today: jiff::civil::Date) -> Option<Words> {
    let missing = rulebook.calendar.missing_ahead(today);
    if missing.is_empty() {
        return None;
    }
    let years = missing.iter().map(ToString::to_string).collect::<Vec<_>>();
    Some(Words::new(
        format!("{} 年的放假和调休安排还没有，落到那一年的工作时限没有截止时间，不作推测", years.join("、")),
        format!(
            "the working calendar of {} is not on file; limits in working time that reach it have no due time, and none is guessed",
            years.join(", ")
        ),
    ))
}

fn time(findings: &mut Findings, context: &Context) {
    let now = session::now();
    let zoned = now.timestamp().to_zoned_datetime(context.config.time_zone());
    let shown = now.in_zone(&context.config.time_zone());
    let zone = &context.config.zone;
    let plausible = (2025..2100).contains(&zoned.year());
    let state = if plausible { State::Ok } else { State::Wrong };
    findings.add("time", state, format!("{shown}({zone})"), format!("{shown} ({zone})"));
    match rulebook::built_in() {
        Err(faults) => {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            let zh = format!("内置的规则文件有误：{first}");
            findings.add(
                "rules",
                State::Wrong,
                zh,
                format!("the built-in reference files are damaged: {first}"),
            );
        }
        Ok(rulebook) => match missing_calendars(&rulebook, zoned.date()) {
            None => findings.add(
                "holidays",
                State::Ok,
                "今后十二个月的放假和调休安排都有",
                "holidays and make-up days of the coming twelve months are on file",
            ),
            Some(words) => findings.add("holidays", State::Note, words.zh, words.en),
        },
    }
}
