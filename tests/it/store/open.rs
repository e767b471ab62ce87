//! Opening looks first: what cannot be opened gets one sentence and stays untouched.

use crate::postgres::PostgresDatabase;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use wangge::domain::instant::Instant;
use wangge::store::migrations::KNOWN;
use wangge::store::{OpenOptions, Store, StoreError};

const SERVE: OpenOptions = OpenOptions { create: true, migrate: true, serve: true };

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Opens in every way and expects the same refusal with nothing written.
async fn refused(path: &Path, sentence: &str) {
    let before = contents(path.parent().unwrap());
    for options in [OpenOptions::default(), SERVE] {
        let error = Store::open(&path.display().to_string(), options).await.unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
    assert!(before == contents(path.parent().unwrap()), "something was written");
}

#[tokio::test]
async fn a_newer_sqlite_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.sqlite");
    Store::open(&path.display().to_string(), OpenOptions::default()).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&path.display().to_string()).await.unwrap();
    connection
        .execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (77, 'x', 1, x'00', 0)")
        .await
        .unwrap();
    connection.close().await.unwrap();
    let sentence = format!(
        "the database has schema 77, this program knows schemas up to {KNOWN}: install a newer wangge"
    );
    refused(&path, &sentence).await;
    // The header alone says it too.
    let mut connection = SqliteConnection::connect(&path.display().to_string()).await.unwrap();
    connection.execute("PRAGMA user_version = 77").await.unwrap();
    connection.close().await.unwrap();
    refused(&path, &sentence).await;
}

#[tokio::test]
async fn a_newer_postgres_schema_is_refused() {
    let database = PostgresDatabase::create().await;
    let mut connection = PgConnection::connect(&database.url()).await.unwrap();
    connection
        .execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (77, 'x', true, '', 0)")
        .await
        .unwrap();
    connection.close().await.unwrap();
    let error = Store::open(&database.url(), OpenOptions::default()).await.unwrap_err();
    database.drop().await;
    assert!(matches!(error, StoreError::Newer { found: 77, known: KNOWN }), "{error}");
}

#[tokio::test]
async fn a_database_without_schema_needs_leave_to_migrate() {
    let database = PostgresDatabase::create_blank().await;
    let look = OpenOptions { migrate: false, ..OpenOptions::default() };
    let error = Store::open(&database.url(), look).await.unwrap_err();
    assert!(matches!(error, StoreError::Older { found: 0, known: KNOWN }), "{error}");
    let store = Store::open(&database.url(), OpenOptions::default()).await.unwrap();
    store.set_setting("a", &json!(1), Instant(1)).await.unwrap();
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("text", b"not a database\n".repeat(100)), ("short", b"SQLite format 3\0".to_vec())]
    {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let sentence =
            format!("{} is damaged or is not a database: restore it from a backup", path.display());
        refused(&path, &sentence).await;
    }
}

#[tokio::test]
async fn a_damaged_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.sqlite");
    Store::open(&path.display().to_string(), OpenOptions::default()).await.unwrap().close().await;
    std::fs::remove_file(folder.path().join("w.sqlite.lock")).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..4096].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let sentence = format!("{} is damaged or is not a database: restore it from a backup", path.display());
    let error = Store::open(&path.display().to_string(), OpenOptions::default()).await.unwrap_err();
    assert_eq!(error.to_string(), sentence);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(contents(folder.path()).len(), 1);
}

#[tokio::test]
async fn a_sqlite_file_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.gpkg");
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)").await.unwrap();
    connection.close().await.unwrap();
    refused(&path, &format!("{} is a database of another program", path.display())).await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "x").unwrap();
    for path in [folder.path().join("file/w.sqlite"), "/proc/wangge/w.sqlite".into()] {
        let error = Store::open(&path.display().to_string(), OpenOptions::default()).await.unwrap_err();
        assert!(matches!(error, StoreError::NoPermission(_)), "{error}");
        assert!(error.to_string().starts_with("no permission to read or write /"), "{error}");
    }
}

#[tokio::test]
async fn without_leave_to_create_a_missing_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.sqlite").display().to_string();
    let look = OpenOptions { create: false, migrate: false, serve: false };
    assert!(matches!(Store::open(&path, look).await, Err(StoreError::Missing(_))));
    assert!(contents(folder.path()).is_empty());
}

#[tokio::test]
async fn a_database_that_another_program_has_locked_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.sqlite").display().to_string();
    Store::open(&path, OpenOptions::default()).await.unwrap().close().await;
    let mut other = SqliteConnection::connect(&path).await.unwrap();
    other
        .execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM site_setting")
        .await
        .unwrap();
    let error = Store::open(&path, OpenOptions::default()).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{path} is in use by another process: stop it first"));
}

#[tokio::test]
async fn a_second_serve_is_refused_and_a_command_beside_it_works() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.sqlite").display().to_string();
    let serving = Store::open(&path, SERVE).await.unwrap();
    let second = Store::open(&path, SERVE).await.unwrap_err();
    assert_eq!(second.to_string(), format!("{path} is in use by another process: stop it first"));
    let command = Store::open(&path, OpenOptions::default()).await.unwrap();
    command.set_setting("a", &json!(1), Instant(1)).await.unwrap();
    assert_eq!(serving.setting("a").await.unwrap(), Some(json!(1)));
    command.close().await;
    serving.close().await;
    drop(serving);
    Store::open(&path, SERVE).await.unwrap();
}

#[tokio::test]
async fn an_unreachable_postgres_gets_a_sentence_without_the_password() {
    let error =
        Store::open("postgres://user:secret@127.0.0.1:1/db", OpenOptions::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert!(!error.to_string().contains("secret"));
    let error = Store::open("postgres://user:secret@:x/db", OpenOptions::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "the database cannot be reached: its URL cannot be understood");
}
