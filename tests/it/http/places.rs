//! Places: the owner card, areas, layers, search, hotspots, as they leave the service.

use super::fixture::{NOW, Town, WEST};
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::domain::instant::Instant;
use wangge::store::FeatureScope;

#[tokio::test]
async fn the_card_names_the_chain_from_the_point_up_with_its_vacancies() {
    let town = Town::public().await;
    let card = town.get("/api/v1/locate?lon=102.5405&lat=24.3505&category=exposed_rubbish").await.json();
    assert_eq!(card["outcome"], "inside");
    let codes: Vec<&str> =
        card["areas"].as_array().unwrap().iter().filter_map(|area| area["code"].as_str()).collect();
    assert_eq!(codes, ["YX-1-01", "YX-1", "YX"]);
    let chain = card["chain"].as_array().unwrap();
    assert_eq!((&chain[0]["role"], &chain[0]["state"]), (&json!("point_head"), &json!("filled")));
    assert!(chain.iter().any(|post| post["state"] == "vacant"), "vacancies are shown");
    assert!(card["routing"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
    assert_eq!(card["datum"], "wgs84");
}

#[tokio::test]
async fn areas_edges_and_dossiers_are_there() {
    let town = Town::public().await;
    let areas = town.get("/api/v1/areas?level=point").await;
    assert_eq!(areas.header("content-type"), "application/geo+json");
    assert_eq!(areas.json()["features"].as_array().map(Vec::len), Some(2));
    let edges = town.get("/api/v1/areas/edges").await.json();
    assert!(edges["features"].as_array().is_some_and(|edges| !edges.is_empty()));
    let area = town.get("/api/v1/areas/YX-1-02").await.json();
    assert_eq!((&area["area"]["name"], &area["parent"]["code"]), (&json!("东点"), &json!("YX-1")));
    let layers = town.get("/api/v1/layers").await.json();
    assert!(
        layers.as_array().unwrap().iter().any(|layer| layer["layer"] == "compound" && layer["count"] == 1)
    );
    let compound = town.get("/api/v1/layers/compound/C-1").await.json();
    assert_eq!(compound["attributes"]["management_type"], "unmanaged");
}

fn codes(areas: &Value) -> Vec<&str> {
    let features = areas["features"].as_array().expect("features");
    features.iter().filter_map(|feature| feature["properties"]["code"].as_str()).collect()
}

#[tokio::test]
async fn areas_come_in_pages_that_join_to_the_whole_list() {
    let town = Town::public().await;
    let whole = town.get("/api/v1/areas").await.json();
    assert_eq!((&whole["total"], &whole["next_cursor"]), (&json!(codes(&whole).len()), &json!(null)));
    let mut joined: Vec<String> = Vec::new();
    let mut path = "/api/v1/areas?limit=1".to_owned();
    loop {
        let page = town.get(&path).await.json();
        assert_eq!((codes(&page).len(), &page["total"]), (1, &whole["total"]));
        joined.extend(codes(&page).iter().map(|&code| code.to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/areas?limit=1&cursor={cursor}");
    }
    assert_eq!(joined, codes(&whole));
    assert_eq!(town.get("/api/v1/areas?cursor=nonsense").await.faults(), ["cursor:malformed"]);
    assert_eq!(town.get("/api/v1/areas?cursor=99.point.YX-1-01").await.faults(), ["cursor:other_edition"]);
}

#[tokio::test]
async fn a_small_map_gets_whole_levels_and_coarse_borders() {
    let town = Town::public().await;
    let small = town.get("/api/v1/areas?most=3").await.json();
    assert_eq!(small["levels_left_out"], json!(["point"]));
    assert_eq!(codes(&small), ["YX", "YX-1"]);
    let none = town.get("/api/v1/areas?most=1&bbox=102.5,24.3,102.6,24.4").await.json();
    assert_eq!((codes(&none), &none["levels_left_out"]), (vec!["YX"], &json!(["zone", "point"])));
    let edges = town.get("/api/v1/areas/edges?most=3").await.json();
    assert_eq!(edges["levels_left_out"], json!(["point"]));
    let sides = |edges: &Value| {
        let mut levels: Vec<String> = edges["features"]
            .as_array()
            .expect("edges")
            .iter()
            .filter_map(|edge| edge["properties"]["level"].as_str().map(str::to_owned))
            .collect();
        levels.dedup();
        levels
    };
    assert_eq!(sides(&edges), ["community"]);
    let few = town.get("/api/v1/areas?most_vertices=8").await.json();
    assert_eq!((codes(&few), &few["levels_left_out"]), (vec!["YX", "YX-1"], &json!(["point"])));
    let far = town.get("/api/v1/areas/edges?bbox=0,0,1,1").await.json();
    assert_eq!(far["features"], json!([]));

    // Nothing of the town shows at ten kilometres a step; what it tells of itself still does.
    let coarse = town.get("/api/v1/areas?simplify_m=10000").await.json();
    assert_eq!(coarse["features"][0]["geometry"], json!(null));
    assert_eq!(coarse["features"][0]["properties"]["drawn"], json!(true));
    let fine = town.get("/api/v1/areas?simplify_m=0.01").await.json();
    assert_eq!(fine["features"], town.get("/api/v1/areas").await.json()["features"]);
    assert_eq!(
        town.get("/api/v1/areas?simplify_m=0&most=0").await.faults(),
        ["simplify_m:out_of_range", "most:out_of_range"]
    );
}

#[tokio::test]
async fn a_compound_is_shown_as_it_was_on_the_day_that_is_asked_for() {
    let town = Town::public().await;
    let store = town.service.store();
    let mut compound = store.load_features(NOW).await.unwrap().remove(0);
    let code = compound.code.clone();
    (compound.id, compound.name) = (Uuid::from_u128(91), "新机械厂".to_owned());
    store.replace_features(compound.layer, &FeatureScope::Layer, &[compound], NOW).await.unwrap();
    while town.service.follow().await.unwrap() {}
    let (lon, lat) = WEST;
    let before = Instant(NOW.micros() - 1).to_rfc3339();
    for (when, name) in [(String::new(), "新机械厂"), (format!("&at={before}"), "老机械厂")] {
        let card = town.get(&format!("/api/v1/locate?lon={lon}&lat={lat}{when}")).await.json();
        let feature =
            card["features"].as_array().unwrap().iter().find(|feature| feature["code"] == code.as_str());
        assert_eq!(feature.map(|feature| &feature["name"]), Some(&json!(name)), "{card}");
    }
}

#[tokio::test]
async fn search_finds_by_name() {
    let town = Town::public().await;
    let found = town.get("/api/v1/search?q=%E8%80%81%E6%9C%BA%E6%A2%B0").await.json();
    assert_eq!(found["results"][0]["code"], "C-1", "{found}");
    assert_eq!(town.get("/api/v1/search").await.faults(), ["q:missing"]);
}

#[tokio::test]
async fn hotspots_count_what_was_reported() {
    let town = Town::public().await;
    for _ in 0..2 {
        town.report(super::fixture::WEST, json!({})).await;
    }
    town.service.follow().await.unwrap();
    let ranking = town.get("/api/v1/hotspots/ranking?by=compound").await.json();
    assert_eq!((&ranking["items"][0]["code"], &ranking["items"][0]["count"]), (&json!("C-1"), &json!(2)));
    let areas = town.get("/api/v1/hotspots/ranking?by=area&level=point&limit=1").await.json();
    assert_eq!(areas["items"][0]["code"], "YX-1-01");
    let density = town.get("/api/v1/hotspots/density?width=32&height=16").await.json();
    assert_eq!((&density["width"], &density["total"]), (&json!(32), &json!(2)));
    let points = town.get("/api/v1/incidents/points").await.json();
    assert_eq!(points["ids"].as_array().map(Vec::len), Some(2));
    let histogram = town.get("/api/v1/incidents/histogram?from=2026-11-24&to=2026-11-25").await.json();
    assert_eq!(histogram["total"], 2);
}

#[tokio::test]
async fn the_certificate_tells_geometry_people_and_fingerprints() {
    let town = Town::public().await;
    let whole = town.get("/api/v1/certificate").await.json();
    assert!(whole["posts"].as_array().is_some_and(|posts| !posts.is_empty()), "{whole}");
    assert_eq!(whole["boundaries"]["sm3"].as_str().map(str::len), Some(64));
    let geometry = town.get("/api/v1/certificate?geometry=true").await.json();
    assert_eq!((&geometry["posts"], &geometry["boundaries"]), (&json!(null), &whole["boundaries"]));
    assert_eq!(town.get("/api/v1/certificate?scheme=planet").await.status, 400);
}
