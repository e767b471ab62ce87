//! Files in and out. Every reader has a size limit, names the place of each problem, and lists all problems of a
//! file at once; nothing here opens a database or decides what is stored.

pub mod csv_out;
pub mod delimited;
pub mod encoding;
pub mod geojson_in;
pub mod geojson_out;
pub mod geojson_shape;
pub mod geometry_json;
pub mod ledger;
pub mod problem;
pub mod reference;
pub mod roster;
mod workbook;
pub mod xlsx_out;

pub use ledger::{Language, LedgerRow};
pub use problem::Problem;
