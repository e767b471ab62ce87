//! 飞书 group robot: a `post`, whose text elements know no markup, with `timestamp` (seconds) and `sign` in the body
//! where a secret is set.

use super::answer::{Rule, Verdict};
use super::destination::Secret;
use super::message::Language;
use super::plain;
use super::request::{Request, Told, json};
use super::sign;
use crate::domain::instant::Instant;
use reqwest::Url;
use serde_json::json;
use std::time::Duration;

/// Bytes of one line, so that the body stays under its 20 KB.
const MOST_BYTES: usize = 1_000;
const MOST_LINES: usize = 15;

pub(super) fn request(
    url: Url,
    secret: Option<&Secret>,
    told: &Told,
    language: Language,
    now: Instant,
) -> Request {
    let lines = told.lines.iter().take(MOST_LINES);
    let mut content: Vec<_> =
        lines.map(|line| json!([{ "tag": "text", "text": plain::cut_bytes(line, MOST_BYTES) }])).collect();
    if let Some((label, link)) = &told.link {
        content.push(json!([{ "tag": "a", "text": label, "href": link }]));
    }
    let key = match language {
        Language::Zh => "zh_cn",
        Language::En => "en_us",
    };
    let title = plain::cut_bytes(&told.title, MOST_BYTES);
    let post = json!({ key: { "title": title, "content": content } });
    let mut body = json!({ "msg_type": "post", "content": { "post": post } });
    if let Some(secret) = secret {
        let seconds = now.micros().div_euclid(Instant::SECOND);
        body["timestamp"] = json!(seconds.to_string());
        body["sign"] = json!(sign::feishu(secret.expose(), seconds));
    }
    Request { url, headers: Vec::new(), body: json(&body) }
}

/// What a `code` other than 0 means, by the platform's page on custom robots.
pub(super) fn verdict(code: i64, said: &str) -> Verdict {
    match code {
        // A hundred a minute, five a second; the old gateway says it in words.
        11_232 | 99_991_400 => Verdict::Busy(Duration::from_secs(60)),
        9_499 if said.to_ascii_lowercase().contains("too many") => Verdict::Busy(Duration::from_secs(60)),
        9_499 | 19_002 => Verdict::Rejected,
        19_001 | 19_007 => Verdict::Gone,
        19_021 => Verdict::Barred(Rule::Signature),
        19_022 => Verdict::Barred(Rule::Address),
        19_024 => Verdict::Barred(Rule::Keyword),
        _ => Verdict::Failing,
    }
}
