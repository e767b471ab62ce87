//! Patrols: what is asked of places and what was made; taking one down.

use super::incidents::{REPLAYED, idempotency_key};
use crate::app::answer::{PatrolRecorded, PatrolsAnswer};
use crate::app::patrol::{PatrolQuery, PatrolRequest};
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A patrol that was made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatrolBody {
    /// Of a feature; absent for an area of the duty grid.
    pub layer: Option<Layer>,
    /// Code of the area or feature.
    pub code: String,
    /// The post that it was made in, where the caller holds several there.
    pub role: Option<Role>,
    /// Now when absent; at most three days back.
    pub visited_at: Option<String>,
    /// Categories that were looked at.
    pub checks: Option<Vec<String>>,
    /// Looked, and found nothing.
    pub nothing: Option<bool>,
    /// Reports made meanwhile.
    pub incidents: Option<Vec<Uuid>>,
    pub note: Option<String>,
}

#[utoipa::path(
    get, path = "/api/v1/patrols", operation_id = "patrols", tag = "assessment",
    summary = "巡查 · Patrols",
    description = "当前阶段今天要求各处巡查几次、已巡几次，以及一段时间内的巡查记录。只计地方和岗位，不列个人。\n\nHow often the phases in force ask each place to be visited and how often it was, and the patrols made in a time. Places and posts only, no persons.",
    params(
        ("area" = Option<String>, Query, description = "只看该网格及其下级 · Only this area and below"),
        ("since" = Option<String>, Query, description = "巡查记录自（含），日期或时间；默认今天 · Patrols made at or after, today when absent"),
        ("until" = Option<String>, Query, description = "巡查记录至（不含） · Patrols made before"),
        ("mine" = Option<bool>, Query, description = "只看本人岗位的要求和本人的记录 · Only what is asked of the caller's posts, and what he made")
    ),
    responses((status = 200, body = PatrolsAnswer, description = "巡查 · Patrols"), Problems)
)]
pub async fn patrols(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let zone = state.service.zone();
    let query = PatrolQuery {
        area: params.text("area"),
        since: params.instant("since", zone),
        until: params.instant("until", zone),
        mine: params.flag("mine").unwrap_or(false),
    };
    params.finish()?;
    reply::json(&state.service.patrols(&query, &caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/patrols", operation_id = "record_patrol", tag = "assessment",
    summary = "记一次巡查 · Take down a patrol",
    description = "记下到过的地方、时间和看过的检查项，可写「未发现问题」或关联其间的上报。带 Idempotency-Key 重发不会重复计数。\n\nTakes down place, time and what was looked at, with nothing found or the reports made meanwhile. The same Idempotency-Key counts once.",
    params(("Idempotency-Key" = Option<String>, Header, description = "调用方自选的键，最多 200 个可见字符 · A key of the caller's, at most 200 visible characters")),
    request_body = PatrolBody,
    responses((status = 201, body = PatrolRecorded, description = "已记录 · Taken down"), Problems)
)]
pub async fn record_patrol(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?;
    let request = PatrolRequest {
        layer: fields.text("layer"),
        code: fields.required_text("code"),
        role: fields.text("role"),
        visited_at: fields.text("visited_at"),
        checks: fields.texts("checks").unwrap_or_default(),
        nothing: fields.flag("nothing").unwrap_or(false),
        incidents: fields.texts("incidents").unwrap_or_default(),
        note: fields.text("note"),
    };
    fields.finish()?;
    let (recorded, replayed) = state.service.record_patrol(request, key, &caller).await?;
    let mut response = reply::json(&recorded)?;
    *response.status_mut() = StatusCode::CREATED;
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}
