//! Patrols that were made. Who made one stands in the row for the person's own data alone; nothing else reads it.

use super::changes::{ChangeKind, Pending, log_changes};
use super::incidents::IdempotencyKey;
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError, json_rows};
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::instant::Instant;
use serde::Serialize;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

statements! {
    INSERT {
        insert "patrol" {
            home_code plain, id id, layer plain, place plain, role plain, appointment id, party id, account id,
            visited_at plain, recorded_at plain, checks json, found_nothing flag, incidents json, note plain,
        }
    }
    BETWEEN {
        "SELECT id, layer, place, role, party, account, visited_at, recorded_at, checks, found_nothing, incidents, note FROM patrol
         WHERE visited_at >= $1 AND visited_at < $2 ORDER BY visited_at DESC, id DESC"
    }
    ANY { "SELECT 1 FROM patrol LIMIT 1" }
    ANSWER { "SELECT fingerprint, response FROM idempotency WHERE caller = $1 AND key = $2" }
    KEEP_ANSWER {
        "INSERT INTO idempotency (caller, key, fingerprint, response, home_code, incident, recorded_at)
         VALUES ($1, $2, $3, $4, $5, NULL, $6)"
    }
}

/// A patrol to write.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewPatrol {
    /// Community of the place, `-` when it lies in none.
    pub home_code: String,
    pub id: Uuid,
    /// None for an area of the duty scheme.
    pub layer: Option<Layer>,
    /// Code of the area or feature.
    pub place: String,
    /// The post that it was made in.
    pub role: Option<Role>,
    pub appointment: Option<Uuid>,
    pub party: Option<Uuid>,
    pub account: Option<Uuid>,
    pub visited_at: Instant,
    pub recorded_at: Instant,
    /// Categories that were looked at.
    pub checks: Vec<String>,
    /// Looked, and found nothing.
    pub found_nothing: bool,
    /// Reports made meanwhile.
    pub incidents: Vec<Uuid>,
    pub note: Option<String>,
}

row! {
    /// A patrol as it stands.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PatrolRow {
        pub id: Uuid,
        pub layer: Option<Layer>,
        pub place: String,
        pub role: Option<Role>,
        /// Whose it is, for himself only.
        pub party: Option<Uuid>,
        pub account: Option<Uuid>,
        pub visited_at: Instant,
        pub recorded_at: Instant,
        pub checks: Vec<String> as json,
        pub found_nothing: bool,
        pub incidents: Vec<Uuid> as json,
        pub note: Option<String>,
    }
}

row! {
    #[derive(Debug)]
    pub struct KeptAnswer {
        pub fingerprint: String,
        pub response: Value as json,
    }
}

/// What became of a patrol.
#[derive(Debug, Clone, PartialEq)]
pub enum Patrolled {
    Recorded,
    /// The key was used before with the same content, and got this.
    Replayed(Value),
}

impl Store {
    /// Writes a patrol with its key, in one transaction.
    pub async fn record_patrol(
        &self,
        patrol: &NewPatrol,
        key: Option<&IdempotencyKey>,
    ) -> Result<Patrolled, StoreError> {
        match self.record_patrol_once(patrol, key).await {
            // Another instance used the key between our look and our insert: the second run finds its answer.
            Err(StoreError::Unique { .. }) if key.is_some() => self.record_patrol_once(patrol, key).await,
            outcome => outcome,
        }
    }

    async fn record_patrol_once(
        &self,
        patrol: &NewPatrol,
        key: Option<&IdempotencyKey>,
    ) -> Result<Patrolled, StoreError> {
        let rows = json_rows(&[patrol])?;
        let change = [change(patrol)];
        write_tx!(self, |c| {
            if let Some(key) = key {
                let known: Option<KeptAnswer> = sqlx::query_as(c.say(&ANSWER))
                    .bind(&key.caller)
                    .bind(&key.key)
                    .fetch_optional(&mut *c)
                    .await?;
                if let Some(known) = known {
                    return if known.fingerprint == key.fingerprint {
                        Ok(Patrolled::Replayed(known.response))
                    } else {
                        Err(StoreError::KeyReused)
                    };
                }
            }
            sqlx::query(c.say(&INSERT)).bind(&rows).execute(&mut *c).await?;
            if let Some(key) = key {
                sqlx::query(c.say(&KEEP_ANSWER))
                    .bind(&key.caller)
                    .bind(&key.key)
                    .bind(&key.fingerprint)
                    .bind(Json(&key.response))
                    .bind(&patrol.home_code)
                    .bind(patrol.recorded_at)
                    .execute(&mut *c)
                    .await?;
            }
            log_changes!(c, &change);
            Ok(Patrolled::Recorded)
        })
    }

    /// Writes many patrols in one transaction, all or none.
    pub async fn insert_patrols(&self, patrols: &[NewPatrol]) -> Result<(), StoreError> {
        if patrols.is_empty() {
            return Ok(());
        }
        let rows = json_rows(patrols)?;
        let changes: Vec<Pending> = patrols.iter().map(change).collect();
        write_tx!(self, |c| {
            sqlx::query(c.say(&INSERT)).bind(&rows).execute(&mut *c).await?;
            log_changes!(c, &changes);
            Ok(())
        })
    }

    /// Patrols made at or after `since` and before `until`, newest first.
    pub async fn patrols(&self, since: Instant, until: Instant) -> Result<Vec<PatrolRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BETWEEN)).bind(since).bind(until).fetch_all(c).await?))
    }

    /// Whether any patrol was ever recorded.
    pub async fn has_patrols(&self) -> Result<bool, StoreError> {
        let found: Option<i32> =
            read!(self, |c| Ok(sqlx::query_scalar(c.say(&ANY)).fetch_optional(c).await?))?;
        Ok(found.is_some())
    }
}

fn change(patrol: &NewPatrol) -> Pending {
    let (home_code, key) = (patrol.home_code.clone(), patrol.id.to_string());
    Pending { home_code, kind: ChangeKind::Patrol, key, at: patrol.recorded_at }
}
