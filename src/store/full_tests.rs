//! A disk that is full, as SQLite sees it: no page more than the file has. Only the writing connection can be told
//! so, which is why this stands beside the store.

use super::{NewIncident, OpenOptions, Store, StoreError, Writer};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

#[allow(dead_code)]
#[path = "../../tests/it/store/builders.rs"]
mod builders;

/// Lets the file grow to so many pages; 0 leaves the limit and tells how many it has.
async fn limit_pages(store: &Store, pages: i64) -> i64 {
    let Store::Sqlite(sqlite) = store else { panic!("SQLite is expected") };
    let pragma = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::query_scalar(pragma).fetch_one(&sqlite.rw).await.expect("the pragma answers")
}

async fn pages(store: &Store) -> i64 {
    let Store::Sqlite(sqlite) = store else { panic!("SQLite is expected") };
    sqlx::query_scalar("PRAGMA page_count").fetch_one(&sqlite.rw).await.expect("the pragma answers")
}

fn large(n: u64) -> NewIncident {
    let mut incident = builders::incident(n);
    incident.row.description = Some("垃圾".repeat(300));
    incident
}

#[tokio::test]
async fn on_a_full_disk_what_was_acknowledged_stands_and_the_rest_is_refused_until_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.sqlite").display().to_string();
    let store = Store::open(&path, OpenOptions::default()).await.expect("opens");
    let (writer, _task) = Writer::start(store.clone(), TimeZone::UTC);
    let unlimited = limit_pages(&store, 0).await;
    let full = pages(&store).await + 30;
    assert_eq!(limit_pages(&store, full).await, full);
    let mut acknowledged = BTreeSet::new();
    let mut refused = 0;
    for wave in 0..20u64 {
        // A failure can cost the writer its connection, and the next one has to know the limit too.
        assert_eq!(limit_pages(&store, full).await, full);
        let calls: Vec<_> = (0..20)
            .map(|n| {
                let (writer, incident) = (writer.clone(), large(wave * 20 + n));
                tokio::spawn(async move { (incident.row.id, writer.intake(incident).await) })
            })
            .collect();
        for call in calls {
            match call.await.expect("the task ends") {
                (id, Ok(_)) => assert!(acknowledged.insert(id)),
                (_, Err(StoreError::Full)) => refused += 1,
                (_, Err(error)) => panic!("{error:?}"),
            }
        }
        // Reading does not need the disk.
        assert_eq!(store.incident_count().await.expect("counts"), acknowledged.len() as i64);
    }
    assert!(!acknowledged.is_empty() && refused > 20, "{} and {refused}", acknowledged.len());
    assert!(pages(&store).await <= full);
    for id in &acknowledged {
        assert!(store.incident(*id).await.expect("reads").is_some(), "{id} is lost");
    }
    assert_eq!(limit_pages(&store, unlimited).await, unlimited);
    writer.intake(large(1_000)).await.expect("there is room again");
    store.close().await;
    let again = Store::open(&path, OpenOptions::default()).await.expect("opens again");
    assert_eq!(again.incident_count().await.expect("counts"), acknowledged.len() as i64 + 1);
    assert_eq!(again.change_head().await.expect("counts"), acknowledged.len() as i64 + 1);
}
