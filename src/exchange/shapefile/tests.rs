//! Shapefiles as others write them: encodings, deleted rows, damaged parts.

use super::*;
use crate::domain::geo::{Frame, Geometry, Position, Shape};
use crate::exchange::out::{OutLayer, OutRow};
use crate::exchange::unzip;
use serde_json::{Map, Value, json};

fn square(west: i32) -> Geometry {
    let corners = [(0, 0), (900, 0), (900, 900), (0, 900)];
    Geometry::Area(Shape::from_ring(
        &corners.map(|(x, y)| Position::new(1_025_000_000 + west + x, 243_000_000 + y)),
    ))
}

fn layer(rows: &[(Value, Option<Geometry>)]) -> OutLayer {
    let fields = rows[0].0.as_object().unwrap().keys().cloned().collect();
    let rows = rows
        .iter()
        .map(|(values, geometry)| OutRow {
            id: None,
            values: values.as_object().unwrap().clone(),
            geometry: geometry.clone(),
        })
        .collect();
    OutLayer { name: "areas".into(), fields, rows }
}

/// The parts of the archive that this system writes.
fn parts(rows: &[(Value, Option<Geometry>)]) -> Vec<Entry> {
    unzip::unpack(&write(&[layer(rows)]).unwrap().0, |_| true).unwrap()
}

fn two() -> Vec<Entry> {
    parts(&[
        (json!({"code": "a", "name": "玉兰"}), Some(square(0))),
        (json!({"code": "b", "name": "北苑"}), None),
    ])
}

fn records(file: &Shapefile) -> Result<Vec<Record>, Vec<Problem>> {
    let mut found = Vec::new();
    file.read(&Progress::default(), &mut |record, _| found.push(record)).map(|()| found)
}

/// Puts a text in place of another of the same length in a part.
fn patched(entries: Vec<Entry>, ending: &str, change: impl Fn(&mut Vec<u8>)) -> Vec<Entry> {
    let mut entries = entries;
    entries
        .iter_mut()
        .filter(|entry| entry.name.ends_with(ending))
        .for_each(|entry| change(&mut entry.bytes));
    entries
}

fn first_code(result: Result<impl Sized, Vec<Problem>>) -> &'static str {
    result.err().expect("refused")[0].code
}

/// A table of one text column, written with the code page byte given.
fn table(names: &[&[u8]], language: u8) -> Vec<u8> {
    let mut out = vec![0u8; 32];
    (out[0], out[4], out[8], out[10], out[29]) = (3, names.len() as u8, 97, 21, language);
    let mut field = [0u8; 32];
    field[..4].copy_from_slice(b"NAME");
    (field[11], field[16]) = (b'C', 20);
    out.extend_from_slice(&field);
    out.extend_from_slice(&[0x0D; 33][..33]);
    for name in names {
        out.push(b' ');
        out.extend_from_slice(name);
        out.extend(std::iter::repeat_n(b' ', 20 - name.len()));
    }
    out
}

#[test]
fn what_is_written_is_read_again_with_names_and_datum() {
    let found = open(two(), None).unwrap();
    assert_eq!(found[0].head.told, Told::Frame(Frame::WGS84));
    let records = records(&found[0]).unwrap();
    assert_eq!(records[0].fields, json!({"code": "a", "name": "玉兰"}).as_object().unwrap().clone());
    assert!(matches!(&records[0].geometry, Some(RawGeometry::Area(parts)) if parts[0][0].len() == 5));
    assert_eq!(records[1].geometry, None);
}

#[test]
fn names_in_gbk_and_big5_are_read_when_the_file_or_a_person_says_so() {
    let gbk = GB18030.encode("玉兰").0.into_owned();
    let big5 = encoding_rs::BIG5.encode("玉蘭").0.into_owned();
    let with = |name: &[u8], language: u8, cpg: Option<&str>| {
        let mut entries: Vec<Entry> = two().into_iter().filter(|e| !e.name.ends_with("cpg")).collect();
        entries = patched(entries, "dbf", |bytes| *bytes = table(&[name, b"x"], language));
        entries.extend(cpg.map(|cpg| Entry { name: "areas.cpg".into(), bytes: cpg.into() }));
        entries
    };
    let name = |entries, asked| records(&open(entries, asked).unwrap()[0]).unwrap()[0].fields["NAME"].clone();
    assert_eq!(name(with(&gbk, 0x4D, None), None), "玉兰");
    assert_eq!(name(with(&gbk, 0, Some("GBK")), None), "玉兰");
    assert_eq!(name(with(&gbk, 0x57, Some("936")), None), "玉兰");
    assert_eq!(name(with(&gbk, 0, None), encoding_of("gb18030")), "玉兰");
    assert_eq!(name(with(&big5, 0x78, None), None), "玉蘭");
    assert_eq!(name(with(&big5, 0, Some("big5")), None), "玉蘭");
    assert_eq!(name(with("玉兰".as_bytes(), 0, Some("UTF-8")), None), "玉兰");
    let refused = open(with(&gbk, 0x57, None), None).err().unwrap();
    assert_eq!(refused[0].code, "encoding_needed");
    assert!(refused[0].words.zh.contains("gbk: 玉兰"), "{}", refused[0].words.zh);
    let wrong = open(with(&gbk, 0, Some("UTF-8")), None).unwrap();
    assert_eq!(first_code(records(&wrong[0])), "invalid_encoding");
}

#[test]
fn a_text_cut_within_its_last_character_loses_that_character_alone() {
    let cut = &"玉兰社区网格".as_bytes()[..17];
    let entries = patched(two(), "dbf", |bytes| *bytes = table(&[cut, b"x"], 0));
    assert_eq!(records(&open(entries, None).unwrap()[0]).unwrap()[0].fields["NAME"], "玉兰社区网");
}

#[test]
fn deleted_rows_are_left_out_and_told() {
    let entries = patched(two(), "dbf", |bytes| {
        let at = bytes.len() - 1 - (bytes[10] as usize) * 2;
        bytes[at] = b'*';
    });
    let found = open(entries, None).unwrap();
    assert_eq!(found[0].head.notes[0].code, "deleted_rows");
    let records = records(&found[0]).unwrap();
    assert_eq!((records.len(), records[0].number), (1, 2));
}

#[test]
fn numbers_that_are_blank_or_overflown_are_unknown() {
    let rows =
        [(json!({"code": "a", "n": 12.5}), Some(square(0))), (json!({"code": "b"}), Some(square(2000)))];
    let entries = patched(parts(&rows), "dbf", |bytes| {
        let at = bytes.windows(4).position(|window| window == b"12.5").unwrap();
        bytes[at..at + 4].copy_from_slice(b"****");
    });
    let found = open(entries, None).unwrap();
    assert!(records(&found[0]).unwrap().iter().all(|record| record.fields["n"] == Value::Null));
}

#[test]
fn holes_stay_with_the_ring_around_them() {
    let ring = |from: i32, to: i32| {
        [(from, from), (to, from), (to, to), (from, to)].map(|(x, y)| Position::new(x, y)).to_vec()
    };
    let mut shape = Shape::new();
    shape.push_polygon([ring(0, 1000), ring(200, 400), ring(500, 600)]);
    shape.push_polygon([ring(2000, 3000), ring(2200, 2300)]);
    let found = open(parts(&[(json!({"code": "a"}), Some(Geometry::Area(shape)))]), None).unwrap();
    let Some(RawGeometry::Area(polygons)) = records(&found[0]).unwrap()[0].geometry.clone() else { panic!() };
    assert_eq!(polygons.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
}

/// A record of many rings of four corners each, outer ones and holes in turn, none in another.
#[test]
fn many_rings_apart_are_sorted_in_no_time() {
    let rings: i32 = 200_000;
    let mut content = vec![0u8; 44];
    content[0] = 5;
    content[36..40].copy_from_slice(&rings.to_le_bytes());
    content[40..44].copy_from_slice(&(4 * rings).to_le_bytes());
    content.extend((0..rings).flat_map(|ring| (4 * ring).to_le_bytes()));
    for ring in 0..rings {
        let (x, y) = (f64::from(ring % 500), f64::from(ring / 500));
        let mut corners = [[x, y], [x, y + 0.5], [x + 0.5, y], [x, y]];
        if ring % 2 == 1 {
            corners.reverse();
        }
        content.extend(corners.iter().flatten().flat_map(|number| number.to_le_bytes()));
    }
    let words = (content.len() / 2) as i32;
    let entries = patched(two(), "shp", |bytes| {
        bytes.truncate(100);
        bytes.extend([1i32.to_be_bytes(), words.to_be_bytes()].concat());
        bytes.extend_from_slice(&content);
    });
    let entries = entries.into_iter().filter(|entry| !entry.name.ends_with("dbf")).collect();
    let found = records(&open(entries, None).unwrap()[0]).unwrap();
    assert!(
        matches!(&found[0].geometry, Some(RawGeometry::Area(polygons)) if polygons.len() == rings as usize)
    );
}

#[test]
fn a_table_that_promises_four_billion_rows_is_refused_at_once() {
    for name in ["x".as_bytes(), &[0xD3]] {
        let entries = patched(two(), "dbf", |bytes| {
            *bytes = table(&[name], 0);
            bytes[4..8].fill(0xFF);
        });
        let entries = entries.into_iter().filter(|entry| !entry.name.ends_with("cpg")).collect();
        let refused = open(entries, None).and_then(|found| records(&found[0]).map(drop));
        assert!(matches!(first_code(refused), "row_mismatch" | "encoding_needed" | "truncated"));
    }
}

#[test]
fn damaged_parts_are_refused_with_their_place() {
    let entries = patched(two(), "shp", |bytes| bytes.truncate(150));
    assert_eq!(first_code(records(&open(entries, None).unwrap()[0])), "truncated");
    let entries =
        patched(two(), "shp", |bytes| bytes[108 + 40..108 + 44].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x7F]));
    assert_eq!(first_code(records(&open(entries, None).unwrap()[0])), "truncated");
    let entries = patched(two(), "dbf", |bytes| bytes.truncate(bytes.len() - 5));
    assert_eq!(first_code(records(&open(entries, None).unwrap()[0])), "truncated");
    let entries = patched(two(), "dbf", |bytes| bytes[4] = 3);
    assert_eq!(first_code(records(&open(entries, None).unwrap()[0])), "row_mismatch");
    for bad in [b"".as_slice(), b"\0\0\x27\x0A", &[0; 200]] {
        assert_eq!(
            first_code(open(patched(two(), "shp", |bytes| *bytes = bad.to_vec()), None)),
            "wrong_type"
        );
        assert_eq!(
            first_code(open(patched(two(), "dbf", |bytes| *bytes = bad.to_vec()), None)),
            "wrong_type"
        );
    }
    assert_eq!(first_code(open(Vec::new(), None)), "no_layer");
}

#[test]
fn long_texts_and_names_are_cut_between_characters() {
    let long = "四至".repeat(60);
    let rows = [(json!({"code": "a", "网格编码说明": "x", "extent": long}), Some(square(0)))];
    let (bytes, cut) = write(&[layer(&rows)]).unwrap();
    assert_eq!(cut, Cut { texts: 1 });
    let found = open(unzip::unpack(&bytes, |_| true).unwrap(), None).unwrap();
    let fields: Map<String, Value> = records(&found[0]).unwrap()[0].fields.clone();
    assert_eq!(fields["extent"].as_str().map(str::len), Some(252));
    assert!(fields.contains_key("网格编"));
}
