//! A site into one file and back. Both run beside the service's own work and keep a few megabytes in memory: one task reads,
//! another writes, and what is between them is short.

use super::service::SITE_NAME;
use crate::domain::instant::Instant;
use crate::domain::progress::Progress;
use crate::domain::text::Words;
use crate::exchange::backup::{self, BackupProblem, BackupWriter, FORMAT, Header, Manifest, Piece};
use crate::store::copy::Restoring;
use crate::store::{PhotoSize, Store, StoreError, migrations};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Pieces on their way.
const BETWEEN: usize = 4;

/// Why a site was not backed up or restored.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Backup(#[from] BackupProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Result<T> = std::result::Result<T, CopyError>;

/// Writes everything that a store holds at this moment into `file`, while others go on using it. `made_at` is now.
pub async fn back_up(store: &Store, file: File, made_at: Instant, progress: &Progress) -> Result<Manifest> {
    let mut view = store.view().await?;
    let tables = view.tables().await?;
    let header = Header {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        schema: migrations::KNOWN,
        database: store.kind().to_owned(),
        made_at: made_at.to_rfc3339(),
        site: site_name(store).await?,
    };
    let made = u64::try_from(made_at.micros() / Instant::SECOND).unwrap_or_default();
    // None says that all was read: what ends without it has no end in the file either.
    let (send, mut receive) = mpsc::channel::<Option<Piece>>(BETWEEN);
    let writing = tokio::task::spawn_blocking(move || {
        let mut writer = BackupWriter::new(BufWriter::with_capacity(1 << 20, file), header, made)?;
        while let Some(piece) = receive.blocking_recv() {
            match piece {
                Some(piece) => writer.put(piece)?,
                None => return Ok(Some(writer.finish()?.0)),
            }
        }
        Ok(None)
    });
    let read = async {
        let hand_on = async |piece: Option<Piece>| {
            progress.check()?;
            send.send(piece).await.map_err(|_| StoreError::Cancelled)
        };
        for table in &tables {
            view.rows(table, async |lines| {
                let table = lines.table.to_owned();
                hand_on(Some(Piece::Lines { table, rows: lines.rows, text: lines.text })).await
            })
            .await?;
        }
        view.photos(async |photo| {
            let address = photo.address;
            let thumb = photo.size == PhotoSize::Thumb;
            hand_on(Some(match photo.body {
                Some(body) => Piece::Photo { address, thumb, body },
                None => Piece::Missing { address },
            }))
            .await
        })
        .await?;
        hand_on(None).await
    };
    let read: std::result::Result<(), StoreError> = read.await;
    drop(send);
    let written: std::result::Result<Option<Manifest>, BackupProblem> =
        writing.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    // What the writer says is the cause where both have failed.
    let manifest = written?;
    read?;
    manifest.ok_or_else(|| StoreError::Cancelled.into())
}

async fn site_name(store: &Store) -> std::result::Result<Option<Words>, StoreError> {
    let name = store.setting(SITE_NAME).await?;
    Ok(name.and_then(|name| serde_json::from_value(name).ok()))
}

/// Checks all of a backup without writing anything.
pub async fn look_at_backup(path: &Path) -> Result<Manifest> {
    let path = path.to_owned();
    let checked = tokio::task::spawn_blocking(move || backup::check(&path, migrations::KNOWN)).await;
    Ok(checked.map_err(|error| StoreError::Unavailable(error.to_string()))??)
}

/// Puts what a backup holds in the place of the database at `location`. Everything that was there stays as it was when this
/// fails. `at` is now.
pub async fn restore(
    path: &Path,
    manifest: &Manifest,
    location: &str,
    force: bool,
    at: Instant,
    progress: &Arc<Progress>,
) -> Result<()> {
    let mut into = Restoring::begin(location, manifest.header.schema, force, at).await?;
    let (send, mut receive) = mpsc::channel::<Piece>(BETWEEN);
    let (path, told, cancelled) = (path.to_owned(), manifest.clone(), Arc::clone(progress));
    let reading = tokio::task::spawn_blocking(move || {
        backup::pieces(&path, &told, |piece| {
            cancelled.check().map_err(StoreError::from)?;
            send.blocking_send(piece).map_err(|_| StoreError::Cancelled)?;
            Ok::<_, CopyError>(())
        })
    });
    let (mut rows, mut files) = (0, 0);
    let written: std::result::Result<(), StoreError> = async {
        while let Some(piece) = receive.recv().await {
            match piece {
                Piece::Lines { text, .. } => rows += into.lines(&text).await?,
                Piece::Photo { address, thumb, body } => {
                    let size = if thumb { PhotoSize::Thumb } else { PhotoSize::Large };
                    into.photo(&address, size, body).await?;
                    files += 1;
                }
                Piece::Missing { .. } => {}
            }
        }
        Ok(())
    }
    .await;
    drop(receive);
    let read = reading.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let wanted: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    // What could not be written is the cause where both have failed.
    let whole = written.map_err(CopyError::from).and(read).and_then(|()| {
        let whole = (rows, files) == (wanted, manifest.photos.files);
        whole.then_some(()).ok_or_else(|| BackupProblem::Changed("manifest.json".to_owned()).into())
    });
    if let Err(error) = whole {
        into.give_up().await;
        return Err(error);
    }
    Ok(into.finish().await?)
}
