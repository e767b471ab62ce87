//! Pasted text and files of tickets over HTTP: read into drafts, nothing stored, confirmed by the ordinary report.

use super::cast::Cast;
use super::fixture::{Answer, NOW, Town, WEST};
use serde_json::{Value, json};
use wangge::domain::account::AccountRole;
use wangge::domain::feature::{Feature, Layer};
use wangge::domain::geo::{Geometry, Position};
use wangge::domain::instant::{Instant, Validity};
use wangge::store::FeatureScope;

const BYTES: &str = "application/octet-stream";

/// A desk in a town with two roads that meet in the western point.
async fn desk() -> Town {
    let town = Town::office().await;
    let start = Instant(NOW.micros() - 100 * Instant::DAY);
    let road = |n: u128, code: &str, name: &str, line: [(i32, i32); 2]| Feature {
        id: uuid::Uuid::from_u128(n),
        layer: Layer::Road,
        code: code.into(),
        name: name.into(),
        geometry: Geometry::Line(line.map(|(lon, lat)| Position::new(lon, lat)).to_vec()),
        attributes: json!({"width_m": 8.0}).as_object().unwrap().clone(),
        validity: Validity { from: start, until: None },
    };
    let roads = [
        road(91, "R1", "学府街", [(1_025_402_000, 243_501_000), (1_025_402_000, 243_509_000)]),
        road(92, "R2", "明湖路", [(1_025_401_000, 243_505_000), (1_025_418_000, 243_505_000)]),
    ];
    town.service.store().replace_features(Layer::Road, &FeatureScope::Layer, &roads, start).await.unwrap();
    town.service.reload().await.unwrap();
    town
}

async fn text(town: &Town, text: &str) -> Answer {
    town.post("/api/v1/intake/text", "application/json", json!({ "text": text }).to_string()).await
}

async fn table(town: &Town, bytes: impl Into<axum::body::Body>) -> Answer {
    town.post("/api/v1/intake/tickets", BYTES, bytes).await
}

fn drafts(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["drafts"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_pasted_ticket_tells_place_matter_owner_and_caller_and_nothing_is_stored() {
    let town = desk().await;
    let pasted = "【工单编号】GD-20261124【来电人】李女士【联系电话】19900005678【诉求内容】学府街与明湖路交叉口垃圾满地。\n\n\
                  老机械厂的路灯坏了";
    let read = drafts(&text(&town, pasted).await);
    assert_eq!(read.len(), 2);
    let first = &read[0];
    assert_eq!(first["external_ref"], "GD-20261124");
    assert_eq!(first["source"], "12345");
    assert_eq!(first["contact"], json!({"name": "李女士", "phone": "19900005678"}));
    let description = first["description"].as_str().unwrap();
    assert!(!description.contains("李女士") && !description.contains("19900005678"), "{description}");
    let place = &first["places"][0];
    assert_eq!((place["kind"].as_str(), place["outcome"].as_str()), (Some("crossing"), Some("inside")));
    let off = |axis: usize, wanted: f64| (place["position"][axis].as_f64().unwrap() - wanted).abs();
    assert!(off(0, 102.5402) < 1e-5 && off(1, 24.3505) < 1e-5, "{place}");
    assert_eq!(place["areas"][0]["code"], "YX-1-01");
    assert!(!place["reasons"].as_array().unwrap().is_empty());
    assert!(!first["categories"].as_array().unwrap().is_empty());
    assert!(!first["owner"]["reasons"].as_array().unwrap().is_empty());
    assert_eq!((&first["known"], &first["row"]), (&Value::Null, &Value::Null));
    assert_eq!(read[1]["places"][0]["label"]["zh"], "老机械厂");
    assert_eq!(town.service.store().incident_count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_confirmed_draft_is_known_the_next_time() {
    let town = desk().await;
    let pasted = "工单编号：GD20261124，老机械厂有人乱倒垃圾";
    let draft = &drafts(&text(&town, pasted).await)[0];
    let [lon, lat] = [0, 1].map(|axis| draft["places"][0]["position"][axis].clone());
    let report = json!({
        "lon": lon, "lat": lat, "category": draft["categories"][0]["category"], "description": draft["description"],
        "source": draft["source"], "external_ref": draft["external_ref"],
    });
    let headers = [("content-type", "application/json"), ("idempotency-key", "intake-1")];
    let made = town.post_with("/api/v1/incidents", &headers, report.to_string()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let again = drafts(&text(&town, pasted).await);
    assert_eq!(again[0]["known"]["number"], made.json()["number"]);
    assert_eq!(again[0]["known"]["incident"], made.json()["id"]);
    assert_eq!((&again[0]["known"]["state"], &again[0]["sure"]), (&json!("reported"), &json!(false)));
    let row = drafts(&table(&town, "编号,内容\nGD20261124,老机械厂有人乱倒垃圾\n").await);
    assert_eq!(row[0]["known"]["number"], made.json()["number"]);
}

#[tokio::test]
async fn a_file_of_tickets_becomes_a_draft_a_row_with_the_faults_of_each() {
    let town = desk().await;
    let csv = "工单编号,诉求内容,事发地址,类别,来电时间,诉求人,联系电话,经度,纬度,办结情况\n\
               A1,有人乱倒垃圾,学府街与明湖路路口,市容环境/暴露垃圾,2026-11-24 08:30,王先生,19900005678,,,x\n\
               A2,,,,,,,,,\n\
               A1,路灯坏了,老机械厂,,明天,,,102.5405,24.3505,\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(csv);
    for body in [csv.as_bytes().to_vec(), gbk.into_owned()] {
        let answer = table(&town, body).await;
        let read = drafts(&answer);
        assert_eq!(read.iter().map(|draft| draft["row"].clone()).collect::<Vec<_>>(), [json!(2), json!(4)]);
        assert_eq!(read[0]["places"][0]["kind"], "crossing");
        assert_eq!(read[0]["categories"][0]["category"], "exposed_rubbish");
        assert_eq!(read[0]["occurred_at"], "2026-11-24T08:30:00+08:00");
        assert_eq!(read[0]["contact"], json!({"name": "王先生", "phone": "19900005678"}));
        assert_eq!(read[0]["source"], "12345");
        assert_eq!((&read[1]["places"][0]["kind"], &read[1]["sure"]), (&json!("coordinates"), &json!(false)));
        let told = answer.json();
        let faults: Vec<_> = told["faults"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (f["row"].clone(), f["code"].clone()))
            .collect();
        let expected =
            [(3, "missing_cell"), (4, "bad_time"), (4, "twice")].map(|(row, code)| (json!(row), json!(code)));
        assert_eq!(faults, expected);
        assert_eq!(told["unread_columns"], json!(["办结情况"]));
    }
    assert_eq!(town.service.store().incident_count().await.unwrap(), 0);
}

#[tokio::test]
async fn bad_texts_and_files_are_refused_with_a_reason() {
    let town = desk().await;
    let field = |answer: Answer| (answer.problem(), answer.faults());
    let invalid = |fault: &str| ("invalid_fields".to_owned(), vec![format!("text:{fault}")]);
    assert_eq!(field(text(&town, " \n ").await), invalid("missing"));
    assert_eq!(field(text(&town, "路灯\0坏了").await), invalid("control_character"));
    assert_eq!(field(text(&town, &"路".repeat(100_001)).await), invalid("too_long"));
    assert_eq!(field(text(&town, &"灯坏了\n\n".repeat(201)).await), invalid("too_many"));
    let huge = text(&town, &"a".repeat(1 << 20)).await;
    assert_eq!((huge.status.as_u16(), huge.problem().as_str()), (413, "body_too_large"));
    assert_eq!(text(&town, "🙈🙈 \u{202e}xyz ÄÖ \u{0301}").await.status, 200);
    for (bytes, code) in [
        (b"".to_vec(), "empty"),
        (b"PK\x03\x04not a workbook".to_vec(), "unreadable_workbook"),
        (b"\xd0\xcf\x11\xe0old".to_vec(), "old_workbook"),
        (b"\x89PNG\0\0\0".to_vec(), "not_a_table"),
        ("片区,点位\n1,2\n".into(), "missing_column"),
        (format!("text\n{}", "x\n".repeat(2_001)).into_bytes(), "too_many_rows"),
    ] {
        let answer = table(&town, bytes).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, code));
        assert!(answer.json()["place"].is_string());
    }
    assert_eq!(table(&town, vec![b'a'; (8 << 20) + 1]).await.status, 413);
}

#[tokio::test]
async fn staff_alone_may_have_texts_read() {
    let cast = Cast::new().await;
    let body = json!({"text": format!("{}, {} 垃圾", WEST.0, WEST.1)}).to_string();
    for role in AccountRole::ALL {
        let cookie = cast.cookie(*role).await.unwrap_or_default();
        let headers = [("content-type", "application/json"), ("cookie", cookie.as_str())];
        let answer = cast.town.post_with("/api/v1/intake/text", &headers, body.clone()).await;
        let expected = match role {
            AccountRole::Resident => 401,
            AccountRole::Auditor => 403,
            _ => 200,
        };
        assert_eq!(answer.status.as_u16(), expected, "{role:?}: {}", answer.text());
    }
}
