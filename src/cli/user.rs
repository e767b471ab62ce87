//! `wangge user`: accounts from the terminal, for whoever can reach the database anyway.

use super::{Context, Failure, output, session};
use crate::app::Service;
use crate::app::account::{AccountChange, NewAccountRequest};
use crate::app::answer::{AccountAnswer, AccountState, OneTimeLink};
use crate::config::Lang;
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use uuid::Uuid;

const LONG_ABOUT: &str = "\
账号 · Accounts

Passwords never stand on the command line: an account gets a one-time link by which its owner sets one, or --stdin
reads the password from standard input. What somebody may do follows from the roles granted here and from the posts of
the party that the account belongs to.";

const EXAMPLES: &str = "\
Examples:
  wangge user add zhang.san --name 张三 --grant community_office
  wangge user passwd zhang.san
  wangge user passwd zhang.san --stdin < password.txt
  wangge user disable zhang.san
  wangge user list";

/// Who acts, in the audit log.
const ACTOR: &str = "command line";

/// 账号 · Accounts
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct UserArgs {
    /// 输出 JSON · Print the answer as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 新建账号 · Make an account and print its one-time link
    Add {
        /// 登录名 · Login
        login: String,
        /// 姓名 · Name
        #[arg(long)]
        name: String,
        /// 授予的角色 · Role: grid_worker, community_office, administrator or auditor; may be repeated
        #[arg(long = "grant", value_name = "ROLE")]
        granted: Vec<String>,
        /// 所属主体 · Id of the person, unit or department whose posts are the account's
        #[arg(long, value_name = "ID")]
        party: Option<Uuid>,
        /// 从标准输入读密码 · Read the password from standard input instead of making a link
        #[arg(long)]
        stdin: bool,
    },
    /// 重设密码 · Print a one-time link for a new password
    Passwd {
        /// 登录名 · Login
        login: String,
        /// 从标准输入读密码 · Read the password from standard input instead of making a link
        #[arg(long)]
        stdin: bool,
    },
    /// 停用账号 · Disable an account; it is signed out everywhere
    Disable {
        /// 登录名 · Login
        login: String,
    },
    /// 启用账号 · Enable an account again
    Enable {
        /// 登录名 · Login
        login: String,
    },
    /// 列出账号 · List accounts
    List,
}

pub async fn run(args: UserArgs, context: &Context) -> Result<u8, Failure> {
    let store = match args.what {
        What::Add { .. } => session::writable(context).await?,
        _ => session::existing(context).await?,
    };
    let service = session::service(store, context).await?;
    let lang = context.lang();
    let done = match args.what {
        What::Add { login, name, granted, party, stdin } => {
            let request = NewAccountRequest { login, name, granted, party };
            if stdin {
                let made = service.create_account_with_password(request, password()?, ACTOR).await?;
                tell(&made, args.json, lang)
            } else {
                let made = service.create_account(request, ACTOR).await?;
                if args.json { output::json(&made) } else { link(&made.link, context) }
            }
        }
        What::Passwd { login, stdin } => {
            if stdin {
                service.set_password_of(&login, password()?, ACTOR).await?;
                tell(&service.account_named(&login).await?, args.json, lang)
            } else {
                let account = service.account_named(&login).await?;
                let made = service.account_link(account.id, ACTOR).await?;
                if args.json { output::json(&made) } else { link(&made, context) }
            }
        }
        What::Disable { login } => tell(&switch(&service, &login, false).await?, args.json, lang),
        What::Enable { login } => tell(&switch(&service, &login, true).await?, args.json, lang),
        What::List => {
            let all = service.accounts().await?;
            if args.json {
                output::json(&all)
            } else {
                all.accounts.iter().try_for_each(|account| tell(account, false, lang))
            }
        }
    };
    service.store().close().await;
    done.map(|()| 0)
}

async fn switch(service: &Arc<Service>, login: &str, active: bool) -> Result<AccountAnswer, Failure> {
    let account = service.account_named(login).await?;
    let change = AccountChange { active: Some(active), ..AccountChange::default() };
    Ok(service.change_account(account.id, account.version, change, ACTOR).await?)
}

/// One line of standard input. A terminal would show it, so it has to come from a file or a pipe.
fn password() -> Result<String, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::refused(
            "终端会显示输入的密码；请用管道或文件给出，或去掉 --stdin 改用一次性链接",
            "a terminal would show the password; give it by a pipe or a file, or leave out --stdin and use a link",
        ));
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line).map_err(|error| Failure::io("stdin", &error))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Where the page of a link is: below the address that people use, which only the configuration knows.
pub fn link_address(base: &str, token: &str) -> String {
    format!("{}/#/link/{token}", base.trim_end_matches('/'))
}

fn link(link: &OneTimeLink, context: &Context) -> Result<(), Failure> {
    let base = context.config.base_address();
    let address = link_address(&base, &link.token);
    output::line(match context.lang() {
        Lang::Zh => format!("请本人在浏览器中打开（{} 前有效，只能用一次）：\n{address}", link.expires_at),
        Lang::En => format!("to be opened once by its owner, until {}:\n{address}", link.expires_at),
    })
}

fn tell(account: &AccountAnswer, as_json: bool, lang: Lang) -> Result<(), Failure> {
    if as_json {
        return output::json(account);
    }
    let state = match account.state {
        AccountState::Active => lang.of("可用", "active"),
        AccountState::Invited => lang.of("待设密码", "invited"),
        AccountState::Disabled => lang.of("已停用", "disabled"),
    };
    let roles: Vec<&str> = account.granted.iter().map(|role| role.slug()).collect();
    let party = account.party_name.as_deref().unwrap_or("-");
    output::line(format!("{}\t{}\t{state}\t{}\t{party}", account.login, account.name, roles.join(",")))
}
