//! Audit entries and category sets come back as written.

use super::{Database, on_both};
use serde_json::json;
use uuid::Uuid;
use wangge::domain::instant::Instant;
use wangge::store::{AuditEntry, CategorySet};

on_both! {
    async fn audit_entries_come_newest_first(database: &Database) {
        let store = database.open().await;
        let entry = |n: i64| AuditEntry {
            home_code: "c-1".to_owned(),
            id: Uuid::from_u128(n as u128),
            at: Instant(n),
            actor: "clerk".to_owned(),
            action: "reveal".to_owned(),
            subject: format!("party:{n}"),
            detail: json!({"why": "回访"}),
        };
        for n in 1..=3 {
            store.audit(&entry(n)).await.unwrap();
        }
        assert_eq!(store.audit_entries(2).await.unwrap(), [entry(3), entry(2)]);
    }

    async fn a_category_set_of_one_day_can_be_corrected(database: &Database) {
        let store = database.open().await;
        let set = |from: i64, body: serde_json::Value| CategorySet {
            name: "own".to_owned(),
            in_force_from: Instant(from),
            body,
            recorded_at: Instant(9),
        };
        store.save_category_set(&set(1, json!([]))).await.unwrap();
        store.save_category_set(&set(2, json!([{"slug": "litter"}]))).await.unwrap();
        store.save_category_set(&set(1, json!([1]))).await.unwrap();
        assert_eq!(
            store.category_sets().await.unwrap(),
            [set(1, json!([1])), set(2, json!([{"slug": "litter"}]))]
        );
    }
}
