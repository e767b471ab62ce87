//! Who looked at what that is private, and why. Append-only.

use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::instant::Instant;
use serde_json::Value;
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO audit (home_code, id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    }
    NEWEST {
        "SELECT home_code, id, at, actor, action, subject, detail FROM audit ORDER BY at DESC, id DESC LIMIT $1"
    }
}

row! {
    /// One audited act.
    #[derive(Debug, Clone, PartialEq)]
    pub struct AuditEntry {
        /// Community that it concerns, `-` for none.
        pub home_code: String,
        pub id: Uuid,
        pub at: Instant,
        /// Who did it: an account, or the address it came from.
        pub actor: String,
        /// `reveal`, `export` and their like.
        pub action: String,
        /// Kind and id of what was looked at.
        pub subject: String,
        pub detail: Value as json,
    }
}

/// Writes an entry within a transaction, together with what it tells of.
macro_rules! insert_audit {
    ($c:ident, $entry:expr) => {{
        let entry: &$crate::store::AuditEntry = $entry;
        sqlx::query($c.say(&$crate::store::audit::INSERT))
            .bind(&entry.home_code)
            .bind(entry.id)
            .bind(entry.at)
            .bind(&entry.actor)
            .bind(&entry.action)
            .bind(&entry.subject)
            .bind(sqlx::types::Json(&entry.detail))
            .execute(&mut *$c)
            .await?;
    }};
}
pub(crate) use insert_audit;

impl Store {
    /// Writes an entry; when this fails, the audited act must not happen.
    pub async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            insert_audit!(c, entry);
            Ok(())
        })
    }

    /// The newest entries first.
    pub async fn audit_entries(&self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&NEWEST)).bind(limit).fetch_all(c).await?))
    }
}
