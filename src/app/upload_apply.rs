//! An uploaded boundary file applied to a draft as one change, without sending its shapes to and fro: what a browser
//! cannot hold is saved all the same.

use super::answer::*;
use super::as_of::blocking;
use super::draft::{DraftEdit, LONGEST_NOTE, check_text};
use super::error::AppError;
use super::service::{Result, Service};
use super::upload::{BoundaryFile, Difference, UploadChoice, boundaries, difference, refused};
use super::viewer::Viewer;
use crate::domain::progress::{Progress, Stage};
use crate::exchange::Problem;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// What is to become of an uploaded boundary file.
#[derive(Debug, Clone, Default)]
pub struct ApplyWish {
    pub choice: UploadChoice,
    /// Areas of the same levels in the draft's scope that the file leaves out go.
    pub remove: bool,
    /// Store it although its place looks like another datum's.
    pub accept_place: bool,
    /// Why, for the history of the draft.
    pub reason: String,
}

/// Counts that are told of a change.
struct Counts {
    added: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
}

impl Service {
    /// Saves what a boundary file says differently from a draft whose version the caller knows; all of it or nothing.
    /// Cancelled before the commit, the draft stays as it was.
    pub async fn apply_boundaries(
        &self,
        id: Uuid,
        version: i64,
        path: PathBuf,
        wish: ApplyWish,
        viewer: &Viewer,
        progress: Arc<Progress>,
    ) -> Result<UploadApplied> {
        let mut faults = Vec::new();
        check_text("reason", &wish.reason, LONGEST_NOTE, &mut faults);
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let standing = self.standing(id).await?;
        if standing.draft.version != version {
            return Err(self.stale(&standing.draft, version).await?);
        }
        let (draft, ground) = (standing.draft.clone(), self.ground());
        let ApplyWish { choice, remove, accept_place, reason } = wish;
        let (wanted, watched) = (choice.clone(), Arc::clone(&progress));
        let (mut file, edit, counts) = blocking(move || {
            let mut file = boundaries(&standing, &path, &wanted, &ground, &watched)?;
            if let Some(found) = file.suspicion.as_ref().filter(|_| !accept_place) {
                let problem =
                    Problem { code: found.code, place: "file".to_owned(), words: found.words.clone() };
                return Err(refused(vec![problem]));
            }
            let areas = std::mem::take(&mut file.areas);
            watched.begin(Stage::Comparing, Some(areas.len() as u64));
            let Difference { areas, unchanged, left_out } = difference(&standing, areas, remove);
            let known: HashSet<&str> = standing.after.iter().map(|area| area.code.as_str()).collect();
            let changed = areas.iter().filter(|area| known.contains(area.code.as_str())).count();
            let (added, removed) = (areas.len() - changed, left_out.len());
            watched.advance(areas.len() as u64).map_err(|cancelled| refused(cancelled.into()))?;
            let edit = DraftEdit { upsert: areas, remove: left_out, reason };
            Ok((file, edit, Counts { added, changed, removed, unchanged }))
        })
        .await?;
        let BoundaryFile { layer, suspicion, notes, repaired_max_m, .. } = &mut file;
        let draft = self.save_edit(&draft, edit, viewer, Some(&progress)).await?;
        if choice.remember {
            self.remember(std::mem::take(layer), choice.mapping).await?;
        }
        let Counts { added, changed, removed, unchanged } = counts;
        Ok(UploadApplied {
            draft,
            added,
            changed,
            removed,
            unchanged,
            suspicion: suspicion.take(),
            notes: std::mem::take(notes),
            repaired_max_m: *repaired_max_m,
        })
    }
}
