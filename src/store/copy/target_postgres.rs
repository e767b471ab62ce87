//! A PostgreSQL database in the making: everything in one transaction, the old tables' end and the new ones' beginning
//! too, so that nobody sees anything but the one or the other.

use super::line::push_copied;
use super::shape::{COLUMNS, Native};
use super::target::{ReadRow, listed};
use crate::domain::instant::Instant;
use crate::store::StoreError;
use crate::store::migrations::{self, Dialect};
use crate::store::photos::PhotoSize;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Postgres, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// Bytes that are sent together.
const SENT: usize = 1 << 20;

/// How often, and how long apart, it is asked whether others are still connected.
const TURNS: u32 = 20;
const TURN: Duration = Duration::from_millis(100);

/// The session of a restore, whose statements take as long as they take. A commit waits for the disk.
const SESSION: &str = "SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '15s', false), \
    set_config('idle_in_transaction_session_timeout', '0', false), \
    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' \
    ELSE current_setting('synchronous_commit') END, false)";

/// Others who are connected to this database.
const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";

#[derive(Debug)]
pub(super) struct PostgresTarget {
    pool: PgPool,
    begun: Transaction<'static, Postgres>,
}

impl PostgresTarget {
    pub(super) async fn begin(url: &str, schema: i64, force: bool) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Unavailable("its URL cannot be understood".to_owned()))?
            .disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
        let mut connection = pool.acquire().await?;
        let found = migrations::found_in_postgres(&mut connection).await?;
        if found > 0 && !force {
            return Err(StoreError::NotEmpty);
        }
        // The server may take a moment to see that a service has gone.
        let mut turns = 0;
        loop {
            let others: i64 = sqlx::query_scalar(OTHERS).fetch_one(&mut *connection).await?;
            if others == 0 {
                break;
            } else if turns == TURNS {
                return Err(StoreError::InUse { connections: others });
            }
            turns += 1;
            tokio::time::sleep(TURN).await;
        }
        drop(connection);
        let mut begun = pool.begin().await?;
        sqlx::query(SESSION).execute(&mut *begun).await?;
        if found > 0 {
            let mut ours = migrations::tables(migrations::KNOWN);
            ours.push("_sqlx_migrations");
            let text = format!("DROP TABLE IF EXISTS {} CASCADE", ours.join(", "));
            sqlx::query(AssertSqlSafe(text)).execute(&mut *begun).await?;
        }
        migrations::migrator(Dialect::Postgres).run_to(schema, &mut *begun).await?;
        Ok(Self { pool, begun })
    }

    /// Takes away the rows of a table and gives its columns.
    pub(super) async fn empty(&mut self, table: &str) -> Result<Vec<(String, String)>, StoreError> {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *self.begun).await?;
        Ok(sqlx::query_as(COLUMNS.postgres).bind(table).fetch_all(&mut *self.begun).await?)
    }

    pub(super) async fn insert<'a>(
        &mut self,
        table: &str,
        columns: &[(String, Native)],
        rows: impl Iterator<Item = ReadRow<'a>>,
    ) -> Result<u64, StoreError> {
        let text = format!("COPY {table} ({}) FROM STDIN", listed(columns));
        let mut copy = self.begun.copy_in_raw(&text).await?;
        let mut waiting = String::with_capacity(SENT + (SENT >> 2));
        for row in rows {
            let values = match row {
                Ok(values) => values,
                Err(error) => {
                    copy.abort("a line cannot be read").await.ok();
                    return Err(error);
                }
            };
            for (at, (value, (_, native))) in values.iter().zip(columns).enumerate() {
                if at > 0 {
                    waiting.push('\t');
                }
                push_copied(&mut waiting, value, *native == Native::Bool, *native == Native::Uuid);
            }
            waiting.push('\n');
            if waiting.len() >= SENT {
                copy.send(waiting.as_bytes()).await?;
                waiting.clear();
            }
        }
        copy.send(waiting.as_bytes()).await?;
        Ok(copy.finish().await?)
    }

    pub(super) async fn photo(
        &mut self,
        address: &str,
        size: PhotoSize,
        body: Vec<u8>,
        at: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO photo_blob (sha256, size, body, kept_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(address)
        .bind(size.slug())
        .bind(body)
        .bind(at)
        .execute(&mut *self.begun)
        .await?;
        Ok(())
    }

    pub(super) async fn give_up(self) {
        let Self { pool, begun } = self;
        // A connection that is gone has rolled back by itself.
        begun.rollback().await.ok();
        pool.close().await;
    }

    pub(super) async fn finish(self) -> Result<(), StoreError> {
        let Self { pool, mut begun } = self;
        migrations::migrator(Dialect::Postgres).run(&mut *begun).await?;
        begun.commit().await?;
        pool.close().await;
        Ok(())
    }
}
