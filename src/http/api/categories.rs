//! What a report can be about.

use crate::app::answer::CategoriesAnswer;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/categories", operation_id = "categories", tag = "reference",
    summary = "事项类别 · Categories",
    description = "全部类别及其各版国标代码，以及上报界面的十二张图。\n\nAll categories with their codes in each national set, and the twelve pictures of the report screen.",
    responses((status = 200, body = CategoriesAnswer, description = "类别 · Categories"), (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn categories(
    State(state): State<AppState>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    Ok(reply::tagged(&headers, reply::JSON, reply::render(&state.service.categories())?))
}
