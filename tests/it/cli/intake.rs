//! `intake`: a folder of photos beside a running service becomes drafts, once.

use super::support::{Serving, Site};
use crate::photo::photo;
use serde_json::{Value, json};

/// In the point 一号 of the small grid.
const HERE: (f64, f64) = (102.502, 24.302);
const MORNING: Option<&str> = Some("2026:11:24 09:30:00");

/// Three photos of two places, one without a place, one that is broken, a note, and the first once more.
fn with_folder() -> Site {
    let site = Site::with_small_grid();
    std::fs::create_dir_all(site.path("photos/deep/er")).unwrap();
    let first = photo(1, Some(HERE), MORNING);
    site.file("photos/1.jpg", &first);
    site.file("photos/2.JPG", photo(2, Some(HERE), Some("2026:11:24 09:31:00")));
    site.file("photos/deep/3.jpeg", photo(3, Some((102.512, 24.302)), MORNING));
    site.file("photos/deep/er/4.jpg", photo(4, None, None));
    site.file("photos/broken.jpg", &first[..first.len() / 2]);
    site.file("photos/copy.jpg", &first);
    site.file("photos/notes.txt", "not a photo");
    site
}

fn outcomes(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let photos = answer["photos"].as_array().unwrap();
    photos.iter().map(|photo| (text(&photo["name"]), text(&photo["outcome"]))).collect()
}

#[test]
fn a_folder_becomes_drafts_once_and_beside_a_running_service() {
    let site = with_folder();
    let serving = Serving::start(&site, &["--open-private"]);
    let tried = site.json(&["intake", "photos", "--dry-run"]);
    assert_eq!((&tried["dry_run"], tried["drafts"].as_array().unwrap().len()), (&json!(true), 3));
    assert_eq!(tried["waiting"], 0, "a preview stores nothing");
    let brought = site.json(&["intake", "photos"]);
    let expected = [
        ("photos/1.jpg", "taken"),
        ("photos/2.JPG", "taken"),
        ("photos/broken.jpg", "refused"),
        ("photos/copy.jpg", "known"),
        ("photos/deep/3.jpeg", "taken"),
        ("photos/deep/er/4.jpg", "taken"),
    ];
    assert_eq!(outcomes(&brought), expected.map(|(name, outcome)| (name.to_owned(), outcome.to_owned())));
    assert_eq!((&brought["waiting"], &brought["left_out"]), (&json!(3), &json!(["photos/notes.txt"])));
    let (_, body) = serving.get("/api/v1/intake/drafts");
    let listed: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(listed["waiting"], 3);
    let drafts = listed["drafts"].as_array().unwrap();
    let pair = drafts.iter().find(|draft| draft["photos"].as_array().unwrap().len() == 2).unwrap();
    assert_eq!((&pair["areas"][0]["code"], &pair["brought_by"]["zh"]), (&json!("P1"), &json!("命令行")));
    let again = site.json(&["intake", "photos"]);
    assert!(outcomes(&again).iter().all(|(_, outcome)| outcome != "taken"), "{again}");
    assert_eq!(again["waiting"], 3);
    serving.stop();
}

#[test]
fn the_summary_names_what_has_no_place_no_time_is_broken_or_was_brought_before() {
    let site = with_folder();
    let preview = site.done(&["intake", "photos", "--dry-run", "--lang", "zh"]);
    assert!(preview.contains("可导入 4 张") && preview.contains("没有保存"), "{preview}");
    let zh = site.done(&["intake", "photos", "--lang", "zh"]);
    for part in [
        "照片 6 张：导入 4 张，导入过 1 张，打不开 1 张；另有 1 个文件不是照片",
        "成为草稿 3 份，其中 1 份没有位置",
        "没有位置：\n  photos/deep/er/4.jpg",
        "没有拍摄时间：\n  photos/deep/er/4.jpg",
        "打不开：\n  photos/broken.jpg: ",
        "导入过：\n  photos/copy.jpg: 与「photos/1.jpg」是同一张照片",
        "不是照片，未读：\n  photos/notes.txt",
        "测试社区 › 一片 › 一号",
        "待确认草稿共 3 份",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let en = site.done(&["intake", "photos", "--lang", "en"]);
    assert!(en.contains("6 photos: 0 taken, 5 brought before, 1 cannot be opened"), "{en}");
    assert!(!en.contains('照'), "{en}");
}

#[test]
fn what_cannot_be_brought_is_refused_in_one_sentence() {
    let site = with_folder();
    for (arguments, code) in [
        (&["intake", "photos/notes.txt"][..], 1),
        (&["intake", "nowhere"], 1),
        (&["intake", "photos/broken.jpg"], 1),
        (&["intake", "photos", "--source", "public"], 1),
        (&["intake"], 2),
    ] {
        let ran = site.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
        assert!(ran.code == 2 || ran.err.lines().count() == 1, "{ran:?}");
    }
    assert_eq!(site.json(&["intake", "photos", "--dry-run"])["waiting"], 0);
}

#[test]
fn a_backup_brings_the_drafts_with_their_photos() {
    let site = with_folder();
    site.done(&["intake", "photos"]);
    site.done(&["backup", "kept.tar"]);
    site.done(&["restore", "kept.tar", "--data", "other"]);
    site.done(&["verify-data", "--data", "other"]);
    let serving = Serving::start(&site, &["--open-private", "--data", "other"]);
    let (_, body) = serving.get("/api/v1/intake/drafts");
    let listed: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(listed["waiting"], 3);
    for draft in listed["drafts"].as_array().unwrap() {
        let id = draft["photos"][0]["id"].as_str().unwrap();
        let caller = &mut crate::fault::client::Caller::of(&serving.address);
        let path = format!("/api/v1/intake/photos/{id}/large");
        let (status, bytes) = caller.exchange("GET", &path, &[], &[]).unwrap();
        assert!(status == 200 && bytes.starts_with(&[0xFF, 0xD8]), "{status}");
    }
    serving.stop();
}
