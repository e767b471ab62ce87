//! The store on both databases: every test of `on_both!` runs as `…::sqlite::<name>` and `…::postgres::<name>`.

mod accounts;
mod appointments;
mod areas;
mod assessment;
mod audit;
pub mod builders;
mod copy;
pub mod database;
mod drafts;
mod features;
mod incidents;
mod kill;
mod lists;
mod open;
mod parties;
mod patrols;
mod photo_drafts;
mod photos;
mod schema;
mod settings;
mod sound;
mod ties;
mod upgrade;
mod writer;

use database::{Database, on_both};
