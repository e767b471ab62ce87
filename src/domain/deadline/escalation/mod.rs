//! Escalation (逐层逐级压力传导): who hears of a case that runs out of time, rung by rung. Data, `escalation.json`.

pub mod ladder;
pub mod once;
pub mod posts;
pub mod steps;

pub use ladder::{Ladder, LadderFault, LadderKind, Ladders, Manner, Rung, RungEntry, When};
pub use once::told_once;
pub use posts::{LadderPosts, Recipient};
pub use steps::{EscalationStep, Taken, next_rung, refer, steps_due};
