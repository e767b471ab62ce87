//! Use cases: one file a noun. Opens the transaction, holds the snapshot that readers share, and turns domain
//! values into answers that the web and the command line print alike.

pub mod answer;
pub mod area;
pub mod assign;
pub mod batch;
pub mod cards;
pub mod certificate;
pub mod demo;
pub mod error;
pub mod filter;
pub mod follow;
pub mod fragment;
pub mod hotspot;
pub mod import;
pub mod import_plan;
pub mod incident;
pub mod incident_columns;
pub mod incident_rows;
pub mod intake;
pub mod layer;
pub mod locate;
pub mod owners;
pub mod party;
pub mod place;
pub mod posts;
pub mod query;
pub mod reference;
pub mod roster_import;
pub mod rounding;
pub mod rulebook;
pub mod search;
pub mod service;
pub mod site;
pub mod viewer;

pub use error::{AppError, FieldError};
pub use filter::IncidentFilter;
pub use query::*;
pub use service::{Service, ServiceOptions};
pub use viewer::Viewer;
