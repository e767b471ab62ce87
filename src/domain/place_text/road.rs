//! A road of one name as its axes: where it meets others, where it ends, so many metres along it.

use super::lexicon::vector;
use crate::domain::feature::axis::Foot;
use crate::domain::feature::{Axis, Compass8, FeatureId, FeatureSet};
use crate::domain::geo::segment::{Meeting, meet};
use crate::domain::geo::{Bounds, Plane, Position, distance_m};

/// Axes that stay apart by no more than this meet for whoever speaks of their crossing.
pub(super) const MEET_WITHIN_M: f64 = 45.0;
/// Crossings of two roads nearer to each other than this are one.
const ONE_CROSSING_M: f64 = 40.0;
/// Of two roads at most so many crossings are told.
const MOST_CROSSINGS: usize = 4;

/// The pieces of a road that have an axis.
#[derive(Debug, Clone)]
pub(super) struct Road<'a> {
    pub name: &'a str,
    pub pieces: Vec<(FeatureId, &'a Axis)>,
    /// Metres; of the first piece that tells it.
    pub width_m: f64,
}

/// Where two roads come together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meet {
    pub position: Position,
    /// Metres that stay between the axes.
    pub gap_m: f64,
}

/// Width of a road that does not tell it.
const USUAL_WIDTH_M: f64 = 8.0;

impl<'a> Road<'a> {
    /// None when no piece has an axis.
    pub fn new(features: &'a FeatureSet, ids: &[FeatureId]) -> Option<Self> {
        let pieces: Vec<_> = ids.iter().filter_map(|&id| Some((id, features.axis(id)?))).collect();
        let name = &features.feature(ids.first().copied()?).name;
        let width = ids.iter().find_map(|&id| features.feature(id).number("width_m"));
        let width_m = width.filter(|width| width.is_finite() && *width > 0.0).unwrap_or(USUAL_WIDTH_M);
        (!pieces.is_empty()).then_some(Self { name, pieces, width_m })
    }

    pub fn length_m(&self) -> f64 {
        self.pieces.iter().map(|(_, axis)| axis.length_m()).sum()
    }

    /// Axis and place nearest to a position.
    pub fn foot(&self, p: Position) -> Option<(&'a Axis, Foot)> {
        let plane = Plane::at(p);
        let feet =
            self.pieces.iter().filter_map(|(_, axis)| Some((*axis, axis.foot(&plane, f64::INFINITY)?)));
        feet.min_by(|a, b| a.1.distance_m.total_cmp(&b.1.distance_m))
    }

    pub fn distance_m(&self, p: Position) -> f64 {
        self.foot(p).map_or(f64::INFINITY, |(_, foot)| foot.distance_m)
    }

    /// The place in the middle of the road, on its longest piece.
    pub fn middle(&self) -> Option<Position> {
        let longest = self.pieces.iter().max_by(|a, b| a.1.length_m().total_cmp(&b.1.length_m()))?;
        Some(longest.1.at(longest.1.length_m() / 2.0))
    }

    /// The ends of the road: of each piece those that no other piece of it goes on from.
    pub fn ends(&self) -> Vec<Position> {
        let mut ends: Vec<Position> = Vec::new();
        for (index, (_, axis)) in self.pieces.iter().enumerate() {
            for end in [0.0, axis.length_m()].map(|along| axis.at(along)) {
                let goes_on = self.pieces.iter().enumerate().any(|(other, (_, axis))| {
                    other != index && axis.foot(&Plane::at(end), MEET_WITHIN_M / 2.0).is_some()
                });
                if !goes_on {
                    ends.push(end);
                }
            }
        }
        ends
    }

    /// The end that lies farthest in a direction.
    pub fn end_towards(&self, direction: Compass8) -> Option<Position> {
        let plane = Plane::at(self.middle()?);
        let [dx, dy] = vector(direction);
        let reach = |p: Position| {
            let [x, y] = plane.to_xy(p);
            x * dx + y * dy
        };
        self.ends().into_iter().max_by(|a, b| reach(*a).total_cmp(&reach(*b)))
    }

    /// So many metres along the axis from the place nearest to `p`, the way that goes most in a direction; held at the end of
    /// the piece. None when the road runs more than 60° off it there.
    pub fn walk(&self, p: Position, direction: [f64; 2], metres: f64) -> Option<Position> {
        let (axis, foot) = self.foot(p)?;
        let forward = foot.direction[0] * direction[0] + foot.direction[1] * direction[1];
        if forward.abs() < 0.5 {
            return None;
        }
        Some(axis.at((foot.along_m + metres.copysign(forward)).clamp(0.0, axis.length_m())))
    }

    /// The position across the axis from `p`, as far from it.
    pub fn across(&self, p: Position) -> Option<Position> {
        let (axis, foot) = self.foot(p)?;
        let on = axis.at(foot.along_m);
        let plane = Plane::at(on);
        let [x, y] = plane.to_xy(p);
        Some(plane.from_xy([-x, -y]))
    }

    /// The middle between two places of the road and half of the way between them. Straight when they lie on different pieces.
    pub fn between(&self, a: Position, b: Position) -> Option<(Position, f64)> {
        let ((from, start), (to, end)) = (self.foot(a)?, self.foot(b)?);
        if std::ptr::eq(from, to) {
            let middle = from.at((start.along_m + end.along_m) / 2.0);
            return Some((middle, (start.along_m - end.along_m).abs() / 2.0));
        }
        let (a, b) = (from.at(start.along_m), to.at(end.along_m));
        let plane = Plane::at(a);
        let [x, y] = plane.to_xy(b);
        let (axis, foot) = self.foot(plane.from_xy([x / 2.0, y / 2.0]))?;
        Some((axis.at(foot.along_m), distance_m(a, b) / 2.0))
    }

    /// Where the road meets another, crossings first, else the nearest approach, whatever lies between. Costs a comparison for
    /// each pair of pieces of the two.
    pub fn meets(&self, other: &Road) -> Vec<Meet> {
        let mut found: Vec<Meet> = Vec::new();
        let mut nearest: Option<Meet> = None;
        for (_, axis) in &self.pieces {
            for (_, second) in &other.pieces {
                for position in crossings(axis, second) {
                    let new = found.iter().all(|meet| distance_m(meet.position, position) > ONE_CROSSING_M);
                    if new && found.len() < MOST_CROSSINGS {
                        found.push(Meet { position, gap_m: 0.0 });
                    }
                }
                if found.is_empty()
                    && let Some(meet) = approach(axis, second)
                    && nearest.is_none_or(|nearest| meet.gap_m < nearest.gap_m)
                {
                    nearest = Some(meet);
                }
            }
        }
        if found.is_empty() { nearest.into_iter().collect() } else { found }
    }
}

/// Places where two axes have a position in common.
fn crossings(a: &Axis, b: &Axis) -> Vec<Position> {
    if !a.bounds().intersects(&b.bounds()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for first in a.line().windows(2) {
        if !b.bounds().intersects(&Bounds::between(first[0], first[1])) {
            continue;
        }
        for second in b.line().windows(2) {
            match meet(first[0], first[1], second[0], second[1]) {
                Meeting::Apart => {}
                Meeting::Touch(p) | Meeting::Cross(p) | Meeting::Overlap(p) => found.push(p),
            }
        }
    }
    found
}

/// The middle of the shortest way between two axes that do not cross; one end of it is a vertex.
fn approach(a: &Axis, b: &Axis) -> Option<Meet> {
    let from = |vertices: &Axis, line: &Axis| {
        let mut best: Option<Meet> = None;
        for &p in vertices.line() {
            let plane = Plane::at(p);
            let within = best.map_or(f64::INFINITY, |best| best.gap_m);
            if let Some(foot) = line.foot(&plane, within) {
                let [x, y] = plane.to_xy(line.at(foot.along_m));
                best = Some(Meet { position: plane.from_xy([x / 2.0, y / 2.0]), gap_m: foot.distance_m });
            }
        }
        best
    };
    [from(a, b), from(b, a)].into_iter().flatten().min_by(|a, b| a.gap_m.total_cmp(&b.gap_m))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane() -> Plane {
        Plane::at(Position::new(1_025_400_000, 243_500_000))
    }

    fn axis(points: &[[f64; 2]]) -> Axis {
        Axis::new(points.iter().map(|&point| plane().from_xy(point)).collect()).unwrap()
    }

    fn road<'a>(name: &'a str, axes: &'a [Axis]) -> Road<'a> {
        let pieces = axes.iter().map(|axis| (FeatureId(0), axis)).collect();
        Road { name, pieces, width_m: 10.0 }
    }

    fn near(p: Position, [x, y]: [f64; 2]) -> bool {
        distance_m(p, plane().from_xy([x, y])) < 0.1
    }

    #[test]
    fn crossing_roads_meet_where_they_cross_and_others_where_they_come_nearest() {
        let east = [axis(&[[0.0, 0.0], [300.0, 0.0]])];
        let north = [axis(&[[100.0, -80.0], [100.0, 200.0]])];
        let short = [axis(&[[200.0, 30.0], [200.0, 200.0]])];
        let met = road("甲", &east).meets(&road("乙", &north));
        assert!(met.len() == 1 && met[0].gap_m == 0.0 && near(met[0].position, [100.0, 0.0]));
        let met = road("甲", &east).meets(&road("丙", &short));
        assert!((met[0].gap_m - 30.0).abs() < 0.1 && near(met[0].position, [200.0, 15.0]), "{met:?}");
    }

    #[test]
    fn metres_are_counted_along_the_axis_in_the_direction_that_is_said() {
        let bent = [axis(&[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0]])];
        let road = road("甲", &bent);
        let start = plane().from_xy([60.0, 5.0]);
        let east = road.walk(start, vector(Compass8::East), 80.0).unwrap();
        assert!(near(east, [100.0, 40.0]), "round the bend");
        let west = road.walk(start, vector(Compass8::West), 80.0).unwrap();
        assert!(near(west, [0.0, 0.0]), "held at the end");
        assert_eq!(road.walk(start, vector(Compass8::North), 10.0), None);
        assert!(near(road.across(start).unwrap(), [60.0, -5.0]));
        let (middle, half) =
            road.between(plane().from_xy([20.0, 0.0]), plane().from_xy([80.0, 0.0])).unwrap();
        assert!(near(middle, [50.0, 0.0]) && (half - 30.0).abs() < 0.1);
    }

    #[test]
    fn a_road_in_pieces_has_two_ends() {
        let pieces = [axis(&[[0.0, 0.0], [100.0, 0.0]]), axis(&[[101.0, 0.0], [180.0, 10.0]])];
        let road = road("甲", &pieces);
        assert_eq!(road.ends().len(), 2);
        assert!(near(road.end_towards(Compass8::East).unwrap(), [180.0, 10.0]));
        assert!(near(road.end_towards(Compass8::West).unwrap(), [0.0, 0.0]));
    }
}
