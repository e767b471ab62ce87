//! What a backup gives back, and what it refuses.

use super::*;
use std::io::Write;
use std::path::PathBuf;

const MADE: u64 = 1_772_326_800;

fn header() -> Header {
    Header {
        format: FORMAT,
        version: "0.1.0".to_owned(),
        schema: 6,
        database: "sqlite".to_owned(),
        made_at: "2026-03-01T01:00:00Z".to_owned(),
        site: Some(Words::new("玉兰社区", "Yulan")),
    }
}

fn all() -> Vec<Piece> {
    let lines = |table: &str, rows: u64| {
        let text = format!("{{\"table\":\"{table}\"}}\n{}", "[1,\"二\"]\n".repeat(rows as usize));
        Piece::Lines { table: table.to_owned(), rows, text: text.into_bytes() }
    };
    let photo = |text: &str, thumb| {
        let body = text.as_bytes().to_vec();
        Piece::Photo { address: hash(&body), thumb, body }
    };
    vec![
        lines("area", 0),
        lines("incident", 900),
        lines("incident", 7),
        photo("large", false),
        photo("small", true),
    ]
}

fn written(header: Header, pieces: Vec<Piece>) -> Vec<u8> {
    let mut writer = BackupWriter::new(Vec::new(), header, MADE).unwrap();
    for piece in pieces {
        writer.put(piece).unwrap();
    }
    writer.put(Piece::Missing { address: "ab".repeat(32) }).unwrap();
    writer.finish().unwrap().1
}

fn stored(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join("b.wangge");
    std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
    path
}

#[test]
fn a_backup_gives_back_its_pieces_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = stored(&folder, &written(header(), all()));
    let manifest = check(&path, 6).unwrap();
    assert_eq!(manifest.header, header());
    let told: Vec<_> =
        manifest.tables.iter().map(|table| (&*table.name, table.rows, table.parts.len())).collect();
    assert_eq!(told, [("area", 0, 1), ("incident", 907, 2)]);
    assert_eq!((manifest.photos.files, manifest.photos.bytes), (2, 10));
    assert_eq!(manifest.photos.missing, ["ab".repeat(32)]);
    let mut found = Vec::new();
    pieces(&path, &manifest, |piece| {
        found.push(piece);
        Ok::<_, BackupProblem>(())
    })
    .unwrap();
    assert_eq!(found, all());
}

#[test]
fn whatever_byte_is_changed_or_missing_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let whole = written(header(), all());
    for at in (0..whole.len()).step_by(97).chain(whole.len() - 2050..whole.len()) {
        let mut other = whole.clone();
        other[at] ^= 0x10;
        assert!(check(&stored(&folder, &other), 6).is_err(), "byte {at} of {}", whole.len());
    }
    for length in (0..whole.len()).step_by(211).chain(whole.len() - 1100..whole.len()) {
        let problem = check(&stored(&folder, &whole[..length]), 6).unwrap_err();
        assert!(matches!(problem, BackupProblem::Cut | BackupProblem::Foreign), "{length} bytes: {problem}");
    }
    let mut longer = whole.clone();
    longer.extend([0; 512]);
    assert!(check(&stored(&folder, &longer), 6).is_err());
}

#[test]
fn a_file_of_another_kind_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = tar::Builder::new(Vec::new());
    let mut entry = tar::Header::new_ustar();
    entry.set_size(2);
    other.append_data(&mut entry, "readme.txt", &b"hi"[..]).unwrap();
    for bytes in [Vec::new(), b"SQLite format 3\0".repeat(100), vec![0; 4096], other.into_inner().unwrap()] {
        assert!(matches!(check(&stored(&folder, &bytes), 6), Err(BackupProblem::Foreign)));
    }
}

#[test]
fn a_newer_form_or_schema_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let newer = Header { format: FORMAT + 1, ..header() };
    let path = stored(&folder, &written(newer, all()));
    assert!(matches!(check(&path, 6), Err(BackupProblem::Newer { format: 2, schema: 6 })));
    let path = stored(&folder, &written(header(), all()));
    assert!(matches!(check(&path, 5), Err(BackupProblem::Newer { format: 1, schema: 6 })));
}

#[test]
fn a_picture_that_is_not_what_its_name_says_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let photo = Piece::Photo { address: "ab".repeat(32), thumb: false, body: b"other".to_vec() };
    let path = stored(&folder, &written(header(), vec![photo]));
    assert!(matches!(check(&path, 6), Err(BackupProblem::Changed(part)) if part.ends_with(".jpg")));
}
