//! Boundaries out of roads over HTTP: proposals for editors, with every wrong field named. What they draw is tested on
//! the demo.

use super::fixture::Town;
use serde_json::json;

const WORDS: &str = "/api/v1/boundaries/words";

#[tokio::test]
async fn only_editors_are_answered() {
    let town = Town::public().await;
    let asked = town.post(WORDS, "application/json", json!({"text": "东至学府路"}).to_string()).await;
    assert_eq!((asked.status.as_u16(), asked.problem().as_str()), (401, "sign_in_required"));
    assert_eq!(town.get("/api/v1/boundaries/blocks").await.status, 401);
}

#[tokio::test]
async fn without_roads_nothing_can_be_enclosed() {
    let town = Town::editor().await;
    let asked = town.post(WORDS, "application/json", json!({"text": "东至学府路"}).to_string()).await;
    assert_eq!((asked.status.as_u16(), asked.faults()), (400, vec!["text:no_roads".to_owned()]));
    let blocks = town.get("/api/v1/boundaries/blocks?within=YX").await;
    assert_eq!((blocks.status.as_u16(), blocks.faults()), (400, vec!["within:no_roads".to_owned()]));
}

#[tokio::test]
async fn wrong_fields_are_named_together() {
    let town = Town::editor().await;
    let body = json!({"text": "东".repeat(501), "along": "middle", "side": 1}).to_string();
    let asked = town.post(WORDS, "application/json", body).await;
    assert_eq!(asked.status, 400);
    assert_eq!(asked.faults(), ["side:unknown_field", "text:too_long", "along:unknown"]);
    assert_eq!(town.get("/api/v1/boundaries/blocks?within=nobody").await.status, 404);
    assert_eq!(town.get("/api/v1/boundaries/blocks?scheme=x").await.faults(), ["scheme:unknown"]);
}
