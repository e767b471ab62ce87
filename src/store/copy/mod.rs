//! The whole content of a database as lines of text: read in one consistent view while others write, and written into a
//! fresh place that takes the old one's in a single step. The lines are the same for both databases, so what one has
//! written the other can take.
//!
//! Sessions, one-time links and used-up allowances belong to the machine that runs, not to what is kept; images of areas
//! are derived. None of them is in a copy.

mod line;
mod shape;
mod target;
mod target_postgres;
mod target_sqlite;
mod view;

pub use shape::TableShape;
pub use target::Restoring;
pub use view::{Lines, PhotoFound, View};

use super::{Sql, StoreError, migrations};

/// Tables that a copy does not hold. Pictures are in it, but not as lines.
const LEFT_OUT: [&str; 5] = ["user_session", "one_time_link", "allowance", "area_image", "photo_blob"];

/// The tables of a copy at a schema, those that others refer to first.
pub fn tables(schema: i64) -> Vec<&'static str> {
    migrations::tables(schema).into_iter().filter(|table| !LEFT_OUT.contains(table)).collect()
}

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 2] {
    [("copy/shape", shape::ALL), ("copy/view", view::ALL)]
}

/// What does not fit the schema that a copy says it has.
fn misfit(table: &str, reason: impl Into<String>) -> StoreError {
    StoreError::Value { field: table.to_owned(), reason: reason.into() }
}
