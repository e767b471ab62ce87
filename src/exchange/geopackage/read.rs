//! Reading: rows come through a channel from a thread of their own, because the engine is asynchronous and the
//! readers of records are not.

use super::{quoted, told};
use crate::domain::progress::Progress;
use crate::exchange::Problem;
use crate::exchange::crs;
use crate::exchange::records::{
    Each, LayerHead, MAX_PROBLEMS, MAX_VERTICES, RawGeometry, ReadRecords, Record, Told, too_many_vertices,
};
use crate::exchange::wkb;
use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Row, SqliteConnection, TypeInfo, ValueRef};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio_stream::StreamExt;

/// Rows handed over at a time.
const BATCH: usize = 256;
/// Largest cell, bytes; a row with a larger one is refused.
const MAX_CELL: usize = 256 << 20;

/// One layer of an open file.
pub struct GeoPackage {
    head: LayerHead,
    path: PathBuf,
    sql: String,
    geometry: String,
    /// The number of the layer's reference system in the file.
    srs: i64,
}

/// Whether a file is a SQLite database, by its first bytes.
pub fn is_geopackage(start: &[u8]) -> bool {
    start.starts_with(b"SQLite format 3\0")
}

/// Lists the feature layers of a file.
pub fn open(path: &Path) -> Result<Vec<GeoPackage>, Problem> {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    if std::fs::metadata(&wal).is_ok_and(|facts| facts.len() > 0) {
        return Err(Problem::new(
            "file_in_use",
            "file",
            "GeoPackage 正被别的程序打开（有 -wal 文件），请先关闭它",
            "another program has the GeoPackage open (there is a -wal file); close it first",
        ));
    }
    let path = path.to_owned();
    alone(move |runtime| runtime.block_on(layers(path)))?
}

/// Runs on a thread that has a runtime of its own, whoever calls.
fn alone<T: Send>(work: impl FnOnce(tokio::runtime::Runtime) -> T + Send) -> Result<T, Problem> {
    std::thread::scope(|scope| {
        let thread =
            scope.spawn(|| tokio::runtime::Builder::new_current_thread().enable_all().build().map(work));
        match thread.join() {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(damaged(&error.to_string())),
            Err(panicked) => std::panic::resume_unwind(panicked),
        }
    })
}

fn damaged(error: &str) -> Problem {
    Problem::new(
        "damaged_geopackage",
        "file",
        "GeoPackage 损坏或不合格，无法读取",
        format!("the GeoPackage is damaged or not valid: {error}"),
    )
}

async fn connect(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("mmap_size", "0")
        .disable_statement_logging()
        .connect()
        .await
}

async fn layers(path: PathBuf) -> Result<Vec<GeoPackage>, Problem> {
    let listed = async {
        let mut connection = connect(&path).await?;
        sqlx::query_as::<
            _,
            (String, String, i64, Option<String>, Option<String>, Option<i64>, Option<String>, Option<bool>),
        >(
            // Expressions, because the engine's driver trips over declared types that are no UTF-8.
            "SELECT CAST(c.table_name AS TEXT), CAST(g.column_name AS TEXT), CAST(g.srs_id AS INTEGER),
                    CAST(s.organization AS TEXT), CAST(s.definition AS TEXT),
                    CAST(s.organization_coordsys_id AS INTEGER), m.type, m.sql LIKE 'CREATE VIRTUAL%'
             FROM gpkg_contents c
             JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
             LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
             LEFT JOIN sqlite_master m ON m.name = c.table_name
             WHERE c.data_type = 'features' ORDER BY c.table_name LIMIT 1000",
        )
        .fetch_all(&mut connection)
        .await
        .map(|rows| (connection, rows))
    };
    let (mut connection, rows) = listed.await.map_err(|error| damaged(&told(&error)))?;
    let (mut found, mut passed) = (Vec::new(), Vec::new());
    for (table, geometry, srs, organization, definition, code, kind, is_virtual) in rows {
        let plain = kind.as_deref() == Some("table") && is_virtual != Some(true);
        if !plain {
            passed.push(Problem::new(
                "not_a_table",
                &table,
                format!("跳过「{table}」：它不是普通的表"),
                format!("“{table}” was left out, because it is no plain table"),
            ));
            continue;
        }
        // Generated columns are not listed here, so nothing of the file is computed.
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(&table)
            .fetch_all(&mut connection)
            .await
            .map_err(|error| damaged(&told(&error)))?;
        // With a sign in front a column keeps its values and has no declared type.
        let as_value = |name: &String| format!("+{0} AS {0}", quoted(name));
        let listed: Vec<String> = columns.iter().map(as_value).collect();
        let mut head = LayerHead::new(&table, "feature");
        head.told = reference_system(srs, organization.as_deref(), code, definition.as_deref());
        let sql = format!("SELECT {} FROM {}", listed.join(", "), quoted(&table));
        found.push(GeoPackage { head, path: path.clone(), sql, geometry, srs });
    }
    if found.is_empty() {
        return Err(passed.pop().unwrap_or_else(|| {
            Problem::new(
                "no_layer",
                "file",
                "GeoPackage 里没有要素图层",
                "the GeoPackage has no layer of features",
            )
        }));
    }
    if let Some(first) = found.first_mut() {
        first.head.notes = passed;
    }
    Ok(found)
}

fn reference_system(
    srs: i64,
    organization: Option<&str>,
    code: Option<i64>,
    definition: Option<&str>,
) -> Told {
    match (srs, organization) {
        (0 | -1, _) => Told::Nothing,
        (_, Some(organization)) if organization.eq_ignore_ascii_case("epsg") => {
            crs::of_epsg(code.unwrap_or(srs))
        }
        (_, Some(_)) => crs::of_wkt(definition.unwrap_or_default()),
        (_, None) => Told::Unknown(format!("srs_id {srs}")),
    }
}

impl ReadRecords for GeoPackage {
    fn head(&self) -> &LayerHead {
        &self.head
    }

    fn bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |facts| facts.len())
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let (sender, receiver) = sync_channel::<RowBatch>(2);
        let (path, sql, geometry) = (self.path.clone(), self.sql.clone(), self.geometry.clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let outcome = match runtime {
                Ok(runtime) => runtime.block_on(send_rows(&path, sql, &geometry, &sender)),
                Err(error) => Err(damaged(&error.to_string())),
            };
            if let Err(problem) = outcome {
                // Nobody listens when reading was given up.
                let _ = sender.send(Err(problem));
            }
        });
        let outcome = self.take(&receiver, progress, each);
        drop(receiver);
        if let Err(panicked) = thread.join() {
            std::panic::resume_unwind(panicked);
        }
        outcome
    }
}

impl GeoPackage {
    fn take(
        &self,
        rows: &Receiver<RowBatch>,
        progress: &Progress,
        each: &mut Each<'_>,
    ) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let (mut number, mut vertices) = (0, 0);
        for batch in rows {
            let batch = match batch {
                Ok(batch) => batch,
                Err(problem) => {
                    problems.push(problem);
                    break;
                }
            };
            for (fields, blob) in batch {
                number += 1;
                // The engine does not say where in the file a row lies; geometries are nearly all of it.
                progress.advance(blob.as_ref().map_or(0, |blob| blob.len() as u64))?;
                match self.record(number, fields, blob.as_deref()) {
                    Ok(record) => {
                        vertices += record.geometry.iter().map(|raw| raw.vertices().count()).sum::<usize>();
                        each(record, &mut problems);
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            if vertices > MAX_VERTICES {
                problems.push(too_many_vertices());
            }
            if problems.len() >= MAX_PROBLEMS || vertices > MAX_VERTICES {
                break;
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn record(
        &self,
        number: u64,
        fields: Map<String, Value>,
        blob: Option<&[u8]>,
    ) -> Result<Record, Problem> {
        let read = blob.map(wkb::read_blob).transpose().map_err(|error| {
            let place = format!("feature {number}");
            Problem::new(
                "bad_geometry",
                &place,
                format!("{place}：图形的字节不合格"),
                format!("{place}: its geometry cannot be read: {error}"),
            )
        })?;
        let (geometry, told) = match read {
            None => (None, None),
            Some(None) => (Some(RawGeometry::Area(Vec::new())), None),
            // A geometry of another reference system than its layer's is told apart by its number.
            Some(Some(read)) => {
                let other = read.srid.filter(|srid| *srid != self.srs && !matches!(srid, 0 | -1));
                (Some(read.geometry), other.map(crs::of_epsg))
            }
        };
        Ok(Record { number, id: None, fields, geometry, told })
    }
}

/// What the thread hands over: rows, or why there are no more.
type RowBatch = Result<Vec<(Map<String, Value>, Option<Vec<u8>>)>, Problem>;

async fn send_rows(
    path: &Path,
    sql: String,
    geometry: &str,
    sender: &SyncSender<RowBatch>,
) -> Result<(), Problem> {
    let fail = |error: sqlx::Error| damaged(&told(&error));
    let mut connection = connect(path).await.map_err(fail)?;
    // The text is made of quoted names alone.
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut connection);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next().await {
        batch.push(cells(&row.map_err(fail)?, geometry).map_err(fail)?);
        if batch.len() == BATCH && sender.send(Ok(std::mem::take(&mut batch))).is_err() {
            return Ok(());
        }
    }
    let _ = sender.send(Ok(batch));
    Ok(())
}

/// The fields of a row and its geometry as stored.
type Cells = (Map<String, Value>, Option<Vec<u8>>);

fn cells(row: &SqliteRow, geometry: &str) -> Result<Cells, sqlx::Error> {
    let (mut fields, mut blob) = (Map::new(), None);
    for (index, column) in row.columns().iter().enumerate() {
        let cell = row.try_get_raw(index)?;
        if column.name().eq_ignore_ascii_case(geometry) {
            if !cell.is_null() {
                let bytes: &[u8] = row.try_get_unchecked(index)?;
                if bytes.len() > MAX_CELL {
                    return Err(sqlx::Error::Protocol("a geometry is too large".to_owned()));
                }
                blob = Some(bytes.to_vec());
            }
            continue;
        }
        let value = match cell.type_info().name() {
            _ if cell.is_null() => Value::Null,
            "INTEGER" | "BOOLEAN" => row.try_get_unchecked::<i64, _>(index)?.into(),
            "REAL" => row.try_get_unchecked::<f64, _>(index)?.into(),
            "BLOB" => continue,
            _ => row.try_get_unchecked::<String, _>(index)?.into(),
        };
        fields.insert(column.name().to_owned(), value);
    }
    Ok((fields, blob))
}
