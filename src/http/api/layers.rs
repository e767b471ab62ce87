//! Layers beside the grid: their list, one as GeoJSON, one feature's dossier.

use crate::app::answer::{FeatureDossier, FeatureProperties, LayerBrief};
use crate::app::{AppError, LayerQuery};
use crate::domain::feature::Layer;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::features;
use crate::http::openapi::{FeatureCollection, Problems};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

pub(super) fn layer_of(slug: &str) -> Result<Layer, Problem> {
    let missing = || AppError::NotFound { kind: "layer", id: slug.to_owned() };
    Layer::from_slug(slug).ok_or_else(missing).map_err(Problem::from)
}

#[utoipa::path(
    get, path = "/api/v1/layers", operation_id = "layers", tag = "grid",
    summary = "图层 · Layers",
    description = "图层及其要素数量。\n\nThe layers and how many features each has.",
    responses((status = 200, body = Vec<LayerBrief>, description = "图层 · Layers"), (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn layers(
    State(state): State<AppState>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    Ok(reply::tagged(&headers, reply::JSON, reply::render(&state.service.layers())?))
}

#[utoipa::path(
    get, path = "/api/v1/layers/{layer}", operation_id = "layer", tag = "grid",
    summary = "一个图层 · One layer",
    description = "GeoJSON，含属性与责任人一行文字 owner_label。\n\nGeoJSON with attributes and the owner in one line, owner_label.",
    params(
        ("layer" = String, Path, description = "图层，如 compound · Layer, for instance compound"),
        ("bbox" = Option<String>, Query, description = "范围：西，南，东，北 · west,south,east,north"),
        ("limit" = Option<usize>, Query, description = "最多个数 · At most so many")
    ),
    responses((status = 200, body = FeatureCollection<FeatureProperties>, content_type = "application/geo+json", description = "要素 · Features"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn layer(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path(layer): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let bbox = params.bbox("bbox");
    let limit = params.integer("limit", 1..=10_000_000);
    params.finish()?;
    let query = LayerQuery { layer: layer_of(&layer)?, bbox, limit };
    let rows = state.off_thread(move |s| s.service.layer(&query, &caller)).await?;
    features::tagged(&headers, rows).await
}

#[utoipa::path(
    get, path = "/api/v1/layers/{layer}/{code}", operation_id = "feature", tag = "grid",
    summary = "要素档案 · One feature",
    description = "属性、岗位、所在网格、问题数量与几何。\n\nAttributes, posts, areas that it lies in, counts of incidents, geometry.",
    params(
        ("layer" = String, Path, description = "图层 · Layer"),
        ("code" = String, Path, description = "要素编号 · Code of the feature")
    ),
    responses((status = 200, body = FeatureDossier, description = "档案 · Dossier"), Problems)
)]
pub async fn feature(
    State(state): State<AppState>,
    caller: Caller,
    Path((layer, code)): Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let layer = layer_of(&layer)?;
    let answer = state.off_thread(move |s| s.service.feature(layer, &code, &caller)).await?;
    reply::json(&answer)
}
