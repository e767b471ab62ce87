//! When a limit runs out (R9): working time with holidays and make-up days, and wall-clock time.

pub mod calendar;
pub mod due;
#[cfg(test)]
mod tests;

pub use calendar::{Calendar, CalendarUnknown, CalendarYear, DayKind};
pub use due::{DueError, due_at, due_at_with_pauses};
