//! A SQLite file in the making, beside the one whose place it takes. Pictures wait in a folder of their own; in the end they
//! join those that are there, because their names say what they are, and one renaming puts the file in its place.

use super::line::Value;
use super::shape::{COLUMNS, Native};
use super::target::{ReadRow, listed};
use crate::domain::instant::Instant;
use crate::store::StoreError;
use crate::store::migrations::{self, Dialect};
use crate::store::photos::{Part, PhotoFolder, PhotoSize, blocking};
use crate::store::serve_lock::ServeLock;
use crate::store::sqlite::{beside, create_folder, file_error, look, sync_folder};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, ConnectOptions, Connection};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Rows of one statement.
const ROWS: usize = 64;

#[derive(Debug)]
pub(super) struct SqliteTarget {
    connection: SqliteConnection,
    place: Place,
    _lock: ServeLock,
}

/// Where it is made. What is left there is taken away, whatever becomes of it.
#[derive(Debug)]
struct Place {
    target: PathBuf,
    made: PathBuf,
}

impl Place {
    fn clear(&self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            fs::remove_file(beside(&self.made, suffix)).ok();
        }
        fs::remove_dir_all(beside(&self.made, ".photos")).ok();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.clear();
    }
}

impl SqliteTarget {
    pub(super) async fn begin(path: &Path, schema: i64, force: bool) -> Result<Self, StoreError> {
        match look(path).await {
            Ok(None) => create_folder(path)?,
            Err(error @ (StoreError::NotOurs(_) | StoreError::NoPermission(_))) => return Err(error.at(path)),
            // Also a damaged one: that is when it is wanted.
            Ok(Some(_)) | Err(_) if force => {}
            Ok(Some(_)) | Err(_) => return Err(StoreError::NotEmpty),
        }
        let lock = ServeLock::take(path)?;
        let place = Place { target: path.to_owned(), made: beside(path, ".restoring") };
        place.clear();
        let mut connection = SqliteConnectOptions::new()
            .filename(&place.made)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Memory)
            // The whole file is synced before it gets its name.
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(false)
            .pragma("trusted_schema", "OFF")
            .disable_statement_logging()
            .connect()
            .await
            .map_err(|error| StoreError::from(error).at(&place.made))?;
        migrations::migrator(Dialect::Sqlite).run_to(schema, &mut connection).await?;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await?;
        Ok(Self { connection, place, _lock: lock })
    }

    /// Takes away the rows of a table and gives its columns.
    pub(super) async fn empty(&mut self, table: &str) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut self.connection).await?;
        Ok(sqlx::query_as(COLUMNS.sqlite).bind(table).fetch_all(&mut self.connection).await?)
    }

    pub(super) async fn insert<'a>(
        &mut self,
        table: &str,
        columns: &[(String, Native)],
        rows: impl Iterator<Item = ReadRow<'a>>,
    ) -> Result<u64, StoreError> {
        let head = format!("INSERT INTO {table} ({}) VALUES ", listed(columns));
        let marks = format!("({})", vec!["?"; columns.len()].join(", "));
        let mut written = 0;
        let mut waiting = Vec::with_capacity(ROWS);
        for row in rows {
            waiting.push(row?);
            if waiting.len() == ROWS {
                written += self.write(&head, &marks, &mut waiting).await?;
            }
        }
        Ok(written + self.write(&head, &marks, &mut waiting).await?)
    }

    async fn write(
        &mut self,
        head: &str,
        marks: &str,
        rows: &mut Vec<Vec<Value<'_>>>,
    ) -> Result<u64, StoreError> {
        if rows.is_empty() {
            return Ok(0);
        }
        let text = format!("{head}{}", vec![marks; rows.len()].join(", "));
        let mut arguments = SqliteArguments::default();
        let count = rows.len() as u64;
        for value in rows.drain(..).flatten() {
            let added = match value {
                Value::Null => arguments.add(None::<i64>),
                Value::Int(value) => arguments.add(value),
                Value::Real(value) => arguments.add(value),
                Value::Text(text) => arguments.add(text.into_owned()),
                Value::Bytes(bytes) => arguments.add(bytes),
            };
            added.map_err(|error| super::misfit("row", error.to_string()))?;
        }
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut self.connection).await?;
        Ok(count)
    }

    pub(super) async fn photo(
        &mut self,
        address: &str,
        size: PhotoSize,
        body: Vec<u8>,
        at: Instant,
    ) -> Result<(), StoreError> {
        let folder = PhotoFolder::beside(&self.place.made);
        let part = Part { address: address.to_owned(), size, body };
        blocking(move || folder.keep(&[part], at)).await
    }

    pub(super) async fn finish(self) -> Result<(), StoreError> {
        let Self { mut connection, place, _lock } = self;
        sqlx::query("COMMIT").execute(&mut connection).await?;
        migrations::migrator(Dialect::Sqlite).run(&mut connection).await?;
        let loose: Vec<(String,)> = sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            .fetch_all(&mut connection)
            .await?;
        if let Some((table,)) = loose.first() {
            return Err(StoreError::Check {
                constraint: format!("{table}: a row refers to one that is missing"),
            });
        }
        connection.close().await?;
        settle(&place.target).await?;
        let moved = PhotoFolder::beside(&place.target);
        blocking(move || {
            let made = fs::File::open(&place.made).and_then(|file| file.sync_all());
            made.map_err(|error| file_error(&error, &place.made))?;
            moved.take_over(&PhotoFolder::beside(&place.made))?;
            // A log that stays would be taken for one of the new file.
            for suffix in ["-wal", "-shm", "-journal"] {
                fs::remove_file(beside(&place.target, suffix)).ok();
            }
            fs::rename(&place.made, &place.target).map_err(|error| file_error(&error, &place.target))?;
            sync_folder(&place.target);
            Ok(())
        })
        .await
    }
}

/// Brings what the old file's log holds into the file, so that it is whole until it gives way. `Locked` while somebody
/// uses it. A damaged one cannot be helped.
async fn settle(path: &Path) -> Result<(), StoreError> {
    if !matches!(look(path).await, Ok(Some(_))) {
        return Ok(());
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging();
    let Ok(mut connection) = options.connect().await else { return Ok(()) };
    let busy =
        sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await;
    connection.close().await.ok();
    match busy {
        Ok(0) | Err(_) => Ok(()),
        Ok(_) => Err(StoreError::Locked(path.to_owned())),
    }
}
