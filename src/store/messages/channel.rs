//! Channels: the receivers outside of the site.

use crate::domain::instant::Instant;
use crate::store::audit::insert_audit;
use crate::store::changes::{ChangeKind, Pending, log_changes};
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use serde_json::Value;
use sqlx::types::Json;
use std::fmt;
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO channel (id, name, kind, settings, events, areas, departments, per_minute, created_at, changed_at,
             disabled_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, 1)"
    }
    // In the order in which they were made.
    ALL_CHANNELS {
        "SELECT id, name, kind, settings, events, areas, departments, per_minute, created_at, changed_at, disabled_at,
             removed_at, version
         FROM channel ORDER BY created_at, id"
    }
    EDIT {
        "UPDATE channel SET name = $3, kind = $4, settings = $5, events = $6, areas = $7, departments = $8,
             per_minute = $9, disabled_at = $10, changed_at = $11, version = version + 1
         WHERE id = $1 AND version = $2 AND removed_at IS NULL"
    }
    // The name stays for the log, the secrets go.
    REMOVE {
        "UPDATE channel SET removed_at = $3, changed_at = $3, settings = '{}', version = version + 1
         WHERE id = $1 AND version = $2 AND removed_at IS NULL"
    }
    GIVE_UP {
        "UPDATE outbox SET given_up_at = $2, last_error = 'channel_removed', claimed_by = NULL, claimed_until = NULL
         WHERE destination = $1 AND sent_at IS NULL AND given_up_at IS NULL"
    }
    VERSION { "SELECT version FROM channel WHERE id = $1 AND removed_at IS NULL" }
    WAITING {
        "SELECT destination, count(*) FROM outbox
         WHERE sent_at IS NULL AND given_up_at IS NULL AND destination IS NOT NULL GROUP BY destination"
    }
    LAST {
        "SELECT at, outcome FROM delivery WHERE channel = $1 AND outcome IS NOT NULL ORDER BY at DESC LIMIT 1"
    }
}

row! {
    /// A channel as it is stored, with its secrets.
    #[derive(Clone, PartialEq)]
    pub struct ChannelRow {
        pub id: Uuid,
        pub name: String,
        /// Slug of its kind.
        pub kind: String,
        /// How it is reached. Holds secrets.
        pub settings: Value as json,
        /// Slugs of the events that it wants; all when empty. Likewise codes of areas and slugs of departments.
        pub events: Vec<String> as json,
        pub areas: Vec<String> as json,
        pub departments: Vec<String> as json,
        /// Messages a minute; none for what its kind takes.
        pub per_minute: Option<i64>,
        pub created_at: Instant,
        pub changed_at: Instant,
        pub disabled_at: Option<Instant>,
        pub removed_at: Option<Instant>,
        pub version: i64,
    }
}

impl fmt::Debug for ChannelRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChannelRow").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// How a channel fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelState {
    /// Messages that have not been taken yet.
    pub waiting: i64,
    /// When something was last tried, and what came of it: `sent` or the code of an error.
    pub last: Option<(Instant, String)>,
}

fn changed(id: Uuid, at: Instant) -> [Pending; 1] {
    [Pending::of_site(ChangeKind::Channel, id.to_string(), at)]
}

/// A change of no row: there is no such channel, or another version of it stands.
macro_rules! found {
    ($c:ident, $done:expr, $id:expr) => {
        if $done.rows_affected() == 0 {
            let current: Option<i64> =
                sqlx::query_scalar($c.say(&VERSION)).bind($id).fetch_optional(&mut *$c).await?;
            return Err(current.map_or(StoreError::NotFound, |current| StoreError::Conflict { current }));
        }
    };
}

impl Store {
    /// All channels, removed ones too, oldest first.
    pub async fn channels(&self) -> Result<Vec<ChannelRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&ALL_CHANNELS)).fetch_all(c).await?))
    }

    /// Makes a channel; its times are those of the audit entry.
    pub async fn create_channel(&self, channel: &ChannelRow, audit: &AuditEntry) -> Result<(), StoreError> {
        let change = changed(channel.id, audit.at);
        write_tx!(self, |c| {
            sqlx::query(c.say(&INSERT))
                .bind(channel.id)
                .bind(&channel.name)
                .bind(&channel.kind)
                .bind(Json(&channel.settings))
                .bind(Json(&channel.events))
                .bind(Json(&channel.areas))
                .bind(Json(&channel.departments))
                .bind(channel.per_minute)
                .bind(audit.at)
                .bind(channel.disabled_at)
                .execute(&mut *c)
                .await?;
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Changes a channel on the version that `channel` names. `Conflict` when another stands.
    pub async fn edit_channel(&self, channel: &ChannelRow, audit: &AuditEntry) -> Result<(), StoreError> {
        let change = changed(channel.id, audit.at);
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&EDIT))
                .bind(channel.id)
                .bind(channel.version)
                .bind(&channel.name)
                .bind(&channel.kind)
                .bind(Json(&channel.settings))
                .bind(Json(&channel.events))
                .bind(Json(&channel.areas))
                .bind(Json(&channel.departments))
                .bind(channel.per_minute)
                .bind(channel.disabled_at)
                .bind(audit.at)
                .execute(&mut *c)
                .await?;
            found!(c, done, channel.id);
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Takes a channel away: its secrets are blanked, what waits for it is given up, its log stays.
    pub async fn remove_channel(&self, id: Uuid, version: i64, audit: &AuditEntry) -> Result<(), StoreError> {
        let change = changed(id, audit.at);
        write_tx!(self, |c| {
            let done =
                sqlx::query(c.say(&REMOVE)).bind(id).bind(version).bind(audit.at).execute(&mut *c).await?;
            found!(c, done, id);
            sqlx::query(c.say(&GIVE_UP)).bind(id).bind(audit.at).execute(&mut *c).await?;
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// How channels fare, in the order of `ids`.
    pub async fn channel_states(&self, ids: &[Uuid]) -> Result<Vec<ChannelState>, StoreError> {
        read!(self, |c| {
            let waiting: Vec<(Uuid, i64)> = sqlx::query_as(c.say(&WAITING)).fetch_all(&mut *c).await?;
            let mut states = Vec::with_capacity(ids.len());
            for id in ids {
                let waiting = waiting.iter().find(|(other, _)| other == id).map_or(0, |(_, count)| *count);
                let last = sqlx::query_as(c.say(&LAST)).bind(id).fetch_optional(&mut *c).await?;
                states.push(ChannelState { waiting, last });
            }
            Ok(states)
        })
    }
}
