//! Photos of incidents: one file a request, so that a phone on a bad line repeats only what did not arrive.

use crate::app::answer::PhotoAnswer;
use crate::app::photo::MOST_BYTES;
use crate::domain::photo::PhotoKind;
use crate::http::body;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::openapi::Problems;
use crate::http::params::{Params, one_of};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

const TRACKING_CODE: HeaderName = HeaderName::from_static("tracking-code");

#[utoipa::path(
    post, path = "/api/v1/incidents/{id}/photos", operation_id = "add_photo", tag = "case",
    summary = "添加照片 · Add a photo",
    description = "请求体为一张 JPEG、PNG 或 WebP，至多 20 MB；重新编码后保存，不留拍摄信息。同一张再发一次得到已有的那张。上报人凭 Tracking-Code 在办结前可添加。\n\nThe body is one JPEG, PNG or WebP of at most 20 MB; it is kept re-encoded, without metadata. The same picture again is the one that is there. A reporter adds with Tracking-Code while the case is open.",
    params(
        ("id" = Uuid, Path, description = "问题编号（UUID） · Id"),
        ("kind" = Option<String>, Query, description = "before | after | near | far | reference，默认 before · before when absent"),
        ("Tracking-Code" = Option<String>, Header, description = "上报人的查询码 · The reporter's tracking code")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = PhotoAnswer, description = "照片 · Photo"), Problems)
)]
pub async fn add_photo(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    mut params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = params.text("kind");
    let kind = match asked.as_deref() {
        None => PhotoKind::Before,
        Some(slug) => PhotoKind::from_slug(slug).unwrap_or_else(|| {
            let known: Vec<&str> = PhotoKind::ALL.iter().map(|kind| kind.slug()).collect();
            params.fail(one_of("kind", slug, &known));
            PhotoKind::Before
        }),
    };
    params.finish()?;
    let id = path.id("incident")?;
    let bytes = body::read(&headers, body, MOST_BYTES, state.options.body_pace).await?;
    let code = headers.get(&TRACKING_CODE).and_then(|value| value.to_str().ok());
    let photo = state.service.add_photo(id, kind, bytes.to_vec(), code, &caller).await?;
    let mut response = reply::json(&photo)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

#[utoipa::path(
    get, path = "/api/v1/photos/{id}/{size}", operation_id = "photo", tag = "case",
    summary = "照片 · A photo",
    description = "JPEG，large 最长边 2048，thumb 最长边 320；只给工作人员。\n\nA JPEG, large with at most 2048 pixels a side, thumb with 320; for staff.",
    params(
        ("id" = Uuid, Path, description = "照片编号 · Id of the photo"),
        ("size" = String, Path, description = "large | thumb")
    ),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg", description = "照片 · Photo"), Problems)
)]
pub async fn photo(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let Path((id, size)) = path;
    let id = Path(id).id("photo")?;
    let size = crate::app::PhotoSize::from_slug(&size)
        .ok_or_else(|| Problem::fields(vec![one_of("size", &size, &["large", "thumb"])]))?;
    let bytes = state.service.photo_bytes(id, size, &caller).await?;
    // A photo never changes, but who may see it can.
    let mut response = reply::bytes("image/jpeg", "private, no-cache", bytes);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(response)
}
