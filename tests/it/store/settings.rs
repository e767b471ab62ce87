//! Settings and the change log that goes with every write.

use super::{Database, on_both};
use serde_json::json;
use wangge::domain::instant::Instant;
use wangge::store::ChangeKind;

on_both! {
    async fn a_setting_keeps_its_last_value_after_reopening(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.setting("zone").await.unwrap(), None);
        store.set_setting("zone", &json!("Asia/Shanghai"), Instant(1)).await.unwrap();
        store.set_setting("zone", &json!({"name": "Asia/Urumqi", "n": [1, 2.5, null]}), Instant(2)).await.unwrap();
        store.close().await;
        let reopened = database.open().await;
        assert_eq!(
            reopened.setting("zone").await.unwrap(),
            Some(json!({"name": "Asia/Urumqi", "n": [1, 2.5, null]}))
        );
    }

    async fn another_process_sees_changes_in_order_by_the_change_log(database: &Database) {
        let ours = database.open().await;
        let theirs = database.open().await;
        assert_eq!(ours.change_head().await.unwrap(), 0);
        theirs.set_setting("a", &json!(1), Instant(10)).await.unwrap();
        ours.set_setting("b", &json!(2), Instant(20)).await.unwrap();
        theirs.set_setting("c", &json!(3), Instant(30)).await.unwrap();
        let changes = ours.changes_after(0, 100).await.unwrap();
        let seen: Vec<_> = changes.iter().map(|change| (change.seq, change.kind, change.key.as_str())).collect();
        assert_eq!(
            seen,
            [(1, ChangeKind::Setting, "a"), (2, ChangeKind::Setting, "b"), (3, ChangeKind::Setting, "c")]
        );
        assert_eq!(ours.changes_after(2, 100).await.unwrap().len(), 1);
        assert_eq!(ours.changes_after(0, 2).await.unwrap().len(), 2);
        assert_eq!(ours.change_head().await.unwrap(), 3);
        assert_eq!(ours.setting("c").await.unwrap(), Some(json!(3)));
    }

    async fn many_writers_never_make_a_lower_number_appear_late(database: &Database) {
        let store = database.open().await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..4 {
            let store = database.open().await;
            writers.spawn(async move {
                for n in 0..10 {
                    store.set_setting(&format!("{writer}"), &json!(n), Instant(n)).await.unwrap();
                }
            });
        }
        let mut seen = Vec::new();
        while seen.len() < 40 {
            let mark = seen.last().copied().unwrap_or(0);
            seen.extend(store.changes_after(mark, 1000).await.unwrap().iter().map(|change| change.seq));
        }
        assert_eq!(seen, (1..=40).collect::<Vec<_>>());
        while let Some(written) = writers.join_next().await {
            written.unwrap();
        }
    }

    async fn text_with_a_nul_character_is_refused_on_both(database: &Database) {
        use wangge::domain::duty::{Party, PartyKind};
        use wangge::store::{PartyEntry, StoreError};
        let store = database.open().await;
        let entry = |name: &str| PartyEntry {
            party: Party {
                id: uuid::Uuid::from_u128(1),
                kind: PartyKind::Unit,
                name: name.to_owned(),
                unit: None,
                department: None,
                public_name: false,
                has_phone: false,
            },
            private: None,
        };
        let refused = store.upsert_parties(&[entry("a\0b")], Instant(1)).await;
        assert!(matches!(refused, Err(StoreError::Value { .. })), "{refused:?}");
        store.upsert_parties(&[entry(r"a\u0000b")], Instant(1)).await.unwrap();
        assert_eq!(store.load_parties().await.unwrap()[0].name, r"a\u0000b");
        assert_eq!(store.change_head().await.unwrap(), 1);
    }
}
