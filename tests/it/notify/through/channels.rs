//! Channels as administrators keep them: what is secret goes in and never comes out.

use super::super::receiver::{Receiver, Says};
use super::super::{Names, options};
use super::{Desk, KEY};
use crate::store::database::{Database, on_both};
use serde_json::json;
use wangge::notify::{Options, Sender};

on_both! {
    async fn what_is_secret_is_in_no_answer_and_no_log(database: &Database) {
        let receiver = Receiver::start(Says::Status(500, vec![], format!("no, {KEY} is wrong"))).await;
        let desk = Desk::on(database).await;
        let url = receiver.url("/hook/PATHKEY-0123456789abcdef?token=TOKENTOKEN");
        let id = desk.webhook(&url, json!({})).await;
        let mail = json!({"name": "邮件", "kind": "email", "enabled": false, "settings": {
            "host": "127.0.0.1", "port": 2525, "security": "plain", "user": "wangge", "password": "MAILPASSWORD",
            "from": "wangge@example.gov.cn", "to": ["office@example.gov.cn"]}});
        assert_eq!(desk.post("/api/v1/channels", mail).await.status, 201);
        desk.report().await;
        assert_eq!(desk.deliver().await, (0, 1));
        let tested = desk.post(&format!("/api/v1/channels/{id}/test"), json!({})).await;
        assert_eq!(tested.json()["code"], "server_failed");
        assert_eq!(tested.json()["status"], 500);
        desk.send("PATCH", &format!("/api/v1/channels/{id}"), Some(1), json!({"name": "甲"})).await;
        let mut seen = vec![tested.text()];
        for path in ["channels", "deliveries", "audit", "messages", "site", "incidents", "session"] {
            seen.push(desk.get(&format!("/api/v1/{path}")).await.to_string());
        }
        assert!(seen[1].contains("http://127.0.0.1"), "the host is shown");
        assert!(seen[2].contains("***"), "the receiver's echo is blotted out");
        assert!(seen[3].contains("create_channel") && seen[3].contains("change_channel"));
        for text in seen {
            for secret in [KEY, "PATHKEY", "TOKENTOKEN", "MAILPASSWORD"] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }

    async fn what_is_absent_stays_and_another_version_is_refused(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        let id = desk.webhook(&receiver.url("/a"), json!({})).await;
        let path = format!("/api/v1/channels/{id}");
        let changed = desk.send("PATCH", &path, Some(1), json!({"name": "新名称", "per_minute": 5})).await;
        assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"v2\""), "{}", changed.text());
        assert_eq!((&changed.json()["name"], &changed.json()["per_minute"]), (&json!("新名称"), &json!(5)));
        assert_eq!(desk.send("PATCH", &path, Some(1), json!({"name": "旧"})).await.status, 412);
        assert_eq!(desk.send("PATCH", &path, None, json!({"name": "旧"})).await.status, 428);
        let reset = desk.send("PATCH", &path, Some(2), json!({"per_minute": null})).await.json();
        assert!(reset["per_minute"].is_null());
        // It still has its URL and secret.
        assert_eq!(desk.post(&format!("{path}/test"), json!({})).await.json()["ok"], true);
        assert_eq!(receiver.only().uri.path(), "/a");
        assert_eq!(desk.send("DELETE", &path, Some(3), json!({})).await.status, 204);
        assert_eq!(desk.get("/api/v1/channels").await["channels"], json!([]));
        assert_eq!(desk.send("PATCH", &path, Some(4), json!({})).await.status, 404);
    }

    async fn every_fault_of_a_form_is_told_at_once(database: &Database) {
        let desk = Desk::on(database).await;
        let body = json!({"name": " ", "kind": "webhook", "language": "fr", "events": ["case_eaten"], "areas": ["X"],
            "departments": ["none"], "per_minute": 0, "settings": {"url": "ftp://a.cn", "secret": "short"}});
        assert_eq!(
            desk.post("/api/v1/channels", body).await.faults(),
            [
                "name:malformed", "events:unknown", "areas:unknown", "departments:unknown", "per_minute:out_of_range",
                "language:unknown", "settings.url:url_scheme", "settings.secret:secret_short",
            ]
        );
        assert_eq!(desk.post("/api/v1/channels", json!({"name": "甲", "kind": "fax"})).await.faults(), ["kind:unknown"]);
        let answer = desk.post("/api/v1/messages/read", json!({"ids": ["x"]})).await;
        assert_eq!(answer.faults()[0], "ids:malformed");
    }

    async fn an_inner_address_is_refused_whether_it_is_spelled_out_or_comes_later(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let closed = Options { open_networks: vec![], ..options() };
        let desk = Desk::with(database, 7, closed.clone()).await;
        // A name that leads outside while the form is saved, and inside when the message leaves.
        let names = Names::new(&[&["93.184.216.34"], &["127.0.0.1"]]);
        assert!(desk.town.service.messaging().use_sender(Sender::with_resolver(closed, names).unwrap()));
        for host in ["127.0.0.1", "2130706433", "[::1]", "169.254.169.254", "10.0.0.8"] {
            let body = json!({"name": "内", "kind": "wecom", "settings": {"url": format!("http://{host}/hook")}});
            assert_eq!(desk.post("/api/v1/channels", body).await.faults(), ["settings.url:address_refused"], "{host}");
        }
        desk.webhook(&format!("http://rebind.example:{}/", receiver.port), json!({})).await;
        desk.report().await;
        assert_eq!(desk.deliver().await, (0, 1));
        let log = desk.deliveries().await;
        assert_eq!((&log[0]["state"], &log[0]["last_error"]), (&json!("given_up"), &json!("address_refused")));
        assert!(log[0]["attempts"][0]["words"]["zh"].as_str().unwrap().contains("拒绝连接"));
        assert!(receiver.received().is_empty());
    }

    async fn a_redirect_is_not_followed(database: &Database) {
        let inner = Receiver::start(Says::ok("")).await;
        let outer = Receiver::start(Says::Status(302, vec![("location", inner.url("/secret"))], String::new())).await;
        let desk = Desk::on(database).await;
        desk.webhook(&outer.url("/"), json!({})).await;
        desk.report().await;
        assert_eq!(desk.deliver().await, (0, 1));
        assert_eq!(desk.deliveries().await[0]["last_error"], "redirected");
        assert!(inner.received().is_empty());
    }
}
