//! What the web needs to know before anything else.

use crate::app::answer::SiteAnswer;
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/site", operation_id = "site", tag = "reference",
    summary = "站点信息 · Site",
    description = "名称、时区、范围、词汇表、状态与执法部门。\n\nName, zone, bounds, glossary, states and departments.",
    responses((status = 200, body = SiteAnswer, description = "站点 · Site"), (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn site(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let mut answer = state.service.site(&caller);
    let body = reply::render(&answer)?;
    // The time of day alone makes no other site.
    answer.now.clear();
    let tag = reply::tag(&reply::render(&answer)?);
    Ok(reply::tagged_as(&headers, reply::JSON, tag, body))
}
