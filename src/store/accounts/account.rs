//! Accounts: who may sign in, and what was granted to them.

use crate::domain::account::AccountRole;
use crate::domain::instant::Instant;
use crate::store::audit::insert_audit;
use crate::store::changes::{ChangeKind, Pending, log_changes};
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use sqlx::types::Json;
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO account (id, login, name, party, granted, password, created_at, changed_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)"
    }
    ALL_ACCOUNTS {
        "SELECT id, login, name, party, granted, password, created_at, changed_at, last_sign_in_at, disabled_at, version
         FROM account ORDER BY login"
    }
    BY_ID {
        "SELECT id, login, name, party, granted, password, created_at, changed_at, last_sign_in_at, disabled_at, version
         FROM account WHERE id = $1"
    }
    BY_LOGIN {
        "SELECT id, login, name, party, granted, password, created_at, changed_at, last_sign_in_at, disabled_at, version
         FROM account WHERE login = $1"
    }
    EDIT {
        "UPDATE account SET name = $3, party = $4, granted = $5, disabled_at = $6, changed_at = $7, version = version + 1
         WHERE id = $1 AND version = $2"
    }
    SET_PASSWORD {
        "UPDATE account SET password = $2, changed_at = $3, version = version + 1 WHERE id = $1"
    }
    REHASH { "UPDATE account SET password = $2 WHERE id = $1 AND password = $3" }
    VERSION { "SELECT version FROM account WHERE id = $1" }
    ADMINISTRATORS {
        sqlite "SELECT id, granted FROM account WHERE disabled_at IS NULL AND password IS NOT NULL"
        postgres "SELECT id, granted FROM account WHERE disabled_at IS NULL AND password IS NOT NULL FOR UPDATE"
    }
    END_SESSIONS { "DELETE FROM user_session WHERE account = $1" }
    END_TOKENS { "DELETE FROM api_token WHERE account = $1" }
    END_LINKS { "DELETE FROM one_time_link WHERE account = $1" }
}

row! {
    /// An account as it is stored.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Account {
        pub id: Uuid,
        /// As `login_name` makes it.
        pub login: String,
        /// How the person is addressed.
        pub name: String,
        /// The party whose posts are the account's.
        pub party: Option<Uuid>,
        pub granted: Vec<AccountRole> as json,
        /// PHC string of the hash; none until the account's link has been used.
        pub password: Option<String>,
        pub created_at: Instant,
        pub changed_at: Instant,
        pub last_sign_in_at: Option<Instant>,
        pub disabled_at: Option<Instant>,
        pub version: i64,
    }
}

/// An account to make.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAccount {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub party: Option<Uuid>,
    pub granted: Vec<AccountRole>,
    pub password: Option<String>,
}

/// What an account shall be, on the version that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountEdit {
    pub id: Uuid,
    pub version: i64,
    pub name: String,
    pub party: Option<Uuid>,
    pub granted: Vec<AccountRole>,
    pub disabled_at: Option<Instant>,
    /// Whether devices and tokens end with it.
    pub sign_out: bool,
}

/// The step of `INSERT` within a transaction.
macro_rules! insert_account {
    ($c:ident, $account:expr, $at:expr) => {{
        use $crate::store::accounts::account;
        let new: &account::NewAccount = $account;
        sqlx::query($c.say(&account::INSERT))
            .bind(new.id)
            .bind(&new.login)
            .bind(&new.name)
            .bind(new.party)
            .bind(sqlx::types::Json(&new.granted))
            .bind(&new.password)
            .bind($at)
            .execute(&mut *$c)
            .await?;
    }};
}
pub(super) use insert_account;

/// The change of an account for those who follow.
pub(super) fn changed(account: Uuid, at: Instant) -> [Pending; 1] {
    [Pending::of_site(ChangeKind::Account, account.to_string(), at)]
}

/// Whether anybody of the active accounts administers.
fn administered(active: &[(Uuid, Json<Vec<AccountRole>>)]) -> bool {
    active.iter().any(|(_, granted)| granted.0.contains(&AccountRole::Administrator))
}

impl Store {
    /// Makes an account; `StoreError::Unique` when the login is taken.
    pub async fn create_account(&self, account: &NewAccount, audit: &AuditEntry) -> Result<(), StoreError> {
        let change = changed(account.id, audit.at);
        write_tx!(self, |c| {
            insert_account!(c, account, audit.at);
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// All accounts by login.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&ALL_ACCOUNTS)).fetch_all(c).await?))
    }

    pub async fn account(&self, id: Uuid) -> Result<Option<Account>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_ID)).bind(id).fetch_optional(c).await?))
    }

    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_LOGIN)).bind(login).fetch_optional(c).await?))
    }

    /// Changes an account and gives its new version. `StoreError::Conflict` when another version stands;
    /// `StoreError::Check` of `last_administrator` when nobody would be left who can administer.
    pub async fn edit_account(&self, edit: &AccountEdit, audit: &AuditEntry) -> Result<i64, StoreError> {
        let change = changed(edit.id, audit.at);
        write_tx!(self, |c| {
            let before: Vec<(Uuid, Json<Vec<AccountRole>>)> =
                sqlx::query_as(c.say(&ADMINISTRATORS)).fetch_all(&mut *c).await?;
            let done = sqlx::query(c.say(&EDIT))
                .bind(edit.id)
                .bind(edit.version)
                .bind(&edit.name)
                .bind(edit.party)
                .bind(Json(&edit.granted))
                .bind(edit.disabled_at)
                .bind(audit.at)
                .execute(&mut *c)
                .await?;
            if done.rows_affected() == 0 {
                let current: Option<i64> =
                    sqlx::query_scalar(c.say(&VERSION)).bind(edit.id).fetch_optional(&mut *c).await?;
                return Err(current.map_or(StoreError::NotFound, |current| StoreError::Conflict { current }));
            }
            let after: Vec<(Uuid, Json<Vec<AccountRole>>)> =
                sqlx::query_as(c.say(&ADMINISTRATORS)).fetch_all(&mut *c).await?;
            if administered(&before) && !administered(&after) {
                return Err(StoreError::Check { constraint: "last_administrator".to_owned() });
            }
            if edit.sign_out {
                for text in [&END_SESSIONS, &END_TOKENS, &END_LINKS] {
                    sqlx::query(c.say(text)).bind(edit.id).execute(&mut *c).await?;
                }
            }
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(edit.version + 1)
        })
    }

    /// Sets the hash of a new password and ends every session of the account but `keep`, as well as its links.
    pub async fn set_password(
        &self,
        account: Uuid,
        hash: &str,
        keep: Option<Uuid>,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let change = changed(account, audit.at);
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&SET_PASSWORD))
                .bind(account)
                .bind(hash)
                .bind(audit.at)
                .execute(&mut *c)
                .await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
            sqlx::query(c.say(&super::session::END_OTHERS)).bind(account).bind(keep).execute(&mut *c).await?;
            sqlx::query(c.say(&END_LINKS)).bind(account).execute(&mut *c).await?;
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Keeps a hash with newer parameters, unless the password was changed meanwhile.
    pub async fn rehash_password(&self, account: Uuid, old: &str, new: &str) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&REHASH)).bind(account).bind(new).bind(old).execute(&mut *c).await?;
            Ok(())
        })
    }
}
