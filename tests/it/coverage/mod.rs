//! The check of full and seamless coverage (R7) against faults of known kind, place and size.

mod planted;
mod repair;
