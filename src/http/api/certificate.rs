//! The certificate of 全覆盖、无缝隙 (R7).

use super::areas::scheme;
use crate::app::certificate::Certificate;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

#[utoipa::path(
    get, path = "/api/v1/certificate", operation_id = "certificate", tag = "grid",
    summary = "全覆盖、无缝隙证明 · Certificate of coverage",
    description = "现行网格的图形、人员、部门三方面核查结果，未划到点位的面积，以及边界的 SHA-256 与 SM3。faults 为 0 即成立。\n\nGeometry, posts and departments of the areas in force, what is not drawn, and SHA-256 and SM3 of the boundaries. It holds when faults is 0.",
    params(
        ("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent"),
        ("at" = Option<String>, Query, description = "按何时的任职核查，日期或时间 · Posts in force at, a day or a time"),
        ("geometry" = Option<bool>, Query, description = "只看图形 · Geometry alone")
    ),
    responses((status = 200, body = Certificate, description = "证明 · Certificate"),
        (status = 304, description = "未变 · Unchanged"), Problems)
)]
pub async fn certificate(
    State(state): State<AppState>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let scheme = scheme(&mut params);
    let at = params.instant("at", state.service.zone()).unwrap_or_else(|| state.service.now());
    let geometry = params.flag("geometry").unwrap_or(false);
    params.finish()?;
    let mut certificate = state.service.certificate(scheme, at).await?;
    if geometry {
        certificate.leave_out_people();
    }
    Ok(reply::tagged(&headers, reply::JSON, reply::render(&certificate)?))
}
