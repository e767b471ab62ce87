//! The one layer around every route: request id, host and origin checks, time limit, panics, security headers,
//! one log line and the counters. One function instead of ten layers, because each layer costs every request.
//! The log names the route's template, never the query, which holds positions, and never a body.

use super::problem::{self, Problem};
use super::state::AppState;
use super::{caller, host, metrics};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// No inline script or style, nothing from elsewhere; images may come from blobs, because the map makes
/// them.
pub const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    worker-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; \
    object-src 'none'";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps a request; see the module.
pub async fn gate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();

    let refused = if state.options.loopback_only { host::check_loopback(&request) } else { Ok(()) };
    let mut sent_expired = false;
    let response = match refused.and_then(|()| host::check_origin(&request)) {
        Err(problem) => problem.into_response(),
        Ok(()) => {
            let answer = async {
                let found = caller::find(&state, &mut request).await;
                sent_expired = caller::has_expired(&request, &found);
                match found {
                    Ok(()) => next.run(request).await,
                    Err(problem) => problem.into_response(),
                }
            };
            let answer = catch_panic(answer, &id);
            match tokio::time::timeout(state.options.request_timeout, answer).await {
                Ok(response) => response,
                Err(_) => Problem::timeout().into_response(),
            }
        }
    };

    let mut response = problem::complete(response, &id);
    // Not after a look at the map: the next thing that somebody sends shall still say that he believes to be signed in.
    if sent_expired && response.status() == axum::http::StatusCode::UNAUTHORIZED {
        caller::forget(&state, &mut response);
    }
    dress(response.headers_mut(), &id);
    let elapsed = start.elapsed();
    let status = response.status();
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    metrics::record(&method, route, status, elapsed);
    let ms = elapsed.as_secs_f64() * 1e3;
    tracing::info!(target: "wangge::http", %method, route, status = status.as_u16(), ms, id);
    response
}

/// The id that a caller sent, when it is short and plain, else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let sane = |text: &&str| {
        (8..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let sent = headers.get(&REQUEST_ID).and_then(|value| value.to_str().ok()).filter(sane);
    sent.map_or_else(new_id, str::to_owned)
}

/// An id that no two requests share and nobody can guess: a counter under a key that is random for each process.
fn new_id() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let halves = (u128::from(KEY.hash_one(count)) << 64) | u128::from(KEY.hash_one(!count));
    uuid::Builder::from_random_bytes(halves.to_be_bytes()).into_uuid().to_string()
}

/// A panic of a handler is a defect of ours: it is logged with the request id and answered as 500.
async fn catch_panic(answer: impl Future<Output = Response>, id: &str) -> Response {
    let mut answer = pin!(answer);
    poll_fn(|context| {
        // The future is dropped after a panic and never polled again, so nothing half-changed is seen.
        match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
            Ok(poll) => poll,
            Err(panic) => {
                let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
                let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
                tracing::error!(id, panic = text.as_deref().unwrap_or("?"), "a handler panicked");
                std::task::Poll::Ready(Problem::internal().into_response())
            }
        }
    })
    .await
}

fn dress(headers: &mut HeaderMap, id: &str) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}
