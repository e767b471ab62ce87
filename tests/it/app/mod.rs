//! Use cases over a real store.

mod databases;
mod demo;
mod hotspots;
mod imports;
mod intake;
mod lists;
mod locate;
