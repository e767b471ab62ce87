//! What can go wrong with the store, each as one clear sentence. The text of a database error is kept as the
//! source for the log; it never stands in the sentence, because it may quote what somebody typed.

use crate::domain::progress::Cancelled;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;
use std::path::PathBuf;

/// Failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "the database has schema {found}, this program knows schemas up to {known}: install a newer wangge"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "the database has schema {found}, this program needs {known}: start `wangge serve` once to migrate it"
    )]
    Older { found: i64, known: i64 },
    #[error("there is no database at {}", .0.display())]
    Missing(PathBuf),
    #[error("no permission to read or write {}", .0.display())]
    NoPermission(PathBuf),
    #[error("{} is in use by another process: stop it first", .0.display())]
    Locked(PathBuf),
    #[error(
        "{connections} connections to the database are open: stop every service on it and other programs first"
    )]
    InUse { connections: i64 },
    #[error("{} is damaged or is not a database: restore it from a backup", .0.display())]
    Damaged(PathBuf),
    #[error("{} is a database of another program", .0.display())]
    NotOurs(PathBuf),
    #[error("the database already has content")]
    NotEmpty,
    #[error("the disk of the database is full")]
    Full,
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Somebody else changed it first. `current` is the version that stands now.
    #[error("changed by somebody else meanwhile: version {current} stands")]
    Conflict { current: i64 },
    /// Routed on an edition that is no longer in force.
    #[error("edition {current} has come into force meanwhile")]
    EditionChanged { current: i64 },
    #[error("the idempotency key was used before with another content")]
    KeyReused,
    #[error("not found")]
    NotFound,
    /// A draft from photos that waits no more, or that somebody has sorted meanwhile.
    #[error("the draft was changed or ended meanwhile")]
    DraftChanged,
    /// A second row with a key that must be unique.
    #[error("already there: {constraint}")]
    Unique { constraint: String },
    /// A value that the schema does not accept.
    #[error("a value is not accepted by the database: {constraint}")]
    Check { constraint: String },
    /// A stored value that cannot be read back as what it should be.
    #[error("the stored value of column {column} cannot be read: {reason}")]
    Row { column: String, reason: String },
    /// A value that cannot be stored, such as text with a NUL character.
    #[error("{field} cannot be stored: {reason}")]
    Value { field: String, reason: String },
    /// The bytes of a photo are gone; what stands here is their address.
    #[error("photo {0} is not where it was kept: restore it from a backup")]
    PhotoMissing(String),
    /// The bytes of a photo are others than those that were kept.
    #[error("photo {0} is damaged: restore it from a backup")]
    PhotoDamaged(String),
    /// Whoever asked for it wants it no more.
    #[error("cancelled, nothing was stored")]
    Cancelled,
    #[error("the database refused the operation")]
    Sqlx(#[source] sqlx::Error),
    #[error("the migration of the database failed")]
    Migrate(#[source] sqlx::migrate::MigrateError),
}

impl StoreError {
    /// Whether PostgreSQL asks to run the transaction again: serialization failure or deadlock.
    pub fn is_retryable(&self) -> bool {
        let Self::Sqlx(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }

    /// Whether one row is to blame, so that the other rows of a group may pass without it.
    pub fn is_of_a_row(&self) -> bool {
        matches!(
            self,
            Self::Conflict { .. }
                | Self::EditionChanged { .. }
                | Self::KeyReused
                | Self::NotFound
                | Self::DraftChanged
                | Self::Unique { .. }
                | Self::Check { .. }
                | Self::Row { .. }
                | Self::Value { .. }
        ) || matches!(self, Self::Sqlx(sqlx::Error::Database(error)) if error.code().is_some_and(|c| c.starts_with("22")))
    }

    /// The same failure for a second caller who was in the same group.
    pub(crate) fn repeat(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Locked(path) => Self::Locked(path.clone()),
            Self::NoPermission(path) => Self::NoPermission(path.clone()),
            Self::Damaged(path) => Self::Damaged(path.clone()),
            other => Self::Unavailable(other.to_string()),
        }
    }

    /// Names the file in failures that come without one.
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::Locked(_) => Self::Locked(path.to_owned()),
            Self::NoPermission(_) => Self::NoPermission(path.to_owned()),
            Self::Damaged(_) => Self::Damaged(path.to_owned()),
            other => other,
        }
    }
}

impl From<Cancelled> for StoreError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                if let Some(sqlite) = database.try_downcast_ref::<SqliteError>() {
                    return from_sqlite(sqlite).unwrap_or(Self::Sqlx(error));
                }
                if let Some(postgres) = database.try_downcast_ref::<PgDatabaseError>() {
                    return from_postgres(postgres).unwrap_or(Self::Sqlx(error));
                }
                Self::Sqlx(error)
            }
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Row { column: index.trim_matches('"').to_owned(), reason: source.to_string() }
            }
            sqlx::Error::ColumnNotFound(column) => {
                Self::Row { column: column.clone(), reason: "no such column".to_owned() }
            }
            sqlx::Error::PoolTimedOut => Self::Unavailable("all connections are busy".to_owned()),
            sqlx::Error::PoolClosed => Self::Unavailable("it is closed".to_owned()),
            sqlx::Error::WorkerCrashed => Self::Unavailable("its worker has stopped".to_owned()),
            sqlx::Error::Io(io) => Self::Unavailable(io.kind().to_string()),
            sqlx::Error::Tls(_) => Self::Unavailable("the encrypted connection failed".to_owned()),
            sqlx::Error::RowNotFound => Self::NotFound,
            _ => Self::Sqlx(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            sqlx::migrate::MigrateError::ExecuteMigration(error, version) => match Self::from(error) {
                Self::Sqlx(error) => {
                    Self::Migrate(sqlx::migrate::MigrateError::ExecuteMigration(error, version))
                }
                known => known,
            },
            other => Self::Migrate(other),
        }
    }
}

/// Primary result codes of SQLite, <https://www.sqlite.org/rescode.html>. Paths are filled in by `at`.
fn from_sqlite(error: &SqliteError) -> Option<StoreError> {
    use sqlx::error::DatabaseError;
    let code: i32 = error.code()?.parse().ok()?;
    let constraint = || error.message().rsplit(": ").next().unwrap_or_default().to_owned();
    Some(match (code & 0xff, code >> 8) {
        (5 | 6, _) => StoreError::Locked(PathBuf::new()),
        (3 | 8 | 14 | 23, _) => StoreError::NoPermission(PathBuf::new()),
        (11 | 26, _) => StoreError::Damaged(PathBuf::new()),
        (13, _) => StoreError::Full,
        (10, _) => StoreError::Unavailable("its disk reports an error".to_owned()),
        (18, _) => StoreError::Check { constraint: "size".to_owned() },
        (19, 6 | 8) => StoreError::Unique { constraint: constraint() },
        (19, _) => StoreError::Check { constraint: constraint() },
        _ => return None,
    })
}

/// SQLSTATE classes, <https://www.postgresql.org/docs/15/errcodes-appendix.html>.
fn from_postgres(error: &PgDatabaseError) -> Option<StoreError> {
    let constraint = || error.constraint().unwrap_or("value").to_owned();
    Some(match error.code() {
        "23505" => StoreError::Unique { constraint: constraint() },
        code if code.starts_with("23") => StoreError::Check { constraint: constraint() },
        "53100" => StoreError::Full,
        "55P03" => StoreError::Unavailable("a lock was not released in time".to_owned()),
        "57014" => StoreError::Unavailable("the statement took too long".to_owned()),
        "28P01" | "28000" => StoreError::Unavailable("user or password is not accepted".to_owned()),
        "3D000" => StoreError::Unavailable("the database does not exist".to_owned()),
        "42501" => StoreError::Unavailable("the user may not do this".to_owned()),
        code if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
            StoreError::Unavailable("it is down or overloaded".to_owned())
        }
        _ => return None,
    })
}
