//! Signing in and out, one-time links, devices, the own password.

use crate::app::account::{Begun, SignInRequest};
use crate::app::answer::{Devices, DevicesEnded, LinkLook, SessionAnswer};
use crate::http::body::Fields;
use crate::http::caller::{self, Caller, From};
use crate::http::extract::Path;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    pub login: String,
    pub password: String,
    /// Stay signed in on this device for months, instead of a day.
    pub remember: Option<bool>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    pub current: String,
    pub password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    pub token: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeemBody {
    pub token: String,
    pub password: String,
    /// Only for the first administrator.
    pub login: Option<String>,
    /// Only for the first administrator.
    pub name: Option<String>,
}

fn signed_in(state: &AppState, begun: &Begun) -> Result<Response, Problem> {
    let mut response = reply::json(&begun.answer)?;
    response.headers_mut().append(header::SET_COOKIE, caller::begun(state, begun));
    Ok(response)
}

#[utoipa::path(
    get, path = "/api/v1/session", operation_id = "session", tag = "account",
    summary = "我是谁 · Who am I",
    description = "当前登录的账号、角色与任职；未登录时 account 为 null。\n\nThe account, roles and posts of the caller; account is null for who is not signed in.",
    responses((status = 200, body = SessionAnswer, description = "登录 · Session"), Problems)
)]
pub async fn session(
    State(state): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.session_answer(&caller))
}

#[utoipa::path(
    post, path = "/api/v1/session", operation_id = "sign_in", tag = "account",
    summary = "登录 · Sign in",
    description = "登录名不存在、密码不对、账号停用是同一个回答。尝试过多为 429，Retry-After 为秒数。\n\nAn unknown login, a wrong password and a disabled account are one answer. Too many attempts are 429 with Retry-After in seconds.",
    request_body = SignInBody,
    responses((status = 200, body = SessionAnswer, description = "已登录 · Signed in"), Problems)
)]
pub async fn sign_in(
    State(state): State<AppState>,
    from: From,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let request = SignInRequest {
        login: fields.required_text("login"),
        password: fields.required_text("password"),
        remember: fields.flag("remember").unwrap_or(false),
    };
    fields.finish()?;
    signed_in(&state, &state.service.sign_in(request, &from.0).await?)
}

#[utoipa::path(
    delete, path = "/api/v1/session", operation_id = "sign_out", tag = "account",
    summary = "退出登录 · Sign out",
    description = "结束本设备的登录。\n\nEnds the session of this device.",
    responses((status = 204, description = "已退出 · Signed out"), Problems)
)]
pub async fn sign_out(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    state.service.sign_out(&caller).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().append(header::SET_COOKIE, caller::ended(&state));
    Ok(response)
}

#[utoipa::path(
    get, path = "/api/v1/sessions", operation_id = "devices", tag = "account",
    summary = "我的设备 · My devices",
    description = "本账号登录着的设备，最近用过的在前。\n\nDevices that the account is signed in on, the one used last first.",
    responses((status = 200, body = Devices, description = "设备 · Devices"), Problems)
)]
pub async fn devices(
    State(state): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.devices(&caller).await?)
}

#[utoipa::path(
    delete, path = "/api/v1/sessions", operation_id = "end_other_devices", tag = "account",
    summary = "退出其他设备 · Sign out elsewhere",
    description = "结束本账号在其他设备上的登录。\n\nEnds the account's sessions on all other devices.",
    responses((status = 200, body = DevicesEnded, description = "数量 · How many"), Problems)
)]
pub async fn end_other_devices(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    reply::json(&DevicesEnded { ended: state.service.end_other_devices(&caller).await? })
}

#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", operation_id = "end_device", tag = "account",
    summary = "退出一台设备 · Sign a device out",
    description = "结束本账号在这台设备上的登录。\n\nEnds the account's session on this device.",
    params(("id" = Uuid, Path, description = "设备编号 · Id of the device")),
    responses((status = 204, description = "已退出 · Signed out"), Problems)
)]
pub async fn end_device(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
) -> Result<Response, Problem> {
    state.service.end_device(path.id("session")?, &caller).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    post, path = "/api/v1/password", operation_id = "change_password", tag = "account",
    summary = "修改密码 · Change the password",
    description = "其他设备随之退出。\n\nOther devices are signed out.",
    request_body = PasswordBody,
    responses((status = 204, description = "已修改 · Changed"), Problems)
)]
pub async fn change_password(
    State(state): State<AppState>,
    caller: Caller,
    from: From,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let (current, wanted) = (fields.required_text("current"), fields.required_text("password"));
    fields.finish()?;
    state.service.change_password(current, wanted, &caller, &from.0).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    post, path = "/api/v1/links/look", operation_id = "look_at_link", tag = "account",
    summary = "查看一次性链接 · Look at a one-time link",
    description = "链接是给谁、做什么用的；用过、过期、不存在都是 404 link_invalid。\n\nWhom a link is for; used, too old and never made are all 404 link_invalid.",
    request_body = LinkBody,
    responses((status = 200, body = LinkLook, description = "链接 · Link"), Problems)
)]
pub async fn look_at_link(State(state): State<AppState>, mut fields: Fields) -> Result<Response, Problem> {
    let token = fields.required_text("token");
    fields.finish()?;
    reply::json(&state.service.look_at_link(&token).await?)
}

#[utoipa::path(
    post, path = "/api/v1/links/redeem", operation_id = "redeem_link", tag = "account",
    summary = "使用一次性链接 · Use a one-time link",
    description = "设置密码并登录；首位管理员还要填登录名和姓名。填写有误时链接仍可用。\n\nSets the password and signs in; the first administrator also gives login and name. A fault does not use the link up.",
    request_body = RedeemBody,
    responses((status = 200, body = SessionAnswer, description = "已登录 · Signed in"), Problems)
)]
pub async fn redeem_link(
    State(state): State<AppState>,
    from: From,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let token = fields.required_text("token");
    let password = fields.required_text("password");
    let (login, name) = (fields.text("login"), fields.text("name"));
    fields.finish()?;
    let begun =
        state.service.redeem_link(&token, password, login.as_deref(), name.as_deref(), &from.0).await?;
    signed_in(&state, &begun)
}
