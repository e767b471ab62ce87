//! Photos of incidents: read, kept, listed and handed out. What a camera tells of place and time is for staff, and so are
//! the pictures themselves, which may show people and plates (R11).

use super::answer::PhotoAnswer;
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::case::{Event, EventKind};
use crate::domain::photo::PhotoKind;
use crate::domain::text::Words;
use crate::exchange::photo::{Photo, PhotoOptions, PhotoProblem, read_photo};
use crate::store::{IncidentRow, NewPhoto, PhotoRow, PhotoSize};
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Photos of one incident and kind at most.
const MOST_PHOTOS: usize = 9;
/// Largest file.
pub const MOST_BYTES: usize = 20 << 20;
/// Photos that are decoded at a time: each may take some hundred megabytes.
static DECODING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

impl Service {
    /// Adds a photo to an incident, for staff who play a part in it or for who shows the tracking code. The same picture
    /// again is the photo that is there already.
    pub async fn add_photo(
        &self,
        incident: Uuid,
        kind: PhotoKind,
        bytes: Vec<u8>,
        tracking_code: Option<&str>,
        viewer: &Viewer,
    ) -> Result<PhotoAnswer> {
        let (reference, now) = (self.reference(), self.now());
        let not_found = || AppError::NotFound { kind: "incident", id: incident.to_string() };
        let row = self.store().incident(incident).await?.ok_or_else(not_found)?;
        self.may_add(&reference, &row, kind, tracking_code, viewer).await?;
        let options = PhotoOptions::new(reference.zone.clone());
        let photo = decode(bytes, options).await?.map_err(|problem| {
            AppError::invalid(FieldError {
                field: "photo".into(),
                code: problem.code.into(),
                words: problem.words,
                place: None,
            })
        })?;
        let before = self.store().photos_of(&[incident]).await?;
        if let Some(same) = before.iter().find(|other| other.sha256 == photo.sha256 && other.kind == kind) {
            return Ok(answer(&reference, same, viewer));
        }
        if before.iter().filter(|other| other.kind == kind).count() >= MOST_PHOTOS {
            return Err(AppError::Conflict {
                code: "too_many_photos",
                words: Words::new(
                    format!("每类照片最多 {MOST_PHOTOS} 张"),
                    format!("at most {MOST_PHOTOS} photos of a kind"),
                ),
            });
        }
        // No photo is older than the steps before it, also when the clock goes back.
        let steps = self.store().incident_events(incident).await?;
        let now = steps.iter().map(|event| event.at).max().map_or(now, |last| now.max(last));
        let kept = self.store().keep_photo(photo.large, photo.thumb, now).await?;
        let new = NewPhoto {
            id: self.ids().id(now),
            kind,
            kept,
            width: photo.width,
            height: photo.height,
            hints: photo.hints,
            uploaded_at: now,
            uploader: viewer.caller.clone(),
        };
        self.store().add_photos(&row.home_code, incident, std::slice::from_ref(&new), now).await?;
        let stored = self.store().photo(new.id).await?;
        let stored = stored.ok_or_else(|| AppError::Internal(anyhow::anyhow!("a new photo is not there")))?;
        Ok(answer(&reference, &stored, viewer))
    }

    async fn may_add(
        &self,
        reference: &Reference,
        row: &IncidentRow,
        kind: PhotoKind,
        tracking_code: Option<&str>,
        viewer: &Viewer,
    ) -> Result<()> {
        let shown = tracking_code.map(|code| code.trim().to_ascii_uppercase());
        // A reporter shows what he saw, while the case is open; what was done about it others show.
        let voiced = match shown.as_deref() {
            Some(code) if code != row.tracking_code => {
                self.store().voice_by_tracking_code(code).await?.is_some_and(|voice| voice.incident == row.id)
            }
            code => code.is_some(),
        };
        let reporters = voiced && kind != PhotoKind::After;
        if (reporters && row.state.is_open()) || self.plays_a_part(reference, row, viewer).await? {
            return Ok(());
        }
        Err(AppError::Forbidden {
            code: "not_your_case",
            words: Words::new(
                "只有本案相关人员，或持查询码的上报人在办结前，可以添加照片",
                "photos are added by who plays a part in the case, or by its reporter with the tracking code while it is open",
            ),
        })
    }

    /// Photos of an incident as a caller may see them: none for who is not staff.
    pub(super) async fn photos(
        &self,
        reference: &Reference,
        incident: Uuid,
        viewer: &Viewer,
    ) -> Result<Vec<PhotoAnswer>> {
        if !viewer.names {
            return Ok(Vec::new());
        }
        let rows = self.store().photos_of(&[incident]).await?;
        Ok(rows.iter().map(|row| answer(reference, row, viewer)).collect())
    }

    /// The JPEG of a photo, for staff.
    pub async fn photo_bytes(&self, id: Uuid, size: PhotoSize, viewer: &Viewer) -> Result<Vec<u8>> {
        let not_found = || AppError::NotFound { kind: "photo", id: id.to_string() };
        let row = self.store().photo(id).await?.filter(|_| viewer.names).ok_or_else(not_found)?;
        Ok(self.store().photo_bytes(&row, size).await?)
    }

    /// Takes away pictures that no photo names for a day. Gives how many.
    pub async fn sweep_photos(&self) -> Result<u64> {
        Ok(self.store().sweep_photos(self.now()).await?.removed)
    }

    /// Whether a photo taken afterwards has come since the case was dispatched or sent back last.
    pub(super) async fn has_after_photo(&self, incident: Uuid, events: &[Event]) -> Result<bool> {
        let sent = |event: &&Event| matches!(event.kind, EventKind::CaseDispatched | EventKind::CaseReworked);
        let since = events.iter().filter(sent).map(|event| event.at).max();
        let photos = self.store().photos_of(&[incident]).await?;
        Ok(photos.iter().any(|photo| {
            photo.kind == PhotoKind::After && since.is_none_or(|since| photo.uploaded_at >= since)
        }))
    }
}

/// Reads a photo when its turn comes.
pub(super) async fn decode(
    bytes: Vec<u8>,
    options: PhotoOptions,
) -> Result<std::result::Result<Photo, PhotoProblem>> {
    let _turn = DECODING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    let read = tokio::task::spawn_blocking(move || read_photo(&bytes, &options)).await;
    read.map_err(|error| AppError::Internal(error.into()))
}

fn answer(reference: &Reference, row: &PhotoRow, viewer: &Viewer) -> PhotoAnswer {
    let hints = row.private.hints;
    PhotoAnswer {
        id: row.id,
        kind: row.kind,
        width: row.width,
        height: row.height,
        uploaded_at: reference.zoned(row.uploaded_at),
        taken_at: hints.taken_at.filter(|_| viewer.names).map(|at| reference.zoned(at)),
        position: hints.position.filter(|_| viewer.names).map(|position| position.degrees()),
        direction: hints.direction.filter(|_| viewer.names),
    }
}
