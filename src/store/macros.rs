//! The macros that let one text of Rust and SQL serve both databases: statement lists, row types, and the two
//! doors (`read!`, `write_tx!`) at which the database kind is matched.

/// Declares SQL statements and lists them in `ALL`, which a test prepares on both databases.
///
/// Forms: `NAME { "text" }` for both, `NAME { sqlite "…" postgres "…" }` where the dialects differ, and
/// `NAME { insert "table" { column kind, … } }`, which inserts a JSON array of objects in one statement. Kinds:
/// `plain` text and numbers, `flag` booleans, `id` UUIDs, `json` nested JSON, `bytes` text `\x` + hex.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident { $($form:tt)+ })+) => {
        $($(#[$meta])* pub(crate) const $name: $crate::store::sql::Sql =
            $crate::store::macros::statement!(stringify!($name), $($form)+);)+

        /// Every statement of this file.
        pub(crate) const ALL: &[$crate::store::sql::Sql] = &[$($name),+];
    };
}

macro_rules! statement {
    ($name:expr, sqlite $sqlite:literal postgres $postgres:literal) => {
        $crate::store::sql::Sql { name: $name, sqlite: $sqlite, postgres: $postgres }
    };
    ($name:expr, insert $table:literal { $first:ident $first_kind:ident $(, $column:ident $kind:ident)* $(,)? }) => {
        $crate::store::sql::Sql {
            name: $name,
            sqlite: concat!(
                "INSERT INTO ", $table, " (", stringify!($first) $(, ", ", stringify!($column))*, ") SELECT ",
                $crate::store::macros::json_column!($first $first_kind)
                $(, ", ", $crate::store::macros::json_column!($column $kind))*,
                " FROM jsonb_each($1)"
            ),
            postgres: concat!(
                "INSERT INTO ", $table, " (", stringify!($first) $(, ", ", stringify!($column))*, ") SELECT ",
                stringify!($first) $(, ", ", stringify!($column))*,
                " FROM json_populate_recordset(NULL::", $table, ", $1::json)"
            ),
        }
    };
    ($name:expr, $text:literal) => {
        $crate::store::sql::Sql { name: $name, sqlite: $text, postgres: $text }
    };
}

/// How SQLite takes one column out of a JSON object.
macro_rules! json_column {
    ($column:ident plain) => {
        concat!("value->>'", stringify!($column), "'")
    };
    ($column:ident flag) => {
        concat!("value->>'", stringify!($column), "'")
    };
    ($column:ident id) => {
        concat!("unhex(value->>'", stringify!($column), "', '-')")
    };
    ($column:ident json) => {
        concat!("nullif(value->'", stringify!($column), "', 'null')")
    };
    ($column:ident bytes) => {
        concat!("unhex(substr(value->>'", stringify!($column), "', 3))")
    };
}

/// A struct that both databases' rows turn into, column by column name. Stands in for sqlx's derive, whose
/// macros would build SQLite and ring a second time. `field: Type as json` reads a JSON column, `as unit` a grid
/// unit or another `i32` that the databases keep as 64 bits.
macro_rules! row {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$fmeta:meta])* pub $field:ident : $type:ty $(as $form:ident)?),* $(,)?
    }) => {
        $(#[$meta])* pub struct $name { $($(#[$fmeta])* pub $field: $type),* }
        $crate::store::macros::row!(@from $name sqlx::sqlite::SqliteRow { $($field $($form)?),* });
        $crate::store::macros::row!(@from $name sqlx::postgres::PgRow { $($field $($form)?),* });
    };
    (@from $name:ident $row:path { $($field:ident $($form:ident)?),* }) => {
        impl<'r> sqlx::FromRow<'r, $row> for $name {
            fn from_row(row: &'r $row) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: $crate::store::macros::row!(@get row $field $($form)?)),* })
            }
        }
    };
    (@get $row:ident $field:ident) => { sqlx::Row::try_get($row, stringify!($field))? };
    (@get $row:ident $field:ident json) => {
        sqlx::Row::try_get::<sqlx::types::Json<_>, _>($row, stringify!($field))?.0
    };
    (@get $row:ident $field:ident unit) => {
        i32::try_from(sqlx::Row::try_get::<i64, _>($row, stringify!($field))?).map_err(|error| {
            sqlx::Error::ColumnDecode { index: stringify!($field).to_owned(), source: error.into() }
        })?
    };
}

/// Runs `body`, a `Result<_, StoreError>`, on a reading connection bound to `$c`.
macro_rules! read {
    ($store:expr, |$c:ident| $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite(sqlite) => {
                let mut connection = sqlite.ro.acquire().await?;
                let $c: &mut sqlx::SqliteConnection = &mut connection;
                let outcome: Result<_, $crate::store::StoreError> = async { $body }.await;
                outcome
            }
            $crate::store::Store::Postgres(postgres) => {
                let mut connection = postgres.pool.acquire().await?;
                let $c: &mut sqlx::PgConnection = &mut connection;
                let outcome: Result<_, $crate::store::StoreError> = async { $body }.await;
                outcome
            }
        }
    };
}

/// Runs `body`, a `Result<_, StoreError>`, in a write transaction and commits it when it is `Ok`.
///
/// SQLite begins IMMEDIATE, because a later upgrade from reading to writing fails at once with BUSY. The first
/// error ends the body, so no statement can run outside a transaction that SQLite has rolled back by itself;
/// when our own rollback then fails, or when the commit does, the connection is closed: sqlx would count it as
/// inside a transaction for ever. PostgreSQL runs the body again after a
/// serialization failure or a deadlock: it must not change anything but the database.
macro_rules! write_tx {
    ($store:expr, |$c:ident| $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite(sqlite) => {
                let mut connection = sqlite.rw.acquire().await?;
                let mut transaction =
                    sqlx::Connection::begin_with(&mut *connection, "BEGIN IMMEDIATE").await?;
                let outcome: Result<_, $crate::store::StoreError> = {
                    let $c: &mut sqlx::SqliteConnection = &mut transaction;
                    async { $body }.await
                };
                match outcome {
                    Ok(value) => match transaction.commit().await {
                        Ok(()) => Ok(value),
                        Err(error) => {
                            connection.close_on_drop();
                            Err(error.into())
                        }
                    },
                    Err(error) => {
                        if transaction.rollback().await.is_err() {
                            connection.close_on_drop();
                        }
                        Err(error)
                    }
                }
            }
            $crate::store::Store::Postgres(postgres) => {
                let mut attempt = 0;
                loop {
                    let mut transaction = postgres.pool.begin().await?;
                    let outcome: Result<_, $crate::store::StoreError> = {
                        let $c: &mut sqlx::PgConnection = &mut transaction;
                        async { $body }.await
                    };
                    let outcome = match outcome {
                        Ok(value) => transaction
                            .commit()
                            .await
                            .map(|()| value)
                            .map_err($crate::store::StoreError::from),
                        Err(error) => {
                            transaction.rollback().await.ok();
                            Err(error)
                        }
                    };
                    match outcome {
                        Err(error) if error.is_retryable() && attempt < $crate::store::postgres::RETRIES => {
                            attempt += 1;
                            tokio::time::sleep(std::time::Duration::from_millis(5 * u64::from(attempt)))
                                .await;
                        }
                        outcome => break outcome,
                    }
                }
            }
        }
    };
}

pub(crate) use {json_column, read, row, statement, statements, write_tx};
