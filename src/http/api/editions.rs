//! Editions: what there is, taking a coming one back, going back to an earlier one, and publishing a draft.

use crate::app::FieldError;
use crate::app::answer::{EditionList, Published};
use crate::app::publish::PublishRequest;
use crate::domain::instant::Instant;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::if_match::{self, IfMatch};
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

/// When and how a draft is published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishBody {
    /// A day, whose 00:00 in the site's zone is meant; at once when absent.
    pub in_force_from: Option<String>,
    /// `all`, `none` or a list of ids of open incidents; none when absent.
    #[schema(value_type = Object)]
    pub move_incidents: Option<Value>,
    /// The draft's own note when absent.
    pub note: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreBody {
    pub note: Option<String>,
    /// `all`, `none` or a list of ids of open incidents; all when absent.
    #[schema(value_type = Object)]
    pub move_incidents: Option<Value>,
}

#[utoipa::path(
    get, path = "/api/v1/editions", operation_id = "editions", tag = "edition",
    summary = "网格版本 · Editions",
    description = "全部版本，从旧到新；可编辑者另见未发布的草稿。\n\nEvery edition, oldest first; who may edit also sees the open drafts.",
    params(("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent")),
    responses((status = 200, body = EditionList, description = "版本 · Editions"), Problems)
)]
pub async fn editions(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let scheme = super::areas::scheme(&mut params);
    params.finish()?;
    reply::json(&state.service.editions(scheme, caller.edit).await?)
}

#[utoipa::path(
    post, path = "/api/v1/editions/{id}/publish", operation_id = "publish_draft", tag = "edition",
    summary = "发布 · Publish",
    description = "立即或在某日零时生效，一次提交，不会读到新旧混杂。有非警告问题为 422，他人已发布同一社区为 409 base_changed。\n\nComes into force at once or at a day's midnight, in one transaction. 422 with faults that are no warnings, 409 base_changed when others published the same community since.",
    params(("id" = Uuid, Path, description = "草稿编号 · Id of the draft"), IfMatch),
    request_body = PublishBody,
    responses((status = 201, body = Published, description = "已发布 · Published"), Problems)
)]
pub async fn publish_draft(
    State(state): State<AppState>,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let in_force_from = fields.text("in_force_from");
    let moves = fields.take("move_incidents");
    let note = fields.text("note");
    fields.finish()?;
    let id = path.id("draft")?;
    let in_force_from = in_force_from.map(|day| midnight(&day, state.service.zone())).transpose()?;
    let move_incidents = moves.map(if_match::move_incidents).transpose()?.unwrap_or_default();
    let request = PublishRequest { in_force_from, move_incidents, note };
    let work = {
        let state = state.clone();
        async move { state.service.publish_draft(id, version, &request).await }
    };
    created(&whole(work).await?)
}

#[utoipa::path(
    post, path = "/api/v1/editions/{number}/withdraw", operation_id = "withdraw_edition", tag = "edition",
    summary = "撤回未生效的版本 · Withdraw a coming edition",
    description = "只能撤回最新的、尚未生效的版本。\n\nOnly the newest edition, before it is in force.",
    params(
        ("number" = i64, Path, description = "版本号 · Number"),
        ("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent")
    ),
    responses((status = 204, description = "已撤回 · Withdrawn"), Problems)
)]
pub async fn withdraw_edition(
    State(state): State<AppState>,
    Path(number): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let scheme = super::areas::scheme(&mut params);
    params.finish()?;
    let number = parse_number(&number)?;
    let work = {
        let state = state.clone();
        async move { state.service.withdraw_edition(scheme, number).await }
    };
    whole(work).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(
    post, path = "/api/v1/editions/{number}/restore", operation_id = "restore_edition", tag = "edition",
    summary = "恢复从前的版本 · Restore an earlier edition",
    description = "发布一个与该版本相同的新版本，立即生效。\n\nPublishes a new edition that equals that one, at once.",
    params(
        ("number" = i64, Path, description = "版本号 · Number"),
        ("scheme" = Option<String>, Query, description = "网格体系，默认 duty · Scheme, duty when absent")
    ),
    request_body = RestoreBody,
    responses((status = 201, body = Published, description = "已发布 · Published"), Problems)
)]
pub async fn restore_edition(
    State(state): State<AppState>,
    Path(number): Path<String>,
    mut params: Params,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let scheme = super::areas::scheme(&mut params);
    params.finish()?;
    let note = fields.text("note").unwrap_or_default();
    let moves = fields.take("move_incidents").unwrap_or_else(|| "all".into());
    fields.finish()?;
    let number = parse_number(&number)?;
    let moves = if_match::move_incidents(moves)?;
    let work = {
        let state = state.clone();
        async move { state.service.restore_edition(scheme, number, &note, moves).await }
    };
    created(&whole(work).await?)
}

/// Runs a change to its end: a caller that hangs up must not leave the follow-up of a commit undone.
async fn whole<T: Send + 'static>(
    work: impl Future<Output = Result<T, crate::app::AppError>> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::spawn(work).await {
        Ok(outcome) => Ok(outcome?),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::internal()),
        },
    }
}

fn created(published: &Published) -> Result<Response, Problem> {
    let mut response = reply::json(published)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// 00:00 of a day in the site's zone.
fn midnight(day: &str, zone: &jiff::tz::TimeZone) -> Result<Instant, Problem> {
    let is_day = day.parse::<jiff::civil::Date>().is_ok() && !day.contains('T');
    Instant::parse(day, zone).filter(|_| is_day).ok_or_else(|| {
        Problem::fields(vec![FieldError::new(
            "in_force_from",
            "not_a_day",
            "生效日期应如 2026-12-01，当日零时生效",
            "must be a day such as 2026-12-01; its midnight is meant",
        )])
    })
}

/// A number out of a path; one that is none names nothing that exists.
fn parse_number(text: &str) -> Result<i64, Problem> {
    let not_found = || crate::app::AppError::NotFound { kind: "edition", id: text.to_owned() };
    text.parse().map_err(|_| not_found().into())
}
