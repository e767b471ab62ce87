//! Delivery: signed, once, tried again, paced, and by hand once more.

use super::super::options;
use super::super::receiver::{Receiver, Says};
use super::{Desk, KEY, id};
use crate::store::database::{Database, on_both};
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;
use uuid::Uuid;
use wangge::domain::instant::Instant;
use wangge::notify::{MOST_ATTEMPTS, Options, sign};
use wangge::store::Claim;

/// An address where nobody listens.
async fn dead() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

on_both! {
    async fn a_report_reaches_the_receiver_signed_and_with_its_number(database: &Database) {
        let receiver = Receiver::start(Says::ok("thanks")).await;
        let desk = Desk::on(database).await;
        desk.webhook(&receiver.url("/hook"), json!({})).await;
        let incident = desk.report().await;
        assert_eq!(desk.deliver().await, (1, 0));
        assert_eq!(desk.deliver().await, (0, 0));
        let came = receiver.only();
        let stamp: i64 = came.header("x-wangge-timestamp").parse().unwrap();
        assert!(sign::verify_webhook(KEY, stamp, &came.body, came.header("x-wangge-signature"), stamp, 300));
        let told = came.json();
        assert_eq!(told["event"], "incident_reported");
        assert_eq!(told["facts"]["number"], "261124-00001");
        assert_eq!(told["title"]["zh"], "【网格】新上报 261124-00001，请受理");
        assert_eq!(told["facts"]["place"]["words"]["zh"], "一片区 西点");
        assert_eq!(told["link"], format!("https://city.example.gov.cn/wangge/?incident={incident}"));
        assert!(!came.json().to_string().contains("李明") && !came.json().to_string().contains("垃圾成堆"));
        let log = desk.deliveries().await;
        assert_eq!(log.len(), 1);
        assert_eq!((&log[0]["id"], &log[0]["state"]), (&told["id"], &json!("sent")));
        assert_eq!((&log[0]["attempts"][0]["outcome"], &log[0]["attempts"][0]["answer"]), (&json!("sent"), &json!("thanks")));
    }

    async fn a_dead_receiver_holds_up_no_case_and_is_tried_until_it_is_given_up(database: &Database) {
        let desk = Desk::on(database).await;
        let channel = desk.webhook(&dead().await, json!({"events": ["incident_reported"]})).await;
        let incident = desk.report().await;
        assert_eq!(desk.deliver().await, (0, 1));
        // The case goes on meanwhile.
        desk.done(&incident, 1, "file", json!({"checked": true})).await;
        // Not before its time.
        assert_eq!(desk.deliver().await, (0, 0));
        let first = desk.deliveries().await[0].clone();
        assert_eq!((&first["state"], &first["last_error"]), (&json!("waiting"), &json!("unreachable")));
        for attempt in 2..=MOST_ATTEMPTS {
            desk.advance(5 * 3600);
            assert_eq!(desk.deliver().await, (0, 1), "{attempt}");
        }
        desk.advance(24 * 3600);
        assert_eq!(desk.deliver().await, (0, 0));
        let given_up = desk.deliveries().await[0].clone();
        assert_eq!(given_up["state"], "given_up");
        assert_eq!(given_up["attempts"].as_array().unwrap().len(), MOST_ATTEMPTS as usize);
        // Somebody mends the channel and sends it again.
        let receiver = Receiver::start(Says::ok("")).await;
        let settings = json!({"settings": {"url": receiver.url("/")}});
        desk.send("PATCH", &format!("/api/v1/channels/{channel}"), Some(1), settings).await;
        let replay = format!("/api/v1/deliveries/{}/replay", given_up["id"].as_str().unwrap());
        assert_eq!(desk.post(&replay, json!({})).await.json()["state"], "waiting");
        assert_eq!(desk.deliver().await, (1, 0));
        assert_eq!(receiver.only().json()["id"], given_up["id"]);
        assert!(desk.get("/api/v1/audit").await.to_string().contains("replay_message"));
    }

    async fn a_receiver_that_hangs_delays_itself_alone(database: &Database) {
        let hanging = Receiver::start(Says::Nothing).await;
        let living = Receiver::start(Says::ok("")).await;
        let impatient = Options { timeout: Duration::from_millis(200), ..options() };
        let desk = Desk::with(database, 7, impatient).await;
        desk.webhook(&hanging.url("/"), json!({"name": "甲"})).await;
        desk.webhook(&living.url("/"), json!({"name": "乙"})).await;
        desk.report().await;
        assert_eq!(desk.deliver().await, (1, 1));
        assert_eq!((hanging.received().len(), living.received().len()), (1, 1));
        let waiting = desk.get("/api/v1/deliveries?state=waiting").await;
        assert_eq!(waiting["items"][0]["last_error"], "timed_out");
    }

    async fn what_a_process_died_with_is_sent_by_the_next(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        let channel = desk.webhook(&receiver.url("/"), json!({})).await;
        desk.report().await;
        // It claims the message and is gone.
        let now = desk.town.service.now();
        let claim = Claim {
            channel: channel.parse().unwrap(),
            id: Uuid::from_u128(9),
            now,
            until: Instant(now.micros() + 120 * Instant::SECOND),
            most: 8,
            per_minute: None,
        };
        assert_eq!(desk.town.service.store().claim_messages(&claim).await.unwrap().len(), 1);
        let next = Desk::with(database, 8, options()).await;
        assert_eq!(next.deliver().await, (0, 0), "the claim still holds");
        next.advance(121);
        assert_eq!(next.deliver().await, (1, 0));
        let log = next.deliveries().await;
        let outcomes: Vec<_> = log[0]["attempts"].as_array().unwrap().iter().map(|a| a["outcome"].clone()).collect();
        assert_eq!(outcomes, [json!(null), json!("sent")]);
        assert_eq!(receiver.received().len(), 1);
    }

    async fn two_instances_send_each_message_once(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let one = Desk::on(database).await;
        one.webhook(&receiver.url("/"), json!({})).await;
        let two = Desk::with(database, 8, options()).await;
        for _ in 0..20 {
            one.report().await;
        }
        let ((a, _), (b, _)) = tokio::join!(one.deliver(), two.deliver());
        assert_eq!(a + b, 20);
        let ids: HashSet<_> = receiver.received().iter().map(|came| id(&came.json()["id"])).collect();
        assert_eq!((receiver.received().len(), ids.len()), (20, 20));
    }

    async fn a_robot_gets_no_more_than_its_minute(database: &Database) {
        let receiver = Receiver::start(Says::ok(r#"{"errcode":0,"errmsg":"ok"}"#)).await;
        let desk = Desk::on(database).await;
        let body = json!({"name": "群", "kind": "wecom", "settings": {"url": receiver.url("/send?key=k")}});
        assert_eq!(desk.post("/api/v1/channels", body).await.status, 201);
        for _ in 0..25 {
            desk.report().await;
        }
        assert_eq!(desk.deliver().await, (20, 0));
        assert_eq!(desk.deliver().await, (0, 0));
        desk.advance(61);
        assert_eq!(desk.deliver().await, (5, 0));
    }

    async fn what_was_sent_goes_after_ninety_days_and_what_waits_stays(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        desk.webhook(&receiver.url("/"), json!({"name": "甲"})).await;
        desk.webhook(&dead().await, json!({"name": "乙"})).await;
        desk.report().await;
        assert_eq!(desk.deliver().await, (1, 1));
        desk.advance(89 * 86_400);
        assert_eq!(desk.town.service.sweep_messages().await.unwrap(), 0);
        desk.advance(2 * 86_400);
        // The one that was sent, and the one in the office's inbox.
        assert_eq!(desk.town.service.sweep_messages().await.unwrap(), 2);
        let left = desk.deliveries().await;
        assert_eq!((left.len(), &left[0]["state"]), (1, &json!("waiting")));
        assert_eq!(left[0]["attempts"].as_array().unwrap().len(), 1);
    }

    async fn a_channel_that_is_switched_off_or_gone_gets_nothing(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        let channel = desk.webhook(&receiver.url("/"), json!({})).await;
        desk.report().await;
        let path = format!("/api/v1/channels/{channel}");
        desk.send("PATCH", &path, Some(1), json!({"enabled": false})).await;
        desk.report().await;
        assert_eq!(desk.deliver().await, (0, 0));
        assert_eq!(desk.deliveries().await.len(), 1, "nothing is written for it while it is off");
        desk.send("DELETE", &path, Some(2), json!({})).await;
        let log = desk.deliveries().await;
        assert_eq!((&log[0]["state"], &log[0]["last_error"]), (&json!("given_up"), &json!("channel_removed")));
        assert_eq!(log[0]["channel_name"], "市指挥中心");
        let replay = format!("/api/v1/deliveries/{}/replay", log[0]["id"].as_str().unwrap());
        assert_eq!(desk.post(&replay, json!({})).await.problem(), "channel_removed");
        assert!(receiver.received().is_empty());
    }

    async fn another_instance_learns_of_a_channel(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let one = Desk::on(database).await;
        let two = Desk::with(database, 8, options()).await;
        one.webhook(&receiver.url("/"), json!({})).await;
        while two.town.service.follow().await.unwrap() {}
        two.report().await;
        assert_eq!(two.deliver().await, (1, 0));
    }
}
