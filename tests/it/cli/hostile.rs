//! Files that were made to do harm: each is refused in one sentence that names the file and what is wrong with it,
//! in both languages, within bounded memory, and nothing of it is stored.

use super::support::{Ran, Site, collection};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Address space that a refusal may take: the program's threads and libraries, and what a file may hold.
const KILOBYTES: u64 = 2_000_000;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        writer.start_file(*name, packed).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose only sheet holds these rows, with further entries.
fn workbook(prolog: &str, rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"{prolog}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    entries.extend(more);
    package(&entries)
}

fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells.iter().map(|(column, text)| cell(&format!("{column}{number}"), text)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// Header and one line that is as it should be.
fn good_rows() -> String {
    row(1, &[("A", "片区"), ("B", "点位"), ("C", "点长")])
        + &row(2, &[("A", "一片"), ("B", "一号"), ("C", "张三")])
}

/// One sentence on stderr in each language, with the file's name and these words; nothing stored.
fn refused(site: &Site, arguments: &[&str], zh: &str, en: &str) {
    let name = *arguments.last().unwrap();
    let name = name.split('=').next_back().unwrap();
    for (language, word) in [("zh", zh), ("en", en)] {
        let mut all = vec!["--lang", language];
        all.extend(arguments);
        let Ran { code, out, err } = site.run_within(KILOBYTES, &all);
        assert_eq!((code, out.as_str()), (1, ""), "{name}: {err}");
        assert_eq!(err.lines().count(), 1, "{name}: {err}");
        assert!(err.contains(name) && err.contains(word), "{name}: no “{word}” in {err}");
    }
    assert!(site.done(&["doctor"]).contains("edition 1"), "{name}: nothing may be stored");
}

fn refused_roster(site: &Site, name: &str, content: &[u8], zh: &str, en: &str) {
    site.file(name, content);
    refused(site, &["import", "roster", name], zh, en);
}

#[test]
fn a_workbook_as_it_should_be_is_read() {
    let site = Site::with_small_grid();
    site.file("good.xlsx", workbook("", &good_rows(), &[]));
    let report = site.json(&["import", "roster", "good.xlsx"]);
    assert_eq!(report["appointments"]["added"], 1, "{report}");
}

#[test]
fn packages_that_unpack_into_too_much_are_refused_before_they_do() {
    let site = Site::with_small_grid();
    // 300 MB of blanks in less than a megabyte.
    let blanks = vec![b' '; 300 << 20];
    let bomb = workbook("", &good_rows(), &[("xl/media/blanks.xml", &blanks)]);
    assert!(bomb.len() < 1 << 20);
    refused_roster(&site, "bomb.xlsx", &bomb, "解压后", "unpacks to");
    // The same with a directory that says that it is one byte.
    let mut lying = bomb;
    let announced = u32::try_from(blanks.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == announced).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
    }
    refused_roster(&site, "lying.xlsx", &lying, "Excel 文件", "the workbook cannot be opened");
    let many: Vec<String> = (0..100_000).map(|n| format!("xl/{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused_roster(&site, "many.xlsx", &package(&many), "100000 项", "has 100000 entries");
    let outside = workbook("", &good_rows(), &[("../../etc/cron.d/evil", b"* * * * * root true")]);
    refused_roster(&site, "outside.xlsx", &outside, "指向包外", "points outside");
    assert!(!site.path("../../etc/cron.d/evil").exists());
}

#[test]
fn archives_of_borders_that_hold_too_much_are_refused() {
    let site = Site::with_small_grid();
    let many: Vec<String> = (0..100_000).map(|n| format!("{n}.shp")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    site.file("many.zip", package(&many));
    refused(&site, &["import", "zone=many.zip"], "超过 10000 个", "more than 10000 entries");
    // Ten gigabytes of zeros, each entry the same 64 MB packed once.
    let once = package(&[("0.shp", &vec![0; 64 << 20])]);
    let mut once = ZipArchive::new(Cursor::new(once)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..160 {
        writer.raw_copy_file_rename(once.by_index_raw(0).unwrap(), format!("{number}.shp")).unwrap();
    }
    site.file("ten.zip", writer.finish().unwrap().into_inner());
    refused(&site, &["import", "zone=ten.zip"], "解开后超过 384 MB", "unpacks to more than 384 MB");
}

#[test]
fn damaged_and_mislabelled_workbooks_are_told_apart() {
    let site = Site::with_small_grid();
    let whole = workbook("", &good_rows(), &[]);
    refused_roster(&site, "half.xlsx", &whole[..whole.len() / 2], "可能已损坏", "may be damaged");
    refused_roster(&site, "empty.xlsx", b"", "没有任何一行", "has no rows");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    refused_roster(&site, "picture.xlsx", png, "既不是文本表格", "neither a table in text");
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 2000]].concat();
    refused_roster(&site, "old.xls", &old, "旧版 .xls", "old .xls");
    refused_roster(&site, "bare.xlsx", &package(&[("a.txt", b"x")]), "打不开", "cannot be opened");
    let mut flipped = whole;
    let middle = flipped.len() / 2;
    flipped[middle..middle + 40].fill(0xA5);
    refused_roster(&site, "flipped.xlsx", &flipped, "打不开", "cannot be opened");
}

#[test]
fn sheets_that_would_fill_the_memory_are_refused() {
    let site = Site::with_small_grid();
    // Two cells in opposite corners of the largest sheet.
    let corners = row(1, &[("A", "片区")]) + &row(1_048_576, &[("XFD", "点位")]);
    refused_roster(&site, "corners.xlsx", &workbook("", &corners, &[]), "第 1048576 行", "row 1048576");
    let wide = good_rows() + &row(3, &[("AMK", "x")]);
    refused_roster(
        &site,
        "wide.xlsx",
        &workbook("", &wide, &[]),
        "第 3 行超过 1000 列",
        "row 3 has more than 1000",
    );
    let long = good_rows() + &row(3, &[("A", &"长".repeat(40_000))]);
    refused_roster(&site, "long.xlsx", &workbook("", &long, &[]), "第 3 行有一格", "row 3 has a cell");
    // A column name that no number holds.
    let nowhere = good_rows() + r#"<row r="3"><c r="ZZZZZZZZZZZZZZ3"><v>1</v></c></row>"#;
    site.file("nowhere.xlsx", workbook("", &nowhere, &[]));
    let ran = site.run_within(KILOBYTES, &["import", "roster", "nowhere.xlsx", "--dry-run"]);
    assert!(matches!(ran.code, 0 | 1), "{ran:?}");
    // A list that says it has more texts than memory has bytes.
    for count in ["99999999999", "18446744073709551615"] {
        let list = format!(r#"<sst uniqueCount="{count}"><si><t>x</t></si></sst>"#);
        let texts = workbook("", &good_rows(), &[("xl/sharedStrings.xml", list.as_bytes())]);
        refused_roster(&site, "texts.xlsx", &texts, "打不开", "more texts than it can hold");
    }
}

#[test]
fn entities_and_links_to_elsewhere_are_never_followed() {
    let site = Site::with_small_grid();
    let secret = site.file("secret.txt", "绝密");
    let laughs: String = (1..30).map(|n| format!(r#"<!ENTITY l{n} "&l{};&l{};">"#, n - 1, n - 1)).collect();
    let prolog = format!(
        r#"<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file://{}">]>"#,
        secret.display()
    );
    for entity in ["&l29;", "&f;"] {
        let rows = row(1, &[("A", "片区"), ("B", "点位")]) + &row(2, &[("A", "一片"), ("B", entity)]);
        site.file("entity.xlsx", workbook(&prolog, &rows, &[]));
        let ran = site.run_within(KILOBYTES, &["import", "roster", "entity.xlsx"]);
        let text = format!("{}{}", ran.out, ran.err);
        assert!(!text.contains("绝密") && !text.contains("haha"), "{text}");
        assert!(!site.done(&["export", "areas"]).contains("绝密"));
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{ran:?}");
    }
}

#[test]
fn tables_in_text_with_no_end_are_refused_with_their_row() {
    let site = Site::with_small_grid();
    let good = "片区,点位,点长\n一片,一号,张三\n";
    let wide = format!("{good}一片{}\n", ",".repeat(1_000_000));
    refused_roster(
        &site,
        "wide.csv",
        wide.as_bytes(),
        "第 3 行超过 1000 列",
        "row 3 has more than 1000 columns",
    );
    let open = format!("{good}一片,\"二号{}", "李四,王五\n".repeat(800_000));
    refused_roster(&site, "open.csv", open.as_bytes(), "第 3 行超过 1 MB", "row 3 is longer than 1 MB");
    let long = format!("{good}一片,{}\n", "x".repeat(10 << 20));
    refused_roster(&site, "long.csv", long.as_bytes(), "第 3 行超过 1 MB", "row 3 is longer than 1 MB");
    let commas = format!("{good}{}", format!("x{}\n", ",".repeat(900)).repeat(20_000));
    refused_roster(
        &site,
        "commas.csv",
        commas.as_bytes(),
        "已超过一张表的上限",
        "more than a table may hold",
    );
    let rows = format!("片区,点位\n{}", "一片,一号\n".repeat(200_001));
    refused_roster(&site, "rows.csv", rows.as_bytes(), "行数超过", "more than 200000 rows");
    let large = vec![b'x'; 33 << 20];
    refused_roster(&site, "large.csv", &large, "最多只能读", "at most 32 MB");
}

#[test]
fn a_route_file_with_a_row_without_end_is_refused_and_no_half_output_stays() {
    let site = Site::with_small_grid();
    let start = "id,lon,lat\n1,102.502,24.302\n";
    for (name, text) in [
        ("open.csv", format!("{start}2,\"{}", "102.5,24.3\n".repeat(2_000_000))),
        ("long.csv", format!("{start}2,{}\n", "9".repeat(10 << 20))),
    ] {
        site.file(name, text);
        let arguments = ["route", name, "-o", "out.csv", "--lon", "lon", "--lat", "lat"];
        let ran = site.run_within(KILOBYTES, &arguments);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains(name) && ran.err.contains("row 3 is longer than 1 MB"), "{}", ran.err);
        assert!(!site.path("out.csv").exists());
    }
}

#[test]
fn geojson_without_bottom_is_refused_with_its_place() {
    let site = Site::with_small_grid();
    let polygon = |coordinates: &str| {
        collection(&[format!(
            r#"{{"type":"Feature","properties":{{"code":"deep","parent":"Z2"}},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
        )])
    };
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    for (name, text) in [
        ("rings.geojson", polygon(&format!("{open}102.5,24.3{close}"))),
        (
            "properties.geojson",
            collection(&[format!(
                r#"{{"type":"Feature","properties":{{"code":"deep","x":{open}{close}}},"geometry":null}}"#
            )]),
        ),
        ("crs.geojson", format!(r#"{{"type":"FeatureCollection","crs":{open}{close},"features":[]}}"#)),
    ] {
        site.file(name, text);
        refused(&site, &["import", &format!("point={name}")], "第 1 行第", "line 1 column");
    }
    // A member that nobody reads may be as deep as it likes: it is passed over, not built.
    let foreign = format!(r#"{{"type":"FeatureCollection","x":{open}{close},"features":[]}}"#);
    site.file("foreign.geojson", foreign);
    let ran = site.run_within(KILOBYTES, &["import", "point=foreign.geojson"]);
    assert!(ran.code == 1 && ran.err.contains("foreign.geojson") && ran.err.contains("no areas"), "{ran:?}");
}

#[test]
fn a_ring_of_a_million_positions_that_is_not_closed_is_told_in_bounded_memory() {
    let site = Site::with_small_grid();
    let mut ring = String::from("[[102.511,24.301]");
    for n in 1..1_000_000 {
        let (lon, lat) = (102.511 + f64::from(n) * 1e-7, 24.301 + f64::from(n % 2) * 1e-6);
        ring.push_str(&format!(",[{lon:.7},{lat:.7}]"));
    }
    ring.push(']');
    site.file(
        "ring.geojson",
        collection(&[format!(
            r#"{{"type":"Feature","properties":{{"code":"saw","parent":"Z2"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )]),
    );
    refused(&site, &["import", "point=ring.geojson"], "环没有闭合", "ring 1, 102.6109999,24.3010010");
}
