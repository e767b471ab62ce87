//! Where problems cluster: incident columns, a density surface in metres, and counts by place.

pub mod columns;
pub mod density;
pub mod selection;

pub use columns::{Block, Columns, IncidentColumn, NO_PLACE};
pub use density::{Density, DensityGrid, density};
pub use selection::Selection;
