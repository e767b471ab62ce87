//! The day's overview.

use crate::app::answer::Overview;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/overview", operation_id = "overview", tag = "case",
    summary = "今日概览 · Overview",
    description = "今天的上报、立案、结案，未结与超期，按片区与部门，近十四天走势。\n\nWhat came and went today, what is open and late by zone and department, and the last fourteen days.",
    responses((status = 200, body = Overview, description = "概览 · Overview"), Problems)
)]
pub async fn overview(State(state): State<AppState>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.overview().await?)
}
