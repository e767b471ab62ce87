//! The HTTP layer: parses requests, calls one use case of `app`, renders its answer. It decides nothing about
//! geometry, duty or storage. [`router`] builds the whole service for tests; [`serve`] runs it on a socket.

pub mod access;
pub mod api;
pub mod assets;
pub mod base_path;
pub mod batch;
pub mod body;
pub mod caller;
pub mod docs;
pub mod export;
pub mod extract;
mod features;
pub mod filter;
pub mod gate;
pub mod health;
pub mod host;
mod if_match;
mod joined_body;
mod league;
pub mod metrics;
mod multipart;
pub mod openapi;
pub mod params;
pub mod peer;
pub mod pieces;
pub mod problem;
pub mod reply;
pub mod router;
pub mod serve;
mod stall;
pub mod state;
pub mod tls;
pub mod upload;
pub mod watched;

pub use pieces::BodyPace;
pub use router::router;
pub use serve::serve;
pub use state::ServeOptions;
