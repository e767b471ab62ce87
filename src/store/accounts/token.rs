//! Tokens of programs that speak for an account.

use super::SecretHash;
use super::account::changed;
use crate::domain::account::Scope;
use crate::domain::instant::Instant;
use crate::store::audit::insert_audit;
use crate::store::changes::log_changes;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use sqlx::types::Json;
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO api_token (token_hash, id, account, name, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    }
    BY_HASH {
        "SELECT id, account, name, scopes, created_at, expires_at, last_used_at FROM api_token WHERE token_hash = $1"
    }
    OF_ACCOUNT {
        "SELECT id, account, name, scopes, created_at, expires_at, last_used_at
         FROM api_token WHERE account = $1 ORDER BY created_at, id"
    }
    USED { "UPDATE api_token SET last_used_at = $2 WHERE id = $1" }
    END { "DELETE FROM api_token WHERE account = $1 AND id = $2" }
}

row! {
    /// A token as it is stored, without its secret.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TokenRow {
        pub id: Uuid,
        pub account: Uuid,
        pub name: String,
        pub scopes: Vec<Scope> as json,
        pub created_at: Instant,
        pub expires_at: Option<Instant>,
        pub last_used_at: Option<Instant>,
    }
}

/// A token to make.
#[derive(Debug, Clone, PartialEq)]
pub struct NewToken {
    pub token_hash: SecretHash,
    pub id: Uuid,
    pub account: Uuid,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub expires_at: Option<Instant>,
}

impl Store {
    pub async fn create_token(&self, token: &NewToken, audit: &AuditEntry) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&INSERT))
                .bind(&token.token_hash[..])
                .bind(token.id)
                .bind(token.account)
                .bind(&token.name)
                .bind(Json(&token.scopes))
                .bind(audit.at)
                .bind(token.expires_at)
                .execute(&mut *c)
                .await?;
            insert_audit!(c, audit);
            Ok(())
        })
    }

    /// The token of a secret, also one whose time is over.
    pub async fn token(&self, token_hash: &SecretHash) -> Result<Option<TokenRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_HASH)).bind(&token_hash[..]).fetch_optional(c).await?))
    }

    pub async fn tokens_of(&self, account: Uuid) -> Result<Vec<TokenRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&OF_ACCOUNT)).bind(account).fetch_all(c).await?))
    }

    /// Notes that a token was used.
    pub async fn token_used(&self, id: Uuid, at: Instant) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&USED)).bind(id).bind(at).execute(&mut *c).await?;
            Ok(())
        })
    }

    /// Ends a token of an account; false when it has none such.
    pub async fn end_token(&self, account: Uuid, id: Uuid, audit: &AuditEntry) -> Result<bool, StoreError> {
        let change = changed(account, audit.at);
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&END)).bind(account).bind(id).execute(&mut *c).await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(true)
        })
    }
}
