//! What must hold for every valid coverage.

mod coverage;
