//! GeoPackages of ours and of others, and what must not run in them.

use super::*;
use crate::domain::geo::{Frame, Geometry, Position, Shape};
use crate::domain::progress::Progress;
use crate::exchange::Problem;
use crate::exchange::out::{OutLayer, OutRow};
use crate::exchange::records::{RawGeometry, ReadRecords, Record, Told};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::path::Path;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn written(folder: &Path) -> std::path::PathBuf {
    let corners =
        [(0, 0), (900, 0), (900, 900)].map(|(x, y)| Position::new(1_025_000_000 + x, 243_000_000 + y));
    let row = |code: &str, geometry| OutRow {
        id: None,
        values: json!({"code": code, "fid": 7, "share": 0.5, "名称": "玉兰"}).as_object().unwrap().clone(),
        geometry,
    };
    let layer = OutLayer {
        name: "片区 \"1\"".into(),
        fields: vec!["code".into(), "fid".into(), "share".into(), "名称".into()],
        rows: vec![row("a", Some(Geometry::Area(Shape::from_ring(&corners)))), row("b", None)],
    };
    let path = folder.join("out.gpkg");
    run(write(&path, &[layer])).unwrap();
    path
}

fn change(path: &Path, sql: &str) {
    run(async {
        let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

fn records(layer: &GeoPackage) -> Result<Vec<Record>, Vec<Problem>> {
    let mut found = Vec::new();
    layer.read(&Progress::default(), &mut |record, _| found.push(record)).map(|()| found)
}

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let layers = open(&written(folder.path())).unwrap();
    assert_eq!((layers.len(), layers[0].head().name.as_str()), (1, "片区 \"1\""));
    assert_eq!(layers[0].head().told, Told::Frame(Frame::WGS84));
    let records = records(&layers[0]).unwrap();
    assert_eq!((&records[0].fields["code"], &records[0].fields["名称"]), (&json!("a"), &json!("玉兰")));
    assert_eq!((&records[0].fields["fid_"], &records[0].fields["share"]), (&json!(7), &json!(0.5)));
    assert!(matches!(&records[0].geometry, Some(RawGeometry::Area(parts)) if parts[0][0].len() == 4));
    assert_eq!(records[1].geometry, None);
}

#[test]
fn it_can_be_read_from_within_a_runtime() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path());
    run(async { assert_eq!(records(&open(&path).unwrap()[0]).unwrap().len(), 2) });
}

#[test]
fn views_and_virtual_tables_are_not_read_and_triggers_do_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path());
    change(
        &path,
        "CREATE TABLE log (x);
         CREATE TRIGGER t AFTER INSERT ON \"片区 \"\"1\"\"\" BEGIN INSERT INTO log VALUES (1); END;
         CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n;
         INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('evil', 'features', 'evil', 4326);
         INSERT INTO gpkg_geometry_columns VALUES ('evil', 'geom', 'GEOMETRY', 4326, 0, 0);",
    );
    let before = std::fs::read(&path).unwrap();
    let layers = open(&path).unwrap();
    assert_eq!(layers.len(), 1);
    assert_eq!(layers[0].head().notes[0].code, "not_a_table");
    assert_eq!(records(&layers[0]).unwrap().len(), 2);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_wrong_blob_is_refused_with_its_row_and_another_datum_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path());
    change(&path, "UPDATE \"片区 \"\"1\"\"\" SET geom = x'0001' WHERE code = 'b'");
    let problems = records(&open(&path).unwrap()[0]).unwrap_err();
    assert_eq!((problems[0].code, problems[0].place.as_str()), ("bad_geometry", "feature 2"));
    change(
        &path,
        "UPDATE \"片区 \"\"1\"\"\" SET geom = x'47500001CF110000' || x'0101000000000000000000F03F000000000000F03F'",
    );
    let records = records(&open(&path).unwrap()[0]);
    let told = records.unwrap()[0].told.clone();
    assert_eq!(told, Frame::from_epsg(4559 - 12).map(|_| Told::Unknown("EPSG:4559".into())));
}

/// The type that a column declares says nothing of its values, and it may be no text at all.
#[test]
fn declared_types_that_are_no_text_are_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path());
    change(
        &path,
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'TQXT');
         ALTER TABLE \"片区 \"\"1\"\"\" ADD COLUMN more TQXT DEFAULT 'x'",
    );
    let mut bytes = std::fs::read(&path).unwrap();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == b"TQXT").collect();
    assert!(places.len() > 3);
    places.into_iter().for_each(|at| bytes[at + 1] = 0xFF);
    std::fs::write(&path, bytes).unwrap();
    let records = records(&open(&path).unwrap()[0]).unwrap();
    assert_eq!((&records[0].fields["code"], &records[1].fields["more"]), (&json!("a"), &json!("x")));
}

#[test]
fn damaged_files_and_files_in_use_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let cut = folder.path().join("cut.gpkg");
    for end in [16, 100, 4096, bytes.len() / 2] {
        std::fs::write(&cut, &bytes[..end]).unwrap();
        let outcome = open(&cut).map_err(Vec::from).and_then(|layers| records(&layers[0]));
        assert_eq!(outcome.unwrap_err()[0].code, "damaged_geopackage", "{end}");
    }
    let plain = folder.path().join("plain.gpkg");
    run(async {
        let options = SqliteConnectOptions::new().filename(&plain).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql("CREATE TABLE x (y)").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    assert_eq!(open(&plain).err().unwrap().code, "damaged_geopackage");
    std::fs::write(folder.path().join("out.gpkg-wal"), b"pending").unwrap();
    assert_eq!(open(&path).err().unwrap().code, "file_in_use");
}
