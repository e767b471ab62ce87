//! Geometry that was made to do harm: borders of a million vertices within bounded memory, numbers that are none, nesting
//! without end, two datums in one file.

use super::support::{Ran, Serving, Site, collection};
use serde_json::json;

/// A saw of a million teeth's edges: one valid ring, a degree long and a hundredth high.
fn saw() -> String {
    const VERTICES: i32 = 1_000_000;
    let (west, south) = (1_025_000_000, 243_000_000);
    let degrees = |units: i32| format!("{}.{:07}", units / 10_000_000, units % 10_000_000);
    let mut ring = format!("[{},{}]", degrees(west), degrees(south));
    ring.push_str(&format!(",[{},{}]", degrees(west + 10 * (VERTICES - 3)), degrees(south)));
    for n in (0..VERTICES - 2).rev() {
        let height = 100_000 + 30 * (n % 2);
        ring.push_str(&format!(",[{},{}]", degrees(west + 10 * n), degrees(south + height)));
    }
    ring.push_str(&format!(",[{},{}]", degrees(west), degrees(south)));
    collection(&[format!(
        r#"{{"type":"Feature","properties":{{"code":"C","name":"锯齿"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
    )])
}

/// The most memory that a process has held so far, kilobytes; none when it has ended.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.split_once("VmHWM:")?.1.split_whitespace().next()?.parse().ok()
}

#[cfg(target_os = "linux")]
#[test]
fn a_border_of_a_million_vertices_is_imported_and_certified_in_bounded_memory() {
    const MOST_KB: u64 = 500_000;
    let site = Site::new();
    site.file("saw.geojson", saw());
    for arguments in [&["import", "community=saw.geojson"][..], &["check", "--geometry", "--json"]] {
        let mut child = site.command(arguments).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut most = 0;
        while child.try_wait().unwrap().is_none() {
            most = peak(child.id()).unwrap_or(0).max(most);
            std::thread::yield_now();
        }
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stdout));
        assert!((1..MOST_KB).contains(&most), "{arguments:?}: {most} KB");
    }
    let serving = Serving::start(&site, &[]);
    let (head, certificate) = serving.get("/api/v1/certificate");
    assert!(head.contains(" 200 ") && certificate.contains("sha256"), "{head}");
    let most = peak(serving.process()).unwrap();
    assert!(most < MOST_KB, "{most} KB");
}

/// Refused in one sentence that names the file and says these words, and nothing is stored.
fn refused(site: &Site, name: &str, content: &str, words: &[&str]) {
    site.file(name, content);
    let Ran { code, out, err } = site.run_within(2_000_000, &["import", &format!("point={name}")]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{name}: {err}");
    for word in words {
        assert!(err.contains(word), "{name}: no “{word}” in {err}");
    }
    assert!(err.contains(name) && err.len() < 300, "{name}: {err}");
    assert!(site.done(&["doctor"]).contains("edition 1"), "{name}: nothing may be stored");
}

#[test]
fn numbers_that_are_no_place_are_refused_with_theirs() {
    let site = Site::with_small_grid();
    let table = |x: &str| {
        format!("code,parent,WKT\nX,Z2,\"POLYGON(({x} 24.3,102.52 24.3,102.52 24.31,{x} 24.3))\"\n")
    };
    for (name, number, words) in [
        ("nan.csv", "NaN", "not a finite number"),
        ("infinite.csv", "-inf", "not a finite number"),
        ("over.csv", "1e309", "not a finite number"),
        ("huge.csv", "1e308", "not degrees: 1e308, 24.3"),
        ("tiny.csv", "-1e308", "not degrees: -1e308, 24.3"),
    ] {
        refused(&site, name, &table(number), &["row 2 (X), ring 1, vertex 1", words]);
    }
    let feature = |geometry: serde_json::Value| {
        let feature =
            json!({"type": "Feature", "properties": {"code": "X", "parent": "Z2"}, "geometry": geometry});
        collection(&[feature.to_string()])
    };
    let ring = json!({"type": "Polygon", "coordinates": [[[1e308, 24.3], [102.5, 24.3], [102.5, 24.4], [1e308, 24.3]]]});
    refused(&site, "huge.geojson", &feature(ring), &["feature 1 (X), ring 1, vertex 1", "1e308"]);
    let over = feature(json!({"type": "Point", "coordinates": [7, 24.3]})).replace('7', "1e309");
    refused(&site, "over.geojson", &over, &["out of range"]);
}

#[test]
fn geometries_without_ground_are_refused_and_absent_ones_are_undrawn_areas() {
    let site = Site::with_small_grid();
    let feature = |geometry: &str| {
        collection(&[format!(
            r#"{{"type":"Feature","properties":{{"code":"X","parent":"Z2"}},"geometry":{geometry}}}"#
        )])
    };
    for (name, geometry, word) in [
        ("none.geojson", r#"{"type":"Polygon","coordinates":[]}"#, "no vertices"),
        ("ring.geojson", r#"{"type":"Polygon","coordinates":[[]]}"#, "no vertices"),
        ("parts.geojson", r#"{"type":"MultiPolygon","coordinates":[[],[]]}"#, "no vertices"),
        ("kinds.geojson", r#"{"type":"GeometryCollection","geometries":[]}"#, "not supported"),
        ("point.geojson", r#"{"type":"Point","coordinates":[102.515,24.305]}"#, "must be a polygon"),
    ] {
        refused(&site, name, &feature(geometry), &["feature 1 (X)", word]);
    }
    let line = r#"{"type":"Polygon","coordinates":[[[102.515,24.305],[102.516,24.306],[102.515,24.305],[102.515,24.305]]]}"#;
    refused(&site, "line.geojson", &feature(line), &["area X", "encloses no ground (102.515", "24.305"]);
    refused(&site, "empty.csv", "code,parent,WKT\nX,Z2,POLYGON EMPTY\n", &["row 2 (X)", "no vertices"]);
    site.file("null.geojson", feature("null"));
    assert_eq!(site.json(&["import", "point=null.geojson"])["areas"]["added"], json!(["X"]));
}

#[test]
fn nesting_without_end_is_refused_in_every_notation() {
    let site = Site::with_small_grid();
    let nested = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(10_000), close.repeat(10_000))
    };
    let text = nested("GEOMETRYCOLLECTION(", "POINT(102.5 24.3)", ")");
    refused(&site, "deep.csv", &format!("code,parent,WKT\nX,Z2,\"{text}\"\n"), &["row 2"]);
    let geometry = nested(r#"{"type":"GeometryCollection","geometries":["#, "", "]}");
    let feature = format!(r#"{{"type":"Feature","properties":{{"code":"X"}},"geometry":{geometry}}}"#);
    refused(&site, "deep.geojson", &collection(&[feature]), &["not supported"]);
    let kml = nested("<Folder>", "", "</Folder>");
    refused(&site, "deep.kml", &format!("<kml><Document>{kml}</Document></kml>"), &["nested too deep"]);
}

#[test]
fn two_datums_in_one_collection_are_refused() {
    let site = Site::with_small_grid();
    let feature = |code: &str, crs: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","parent":"Z2"}},{crs}"geometry":{{"type":"Polygon","coordinates":[[[102.511,24.301],[102.512,24.301],[102.512,24.302],[102.511,24.301]]]}}}}"#
        )
    };
    let plane = r#""crs":{"type":"name","properties":{"name":"EPSG:4543"}},"#;
    let both = collection(&[feature("X", ""), feature("Y", plane)]);
    refused(&site, "both.geojson", &both, &["feature 2 (Y)", "epsg:4543"]);
}
