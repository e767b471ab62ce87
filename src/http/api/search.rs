//! Search by name, code, address or pinyin.

use crate::app::FieldError;
use crate::app::answer::SearchResults;
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;

/// Longest question in characters; names of places are shorter.
const LONGEST: usize = 100;

#[utoipa::path(
    get, path = "/api/v1/search", operation_id = "search", tag = "place",
    summary = "搜索 · Search",
    description = "按名称、编号、地址、拼音或拼音首字母查找网格、要素、岗位与主体。\n\nAreas, features, posts and parties by name, code, address, pinyin or its initials.",
    params(
        ("q" = String, Query, description = "要找的文字，最多 100 字 · What to look for, at most 100 characters"),
        ("limit" = Option<usize>, Query, description = "条数，1–50，默认 10 · Number of results, 1–50, 10 when absent")
    ),
    responses((status = 200, body = SearchResults, description = "结果 · Results"), Problems)
)]
pub async fn search(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let words = params.required_text("q");
    let limit = params.integer("limit", 1..=50).unwrap_or(10);
    if words.chars().count() > LONGEST {
        params.fail(FieldError::new(
            "q",
            "too_long",
            "搜索文字最多 100 字",
            "At most 100 characters can be searched for",
        ));
    }
    params.finish()?;
    reply::json(&state.service.search(&words, limit, &caller)?)
}
