//! Messages in the app: addressed to a post, a party or an office, read by accounts.

use super::first_id;
use crate::domain::instant::Instant;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use serde_json::Value;
use uuid::Uuid;

/// Only so many of the newest messages can count as unread: an office that never looks is not asked to count years.
const COUNTED: i64 = 1_000;

statements! {
    PAGE {
        sqlite "SELECT i.id, i.incident, i.payload, i.created_at, r.at AS read_at
                FROM inbox i LEFT JOIN inbox_read r ON r.account = $2 AND r.message = i.id
                WHERE i.recipient IN (SELECT value FROM json_each($1)) AND i.id < $3 ORDER BY i.id DESC LIMIT $4"
        postgres "SELECT i.id, i.incident, i.payload, i.created_at, r.at AS read_at
                  FROM inbox i LEFT JOIN inbox_read r ON r.account = $2 AND r.message = i.id
                  WHERE i.recipient IN (SELECT value FROM json_array_elements_text($1::json) AS names(value)) AND i.id < $3
                  ORDER BY i.id DESC LIMIT $4"
    }
    UNREAD {
        sqlite "SELECT i.id, i.incident, i.payload, i.created_at, NULL AS read_at FROM inbox i
                WHERE i.recipient IN (SELECT value FROM json_each($1)) AND i.id < $3
                    AND NOT EXISTS (SELECT 1 FROM inbox_read r WHERE r.account = $2 AND r.message = i.id)
                ORDER BY i.id DESC LIMIT $4"
        postgres "SELECT i.id, i.incident, i.payload, i.created_at, CAST(NULL AS bigint) AS read_at FROM inbox i
                  WHERE i.recipient IN (SELECT value FROM json_array_elements_text($1::json) AS names(value)) AND i.id < $3
                      AND NOT EXISTS (SELECT 1 FROM inbox_read r WHERE r.account = $2 AND r.message = i.id)
                  ORDER BY i.id DESC LIMIT $4"
    }
    COUNT {
        sqlite "SELECT count(*) FROM (SELECT id FROM inbox WHERE recipient IN (SELECT value FROM json_each($1))
                    ORDER BY id DESC LIMIT $3) AS newest
                WHERE NOT EXISTS (SELECT 1 FROM inbox_read r WHERE r.account = $2 AND r.message = newest.id)"
        postgres "SELECT count(*) FROM (SELECT id FROM inbox
                      WHERE recipient IN (SELECT value FROM json_array_elements_text($1::json) AS names(value))
                      ORDER BY id DESC LIMIT $3) AS newest
                  WHERE NOT EXISTS (SELECT 1 FROM inbox_read r WHERE r.account = $2 AND r.message = newest.id)"
    }
    READ_ALL {
        sqlite "INSERT INTO inbox_read (account, message, at)
                SELECT $2, id, $4 FROM (SELECT id FROM inbox WHERE recipient IN (SELECT value FROM json_each($1))
                    ORDER BY id DESC LIMIT $3) AS newest WHERE true
                ON CONFLICT (account, message) DO NOTHING"
        postgres "INSERT INTO inbox_read (account, message, at)
                  SELECT $2, id, $4 FROM (SELECT id FROM inbox
                      WHERE recipient IN (SELECT value FROM json_array_elements_text($1::json) AS names(value))
                      ORDER BY id DESC LIMIT $3) AS newest WHERE true
                  ON CONFLICT (account, message) DO NOTHING"
    }
    READ {
        sqlite "INSERT INTO inbox_read (account, message, at)
                SELECT $2, id, $4 FROM inbox WHERE recipient IN (SELECT value FROM json_each($1))
                    AND id IN (SELECT unhex(value, '-') FROM json_each($3))
                ON CONFLICT (account, message) DO NOTHING"
        postgres "INSERT INTO inbox_read (account, message, at)
                  SELECT $2, id, $4 FROM inbox
                  WHERE recipient IN (SELECT value FROM json_array_elements_text($1::json) AS names(value))
                      AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($3::json) AS ids(value))
                  ON CONFLICT (account, message) DO NOTHING"
    }
    SWEEP_READ { "DELETE FROM inbox_read WHERE message < $1" }
    SWEEP { "DELETE FROM inbox WHERE id < $1" }
}

row! {
    /// One message as an account finds it.
    #[derive(Debug, Clone, PartialEq)]
    pub struct InboxRow {
        pub id: Uuid,
        pub incident: Option<Uuid>,
        pub payload: Value as json,
        pub created_at: Instant,
        pub read_at: Option<Instant>,
    }
}

/// Which messages of somebody.
#[derive(Debug, Clone)]
pub struct InboxPage<'a> {
    /// Keys of all that he is: posts, party, office.
    pub recipients: &'a [String],
    pub account: Uuid,
    pub unread: bool,
    /// Older than this one.
    pub before: Option<Uuid>,
    pub limit: i64,
}

impl Store {
    /// Messages of somebody, newest first.
    pub async fn inbox(&self, page: &InboxPage<'_>) -> Result<Vec<InboxRow>, StoreError> {
        let recipients = json_list(page.recipients)?;
        let sql = if page.unread { &UNREAD } else { &PAGE };
        read!(self, |c| Ok(sqlx::query_as(c.say(sql))
            .bind(&recipients)
            .bind(page.account)
            .bind(page.before.unwrap_or(Uuid::max()))
            .bind(page.limit)
            .fetch_all(c)
            .await?))
    }

    /// How many of the newest thousand messages of somebody are unread.
    pub async fn unread_messages(&self, recipients: &[String], account: Uuid) -> Result<i64, StoreError> {
        let recipients = json_list(recipients)?;
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&COUNT))
            .bind(&recipients)
            .bind(account)
            .bind(COUNTED)
            .fetch_one(c)
            .await?))
    }

    /// Notes messages as read, those of `ids` that are somebody's, or all. Gives how many were unread before.
    pub async fn read_messages(
        &self,
        recipients: &[String],
        account: Uuid,
        ids: Option<&[Uuid]>,
        at: Instant,
    ) -> Result<u64, StoreError> {
        let recipients = json_list(recipients)?;
        let ids = ids.map(json_list).transpose()?;
        write_tx!(self, |c| {
            let done = match &ids {
                Some(ids) => sqlx::query(c.say(&READ))
                    .bind(&recipients)
                    .bind(account)
                    .bind(ids)
                    .bind(at)
                    .execute(&mut *c)
                    .await?
                    .rows_affected(),
                None => sqlx::query(c.say(&READ_ALL))
                    .bind(&recipients)
                    .bind(account)
                    .bind(COUNTED)
                    .bind(at)
                    .execute(&mut *c)
                    .await?
                    .rows_affected(),
            };
            Ok(done)
        })
    }

    /// Drops messages made before a time, read or not.
    pub async fn sweep_inbox(&self, before: Instant) -> Result<u64, StoreError> {
        let first = first_id(before);
        write_tx!(self, |c| {
            sqlx::query(c.say(&SWEEP_READ)).bind(first).execute(&mut *c).await?;
            Ok(sqlx::query(c.say(&SWEEP)).bind(first).execute(&mut *c).await?.rows_affected())
        })
    }
}
