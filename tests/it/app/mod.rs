//! Use cases over a real store.

mod assessment;
mod databases;
mod demo;
mod editions;
mod hotspots;
mod imports;
mod intake;
mod lists;
mod locate;
mod person;
mod rosters;
