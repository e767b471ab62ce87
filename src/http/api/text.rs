//! Pasted text and files of tickets, read into drafts for a person to confirm.

use crate::app::answer::IntakeAnswer;
use crate::exchange::tickets::MOST_BYTES;
use crate::http::body::{self, Fields};
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

/// Text as it was copied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextBody {
    pub text: String,
}

#[utoipa::path(
    post, path = "/api/v1/intake/text", operation_id = "intake_text", tag = "incident",
    summary = "读粘贴的文字 · Read pasted text",
    description = "把微信消息、12345 工单、领导交办等文字拆成一件一件，读出地点、类别、编号、时间、联系人，并试派。什么也不保存，由人逐件确认后用上报接口提交。至多 100000 字、200 件。\n\nTakes chat messages, hotline tickets and instructions apart, reads place, category, number, time and contact of each and routes it for show. Nothing is stored; a person confirms each by the ordinary report. At most 100,000 characters and 200 tickets.",
    request_body = TextBody,
    responses((status = 200, body = IntakeAnswer, description = "草稿 · Drafts"), Problems)
)]
pub async fn read_text(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let text = fields.required_text("text");
    fields.finish()?;
    let answer = state.off_thread(move |s| s.service.read_text(&text, &caller)).await?;
    reply::json(&state.service.with_known(answer).await?)
}

#[utoipa::path(
    post, path = "/api/v1/intake/tickets", operation_id = "intake_tickets", tag = "incident",
    summary = "读工单文件 · Read a file of tickets",
    description = "请求体为 12345 等平台导出的 CSV（UTF-8 或 GBK）或 XLSX，按中英文表头识别各列。一行一件草稿，出错的行写明行号与列；编号已有记录的写明是哪一件。什么也不保存。至多 2000 行、8 MB。\n\nThe body is a CSV (UTF-8 or GBK) or XLSX as hotlines export it; columns are told by Chinese or English headings. A draft for each row; faults name row and column; a number that is on file already says which incident it is. Nothing is stored. At most 2,000 rows and 8 MB.",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = IntakeAnswer, description = "草稿 · Drafts"), Problems)
)]
pub async fn read_tickets(
    State(state): State<AppState>,
    caller: Caller,
    params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    params.finish()?;
    body::expect_unpacked(&headers)?;
    let bytes = body::read(&headers, body, MOST_BYTES, state.options.body_pace).await?;
    let answer = state.off_thread(move |s| s.service.read_tickets(&bytes, &caller)).await?;
    reply::json(&state.service.with_known(answer).await?)
}
