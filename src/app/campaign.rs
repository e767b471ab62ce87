//! Campaigns of the site: those of the reference files, as the administrator has dated and changed them.

use super::answer::{CampaignAnswer, CampaignsAnswer, Named};
use super::error::{AppError, FieldError};
use super::service::{Result, Service, stale};
use super::viewer::Viewer;
use crate::domain::campaign::{Campaign, Campaigns};
use crate::store::CampaignRow;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

impl Service {
    /// Today in the site's calendar.
    pub(super) fn today(&self) -> Date {
        self.zone().to_datetime(self.now().timestamp()).date()
    }

    /// For the snapshot that routing takes its limits from.
    pub(super) async fn stored_campaigns(&self) -> Result<Arc<Campaigns>> {
        let rows = self.store().campaigns().await?;
        let shipped = &self.rulebook().campaigns;
        if rows.is_empty() {
            return Ok(Arc::clone(shipped));
        }
        let all = rows.into_iter().fold(Campaigns::clone(shipped), |all, row| all.with(row.body));
        Ok(Arc::new(all))
    }

    pub async fn campaigns(&self) -> Result<CampaignsAnswer> {
        let rows = self.store().campaigns().await?;
        let versions: HashMap<String, i64> = rows.iter().map(|row| (row.slug.clone(), row.version)).collect();
        let all = rows
            .into_iter()
            .fold(Campaigns::clone(&self.rulebook().campaigns), |all, row| all.with(row.body));
        let answer = |campaign: &Campaign| {
            self.campaign_answer(campaign.clone(), versions.get(&campaign.slug).copied().unwrap_or(0))
        };
        let tiers = self.rulebook().rules.limits().tiers().iter();
        Ok(CampaignsAnswer {
            day: self.today().to_string(),
            campaigns: all.iter().map(answer).collect(),
            tiers: tiers.map(|tier| Named { slug: tier.slug.clone(), name: tier.name.clone() }).collect(),
        })
    }

    fn campaign_answer(&self, campaign: Campaign, version: i64) -> CampaignAnswer {
        let phase = campaign.phase_on(self.today()).map(|phase| phase.slug.clone());
        CampaignAnswer { campaign, version, phase }
    }

    /// Writes a campaign on the version that the caller knows. Every fault is told at once, and nothing is stored then.
    pub async fn put_campaign(
        &self,
        slug: &str,
        version: i64,
        text: Value,
        viewer: &Viewer,
    ) -> Result<CampaignAnswer> {
        let campaign: Campaign = serde_json::from_value(text).map_err(|error| {
            AppError::invalid(FieldError::new(
                "campaign",
                "malformed",
                format!("格式有误：{error}"),
                format!("cannot be read: {error}"),
            ))
        })?;
        let rulebook = self.rulebook();
        let found = campaign.faults(rulebook.rules.limits().tiers(), &rulebook.categories);
        let mut faults: Vec<FieldError> = found
            .iter()
            .map(|fault| FieldError {
                field: "campaign".into(),
                code: "faulty".into(),
                words: fault.words(),
                place: fault.part().map(str::to_owned),
            })
            .collect();
        if campaign.slug != slug {
            faults.push(other_slug("campaign.slug", slug));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let now = self.now();
        let row = CampaignRow {
            slug: slug.to_owned(),
            version: version.saturating_add(1),
            body: campaign,
            recorded_at: now,
            actor: viewer.caller.clone(),
        };
        let detail = json!({"version": row.version});
        let audit = self.audit_entry(&viewer.caller, "campaign_changed", slug.to_owned(), detail);
        self.store().put_campaign(&row, &audit).await.map_err(stale)?;
        // The next report is routed by it.
        self.follow().await?;
        Ok(self.campaign_answer(row.body, row.version))
    }
}

/// The path names another one than the body.
pub(super) fn other_slug(field: &str, slug: &str) -> FieldError {
    FieldError::new(
        field,
        "other_slug",
        format!("代号应与地址中的「{slug}」一致"),
        format!("must be “{slug}”, as in the address"),
    )
}
