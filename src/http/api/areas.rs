//! Areas as GeoJSON, their shared edges for drawing, and one area's dossier.

use crate::app::answer::AreaDossier;
use crate::app::answer::schema::{AreaProperties, EdgeProperties};
use crate::app::{AreaQuery, AreasQuery};
use crate::domain::grid::{Level, Scheme};
use crate::http::extract::Path;
use crate::http::openapi::{FeatureCollection, Problems};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

pub(super) fn scheme(params: &mut Params) -> Scheme {
    params.slug("scheme", Scheme::ALL, Scheme::slug).unwrap_or_default()
}

#[utoipa::path(
    get, path = "/api/v1/areas", operation_id = "areas", tag = "grid",
    summary = "网格 · Areas",
    description = "GeoJSON；未绘制的网格 geometry 为 null。\n\nGeoJSON; an area that is not drawn has a null geometry.",
    params(
        ("level" = Option<String>, Query, description = "层级 district | street | community | zone | point · Level"),
        ("scheme" = Option<String>, Query, description = "网格体系 duty | governance | unit，默认 duty · Scheme, duty when absent"),
        ("bbox" = Option<String>, Query, description = "范围：西，南，东，北 · west,south,east,north"),
        ("at" = Option<String>, Query, description = "何时有效，日期或时间 · In force at, a day or a time"),
        ("known_at" = Option<String>, Query, description = "按当时的记录 · As it was recorded then"),
        ("limit" = Option<usize>, Query, description = "最多个数 · At most so many")
    ),
    responses((status = 200, body = FeatureCollection<AreaProperties>, content_type = "application/geo+json", description = "网格 · Areas"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn areas(
    State(state): State<AppState>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = AreasQuery {
        level: params.slug("level", Level::ALL, Level::slug),
        scheme: scheme(&mut params),
        bbox: params.bbox("bbox"),
        at: params.instant("at", state.service.zone()),
        known_at: params.instant("known_at", state.service.zone()),
        limit: params.integer("limit", 1..=10_000_000),
    };
    params.finish()?;
    let reference = state.service.reference_at(query.at, query.known_at).await?;
    let answer = state.off_thread(move |s| s.service.areas(&reference, &query, &s.viewer)).await?;
    Ok(reply::tagged(&headers, reply::GEO_JSON, reply::render(&answer)?))
}

#[utoipa::path(
    get, path = "/api/v1/areas/edges", operation_id = "area_edges", tag = "grid",
    summary = "网格边界线 · Shared edges",
    description = "每条公共边只出现一次，带左右两侧的网格编号和最高层级，用于绘图。\n\nEach shared edge once, with the areas left and right of it and the highest level that it separates, for drawing.",
    params(("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent")),
    responses((status = 200, body = FeatureCollection<EdgeProperties>, content_type = "application/geo+json", description = "边界线 · Edges"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn area_edges(
    State(state): State<AppState>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let scheme = scheme(&mut params);
    params.finish()?;
    let answer = state.off_thread(move |s| s.service.area_edges(scheme)).await?;
    Ok(reply::tagged(&headers, reply::GEO_JSON, reply::render(&answer)?))
}

#[utoipa::path(
    get, path = "/api/v1/areas/{code}", operation_id = "area", tag = "grid",
    summary = "网格档案 · One area",
    description = "岗位、执法部门、小区、要素数量、问题数量与几何。\n\nPosts, departments, compounds, counts of features and incidents, geometry.",
    params(
        ("code" = String, Path, description = "网格编号 · Code of the area"),
        ("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent"),
        ("at" = Option<String>, Query, description = "何时有效，日期或时间 · In force at, a day or a time"),
        ("known_at" = Option<String>, Query, description = "按当时的记录 · As it was recorded then")
    ),
    responses((status = 200, body = AreaDossier, description = "档案 · Dossier"), Problems)
)]
pub async fn area(
    State(state): State<AppState>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = AreaQuery {
        scheme: scheme(&mut params),
        code,
        at: params.instant("at", state.service.zone()),
        known_at: params.instant("known_at", state.service.zone()),
    };
    params.finish()?;
    let reference = state.service.reference_at(query.at, query.known_at).await?;
    let answer = state.off_thread(move |s| s.service.area(&reference, &query, &s.viewer)).await?;
    reply::json(&answer)
}
