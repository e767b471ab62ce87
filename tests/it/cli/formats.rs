//! Files of every kind through the real binary: what comes out goes in again, what is wrong is told and not stored.

use super::support::{Site, collection, rectangle};
use serde_json::Value;
use std::sync::LazyLock;
use wangge::domain::geo::{Datum, Frame, Position};

const AREAS: &str = include_str!("../../../geodata/demo/areas.geojson");
const FEATURES: &str = include_str!("../../../geodata/demo/features.geojson");

/// The demo's areas and layers, imported once and only read here.
static DEMO: LazyLock<Site> = LazyLock::new(|| {
    let site = Site::new();
    site.file("areas.geojson", AREAS);
    site.file("features.geojson", FEATURES);
    site.done(&["import", "areas=areas.geojson"]);
    site.done(&["import", "features=features.geojson"]);
    site
});

fn features(text: &str) -> Vec<Value> {
    let collection: Value = serde_json::from_str(text).unwrap();
    collection["features"].as_array().unwrap().clone()
}

/// Exports from the demo and copies the file to another site.
fn carried(what: &str, format: &str, ending: &str, other: &Site) -> String {
    let name = format!("{what}-{format}.{ending}");
    DEMO.done(&["export", what, "--format", format, "-o", &name, "--force"]);
    other.file(&name, std::fs::read(DEMO.path(&name)).unwrap());
    name
}

fn refused(site: &Site, arguments: &[&str], code_or_word: &str) -> String {
    let ran = site.run(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}: {ran:?}");
    assert!(ran.err.contains(code_or_word), "{code_or_word}: {}", ran.err);
    ran.err
}

#[test]
fn areas_come_back_bit_for_bit_from_every_format_with_borders() {
    let areas = DEMO.done(&["export", "areas"]);
    assert!(features(&areas).len() > 30);
    for (format, ending) in
        [("geojson", "geojson"), ("shapefile", "zip"), ("gpkg", "gpkg"), ("kml", "kml"), ("csv", "csv")]
    {
        let other = Site::new();
        let name = carried("areas", format, ending, &other);
        other.done(&["import", &format!("areas={name}")]);
        assert_eq!(other.done(&["export", "areas"]), areas, "{format}");
        // Brought back to where they came from, nothing has changed.
        let again = DEMO.json(&["import", &format!("areas={name}"), "--dry-run"]);
        assert_eq!(again["areas"]["unchanged"], features(&areas).len(), "{format}");
    }
}

#[test]
fn layers_come_back_with_their_attributes_from_typed_formats() {
    let without_ids = |text: &str| {
        let mut features = features(text);
        for feature in &mut features {
            feature.as_object_mut().unwrap().remove("id");
            feature["properties"].as_object_mut().unwrap().remove("id");
        }
        features
    };
    let layers = DEMO.done(&["export", "layers"]);
    for (format, ending) in [("gpkg", "gpkg"), ("kml", "kml")] {
        let other = Site::new();
        let name = carried("layers", format, ending, &other);
        other.done(&["import", &format!("features={name}")]);
        let (before, after) = (without_ids(&layers), without_ids(&other.done(&["export", "layers"])));
        assert_eq!(before.len(), after.len(), "{format}");
        for (before, after) in before.iter().zip(&after) {
            let known = |feature: &Value| {
                let mut feature = feature.clone();
                feature["properties"]
                    .as_object_mut()
                    .unwrap()
                    .retain(|key, value| !value.is_null() && key != "fid");
                feature
            };
            assert_eq!(known(before), known(after), "{format}");
        }
    }
}

#[test]
fn binary_formats_need_a_file_and_spreadsheets_are_written() {
    for format in ["shapefile", "gpkg", "xlsx"] {
        assert_eq!(DEMO.run(&["export", "areas", "--format", format]).code, 2);
    }
    DEMO.done(&["export", "layers", "--format", "xlsx", "-o", "layers.xlsx", "--force"]);
    assert!(std::fs::read(DEMO.path("layers.xlsx")).unwrap().starts_with(b"PK"));
}

/// The demo's areas with every position in another datum's degrees.
fn shifted(datum: Datum) -> String {
    let mut file: Value = serde_json::from_str(AREAS).unwrap();
    fn walk(node: &mut Value, datum: Datum) {
        let pair =
            node.as_array().and_then(|array| Some([array.first()?.as_f64()?, array.get(1)?.as_f64()?]));
        match (pair, node) {
            (Some([lon, lat]), node) => {
                let position = Position::from_degrees(lon, lat).unwrap();
                *node = Value::from(datum.from_position(position).to_vec());
            }
            (None, Value::Array(nodes)) => nodes.iter_mut().for_each(|node| walk(node, datum)),
            _ => {}
        }
    }
    for feature in file["features"].as_array_mut().unwrap() {
        walk(&mut feature["geometry"]["coordinates"], datum);
    }
    file.to_string()
}

#[test]
fn a_file_off_a_web_map_is_stopped_until_its_datum_is_told() {
    let site = Site::new();
    site.file("features.geojson", FEATURES);
    site.done(&["import", "features=features.geojson"]);
    site.file("shifted.geojson", shifted(Datum::Gcj02));
    let told = refused(&site, &["import", "areas=shifted.geojson"], "gcj02 (with --datum)");
    assert!(told.contains("follows them"), "{told}");
    let chinese =
        site.command(&["import", "areas=shifted.geojson"]).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(String::from_utf8(chinese.stderr).unwrap().contains("正好对上"));
    assert!(features(&site.done(&["export", "areas"])).is_empty());
    site.done(&["import", "areas=shifted.geojson", "--datum", "gcj02"]);
    let [ours, theirs] = [&site, &*DEMO].map(|site| features(&site.done(&["export", "areas"])));
    assert_eq!(ours.len(), theirs.len());
    site.done(&["import", "areas=shifted.geojson", "--accept-place", "--dry-run"]);
}

#[test]
fn a_file_far_from_the_loaded_areas_is_stopped_unless_a_person_insists() {
    let site = Site::with_small_grid();
    let far =
        rectangle(r#""level":"community","code":"D","name":"D""#, [0, 0, 10, 10]).replace("102.5", "121.5");
    site.file("far.geojson", collection(&[far]));
    refused(&site, &["import", "areas=far.geojson"], "km away");
    site.done(&["import", "areas=far.geojson", "--accept-place"]);
}

#[test]
fn metres_of_a_national_plane_make_a_grid_without_gaps() {
    let Some(Frame::Plane(plane)) = Frame::from_epsg(4543) else { panic!("a plane") };
    let [x, y] = plane.forward([102.4, 24.3]).map(f64::round);
    let ring = |corners: &[[f64; 2]]| {
        let all: Vec<String> =
            corners.iter().chain(&corners[..1]).map(|[dx, dy]| format!("{} {}", x + dx, y + dy)).collect();
        format!("\"POLYGON (({}))\"", all.join(", "))
    };
    let all = ring(&[[0.0, 0.0], [9000.0, 0.0], [9000.0, 6000.0], [0.0, 6000.0]]);
    let west = ring(&[[0.0, 0.0], [4000.0, 0.0], [4700.0, 6000.0], [0.0, 6000.0]]);
    let east = ring(&[[4000.0, 0.0], [9000.0, 0.0], [9000.0, 6000.0], [4700.0, 6000.0]]);
    let site = Site::new();
    site.file(
        "grid.csv",
        format!(
            "编码,名称,层级,上级,WKT\nC,社区,community,,{all}\nZ1,甲,zone,社区,{west}\nZ2,乙,zone,C,{east}\n"
        ),
    );
    let told = refused(&site, &["import", "areas=grid.csv"], "projected metres");
    assert!(told.contains("row 2"), "{told}");
    refused(&site, &["import", "areas=grid.csv", "--datum", "epsg:4522"], "no zone number");
    let report = site.json(&["import", "areas=grid.csv", "--datum", "epsg:4543"]);
    assert_eq!(report["areas"]["added"], serde_json::json!(["C", "Z1", "Z2"]));
    let certificate = site.run(&["check", "--geometry", "--json"]);
    assert_eq!(certificate.code, 0, "{}", certificate.out);
    // The same plane by its parameters gives the same areas.
    let again = site.json(&["import", "areas=grid.csv", "--datum", "tm:lon0=102,x0=500000", "--dry-run"]);
    assert_eq!(again["areas"]["unchanged"], 3);
}

#[test]
fn a_preview_shows_what_a_file_holds_and_stores_nothing() {
    let other = Site::new();
    let name = carried("areas", "shapefile", "zip", &other);
    let preview = other.json(&["import", "--preview", &name]);
    assert_eq!((&preview[0]["datum"], &preview[0]["records"]), (&"wgs84".into(), &preview[0]["areas"]));
    let fields: Vec<&str> =
        preview[0]["fields"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(fields.contains(&"code") && fields.contains(&"name"), "{fields:?}");
    assert_eq!(preview[0]["first"].as_array().unwrap().len(), 5);
    let west = preview[0]["bbox"][0].as_f64().unwrap();
    assert!((102.0..103.0).contains(&west));
    let words = other.done(&["import", "--preview", &name]);
    assert!(words.contains("read as wgs84") && words.contains("fields: "), "{words}");
    assert!(!other.path("wangge.db").exists());
}

#[test]
fn a_layer_of_several_is_named_and_files_that_say_no_datum_are_asked_for_it() {
    let other = Site::new();
    let name = carried("layers", "gpkg", "gpkg", &other);
    let told = refused(&other, &["import", &name, "--layer", "compound"], "--layer-name");
    assert!(told.contains("compound") && told.contains("road"), "{told}");
    refused(&other, &["import", &name, "--layer", "compound", "--layer-name", "none"], "has no layer");
    other.done(&["import", &name, "--layer", "compound", "--layer-name", "compound"]);
    let zip = carried("areas", "shapefile", "zip", &other);
    let entries =
        wangge::exchange::unzip::unpack(&std::fs::read(other.path(&zip)).unwrap(), |_| true).unwrap();
    for entry in entries.iter().filter(|entry| !entry.name.ends_with("prj")) {
        other.file(&entry.name, &entry.bytes);
    }
    refused(&other, &["import", "areas=areas.shp"], "does not say its datum");
    other.done(&["import", "areas=areas.shp", "--datum", "cgcs2000"]);
    std::fs::remove_file(other.path("areas.cpg")).unwrap();
    let told = refused(&other, &["import", "areas=areas.shp", "--datum", "cgcs2000"], "--encoding");
    assert!(told.contains("utf-8: ") && told.contains("gbk: ") && told.contains("街道"), "{told}");
    other.done(&["import", "areas=areas.shp", "--datum", "cgcs2000", "--encoding", "utf-8"]);
}

#[test]
fn files_of_no_use_are_told_apart() {
    let site = Site::new();
    for (name, content, word) in [
        ("a.geojson", b"".as_slice(), "empty"),
        ("a.kml", b"plain", "not valid KML"),
        ("a.zip", b"PK\x03\x04 and nothing", "damaged"),
        ("a.gpkg", b"SQLite format 3\0 and nothing", "damaged"),
        ("a.shp", &[7; 300], "header is wrong"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "unknown"),
        ("a.csv", b"code,wkt\na,POLYGON((", "row 2"),
    ] {
        site.file(name, content);
        refused(&site, &["import", &format!("point={name}")], word);
    }
    refused(&site, &["import", "point=nowhere.shp"], "does not exist");
}
