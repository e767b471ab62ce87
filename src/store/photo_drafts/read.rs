//! Drafts that wait, single ones, and what became of a photo that was brought before.

use super::row::{DraftedPhoto, PhotoDraft, StoredDraft, StoredDraftedPhoto};
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{DraftState, Moment};
use crate::store::macros::{read, row, statements};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use uuid::Uuid;

statements! {
    WAITING {
        "SELECT id, state, source, lon, lat, placed_by, accuracy_m, taken_at, direction, north, brought_at, brought_by,
             edited_at, incident
         FROM photo_draft WHERE state = 'waiting' AND id < $1 ORDER BY id DESC LIMIT $2"
    }
    COUNT { "SELECT count(*) FROM photo_draft WHERE state = 'waiting'" }
    BY_ID {
        "SELECT id, state, source, lon, lat, placed_by, accuracy_m, taken_at, direction, north, brought_at, brought_by,
             edited_at, incident
         FROM photo_draft WHERE id = $1"
    }
    PHOTOS {
        sqlite "SELECT * FROM drafted_photo WHERE draft IN (SELECT unhex(value, '-') FROM jsonb_each($1))
                ORDER BY draft, ordinal, id"
        postgres "SELECT * FROM drafted_photo
                  WHERE draft IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  ORDER BY draft, ordinal, id"
    }
    PHOTO { "SELECT * FROM drafted_photo WHERE id = $1" }
    OPEN {
        "SELECT d.id, d.lon, d.lat, d.taken_at,
             (SELECT count(*) FROM drafted_photo p WHERE p.draft = d.id) AS photos
         FROM photo_draft d WHERE d.state = 'waiting' AND d.brought_by = $1 AND d.source = $2 AND d.edited_at IS NULL
             AND d.lon IS NOT NULL AND d.taken_at BETWEEN $3 AND $4 ORDER BY d.id"
    }
    SEEN {
        "SELECT d.id AS draft, d.state, d.incident FROM photo_seen s JOIN photo_draft d ON d.id = s.draft
         WHERE s.original = $1 OR s.sha256 = $2 ORDER BY d.id DESC LIMIT 1"
    }
    IN_CASE { "SELECT incident FROM photo WHERE sha256 = $1 ORDER BY id LIMIT 1" }
}

row! {
    /// A draft that further photos of its place and time may join.
    #[derive(Debug)]
    pub struct StoredOpen {
        pub id: Uuid,
        pub lon: i32 as unit,
        pub lat: i32 as unit,
        pub taken_at: Option<Instant>,
        pub photos: i64,
    }
}

row! {
    /// The draft of a photo that was brought before.
    #[derive(Debug)]
    pub struct StoredSeen {
        pub draft: Uuid,
        pub state: DraftState,
        pub incident: Option<Uuid>,
    }
}

/// Where a photo is already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownPhoto {
    /// In a draft that waits.
    Waiting(Uuid),
    /// Its draft was discarded.
    Discarded(Uuid),
    /// It belongs to a case.
    InCase(Uuid),
}

impl Store {
    /// At most `limit` drafts that wait with lower ids than `before`, newest first.
    pub async fn waiting_drafts(&self, before: Uuid, limit: i64) -> Result<Vec<PhotoDraft>, StoreError> {
        let stored: Vec<StoredDraft> = read!(self, |c| Ok(sqlx::query_as(c.say(&WAITING))
            .bind(before)
            .bind(limit)
            .fetch_all(c)
            .await?))?;
        Ok(stored.into_iter().map(PhotoDraft::from).collect())
    }

    /// How many drafts wait.
    pub async fn waiting_draft_count(&self) -> Result<i64, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&COUNT)).fetch_one(c).await?))
    }

    /// A draft in whatever state; none when there is no such one.
    pub async fn photo_draft(&self, id: Uuid) -> Result<Option<PhotoDraft>, StoreError> {
        let stored: Option<StoredDraft> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&BY_ID)).bind(id).fetch_optional(c).await?))?;
        Ok(stored.map(PhotoDraft::from))
    }

    /// The photos of drafts, by draft and in their order.
    pub async fn drafted_photos(&self, drafts: &[Uuid]) -> Result<Vec<DraftedPhoto>, StoreError> {
        let drafts = json_list(drafts)?;
        let stored: Vec<StoredDraftedPhoto> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&PHOTOS)).bind(&drafts).fetch_all(c).await?))?;
        Ok(stored.into_iter().map(DraftedPhoto::from).collect())
    }

    /// A photo of a draft that waits.
    pub async fn drafted_photo(&self, id: Uuid) -> Result<Option<DraftedPhoto>, StoreError> {
        let stored: Option<StoredDraftedPhoto> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&PHOTO)).bind(id).fetch_optional(c).await?))?;
        Ok(stored.map(DraftedPhoto::from))
    }

    /// Drafts that `brought_by` brought by `source` and nobody has touched, with a place, of photos taken between two times:
    /// each with its first moment and how many photos it has.
    pub async fn joinable_drafts(
        &self,
        brought_by: &str,
        source: &str,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<(Uuid, Moment, usize)>, StoreError> {
        let stored: Vec<StoredOpen> = read!(self, |c| Ok(sqlx::query_as(c.say(&OPEN))
            .bind(brought_by)
            .bind(source)
            .bind(from)
            .bind(until)
            .fetch_all(c)
            .await?))?;
        let open = stored.into_iter().map(|draft| {
            let moment = Moment { position: Some(Position::new(draft.lon, draft.lat)), at: draft.taken_at };
            (draft.id, moment, usize::try_from(draft.photos).unwrap_or_default())
        });
        Ok(open.collect())
    }

    /// Where a photo is already, by the SHA-256 of its file or of the picture that was made of it.
    pub async fn known_photo(&self, original: &str, sha256: &str) -> Result<Option<KnownPhoto>, StoreError> {
        read!(self, |c| {
            let seen: Option<StoredSeen> =
                sqlx::query_as(c.say(&SEEN)).bind(original).bind(sha256).fetch_optional(&mut *c).await?;
            match seen {
                Some(StoredSeen { incident: Some(incident), .. }) => {
                    return Ok(Some(KnownPhoto::InCase(incident)));
                }
                Some(StoredSeen { draft, state: DraftState::Waiting, .. }) => {
                    return Ok(Some(KnownPhoto::Waiting(draft)));
                }
                _ => {}
            }
            let case: Option<Uuid> =
                sqlx::query_scalar(c.say(&IN_CASE)).bind(sha256).fetch_optional(&mut *c).await?;
            Ok(case.map(KnownPhoto::InCase).or(seen.map(|seen| KnownPhoto::Discarded(seen.draft))))
        })
    }
}
