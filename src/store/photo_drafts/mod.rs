//! Drafts of reports that photos made, and the photos in them while they wait. Their bytes are kept as those of all photos.
//! A draft becomes a report in the transaction of the report itself (`made`), so that there is never a second one.

pub(in crate::store) mod made;
mod read;
mod row;
mod write;

pub use made::FromDraft;
pub use read::KnownPhoto;
pub use row::{DraftEdit, DraftedPhoto, NewDraftedPhoto, NewPhotoDraft, PhotoDraft};
pub use write::MoveInto;

use super::Sql;

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 4] {
    [
        ("photo_drafts/made", made::ALL),
        ("photo_drafts/read", read::ALL),
        ("photo_drafts/row", row::INSERTS),
        ("photo_drafts/write", write::ALL),
    ]
}
