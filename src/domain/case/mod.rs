//! The lifecycle of an incident (R8): states, transitions, events. One table decides; nothing else may.

pub mod drawing;
pub mod edit;
pub mod event;
pub mod near;
pub mod need;
pub mod parts;
pub mod policy;
pub mod refusal;
pub mod relation;
pub mod sample;
pub mod state;
pub mod table;
#[cfg(test)]
mod tests;
pub mod transition;

pub use edit::{Edit, Editable, Field};
pub use event::{Event, EventKind};
pub use near::{Candidate, Near, Report, duplicates, relapse_of};
pub use need::{Need, Needs};
pub use parts::{Involved, Standing, parts, sees};
pub use policy::{CasePolicies, CasePolicy, Nearness, PolicyEntry, PolicyFault};
pub use refusal::Refused;
pub use relation::{MergeFault, Relation, RelationKind, merge_target};
pub use sample::SampleResult;
pub use state::State;
pub use table::{Row, Step, TABLE, allowed, apply};
pub use transition::{CaseRole, Transition};
