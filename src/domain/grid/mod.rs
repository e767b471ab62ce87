//! The grid tree: areas, editions, the index over them, and who contains a position (R2, R3, R6, R7).

pub mod area;
pub mod area_fault;
pub mod area_set;
pub mod canonical;
pub mod coverage;
mod disc;
pub mod draft;
pub mod edges;
pub mod edition;
pub mod four_sides;
mod frame;
pub mod locate;
pub mod locate_many;
mod outlines;
mod squares;
pub mod succession;

pub use area::{Area, Level, Scheme};
pub use area_fault::AreaFault;
pub use area_set::{AreaId, AreaSet};
pub use canonical::{Fingerprints, fingerprints};
pub use coverage::{Fault, FaultKind, Severity, check, remainders};
pub use draft::{AreaChange, Changeset, diff};
pub use edges::{SharedEdge, edges_among, shared_edges};
pub use edition::EditionState;
pub use locate::{BorderCandidate, LocateOptions, Located, Outcome};
pub use locate_many::Owner;
pub use succession::{Takeover, takeovers};
