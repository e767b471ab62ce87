//! Who is answerable: parties, appointments, and the chain for an area on a day (R4).

pub mod appointment;
pub mod chain;
pub mod party;
pub mod role;
pub mod roster;
#[cfg(test)]
mod tests;
pub mod vacancies;

pub use appointment::{Appointment, PostState, Target};
pub use chain::{ChainLink, DepartmentLink, chain, departments, expected_posts};
pub use party::{Party, PartyKind};
pub use role::Role;
pub use roster::Roster;
pub use vacancies::{DepartmentGap, Vacancy, department_gaps, vacancies};
