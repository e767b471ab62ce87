//! Answers: JSON from a value or from bytes, and tagged answers that a client may keep and ask about again.

use super::joined_body::JoinedBody;
use super::problem::Problem;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;

pub const JSON: &str = "application/json";
pub const GEO_JSON: &str = "application/geo+json";
/// Answers about the present are asked for again each time.
pub const NO_STORE: &str = "no-store";
/// Kept by the browser, but checked by tag before each use.
pub const REVALIDATE: &str = "no-cache";

pub fn bytes(kind: &'static str, cache: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

pub fn render(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::with_capacity(1024);
    serde_json::to_writer(&mut body, value).map_err(unwritable)?;
    Ok(body)
}

pub fn unwritable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "an answer cannot be written as JSON");
    Problem::internal()
}

pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    Ok(bytes(JSON, NO_STORE, render(value)?))
}

/// One object of the fields of `value`, an object with fields, and of those of `shared`, another one that is rendered
/// already and is passed on without a copy.
pub fn json_joined(value: &impl Serialize, shared: &Bytes) -> Result<Response, Problem> {
    let mut own = render(value)?;
    if let Some(brace) = own.last_mut() {
        *brace = b',';
    }
    Ok(bytes(JSON, NO_STORE, Body::new(JoinedBody::new(own.into(), shared.slice(1..)))))
}

/// Answers `body` with a tag of its content, or 304 when the client already has it. Tags are weak, because
/// packing changes the bytes.
pub fn tagged(request: &HeaderMap, kind: &'static str, body: impl Into<Bytes>) -> Response {
    let body = body.into();
    tagged_as(request, kind, tag(&body), body)
}

/// The same with a tag of the caller's, for an answer that differs in what does not matter, such as the time.
pub fn tagged_as(request: &HeaderMap, kind: &'static str, tag: String, body: impl Into<Bytes>) -> Response {
    let known = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| same_tag(known.trim(), &tag));
    let mut response = if known {
        let mut empty = StatusCode::NOT_MODIFIED.into_response();
        empty.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(REVALIDATE));
        empty
    } else {
        bytes(kind, REVALIDATE, body.into())
    };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

fn same_tag(known: &str, tag: &str) -> bool {
    let strong = |text: &str| text.strip_prefix("W/").unwrap_or(text).to_owned();
    known == "*" || strong(known) == strong(tag)
}

/// A weak entity tag of some bytes.
pub fn tag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let mut tag = String::from("W/\"");
    for byte in &digest[..16] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_tag_gets_no_body_weak_or_strong_alone_or_in_a_list() {
        let tag = tag(b"same");
        for known in [tag.clone(), format!("\"x\", {}", tag.trim_start_matches("W/")), "*".into()] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(&known).expect("ascii"));
            let response = tagged(&headers, JSON, Bytes::from_static(b"same"));
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert!(response.headers().contains_key(header::ETAG));
            assert_eq!(tagged(&headers, JSON, Bytes::from_static(b"other")).status() == 304, known == "*");
        }
    }
}
