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
    params(("area" = Option<String>, Query, description = "网格编号，任意层级；不填为全部 · Code of an area of any level; all when absent")),
    responses((status = 200, body = Overview, description = "概览 · Overview"), Problems)
)]
pub async fn overview(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let area = params.text("area");
    params.finish()?;
    reply::json(&state.service.overview(area.as_deref()).await?)
}
