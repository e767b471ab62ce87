//! The shapes in which photos enter and leave the store.

use super::KeptPhoto;
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{North, PhotoHints, PhotoKind};
use crate::store::macros::row;
use crate::store::table_row::table_rows;
use serde::Serialize;
use uuid::Uuid;

/// A photo to write with an incident or to one that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPhoto {
    pub id: Uuid,
    pub kind: PhotoKind,
    /// Its bytes, kept less than a day ago.
    pub kept: KeptPhoto,
    /// Pixels of the large size.
    pub width: u32,
    pub height: u32,
    pub hints: PhotoHints,
    pub uploaded_at: Instant,
    /// Who brought it: an account, or the channel that it came by.
    pub uploader: String,
}

/// One photo of an incident. Not serializable: what of it leaves, and for whom, is decided above.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoRow {
    pub home_code: String,
    pub id: Uuid,
    pub incident: Uuid,
    pub kind: PhotoKind,
    /// Place in the row of the incident's photos, from 0.
    pub ordinal: i64,
    /// Address of the large size.
    pub sha256: String,
    /// Address of the small size.
    pub thumb_sha256: String,
    /// Pixels and bytes of the large size.
    pub width: i64,
    pub height: i64,
    pub bytes: i64,
    pub uploaded_at: Instant,
    pub private: PhotoPrivate,
}

/// What staff alone may see of a photo (R11).
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoPrivate {
    pub hints: PhotoHints,
    pub uploader: String,
}

/// A photo as the table has it.
#[derive(Debug, Serialize)]
pub(crate) struct PhotoRecord<'a> {
    home_code: &'a str,
    id: Uuid,
    incident: Uuid,
    kind: PhotoKind,
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
    uploader: &'a str,
}

table_rows! {
    PhotoRecord<'_> in "photo" {
        home_code plain, id plain, incident plain, kind plain, ordinal plain, sha256 plain, thumb_sha256 plain,
        width plain, height plain, bytes plain, taken_at plain, lon plain, lat plain, accuracy_m plain,
        direction plain, north plain, uploaded_at plain, uploader plain,
    }
}

/// The rows of an incident's photos, in their order from the place `first` on.
pub(crate) fn records<'a>(
    home_code: &'a str,
    incident: Uuid,
    first: i64,
    photos: &'a [NewPhoto],
) -> impl Iterator<Item = PhotoRecord<'a>> {
    photos.iter().zip(first..).map(move |(photo, ordinal)| {
        let hints = &photo.hints;
        PhotoRecord {
            home_code,
            id: photo.id,
            incident,
            kind: photo.kind,
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
            uploaded_at: photo.uploaded_at,
            uploader: &photo.uploader,
        }
    })
}

row! {
    #[derive(Debug)]
    pub struct StoredPhoto {
        pub home_code: String,
        pub id: Uuid,
        pub incident: Uuid,
        pub kind: PhotoKind,
        pub ordinal: i64,
        pub sha256: String,
        pub thumb_sha256: String,
        pub width: i64,
        pub height: i64,
        pub bytes: i64,
        pub taken_at: Option<Instant>,
        pub lon: Option<i64>,
        pub lat: Option<i64>,
        pub accuracy_m: Option<f64>,
        pub direction: Option<f64>,
        pub north: Option<North>,
        pub uploaded_at: Instant,
        pub uploader: String,
    }
}

impl From<StoredPhoto> for PhotoRow {
    fn from(stored: StoredPhoto) -> Self {
        // The schema keeps both within the range of the grid.
        let unit = |value: Option<i64>| value.and_then(|value| i32::try_from(value).ok());
        let position = unit(stored.lon).zip(unit(stored.lat)).map(|(lon, lat)| Position::new(lon, lat));
        Self {
            home_code: stored.home_code,
            id: stored.id,
            incident: stored.incident,
            kind: stored.kind,
            ordinal: stored.ordinal,
            sha256: stored.sha256,
            thumb_sha256: stored.thumb_sha256,
            width: stored.width,
            height: stored.height,
            bytes: stored.bytes,
            uploaded_at: stored.uploaded_at,
            private: PhotoPrivate {
                hints: PhotoHints {
                    position,
                    accuracy_m: stored.accuracy_m,
                    taken_at: stored.taken_at,
                    direction: stored.direction,
                    north: stored.north,
                },
                uploader: stored.uploader,
            },
        }
    }
}
