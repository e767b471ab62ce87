//! The one door to a private phone number (R11).

use crate::app::answer::PartyRevealed;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::openapi::Problems;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why somebody needs a private phone number; kept in the audit log.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevealRequest {
    pub reason: String,
}

#[utoipa::path(
    post, path = "/api/v1/parties/{id}/reveal", operation_id = "reveal_party", tag = "place",
    summary = "查看联系电话 · Reveal a phone",
    description = "返回个人电话并记入审计日志；本人片区之外的人为 403 not_your_area。\n\nAnswers a personal phone and audits it; 403 not_your_area for people beyond one's own areas.",
    params(("id" = Uuid, Path, description = "主体编号 · Id of the party")),
    request_body = RevealRequest,
    responses((status = 200, body = PartyRevealed, description = "电话 · Phone"), Problems)
)]
pub async fn reveal(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let reason = fields.required_text("reason");
    fields.finish()?;
    let id = path.id("party")?;
    reply::json(&state.service.reveal(id, &reason, &caller).await?)
}
