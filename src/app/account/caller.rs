//! Who a request comes from: the session of its cookie or the token of a program, with the roles and posts of now. What
//! was looked up is kept in memory until an account changes anywhere or a post begins or ends.

use super::secrets::Secret;
use crate::app::service::{Result, Service};
use crate::app::viewer::{Identity, Viewer};
use crate::domain::account::{Roles, from_posts};
use crate::domain::duty::{Appointment, PartyKind};
use crate::domain::instant::Instant;
use crate::store::{Account, SecretHash};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// A session or token is noted as used at most this often.
const NOTED_EACH: i64 = 10 * 60 * Instant::SECOND;
/// More callers than this are not kept.
const MOST_KEPT: usize = 20_000;

/// What a secret led to.
#[derive(Debug, Clone)]
pub enum Resolved {
    Known(Arc<Viewer>),
    /// It opens nothing, or no longer.
    Unknown,
}

#[derive(Debug, Clone)]
struct Kept {
    viewer: Arc<Viewer>,
    /// Revision of the snapshot that roles and posts were read from.
    revision: u64,
    /// Until the next post begins or ends, and the session holds.
    until: Instant,
    noted: Instant,
}

/// Callers that were looked up.
#[derive(Debug, Default)]
pub struct Callers(RwLock<HashMap<SecretHash, Kept>>);

impl Callers {
    /// Forgets everybody: rights or devices have changed.
    pub fn clear(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn get(&self, hash: &SecretHash) -> Option<Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn put(&self, hash: SecretHash, kept: Kept) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(hash, kept);
    }
}

impl Service {
    /// The caller of a session's secret.
    pub async fn caller_of_session(&self, secret: &str) -> Result<Resolved> {
        match Secret::Session.hash(secret) {
            Some(hash) => self.resolve(hash, Secret::Session).await,
            None => Ok(Resolved::Unknown),
        }
    }

    /// The caller of a program's token.
    pub async fn caller_of_token(&self, secret: &str) -> Result<Resolved> {
        match Secret::Token.hash(secret) {
            Some(hash) => self.resolve(hash, Secret::Token).await,
            None => Ok(Resolved::Unknown),
        }
    }

    async fn resolve(&self, hash: SecretHash, kind: Secret) -> Result<Resolved> {
        let now = self.now();
        let revision = self.reference().revision;
        if let Some(kept) = self.callers().get(&hash)
            && kept.revision == revision
            && now < kept.until
            && now.micros() < kept.noted.micros() + NOTED_EACH
        {
            return Ok(Resolved::Known(kept.viewer));
        }
        let found = match kind {
            Secret::Token => self.token_behind(&hash, now).await?,
            Secret::Session | Secret::Link => self.session_behind(&hash, now).await?,
        };
        let Some((account, session, scopes, until)) = found else { return Ok(Resolved::Unknown) };
        if account.disabled_at.is_some() {
            return Ok(Resolved::Unknown);
        }
        let identity = Identity {
            account: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            party: account.party,
            session,
            scopes,
        };
        let (viewer, holds_until) = self.viewer_of(&account, identity, now);
        let viewer = Arc::new(viewer);
        let kept = Kept { viewer: Arc::clone(&viewer), revision, until: until.min(holds_until), noted: now };
        self.callers().put(hash, kept);
        Ok(Resolved::Known(viewer))
    }

    /// Account, device and end of a session that holds; notes its use.
    async fn session_behind(&self, hash: &SecretHash, now: Instant) -> Result<Option<Behind>> {
        let Some(session) = self.store().session(hash).await?.filter(|session| session.holds_at(now)) else {
            return Ok(None);
        };
        if now.micros() >= session.last_seen_at.micros() + NOTED_EACH {
            self.store().session_seen(session.id, now).await?;
        }
        let Some(account) = self.store().account(session.account).await? else { return Ok(None) };
        Ok(Some((account, Some(session.id), None, session.expires_at)))
    }

    async fn token_behind(&self, hash: &SecretHash, now: Instant) -> Result<Option<Behind>> {
        let token = self.store().token(hash).await?;
        let Some(token) = token.filter(|token| token.expires_at.is_none_or(|end| now < end)) else {
            return Ok(None);
        };
        if token.last_used_at.is_none_or(|used| now.micros() >= used.micros() + NOTED_EACH) {
            self.store().token_used(token.id, now).await?;
        }
        let Some(account) = self.store().account(token.account).await? else { return Ok(None) };
        let until = token.expires_at.unwrap_or(Instant(i64::MAX));
        Ok(Some((account, None, Some(token.scopes), until)))
    }

    /// Roles and posts of an account now, and until when they hold.
    pub(super) fn viewer_of(&self, account: &Account, identity: Identity, now: Instant) -> (Viewer, Instant) {
        let reference = self.reference();
        let posts: Arc<[Appointment]> = match account.party {
            Some(party) => {
                let is_person =
                    reference.roster.party(party).is_some_and(|party| party.kind == PartyKind::Person);
                let held = |post: &&Appointment| {
                    let holder = if is_person { post.person } else { post.unit };
                    holder == Some(party) && post.validity.holds_at(now)
                };
                reference.roster.appointments().iter().filter(held).cloned().collect()
            }
            None => Arc::default(),
        };
        let granted: Roles = account.granted.iter().copied().collect();
        let roles = from_posts::roles(granted, posts.iter());
        let until = reference.roster.next_change_after(now).unwrap_or(Instant(i64::MAX));
        (Viewer::signed_in(roles, identity, posts), until)
    }
}

/// Account, session, scopes, end.
type Behind = (Account, Option<Uuid>, Option<Vec<crate::domain::account::Scope>>, Instant);
