//! The PostgreSQL side: one pool, sessions in UTC with time limits, and commits that wait for the disk.

use super::{OpenOptions, StoreError, migrations};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::str::FromStr;
use std::time::Duration;

/// How often a transaction is run again after a serialization failure or a deadlock.
pub(crate) const RETRIES: u32 = 8;

/// Sent once a connection. A server that is set to answer before the sync would break R12, so that is put
/// right; stronger settings, such as waiting for a replica, are kept.
const SESSION: &str = "SELECT set_config('timezone', 'UTC', false), set_config('statement_timeout', '60s', false), \
    set_config('lock_timeout', '15s', false), set_config('idle_in_transaction_session_timeout', '60s', false), \
    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' \
    ELSE current_setting('synchronous_commit') END, false)";

/// A pool on one PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pub(crate) pool: PgPool,
}

impl PostgresStore {
    pub(crate) async fn open(url: &str, options: OpenOptions) -> Result<Self, StoreError> {
        let connect = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Unavailable("its URL cannot be understood".to_owned()))?
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query(SESSION).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_with(connect)
            .await?;
        let mut connection = pool.acquire().await?;
        let found = migrations::found_in_postgres(&mut connection).await?;
        drop(connection);
        if migrations::pending(found, options.migrate)? {
            // The migrator takes an advisory lock, so instances that start together migrate once.
            migrations::migrator(migrations::Dialect::Postgres).run(&pool).await?;
        }
        Ok(Self { pool })
    }
}
