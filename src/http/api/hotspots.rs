//! Where the problems are: a density surface and ranked lists, under the shared filter.

use crate::app::answer::{DensityAnswer, RankingAnswer};
use crate::app::{DensityQuery, RankBy, RankingQuery};
use crate::domain::grid::Level;
use crate::http::caller::Caller;
use crate::http::filter::{self, FilterParams};
use crate::http::openapi::Problems;
use crate::http::params::{Params, one_of};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/hotspots/density", operation_id = "density", tag = "hotspot",
    summary = "密度 · Density",
    description = "核密度，单位为每平方公里件数，带宽以米计；values 为 base64 的 32 位小端浮点数，自西北角逐行。bbox 既是画幅也是筛选范围。\n\nKernel density in incidents per km² with a bandwidth in metres; values are base64 of little-endian f32, rows from the north-west. bbox is the frame of the surface.",
    params(
        FilterParams,
        ("width" = Option<u32>, Query, description = "列数，16–1024，默认 256 · Columns, 256 when absent"),
        ("height" = Option<u32>, Query, description = "行数，16–1024，默认 256 · Rows, 256 when absent"),
        ("bandwidth_m" = Option<f64>, Query, description = "带宽（米），5–5000，默认 60 · Bandwidth in metres, 60 when absent")
    ),
    responses((status = 200, body = DensityAnswer, description = "密度面 · Surface"), Problems)
)]
pub async fn density(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let mut filter = filter::read(&mut params, state.service.zone());
    let query = DensityQuery {
        // Incidents just outside the frame still warm its border, so the box frames and does not filter.
        bbox: filter.bbox.take(),
        width: params.integer("width", 16..=1024),
        height: params.integer("height", 16..=1024),
        bandwidth_m: params.number_in("bandwidth_m", 5.0..=5000.0),
    };
    params.finish()?;
    let answer = state.off_thread(move |s| s.service.density(&filter, &query)).await?;
    reply::json(&answer)
}

#[utoipa::path(
    get, path = "/api/v1/hotspots/ranking", operation_id = "ranking", tag = "hotspot",
    summary = "排行 · Ranking",
    description = "街段（每侧 100 米）、小区或网格按问题数排序，带责任人和上一同长时段的数量。\n\nStreet sides of 100 m, compounds or areas by number of incidents, with the owner and the count of the period before.",
    params(
        ("by" = Option<String>, Query, description = "segment | compound | area，默认 segment · segment when absent"),
        ("level" = Option<String>, Query, description = "by=area 时的层级，默认 point · Level when by=area, point when absent"),
        ("limit" = Option<usize>, Query, description = "条数，1–500，默认 20 · Number of places, 20 when absent"),
        FilterParams
    ),
    responses((status = 200, body = RankingAnswer, description = "排行 · Ranking"), Problems)
)]
pub async fn ranking(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let filter = filter::read(&mut params, state.service.zone());
    let by = params.text("by");
    let level = params.slug("level", Level::ALL, Level::slug);
    let by = match by.as_deref() {
        None | Some("segment") => RankBy::Segment,
        Some("compound") => RankBy::Compound,
        Some("area") => RankBy::Area(level.unwrap_or(Level::Point)),
        Some(other) => {
            params.fail(one_of("by", other, &["segment", "compound", "area"]));
            RankBy::Segment
        }
    };
    let query = RankingQuery { by, limit: params.integer("limit", 1..=500) };
    params.finish()?;
    let answer = state.off_thread(move |s| s.service.ranking(&filter, &query, &caller)).await?;
    reply::json(&answer)
}
