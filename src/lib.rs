//! Wangge 网格: a map service for community grids.
#![forbid(unsafe_code)]

// Builders of tests are shared with the integration tests, which name the crate.
#[cfg(test)]
extern crate self as wangge;

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod notify;
pub mod store;
pub mod telemetry;
