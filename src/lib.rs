//! Wangge 网格: a map service for community grids.
#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod http;
pub mod ids;
pub mod store;
pub mod telemetry;
