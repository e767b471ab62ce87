//! Incident lists as files: which format a request wants, and the pages of a list written row by row. CSV and
//! GeoJSON are streamed; the rows of a spreadsheet wait in a temporary file, one spreadsheet at a time.

use super::caller::Caller;
use super::params::{Params, one_of};
use super::problem::Problem;
use super::reply;
use super::state::AppState;
use crate::app::answer::IncidentBrief;
use crate::app::{FieldError, IncidentFilter, PageQuery};
use crate::domain::glossary;
use crate::domain::text::Words;
use crate::exchange::xlsx_out::Ledger;
use crate::exchange::{Language, LedgerRow, csv_out, geojson_out};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use std::collections::HashMap;
use std::io;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Most rows of one file.
pub const MOST_ROWS: usize = 100_000;
/// Rows that are read at once.
const PAGE: usize = 1000;
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a list is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    GeoJson,
    Csv,
    Xlsx,
}

impl Format {
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, slug, _)| slug)
    }

    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Json, "json", reply::JSON),
        (Self::GeoJson, "geojson", reply::GEO_JSON),
        (Self::Csv, "csv", "text/csv"),
        (Self::Xlsx, "xlsx", XLSX),
    ];
}

/// `format=`, else the best known type in `Accept`, else JSON.
pub fn format(params: &mut Params, headers: &HeaderMap) -> Format {
    if let Some(name) = params.text("format") {
        let found = Format::ALL.iter().find(|(_, slug, _)| *slug == name);
        return found.map_or_else(
            || {
                params.fail(one_of("format", &name, &Format::ALL.map(|(_, slug, _)| slug)));
                Format::Json
            },
            |(format, _, _)| *format,
        );
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best = (0.0, Format::Json);
    for choice in accept.split(',') {
        let mut parts = choice.split(';').map(str::trim);
        let media = parts.next().unwrap_or("");
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let known = Format::ALL.iter().find(|(_, _, known)| known.eq_ignore_ascii_case(media));
        if let Some((format, _, _)) = known
            && weight > best.0
        {
            best = (weight, *format);
        }
    }
    best.1
}

/// `lang=zh|en`.
pub fn language(params: &mut Params) -> Language {
    match params.text("lang").as_deref() {
        None | Some("zh" | "zh-CN") => Language::Zh,
        Some("en") => Language::En,
        Some(other) => {
            params.fail(one_of("lang", other, &["zh", "en"]));
            Language::Zh
        }
    }
}

/// Answers all rows under the filter as a file, at most `page.limit` of them.
pub async fn export(
    state: AppState,
    caller: Caller,
    filter: IncidentFilter,
    page: PageQuery,
    format: Format,
    language: Language,
) -> Result<Response, Problem> {
    let words = SlugWords::of(&state, &caller, language);
    // What anybody may download says nothing of persons; what staff take along does.
    if caller.roles.is_staff() {
        let told = serde_json::json!({"format": format.slug(), "filter": filter.told()});
        state.service.audit_export(&caller, "incidents", told).await?;
    }
    let mut pages =
        Pages { state, caller, filter, cursor: page.cursor, left: page.limit.unwrap_or(MOST_ROWS) };
    let (first, total) = pages.next().await?;
    if page.limit.is_none() && total > MOST_ROWS as u64 {
        return Err(Problem::fields(vec![FieldError::new(
            "format",
            "too_many_rows",
            format!(
                "共 {total} 行，一个文件最多 {MOST_ROWS} 行；请缩小时间或范围，或用 limit 只取前面一部分"
            ),
            format!(
                "{total} rows are more than a file's {MOST_ROWS}; narrow the filter, or take the first ones with limit"
            ),
        )]));
    }
    let response = match format {
        Format::Xlsx => spreadsheet(pages, first, words).await?,
        _ => stream(pages, first, words, format),
    };
    Ok(attached(response, format))
}

/// The rows of a list, page after page.
struct Pages {
    state: AppState,
    caller: Caller,
    filter: IncidentFilter,
    cursor: Option<String>,
    left: usize,
}

impl Pages {
    /// The next rows and how many there are in all; no rows at the end.
    async fn next(&mut self) -> Result<(Vec<IncidentBrief>, u64), Problem> {
        let query = PageQuery { limit: Some(self.left.clamp(1, PAGE)), cursor: self.cursor.take() };
        let mut page = self.state.service.incidents(&self.filter, &query, &self.caller).await?;
        page.items.truncate(self.left);
        self.left -= page.items.len();
        self.cursor = page.next_cursor;
        Ok((page.items, page.total))
    }

    fn done(&self) -> bool {
        self.left == 0 || self.cursor.is_none()
    }
}

fn stream(mut pages: Pages, first: Vec<IncidentBrief>, words: SlugWords, format: Format) -> Response {
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(2);
    tokio::spawn(async move {
        let language = words.language;
        let mut out = match format {
            Format::Csv => csv_out::heading(language),
            _ => geojson_out::OPENING.to_vec(),
        };
        let mut number = 0;
        let mut items = first;
        loop {
            for item in &items {
                number += 1;
                let row = words.row(item);
                match format {
                    Format::Csv => csv_out::row(&mut out, &row, number, language),
                    _ => geojson_out::feature(&mut out, &row, number, language),
                }
            }
            if pages.done() {
                break;
            }
            if sender.send(Ok(std::mem::take(&mut out).into())).await.is_err() {
                return;
            }
            items = match pages.next().await {
                Ok((items, _)) => items,
                // The connection breaks off, so that nobody takes half a file for a whole one.
                Err(problem) => {
                    let _ = sender.send(Err(io::Error::other(problem.detail.clone()))).await;
                    return;
                }
            };
        }
        if format == Format::GeoJson {
            out.extend_from_slice(geojson_out::CLOSING);
        }
        let _ = sender.send(Ok(out.into())).await;
    });
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        _ => reply::GEO_JSON,
    };
    reply::bytes(kind, reply::NO_STORE, Body::from_stream(ReceiverStream::new(receiver)))
}

async fn spreadsheet(
    mut pages: Pages,
    first: Vec<IncidentBrief>,
    words: SlugWords,
) -> Result<Response, Problem> {
    let state = pages.state.clone();
    let turn = state.spreadsheet.acquire().await.map_err(|_| Problem::internal())?;
    let failed = |error: rust_xlsxwriter::XlsxError| {
        tracing::error!(%error, "a spreadsheet cannot be written");
        Problem::internal()
    };
    let mut ledger = Ledger::new(words.language).map_err(failed)?;
    let mut items = first;
    loop {
        for item in &items {
            ledger.push(&words.row(item)).map_err(failed)?;
        }
        if pages.done() {
            break;
        }
        items = pages.next().await?.0;
    }
    let bytes = tokio::task::spawn_blocking(move || ledger.finish()).await;
    drop(turn);
    let bytes = bytes.map_err(|_| Problem::internal())?.map_err(failed)?;
    Ok(reply::bytes(XLSX, reply::NO_STORE, bytes))
}

fn attached(mut response: Response, format: Format) -> Response {
    let (plain, local) = match format {
        Format::Xlsx => ("incidents.xlsx", "%E9%97%AE%E9%A2%98%E5%8F%B0%E8%B4%A6.xlsx"),
        Format::Csv => ("incidents.csv", "%E9%97%AE%E9%A2%98%E5%8F%B0%E8%B4%A6.csv"),
        Format::Json | Format::GeoJson => return response,
    };
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{local}");
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Words for slugs, and the making of rows with them.
struct SlugWords {
    language: Language,
    states: HashMap<&'static str, Words>,
    departments: HashMap<String, Words>,
}

impl SlugWords {
    fn of(state: &AppState, caller: &Caller, language: Language) -> Self {
        let site = state.service.site(caller);
        Self {
            language,
            states: site.states.into_iter().map(|state| (state.slug, state.words)).collect(),
            departments: site.departments.into_iter().map(|d| (d.slug, d.short)).collect(),
        }
    }

    fn row(&self, item: &IncidentBrief) -> LedgerRow {
        let language = self.language;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let state = self.states.get(item.state).map_or(item.state, |words| language.of(words));
        let department = item.department.as_ref().map(|slug| {
            self.departments.get(slug).map_or(slug.as_str(), |words| language.of(words)).to_owned()
        });
        let words = |words: &Option<Words>| words.as_ref().map_or("", |words| language.of(words)).to_owned();
        LedgerRow {
            id: item.id.to_string(),
            number: item.number.clone(),
            category: language.of(&item.category_name).to_owned(),
            problem: item.description.clone().unwrap_or_else(|| language.of(&item.category_name).to_owned()),
            address: text(&item.address),
            community: text(&item.areas.community),
            zone: text(&item.areas.zone),
            point: text(&item.areas.point),
            lon: item.position[0],
            lat: item.position[1],
            source: source_word(&item.source, language).to_owned(),
            role: words(&item.owner_role),
            unit: words(&item.owner_unit),
            person: words(&item.owner_person),
            department: department.unwrap_or_default(),
            occurred_at: readable_time(&item.occurred_at),
            recorded_at: readable_time(&item.recorded_at),
            due_at: item.due_at.as_deref().map(readable_time).unwrap_or_default(),
            closed_at: item.closed_at.as_deref().map(readable_time).unwrap_or_default(),
            state: state.to_owned(),
            overdue: item.overdue,
        }
    }
}

/// `2026-11-24 08:00` of `2026-11-24T08:00:00+08:00`, as ledgers are read.
fn readable_time(time: &str) -> String {
    match time.split_once('T') {
        Some((day, clock)) => format!("{day} {}", clock.get(..5).unwrap_or(clock)),
        None => time.to_owned(),
    }
}

fn source_word(slug: &str, language: Language) -> &str {
    let word = glossary::label_in("source", slug).map(|term| match language {
        Language::Zh => term.zh,
        Language::En => term.en,
    });
    word.unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(query: &str, accept: &str) -> Format {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(accept).expect("header"));
        format(&mut Params::parse(query), &headers)
    }

    #[test]
    fn the_parameter_wins_over_accept_and_weights_decide_among_types() {
        assert_eq!(wanted("format=csv", XLSX), Format::Csv);
        assert_eq!(wanted("", "text/csv;q=0.5, application/geo+json"), Format::GeoJson);
        assert_eq!(wanted("", XLSX), Format::Xlsx);
        assert_eq!(wanted("", "text/html,*/*"), Format::Json);
    }

    #[test]
    fn times_are_written_as_ledgers_are_read() {
        assert_eq!(readable_time("2026-11-24T08:05:00+08:00"), "2026-11-24 08:05");
    }
}
