//! From a located report to the one who acts, with reasons (R5).

pub mod assignment;
pub mod carriageway;
pub mod conflict;
pub mod departments;
pub mod engine;
pub mod limits;
pub mod matching;
mod notes;
pub mod opening;
pub mod posts;
pub mod question;
pub mod reasons;
pub mod rule;
pub mod rules;
pub mod situation;
pub mod specificity;
#[cfg(test)]
mod tests;

pub use assignment::{Assignment, Holder, Limit, LimitUnit, Question, QuestionOption};
pub use carriageway::{Ruling, SIDE_OWNER, ruling};
pub use departments::{Department, Departments};
pub use engine::{route, route_silently};
pub use limits::{CategoryLimit, LimitFault, Limits, Tier};
pub use posts::block;
pub use rule::Rule;
pub use rules::{RuleFault, Rules};
pub use situation::{NearFeature, RoadPlace, Situation};
