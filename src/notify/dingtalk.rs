//! 钉钉 group robot: Markdown, with `timestamp` (milliseconds) and `sign` in the query where a secret is set.

use super::answer::{Rule, Verdict};
use super::destination::Secret;
use super::plain;
use super::request::{Request, Told, json};
use super::sign;
use crate::domain::instant::Instant;
use reqwest::Url;
use serde_json::json;
use std::time::Duration;

/// Bytes of the text; the whole body may have 20,000.
const MOST_BYTES: usize = 15_000;

pub(super) fn request(mut url: Url, secret: Option<&Secret>, told: &Told, now: Instant) -> Request {
    let mut text = format!("#### {}", plain::markdown(&told.title));
    for line in &told.lines {
        text.push_str("\n\n> ");
        text.push_str(&plain::markdown(line));
    }
    text = plain::cut_bytes(&text, MOST_BYTES);
    if let Some((label, link)) = &told.link {
        text.push_str(&format!("\n\n[{label}]({link})"));
    }
    // The title is what a locked phone shows, and is no Markdown.
    let body = json(&json!({ "msgtype": "markdown", "markdown": { "title": told.title, "text": text } }));
    if let Some(secret) = secret {
        let millis = now.micros().div_euclid(1000);
        url.query_pairs_mut()
            .append_pair("timestamp", &millis.to_string())
            .append_pair("sign", &sign::dingtalk(secret.expose(), millis));
    }
    Request { url, headers: Vec::new(), body }
}

/// What an `errcode` other than 0 means, by the platform's page on custom robots.
pub(super) fn verdict(code: i64, said: &str) -> Verdict {
    match code {
        // Over twenty a minute: silent for ten minutes.
        130_101 | 410_100 => Verdict::Busy(Duration::from_secs(600)),
        // One code for all three ways of securing a robot; the text tells them apart.
        310_000 if said.contains("keyword") => Verdict::Barred(Rule::Keyword),
        310_000 if said.contains("whitelist") => Verdict::Barred(Rule::Address),
        310_000 => Verdict::Barred(Rule::Signature),
        300_001 | 300_005 | 400_013 | 400_101 | 400_102 | 400_106 => Verdict::Gone,
        40_035 | 43_004 | 400_105 | 430_101..=430_104 => Verdict::Rejected,
        _ => Verdict::Failing,
    }
}
