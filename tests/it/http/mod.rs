//! The HTTP layer, spoken to in memory, and once over a real socket.

mod accounts;
mod assessment;
mod bad_cases;
mod batch;
mod boundaries;
mod cases;
mod cast;
mod contended;
mod conventions;
mod documents;
mod editions;
mod escalation;
mod export;
pub mod fixture;
mod gate;
mod guards;
mod incidents;
mod intake;
mod neighbours;
mod patrols;
mod places;
mod progress;
mod refusals;
mod repair;
mod rosters;
mod socket;
mod uploads;
