//! The two schemas agree, and every statement is understood by both databases.

use super::Database;
use crate::postgres::PostgresDatabase;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection};
use std::collections::BTreeMap;
use wangge::store::{Store, migrations};

type Columns = BTreeMap<String, Vec<String>>;

#[test]
fn both_folders_hold_the_listed_migrations_and_no_others() {
    let listed: Vec<_> =
        migrations::LIST.iter().map(|(number, name, ..)| format!("{number:04}_{name}.sql")).collect();
    for folder in ["sqlite", "postgres"] {
        let mut found: Vec<_> =
            std::fs::read_dir(format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR")))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
        found.sort();
        assert_eq!(found, listed, "migrations/{folder}");
    }
}

#[tokio::test]
async fn after_migration_both_databases_have_the_same_tables_and_columns() {
    let sqlite = Database::Sqlite(tempfile::tempdir().unwrap());
    sqlite.open().await.close().await;
    let postgres = PostgresDatabase::create().await;
    let ours = sqlite_columns(&sqlite.location()).await;
    let theirs = postgres_columns(&postgres.url()).await;
    postgres.drop().await;
    assert!(ours.len() > 15);
    assert_eq!(ours, theirs);
}

async fn sqlite_columns(path: &str) -> Columns {
    let mut connection = SqliteConnection::connect(path).await.unwrap();
    let rows = connection
        .fetch_all(
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite_%'",
        )
        .await
        .unwrap();
    collect(rows.iter().map(|row| (row.get(0), row.get(1))))
}

async fn postgres_columns(url: &str) -> Columns {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let rows = connection
        .fetch_all(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
        )
        .await
        .unwrap();
    collect(rows.iter().map(|row| (row.get(0), row.get(1))))
}

fn collect(pairs: impl Iterator<Item = (String, String)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column) in pairs {
        columns.entry(table).or_default().push(column);
    }
    columns.values_mut().for_each(|names| names.sort());
    columns
}

#[tokio::test]
async fn every_statement_prepares_on_both_databases() {
    let sqlite = Database::Sqlite(tempfile::tempdir().unwrap());
    sqlite.open().await.close().await;
    let postgres = PostgresDatabase::create().await;
    let mut ours = SqliteConnection::connect(&sqlite.location()).await.unwrap();
    let mut theirs = PgConnection::connect(&postgres.url()).await.unwrap();
    let mut failures = Vec::new();
    for (file, statements) in Store::statements() {
        assert!(!statements.is_empty(), "{file}");
        for sql in statements {
            if let Err(error) = ours.prepare(AssertSqlSafe(sql.sqlite).into_sql_str()).await {
                failures.push(format!("sqlite {file}::{}: {error}", sql.name));
            }
            if let Err(error) = theirs.prepare(AssertSqlSafe(sql.postgres).into_sql_str()).await {
                failures.push(format!("postgres {file}::{}: {error}", sql.name));
            }
        }
    }
    drop(theirs);
    postgres.drop().await;
    assert!(failures.is_empty(), "{failures:#?}");
}
