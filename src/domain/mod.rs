//! The domain: pure values and pure functions. No IO, no clock, no database, no web, no global random
//! numbers, no logging. Everything above depends on it; it depends on nothing above.

pub mod account;
pub mod assessment;
pub mod campaign;
pub mod case;
pub mod category;
pub mod deadline;
pub mod duty;
pub mod feature;
pub mod geo;
pub mod glossary;
pub mod grid;
pub mod hotspot;
pub mod instant;
pub mod photo;
pub mod place_text;
pub mod progress;
pub mod routing;
pub mod text;
pub mod vocabulary;
