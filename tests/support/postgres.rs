//! Databases on the private PostgreSQL cluster that `make test` starts (`tests/support/postgres.sh`). Each test
//! gets its own database, copied from a migrated template, and drops it afterwards.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;
use wangge::store::{OpenOptions, Store};

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database of one test.
pub struct PostgresDatabase {
    name: String,
}

impl PostgresDatabase {
    /// A migrated, empty database.
    pub async fn create() -> Self {
        let template = TEMPLATE.get_or_init(migrated_template).await;
        Self::create_like(template).await
    }

    /// A database without any table.
    pub async fn create_blank() -> Self {
        Self::create_like("template0").await
    }

    async fn create_like(template: &str) -> Self {
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        run(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { name }
    }

    pub fn url(&self) -> String {
        database_url(&self.name)
    }

    /// Cuts every connection to the database, as an administrator or a failover does, and tells how many.
    pub async fn cut_connections(&self) -> i64 {
        let mut connection =
            PgConnection::connect(&cluster_url()).await.expect("the private cluster answers");
        let cut = sqlx::query_scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1",
        )
        .bind(&self.name)
        .fetch_one(&mut connection)
        .await
        .expect("the cluster's owner may do this");
        connection.close().await.expect("the connection closes");
        cut
    }

    /// Drops the database, whoever is still connected.
    pub async fn drop(self) {
        run(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn migrated_template() -> String {
    let name = format!("template_{}", std::process::id());
    run(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let store =
        Store::open(&database_url(&name), OpenOptions::default()).await.expect("the template migrates");
    store.close().await;
    name
}

async fn run(sql: String) {
    let mut connection = PgConnection::connect(&cluster_url()).await.expect("the private cluster answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the cluster's owner may do this");
    connection.close().await.expect("the connection closes");
}

fn cluster_url() -> String {
    std::env::var("WANGGE_TEST_POSTGRES").expect(
        "WANGGE_TEST_POSTGRES is not set: run `make test`, which starts a private PostgreSQL for the tests \
         (or `tests/support/postgres.sh start DIR` and set the variable to the URL it prints)",
    )
}

fn database_url(name: &str) -> String {
    cluster_url().replacen("/postgres?", &format!("/{name}?"), 1)
}
