//! Integration tests, one binary; the modules mirror the layers.

mod app;
mod cli;
mod demo;
mod differential;
mod fault;
mod http;
mod property;
mod store;

#[path = "../support/grid.rs"]
mod grid;
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/site.rs"]
mod site;
