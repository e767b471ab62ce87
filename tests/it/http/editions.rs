//! Editing boundaries over HTTP: closed unless opened, versions that are asked for, drafts from begin to publication.

use super::fixture::{Answer, EAST, NOW, Town};
use serde_json::{Value, json};
use wangge::domain::instant::Instant;

const JSON: (&str, &str) = ("content-type", "application/json");

fn rectangle(west: i32, east: i32) -> Value {
    let at = |x: i32, y: i32| json!([102.54 + f64::from(x) / 10_000.0, 24.35 + f64::from(y) / 10_000.0]);
    json!({"type": "Polygon", "coordinates": [[at(west, 0), at(east, 0), at(east, 10), at(west, 10), at(west, 0)]]})
}

fn point(code: &str, name: &str, west: i32, east: i32) -> Value {
    json!({
        "code": code, "name": name, "level": "point", "parent": "YX-1", "extent": null,
        "geometry": rectangle(west, east)
    })
}

/// The eastern point cut in two.
fn split() -> Value {
    json!({
        "upsert": [point("YX-1-03", "中点", 10, 14), point("YX-1-04", "尾点", 14, 20)],
        "remove": ["YX-1-02"],
        "reason": "点位过大"
    })
}

async fn begin(town: &Town) -> String {
    let body = json!({"scheme": "duty", "scope": ["YX"], "note": "秋季调整"});
    let answer = town.post("/api/v1/editions", "application/json", body.to_string()).await;
    assert_eq!((answer.status.as_u16(), answer.header("etag")), (201, "\"v1\""), "{}", answer.text());
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("editions/{id}"));
    format!("/api/v1/editions/{id}")
}

async fn patch(town: &Town, path: &str, version: &str, body: &Value) -> Answer {
    town.send("PATCH", path, &[JSON, ("if-match", version)], body.to_string()).await
}

#[tokio::test]
async fn editing_is_closed_unless_it_was_opened_and_the_site_says_so() {
    let town = Town::public().await;
    assert_eq!(town.get("/api/v1/site").await.json()["may_edit"], false);
    let none = "/api/v1/editions/00000000-0000-0000-0000-000000000001";
    for (method, path) in [
        ("POST", "/api/v1/editions".to_owned()),
        ("GET", none.to_owned()),
        ("PATCH", none.to_owned()),
        ("DELETE", none.to_owned()),
        ("GET", format!("{none}/areas")),
        ("GET", format!("{none}/check")),
        ("GET", format!("{none}/preview")),
        ("POST", format!("{none}/repair")),
        ("POST", format!("{none}/import")),
        ("POST", "/api/v1/imports".to_owned()),
        ("POST", format!("{none}/publish")),
        ("POST", "/api/v1/editions/1/withdraw".to_owned()),
        ("POST", "/api/v1/editions/1/restore".to_owned()),
    ] {
        let answer = town.send(method, &path, &[JSON], "{}").await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (401, "sign_in_required"),
            "{method} {path}"
        );
    }
    let list = town.get("/api/v1/editions?scheme=duty").await.json();
    assert_eq!((&list["in_force"], &list["drafts"]), (&json!(1), &json!([])));
    assert_eq!(list["editions"][0]["state"], "in_force");
    assert_eq!(Town::editor().await.get("/api/v1/site").await.json()["may_edit"], true);
}

#[tokio::test]
async fn a_draft_is_begun_changed_checked_previewed_and_published() {
    let town = Town::editor().await;
    let reported = town.report(EAST, json!({})).await.json();
    town.service.follow().await.unwrap();
    let path = begin(&town).await;
    let empty = town.get(&format!("{path}/check")).await.json();
    assert_eq!(empty["publishable"], false, "nothing is changed yet");
    assert!(empty["faults"].as_array().unwrap().iter().all(|fault| fault["warning"] == true), "{empty}");
    let changed = patch(&town, &path, "W/\"v1\"", &split()).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"v2\""), "{}", changed.text());
    assert_eq!((&changed.json()["areas_changed"], &changed.json()["areas_removed"]), (&json!(2), &json!(1)));
    let areas = town.get(&format!("{path}/areas")).await;
    assert_eq!(areas.header("content-type"), "application/geo+json");
    let told: Vec<(String, Value)> = areas.json()["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["properties"]["code"].as_str().unwrap().to_owned(), f["properties"]["changed"].clone()))
        .collect();
    let told: Vec<(&str, &Value)> = told.iter().map(|(code, change)| (code.as_str(), change)).collect();
    let (none, added) = (json!(null), json!("added"));
    assert_eq!(
        told,
        [("YX", &none), ("YX-1", &none), ("YX-1-01", &none), ("YX-1-03", &added), ("YX-1-04", &added)]
    );
    let check = town.get(&format!("{path}/check")).await.json();
    assert_eq!(check["publishable"], true, "{check}");
    assert_eq!(check["remainder_m2"], 0.0);
    let preview = town.get(&format!("{path}/preview")).await.json();
    let rows: Vec<String> = preview["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["code"].as_str().unwrap(), row["change"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, ["YX-1-02 removed", "YX-1-03 added", "YX-1-04 added"]);
    let m2 = |index: usize, key: &str| preview["areas"][index][key].as_f64().unwrap();
    let (before, after) = (m2(0, "before_m2"), m2(1, "after_m2") + m2(2, "after_m2"));
    assert!((before - after).abs() <= 2.0, "{before} {after}");
    assert_eq!(preview["incidents"]["total"], 1);
    let moved = &preview["incidents"]["moves"][0];
    assert_eq!((&moved["id"], &moved["from"]["code"]), (&reported["id"], &json!("YX-1-02")));
    assert_eq!(moved["to"]["code"], "YX-1-04");
    assert_eq!(preview["features"]["total"], 0);
    let vacant: Vec<&str> =
        preview["vacant"].as_array().unwrap().iter().map(|v| v["area"]["code"].as_str().unwrap()).collect();
    assert!(vacant.contains(&"YX-1-03") && vacant.contains(&"YX-1-04"), "{vacant:?}");
    let listed = town.get("/api/v1/editions").await.json();
    assert_eq!(listed["drafts"][0]["version"], 2);

    let publish = format!("{path}/publish");
    let missing = town.send("POST", &publish, &[JSON], "{}").await;
    assert_eq!((missing.status.as_u16(), missing.problem().as_str()), (428, "if_match_missing"));
    let bad = json!({"in_force_from": "2026-12-01T00:00:00Z"});
    let bad = town.send("POST", &publish, &[JSON, ("if-match", "\"v2\"")], bad.to_string()).await;
    assert_eq!(bad.faults(), ["in_force_from:not_a_day"]);
    let body = json!({"in_force_from": null, "move_incidents": "all", "note": "秋季"});
    let done = town.send("POST", &publish, &[JSON, ("if-match", "\"v2\"")], body.to_string()).await;
    assert_eq!((done.status.as_u16(), done.json()), (201, json!({"number": 2})), "{}", done.text());
    let (lon, lat) = EAST;
    let card = town.get(&format!("/api/v1/locate?lon={lon}&lat={lat}")).await.json();
    assert_eq!((&card["areas"][0]["code"], &card["edition"]), (&json!("YX-1-04"), &json!(2)));
    let before = Instant(NOW.micros() - 1).to_rfc3339();
    let card = town.get(&format!("/api/v1/locate?lon={lon}&lat={lat}&at={before}")).await.json();
    assert_eq!((&card["areas"][0]["code"], &card["edition"]), (&json!("YX-1-02"), &json!(1)));
    assert_eq!(card["open_incidents"]["here"], json!(null));
    let areas = town.get(&format!("/api/v1/areas?level=point&at={before}")).await.json();
    assert_eq!(areas["features"].as_array().unwrap().len(), 2);
    assert_eq!(town.get("/api/v1/areas/YX-1-02").await.status, 404);
    let dossier = town.get(&format!("/api/v1/areas/YX-1-02?at={before}")).await.json();
    assert_eq!((&dossier["area"]["name"], &dossier["incidents"]), (&json!("东点"), &json!(null)));
    let rows = format!("{{\"lon\":{lon},\"lat\":{lat},\"at\":\"{before}\"}}\n");
    let batch = town.post("/api/v1/locate", "application/x-ndjson", rows).await.json();
    assert_eq!(batch["areas"][0]["code"], "YX-1-02");
    let rows = format!("{{\"lon\":{lon},\"lat\":{lat},\"known_at\":\"{before}\"}}\n");
    let batch = town.post("/api/v1/locate", "application/x-ndjson", rows).await.json();
    assert_eq!(batch["areas"][0]["code"], "YX-1-02");
    let table = format!("lon,lat,known_at\n{lon},{lat},{before}\n{lon},{lat},\n{lon},{lat},later\n");
    let rows = town.post("/api/v1/locate", "text/csv", table).await.text();
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    assert!(rows[0].contains("东点") && rows[1].contains("尾点"), "{rows:?}");
    assert!(rows[2].contains("known_at"), "{rows:?}");
    let incident = town.get(&format!("/api/v1/incidents/{}", reported["id"].as_str().unwrap())).await.json();
    assert_eq!(incident["events"][1]["kind"], "case_reassigned");
    assert_eq!(incident["areas"]["point"], "尾点");
    assert_eq!(town.get(&path).await.status, 404);
}

#[tokio::test]
async fn of_two_people_on_one_draft_nobody_overwrites_the_other() {
    let town = Town::editor().await;
    let path = begin(&town).await;
    let mine = json!({"upsert": [point("YX-1-01", "西一", 0, 10)], "reason": "改名"});
    let yours = json!({"upsert": [point("YX-1-02", "东一", 10, 20)], "reason": "改名"});
    assert_eq!(patch(&town, &path, "\"v1\"", &mine).await.status, 200);
    let late = patch(&town, &path, "\"v1\"", &yours).await;
    assert_eq!((late.status.as_u16(), late.problem().as_str()), (412, "stale_version"));
    assert_eq!((&late.json()["version"], &late.json()["changed"]), (&json!(2), &json!(["YX-1-01"])));
    assert_eq!(patch(&town, &path, "\"v2\"", &yours).await.json()["version"], 3);
    let areas = town.get(&format!("{path}/areas")).await.json();
    let names: Vec<&str> = areas["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["properties"]["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"西一") && names.contains(&"东一"), "{names:?}");
    let missing = town.send("PATCH", &path, &[JSON], mine.to_string()).await;
    assert_eq!((missing.status.as_u16(), missing.problem().as_str()), (428, "if_match_missing"));
    assert_eq!(patch(&town, &path, "v3", &mine).await.faults(), ["If-Match:not_a_version"]);
    assert_eq!(town.send("DELETE", &path, &[], "").await.status, 204);
    assert_eq!(town.send("DELETE", &path, &[], "").await.status, 404);
    assert_eq!(patch(&town, &path, "\"v3\"", &mine).await.status, 404);
}

#[tokio::test]
async fn faults_bar_publication_and_come_with_their_place() {
    let town = Town::editor().await;
    let path = begin(&town).await;
    let gap = json!({"upsert": [point("YX-1-02", "东点", 9, 20)], "reason": "画错"});
    patch(&town, &path, "\"v1\"", &gap).await;
    let headers = [JSON, ("if-match", "\"v2\"")];
    let refused = town.send("POST", &format!("{path}/publish"), &headers, "{}").await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (422, "faulty"));
    let fault = &refused.json()["faults"][0];
    assert_eq!((&fault["kind"], &fault["warning"]), (&json!("overlap"), &json!(false)));
    assert_eq!(fault["areas"], json!(["YX-1-01", "YX-1-02"]));
    let lon = fault["position"][0].as_f64().unwrap();
    assert!((102.5409..=102.5410).contains(&lon), "{fault}");
    let outside = json!({
        "upsert": [{"code": "ZZ", "name": "别处", "level": "community", "geometry": rectangle(30, 40)}],
        "reason": "越界"
    });
    let refused = patch(&town, &path, "\"v2\"", &outside).await;
    assert_eq!((refused.status.as_u16(), refused.faults()), (400, vec!["upsert:outside_scope".to_owned()]));
}

#[tokio::test]
async fn a_coming_edition_is_withdrawn_and_an_earlier_one_restored() {
    let town = Town::editor().await;
    let path = begin(&town).await;
    patch(&town, &path, "\"v1\"", &split()).await;
    let body = json!({"in_force_from": "2026-12-01", "move_incidents": "none"}).to_string();
    let headers = [JSON, ("if-match", "\"v2\"")];
    let done = town.send("POST", &format!("{path}/publish"), &headers, body).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let list = town.get("/api/v1/editions").await.json();
    assert_eq!(list["editions"][1]["state"], "coming");
    assert_eq!(list["editions"][1]["in_force_from"], "2026-12-01T00:00:00+08:00");
    let restore = "/api/v1/editions/1/restore";
    let early = town.post(restore, "application/json", "{}").await;
    assert_eq!((early.status.as_u16(), early.problem().as_str()), (409, "coming_edition"));
    assert_eq!(town.send("POST", "/api/v1/editions/2/withdraw", &[], "").await.status, 204);
    let again = town.send("POST", "/api/v1/editions/2/withdraw", &[], "").await;
    assert_eq!((again.status.as_u16(), again.problem().as_str()), (409, "not_coming"));
    let same = town.post(restore, "application/json", json!({"note": "回退"}).to_string()).await;
    assert_eq!((same.status.as_u16(), same.problem().as_str()), (409, "nothing_changed"));
    assert_eq!(town.post("/api/v1/editions/x/restore", "application/json", "{}").await.status, 404);
    assert_eq!(town.get("/api/v1/editions").await.json()["editions"][1]["state"], "withdrawn");
}
