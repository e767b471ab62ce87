//! Accounts as administrators keep them, tokens as their owners do, and the audit log.

use crate::app::FieldError;
use crate::app::account::{AccountChange, NewAccountRequest, NewTokenRequest};
use crate::app::answer::{
    AccountAnswer, AccountCreated, AccountsAnswer, ApiTokens, AuditAnswer, OneTimeLink, TokenCreated,
};
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

/// Most entries of the audit log in one answer.
const MOST_ENTRIES: usize = 1000;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccountBody {
    pub login: String,
    pub name: String,
    /// grid_worker, community_office, administrator, auditor; other roles follow from posts.
    pub granted: Vec<String>,
    /// The person, unit or department whose posts are the account's.
    pub party: Option<Uuid>,
}

/// What shall change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    pub name: Option<String>,
    pub granted: Option<Vec<String>>,
    /// Null takes the party away.
    pub party: Option<Uuid>,
    /// active or disabled
    pub state: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTokenBody {
    pub name: String,
    /// read, report, cases, boundaries, private
    pub scopes: Vec<String>,
    /// A day or a time; for ever when absent.
    pub expires_at: Option<String>,
}

fn created(value: &impl serde::Serialize) -> Result<Response, Problem> {
    let mut response = reply::json(value)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

fn party(value: Value) -> Result<Uuid, FieldError> {
    let id = value.as_str().and_then(|text| Uuid::parse_str(text).ok());
    id.ok_or_else(|| FieldError::new("party", "unknown", "找不到这个主体", "this party does not exist"))
}

#[utoipa::path(
    get, path = "/api/v1/accounts", operation_id = "accounts", tag = "account",
    summary = "账号 · Accounts",
    description = "全部账号，按登录名。\n\nAll accounts by login.",
    responses((status = 200, body = AccountsAnswer, description = "账号 · Accounts"), Problems)
)]
pub async fn accounts(State(state): State<AppState>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.accounts().await?)
}

#[utoipa::path(
    post, path = "/api/v1/accounts", operation_id = "create_account", tag = "account",
    summary = "新建账号 · Make an account",
    description = "返回一次性链接，本人用它设置密码。\n\nAnswers a one-time link by which its owner sets the password.",
    request_body = NewAccountBody,
    responses((status = 201, body = AccountCreated, description = "账号与链接 · Account and link"), Problems)
)]
pub async fn create_account(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let (login, name) = (fields.required_text("login"), fields.required_text("name"));
    let granted = fields.texts("granted").unwrap_or_default();
    let party = fields.take("party").map(party).transpose();
    let party = party.map_err(|fault| fields.fault(fault)).ok().flatten();
    fields.finish()?;
    let request = NewAccountRequest { login, name, granted, party };
    created(&state.service.create_account(request, &caller.caller).await?)
}

#[utoipa::path(
    patch, path = "/api/v1/accounts/{id}", operation_id = "change_account", tag = "account",
    summary = "修改账号 · Change an account",
    description = "停用即退出全部设备、作废令牌和链接。最后一位管理员不能停用：409 last_administrator。\n\nDisabling ends devices, tokens and links. The last administrator stays: 409 last_administrator.",
    params(("id" = Uuid, Path, description = "账号编号 · Id of the account"), IfMatch),
    request_body = AccountBody,
    responses((status = 200, body = AccountAnswer, description = "账号 · Account"), Problems)
)]
pub async fn change_account(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let id = path.id("account")?;
    let name = fields.text("name");
    let granted = fields.texts("granted");
    let party = match fields.take_with_null("party") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(value) => party(value).map(|id| Some(Some(id))).unwrap_or_else(|fault| {
            fields.fault(fault);
            None
        }),
    };
    let active = match fields.text("state").as_deref() {
        None => None,
        Some("active") => Some(true),
        Some("disabled") => Some(false),
        Some(other) => {
            fields.fault(crate::http::params::one_of("state", other, &["active", "disabled"]));
            None
        }
    };
    fields.finish()?;
    let change = AccountChange { name, granted, party, active };
    let account = state.service.change_account(id, version, change, &caller.caller).await?;
    Ok(with_version(reply::json(&account)?, account.version))
}

#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/link", operation_id = "account_link", tag = "account",
    summary = "新的一次性链接 · A new one-time link",
    description = "邀请或重设密码；旧链接随之失效。\n\nAn invitation or a new password; older links end.",
    params(("id" = Uuid, Path, description = "账号编号 · Id of the account")),
    responses((status = 200, body = OneTimeLink, description = "链接 · Link"), Problems)
)]
pub async fn account_link(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
) -> Result<Response, Problem> {
    reply::json(&state.service.account_link(path.id("account")?, &caller.caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/tokens", operation_id = "tokens", tag = "account",
    summary = "我的令牌 · My tokens",
    description = "程序用的令牌，不含密文。\n\nTokens of programs, without their secrets.",
    responses((status = 200, body = ApiTokens, description = "令牌 · Tokens"), Problems)
)]
pub async fn tokens(
    State(state): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.tokens(&caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/tokens", operation_id = "create_token", tag = "account",
    summary = "新建令牌 · Make a token",
    description = "密文只在这里出现一次。程序以 Authorization: Bearer 带上它，权限为账号与用途的交集。\n\nThe secret is shown here once. Programs send it as Authorization: Bearer; it may do what both the account and its scopes may.",
    request_body = NewTokenBody,
    responses((status = 201, body = TokenCreated, description = "令牌 · Token"), Problems)
)]
pub async fn create_token(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let request = NewTokenRequest {
        name: fields.required_text("name"),
        scopes: fields.texts("scopes").unwrap_or_default(),
        expires_at: fields.text("expires_at"),
    };
    fields.finish()?;
    created(&state.service.create_token(request, &caller).await?)
}

#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", operation_id = "end_token", tag = "account",
    summary = "删除令牌 · End a token",
    description = "立即失效。\n\nIt is good for nothing from then on.",
    params(("id" = Uuid, Path, description = "令牌编号 · Id of the token")),
    responses((status = 204, description = "已删除 · Ended"), Problems)
)]
pub async fn end_token(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
) -> Result<Response, Problem> {
    state.service.end_token(path.id("token")?, &caller).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "audit", tag = "account",
    summary = "审计日志 · Audit log",
    description = "登录、账号变动、查看个人信息、导出，最近的在前。\n\nSign-ins, changes of accounts, private details shown, exports; newest first.",
    params(("limit" = Option<usize>, Query, description = "条数，1–1000，默认 200 · Entries, 200 when absent")),
    responses((status = 200, body = AuditAnswer, description = "日志 · Log"), Problems)
)]
pub async fn audit(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let limit = params.integer("limit", 1..=MOST_ENTRIES).unwrap_or(200);
    params.finish()?;
    reply::json(&state.service.audit_log(limit).await?)
}
