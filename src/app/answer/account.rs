//! Accounts, devices, links and tokens as answers. No secret is in any of them but the one that was just made.

use super::Post;
use crate::domain::account::{AccountRole, Scope};
use crate::store::LinkPurpose;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SessionAccount {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub party: Option<Uuid>,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SessionAnswer {
    /// None for who is not signed in.
    pub account: Option<SessionAccount>,
    /// Roles in force now.
    pub roles: Vec<AccountRole>,
    /// Posts in force now.
    pub posts: Vec<Post>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Device {
    pub id: Uuid,
    pub current: bool,
    /// Browser and system.
    pub device: String,
    pub address: String,
    pub created_at: String,
    pub last_seen_at: String,
    pub expires_at: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Devices {
    pub devices: Vec<Device>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DevicesEnded {
    pub ended: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkLook {
    pub purpose: LinkPurpose,
    pub login: Option<String>,
    pub name: Option<String>,
    pub expires_at: String,
}

/// Shown once. The page of the link is `#/link/<token>`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OneTimeLink {
    pub token: String,
    pub expires_at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    Active,
    /// Its link has not been used yet.
    Invited,
    Disabled,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountAnswer {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub party: Option<Uuid>,
    pub party_name: Option<String>,
    pub granted: Vec<AccountRole>,
    pub state: AccountState,
    pub created_at: String,
    pub last_sign_in_at: Option<String>,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountsAnswer {
    pub accounts: Vec<AccountAnswer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountCreated {
    pub account: AccountAnswer,
    pub link: OneTimeLink,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiToken {
    pub id: Uuid,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub created_at: String,
    pub expires_at: Option<String>,
    pub last_used_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ApiTokens {
    pub tokens: Vec<ApiToken>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TokenCreated {
    pub token: ApiToken,
    /// Shown once.
    pub secret: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditRow {
    pub id: Uuid,
    pub at: String,
    /// Name of the account, or what else acted.
    pub actor: String,
    pub action: String,
    pub subject: String,
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditAnswer {
    /// Newest first.
    pub entries: Vec<AuditRow>,
}
