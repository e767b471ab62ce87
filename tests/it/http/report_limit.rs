//! How much people without an account may report from one address.

use super::cast::Cast;
use super::fixture::{Answer, EAST, Town, WEST, settle};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use std::net::IpAddr;
use wangge::app::ServiceOptions;
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;
use wangge::http::ServeOptions;
use wangge::http::peer::Peer;
use wangge::store::{OpenOptions, Store};

const AN_HOUR: u32 = 3;

/// A town that takes three reports an hour from one address, on a database that another instance may share.
async fn town(path: &str, seed: u64) -> Town {
    let store = Store::open(path, OpenOptions::default()).await.unwrap();
    let options = ServiceOptions { reports_per_hour: AN_HOUR, ..ServiceOptions::default() };
    Town::over(store, seed, options, ServeOptions::default()).await
}

async fn fresh(folder: &tempfile::TempDir) -> Town {
    let path = folder.path().join("wangge.sqlite").display().to_string();
    let store = Store::open(&path, OpenOptions::default()).await.unwrap();
    settle(&store).await;
    store.close().await;
    town(&path, 7).await
}

async fn from(
    town: &Town,
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: serde_json::Value,
) -> Answer {
    let mut request = Request::builder().method("POST").uri(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(Peer(address.parse::<IpAddr>().unwrap()));
    town.call(request).await
}

async fn report(town: &Town, address: &str) -> Answer {
    let body = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish"});
    from(town, address, "/api/v1/incidents", &[], body).await
}

#[tokio::test]
async fn an_address_gets_so_many_at_once_and_one_more_each_part_of_the_hour() {
    let folder = tempfile::tempdir().unwrap();
    let town = fresh(&folder).await;
    for _ in 0..AN_HOUR {
        assert_eq!(report(&town, "203.0.113.5").await.status, 201);
    }
    let refused = report(&town, "203.0.113.5").await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (429, "too_many_reports"));
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=1201).contains(&wait), "{wait}");
    assert_eq!(
        report(&town, "203.0.113.6").await.status,
        201,
        "a neighbour is not the one who reports so much"
    );
    town.clock.advance(wait * Instant::SECOND);
    assert_eq!(report(&town, "203.0.113.5").await.status, 201);
    assert_eq!(report(&town, "203.0.113.5").await.status, 429);
}

#[tokio::test]
async fn the_limit_holds_over_a_restart_and_for_a_household_of_ipv6() {
    let folder = tempfile::tempdir().unwrap();
    let before = fresh(&folder).await;
    for n in 1..=AN_HOUR {
        assert_eq!(report(&before, &format!("2001:db8:1:2::{n}")).await.status, 201);
    }
    let path = folder.path().join("wangge.sqlite").display().to_string();
    before.service.store().close().await;
    drop(before);
    let after = town(&path, 8).await;
    assert_eq!(report(&after, "2001:db8:1:2:aaaa::9").await.status, 429);
    assert_eq!(report(&after, "2001:db8:1:3::1").await.status, 201);
}

#[tokio::test]
async fn what_is_refused_or_came_before_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let town = fresh(&folder).await;
    let body = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish"});
    let again = [("idempotency-key", "the same")];
    for _ in 0..5 {
        assert_eq!(from(&town, "203.0.113.5", "/api/v1/incidents", &again, body.clone()).await.status, 201);
        let unknown = json!({"lon": WEST.0, "lat": WEST.1, "category": "no_such"});
        assert_eq!(from(&town, "203.0.113.5", "/api/v1/incidents", &[], unknown).await.status, 400);
    }
    for left in 1..AN_HOUR {
        assert_eq!(report(&town, "203.0.113.5").await.status, 201, "{left}");
    }
    assert_eq!(report(&town, "203.0.113.5").await.status, 429);
}

#[tokio::test]
async fn a_voice_counts_as_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let town = fresh(&folder).await;
    let id = report(&town, "203.0.113.5").await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/incidents/{id}/voices");
    for _ in 1..AN_HOUR {
        assert_eq!(from(&town, "203.0.113.5", &path, &[], json!({})).await.status, 201);
    }
    let refused = from(&town, "203.0.113.5", &path, &[], json!({"description": "还在"})).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (429, "too_many_reports"));
}

#[tokio::test]
async fn staff_and_this_machine_are_not_limited() {
    let folder = tempfile::tempdir().unwrap();
    let town = fresh(&folder).await;
    for _ in 0..AN_HOUR * 2 {
        assert_eq!(report(&town, "127.0.0.1").await.status, 201);
        assert_eq!(report(&town, "::1").await.status, 201);
    }
    let cast = Cast::new().await;
    let cookie = cast.cookie(AccountRole::GridWorker).await.unwrap();
    let body = json!({"lon": EAST.0, "lat": EAST.1, "category": "exposed_rubbish", "source": "patrol"});
    for _ in 0..wangge::app::report_limit::REPORTS_PER_HOUR + 5 {
        let answer =
            from(&cast.town, "203.0.113.5", "/api/v1/incidents", &[("cookie", &cookie)], body.clone()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
}
