//! Positions, datums, shapes and exact predicates (R1). Areas and features are drawn with these.

pub mod bounds;
pub mod box_index;
pub mod contains;
pub mod datum;
pub mod datum_suspicion;
pub mod frame;
pub mod inside_length;
pub(crate) mod lanes;
pub mod lattice;
pub mod measure;
pub mod position;
pub mod segment;
pub mod shape;
pub mod shape_measure;
pub mod straight;
pub mod transverse_mercator;
pub mod validity;
pub mod z_order;

pub use bounds::Bounds;
pub use box_index::BoxIndex;
pub use datum::Datum;
pub use frame::{Frame, FrameError};
pub use inside_length::length_inside_m;
pub use lattice::Lattice;
pub use measure::{Plane, distance_m, length_m};
pub use position::{Position, PositionError};
pub use shape::{Geometry, Shape};
pub use z_order::z_order;
