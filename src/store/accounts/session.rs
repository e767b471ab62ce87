//! Sessions: devices that somebody is signed in on.

use super::SecretHash;
use super::account::changed;
use crate::domain::instant::Instant;
use crate::store::audit::insert_audit;
use crate::store::changes::log_changes;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO user_session (token_hash, id, account, device, address, created_at, last_seen_at, idle_limit, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)"
    }
    BY_HASH {
        "SELECT id, account, device, address, created_at, last_seen_at, idle_limit, expires_at
         FROM user_session WHERE token_hash = $1"
    }
    OF_ACCOUNT {
        "SELECT id, account, device, address, created_at, last_seen_at, idle_limit, expires_at
         FROM user_session WHERE account = $1 AND expires_at > $2 AND last_seen_at + idle_limit > $2
         ORDER BY last_seen_at DESC, id"
    }
    KNOWS { "SELECT count(*) FROM user_session WHERE account = $1 AND address = $2" }
    SEEN { "UPDATE user_session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2" }
    SIGNED_IN { "UPDATE account SET last_sign_in_at = $2 WHERE id = $1" }
    END_BY_HASH { "DELETE FROM user_session WHERE token_hash = $1" }
    END_ONE { "DELETE FROM user_session WHERE account = $1 AND id = $2" }
    END_OTHERS {
        sqlite "DELETE FROM user_session WHERE account = $1 AND ($2 IS NULL OR id <> $2)"
        postgres "DELETE FROM user_session WHERE account = $1 AND ($2::uuid IS NULL OR id <> $2)"
    }
    SWEEP { "DELETE FROM user_session WHERE expires_at <= $1 OR last_seen_at + idle_limit <= $1" }
}

row! {
    /// A session as it is stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SessionRow {
        pub id: Uuid,
        pub account: Uuid,
        /// Browser and system in words.
        pub device: String,
        pub address: String,
        pub created_at: Instant,
        pub last_seen_at: Instant,
        /// Microseconds without a request after which it ends.
        pub idle_limit: i64,
        pub expires_at: Instant,
    }
}

impl SessionRow {
    pub fn holds_at(&self, now: Instant) -> bool {
        now < self.expires_at && now.micros() < self.last_seen_at.micros().saturating_add(self.idle_limit)
    }
}

/// A session to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    pub token_hash: SecretHash,
    pub id: Uuid,
    pub account: Uuid,
    pub device: String,
    pub address: String,
    pub at: Instant,
    /// Microseconds.
    pub idle_limit: i64,
    pub expires_at: Instant,
    /// The session that this browser had before; it ends, so that no session outlives a sign-in.
    pub replaces: Option<SecretHash>,
}

/// The steps that begin a session within a transaction.
macro_rules! begin_session {
    ($c:ident, $session:expr) => {{
        use $crate::store::accounts::session;
        let new: &session::NewSession = $session;
        if let Some(replaced) = &new.replaces {
            sqlx::query($c.say(&session::END_BY_HASH)).bind(&replaced[..]).execute(&mut *$c).await?;
        }
        sqlx::query($c.say(&session::INSERT))
            .bind(&new.token_hash[..])
            .bind(new.id)
            .bind(new.account)
            .bind(&new.device)
            .bind(&new.address)
            .bind(new.at)
            .bind(new.idle_limit)
            .bind(new.expires_at)
            .execute(&mut *$c)
            .await?;
        sqlx::query($c.say(&session::SIGNED_IN)).bind(new.account).bind(new.at).execute(&mut *$c).await?;
    }};
}
pub(super) use begin_session;

impl Store {
    /// Begins a session; ended ones of everybody are swept away on the occasion.
    pub async fn begin_session(&self, session: &NewSession, audit: &AuditEntry) -> Result<(), StoreError> {
        let change = changed(session.account, session.at);
        write_tx!(self, |c| {
            sqlx::query(c.say(&SWEEP)).bind(session.at).execute(&mut *c).await?;
            begin_session!(c, session);
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// The session of a token, also one whose time is over.
    pub async fn session(&self, token_hash: &SecretHash) -> Result<Option<SessionRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_HASH)).bind(&token_hash[..]).fetch_optional(c).await?))
    }

    /// Sessions of an account that hold at `now`, the one used last first.
    pub async fn sessions_of(&self, account: Uuid, now: Instant) -> Result<Vec<SessionRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&OF_ACCOUNT)).bind(account).bind(now).fetch_all(c).await?))
    }

    /// Whether an account is signed in from an address.
    pub async fn knows_address(&self, account: Uuid, address: &str) -> Result<bool, StoreError> {
        read!(self, |c| {
            let count: i64 =
                sqlx::query_scalar(c.say(&KNOWS)).bind(account).bind(address).fetch_one(c).await?;
            Ok(count > 0)
        })
    }

    /// Notes that a session was used.
    pub async fn session_seen(&self, id: Uuid, at: Instant) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&SEEN)).bind(id).bind(at).execute(&mut *c).await?;
            Ok(())
        })
    }

    /// Ends one session of an account; false when it has none such.
    pub async fn end_session(&self, account: Uuid, id: Uuid, audit: &AuditEntry) -> Result<bool, StoreError> {
        let change = changed(account, audit.at);
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&END_ONE)).bind(account).bind(id).execute(&mut *c).await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(true)
        })
    }

    /// Ends every session of an account but `keep`; gives how many.
    pub async fn end_other_sessions(
        &self,
        account: Uuid,
        keep: Option<Uuid>,
        audit: &AuditEntry,
    ) -> Result<u64, StoreError> {
        let change = changed(account, audit.at);
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&END_OTHERS)).bind(account).bind(keep).execute(&mut *c).await?;
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(done.rows_affected())
        })
    }
}
