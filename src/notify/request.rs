//! What goes over HTTP, made without the network: URL, headers and body of a message for one channel.

use super::message::{Language, Message};
use super::plain;
use super::{destination::Channel, dingtalk, feishu, webhook, wecom};
use crate::domain::instant::Instant;
use reqwest::Url;

/// One request, always a POST of JSON.
#[derive(Clone)]
pub struct Request {
    pub url: Url,
    /// Beside `Content-Type`.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// A message as robots and mail say it, in one language and cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub title: String,
    pub lines: Vec<String>,
    /// What the link is called, and where it goes.
    pub link: Option<(&'static str, String)>,
}

impl Told {
    pub fn new(message: &Message, language: Language, public_url: Option<&Url>) -> Self {
        let text = plain::lines(language.of(&message.text));
        let label = match language {
            Language::Zh => "查看详情",
            Language::En => "Open",
        };
        Self {
            title: plain::line(language.of(&message.title)),
            lines: text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            link: absolute(message, public_url).map(|url| (label, url)),
        }
    }
}

/// The request for a message; none for e-mail, which is no HTTP. `url` is the channel's, already accepted.
pub fn prepare(
    channel: &Channel,
    url: Url,
    language: Language,
    message: &Message,
    public_url: Option<&Url>,
    now: Instant,
) -> Option<Request> {
    let told = || Told::new(message, language, public_url);
    Some(match channel {
        Channel::Webhook { secret, .. } => webhook::request(url, secret, message, public_url, now),
        Channel::Wecom { .. } => wecom::request(url, &told()),
        Channel::Dingtalk { secret, .. } => dingtalk::request(url, secret.as_ref(), &told(), now),
        Channel::Feishu { secret, .. } => feishu::request(url, secret.as_ref(), &told(), language, now),
        Channel::Email { .. } => return None,
    })
}

/// The message's page below the site's public address, which may itself lie below a path. None without such an
/// address, or when the link is no plain path.
pub(super) fn absolute(message: &Message, public_url: Option<&Url>) -> Option<String> {
    let path = message.link.as_deref()?;
    let is_path = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '\\' | '<' | '>' | '"' | '`' | '(' | ')'));
    let base = public_url.filter(|_| is_path)?;
    let url = Url::parse(&format!("{}{path}", base.as_str().trim_end_matches('/'))).ok()?;
    (url.origin() == base.origin()).then(|| url.into())
}

/// JSON of a value made of strings, numbers and maps, which always serialises.
pub(super) fn json(value: &serde_json::Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Words;
    use crate::notify::message::{Facts, Severity};

    #[test]
    fn a_link_stays_below_the_public_address() {
        let base = Url::parse("https://city.example.gov.cn/wangge/").unwrap();
        let link = |path: &str| {
            let message = Message {
                id: uuid::Uuid::nil(),
                event: "case_filed".into(),
                severity: Severity::Notice,
                occurred_at: String::new(),
                title: Words::default(),
                text: Words::default(),
                link: Some(path.into()),
                facts: Facts::default(),
            };
            absolute(&message, Some(&base))
        };
        assert_eq!(link("/cases/7?tab=1"), Some("https://city.example.gov.cn/wangge/cases/7?tab=1".into()));
        for bad in ["//evil.cn/x", "https://evil.cn", "cases/7", "/a b", "/a\r\nb", "/a\\b", "/a)x", "/网"] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
