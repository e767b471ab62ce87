//! Patrols in the database: written once for a key, found by their time, and with nobody's name after an erasure.

use super::builders::MORNING;
use super::{Database, on_both};
use serde_json::json;
use uuid::Uuid;
use wangge::domain::duty::Role;
use wangge::domain::feature::Layer;
use wangge::domain::instant::Instant;
use wangge::store::person::Erasure;
use wangge::store::{AuditEntry, ChangeKind, IdempotencyKey, NewPatrol, Patrolled, Store, StoreError};

const PARTY: Uuid = Uuid::from_u128(33);
const ACCOUNT: Uuid = Uuid::from_u128(0xACC);

fn at(minutes: i64) -> Instant {
    Instant(MORNING + minutes * 60 * Instant::SECOND)
}

fn patrol(n: u128, minutes: i64) -> NewPatrol {
    NewPatrol {
        home_code: "c-1".into(),
        id: Uuid::from_u128(0x5000 + n),
        layer: n.is_multiple_of(2).then_some(Layer::FocusSpot),
        place: format!("p-{n}"),
        role: (!n.is_multiple_of(3)).then_some(Role::PointHead),
        appointment: (!n.is_multiple_of(3)).then_some(Uuid::from_u128(31)),
        party: (!n.is_multiple_of(3)).then_some(PARTY),
        account: n.is_multiple_of(3).then_some(ACCOUNT),
        visited_at: at(minutes),
        recorded_at: at(minutes + 1),
        checks: vec!["rubbish".into(), "pests".into()],
        found_nothing: n == 1,
        incidents: vec![Uuid::from_u128(0x1001)],
        note: (n == 1).then(|| "墙角\"干净\"\n".to_owned()),
    }
}

fn key(fingerprint: &str) -> IdempotencyKey {
    IdempotencyKey {
        caller: "caller-1".into(),
        key: "k".into(),
        fingerprint: fingerprint.into(),
        response: json!({"patrol": "x"}),
    }
}

async fn places(store: &Store, from: i64, until: i64) -> Vec<String> {
    store.patrols(at(from), at(until)).await.unwrap().into_iter().map(|row| row.place).collect()
}

on_both! {
    async fn a_patrol_comes_back_as_it_was_and_a_key_writes_it_once(database: &Database) {
        let store = database.open().await;
        assert!(!store.has_patrols().await.unwrap());
        let first = patrol(1, 10);
        assert_eq!(store.record_patrol(&first, Some(&key("f"))).await.unwrap(), Patrolled::Recorded);
        let head = store.change_head().await.unwrap();
        let change = store.changes_after(head - 1, 10).await.unwrap().pop().unwrap();
        assert_eq!((change.kind, change.key, change.home_code), (ChangeKind::Patrol, first.id.to_string(), "c-1".into()));
        let again = store.record_patrol(&patrol(2, 11), Some(&key("f"))).await.unwrap();
        assert_eq!(again, Patrolled::Replayed(json!({"patrol": "x"})));
        let other = store.record_patrol(&patrol(2, 11), Some(&key("g"))).await;
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        assert_eq!(store.change_head().await.unwrap(), head, "nothing more was written");
        let row = store.patrols(at(0), at(60)).await.unwrap().pop().unwrap();
        assert_eq!((row.id, row.layer, row.role, row.party), (first.id, None, Some(Role::PointHead), Some(PARTY)));
        assert_eq!((row.visited_at, row.recorded_at, row.found_nothing), (first.visited_at, first.recorded_at, true));
        assert_eq!((row.checks, row.incidents, row.note), (first.checks, first.incidents, first.note));
        assert!(store.has_patrols().await.unwrap());
        store.close().await;
    }

    async fn patrols_are_found_by_their_time_newest_first(database: &Database) {
        let store = database.open().await;
        store.insert_patrols(&[]).await.unwrap();
        store.insert_patrols(&[patrol(1, 10), patrol(2, 30), patrol(3, 20)]).await.unwrap();
        assert_eq!(places(&store, 0, 60).await, ["p-2", "p-3", "p-1"]);
        assert_eq!(places(&store, 10, 30).await, ["p-3", "p-1"], "from the first moment on, before the last");
        let twice = store.insert_patrols(&[patrol(4, 40), patrol(1, 50)]).await;
        assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
        assert_eq!(places(&store, 0, 60).await.len(), 3, "all or none");
        store.close().await;
    }

    async fn an_erased_person_leaves_patrols_without_a_name(database: &Database) {
        let store = database.open().await;
        store.insert_patrols(&[patrol(1, 10), patrol(2, 20), patrol(3, 30)]).await.unwrap();
        let facts = store.person_facts(Some(PARTY), &[ACCOUNT], None).await.unwrap();
        assert_eq!(facts.patrols.iter().map(|patrol| patrol.place.as_str()).collect::<Vec<_>>(), ["p-1", "p-2", "p-3"]);
        assert_eq!(store.person_facts(Some(PARTY), &[], None).await.unwrap().patrols.len(), 2);
        let erasure = Erasure { party: Some(PARTY), accounts: vec![ACCOUNT], secrets: vec![] };
        let audit = AuditEntry {
            home_code: "-".into(), id: Uuid::from_u128(1), at: at(60), actor: "test".into(), action: "erase_person".into(),
            subject: PARTY.to_string(), detail: json!({}),
        };
        assert_eq!(store.erase_person(&erasure, &audit).await.unwrap().patrols, 3);
        let left = store.patrols(at(0), at(60)).await.unwrap();
        assert_eq!(left.len(), 3, "the patrols stay");
        assert!(left.iter().all(|row| row.party.is_none() && row.account.is_none()));
        assert!(store.person_facts(Some(PARTY), &[ACCOUNT], None).await.unwrap().patrols.is_empty());
        store.close().await;
    }
}
