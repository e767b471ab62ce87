//! What every answer has in common: headers, tags, packing, ids, the files of the web app.

use super::fixture::Town;
use axum::http::StatusCode;

#[tokio::test]
async fn every_answer_is_dressed_and_carries_an_id() {
    let town = Town::public().await;
    for path in ["/healthz", "/api/v1/site", "/nowhere", "/docs", "/api/v1/locate"] {
        let answer = town.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'self'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
}

#[tokio::test]
async fn a_plain_incoming_id_is_kept_and_another_is_replaced() {
    let town = Town::public().await;
    let kept = town.get_with("/healthz", &[("x-request-id", "proxy-0001.a_b")]).await;
    assert_eq!(kept.header("x-request-id"), "proxy-0001.a_b");
    for bad in ["short", "with space in it", "<script>alert(1)</script>", &"x".repeat(65)] {
        let answer = town.get_with("/healthz", &[("x-request-id", bad)]).await;
        assert_eq!(answer.header("x-request-id").len(), 36, "{bad}");
    }
}

#[tokio::test]
async fn what_the_client_already_has_is_not_sent_again() {
    let town = Town::public().await;
    for path in [
        "/api/v1/site",
        "/api/v1/areas",
        "/api/v1/areas/edges",
        "/api/v1/layers",
        "/api/v1/layers/compound",
        "/api/v1/categories",
        "/openapi.json",
    ] {
        let first = town.get(path).await;
        assert_eq!(first.status, 200, "{path}: {}", first.text());
        assert_eq!(first.header("cache-control"), "no-cache", "{path}");
        let again = town.get_with(path, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    }
}

#[tokio::test]
async fn large_answers_are_packed_for_those_who_ask_and_rows_on_their_way_never() {
    let town = Town::public().await;
    let packed = [("accept-encoding", "gzip")];
    let categories = town.get_with("/api/v1/categories", &packed).await;
    assert_eq!(categories.header("content-encoding"), "gzip");
    assert!(categories.bytes.starts_with(&[0x1f, 0x8b]));
    assert_eq!(town.get("/api/v1/categories").await.header("content-encoding"), "");
    // A refusal is written anew with its request id, so it must not keep the mark of the packed body that it replaces.
    let refused = town.get_with("/api/v1/areas/NOPE", &packed).await;
    assert_eq!((refused.status, refused.header("content-encoding")), (StatusCode::NOT_FOUND, ""));
    assert_eq!(refused.json()["code"], "not_found");
    let rows = town
        .post_with(
            "/api/v1/locate",
            &[("content-type", "application/x-ndjson"), packed[0]],
            "{\"lon\":102.5405,\"lat\":24.3505}\n",
        )
        .await;
    assert_eq!((rows.status.as_u16(), rows.header("content-encoding")), (200, ""));
}

#[tokio::test]
async fn health_readiness_and_counters_answer() {
    let town = Town::public().await;
    assert_eq!(town.get("/healthz").await.json()["status"], "ok");
    assert_eq!(town.get("/readyz").await.json()["areas"], 4);
    town.get("/api/v1/locate?lon=102.5405&lat=24.3505").await;
    let counters = town.get("/metrics").await.text();
    assert!(counters.contains("route=\"/api/v1/locate\""), "{counters}");
    assert!(!counters.contains("102.54"), "a position got into the counters");
}

#[tokio::test]
async fn files_that_do_not_exist_are_problems_not_pages() {
    let town = Town::public().await;
    for path in
        ["/assets/none-123.js", "/nowhere", "/api/v1/nothing", "/assets/../Cargo.toml", "/assets/%2e%2e/x"]
    {
        let answer = town.get(path).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::NOT_FOUND, "no_such_path"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_start_page_is_the_app_or_says_how_to_build_it() {
    let town = Town::public().await;
    let page = town.get("/").await;
    assert!(page.header("content-type").starts_with("text/html"), "{}", page.header("content-type"));
    let text = page.text();
    assert!(!text.contains("style=") && !text.contains("<script>"), "{text}");
}
