//! The SQLite side: one connection that writes, eight that read, and a look at the file before anything is
//! written to it.

use super::serve_lock::ServeLock;
use super::{OpenOptions, StoreError, migrations};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// First bytes of every SQLite 3 file, <https://www.sqlite.org/fileformat.html>.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// `PRAGMA application_id` of our files, "WGGE".
const APPLICATION_ID: [u8; 4] = *b"WGGE";

/// Pools over one SQLite file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    /// One connection: SQLite has one writer, and queueing here is fairer than its busy handler.
    pub(crate) rw: SqlitePool,
    pub(crate) ro: SqlitePool,
    path: Arc<Path>,
    _serving: Option<Arc<ServeLock>>,
}

impl SqliteStore {
    pub(crate) async fn open(path: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        Self::open_unnamed(path, options).await.map_err(|error| error.at(path))
    }

    async fn open_unnamed(path: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        let mut found = look(path).await?;
        if let Some(found) = found {
            migrations::pending(found, options.migrate)?;
        } else if options.create {
            create_folder(path)?;
        } else {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let mut lock = options.serve.then(|| ServeLock::take(path)).transpose()?;
        if found != Some(migrations::KNOWN) {
            if lock.is_none() {
                lock = Some(ServeLock::take(path)?);
            }
            // Another process may have migrated between the look and the lock.
            found = look(path).await?;
        }

        let rw = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(connect_options(path).create_if_missing(options.create))
            .await?;
        if migrations::pending(found.unwrap_or(0), options.migrate)? {
            migrations::migrator(migrations::Dialect::Sqlite).run(&rw).await?;
            sync_folder(path);
        }
        let ro = SqlitePoolOptions::new()
            .max_connections(8)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(shared_options(path).read_only(true).pragma("cache_size", "-8192"))
            .await?;
        let serving = if options.serve { lock.map(Arc::new) } else { None };
        Ok(Self { rw, ro, path: path.into(), _serving: serving })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn shared_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(15))
        .foreign_keys(true)
        // A mapped page that cannot be read kills the process instead of failing the call.
        .pragma("mmap_size", "0")
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .row_buffer_size(512)
        .disable_statement_logging()
}

fn connect_options(path: &Path) -> SqliteConnectOptions {
    shared_options(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // 64 MB of log before it is copied into the file: with the default of 4 MB nearly every large group of
        // reports would pay for a copy and its sync, and pages that change often are copied once instead of often.
        .pragma("wal_autocheckpoint", "16384")
        // After each commit SQLite walks the slots of its page cache, so a larger one costs every report; the
        // system caches the file as well.
        .pragma("cache_size", "-16384")
        .pragma("journal_size_limit", "134217728")
        .optimize_on_close(true, None)
}

/// Schema number of the file, 0 for an empty database, none when there is no file or it is empty. Writes
/// nothing: the header is read as bytes, and SQLite is only asked read-only.
pub(super) async fn look(path: &Path) -> Result<Option<i64>, StoreError> {
    let Some(header) = header(path)? else { return Ok(None) };
    if &header[..16] != MAGIC {
        return Err(StoreError::Damaged(path.to_owned()));
    }
    let user_version = i64::from(u32::from_be_bytes([header[60], header[61], header[62], header[63]]));
    if header[68..72] == APPLICATION_ID && user_version > migrations::KNOWN {
        return Err(StoreError::Newer { found: user_version, known: migrations::KNOWN });
    }
    // Without a log beside it the file is complete and at rest; immutable keeps SQLite from creating one.
    let at_rest = !beside(path, "-wal").exists() && !beside(path, "-journal").exists();
    let mut connection = SqliteConnection::connect_with(
        &SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(at_rest)
            .busy_timeout(Duration::from_secs(1))
            .pragma("mmap_size", "0")
            .pragma("trusted_schema", "OFF")
            .disable_statement_logging(),
    )
    .await?;
    let found = migrations::found_in_sqlite(&mut connection).await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut connection).await?;
    connection.close().await?;
    if found == 0 && tables > 0 {
        return Err(StoreError::NotOurs(path.to_owned()));
    }
    Ok(Some(found))
}

/// The first 100 bytes; none when the file does not exist or is empty.
fn header(path: &Path) -> Result<Option<[u8; 100]>, StoreError> {
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(&error, path)),
    };
    let length = file.metadata().map_err(|error| file_error(&error, path))?;
    if length.is_dir() {
        return Err(StoreError::Damaged(path.to_owned()));
    }
    if length.len() == 0 {
        return Ok(None);
    }
    let mut header = [0; 100];
    match file.read_exact(&mut header) {
        Ok(()) => Ok(Some(header)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(StoreError::Damaged(path.to_owned())),
        Err(error) => Err(file_error(&error, path)),
    }
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

pub(super) fn create_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder(path);
    std::fs::create_dir_all(folder).map_err(|error| file_error(&error, folder))
}

/// Makes the new file's name durable. A file system that cannot sync a folder has no better way either.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = std::fs::File::open(folder(path)) {
        folder.sync_all().ok();
    }
}

/// What an operating system error on a path means to whoever reads it.
pub(crate) fn file_error(error: &std::io::Error, path: &Path) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::NotADirectory
        | ErrorKind::AlreadyExists
        | ErrorKind::NotFound => StoreError::NoPermission(path.to_owned()),
        kind => StoreError::Unavailable(kind.to_string()),
    }
}
