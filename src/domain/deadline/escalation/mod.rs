//! Escalation (逐层逐级压力传导): who hears of a case that runs out of time, rung by rung. Data, `escalation.json`.

pub mod ladder;
pub mod posts;
pub mod steps;

pub use ladder::{Ladder, LadderFault, LadderKind, Ladders, Manner, Rung, RungEntry, When};
pub use posts::{LadderPosts, Recipient};
pub use steps::{EscalationStep, Taken, refer, steps_due};
