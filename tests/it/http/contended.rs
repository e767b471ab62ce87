//! Many clients correct few cases at once: one wins each version, the others are told and try again, and no correction that
//! was acknowledged is lost or half there.

use super::fixture::Answer;
use crate::postgres::PostgresDatabase;
use crate::site::{self, RUNTIME, Site};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tower::ServiceExt;
use wangge::domain::case::EventKind;
use wangge::http::{ServeOptions, router};

/// Corrections that have to be acknowledged on each database. The goal is proved with ten thousand.
const EDITS: &str = "WANGGE_TEST_EDITS";
const USUALLY: usize = 1_200;
/// Corrections of one case; its history is read with each.
const OF_ONE: usize = 60;
const CLIENTS: usize = 4;

/// What a client was told of a case: the version that each of its notes made.
type Told = BTreeMap<i64, String>;

async fn ask(router: &Router, method: &str, path: &str, version: Option<i64>, body: Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(version) = version {
        request = request.header("if-match", format!("\"v{version}\""));
    }
    let answer = router.clone().oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// Corrects a case `each` times. Says what was acknowledged, and how often somebody else was quicker.
async fn correct(router: Router, path: String, client: usize, each: usize) -> (Told, usize) {
    let (mut told, mut refused) = (Told::new(), 0);
    let mut version = 1;
    for n in 0..each {
        let note = format!("client {client} edit {n}");
        loop {
            let body = json!({"description": note, "note": note});
            let answer = ask(&router, "PATCH", &path, Some(version), body).await;
            let said = answer.json();
            if answer.status == 200 {
                // The change made the next version; the answer is the case as it is by then.
                told.insert(version + 1, note);
                let stands = said["version"].as_i64().unwrap();
                assert!(stands > version, "{stands} is no newer than {version}");
                assert_eq!(answer.header("etag"), format!("\"v{stands}\""));
                version = stands;
                break;
            }
            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (412, "stale_version"));
            let stands = said["version"].as_i64().unwrap();
            assert!(stands > version, "{stands} is no newer than {version}");
            assert!(
                said["changed"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().all(|kind| kind == "case_edited"))
            );
            version = stands;
            refused += 1;
        }
    }
    (told, refused)
}

/// Lets all clients correct one case, and looks whether its history is what they were told.
async fn one_case(site: &Site, router: Router) -> (usize, usize) {
    let report =
        json!({"lon": 102.5405, "lat": 24.3505, "category": "exposed_rubbish", "description": "垃圾"});
    let made = ask(&router, "POST", "/api/v1/incidents", None, report).await.json();
    let id = made["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/incidents/{id}");
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| tokio::spawn(correct(router.clone(), path.clone(), client, OF_ONE / CLIENTS)))
        .collect();
    let (mut told, mut refused) = (Told::new(), 0);
    for client in clients {
        let (own, often) = client.await.unwrap();
        refused += often;
        for (version, note) in own {
            let twice = told.insert(version, note);
            assert_eq!(twice, None, "version {version} was given to two");
        }
    }
    let versions: Vec<i64> = told.keys().copied().collect();
    assert_eq!(versions, (2..=OF_ONE as i64 + 1).collect::<Vec<_>>(), "versions have no gap");
    let id = id.parse().unwrap();
    let row = site.service.store().incident(id).await.unwrap().unwrap();
    assert_eq!(row.version, OF_ONE as i64 + 1);
    assert_eq!(row.description.as_ref(), told.get(&row.version), "the last one stands");
    let events = site.service.store().incident_events(id).await.unwrap();
    assert_eq!(events.len() as i64, row.version, "each change has its event");
    for (event, (version, note)) in events[1..].iter().zip(&told) {
        assert_eq!(
            (event.kind, event.note.as_ref()),
            (EventKind::CaseEdited, Some(note)),
            "version {version}"
        );
    }
    (told.len(), refused)
}

async fn no_edit_is_lost(location: &str) {
    let wanted = std::env::var(EDITS).ok().and_then(|text| text.parse().ok()).unwrap_or(USUALLY);
    let site = site::open(location, 7).await;
    let options = ServeOptions { open_private: true, ..ServeOptions::default() };
    let router = router(site.service.clone(), options);
    let (mut acknowledged, mut refused) = (0, 0);
    while acknowledged < wanted {
        // Several cases at a time, so that changes of one case and of others meet in a transaction.
        let one = || one_case(&site, router.clone());
        let (a, b, c) = tokio::join!(one(), one(), one());
        for (own, often) in [a, b, c] {
            acknowledged += own;
            refused += often;
        }
    }
    assert!(refused > acknowledged / 4, "{refused} refusals: nobody was in the other's way");
    println!("{acknowledged} corrections, {refused} times somebody was quicker, none lost");
    site.service.store().close().await;
}

#[test]
fn no_edit_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().join("wangge.sqlite").display().to_string();
    RUNTIME.block_on(no_edit_is_lost(&location));
}

#[test]
fn no_edit_is_lost_on_postgres() {
    RUNTIME.block_on(async {
        let database = PostgresDatabase::create().await;
        no_edit_is_lost(&database.url()).await;
        database.drop().await;
    });
}
