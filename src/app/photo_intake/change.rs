//! Drafts placed on the map, their photos sorted, and drafts discarded.

use super::show::Shown;
use crate::app::answer::PhotoDraftAnswer;
use crate::app::error::{AppError, FieldError};
use crate::app::locate;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::geo::Datum;
use crate::domain::photo::{DraftState, MOST_TOGETHER, PhotoHints};
use crate::domain::text::Words;
use crate::store::{DraftEdit, DraftedPhoto, MoveInto, NewPhotoDraft};
use uuid::Uuid;

impl Service {
    fn edit_by(&self, viewer: &Viewer) -> DraftEdit {
        DraftEdit { at: self.now(), by: viewer.caller.clone() }
    }

    /// Puts a draft where a person says it is.
    pub async fn place_draft(
        &self,
        id: Uuid,
        lon: f64,
        lat: f64,
        datum: Option<&str>,
        viewer: &Viewer,
    ) -> Result<PhotoDraftAnswer> {
        let mut faults = Vec::new();
        let datum = locate::datum(datum).map_err(|fault| faults.push(fault)).ok();
        let at = locate::position(lon, lat, datum.unwrap_or(Datum::Wgs84))
            .map_err(|fault| faults.push(fault))
            .ok();
        let (Some(at), true) = (at, faults.is_empty()) else { return Err(AppError::Invalid(faults)) };
        self.waiting_draft(id).await?;
        if let Err(error) = self.store().place_photo_draft(id, at, &self.edit_by(viewer)).await {
            return Err(self.why_not(id, error).await);
        }
        self.photo_draft(id, None, viewer).await
    }

    /// Takes photos out of a draft into one of their own; gives both, the new one last.
    pub async fn split_draft(
        &self,
        id: Uuid,
        photos: &[Uuid],
        viewer: &Viewer,
    ) -> Result<Vec<PhotoDraftAnswer>> {
        let draft = self.waiting_draft(id).await?;
        let own = self.store().drafted_photos(&[id]).await?;
        let mut photos = photos.to_vec();
        photos.sort_unstable();
        photos.dedup();
        let moved: Vec<&DraftedPhoto> = own.iter().filter(|photo| photos.contains(&photo.id)).collect();
        let fault = |code, zh: &str, en: &str| AppError::invalid(FieldError::new("photos", code, zh, en));
        let Some(first) = moved.first() else {
            return Err(fault("missing", "请选择要拆出的照片", "choose the photos to take out"));
        };
        if moved.len() != photos.len() {
            return Err(fault("unknown", "有照片不在这份草稿里", "a photo is not in this draft"));
        }
        if moved.len() == own.len() {
            return Err(fault(
                "all_of_them",
                "至少留一张照片在原草稿里",
                "at least one photo stays in the draft that it is taken from",
            ));
        }
        // A photo without a place of its own is where the draft is, as a person has said.
        let hints = match first.hints {
            hints if hints.position.is_some() => hints,
            hints => PhotoHints { position: draft.position, ..hints },
        };
        let new = NewPhotoDraft {
            id: self.ids().id(self.now()),
            source: draft.source.clone(),
            hints,
            brought_at: draft.brought_at,
            brought_by: draft.brought_by.clone(),
            photos: Vec::new(),
        };
        let new_id = new.id;
        let (into, edit) = (MoveInto::New(new), self.edit_by(viewer));
        if let Err(error) = self.store().move_drafted_photos(id, &photos, &into, &edit).await {
            return Err(self.why_not(id, error).await);
        }
        let both = [self.draft_that_is(id).await?, self.draft_that_is(new_id).await?];
        self.draft_answers(both.map(Shown::of).into(), None, viewer).await
    }

    /// Moves all photos of another draft into this one, which keeps its place; the other is gone.
    pub async fn join_drafts(&self, id: Uuid, other: Uuid, viewer: &Viewer) -> Result<PhotoDraftAnswer> {
        if id == other {
            return Err(AppError::invalid(FieldError::new(
                "draft",
                "itself",
                "不能与自己合并",
                "a draft cannot be joined with itself",
            )));
        }
        let draft = self.waiting_draft(id).await?;
        let from = self.waiting_draft(other).await?;
        let photos = self.store().drafted_photos(&[id, other]).await?;
        if photos.len() > MOST_TOGETHER {
            return Err(AppError::Conflict {
                code: "too_many_photos",
                words: Words::new(
                    format!("合并后有 {} 张照片，一份最多 {MOST_TOGETHER} 张", photos.len()),
                    format!(
                        "together they have {} photos, at most {MOST_TOGETHER} go into one",
                        photos.len()
                    ),
                ),
            });
        }
        let moved: Vec<Uuid> =
            photos.iter().filter(|photo| photo.draft == other).map(|photo| photo.id).collect();
        let edit = self.edit_by(viewer);
        if let Err(error) =
            self.store().move_drafted_photos(other, &moved, &MoveInto::Standing(id), &edit).await
        {
            return Err(self.why_not(id, error).await);
        }
        // A draft without a place takes that of the one that comes to it.
        if let (None, Some(at)) = (draft.position, from.position)
            && let Err(error) = self.store().place_photo_draft(id, at, &edit).await
        {
            return Err(self.why_not(id, error).await);
        }
        self.photo_draft(id, None, viewer).await
    }

    /// Ends a draft without a report. Discarding it once more does nothing.
    pub async fn discard_draft(&self, id: Uuid, viewer: &Viewer) -> Result<()> {
        if self.draft_that_is(id).await?.state == DraftState::Discarded {
            return Ok(());
        }
        match self.store().discard_photo_draft(id, &self.edit_by(viewer)).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.why_not(id, error).await),
        }
    }
}
