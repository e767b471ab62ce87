//! Destinations in the store, on the screen, and with faults.

use super::*;
use crate::notify::guard::Guard;

fn read(channel: Value) -> Destination {
    serde_json::from_value(json!({ "language": "zh", "channel": channel })).unwrap()
}

fn mail() -> Value {
    json!({ "kind": "email", "to": ["a@example.gov.cn"], "server": {
        "host": "smtp.example.gov.cn", "port": 465, "security": "tls", "user": "wangge",
        "password": "open sesame", "from": "网格 <wangge@example.gov.cn>", "hello": null } })
}

fn all() -> Vec<Destination> {
    let robot =
        |kind: &str, url: &str| read(json!({ "kind": kind, "url": url, "secret": "SEC0123456789abcdef" }));
    vec![
        robot("webhook", "https://hook.example.gov.cn/in?token=t0ps3cret"),
        read(
            json!({ "kind": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a-k3y" }),
        ),
        robot("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=t0ken"),
        robot("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/0123456789abcdef-h00k"),
        read(mail()),
    ]
}

fn codes(destination: &Destination) -> Vec<(&'static str, &'static str)> {
    let guard = Guard::default();
    let rules = Rules { guard: &guard, allow_plain: false, ports: &[] };
    destination.faults(&rules).into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn what_is_stored_reads_back() {
    for destination in all() {
        assert_eq!(serde_json::from_value::<Destination>(destination.to_stored()).unwrap(), destination);
        assert_eq!(codes(&destination), [], "{}", destination.shown());
    }
}

#[test]
fn nothing_secret_is_shown_or_printed() {
    for destination in all() {
        let told = format!("{} {destination:?}", destination.shown());
        for secret in ["t0ps3cret", "SEC0123456789abcdef", "693a-k3y", "t0ken", "h00k", "open sesame"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
    assert_eq!(all()[1].shown(), "wecom https://qyapi.weixin.qq.com");
}

#[test]
fn every_bad_field_of_a_mail_destination_is_named_at_once() {
    let mut bad = mail();
    bad["server"]["host"] = json!("127.1");
    bad["server"]["security"] = json!("plain");
    bad["server"]["from"] = json!("网格 <wangge@example.gov.cn>\r\nBcc: all@example.gov.cn");
    bad["server"]["password"] = Value::Null;
    bad["server"]["hello"] = json!("x\r\nMAIL FROM:<a@b.cn>");
    bad["to"] = json!(["a@b.cn>\r\nRCPT TO:<c@d.cn", "张三", "\"a b\"@c.cn"]);
    let expected = [
        ("host", "address_refused"),
        ("security", "plain_not_allowed"),
        ("from", "address_malformed"),
        ("password", "login_incomplete"),
        ("hello", "hello_malformed"),
        ("to", "address_malformed"),
        ("to", "address_malformed"),
        ("to", "address_malformed"),
    ];
    assert_eq!(codes(&read(bad)), expected);
    for (field, value, code) in
        [("port", json!(3306), "port_not_allowed"), ("host", json!("a/b"), "host_malformed")]
    {
        let mut bad = mail();
        bad["server"][field] = value;
        assert_eq!(codes(&read(bad)), [(field, code)]);
    }
}

#[test]
fn a_short_secret_signs_nothing() {
    let short = read(json!({ "kind": "webhook", "url": "https://hook.example.gov.cn", "secret": "123456" }));
    assert_eq!(codes(&short), [("secret", "secret_short")]);
}
