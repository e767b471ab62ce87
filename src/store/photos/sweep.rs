//! Taking away bytes that no row names: what uploads that came to nothing have left, and what was deleted.

use super::files::{OldFile, PhotoFolder};
use super::kept::{PhotoSize, blocking};
use crate::domain::instant::Instant;
use crate::store::macros::{read, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, StoreError, json_list};
use std::collections::HashSet;

/// Files that are looked at under one lock.
const BATCH: usize = 256;

statements! {
    // Which addresses rows name, one statement a size.
    NAMED_LARGE {
        sqlite "SELECT value FROM jsonb_each($1) WHERE EXISTS (SELECT 1 FROM photo WHERE sha256 = value)
                   OR EXISTS (SELECT 1 FROM drafted_photo WHERE sha256 = value)"
        postgres "SELECT value FROM json_array_elements_text($1::json) AS ids(value)
                  WHERE EXISTS (SELECT 1 FROM photo WHERE sha256 = value)
                   OR EXISTS (SELECT 1 FROM drafted_photo WHERE sha256 = value)"
    }
    NAMED_THUMB {
        sqlite "SELECT value FROM jsonb_each($1) WHERE EXISTS (SELECT 1 FROM photo WHERE thumb_sha256 = value)
                   OR EXISTS (SELECT 1 FROM drafted_photo WHERE thumb_sha256 = value)"
        postgres "SELECT value FROM json_array_elements_text($1::json) AS ids(value)
                  WHERE EXISTS (SELECT 1 FROM photo WHERE thumb_sha256 = value)
                   OR EXISTS (SELECT 1 FROM drafted_photo WHERE thumb_sha256 = value)"
    }
    // Bytes that are kept again while this waits for them get a new time, are looked at once more and stay.
    SWEEP {
        "DELETE FROM photo_blob WHERE kept_at < $1
             AND NOT (size = 'large' AND (EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = photo_blob.sha256)
                 OR EXISTS (SELECT 1 FROM drafted_photo d WHERE d.sha256 = photo_blob.sha256)))
             AND NOT (size = 'thumb' AND (EXISTS (SELECT 1 FROM photo WHERE photo.thumb_sha256 = photo_blob.sha256)
                 OR EXISTS (SELECT 1 FROM drafted_photo d WHERE d.thumb_sha256 = photo_blob.sha256)))
         RETURNING CAST(octet_length(body) AS bigint)"
    }
}

/// What a sweep has taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SweptPhotos {
    /// Files or rows of bytes; a photo has two.
    pub removed: u64,
    pub bytes: u64,
}

impl Store {
    /// Takes away bytes that no row names and that were last kept more than a day before `now`. May run beside uploads and
    /// other sweeps, late, and twice.
    pub async fn sweep_photos(&self, now: Instant) -> Result<SweptPhotos, StoreError> {
        let before = Instant(now.micros().saturating_sub(Instant::DAY));
        match self {
            Self::Sqlite(sqlite) => self.sweep_files(sqlite, before).await,
            Self::Postgres(_) => {
                let swept: Vec<i64> = write_tx!(self, |c| {
                    Ok(sqlx::query_scalar(c.say(&SWEEP)).bind(before).fetch_all(&mut *c).await?)
                })?;
                let bytes = swept.iter().map(|bytes| u64::try_from(*bytes).unwrap_or_default()).sum();
                Ok(SweptPhotos { removed: swept.len() as u64, bytes })
            }
        }
    }

    async fn sweep_files(&self, sqlite: &SqliteStore, before: Instant) -> Result<SweptPhotos, StoreError> {
        let folder = PhotoFolder::beside(sqlite.path());
        let searched = folder.clone();
        let old = blocking(move || searched.older_than(before)).await?;
        let mut swept = SweptPhotos::default();
        for batch in old.chunks(BATCH) {
            let locked = folder.clone();
            let lock = blocking(move || locked.lock()?.alone()).await?;
            // Asked under the lock: a row that comes later has had its bytes kept again before.
            let large = self.named(batch, PhotoSize::Large).await?;
            let thumb = self.named(batch, PhotoSize::Thumb).await?;
            let is_named = |file: &OldFile| match &file.photo {
                Some((address, PhotoSize::Large)) => large.contains(address),
                Some((address, PhotoSize::Thumb)) => thumb.contains(address),
                None => false,
            };
            let strays: Vec<OldFile> = batch.iter().filter(|file| !is_named(file)).cloned().collect();
            let removed = blocking(move || {
                let removed = strays.iter().map(|file| file.remove(before)).collect::<Result<Vec<_>, _>>();
                drop(lock);
                removed
            })
            .await?;
            for bytes in removed.into_iter().flatten() {
                swept.removed += 1;
                swept.bytes += bytes;
            }
        }
        Ok(swept)
    }

    /// The addresses in this size that rows name.
    async fn named(&self, files: &[OldFile], size: PhotoSize) -> Result<HashSet<String>, StoreError> {
        let photos = files.iter().filter_map(|file| file.photo.as_ref());
        let addresses = json_list(photos.filter(|(_, is)| *is == size).map(|(address, _)| address))?;
        let statement = match size {
            PhotoSize::Large => NAMED_LARGE,
            PhotoSize::Thumb => NAMED_THUMB,
        };
        let named: Vec<String> =
            read!(self, |c| Ok(sqlx::query_scalar(c.say(&statement)).bind(&addresses).fetch_all(c).await?))?;
        Ok(named.into_iter().collect())
    }
}
