//! Long work tells how far it is to whoever asks, and stops when nobody listens any more.

use super::fixture::Town;
use axum::body::{Body, Bytes};
use axum::http::Request;
use serde_json::{Value, json};
use std::convert::Infallible;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tower::ServiceExt;

const BYTES: &str = "application/octet-stream";
const LINES: &str = "application/x-ndjson";

/// The eastern point cut in two.
fn halves() -> String {
    let ring = |west: i32, east: i32| {
        let at = |x: i32, y: i32| json!([102.54 + f64::from(x) / 10_000.0, 24.35 + f64::from(y) / 10_000.0]);
        json!([[at(west, 0), at(east, 0), at(east, 10), at(west, 10), at(west, 0)]])
    };
    let feature = |code: &str, west, east| {
        json!({
            "type": "Feature",
            "properties": {"code": code, "name": code, "parent": "YX-1"},
            "geometry": {"type": "Polygon", "coordinates": ring(west, east)}
        })
    };
    let features = [feature("YX-1-03", 10, 14), feature("YX-1-04", 14, 20)];
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

async fn begin(town: &Town) -> String {
    let begun = town.post("/api/v1/editions", "application/json", json!({"scope": ["YX"]}).to_string()).await;
    format!("/api/v1/editions/{}", begun.json()["id"].as_str().unwrap())
}

/// The lines of progress, and the last line.
async fn watched(town: &Town, path: &str, headers: &[(&str, &str)], body: String) -> (Vec<Value>, Value) {
    let mut all = vec![("content-type", BYTES), ("accept", LINES)];
    all.extend(headers);
    let answer = town.send("POST", path, &all, body).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, LINES));
    let mut lines: Vec<Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.pop().unwrap();
    for line in &lines {
        assert!(line["done"].as_u64() <= line["total"].as_u64() || line["total"].is_null(), "{line}");
        let unit = if line["stage"] == "reading" { "bytes" } else { "areas" };
        assert_eq!(line["unit"], unit);
    }
    (lines, last)
}

fn stages(lines: &[Value]) -> Vec<&str> {
    let mut stages: Vec<&str> = lines.iter().map(|line| line["stage"].as_str().unwrap()).collect();
    stages.sort_unstable();
    stages.dedup();
    stages
}

#[tokio::test]
async fn progress_comes_line_by_line_and_the_last_line_is_the_result() {
    let town = Town::editor().await;
    let size = halves().len() as u64;
    let path = "/api/v1/imports?name=points.geojson";
    let (lines, last) = watched(&town, path, &[], halves()).await;
    assert_eq!(stages(&lines), ["reading"]);
    let read = lines.last().unwrap();
    assert_eq!((read["done"].as_u64(), read["total"].as_u64()), (Some(size), Some(size)));
    assert_eq!(last, json!({"result": town.post(path, BYTES, halves()).await.json()}));

    let draft = begin(&town).await;
    let path = format!("{draft}/import?name=points.geojson&level=point");
    let (lines, last) = watched(&town, &path, &[], halves()).await;
    assert_eq!(stages(&lines), ["comparing", "reading"]);
    assert_eq!(last, json!({"result": town.post(&path, BYTES, halves()).await.json()}));

    let path = format!("{draft}/import/apply?name=points.geojson&level=point&remove=true");
    let (lines, last) = watched(&town, &path, &[("if-match", "\"v1\"")], halves()).await;
    assert_eq!(stages(&lines), ["comparing", "reading", "writing"]);
    let done = &last["result"];
    assert_eq!((&done["draft"]["version"], &done["draft"]["areas_changed"]), (&json!(2), &json!(2)));
    assert_eq!((&done["added"], &done["changed"], &done["removed"]), (&json!(2), &json!(0), &json!(2)));
    assert_eq!(town.get(&draft).await.json()["areas_removed"], 2);

    let road = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"code": "R1"},
        "geometry": {"type": "LineString", "coordinates": [[102.54, 24.3502], [102.542, 24.3502]]}
    }]});
    let path = "/api/v1/layers/road/import?name=roads.geojson";
    let (lines, last) = watched(&town, path, &[], road.to_string()).await;
    assert_eq!(stages(&lines), ["reading", "writing"]);
    assert_eq!((&last["result"]["stored"], &last["result"]["added"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn a_problem_comes_as_the_last_line() {
    let town = Town::editor().await;
    let broken = halves()[..200].to_owned();
    let path = "/api/v1/imports?name=a.kml";
    let (_, last) = watched(&town, path, &[], "<kml>".to_owned()).await;
    assert_eq!(last["result"]["layers"][0]["problems"].as_array().map(Vec::len), Some(1), "{last}");
    let draft = begin(&town).await;
    let path = format!("{draft}/import?name=a.geojson&level=point");
    let (lines, last) = watched(&town, &path, &[("x-request-id", "watched-1")], broken.clone()).await;
    assert_eq!(stages(&lines), ["reading"]);
    let mut alone = town
        .send("POST", &path, &[("content-type", BYTES), ("x-request-id", "watched-1")], broken)
        .await
        .json();
    assert_eq!(alone["errors"][0]["code"], "malformed_json");
    assert_eq!(last, json!({"problem": alone.take()}));
    let path = format!("{draft}/import/apply?name=a.geojson&level=point");
    let (_, last) = watched(&town, &path, &[("if-match", "\"v7\"")], halves()).await;
    assert_eq!(
        (&last["problem"]["code"], &last["problem"]["status"]),
        (&json!("stale_version"), &json!(412))
    );
    let far = halves().replace("102.54", "112.54");
    let (_, last) = watched(&town, &path, &[("if-match", "\"v1\"")], far).await;
    assert_eq!(last["problem"]["errors"][0]["code"], "looks_far", "{last}");
    assert_eq!(town.get(&draft).await.json()["version"], 1);
    // What is wrong with the question itself is told before anything is read.
    let wrong = town.post_with("/api/v1/imports?layre=x", &[("accept", LINES)], halves()).await;
    assert_eq!(wrong.faults(), ["layre:unknown_parameter"]);
}

#[tokio::test]
async fn a_dropped_connection_leaves_the_draft_as_it_was() {
    let town = Town::editor().await;
    let draft = begin(&town).await;
    let path = format!("{draft}/import/apply?name=points.geojson&level=point");
    // The file arrives in two pieces, and between them whoever sends it goes.
    let (sender, receiver) = mpsc::channel::<Result<Bytes, Infallible>>(1);
    let request = Request::builder()
        .method("POST")
        .uri(&path)
        .header("accept", LINES)
        .header("if-match", "\"v1\"")
        .body(Body::from_stream(ReceiverStream::new(receiver)))
        .unwrap();
    let response = town.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let mut head = Bytes::from(halves());
    let rest = head.split_off(40);
    sender.send(Ok(head)).await.unwrap();
    drop(response);
    // The work learns it with the next piece at the latest, and lets the body go.
    let _ = sender.send(Ok(rest)).await;
    sender.closed().await;
    let after = town.get(&draft).await.json();
    assert_eq!((&after["version"], &after["areas_changed"]), (&json!(1), &json!(0)));
    // Its turn is free again.
    let (_, last) = watched(&town, &path, &[("if-match", "\"v1\"")], halves()).await;
    assert_eq!(last["result"]["draft"]["version"], 2);
}

#[tokio::test]
async fn an_upload_that_is_cut_off_is_told_and_leaves_nothing_behind() {
    let town = Town::editor().await;
    let draft = begin(&town).await;
    let path = format!("{draft}/import/apply?name=points.geojson&level=point");
    for accepted in [LINES, "application/json"] {
        let mut head = Bytes::from(halves());
        head.truncate(200);
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let pieces = tokio_stream::iter([Ok(head), Err(broken)]);
        let headers = [("accept", accepted), ("if-match", "\"v1\"")];
        let answer = town.post_with(&path, &headers, Body::from_stream(pieces)).await;
        let problem = match accepted {
            LINES => answer.json()["problem"].clone(),
            _ => answer.json(),
        };
        assert_eq!((&problem["code"], &problem["status"]), (&json!("body_cut"), &json!(400)), "{problem}");
        assert_eq!(town.get(&draft).await.json()["version"], 1);
    }
}
