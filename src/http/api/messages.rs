//! Messages in the app, for who is signed in.

use crate::app::FieldError;
use crate::app::answer::{InboxAnswer, UnreadMessages};
use crate::app::notify::MessageQuery;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Messages of a page when the caller does not say, and at most.
const PAGE: usize = 50;
const MOST: usize = 200;

/// Which messages were read: those of `ids`, or all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMessages {
    pub ids: Option<Vec<Uuid>>,
    pub all: Option<bool>,
}

#[utoipa::path(
    get, path = "/api/v1/messages", operation_id = "messages", tag = "message",
    summary = "我的消息 · My messages",
    description = "发给本人岗位、单位或社区办公室的消息，最近的在前；保留 90 天。\n\nMessages for one's posts, unit or office, newest first; kept for 90 days.",
    params(
        ("unread" = Option<bool>, Query, description = "只看未读 · Unread ones alone"),
        ("limit" = Option<usize>, Query, description = "条数，1–200，默认 50 · Messages, 50 when absent"),
        ("cursor" = Option<String>, Query, description = "上一页的 next_cursor · next_cursor of the page before"),
    ),
    responses((status = 200, body = InboxAnswer, description = "消息 · Messages"), Problems)
)]
pub async fn messages(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = MessageQuery {
        unread: params.flag("unread").unwrap_or(false),
        limit: params.integer("limit", 1..=MOST).unwrap_or(PAGE),
        cursor: params.text("cursor"),
    };
    params.finish()?;
    reply::json(&state.service.messages(&query, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/messages/count", operation_id = "unread_messages", tag = "message",
    summary = "未读数 · Unread",
    description = "最近一千条消息中的未读数。\n\nHow many of the newest thousand messages are unread.",
    responses((status = 200, body = UnreadMessages, description = "未读数 · Unread"), Problems)
)]
pub async fn unread_messages(
    State(state): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.unread_messages(&caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/messages/read", operation_id = "read_messages", tag = "message",
    summary = "标为已读 · Mark as read",
    description = "给出 ids，或 all=true；返回剩余未读数。别人的消息不受影响。\n\nGive ids, or all=true; answers how many are left. Messages of others are left alone.",
    request_body = ReadMessages,
    responses((status = 200, body = UnreadMessages, description = "未读数 · Unread"), Problems)
)]
pub async fn read_messages(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let all = fields.flag("all").unwrap_or(false);
    let ids = fields.texts("ids").map(|ids| ids.iter().map(|id| Uuid::parse_str(id)).collect());
    let ids: Option<Vec<Uuid>> = match ids {
        None => None,
        Some(Ok(ids)) => Some(ids),
        Some(Err(_)) => {
            fields.fault(FieldError::new("ids", "malformed", "应为消息编号", "must be ids of messages"));
            None
        }
    };
    if ids.as_ref().is_some_and(|ids| ids.len() > MOST) {
        let (zh, en) = (format!("一次最多 {MOST} 条"), format!("at most {MOST} at once"));
        fields.fault(FieldError::new("ids", "too_many", zh, en));
    }
    if ids.is_some() == all {
        fields.fault(FieldError::new(
            "ids",
            "one_of_two",
            "ids 与 all=true 给出其中一个",
            "give either ids or all=true",
        ));
    }
    fields.finish()?;
    reply::json(&state.service.read_messages(ids.as_deref(), &caller).await?)
}
