//! Photos as files beside a SQLite database: `<database>.photos/ab/abcdef….jpg` and `….thumb.jpg`, each named by the SHA-256
//! of its content. A file is written under another name, synced and renamed, then its folders are synced. Its time of change
//! is when it was last kept. Keeping holds the folder's lock together with others, sweeping holds it alone, so that a stray
//! that is kept again cannot be swept in the same moment, by whatever process.

use super::kept::{Part, PhotoSize};
use crate::domain::instant::Instant;
use crate::store::StoreError;
use crate::store::sqlite::file_error;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// Files on their way, so that their names differ within the process.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// The folder of one database.
#[derive(Debug, Clone)]
pub(super) struct PhotoFolder {
    root: PathBuf,
}

/// A file that was last kept before some time.
#[derive(Debug, Clone)]
pub(super) struct OldFile {
    pub path: PathBuf,
    /// None for what a broken-off upload has left.
    pub photo: Option<(String, PhotoSize)>,
}

impl PhotoFolder {
    pub(super) fn beside(database: &Path) -> Self {
        let mut root = database.as_os_str().to_owned();
        root.push(".photos");
        Self { root: PathBuf::from(root) }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes the parts and returns when they are synced.
    pub(super) fn keep(&self, parts: &[Part], at: Instant) -> Result<(), StoreError> {
        let beside = self.root.parent().filter(|parent| !parent.as_os_str().is_empty());
        create_folder(&self.root)?;
        let _lock = self.lock()?.shared()?;
        for part in parts {
            let path = self.path(&part.address, part.size)?;
            let folder = path.parent().unwrap_or(&self.root);
            create_folder(folder)?;
            write_whole(&path, &part.body, at).map_err(|error| file_error(&error, &path))?;
            sync_folder(folder)?;
        }
        // Also when another upload has created them: it may not have come to its own sync yet.
        sync_folder(&self.root)?;
        sync_folder(beside.unwrap_or(Path::new(".")))
    }

    /// None when there is no such file.
    pub(super) fn read(&self, address: &str, size: PhotoSize) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(address, size)?;
        match fs::read(&path) {
            Ok(body) => Ok(Some(body)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_error(&error, &path)),
        }
    }

    /// The files of ours that were last kept before `before`. Others are none of our business.
    pub(super) fn older_than(&self, before: Instant) -> Result<Vec<OldFile>, StoreError> {
        let mut old = Vec::new();
        for folder in entries(&self.root)? {
            let Some(start) = name(&folder).filter(|name| name.len() == 2 && is_hex(name)) else { continue };
            for path in entries(&folder)? {
                let Some(name) = name(&path) else { continue };
                let photo = photo_of(name);
                let ours = match &photo {
                    Some((address, _)) => address.starts_with(start),
                    None => name.ends_with(".part"),
                };
                if ours && last_kept(&path)?.is_some_and(|kept| kept < before) {
                    old.push(OldFile { path, photo });
                }
            }
        }
        Ok(old)
    }

    /// The lock, not held yet. The folder must exist.
    pub(super) fn lock(&self) -> Result<FolderLock, StoreError> {
        let path = self.root.join(".lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| file_error(&error, &path))?;
        Ok(FolderLock { file, path })
    }

    /// Fails for an address that is none, so that no stored text can name a file elsewhere.
    fn path(&self, address: &str, size: PhotoSize) -> Result<PathBuf, StoreError> {
        if address.len() != 64 || !is_hex(address) {
            let reason = "it is not the address of a photo".to_owned();
            return Err(StoreError::Row { column: "sha256".to_owned(), reason });
        }
        let ending = match size {
            PhotoSize::Large => "jpg",
            PhotoSize::Thumb => "thumb.jpg",
        };
        Ok(self.root.join(&address[..2]).join(format!("{address}.{ending}")))
    }
}

impl OldFile {
    /// Removes the file unless it was kept again meanwhile; gives its bytes. The lock must be held alone.
    pub(super) fn remove(&self, before: Instant) -> Result<Option<u64>, StoreError> {
        if last_kept(&self.path)?.is_none_or(|kept| kept >= before) {
            return Ok(None);
        }
        let bytes = fs::metadata(&self.path).map(|file| file.len());
        match bytes.and_then(|bytes| fs::remove_file(&self.path).map(|()| bytes)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_error(&error, &self.path)),
        }
    }
}

/// The lock of a folder; released when it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct FolderLock {
    file: File,
    path: PathBuf,
}

impl FolderLock {
    /// Waits until nobody sweeps.
    fn shared(self) -> Result<Self, StoreError> {
        self.file.lock_shared().map_err(|error| file_error(&error, &self.path))?;
        Ok(self)
    }

    /// Waits until nobody keeps or sweeps.
    pub(super) fn alone(self) -> Result<Self, StoreError> {
        self.file.lock().map_err(|error| file_error(&error, &self.path))?;
        Ok(self)
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// What a file name says.
fn photo_of(name: &str) -> Option<(String, PhotoSize)> {
    let (address, ending) = name.split_at_checked(64)?;
    let size = match ending {
        ".jpg" => PhotoSize::Large,
        ".thumb.jpg" => PhotoSize::Thumb,
        _ => return None,
    };
    is_hex(address).then(|| (address.to_owned(), size))
}

/// What lies in a folder; nothing when it is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error: std::io::Error| file_error(&error, folder);
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => Err(failed(error)),
    }
}

/// None when the file has gone, or is none.
fn last_kept(path: &Path) -> Result<Option<Instant>, StoreError> {
    let file = match fs::symlink_metadata(path) {
        Ok(file) if file.is_file() => file,
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(&error, path)),
    };
    let changed = file.modified().map_err(|error| file_error(&error, path))?;
    let since = changed.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Ok(Some(Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))))
}

/// Puts a synced file with this content under its name; what stood there gives way, so damage heals.
fn write_whole(path: &Path, body: &[u8], at: Instant) -> std::io::Result<()> {
    let (mut file, part) = loop {
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let part = path.with_extension(format!("{}-{number}.part", std::process::id()));
        match File::create_new(&part) {
            Ok(file) => break (file, part),
            // Left by an earlier process of the same number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    };
    let kept = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.micros()).unwrap_or_default());
    let written = file
        .write_all(body)
        .and_then(|()| file.set_modified(kept))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        fs::remove_file(&part).ok();
    }
    written
}

fn create_folder(folder: &Path) -> Result<(), StoreError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(file_error(&error, folder)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable. A system that cannot open or sync a folder has no better way.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let Ok(opened) = File::open(folder) else { return Ok(()) };
    match opened.sync_all() {
        Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            Err(file_error(&error, folder))
        }
        _ => Ok(()),
    }
}
