//! Incidents: report one, list and export many, one with its history, and the columns and counts that the map
//! and the charts draw.

use crate::app::answer::schema::LedgerProperties;
use crate::app::answer::{
    Contact, IncidentAnswer, IncidentCreated, IncidentHistogram, IncidentPage, IncidentPoints, NewReport,
    ReportReply,
};
use crate::app::{FieldError, IdempotencyKey, PageQuery};
use crate::domain::deadline::DueStatus;
use crate::http::body::Fields;
use crate::http::caller::{Caller, From};
use crate::http::export::{self, Format};
use crate::http::extract::Path;
use crate::http::filter::{self, FilterParams};
use crate::http::openapi::{FeatureCollection, Problems};
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

/// Most points that one answer for the map holds.
const MOST_POINTS: usize = 20_000;
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

#[utoipa::path(
    post, path = "/api/v1/incidents", operation_id = "create_incident", tag = "incident",
    summary = "上报 · Report",
    description = "上报一个问题，当场派给责任人并说明理由。成功即已落盘。带 Idempotency-Key 重发得到同一回答，并带 Idempotent-Replayed。\n\nReports a problem and routes it at once, with reasons. Success means that it is on disk. The same Idempotency-Key gets the same answer again, marked Idempotent-Replayed.",
    params(("Idempotency-Key" = Option<String>, Header, description = "调用方自选的键，最多 200 个可见字符 · A key of the caller's, at most 200 visible characters")),
    request_body = NewReport,
    responses((status = 201, body = IncidentCreated, description = "已受理 · Accepted"), Problems)
)]
pub async fn create_incident(
    State(state): State<AppState>,
    caller: Caller,
    From(origin): From,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?;
    let report = read_report(fields)?;
    // A caller that hangs up must not undo half of a report: the work goes on by itself.
    let work = {
        let state = state.clone();
        tokio::spawn(async move {
            let taken = state.service.allow_report(&caller, &origin).await?;
            let answer = state.service.create_incident(report, key, &caller).await;
            if !matches!(answer, Ok(ReportReply::Created(_))) {
                state.service.give_back_report(taken).await?;
            }
            answer
        })
    };
    let answer = match work.await {
        Ok(outcome) => outcome?,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => return Err(Problem::internal()),
        },
    };
    let mut response = reply::json(&answer)?;
    *response.status_mut() = StatusCode::CREATED;
    let headers = response.headers_mut();
    let id = match &answer {
        ReportReply::Created(created) => created.id.to_string(),
        ReportReply::Replayed(answer) => answer["id"].as_str().unwrap_or_default().to_owned(),
    };
    if let Ok(place) = HeaderValue::from_str(&format!("incidents/{id}")) {
        headers.insert(header::LOCATION, place);
    }
    if matches!(answer, ReportReply::Replayed(_)) {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// Reads a report; every fault is told at once.
pub fn read_report(mut fields: Fields) -> Result<NewReport, Problem> {
    let report = NewReport {
        lon: fields.required_number("lon"),
        lat: fields.required_number("lat"),
        datum: fields.text("datum"),
        accuracy_m: fields.number("accuracy_m"),
        category: fields.required_text("category"),
        answer: fields.text("answer"),
        description: fields.text("description"),
        address: fields.text("address"),
        occurred_at: fields.text("occurred_at"),
        source: fields.text("source"),
        external_ref: fields.text("external_ref"),
        contact: fields.object("contact", read_contact),
    };
    fields.finish()?;
    Ok(report)
}

/// Reads who reports.
pub fn read_contact(contact: &mut Fields) -> Contact {
    Contact { name: contact.text("name"), phone: contact.text("phone") }
}

/// The caller's key for one request.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let Some(value) = headers.get(&IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    match value.to_str().map(str::trim) {
        Ok(key) if (1..=200).contains(&key.len()) => Ok(Some(IdempotencyKey(key.to_owned()))),
        _ => Err(Problem::fields(vec![FieldError::new(
            "Idempotency-Key",
            "out_of_range",
            "Idempotency-Key 应为 1 到 200 个可见字符",
            "Idempotency-Key must be 1 to 200 visible characters",
        )])),
    }
}

#[utoipa::path(
    get, path = "/api/v1/incidents", operation_id = "incidents", tag = "incident",
    summary = "问题列表与台账 · List and export",
    description = "按条件列出问题。JSON 分页；GeoJSON、CSV、XLSX（问题台账）由 Accept 或 format 选择，含全部结果，最多 100000 行。\n\nIncidents under a filter. JSON comes in pages; GeoJSON, CSV and XLSX by Accept or format hold all rows, at most 100,000.",
    params(
        FilterParams,
        ("desk" = Option<String>, Query, description = "own 为本人所在社区的案件和不在任何网格内的案件；全站的办公室、管理员和其他人不受限 · own: cases of the communities whose desk the caller keeps, and those outside every area; everything for who keeps the whole site's or none"),
        ("due_status" = Option<Vec<DueStatus>>, Query, description = "办理时限状态，逗号分隔或重复 · How it stands against its limit; comma list or repeated"),
        ("at" = Option<String>, Query, description = "当时的问题、状态与归属，日期或时间；可与 bbox、category、state、area、source、from、to 同用 · As they stood then, a day or a time; with bbox, category, state, area, source, from, to"),
        ("known_at" = Option<String>, Query, description = "按当时的记录，日期或时间 · As it was recorded then, a day or a time"),
        ("limit" = Option<usize>, Query, description = "每页条数，1–1000，默认 50；导出时为总行数 · Rows a page, 50 when absent; rows in all for exports"),
        ("cursor" = Option<String>, Query, description = "上一页给出的 next_cursor · next_cursor of the page before"),
        ("format" = Option<String>, Query, description = "json | geojson | csv | xlsx"),
        ("lang" = Option<String>, Query, description = "导出表头语言 zh | en，默认 zh · Language of exported headings, zh when absent")
    ),
    responses((status = 200, description = "问题 · Incidents", content(
        (IncidentPage = "application/json"),
        (FeatureCollection<LedgerProperties> = "application/geo+json"),
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )), Problems)
)]
pub async fn incidents(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let mut filter = filter::read(&mut params, state.service.zone());
    filter.due_status = filter::due_status(&mut params);
    if filter::own_desk(&mut params) {
        filter.desk = state.service.desk_of(&caller);
    }
    filter.at = params.instant("at", state.service.zone());
    filter.known_at = params.instant("known_at", state.service.zone());
    let format = export::format(&mut params, &headers);
    let language = export::language(&mut params);
    let most = if format == Format::Json { 1000 } else { export::MOST_ROWS };
    let page = PageQuery { limit: params.integer("limit", 1..=most), cursor: params.text("cursor") };
    params.finish()?;
    if format == Format::Json {
        return reply::json(&state.service.incidents(&filter, &page, &caller).await?);
    }
    export::export(state, caller, filter, page, format, language).await
}

#[utoipa::path(
    get, path = "/api/v1/incidents/{id}", operation_id = "incident", tag = "incident",
    summary = "一个问题 · One incident",
    description = "问题、派遣理由与全部经过。\n\nThe incident, why it was routed so, and its history.",
    params(("id" = Uuid, Path, description = "问题编号（UUID） · Id")),
    responses((status = 200, body = IncidentAnswer, description = "问题 · Incident"), Problems)
)]
pub async fn incident(
    State(state): State<AppState>,
    caller: Caller,
    path: Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let id = path.id("incident")?;
    reply::json(&state.service.case_answer(id, &caller).await?)
}

#[utoipa::path(
    get, path = "/api/v1/incidents/points", operation_id = "incident_points", tag = "incident",
    summary = "地图点位 · Points for the map",
    description = "按列返回，最多 20000 个点；capped 表示还有更多。\n\nColumns, at most 20,000 points; capped says that there are more.",
    params(FilterParams),
    responses((status = 200, body = IncidentPoints, description = "点 · Points"), Problems)
)]
pub async fn incident_points(State(state): State<AppState>, mut params: Params) -> Result<Response, Problem> {
    let filter = filter::read(&mut params, state.service.zone());
    params.finish()?;
    let answer = state.off_thread(move |s| s.service.incident_points(&filter, MOST_POINTS)).await?;
    reply::json(&answer)
}

#[utoipa::path(
    get, path = "/api/v1/incidents/histogram", operation_id = "incident_histogram", tag = "incident",
    summary = "按日统计 · Counts by day",
    description = "按日、类别、状态与来源计数；日界按站点时区。\n\nCounts by day in the site's zone, by category, state and source.",
    params(FilterParams),
    responses((status = 200, body = IncidentHistogram, description = "统计 · Counts"), Problems)
)]
pub async fn incident_histogram(
    State(state): State<AppState>,
    mut params: Params,
) -> Result<Response, Problem> {
    let filter = filter::read(&mut params, state.service.zone());
    params.finish()?;
    let answer = state.off_thread(move |s| s.service.incident_histogram(&filter)).await?;
    reply::json(&answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_whole_or_every_fault_is_told() {
        let fields = Fields::parse(
            br#"{"lon":102.54,"lat":24.35,"category":"stall","contact":{"name":null,"phone":"1"}}"#,
        );
        let report = read_report(fields.expect("json")).expect("complete");
        assert_eq!((report.lon, report.lat), (102.54, 24.35));
        assert_eq!(report.contact.and_then(|contact| contact.phone).as_deref(), Some("1"));
        let fields = Fields::parse(br#"{"lon":"102.54","lng":1}"#).expect("json");
        let faults = read_report(fields).expect_err("faults").errors.clone();
        let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(names, ["lon", "lat", "category", "lng"]);
    }

    #[test]
    fn keys_are_short_and_visible() {
        let key = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IDEMPOTENCY_KEY, HeaderValue::from_str(text).expect("header"));
            idempotency_key(&headers)
        };
        assert_eq!(key("abc").expect("good"), Some(IdempotencyKey("abc".into())));
        assert!(key(" ").is_err());
        assert!(key(&"x".repeat(201)).is_err());
        assert_eq!(idempotency_key(&HeaderMap::new()).expect("absent"), None);
    }
}
