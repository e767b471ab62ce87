//! One-time links: who may come in for the first time or again, without a password going from hand to hand.

use super::secrets::Secret;
use super::sign_in::{Begun, Origin, link_hash};
use super::{link_invalid, weak};
use crate::app::answer::{LinkLook, OneTimeLink};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service};
use crate::domain::account::AccountRole;
use crate::domain::account::credentials::{LONGEST_LOGIN, check_password, login_name};
use crate::domain::instant::Instant;
use crate::store::{Account, LinkPurpose, NewAccount, NewLink, Redeemed, StoreError};
use serde_json::json;
use uuid::Uuid;

/// A link for the first administrator stands in a terminal, the others travel.
const SETUP_HOLDS: i64 = Instant::DAY;
const OTHERS_HOLD: i64 = 3 * Instant::DAY;
/// Most characters of a name.
const LONGEST_NAME: usize = 64;

/// A name as people write it, without space around.
pub(super) fn person_name(name: &str) -> std::result::Result<String, FieldError> {
    let name = name.trim();
    let sound =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if sound {
        return Ok(name.to_owned());
    }
    Err(FieldError::new(
        "name",
        "out_of_range",
        format!("请填写姓名（不超过 {LONGEST_NAME} 字）"),
        format!("give a name of at most {LONGEST_NAME} characters"),
    ))
}

/// A login that can be stored.
pub(super) fn checked_login(login: &str) -> std::result::Result<String, FieldError> {
    login_name(login).ok_or_else(|| {
        FieldError::new(
            "login",
            "malformed",
            format!("登录名为 1 到 {LONGEST_LOGIN} 个字符，中间没有空格"),
            format!("a login has 1 to {LONGEST_LOGIN} characters without space"),
        )
    })
}

pub(super) fn login_taken() -> AppError {
    AppError::invalid(FieldError::new("login", "taken", "这个登录名已经有人用了", "this login is taken"))
}

impl Service {
    /// A link by which the first administrator makes an account; none when somebody can sign in already. An older one
    /// ends.
    pub async fn setup_link(&self) -> Result<Option<String>> {
        if self.store().has_accounts().await? {
            return Ok(None);
        }
        let now = self.now();
        let (secret, token_hash) = Secret::Link.draw(self.ids());
        let link = NewLink {
            token_hash,
            account: None,
            purpose: LinkPurpose::Setup,
            at: now,
            expires_at: Instant(now.micros() + SETUP_HOLDS),
        };
        let audit = self.audit_entry("system", "setup_link", "-".into(), json!({}));
        self.store().create_link(&link, None, &audit).await?;
        Ok(Some(secret))
    }

    /// A link for an account, made together with it when it is new.
    pub(super) async fn link_for(
        &self,
        account: &Account,
        new: Option<&NewAccount>,
        actor: &str,
    ) -> Result<OneTimeLink> {
        let now = self.now();
        let (secret, token_hash) = Secret::Link.draw(self.ids());
        let purpose = if account.password.is_some() { LinkPurpose::Reset } else { LinkPurpose::Invite };
        let expires_at = Instant(now.micros() + OTHERS_HOLD);
        let link = NewLink { token_hash, account: Some(account.id), purpose, at: now, expires_at };
        let detail = json!({"purpose": purpose.slug(), "login": account.login});
        let audit = self.audit_entry(actor, "account_link", account.id.to_string(), detail);
        self.store().create_link(&link, new, &audit).await.map_err(|error| match error {
            StoreError::Unique { .. } => login_taken(),
            other => other.into(),
        })?;
        Ok(OneTimeLink { token: secret, expires_at: self.reference().zoned(expires_at) })
    }

    /// What a link is for.
    pub async fn look_at_link(&self, secret: &str) -> Result<LinkLook> {
        let hash = link_hash(secret).ok_or_else(link_invalid)?;
        let link = self.store().open_link(&hash, self.now()).await?.ok_or_else(link_invalid)?;
        let account = match link.account {
            Some(id) => Some(self.usable(id).await?),
            None => None,
        };
        Ok(LinkLook {
            purpose: LinkPurpose::from_slug(&link.purpose).unwrap_or(LinkPurpose::Reset),
            login: account.as_ref().map(|account| account.login.clone()),
            name: account.map(|account| account.name),
            expires_at: self.reference().zoned(link.expires_at),
        })
    }

    async fn usable(&self, id: Uuid) -> Result<Account> {
        let account = self.store().account(id).await?;
        account.filter(|account| account.disabled_at.is_none()).ok_or_else(link_invalid)
    }

    /// Uses a link: the account gets its password and is signed in. Nothing is used up by a fault.
    pub async fn redeem_link(
        &self,
        secret: &str,
        password: String,
        login: Option<&str>,
        name: Option<&str>,
        origin: &Origin,
    ) -> Result<Begun> {
        let now = self.now();
        let hash = link_hash(secret).ok_or_else(link_invalid)?;
        let link = self.store().open_link(&hash, now).await?.ok_or_else(link_invalid)?;
        let mut faults = Vec::new();
        let account = match link.account {
            Some(id) => self.usable(id).await?,
            None => {
                // Somebody has become administrator by another link meanwhile.
                if self.store().has_accounts().await? {
                    return Err(link_invalid());
                }
                let login = checked_login(login.unwrap_or_default()).map_err(|fault| faults.push(fault)).ok();
                let name = person_name(name.unwrap_or_default()).map_err(|fault| faults.push(fault)).ok();
                first_administrator(
                    self.ids().id(now),
                    login.unwrap_or_default(),
                    name.unwrap_or_default(),
                    now,
                )
            }
        };
        if let Err(fault) = check_password(&password, &account.login) {
            faults.push(weak("password", fault));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let password = self.passwords().hash(password).await.map_err(AppError::Internal)?;
        let redeemed = match link.account {
            Some(account) => Redeemed::Password { account, hash: password },
            None => Redeemed::Account(NewAccount {
                id: account.id,
                login: account.login.clone(),
                name: account.name.clone(),
                party: None,
                granted: account.granted.clone(),
                password: Some(password),
            }),
        };
        let (begun, session) = self.session_for(&account, false, origin, now);
        let audit = self.audit_entry(
            &format!("account:{}", account.id),
            "redeem_link",
            account.id.to_string(),
            json!({"purpose": link.purpose, "device": session.device, "address": session.address}),
        );
        self.store().redeem_link(&hash, &redeemed, &session, &audit).await.map_err(|error| match error {
            StoreError::NotFound => link_invalid(),
            StoreError::Unique { .. } => login_taken(),
            other => other.into(),
        })?;
        self.refresh_accounts().await?;
        Ok(begun)
    }
}

fn first_administrator(id: Uuid, login: String, name: String, now: Instant) -> Account {
    Account {
        id,
        login,
        name,
        party: None,
        granted: vec![AccountRole::Administrator, AccountRole::CommunityOffice],
        password: None,
        created_at: now,
        changed_at: now,
        last_sign_in_at: None,
        disabled_at: None,
        version: 1,
    }
}
