//! What an answer over HTTP means: taken, to be tried again, or never. The robots answer 200 with an error inside, so
//! their body decides before the status does.

use super::destination::ChannelKind;
use super::error::{Receipt, SendError};
use super::{dingtalk, feishu, wecom};
use crate::domain::instant::Instant;
use serde_json::Value;
use std::time::Duration;

/// An answer, its body cut at the cap.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    /// The `Retry-After` header as it came.
    pub retry_after: Option<String>,
    pub body: Vec<u8>,
}

/// What a robot's error code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Too many messages; quiet for so long.
    Busy(Duration),
    /// No such robot, or it is switched off.
    Gone,
    /// One of the robot's own rules bars it.
    Barred(Rule),
    /// The message itself is not taken.
    Rejected,
    /// Anything else: the platform fails, or uses a code unknown to us.
    Failing,
}

/// How a robot is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Keyword,
    Signature,
    Address,
}

/// Judges an answer. `now` turns a date in `Retry-After` into a wait.
///
/// # Errors
/// `redirected`, `rate_limited`, `server_failed`, `gone`, `rejected`, `answer_unreadable`; of robots also `robot_gone`,
/// `robot_barred`, `robot_rejected`, `robot_failed`.
pub fn judge(kind: ChannelKind, answer: &Answer, now: Instant) -> Result<(), SendError> {
    let by_status = by_status(answer, now);
    let outcome = match kind {
        ChannelKind::Webhook | ChannelKind::Email => by_status,
        ChannelKind::Wecom | ChannelKind::Dingtalk | ChannelKind::Feishu => match robot_code(kind, &answer.body) {
            Some((0, _)) => by_status,
            Some((code, said)) => Err(refused(verdict(kind, code, &said), code, by_status.err())),
            None => by_status.and_then(|()| {
                Err(SendError::later(
                    "answer_unreadable",
                    "接收方的回答不是机器人的格式，可能被中间设备拦截；稍后自动重试",
                    "the answer is not a robot's, something in between may have taken the request; it will be tried again",
                ))
            }),
        },
    };
    outcome.map_err(|error| SendError { receipt: receipt(answer), ..error })
}

/// Status and body of an answer, uncleaned.
pub(super) fn receipt(answer: &Answer) -> Receipt {
    let answer_text = String::from_utf8_lossy(&answer.body).into_owned();
    Receipt { status: Some(answer.status), millis: 0, answer: answer_text }
}

fn by_status(answer: &Answer, now: Instant) -> Result<(), SendError> {
    let status = answer.status;
    let wished = |error: SendError| match answer.retry_after.as_deref().and_then(|text| wish(text, now)) {
        Some(wait) => error.after(wait),
        None => error,
    };
    match status {
        200..=299 => Ok(()),
        300..=399 => Err(SendError::never(
            "redirected",
            format!("接收方要求跳转到别的地址（{status}），没有跟随；请直接填写最终地址"),
            format!(
                "the receiver redirects elsewhere ({status}), which is not followed; enter the final URL itself"
            ),
        )),
        429 => Err(wished(busy())),
        408 | 425 | 500.. => Err(wished(SendError::later(
            "server_failed",
            format!("接收方暂时出错（{status}），稍后自动重试"),
            format!("the receiver failed ({status}); it will be tried again"),
        ))),
        410 => Err(SendError::never(
            "gone",
            "接收方表示该地址已停用（410），请更换或停用此通道",
            "the receiver says that this address is gone (410); replace or disable the channel",
        )),
        400..=499 => Err(SendError::never(
            "rejected",
            format!("接收方拒收（{status}），请核对地址和密钥后重发"),
            format!("the receiver refuses it ({status}); check URL and secret, then send it again"),
        )),
        _ => Err(SendError::later(
            "answer_unreadable",
            format!("接收方的回答无法识别（{status}），稍后自动重试"),
            format!("the answer cannot be understood ({status}); it will be tried again"),
        )),
    }
}

fn busy() -> SendError {
    SendError::later(
        "rate_limited",
        "接收方限制发送频率，稍后自动重试",
        "the receiver limits how often messages come; it will be tried again",
    )
}

fn refused(verdict: Verdict, code: i64, by_status: Option<SendError>) -> SendError {
    match verdict {
        Verdict::Busy(wait) => busy().after(wait),
        Verdict::Gone => SendError::never(
            "robot_gone",
            format!("群机器人不存在或已停用（错误码 {code}），请在群设置里核对机器人地址"),
            format!(
                "the group robot does not exist or is switched off (code {code}); check its URL in the group's settings"
            ),
        ),
        Verdict::Barred(rule) => barred(rule, code),
        Verdict::Rejected => SendError::never(
            "robot_rejected",
            format!("群机器人拒收这条消息（错误码 {code}），详见回答原文"),
            format!("the group robot refuses this message (code {code}); its answer says why"),
        ),
        // A status that says something clearer than an unknown code is believed.
        Verdict::Failing => by_status.unwrap_or_else(|| {
            SendError::later(
                "robot_failed",
                format!("群机器人暂时出错（错误码 {code}），稍后自动重试"),
                format!("the group robot failed (code {code}); it will be tried again"),
            )
        }),
    }
}

fn barred(rule: Rule, code: i64) -> SendError {
    let (zh, en) = match rule {
        Rule::Keyword => (
            "消息里没有机器人要求的关键词，请把关键词设为「网格」（英文消息设为 Wangge）",
            "the message lacks the robot's keyword; set the keyword to “网格” (“Wangge” for English messages)",
        ),
        Rule::Signature => (
            "签名未通过，请核对加签密钥，并检查服务器时钟",
            "the signature is not accepted; check the signing secret and the server's clock",
        ),
        Rule::Address => (
            "本系统的出口地址不在机器人的 IP 白名单里，请在机器人设置中加入",
            "this system's outgoing address is not in the robot's allow list; add it in the robot's settings",
        ),
    };
    SendError::never("robot_barred", format!("{zh}（错误码 {code}）"), format!("{en} (code {code})"))
}

fn verdict(kind: ChannelKind, code: i64, said: &str) -> Verdict {
    match kind {
        ChannelKind::Wecom => wecom::verdict(code),
        ChannelKind::Dingtalk => dingtalk::verdict(code, said),
        ChannelKind::Feishu => feishu::verdict(code, said),
        ChannelKind::Webhook | ChannelKind::Email => Verdict::Failing,
    }
}

/// The code and text in a robot's answer.
fn robot_code(kind: ChannelKind, body: &[u8]) -> Option<(i64, String)> {
    let value: Value = serde_json::from_slice(body).ok()?;
    // 飞书 answers in two generations of names, often in both at once.
    let (codes, texts): (&[&str], &[&str]) = match kind {
        ChannelKind::Feishu => (&["code", "StatusCode"], &["msg", "StatusMessage"]),
        _ => (&["errcode"], &["errmsg"]),
    };
    let code = codes.iter().find_map(|name| value.get(*name)?.as_i64())?;
    let text = texts.iter().find_map(|name| value.get(*name)?.as_str()).unwrap_or_default();
    Some((code, text.to_owned()))
}

/// `Retry-After`: seconds, or a date.
fn wish(text: &str, now: Instant) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::from_micros(u64::try_from(at.as_microsecond() - now.micros()).unwrap_or(0)))
}

#[cfg(test)]
mod tests;
