//! What GeoJSON readers accept, and what they say of what they refuse.

use super::*;
use crate::domain::feature::Layer;
use crate::domain::geo::{Datum, Position};
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Validity;
use crate::exchange::members::FieldMap;

fn reading(level: Option<Level>) -> AreaReading {
    AreaReading { scheme: Scheme::Duty, level, fields: FieldMap::default() }
}

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn square(properties: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )
}

const RING: &str = "[[102.5,24.3],[102.6,24.3],[102.6,24.4],[102.5,24.3]]";

fn codes_of(text: &str) -> Vec<(&'static str, String)> {
    areas(text.as_bytes(), &reading(Some(Level::Point)), None)
        .unwrap_err()
        .into_iter()
        .map(|problem| (problem.code, problem.place))
        .collect()
}

#[test]
fn numbers_serve_as_codes_and_an_area_may_be_undrawn() {
    let text = collection(&format!(
        r#"{},{{"type":"Feature","geometry":null,"properties":{{"code":"b","parent":7,"level":"point"}}}}"#,
        square(r#"{"code":530402001001001,"name":"一号","level":"zone"}"#, RING)
    ));
    let found = areas(text.as_bytes(), &reading(None), None).unwrap();
    assert_eq!((found[0].code.as_str(), found[0].level), ("530402001001001", Level::Zone));
    assert_eq!(found[0].shape.as_ref().unwrap().vertices().len(), 3);
    assert_eq!((found[1].name.as_str(), found[1].parent.as_deref()), ("b", Some("7")));
    assert!(found[1].shape.is_none());
}

/// Publishers that keep to RFC 7946 put the code beside the properties.
#[test]
fn the_id_of_a_feature_is_its_code_where_no_property_is() {
    let feature =
        |id: &str, properties: &str| square(properties, RING).replacen('{', &format!("{{\"id\":{id},"), 1);
    let text = collection(
        &[
            feature("\"04015\"", r#"{"name":"Mohave"}"#),
            feature("7", "{}"),
            feature("\"beside\"", r#"{"code":"own"}"#),
            feature("\"beside\"", r#"{"ID":"own too"}"#),
        ]
        .join(","),
    );
    let found = areas(text.as_bytes(), &reading(Some(Level::Point)), None).unwrap();
    let codes: Vec<&str> = found.iter().map(|area| area.code.as_str()).collect();
    assert_eq!(codes, ["04015", "7", "own", "own too"]);
    assert_eq!(found[0].name, "Mohave");
    let fields = FieldMap::parse("code=id").unwrap();
    let mapped =
        areas(text.as_bytes(), &AreaReading { fields, ..reading(Some(Level::Point)) }, None).unwrap();
    assert_eq!(mapped[2].code, "beside");
    let seen =
        crate::exchange::preview::look(&GeoJson::of(text.as_bytes()).unwrap(), None, &Progress::default());
    assert_eq!(seen.fields, ["id", "name", "code", "ID"]);
    assert_eq!((seen.suggested.code.as_deref(), &seen.first[0]["id"]), (Some("code"), &"04015".into()));
}

#[test]
fn a_hole_without_corners_is_none_and_an_outer_ring_without_them_is_told() {
    let polygons = |rings: &str| {
        let geometry = format!(r#"{{"type":"MultiPolygon","coordinates":[[{RING}],{rings}]}}"#);
        let feature = format!(r#"{{"type":"Feature","properties":{{"code":"a"}},"geometry":{geometry}}}"#);
        areas(collection(&feature).as_bytes(), &reading(Some(Level::Point)), None)
    };
    let far = "[[103.5,24.3],[103.6,24.3],[103.6,24.4],[103.5,24.3]]";
    for (rings, parts) in [(format!("[{far},[]]"), 2), ("[[]]".to_owned(), 1), ("[]".to_owned(), 1)] {
        let found = polygons(&rings).unwrap();
        assert_eq!(found[0].shape.as_ref().unwrap().polygon_count(), parts, "{rings}");
    }
    assert_eq!(polygons(&format!("[[],{far}]")).unwrap_err()[0].code, "short_ring");
}

#[test]
fn fields_can_be_renamed() {
    let fields = FieldMap::parse("code=GEOID,name=NAMELSAD").unwrap();
    let text = collection(&square(r#"{"GEOID":"x1","NAMELSAD":"Tract","code":"wrong"}"#, RING));
    let found = areas(text.as_bytes(), &AreaReading { fields, ..reading(Some(Level::Point)) }, None).unwrap();
    assert_eq!((found[0].code.as_str(), found[0].name.as_str()), ("x1", "Tract"));
    assert!(FieldMap::parse("size=x").is_err() && FieldMap::parse("code").is_err());
}

#[test]
fn every_bad_feature_is_listed_with_its_place() {
    let text = collection(
        &[
            square(r#"{"code":"open"}"#, "[[102.5,24.3],[102.6,24.3],[102.6,24.4],[102.5,24.4]]"),
            square(r#"{"code":"swapped"}"#, "[[24.3,102.5],[24.3,102.6],[24.4,102.6],[24.3,102.5]]"),
            square(r#"{"code":"metres"}"#, "[[500000,2693000],[500100,2693000],[500100,2693100],[500000,2693000]]"),
            square(r#"{"name":"no code"}"#, RING),
            square(r#"{"code":"far"}"#, "[[102.5,24.3],[182.6,24.3],[102.6,24.4],[102.5,24.3]]"),
            r#"{"type":"Feature","properties":{"code":"p"},"geometry":{"type":"Point","coordinates":[102.5,24.3]}}"#
                .to_owned(),
        ]
        .join(","),
    );
    let seen = codes_of(&text);
    let codes: Vec<&str> = seen.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            "unclosed_ring",
            "looks_swapped",
            "looks_projected",
            "missing_code",
            "out_of_range",
            "not_a_polygon"
        ]
    );
    assert_eq!(seen[0].1, "feature 1 (open), ring 1, 102.5000000,24.4000000");
    assert_eq!(seen[4].1, "feature 5 (far), ring 1, vertex 2");
}

#[test]
fn what_is_no_geojson_is_refused_with_line_and_column() {
    for text in [
        "",
        "[]",
        r#"{"type":"FeatureCollection"}"#,
        &collection(&square(r#"{"code":"nan"}"#, "[[NaN,24.3],[102.6,24.3],[102.6,24.4],[102.5,24.3]]")),
        &collection(&square(r#"{"code":"null"}"#, "[[null,24.3]]")),
        &collection(&square(r#"{"code":"text"}"#, r#"[["102.5","24.3"]]"#)),
        &"[".repeat(100_000),
    ] {
        let seen = codes_of(text);
        assert_eq!(seen.last().unwrap().0, "malformed_json", "{}", &text[..text.len().min(80)]);
        assert!(seen.last().unwrap().1.starts_with("line "));
    }
}

#[test]
fn a_crs_in_degrees_is_honoured_and_an_unknown_one_refused_by_name() {
    let with_crs = |name: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[{}]}}"#,
            square(r#"{"code":"a"}"#, RING)
        )
    };
    for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490", "EPSG:4326"] {
        assert!(areas(with_crs(name).as_bytes(), &reading(Some(Level::Zone)), None).is_ok());
    }
    let problems = areas(with_crs("EPSG:2381").as_bytes(), &reading(Some(Level::Zone)), None).unwrap_err();
    assert_eq!(problems[0].code, "unsupported_crs");
    assert!(problems[0].words.zh.contains("EPSG:2381"));
}

#[test]
fn reading_stops_after_too_many_problems() {
    let many = vec![square("{}", RING); MAX_PROBLEMS * 3].join(",");
    assert_eq!(codes_of(&collection(&many)).len(), MAX_PROBLEMS);
}

#[test]
fn a_ring_of_many_vertices_is_read_in_one_pass() {
    let mut ring = String::from("[");
    for n in 0..200_000 {
        let angle = f64::from(n) / 200_000.0 * std::f64::consts::TAU;
        ring.push_str(&format!("[{:.9},{:.9}],", 102.5 + 0.2 * angle.cos(), 24.3 + 0.2 * angle.sin()));
    }
    ring.push_str("[102.7,24.3]]");
    let text = collection(&square(r#"{"code":"round"}"#, &ring));
    let found = areas(text.as_bytes(), &reading(Some(Level::Point)), None).unwrap();
    assert_eq!(found[0].shape.as_ref().unwrap().vertices().len(), 200_000);
}

#[test]
fn features_keep_their_other_properties_as_attributes() {
    let text = collection(&square(
        r#"{"code":"c1","name":"小区","layer":"compound","management_type":"unmanaged","units":null}"#,
        RING,
    ));
    let reading = FeatureReading {
        layer: None,
        fields: FieldMap::default(),
        validity: Validity { from: Default::default(), until: None },
    };
    let found = features(text.as_bytes(), &reading, None, Uuid::nil).unwrap();
    assert_eq!(found[0].layer, Layer::Compound);
    assert_eq!(found[0].attributes.keys().collect::<Vec<_>>(), ["management_type"]);
}

#[test]
fn a_declared_datum_is_converted_once() {
    let text = collection(&square(r#"{"code":"a"}"#, RING));
    let gcj = Some(Frame::Degrees(Datum::Gcj02));
    let found = areas(text.as_bytes(), &reading(Some(Level::Point)), gcj).unwrap();
    let first = found[0].shape.as_ref().unwrap().vertices()[0];
    assert_eq!(Ok(first), Datum::Gcj02.to_position(102.5, 24.3));
    assert_ne!(Ok(first), Position::from_degrees(102.5, 24.3));
}

#[test]
fn features_one_a_line_are_read_with_or_without_separators() {
    let one = square(r#"{"code":"a"}"#, RING);
    let two = square(r#"{"code":"b"}"#, RING);
    for text in [format!("{one}\n{two}\n"), format!("\u{1e}{one}\n\u{1e}{two}\n"), format!("{one}{two}")] {
        let found = areas(text.as_bytes(), &reading(Some(Level::Point)), None).unwrap();
        assert_eq!(found.len(), 2, "{text}");
    }
    let cut = format!("{one}\n{}", &two[..60]);
    assert_eq!(codes_of(&cut)[0].0, "malformed_json");
    assert!(codes_of(&cut)[0].1.starts_with("line 2"));
}

/// EPSG 4543 with the false easting of 500 km: a square of 5 km on the Tropic and a neighbour with a vertex in the
/// middle of the common edge.
#[test]
fn neighbours_in_metres_share_every_vertex_of_their_border() {
    let west = "[[450000,2690000],[455000,2690000],[455000,2695000],[450000,2695000],[450000,2690000]]";
    let east = "[[455000,2690000],[460000,2690000],[460000,2695000],[455000,2695000],[455000,2692500],[455000,2690000]]";
    let text = collection(&[square(r#"{"code":"w"}"#, west), square(r#"{"code":"e"}"#, east)].join(","));
    let told = text.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"EPSG:4543"}},"#, 1);
    let found = areas(told.as_bytes(), &reading(Some(Level::Point)), None).unwrap();
    assert_eq!(found, areas(text.as_bytes(), &reading(Some(Level::Point)), Frame::from_epsg(4543)).unwrap());
    let edges =
        |n: usize| -> std::collections::HashSet<_> { found[n].shape.as_ref().unwrap().edges().collect() };
    let (west, east) = (edges(0), edges(1));
    let shared = west.iter().filter(|(a, b)| east.contains(&(*b, *a))).count();
    let border = Frame::from_epsg(4543).unwrap().to_position([455_000.0, 2_692_500.0]).unwrap();
    assert!(west.iter().any(|(a, _)| *a == border));
    assert!(shared >= 2, "{shared}");
    assert!(west.len() > 8, "long edges are cut");
    let unknown = areas(text.as_bytes(), &reading(Some(Level::Point)), None).unwrap_err();
    assert_eq!(unknown[0].code, "looks_projected");
}

#[test]
fn a_datum_named_after_the_features_or_by_one_of_them_alone_is_refused() {
    let late = format!(
        r#"{{"type":"FeatureCollection","features":[{}],"crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}}}}"#,
        square(r#"{"code":"a"}"#, RING)
    );
    assert_eq!(codes_of(&late)[0].0, "late_crs");
    let own = r#"{"code":"a"},"crs":{"properties":{"name":"EPSG:4543"}}"#;
    assert_eq!(codes_of(&collection(&square(own, RING)))[0].0, "two_datums");
}
