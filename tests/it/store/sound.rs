//! Each thing that does not fit is found, and named, by the look that looks for it.

use super::builders::incident;
use super::{Database, on_both};
use wangge::store::Store;
use wangge::store::sound::Look;

async fn found(store: &Store) -> Vec<(&'static str, Vec<String>)> {
    let mut all = Vec::new();
    for look in Look::ALL {
        let named = store.unsound(*look).await.unwrap();
        if !named.is_empty() {
            all.push((look.slug(), named));
        }
    }
    all
}

on_both! {
    async fn what_does_not_fit_is_found_and_named(database: &Database) {
        let store = database.open().await;
        store.insert_incidents((1..=4).map(incident).collect(), &jiff::tz::TimeZone::UTC).await.unwrap();
        assert_eq!(found(&store).await, []);
        let of = |n: u32| format!("number = '260301-0000{n}'");
        let numbers = |n: u32| vec![format!("260301-0000{n}")];
        let event = |n: u32| format!("incident = (SELECT id FROM incident WHERE {})", of(n));
        for (breaking, mending, expected) in [
            (
                format!("UPDATE incident SET state = 'closed' WHERE {}", of(1)),
                format!("UPDATE incident SET state = 'reported' WHERE {}", of(1)),
                vec![("state", numbers(1))],
            ),
            (
                format!("UPDATE incident SET version = 2 WHERE {}", of(2)),
                format!("UPDATE incident SET version = 1 WHERE {}", of(2)),
                vec![("version", numbers(2))],
            ),
            (
                format!("UPDATE incident_event SET from_state = 'filed' WHERE {}", event(3)),
                format!("UPDATE incident_event SET from_state = NULL WHERE {}", event(3)),
                vec![("reported", numbers(3)), ("chain", numbers(3))],
            ),
            (
                format!("UPDATE incident_event SET kind = 'case_imagined' WHERE {}", event(3)),
                format!("UPDATE incident_event SET kind = 'incident_reported' WHERE {}", event(3)),
                vec![("words", vec!["case_imagined".to_owned()]), ("reported", numbers(3)), ("chain", numbers(3))],
            ),
            (
                format!("UPDATE incident SET relapse_of = actor_unit WHERE {}", of(4)),
                format!("UPDATE incident SET relapse_of = NULL WHERE {}", of(4)),
                vec![("relation", numbers(4))],
            ),
            (
                "UPDATE change_counter SET issued = 1".to_owned(),
                "UPDATE change_counter SET issued = 4".to_owned(),
                vec![("changes", vec!["1".to_owned()])],
            ),
            (
                format!("DELETE FROM assignment WHERE {}", event(1)),
                "SELECT 1".to_owned(),
                vec![("assignment", numbers(1))],
            ),
        ] {
            database.execute(breaking).await;
            assert_eq!(found(&store).await, expected);
            database.execute(mending).await;
        }
        store.close().await;
    }
}
