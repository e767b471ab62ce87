//! Who may do what: names and phones, loopback hosts, pages of other sites.

use super::cast::Cast;
use super::fixture::{Answer, LEADER, MOBILE, Town, WEST};
use axum::http::StatusCode;
use serde_json::json;
use wangge::domain::account::AccountRole;
use wangge::http::ServeOptions;
use wangge::http::access::{Cell, ROUTES, Row};

/// A request for each route that its endpoint can answer.
fn sample(path: &str) -> (String, &'static str) {
    let path = path
        .replace("{layer}", "compound")
        .replace("/layers/compound/{code}", "/layers/compound/C-1")
        .replace("{code}", "YX-1-01")
        .replace("{id}", &LEADER.to_string())
        .replace("{number}", "1")
        .replace("{transition}", "urge")
        .replace("{size}", "thumb");
    match path.as_str() {
        "/api/v1/locate" => ("/api/v1/locate?lon=102.5405&lat=24.3505".into(), ""),
        "/api/v1/search" => ("/api/v1/search?q=%E8%A5%BF".into(), ""),
        _ => (path, r#"{"lon":102.5405,"lat":24.3505,"category":"exposed_rubbish"}"#),
    }
}

async fn ask(town: &Town, row: &Row, cookie: Option<&str>) -> Answer {
    let (path, body) = sample(row.path);
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(cookie.map(|cookie| ("cookie", cookie)));
    match (row.method, path.as_str()) {
        ("GET", _) => town.get_with(&path, &headers[1..]).await,
        (_, "/api/v1/locate?lon=102.5405&lat=24.3505") => {
            headers[0].1 = "application/x-ndjson";
            town.post_with("/api/v1/locate", &headers, "{\"lon\":102.5405,\"lat\":24.3505}\n").await
        }
        _ if path.ends_with("/reveal") => town.post_with(&path, &headers, r#"{"reason":"核实情况"}"#).await,
        _ => town.send(row.method, &path, &headers, body).await,
    }
}

#[tokio::test]
async fn every_route_answers_every_role_as_decided() {
    let cast = Cast::new().await;
    for (&role, column) in AccountRole::ALL.iter().zip(0..) {
        for row in ROUTES {
            // A session each, because some routes end it.
            let signs_out = row.method == "DELETE" && row.path.starts_with("/api/v1/session");
            let cookie = cast.cookie(role).await.filter(|_| role != AccountRole::Resident);
            let answer = ask(&cast.town, row, cookie.as_deref()).await;
            let refused = row.cells[column] == Cell::No;
            let what = format!("{role:?} {} {}: {}", row.method, row.path, answer.text());
            if refused {
                let expected = if role == AccountRole::Resident {
                    (401, "sign_in_required")
                } else {
                    (403, "not_allowed")
                };
                assert_eq!((answer.status.as_u16(), answer.problem().as_str()), expected, "{what}");
            } else {
                assert!(signs_out || !answer.text().contains("not_allowed"), "{what}");
                assert!(!answer.text().contains("sign_in_required"), "{what}");
                assert!(!answer.text().contains("session_expired"), "{what}");
            }
            let text = answer.text();
            assert!(!text.contains(MOBILE) || row.path.ends_with("/reveal"), "{what}");
            if role == AccountRole::Resident {
                assert!(!text.contains("李明"), "{} {} names a person to the public", row.method, row.path);
            }
        }
    }
}

#[tokio::test]
async fn a_desk_that_was_opened_counts_as_what_it_was_opened_for() {
    for (options, role) in [
        (ServeOptions { open_private: true, ..ServeOptions::default() }, AccountRole::CommunityOffice),
        (ServeOptions { open_edit: true, ..ServeOptions::default() }, AccountRole::Administrator),
    ] {
        let town = Town::with(options).await;
        let column = AccountRole::ALL.iter().position(|known| *known == role).unwrap();
        for row in ROUTES {
            let answer = ask(&town, row, None).await;
            let refused = matches!(answer.status.as_u16(), 401 | 403)
                && ["sign_in_required", "not_allowed"].contains(&answer.problem().as_str());
            assert_eq!(
                refused,
                row.cells[column] == Cell::No,
                "{} {}: {}",
                row.method,
                row.path,
                answer.text()
            );
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
