//! What administrators do with accounts, in the browser and from the terminal.

use super::links::{checked_login, login_taken, person_name};
use super::weak;
use crate::app::answer::{AccountAnswer, AccountCreated, AccountState, AccountsAnswer, OneTimeLink};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{self, Result, Service};
use crate::domain::account::AccountRole;
use crate::domain::account::credentials::check_password;
use crate::domain::account::from_posts::GRANTABLE;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::{Account, AccountEdit, NewAccount, StoreError};
use serde_json::json;
use uuid::Uuid;

/// An account to make.
#[derive(Debug, Clone, Default)]
pub struct NewAccountRequest {
    pub login: String,
    pub name: String,
    /// Role slugs.
    pub granted: Vec<String>,
    pub party: Option<Uuid>,
}

/// What shall change; none leaves it.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    pub name: Option<String>,
    pub granted: Option<Vec<String>>,
    /// Some(None) takes the party away.
    pub party: Option<Option<Uuid>>,
    pub active: Option<bool>,
}

/// Roles from slugs, each once; only those that a person may grant.
fn grants(slugs: &[String]) -> std::result::Result<Vec<AccountRole>, FieldError> {
    let mut roles = Vec::new();
    for slug in slugs {
        let role = AccountRole::from_slug(slug).filter(|role| GRANTABLE.contains(role));
        let Some(role) = role else {
            let known: Vec<&str> = GRANTABLE.iter().map(|role| role.slug()).collect();
            let known = known.join(", ");
            return Err(FieldError::new(
                "granted",
                "unknown",
                format!("「{slug}」不能直接授予，可授予：{known}；其余角色随任职自动得到"),
                format!("“{slug}” cannot be granted; known: {known}; other roles follow from posts"),
            ));
        };
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    Ok(roles)
}

impl Service {
    pub(super) fn account_answer(&self, account: &Account) -> AccountAnswer {
        let reference = self.reference();
        let party = account.party.and_then(|id| reference.roster.party(id));
        AccountAnswer {
            id: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            party: account.party,
            party_name: party.map(|party| party.name.clone()),
            granted: account.granted.clone(),
            state: match (account.disabled_at, &account.password) {
                (Some(_), _) => AccountState::Disabled,
                (None, None) => AccountState::Invited,
                (None, Some(_)) => AccountState::Active,
            },
            created_at: reference.zoned(account.created_at),
            last_sign_in_at: account.last_sign_in_at.map(|at| reference.zoned(at)),
            version: account.version,
        }
    }

    pub async fn accounts(&self) -> Result<AccountsAnswer> {
        let accounts = self.store().accounts().await?;
        Ok(AccountsAnswer { accounts: accounts.iter().map(|account| self.account_answer(account)).collect() })
    }

    /// The account of a login, for the command line.
    pub async fn account_named(&self, login: &str) -> Result<AccountAnswer> {
        Ok(self.account_answer(&self.stored_account(login).await?))
    }

    async fn stored_account(&self, login: &str) -> Result<Account> {
        let not_found = || AppError::NotFound { kind: "account", id: login.trim().to_owned() };
        let name = crate::domain::account::credentials::login_name(login).ok_or_else(not_found)?;
        self.store().account_by_login(&name).await?.ok_or_else(not_found)
    }

    fn known_party(&self, party: Option<Uuid>) -> std::result::Result<(), FieldError> {
        match party {
            Some(id) if self.reference().roster.party(id).is_none() => {
                Err(FieldError::new("party", "unknown", "找不到这个主体", "this party does not exist"))
            }
            _ => Ok(()),
        }
    }

    /// Makes an account and the link by which its owner sets the password.
    pub async fn create_account(&self, request: NewAccountRequest, actor: &str) -> Result<AccountCreated> {
        let now = self.now();
        let mut faults = Vec::new();
        let login = checked_login(&request.login).map_err(|fault| faults.push(fault)).ok();
        let name = person_name(&request.name).map_err(|fault| faults.push(fault)).ok();
        let granted = grants(&request.granted).map_err(|fault| faults.push(fault)).ok();
        if let Err(fault) = self.known_party(request.party) {
            faults.push(fault);
        }
        let (Some(login), Some(name), Some(granted), true) = (login, name, granted, faults.is_empty()) else {
            return Err(AppError::Invalid(faults));
        };
        let new =
            NewAccount { id: self.ids().id(now), login, name, party: request.party, granted, password: None };
        let account = invited(&new, now);
        let link = self.link_for(&account, Some(&new), actor).await?;
        Ok(AccountCreated { account: self.account_answer(&account), link })
    }

    /// Makes an account with a password that is known already, for the command line and the demo.
    pub async fn create_account_with_password(
        &self,
        request: NewAccountRequest,
        password: String,
        actor: &str,
    ) -> Result<AccountAnswer> {
        let now = self.now();
        let login = checked_login(&request.login).map_err(AppError::invalid)?;
        let name = person_name(&request.name).map_err(AppError::invalid)?;
        let granted = grants(&request.granted).map_err(AppError::invalid)?;
        self.known_party(request.party).map_err(AppError::invalid)?;
        check_password(&password, &login).map_err(|fault| AppError::invalid(weak("password", fault)))?;
        let hash = self.passwords().hash(password).await.map_err(AppError::Internal)?;
        let new = NewAccount {
            id: self.ids().id(now),
            login,
            name,
            party: request.party,
            granted,
            password: Some(hash),
        };
        let audit =
            self.audit_entry(actor, "create_account", new.id.to_string(), json!({"login": new.login}));
        self.store().create_account(&new, &audit).await.map_err(|error| match error {
            StoreError::Unique { .. } => login_taken(),
            other => other.into(),
        })?;
        let account = Account { password: new.password.clone(), ..invited(&new, now) };
        Ok(self.account_answer(&account))
    }

    /// A new link for an account: an invitation, or a reset when it has a password.
    pub async fn account_link(&self, id: Uuid, actor: &str) -> Result<OneTimeLink> {
        let account = self.store().account(id).await?;
        let account = account.ok_or_else(|| AppError::NotFound { kind: "account", id: id.to_string() })?;
        if account.disabled_at.is_some() {
            return Err(AppError::Conflict {
                code: "account_disabled",
                words: Words::new("账号已停用，请先启用", "the account is disabled; enable it first"),
            });
        }
        self.link_for(&account, None, actor).await
    }

    /// Changes an account. The last administrator stays one.
    pub async fn change_account(
        &self,
        id: Uuid,
        version: i64,
        change: AccountChange,
        actor: &str,
    ) -> Result<AccountAnswer> {
        let account = self.store().account(id).await?;
        let account = account.ok_or_else(|| AppError::NotFound { kind: "account", id: id.to_string() })?;
        let now = self.now();
        let mut faults = Vec::new();
        let name = change.name.as_deref().map(person_name).transpose().map_err(|fault| faults.push(fault));
        let granted = change.granted.as_deref().map(grants).transpose().map_err(|fault| faults.push(fault));
        let party = change.party.unwrap_or(account.party);
        if let Err(fault) = self.known_party(party) {
            faults.push(fault);
        }
        let (Ok(name), Ok(granted), true) = (name, granted, faults.is_empty()) else {
            return Err(AppError::Invalid(faults));
        };
        let disabled_at = match change.active {
            Some(true) => None,
            Some(false) => account.disabled_at.or(Some(now)),
            None => account.disabled_at,
        };
        let edit = AccountEdit {
            id,
            version,
            name: name.unwrap_or(account.name),
            party,
            granted: granted.unwrap_or(account.granted),
            disabled_at,
            sign_out: disabled_at.is_some(),
        };
        let detail = json!({"granted": edit.granted, "party": edit.party, "disabled": disabled_at.is_some()});
        let audit = self.audit_entry(actor, "change_account", id.to_string(), detail);
        self.store().edit_account(&edit, &audit).await.map_err(|error| match error {
            StoreError::Check { constraint } if constraint == "last_administrator" => AppError::Conflict {
                code: "last_administrator",
                words: Words::new(
                    "这是最后一位管理员，不能停用或撤去管理员角色",
                    "this is the last administrator and has to stay one",
                ),
            },
            other => service::stale(other),
        })?;
        self.callers().clear();
        let account = self.store().account(id).await?;
        let account = account.ok_or_else(|| AppError::NotFound { kind: "account", id: id.to_string() })?;
        Ok(self.account_answer(&account))
    }

    /// Sets a password from the terminal; every device is signed out.
    pub async fn set_password_of(&self, login: &str, password: String, actor: &str) -> Result<()> {
        let account = self.stored_account(login).await?;
        check_password(&password, &account.login)
            .map_err(|fault| AppError::invalid(weak("password", fault)))?;
        let hash = self.passwords().hash(password).await.map_err(AppError::Internal)?;
        let audit = self.audit_entry(actor, "set_password", account.id.to_string(), json!({}));
        self.store().set_password(account.id, &hash, None, &audit).await?;
        self.callers().clear();
        Ok(())
    }
}

fn invited(new: &NewAccount, now: Instant) -> Account {
    Account {
        id: new.id,
        login: new.login.clone(),
        name: new.name.clone(),
        party: new.party,
        granted: new.granted.clone(),
        password: None,
        created_at: now,
        changed_at: now,
        last_sign_in_at: None,
        disabled_at: None,
        version: 1,
    }
}
