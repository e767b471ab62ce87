//! Names and well-known text of datums, as PROJ and older files spell them.

use super::*;

/// `tests/data/datum/wkt.tsv` was written by PROJ 9.5.1 through the script beside it.
#[test]
fn every_spelling_of_a_known_system_is_its_frame_and_others_keep_their_name() {
    for line in include_str!("../../tests/data/datum/wkt.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let code: u32 = cells[0].parse().unwrap();
        match (of_wkt(cells[2]), Frame::from_epsg(code)) {
            (Told::Frame(read), Some(known)) => assert_eq!(read, known, "{line}"),
            (Told::Unknown(name), None) => assert!(!name.is_empty()),
            other => panic!("{line}: {other:?}"),
        }
    }
    assert_eq!(of_wkt(WGS84_PRJ), Told::Frame(Frame::WGS84));
}

#[test]
fn text_that_is_no_well_known_text_is_unknown_and_nested_text_does_not_exhaust_the_stack() {
    assert_eq!(of_wkt(" \n"), Told::Nothing);
    for text in ["(", "GEOGCS[", "GEOGCS[\"x\"", "GEOGCS[\"a\",DATUM[\"D_WGS_1984\"]", "地理"] {
        assert!(matches!(of_wkt(text), Told::Unknown(_)), "{text}");
    }
    assert!(matches!(of_wkt(&"A[".repeat(20_000)), Told::Unknown(_)));
    assert!(matches!(of_wkt(&"x".repeat(MAX_TEXT + 1)), Told::Unknown(_)));
}

#[test]
fn names_of_systems_are_read_by_their_code() {
    assert_eq!(of_name("urn:ogc:def:crs:OGC:1.3:CRS84"), Told::Frame(Frame::WGS84));
    assert_eq!(of_name("urn:ogc:def:crs:EPSG::4547"), Frame::from_epsg(4547).map(Told::Frame).unwrap());
    assert_eq!(of_name("EPSG:2381"), Told::Unknown("EPSG:2381".into()));
    assert_eq!((of_epsg(0), of_epsg(-1)), (Told::Nothing, Told::Nothing));
}
