//! Tokens of programs: made by the account that they speak for, shown once.

use super::secrets::Secret;
use crate::app::answer::{ApiToken, ApiTokens, TokenCreated};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::account::Scope;
use crate::domain::instant::Instant;
use crate::store::{NewToken, TokenRow};
use serde_json::json;
use uuid::Uuid;

/// Most characters of a name, and most tokens of an account.
const LONGEST_NAME: usize = 64;
const MOST_TOKENS: usize = 50;

/// A token to make.
#[derive(Debug, Clone, Default)]
pub struct NewTokenRequest {
    pub name: String,
    /// Scope slugs.
    pub scopes: Vec<String>,
    /// RFC 3339 or a day in the site's zone.
    pub expires_at: Option<String>,
}

impl Service {
    fn token_answer(&self, row: TokenRow) -> ApiToken {
        let reference = self.reference();
        ApiToken {
            id: row.id,
            name: row.name,
            scopes: row.scopes,
            created_at: reference.zoned(row.created_at),
            expires_at: row.expires_at.map(|at| reference.zoned(at)),
            last_used_at: row.last_used_at.map(|at| reference.zoned(at)),
        }
    }

    pub async fn tokens(&self, viewer: &Viewer) -> Result<ApiTokens> {
        let rows = match viewer.account() {
            Some(account) => self.store().tokens_of(account).await?,
            None => Vec::new(),
        };
        Ok(ApiTokens { tokens: rows.into_iter().map(|row| self.token_answer(row)).collect() })
    }

    pub async fn create_token(&self, request: NewTokenRequest, viewer: &Viewer) -> Result<TokenCreated> {
        let now = self.now();
        let account = viewer
            .account()
            .ok_or_else(|| AppError::NotFound { kind: "account", id: viewer.caller.clone() })?;
        let mut faults = Vec::new();
        let name = request.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            faults.push(FieldError::new(
                "name",
                "out_of_range",
                format!("请为令牌取名（不超过 {LONGEST_NAME} 字）"),
                format!("name the token in at most {LONGEST_NAME} characters"),
            ));
        }
        let scopes: Vec<Scope> =
            Scope::OF_TOKENS.into_iter().filter(|s| request.scopes.iter().any(|t| t == s.slug())).collect();
        let known = request.scopes.iter().all(|text| Scope::OF_TOKENS.iter().any(|s| s.slug() == text));
        if scopes.is_empty() || !known {
            let all: Vec<&str> = Scope::OF_TOKENS.iter().map(|scope| scope.slug()).collect();
            let all = all.join(", ");
            faults.push(FieldError::new(
                "scopes",
                "unknown",
                format!("请选择用途：{all}"),
                format!("choose from {all}"),
            ));
        }
        let expires_at = request.expires_at.as_deref().map(|text| Instant::parse(text, self.zone()));
        if expires_at.is_some_and(|at| at.is_none_or(|at| at <= now)) {
            faults.push(FieldError::new(
                "expires_at",
                "malformed",
                "到期时间应晚于现在，如 2027-01-01",
                "an expiry lies in the future, 2027-01-01 for instance",
            ));
        }
        if faults.is_empty() && self.store().tokens_of(account).await?.len() >= MOST_TOKENS {
            faults.push(FieldError::new(
                "name",
                "too_many",
                format!("最多 {MOST_TOKENS} 个令牌，请先删去不用的"),
                format!("at most {MOST_TOKENS} tokens; end some first"),
            ));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let (secret, token_hash) = Secret::Token.draw(self.ids());
        let token = NewToken {
            token_hash,
            id: self.ids().id(now),
            account,
            name,
            scopes,
            expires_at: expires_at.flatten(),
        };
        let detail = json!({"name": token.name, "scopes": token.scopes});
        let audit = self.audit_entry(&viewer.caller, "create_token", token.id.to_string(), detail);
        self.store().create_token(&token, &audit).await?;
        let row = TokenRow {
            id: token.id,
            account,
            name: token.name,
            scopes: token.scopes,
            created_at: now,
            expires_at: token.expires_at,
            last_used_at: None,
        };
        Ok(TokenCreated { token: self.token_answer(row), secret })
    }

    pub async fn end_token(&self, id: Uuid, viewer: &Viewer) -> Result<()> {
        let not_found = || AppError::NotFound { kind: "token", id: id.to_string() };
        let account = viewer.account().ok_or_else(not_found)?;
        let audit = self.audit_entry(&viewer.caller, "end_token", id.to_string(), json!({}));
        let ended = self.store().end_token(account, id, &audit).await?;
        self.callers().clear();
        if ended { Ok(()) } else { Err(not_found()) }
    }
}
