//! Repairing a draft over HTTP: a proposal that is looked at, then saved as a change; nothing is stored before.

use super::fixture::{Answer, Town};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");

/// A point between two meridians, counted in ten metres from the community's western border.
fn point(code: &str, west: f64, east: f64) -> Value {
    let at = |x: f64, y: f64| json!([102.54 + x / 10_000.0, 24.35 + y / 10_000.0]);
    let ring = [at(west, 0.0), at(east, 0.0), at(east, 10.0), at(west, 10.0), at(west, 0.0)];
    json!({
        "code": code, "name": code, "level": "point", "parent": "YX-1",
        "geometry": {"type": "Polygon", "coordinates": [ring]}
    })
}

/// A draft in which the eastern point begins `apart` tens of metres east of where the western one ends.
async fn damaged(town: &Town, apart: f64) -> String {
    let begun = town.post("/api/v1/editions", "application/json", json!({"scope": ["YX"]}).to_string()).await;
    let path = format!("/api/v1/editions/{}", begun.json()["id"].as_str().unwrap());
    save(town, &path, 1, json!([point("YX-1-02", 10.0 + apart, 20.0)])).await;
    path
}

async fn save(town: &Town, path: &str, version: i64, areas: Value) {
    let body = json!({"upsert": areas, "reason": "测量"}).to_string();
    let version = format!("\"v{version}\"");
    let saved = town.send("PATCH", path, &[JSON, ("if-match", &version)], body).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
}

async fn repair(town: &Town, path: &str, body: Value) -> Answer {
    town.post(&format!("{path}/repair"), "application/json", body.to_string()).await
}

/// The first finding of a kind.
async fn finding(town: &Town, path: &str, kind: &str) -> Value {
    let check = town.get(&format!("{path}/check")).await.json();
    let found = check["faults"].as_array().unwrap().iter().find(|fault| fault["kind"] == kind);
    found.unwrap_or_else(|| panic!("{kind}: {check}")).clone()
}

/// No finding of the draft bars its publication.
async fn is_whole(town: &Town, path: &str) {
    let check = town.get(&format!("{path}/check")).await.json();
    assert!(check["faults"].as_array().unwrap().iter().all(|fault| fault["warning"] == true), "{check}");
}

/// The areas of a proposal as they are saved.
fn upsert(proposal: &Value) -> Value {
    let areas = proposal["areas"].as_array().unwrap().iter().map(|area| {
        let keys = ["code", "name", "level", "parent", "extent", "geometry"];
        Value::Object(keys.iter().map(|key| ((*key).to_owned(), area[*key].clone())).collect())
    });
    areas.collect()
}

#[tokio::test]
async fn a_gap_is_proposed_away_within_a_tolerance_and_saved_like_any_change() {
    let town = Town::editor().await;
    let path = damaged(&town, 0.02).await;
    let proposal = repair(&town, &path, json!({"tolerance_m": 0.5})).await;
    assert_eq!(proposal.status, 200, "{}", proposal.text());
    let proposal = proposal.json();
    assert_eq!((&proposal["version"], &proposal["left"]), (&json!(2), &json!([])));
    assert!(proposal["mended"].as_u64() >= Some(1), "{proposal}");
    let gaps: Vec<&Value> =
        proposal["widths"].as_array().unwrap().iter().filter(|bin| bin["gaps"] == 1).collect();
    assert_eq!((gaps.len(), &gaps[0]["up_to_m"]), (1, &json!(0.5)));
    // The zone and the community get the vertex of the points' border, which moves nothing.
    let area = proposal["areas"].as_array().unwrap().iter().find(|area| area["code"] == "YX-1-02").unwrap();
    let far = area["max_m"].as_f64().unwrap();
    assert!((0.15..0.25).contains(&far) && proposal["max_m"] == area["max_m"], "{far}");
    assert!(area["gained_m2"].as_f64().unwrap() > 1.0 && area["moves"].as_array().unwrap().len() >= 2);
    let still = finding(&town, &path, "gap").await;
    assert_eq!(still["areas"], json!(["YX-1-01", "YX-1-02"]), "nothing is stored yet");
    save(&town, &path, 2, upsert(&proposal)).await;
    assert_eq!(town.get(&format!("{path}/check")).await.json()["faults"], json!([]));
    let again = repair(&town, &path, json!({"tolerance_m": 0.5})).await.json();
    assert_eq!((&again["areas"], &again["max_m"]), (&json!([]), &json!(0.0)));
}

#[tokio::test]
async fn one_fault_goes_to_the_area_that_a_person_names() {
    let town = Town::editor().await;
    for (apart, kind, changed) in [(0.15, "gap", "YX-1-01"), (-0.15, "overlap", "YX-1-02")] {
        let path = damaged(&town, apart).await;
        let fault = finding(&town, &path, kind).await;
        let too_wide = repair(&town, &path, json!({"tolerance_m": 0.5})).await.json();
        assert!(too_wide["left"].as_array().unwrap().iter().any(|left| left["kind"] == kind), "{too_wide}");
        let wish = json!({"fault": fault["position"], "give_to": "YX-1-01"});
        let proposal = repair(&town, &path, wish).await.json();
        assert!(proposal["left"].as_array().unwrap().iter().all(|left| left["kind"] != kind), "{proposal}");
        let areas = proposal["areas"].as_array().unwrap();
        assert!(areas.iter().any(|area| area["code"] == changed), "{proposal}");
        save(&town, &path, 2, upsert(&proposal)).await;
        is_whole(&town, &path).await;
        town.send("DELETE", &path, &[], "").await;
    }
}

#[tokio::test]
async fn wishes_that_cannot_be_met_are_refused_with_their_field() {
    let town = Town::editor().await;
    let path = damaged(&town, 0.15).await;
    let fault = finding(&town, &path, "gap").await["position"].clone();
    for (body, told) in [
        (json!({"tolerance_m": 0.001}), "tolerance_m:out_of_range"),
        (json!({"tolerance_m": 11}), "tolerance_m:out_of_range"),
        (json!({}), "tolerance_m:one_of"),
        (json!({"fault": [102.0, 24.0], "give_to": "YX-1-01"}), "fault:no_fault"),
        (json!({"fault": fault, "give_to": "nobody"}), "give_to:unknown"),
        (json!({"fault": fault}), "give_to:missing"),
        (json!({"fault": [24.35, 102.54], "give_to": "YX-1-01"}), "fault:looks_swapped"),
    ] {
        let refused = repair(&town, &path, body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.faults()), (400, vec![told.to_owned()]), "{body}");
    }
    let nowhere = "/api/v1/editions/00000000-0000-0000-0000-000000000001";
    assert_eq!(repair(&town, nowhere, json!({"tolerance_m": 1})).await.status, 404);
}
