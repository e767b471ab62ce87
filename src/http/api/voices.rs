//! Before a report becomes a case of its own: what was reported nearby already, and a voice for it.

use super::incidents::{REPLAYED, idempotency_key, read_contact};
use crate::app::FieldError;
use crate::app::answer::{Contact, NearCases, VoiceCounted, VoiceReply};
use crate::app::case::VoiceRequest;
use crate::http::body::Fields;
use crate::http::caller::{Caller, From};
use crate::http::extract::Path;
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

/// What a voice says; what is absent is as the case has it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoiceBody {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    pub description: Option<String>,
    pub source: Option<String>,
    pub external_ref: Option<String>,
    pub contact: Option<Contact>,
}

#[utoipa::path(
    get, path = "/api/v1/incidents/near", operation_id = "near_cases", tag = "case",
    summary = "附近的同类问题 · The same nearby",
    description = "上报前看看附近是否已有同类未结问题，最多五件，最像的在前。\n\nOpen cases nearby that a report of this category may belong to, at most five, likeliest first.",
    params(
        ("lon" = f64, Query, description = "经度 · Longitude"),
        ("lat" = f64, Query, description = "纬度 · Latitude"),
        ("datum" = Option<String>, Query, description = "wgs84 | gcj02 | bd09 | cgcs2000，默认 wgs84"),
        ("category" = String, Query, description = "类别 · Category")
    ),
    responses((status = 200, body = NearCases, description = "附近的问题 · Nearby"), Problems)
)]
pub async fn near_cases(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let lon = params.required_number("lon");
    let lat = params.required_number("lat");
    let datum = params.text("datum");
    let category = params.required_text("category");
    params.finish()?;
    reply::json(&state.service.near_report((lon, lat), datum.as_deref(), &category).await?)
}

#[utoipa::path(
    post, path = "/api/v1/incidents/{id}/voices", operation_id = "add_voice", tag = "case",
    summary = "我也反映 · Report the same",
    description = "对已有的未结问题再反映一次：不另立案，计入反映次数，得到自己的查询码。\n\nReports a problem that is a case already: no second case, one more voice, a tracking code of one's own.",
    params(
        ("id" = Uuid, Path, description = "问题编号（UUID） · Id"),
        ("Idempotency-Key" = Option<String>, Header, description = "调用方自选的键 · A key of the caller's")
    ),
    request_body = VoiceBody,
    responses((status = 201, body = VoiceCounted, description = "已计入 · Counted"), Problems)
)]
pub async fn add_voice(
    State(state): State<AppState>,
    caller: Caller,
    From(origin): From,
    path: Path<String>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let id = path.id("incident")?;
    let key = idempotency_key(&headers)?;
    let voice = VoiceRequest {
        lon: fields.number("lon"),
        lat: fields.number("lat"),
        datum: fields.text("datum"),
        description: fields.text("description"),
        source: fields.text("source"),
        external_ref: fields.text("external_ref"),
        contact: fields.object("contact", read_contact),
    };
    if voice.lon.is_some() != voice.lat.is_some() {
        let (zh, en) = ("lon 与 lat 应同时给出", "lon and lat come together");
        fields.fault(FieldError::new("lon", "incomplete", zh, en));
    }
    fields.finish()?;
    let taken = state.service.allow_report(&caller, &origin).await?;
    let answer = state.service.add_voice(id, voice, key, &caller).await;
    if !matches!(answer, Ok(VoiceReply::Counted(_))) {
        state.service.give_back_report(taken).await?;
    }
    let answer = answer?;
    let mut response = reply::json(&answer)?;
    *response.status_mut() = StatusCode::CREATED;
    if matches!(answer, VoiceReply::Replayed(_)) {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}
