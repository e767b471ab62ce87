//! Where messages go, with what has to be kept secret. Secrets are read from the store and never serialised by
//! accident: only [`Destination::to_stored`] writes them, for the store; [`Destination::shown`] is for people and logs.

use super::endpoint::{self, Rules, Unacceptable};
use super::message::Language;
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use lettre::Address;
use lettre::message::Mailbox;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;

/// Recipients of one e-mail destination.
const MOST_RECIPIENTS: usize = 50;
/// Characters that a webhook's secret must have.
const SECRET_LETTERS: usize = 16;

vocabulary! {
    /// Kinds of channels that leave the site.
    ChannelKind {
        /// Any system that takes signed JSON.
        Webhook = "webhook",
        /// 企业微信 group robot.
        Wecom = "wecom",
        /// 钉钉 group robot.
        Dingtalk = "dingtalk",
        /// 飞书 group robot.
        Feishu = "feishu",
        /// SMTP.
        Email = "email",
    }
}

impl ChannelKind {
    /// How many messages a minute one destination takes, by its documentation; the job that sends should keep to it,
    /// because 钉钉 shuts a robot up for ten minutes when it is exceeded.
    pub fn per_minute(self) -> Option<u32> {
        match self {
            Self::Wecom | Self::Dingtalk => Some(20),
            Self::Feishu => Some(100),
            Self::Webhook | Self::Email => None,
        }
    }
}

/// A text that must not be seen: prints as `…`, is not serialised.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for use or for the store.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// One receiver of messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// What robots and mail are written in; the webhook carries both.
    pub language: Language,
    pub channel: Channel,
}

/// How it is reached. URLs count as secrets: robots carry their key in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Channel {
    Webhook { url: Secret, secret: Secret },
    Wecom { url: Secret },
    Dingtalk { url: Secret, secret: Option<Secret> },
    Feishu { url: Secret, secret: Option<Secret> },
    Email { server: MailServer, to: Vec<String> },
}

vocabulary! {
    /// How a mail server is spoken to.
    MailSecurity {
        /// Unencrypted; only where the site allows it.
        Plain = "plain",
        /// Begins unencrypted and must change over before anything is said.
        Starttls = "starttls",
        /// TLS from the first byte.
        Tls = "tls",
    }
}

/// A mail server and who sends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<Secret>,
    /// `网格 <wangge@example.gov.cn>` or the address alone.
    pub from: String,
    /// Name in the greeting; the socket's own address when absent.
    #[serde(default)]
    pub hello: Option<String>,
}

/// One field that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub field: &'static str,
    /// Stable, for machines.
    pub code: &'static str,
    pub words: Words,
}

impl Fault {
    fn new(field: &'static str, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field, code, words: Words::new(zh, en) }
    }

    fn of(field: &'static str, why: Unacceptable) -> Self {
        Self { field, code: why.code, words: why.words }
    }
}

impl Destination {
    /// All that is wrong with it, without asking the network.
    pub fn faults(&self, rules: &Rules<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(url) = self.channel.url()
            && let Err(why) = endpoint::web(url, rules)
        {
            faults.push(Fault::of("url", why));
        }
        match &self.channel {
            Channel::Webhook { secret, .. } if secret.expose().chars().count() < SECRET_LETTERS => {
                faults.push(Fault::new(
                    "secret",
                    "secret_short",
                    format!("签名密钥至少 {SECRET_LETTERS} 个字符"),
                    format!("the signing secret needs at least {SECRET_LETTERS} characters"),
                ));
            }
            Channel::Email { server, to } => {
                server.faults(rules, &mut faults);
                recipient_faults(to, &mut faults);
            }
            _ => {}
        }
        faults
    }

    /// For people and logs: the kind and the host, without path, key or password.
    pub fn shown(&self) -> String {
        match &self.channel {
            Channel::Email { server, to } => {
                format!("{} {}:{} ({})", self.kind().slug(), server.host, server.port, to.len())
            }
            channel => {
                let origin = channel.url().and_then(|url| reqwest::Url::parse(url).ok());
                let origin = origin.map(|url| url.origin().ascii_serialization()).unwrap_or_default();
                format!("{} {origin}", self.kind().slug())
            }
        }
    }

    /// The whole of it with its secrets, for the store alone; reads back by `serde_json::from_value`.
    pub fn to_stored(&self) -> Value {
        let open = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
        let mut channel = match &self.channel {
            Channel::Webhook { url, secret } => json!({ "url": url.expose(), "secret": secret.expose() }),
            Channel::Wecom { url } => json!({ "url": url.expose() }),
            Channel::Dingtalk { url, secret } | Channel::Feishu { url, secret } => {
                json!({ "url": url.expose(), "secret": open(secret) })
            }
            Channel::Email { server, to } => json!({
                "server": {
                    "host": server.host, "port": server.port, "security": server.security,
                    "user": server.user, "password": open(&server.password), "from": server.from,
                    "hello": server.hello,
                },
                "to": to,
            }),
        };
        channel["kind"] = json!(self.kind());
        json!({ "language": self.language, "channel": channel })
    }

    pub fn kind(&self) -> ChannelKind {
        match self.channel {
            Channel::Webhook { .. } => ChannelKind::Webhook,
            Channel::Wecom { .. } => ChannelKind::Wecom,
            Channel::Dingtalk { .. } => ChannelKind::Dingtalk,
            Channel::Feishu { .. } => ChannelKind::Feishu,
            Channel::Email { .. } => ChannelKind::Email,
        }
    }

    /// Every text that an answer must not show, longest first.
    pub(super) fn secrets(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        if let Some(text) = self.channel.url() {
            found.push(text.to_owned());
            if let Ok(url) = reqwest::Url::parse(text) {
                found.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
                // A key in the path is long; `robot` and `send` are no secrets.
                let segments = url.path_segments().into_iter().flatten();
                found.extend(segments.filter(|segment| segment.len() >= 16).map(str::to_owned));
                found.push(url.into());
            }
        }
        match &self.channel {
            Channel::Webhook { secret, .. } => found.push(secret.expose().to_owned()),
            Channel::Dingtalk { secret: Some(secret), .. } | Channel::Feishu { secret: Some(secret), .. } => {
                found.push(secret.expose().to_owned());
            }
            Channel::Email { server, .. } => {
                found.extend(server.password.iter().map(|password| password.expose().to_owned()));
            }
            _ => {}
        }
        found.retain(|text| text.len() >= 4);
        found.sort_by_key(|text| std::cmp::Reverse(text.len()));
        found
    }
}

impl Channel {
    pub(super) fn url(&self) -> Option<&str> {
        match self {
            Self::Webhook { url, .. }
            | Self::Wecom { url }
            | Self::Dingtalk { url, .. }
            | Self::Feishu { url, .. } => Some(url.expose()),
            Self::Email { .. } => None,
        }
    }
}

impl MailServer {
    fn faults(&self, rules: &Rules<'_>, faults: &mut Vec<Fault>) {
        if let Err(why) = endpoint::mail(&self.host, self.port, rules) {
            faults.push(Fault::of(if why.code == "port_not_allowed" { "port" } else { "host" }, why));
        }
        if self.security == MailSecurity::Plain && !rules.allow_plain {
            let why = endpoint::plain_not_allowed("STARTTLS 或 TLS", "STARTTLS or TLS");
            faults.push(Fault::of("security", why));
        }
        if sender(&self.from).is_none() {
            faults.push(Fault::new(
                "from",
                "address_malformed",
                "发件人应如「网格 <wangge@example.gov.cn>」",
                "the sender should look like “Wangge <wangge@example.gov.cn>”",
            ));
        }
        let password = self.password.as_ref().map(Secret::expose);
        let texts = [self.user.as_deref(), password];
        if self.user.is_some() != password.is_some()
            || texts.into_iter().flatten().any(|text| text.is_empty() || text.contains(char::is_control))
        {
            faults.push(Fault::new(
                "password",
                "login_incomplete",
                "用户名和密码要么都填，要么都不填",
                "give both a user name and a password, or neither",
            ));
        }
        let is_name = |hello: &str| {
            (1..=255).contains(&hello.len())
                && hello
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '[' | ']' | ':'))
        };
        if self.hello.as_deref().is_some_and(|hello| !is_name(hello)) {
            faults.push(Fault::new(
                "hello",
                "hello_malformed",
                "问候名应是本机域名，如 wangge.example.gov.cn",
                "the greeting name should be this machine's domain name, such as wangge.example.gov.cn",
            ));
        }
    }
}

fn recipient_faults(to: &[String], faults: &mut Vec<Fault>) {
    if to.is_empty() || to.len() > MOST_RECIPIENTS {
        faults.push(Fault::new(
            "to",
            "recipient_count",
            format!("收件人应为 1 到 {MOST_RECIPIENTS} 个"),
            format!("there must be 1 to {MOST_RECIPIENTS} recipients"),
        ));
    }
    for address in to.iter().filter(|address| recipient(address).is_none()) {
        faults.push(Fault::new(
            "to",
            "address_malformed",
            format!("邮箱地址「{address}」无法识别"),
            format!("the mail address “{address}” cannot be read"),
        ));
    }
}

/// The sender's name and address; plain ASCII, because not every server takes others.
pub(super) fn sender(text: &str) -> Option<Mailbox> {
    if text.contains(char::is_control) {
        return None;
    }
    text.trim().parse::<Mailbox>().ok().filter(|mailbox| is_plain(&mailbox.email))
}

/// A recipient's address.
pub(super) fn recipient(text: &str) -> Option<Address> {
    text.trim().parse::<Address>().ok().filter(is_plain)
}

fn is_plain(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\'))
}

#[cfg(test)]
mod tests;
