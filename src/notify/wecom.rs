//! 企业微信 group robot. The message is of type `text`, because members who read the group in personal WeChat see
//! nothing of `markdown`, and because text knows no markup.

use super::answer::Verdict;
use super::plain;
use super::request::{Request, Told, json};
use reqwest::Url;
use serde_json::json;
use std::time::Duration;

/// Bytes that `text.content` may have.
const MOST_BYTES: usize = 2048;

pub(super) fn request(url: Url, told: &Told) -> Request {
    let tail = told.link.as_ref().map(|(label, url)| format!("\n{label}：{url}")).unwrap_or_default();
    // `<@name>` would call a member.
    let head =
        [told.title.clone()].into_iter().chain(told.lines.iter().cloned()).collect::<Vec<_>>().join("\n");
    let head = head.replace('<', "＜").replace('>', "＞");
    // The link is kept whole and the words before it are cut.
    let content = match MOST_BYTES.checked_sub(tail.len()) {
        Some(room) => plain::cut_bytes(&head, room) + &tail,
        None => plain::cut_bytes(&head, MOST_BYTES),
    };
    let body = json(&json!({ "msgtype": "text", "text": { "content": content } }));
    Request { url, headers: Vec::new(), body }
}

/// What an `errcode` other than 0 means, by the platform's list of global codes.
pub(super) fn verdict(code: i64) -> Verdict {
    match code {
        // Twenty messages a minute.
        45009 | 45033 => Verdict::Busy(Duration::from_secs(60)),
        93000 => Verdict::Gone,
        40008 | 40058 | 44004 | 45002 => Verdict::Rejected,
        _ => Verdict::Failing,
    }
}
