//! Writing a copy into a fresh place. What stood there before stays until the last step; whatever fails before leaves it.

use super::line::{self, Value};
use super::shape::{Head, Kind, Native, TableShape};
use super::target_postgres::PostgresTarget;
use super::target_sqlite::SqliteTarget;
use super::{misfit, tables};
use crate::domain::instant::Instant;
use crate::store::StoreError;
use crate::store::photos::{PhotoSize, photo_address};
use std::path::Path;

/// A database in the making. Dropped before `finish`, nothing has happened.
#[derive(Debug)]
pub struct Restoring {
    into: Target,
    shapes: Vec<TableShape>,
    at: Instant,
}

#[derive(Debug)]
enum Target {
    Sqlite(SqliteTarget),
    Postgres(PostgresTarget),
}

impl Restoring {
    /// Lays the schema of the copy beside the database at `location`, which `Store::open` would open. `NotEmpty` when there
    /// is one already, unless `force`; `Locked` or `InUse` while a service runs on it. `at` is when the pictures were kept.
    pub async fn begin(location: &str, schema: i64, force: bool, at: Instant) -> Result<Self, StoreError> {
        let mut into = if location.starts_with("postgres://") || location.starts_with("postgresql://") {
            Target::Postgres(PostgresTarget::begin(location, schema, force).await?)
        } else {
            let path =
                location.strip_prefix("sqlite://").or(location.strip_prefix("sqlite:")).unwrap_or(location);
            Target::Sqlite(SqliteTarget::begin(Path::new(path), schema, force).await?)
        };
        let mut shapes = Vec::new();
        for table in tables(schema) {
            // A schema may come with rows of its own.
            let columns = match &mut into {
                Target::Sqlite(target) => target.empty(table).await?,
                Target::Postgres(target) => target.empty(table).await?,
            };
            shapes.push(TableShape::of(table, columns)?);
        }
        Ok(Self { into, shapes, at })
    }

    /// Writes the lines of one part and gives how many rows they were.
    pub async fn lines(&mut self, text: &[u8]) -> Result<u64, StoreError> {
        let text = std::str::from_utf8(text).map_err(|_| misfit("line", "it is not text"))?;
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let head: Head<'_> =
            serde_json::from_str(head).map_err(|_| misfit("line", "it does not say its table"))?;
        let known = self.shapes.iter().find(|shape| shape.name == head.table);
        let shape = known.ok_or_else(|| misfit(head.table, "there is no such table"))?;
        let columns = shape.order(&head)?;
        let kinds: Vec<Kind> = columns.iter().map(|(_, native)| native.kind()).collect();
        let rows = lines.map(|text| line::read(text, &kinds));
        match &mut self.into {
            Target::Sqlite(target) => target.insert(shape.name, &columns, rows).await,
            Target::Postgres(target) => target.insert(shape.name, &columns, rows).await,
        }
    }

    /// Keeps one picture. `PhotoDamaged` when it is not what its address says.
    pub async fn photo(&mut self, address: &str, size: PhotoSize, body: Vec<u8>) -> Result<(), StoreError> {
        if photo_address(&body) != address {
            return Err(StoreError::PhotoDamaged(address.to_owned()));
        }
        match &mut self.into {
            Target::Sqlite(target) => target.photo(address, size, body, self.at).await,
            Target::Postgres(target) => target.photo(address, size, body, self.at).await,
        }
    }

    /// Ends it without having done anything.
    pub async fn give_up(self) {
        match self.into {
            // Its place is cleared when it is dropped.
            Target::Sqlite(_) => {}
            Target::Postgres(target) => target.give_up().await,
        }
    }

    /// Brings the schema up to date, looks whether all rows fit together, and puts the new database in the place of the
    /// old one. Synced when it returns.
    pub async fn finish(self) -> Result<(), StoreError> {
        match self.into {
            Target::Sqlite(target) => target.finish().await,
            Target::Postgres(target) => target.finish().await,
        }
    }
}

/// `"a", "b"`.
pub(super) fn listed(columns: &[(String, Native)]) -> String {
    columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// A row of a part, read or not.
pub(super) type ReadRow<'a> = Result<Vec<Value<'a>>, StoreError>;
