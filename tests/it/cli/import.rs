//! `import` of what is acceptable.

use super::support::{Site, collection, data, rectangle, small_grid};
use serde_json::json;

#[test]
fn an_edition_lists_what_it_added_changed_and_removed() {
    let site = Site::new();
    site.file("grid.geojson", small_grid());
    let first = site.json(&["import", "areas=grid.geojson"]);
    assert_eq!(first["areas"]["added"], json!(["C", "P1", "P2", "Z1", "Z2"]));
    assert_eq!((&first["areas"]["edition"], &first["areas"]["published"]), (&json!(1), &json!(true)));
    let again = site.json(&["import", "areas=grid.geojson"]);
    assert_eq!((&again["areas"]["unchanged"], &again["areas"]["published"]), (&json!(5), &json!(false)));
    site.file(
        "points.geojson",
        collection(&[rectangle(r#""code":"P1","name":"改名","parent":"Z1""#, [0, 0, 10, 10])]),
    );
    let dry = site.json(&["import", "point=points.geojson", "--dry-run"]);
    assert_eq!(dry["areas"]["published"], json!(false));
    let changed = site.json(&["import", "point=points.geojson"]);
    assert_eq!(changed["areas"]["changed"], json!(["P1"]));
    assert_eq!(changed["areas"]["removed"], json!(["P2"]));
    assert_eq!(changed["areas"]["edition"], json!(2));
}

#[test]
fn only_the_scope_is_replaced() {
    let site = Site::with_small_grid();
    let other = collection(&[
        rectangle(r#""level":"community","code":"D""#, [20, 0, 40, 10]),
        rectangle(r#""level":"zone","code":"Y1","parent":"D""#, [20, 0, 30, 10]),
    ]);
    site.file("other.geojson", other);
    let report = site.json(&["import", "areas=other.geojson"]);
    assert_eq!(report["areas"]["removed"], json!([]));
    assert_eq!(report["areas"]["added"], json!(["D", "Y1"]));
    site.file("p.geojson", collection(&[rectangle(r#""code":"P3""#, [10, 0, 20, 10])]));
    let scoped = site.json(&["import", "point=p.geojson", "--scope", "Z2"]);
    assert_eq!((&scoped["areas"]["added"], &scoped["areas"]["removed"]), (&json!(["P3"]), &json!([])));
    let located = site.json(&["locate", "102.515", "24.305"]);
    assert_eq!(located["areas"][1]["code"], json!("Z2"));
}

#[test]
fn fields_can_be_mapped_and_features_replace_their_layer() {
    let site = Site::with_small_grid();
    let compound = rectangle(r#""ID":7,"TITLE":"老小区","management_type":"unmanaged""#, [1, 1, 3, 3]);
    site.file("compounds.geojson", collection(&[compound]));
    let arguments = ["import", "compounds.geojson", "--layer", "compound", "--map", "code=ID,name=TITLE"];
    let report = site.json(&arguments);
    assert_eq!(report["features"]["layers"]["compound"]["added"], json!(1));
    let located = site.json(&["locate", "102.502", "24.302"]);
    assert_eq!(located["features"][0]["code"], json!("7"));
    assert_eq!(located["features"][0]["attributes"]["management_type"], json!("unmanaged"));
}

#[test]
fn what_is_exported_can_be_imported_again() {
    let site = Site::with_small_grid();
    site.done(&["export", "areas", "-o", "areas.geojson"]);
    let refused = site.run(&["export", "areas", "-o", "areas.geojson"]);
    assert_eq!(refused.code, 1);
    let again = site.json(&["import", "areas=areas.geojson"]);
    assert_eq!(again["areas"]["unchanged"], json!(5), "{again}");
    let csv = site.done(&["export", "areas", "--format", "csv", "--level", "zone"]);
    assert!(csv.starts_with('\u{FEFF}') && csv.lines().count() == 3, "{csv}");
}

#[test]
fn san_francisco_is_imported_with_its_rounding_listed() {
    let site = Site::new();
    let (zones, points) = (data("sf/zones.geojson"), data("sf/points.geojson"));
    let report = site.json(&["import", &format!("zone={zones}"), &format!("point={points}")]);
    assert_eq!(report["areas"]["added"].as_array().unwrap().len(), 41 + 195);
    assert_eq!(report["areas"]["published"], json!(true));
    assert!(!report["areas"]["warnings"].as_array().unwrap().is_empty());
    site.done(&["route", &data("sf/incidents.csv"), "-o", "routed.csv"]);
    check_san_francisco(&site.read("routed.csv"));
    site.done(&[
        "route",
        &data("sf/incidents.csv"),
        "-o",
        "direct.csv",
        "--areas",
        &format!("zone={zones}"),
        &format!("point={points}"),
    ]);
    check_san_francisco(&site.read("direct.csv"));
}

/// Every hard row has the one tract that its publisher and GEOS agree on (tests/data/sf/README.md).
fn check_san_francisco(routed: &str) {
    let expected = std::fs::read_to_string(data("sf/expected.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(routed.as_bytes());
    assert_eq!(
        rows.headers().unwrap().iter().collect::<Vec<_>>().join(","),
        "id,lon,lat,opened_at,category,tract,community,zone,point,owner,outcome,distance_m"
    );
    let mut facts = csv::Reader::from_reader(expected.as_bytes());
    let mut hard = 0;
    for (row, fact) in rows.records().zip(facts.records()) {
        let (row, fact) = (row.unwrap(), fact.unwrap());
        assert_eq!(row[0], fact[0]);
        if &fact[4] == "1" {
            hard += 1;
            assert_eq!((&row[8], &row[10]), (&fact[1], "inside"), "{row:?}");
        }
    }
    assert_eq!(hard, 4052);
}
