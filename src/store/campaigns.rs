//! Campaigns and formulas as a site has written them: append-only versions. What was never written is as the reference
//! files say and counts as version 0.

use super::audit::{AuditEntry, insert_audit};
use super::changes::{ChangeKind, Pending, log_changes};
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::assessment::{Formula, FormulaEdition};
use crate::domain::campaign::Campaign;
use crate::domain::instant::Instant;
use jiff::civil::Date;
use sqlx::types::Json;

statements! {
    CAMPAIGNS {
        "SELECT slug, version, body, recorded_at, actor FROM campaign c
         WHERE version = (SELECT max(n.version) FROM campaign n WHERE n.slug = c.slug) ORDER BY slug"
    }
    CAMPAIGN_VERSION { "SELECT coalesce(max(version), 0) FROM campaign WHERE slug = $1" }
    PUT_CAMPAIGN {
        "INSERT INTO campaign (slug, version, body, recorded_at, actor) SELECT $1, CAST($2 AS bigint), $3, $4, $5
         WHERE (SELECT coalesce(max(version), 0) FROM campaign WHERE slug = $1) = CAST($2 AS bigint) - 1 ON CONFLICT DO NOTHING"
    }
    FORMULAS {
        "SELECT slug, version, valid_from, body FROM formula ORDER BY recorded_at, slug, version"
    }
    FORMULA_VERSION { "SELECT coalesce(max(version), 0) FROM formula WHERE slug = $1" }
    PUT_FORMULA {
        "INSERT INTO formula (slug, version, valid_from, body, recorded_at, actor) SELECT $1, CAST($2 AS bigint), $3, $4, $5, $6
         WHERE (SELECT coalesce(max(version), 0) FROM formula WHERE slug = $1) = CAST($2 AS bigint) - 1 ON CONFLICT DO NOTHING"
    }
}

row! {
    /// One campaign as it was written.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CampaignRow {
        pub slug: String,
        pub version: i64,
        pub body: Campaign as json,
        pub recorded_at: Instant,
        /// Who wrote it.
        pub actor: String,
    }
}

row! {
    #[derive(Debug)]
    pub struct FormulaRow {
        pub slug: String,
        pub version: i64,
        /// Day of the site's calendar, `2026-12-01`.
        pub valid_from: String,
        pub body: Option<Json<Formula>>,
    }
}

impl Store {
    /// The newest version of every campaign that was written.
    pub async fn campaigns(&self) -> Result<Vec<CampaignRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&CAMPAIGNS)).fetch_all(c).await?))
    }

    /// Writes `row.version`, which must follow the one that stands; else `StoreError::Conflict`.
    pub async fn put_campaign(&self, row: &CampaignRow, audit: &AuditEntry) -> Result<(), StoreError> {
        let change =
            [Pending::of_site(ChangeKind::Setting, format!("campaign:{}", row.slug), row.recorded_at)];
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&PUT_CAMPAIGN))
                .bind(&row.slug)
                .bind(row.version)
                .bind(Json(&row.body))
                .bind(row.recorded_at)
                .bind(&row.actor)
                .execute(&mut *c)
                .await?;
            if done.rows_affected() == 0 {
                let current =
                    sqlx::query_scalar(c.say(&CAMPAIGN_VERSION)).bind(&row.slug).fetch_one(&mut *c).await?;
                return Err(StoreError::Conflict { current });
            }
            insert_audit!(c, audit);
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Every version of every formula that was written, oldest first.
    pub async fn formulas(&self) -> Result<Vec<FormulaEdition>, StoreError> {
        let rows: Vec<FormulaRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&FORMULAS)).fetch_all(c).await?))?;
        let edition = |row: FormulaRow| {
            let valid_from: Date = row.valid_from.parse().map_err(|error: jiff::Error| StoreError::Row {
                column: "valid_from".to_owned(),
                reason: error.to_string(),
            })?;
            Ok(FormulaEdition {
                slug: row.slug,
                version: row.version,
                valid_from: Some(valid_from),
                formula: row.body.map(|body| body.0),
            })
        };
        rows.into_iter().map(edition).collect()
    }

    /// Writes a version, which must follow the one that stands; else `StoreError::Conflict`. Nobody follows it: formulas
    /// are read whenever something is scored.
    pub async fn put_formula(
        &self,
        edition: &FormulaEdition,
        valid_from: Date,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            let done = sqlx::query(c.say(&PUT_FORMULA))
                .bind(&edition.slug)
                .bind(edition.version)
                .bind(valid_from.to_string())
                .bind(edition.formula.as_ref().map(Json))
                .bind(audit.at)
                .bind(&audit.actor)
                .execute(&mut *c)
                .await?;
            if done.rows_affected() == 0 {
                let current = sqlx::query_scalar(c.say(&FORMULA_VERSION))
                    .bind(&edition.slug)
                    .fetch_one(&mut *c)
                    .await?;
                return Err(StoreError::Conflict { current });
            }
            insert_audit!(c, audit);
            Ok(())
        })
    }
}
