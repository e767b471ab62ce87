//! Files in and out. Every reader has a size limit, names the place of each problem, and lists all problems of a
//! file at once; nothing here opens the database of the service or decides what is stored.

pub mod backup;
pub mod crs;
pub mod csv_in;
pub mod csv_out;
pub mod delimited;
pub mod encoding;
pub mod geojson_in;
pub mod geojson_out;
mod geojson_shape;
pub mod geometry_json;
pub mod geopackage;
pub mod ground;
pub mod kml_in;
pub mod kml_out;
pub mod league_out;
pub mod ledger;
pub mod limited;
pub mod members;
pub mod out;
pub mod photo;
pub mod preview;
pub mod problem;
pub mod records;
pub mod reference;
pub mod roster;
pub mod roster_template;
pub mod shapefile;
pub mod source;
pub mod table_out;
pub mod tickets;
pub mod unzip;
pub mod wkb;
pub mod wkt;
mod workbook;
pub mod xlsx_out;

pub use ledger::{Language, LedgerRow};
pub use problem::Problem;
