//! From the event to the receiver and to the person who reads it, through the whole service, on both databases.

mod channels;
mod delivery;
mod digest;
mod told;

use super::options;
use crate::http::fixture::{Answer, Town, WEST, settle};
use crate::store::database::Database;
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::app::notify::{Delivered, MessageQuery};
use wangge::app::{ServiceOptions, Viewer};
use wangge::domain::instant::Instant;
use wangge::http::ServeOptions;
use wangge::notify::Options;

/// Long enough for a webhook, and found nowhere else.
const KEY: &str = "KEY-5f1e9c77d0aa4b12";

/// A desk where who is not signed in is office and administrator, with loopback opened to messages.
struct Desk {
    town: Town,
}

impl Desk {
    async fn on(database: &Database) -> Self {
        Self::with(database, 7, options()).await
    }

    /// The first on a database settles it; one with another seed is another instance, or a restart.
    async fn with(database: &Database, seed: u64, messages: Options) -> Self {
        let store = database.open().await;
        if seed == 7 {
            settle(&store).await;
        }
        let options = ServeOptions { open_private: true, open_edit: true, ..ServeOptions::default() };
        let service = ServiceOptions { messages, ..ServiceOptions::default() };
        Self { town: Town::over(store, seed, service, options).await }
    }

    async fn send(&self, method: &str, path: &str, version: Option<i64>, body: Value) -> Answer {
        let tag = version.map(|version| format!("\"v{version}\""));
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(tag.as_deref().map(|tag| ("if-match", tag)));
        self.town.send(method, path, &headers, body.to_string()).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, None, body).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.town.get(path).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A channel to a webhook; gives its id.
    async fn webhook(&self, url: &str, more: Value) -> String {
        let mut body =
            json!({"name": "市指挥中心", "kind": "webhook", "settings": {"url": url, "secret": KEY}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.post("/api/v1/channels", body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    }

    /// A report of a resident; gives its id.
    async fn report(&self) -> String {
        let answer = self.town.report(WEST, json!({"description": "楼下垃圾成堆"})).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    async fn step(&self, id: &str, version: i64, step: &str, body: Value) -> Answer {
        self.send("POST", &format!("/api/v1/incidents/{id}/{step}"), Some(version), body).await
    }

    async fn done(&self, id: &str, version: i64, step: &str, body: Value) -> Value {
        let answer = self.step(id, version, step, body).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.text());
        answer.json()
    }

    async fn deliver(&self) -> (usize, usize) {
        let Delivered { sent, failed } = self.town.service.deliver_due().await.unwrap();
        (sent, failed)
    }

    async fn deliveries(&self) -> Vec<Value> {
        self.get("/api/v1/deliveries").await["items"].as_array().unwrap().clone()
    }

    /// Titles that somebody finds, newest first.
    async fn titles(&self, viewer: &Viewer) -> Vec<String> {
        let query = MessageQuery { limit: 50, ..MessageQuery::default() };
        let found = self.town.service.messages(&query, viewer).await.unwrap();
        found.items.into_iter().map(|message| message.title.en).collect()
    }

    fn advance(&self, seconds: i64) {
        self.town.clock.advance(seconds * Instant::SECOND);
    }
}

fn id(text: &Value) -> Uuid {
    text.as_str().unwrap().parse().unwrap()
}
