//! Who may do what: names and phones, loopback hosts, pages of other sites.

use super::fixture::{LEADER, MOBILE, Town, WEST};
use axum::http::StatusCode;
use serde_json::json;
use wangge::http::ServeOptions;
use wangge::http::access::{Access, ROUTES};

/// A request for each route that its endpoint can answer.
fn sample(path: &str) -> (String, &'static str) {
    let path = path
        .replace("{layer}", "compound")
        .replace("/layers/compound/{code}", "/layers/compound/C-1")
        .replace("{code}", "YX-1-01")
        .replace("{id}", &LEADER.to_string())
        .replace("{number}", "1");
    match path.as_str() {
        "/api/v1/locate" => ("/api/v1/locate?lon=102.5405&lat=24.3505".into(), ""),
        "/api/v1/search" => ("/api/v1/search?q=%E8%A5%BF".into(), ""),
        _ => (path, r#"{"lon":102.5405,"lat":24.3505,"category":"exposed_rubbish"}"#),
    }
}

#[tokio::test]
async fn every_route_answers_each_viewer_as_decided() {
    let (public, office, editor) = (Town::public().await, Town::office().await, Town::editor().await);
    for (method, path, access) in ROUTES {
        for (town, opened, edits) in [(&public, false, false), (&office, true, false), (&editor, false, true)]
        {
            let (path, body) = sample(path);
            let answer = match (*method, path.as_str()) {
                ("GET", _) => town.get(&path).await,
                (_, "/api/v1/locate?lon=102.5405&lat=24.3505") => {
                    let row = "{\"lon\":102.5405,\"lat\":24.3505}\n";
                    town.post("/api/v1/locate", "application/x-ndjson", row).await
                }
                _ if path.ends_with("/reveal") => {
                    town.post(&path, "application/json", r#"{"reason":"核实情况"}"#).await
                }
                _ => town.send(method, &path, &[("content-type", "application/json")], body).await,
            };
            let refused = match access {
                Access::Public => false,
                Access::Office | Access::PrivateDoor => !opened,
                Access::Editor => !edits,
            };
            assert_eq!(answer.status == StatusCode::FORBIDDEN, refused, "{method} {path}: {}", answer.text());
            if refused {
                let code = if *access == Access::Editor { "editing_closed" } else { "private_closed" };
                assert_eq!(answer.problem(), code);
            }
            let text = answer.text();
            let revealed = path.ends_with("/reveal") && opened;
            assert_eq!(text.contains(MOBILE), revealed, "{method} {path}");
            if !opened {
                assert!(!text.contains("李明"), "{method} {path} names a person to the public");
            }
        }
    }
}

#[tokio::test]
async fn the_office_sees_the_name_and_the_public_sees_post_and_unit() {
    let path = "/api/v1/locate?lon=102.5405&lat=24.3505";
    let office = Town::office().await.get(path).await.json();
    let public = Town::public().await.get(path).await.json();
    assert_eq!(office["chain"][0]["person"]["name"], "李明");
    assert_eq!(public["chain"][0]["person"]["name"], serde_json::Value::Null);
    assert_eq!(public["chain"][0]["unit"]["name"], "市住建局");
    assert_eq!(public["chain"][0]["duty_phone"], "0877-2660000");
    assert_eq!(public["chain"][0]["person"]["has_phone"], true);
}

#[tokio::test]
async fn a_reveal_needs_a_reason_and_a_party() {
    let town = Town::office().await;
    let path = format!("/api/v1/parties/{LEADER}/reveal");
    let without = town.post(&path, "application/json", "{}").await;
    assert_eq!(without.faults(), ["reason:missing"]);
    let nobody = town.post("/api/v1/parties/x/reveal", "application/json", r#"{"reason":"核实情况"}"#).await;
    assert_eq!(nobody.problem(), "not_found");
}

#[tokio::test]
async fn a_loopback_service_does_not_answer_under_another_name() {
    let town = Town::public().await;
    for path in ["/", "/api/v1/site", "/healthz", "/nowhere"] {
        let answer = town.get_with(path, &[("host", "rebound.example:8080")]).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (421, "host_refused"), "{path}");
        let own = town.get_with(path, &[("host", "127.0.0.1:8080")]).await;
        assert_ne!(own.status.as_u16(), 421, "{path}");
    }
    let open = Town::with(ServeOptions { loopback_only: false, ..ServeOptions::default() }).await;
    assert_eq!(open.get_with("/healthz", &[("host", "city.example")]).await.status, 200);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_report() {
    let town = Town::public().await;
    let body = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish"}).to_string();
    let headers =
        [("content-type", "application/json"), ("host", "localhost:8080"), ("origin", "http://evil.example")];
    let answer = town.post_with("/api/v1/incidents", &headers, body).await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::FORBIDDEN, "foreign_origin"));
    assert_eq!(town.get("/api/v1/incidents").await.json()["total"], 0);
}
