//! `doctor`.

use super::support::Site;

#[test]
fn it_looks_and_changes_nothing() {
    let site = Site::new();
    let before = site.done(&["doctor"]);
    assert!(before.contains("there is no database"), "{before}");
    assert!(!site.path("data").exists());
    let site = Site::with_small_grid();
    let after = site.done(&["doctor"]);
    let schema = format!("schema {}", wangge::store::migrations::KNOWN);
    assert!(after.contains(&schema) && after.contains("duty/point 2"), "{after}");
    let findings = site.json(&["doctor"]);
    assert!(findings.as_array().unwrap().iter().all(|finding| finding["state"] != "wrong"));
}

#[test]
fn a_data_folder_that_is_a_file_is_told() {
    let site = Site::new();
    site.file("data", "x");
    let ran = site.run(&["doctor"]);
    assert_ne!(ran.code, 0);
    assert!(ran.out.contains("no folder"), "{}", ran.out);
}
