//! Opening by path or URL.

use super::postgres::PostgresStore;
use super::sqlite::SqliteStore;
use super::{Store, StoreError};
use std::path::Path;

/// What opening may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOptions {
    /// Create the SQLite file and its folder when there is none. PostgreSQL databases are never created.
    pub create: bool,
    /// Bring an older schema up to date.
    pub migrate: bool,
    /// Hold the serve lock as long as the store lives, so that a second `serve` on the file is refused.
    pub serve: bool,
}

impl Default for OpenOptions {
    /// As a command such as `import` opens: creates and migrates, does not serve.
    fn default() -> Self {
        Self { create: true, migrate: true, serve: false }
    }
}

impl Store {
    /// Opens a database: `postgres://…` or `postgresql://…`, else the path of a SQLite file, with or without
    /// `sqlite:` before it.
    ///
    /// Looks first and writes nothing when the schema is newer than the program, when the file is damaged or of
    /// another program, when there is no permission, or when another process serves it and a migration is due.
    pub async fn open(location: &str, options: OpenOptions) -> Result<Self, StoreError> {
        if location.starts_with("postgres://") || location.starts_with("postgresql://") {
            return Ok(Self::Postgres(PostgresStore::open(location, options).await?));
        }
        let path =
            location.strip_prefix("sqlite://").or(location.strip_prefix("sqlite:")).unwrap_or(location);
        Ok(Self::Sqlite(SqliteStore::open(Path::new(path), options).await?))
    }
}
