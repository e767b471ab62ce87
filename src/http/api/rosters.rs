//! Rosters (责任表) from the browser: pasted text or a file, looked through row by row, then taken into a draft together with
//! the posts.

use crate::app::answer::{RosterAnswer, RosterPreview};
use crate::app::draft_roster::RosterWish;
use crate::domain::progress::Progress;
use crate::exchange::delimited::MAX_TABLE_BYTES;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::if_match::{IfMatch, with_version};
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use crate::http::upload::Upload;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[utoipa::path(
    post, path = "/api/v1/rosters", operation_id = "preview_roster", tag = "edition",
    summary = "预览责任表 · Look through a roster",
    description = "请求体为从 Excel 粘贴的文字（UTF-8），或 CSV、XLSX 文件。返回各行与各行的问题；什么也不保存，电话不返回。\n\nThe body is text pasted out of a spreadsheet (UTF-8), or a CSV or XLSX file. Answers with the rows and the problems of each; nothing is stored, phones are not shown.",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = RosterPreview, description = "预览 · Preview"), Problems)
)]
pub async fn preview_roster(
    State(state): State<AppState>,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    params.finish()?;
    let upload = receive(&state, request).await?;
    reply::json(&state.service.preview_roster(upload.bytes().await?).await?)
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/roster", operation_id = "take_roster", tag = "edition",
    summary = "责任表进入草稿 · Take a roster into a draft",
    description = "请求体为责任表（粘贴的文字、CSV 或 XLSX）。片区与点位写入草稿，单位、人员与任职同时保存，全部成立或全部不算；任职自 from（日期或时刻，默认立即）起，网格发布后即在责任卡上显示。手机号不公开，只能经查询电话的入口取得。dry_run=true 只检查，返回各行的问题；否则须带 If-Match。\n\nThe body is the roster (pasted text, CSV or XLSX). Zones and points go into the draft, units, persons and posts are stored with them, all of it or nothing; posts begin on from (a day or an instant, at once by default) and show once their area is published. Mobiles stay private. dry_run=true only checks and tells the problems of each row; else If-Match is needed.",
    params(
        ("id" = Uuid, Path, description = "草稿编号 · Id of the draft"),
        ("If-Match" = Option<String>, Header, description = "所改的版本，如 \"v3\"；dry_run 时不需要 · The version that was changed; not needed for a dry run"),
        ("dry_run" = Option<bool>, Query, description = "只检查 · Only check"),
        ("community" = Option<String>, Query, description = "未写社区的行所属社区，编码或名称 · Community of rows that name none, code or name"),
        ("from" = Option<String>, Query, description = "任职起始，默认立即 · When the posts begin, at once by default"),
        ("public_phones" = Option<bool>, Query, description = "手机号作为岗位电话公开 · Mobiles become public phones of the posts"),
        ("reason" = Option<String>, Query, description = "理由，记入草稿历史 · Why, for the history of the draft")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = RosterAnswer, description = "结果 · What it did or would do"), Problems)
)]
pub async fn take_roster(
    State(state): State<AppState>,
    path: Path<String>,
    mut params: Params,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let dry_run = params.flag("dry_run").unwrap_or(false);
    let wish = RosterWish {
        community: params.text("community"),
        from: params.instant("from", state.service.zone()),
        public_phones: params.flag("public_phones").unwrap_or(false),
        reason: params.text("reason").unwrap_or_else(|| "导入责任表".to_owned()),
    };
    params.finish()?;
    let id = path.id("draft")?;
    let (mut parts, body) = request.into_parts();
    let version = if dry_run { None } else { Some(IfMatch::from_request_parts(&mut parts, &()).await?.0) };
    let upload = receive(&state, Request::from_parts(parts, body)).await?;
    let bytes = upload.bytes().await?;
    let answer = match version {
        None => state.service.preview_draft_roster(id, bytes, wish).await?,
        Some(version) => state.service.take_roster(id, version, bytes, wish, &caller).await?,
    };
    Ok(with_version(reply::json(&answer)?, answer.draft.version))
}

/// The content tells what it is, not its name.
async fn receive(state: &AppState, request: Request<Body>) -> Result<Upload, Problem> {
    let (parts, body) = request.into_parts();
    let id = state.service.upload_id();
    let (pace, wanted) = (state.options.body_pace, Progress::default());
    Upload::receive(&parts.headers, body, "", id, MAX_TABLE_BYTES, pace, &wanted).await
}

#[utoipa::path(
    get, path = "/api/v1/rosters/template", operation_id = "roster_template", tag = "edition",
    summary = "责任表空表 · Empty roster",
    description = "供填写的 xlsx：表头、社区与片区的下拉名单、填写说明与示例。\n\nA workbook to fill in: headings, drop-down values of communities and zones, and a sheet that explains the columns.",
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", description = "空表 · Workbook"), Problems)
)]
pub async fn template(State(state): State<AppState>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    let bytes = crate::app::roster_import::roster_template(state.service.store()).await?;
    let mut response = reply::bytes(XLSX, reply::NO_STORE, bytes);
    let name = HeaderValue::from_static(
        "attachment; filename=\"roster.xlsx\"; filename*=UTF-8''%E8%B4%A3%E4%BB%BB%E8%A1%A8.xlsx",
    );
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
