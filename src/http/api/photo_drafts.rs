//! Photos that somebody brings, and the drafts of reports that they make.

use crate::app::answer::{BroughtAnswer, IncidentCreated, PhotoDraftAnswer, PhotoDraftPage, ReportReply};
use crate::app::photo::MOST_BYTES;
use crate::app::photo_intake::{BroughtFile, DraftReport, MOST_AT_ONCE};
use crate::app::{FieldError, PageQuery};
use crate::http::api::incidents::REPLAYED;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::multipart::{Files, FormFile};
use crate::http::openapi::Problems;
use crate::http::params::{Params, one_of};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

const PHOTO_DRAFT: &str = "photo_draft";

/// Photos as files of a form.
#[derive(Debug, ToSchema)]
pub struct PhotosForm {
    #[schema(value_type = Vec<String>, format = Binary)]
    pub photos: Vec<Vec<u8>>,
}

/// Where a draft is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftPlaceBody {
    pub lon: f64,
    pub lat: f64,
    pub datum: Option<String>,
}

/// Photos that become a draft of their own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitBody {
    pub photos: Vec<Uuid>,
}

/// The draft whose photos come over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    pub draft: Uuid,
}

/// What makes a draft a report; place and time are the draft's where they are absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmDraftBody {
    pub category: String,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    /// Answer to the question that routing asks.
    pub answer: Option<String>,
    pub description: Option<String>,
    pub address: Option<String>,
    pub occurred_at: Option<String>,
    pub external_ref: Option<String>,
}

/// The two drafts that there are after photos were taken out of one.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct SplitAnswer {
    /// The draft that they were taken from, then the new one.
    pub drafts: Vec<PhotoDraftAnswer>,
}

#[utoipa::path(
    post, path = "/api/v1/intake/photos", operation_id = "bring_photos", tag = "incident",
    summary = "导入照片 · Bring photos",
    description = "表单字段 photos，每个一张 JPEG、PNG 或 WebP，每张至多 20 MB，一次至多 50 张。重新编码保存，读出位置、时间和方向；20 米、3 分钟以内拍的归为一份草稿，一份至多 9 张。打不开的和导入过的逐张说明，不影响其余。由人确认后才成为上报。\n\nForm fields called photos, each a JPEG, PNG or WebP of at most 20 MB, at most 50 at a time. They are kept re-encoded; place, time and direction are read. Photos within 20 m and 3 minutes make one draft, at most nine of them. What cannot be read or was brought before is told for each and does not hold the others back. A person makes reports of the drafts.",
    params(
        ("source" = Option<String>, Query, description = "patrol | 12345 | wechat | leader，默认 patrol · patrol when absent"),
        ("again" = Option<bool>, Query, description = "曾被丢弃的照片也重新导入 · Take photos of discarded drafts once more")
    ),
    request_body(content = PhotosForm, content_type = "multipart/form-data"),
    responses((status = 200, body = BroughtAnswer, description = "每张照片的结果和所成的草稿 · What became of each photo, and the drafts"), Problems)
)]
pub async fn bring_photos(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let source = params.text("source");
    let again = params.flag("again").unwrap_or(false);
    params.finish()?;
    let mut bringing = state.service.bring_photos(source.as_deref(), again, false, &caller)?;
    // The forms' own lines are small beside the photos.
    let most = (MOST_BYTES, (MOST_BYTES + (1 << 16)) * MOST_AT_ONCE);
    let mut files = Files::of(&headers, body, "photos", most, state.options.body_pace).await?;
    while let Some(FormFile { name, bytes }) = files.next().await? {
        match bytes {
            _ if bringing.count() >= MOST_AT_ONCE => bringing.refuse_rest(name),
            Some(bytes) => {
                bringing.add(BroughtFile { name, bytes }).await?;
            }
            None => bringing.refuse_large(name),
        }
    }
    if bringing.count() == 0 {
        return Err(Problem::fields(vec![FieldError::new(
            "photos",
            "missing",
            "请选择照片",
            "choose some photos",
        )]));
    }
    reply::json(&bringing.finish().await?)
}

#[utoipa::path(
    get, path = "/api/v1/intake/drafts", operation_id = "photo_drafts", tag = "incident",
    summary = "照片草稿 · Drafts from photos",
    description = "待确认的照片草稿，新的在前，各带位置、归属和附近的道路小区。\n\nDrafts that wait, newest first, each with its place, its owners and what is near.",
    params(
        ("limit" = Option<usize>, Query, description = "每页条数，1–200，默认 50 · Drafts a page, 50 when absent"),
        ("cursor" = Option<String>, Query, description = "上一页给出的 next_cursor · next_cursor of the page before")
    ),
    responses((status = 200, body = PhotoDraftPage, description = "草稿 · Drafts"), Problems)
)]
pub async fn photo_drafts(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let page = PageQuery { limit: params.integer("limit", 1..=200), cursor: params.text("cursor") };
    params.finish()?;
    reply::json(&state.service.photo_drafts(&page, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/intake/drafts/{id}", operation_id = "photo_draft", tag = "incident",
    summary = "一份照片草稿 · A draft from photos",
    description = "给出 category 时附试派结果与理由。\n\nWith a category also who would get it, and why.",
    params(
        ("id" = Uuid, Path, description = "草稿编号 · Id of the draft"),
        ("category" = Option<String>, Query, description = "事项类别 · Category")
    ),
    responses((status = 200, body = PhotoDraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn photo_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let category = params.text("category");
    params.finish()?;
    let id = path.id(PHOTO_DRAFT)?;
    reply::json(&state.service.photo_draft(id, category.as_deref(), &caller).await?)
}

#[utoipa::path(
    patch, path = "/api/v1/intake/drafts/{id}", operation_id = "place_photo_draft", tag = "incident",
    summary = "放置照片草稿 · Place a draft",
    description = "人工给草稿定位，此后不再自动并入照片。\n\nA person says where the draft is; no photo joins it unasked any more.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    request_body = DraftPlaceBody,
    responses((status = 200, body = PhotoDraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn place_photo_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let (lon, lat) = (fields.required_number("lon"), fields.required_number("lat"));
    let datum = fields.text("datum");
    fields.finish()?;
    let id = path.id(PHOTO_DRAFT)?;
    reply::json(&state.service.place_draft(id, lon, lat, datum.as_deref(), &caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/intake/drafts/{id}/split", operation_id = "split_photo_draft", tag = "incident",
    summary = "拆分照片草稿 · Split a draft",
    description = "把几张照片拆出，另成一份草稿。\n\nTakes photos out into a draft of their own.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    request_body = SplitBody,
    responses((status = 200, body = SplitAnswer, description = "两份草稿 · Both drafts"), Problems)
)]
pub async fn split_photo_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let photos = ids(&mut fields, "photos");
    fields.finish()?;
    let id = path.id(PHOTO_DRAFT)?;
    reply::json(&SplitAnswer { drafts: state.service.split_draft(id, &photos, &caller).await? })
}

#[utoipa::path(
    post, path = "/api/v1/intake/drafts/{id}/join", operation_id = "join_photo_drafts", tag = "incident",
    summary = "合并照片草稿 · Join drafts",
    description = "把另一份草稿的照片并入这一份，另一份随即消失。合计至多 9 张。\n\nThe photos of another draft come over, and that draft is gone. Nine photos at most together.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft that stays")),
    request_body = JoinBody,
    responses((status = 200, body = PhotoDraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn join_photo_drafts(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let text = fields.required_text("draft");
    let other = Uuid::parse_str(&text).ok();
    if other.is_none() && !text.is_empty() {
        fields.fault(no_id("draft"));
    }
    fields.finish()?;
    let id = path.id(PHOTO_DRAFT)?;
    reply::json(&state.service.join_drafts(id, other.unwrap_or_default(), &caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/intake/drafts/{id}/confirm", operation_id = "confirm_photo_draft", tag = "incident",
    summary = "确认照片草稿 · Confirm a draft",
    description = "由草稿成为上报，照片随之进入案件。同样内容再确认一次得到同一回答，并带 Idempotent-Replayed；不会成为两件。\n\nThe draft becomes a report, its photos with it. Confirming it again in the same words gets the same answer, marked Idempotent-Replayed; it never becomes two.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    request_body = ConfirmDraftBody,
    responses((status = 201, body = IncidentCreated, description = "已受理 · Accepted"), Problems)
)]
pub async fn confirm_photo_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let report = DraftReport {
        category: fields.required_text("category"),
        lon: fields.number("lon"),
        lat: fields.number("lat"),
        datum: fields.text("datum"),
        answer: fields.text("answer"),
        description: fields.text("description"),
        address: fields.text("address"),
        occurred_at: fields.text("occurred_at"),
        external_ref: fields.text("external_ref"),
    };
    fields.finish()?;
    let id = path.id(PHOTO_DRAFT)?;
    // As for every report: a caller that hangs up must not undo half of it.
    let work = {
        let state = state.clone();
        tokio::spawn(async move { state.service.confirm_draft(id, report, &caller).await })
    };
    let answer = match work.await {
        Ok(outcome) => outcome?,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => return Err(Problem::internal()),
        },
    };
    let mut response = reply::json(&answer)?;
    *response.status_mut() = StatusCode::CREATED;
    if matches!(answer, ReportReply::Replayed(_)) {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

#[utoipa::path(
    delete, path = "/api/v1/intake/drafts/{id}", operation_id = "discard_photo_draft", tag = "incident",
    summary = "丢弃照片草稿 · Discard a draft",
    description = "不成为上报。照片随后清除，只留校验值，以便认出再次导入的同一张。\n\nIt becomes no report. Its photos are swept; only their hashes stay, so that the same photo is known again.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 204, description = "已丢弃 · Discarded"), Problems)
)]
pub async fn discard_photo_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    state.service.discard_draft(path.id(PHOTO_DRAFT)?, &caller).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    get, path = "/api/v1/intake/photos/{id}/{size}", operation_id = "drafted_photo", tag = "incident",
    summary = "草稿中的照片 · A photo of a draft",
    description = "JPEG，large 最长边 2048，thumb 最长边 320；草稿待确认期间。\n\nA JPEG, large with at most 2048 pixels a side, thumb with 320, while its draft waits.",
    params(
        ("id" = Uuid, Path, description = "照片编号 · Id of the photo"),
        ("size" = String, Path, description = "large | thumb")
    ),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg", description = "照片 · Photo"), Problems)
)]
pub async fn drafted_photo(
    State(state): State<AppState>,
    path: Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let Path((id, size)) = path;
    let id = Path(id).id("photo")?;
    let size = crate::app::PhotoSize::from_slug(&size)
        .ok_or_else(|| Problem::fields(vec![one_of("size", &size, &["large", "thumb"])]))?;
    let bytes = state.service.drafted_photo_bytes(id, size).await?;
    // It never changes, but who may see it can.
    let mut response = reply::bytes("image/jpeg", "private, no-cache", bytes);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(response)
}

fn no_id(field: &str) -> FieldError {
    FieldError::new(field, "not_an_id", "应为编号（UUID）", "must be an id (UUID)")
}

/// A list of ids.
fn ids(fields: &mut Fields, name: &'static str) -> Vec<Uuid> {
    let Some(texts) = fields.texts(name) else { return Vec::new() };
    let ids: Vec<Uuid> = texts.iter().filter_map(|text| Uuid::parse_str(text).ok()).collect();
    if ids.len() < texts.len() {
        fields.fault(no_id(name));
    }
    ids
}
