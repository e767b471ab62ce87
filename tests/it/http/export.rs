//! Lists as files: safe to open, complete, in both languages.

use super::fixture::{EAST, Town, WEST};
use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use std::io::Cursor;
use wangge::store::PartyEntry;

const ATTACK: &str = "=HYPERLINK(\"http://evil.example\")";

async fn town() -> Town {
    let town = Town::office().await;
    town.report(WEST, json!({"description": ATTACK, "address": "环山路"})).await;
    town.report(WEST, json!({"description": "第二件", "source": "12345"})).await;
    town
}

#[tokio::test]
async fn csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let town = town().await;
    let file = town.get_with("/api/v1/incidents", &[("accept", "text/csv")]).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("filename*=UTF-8''"));
    assert!(file.bytes.starts_with(b"\xef\xbb\xbf"));
    let mut reader = csv::Reader::from_reader(&file.bytes[3..]);
    assert_eq!(&reader.headers().unwrap()[3], "问题");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let problems: Vec<&str> = rows.iter().map(|row| &row[3]).collect();
    assert!(problems.contains(&format!("'{ATTACK}").as_str()), "{problems:?}");
    assert!(rows.iter().any(|row| &row[8] == "12345 热线"));
    assert!(rows.iter().all(|row| &row[10] == "市住建局" && &row[11] == "李明"), "{rows:?}");
}

#[tokio::test]
async fn the_ledger_is_a_spreadsheet_with_headings_in_the_wanted_language() {
    let town = town().await;
    for (language, name, heading) in [("zh", "问题台账", "序号"), ("en", "Incidents", "No.")] {
        let file = town.get(&format!("/api/v1/incidents?format=xlsx&lang={language}")).await;
        assert_eq!(file.status, 200, "{}", file.text());
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes)).unwrap();
        let sheet = book.worksheet_range(name).unwrap();
        assert_eq!(sheet.get_value((0, 0)), Some(&Data::String(heading.into())));
        assert_eq!(sheet.height(), 3);
        let cells: Vec<String> = sheet.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        assert!(cells.iter().any(|cell| cell == ATTACK), "text is kept as it was");
        assert!(book.worksheet_formula(name).unwrap().used_cells().next().is_none());
    }
}

#[tokio::test]
async fn geojson_keeps_text_as_it_was_and_follows_the_filter() {
    let town = town().await;
    let file = town.get("/api/v1/incidents?format=geojson&source=12345").await;
    assert_eq!(file.header("content-type"), "application/geo+json");
    let features = file.json()["features"].as_array().cloned().unwrap();
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["properties"]["problem"], "第二件");
    let all = town.get("/api/v1/incidents?format=geojson").await.json();
    assert!(all["features"].as_array().unwrap().iter().any(|f| f["properties"]["problem"] == ATTACK));
    assert_eq!(
        town.get("/api/v1/incidents?format=geojson&limit=1").await.json()["features"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let none = town.get("/api/v1/incidents?format=geojson&source=leader").await.json();
    assert_eq!(none["features"], json!([]));
}

#[tokio::test]
async fn more_rows_than_a_page_holds_come_out_whole() {
    let town = town().await;
    let mut work = tokio::task::JoinSet::new();
    for n in 0..1010 {
        let router = town.router.clone();
        work.spawn(async move {
            use tower::ServiceExt;
            let body = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish", "external_ref": n.to_string()});
            let request = axum::http::Request::post("/api/v1/incidents")
                .header("content-type", "application/json")
                .body(axum::body::Body::from(body.to_string()))
                .unwrap();
            router.oneshot(request).await.unwrap().status()
        });
    }
    assert!(work.join_all().await.into_iter().all(|status| status == 201));
    let file = town.get("/api/v1/incidents?format=csv").await;
    let rows = csv::Reader::from_reader(&file.bytes[3..]).records().map(Result::unwrap).count();
    assert_eq!(rows, 1012);
}

#[tokio::test]
async fn unit_and_person_of_the_ledger_are_those_of_the_post_whatever_their_names_hold() {
    let town = Town::office().await;
    town.report(WEST, json!({})).await;
    town.report(EAST, json!({})).await;
    let store = town.service.store();
    let mut bureau = store.load_parties().await.unwrap().into_iter().find(|p| p.name == "市住建局").unwrap();
    bureau.name = "甲 · 乙公司".into();
    let at = town.service.now();
    store.upsert_parties(&[PartyEntry { party: bureau, private: None }], at).await.unwrap();
    town.service.follow().await.unwrap();
    let file = town.get("/api/v1/incidents?format=csv").await;
    let mut rows: Vec<[String; 3]> = csv::Reader::from_reader(&file.bytes[3..])
        .records()
        .map(Result::unwrap)
        .map(|row| [9, 10, 11].map(|column| row[column].to_owned()))
        .collect();
    rows.sort();
    let row = |role: &str, person: &str| [role.to_owned(), "甲 · 乙公司".to_owned(), person.to_owned()];
    assert_eq!(rows, [row("点长", "李明"), row("直接责任人", "待定人选")]);
}
