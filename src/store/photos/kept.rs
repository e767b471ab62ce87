//! The bytes of photos: kept before their rows, checked when they are read.

use super::PhotoRow;
use super::files::PhotoFolder;
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;
use crate::store::macros::{read, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

vocabulary! {
    /// The sizes that a photo is kept in.
    PhotoSize {
        Large = "large",
        Thumb = "thumb",
    }
}

statements! {
    // A later time stays: another upload of the same photo may be waiting for its row.
    KEEP {
        sqlite "INSERT INTO photo_blob (sha256, size, body, kept_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (sha256, size) DO UPDATE
                SET body = excluded.body, kept_at = max(photo_blob.kept_at, excluded.kept_at)"
        postgres "INSERT INTO photo_blob (sha256, size, body, kept_at) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (sha256, size) DO UPDATE
                  SET body = excluded.body, kept_at = greatest(photo_blob.kept_at, excluded.kept_at)"
    }
    BODY { "SELECT body FROM photo_blob WHERE sha256 = $1 AND size = $2" }
}

/// Says that the bytes of a photo are durable. Only `Store::keep_photo` makes it, so no row can be written before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPhoto {
    sha256: String,
    thumb_sha256: String,
    bytes: i64,
}

impl KeptPhoto {
    /// Address of the large size: SHA-256 of its bytes in hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Address of the small size.
    pub fn thumb_sha256(&self) -> &str {
        &self.thumb_sha256
    }

    /// Bytes of the large size.
    pub fn bytes(&self) -> i64 {
        self.bytes
    }
}

/// Bytes with the address that they stand under.
pub(in crate::store) struct Part {
    pub address: String,
    pub size: PhotoSize,
    pub body: Vec<u8>,
}

pub(in crate::store) fn address(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Keeps the bytes of a photo and returns when they are synced. Its row must follow within a day of `at`, or they are
    /// swept as strays; keeping them once more is harmless and begins the day again.
    pub async fn keep_photo(
        &self,
        large: Vec<u8>,
        thumb: Vec<u8>,
        at: Instant,
    ) -> Result<KeptPhoto, StoreError> {
        let parts = [(PhotoSize::Large, large), (PhotoSize::Thumb, thumb)].map(|(size, body)| Part {
            address: address(&body),
            size,
            body,
        });
        let kept = KeptPhoto {
            sha256: parts[0].address.clone(),
            thumb_sha256: parts[1].address.clone(),
            bytes: parts[0].body.len() as i64,
        };
        match self {
            Self::Sqlite(sqlite) => {
                let folder = PhotoFolder::beside(sqlite.path());
                blocking(move || folder.keep(&parts, at)).await?;
            }
            Self::Postgres(_) => write_tx!(self, |c| {
                for part in &parts {
                    sqlx::query(c.say(&KEEP))
                        .bind(&part.address)
                        .bind(part.size.slug())
                        .bind(&part.body)
                        .bind(at)
                        .execute(&mut *c)
                        .await?;
                }
                Ok(())
            })?,
        }
        Ok(kept)
    }

    /// The JPEG of a photo. `PhotoMissing` or `PhotoDamaged` when what is kept is not what was kept.
    pub async fn photo_bytes(&self, photo: &PhotoRow, size: PhotoSize) -> Result<Vec<u8>, StoreError> {
        let address = match size {
            PhotoSize::Large => &photo.sha256,
            PhotoSize::Thumb => &photo.thumb_sha256,
        };
        self.picture(address, size).await
    }

    /// The JPEG that stands under an address. `PhotoMissing` or `PhotoDamaged` as for a photo.
    pub async fn picture(&self, address: &str, size: PhotoSize) -> Result<Vec<u8>, StoreError> {
        let address = address.to_owned();
        let body = match self {
            Self::Sqlite(sqlite) => {
                let folder = PhotoFolder::beside(sqlite.path());
                let address = address.clone();
                blocking(move || folder.read(&address, size)).await?
            }
            Self::Postgres(_) => read!(self, |c| Ok(sqlx::query_scalar(c.say(&BODY))
                .bind(&address)
                .bind(size.slug())
                .fetch_optional(c)
                .await?))?,
        };
        let body: Vec<u8> = body.ok_or_else(|| StoreError::PhotoMissing(address.clone()))?;
        if self::address(&body) != address {
            return Err(StoreError::PhotoDamaged(address));
        }
        Ok(body)
    }

    /// Where the bytes are files, the folder that holds them; it exists once there is a photo.
    pub fn photo_folder(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(sqlite) => Some(PhotoFolder::beside(sqlite.path()).root().to_owned()),
            Self::Postgres(_) => None,
        }
    }
}

/// Runs what waits for the disk beside the other tasks.
pub(in crate::store) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Unavailable(error.to_string()))?
}
