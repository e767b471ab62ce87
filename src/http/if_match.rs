//! `If-Match: "v<n>"`: the version that an edit was made on (R12), and what else edits have in common.

use super::problem::Problem;
use crate::app::FieldError;
use crate::app::MoveIncidents;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::Value;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::{IntoParams, PartialSchema};

/// The version that the caller knows. Missing: 428; not of our form: 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if_match_missing",
                "请带上 If-Match 说明是在哪个版本上改的，如 \"v3\"",
                "Say with If-Match which version was changed, \"v3\" for instance",
            ));
        };
        let version = value.to_str().ok().and_then(parse);
        version.map(Self).ok_or_else(|| {
            Problem::fields(vec![FieldError::new(
                "If-Match",
                "not_a_version",
                "If-Match 应如 \"v3\"",
                "If-Match must look like \"v3\"",
            )])
        })
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("所改的版本，如 \"v3\" · The version that was changed, \"v3\" for instance"))
            .schema(Some(String::schema()));
        vec![parameter.build()]
    }
}

fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.strip_prefix("\"v")?.strip_suffix('"')?.parse().ok()
}

/// Adds the version's tag to an answer.
pub fn with_version(mut response: Response, version: i64) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("\"v{version}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// Which open incidents follow the ground: `all`, `none` or a list of ids.
pub fn move_incidents(value: Value) -> Result<MoveIncidents, Problem> {
    serde_json::from_value(value).map_err(|_| {
        Problem::fields(vec![FieldError::new(
            "move_incidents",
            "unknown",
            "move_incidents 应为 all、none 或问题编号的列表",
            "move_incidents must be all, none or a list of ids of incidents",
        )])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_are_read_strong_and_weak() {
        assert_eq!(parse("\"v3\""), Some(3));
        assert_eq!(parse(" W/\"v12\" "), Some(12));
        for bad in ["v3", "\"3\"", "*", "\"v\"", "\"vx\""] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn incidents_to_move_are_all_none_or_named() {
        let id = uuid::Uuid::from_u128(7);
        assert_eq!(move_incidents(json!("all")).ok(), Some(MoveIncidents::All));
        assert_eq!(move_incidents(json!("none")).ok(), Some(MoveIncidents::None));
        assert_eq!(move_incidents(json!([id])).ok(), Some(MoveIncidents::These(vec![id])));
        assert!(move_incidents(json!("some")).is_err() && move_incidents(json!([1])).is_err());
    }
}
