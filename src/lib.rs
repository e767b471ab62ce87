//! Wangge 网格: a map service for community grids.
#![forbid(unsafe_code)]

pub mod app;
pub mod clock;
pub mod domain;
pub mod exchange;
pub mod http;
pub mod ids;
pub mod store;
