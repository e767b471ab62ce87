//! What surrounds every request, shown with handlers of our own: time that runs out, and a panic.

use super::fixture::Town;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use std::time::Duration;
use wangge::app::AppError;
use wangge::http::gate::gate;
use wangge::http::problem::Problem;
use wangge::http::router::document;
use wangge::http::state::AppState;
use wangge::http::{ServeOptions, reply};

async fn never() -> Response {
    std::future::pending().await
}

async fn panics() -> Response {
    let rows: Vec<u8> = Vec::new();
    // A defect as handlers have them.
    reply::bytes(reply::JSON, reply::NO_STORE, vec![rows[7]])
}

async fn panics_elsewhere(State(state): State<AppState>) -> Result<Response, Problem> {
    state.off_thread(|_| -> Result<Response, AppError> { panic!("on another thread") }).await
}

/// The gate around these handlers, with a time limit that no machine can be too slow for: only `never` meets it.
async fn town() -> Town {
    let options = ServeOptions { request_timeout: Duration::from_millis(200), ..ServeOptions::default() };
    let mut town = Town::with(options.clone()).await;
    let state = AppState::new(town.service.clone(), options, &document());
    town.router = Router::new()
        .route("/never", get(never))
        .route("/panics", get(panics))
        .route("/elsewhere", get(panics_elsewhere))
        .route("/fine", get(|| async { "fine" }))
        .layer(axum::middleware::from_fn_with_state(state.clone(), gate))
        .with_state(state);
    town
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_problem_and_others_are_served_meanwhile() {
    let town = town().await;
    let (late, fine) = tokio::join!(town.get("/never"), town.get("/fine"));
    assert_eq!((late.status, late.problem().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "timeout"));
    assert_eq!((fine.status.as_u16(), fine.text().as_str()), (200, "fine"));
}

#[tokio::test]
async fn a_panic_is_a_problem_with_the_request_id_and_the_service_goes_on() {
    let town = town().await;
    for path in ["/panics", "/elsewhere"] {
        let answer = town.get_with(path, &[("x-request-id", "seen-in-the-log")]).await;
        // `problem` compares the id in the document with the one in the header.
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::INTERNAL_SERVER_ERROR, "internal")
        );
        assert_eq!(answer.header("x-request-id"), "seen-in-the-log");
        for inside in ["index out of bounds", "another thread", ".rs"] {
            assert!(!answer.text().contains(inside), "{}", answer.text());
        }
        assert_eq!(town.get("/fine").await.status, 200);
    }
}
