//! The lifecycle of an incident (R8): states, transitions, events. One table decides; nothing else may.

pub mod event;
pub mod state;
pub mod table;
#[cfg(test)]
mod tests;
pub mod transition;

pub use event::{Event, EventKind};
pub use state::State;
pub use table::{Refused, Row, TABLE, allowed, apply};
pub use transition::{CaseRole, Needs, Transition};
