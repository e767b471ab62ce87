//! Files from the browser: looked through, proposed as a change of a draft or applied to it, or taken in as a layer. All of
//! them tell their progress to whoever asks for it.

use crate::app::answer::{FeaturesUpload, UploadApplied, UploadMapping, UploadPreview, UploadProposal};
use crate::app::upload::UploadChoice;
use crate::app::upload_apply::ApplyWish;
use crate::app::upload_features::FeaturesWish;
use crate::domain::grid::coverage::repair::{UNATTENDED_M, WIDEST_M};
use crate::domain::progress::Progress;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::if_match::IfMatch;
use crate::http::openapi::{Problems, query_parameter};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::http::upload::{LARGEST, Upload};
use crate::http::watched::{self, WorkLine};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Characters of a file's name that are kept.
const LONGEST_STEM: usize = 100;

/// The query parameters of both calls.
pub struct UploadQuery;

impl IntoParams for UploadQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = query_parameter::<String>;
        vec![
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
    description = "请求体就是文件：边界 GeoJSON、Shapefile(zip)、GeoPackage、KML/KMZ、CSV、XLSX，最大 256 MB（压缩包、KML、CSV、XLSX 为 64 MB）。什么也不保存。以 Accept: application/x-ndjson 请求则逐行返回进度，最后一行为结果或未能办理的原因；断开连接即取消。\n\nThe body is the file: boundaries as GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, CSV or XLSX, up to 256 MB (archives, KML, CSV and XLSX 64 MB). Nothing is stored. Asked with Accept: application/x-ndjson it tells its progress line by line, and the last line is the result or why it was refused; closing the connection cancels.",
    params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "预览 · Preview", content((UploadPreview = "application/json"), (WorkLine = "application/x-ndjson"))), Problems)
)]
pub async fn preview_upload(
    State(state): State<AppState>,
    params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::read(params, false)?;
    watched::answer(&headers.clone(), |progress| async move {
        let upload = receive(&state, &headers, body, &asked.name, &progress).await?;
        Ok(state.service.preview_boundaries(upload.path.clone(), asked.choice, progress).await?)
    })
    .await
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/import", operation_id = "propose_upload", tag = "edition",
    summary = "文件变成草稿改动 · Propose a file as a change of a draft",
    description = "请求体为同一文件，参数为选定的字段对应。返回新增与变化的网格和文件未提到的编码；以 PATCH 保存；shapes_left_out 为真时图形太多不随答复返回，请用 import/apply 保存。repair_m 先修补缝隙与重叠（0.02–10 米）；remember=true 记住该图层的字段对应。进度与取消同 /imports。\n\nThe body is the same file, the parameters are the mapping that was chosen. Answers with the areas that are new or differ and the codes that the file leaves out; save them with PATCH; where shapes_left_out is true they are too many to be sent, save them with import/apply. repair_m first closes gaps and overlaps (0.02 to 10 m); remember=true keeps the mapping for layers of this name. Progress and cancelling as with /imports.",
    params(
        ("id" = Uuid, Path, description = "草稿编号 · Id of the draft"),
        UploadQuery,
        ("repair_m" = Option<f64>, Query, description = "修补容差（米） · Tolerance of a repair, metres"),
        ("remember" = Option<bool>, Query, description = "记住字段对应 · Keep the mapping")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "提议 · Proposal", content((UploadProposal = "application/json"), (WorkLine = "application/x-ndjson"))), Problems)
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
    watched::answer(&headers.clone(), |progress| async move {
        let upload = receive(&state, &headers, body, &asked.name, &progress).await?;
        Ok(state.service.propose_boundaries(id, upload.path.clone(), asked.choice, progress).await?)
    })
    .await
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/import/apply", operation_id = "apply_upload", tag = "edition",
    summary = "文件写入草稿 · Apply a file to a draft",
    description = "请求体为同一文件，参数同 import：把新增与变化的网格存为草稿的一次修改，图形不往返，全部成立或全部不算。remove=true 同时删除范围内同层级而文件未提到的网格。位置像是别的坐标系时拒绝，位置属实请带 accept_place=true。进度与取消同 /imports，取消后草稿不变。\n\nThe body is the same file, with the parameters of import: saves the areas that are new or differ as one change of the draft, without sending shapes to and fro; all of it or nothing. remove=true also removes areas of the same levels in the scope that the file leaves out. A place that looks like another datum's is refused unless accept_place=true. Progress and cancelling as with /imports; a cancelled draft stays as it was.",
    params(
        ("id" = Uuid, Path, description = "草稿编号 · Id of the draft"),
        IfMatch,
        UploadQuery,
        ("repair_m" = Option<f64>, Query, description = "修补容差（米） · Tolerance of a repair, metres"),
        ("remember" = Option<bool>, Query, description = "记住字段对应 · Keep the mapping"),
        ("remove" = Option<bool>, Query, description = "删除文件未提到的网格 · Remove what the file leaves out"),
        ("accept_place" = Option<bool>, Query, description = "位置属实 · The place is right although it looks like another datum's"),
        ("reason" = Option<String>, Query, description = "理由，记入草稿历史 · Why, for the history of the draft")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "结果 · What it did", content((UploadApplied = "application/json"), (WorkLine = "application/x-ndjson"))), Problems)
)]
pub async fn apply_upload(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let remove = params.flag("remove").unwrap_or(false);
    let accept_place = params.flag("accept_place").unwrap_or(false);
    let reason = params.text("reason");
    let Asked { name, choice } = Asked::read(params, true)?;
    let id = path.id("draft")?;
    let reason = reason.unwrap_or_else(|| format!("导入 {}", choice.stem));
    let wish = ApplyWish { choice, remove, accept_place, reason };
    watched::answer(&headers.clone(), |progress| async move {
        let upload = receive(&state, &headers, body, &name, &progress).await?;
        let (service, path) = (&state.service, upload.path.clone());
        Ok(service.apply_boundaries(id, version, path, wish, &caller, progress).await?)
    })
    .await
}

#[utoipa::path(
    post, path = "/api/v1/layers/{layer}/import", operation_id = "upload_features", tag = "edition",
    summary = "导入图层要素 · Import features of a layer",
    description = "请求体为文件，参数为选定的字段对应（先以 /imports 预览）。整个图层换成文件的内容，给出 scope 则只换该网格内的；全部成立或全部不算，立即生效。请先以 dry_run=true 查看将增、改、删多少。进度与取消同 /imports。\n\nThe body is the file, the parameters are the mapping that was chosen (look through it with /imports first). The layer becomes what the file holds, with scope only within that area; all of it or nothing, at once. dry_run=true tells first how many come, change and go. Progress and cancelling as with /imports.",
    params(
        ("layer" = String, Path, description = "图层，如 road · Layer, for instance road"),
        UploadQuery,
        ("scope" = Option<String>, Query, description = "只换该网格之内 · Only within the area with this code"),
        ("dry_run" = Option<bool>, Query, description = "只检查 · Only check"),
        ("accept_place" = Option<bool>, Query, description = "位置属实 · The place is right although it looks like another datum's"),
        ("remember" = Option<bool>, Query, description = "记住字段对应和图层 · Keep the mapping and the layer")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "结果 · What it did or would do", content((FeaturesUpload = "application/json"), (WorkLine = "application/x-ndjson"))), Problems)
)]
pub async fn upload_features(
    State(state): State<AppState>,
    path: Path<String>,
    mut params: Params,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let layer = super::layers::layer_of(&path.0)?;
    let scope = params.text("scope");
    let dry_run = params.flag("dry_run").unwrap_or(false);
    let accept_place = params.flag("accept_place").unwrap_or(false);
    let remember = params.flag("remember").unwrap_or(false);
    let asked = Asked::read(params, false)?;
    watched::answer(&headers.clone(), |progress| async move {
        let upload = receive(&state, &headers, body, &asked.name, &progress).await?;
        let choice = UploadChoice { remember, ..asked.choice };
        let wish = FeaturesWish { choice, scope, dry_run, accept_place };
        Ok(state.service.upload_features(layer, upload.path.clone(), wish, progress).await?)
    })
    .await
}

async fn receive(
    state: &AppState,
    headers: &HeaderMap,
    body: Body,
    name: &str,
    progress: &Progress,
) -> Result<Upload, Problem> {
    let id = state.service.upload_id();
    Upload::receive(headers, body, name, id, LARGEST, state.options.body_pace, progress).await
}

/// The parameters, read.
struct Asked {
    name: String,
    choice: UploadChoice,
}

impl Asked {
    fn read(mut params: Params, proposing: bool) -> Result<Self, Problem> {
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
            holds: None,
        };
        let (mut repair_m, mut remember) = (None, false);
        if proposing {
            repair_m = params.number_in("repair_m", UNATTENDED_M..=WIDEST_M);
            remember = params.flag("remember").unwrap_or(false);
        }
        params.finish()?;
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let stem = stem.chars().filter(|c| !c.is_control()).take(LONGEST_STEM).collect();
        Ok(Self { name, choice: UploadChoice { stem, layer, mapping, repair_m, remember } })
    }
}
