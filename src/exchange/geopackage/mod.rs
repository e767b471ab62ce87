//! GeoPackage (OGC 12-128r18) in and out. The file is a database that somebody else made: it is opened read-only and
//! unchangeable, with its schema untrusted, only plain tables are read, and no view, trigger or virtual table runs.

mod read;
mod write;

pub use read::{GeoPackage, is_geopackage, open};
pub use write::write;

/// What a failure of the database engine says, without its numbers.
fn told(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

/// A name as SQL holds it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests;
