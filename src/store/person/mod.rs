//! What is stored about one person, and taking it away. A person is a party with its accounts, or somebody who reported
//! and left a phone number. Rows and ids stay, because history names them (R8); what says who it was goes.

mod erase;
mod facts;
mod scrub;
mod trace;

pub use erase::{Erased, Erasure};
pub use facts::{DeviceFact, PatrolFact, PersonFacts, PhotoFact, ReportFact, StepFact, TokenFact};
pub use trace::Trace;

use super::Sql;

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 2] {
    [("person/erase", erase::ALL), ("person/facts", facts::ALL)]
}
