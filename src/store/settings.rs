//! Site settings: one JSON value a key.

use super::changes::{ChangeKind, Pending, log_changes};
use super::macros::{read, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::instant::Instant;
use serde_json::Value;
use sqlx::types::Json;

statements! {
    GET { "SELECT value FROM site_setting WHERE key = $1" }
    SET {
        "INSERT INTO site_setting (key, value, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
    }
}

impl Store {
    /// The value of a setting, none when it was never set.
    pub async fn setting(&self, key: &str) -> Result<Option<Value>, StoreError> {
        read!(self, |c| {
            let value: Option<Json<Value>> =
                sqlx::query_scalar(c.say(&GET)).bind(key).fetch_optional(c).await?;
            Ok(value.map(|json| json.0))
        })
    }

    pub async fn set_setting(&self, key: &str, value: &Value, at: Instant) -> Result<(), StoreError> {
        let change = [Pending::of_site(ChangeKind::Setting, key, at)];
        write_tx!(self, |c| {
            sqlx::query(c.say(&SET)).bind(key).bind(Json(value)).bind(at).execute(&mut *c).await?;
            log_changes!(c, &change);
            Ok(())
        })
    }
}
