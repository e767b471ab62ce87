//! `export`: what comes out is complete, safe to open, and goes in again as it was.

use super::support::{Serving, Site};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The demo, loaded once by the binary and only read here.
static DEMO: LazyLock<Site> = LazyLock::new(|| {
    let site = Site::new();
    assert_eq!(Serving::start(&site, &["--demo", "--demo-date", "2026-11-24"]).stop(), 0);
    site
});

fn features(text: &str) -> Vec<Value> {
    let collection: Value = serde_json::from_str(text).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    collection["features"].as_array().unwrap().clone()
}

/// Header and rows of a file with the mark that Excel wants.
fn table(text: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let text = text.strip_prefix('\u{feff}').expect("a mark in front");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    (header, reader.records().map(Result::unwrap).collect())
}

fn column(header: &csv::StringRecord, name: &str) -> usize {
    header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("no column {name} in {header:?}"))
}

/// Incidents as `doctor` counts them in the database.
fn stored_incidents(site: &Site) -> usize {
    let findings = site.json(&["doctor"]);
    let found = findings.as_array().unwrap().iter().find(|finding| finding["name"] == "incidents").unwrap();
    let words = found["words"]["en"].as_str().unwrap();
    words.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or_else(|| panic!("{words}"))
}

#[test]
fn incidents_come_out_complete_and_alike_in_every_format() {
    let site = &*DEMO;
    let features = features(&site.done(&["export", "incidents"]));
    let (header, rows) = table(&site.done(&["export", "incidents", "--format", "csv"]));
    assert_eq!((features.len(), rows.len()), (stored_incidents(site), stored_incidents(site)));
    assert!(rows.len() > 2000);
    let by_id: BTreeMap<&str, &Value> =
        features.iter().map(|feature| (feature["id"].as_str().unwrap(), feature)).collect();
    assert_eq!(by_id.len(), features.len());
    let at = |name| column(&header, name);
    let (id, number, category, state, point, lon, lat) =
        (at("id"), at("number"), at("category"), at("state"), at("point"), at("lon"), at("lat"));
    for row in &rows {
        let feature = by_id[&row[id]];
        let properties = &feature["properties"];
        assert_eq!(properties["number"], row[number]);
        assert_eq!(properties["category"], row[category]);
        assert_eq!(properties["state"], row[state]);
        assert_eq!(properties["point"].as_str().unwrap_or(""), &row[point]);
        for (axis, cell) in [(0, lon), (1, lat)] {
            let degrees = feature["geometry"]["coordinates"][axis].as_f64().unwrap();
            assert_eq!(format!("{degrees:.7}"), row[cell]);
        }
    }
}

#[test]
fn filters_narrow_the_incidents_and_together_lose_none() {
    let site = &*DEMO;
    let count = |arguments: &[&str]| {
        let mut all = vec!["export", "incidents"];
        all.extend(arguments);
        features(&site.done(&all)).len()
    };
    let all = count(&[]);
    let (open, closed) = (count(&["--state", "open"]), count(&["--state", "closed"]));
    assert!(open > 0 && closed > 0);
    assert_eq!(open + closed, all);
    let (before, after) = (count(&["--to", "2026-10-01"]), count(&["--from", "2026-10-01"]));
    assert!(before > 0 && after > 0);
    assert_eq!(before + after, all);
    let vendors = features(&site.done(&["export", "incidents", "--category", "itinerant_vending"]));
    assert!(!vendors.is_empty() && vendors.len() < all);
    for (arguments, word) in [
        (["--category", "nothing"], "nothing"),
        (["--state", "lost"], "lost"),
        (["--area", "nowhere"], "nowhere"),
    ] {
        let ran = site.run(&["export", "incidents", arguments[0], arguments[1]]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains(word), "{}", ran.err);
    }
}

#[test]
fn no_private_number_and_no_formula_leaves_with_an_export() {
    let site = &*DEMO;
    for what in ["areas", "layers", "incidents"] {
        for format in ["geojson", "csv"] {
            let text = site.done(&["export", what, "--format", format]);
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let mobile = |word: &&str| {
                word.len() == 11 && word.starts_with('1') && word.bytes().all(|byte| byte.is_ascii_digit())
            };
            let mobiles = words.filter(mobile).count();
            assert_eq!(mobiles, 0, "{what} {format}");
            if format == "csv" {
                let (_, rows) = table(&text);
                let formula =
                    |cell: &str| cell.starts_with(['=', '@', '+', '\t']) && cell.parse::<f64>().is_err();
                assert!(!rows.iter().flat_map(csv::StringRecord::iter).any(formula), "{what}");
            }
        }
    }
}

#[test]
fn a_file_is_written_whole_and_never_over_another_unasked() {
    let site = Site::with_small_grid();
    site.file("there.geojson", "mine");
    let ran = site.run(&["export", "areas", "-o", "there.geojson"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert_eq!(site.read("there.geojson"), "mine");
    let told = site.done(&["export", "areas", "-o", "there.geojson", "--force"]);
    assert!(told.contains("wrote 5 records"), "{told}");
    assert_eq!(site.read("there.geojson"), site.done(&["export", "areas"]));
    let ran = site.run(&["export", "areas", "-o", "no/such/folder.geojson"]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{ran:?}");
    // Nothing half stays beside it.
    let names: Vec<String> = std::fs::read_dir(site.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("part"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn exported_areas_and_layers_go_in_again_bit_for_bit() {
    let site = &*DEMO;
    let other = Site::new();
    for scheme in ["duty", "unit"] {
        let areas = site.done(&["export", "areas", "--scheme", scheme]);
        assert!(features(&areas).len() > 5, "{scheme}");
        other.file("areas.geojson", &areas);
        other.done(&["import", "areas=areas.geojson", "--scheme", scheme]);
        assert_eq!(other.done(&["export", "areas", "--scheme", scheme]), areas, "{scheme}");
    }
    let layers = site.done(&["export", "layers"]);
    other.file("layers.geojson", &layers);
    other.done(&["import", "features=layers.geojson"]);
    let again = other.done(&["export", "layers"]);
    // Features have an identity of their own in each database; all else is the same.
    let without_ids = |text: &str| {
        let mut features = features(text);
        for feature in &mut features {
            feature.as_object_mut().unwrap().remove("id");
            feature["properties"].as_object_mut().unwrap().remove("id");
        }
        features
    };
    assert_eq!(without_ids(&again), without_ids(&layers));
}
