//! The audit log as people read it.

use super::answer::{AuditAnswer, AuditRow};
use super::service::{Result, Service};
use std::collections::HashMap;

impl Service {
    /// The newest entries first; accounts are told by name.
    pub async fn audit_log(&self, limit: usize) -> Result<AuditAnswer> {
        let reference = self.reference();
        let accounts = self.store().accounts().await?;
        let names: HashMap<String, String> = accounts
            .into_iter()
            .map(|account| {
                (format!("account:{}", account.id), format!("{} ({})", account.name, account.login))
            })
            .collect();
        let rows = self.store().audit_entries(i64::try_from(limit).unwrap_or(i64::MAX)).await?;
        let entries = rows.into_iter().map(|row| AuditRow {
            id: row.id,
            at: reference.zoned(row.at),
            actor: names.get(&row.actor).cloned().unwrap_or(row.actor),
            action: row.action,
            subject: row.subject,
            detail: row.detail,
        });
        Ok(AuditAnswer { entries: entries.collect() })
    }
}
