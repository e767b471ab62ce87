//! The HTTP layer, spoken to in memory, and once over a real socket.

mod accounts;
mod batch;
mod boundaries;
mod cases;
mod cast;
mod conventions;
mod documents;
mod editions;
mod export;
mod fixture;
mod gate;
mod guards;
mod incidents;
mod intake;
mod places;
mod progress;
mod refusals;
mod repair;
mod rosters;
mod socket;
mod uploads;
