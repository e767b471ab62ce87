//! Everything that stands at a position: the owner, the features, the side of the road. Cards, dry runs and
//! live reports all look through this one door, so they cannot disagree.

use super::reference::Reference;
use crate::domain::feature::{FeatureNear, Layer, RoadSide};
use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, LocateOptions, Located, Scheme};

/// Features within this many metres count as being here.
pub const NEAR_M: f64 = 25.0;
/// A position this near to a road's axis, beyond half its width, is on a side of that road.
pub const ROADSIDE_M: f64 = 40.0;

/// What a position has around it, in one snapshot.
pub struct Place {
    pub position: Position,
    pub located: Located,
    /// Owner first, then upward; empty when outside.
    pub upward: Vec<AreaId>,
    /// By precedence of routing, then distance.
    pub features: Vec<FeatureNear>,
    pub road: Option<RoadSide>,
}

/// Fixed order of precedence of R5; layers that never decide come last.
fn precedence(layer: Layer) -> u8 {
    match layer {
        Layer::Facility => 0,
        Layer::VendingZone => 1,
        Layer::Frontage => 2,
        Layer::Market => 3,
        Layer::Compound => 4,
        Layer::Road => 5,
        Layer::Building => 6,
        Layer::Site => 7,
        Layer::FocusSpot => 8,
        Layer::ResidentGroup => 9,
    }
}

impl Place {
    /// Looks up `position`. `accuracy_m` is the radius of the reporter's error disc.
    pub fn find(
        reference: &Reference,
        position: Position,
        accuracy_m: Option<f64>,
        tolerance_m: f64,
    ) -> Self {
        let options = LocateOptions { accuracy_m, tolerance_m };
        let located = reference.areas.locate(Scheme::Duty, position, &options);
        let upward = located.area.map(|id| reference.areas.ancestors(id).collect()).unwrap_or_default();
        let mut features = reference.features.near(position, NEAR_M);
        features.retain(|near| {
            let feature = reference.features.feature(near.id);
            // Wide things count only from inside; points and lines count from nearby.
            near.distance_m == 0.0
                || matches!(
                    feature.layer,
                    Layer::Facility | Layer::Frontage | Layer::VendingZone | Layer::Site | Layer::FocusSpot
                )
        });
        features.sort_by(|a, b| {
            let layer = |near: &FeatureNear| precedence(reference.features.feature(near.id).layer);
            layer(a).cmp(&layer(b)).then(a.distance_m.total_cmp(&b.distance_m)).then(a.id.cmp(&b.id))
        });
        let road = reference.features.road_side(position, ROADSIDE_M);
        Self { position, located, upward, features, road }
    }
}
