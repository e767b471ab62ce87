//! Answers as the platforms write them: from their documentation and from reports of users.

use super::*;
use crate::notify::error::Retry;

/// Taken, or the code of the error and whether to try again.
type Outcome = Result<(), (&'static str, Retry)>;

fn outcome(kind: ChannelKind, status: u16, body: &str) -> Outcome {
    let answer = Answer { status, retry_after: None, body: body.as_bytes().to_vec() };
    judge(kind, &answer, Instant(0)).map_err(|error| {
        assert!(!error.words.zh.is_empty() && !error.words.en.is_empty());
        assert_eq!(error.receipt.status, Some(status));
        (error.code, error.retry)
    })
}

const LATER: Retry = Retry::Later { after: None };

fn wait(seconds: u64) -> Retry {
    Retry::Later { after: Some(Duration::from_secs(seconds)) }
}

#[test]
fn a_robots_error_inside_a_200_is_a_failure() {
    use ChannelKind::{Dingtalk, Feishu, Wecom};
    let cases: &[(ChannelKind, &str, Outcome)] = &[
        (Wecom, r#"{"errcode":0,"errmsg":"ok"}"#, Ok(())),
        (
            Wecom,
            r#"{"errcode":93000,"errmsg":"invalid webhook url, hint: [17], from ip: 1.2.3.4"}"#,
            Err(("robot_gone", Retry::Never)),
        ),
        (Wecom, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#, Err(("rate_limited", wait(60)))),
        (
            Wecom,
            r#"{"errcode":40058,"errmsg":"text.content exceed max length 2048."}"#,
            Err(("robot_rejected", Retry::Never)),
        ),
        (Wecom, r#"{"errcode":-1,"errmsg":"system busy"}"#, Err(("robot_failed", LATER))),
        (Dingtalk, r#"{"errcode":0,"errmsg":"ok"}"#, Ok(())),
        (
            Dingtalk,
            r#"{"errcode":310000,"errmsg":"keywords not in content, more: [https://ding-doc.dingtalk.com]"}"#,
            Err(("robot_barred", Retry::Never)),
        ),
        (Dingtalk, r#"{"errcode":310000,"errmsg":"sign not match"}"#, Err(("robot_barred", Retry::Never))),
        (
            Dingtalk,
            r#"{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}"#,
            Err(("rate_limited", wait(600))),
        ),
        (Dingtalk, r#"{"errcode":300001,"errmsg":"token is not exist"}"#, Err(("robot_gone", Retry::Never))),
        (Dingtalk, r#"{"errcode":-1,"errmsg":"系统繁忙"}"#, Err(("robot_failed", LATER))),
        (Feishu, r#"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#, Ok(())),
        (Feishu, r#"{"StatusCode":0,"StatusMessage":"success"}"#, Ok(())),
        (
            Feishu,
            r#"{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}"#,
            Err(("robot_barred", Retry::Never)),
        ),
        (Feishu, r#"{"code":19024,"msg":"Key Words Not Found"}"#, Err(("robot_barred", Retry::Never))),
        (Feishu, r#"{"code":19022,"msg":"Ip Not Allowed"}"#, Err(("robot_barred", Retry::Never))),
        (
            Feishu,
            r#"{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}"#,
            Err(("robot_gone", Retry::Never)),
        ),
        (
            Feishu,
            r#"{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"}"#,
            Err(("rate_limited", wait(60))),
        ),
        (Feishu, r#"{"code":9499,"msg":"too many request","data":{}}"#, Err(("rate_limited", wait(60)))),
        (Feishu, r#"{"code":9499,"msg":"Bad Request","data":{}}"#, Err(("robot_rejected", Retry::Never))),
    ];
    for (kind, body, expected) in cases {
        assert_eq!(outcome(*kind, 200, body), *expected, "{body}");
    }
}

#[test]
fn a_robots_code_counts_also_beside_an_error_status_and_pages_of_others_are_no_answer() {
    assert_eq!(
        outcome(ChannelKind::Feishu, 400, r#"{"code":19024,"msg":"Key Words Not Found"}"#),
        Err(("robot_barred", Retry::Never))
    );
    assert_eq!(outcome(ChannelKind::Wecom, 502, "<html>"), Err(("server_failed", LATER)));
    assert_eq!(outcome(ChannelKind::Dingtalk, 500, r#"{"errcode":77777}"#), Err(("server_failed", LATER)));
    assert_eq!(outcome(ChannelKind::Wecom, 500, r#"{"errcode":0}"#), Err(("server_failed", LATER)));
    for page in ["<html>请登录</html>", "", "[]", r#"{"errcode":"0"}"#] {
        assert_eq!(outcome(ChannelKind::Wecom, 200, page), Err(("answer_unreadable", LATER)), "{page}");
    }
}

#[test]
fn a_webhooks_status_decides() {
    let expected: &[(u16, Outcome)] = &[
        (200, Ok(())),
        (204, Ok(())),
        (301, Err(("redirected", Retry::Never))),
        (304, Err(("redirected", Retry::Never))),
        (400, Err(("rejected", Retry::Never))),
        (401, Err(("rejected", Retry::Never))),
        (404, Err(("rejected", Retry::Never))),
        (408, Err(("server_failed", LATER))),
        (410, Err(("gone", Retry::Never))),
        (429, Err(("rate_limited", LATER))),
        (500, Err(("server_failed", LATER))),
        (503, Err(("server_failed", LATER))),
        (999, Err(("server_failed", LATER))),
    ];
    for (status, expected) in expected {
        assert_eq!(outcome(ChannelKind::Webhook, *status, "{}"), *expected, "{status}");
    }
}

#[test]
fn retry_after_is_read_in_both_its_forms() {
    // 2026-11-24T08:00:00Z.
    let now = Instant::from_seconds(1_795_507_200);
    let seconds = |text: &str| wish(text, now).map(|wait| wait.as_secs());
    assert_eq!(seconds("120"), Some(120));
    assert_eq!(seconds(" 0 "), Some(0));
    assert_eq!(seconds("Tue, 24 Nov 2026 08:05:00 GMT"), Some(300));
    assert_eq!(seconds("Tue, 24 Nov 2026 07:00:00 GMT"), Some(0));
    for bad in ["", "soon", "-5", "1.5", "2026-11-24T08:05:00Z"] {
        assert_eq!(seconds(bad), None, "{bad}");
    }
}

#[test]
fn the_robots_rule_that_bars_is_named() {
    let said = |body: &str| {
        let answer = Answer { status: 200, retry_after: None, body: body.as_bytes().to_vec() };
        judge(ChannelKind::Dingtalk, &answer, Instant(0)).unwrap_err().words.zh
    };
    assert!(said(r#"{"errcode":310000,"errmsg":"keywords not in content"}"#).contains("关键词"));
    assert!(said(r#"{"errcode":310000,"errmsg":"invalid timestamp"}"#).contains("时钟"));
    assert!(said(r#"{"errcode":310000,"errmsg":"ip 1.2.3.4 not in whitelist"}"#).contains("白名单"));
}
