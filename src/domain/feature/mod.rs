//! Layers beside the tree (图层): roads, compounds, markets, vending zones, frontages, facilities and the rest.

pub mod axis;
#[expect(clippy::module_inception, reason = "one feature lives in a file of its name")]
pub mod feature;
pub mod index;
pub mod kerb;
pub mod layer;
pub mod road_side;
pub mod segment_index;
pub mod street;

pub use axis::Axis;
pub use feature::Feature;
pub use index::{FeatureId, FeatureNear, FeatureSet};
pub use layer::{Layer, ManagementType, RoadClass, SideRule};
pub use road_side::{Compass8, RoadSide, SEGMENT_M};
pub use segment_index::SegmentIndex;
pub use street::{StreetSegment, street_segments};
