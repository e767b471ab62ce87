//! Files from the browser: looked through, proposed, saved like any change; hostile ones are refused whole.

use super::fixture::{Answer, Town};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const BYTES: &str = "application/octet-stream";

/// The eastern point cut in two, as an office would draw it, with Chinese fields.
fn halves() -> String {
    let ring = |west: i32, east: i32| {
        let at = |x: i32, y: i32| json!([102.54 + f64::from(x) / 10_000.0, 24.35 + f64::from(y) / 10_000.0]);
        json!([[at(west, 0), at(east, 0), at(east, 10), at(west, 10), at(west, 0)]])
    };
    let feature = |code: &str, name: &str, west, east| {
        json!({
            "type": "Feature",
            "properties": {"编号": code, "点位名称": name, "片区": "一片区", "面积": 3.5},
            "geometry": {"type": "Polygon", "coordinates": ring(west, east)}
        })
    };
    let features = [feature("YX-1-03", "中点", 10, 14), feature("YX-1-04", "尾点", 14, 20)];
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

async fn begin(town: &Town) -> String {
    let begun = town.post("/api/v1/editions", "application/json", json!({"scope": ["YX"]}).to_string()).await;
    format!("/api/v1/editions/{}", begun.json()["id"].as_str().unwrap())
}

async fn look(town: &Town, query: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    town.post(&format!("/api/v1/imports?{query}"), BYTES, bytes.into()).await
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_boundary_file_is_looked_through_proposed_and_saved() {
    let town = Town::editor().await;
    let preview = look(&town, "name=points.geojson", halves()).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let preview = preview.json();
    let layer = &preview["layers"][0];
    assert_eq!(
        (&layer["datum"], &layer["areas"], &layer["suspicion"]),
        (&json!("wgs84"), &json!(2), &json!(null))
    );
    let mapping = &layer["mapping"];
    assert_eq!(
        (&mapping["code"], &mapping["name"], &mapping["parent"]),
        (&json!("编号"), &json!("点位名称"), &json!("片区"))
    );
    assert_eq!((&layer["remembered"], layer["first"].as_array().unwrap().len()), (&json!(false), 2));
    let fields = layer["fields"].as_array().unwrap();
    let at = fields.iter().position(|field| field == "点位名称").unwrap();
    assert_eq!(layer["first"][1][at], "尾点");
    assert_eq!(layer["bbox"], json!([102.541, 24.35, 102.542, 24.351]));

    let path = begin(&town).await;
    let query = "name=points.geojson&level=point&code=编号&name_field=点位名称&parent=片区&remember=true";
    let proposal = town.post(&format!("{path}/import?{}", encoded(query)), BYTES, halves()).await;
    assert_eq!(proposal.status, 200, "{}", proposal.text());
    let proposal = proposal.json();
    let told: Vec<(&Value, &Value, &Value)> = proposal["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| (&area["code"], &area["parent"], &area["added"]))
        .collect();
    let (zone, yes) = (json!("YX-1"), json!(true));
    assert_eq!(told, [(&json!("YX-1-03"), &zone, &yes), (&json!("YX-1-04"), &zone, &yes)]);
    assert_eq!(proposal["left_out"], json!(["YX-1-01", "YX-1-02"]));
    let upsert: Value = proposal["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| {
            let mut area = area.clone();
            area.as_object_mut().unwrap().remove("added");
            area
        })
        .collect();
    let body = json!({"upsert": upsert, "remove": ["YX-1-02"], "reason": "导入"}).to_string();
    let headers = [("content-type", "application/json"), ("if-match", "\"v1\"")];
    let saved = town.send("PATCH", &path, &headers, body).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(town.get(&format!("{path}/check")).await.json()["publishable"], true);
    let again = town.post(&format!("{path}/import?{}", encoded(query)), BYTES, halves()).await.json();
    assert_eq!((&again["areas"], &again["unchanged"]), (&json!([]), &json!(2)));
    let layer = look(&town, "name=points.geojson", halves()).await.json()["layers"][0].clone();
    assert_eq!((&layer["remembered"], &layer["mapping"]["level"]), (&json!(true), &json!("point")));
}

/// A query with everything but ASCII percent-encoded.
fn encoded(query: &str) -> String {
    query
        .bytes()
        .map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[tokio::test]
async fn a_file_that_lies_elsewhere_says_so_and_one_without_datum_is_asked_for() {
    let town = Town::editor().await;
    let far = halves().replace("102.54", "112.54");
    let layer = look(&town, "name=a.geojson", far).await.json()["layers"][0].clone();
    assert_eq!(layer["suspicion"]["code"], "looks_far", "{layer}");
    let table = "编码,WKT\nA,\"POLYGON((102.541 24.35,102.542 24.35,102.542 24.351,102.541 24.35))\"\n";
    let layer = look(&town, "name=a.csv", table).await.json()["layers"][0].clone();
    assert!(layer["datum"].is_string() || layer["problems"][0]["code"] == "datum_needed", "{layer}");
    let layer = look(&town, "name=a.csv&datum=gcj02", table).await.json()["layers"][0].clone();
    assert_eq!((&layer["datum"], &layer["mapping"]["code"]), (&json!("gcj02"), &json!("编码")));
    assert!(layer["bbox"][0].as_f64().unwrap() < 102.541, "moved back by some hundred metres: {layer}");
}

#[tokio::test]
async fn gaps_of_a_file_are_closed_against_what_stays_when_asked() {
    let town = Town::editor().await;
    let path = begin(&town).await;
    // Two centimetres are missing beside the point in the west, which the file does not name.
    let shy = halves().replace("102.541,", "102.5410002,");
    let query = encoded("name=a.geojson&level=point&code=编号&parent=片区&repair_m=0.1");
    let proposal = town.post(&format!("{path}/import?{query}"), BYTES, shy).await.json();
    let far = proposal["repaired_max_m"].as_f64().unwrap_or_else(|| panic!("{proposal}"));
    assert!(far < 0.1, "{far}");
}

#[tokio::test]
async fn hostile_files_are_refused_with_their_reason() {
    let town = Town::editor().await;
    let zeros = vec![0u8; 132 << 20];
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE k [<!ENTITY a \"b\">]><kml>&a;</kml>";
    for (name, bytes, code) in [
        ("a.zip", archive(&[("a.shp", zeros.as_slice())]), "too_large"),
        ("a.zip", archive(&[("../a.shp", b"x".as_slice())]), "unsafe_name"),
        ("a.zip", archive(&[("readme.txt", b"x".as_slice())]), "no_layer"),
        ("a.geojson", Vec::new(), "empty"),
        ("a.exe", b"MZ\x90".to_vec(), "unknown_format"),
        ("a.gpkg", b"SQLite format 3\0broken".to_vec(), "damaged_geopackage"),
    ] {
        let refused = look(&town, &format!("name={name}"), bytes).await;
        assert_eq!(
            (refused.status.as_u16(), refused.faults()),
            (400, vec![format!("file:{code}")]),
            "{name} {code}"
        );
    }
    let kml = look(&town, "name=a.kml", entities).await;
    assert_eq!(kml.json()["layers"][0]["layer"], "a");
    assert_eq!(kml.json()["layers"][0]["problems"][0]["code"], "xml_entities", "{}", kml.text());
    let path = begin(&town).await;
    let kml = town.post(&format!("{path}/import?name=a.kml&level=point"), BYTES, entities).await;
    assert_eq!((kml.status.as_u16(), kml.faults()), (400, vec!["file:xml_entities".to_owned()]));
    let wrong = look(&town, "more=1&layre=x", "x").await;
    assert_eq!(wrong.faults(), ["more:unknown_parameter", "layre:unknown_parameter"]);
}

#[tokio::test]
async fn roads_of_a_file_replace_the_layer_after_a_dry_run() {
    let town = Town::editor().await;
    let road = |code: &str, name: &str, y: f64| {
        json!({
            "type": "Feature",
            "properties": {"编号": code, "路名": name},
            "geometry": {"type": "LineString", "coordinates": [[102.54, y], [102.542, y]]}
        })
    };
    let roads = json!({"type": "FeatureCollection", "features": [road("R1", "河边路", 24.3502), road("R2", "山脚路", 24.3508)]});
    let roads = roads.to_string();
    let query = encoded("name=roads.geojson&code=编号&name_field=路名");
    let path = format!("/api/v1/layers/road/import?{query}");
    let dry = town.post(&format!("{path}&dry_run=true"), BYTES, roads.clone()).await;
    assert_eq!(dry.status, 200, "{}", dry.text());
    let standing = |answer: &Value| answer["features"].as_array().unwrap().len();
    let before = standing(&town.get("/api/v1/layers/road").await.json());
    let dry = dry.json();
    assert_eq!((&dry["stored"], &dry["added"], &dry["removed"]), (&json!(false), &json!(2), &json!(before)));
    let done = town.post(&path, BYTES, roads.clone()).await.json();
    assert_eq!(
        (&done["stored"], &done["added"], &done["removed"]),
        (&json!(true), &json!(2), &dry["removed"])
    );
    assert_eq!(standing(&town.get("/api/v1/layers/road").await.json()), 2);
    let again = town.post(&path, BYTES, roads.clone()).await.json();
    assert_eq!((&again["unchanged"], &again["added"]), (&json!(2), &json!(0)));
    // Another day the same file still says nothing new, and what changes is told by its name.
    town.clock.advance(86_400_000_000);
    let later = town.post(&path, BYTES, roads.clone()).await.json();
    assert_eq!((&later["unchanged"], &later["added"], &later["removed"]), (&json!(2), &json!(0), &json!(0)));
    let other = json!({"type": "FeatureCollection", "features": [road("R1", "河滨路", 24.3502), road("R3", "新路", 24.3512)]});
    let dry = town.post(&format!("{path}&dry_run=true"), BYTES, other.to_string()).await.json();
    assert_eq!((&dry["added"], &dry["changed"], &dry["removed"]), (&json!(1), &json!(1), &json!(1)));
    let shown = dry["shown"].as_array().unwrap().iter();
    let shown: Vec<_> =
        shown.map(|one| (one["fate"].as_str().unwrap(), one["name"].as_str().unwrap())).collect();
    assert_eq!(shown, [("added", "新路"), ("changed", "河滨路"), ("removed", "山脚路")]);
    assert_eq!(dry["shown"][0]["geometry"]["type"], "LineString");
    // The mapping and the layer are kept for the next file of this name when somebody says so, and the file is stored.
    let remembered = async |town: &Town| {
        let seen = look(town, "name=roads.geojson", roads.clone()).await.json();
        (seen["layers"][0]["remembered"].clone(), seen["layers"][0]["mapping"]["holds"].clone())
    };
    town.post(&format!("{path}&dry_run=true&remember=true"), BYTES, roads.clone()).await;
    assert_eq!(remembered(&town).await, (json!(false), json!(null)));
    town.post(&format!("{path}&remember=true"), BYTES, roads.clone()).await;
    assert_eq!(remembered(&town).await, (json!(true), json!("road")));
    let far = roads.replace("102.54", "112.54");
    let refused = town.post(&path, BYTES, far.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.faults()), (400, vec!["file:looks_far".to_owned()]));
    let other = path.replace("/road/", "/facility/");
    let accepted = town.post(&format!("{other}&accept_place=true"), BYTES, far).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text());
    assert_eq!(town.post("/api/v1/layers/moon/import", BYTES, roads).await.status, 404);
}

/// A workbook of one sheet whose rows are told with their numbers.
fn workbook(rows: &[(u32, &[&str])]) -> Vec<u8> {
    let cell = |row: u32, column: usize, text: &str| {
        let letter = ["A", "B", "C", "D"][column];
        format!(r#"<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let row = |(number, cells): &(u32, &[&str])| {
        let cells: String = cells.iter().enumerate().map(|(at, text)| cell(*number, at, text)).collect();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rows: String = rows.iter().map(row).collect();
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    archive(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[tokio::test]
async fn a_workbook_with_places_is_read_like_a_table_and_its_rows_keep_their_numbers() {
    let town = Town::editor().await;
    let path = encoded("/api/v1/layers/facility/import?name=公厕.xlsx&code=编号");
    let head: &[&str] = &["编号", "名称", "经度", "纬度"];
    let good: &[&str] = &["G1", "公厕", "102.541", "24.3505"];
    let bad = workbook(&[(1, head), (2, good), (5, &["G2", "公厕", "东门口", "24.35"])]);
    let refused = town.post(&path, BYTES, bad).await;
    assert_eq!(refused.faults(), ["file:not_a_number"], "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["place"], "row 5");
    let done = town.post(&path, BYTES, workbook(&[(1, head), (2, good)])).await.json();
    assert_eq!((&done["stored"], &done["added"]), (&json!(true), &json!(1)), "{done}");
    let seen = look(&town, "name=a.xlsx", workbook(&[(1, head), (2, good)])).await.json();
    assert_eq!(seen["layers"][0]["points"], 1);
    assert_eq!(seen["layers"][0]["mapping"]["code"], "编号");
    // A workbook is told by its content; any other archive is still refused.
    let other = look(&town, "name=a.xlsx", archive(&[("a.txt", b"x".as_slice())])).await;
    assert_eq!(other.status, 400, "{}", other.text());
}
