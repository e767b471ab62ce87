//! The reveal door: the only way by which a personal phone leaves (R11).

use super::answer::PartyRevealed;
use super::error::{AppError, FieldError};
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::text::Words;
use crate::store::AuditEntry;
use serde_json::json;
use uuid::Uuid;

/// Reasons longer than this are essays.
const LONGEST_REASON: usize = 500;

impl Service {
    /// Hands out a personal phone to who may have it. The audit row is committed before the number leaves.
    pub async fn reveal(&self, party: Uuid, reason: &str, viewer: &Viewer) -> Result<PartyRevealed> {
        if !viewer.reveal {
            return Err(AppError::Forbidden {
                code: "private_closed",
                words: Words::new(
                    "本机未开放个人电话查询，请拨打岗位值班电话，或请管理员以 --open-private 启动",
                    "personal phones are closed here; use the duty phone, or ask for a start with --open-private",
                ),
            });
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(AppError::invalid(FieldError::new(
                "reason",
                "out_of_range",
                format!("请填写查询事由（不超过 {LONGEST_REASON} 字）"),
                format!("say why the phone is needed, in at most {LONGEST_REASON} characters"),
            )));
        }
        let reference = self.reference();
        let Some(known) = reference.roster.party(party) else {
            return Err(AppError::NotFound { kind: "party", id: party.to_string() });
        };
        let private = self.store().party_private(party).await?;
        let now = self.now();
        self.store()
            .audit(&AuditEntry {
                home_code: "-".into(),
                id: self.ids().id(now),
                at: now,
                actor: viewer.caller.clone(),
                action: "reveal_phone".into(),
                subject: party.to_string(),
                detail: json!({"reason": reason}),
            })
            .await?;
        Ok(PartyRevealed {
            id: party,
            name: known.name.clone(),
            mobile: private.and_then(|private| private.mobile),
        })
    }
}
