//! Writing: one table a layer in WGS 84, with the three tables that the standard asks for and no extension.

use super::{quoted, told};
use crate::domain::geo::{Bounds, Geometry};
use crate::exchange::out::{FieldKind, OutLayer, OutRow};
use crate::exchange::wkb;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::path::Path;

const TABLES: &str = "
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000Z', min_x DOUBLE,
  min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES
  gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]', NULL);
";

/// Writes a new file at a path where none is. Returns what went wrong in words.
pub async fn write(path: &Path, layers: &[OutLayer]) -> Result<(), String> {
    write_all(path, layers).await.map_err(|error| told(&error))
}

async fn write_all(path: &Path, layers: &[OutLayer]) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Delete)
        .disable_statement_logging()
        .connect()
        .await?;
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(TABLES).execute(&mut *transaction).await?;
    for layer in layers {
        write_layer(&mut transaction, layer).await?;
    }
    transaction.commit().await?;
    connection.close().await
}

async fn write_layer(connection: &mut SqliteConnection, layer: &OutLayer) -> Result<(), sqlx::Error> {
    // These two names are the format's own; a field that has one of them gets a mark behind it.
    let name = |field: &str| match field.to_ascii_lowercase().as_str() {
        "fid" | "geom" => quoted(&format!("{field}_")),
        _ => quoted(field),
    };
    let columns: Vec<String> = layer
        .fields
        .iter()
        .map(|field| {
            let kind = match layer.kind(field) {
                FieldKind::Whole => "INTEGER",
                FieldKind::Number => "REAL",
                FieldKind::Text => "TEXT",
            };
            format!(", {} {kind}", name(field))
        })
        .collect();
    let table = quoted(&layer.name);
    let columns = columns.concat();
    // The texts below are made of quoted names alone; values are bound.
    let create =
        format!("CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom GEOMETRY{columns})");
    sqlx::query(AssertSqlSafe(create)).execute(&mut *connection).await?;
    let bounds = Bounds::of(
        layer.rows.iter().filter_map(|row| row.geometry.as_ref()?.bounds()).flat_map(|b| [b.min, b.max]),
    );
    let corners = bounds.map(|b| (b.min.degrees(), b.max.degrees()));
    sqlx::query("INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) VALUES ($1, 'features', $1, $2, $3, $4, $5, 4326)")
        .bind(&layer.name)
        .bind(corners.map(|(min, _)| min[0]))
        .bind(corners.map(|(min, _)| min[1]))
        .bind(corners.map(|(_, max)| max[0]))
        .bind(corners.map(|(_, max)| max[1]))
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO gpkg_geometry_columns VALUES ($1, 'geom', 'GEOMETRY', 4326, 0, 0)")
        .bind(&layer.name)
        .execute(&mut *connection)
        .await?;
    let names: Vec<String> = layer.fields.iter().map(|field| format!(", {}", name(field))).collect();
    let places: Vec<String> = (0..layer.fields.len()).map(|index| format!(", ${}", index + 2)).collect();
    let insert = format!("INSERT INTO {table} (geom{}) VALUES ($1{})", names.concat(), places.concat());
    for row in &layer.rows {
        let statement = sqlx::query(AssertSqlSafe(insert.clone())).bind(row.geometry.as_ref().map(blob));
        values(statement, layer, row).execute(&mut *connection).await?;
    }
    Ok(())
}

fn blob(geometry: &Geometry) -> Vec<u8> {
    wkb::write_blob(geometry)
}

type Statement<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

fn values<'q>(mut statement: Statement<'q>, layer: &OutLayer, row: &OutRow) -> Statement<'q> {
    for field in &layer.fields {
        statement = match row.values.get(field) {
            None | Some(Value::Null) => statement.bind(None::<String>),
            Some(Value::Number(number)) if number.is_i64() => statement.bind(number.as_i64()),
            Some(Value::Number(number)) => statement.bind(number.as_f64()),
            Some(Value::String(text)) => statement.bind(text.clone()),
            Some(other) => statement.bind(other.to_string()),
        };
    }
    statement
}
