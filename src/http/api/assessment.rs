//! Assessment, its formulas, and the campaigns that set phases and weights.

use crate::app::answer::{
    AssessmentAnswer, CampaignAnswer, CampaignsAnswer, FormulaAnswer, FormulaCheck, FormulasAnswer,
};
use crate::app::assessment::{AssessmentQuery, FormulaChange};
use crate::app::{AppError, FieldError};
use crate::domain::assessment::{Formula, SubjectKind};
use crate::domain::campaign::Campaign;
use crate::domain::text::Words;
use crate::exchange::Language;
use crate::http::body::Fields;
use crate::http::caller::Caller;
use crate::http::export::{self, Format};
use crate::http::extract::Path;
use crate::http::if_match::{IfMatch, with_version};
use crate::http::league;
use crate::http::openapi::Problems;
use crate::http::params::{Params, one_of};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignBody {
    pub campaign: Campaign,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormulaBody {
    /// Null gives the formula up.
    pub formula: Option<Formula>,
    /// Periods that end on this day or later are scored by it; today when absent, never a day that is over.
    pub valid_from: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormulaCheckBody {
    pub formula: Formula,
}

fn day(params: &mut Params, name: &'static str) -> Option<Date> {
    let text = params.text(name)?;
    let day = text.parse().ok();
    if day.is_none() {
        params.fail(FieldError::new(
            name,
            "not_a_day",
            format!("{name} 应为日期，如 2026-11-24"),
            format!("{name} must be a day, 2026-11-24 for instance"),
        ));
    }
    day
}

#[utoipa::path(
    get, path = "/api/v1/assessment", operation_id = "assessment", tag = "assessment",
    summary = "考核评比 · Assessment",
    description = "点位、片区、单位或执法部门在一段时间内的各项数量、得分与排名，与上一时段对照。得分附算式；件数不足不评分；未知即未知，不作零。只评地方和单位，不评个人。\n\nMeasures, scores and places of points, zones, units or departments in a period, beside the one before. Scores show their arithmetic; too few cases give none; unknown is never zero. Places and units only, no persons.",
    params(
        ("kind" = SubjectKind, Query, description = "评价对象 · What is assessed"),
        ("from" = Option<String>, Query, description = "时段自（含），日期或时间；默认本月或所选阶段 · At or after; the running month or the phase when absent"),
        ("to" = Option<String>, Query, description = "时段至（不含） · Before"),
        ("campaign" = Option<String>, Query, description = "创建活动：采用其权重和公式 · Campaign whose weights and formulas count"),
        ("phase" = Option<String>, Query, description = "该活动的阶段：采用其起止日期和关注项 · Phase of it: its days and what it watches"),
        ("area" = Option<String>, Query, description = "只看该网格及其下级 · Only this area and below"),
        ("format" = Option<String>, Query, description = "json | csv | xlsx；导出记入审计 · csv and xlsx are written in the audit log"),
        ("lang" = Option<String>, Query, description = "导出语言 zh | en，默认 zh · Language of the file, zh when absent")
    ),
    responses((status = 200, description = "评比 · Assessment", content(
        (AssessmentAnswer = "application/json"),
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )), Problems)
)]
pub async fn assessment(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let query = read(&mut params, state.service.zone());
    let format = export::format(&mut params, &headers);
    if format == Format::GeoJson {
        params.fail(one_of("format", format.slug(), &["json", "csv", "xlsx"]));
    }
    let language = export::language(&mut params);
    params.finish()?;
    let answer = state.service.assessment(&query).await?;
    if format == Format::Json {
        return reply::json(&answer);
    }
    let told = json!({
        "format": format.slug(),
        "from": answer.period.from,
        "until": answer.period.until,
        "campaign": query.campaign,
        "phase": query.phase,
        "area": query.area,
    });
    state.service.audit_export(&caller, &format!("assessment:{}", query.kind.slug()), told).await?;
    let site = state.service.site_name();
    let file = state.off_thread(move |_| file(&answer, &site, format, language)).await?;
    let kind = if format == Format::Xlsx { export::XLSX } else { "text/csv; charset=utf-8" };
    let (plain, local) = league::file_name(query.kind);
    let ending = format.slug();
    let mut response = reply::bytes(kind, reply::NO_STORE, file);
    let name = format!("attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{local}.{ending}");
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn file(
    answer: &AssessmentAnswer,
    site: &Words,
    format: Format,
    language: Language,
) -> Result<Vec<u8>, AppError> {
    let table = league::league(answer, site, language);
    match format {
        Format::Xlsx => table.xlsx().map_err(|error| AppError::Internal(error.into())),
        _ => Ok(table.csv()),
    }
}

/// Takes the question out of a query string.
fn read(params: &mut Params, zone: &jiff::tz::TimeZone) -> AssessmentQuery {
    let kind = params.required_slug("kind", SubjectKind::ALL, SubjectKind::slug);
    AssessmentQuery {
        kind: kind.unwrap_or(SubjectKind::Point),
        from: params.instant("from", zone),
        to: params.instant("to", zone),
        campaign: params.text("campaign"),
        phase: params.text("phase"),
        area: params.text("area"),
    }
}

#[utoipa::path(
    get, path = "/api/v1/assessment/formulas", operation_id = "formulas", tag = "assessment",
    summary = "评分公式 · Formulas",
    description = "公开的评分公式、依据和生效日期。\n\nThe published formulas with their sources and when they hold.",
    params(("day" = Option<String>, Query, description = "用于以该日为末日的时段，默认今天 · For periods whose last day it is, today when absent")),
    responses((status = 200, body = FormulasAnswer, description = "公式 · Formulas"), Problems)
)]
pub async fn formulas(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let day = day(&mut params, "day");
    params.finish()?;
    reply::json(&state.service.formulas(day).await?)
}

#[utoipa::path(
    post, path = "/api/v1/assessment/formulas/check", operation_id = "check_formula", tag = "assessment",
    summary = "检查公式 · Check a formula",
    description = "指出全部错误，不保存。\n\nTells every fault; nothing is stored.",
    request_body = FormulaCheckBody,
    responses((status = 200, body = FormulaCheck, description = "错误 · Faults"), Problems)
)]
pub async fn check_formula(State(state): State<AppState>, mut fields: Fields) -> Result<Response, Problem> {
    let formula = required(&mut fields, "formula");
    fields.finish()?;
    reply::json(&state.service.check_formula(formula))
}

#[utoipa::path(
    put, path = "/api/v1/assessment/formulas/{slug}", operation_id = "put_formula", tag = "assessment",
    summary = "修改公式 · Write a formula",
    description = "新公式从 valid_from 起用，已公布的得分不变；formula 为 null 即停用。新公式用 If-Match \"v0\"。\n\nIt counts from valid_from on and published scores stay; null gives it up. A new one is written on \"v0\".",
    params(("slug" = String, Path, description = "公式代号 · Slug of the formula"), IfMatch),
    request_body = FormulaBody,
    responses((status = 200, body = FormulaAnswer, description = "公式 · Formula"), Problems)
)]
pub async fn put_formula(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let formula = match fields.take_with_null("formula") {
        Some(Value::Null) => None,
        Some(formula) => Some(formula),
        None => Some(required(&mut fields, "formula")),
    };
    let valid_from = fields.text("valid_from");
    fields.finish()?;
    let change = FormulaChange { formula, valid_from };
    let answer = state.service.put_formula(&path.0, version, change, &caller).await?;
    Ok(with_version(reply::json(&answer)?, answer.version))
}

#[utoipa::path(
    get, path = "/api/v1/campaigns", operation_id = "campaigns", tag = "assessment",
    summary = "创建活动 · Campaigns",
    description = "创文、创卫的阶段、时限档次、巡查要求和权重；phase 为今天所处阶段。\n\nCampaigns with their phases, tiers of limits, patrols and weights; phase is the one of today.",
    responses((status = 200, body = CampaignsAnswer, description = "创建活动 · Campaigns"), Problems)
)]
pub async fn campaigns(State(state): State<AppState>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    reply::json(&state.service.campaigns().await?)
}

#[utoipa::path(
    put, path = "/api/v1/campaigns/{slug}", operation_id = "put_campaign", tag = "assessment",
    summary = "修改创建活动 · Write a campaign",
    description = "阶段的日期、时限档次、巡查和权重整体保存；此后的上报按新阶段定时限。新活动用 If-Match \"v0\"。\n\nPhases and weights are written as a whole; reports from then on get their limits by them. A new one is written on \"v0\".",
    params(("slug" = String, Path, description = "活动代号 · Slug of the campaign"), IfMatch),
    request_body = CampaignBody,
    responses((status = 200, body = CampaignAnswer, description = "创建活动 · Campaign"), Problems)
)]
pub async fn put_campaign(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    IfMatch(version): IfMatch,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let campaign = required(&mut fields, "campaign");
    fields.finish()?;
    let answer = state.service.put_campaign(&path.0, version, campaign, &caller).await?;
    Ok(with_version(reply::json(&answer)?, answer.version))
}

/// A value of any kind that must be there.
fn required(fields: &mut Fields, name: &'static str) -> Value {
    fields.take(name).unwrap_or_else(|| {
        let (zh, en) = (format!("{name} 不能为空"), format!("{name} is missing"));
        fields.fault(FieldError::new(name, "missing", zh, en));
        Value::Null
    })
}
