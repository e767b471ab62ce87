//! Photos: rows that say what each shows, and bytes that stand under the SHA-256 of their content. PostgreSQL holds the bytes
//! in rows, SQLite in files beside the database, so that it stays small enough to copy.
//!
//! Bytes come first and are synced before any row may name them (R12): only keeping them gives what a row needs. So a row
//! never lacks its bytes, while bytes without a row are strays, and a sweep takes them a day later.

mod files;
mod kept;
mod row;
mod rows;
mod sweep;

pub use kept::{KeptPhoto, PhotoSize};
pub use row::{NewPhoto, PhotoPrivate, PhotoRow};
pub use sweep::SweptPhotos;

use super::Sql;

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 4] {
    [
        ("photos/kept", kept::ALL),
        ("photos/row", row::INSERTS),
        ("photos/rows", rows::ALL),
        ("photos/sweep", sweep::ALL),
    ]
}
