//! JSON bodies: size, type, encoding and depth are checked here, then fields are read by name so that every
//! wrong one is reported at once and an unknown one is refused.

use super::pieces::{BodyPace, Pieces};
use super::problem::Problem;
use super::state::AppState;
use crate::app::FieldError;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

/// Largest JSON body.
pub const JSON_LIMIT: usize = 1024 * 1024;

/// The fields of a JSON object while a handler takes it apart; end with [`Fields::finish`].
#[derive(Debug)]
pub struct Fields {
    map: Map<String, Value>,
    prefix: String,
    asked: Vec<&'static str>,
    errors: Vec<FieldError>,
}

impl FromRequest<AppState> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        read_json(&parts.headers, body, JSON_LIMIT, state.options.body_pace).await
    }
}

/// The fields of a JSON body of at most `limit` bytes.
pub async fn read_json(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    pace: BodyPace,
) -> Result<Fields, Problem> {
    expect_json(headers)?;
    Fields::parse(&read(headers, body, limit, pace).await?)
}

impl Fields {
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Problem::malformed(
                "empty_body",
                "line 1, column 1",
                "请求体为空，应为 JSON 对象",
                "The body is empty; a JSON object is expected",
            ));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let place = format!("byte {}", error.valid_up_to());
            Problem::malformed("not_utf8", place, "请求体不是 UTF-8 编码", "The body is not UTF-8")
        })?;
        // Excel and old editors put a mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match serde_json::from_str::<Value>(text).map_err(malformed_json)? {
            Value::Object(map) => Ok(Self::of(map)),
            _ => Err(Problem::malformed(
                "not_an_object",
                "line 1, column 1",
                "请求体应为 JSON 对象",
                "The body must be a JSON object",
            )),
        }
    }

    /// The fields of an object that was parsed already.
    pub fn of(map: Map<String, Value>) -> Self {
        Self { map, prefix: String::new(), asked: Vec::new(), errors: Vec::new() }
    }

    /// A value of any kind; null counts as absent.
    pub fn take(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.map.remove(name).filter(|value| !value.is_null())
    }

    /// A string; null counts as absent.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => {
                self.wrong(name, "not_a_text", "应为文字", "must be a text");
                None
            }
        }
    }

    pub fn required_text(&mut self, name: &'static str) -> String {
        self.require(name);
        self.text(name).unwrap_or_default()
    }

    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(flag) => Some(flag),
            _ => {
                self.wrong(name, "not_a_flag", "应为 true 或 false", "must be true or false");
                None
            }
        }
    }

    /// A list of strings.
    pub fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        let texts = serde_json::from_value(self.take(name)?).ok();
        if texts.is_none() {
            self.wrong(name, "not_a_list", "应为文字的列表", "must be a list of texts");
        }
        texts
    }

    /// A value of any kind, null told apart from absent.
    pub fn take_with_null(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.map.remove(name)
    }

    /// Adds a fault that the handler found.
    pub fn fault(&mut self, fault: FieldError) {
        self.errors.push(fault);
    }

    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        match self.take(name)?.as_f64() {
            Some(number) if number.is_finite() => Some(number),
            _ => {
                self.wrong(name, "not_a_number", "应为数字", "must be a number");
                None
            }
        }
    }

    pub fn required_number(&mut self, name: &'static str) -> f64 {
        self.require(name);
        self.number(name).unwrap_or(0.0)
    }

    /// An object inside, read by `read`; its faults become this one's.
    pub fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        match self.take(name)? {
            Value::Object(map) => {
                let mut inner = Self { prefix: format!("{}{name}.", self.prefix), ..Self::of(map) };
                let value = read(&mut inner);
                self.errors.extend(inner.faults());
                Some(value)
            }
            _ => {
                self.wrong(name, "not_an_object", "应为对象", "must be an object");
                None
            }
        }
    }

    fn require(&mut self, name: &'static str) {
        if self.map.get(name).is_none_or(Value::is_null) {
            self.wrong(name, "missing", "不能为空", "is missing");
        }
    }

    fn wrong(&mut self, name: &str, code: &str, zh: &str, en: &str) {
        let field = format!("{}{name}", self.prefix);
        self.errors.push(FieldError::new(&field, code, format!("{field} {zh}"), format!("{field} {en}")));
    }

    /// All faults so far, and every field that was not asked for.
    pub fn faults(mut self) -> Vec<FieldError> {
        let strangers: Vec<String> = self.map.keys().cloned().collect();
        let known = self.asked.join(", ");
        for name in strangers {
            self.wrong(
                &name,
                "unknown_field",
                &format!("不是已知的字段，可用：{known}"),
                &format!("is not a known field; known: {known}"),
            );
        }
        self.errors
    }

    pub fn finish(self) -> Result<(), Problem> {
        let errors = self.faults();
        if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors)) }
    }
}

/// Media type without parameters, lower case.
pub fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// The `charset` parameter of the content type, lower case.
pub fn charset(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        (name.trim().eq_ignore_ascii_case("charset"))
            .then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    })
}

/// Packed bodies are refused: a small one can unfold into gigabytes.
pub fn expect_unpacked(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(header::CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => {
            Err(Problem::unsupported("application/json (Content-Encoding: identity)"))
        }
        _ => Ok(()),
    }
}

fn expect_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media = media_type(headers);
    let json = media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"));
    let utf8 = charset(headers).is_none_or(|charset| matches!(charset.as_str(), "utf-8" | "utf8"));
    if !(json && utf8) {
        return Err(Problem::unsupported("application/json"));
    }
    expect_unpacked(headers)
}

/// Reads a body of at most `limit` bytes. A length that is announced too large is refused before reading.
pub async fn read(headers: &HeaderMap, body: Body, limit: usize, pace: BodyPace) -> Result<Bytes, Problem> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let announced = announced.and_then(|value| value.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(Problem::too_large(limit));
    }
    let mut pieces = Pieces::of(body, pace);
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await? {
        if bytes.len() + piece.len() > limit {
            return Err(Problem::too_large(limit));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

/// Words for a parse error, with its line and column.
pub fn malformed_json(error: serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    if text.starts_with("recursion limit") {
        return Problem::malformed(
            "too_deep",
            place.clone(),
            format!("JSON 嵌套超过 128 层（{place}）"),
            format!("The JSON is nested more than 128 levels deep at {place}"),
        );
    }
    let what = text.split(" at line ").next().unwrap_or("").to_owned();
    Problem::malformed(
        "malformed_json",
        place.clone(),
        format!("JSON 格式有误：第 {} 行第 {} 列", error.line(), error.column()),
        format!("The JSON cannot be read at {place}: {what}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Problem {
        Fields::parse(bytes).expect_err("must be refused")
    }

    #[test]
    fn a_syntax_error_tells_line_and_column() {
        let problem = refused(b"{\n \"lon\": 1,,\n}");
        assert_eq!(problem.code, "malformed_json");
        assert_eq!(problem.place.as_deref(), Some("line 2, column 11"));
    }

    #[test]
    fn not_a_number_is_not_json() {
        assert_eq!(refused(b"{\"lon\": NaN}").code, "malformed_json");
        assert_eq!(refused(b"{\"lon\": 1e999}").code, "malformed_json");
    }

    #[test]
    fn ten_thousand_brackets_are_too_deep_and_do_no_harm() {
        assert_eq!(refused("[".repeat(10_000).as_bytes()).code, "too_deep");
    }

    #[test]
    fn empty_wrong_encoding_and_wrong_shape_are_told_apart() {
        assert_eq!(refused(b" \n").code, "empty_body");
        assert_eq!(refused(b"{\"a\":\"\xff\"}").code, "not_utf8");
        assert_eq!(refused(b"[1,2]").code, "not_an_object");
    }

    #[test]
    fn every_wrong_field_is_reported_at_once_with_its_path() {
        let mut fields =
            Fields::parse(br#"{"lon":"x","category":3,"contact":{"phone":1,"mail":"m"},"lng":2}"#)
                .expect("well formed");
        fields.required_number("lon");
        fields.required_number("lat");
        fields.required_text("category");
        fields.object("contact", |contact| contact.text("phone"));
        let errors = fields.finish().expect_err("many faults").errors.clone();
        let codes: Vec<(&str, &str)> = errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(
            codes,
            [
                ("lon", "not_a_number"),
                ("lat", "missing"),
                ("category", "not_a_text"),
                ("contact.phone", "not_a_text"),
                ("contact.mail", "unknown_field"),
                ("lng", "unknown_field"),
            ]
        );
    }
}
