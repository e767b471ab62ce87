//! A database of its own for each test, of either kind, that can be opened several times.

use crate::postgres::PostgresDatabase;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::future::Future;
use std::pin::Pin;
use wangge::store::{OpenOptions, Store};

/// Where a test's database is.
pub enum Database {
    Sqlite(tempfile::TempDir),
    Postgres(PostgresDatabase),
}

impl Database {
    pub fn location(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("wangge.sqlite").display().to_string(),
            Self::Postgres(database) => database.url(),
        }
    }

    /// Opens it, as another process would.
    pub async fn open(&self) -> Store {
        Store::open(&self.location(), OpenOptions::default()).await.expect("the database opens")
    }

    /// Makes the database fail at rows of `table` that fulfil `condition` on `new`, until `obey`.
    pub async fn refuse(&self, table: &str, condition: &str) {
        let head =
            format!("CREATE TRIGGER test_refusal BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition})");
        match self {
            Self::Sqlite(_) => {
                self.execute(format!("{head} BEGIN SELECT RAISE(ABORT, 'refused by the test'); END")).await;
            }
            Self::Postgres(_) => {
                let body = "BEGIN RAISE EXCEPTION 'refused by the test'; END";
                self.execute(format!(
                    "CREATE FUNCTION test_refuse() RETURNS trigger AS '{}' LANGUAGE plpgsql",
                    body.replace('\'', "''")
                ))
                .await;
                self.execute(format!("{head} EXECUTE FUNCTION test_refuse()")).await;
            }
        }
    }

    /// Ends what `refuse` began on `table`.
    pub async fn obey(&self, table: &str) {
        match self {
            Self::Sqlite(_) => self.execute("DROP TRIGGER test_refusal".to_owned()).await,
            Self::Postgres(_) => {
                self.execute(format!("DROP TRIGGER test_refusal ON {table}")).await;
                self.execute("DROP FUNCTION test_refuse()".to_owned()).await;
            }
        }
    }

    /// Runs statements as another program would.
    pub async fn execute(&self, sql: String) {
        match self {
            Self::Sqlite(_) => {
                let mut connection = SqliteConnection::connect(&self.location()).await.unwrap();
                connection.execute(AssertSqlSafe(sql)).await.unwrap();
                connection.close().await.unwrap();
            }
            Self::Postgres(_) => {
                let mut connection = PgConnection::connect(&self.location()).await.unwrap();
                connection.execute(AssertSqlSafe(sql)).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

/// Runs a test on one kind and removes the database afterwards, also after a failure.
pub fn run(
    postgres: bool,
    test: impl for<'a> FnOnce(&'a Database) -> Pin<Box<dyn Future<Output = ()> + 'a>>,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let database = if postgres {
            Database::Postgres(PostgresDatabase::create().await)
        } else {
            Database::Sqlite(tempfile::tempdir().unwrap())
        };
        let outcome = {
            use futures_catch::catch;
            catch(test(&database)).await
        };
        if let Database::Postgres(database) = database {
            database.drop().await;
        }
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Catching a panic of a future without the futures crate.
mod futures_catch {
    use std::any::Any;
    use std::future::{Future, poll_fn};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::Pin;
    use std::task::Poll;

    pub async fn catch(
        mut future: Pin<Box<dyn Future<Output = ()> + '_>>,
    ) -> Result<(), Box<dyn Any + Send>> {
        poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(())) => Poll::Ready(Ok(())),
            Err(panic) => Poll::Ready(Err(panic)),
        })
        .await
    }
}

/// Declares tests that run on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: &Database) $body:block)+) => {
        $($(#[$meta])* async fn $name($database: &Database) $body)+

        mod sqlite {
            $(#[test] fn $name() {
                $crate::store::database::run(false, |database| Box::pin(super::$name(database)));
            })+
        }

        mod postgres {
            $(#[test] fn $name() {
                $crate::store::database::run(true, |database| Box::pin(super::$name(database)));
            })+
        }
    };
}
pub(crate) use on_both;
