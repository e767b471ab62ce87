//! One-time links: for the first administrator, for invitations, for forgotten passwords.

use super::SecretHash;
use super::account::{NewAccount, changed, insert_account};
use super::session::{NewSession, begin_session};
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;
use crate::store::audit::insert_audit;
use crate::store::changes::log_changes;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use uuid::Uuid;

vocabulary! {
    /// What a link is for.
    LinkPurpose {
        /// The first administrator; belongs to no account yet.
        Setup = "setup",
        /// First password of an account.
        Invite = "invite",
        /// New password of an account.
        Reset = "reset",
    }
}

statements! {
    INSERT {
        "INSERT INTO one_time_link (token_hash, account, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
    }
    END_OLDER {
        sqlite "DELETE FROM one_time_link WHERE account IS $1"
        postgres "DELETE FROM one_time_link WHERE account IS NOT DISTINCT FROM $1"
    }
    OPEN {
        "SELECT account, purpose, expires_at FROM one_time_link
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
    }
    USE {
        "UPDATE one_time_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
    }
    PASSWORDS { "SELECT count(*) FROM account WHERE password IS NOT NULL AND disabled_at IS NULL" }
}

row! {
    /// A link that can still be used.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LinkRow {
        pub account: Option<Uuid>,
        pub purpose: String,
        pub expires_at: Instant,
    }
}

/// A link to make; older ones of the same account end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub token_hash: SecretHash,
    pub account: Option<Uuid>,
    pub purpose: LinkPurpose,
    pub at: Instant,
    pub expires_at: Instant,
}

/// What using a link leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Redeemed {
    /// The first administrator.
    Account(NewAccount),
    /// The account of the link gets this hash; all its other sessions end.
    Password { account: Uuid, hash: String },
}

impl Store {
    /// Makes a link, with its account where it is an invitation of a new one.
    pub async fn create_link(
        &self,
        link: &NewLink,
        account: Option<&NewAccount>,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            if let Some(account) = account {
                insert_account!(c, account, audit.at);
            }
            sqlx::query(c.say(&END_OLDER)).bind(link.account).execute(&mut *c).await?;
            sqlx::query(c.say(&INSERT))
                .bind(&link.token_hash[..])
                .bind(link.account)
                .bind(link.purpose.slug())
                .bind(link.at)
                .bind(link.expires_at)
                .execute(&mut *c)
                .await?;
            insert_audit!(c, audit);
            Ok(())
        })
    }

    /// A link that is neither used nor too old.
    pub async fn open_link(
        &self,
        token_hash: &SecretHash,
        now: Instant,
    ) -> Result<Option<LinkRow>, StoreError> {
        read!(self, |c| {
            let row = sqlx::query_as(c.say(&OPEN)).bind(&token_hash[..]).bind(now).fetch_optional(c).await?;
            Ok(row)
        })
    }

    /// Uses a link once and signs in. `StoreError::NotFound` when somebody was quicker or it is too old;
    /// `StoreError::Unique` when the login is taken.
    pub async fn redeem_link(
        &self,
        token_hash: &SecretHash,
        redeemed: &Redeemed,
        session: &NewSession,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let change = changed(session.account, audit.at);
        write_tx!(self, |c| {
            let used = sqlx::query(c.say(&USE)).bind(&token_hash[..]).bind(audit.at).execute(&mut *c).await?;
            if used.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
            match redeemed {
                Redeemed::Account(account) => insert_account!(c, account, audit.at),
                Redeemed::Password { account, hash } => {
                    sqlx::query(c.say(&super::account::SET_PASSWORD))
                        .bind(account)
                        .bind(hash)
                        .bind(audit.at)
                        .execute(&mut *c)
                        .await?;
                    sqlx::query(c.say(&super::account::END_SESSIONS)).bind(account).execute(&mut *c).await?;
                }
            }
            begin_session!(c, session);
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Whether anybody can sign in.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        read!(self, |c| {
            let count: i64 = sqlx::query_scalar(c.say(&PASSWORDS)).fetch_one(c).await?;
            Ok(count > 0)
        })
    }
}
