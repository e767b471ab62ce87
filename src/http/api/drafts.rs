//! Drafts of editions: begin, read, change with `If-Match`, check, preview, take back.

use crate::app::FieldError;
use crate::app::answer::{DraftAnswer, DraftAreaProperties, DraftCheck, DraftPreview};
use crate::app::draft::{DraftEdit, NewDraft};
use crate::domain::grid::{Area, Level, Scheme};
use crate::exchange::geometry_json;
use crate::http::body::{self, Fields};
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::features;
use crate::http::if_match::{IfMatch, with_version};
use crate::http::openapi::{FeatureCollection, Problems};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Largest change: some thousand areas with all their vertices.
const LARGEST_EDIT: usize = 32 * 1024 * 1024;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraftBody {
    /// duty when absent.
    pub scheme: Option<String>,
    /// Codes of the communities that it may touch; empty for the whole scheme.
    pub scope: Option<Vec<String>>,
    pub note: Option<String>,
}

/// An area as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftAreaBody {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent: Option<String>,
    /// The boundary in words.
    pub extent: Option<String>,
    /// GeoJSON Polygon or MultiPolygon in degrees, WGS 84; null while it is not drawn.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
}

/// One save; all of it or nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftEditBody {
    pub upsert: Option<Vec<DraftAreaBody>>,
    /// Codes of areas that go.
    pub remove: Option<Vec<String>>,
    pub reason: String,
}

fn answer(draft: &DraftAnswer) -> Result<Response, Problem> {
    Ok(with_version(reply::json(draft)?, draft.version))
}

#[utoipa::path(
    post, path = "/api/v1/editions", operation_id = "create_draft", tag = "edition",
    summary = "起草 · Begin a draft",
    description = "在最新版本上起草；scope 为可改动的社区编码，空为整个体系。\n\nBegins a draft on the newest edition; scope names the communities that it may touch, empty for the whole scheme.",
    request_body = NewDraftBody,
    responses((status = 201, body = DraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn create_draft(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let scheme = fields.text("scheme");
    let scope = texts(fields.take("scope"), "scope");
    let note = fields.text("note").unwrap_or_default();
    fields.finish()?;
    let scheme = match scheme {
        None => Scheme::default(),
        Some(slug) => Scheme::from_slug(&slug).ok_or_else(|| {
            let known: Vec<&str> = Scheme::ALL.iter().map(|scheme| scheme.slug()).collect();
            Problem::fields(vec![crate::http::params::one_of("scheme", &slug, &known)])
        })?,
    };
    let draft = state.service.create_draft(NewDraft { scheme, scope: scope?, note }, &caller).await?;
    let mut response = answer(&draft)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::from_str(&format!("editions/{}", draft.id)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

#[utoipa::path(
    get, path = "/api/v1/editions/{id}", operation_id = "draft", tag = "edition",
    summary = "一份草稿 · One draft",
    description = "ETag 为其版本，修改时以 If-Match 带回。\n\nETag is its version, to be named by If-Match when it is changed.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 200, body = DraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn draft(
    State(state): State<AppState>,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("draft")?;
    answer(&state.service.draft(id).await?)
}

#[utoipa::path(
    get, path = "/api/v1/editions/{id}/areas", operation_id = "draft_areas", tag = "edition",
    summary = "草稿中的网格 · Areas of a draft",
    description = "草稿范围内全部网格发布后的样子；changed 为 added、reshaped、renamed 或 null。\n\nAll areas of the draft's scope as they would be; changed is added, reshaped, renamed or null.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 200, body = FeatureCollection<DraftAreaProperties>, content_type = "application/geo+json", description = "网格 · Areas"), Problems)
)]
pub async fn draft_areas(
    State(state): State<AppState>,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("draft")?;
    let areas = state.service.draft_areas(id).await?;
    let version = areas.version;
    Ok(with_version(features::untagged(areas), version))
}

#[utoipa::path(
    patch, path = "/api/v1/editions/{id}", operation_id = "change_draft", tag = "edition",
    summary = "修改草稿 · Change a draft",
    description = "一次保存：新增或修改的网格、删除的编码和理由，全部成立或全部不算。版本过时为 412，并列出他人此后改过的编码。\n\nOne save: areas that are new or changed, codes that go, and why; all of it or nothing. A stale version is 412 with the codes that somebody else changed since.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft"), IfMatch),
    request_body = DraftEditBody,
    responses((status = 200, body = DraftAnswer, description = "草稿 · Draft"), Problems)
)]
pub async fn change_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = body::read_json(&headers, body, LARGEST_EDIT, state.options.body_pace).await?;
    let edit = read_edit(fields)?;
    let id = path.id("draft")?;
    answer(&state.service.change_draft(id, version, edit, &caller).await?)
}

#[utoipa::path(
    delete, path = "/api/v1/editions/{id}", operation_id = "withdraw_draft", tag = "edition",
    summary = "放弃草稿 · Withdraw a draft",
    description = "内容留在历史中。\n\nIts content stays in the history.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 204, description = "已放弃 · Withdrawn"), Problems)
)]
pub async fn withdraw_draft(
    State(state): State<AppState>,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("draft")?;
    state.service.withdraw_draft(id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    get, path = "/api/v1/editions/{id}/check", operation_id = "check_draft", tag = "edition",
    summary = "检查草稿 · Check a draft",
    description = "按发布后的样子检查全覆盖、无缝隙；warning 为真的不妨碍发布。\n\nChecks coverage as it would be; warnings do not bar publication.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 200, body = DraftCheck, description = "检查结果 · Findings"), Problems)
)]
pub async fn check_draft(
    State(state): State<AppState>,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("draft")?;
    reply::json(&state.service.check_draft(id).await?)
}

#[utoipa::path(
    get, path = "/api/v1/editions/{id}/preview", operation_id = "preview_draft", tag = "edition",
    summary = "发布预览 · What publishing would do",
    description = "每个网格的面积、户数与道路；换了责任人的未办结问题与要素；失去网格的任职；空缺的岗位。列表最多 1000 条，总数如实。\n\nGround, households and roads of each area; open incidents and features with another owner; posts that lose their area; posts that nobody holds. Lists hold at most 1,000, totals are whole.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft")),
    responses((status = 200, body = DraftPreview, description = "预览 · Preview"), Problems)
)]
pub async fn preview_draft(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("draft")?;
    reply::json(&state.service.preview_draft(id, &caller).await?)
}

/// A list of texts; null counts as empty.
fn texts(value: Option<Value>, name: &str) -> Result<Vec<String>, Problem> {
    let Some(value) = value else { return Ok(Vec::new()) };
    serde_json::from_value(value).map_err(|_| {
        Problem::fields(vec![FieldError::new(
            name,
            "not_a_list",
            format!("{name} 应为文字的列表"),
            format!("{name} must be a list of texts"),
        )])
    })
}

/// Reads a save; every fault of every area is told at once.
pub fn read_edit(mut fields: Fields) -> Result<DraftEdit, Problem> {
    let upsert = fields.take("upsert");
    let remove = texts(fields.take("remove"), "remove");
    let reason = fields.required_text("reason");
    fields.finish()?;
    let remove = remove?;
    let rows = match upsert {
        None => Vec::new(),
        Some(Value::Array(rows)) => rows,
        Some(_) => {
            return Err(Problem::fields(vec![FieldError::new(
                "upsert",
                "not_a_list",
                "upsert 应为网格的列表",
                "upsert must be a list of areas",
            )]));
        }
    };
    let mut faults = Vec::new();
    let mut areas = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        match read_area(row) {
            Ok(area) => areas.push(area),
            Err(found) => faults.extend(found.into_iter().map(|fault| FieldError {
                field: format!("upsert[{index}].{}", fault.field).trim_end_matches('.').to_owned(),
                ..fault
            })),
        }
    }
    if faults.is_empty() {
        Ok(DraftEdit { upsert: areas, remove, reason })
    } else {
        Err(Problem::fields(faults))
    }
}

fn read_area(row: Value) -> Result<Area, Vec<FieldError>> {
    let Value::Object(map) = row else {
        return Err(vec![FieldError::new("", "not_an_object", "应为对象", "must be an object")]);
    };
    let mut fields = Fields::of(map);
    let code = fields.required_text("code");
    let name = fields.required_text("name");
    let level = fields.required_text("level");
    let parent = fields.text("parent");
    let extent = fields.text("extent");
    let geometry = fields.take("geometry");
    let mut faults = fields.faults();
    let known = Level::from_slug(&level);
    if known.is_none() && !level.is_empty() {
        let levels: Vec<&str> = Level::ALL.iter().map(|level| level.slug()).collect();
        faults.push(crate::http::params::one_of("level", &level, &levels));
    }
    let shape = geometry.map(geometry_json::read_shape).transpose().unwrap_or_else(|problems| {
        faults.extend(problems.into_iter().map(|problem| {
            FieldError::new("geometry", problem.code, problem.words.zh, problem.words.en).at(problem.place)
        }));
        None
    });
    match known {
        Some(level) if faults.is_empty() => {
            Ok(Area { scheme: Scheme::default(), level, code, name, parent, shape, extent })
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn faults(body: Value) -> Vec<String> {
        let fields = Fields::parse(body.to_string().as_bytes()).expect("json");
        let problem = read_edit(fields).expect_err("faults");
        problem.errors.iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
    }

    #[test]
    fn every_fault_of_every_area_is_told_at_once() {
        let ring = json!([[102.5, 24.3], [102.6, 24.3], [102.6, 24.4], [102.5, 24.3]]);
        let told = faults(json!({
            "reason": "x",
            "upsert": [
                {"code": "a", "name": "a", "level": "street", "geometry": {"type": "Polygon", "coordinates": [ring]}},
                {"code": "b", "level": "moon", "colour": 1},
                {"code": "c", "name": "c", "level": "zone", "geometry": {"type": "Point", "coordinates": [1, 2]}},
                7
            ]
        }));
        assert_eq!(
            told,
            [
                "upsert[1].name:missing",
                "upsert[1].colour:unknown_field",
                "upsert[1].level:unknown",
                "upsert[2].geometry:not_an_area",
                "upsert[3]:not_an_object"
            ]
        );
        assert_eq!(faults(json!({"upsert": [], "remove": "a"})), ["reason:missing"]);
        assert_eq!(faults(json!({"reason": "x", "remove": "a"})), ["remove:not_a_list"]);
    }
}
