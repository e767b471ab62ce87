//! What waits for the day's list, and the list that takes it up.

use super::first_id;
use crate::domain::instant::Instant;
use crate::store::incidents::{OutboxMessage, insert_messages};
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use serde_json::Value;
use uuid::Uuid;

statements! {
    WAITING {
        "SELECT home_code, id, recipient, incident, payload, created_at FROM digest WHERE gathered_at IS NULL
         ORDER BY recipient, id LIMIT $1"
    }
    GATHER {
        sqlite "UPDATE digest SET gathered_at = $2
                WHERE gathered_at IS NULL AND id IN (SELECT unhex(value, '-') FROM json_each($1)) RETURNING id"
        postgres "UPDATE digest SET gathered_at = $2
                  WHERE gathered_at IS NULL
                      AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  RETURNING id"
    }
    SWEEP { "DELETE FROM digest WHERE id < $1 AND gathered_at IS NOT NULL" }
}

row! {
    /// One step that a leader hears of in the day's list.
    #[derive(Debug, Clone, PartialEq)]
    pub struct DigestRow {
        pub home_code: String,
        pub id: Uuid,
        pub recipient: String,
        pub incident: Option<Uuid>,
        pub payload: Value as json,
        pub created_at: Instant,
    }
}

impl Store {
    /// What waits, by recipient and in the order in which it came; at most `limit`.
    pub async fn digests_waiting(&self, limit: i64) -> Result<Vec<DigestRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&WAITING)).bind(limit).fetch_all(c).await?))
    }

    /// Takes up what waits and writes the list that tells it, in one transaction. False when somebody else has taken up
    /// any of it: then nothing is written.
    pub async fn gather_digest(
        &self,
        taken: &[Uuid],
        home_code: &str,
        list: &[OutboxMessage],
        at: Instant,
    ) -> Result<bool, StoreError> {
        let ids = json_list(taken)?;
        let outcome = write_tx!(self, |c| {
            let done: Vec<Uuid> =
                sqlx::query_scalar(c.say(&GATHER)).bind(&ids).bind(at).fetch_all(&mut *c).await?;
            if done.len() < taken.len() {
                return Err(StoreError::Conflict { current: 0 });
            }
            insert_messages!(c, home_code, None, list, at);
            Ok(())
        });
        match outcome {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Drops what was taken up and came before a time.
    pub async fn sweep_digests(&self, before: Instant) -> Result<u64, StoreError> {
        let first = first_id(before);
        write_tx!(self, |c| Ok(sqlx::query(c.say(&SWEEP))
            .bind(first)
            .execute(&mut *c)
            .await?
            .rows_affected()))
    }
}
