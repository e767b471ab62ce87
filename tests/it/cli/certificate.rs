//! `check`.

use super::support::{Site, collection, rectangle};
use serde_json::json;

fn certificate(site: &Site, arguments: &[&str]) -> (i32, serde_json::Value) {
    let mut all = vec!["check", "--json"];
    all.extend(arguments);
    let ran = site.run(&all);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

#[test]
fn geometry_without_a_fault_passes_and_vacant_posts_do_not() {
    let site = Site::with_small_grid();
    let (code, geometry) = certificate(&site, &["--geometry"]);
    assert_eq!((code, &geometry["faults"], &geometry["posts"]), (0, &json!(0), &json!(null)), "{geometry}");
    let (code, whole) = certificate(&site, &[]);
    assert_eq!(code, 3);
    let vacant = |role: &str, area: &str| {
        whole["posts"].as_array().unwrap().iter().any(|post| post["role"] == role && post["code"] == area)
    };
    assert!(vacant("point_head", "P1") && vacant("zone_head", "Z2") && vacant("grid_chief", "C"));
    let departments = whole["departments"].as_array().unwrap();
    assert!(
        !departments.is_empty() && departments.iter().all(|gap| gap["code"] == "C"),
        "named once, at the top"
    );
    let text = site.run(&["check", "--limit", "1"]);
    assert!(text.out.contains("… and") && text.out.contains("Result: "), "{}", text.out);
}

#[test]
fn a_gap_is_found_with_its_place_and_width() {
    let site = Site::new();
    let grid = collection(&[
        rectangle(r#""level":"community","code":"C""#, [0, 0, 20, 10]),
        rectangle(r#""level":"zone","code":"Z1","parent":"C""#, [0, 0, 10, 10]),
        rectangle(r#""level":"zone","code":"Z2","parent":"C""#, [10, 0, 20, 10])
            .replace("102.510,", "102.510001,"),
    ]);
    site.file("grid.geojson", grid);
    site.done(&["import", "areas=grid.geojson"]);
    let (code, found) = certificate(&site, &["--geometry"]);
    assert_eq!(code, 3);
    let gap = &found["geometry"][0];
    assert!(gap["kind"] == "gap" || gap["kind"] == "parent_not_filled", "{found}");
    let width = gap["width_m"].as_f64().unwrap();
    assert!((0.09..0.12).contains(&width), "{width}");
}

#[test]
fn an_export_verifies_against_its_certificate_and_a_changed_one_does_not() {
    let site = Site::with_small_grid();
    let ran = site.run(&["check", "--geometry", "--json"]);
    site.file("certificate.json", ran.out.clone());
    let certificate: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let (sha256, sm3) = (&certificate["boundaries"]["sha256"], &certificate["boundaries"]["sm3"]);
    assert!(sha256.as_str().unwrap().len() == 64 && sm3.as_str().unwrap().len() == 64);
    let text = site.run(&["check", "--geometry"]).out;
    assert!(text.contains(sha256.as_str().unwrap()) && text.contains(sm3.as_str().unwrap()));
    site.done(&["export", "areas", "-o", "areas.geojson"]);
    let verify = |more: &[&str]| {
        let mut all = vec!["verify", "areas.geojson", "--json"];
        all.extend(more);
        let ran = site.run(&all);
        (ran.code, serde_json::from_str::<serde_json::Value>(&ran.out).unwrap_or_default()["same"].clone())
    };
    assert_eq!(verify(&[]), (0, json!(null)));
    assert_eq!(verify(&["--certificate", "certificate.json"]), (0, json!(true)));
    let upper = sm3.as_str().unwrap().to_uppercase();
    assert_eq!(verify(&["--sm3", &upper, "--sha256", sha256.as_str().unwrap()]), (0, json!(true)));
    assert_eq!(verify(&["--sha256", &"0".repeat(64)]), (3, json!(false)));
    assert_eq!(verify(&["--certificate", "areas.geojson"]).0, 1);
    assert_eq!(verify(&["--certificate", "certificate.json", "--scheme", "unit"]).0, 1);

    let exported = std::fs::read_to_string(site.path("areas.geojson")).unwrap();
    site.file("areas.geojson", exported.replacen("102.51", "102.5100001", 1));
    assert_eq!(verify(&["--certificate", "certificate.json"]), (3, json!(false)));
}
