//! Problem documents (RFC 9457): the one shape of every refusal, axum's own included (R13). `code` is stable for
//! machines, `words` are for people in both languages, and the request id leads to the log line.

use crate::app::answer::DraftFault;
use crate::app::{AppError, FieldError};
use crate::domain::progress::Cancelled;
use crate::domain::text::Words;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;

/// Media type of every problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request was refused. Boxed, because results that carry it are passed around far more often than used.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem(Box<ProblemDocument>);

/// What the caller reads of a problem.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Always `about:blank`: `code` tells the kinds apart.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// The status in English words.
    pub title: String,
    pub status: u16,
    /// Stable identifier of the reason.
    #[schema(value_type = String)]
    pub code: Cow<'static, str>,
    /// `words.en` once more, for clients that only know RFC 9457.
    pub detail: String,
    pub words: Words,
    /// Every bad field, all at once.
    pub errors: Vec<FieldError>,
    /// Where a malformed input broke, `line 3, column 7` or `row 12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub request_id: Option<String>,
    /// The version that stands, where `If-Match` named another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Codes that somebody else changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Vec<String>>,
    /// What bars the publication of a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faults: Option<Vec<DraftFault>>,
    #[serde(skip)]
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    pub fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let words = Words::new(zh, en);
        Self(Box::new(ProblemDocument {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16(),
            code: code.into(),
            detail: words.en.clone(),
            words,
            errors: Vec::new(),
            place: None,
            request_id: None,
            version: None,
            changed: None,
            faults: None,
            headers: Vec::new(),
        }))
    }

    /// Well formed, but these fields are wrong.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self::from(AppError::Invalid(errors))
    }

    /// Could not be read at `place`.
    pub fn malformed(
        code: &'static str,
        place: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, code, zh, en);
        problem.place = Some(place.into());
        problem
    }

    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            format!("请求体超过上限 {limit} 字节"),
            format!("The body is larger than the limit of {limit} bytes"),
        )
    }

    pub fn unsupported(expected: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            format!("Content-Type 应为 {expected}"),
            format!("Content-Type must be {expected}"),
        )
    }

    /// The body stopped arriving.
    pub fn body_timeout() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_timeout",
            "请求体传输过慢，连接已中止",
            "The body arrived too slowly",
        )
    }

    pub fn timeout() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timeout",
            "处理超时，请缩小范围或稍后再试",
            "The answer took too long; narrow the question or try again",
        )
    }

    pub fn internal() -> Self {
        let words = AppError::Internal(anyhow::anyhow!("")).words();
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", words.zh, words.en)
    }

    pub fn no_such_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no_such_path", "没有这个地址", "There is nothing at this address")
    }

    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The document as JSON.
    pub fn body(&self) -> Vec<u8> {
        serde_json::to_vec(&*self.0).unwrap_or_default()
    }
}

impl Deref for Problem {
    type Target = ProblemDocument;

    fn deref(&self) -> &ProblemDocument {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut ProblemDocument {
        &mut self.0
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let status = match &error {
            AppError::Invalid(_) | AppError::Malformed { .. } => StatusCode::BAD_REQUEST,
            AppError::NotFound { .. } | AppError::Gone { .. } => StatusCode::NOT_FOUND,
            AppError::SignIn { .. } => StatusCode::UNAUTHORIZED,
            AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            // The same key with other content can never succeed (R12); other conflicts may pass later.
            AppError::Conflict { code, .. } if code.starts_with("idempotency") => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            AppError::Conflict { .. } => StatusCode::CONFLICT,
            AppError::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            AppError::Faulty(_) => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Forbidden { .. } => StatusCode::FORBIDDEN,
            AppError::Unavailable(source) => {
                tracing::warn!(error = format!("{source:#}"), "the database is not available");
                StatusCode::SERVICE_UNAVAILABLE
            }
            AppError::Full => {
                tracing::error!("the disk of the database is full");
                StatusCode::INSUFFICIENT_STORAGE
            }
            AppError::Internal(source) => {
                tracing::error!(error = format!("{source:#}"), "internal error");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let words = error.words();
        let mut problem = Self::new(status, error.code(), words.zh, words.en);
        match error {
            AppError::Invalid(errors) => problem.errors = errors,
            AppError::Malformed { place, .. } => problem.place = Some(place),
            AppError::Stale { current, changed } => {
                problem.version = Some(current);
                problem.changed = Some(changed);
            }
            AppError::Faulty(faults) => problem.faults = Some(faults),
            AppError::TooMany { retry_after, .. } => {
                problem.headers.push((header::RETRY_AFTER, HeaderValue::from(retry_after)));
            }
            AppError::Unavailable(_) => {
                problem.headers.push((header::RETRY_AFTER, HeaderValue::from_static("1")));
            }
            _ => {}
        }
        problem
    }
}

impl From<Cancelled> for Problem {
    /// Nobody reads it: the caller has gone.
    fn from(_: Cancelled) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "cancelled",
            "已取消，什么都没有保存",
            "Cancelled, nothing was stored",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.headers.iter().cloned());
        // The gate renders it again once it knows the request id.
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The request id for whoever writes a problem after its response has begun. In the extensions of a response it is filled
/// by `complete`.
#[derive(Debug, Clone, Default)]
pub struct RequestIdLater(Arc<OnceLock<String>>);

impl RequestIdLater {
    pub fn get(&self) -> Option<String> {
        self.0.get().cloned()
    }
}

/// Puts the request id into a problem that a handler or extractor answered; other responses pass unchanged.
pub fn complete(mut response: Response, request_id: &str) -> Response {
    if let Some(later) = response.extensions_mut().remove::<RequestIdLater>() {
        // Filled once, here.
        let _ = later.0.set(request_id.to_owned());
    }
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() else {
        return response;
    };
    let mut problem = Arc::unwrap_or_clone(problem);
    problem.request_id = Some(request_id.to_owned());
    let body = problem.body();
    // The layer below may have packed the first body; this one is plain.
    response.headers_mut().remove(header::CONTENT_ENCODING);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = body.into();
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_field_is_in_the_document() {
        let problem = Problem::fields(vec![
            FieldError::new("lon", "missing", "缺少经度", "longitude is missing"),
            FieldError::new("lat", "not_a_number", "不是数字", "not a number"),
        ]);
        assert_eq!(problem.status, 400);
        assert_eq!(problem.code, "invalid_fields");
        assert_eq!(problem.errors.len(), 2);
    }

    #[test]
    fn the_source_of_an_internal_error_never_reaches_the_caller() {
        let problem = Problem::from(AppError::Internal(anyhow::anyhow!("table secrets, password 1234")));
        let text = String::from_utf8(problem.body()).expect("json is utf-8");
        assert!(!text.contains("secrets"), "{text}");
        assert_eq!(problem.status, 500);
    }

    #[test]
    fn a_full_disk_says_so_and_is_not_a_defect() {
        let problem = Problem::from(AppError::Full);
        assert_eq!((problem.status, problem.code.as_ref()), (507, "storage_full"));
        assert!(problem.words.zh.contains("磁盘已满") && problem.words.en.contains("disk"));
    }

    #[test]
    fn another_body_under_a_used_key_is_unprocessable_and_other_conflicts_are_409() {
        let conflict = |code| AppError::Conflict { code, words: Words::new("冲突", "conflict") };
        assert_eq!(Problem::from(conflict("idempotency_mismatch")).status, 422);
        assert_eq!(Problem::from(conflict("state")).status, 409);
    }
}
