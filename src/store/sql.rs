//! A statement in both dialects, and the connections that know which one they speak.

/// One SQL statement. Most texts are the same in both dialects.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// Name of the constant, for messages of the test that prepares all of them.
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// A connection of one of the two databases.
pub(crate) trait Speaks {
    /// The text of `sql` in this connection's dialect.
    fn say(&self, sql: &Sql) -> &'static str;
}

impl Speaks for sqlx::SqliteConnection {
    fn say(&self, sql: &Sql) -> &'static str {
        sql.sqlite
    }
}

impl Speaks for sqlx::PgConnection {
    fn say(&self, sql: &Sql) -> &'static str {
        sql.postgres
    }
}
