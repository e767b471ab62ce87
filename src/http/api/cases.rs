//! Cases: every step of the lifecycle, corrections, tasks, counts, and what a tracking code shows.

use crate::app::FieldError;
use crate::app::answer::{
    BulkOutcomes, IncidentAnswer, IncidentCount, SamplesAnswer, TasksAnswer, TrackAnswer,
};
use crate::app::case::{CaseEdit, StepRequest};
use crate::domain::case::Transition;
use crate::domain::deadline::DueStatus;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::extract::Path;
use crate::http::filter::{self, FilterParams};
use crate::http::if_match::{IfMatch, with_version};
use crate::http::openapi::Problems;
use crate::http::params::{Params, one_of};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a step brings along; which of it is needed, the step says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    /// What was done, or why.
    pub note: Option<String>,
    /// Appointment that shall act.
    pub actor: Option<Uuid>,
    /// Appointment that is asked for help.
    pub helper: Option<Uuid>,
    /// Appointment that it is referred to.
    pub addressee: Option<Uuid>,
    pub merge_into: Option<Uuid>,
    /// A day or a time.
    pub until: Option<String>,
    /// It was checked on the ground.
    pub checked: Option<bool>,
    /// passed or failed
    pub result: Option<String>,
    pub linked_case: Option<Uuid>,
}

/// A case and the version that the caller knows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseVersion {
    pub incident: Uuid,
    pub version: i64,
}

/// One step for many cases.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StepsBody {
    pub transition: Transition,
    pub items: Vec<CaseVersion>,
    #[serde(flatten)]
    pub step: StepBody,
}

/// A correction; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseEditBody {
    pub description: Option<String>,
    pub category: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackBody {
    pub code: String,
}

fn answer(case: &IncidentAnswer) -> Result<Response, Problem> {
    Ok(with_version(reply::json(case)?, case.brief.version))
}

#[utoipa::path(
    post, path = "/api/v1/incidents/{id}/{transition}", operation_id = "take_step", tag = "case",
    summary = "办理一步 · Take a step",
    description = "按状态表办理：立案、派遣、接收、退回、处置、核查结案等。版本过时为 412，并列出此后发生的事；不允许的为 403 或 409，并说明可以做什么；缺少的内容逐项列出。\n\nTakes a step of the lifecycle: filing, dispatch, acceptance, return, handling, closing after the check and so on. A stale version is 412 with what happened since; what is not allowed is 403 or 409 with what would be; what is missing is listed.",
    params(
        ("id" = Uuid, Path, description = "问题编号（UUID） · Id"),
        ("transition" = Transition, Path, description = "步骤 · Step"),
        IfMatch
    ),
    request_body = StepBody,
    responses((status = 200, body = IncidentAnswer, description = "办理后的问题 · The incident after it"), Problems)
)]
pub async fn take_step(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let Path((id, step)) = path;
    let id = Path(id).id("incident")?;
    let request = step_request(&mut fields);
    fields.finish()?;
    let transition = known_step(&step, "transition")?;
    answer(&state.service.take_step(id, version, transition, request, &caller).await?)
}

fn step_request(fields: &mut Fields) -> StepRequest {
    StepRequest {
        note: fields.text("note"),
        actor: id_of(fields, "actor"),
        helper: id_of(fields, "helper"),
        addressee: id_of(fields, "addressee"),
        merge_into: id_of(fields, "merge_into"),
        until: fields.text("until"),
        checked: fields.flag("checked").unwrap_or(false),
        result: fields.text("result"),
        linked_case: id_of(fields, "linked_case"),
    }
}

/// The step of a slug. Corrections have a door of their own, and the clock is nobody's to play.
fn known_step(slug: &str, field: &'static str) -> Result<Transition, Problem> {
    let known = |step: &Transition| !matches!(step, Transition::Edit | Transition::Escalate);
    Transition::from_slug(slug).filter(known).ok_or_else(|| {
        let all: Vec<&str> =
            Transition::ALL.iter().filter(|step| known(step)).map(|step| step.slug()).collect();
        Problem::fields(vec![one_of(field, slug, &all)])
    })
}

fn id_of(fields: &mut Fields, name: &'static str) -> Option<Uuid> {
    let text = fields.text(name)?;
    let id = Uuid::parse_str(&text).ok();
    if id.is_none() {
        fields.fault(FieldError::new(name, "malformed", "应为编号（UUID）", "must be an id (UUID)"));
    }
    id
}

#[utoipa::path(
    patch, path = "/api/v1/incidents/{id}", operation_id = "edit_case", tag = "case",
    summary = "更正 · Correct",
    description = "更正描述、类别、位置或添加备注；位置或类别变了会重新派单，并说明变了什么。\n\nCorrects description, category or position, or adds a note; another place or category routes again and says what changed.",
    params(("id" = Uuid, Path, description = "问题编号（UUID） · Id"), IfMatch),
    request_body = CaseEditBody,
    responses((status = 200, body = IncidentAnswer, description = "更正后的问题 · The incident after it"), Problems)
)]
pub async fn edit_case(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let id = path.id("incident")?;
    let edit = CaseEdit {
        description: fields.text("description"),
        category: fields.text("category"),
        lon: fields.number("lon"),
        lat: fields.number("lat"),
        datum: fields.text("datum"),
        note: fields.text("note"),
    };
    fields.finish()?;
    answer(&state.service.edit_case(id, version, edit, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/incidents/count", operation_id = "incident_count", tag = "case",
    summary = "计数 · Count",
    description = "符合条件的问题有多少，条件与列表相同。\n\nHow many incidents a filter lets through, the list's filter.",
    params(
        FilterParams,
        ("desk" = Option<String>, Query, description = "own 为本人所在社区的案件和不在任何网格内的案件；全站的办公室、管理员和其他人不受限 · own: cases of the communities whose desk the caller keeps, and those outside every area; everything for who keeps the whole site's or none"),
        ("due_status" = Option<Vec<DueStatus>>, Query, description = "办理时限状态，逗号分隔或重复 · How it stands against its limit; comma list or repeated")
    ),
    responses((status = 200, body = IncidentCount, description = "数量 · How many"), Problems)
)]
pub async fn incident_count(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let mut filter = filter::read(&mut params, state.service.zone());
    filter.due_status = filter::due_status(&mut params);
    if filter::own_desk(&mut params) {
        filter.desk = state.service.desk_of(&caller);
    }
    params.finish()?;
    reply::json(&IncidentCount { total: state.service.count_incidents(&filter).await? })
}

#[utoipa::path(
    post, path = "/api/v1/incidents/steps", operation_id = "take_steps", tag = "case",
    summary = "批量办理 · Take a step in many cases",
    description = "对至多 100 件各自办理同一步；一件不成不影响其他，逐件说明结果。\n\nTakes one step in up to 100 cases, each by itself; one that fails does not hold the others, and each is told.",
    request_body = StepsBody,
    responses((status = 200, body = BulkOutcomes, description = "逐件结果 · One outcome each"), Problems)
)]
pub async fn take_steps(
    State(state): State<AppState>,
    caller: Caller,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let step = fields.required_text("transition");
    let cases = fields.objects("items", |item| {
        let incident = item.required_text("incident");
        let id = Uuid::parse_str(&incident);
        if id.is_err() && !incident.is_empty() {
            item.fault(FieldError::new("incident", "malformed", "应为编号（UUID）", "must be an id (UUID)"));
        }
        (id.unwrap_or_default(), item.required_integer("version"))
    });
    let request = step_request(&mut fields);
    fields.finish()?;
    let transition = known_step(&step, "transition")?;
    reply::json(&state.service.take_step_in_all(cases, transition, request, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/tasks", operation_id = "tasks", tag = "case",
    summary = "我的待办 · My tasks",
    description = "由本人、本单位或本部门办理的未结问题，先到期的在前。\n\nOpen cases in which the caller, his unit or his department has to act, due first.",
    params(("limit" = Option<usize>, Query, description = "条数，1–500，默认 100 · Items, 100 when absent")),
    responses((status = 200, body = TasksAnswer, description = "待办 · Tasks"), Problems)
)]
pub async fn tasks(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let limit = params.integer("limit", 1..=500).unwrap_or(100);
    params.finish()?;
    reply::json(&state.service.tasks(limit, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/samples", operation_id = "samples", tag = "case",
    summary = "今日抽查 · Samples of the day",
    description = "从本人负责范围内近 30 天办结、尚未抽查过的问题中随机抽取；同一天抽到的相同，可以复核。\n\nDrawn from the cases closed in the last 30 days where the caller leads and not looked at yet; the same all day, so that anybody can draw again.",
    params(("many" = Option<usize>, Query, description = "件数，1–20，默认 5 · Cases, 5 when absent")),
    responses((status = 200, body = SamplesAnswer, description = "抽查 · Samples"), Problems)
)]
pub async fn samples(
    State(state): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let many = params.integer("many", 1..=20).unwrap_or(5);
    params.finish()?;
    reply::json(&state.service.samples(many, &caller).await?)
}

#[utoipa::path(
    post, path = "/api/v1/track", operation_id = "track", tag = "case",
    summary = "查询进度 · Follow a report",
    description = "凭上报时得到的查询码查看进度与答复；查询码不对一律为 404。\n\nHow far a report is, by the tracking code that it got; a wrong code is always 404.",
    request_body = TrackBody,
    responses((status = 200, body = TrackAnswer, description = "进度 · Progress"), Problems)
)]
pub async fn track(State(state): State<AppState>, mut fields: Fields) -> Result<Response, Problem> {
    let code = fields.required_text("code");
    fields.finish()?;
    reply::json(&state.service.track(&code).await?)
}
