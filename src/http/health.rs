//! Alive and ready: the first says that the process answers, the second that it can answer questions.

use super::openapi::Problems;
use super::problem::Problem;
use super::reply;
use super::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    #[schema(value_type = String)]
    pub status: &'static str,
}

#[utoipa::path(
    get, path = "/healthz", operation_id = "healthz", tag = "operation",
    summary = "存活 · Alive",
    description = "进程在运行即回答，不访问数据库。\n\nThe process answers; the database is not asked.",
    responses((status = 200, body = Health, description = "在运行 · Alive"))
)]
pub async fn healthz() -> Response {
    reply::bytes(reply::JSON, reply::NO_STORE, &br#"{"status":"ok"}"#[..])
}

#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "operation",
    summary = "就绪 · Ready",
    description = "数据库可读时返回已载入的数量，否则 503。\n\nCounts of what is loaded; 503 while the database cannot be read.",
    responses((status = 200, body = Object, description = "就绪 · Ready"), Problems)
)]
pub async fn readyz(State(state): State<AppState>) -> Result<Response, Problem> {
    reply::json(&state.service.ready().await?)
}
