//! Bad input: each a clear problem with code, field and place, and the service goes on.

use super::fixture::Town;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use serde_json::json;

#[tokio::test]
async fn positions_that_are_none_say_what_they_look_like() {
    let town = Town::public().await;
    let cases = [
        ("lon=NaN&lat=24", "lon:not_finite"),
        ("lon=inf&lat=24", "lon:not_finite"),
        ("lon=181&lat=24", "lon:out_of_range"),
        ("lon=102&lat=-91", "lat:out_of_range"),
        ("lon=24.35&lat=102.54", "lat:looks_swapped"),
        ("lon=35453200&lat=2694000", "lon:looks_projected"),
        ("lon=102.54", "lat:missing"),
        ("lon=102,5&lat=24", "lon:not_a_number"),
        ("lon=102&lon=103&lat=24", "lon:repeated"),
        ("lon=102.5&lat=24.3&datum=nad27", "datum:unknown"),
        ("lon=102.5&lat=24.3&category=nothing", "category:unknown"),
        ("lon=102.5&lat=24.3&accuracy_m=-1", "accuracy_m:out_of_range"),
        ("lon=102.5&lat=24.3&at=yesterday", "at:not_a_time"),
        ("lon=102.5&lat=24.3&zoom=7", "zoom:unknown_parameter"),
        ("lon=102.5&lat=24.3&at=%ff", "at:not_utf8"),
    ];
    for (query, fault) in cases {
        let answer = town.get(&format!("/api/v1/locate?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.text());
        assert_eq!(answer.problem(), "invalid_fields", "{query}");
        assert!(answer.faults().contains(&fault.to_owned()), "{query}: {:?}", answer.faults());
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused_with_their_place_and_nothing_is_stored() {
    let town = Town::public().await;
    let json = "application/json";
    let deep = format!("{{\"lon\":{}", "[".repeat(100_000));
    let cases: [(&str, Vec<u8>, u16, &str); 9] = [
        (json, b"".to_vec(), 400, "empty_body"),
        (json, b"{\"lon\":1,".to_vec(), 400, "malformed_json"),
        (json, b"{\"lon\":NaN}".to_vec(), 400, "malformed_json"),
        (json, deep.into_bytes(), 400, "too_deep"),
        (json, b"{\"a\":\"\xff\"}".to_vec(), 400, "not_utf8"),
        (json, b"[]".to_vec(), 400, "not_an_object"),
        ("text/plain", b"{}".to_vec(), 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"lon=1".to_vec(), 415, "unsupported_media_type"),
        (json, vec![b' '; 10 * 1024 * 1024], 413, "body_too_large"),
    ];
    for (kind, body, status, code) in cases {
        let start = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
        let answer = town.post("/api/v1/incidents", kind, body).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{kind} {start}");
    }
    let none = town.post_with("/api/v1/incidents", &[], "{}").await;
    assert_eq!(none.problem(), "unsupported_media_type");
    let packed = [("content-type", json), ("content-encoding", "gzip")];
    assert_eq!(town.post_with("/api/v1/incidents", &packed, "x").await.problem(), "unsupported_media_type");
    assert_eq!(town.get("/api/v1/incidents").await.json()["total"], 0);
    assert_eq!(town.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_body_without_a_length_is_cut_off_at_the_limit() {
    let town = Town::public().await;
    let pieces = (0..64).map(|_| Ok::<_, std::convert::Infallible>(Bytes::from(vec![b' '; 64 * 1024])));
    let body = Body::from_stream(tokio_stream::iter(pieces));
    let answer = town.post("/api/v1/incidents", "application/json", body).await;
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (413, "body_too_large"));
}

#[tokio::test]
async fn every_bad_field_of_a_report_is_told_at_once() {
    let town = Town::public().await;
    let types = json!({"lon": "102", "lat": null, "category": 7, "contact": {"fax": "1"}, "colour": "red"});
    let answer = town.post("/api/v1/incidents", "application/json", types.to_string()).await;
    assert_eq!(
        answer.faults(),
        [
            "lon:not_a_number",
            "lat:missing",
            "category:not_a_text",
            "contact.fax:unknown_field",
            "colour:unknown_field"
        ]
    );
    let values =
        json!({"lon": 24.35, "lat": 102.54, "category": "no_such", "datum": "mars", "source": "rumour"});
    let answer = town.post("/api/v1/incidents", "application/json", values.to_string()).await;
    let faults = answer.faults();
    for fault in ["datum:unknown", "lat:looks_swapped", "category:unknown", "source:unknown"] {
        assert!(faults.contains(&fault.to_owned()), "{faults:?}");
    }
}

#[tokio::test]
async fn wrong_paths_methods_and_ids_are_problems_too() {
    let town = Town::public().await;
    let post = town.post("/api/v1/site", "application/json", "{}").await;
    assert_eq!(
        (post.status, post.problem().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
    );
    assert!(post.header("allow").contains("GET"), "{:?}", post.headers);
    assert_eq!(town.post("/nowhere", "application/json", "{}").await.problem(), "no_such_path");
    for path in [
        "/api/v1/incidents/not-an-id",
        "/api/v1/incidents/00000000-0000-0000-0000-000000000001",
        "/api/v1/areas/none",
        "/api/v1/layers/moon",
        "/api/v1/layers/compound/none",
    ] {
        let answer = town.get(path).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::NOT_FOUND, "not_found"),
            "{path}"
        );
    }
    assert_eq!(town.get("/api/v1/areas/%ff").await.problem(), "bad_path");
}

#[tokio::test]
async fn filters_are_checked_whole() {
    let town = Town::public().await;
    let answer = town
        .get("/api/v1/incidents?bbox=24.3,102.5,24.4,102.6&from=2026-13-01&overdue=maybe&limit=0&format=pdf&staet=open")
        .await;
    assert_eq!(
        answer.faults(),
        [
            "bbox:looks_swapped",
            "from:not_a_time",
            "overdue:unknown",
            "format:unknown",
            "limit:out_of_range",
            "staet:unknown_parameter"
        ]
    );
    for (query, fault) in [
        ("category=no_such", "category:unknown"),
        ("state=lost", "state:unknown"),
        ("area=nowhere", "area:unknown"),
    ] {
        for path in ["incidents", "incidents/points", "incidents/histogram", "hotspots/ranking"] {
            let answer = town.get(&format!("/api/v1/{path}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}?{query}: {}", answer.text());
            assert!(answer.faults().contains(&fault.to_owned()), "{path}?{query}: {:?}", answer.faults());
        }
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_query() {
    let town = Town::public().await;
    for _ in 0..3 {
        assert_eq!(town.report(super::fixture::WEST, json!({})).await.status, 201);
    }
    let page = town.get("/api/v1/incidents?limit=2").await.json();
    let cursor = page["next_cursor"].as_str().unwrap().to_owned();
    let rest = town.get(&format!("/api/v1/incidents?limit=2&cursor={cursor}")).await.json();
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
    let other = town.get(&format!("/api/v1/incidents?state=open&cursor={cursor}")).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST, "{}", other.text());
    assert_eq!(town.get("/api/v1/incidents?cursor=rubbish").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_head_request_has_headers_and_no_body() {
    let town = Town::public().await;
    let request = Request::builder().method("HEAD").uri("/api/v1/site").body(Body::empty()).unwrap();
    let answer = town.call(request).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
}

#[tokio::test]
async fn an_unknown_source_or_owner_is_told_with_what_is_known() {
    let town = Town::office().await;
    for path in ["incidents", "incidents/points", "incidents/histogram", "hotspots/ranking"] {
        let refused = town.get(&format!("/api/v1/{path}?source=pigeon&owner=ministry")).await;
        assert!(refused.status.is_client_error(), "{path}");
        let mut faults = refused.faults();
        faults.sort();
        assert_eq!(faults, ["owner:unknown", "source:unknown"], "{path}");
        assert!(refused.text().contains("wechat") && refused.text().contains("chengguan"), "{path}");
    }
}
