//! What each channel is sent: form and signature, as a receiver sees them.

use super::receiver::{Receiver, Says};
use super::{NOW, SECRET, message, sender, to, webhook};
use serde_json::json;
use wangge::notify::{Channel, Destination, Language, Secret, sign};

const TITLE: &str = "【网格】案件 251127-00012 已派遣，请处置";

#[tokio::test]
async fn a_webhook_gets_signed_json_that_a_receiver_can_check() {
    let receiver = Receiver::start(Says::ok("thanks")).await;
    let receipt = sender().send(&webhook(&receiver.url("/in?who=wangge")), &message(), NOW).await.unwrap();
    assert_eq!((receipt.status, receipt.answer.as_str()), (Some(200), "thanks"));

    let received = receiver.only();
    assert_eq!(received.uri.to_string(), "/in?who=wangge");
    assert_eq!(received.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(received.header("x-wangge-id"), "0193a1b2-0000-7000-8000-000000000001");
    assert_eq!(received.header("x-wangge-timestamp"), "1764252000");
    let body = std::str::from_utf8(&received.body).unwrap();
    assert_eq!(body, include_str!("webhook.json").trim_end());
    // printf '1764252000.%s' "$(cat webhook.json)" | openssl dgst -sha256 -hmac 'this is a secret of thirty bytes'
    let signature = received.header("x-wangge-signature");
    assert_eq!(signature, "v1=cd114134bb83d03723ca9fb4bbe6a63c632ca6dad0cb7d79fa6abfd90d80c5e1");
    let at = NOW.micros() / 1_000_000;
    assert!(sign::verify_webhook(SECRET, at, &received.body, signature, at + 2, 300));
}

#[tokio::test]
async fn a_repeated_attempt_has_the_same_id_and_body_and_a_fresh_signature() {
    let receiver = Receiver::start(Says::ok("")).await;
    let (sender, destination) = (sender(), webhook(&receiver.url("/")));
    sender.send(&destination, &message(), NOW).await.unwrap();
    let later = wangge::domain::instant::Instant(NOW.micros() + 60_000_000);
    sender.send(&destination, &message(), later).await.unwrap();
    let received = receiver.received();
    assert_eq!(received[0].header("x-wangge-id"), received[1].header("x-wangge-id"));
    assert_eq!(received[0].body, received[1].body);
    assert_ne!(received[0].header("x-wangge-signature"), received[1].header("x-wangge-signature"));
}

#[tokio::test]
async fn wecom_gets_text_without_mentions() {
    let receiver = Receiver::start(Says::ok(r#"{"errcode":0,"errmsg":"ok"}"#)).await;
    let url = receiver.url("/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4");
    sender().send(&to(Channel::Wecom { url: Secret::new(url) }), &message(), NOW).await.unwrap();
    let received = receiver.only();
    assert_eq!(received.uri.to_string(), "/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4");
    let content = format!(
        "{TITLE}\n事项：占道经营\n地点：建设路 [东段] ＜@all＞\n办结时限：2025-11-28 00:00\n查看详情：https://city.example.gov.cn/wangge/cases/7"
    );
    assert_eq!(received.json(), json!({ "msgtype": "text", "text": { "content": content } }));
}

#[tokio::test]
async fn wecom_text_is_cut_to_its_limit_and_keeps_the_link() {
    let receiver = Receiver::start(Says::ok(r#"{"errcode":0}"#)).await;
    let mut long = message();
    long.text.zh = "长".repeat(2_000);
    sender().send(&to(Channel::Wecom { url: Secret::new(receiver.url("/")) }), &long, NOW).await.unwrap();
    let body = receiver.only().json();
    let content = body["text"]["content"].as_str().unwrap();
    assert!((2_040..=2_048).contains(&content.len()), "{}", content.len());
    assert!(content.ends_with("…\n查看详情：https://city.example.gov.cn/wangge/cases/7"));
}

#[tokio::test]
async fn dingtalk_gets_markdown_without_foreign_markup_and_a_sign_in_the_query() {
    let receiver = Receiver::start(Says::ok(r#"{"errcode":0,"errmsg":"ok"}"#)).await;
    let url = Secret::new(receiver.url("/robot/send?access_token=t0ken"));
    let secret = Some(Secret::new("SECthis is secret"));
    sender().send(&to(Channel::Dingtalk { url, secret }), &message(), NOW).await.unwrap();
    let received = receiver.only();
    // Python: quote_plus(b64encode(hmac.new(b"SECthis is secret", b"1764252000004\nSECthis is secret", sha256).digest()))
    assert_eq!(
        received.uri.to_string(),
        "/robot/send?access_token=t0ken&timestamp=1764252000004&sign=cgLHskAIU2tUC24L3B0Peb4jVS1Dod%2Br8j%2FeP%2FWQ6k8%3D"
    );
    let text = format!(
        "#### {TITLE}\n\n> 事项：占道经营\n\n> 地点：建设路 ［东段］ ＜＠all＞\n\n> 办结时限：2025-11-28 00:00\n\n[查看详情](https://city.example.gov.cn/wangge/cases/7)"
    );
    let expected = json!({ "msgtype": "markdown", "markdown": { "title": TITLE, "text": text } });
    assert_eq!(received.json(), expected);
}

#[tokio::test]
async fn feishu_gets_a_post_signed_in_its_body() {
    let receiver = Receiver::start(Says::ok(r#"{"code":0,"msg":"success","data":{}}"#)).await;
    let url = Secret::new(receiver.url("/open-apis/bot/v2/hook/0123456789abcdef"));
    let secret = Some(Secret::new("feishu secret"));
    let destination = Destination { language: Language::En, channel: Channel::Feishu { url, secret } };
    sender().send(&destination, &message(), NOW).await.unwrap();
    let line = |text: &str| json!([{ "tag": "text", "text": text }]);
    assert_eq!(
        receiver.only().json(),
        json!({
            "msg_type": "post",
            "timestamp": "1764252000",
            // printf '' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '1764252000\nfeishu secret' | xxd -p -c200)
            "sign": "R+hEVzV1zBeIktx/nkUOuFzvvQkjj6jq3PbckZ9CkCU=",
            "content": { "post": { "en_us": {
                "title": "Wangge: case 251127-00012 dispatched, please act",
                "content": [
                    line("Category: street vending"),
                    line("Place: Jianshe Road [east] <@all>"),
                    line("Due: 2025-11-28 00:00"),
                    [{ "tag": "a", "text": "Open", "href": "https://city.example.gov.cn/wangge/cases/7" }],
                ],
            } } },
        })
    );
}

#[tokio::test]
async fn robots_without_a_secret_are_not_signed() {
    let receiver = Receiver::start(Says::ok(r#"{"code":0,"errcode":0}"#)).await;
    let url = Secret::new(receiver.url("/hook"));
    let sender = sender();
    sender.send(&to(Channel::Feishu { url: url.clone(), secret: None }), &message(), NOW).await.unwrap();
    sender.send(&to(Channel::Dingtalk { url, secret: None }), &message(), NOW).await.unwrap();
    let received = receiver.received();
    assert!(received[0].json().get("sign").is_none());
    assert_eq!(received[1].uri.to_string(), "/hook");
}
