//! Bad input for cases, photos and codes: each is told with its code, and afterwards nothing is stored that was not before.

use super::cast::Cast;
use super::fixture::{Answer, EAST};
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::domain::account::AccountRole;
use wangge::domain::case::Event;
use wangge::domain::instant::Instant;
use wangge::store::{IncidentRow, PhotoRow};

const JSON: (&str, &str) = ("content-type", "application/json");
/// The appointment of the cast's point head, of the eastern point.
const POINT_HEAD: Uuid = Uuid::from_u128(701);

/// A case that the point head has in hand.
struct Desk {
    cast: Cast,
    office: String,
    head: String,
    id: Uuid,
    code: String,
}

/// All that the store knows of a case.
#[derive(Debug, PartialEq)]
struct Stored {
    row: IncidentRow,
    events: Vec<Event>,
    photos: Vec<PhotoRow>,
    files: usize,
    incidents: i64,
}

impl Desk {
    async fn new() -> Self {
        let cast = Cast::new().await;
        let office = cast.cookie(AccountRole::CommunityOffice).await.unwrap();
        let head = cast.cookie(AccountRole::PointHead).await.unwrap();
        let made = cast.town.report(EAST, json!({"description": "楼下垃圾成堆"})).await.json();
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        let desk = Self { id: text("id").parse().unwrap(), code: text("tracking_code"), cast, office, head };
        for (version, step, body) in
            [(1, "file", json!({"checked": true})), (2, "dispatch", json!({"actor": POINT_HEAD}))]
        {
            let done = desk.step(&desk.office, Some(&format!("\"v{version}\"")), step, body).await;
            assert_eq!(done.status, 200, "{}", done.text());
        }
        desk
    }

    async fn send(
        &self,
        cookie: &str,
        version: Option<&str>,
        (method, behind): (&str, &str),
        body: String,
    ) -> Answer {
        let path = format!("/api/v1/incidents/{}{behind}", self.id);
        let mut headers = vec![JSON, ("cookie", cookie)];
        headers.extend(version.map(|version| ("if-match", version)));
        self.cast.town.send(method, &path, &headers, body).await
    }

    async fn step(&self, cookie: &str, version: Option<&str>, step: &str, body: Value) -> Answer {
        self.send(cookie, version, ("POST", &format!("/{step}")), body.to_string()).await
    }

    async fn photo(&self, headers: &[(&str, &str)], bytes: Vec<u8>) -> Answer {
        let path = format!("/api/v1/incidents/{}/photos?kind=before", self.id);
        let headers = [&[("content-type", "application/octet-stream")], headers].concat();
        self.cast.town.post_with(&path, &headers, bytes).await
    }

    async fn stored(&self) -> Stored {
        let store = self.cast.town.service.store();
        let folder = store.photo_folder().expect("photos are files beside SQLite");
        Stored {
            row: store.incident(self.id).await.unwrap().unwrap(),
            events: store.incident_events(self.id).await.unwrap(),
            photos: store.photos_of(&[self.id]).await.unwrap(),
            files: count_files(&folder),
            incidents: store.incident_count().await.unwrap(),
        }
    }
}

fn count_files(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let count = |entry: std::fs::DirEntry| if entry.path().is_dir() { count_files(&entry.path()) } else { 1 };
    entries.map(|entry| count(entry.unwrap())).sum()
}

fn coded(width: u32, height: u32, format: image::ImageFormat) -> Vec<u8> {
    let pixels =
        image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7) as u8, (y * 5) as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG of fifty megapixels that is whole: black lines pack to nothing.
fn bomb() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(10_000, 5_000).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn what_is_no_photo_of_ours_is_refused_by_its_name_and_leaves_no_row_and_no_file() {
    let desk = Desk::new().await;
    let before = desk.stored().await;
    let jpeg = coded(64, 48, image::ImageFormat::Jpeg);
    let bomb = bomb();
    assert!(bomb.len() < 1 << 20, "fifty megapixels in {} bytes", bomb.len());
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("nothing", Vec::new(), "empty_photo"),
        ("fifty megapixels", bomb, "too_many_pixels"),
        ("a line of pixels", coded(20_001, 1, image::ImageFormat::Png), "photo_too_long"),
        ("half a JPEG", jpeg[..jpeg.len() / 2].to_vec(), "photo_cut_off"),
        ("a JPEG without its end", jpeg[..jpeg.len() - 2].to_vec(), "photo_cut_off"),
        ("script that is a GIF too", b"GIF89a/*\x01\0\x01\0*/=1;alert(1)".to_vec(), "not_a_photo"),
        ("a page with a JPEG in it", [b"<html><script>1</script>".as_slice(), &jpeg].concat(), "not_a_photo"),
        ("an archive with a JPEG in it", [b"PK\x03\x04".as_slice(), &jpeg].concat(), "not_a_photo"),
    ];
    for (what, bytes, code) in cases {
        let told = desk.photo(&[("tracking-code", &desk.code)], bytes).await;
        assert_eq!(
            (told.status.as_u16(), told.problem().as_str(), told.faults().as_slice()),
            (400, "invalid_fields", [format!("photo:{code}")].as_slice()),
            "{what}"
        );
        assert_eq!(desk.stored().await, before, "{what}");
    }
    let huge = desk.photo(&[("tracking-code", &desk.code)], vec![0xFF; (20 << 20) + 1]).await;
    assert_eq!((huge.status.as_u16(), huge.problem().as_str()), (413, "body_too_large"));
    assert_eq!(desk.stored().await, before);
}

#[tokio::test]
async fn of_a_photo_that_is_something_else_too_only_the_pixels_are_kept() {
    let desk = Desk::new().await;
    let plain = coded(64, 48, image::ImageFormat::Jpeg);
    let comment = b"<script>alert(1)</script>";
    let length = (comment.len() as u16 + 2).to_be_bytes();
    let polyglot = [
        &plain[..2],
        &[0xFF, 0xFE],
        &length,
        comment,
        &plain[2..],
        b"PK\x03\x04 an archive behind it <?php system('id'); ?>",
    ]
    .concat();
    let made = desk.photo(&[("tracking-code", &desk.code)], polyglot).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let clean = desk.photo(&[("tracking-code", &desk.code)], plain).await;
    assert_eq!(clean.json()["id"], made.json()["id"], "without the rest it is the same photo");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    for size in ["large", "thumb"] {
        let path = format!("/api/v1/photos/{id}/{size}");
        let shown = desk.cast.town.get_with(&path, &[("cookie", &desk.office)]).await;
        assert_eq!(
            (shown.header("content-type"), shown.header("x-content-type-options")),
            ("image/jpeg", "nosniff")
        );
        for trace in [b"script".as_slice(), b"PK\x03\x04", b"<?php"] {
            assert!(!shown.bytes.windows(trace.len()).any(|part| part == trace), "{size}");
        }
    }
}

#[tokio::test]
async fn a_change_without_the_version_that_stands_is_told_so_and_changes_nothing() {
    let desk = Desk::new().await;
    let before = desk.stored().await;
    let edit = json!({"note": "约好下午去"}).to_string();
    let accept = json!({}).to_string();
    for (call, body) in [(("PATCH", ""), &edit), (("POST", "/accept"), &accept)] {
        let missing = desk.send(&desk.head, None, call, body.clone()).await;
        assert_eq!((missing.status.as_u16(), missing.problem().as_str()), (428, "if_match_missing"));
        for malformed in [
            "",
            "*",
            "3",
            "v3",
            "\"3\"",
            "\"v\"",
            "\"v3",
            "\"v-\"",
            "\"v3\", \"v2\"",
            "\"v99999999999999999999\"",
        ] {
            let told = desk.send(&desk.head, Some(malformed), call, body.clone()).await;
            assert_eq!(
                (told.status.as_u16(), told.faults()),
                (400, vec!["If-Match:not_a_version".to_owned()]),
                "{malformed}"
            );
        }
        for other in ["\"v2\"", "\"v1\"", "\"v4\"", "\"v0\"", "\"v-3\""] {
            let told = desk.send(&desk.head, Some(other), call, body.clone()).await;
            assert_eq!((told.status.as_u16(), told.problem().as_str()), (412, "stale_version"), "{other}");
            assert_eq!(told.json()["version"], 3, "{other}");
        }
        assert_eq!(desk.stored().await, before);
    }
    let done = desk.send(&desk.head, Some("\"v3\""), ("PATCH", ""), edit).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

#[tokio::test]
async fn a_step_that_is_not_allowed_says_which_are_in_both_languages() {
    let desk = Desk::new().await;
    let before = desk.stored().await;
    let three = Some("\"v3\"");
    let words = json!({"note": "x", "checked": true, "until": "2026-12-01"});
    for step in ["file", "close", "rework", "resume", "sample"] {
        let told = desk.step(&desk.head, three, step, words.clone()).await;
        let code = told.problem();
        assert!(
            matches!((told.status.as_u16(), code.as_str()), (409, "step_refused")),
            "{step}: {}",
            told.text()
        );
        let said = told.json();
        for (language, allowed) in [("zh", ["接收", "退回", "处置"]), ("en", ["accept", "return", "handle"])]
        {
            let said = said["words"][language].as_str().unwrap().to_lowercase();
            assert!(allowed.iter().all(|term| said.contains(term)), "{step}: {said}");
        }
        assert_eq!(desk.stored().await, before, "{step}");
    }
    // What the state allows, but not to him.
    let told = desk.step(&desk.head, three, "suspend", words).await;
    assert_eq!((told.status.as_u16(), told.problem().as_str()), (403, "not_your_step"));
    assert_eq!(desk.stored().await, before);
}

#[tokio::test]
async fn a_case_of_others_is_neither_changed_nor_added_to() {
    let desk = Desk::new().await;
    let before = desk.stored().await;
    let picture = coded(64, 48, image::ImageFormat::Jpeg);
    for role in [AccountRole::Unit, AccountRole::Auditor] {
        let cookie = desk.cast.cookie(role).await.unwrap();
        for step in ["accept", "handle", "return", "suspend", "void"] {
            let told = desk.step(&cookie, Some("\"v3\""), step, json!({"note": "x"})).await;
            let code = told.problem();
            assert_eq!(told.status, 403, "{role:?} {step}: {}", told.text());
            assert!(matches!(code.as_str(), "not_your_step" | "not_allowed"), "{role:?} {step}: {code}");
        }
        let edit = json!({"description": "改成别的"}).to_string();
        let told = desk.send(&cookie, Some("\"v3\""), ("PATCH", ""), edit).await;
        assert_eq!(told.status, 403, "{role:?}: {}", told.text());
        let told = desk.photo(&[("cookie", &cookie)], picture.clone()).await;
        assert_eq!(told.status, 403, "{role:?}: {}", told.text());
        assert_eq!(desk.stored().await, before, "{role:?}");
    }
    let outside = desk.step("", Some("\"v3\""), "accept", json!({})).await;
    assert_eq!((outside.status.as_u16(), outside.problem().as_str()), (401, "sign_in_required"));
    assert_eq!(desk.stored().await, before);
}

#[tokio::test]
async fn a_forged_code_opens_nothing_and_the_code_of_another_case_is_a_forged_one() {
    let desk = Desk::new().await;
    let other = desk.cast.town.report(EAST, json!({"category": "bin_overflow"})).await.json();
    let before = desk.stored().await;
    let picture = coded(64, 48, image::ImageFormat::Jpeg);
    let last = if desk.code.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{last}", &desk.code[..desk.code.len() - 1]);
    let codes = [
        other["tracking_code"].as_str().unwrap(),
        &forged,
        &"0".repeat(22),
        "",
        "' OR 1=1 --",
        "%",
        &"9".repeat(5_000),
    ];
    for code in codes {
        let told = desk.photo(&[("tracking-code", code)], picture.clone()).await;
        assert_eq!((told.status.as_u16(), told.problem().as_str()), (403, "not_your_case"), "{code:.30}");
        if code != codes[0] {
            let body = json!({"code": code}).to_string();
            let told = desk.cast.town.post("/api/v1/track", JSON.1, body).await;
            assert_eq!(
                (told.status.as_u16(), told.problem().as_str()),
                (404, "tracking_code_unknown"),
                "{code:.30}"
            );
        }
    }
    for body in [json!({}), json!({"code": 7}), json!({"code": null}), json!({"code": "0", "id": desk.id})] {
        let told = desk.cast.town.post("/api/v1/track", JSON.1, body.to_string()).await;
        assert_eq!(told.status, 400, "{body}: {}", told.text());
    }
    assert_eq!(desk.stored().await, before);
}

#[tokio::test]
async fn a_session_that_ends_within_a_form_costs_nothing_but_signing_in_again() {
    let desk = Desk::new().await;
    let before = desk.stored().await;
    desk.cast.town.clock.advance(20 * 3600 * Instant::SECOND);
    let edit = json!({"note": "写了很久的一段话"}).to_string();
    let key = ("idempotency-key", "form-1");
    let report = json!({"lon": EAST.0, "lat": EAST.1, "category": "exposed_rubbish"}).to_string();
    let picture = coded(64, 48, image::ImageFormat::Jpeg);
    let late = [
        desk.send(&desk.head, Some("\"v3\""), ("PATCH", ""), edit.clone()).await,
        desk.step(&desk.head, Some("\"v3\""), "accept", json!({})).await,
        desk.cast
            .town
            .post_with("/api/v1/incidents", &[JSON, key, ("cookie", &desk.head)], report.clone())
            .await,
        desk.photo(&[("cookie", &desk.head)], picture.clone()).await,
    ];
    for told in late {
        assert_eq!((told.status.as_u16(), told.problem().as_str()), (401, "session_expired"));
        assert!(told.header("set-cookie").contains("Max-Age=0"), "the browser forgets it");
    }
    assert_eq!(desk.stored().await, before, "nothing was half done");
    // The page sends the same again once he has signed in.
    let head = desk.cast.cookie(AccountRole::PointHead).await.unwrap();
    let done = desk.send(&head, Some("\"v3\""), ("PATCH", ""), edit).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let made = desk.cast.town.post_with("/api/v1/incidents", &[JSON, key, ("cookie", &head)], report).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(desk.photo(&[("cookie", &head)], picture).await.status, 201);
    assert_eq!(desk.stored().await.events.last().unwrap().note.as_deref(), Some("写了很久的一段话"));
}
