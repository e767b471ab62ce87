//! The outbox: claimed by whoever sends, ended by what the receiver said. Several instances may look at once; a message
//! is claimed by one of them, and by another only when the first has not come back in time.

use super::first_id;
use crate::domain::instant::Instant;
use crate::store::audit::insert_audit;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError, json_list};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

statements! {
    DUE {
        "SELECT DISTINCT destination FROM outbox
         WHERE sent_at IS NULL AND given_up_at IS NULL AND destination IS NOT NULL AND due_at <= $1
             AND (claimed_until IS NULL OR claimed_until <= $1)"
    }
    // Locked on PostgreSQL, so that two instances do not both believe that they may send the last message of a minute.
    OPEN {
        sqlite "SELECT 1 FROM channel WHERE id = $1 AND disabled_at IS NULL AND removed_at IS NULL"
        postgres "SELECT 1::bigint FROM channel WHERE id = $1 AND disabled_at IS NULL AND removed_at IS NULL FOR UPDATE"
    }
    RECENT { "SELECT count(*) FROM delivery WHERE channel = $1 AND at > $2" }
    TAKE {
        sqlite "UPDATE outbox SET attempts = attempts + 1, claimed_by = $3, claimed_until = $4
                WHERE id IN (SELECT id FROM outbox
                    WHERE destination = $1 AND sent_at IS NULL AND given_up_at IS NULL AND due_at <= $2
                        AND (claimed_until IS NULL OR claimed_until <= $2)
                    ORDER BY due_at, id LIMIT $5)
                RETURNING home_code, id, incident, payload, attempts"
        postgres "UPDATE outbox SET attempts = attempts + 1, claimed_by = $3, claimed_until = $4
                  WHERE (home_code, id) IN (SELECT home_code, id FROM outbox
                      WHERE destination = $1 AND sent_at IS NULL AND given_up_at IS NULL AND due_at <= $2
                          AND (claimed_until IS NULL OR claimed_until <= $2)
                      ORDER BY due_at, id LIMIT $5 FOR UPDATE SKIP LOCKED)
                  RETURNING home_code, id, incident, payload, attempts"
    }
    BEGIN_ATTEMPT {
        "INSERT INTO delivery (home_code, outbox, id, channel, attempt, at) VALUES ($1, $2, $3, $4, $5, $6)"
    }
    END_ATTEMPT {
        "UPDATE delivery SET outcome = $4, status = $5, error = $6, answer = $7, took_ms = $8
         WHERE home_code = $1 AND outbox = $2 AND id = $3"
    }
    END {
        "UPDATE outbox SET sent_at = $4, given_up_at = $5, due_at = coalesce($6, due_at), last_error = $7,
             claimed_by = NULL, claimed_until = NULL
         WHERE home_code = $1 AND id = $2 AND claimed_by = $3"
    }
    LIST {
        sqlite "SELECT home_code, id, incident, destination, payload, created_at, due_at, attempts, last_error, sent_at,
                    given_up_at, claimed_until
                FROM outbox
                WHERE destination IS NOT NULL AND id < $1 AND ($2 IS NULL OR destination = $2)
                    AND ($3 = '' OR CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN given_up_at IS NOT NULL THEN 'given_up'
                        ELSE 'waiting' END = $3)
                ORDER BY id DESC LIMIT $4"
        postgres "SELECT home_code, id, incident, destination, payload, created_at, due_at, attempts, last_error, sent_at,
                      given_up_at, claimed_until
                  FROM outbox
                  WHERE destination IS NOT NULL AND id < $1 AND ($2::uuid IS NULL OR destination = $2)
                      AND ($3 = '' OR CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN given_up_at IS NOT NULL THEN 'given_up'
                          ELSE 'waiting' END = $3)
                  ORDER BY id DESC LIMIT $4"
    }
    ONE {
        "SELECT home_code, id, incident, destination, payload, created_at, due_at, attempts, last_error, sent_at,
             given_up_at, claimed_until
         FROM outbox WHERE id = $1 AND destination IS NOT NULL"
    }
    ATTEMPTS {
        sqlite "SELECT outbox, attempt, at, outcome, status, error, answer, took_ms FROM delivery
                WHERE outbox IN (SELECT unhex(value, '-') FROM jsonb_each($1)) ORDER BY at, id"
        postgres "SELECT outbox, attempt, at, outcome, status, error, answer, took_ms FROM delivery
                  WHERE outbox IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  ORDER BY at, id"
    }
    REPLAY {
        "UPDATE outbox SET sent_at = NULL, given_up_at = NULL, last_error = NULL, due_at = $2, attempts = 0,
             claimed_by = NULL, claimed_until = NULL
         WHERE id = $1 AND destination IS NOT NULL AND (claimed_until IS NULL OR claimed_until <= $2)"
    }
    SWEEP_ATTEMPTS {
        "DELETE FROM delivery WHERE outbox < $1
             AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = delivery.outbox AND o.sent_at IS NULL AND o.given_up_at IS NULL)"
    }
    SWEEP {
        "DELETE FROM outbox WHERE id < $1 AND (sent_at IS NOT NULL OR given_up_at IS NOT NULL)"
    }
}

/// How much may be claimed of one channel.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    pub channel: Uuid,
    /// Names the claim; never the same twice.
    pub id: Uuid,
    pub now: Instant,
    /// From then on somebody else may take it.
    pub until: Instant,
    pub most: i64,
    /// Messages a minute that the channel takes.
    pub per_minute: Option<i64>,
}

row! {
    /// A message that is ours to send.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Claimed {
        pub home_code: String,
        pub id: Uuid,
        pub incident: Option<Uuid>,
        pub payload: Value as json,
        /// Attempts with this one, since it came or was last sent again by hand.
        pub attempts: i64,
    }
}

/// What follows from an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Sent(Instant),
    TryAt(Instant),
    GivenUp(Instant),
}

/// What became of an attempt, for the log. None of it holds a secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// `sent`, or the code of the error.
    pub code: String,
    pub status: Option<i64>,
    /// Words of the error.
    pub error: Option<Value>,
    /// The beginning of what the receiver said.
    pub answer: String,
    pub took_ms: i64,
}

row! {
    /// A message with where it stands.
    #[derive(Debug, Clone, PartialEq)]
    pub struct DeliveryRow {
        pub home_code: String,
        pub id: Uuid,
        pub incident: Option<Uuid>,
        pub destination: Uuid,
        pub payload: Value as json,
        pub created_at: Instant,
        /// When it is tried next.
        pub due_at: Instant,
        pub attempts: i64,
        pub last_error: Option<String>,
        pub sent_at: Option<Instant>,
        pub given_up_at: Option<Instant>,
        pub claimed_until: Option<Instant>,
    }
}

row! {
    /// One attempt.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Attempt {
        pub outbox: Uuid,
        pub attempt: i64,
        pub at: Instant,
        /// None while it is under way, or when the program ended in between.
        pub outcome: Option<String>,
        pub status: Option<i64>,
        pub error: Option<Json<Value>>,
        pub answer: Option<String>,
        pub took_ms: Option<i64>,
    }
}

/// Which messages.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    pub channel: Option<Uuid>,
    /// `waiting`, `sent` or `given_up`; all when empty.
    pub state: String,
    /// Older than this one.
    pub before: Option<Uuid>,
}

impl Store {
    /// Channels that messages are due for.
    pub async fn channels_with_due(&self, now: Instant) -> Result<Vec<Uuid>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&DUE)).bind(now).fetch_all(c).await?))
    }

    /// Claims messages that are due, oldest first, no more than the channel takes in a minute, and begins their attempts.
    pub async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Claimed>, StoreError> {
        const MINUTE: i64 = 60 * Instant::SECOND;
        write_tx!(self, |c| {
            let open: Option<i64> =
                sqlx::query_scalar(c.say(&OPEN)).bind(claim.channel).fetch_optional(&mut *c).await?;
            if open.is_none() {
                return Ok(Vec::new());
            }
            let mut most = claim.most;
            if let Some(per_minute) = claim.per_minute {
                let since = Instant(claim.now.micros() - MINUTE);
                let recent: i64 = sqlx::query_scalar(c.say(&RECENT))
                    .bind(claim.channel)
                    .bind(since)
                    .fetch_one(&mut *c)
                    .await?;
                most = most.min(per_minute - recent);
            }
            if most <= 0 {
                return Ok(Vec::new());
            }
            let taken: Vec<Claimed> = sqlx::query_as(c.say(&TAKE))
                .bind(claim.channel)
                .bind(claim.now)
                .bind(claim.id)
                .bind(claim.until)
                .bind(most)
                .fetch_all(&mut *c)
                .await?;
            for message in &taken {
                sqlx::query(c.say(&BEGIN_ATTEMPT))
                    .bind(&message.home_code)
                    .bind(message.id)
                    .bind(claim.id)
                    .bind(claim.channel)
                    .bind(message.attempts)
                    .bind(claim.now)
                    .execute(&mut *c)
                    .await?;
            }
            Ok(taken)
        })
    }

    /// Ends an attempt. When somebody else has claimed the message since, only the attempt is noted.
    pub async fn end_attempt(
        &self,
        claim: Uuid,
        message: &Claimed,
        outcome: &Outcome,
        ended: Ended,
    ) -> Result<(), StoreError> {
        let (sent, given_up, due) = match ended {
            Ended::Sent(at) => (Some(at), None, None),
            Ended::GivenUp(at) => (None, Some(at), None),
            Ended::TryAt(at) => (None, None, Some(at)),
        };
        let last_error = sent.is_none().then_some(outcome.code.as_str());
        write_tx!(self, |c| {
            sqlx::query(c.say(&END_ATTEMPT))
                .bind(&message.home_code)
                .bind(message.id)
                .bind(claim)
                .bind(&outcome.code)
                .bind(outcome.status)
                .bind(outcome.error.as_ref().map(Json))
                .bind(&outcome.answer)
                .bind(outcome.took_ms)
                .execute(&mut *c)
                .await?;
            sqlx::query(c.say(&END))
                .bind(&message.home_code)
                .bind(message.id)
                .bind(claim)
                .bind(sent)
                .bind(given_up)
                .bind(due)
                .bind(last_error)
                .execute(&mut *c)
                .await?;
            Ok(())
        })
    }

    /// Messages to the outside, newest first.
    pub async fn deliveries(
        &self,
        filter: &DeliveryFilter,
        limit: i64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&LIST))
            .bind(filter.before.unwrap_or(Uuid::max()))
            .bind(filter.channel)
            .bind(&filter.state)
            .bind(limit)
            .fetch_all(c)
            .await?))
    }

    pub async fn delivery(&self, id: Uuid) -> Result<Option<DeliveryRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&ONE)).bind(id).fetch_optional(c).await?))
    }

    /// The attempts of messages, oldest first.
    pub async fn attempts_of(&self, messages: &[Uuid]) -> Result<Vec<Attempt>, StoreError> {
        let messages = json_list(messages)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&ATTEMPTS)).bind(&messages).fetch_all(c).await?))
    }

    /// Sends a message again from the first attempt on; false while it is being sent.
    pub async fn replay_message(&self, id: Uuid, audit: &AuditEntry) -> Result<bool, StoreError> {
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&REPLAY)).bind(id).bind(audit.at).execute(&mut *c).await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            insert_audit!(c, audit);
            Ok(true)
        })
    }

    /// Drops what was made before a time and no longer waits, with its attempts. Gives how many messages went.
    pub async fn sweep_messages(&self, before: Instant) -> Result<u64, StoreError> {
        let first = first_id(before);
        write_tx!(self, |c| {
            sqlx::query(c.say(&SWEEP_ATTEMPTS)).bind(first).execute(&mut *c).await?;
            Ok(sqlx::query(c.say(&SWEEP)).bind(first).execute(&mut *c).await?.rows_affected())
        })
    }
}
