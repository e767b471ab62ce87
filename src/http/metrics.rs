//! Counters of this process in Prometheus' text form. Labels are route templates and statuses only, so their
//! number is bounded and no position or name gets into them.

use super::problem::Problem;
use super::reply;
use super::state::AppState;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

/// Upper bounds of the latency buckets in seconds.
const BUCKETS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The recorder of the process, installed on first use; several routers in one process share it.
pub fn recorder() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let builder = || PrometheusBuilder::new().set_buckets(BUCKETS).unwrap_or_default();
        match builder().install_recorder() {
            Ok(handle) => handle,
            Err(error) => {
                tracing::warn!(%error, "metrics stay empty: another recorder is installed");
                builder().build_recorder().handle()
            }
        }
    })
}

/// Counts one answered request.
pub fn record(method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
    let method = match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    };
    let route = route.to_owned();
    metrics::counter!("wangge_http_requests_total",
        "method" => method, "route" => route.clone(), "status" => status_label(status))
    .increment(1);
    metrics::histogram!("wangge_http_request_seconds", "route" => route).record(elapsed.as_secs_f64());
}

fn status_label(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// Empties the histograms' buffers every few seconds; without it they grow with every request.
pub async fn upkeep() {
    let mut timer = tokio::time::interval(Duration::from_secs(5));
    loop {
        timer.tick().await;
        recorder().run_upkeep();
    }
}

#[utoipa::path(
    get, path = "/metrics", operation_id = "metrics", tag = "operation",
    summary = "运行指标 · Metrics",
    description = "Prometheus 文本格式。\n\nCounters and latencies of this process in Prometheus' text format.",
    responses((status = 200, body = String, content_type = "text/plain", description = "Prometheus 文本 · Prometheus text"))
)]
pub async fn metrics(State(state): State<AppState>) -> Result<Response, Problem> {
    let counts = state.service.ready().await?;
    for (name, value) in counts.as_object().into_iter().flatten() {
        if let Some(value) = value.as_f64() {
            metrics::gauge!("wangge_loaded", "kind" => name.clone()).set(value);
        }
    }
    Ok(reply::bytes("text/plain; version=0.0.4; charset=utf-8", reply::NO_STORE, recorder().render()))
}
