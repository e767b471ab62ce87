//! Signing in and out, the devices of an account, and its password.

use super::device::device_words;
use super::password;
use super::secrets::{Secret, token_hash};
use super::weak;
use crate::app::answer::{Device, Devices, SessionAnswer};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::account::credentials::{check_password, login_name};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::{Account, Allowance, AuditEntry, NewSession, SecretHash};
use serde_json::{Value, json};
use uuid::Uuid;

/// A device that shall be remembered stays signed in this long, when it is used once a month; another one, which may be an
/// office's shared computer, for a working day.
const REMEMBERED: i64 = 180 * Instant::DAY;
const REMEMBERED_IDLE: i64 = 30 * Instant::DAY;
const FOR_A_DAY: i64 = Instant::DAY;
const FOR_A_DAY_IDLE: i64 = 4 * 3600 * Instant::SECOND;
/// Wrong passwords at once, for an account and for an address, and how long each takes to be forgotten. Whoever guesses
/// from many addresses can keep an account's own allowance empty, but not the one of an address that the account is
/// signed in from, so the owner gets in.
const TRIES: i64 = 10;
const FORGOTTEN_AFTER: i64 = 30 * Instant::SECOND;

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Address as it is compared and stored: IPv4, or the /64 of IPv6.
    pub address: String,
    /// Whether it is another machine than this one.
    pub outside: bool,
    pub user_agent: String,
    /// Secret of the session that the browser has already.
    pub session: Option<String>,
}

/// What somebody types.
#[derive(Debug, Clone)]
pub struct SignInRequest {
    pub login: String,
    pub password: String,
    pub remember: bool,
}

/// A session that has begun; `secret` goes into the cookie and is not kept.
#[derive(Debug, Clone)]
pub struct Begun {
    pub secret: String,
    /// Seconds that the browser keeps the cookie; none until it is closed.
    pub max_age: Option<i64>,
    pub answer: SessionAnswer,
}

fn failed() -> AppError {
    AppError::SignIn {
        code: "sign_in_failed",
        words: Words::new(
            "登录名或密码不对，或账号已停用",
            "login or password is wrong, or the account is disabled",
        ),
    }
}

impl Service {
    pub(crate) fn audit_entry(
        &self,
        actor: &str,
        action: &str,
        subject: String,
        detail: Value,
    ) -> AuditEntry {
        let at = self.now();
        AuditEntry {
            home_code: "-".into(),
            id: self.ids().id(at),
            at,
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject,
            detail,
        }
    }

    /// The allowances that an attempt takes from.
    async fn allowances(
        &self,
        login: &str,
        account: Option<Uuid>,
        origin: &Origin,
    ) -> Result<Vec<Allowance>> {
        let bounded =
            |text: String| Allowance { key: token_hash(&text), burst: TRIES, interval: FORGOTTEN_AFTER };
        let known = match account {
            Some(account) => self.store().knows_address(account, &origin.address).await?,
            None => false,
        };
        let of_account =
            if known { format!("sign-in\0{login}\0{}", origin.address) } else { format!("sign-in\0{login}") };
        Ok(vec![bounded(of_account), bounded(format!("sign-in from\0{}", origin.address))])
    }

    /// Signs somebody in. Unknown login, wrong password and disabled account are one answer, and take one time.
    pub async fn sign_in(&self, request: SignInRequest, origin: &Origin) -> Result<Begun> {
        let now = self.now();
        let login = login_name(&request.login);
        let known = match &login {
            Some(login) => self.store().account_by_login(login).await?,
            None => None,
        };
        let name = login.unwrap_or_else(|| request.login.clone());
        let allowances = self.allowances(&name, known.as_ref().map(|account| account.id), origin).await?;
        if let Err(free) = self.store().take_allowances(&allowances, now).await? {
            return Err(too_many(free.micros() - now.micros()));
        }
        let active = known.as_ref().filter(|account| account.disabled_at.is_none());
        let hash = active.and_then(|account| account.password.clone());
        let matches = self.passwords().verify(request.password.clone(), hash).await;
        let Some(account) = known.filter(|_| matches.as_ref().is_ok_and(|matches| *matches)) else {
            matches.map_err(AppError::Internal)?;
            return Err(failed());
        };
        self.store().give_back_allowances(&allowances).await?;
        if let Some(old) = account.password.as_ref().filter(|hash| password::is_outdated(hash)) {
            let new = self.passwords().hash(request.password).await.map_err(AppError::Internal)?;
            self.store().rehash_password(account.id, old, &new).await?;
        }
        let (begun, session) = self.session_for(&account, request.remember, origin, now);
        let audit = self.audit_entry(
            &format!("account:{}", account.id),
            "sign_in",
            account.id.to_string(),
            json!({"device": session.device, "address": session.address}),
        );
        self.store().begin_session(&session, &audit).await?;
        self.callers().clear();
        Ok(begun)
    }

    /// A new session of an account, not stored yet.
    pub(super) fn session_for(
        &self,
        account: &Account,
        remember: bool,
        origin: &Origin,
        now: Instant,
    ) -> (Begun, NewSession) {
        let (secret, token_hash) = Secret::Session.draw(self.ids());
        let id = self.ids().id(now);
        let (whole, idle_limit) =
            if remember { (REMEMBERED, REMEMBERED_IDLE) } else { (FOR_A_DAY, FOR_A_DAY_IDLE) };
        let identity = crate::app::viewer::Identity {
            account: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            party: account.party,
            session: Some(id),
            scopes: None,
        };
        let (viewer, _) = self.viewer_of(account, identity, now);
        let session = NewSession {
            token_hash,
            id,
            account: account.id,
            device: device_words(&origin.user_agent),
            address: origin.address.clone(),
            at: now,
            idle_limit,
            expires_at: Instant(now.micros() + whole),
            replaces: origin.session.as_deref().and_then(|secret| Secret::Session.hash(secret)),
        };
        let answer = self.session_answer(&viewer);
        (Begun { secret, max_age: remember.then_some(whole / Instant::SECOND), answer }, session)
    }

    /// Ends the session of the caller.
    pub async fn sign_out(&self, viewer: &Viewer) -> Result<()> {
        if let Some(identity) = &viewer.identity
            && let Some(session) = identity.session
        {
            let audit = self.audit_entry(&viewer.caller, "sign_out", identity.account.to_string(), json!({}));
            self.store().end_session(identity.account, session, &audit).await?;
            self.callers().clear();
        }
        Ok(())
    }

    /// The devices that the caller is signed in on.
    pub async fn devices(&self, viewer: &Viewer) -> Result<Devices> {
        let Some(identity) = &viewer.identity else { return Ok(Devices { devices: Vec::new() }) };
        let reference = self.reference();
        let rows = self.store().sessions_of(identity.account, self.now()).await?;
        let devices = rows.into_iter().map(|row| Device {
            current: identity.session == Some(row.id),
            id: row.id,
            device: row.device,
            address: row.address,
            created_at: reference.zoned(row.created_at),
            last_seen_at: reference.zoned(row.last_seen_at),
            expires_at: reference.zoned(row.expires_at),
        });
        Ok(Devices { devices: devices.collect() })
    }

    /// Signs one of the caller's devices out.
    pub async fn end_device(&self, id: Uuid, viewer: &Viewer) -> Result<()> {
        let not_found = || AppError::NotFound { kind: "session", id: id.to_string() };
        let account = viewer.account().ok_or_else(not_found)?;
        let audit = self.audit_entry(&viewer.caller, "sign_out", account.to_string(), json!({"session": id}));
        let ended = self.store().end_session(account, id, &audit).await?;
        self.callers().clear();
        if ended { Ok(()) } else { Err(not_found()) }
    }

    /// Signs all devices of the caller out but the one that asks; gives how many.
    pub async fn end_other_devices(&self, viewer: &Viewer) -> Result<u64> {
        let Some(identity) = &viewer.identity else { return Ok(0) };
        let audit =
            self.audit_entry(&viewer.caller, "sign_out_others", identity.account.to_string(), json!({}));
        let ended = self.store().end_other_sessions(identity.account, identity.session, &audit).await?;
        self.callers().clear();
        Ok(ended)
    }

    /// Changes the caller's own password; other devices are signed out.
    pub async fn change_password(
        &self,
        current: String,
        wanted: String,
        viewer: &Viewer,
        origin: &Origin,
    ) -> Result<()> {
        let Some(identity) = &viewer.identity else { return Err(failed()) };
        let now = self.now();
        let allowances = self.allowances(&identity.login, Some(identity.account), origin).await?;
        if let Err(free) = self.store().take_allowances(&allowances, now).await? {
            return Err(too_many(free.micros() - now.micros()));
        }
        let account = self.store().account(identity.account).await?;
        let hash = account.and_then(|account| account.password);
        let mut faults = Vec::new();
        if self.passwords().verify(current, hash).await.map_err(AppError::Internal)? {
            self.store().give_back_allowances(&allowances).await?;
        } else {
            faults.push(FieldError::new(
                "current",
                "wrong",
                "现在的密码不对",
                "the current password is wrong",
            ));
        }
        if let Err(fault) = check_password(&wanted, &identity.login) {
            faults.push(weak("password", fault));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let hash = self.passwords().hash(wanted).await.map_err(AppError::Internal)?;
        let audit =
            self.audit_entry(&viewer.caller, "change_password", identity.account.to_string(), json!({}));
        self.store().set_password(identity.account, &hash, identity.session, &audit).await?;
        self.callers().clear();
        Ok(())
    }

    /// Who the caller is.
    pub fn session_answer(&self, viewer: &Viewer) -> SessionAnswer {
        let reference = self.reference();
        let posts = crate::app::posts::Posts { reference: &reference, viewer };
        SessionAnswer {
            account: viewer.identity.as_ref().map(|identity| crate::app::answer::SessionAccount {
                id: identity.account,
                login: identity.login.clone(),
                name: identity.name.clone(),
                party: identity.party,
            }),
            roles: viewer.roles.iter().collect(),
            posts: viewer.posts.iter().map(|post| posts.appointment(post)).collect(),
        }
    }
}

/// Too many attempts; the next is free in `micros`.
fn too_many(micros: i64) -> AppError {
    let seconds = (micros.max(0) / Instant::SECOND + 1).unsigned_abs();
    AppError::TooMany {
        code: "too_many_attempts",
        retry_after: seconds,
        words: Words::new(
            format!("尝试次数过多，请 {seconds} 秒后再试"),
            format!("too many attempts; try again in {seconds} seconds"),
        ),
    }
}

/// A secret's hash, for what the cookie of a request names.
pub(super) fn link_hash(secret: &str) -> Option<SecretHash> {
    Secret::Link.hash(secret)
}
