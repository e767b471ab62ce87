//! Fast answers against slow ones, and against other people's.

mod demo;
pub mod locate;
mod san_francisco;
