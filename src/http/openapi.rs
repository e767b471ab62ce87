//! The OpenAPI document: its head, the pieces that endpoints share, and the endpoint that serves it. Paths and
//! schemas are collected from the handlers' own annotations.

use super::problem::{PROBLEM_JSON, ProblemDocument};
use super::reply;
use super::state::AppState;
use crate::app::answer::schema::Geometry;
use crate::app::answer::{AreaProperties, EdgeProperties};
use crate::domain::grid::Level;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, Object, Ref, RefOr, Required, ResponseBuilder, Schema};
use utoipa::{IntoResponses, OpenApi, PartialSchema, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wangge 网格",
        description = "社区网格地图服务：这里归谁管、上报归谁办、哪里问题多。坐标一律经度在前；时间为带时区的 RFC 3339；出错一律为 application/problem+json。\n\nCommunity grid map service: who owns this spot, whose is this report, where is the heat. Longitude comes first; times are RFC 3339 with zone; every error is application/problem+json.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = ".", description = "相对于本文件 · Relative to this document")),
    tags(
        (name = "place", description = "位置与归属 · Places and owners"),
        (name = "grid", description = "网格与图层 · Areas and layers"),
        (name = "edition", description = "网格版本与草稿 · Editions and drafts"),
        (name = "incident", description = "问题 · Incidents"),
        (name = "case", description = "案件办理 · Cases"),
        (name = "hotspot", description = "热点 · Hotspots"),
        (name = "account", description = "登录与账号 · Sign-in and accounts"),
        (name = "reference", description = "站点与字典 · Site and reference"),
        (name = "operation", description = "运维 · Operation")
    ),
    components(schemas(ProblemDocument))
)]
pub struct Document;

/// The problem document as the answer of everything that went wrong.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let schema = Ref::from_schema_name(ProblemDocument::name());
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("未能办理的原因 · Why the request was refused")
            .content(PROBLEM_JSON, content);
        BTreeMap::from([("default".to_owned(), response.build().into())])
    }
}

/// GeoJSON (RFC 7946): longitude first, WGS 84.
#[derive(Debug, ToSchema)]
pub struct FeatureCollection<P: ToSchema> {
    #[schema(rename = "type")]
    pub kind: CollectionKind,
    pub features: Vec<GeoFeature<P>>,
}

/// Areas as GeoJSON, page by page.
#[derive(Debug, ToSchema)]
pub struct AreaCollection {
    #[schema(rename = "type")]
    pub kind: CollectionKind,
    /// Number of the edition that they come from; null before the first one.
    pub edition: Option<i64>,
    /// Areas on all pages together.
    pub total: usize,
    /// For the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// Levels that `most` left out, coarse to fine.
    pub levels_left_out: Vec<Level>,
    pub features: Vec<AreaFeature>,
}

/// One area as GeoJSON; `geometry` is null while it is named but not drawn, and where it is too small to show.
#[derive(Debug, ToSchema)]
pub struct AreaFeature {
    #[schema(rename = "type")]
    pub kind: FeatureKind,
    pub properties: AreaProperties,
    pub geometry: Option<Geometry>,
}

/// Borders as GeoJSON.
#[derive(Debug, ToSchema)]
pub struct EdgeCollection {
    #[schema(rename = "type")]
    pub kind: CollectionKind,
    /// Levels that `most` left out, coarse to fine.
    pub levels_left_out: Vec<Level>,
    pub features: Vec<EdgeFeature>,
}

/// One border as GeoJSON; `geometry` is null where it is too short to show.
#[derive(Debug, ToSchema)]
pub struct EdgeFeature {
    #[schema(rename = "type")]
    pub kind: FeatureKind,
    pub properties: EdgeProperties,
    pub geometry: Option<Geometry>,
}

#[derive(Debug, ToSchema)]
pub enum CollectionKind {
    FeatureCollection,
}

/// One GeoJSON feature; `geometry` is null while an area is named but not drawn.
#[derive(Debug, ToSchema)]
pub struct GeoFeature<P: ToSchema> {
    #[schema(rename = "type")]
    pub kind: FeatureKind,
    pub properties: P,
    pub geometry: Option<Geometry>,
}

#[derive(Debug, ToSchema)]
pub enum FeatureKind {
    Feature,
}

/// Bodies of requests: what they leave out is not asked for.
const REQUESTS: [&str; 3] = ["NewReport", "Contact", "RevealRequest"];

/// Fields of answers that are left out where there is nothing to say; all others are always there, null when unknown.
const LEFT_OUT: [(&str, &[&str]); 4] = [
    ("Problem", &["place"]),
    ("FieldError", &["place"]),
    ("Category", &["parent", "remedy", "picture", "source"]),
    ("FeatureProperties", &["owner_label", "open_incidents"]),
];

/// Says of every answer which fields are always there, because a field that may be null is taken for one that may
/// be absent.
pub fn always_there(api: &mut utoipa::openapi::OpenApi) {
    let schemas = api.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (name, schema) in schemas.filter(|(name, _)| !REQUESTS.contains(&name.as_str())) {
        let left_out = LEFT_OUT.iter().find(|(of, _)| of == name).map_or(&[][..], |(_, fields)| fields);
        let RefOr::T(schema) = schema else { continue };
        match schema {
            Schema::Object(object) => require_all(object, left_out),
            Schema::AllOf(all) => {
                for item in &mut all.items {
                    if let RefOr::T(Schema::Object(object)) = item {
                        require_all(object, left_out);
                    }
                }
            }
            _ => {}
        }
    }
}

fn require_all(object: &mut Object, left_out: &[&str]) {
    object.required =
        object.properties.keys().filter(|field| !left_out.contains(&field.as_str())).cloned().collect();
}

/// An optional query parameter with its description in both languages.
pub fn query_parameter<T: PartialSchema>(name: &str, zh: &str, en: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(format!("{zh} · {en}")))
        .schema(Some(T::schema()))
        .build()
}

#[utoipa::path(
    get, path = "/openapi.json", operation_id = "openapi", tag = "operation",
    summary = "接口描述 · This document",
    description = "OpenAPI 3.1，完整自足，不引用外部文件。\n\nOpenAPI 3.1, complete, without references to other files.",
    responses((status = 200, body = Object, description = "OpenAPI 3.1"))
)]
pub async fn openapi(State(state): State<AppState>, headers: HeaderMap) -> Response {
    reply::tagged(&headers, reply::JSON, state.openapi_json.clone())
}
