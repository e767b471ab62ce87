//! The endpoints under `/api/v1`, one file a group. Each handler parses, calls one use case and renders.

pub mod accounts;
pub mod areas;
pub mod boundaries;
pub mod cases;
pub mod categories;
pub mod certificate;
pub mod drafts;
pub mod editions;
pub mod hotspots;
pub mod incidents;
pub mod layers;
pub mod locate;
pub mod parties;
pub mod photos;
pub mod repair;
pub mod rosters;
pub mod search;
pub mod session;
pub mod site;
pub mod text;
pub mod uploads;
