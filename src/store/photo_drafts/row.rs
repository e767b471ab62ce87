//! The shapes in which drafts from photos enter and leave the store.

use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{DraftState, North, PhotoHints, PlacedBy};
use crate::store::KeptPhoto;
use crate::store::macros::row;
use crate::store::table_row::table_rows;
use serde::Serialize;
use uuid::Uuid;

/// A photo to write with its draft.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDraftedPhoto {
    pub id: Uuid,
    /// SHA-256 of the file as it came, in hexadecimal digits.
    pub original: String,
    /// Its bytes, kept less than a day ago.
    pub kept: KeptPhoto,
    /// Pixels of the large size.
    pub width: u32,
    pub height: u32,
    pub hints: PhotoHints,
}

/// A draft to write, with at least one photo.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPhotoDraft {
    pub id: Uuid,
    /// The channel that a report may come by.
    pub source: String,
    /// What the camera of its first photo tells.
    pub hints: PhotoHints,
    pub brought_at: Instant,
    /// Who brought it: the caller, as idempotency keys have it.
    pub brought_by: String,
    pub photos: Vec<NewDraftedPhoto>,
}

/// Who changes a draft, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEdit {
    pub at: Instant,
    pub by: String,
}

/// A draft without its photos. Not serializable: what of it leaves, and for whom, is decided above.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoDraft {
    pub id: Uuid,
    pub state: DraftState,
    pub source: String,
    pub position: Option<Position>,
    /// Who says so; there while the position is.
    pub placed_by: Option<PlacedBy>,
    /// Radius of uncertainty in metres, of a camera's position.
    pub accuracy_m: Option<f64>,
    pub taken_at: Option<Instant>,
    /// Where the camera looked, in degrees clockwise from `north`.
    pub direction: Option<f64>,
    pub north: Option<North>,
    pub brought_at: Instant,
    pub brought_by: String,
    /// When a person last gave it a place or sorted its photos.
    pub edited_at: Option<Instant>,
    /// The incident that it became.
    pub incident: Option<Uuid>,
}

/// A photo of a draft that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftedPhoto {
    pub draft: Uuid,
    pub id: Uuid,
    /// Addresses of the two sizes.
    pub sha256: String,
    pub thumb_sha256: String,
    /// Pixels of the large size.
    pub width: i64,
    pub height: i64,
    pub hints: PhotoHints,
}

/// A draft as the table has it.
#[derive(Debug, Serialize)]
pub(crate) struct DraftRecord<'a> {
    id: Uuid,
    state: DraftState,
    source: &'a str,
    lon: Option<i32>,
    lat: Option<i32>,
    placed_by: Option<PlacedBy>,
    accuracy_m: Option<f64>,
    taken_at: Option<Instant>,
    direction: Option<f64>,
    north: Option<North>,
    brought_at: Instant,
    brought_by: &'a str,
    edited_at: Option<Instant>,
}

/// A photo as the table has it.
#[derive(Debug, Serialize)]
pub(crate) struct DraftedPhotoRecord<'a> {
    draft: Uuid,
    id: Uuid,
    ordinal: i64,
    sha256: &'a str,
    thumb_sha256: &'a str,
    width: i64,
    height: i64,
    bytes: i64,
    taken_at: Option<Instant>,
    lon: Option<i32>,
    lat: Option<i32>,
    accuracy_m: Option<f64>,
    direction: Option<f64>,
    north: Option<North>,
    uploaded_at: Instant,
}

/// That a photo was brought.
#[derive(Debug, Serialize)]
pub(crate) struct SeenRecord<'a> {
    original: &'a str,
    sha256: &'a str,
    draft: Uuid,
}

table_rows! {
    DraftRecord<'_> in "photo_draft" {
        id plain, state plain, source plain, lon plain, lat plain, placed_by plain, accuracy_m plain, taken_at plain,
        direction plain, north plain, brought_at plain, brought_by plain, edited_at plain,
    }
    DraftedPhotoRecord<'_> in "drafted_photo" {
        draft plain, id plain, ordinal plain, sha256 plain, thumb_sha256 plain, width plain, height plain, bytes plain,
        taken_at plain, lon plain, lat plain, accuracy_m plain, direction plain, north plain, uploaded_at plain,
    }
    SeenRecord<'_> in "photo_seen" { original plain, sha256 plain, draft plain }
}

impl NewPhotoDraft {
    pub(super) fn record(&self, edited_at: Option<Instant>) -> DraftRecord<'_> {
        let hints = &self.hints;
        DraftRecord {
            id: self.id,
            state: DraftState::Waiting,
            source: &self.source,
            lon: hints.position.map(|position| position.lon),
            lat: hints.position.map(|position| position.lat),
            placed_by: hints.position.map(|_| PlacedBy::Camera),
            accuracy_m: hints.accuracy_m,
            taken_at: hints.taken_at,
            direction: hints.direction,
            north: hints.north,
            brought_at: self.brought_at,
            brought_by: &self.brought_by,
            edited_at,
        }
    }
}

/// The rows of photos that come to a draft behind its first `before`.
pub(super) fn photo_records(
    draft: Uuid,
    before: i64,
    at: Instant,
    photos: &[NewDraftedPhoto],
) -> impl Iterator<Item = DraftedPhotoRecord<'_>> {
    photos.iter().zip(before..).map(move |(photo, ordinal)| {
        let hints = &photo.hints;
        DraftedPhotoRecord {
            draft,
            id: photo.id,
            ordinal,
            sha256: photo.kept.sha256(),
            thumb_sha256: photo.kept.thumb_sha256(),
            width: i64::from(photo.width),
            height: i64::from(photo.height),
            bytes: photo.kept.bytes(),
            taken_at: hints.taken_at,
            lon: hints.position.map(|position| position.lon),
            lat: hints.position.map(|position| position.lat),
            accuracy_m: hints.accuracy_m,
            direction: hints.direction,
            north: hints.north,
            uploaded_at: at,
        }
    })
}

pub(super) fn seen_records(draft: Uuid, photos: &[NewDraftedPhoto]) -> impl Iterator<Item = SeenRecord<'_>> {
    photos.iter().map(move |photo| SeenRecord {
        original: &photo.original,
        sha256: photo.kept.sha256(),
        draft,
    })
}

row! {
    #[derive(Debug)]
    pub struct StoredDraft {
        pub id: Uuid,
        pub state: DraftState,
        pub source: String,
        pub lon: Option<i64>,
        pub lat: Option<i64>,
        pub placed_by: Option<PlacedBy>,
        pub accuracy_m: Option<f64>,
        pub taken_at: Option<Instant>,
        pub direction: Option<f64>,
        pub north: Option<North>,
        pub brought_at: Instant,
        pub brought_by: String,
        pub edited_at: Option<Instant>,
        pub incident: Option<Uuid>,
    }
}

row! {
    #[derive(Debug)]
    pub struct StoredDraftedPhoto {
        pub draft: Uuid,
        pub id: Uuid,
        pub sha256: String,
        pub thumb_sha256: String,
        pub width: i64,
        pub height: i64,
        pub taken_at: Option<Instant>,
        pub lon: Option<i64>,
        pub lat: Option<i64>,
        pub accuracy_m: Option<f64>,
        pub direction: Option<f64>,
        pub north: Option<North>,
    }
}

/// The schema keeps both within the range of the grid.
fn position(lon: Option<i64>, lat: Option<i64>) -> Option<Position> {
    let unit = |value: Option<i64>| value.and_then(|value| i32::try_from(value).ok());
    unit(lon).zip(unit(lat)).map(|(lon, lat)| Position::new(lon, lat))
}

impl From<StoredDraft> for PhotoDraft {
    fn from(stored: StoredDraft) -> Self {
        Self {
            id: stored.id,
            state: stored.state,
            source: stored.source,
            position: position(stored.lon, stored.lat),
            placed_by: stored.placed_by,
            accuracy_m: stored.accuracy_m,
            taken_at: stored.taken_at,
            direction: stored.direction,
            north: stored.north,
            brought_at: stored.brought_at,
            brought_by: stored.brought_by,
            edited_at: stored.edited_at,
            incident: stored.incident,
        }
    }
}

impl From<StoredDraftedPhoto> for DraftedPhoto {
    fn from(stored: StoredDraftedPhoto) -> Self {
        Self {
            draft: stored.draft,
            id: stored.id,
            sha256: stored.sha256,
            thumb_sha256: stored.thumb_sha256,
            width: stored.width,
            height: stored.height,
            hints: PhotoHints {
                position: position(stored.lon, stored.lat),
                accuracy_m: stored.accuracy_m,
                taken_at: stored.taken_at,
                direction: stored.direction,
                north: stored.north,
            },
        }
    }
}
