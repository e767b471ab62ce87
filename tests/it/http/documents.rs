//! The API description: complete, self-contained, unchanged without notice.

use super::fixture::Town;
use serde_json::Value;
use std::collections::BTreeSet;
use wangge::http::access;
use wangge::http::router::{document, operations};

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                found.insert(reference.clone());
            }
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves_inside_the_document() {
    let document = described();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 20, "{}", found.len());
    for reference in found {
        let pointer =
            reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leaves the document"));
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn every_decided_route_is_described_and_the_other_way_round() {
    let described: BTreeSet<(String, String)> =
        operations(&document()).into_iter().map(|(method, path)| (method.to_owned(), path)).collect();
    let decided: BTreeSet<(String, String)> =
        access::ROUTES.iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    assert_eq!(described, decided);
    assert_eq!(decided.len(), access::ROUTES.len(), "a route is decided twice");
}

#[test]
fn operations_have_names_of_their_own_and_words_in_both_languages() {
    let document = described();
    let mut names = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values().filter(|value| value.get("responses").is_some()) {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].as_str().unwrap().contains(" · "), "{name}");
            assert!(operation["description"].as_str().unwrap().contains("\n\n"), "{name}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].as_str().is_some_and(|words| !words.is_empty()), "{name}");
            }
        }
    }
    assert_eq!(names.len(), access::ROUTES.len());
}

#[test]
fn the_description_is_the_committed_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/openapi.json");
    let now = serde_json::to_string_pretty(&described()).unwrap() + "\n";
    if std::env::var_os("WANGGE_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == now, "the API changed; look at the difference and run again with WANGGE_BLESS=1");
}

#[tokio::test]
async fn the_description_and_its_page_are_served() {
    let town = Town::public().await;
    let served = town.get("/openapi.json").await;
    assert_eq!(served.json(), described());
    let page = town.get("/docs").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.text().contains("/api/v1/hotspots/ranking"));
    let style = town.get("/docs.css").await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
}

/// A parameter that is described but refused as unknown, or the other way round, would mislead every caller.
#[tokio::test]
async fn every_described_query_parameter_is_known_to_its_endpoint() {
    let town = Town::editor().await;
    for (path, item) in described()["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get") else { continue };
        let names: Vec<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        if names.is_empty() {
            continue;
        }
        let path = path.replace("{layer}", "compound").replace("{code}", "C-1");
        let query: Vec<String> = names.iter().map(|name| format!("{name}=~")).collect();
        let answer = town.get(&format!("{path}?{}&stranger=1", query.join("&"))).await;
        let strangers: Vec<String> =
            answer.faults().into_iter().filter(|fault| fault.ends_with(":unknown_parameter")).collect();
        assert_eq!(strangers, ["stranger:unknown_parameter"], "{path}");
    }
}

/// Every answer follows its description: required fields are there, closed sets are kept, pairs are pairs. The web
/// trusts the types that are generated from it.
#[tokio::test]
async fn answers_follow_their_description() {
    let town = Town::public().await;
    let document = described();
    for (path, called) in [
        ("/api/v1/site", "/api/v1/site"),
        ("/api/v1/categories", "/api/v1/categories"),
        ("/api/v1/layers", "/api/v1/layers"),
        ("/api/v1/layers/{layer}", "/api/v1/layers/compound"),
        ("/api/v1/areas", "/api/v1/areas"),
        ("/api/v1/areas/edges", "/api/v1/areas/edges"),
        ("/api/v1/incidents", "/api/v1/incidents"),
        ("/api/v1/incidents/points", "/api/v1/incidents/points"),
        ("/api/v1/incidents/histogram", "/api/v1/incidents/histogram"),
        ("/api/v1/hotspots/ranking", "/api/v1/hotspots/ranking?by=area&level=point"),
        ("/api/v1/search", "/api/v1/search?q=a"),
    ] {
        let content = &document["paths"][path]["get"]["responses"]["200"]["content"];
        let content = content.get("application/json").unwrap_or(&content["application/geo+json"]);
        let schema = &content["schema"];
        assert!(schema.is_object(), "{path} is described");
        let answer = town.get(called).await;
        assert_eq!(answer.status.as_u16(), 200, "{called}");
        follows(&document, schema, &answer.json(), called);
    }
}

fn follows(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return follows(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().for_each(|part| follows(document, part, value, at));
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let null = choices.iter().any(|choice| choice["type"] == "null");
        assert!(null || !value.is_null(), "{at} is null");
        let other = choices.iter().find(|choice| choice["type"] != "null").unwrap();
        return if value.is_null() {
        } else {
            follows(document, other, value, at)
        };
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value} is not one of {words:?}");
    }
    if let Some(items) = value.as_array() {
        let count = items.len() as u64;
        assert!(schema["minItems"].as_u64().is_none_or(|least| count >= least), "{at} has {count} items");
        assert!(schema["maxItems"].as_u64().is_none_or(|most| count <= most), "{at} has {count} items");
        items
            .iter()
            .enumerate()
            .for_each(|(index, item)| follows(document, &schema["items"], item, &format!("{at}[{index}]")));
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(fields.contains_key(name), "{at} lacks {name}");
        }
        for (name, field) in fields {
            let described = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
            if let Some(described) = described {
                follows(document, described, field, &format!("{at}.{name}"));
            }
        }
    }
}
