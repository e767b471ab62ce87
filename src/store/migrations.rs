//! The schema's migrations, embedded, and what schema a database has. Both folders hold the same numbers and
//! names; a released file never changes, because the checksum of its bytes is stored.

use super::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{PgConnection, SqlSafeStr, SqliteConnection};

/// Number, name, SQLite text, PostgreSQL text.
pub const LIST: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "init",
        include_str!("../../migrations/sqlite/0001_init.sql"),
        include_str!("../../migrations/postgres/0001_init.sql"),
    ),
    (
        2,
        "drafts",
        include_str!("../../migrations/sqlite/0002_drafts.sql"),
        include_str!("../../migrations/postgres/0002_drafts.sql"),
    ),
    (
        3,
        "growth",
        include_str!("../../migrations/sqlite/0003_growth.sql"),
        include_str!("../../migrations/postgres/0003_growth.sql"),
    ),
    (
        4,
        "accounts",
        include_str!("../../migrations/sqlite/0004_accounts.sql"),
        include_str!("../../migrations/postgres/0004_accounts.sql"),
    ),
    (
        5,
        "cases",
        include_str!("../../migrations/sqlite/0005_cases.sql"),
        include_str!("../../migrations/postgres/0005_cases.sql"),
    ),
    (
        6,
        "photos",
        include_str!("../../migrations/sqlite/0006_photos.sql"),
        include_str!("../../migrations/postgres/0006_photos.sql"),
    ),
    (
        7,
        "clock",
        include_str!("../../migrations/sqlite/0007_clock.sql"),
        include_str!("../../migrations/postgres/0007_clock.sql"),
    ),
    (
        8,
        "messages",
        include_str!("../../migrations/sqlite/0008_messages.sql"),
        include_str!("../../migrations/postgres/0008_messages.sql"),
    ),
    (
        9,
        "campaigns",
        include_str!("../../migrations/sqlite/0009_campaigns.sql"),
        include_str!("../../migrations/postgres/0009_campaigns.sql"),
    ),
    (
        10,
        "tickets",
        include_str!("../../migrations/sqlite/0010_tickets.sql"),
        include_str!("../../migrations/postgres/0010_tickets.sql"),
    ),
    (
        11,
        "patrols",
        include_str!("../../migrations/sqlite/0011_patrols.sql"),
        include_str!("../../migrations/postgres/0011_patrols.sql"),
    ),
    (
        12,
        "photo_drafts",
        include_str!("../../migrations/sqlite/0012_photo_drafts.sql"),
        include_str!("../../migrations/postgres/0012_photo_drafts.sql"),
    ),
];

/// Highest schema that this program knows.
pub const KNOWN: i64 = LIST[LIST.len() - 1].0;

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

pub(crate) fn migrator(dialect: Dialect) -> Migrator {
    Migrator::with_migrations(
        LIST.iter()
            .map(|&(number, name, sqlite, postgres)| {
                let text = match dialect {
                    Dialect::Sqlite => sqlite,
                    Dialect::Postgres => postgres,
                };
                Migration::new(number, name.into(), MigrationType::Simple, text.into_sql_str(), false)
            })
            .collect(),
    )
}

/// The tables of a schema, those that others refer to first: no migration makes a table before those that it refers to.
pub(crate) fn tables(schema: i64) -> Vec<&'static str> {
    let mut tables = Vec::new();
    for (.., text) in LIST.iter().filter(|(number, ..)| *number <= schema) {
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            if word == "CREATE" && words.next() == Some("TABLE") {
                tables.extend(words.next().filter(|table| !tables.contains(table)));
            }
        }
    }
    tables
}

super::macros::statements! {
    MIGRATED {
        sqlite "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'"
        postgres "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('_sqlx_migrations')"
    }
}

/// Not among the registered statements, because the table only exists after the first migration.
pub(crate) const VERSION: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";

/// Schema of a SQLite database, 0 when it has none. Writes nothing.
pub(crate) async fn found_in_sqlite(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let tables: i64 = sqlx::query_scalar(MIGRATED.sqlite).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(0);
    }
    Ok(sqlx::query_scalar(VERSION).fetch_one(connection).await?)
}

/// Schema of a PostgreSQL database, 0 when it has none. Writes nothing.
pub(crate) async fn found_in_postgres(connection: &mut PgConnection) -> Result<i64, StoreError> {
    let tables: i64 = sqlx::query_scalar(MIGRATED.postgres).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(0);
    }
    Ok(sqlx::query_scalar(VERSION).fetch_one(connection).await?)
}

/// Whether the found schema must, may or cannot be migrated.
pub(crate) fn pending(found: i64, migrate: bool) -> Result<bool, StoreError> {
    match found {
        found if found > KNOWN => Err(StoreError::Newer { found, known: KNOWN }),
        found if found == KNOWN => Ok(false),
        found if !migrate => Err(StoreError::Older { found, known: KNOWN }),
        _ => Ok(true),
    }
}
