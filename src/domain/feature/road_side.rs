//! Which road a position is on or beside, on which side of it, and in which 100 m piece.

use super::axis::Foot;
use super::{FeatureId, FeatureSet};
use crate::domain::geo::{Geometry, Plane, Position};
use crate::domain::vocabulary::vocabulary;
use core::f64::consts::PI;

/// Streets are counted in pieces of this length.
pub const SEGMENT_M: f64 = 100.0;

vocabulary! {
    /// One of eight directions.
    Compass8 {
        North = "north",
        Northeast = "northeast",
        East = "east",
        Southeast = "southeast",
        South = "south",
        Southwest = "southwest",
        West = "west",
        Northwest = "northwest",
    }
}

impl Compass8 {
    /// The nearest of the eight to a vector, x east and y north.
    pub fn of_vector([x, y]: [f64; 2]) -> Self {
        let eighths = libm::round(libm::atan2(x, y) / (PI / 4.0)) as i32;
        Self::ALL[eighths.rem_euclid(8) as usize]
    }
}

/// Where a position lies to its road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadSide {
    pub road: FeatureId,
    /// Metres to the axis.
    pub distance_m: f64,
    /// On which side of the axis, seen from it: the eighth nearest to the perpendicular of the local direction.
    pub side: Compass8,
    /// Inside the road's polygon; for a road drawn as a line, within half its `width_m`.
    pub on_carriageway: bool,
    /// Metres from the start of the axis.
    pub along_m: f64,
    /// Number of the 100 m piece, from 0.
    pub segment: u32,
    /// Left of the axis in its direction, or exactly on it.
    pub left: bool,
    /// A place on either side of the axis, this one first: as far from it as the position, at least a metre.
    pub sides: [Position; 2],
}

impl FeatureSet {
    /// The road whose carriageway holds `p`, else the one whose axis is nearest within `within_m` metres; of several the
    /// nearest axis, then the lowest code. Roads without an axis have no sides and are left out.
    pub fn road_side(&self, p: Position, within_m: f64) -> Option<RoadSide> {
        self.road_side_where(p, within_m, |road| self.drawn_around(road, p))
    }

    /// The same for a caller who knows already which features drawn as areas hold `p`.
    pub fn road_side_where(
        &self,
        p: Position,
        within_m: f64,
        holds: impl Fn(FeatureId) -> bool,
    ) -> Option<RoadSide> {
        let plane = Plane::at(p);
        let mut best: Option<(bool, Foot, FeatureId, f64)> = None;
        self.axes_near(&plane, within_m, |road, axis| {
            let feature = self.feature(road);
            let found = if matches!(feature.geometry, Geometry::Area(_)) {
                let on_carriageway = holds(road);
                let reach = if on_carriageway { f64::INFINITY } else { within_m.next_up() };
                axis.foot(&plane, reach).map(|foot| (on_carriageway, foot))
            } else {
                let half = feature.number("width_m").map_or(0.0, |width| width / 2.0);
                let foot = axis.foot(&plane, within_m.max(half).next_up());
                foot.map(|foot| (feature.number("width_m").is_some() && foot.distance_m <= half, foot))
            };
            let Some((on_carriageway, foot)) = found else { return };
            if !on_carriageway && foot.distance_m > within_m {
                return;
            }
            let better = best.as_ref().is_none_or(|best| {
                let nearer = foot.distance_m.total_cmp(&best.1.distance_m);
                best.0.cmp(&on_carriageway).then(nearer).then(road.cmp(&best.2)).is_lt()
            });
            if better {
                best = Some((on_carriageway, foot, road, axis.length_m()));
            }
        });
        let (on_carriageway, foot, road, length_m) = best?;
        let [x, y] = foot.direction;
        let outwards = if foot.left { [-y, x] } else { [y, -x] };
        let aside = foot.distance_m.max(1.0);
        let place = |metres: f64| plane.from_xy(outwards.map(|part| part * (metres - foot.distance_m)));
        Some(RoadSide {
            road,
            distance_m: foot.distance_m,
            side: Compass8::of_vector(outwards),
            on_carriageway,
            along_m: foot.along_m,
            segment: segment_at(foot.along_m, length_m),
            left: foot.left,
            sides: [place(aside), place(-aside)],
        })
    }

    fn drawn_around(&self, road: FeatureId, p: Position) -> bool {
        self.bounds(road).is_some_and(|own| own.contains(p)) && self.feature(road).geometry.contains(p)
    }
}

/// How many pieces an axis of this length has; the last may be shorter.
pub(super) fn segment_count(length_m: f64) -> u32 {
    (libm::ceil(length_m / SEGMENT_M) as u32).max(1)
}

/// The piece that holds a place; the end of the axis belongs to the last one.
fn segment_at(along_m: f64, length_m: f64) -> u32 {
    ((along_m / SEGMENT_M) as u32).min(segment_count(length_m) - 1)
}
