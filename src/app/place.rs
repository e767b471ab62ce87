//! Everything that stands at a position: the owner, the features, the side of the road. Cards, dry runs and
//! live reports all look through this one door, so they cannot disagree.

use super::reference::Reference;
use crate::domain::feature::{FeatureNear, FeatureSet, Layer, RoadSide, SideRule};
use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, AreaSet, LocateOptions, Located, Outcome, Scheme};
use crate::domain::routing;

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
    /// By precedence of routing, then distance, then code.
    pub features: Vec<FeatureNear>,
    pub road: Option<RoadSide>,
    /// The side rule of the road that the owner follows from, where it is another one than the drawn one.
    pub ruled: Option<SideRule>,
}

/// Who owns `p` and no more: who contains it, or who the side rule of its road names instead, else the nearest area
/// within `tolerance_m`.
pub fn owner(reference: &Reference, p: Position, tolerance_m: f64) -> Option<AreaId> {
    let options = LocateOptions { accuracy_m: None, tolerance_m };
    let located = reference.areas.owner(Scheme::Duty, p, &options);
    let drawn = located.area.filter(|_| located.outcome == Outcome::Inside);
    ruled(&reference.areas, &reference.features, p, drawn).or(located.area)
}

/// The owner that the side rule of its road names instead of the drawn one.
pub fn ruled(areas: &AreaSet, roads: &FeatureSet, p: Position, drawn: Option<AreaId>) -> Option<AreaId> {
    let road = if roads.may_be_ruled(p) { roads.road_side(p, ROADSIDE_M)? } else { return None };
    routing::ruling(areas, roads, &road, p, drawn).map(|ruling| ruling.owner)
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

/// Whether a layer counts from nearby; wide things count only from inside.
fn counts_nearby(layer: Layer) -> bool {
    matches!(layer, Layer::Facility | Layer::Frontage | Layer::VendingZone | Layer::Site | Layer::FocusSpot)
}

impl Place {
    /// Looks up `position`. `accuracy_m` is the radius of the reporter's error disc. The next owner is left out:
    /// nobody who acts depends on it.
    pub fn find(
        reference: &Reference,
        position: Position,
        accuracy_m: Option<f64>,
        tolerance_m: f64,
    ) -> Self {
        let options = LocateOptions { accuracy_m, tolerance_m };
        Self::around(reference, position, reference.areas.owner(Scheme::Duty, position, &options))
    }

    /// The same with the distance to the next owner, for those who look at the map.
    pub fn with_border(
        reference: &Reference,
        position: Position,
        accuracy_m: Option<f64>,
        tolerance_m: f64,
    ) -> Self {
        let options = LocateOptions { accuracy_m, tolerance_m };
        Self::around(reference, position, reference.areas.locate(Scheme::Duty, position, &options))
    }

    fn around(reference: &Reference, position: Position, mut located: Located) -> Self {
        let mut features = reference.features.here(position, NEAR_M, counts_nearby);
        features.sort_by_cached_key(|near| precedence(reference.features.feature(near.id).layer));
        let holds = |road| features.iter().any(|near| near.id == road && near.distance_m == 0.0);
        let road = reference.features.road_side_where(position, ROADSIDE_M, holds);
        let drawn = located.area.filter(|_| located.outcome == Outcome::Inside);
        let ruling = road
            .and_then(|side| routing::ruling(&reference.areas, &reference.features, &side, position, drawn));
        if let Some(ruling) = ruling {
            // The owner of the drawn ground here is the next one; how far that is depends on the kerb. A disc that reaches
            // over the border leaves the drawn owners as uncertain as they were.
            located = Located {
                outcome: Outcome::Inside,
                area: Some(ruling.owner),
                remainder: false,
                distance_m: None,
                border_m: None,
                border_area: drawn,
                candidates: located.candidates,
            };
        }
        let upward = located.area.map(|id| reference.areas.ancestors(id).collect()).unwrap_or_default();
        Self { position, located, upward, features, road, ruled: ruling.map(|ruling| ruling.rule) }
    }
}
