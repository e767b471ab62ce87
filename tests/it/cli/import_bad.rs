//! Bad input files: each is refused with code and place, and nothing of it is stored.

use super::support::{Site, collection, rectangle};

/// Imports into a small grid, expects a refusal that names all of these, and that nothing changed.
fn refused(arguments: &[&str], file: &str, named: &[&str]) {
    let site = Site::with_small_grid();
    site.file("bad.geojson", file);
    let mut all = vec!["import"];
    all.extend(arguments);
    let ran = site.run(&all);
    assert_eq!(ran.code, 1, "{ran:?}");
    for name in named {
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
    }
    let areas = site.done(&["export", "areas", "--format", "csv"]);
    assert_eq!(areas.lines().count(), 6);
    assert!(site.done(&["doctor"]).contains("edition 1"));
}

fn ring(code: &str, ring: &str) -> String {
    collection(&[format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}","parent":"Z2"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )])
}

#[test]
fn an_unclosed_ring_is_named_with_its_place() {
    let file = ring("open", "[[102.51,24.3],[102.52,24.3],[102.52,24.31]]");
    refused(
        &["point=bad.geojson"],
        &file,
        &["feature 1 (open)", "ring 1", "not closed", "102.5200000,24.3100000"],
    );
}

#[test]
fn a_border_that_crosses_itself_is_named_with_its_place() {
    let file =
        ring("bow", "[[102.511,24.301],[102.513,24.303],[102.513,24.301],[102.511,24.303],[102.511,24.301]]");
    refused(&["point=bad.geojson"], &file, &["bow", "crosses itself", "102.5120000", "24.3020000"]);
}

#[test]
fn exchanged_projected_and_impossible_coordinates_are_told_apart() {
    let file = ring("swap", "[[24.3,102.51],[24.3,102.52],[24.31,102.52],[24.3,102.51]]");
    refused(&["point=bad.geojson"], &file, &["swap", "exchanged"]);
    let file = ring("metres", "[[551000,2688000],[551100,2688000],[551100,2688100],[551000,2688000]]");
    refused(&["point=bad.geojson"], &file, &["metres", "projected"]);
    let file = ring("far", "[[102.5,24.3],[192.5,24.3],[102.5,24.4],[102.5,24.3]]");
    refused(&["point=bad.geojson"], &file, &["far", "longitude 192.5"]);
    let file = ring("nan", "[[NaN,24.3],[102.52,24.3],[102.52,24.31],[NaN,24.3]]");
    refused(&["point=bad.geojson"], &file, &["not valid GeoJSON", "line 1"]);
}

#[test]
fn two_areas_with_one_code_are_refused() {
    let twice = [
        rectangle(r#""code":"X","parent":"Z2""#, [10, 0, 15, 10]),
        rectangle(r#""code":"X","parent":"Z2""#, [15, 0, 20, 10]),
    ];
    refused(&["point=bad.geojson"], &collection(&twice), &["bad.geojson", "have the code X"]);
    let clash = collection(&[rectangle(r#""code":"Z1","parent":"Z2""#, [10, 0, 15, 10])]);
    refused(&["point=bad.geojson"], &clash, &["Z1"]);
}

#[test]
fn unknown_parents_and_children_outside_their_parents_are_refused() {
    let file = collection(&[rectangle(r#""code":"X","parent":"nobody""#, [10, 0, 20, 10])]);
    refused(&["point=bad.geojson"], &file, &["nobody", "not there"]);
    let file = collection(&[rectangle(r#""code":"X","parent":"Z2""#, [10, 0, 25, 10])]);
    refused(&["point=bad.geojson"], &file, &["X"]);
}

#[test]
fn overlapping_areas_are_refused_with_both_codes() {
    let file = collection(&[
        rectangle(r#""code":"X","parent":"Z2""#, [10, 0, 16, 10]),
        rectangle(r#""code":"Y","parent":"Z2""#, [15, 0, 20, 10]),
    ]);
    refused(&["point=bad.geojson"], &file, &["X", "Y"]);
}

#[test]
fn one_bad_feature_keeps_the_good_ones_out_too() {
    let file = collection(&[
        rectangle(r#""code":"good","parent":"Z2""#, [10, 0, 20, 10]),
        rectangle(r#""name":"without code""#, [0, 0, 1, 1]),
    ]);
    refused(&["point=bad.geojson"], &file, &["feature 2", "code"]);
}

#[test]
fn files_that_are_no_geojson_are_refused() {
    refused(&["point=bad.geojson"], "", &["bad.geojson", "empty"]);
    refused(&["point=bad.geojson"], "PK\u{3}\u{4}", &["bad.geojson", "archive"]);
    refused(&["point=bad.geojson"], &"[".repeat(50_000), &["not valid GeoJSON"]);
    refused(
        &["point=bad.geojson"],
        r#"{"type":"FeatureCollection","features":[]}"#,
        &["bad.geojson", "no areas"],
    );
    let crs = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[]}"#;
    refused(&["point=bad.geojson"], crs, &["EPSG:3857"]);
    refused(&["point=missing.geojson"], "", &["missing.geojson", "does not exist"]);
}

#[test]
fn a_scope_keeps_strangers_out() {
    let file = collection(&[rectangle(r#""code":"X","parent":"Z1""#, [0, 0, 5, 10])]);
    refused(&["point=bad.geojson", "--scope", "Z2"], &file, &["X", "scope Z2"]);
    refused(&["point=bad.geojson", "--scope", "nowhere"], &file, &["nowhere"]);
}
