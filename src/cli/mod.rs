//! The command line: one file a subcommand. Answers go to stdout, everything else to stderr; a failure is one
//! clear sentence in the user's language and an exit code that scripts can rely on.

mod backup;
mod check;
mod doctor;
mod edition;
mod export;
mod failure;
mod files;
mod import;
mod import_files;
mod import_preview;
mod import_roster;
mod intake;
mod locate;
mod messages;
mod output;
mod person;
mod progress;
mod repair;
mod restore;
mod route;
mod route_block;
mod route_owner;
mod serve;
mod session;
mod sweep;
mod user;
mod verify;
mod verify_data;

pub use failure::Failure;

use crate::config::{self, Config, Lang, Overrides};
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const LONG_ABOUT: &str = "\
社区网格地图服务：这里归谁管，这件事归谁办，检查会在哪里发现问题。
Map service for community grids: who owns this spot, whose is this report, where will the inspection find trouble.

All commands work on one database: the SQLite file wangge.db in the data folder, or PostgreSQL by URL.
Coordinates are degrees, longitude first.";

const AFTER_HELP: &str = "\
Settings:
  Every setting is a flag (--map-approval), an environment variable (WANGGE_MAP_APPROVAL) and a key of
  wangge.toml (map_approval). Flags win over the environment, the environment wins over the file:
  listen, data, database_url, demo, demo_date, open_private, open_edit, lan, map_approval, sponsor, icp, complaints,
  public_url, tls_cert, tls_key, base_path, trusted_proxies, reports_per_hour, message_networks, message_ports,
  message_plain, message_certificates, zone, lang, log.

Exit codes:
  0  done
  1  refused or failed; one sentence on stderr says why, and nothing was stored
  2  the command line or a setting is wrong
  3  check or verify-data has found faults, verify other boundaries, backup missing photos
  4  the database cannot be used
  130  cancelled with Ctrl-C, nothing was stored

Examples:
  wangge serve --demo
  wangge import zone=zones.geojson point=points.geojson
  wangge locate 102.54 24.35 --category stall
  wangge route reports.csv -o routed.csv";

/// 社区网格地图服务 · Map service for community grids
#[derive(Debug, Parser)]
#[command(name = "wangge", version, long_about = LONG_ABOUT, after_long_help = AFTER_HELP)]
#[command(disable_help_subcommand = true, max_term_width = 110)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
struct Globals {
    /// 配置文件 · File of settings instead of ./wangge.toml [env: WANGGE_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 数据目录 · Folder of the SQLite database [env: WANGGE_DATA] [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 数据库地址 · postgres://… instead of the SQLite file [env: WANGGE_DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// 时区 · Time zone of the site [env: WANGGE_ZONE] [default: Asia/Shanghai]
    #[arg(long, global = true, value_name = "ZONE")]
    zone: Option<String>,
    /// 语言 · Language of messages [env: WANGGE_LANG] [default: from LANG, else zh]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Lang>,
    /// 日志级别 · Log filter such as info or wangge=debug [env: WANGGE_LOG] [default: warn]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::ServeArgs),
    Import(Box<import::ImportArgs>),
    Repair(Box<repair::RepairArgs>),
    Check(check::CheckArgs),
    Edition(edition::EditionArgs),
    Verify(verify::VerifyArgs),
    Locate(locate::LocateArgs),
    Route(route::RouteArgs),
    Export(export::ExportArgs),
    Intake(intake::IntakeArgs),
    User(user::UserArgs),
    Sweep(sweep::SweepArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    VerifyData(verify_data::VerifyDataArgs),
    Person(person::PersonArgs),
    Doctor(doctor::DoctorArgs),
}

/// What a command works with.
pub(crate) struct Context {
    pub config: Config,
    /// The file of settings that was looked for.
    pub config_file: PathBuf,
}

impl Context {
    pub fn lang(&self) -> Lang {
        self.config.lang
    }
}

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // clap prints help and version to stdout and faults to stderr; a closed pipe is no fault here.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { failure::USAGE } else { 0 });
        }
    };
    let environment = config::environment();
    let lang = cli.globals.lang.or(config::language_of(&environment)).unwrap_or(Lang::Zh);
    match start(cli, &environment) {
        Ok(code) => ExitCode::from(code),
        Err((failure, configured)) => {
            failure.print(configured.unwrap_or(lang));
            ExitCode::from(failure.code)
        }
    }
}

type Environment = std::collections::BTreeMap<String, String>;

fn start(cli: Cli, environment: &Environment) -> Result<u8, (Failure, Option<Lang>)> {
    let mut overrides = Overrides::default();
    let globals = &cli.globals;
    overrides.set("data", globals.data.as_ref().map(|path| path.display()));
    overrides.set("database_url", globals.database_url.as_ref());
    overrides.set("zone", globals.zone.as_ref());
    overrides.set("lang", globals.lang.map(|lang| lang.of("zh", "en")));
    overrides.set("log", globals.log.as_ref());
    if let Command::Serve(args) = &cli.command {
        args.override_settings(&mut overrides);
    }
    let named = globals.config.clone().or_else(|| environment.get("WANGGE_CONFIG").map(PathBuf::from));
    let config = config::load(named.as_deref(), environment, &overrides)
        .map_err(|error| (Failure::usage(error.0), None))?;
    let lang = Some(config.lang);
    let _log = crate::telemetry::start(&config.log, false).map_err(|fault| {
        let (zh, en) =
            (format!("日志级别有误：{fault}"), format!("the log filter is not acceptable: {fault}"));
        (Failure::usage(crate::domain::text::Words::new(zh, en)), lang)
    })?;
    let context = Context { config, config_file: named.unwrap_or_else(|| config::DEFAULT_FILE.into()) };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| (Failure::io("tokio", &error), lang))?;
    runtime.block_on(dispatch(cli.command, &context)).map_err(|failure| (failure, lang))
}

async fn dispatch(command: Command, context: &Context) -> Result<u8, Failure> {
    match command {
        Command::Serve(args) => serve::run(args, context).await,
        Command::Import(args) => import::run(*args, context).await,
        Command::Repair(args) => repair::run(*args, context).await,
        Command::Check(args) => check::run(args, context).await,
        Command::Edition(args) => edition::run(args, context).await,
        Command::Verify(args) => verify::run(&args, context),
        Command::Locate(args) => locate::run(args, context).await,
        Command::Route(args) => route::run(args, context).await,
        Command::Export(args) => export::run(args, context).await,
        Command::Intake(args) => intake::run(args, context).await,
        Command::Sweep(args) => sweep::run(args, context).await,
        Command::User(args) => user::run(args, context).await,
        Command::Backup(args) => backup::run(args, context).await,
        Command::Restore(args) => restore::run(args, context).await,
        Command::VerifyData(args) => verify_data::run(args, context).await,
        Command::Person(args) => person::run(args, context).await,
        Command::Doctor(args) => doctor::run(args, context).await,
    }
}
