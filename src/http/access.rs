//! Who may call what, decided once for every route. The router refuses to be built with a route that has no row
//! here, so a new endpoint cannot be open by oversight.

use super::problem::Problem;
use super::state::AppState;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The decision for one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody who reaches the service. Names of persons and staff fields are left out of the answer for those
    /// who may not see them; the use case does that, because it depends on each person (R11).
    Public,
    /// Only callers that count as the office.
    Office,
    /// Only where boundaries may be edited.
    Editor,
    /// Hands out private fields one at a time, with a reason, audited.
    PrivateDoor,
}

/// Every route with its method and decision.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/site", Access::Public),
    ("GET", "/api/v1/locate", Access::Public),
    ("POST", "/api/v1/locate", Access::Public),
    ("GET", "/api/v1/areas", Access::Public),
    ("GET", "/api/v1/areas/edges", Access::Public),
    ("GET", "/api/v1/areas/{code}", Access::Public),
    ("GET", "/api/v1/editions", Access::Public),
    ("POST", "/api/v1/editions", Access::Editor),
    ("GET", "/api/v1/editions/{id}", Access::Editor),
    ("PATCH", "/api/v1/editions/{id}", Access::Editor),
    ("DELETE", "/api/v1/editions/{id}", Access::Editor),
    ("GET", "/api/v1/editions/{id}/areas", Access::Editor),
    ("GET", "/api/v1/editions/{id}/check", Access::Editor),
    ("GET", "/api/v1/editions/{id}/preview", Access::Editor),
    ("POST", "/api/v1/editions/{id}/repair", Access::Editor),
    ("POST", "/api/v1/editions/{id}/import", Access::Editor),
    ("POST", "/api/v1/editions/{id}/import/apply", Access::Editor),
    ("POST", "/api/v1/editions/{id}/roster", Access::Editor),
    ("POST", "/api/v1/boundaries/words", Access::Editor),
    ("GET", "/api/v1/boundaries/blocks", Access::Editor),
    ("POST", "/api/v1/rosters", Access::Editor),
    ("GET", "/api/v1/rosters/template", Access::Editor),
    ("POST", "/api/v1/layers/{layer}/import", Access::Editor),
    ("POST", "/api/v1/editions/{id}/publish", Access::Editor),
    ("POST", "/api/v1/editions/{number}/withdraw", Access::Editor),
    ("POST", "/api/v1/editions/{number}/restore", Access::Editor),
    ("POST", "/api/v1/imports", Access::Editor),
    ("GET", "/api/v1/certificate", Access::Public),
    ("GET", "/api/v1/layers", Access::Public),
    ("GET", "/api/v1/layers/{layer}", Access::Public),
    ("GET", "/api/v1/layers/{layer}/{code}", Access::Public),
    ("GET", "/api/v1/categories", Access::Public),
    ("GET", "/api/v1/search", Access::Public),
    ("POST", "/api/v1/parties/{id}/reveal", Access::PrivateDoor),
    ("POST", "/api/v1/incidents", Access::Public),
    ("GET", "/api/v1/incidents", Access::Public),
    ("GET", "/api/v1/incidents/points", Access::Public),
    ("GET", "/api/v1/incidents/histogram", Access::Public),
    ("GET", "/api/v1/incidents/{id}", Access::Public),
    ("GET", "/api/v1/hotspots/density", Access::Public),
    ("GET", "/api/v1/hotspots/ranking", Access::Public),
    ("GET", "/healthz", Access::Public),
    ("GET", "/readyz", Access::Public),
    ("GET", "/metrics", Access::Public),
    ("GET", "/openapi.json", Access::Public),
    ("GET", "/docs", Access::Public),
];

/// The row of a route.
pub fn of(method: &str, path: &str) -> Option<Access> {
    ROUTES.iter().find(|(m, p, _)| *m == method && *p == path).map(|(_, _, access)| *access)
}

/// Lets only callers through that count as the office.
pub async fn office(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if state.viewer.names { next.run(request).await } else { closed() }
}

/// Lets only callers through that may ask for private fields.
pub async fn private_door(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if state.viewer.reveal { next.run(request).await } else { closed() }
}

/// Lets only callers through that may edit boundaries.
pub async fn editor(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if state.viewer.edit {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::FORBIDDEN,
        "editing_closed",
        "本服务未开放网格编辑；如需编辑，请管理员以 --open-edit 启动",
        "Boundaries cannot be edited here; the administrator can open that with --open-edit",
    )
    .into_response()
}

fn closed() -> Response {
    Problem::new(
        StatusCode::FORBIDDEN,
        "private_closed",
        "本服务未开放个人信息；如需查看，请管理员以 --open-private 启动",
        "Private fields are closed here; the administrator can open them with --open-private",
    )
    .into_response()
}
