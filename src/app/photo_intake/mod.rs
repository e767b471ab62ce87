//! Photos that somebody brings in bulk become drafts of reports: `bring` reads and gathers them, `show` says where each
//! draft lies and whose it is, `change` places, sorts and discards them, `confirm` makes the report by the ordinary intake.

mod bring;
mod change;
mod confirm;
mod gather;
mod show;

pub use bring::{Bringing, BroughtFile, MOST_AT_ONCE};
pub use confirm::DraftReport;

use super::error::AppError;
use super::service::{Result, Service};
use crate::domain::photo::DraftState;
use crate::domain::text::Words;
use crate::store::{PhotoDraft, StoreError};
use uuid::Uuid;

/// Author of what the command line brings.
pub const COMMAND_LINE: &str = "command line";

fn no_draft(id: Uuid) -> AppError {
    AppError::NotFound { kind: "photo_draft", id: id.to_string() }
}

impl Service {
    async fn draft_that_is(&self, id: Uuid) -> Result<PhotoDraft> {
        self.store().photo_draft(id).await?.ok_or_else(|| no_draft(id))
    }

    /// A draft that waits, or why it does not.
    async fn waiting_draft(&self, id: Uuid) -> Result<PhotoDraft> {
        let draft = self.draft_that_is(id).await?;
        if draft.state == DraftState::Waiting { Ok(draft) } else { Err(self.ended(&draft).await?) }
    }

    /// Why nothing can be done with a draft any more.
    async fn ended(&self, draft: &PhotoDraft) -> Result<AppError> {
        let (code, words) = match draft.state {
            DraftState::Made => {
                let row = match draft.incident {
                    Some(incident) => self.store().incident(incident).await?,
                    None => None,
                };
                let number = row.map(|row| row.number).unwrap_or_default();
                (
                    "draft_made",
                    Words::new(
                        format!("这份草稿已经上报，编号 {number}"),
                        format!("this draft has been reported already as {number}"),
                    ),
                )
            }
            DraftState::Discarded => {
                ("draft_discarded", Words::new("这份草稿已被丢弃", "this draft has been discarded"))
            }
            DraftState::Waiting => (
                "draft_changed",
                Words::new(
                    "这份草稿刚被他人改动，请刷新后再试",
                    "somebody has changed this draft meanwhile; look at it again",
                ),
            ),
        };
        Ok(AppError::Conflict { code, words })
    }

    /// Says what has become of a draft that was not as it was thought.
    async fn why_not(&self, id: Uuid, error: StoreError) -> AppError {
        if !matches!(error, StoreError::DraftChanged) {
            return error.into();
        }
        let why = async { self.ended(&self.draft_that_is(id).await?).await };
        why.await.unwrap_or_else(|error| error)
    }
}
