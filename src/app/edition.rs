//! Editions: what there is, taking a coming one back, and going back to an earlier one (R6).

use super::answer::*;
use super::error::AppError;
use super::service::{Result, Service};
use crate::domain::grid::{EditionState, Scheme};
use crate::domain::text::Words;
use crate::store::{Edition, StoreError};

impl Service {
    /// Every edition of a scheme and, for those who may edit, the open drafts.
    pub async fn editions(&self, scheme: Scheme, with_drafts: bool) -> Result<EditionList> {
        let editions = self.store().editions(scheme).await?;
        let in_force = self.store().current_edition(scheme, self.now()).await?;
        let mut drafts = Vec::new();
        if with_drafts {
            for draft in self.store().open_drafts(scheme).await? {
                drafts.push(self.draft_answer(&draft).await?);
            }
        }
        let brief = |edition: &Edition| EditionBrief {
            number: edition.number,
            base: edition.base,
            scope: edition.scope.clone(),
            note: edition.note.clone(),
            in_force_from: edition.in_force_from.in_zone(self.zone()),
            recorded_at: edition.recorded_at.in_zone(self.zone()),
            state: EditionState::of(edition.number, edition.withdrawn_at.is_some(), in_force),
        };
        Ok(EditionList { in_force, editions: editions.iter().map(brief).collect(), drafts })
    }

    /// Takes a coming edition back. Only the newest one, because a later one stands on it.
    pub async fn withdraw_edition(&self, scheme: Scheme, number: i64) -> Result<()> {
        let known = self.store().editions(scheme).await?;
        if !known.iter().any(|edition| edition.number == number) {
            return Err(AppError::NotFound { kind: "edition", id: number.to_string() });
        }
        match self.store().withdraw_edition(scheme, number, self.now()).await {
            Ok(()) => {}
            Err(StoreError::Conflict { current }) => {
                return Err(AppError::Conflict {
                    code: "not_the_newest",
                    words: Words::new(
                        format!("第 {current} 版在它之后，请先撤回第 {current} 版"),
                        format!("edition {current} stands on it; withdraw that one first"),
                    ),
                });
            }
            Err(StoreError::NotFound) => {
                return Err(AppError::Conflict {
                    code: "not_coming",
                    words: Words::new(
                        format!(
                            "第 {number} 版已生效或已撤回，只有尚未生效的版本可以撤回；要回到从前请用恢复"
                        ),
                        format!(
                            "edition {number} is in force or withdrawn; only a coming one can be withdrawn, to go back restore an earlier one"
                        ),
                    ),
                });
            }
            Err(error) => return Err(error.into()),
        }
        self.reload().await
    }
}
