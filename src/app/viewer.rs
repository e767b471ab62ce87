//! Who asks, as far as answers depend on it (R11).

use crate::domain::account::{AccountRole, Roles, Scope};
use crate::domain::duty::Appointment;
use std::sync::Arc;
use uuid::Uuid;

/// Who is signed in, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    pub account: Uuid,
    pub login: String,
    pub name: String,
    /// The party whose posts are the account's.
    pub party: Option<Uuid>,
    /// The device; none for a program.
    pub session: Option<Uuid>,
    /// What the program's token may be used for; none for a device, which may do all that the account may.
    pub scopes: Option<Vec<Scope>>,
}

/// Rights of the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewer {
    pub roles: Roles,
    /// Sees names of persons that are not marked public.
    pub names: bool,
    /// May ask for personal phones; every answer is audited.
    pub reveal: bool,
    /// May change boundaries.
    pub edit: bool,
    /// Scope of idempotency keys and author of audit rows.
    pub caller: String,
    /// None for who is not signed in.
    pub identity: Option<Identity>,
    /// The caller's posts in force.
    pub posts: Arc<[Appointment]>,
}

/// Caller of what the clock brings about.
const SYSTEM: &str = "system";

/// Roles that may ask for personal phones; for whom, the door itself decides.
const PRIVATE: [AccountRole; 8] = [
    AccountRole::GridWorker,
    AccountRole::PointHead,
    AccountRole::ZoneHead,
    AccountRole::GridChief,
    AccountRole::Department,
    AccountRole::Unit,
    AccountRole::CommunityOffice,
    AccountRole::Administrator,
];

impl Viewer {
    fn of(roles: Roles, caller: String, identity: Option<Identity>, posts: Arc<[Appointment]>) -> Self {
        let may = |scope| {
            let scopes = identity.as_ref().and_then(|identity| identity.scopes.as_ref());
            scopes.is_none_or(|scopes| scopes.contains(&scope))
        };
        Self {
            names: roles.is_staff() && may(Scope::Read),
            reveal: roles.meets(PRIVATE.into_iter().collect()) && may(Scope::Private),
            edit: roles.has(AccountRole::Administrator) && may(Scope::Boundaries),
            roles,
            caller,
            identity,
            posts,
        }
    }

    /// Anybody: posts and units, no names.
    pub fn public() -> Self {
        Self::of(Roles::RESIDENT, "public".into(), None, Arc::default())
    }

    /// The command line, whose user can read the database anyway.
    pub fn office() -> Self {
        Self::opened(true, false)
    }

    /// The program itself: its sweeps.
    pub fn system() -> Self {
        Self::of(Roles::NONE, SYSTEM.into(), None, Arc::default())
    }

    pub fn is_system(&self) -> bool {
        self.caller == SYSTEM
    }

    /// Whoever reaches a desk that was started with `--open-private` or `--open-edit` and is not signed in.
    pub fn opened(private: bool, edit: bool) -> Self {
        let mut roles = Roles::NONE;
        if private {
            roles = roles.and(Roles::only(AccountRole::CommunityOffice));
        }
        if edit {
            roles = roles.and(Roles::only(AccountRole::Administrator));
        }
        if roles == Roles::NONE {
            return Self::public();
        }
        Self::of(roles, "office".into(), None, Arc::default())
    }

    /// Somebody who is signed in.
    pub fn signed_in(roles: Roles, identity: Identity, posts: Arc<[Appointment]>) -> Self {
        Self::of(roles, format!("account:{}", identity.account), Some(identity), posts)
    }

    /// Nobody that the service knows: not signed in, at a desk that was not opened.
    pub fn is_anonymous(&self) -> bool {
        self.identity.is_none() && !self.roles.is_staff() && !self.is_system()
    }

    pub fn account(&self) -> Option<Uuid> {
        self.identity.as_ref().map(|identity| identity.account)
    }

    pub fn party(&self) -> Option<Uuid> {
        self.identity.as_ref().and_then(|identity| identity.party)
    }
}
