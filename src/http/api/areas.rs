//! Areas as GeoJSON, their shared edges for drawing, and one area's dossier.

use crate::app::answer::AreaDossier;
use crate::app::{AreaQuery, AreasQuery, EdgesQuery, MapBudget};
use crate::domain::grid::{Level, Scheme};
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::features;
use crate::http::openapi::{AreaCollection, EdgeCollection, Problems};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Bound of `limit` and `most`.
const MOST_AREAS: usize = 10_000_000;
/// Bound of `most_vertices`.
const MOST_VERTICES: usize = 1_000_000_000;
/// Bounds of `simplify_m`.
const METRES: std::ops::RangeInclusive<f64> = 0.01..=10_000.0;

fn budget(params: &mut Params) -> MapBudget {
    MapBudget {
        areas: params.integer("most", 1..=MOST_AREAS),
        vertices: params.integer("most_vertices", 1..=MOST_VERTICES),
    }
}

pub(super) fn scheme(params: &mut Params) -> Scheme {
    params.slug("scheme", Scheme::ALL, Scheme::slug).unwrap_or_default()
}

#[utoipa::path(
    get, path = "/api/v1/areas", operation_id = "areas", tag = "grid",
    summary = "网格 · Areas",
    description = "GeoJSON，层级由高到低，同级按编号；未绘制的网格 geometry 为 null。给出 limit 时分页，下一页用 next_cursor。地图缩小时用 simplify_m 简化边界，比这还小的网格 geometry 也为 null，相邻网格之间不出现缝隙；用 most 限制总数，放不下的最细层级整层略去，见 levels_left_out。\n\nGeoJSON, coarse levels first, then by code; an area that is not drawn has a null geometry. With a limit it comes in pages, the next one by next_cursor. For a small map simplify_m makes borders coarser without a gap between neighbours, and areas smaller than that have a null geometry too; most leaves out whole levels, the finest first, see levels_left_out.",
    params(
        ("level" = Option<String>, Query, description = "层级 district | street | community | zone | point · Level"),
        ("scheme" = Option<String>, Query, description = "网格体系 duty | governance | unit，默认 duty · Scheme, duty when absent"),
        ("bbox" = Option<String>, Query, description = "范围：西，南，东，北 · west,south,east,north"),
        ("at" = Option<String>, Query, description = "何时有效，日期或时间 · In force at, a day or a time"),
        ("known_at" = Option<String>, Query, description = "按当时的记录 · As it was recorded then"),
        ("limit" = Option<usize>, Query, description = "每页最多个数，默认全部 · At most so many on a page, all when absent"),
        ("cursor" = Option<String>, Query, description = "上一页给出的 next_cursor · next_cursor of the page before"),
        ("simplify_m" = Option<f64>, Query, description = "简化到多少米，0.01 到 10000 · Metres between the points of borders"),
        ("most" = Option<usize>, Query, description = "总数不超过多少，否则略去最细的层级 · Leave out the finest levels until no more remain"),
        ("most_vertices" = Option<usize>, Query, description = "边界顶点总数不超过多少，否则略去最细的层级 · Leave out the finest levels until their borders have no more vertices")
    ),
    responses((status = 200, body = AreaCollection, content_type = "application/geo+json", description = "网格 · Areas"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn areas(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = AreasQuery {
        level: params.slug("level", Level::ALL, Level::slug),
        scheme: scheme(&mut params),
        bbox: params.bbox("bbox"),
        at: params.instant("at", state.service.zone()),
        known_at: params.instant("known_at", state.service.zone()),
        limit: params.integer("limit", 1..=MOST_AREAS),
        cursor: params.text("cursor"),
        simplify_m: params.number_in("simplify_m", METRES),
        budget: budget(&mut params),
    };
    params.finish()?;
    let reference = state.service.reference_at(query.at, query.known_at).await?;
    let rows = state.off_thread(move |s| s.service.areas(reference, &query, &caller)).await?;
    features::tagged(&headers, rows).await
}

#[utoipa::path(
    get, path = "/api/v1/areas/edges", operation_id = "area_edges", tag = "grid",
    summary = "网格边界线 · Shared edges",
    description = "每条公共边只出现一次，带左右两侧的网格编号和最高层级，用于绘图。\n\nEach shared edge once, with the areas left and right of it and the highest level that it separates, for drawing.",
    params(
        ("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent"),
        ("bbox" = Option<String>, Query, description = "范围：西，南，东，北；范围外的边界线可能不全 · west,south,east,north; borders outside it may be incomplete"),
        ("simplify_m" = Option<f64>, Query, description = "简化到多少米，0.01 到 10000 · Metres between the points of borders"),
        ("most" = Option<usize>, Query, description = "网格总数不超过多少，否则略去最细的层级 · Leave out the finest levels until no more areas remain"),
        ("most_vertices" = Option<usize>, Query, description = "网格边界顶点总数不超过多少，否则略去最细的层级 · Leave out the finest levels until their borders have no more vertices")
    ),
    responses((status = 200, body = EdgeCollection, content_type = "application/geo+json", description = "边界线 · Edges"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn area_edges(
    State(state): State<AppState>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = EdgesQuery {
        scheme: scheme(&mut params),
        bbox: params.bbox("bbox"),
        simplify_m: params.number_in("simplify_m", METRES),
        budget: budget(&mut params),
    };
    params.finish()?;
    let rows = state.off_thread(move |s| s.service.area_edges(&query)).await?;
    features::tagged(&headers, rows).await
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
    caller: Caller,
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
    let answer = state.off_thread(move |s| s.service.area(&reference, &query, &caller)).await?;
    reply::json(&answer)
}
