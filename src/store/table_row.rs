//! Many rows of a table in one statement, for the tables that grow with every report. SQLite gets them as VALUES
//! with bound parameters, because taking forty columns out of JSON costs it more than writing them; PostgreSQL as
//! one JSON array, which is its quickest way in after COPY and keeps one statement for any number of rows.

use super::sql::Sql;
use super::{StoreError, json_rows};
use crate::domain::case::{EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::photo::{DraftState, North, PhotoKind, PlacedBy};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, Encode, PgConnection, Sqlite, SqliteConnection, Type};
use uuid::Uuid;

/// Rows of one statement on SQLite. Few sizes, so that the prepared statements of all tables stay cached.
const SIZES: [usize; 5] = [64, 32, 8, 2, 1];

/// How rows of a table are inserted.
#[derive(Debug)]
pub(crate) struct Insert {
    /// For one row on SQLite, for a JSON array of rows on PostgreSQL.
    pub sql: Sql,
    /// What stands before, for and after the rows on SQLite.
    pub head: &'static str,
    pub row: &'static str,
    pub tail: &'static str,
    pub columns: usize,
}

/// A row that both databases take. Serialized it is an object with the table's columns.
pub(crate) trait TableRow: Serialize + Sync {
    const INSERT: &'static Insert;

    /// Appends the columns in the order of the statement.
    fn bind(&self, values: &mut Values) -> Result<(), StoreError>;
}

impl<R: TableRow> TableRow for &R {
    const INSERT: &'static Insert = R::INSERT;

    fn bind(&self, values: &mut Values) -> Result<(), StoreError> {
        (*self).bind(values)
    }
}

/// Parameters of a statement on SQLite.
#[derive(Default)]
pub(crate) struct Values(SqliteArguments);

impl Values {
    pub(crate) fn add<T: Column>(&mut self, value: T) -> Result<(), StoreError> {
        value.add_to(self)
    }

    /// Nested JSON as text; JSON null is the column's NULL.
    pub(crate) fn add_json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), StoreError> {
        let text = json_rows(std::slice::from_ref(&value))?;
        let text = &text[1..text.len() - 1];
        self.push(if text == "null" { None } else { Some(text) })
    }

    fn push<'q, T: Encode<'q, Sqlite> + Type<Sqlite>>(&mut self, value: T) -> Result<(), StoreError> {
        self.0.add(value).map_err(|error| value_error(error.to_string()))
    }
}

fn value_error(reason: String) -> StoreError {
    StoreError::Value { field: "row".to_owned(), reason }
}

/// A value of a column.
pub(crate) trait Column {
    fn add_to(self, values: &mut Values) -> Result<(), StoreError>;
}

macro_rules! columns {
    ($($type:ty),+) => { $(
        impl Column for $type {
            fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
                values.push(self)
            }
        }
    )+ };
}

columns!(i32, i64, f64, Instant, Uuid);

macro_rules! slugs {
    ($($type:ty),+) => { $(
        impl Column for $type {
            fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
                values.push(self.slug())
            }
        }
    )+ };
}

slugs!(State, EventKind, super::ChangeKind, PhotoKind, North, DraftState, PlacedBy);

impl Column for &str {
    fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
        // PostgreSQL cannot store it in text, so neither database does.
        if self.contains('\0') {
            return Err(value_error("it holds a NUL character".to_owned()));
        }
        values.push(self)
    }
}

impl Column for &String {
    fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
        self.as_str().add_to(values)
    }
}

impl Column for &RawValue {
    fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
        values.push(self.get())
    }
}

impl<T: Column + Copy> Column for &T {
    fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
        (*self).add_to(values)
    }
}

impl<'a, T> Column for &'a Option<T>
where
    &'a T: Column,
{
    fn add_to(self, values: &mut Values) -> Result<(), StoreError> {
        match self {
            Some(value) => value.add_to(values),
            None => values.push(None::<&str>),
        }
    }
}

/// Connections that insert rows in few statements.
pub(crate) trait InsertRows {
    /// Inserts all rows. After an error some may be written: the transaction must not be committed.
    fn insert_rows<R: TableRow>(&mut self, rows: &[R])
    -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl InsertRows for SqliteConnection {
    async fn insert_rows<R: TableRow>(&mut self, mut rows: &[R]) -> Result<(), StoreError> {
        let insert = R::INSERT;
        while let Some(size) = SIZES.into_iter().find(|size| *size <= rows.len()) {
            let (some, rest) = rows.split_at(size);
            rows = rest;
            let mut values = Values::default();
            values.0.reserve(size * insert.columns, 0);
            for row in some {
                row.bind(&mut values)?;
            }
            let mut text = String::with_capacity(insert.head.len() + size * (insert.row.len() + 1) + 100);
            text.push_str(insert.head);
            for at in 0..size {
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(insert.row);
            }
            text.push_str(insert.tail);
            // The text is made of constants; values travel as parameters.
            sqlx::query_with(AssertSqlSafe(text), values.0).execute(&mut *self).await?;
        }
        Ok(())
    }
}

impl InsertRows for PgConnection {
    async fn insert_rows<R: TableRow>(&mut self, rows: &[R]) -> Result<(), StoreError> {
        if !rows.is_empty() {
            let rows = json_rows(rows)?;
            sqlx::query(R::INSERT.sql.postgres).bind(rows).execute(&mut *self).await?;
        }
        Ok(())
    }
}

/// Makes structs rows of tables and lists their statements in `INSERTS`. `json` columns hold nested JSON, all others
/// are `plain`; what stands after `=>` follows the rows, in the two dialects.
macro_rules! table_rows {
    ($($row:ident $(<$life:lifetime>)? in $table:literal {
        $first:ident $first_kind:ident $(, $column:ident $kind:ident)* $(,)?
    } $(=> sqlite $tail:literal postgres $pg_tail:literal)?)+) => {
        $(impl $crate::store::table_row::TableRow for $row $(<$life>)? {
            const INSERT: &'static $crate::store::table_row::Insert = {
                const HEAD: &str = concat!("INSERT OR FAIL INTO ", $table,
                    " (", stringify!($first) $(, ", ", stringify!($column))*, ") VALUES ");
                const ROW: &str = concat!("(?" $(, $crate::store::table_row::mark!($column))*, ")");
                &$crate::store::table_row::Insert {
                    sql: $crate::store::sql::Sql {
                        name: concat!("INSERT ", $table),
                        sqlite: concat!("INSERT OR FAIL INTO ", $table,
                            " (", stringify!($first) $(, ", ", stringify!($column))*, ") VALUES (?"
                            $(, $crate::store::table_row::mark!($column))*, ")" $(, " ", $tail)?),
                        postgres: concat!("INSERT INTO ", $table,
                            " (", stringify!($first) $(, ", ", stringify!($column))*, ") SELECT ",
                            stringify!($first) $(, ", ", stringify!($column))*,
                            " FROM json_populate_recordset(NULL::", $table, ", $1::json)" $(, " ", $pg_tail)?),
                    },
                    head: HEAD,
                    row: ROW,
                    tail: concat!("" $(, " ", $tail)?),
                    columns: [stringify!($first) $(, stringify!($column))*].len(),
                }
            };

            fn bind(
                &self,
                values: &mut $crate::store::table_row::Values,
            ) -> Result<(), $crate::store::StoreError> {
                $crate::store::table_row::bind!(self values $first $first_kind);
                $($crate::store::table_row::bind!(self values $column $kind);)*
                Ok(())
            }
        })+

        /// The statements that insert this file's rows.
        pub(crate) const INSERTS: &[$crate::store::sql::Sql] =
            &[$(<$row as $crate::store::table_row::TableRow>::INSERT.sql),+];
    };
}

macro_rules! mark {
    ($column:ident) => {
        ", ?"
    };
}

macro_rules! bind {
    ($row:ident $values:ident $column:ident plain) => {
        $values.add(&$row.$column)?
    };
    ($row:ident $values:ident $column:ident json) => {
        $values.add_json(&$row.$column)?
    };
}

pub(crate) use {bind, mark, table_rows};
