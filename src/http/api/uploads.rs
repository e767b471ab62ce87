//! Boundary files and rosters from the browser: looked through, then proposed as a change of a draft.

use crate::app::FieldError;
use crate::app::answer::{UploadMapping, UploadPreview, UploadProposal};
use crate::app::upload::UploadChoice;
use crate::domain::grid::coverage::repair::{UNATTENDED_M, WIDEST_M};
use crate::exchange::delimited::MAX_TABLE_BYTES;
use crate::http::body;
use crate::http::extract::Path;
use crate::http::openapi::{Problems, query_parameter};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use crate::http::upload::Upload;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use tokio::sync::Semaphore;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Files are looked through one at a time, so that several do not fill the memory together.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// Characters of a file's name that are kept.
const LONGEST_STEM: usize = 100;

/// What an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boundary,
    Roster,
}

/// The query parameters of both calls.
pub struct UploadQuery;

impl IntoParams for UploadQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = query_parameter::<String>;
        vec![
            text("kind", "boundary 边界文件，或 roster 责任表", "boundary (default) or roster"),
            text("name", "文件名，只看后缀", "name of the file; only its ending is looked at"),
            text("layer", "文件里的图层", "layer of the file"),
            text("code", "编码字段", "field of the code"),
            text("name_field", "名称字段", "field of the name"),
            text("parent", "上级字段", "field of the parent"),
            text("level_field", "层级字段", "field of the level"),
            text("extent", "四至字段", "field of the boundary in words"),
            text("level", "全部网格的层级", "level of every area"),
            text(
                "datum",
                "坐标系：wgs84、cgcs2000、gcj02、bd09、epsg:4547……",
                "datum, as the command line takes it",
            ),
            text("encoding", "文字编码：utf-8、gbk、big5", "encoding of the texts"),
        ]
    }
}

#[utoipa::path(
    post, path = "/api/v1/imports", operation_id = "preview_upload", tag = "edition",
    summary = "预览文件 · Look through a file",
    description = "请求体就是文件：边界 GeoJSON、Shapefile(zip)、GeoPackage、KML/KMZ、CSV，最大 64 MB；或责任表 CSV、XLSX。什么也不保存。\n\nThe body is the file: boundaries as GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ or CSV up to 64 MB, or a roster as CSV or XLSX. Nothing is stored.",
    params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = UploadPreview, description = "预览 · Preview"), Problems)
)]
pub async fn preview_upload(
    State(state): State<AppState>,
    params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::read(params, false)?;
    let preview = match asked.kind {
        Kind::Roster => {
            let bytes = body::read(&headers, body, MAX_TABLE_BYTES, state.options.body_pace).await?;
            let _turn = ONE_AT_A_TIME.acquire().await;
            state.service.preview_roster(bytes.to_vec()).await?
        }
        Kind::Boundary => {
            let upload = receive(&state, &headers, body, &asked.name).await?;
            let _turn = ONE_AT_A_TIME.acquire().await;
            state.service.preview_boundaries(upload.path.clone(), asked.choice).await?
        }
    };
    reply::json(&preview)
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/import", operation_id = "propose_upload", tag = "edition",
    summary = "文件变成草稿改动 · Propose a file as a change of a draft",
    description = "请求体为同一文件，参数为选定的字段对应。返回新增与变化的网格和文件未提到的编码；以 PATCH 保存。repair_m 先修补缝隙与重叠(0.02–10 米)；remember=true 记住该图层的字段对应。community 为责任表中未写社区的行所属社区。\n\nThe body is the same file, the parameters are the mapping that was chosen. Answers with the areas that are new or differ and the codes that the file leaves out; save them with PATCH. repair_m first closes gaps and overlaps (0.02 to 10 m); remember=true keeps the mapping for layers of this name; community is that of roster rows that name none.",
    params(
        ("id" = Uuid, Path, description = "草稿编号 · Id of the draft"),
        UploadQuery,
        ("repair_m" = Option<f64>, Query, description = "修补容差(米) · Tolerance of a repair, metres"),
        ("remember" = Option<bool>, Query, description = "记住字段对应 · Keep the mapping"),
        ("community" = Option<String>, Query, description = "所属社区 · Community of roster rows that name none")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = UploadProposal, description = "提议 · Proposal"), Problems)
)]
pub async fn propose_upload(
    State(state): State<AppState>,
    path: Path<String>,
    params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::read(params, true)?;
    let id = path.id("draft")?;
    let proposal = match asked.kind {
        Kind::Roster => {
            let bytes = body::read(&headers, body, MAX_TABLE_BYTES, state.options.body_pace).await?;
            let _turn = ONE_AT_A_TIME.acquire().await;
            state.service.propose_roster(id, bytes.to_vec(), asked.community).await?
        }
        Kind::Boundary => {
            let upload = receive(&state, &headers, body, &asked.name).await?;
            let _turn = ONE_AT_A_TIME.acquire().await;
            state.service.propose_boundaries(id, upload.path.clone(), asked.choice).await?
        }
    };
    reply::json(&proposal)
}

async fn receive(state: &AppState, headers: &HeaderMap, body: Body, name: &str) -> Result<Upload, Problem> {
    let id = state.service.upload_id();
    Upload::receive(headers, body, name, id, state.options.body_pace).await
}

/// The parameters, read.
struct Asked {
    kind: Kind,
    name: String,
    choice: UploadChoice,
    community: Option<String>,
}

impl Asked {
    fn read(mut params: Params, proposing: bool) -> Result<Self, Problem> {
        let kind = match params.text("kind").as_deref() {
            None | Some("boundary") => Kind::Boundary,
            Some("roster") => Kind::Roster,
            Some(other) => {
                let fault: FieldError = crate::http::params::one_of("kind", other, &["boundary", "roster"]);
                params.fail(fault);
                Kind::Boundary
            }
        };
        let name = params.text("name").unwrap_or_default();
        let layer = params.text("layer");
        let mapping = UploadMapping {
            code: params.text("code"),
            name: params.text("name_field"),
            parent: params.text("parent"),
            level_field: params.text("level_field"),
            extent: params.text("extent"),
            level: params.text("level"),
            datum: params.text("datum"),
            encoding: params.text("encoding"),
        };
        let (mut repair_m, mut remember, mut community) = (None, false, None);
        if proposing {
            repair_m = params.number_in("repair_m", UNATTENDED_M..=WIDEST_M);
            remember = params.flag("remember").unwrap_or(false);
            community = params.text("community");
        }
        params.finish()?;
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let stem = stem.chars().filter(|c| !c.is_control()).take(LONGEST_STEM).collect();
        Ok(Self { kind, name, choice: UploadChoice { stem, layer, mapping, repair_m, remember }, community })
    }
}
