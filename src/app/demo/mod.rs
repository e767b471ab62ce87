//! The invented demo community: its random numbers and the reports of the months before its first load.

pub mod accounts;
mod busiest;
mod canvas;
mod generate;
mod load;
pub mod model;
mod patrols;
mod pictures;
pub mod places;
pub mod plan;
pub mod random;
mod scenes;
mod stage;

pub use generate::{ModelFault, PlannedReport, reports};
pub use model::IncidentModel;
pub use places::Places;
pub use plan::PlannedStep;
pub use random::Random;
