//! Channels to the outside as administrators keep them, and the log of what was delivered.

use crate::app::FieldError;
use crate::app::answer::{ChannelAnswer, ChannelTest, ChannelsAnswer, Deliveries, Delivery};
use crate::app::notify::{ChannelRequest, DeliveryQuery};
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::if_match::{IfMatch, with_version};
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Deliveries of a page when the caller does not say, and at most.
const PAGE: usize = 50;
const MOST: usize = 200;

/// A channel, or what shall change of one; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelBody {
    pub name: Option<String>,
    /// webhook, wecom, dingtalk, feishu or email
    pub kind: Option<String>,
    pub enabled: Option<bool>,
    /// zh or en
    pub language: Option<String>,
    /// Slugs of events; empty for all.
    pub events: Option<Vec<String>>,
    /// Codes of areas of any level; empty for all.
    pub areas: Option<Vec<String>>,
    /// Slugs of departments; empty for all.
    pub departments: Option<Vec<String>>,
    /// Messages a minute, 1–600; null for what the kind takes.
    pub per_minute: Option<i64>,
    pub settings: Option<ChannelSettingsBody>,
}

/// How it is reached: url and secret, or for e-mail the server and who is written to. Null takes a field away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelSettingsBody {
    pub url: Option<String>,
    pub secret: Option<String>,
    pub host: Option<String>,
    pub port: Option<u16>,
    /// tls, starttls or plain
    pub security: Option<String>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub from: Option<String>,
    pub hello: Option<String>,
    pub to: Option<Vec<String>>,
}

fn request(mut fields: Fields) -> Result<ChannelRequest, Problem> {
    let request = ChannelRequest {
        name: fields.text("name"),
        kind: fields.text("kind"),
        enabled: fields.flag("enabled"),
        language: fields.text("language"),
        events: fields.texts("events"),
        areas: fields.texts("areas"),
        departments: fields.texts("departments"),
        per_minute: fields.number_or_null("per_minute"),
        settings: match fields.take("settings") {
            None => None,
            Some(Value::Object(map)) => Some(map),
            Some(_) => {
                fields.fault(FieldError::new("settings", "not_an_object", "应为对象", "must be an object"));
                None
            }
        },
    };
    fields.finish()?;
    Ok(request)
}

#[utoipa::path(
    get, path = "/api/v1/channels", operation_id = "channels", tag = "message",
    summary = "消息通道 · Channels",
    description = "全部通道，不含密钥，以及可订阅的事件。\n\nAll channels without their secrets, and the events that they may want.",
    responses((status = 200, body = ChannelsAnswer, description = "通道 · Channels"), Problems)
)]
pub async fn channels(State(state): State<AppState>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.channels().await?)
}

#[utoipa::path(
    post, path = "/api/v1/channels", operation_id = "create_channel", tag = "message",
    summary = "新建通道 · Make a channel",
    description = "密钥只写入，不再读出。指向内网的地址被拒绝，除非配置放开其网段。\n\nSecrets are written and never read back. Inner addresses are refused unless configuration opens their network.",
    request_body = ChannelBody,
    responses((status = 201, body = ChannelAnswer, description = "通道 · Channel"), Problems)
)]
pub async fn create_channel(
    State(state): State<AppState>,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let answer = state.service.create_channel(request(fields)?, &caller.caller).await?;
    let mut response = reply::json(&answer)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(with_version(response, answer.version))
}

#[utoipa::path(
    patch, path = "/api/v1/channels/{id}", operation_id = "change_channel", tag = "message",
    summary = "修改通道 · Change a channel",
    description = "没有给出的字段保持原样，密钥也是。\n\nWhat is absent stays as it is, secrets too.",
    params(("id" = Uuid, Path, description = "通道编号 · Id of the channel"), IfMatch),
    request_body = ChannelBody,
    responses((status = 200, body = ChannelAnswer, description = "通道 · Channel"), Problems)
)]
pub async fn change_channel(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = path.id("channel")?;
    let answer = state.service.change_channel(id, version, request(fields)?, &caller.caller).await?;
    Ok(with_version(reply::json(&answer)?, answer.version))
}

#[utoipa::path(
    delete, path = "/api/v1/channels/{id}", operation_id = "remove_channel", tag = "message",
    summary = "删除通道 · Remove a channel",
    description = "密钥随之抹去，尚未投递的消息不再投递，记录保留。\n\nIts secrets are blanked, what waits is given up, the log stays.",
    params(("id" = Uuid, Path, description = "通道编号 · Id of the channel"), IfMatch),
    responses((status = 204, description = "已删除 · Removed"), Problems)
)]
pub async fn remove_channel(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
) -> Result<Response, Problem> {
    state.service.remove_channel(path.id("channel")?, version, &caller.caller).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    post, path = "/api/v1/channels/{id}/test", operation_id = "test_channel", tag = "message",
    summary = "发送测试消息 · Send a test message",
    description = "立即发送，返回接收方的回答；停用的通道也能测试。\n\nSent at once, with what the receiver answered; a channel that is switched off can be tested too.",
    params(("id" = Uuid, Path, description = "通道编号 · Id of the channel")),
    responses((status = 200, body = ChannelTest, description = "接收方的回答 · What the receiver said"), Problems)
)]
pub async fn test_channel(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
) -> Result<Response, Problem> {
    reply::json(&state.service.test_channel(path.id("channel")?, &caller.caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/deliveries", operation_id = "deliveries", tag = "message",
    summary = "投递记录 · Deliveries",
    description = "发往外部的消息及每次尝试，最近的在前；保留 90 天。\n\nMessages to the outside with every attempt, newest first; kept for 90 days.",
    params(
        ("channel" = Option<Uuid>, Query, description = "通道编号 · Id of a channel"),
        ("state" = Option<String>, Query, description = "waiting、sent、given_up 之一 · One of them"),
        ("limit" = Option<usize>, Query, description = "条数，1–200，默认 50 · Deliveries, 50 when absent"),
        ("cursor" = Option<String>, Query, description = "上一页的 next_cursor · next_cursor of the page before"),
    ),
    responses((status = 200, body = Deliveries, description = "投递记录 · Deliveries"), Problems)
)]
pub async fn deliveries(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let channel = params.text("channel").map(|id| Uuid::parse_str(&id));
    if matches!(channel, Some(Err(_))) {
        params.fail(FieldError::new("channel", "malformed", "应为编号（UUID）", "must be an id (UUID)"));
    }
    let query = DeliveryQuery {
        channel: channel.and_then(Result::ok),
        state: params.slug("state", &["waiting", "sent", "given_up"], |state| state),
        limit: params.integer("limit", 1..=MOST).unwrap_or(PAGE),
        cursor: params.text("cursor"),
    };
    params.finish()?;
    reply::json(&state.service.deliveries(&query).await?)
}

#[utoipa::path(
    post, path = "/api/v1/deliveries/{id}/replay", operation_id = "replay_delivery", tag = "message",
    summary = "重新投递 · Send again",
    description = "从第一次尝试重新开始；接收方看到同一编号。\n\nBegins with the first attempt again; the receiver sees the same id.",
    params(("id" = Uuid, Path, description = "消息编号 · Id of the message")),
    responses((status = 200, body = Delivery, description = "消息 · Message"), Problems)
)]
pub async fn replay_delivery(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
) -> Result<Response, Problem> {
    reply::json(&state.service.replay_delivery(path.id("delivery")?, &caller.caller).await?)
}
