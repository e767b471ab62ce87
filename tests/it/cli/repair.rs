//! `wangge repair` and `wangge import --repair` through the real binary.

use super::support::Site;
use serde_json::json;

/// Two points that overlap by one unit.
fn apart() -> String {
    let shape = |west: f64, east: f64| {
        let ring =
            [[west, 24.35], [east, 24.35], [east, 24.351], [west, 24.351], [west, 24.35]].map(|p| p.to_vec());
        json!({"type": "Polygon", "coordinates": [ring]})
    };
    let feature = |code: &str, west, east| json!({"type": "Feature", "properties": {"code": code, "name": code}, "geometry": shape(west, east)});
    let features = [feature("a", 102.54, 102.541), feature("b", 102.540_999_9, 102.542)];
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

#[test]
fn files_come_out_whole_in_the_format_that_the_ending_says() {
    let site = Site::new();
    site.file("points.geojson", apart());
    for out in ["mended.geojson", "mended.zip", "mended.gpkg", "mended.kml", "mended.csv"] {
        let told = site.json(&["repair", "point=points.geojson", "--tolerance", "0.02", "-o", out]);
        assert_eq!((&told["faults_left"], told["moved"].as_array().unwrap().len()), (&json!(0), 1), "{told}");
        let again = format!("areas={out}");
        let told = site.json(&["repair", &again, "--tolerance", "0.02", "-o", "again.geojson", "--force"]);
        assert_eq!((&told["found"], &told["moved"]), (&json!(0), &json!([])), "{out}");
    }
    let refused = site.run(&["repair", "point=points.geojson", "--tolerance", "0.02", "-o", "mended.zip"]);
    assert_eq!(refused.code, 1, "a file that is there stays");
    let unknown = site.run(&["repair", "point=points.geojson", "--tolerance", "0.02", "-o", "mended.xyz"]);
    assert_eq!(unknown.code, 2);
    let wide = site.run(&["repair", "point=points.geojson", "--tolerance", "11", "-o", "more.geojson"]);
    assert_eq!(wide.code, 2);
}

#[test]
fn an_import_can_close_its_gaps_first() {
    let site = Site::new();
    site.file("points.geojson", apart());
    let told = site.json(&["import", "point=points.geojson", "--repair", "0.02"]);
    assert_eq!(told["repair"]["moved"][0][0], "b", "{told}");
    assert_eq!(told["areas"]["warnings"], json!([]));
}
