//! Files that a command reads and writes: size limits, and outputs that appear whole or not at all.

use super::Failure;
use std::fs::{File, Metadata, OpenOptions};
use std::path::{Path, PathBuf};

/// Reads a file of at most `limit` bytes.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let fail = |error: std::io::Error| Failure::io(path.display(), &error);
    let size = std::fs::metadata(path).map_err(fail)?.len();
    if size > limit as u64 {
        let (size, limit) = (size >> 20, limit >> 20);
        return Err(Failure::refused(
            format!("{} 有 {size} MB，最多只能读 {limit} MB", path.display()),
            format!("{} is {size} MB, at most {limit} MB are read", path.display()),
        ));
    }
    std::fs::read(path).map_err(fail)
}

/// Whether two paths lead to one file, through whatever links.
pub fn same_file(a: &Path, b: &Path) -> bool {
    let (Ok(a_facts), Ok(b_facts)) = (std::fs::metadata(a), std::fs::metadata(b)) else {
        return false;
    };
    same_inode(&a_facts, &b_facts) || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(unix)]
fn same_inode(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_inode(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// A file that is written beside its place and moved there when it is complete. Dropped before, it is removed.
pub struct Pending {
    part: PathBuf,
    target: PathBuf,
    file: Option<File>,
}

impl Pending {
    /// Starts `target`. Its folder must exist.
    pub fn create(target: &Path) -> Result<Self, Failure> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.is_empty() || target.is_dir() {
            return Err(Failure::refused(
                format!("{} 不是可以写入的文件名", target.display()),
                format!("{} is no file name to write to", target.display()),
            ));
        }
        let part = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&part)
            .map_err(|error| Failure::io(target.display(), &error))?;
        Ok(Self { part, target: target.to_owned(), file: Some(file) })
    }

    /// The same for what only its owner may read.
    pub fn create_private(target: &Path) -> Result<Self, Failure> {
        let pending = Self::create(target)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let only_owner = std::fs::Permissions::from_mode(0o600);
            let set = pending.file()?.set_permissions(only_owner);
            set.map_err(|error| Failure::io(target.display(), &error))?;
        }
        Ok(pending)
    }

    pub fn file(&self) -> Result<&File, Failure> {
        self.file.as_ref().ok_or_else(|| Failure::refused("文件已关闭", "the file is closed"))
    }

    /// Syncs and moves the file to its place.
    pub fn finish(mut self) -> Result<(), Failure> {
        let fail = |error: std::io::Error| Failure::io(self.target.display(), &error);
        if let Some(file) = self.file.take() {
            file.sync_all().map_err(fail)?;
        }
        std::fs::rename(&self.part, &self.target).map_err(fail)?;
        // The name too has to last. A system that cannot sync a folder has no better way.
        let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            folder.sync_all().ok();
        }
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.file = None;
        // After `finish` there is nothing left to remove.
        let _ = std::fs::remove_file(&self.part);
    }
}

/// A file that something else writes by its path, beside its place until it is complete. Dropped before, it is
/// removed.
pub struct Beside {
    part: PathBuf,
    target: PathBuf,
}

impl Beside {
    /// The place beside `target`, where no file is.
    pub fn of(target: &Path) -> Result<Self, Failure> {
        let pending = Pending::create(target)?;
        Ok(Self { part: pending.part.clone(), target: target.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Syncs and moves the file to its place.
    pub fn finish(self) -> Result<(), Failure> {
        let fail = |error: std::io::Error| Failure::io(self.target.display(), &error);
        File::open(&self.part).and_then(|file| file.sync_all()).map_err(fail)?;
        std::fs::rename(&self.part, &self.target).map_err(fail)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After `finish` there is nothing left to remove.
        let _ = std::fs::remove_file(&self.part);
    }
}
