//! The API as a page to read: plain HTML made from the OpenAPI document, without scripts and without files from
//! elsewhere, so that it works in an office without internet and under the strict policy of the service.

use super::reply;
use super::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use std::fmt::Write;

/// Style of the page and of the few other pages that the server writes itself.
pub const STYLE: &str = include_str!("docs.css");

#[utoipa::path(
    get, path = "/docs", operation_id = "docs", tag = "operation",
    summary = "接口说明 · API for readers",
    description = "同一份接口描述的可读页面。\n\nThe OpenAPI document as a page.",
    responses((status = 200, body = String, content_type = "text/html", description = "HTML"))
)]
pub async fn docs(State(state): State<AppState>, headers: HeaderMap) -> Response {
    reply::tagged(&headers, "text/html; charset=utf-8", state.docs_html.clone())
}

/// A page around some markup that is already safe.
pub fn shell(title: &str, markup: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><link rel=\"icon\" href=\"favicon.svg\" type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\"docs.css\"></head><body><main>{markup}</main></body></html>",
        escape(title)
    )
}

/// Renders the document: contents by tag, each operation with parameters, body and answers, then the schemas.
pub fn page(document: &Value) -> String {
    let mut html = String::new();
    let info = &document["info"];
    let _ = write!(
        html,
        "<h1>{} <small>{}</small></h1>{}<p><a href=\"openapi.json\">openapi.json</a></p><nav>",
        escape(text(&info["title"])),
        escape(text(&info["version"])),
        paragraphs(text(&info["description"]))
    );
    let operations = operations(document);
    let tags = document["tags"].as_array().cloned().unwrap_or_default();
    for tag in &tags {
        let name = text(&tag["name"]);
        let _ = write!(html, "<section><h3>{}</h3><ul>", escape(text(&tag["description"])));
        for (method, path, operation) in operations.iter().filter(|(_, _, op)| has_tag(op, name)) {
            let _ = write!(
                html,
                "<li><a href=\"#{}\"><b class=\"{}\">{}</b> {}</a></li>",
                escape(text(&operation["operationId"])),
                method,
                method.to_uppercase(),
                escape(path)
            );
        }
        html.push_str("</ul></section>");
    }
    html.push_str("</nav>");
    for tag in &tags {
        let name = text(&tag["name"]);
        let _ = write!(html, "<h2>{}</h2>", escape(text(&tag["description"])));
        for (method, path, operation) in operations.iter().filter(|(_, _, op)| has_tag(op, name)) {
            write_operation(&mut html, method, path, operation);
        }
    }
    html.push_str("<h2>数据结构 · Schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        write_schema(&mut html, name, schema);
    }
    shell("Wangge 网格 · API", &html)
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if operation.get("responses").is_some() {
                all.push((method.clone(), path.clone(), operation.clone()));
            }
        }
    }
    all
}

fn has_tag(operation: &Value, name: &str) -> bool {
    operation["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == name))
}

fn write_operation(html: &mut String, method: &str, path: &str, operation: &Value) {
    let _ = write!(
        html,
        "<article id=\"{}\"><h3><b class=\"{method}\">{}</b> <code>{}</code> {}</h3>{}",
        escape(text(&operation["operationId"])),
        method.to_uppercase(),
        escape(path),
        escape(text(&operation["summary"])),
        paragraphs(text(&operation["description"]))
    );
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    if !parameters.is_empty() {
        html.push_str("<table><thead><tr><th>参数 · Parameter</th><th>位置 · In</th><th>类型 · Type</th><th></th></tr></thead><tbody>");
        for parameter in parameters {
            let required = if parameter["required"] == true { " <em>必填 · required</em>" } else { "" };
            let _ = write!(
                html,
                "<tr><td><code>{}</code>{required}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(text(&parameter["name"])),
                escape(text(&parameter["in"])),
                kind_of(&parameter["schema"]),
                escape(text(&parameter["description"]))
            );
        }
        html.push_str("</tbody></table>");
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        let _ = write!(html, "<p>请求体 · Body: {}</p>", contents(content));
    }
    html.push_str("<ul class=\"answers\">");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let content = response["content"].as_object().map(contents).unwrap_or_default();
        let _ = write!(
            html,
            "<li><code>{}</code> {} {content}</li>",
            escape(status),
            escape(text(&response["description"]))
        );
    }
    html.push_str("</ul></article>");
}

fn contents(content: &serde_json::Map<String, Value>) -> String {
    let kinds: Vec<String> = content
        .iter()
        .map(|(media, body)| format!("<code>{}</code> {}", escape(media), kind_of(&body["schema"])))
        .collect();
    kinds.join(", ")
}

fn write_schema(html: &mut String, name: &str, schema: &Value) {
    let _ = write!(
        html,
        "<article id=\"schema-{0}\"><h3>{0}</h3>{1}",
        escape(name),
        paragraphs(text(&schema["description"]))
    );
    let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
    html.push_str("<table><tbody>");
    for part in &parts {
        if part.get("$ref").is_some() {
            let _ = write!(html, "<tr><td>…</td><td>{}</td><td></td></tr>", kind_of(part));
        }
        for (field, kind) in part["properties"].as_object().into_iter().flatten() {
            let _ = write!(
                html,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escape(field),
                kind_of(kind),
                escape(text(&kind["description"]))
            );
        }
    }
    html.push_str("</tbody></table></article>");
}

/// A type in a few words, with a link where it has a name.
fn kind_of(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escape(reference.rsplit('/').next().unwrap_or(""));
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for joined in ["oneOf", "anyOf", "allOf"] {
        if let Some(kinds) = schema[joined].as_array() {
            let kinds: Vec<String> = kinds.iter().map(kind_of).collect();
            return kinds.join(" | ");
        }
    }
    let word = |kind: &str| match kind {
        "array" => format!("[{}]", kind_of(&schema["items"])),
        other => escape(other),
    };
    match &schema["type"] {
        Value::String(kind) => word(kind),
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(word).collect();
            kinds.join(" | ")
        }
        _ => "any".into(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn paragraphs(text: &str) -> String {
    let parts = text.split("\n\n").filter(|part| !part.is_empty());
    parts.map(|part| format!("<p>{}</p>", escape(part))).collect()
}

/// Makes text safe inside elements and quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_needs_no_script_no_inline_style_and_no_other_host() {
        let document = serde_json::to_value(crate::http::router::document()).expect("json");
        let html = page(&document);
        for forbidden in ["<script", "style=", "onclick", "//cdn", "src=\"http", "href=\"http"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        for operation in ["#locate\"", "id=\"locate\"", "id=\"incidents\"", "schema-LocateAnswer"] {
            assert!(html.contains(operation), "{operation}");
        }
    }

    #[test]
    fn markup_in_a_description_stays_text() {
        let document = serde_json::json!({"info": {"title": "<img src=x>", "description": "a\n\n<b>"}});
        let html = page(&document);
        assert!(html.contains("&lt;img src=x&gt;") && html.contains("<p>&lt;b&gt;</p>"), "{html}");
    }
}
