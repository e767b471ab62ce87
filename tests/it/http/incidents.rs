//! Reporting: stored, routed, told where it is, and the same again for the same key.

use super::fixture::{Town, WEST};
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_report_is_created_and_can_be_read_where_its_location_says() {
    let town = Town::public().await;
    let created = town.report(WEST, json!({"description": "楼下垃圾堆了三天"})).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
    let body = created.json();
    assert!(body["assignment"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
    let place = created.header("location");
    assert_eq!(place, format!("incidents/{}", body["id"].as_str().unwrap()));
    let read = town.get(&format!("/api/v1/{place}")).await.json();
    assert_eq!(read["description"], serde_json::Value::Null, "words are for staff");
    let id = body["id"].as_str().unwrap().parse().unwrap();
    let stored = town.service.store().incident(id).await.unwrap().unwrap();
    assert_eq!(stored.description.as_deref(), Some("楼下垃圾堆了三天"));
    assert_eq!(read["number"], body["number"]);
    assert!(read["events"].as_array().is_some_and(|events| !events.is_empty()));
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_and_another_body_is_refused() {
    let town = Town::public().await;
    let body = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish"}).to_string();
    let headers = [("content-type", "application/json"), ("idempotency-key", "phone-1")];
    let first = town.post_with("/api/v1/incidents", &headers, body.clone()).await;
    let again = town.post_with("/api/v1/incidents", &headers, body.clone()).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", again.text());
    assert_eq!(first.json(), again.json());
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    let other = body.replace("exposed_rubbish", "graffiti");
    let refused = town.post_with("/api/v1/incidents", &headers, other).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    refused.problem();
    assert_eq!(town.get("/api/v1/incidents").await.json()["total"], 1);
    let long = "k".repeat(201);
    let headers = [("content-type", "application/json"), ("idempotency-key", long.as_str())];
    assert_eq!(
        town.post_with("/api/v1/incidents", &headers, body).await.faults(),
        ["Idempotency-Key:out_of_range"]
    );
}

#[tokio::test]
async fn a_report_from_outside_is_kept_and_says_so() {
    let town = Town::public().await;
    let created = town.report((103.0, 25.0), json!({})).await;
    assert_eq!((created.status.as_u16(), &created.json()["outcome"]), (201, &json!("outside")));
}
