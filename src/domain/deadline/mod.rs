//! When a limit runs out (R9): working time with holidays and make-up days, and wall-clock time; and who hears of it.

pub mod calendar;
pub mod clock;
pub mod digest;
pub mod due;
pub mod escalation;
#[cfg(test)]
mod tests;
pub mod working;

pub use calendar::{Calendar, CalendarUnknown, CalendarYear, DayKind};
pub use clock::{CaseClock, DueStatus, Timing, WARNING};
pub use digest::next_digest;
pub use due::{DueError, due_at};
pub use escalation::{
    EscalationStep, Ladder, LadderKind, LadderPosts, Ladders, Manner, Recipient, Rung, Taken, next_rung,
    refer, steps_due, told_once,
};
pub use working::{Pace, advance, elapsed};
