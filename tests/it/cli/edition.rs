//! `edition`: what the browser draws is checked, published and taken back by a script.

use super::support::Site;
use serde_json::json;
use std::sync::Arc;
use wangge::app::draft::{DraftEdit, NewDraft};
use wangge::app::{Service, ServiceOptions, Viewer};
use wangge::clock::SystemClock;
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::ids::RandomIds;
use wangge::store::{OpenOptions, Store};

/// A draft that cuts the second zone at `middle` and leaves its eastern part from `rest` on.
fn draft(site: &Site, middle: i32, rest: i32) -> String {
    let at = |x: i32, y: i32| Position::new(1_025_000_000 + x * 10_000, 243_000_000 + y * 10_000);
    let zone = |code: &str, west, east| Area {
        scheme: Scheme::Duty,
        level: Level::Zone,
        code: code.into(),
        name: code.into(),
        parent: Some("C".into()),
        shape: Some(Shape::from_ring(&[at(west, 0), at(east, 0), at(east, 10), at(west, 10)])),
        extent: None,
    };
    let edit = DraftEdit {
        upsert: vec![zone("Z2", 10, middle), zone("Z3", rest, 20)],
        remove: Vec::new(),
        reason: "片区过大".into(),
    };
    let path = site.path("data/wangge.db").display().to_string();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&path, OpenOptions::default()).await.unwrap();
        let (clock, ids) = (Arc::new(SystemClock), Arc::new(RandomIds));
        let service = Service::start(store, ServiceOptions::default(), clock, ids).await.unwrap();
        let draft = service.create_draft(NewDraft::default(), &Viewer::office()).await.unwrap();
        service.change_draft(draft.id, 1, edit, &Viewer::office()).await.unwrap();
        service.store().close().await;
        draft.id.to_string()
    })
}

#[test]
fn a_draft_is_checked_published_and_taken_back_and_an_edition_restored() {
    let site = Site::with_small_grid();
    let (good, bad) = (draft(&site, 15, 15), draft(&site, 15, 14));
    let list = site.json(&["edition", "list"]);
    assert_eq!((&list["in_force"], list["drafts"].as_array().map(Vec::len)), (&json!(1), Some(2)));
    let checked = site.run(&["edition", "check", &bad]);
    assert_eq!(checked.code, 3, "{checked:?}");
    assert!(checked.out.contains("[overlap]"), "{checked:?}");
    let refused = site.run(&["edition", "publish", &bad]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("[overlap]"), "{refused:?}");
    assert_eq!(site.json(&["edition", "check", &good])["publishable"], true);
    assert_eq!(site.run(&["edition", "publish", &good, "--on", "2026-01-01"]).code, 1);
    assert_eq!(site.json(&["edition", "publish", &good, "--on", "2999-01-01"])["number"], 2);
    assert_eq!(site.json(&["edition", "list"])["editions"][1]["state"], "coming");
    assert_eq!(site.json(&["locate", "102.517", "24.305"])["areas"][0]["code"], "Z2");
    let then = site.json(&["locate", "102.517", "24.305", "--at", "2999-01-01"]);
    assert_eq!(then["areas"][0]["code"], "Z3");
    site.done(&["edition", "withdraw", "2"]);
    let again = draft(&site, 15, 15);
    assert_eq!(site.json(&["edition", "publish", &again])["number"], 3);
    assert_eq!(site.json(&["locate", "102.517", "24.305"])["areas"][0]["code"], "Z3");
    assert_eq!(site.json(&["edition", "restore", "1"])["number"], 4);
    assert_eq!(site.json(&["locate", "102.517", "24.305"])["areas"][0]["code"], "Z2");
    let list = site.done(&["edition", "list"]);
    assert!(list.contains("withdrawn") && list.contains("in force"), "{list}");
    assert_eq!(site.run(&["edition", "restore", "2"]).code, 1);
}
