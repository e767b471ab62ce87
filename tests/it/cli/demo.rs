//! The demo through the command line.

use super::support::{Serving, Site};
use serde_json::json;

#[test]
fn the_demo_loads_once_into_an_empty_database_and_never_beside_other_content() {
    let site = Site::new();
    let serving = Serving::start(&site, &["--demo", "--demo-date", "2026-11-24"]);
    let (status, body) = serving.get("/api/v1/site");
    let answer: serde_json::Value = serde_json::from_str(body.trim()).unwrap_or_default();
    assert!(status.contains("200"), "{status}");
    assert_eq!((&answer["demo"], &answer["open_private"]), (&json!(true), &json!(false)), "{body}");
    assert_eq!(answer["demo_accounts"].as_array().map(Vec::len), Some(10), "one of every role and a liaison");
    assert_eq!(serving.stop(), 0);
    let incidents = |site: &Site| {
        let findings = site.json(&["doctor"]);
        let found = findings.as_array().unwrap().iter().find(|finding| finding["name"] == "incidents");
        found.unwrap()["words"]["en"].clone()
    };
    let before = incidents(&site);
    assert_eq!(Serving::start(&site, &["--demo"]).stop(), 0);
    assert_eq!(incidents(&site), before);
    let other = Site::with_small_grid();
    let ran = other.run(&["serve", "--listen", "127.0.0.1:0", "--demo"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
}
