//! Backups: a whole site in one tar file. First what it is, then the tables as lines of JSON in gzip, then the pictures
//! under the SHA-256 of their content, then the manifest with the hash of each part, and last a mark with the hash of all
//! that stands before it. Whatever a backup has lost or gained on its way, its mark does not fit any more.
//!
//! A tar can be looked into with any program, grows without keeping anything in memory, and tells a cut at once.

mod problem;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use problem::BackupProblem;
pub use read::{check, pieces};
pub use write::BackupWriter;

use crate::domain::text::Words;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Changes with every change of what a program must know to read a backup.
pub const FORMAT: u32 = 1;

/// Names of the parts that every backup has.
const HEADER: &str = "wangge-backup.json";
const MANIFEST: &str = "manifest.json";
const END: &str = "end";

/// A part is read into memory: larger ones are not ours.
const MOST_PART: u64 = 256 << 20;
/// Lines of a part without compression.
const MOST_LINES: u64 = 1 << 30;

/// What a backup is, known before anything else of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of this form of files.
    pub format: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// Number of the last migration of its database.
    pub schema: i64,
    /// Kind of its database; it can be restored into either.
    pub database: String,
    /// RFC 3339.
    pub made_at: String,
    /// Name of the site; none where it has none of its own.
    pub site: Option<Words>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    #[serde(flatten)]
    pub header: Header,
    pub tables: Vec<TableTold>,
    pub photos: PhotosTold,
}

/// A table: how many rows, in which parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableTold {
    pub name: String,
    pub rows: u64,
    pub parts: Vec<PartTold>,
}

/// A part with the SHA-256 of its bytes as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTold {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Pictures, each under the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PhotosTold {
    pub files: u64,
    pub bytes: u64,
    /// SHA-256 over their names, in the order of the file, each with a line feed behind it.
    pub names_sha256: String,
    /// Addresses that rows name but whose bytes were gone or damaged.
    pub missing: Vec<String>,
}

/// What a backup is made of, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Lines of a table, and how many rows they are.
    Lines { table: String, rows: u64, text: Vec<u8> },
    /// A picture; `address` is the SHA-256 of its bytes in hexadecimal digits.
    Photo { address: String, thumb: bool, body: Vec<u8> },
    /// A picture that should be there and is not.
    Missing { address: String },
}

fn hex(hash: impl AsRef<[u8]>) -> String {
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

fn photo_name(address: &str, thumb: bool) -> String {
    let start = address.get(..2).unwrap_or_default();
    format!("photos/{start}/{address}{}", if thumb { ".thumb.jpg" } else { ".jpg" })
}

/// Address and size of the picture of this name.
fn photo_of(name: &str) -> Option<(String, bool)> {
    let file = name.strip_prefix("photos/")?.get(3..)?;
    let (address, thumb) = match file.strip_suffix(".thumb.jpg") {
        Some(address) => (address, true),
        None => (file.strip_suffix(".jpg")?, false),
    };
    let is_address = address.len() == 64 && address.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (is_address && name == photo_name(address, thumb)).then(|| (address.to_owned(), thumb))
}
