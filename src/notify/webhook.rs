//! The generic webhook: one JSON object a message, signed.
//!
//! ```text
//! POST <url>
//! Content-Type: application/json; charset=utf-8
//! X-Wangge-Id: 0193a1b2-…               the message; the same in every attempt
//! X-Wangge-Timestamp: 1764252000        seconds since 1970, of this attempt
//! X-Wangge-Signature: v1=<64 hexadecimal digits>
//!
//! {"id":"…","event":"case_dispatched","severity":"task","occurred_at":"2026-11-24T16:00:00+08:00",
//!  "title":{"zh":"…","en":"…"},"text":{"zh":"…","en":"…"},"link":"https://…","facts":{"number":"…",…}}
//! ```
//!
//! A receiver
//! 1. takes the body as raw bytes, before any JSON reader has touched it;
//! 2. refuses a timestamp that differs from its own clock by more than five minutes;
//! 3. computes hexadecimal HMAC-SHA256 of `<timestamp>.<body>` under the shared secret and compares it in constant time
//!    with what follows `v1=` ([`sign::verify_webhook`] does 2 and 3);
//! 4. looks whether it has seen the id (in the signed body, and in the header) and if so answers 200 without acting:
//!    that is a repeated attempt, or a replay within the five minutes. Ids need remembering for four days, the time that
//!    attempts go on, so a late repeat is known too;
//! 5. answers any 2xx within the time limit. 408, 425, 429 and 5xx are tried again (`Retry-After` is heeded); 3xx is not
//!    followed; any other 4xx ends the attempts. Messages may arrive out of order: `occurred_at` tells.

use super::destination::Secret;
use super::message::{Facts, Message, Severity};
use super::request::{Request, absolute};
use super::sign;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use reqwest::Url;
use serde::Serialize;
use uuid::Uuid;

/// The body.
#[derive(Serialize)]
struct Body<'a> {
    id: Uuid,
    event: &'a str,
    severity: Severity,
    occurred_at: &'a str,
    title: &'a Words,
    text: &'a Words,
    /// Absolute where the site knows its public address, else its path.
    link: Option<&'a str>,
    facts: &'a Facts,
}

pub(super) fn request(
    url: Url,
    secret: &Secret,
    message: &Message,
    public_url: Option<&Url>,
    now: Instant,
) -> Request {
    let link = absolute(message, public_url);
    let body = Body {
        id: message.id,
        event: &message.event,
        severity: message.severity,
        occurred_at: &message.occurred_at,
        title: &message.title,
        text: &message.text,
        link: link.as_deref().or(message.link.as_deref()),
        facts: &message.facts,
    };
    // Strings, numbers and string keys alone: nothing that could fail to serialise.
    let body = serde_json::to_vec(&body).unwrap_or_default();
    let timestamp = now.micros().div_euclid(Instant::SECOND);
    let headers = vec![
        ("X-Wangge-Id", message.id.to_string()),
        ("X-Wangge-Timestamp", timestamp.to_string()),
        ("X-Wangge-Signature", sign::webhook(secret.expose(), timestamp, &body)),
    ];
    Request { url, headers, body }
}
