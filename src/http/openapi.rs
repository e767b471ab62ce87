//! The OpenAPI document: its head, the pieces that endpoints share, and the endpoint that serves it. Paths and
//! schemas are collected from the handlers' own annotations.

use super::problem::{PROBLEM_JSON, ProblemDocument};
use super::reply;
use super::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi, PartialSchema, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wangge 网格",
        description = "社区网格地图服务：这里归谁管、上报归谁办、哪里问题多。坐标一律经度在前；时间为带时区的 RFC 3339;出错一律为 application/problem+json。\n\nCommunity grid map service: who owns this spot, whose is this report, where is the heat. Longitude comes first; times are RFC 3339 with zone; every error is application/problem+json.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = ".", description = "相对于本文件 · Relative to this document")),
    tags(
        (name = "place", description = "位置与归属 · Places and owners"),
        (name = "grid", description = "网格与图层 · Areas and layers"),
        (name = "incident", description = "问题 · Incidents"),
        (name = "hotspot", description = "热点 · Hotspots"),
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
pub struct FeatureCollection {
    /// Always `FeatureCollection`.
    #[schema(rename = "type")]
    pub kind: String,
    #[schema(value_type = Vec<GeoFeature>)]
    pub features: Vec<Value>,
}

/// One GeoJSON feature; `geometry` is null while an area is named but not drawn.
#[derive(Debug, ToSchema)]
pub struct GeoFeature {
    /// Always `Feature`.
    #[schema(rename = "type")]
    pub kind: String,
    #[schema(value_type = Object)]
    pub properties: Value,
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
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
    description = "OpenAPI 3.1,完整自足，不引用外部文件。\n\nOpenAPI 3.1, complete, without references to other files.",
    responses((status = 200, body = Object, description = "OpenAPI 3.1"))
)]
pub async fn openapi(State(state): State<AppState>, headers: HeaderMap) -> Response {
    reply::tagged(&headers, reply::JSON, state.openapi_json.clone())
}
