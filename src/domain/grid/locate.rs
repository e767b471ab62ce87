//! Who owns a position, how far the next owner is, and how sure that is (R2, R3).

use super::area_set::{Ground, SchemeIndex};
use super::{AreaId, AreaSet, Level, Scheme, disc};
use crate::domain::geo::{Bounds, Plane, Position};
use serde::{Deserialize, Serialize};

/// A position outside every area is given to the nearest one only within this, whatever tolerance or accuracy say.
pub const FARTHEST_NEAREST_M: f64 = 50.0;
/// Distances closer than this are the same; the finer level then wins.
const SAME_DISTANCE_M: f64 = 1e-6;
/// A disc that reaches more areas than this says nothing useful about owners.
const MOST_AREAS_IN_DISC: usize = 2_000;
/// Smaller shares of a disc are left out; slivers that rounding leaves along a parent's border are of this size.
const SMALLEST_SHARE: f64 = 5e-4;

/// How a position lies to the areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Inside,
    /// Nobody contains it, but an area is close enough.
    Nearest,
    Outside,
}

/// What the caller knows about the position.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LocateOptions {
    /// Radius of the error disc, metres.
    pub accuracy_m: Option<f64>,
    /// How far outside an area a position still counts as its own, metres.
    pub tolerance_m: f64,
}

/// An owner and its share of the error disc, the position taken as equally likely everywhere in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BorderCandidate {
    pub area: AreaId,
    pub probability: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    pub outcome: Outcome,
    /// Owner, inside or nearest.
    pub area: Option<AreaId>,
    /// The owner has drawn children, but none reaches here: its undrawn remainder.
    pub remainder: bool,
    /// Metres to the nearest area, when not inside one.
    pub distance_m: Option<f64>,
    /// Metres to the nearest area with another owner. None when there is no other.
    pub border_m: Option<f64>,
    pub border_area: Option<AreaId>,
    /// Owners by share of the error disc, largest first; what is missing to 1 belongs to nobody. Empty without an
    /// accuracy, or when the disc reaches more than 2,000 areas.
    pub candidates: Vec<BorderCandidate>,
}

impl AreaSet {
    /// Owner, distances and candidates of a position. Touches only areas nearby.
    pub fn locate(&self, scheme: Scheme, p: Position, options: &LocateOptions) -> Located {
        let mut located = self.owner(scheme, p, options);
        if let (Some(owner), Some(index)) = (located.area, self.scheme(scheme)) {
            let other = self.next_owner(index, scheme, p, &Plane::at(p), owner, located.outcome);
            located.border_area = other.map(|(area, _)| area);
            located.border_m = other.map(|(_, distance)| distance);
        }
        located
    }

    /// The same without the next owner of a position that has one: for those who only ask whose it is.
    pub fn owner(&self, scheme: Scheme, p: Position, options: &LocateOptions) -> Located {
        let mut located = Located {
            outcome: Outcome::Outside,
            area: None,
            remainder: false,
            distance_m: None,
            border_m: None,
            border_area: None,
            candidates: Vec::new(),
        };
        let Some(index) = self.scheme(scheme) else { return located };
        let accuracy = options.accuracy_m.filter(|accuracy| accuracy.is_finite() && *accuracy > 0.0);
        if let Some(owner) = self.containing(scheme, p) {
            located.outcome = Outcome::Inside;
            located.area = Some(owner);
        } else if let Some((nearest, distance)) = self.nearest(index, p, &Plane::at(p), None, |_| true) {
            located.distance_m = Some(distance);
            let reach = options.tolerance_m.max(accuracy.unwrap_or(0.0)).min(FARTHEST_NEAREST_M);
            if distance > reach {
                located.border_m = Some(distance);
                located.border_area = Some(nearest);
                return located;
            }
            located.outcome = Outcome::Nearest;
            located.area = Some(nearest);
        }
        located.remainder = located.area.is_some_and(|owner| self.has_drawn_child(owner));
        if let (Some(_), Some(radius)) = (located.area, accuracy) {
            located.candidates = self.candidates(index, &Plane::at(p), radius);
        }
        located
    }

    /// The leaf at or below `above` that is nearest to `p`; none when nothing of it is drawn.
    pub fn nearest_below(&self, above: AreaId, p: Position) -> Option<AreaId> {
        let index = self.scheme(self.area(above).scheme)?;
        let found = self.nearest(index, p, &Plane::at(p), None, |id| self.is_ancestor(above, id));
        found.map(|(area, _)| area)
    }

    /// The nearest area of those that `among` names, and its distance in metres (0 when it holds `p`). Equal distances go to
    /// the finer level, then to the lower code. `guess`, an area that counts, is looked at first: the nearer it is, the less
    /// is left to look at.
    pub(super) fn nearest(
        &self,
        index: &SchemeIndex,
        p: Position,
        plane: &Plane,
        guess: Option<AreaId>,
        among: impl Fn(AreaId) -> bool,
    ) -> Option<(AreaId, f64)> {
        let mut best: Option<(AreaId, f64)> = None;
        // An area that its children fill is never nearer than they are.
        let counts = |number: u32| {
            let id = AreaId(number);
            self.ground(id) != Ground::Nothing && among(id)
        };
        let mut offer = |id: AreaId| {
            let limit = best.map_or(f64::INFINITY, |(_, distance)| distance + SAME_DISTANCE_M);
            let Some(shape) = &self.areas[id.index()].shape else { return limit };
            let inside =
                self.bounds[id.index()].is_some_and(|bounds| bounds.contains(p)) && shape.contains(p);
            let distance = if inside { Some(0.0) } else { shape.border_within_m(plane, limit) };
            let Some(distance) = distance else { return limit };
            let better = match best {
                None => true,
                Some((_, least)) if distance < least - SAME_DISTANCE_M => true,
                Some((holder, least)) => {
                    distance <= least + SAME_DISTANCE_M && self.preference(id) < self.preference(holder)
                }
            };
            if better {
                best = Some((id, distance));
            }
            best.map_or(limit, |(_, distance)| distance + SAME_DISTANCE_M)
        };
        let limit = guess.map_or(f64::INFINITY, &mut offer);
        index.drawn.near(
            plane,
            limit,
            |number| counts(number) && Some(AreaId(number)) != guess,
            |number| offer(AreaId(number)),
        );
        best
    }

    /// The nearest area with another owner. A drawn neighbour is found by distance; where the owner's nearest border is
    /// nearer than that, the undrawn remainder of an area above may lie behind it.
    fn next_owner(
        &self,
        index: &SchemeIndex,
        scheme: Scheme,
        p: Position,
        plane: &Plane,
        owner: AreaId,
        outcome: Outcome,
    ) -> Option<(AreaId, f64)> {
        let drawn = self.nearest(index, p, plane, None, |id| !self.is_ancestor(id, owner));
        if outcome != Outcome::Inside
            || !self.ancestors(owner).skip(1).any(|above| self.ground(above) == Ground::Remainder)
        {
            return drawn;
        }
        let border = self.areas[owner.index()].shape.as_ref().map(|shape| shape.border_m2(plane).sqrt());
        let Some(border) =
            border.filter(|border| drawn.is_none_or(|(_, distance)| *border + 0.05 < distance))
        else {
            return drawn;
        };
        let behind = self.behind_border(owner, plane, border)?;
        let above = self.containing(scheme, behind).filter(|&area| area != owner);
        above.map(|area| (area, border)).or(drawn)
    }

    /// A position some 3 cm beyond the place of the owner's border that is nearest to the plane's origin.
    fn behind_border(&self, owner: AreaId, plane: &Plane, border: f64) -> Option<Position> {
        let shape = self.areas[owner.index()].shape.as_ref()?;
        let (a, b) = shape
            .edges()
            .min_by(|&(a, b), &(c, d)| plane.to_segment_m2(a, b).total_cmp(&plane.to_segment_m2(c, d)))?;
        let (a, b) = (plane.to_xy(a), plane.to_xy(b));
        let foot = crate::domain::geo::measure::foot_of_origin(a, b);
        let (x, y) = (a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot);
        let stretch = if border > 0.0 { (border + 0.03) / border } else { 1.0 };
        Some(plane.from_xy([x * stretch, y * stretch]))
    }

    /// Owners by share of the disc. An area with drawn children owns what they leave.
    fn candidates(&self, index: &SchemeIndex, plane: &Plane, radius: f64) -> Vec<BorderCandidate> {
        let window: Bounds = plane.window(radius);
        let mut near: Vec<AreaId> = index.drawn.all_within(window).into_iter().map(AreaId).collect();
        if near.len() > MOST_AREAS_IN_DISC {
            return Vec::new();
        }
        // Finest first, so that the children of an area are known before it.
        near.sort_unstable_by_key(|&id| self.preference(id));
        let mut shares: Vec<(AreaId, f64)> = Vec::new();
        let mut taken = 0.0;
        for &id in &near {
            if taken >= 1.0 - 1e-9 {
                break;
            }
            let Some(shape) = &self.areas[id.index()].shape else { continue };
            let below: f64 =
                shares.iter().filter(|(other, _)| self.is_ancestor(id, *other)).map(|(_, share)| share).sum();
            let own = disc::share(shape, plane, radius) - below;
            if own > SMALLEST_SHARE {
                shares.push((id, own));
                taken += own;
            }
        }
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shares.into_iter().map(|(area, probability)| BorderCandidate { area, probability }).collect()
    }

    /// Finest level drawn in a scheme.
    pub fn finest_level(&self, scheme: Scheme) -> Option<Level> {
        self.scheme(scheme)?.finest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Shape;
    use crate::domain::grid::{Area, AreaFault};

    fn plane() -> Plane {
        Plane::at(Position::new(1_025_400_000, 243_500_000))
    }

    fn at(x: f64, y: f64) -> Position {
        plane().from_xy([x, y])
    }

    fn area(level: Level, code: &str, parent: Option<&str>, corners: &[[f64; 2]]) -> Area {
        let ring: Vec<Position> = corners.iter().map(|&corner| plane().from_xy(corner)).collect();
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: code.into(),
            parent: parent.map(Into::into),
            shape: (!ring.is_empty()).then(|| Shape::from_ring(&ring)),
            extent: None,
        }
    }

    fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> [[f64; 2]; 4] {
        [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
    }

    /// Community C (0..400 × 0..200) with zone Z1 (two points that leave its north undrawn) and zone Z2 (a leaf, with a
    /// point that is named but not drawn); community D without children to the east.
    fn street() -> Vec<Area> {
        vec![
            area(Level::Point, "P1", Some("Z1"), &rectangle(0.0, 0.0, 100.0, 150.0)),
            area(Level::Point, "P2", Some("Z1"), &rectangle(100.0, 0.0, 200.0, 150.0)),
            area(Level::Zone, "Z1", Some("C"), &rectangle(0.0, 0.0, 200.0, 200.0)),
            area(Level::Zone, "Z2", Some("C"), &rectangle(200.0, 0.0, 400.0, 200.0)),
            area(Level::Point, "P9", Some("Z2"), &[]),
            area(Level::Community, "C", None, &rectangle(0.0, 0.0, 400.0, 200.0)),
            area(Level::Community, "D", None, &rectangle(400.0, 0.0, 800.0, 200.0)),
        ]
    }

    fn owner(set: &AreaSet, p: Position) -> Option<&str> {
        set.containing(Scheme::Duty, p).map(|id| set.area(id).code.as_str())
    }

    #[test]
    fn the_lowest_drawn_level_decides_and_leaves_and_remainders_count() {
        let set = AreaSet::build(street()).unwrap();
        assert_eq!(owner(&set, at(50.0, 50.0)), Some("P1"));
        assert_eq!(owner(&set, at(100.0, 50.0)), Some("P2"));
        assert_eq!(owner(&set, at(50.0, 180.0)), Some("Z1"));
        assert_eq!(owner(&set, at(300.0, 100.0)), Some("Z2"));
        assert_eq!(owner(&set, at(400.0, 100.0)), Some("D"));
        assert_eq!(owner(&set, at(900.0, 100.0)), None);
        let located = set.locate(Scheme::Duty, at(50.0, 180.0), &LocateOptions::default());
        assert!(located.remainder);
        assert!(!set.locate(Scheme::Duty, at(300.0, 100.0), &LocateOptions::default()).remainder);
        let chain: Vec<&str> = set
            .ancestors(set.get(Scheme::Duty, "P1").unwrap())
            .map(|id| set.area(id).code.as_str())
            .collect();
        assert_eq!(chain, ["P1", "Z1", "C"]);
    }

    #[test]
    fn the_outer_border_belongs_to_the_touching_area_of_the_lowest_level_and_code() {
        let set = AreaSet::build(street()).unwrap();
        assert_eq!(owner(&set, at(800.0, 100.0)), Some("D"));
        assert_eq!(owner(&set, at(100.0, 200.0)), Some("Z1"), "the zone's own border, above its points");
        assert_eq!(owner(&set, at(200.0, 200.0)), Some("Z1"), "a vertex of both zones on the outer border");
        let located = set.locate(Scheme::Duty, at(800.0, 100.0), &LocateOptions::default());
        assert_eq!(located.outcome, Outcome::Inside);
    }

    #[test]
    fn the_next_owner_is_named_with_its_distance() {
        let set = AreaSet::build(street()).unwrap();
        let border = |x, y| {
            let located = set.locate(Scheme::Duty, at(x, y), &LocateOptions::default());
            let area = located.border_area.map(|id| set.area(id).code.clone());
            (area.unwrap_or_default(), libm::round(located.border_m.unwrap_or(-1.0)))
        };
        assert_eq!(border(90.0, 50.0), ("P2".into(), 10.0));
        assert_eq!(border(50.0, 145.0), ("Z1".into(), 5.0), "the remainder behind the point's border");
        assert_eq!(border(50.0, 160.0), ("P1".into(), 10.0));
        assert_eq!(border(390.0, 50.0), ("D".into(), 10.0));
        assert_eq!(border(500.0, 50.0), ("Z2".into(), 100.0));
    }

    #[test]
    fn an_outside_position_takes_the_nearest_area_only_within_tolerance_or_accuracy() {
        let set = AreaSet::build(street()).unwrap();
        let located = |accuracy_m, tolerance_m| {
            set.locate(Scheme::Duty, at(50.0, -20.0), &LocateOptions { accuracy_m, tolerance_m })
        };
        let strict = located(None, 5.0);
        assert_eq!((strict.outcome, strict.area), (Outcome::Outside, None));
        assert!((strict.distance_m.unwrap() - 20.0).abs() < 0.02);
        for near in [located(None, 25.0), located(Some(30.0), 0.0)] {
            assert_eq!(near.outcome, Outcome::Nearest);
            assert_eq!(near.area.map(|id| set.area(id).code.as_str()), Some("P1"));
        }
        let far = LocateOptions { accuracy_m: Some(500.0), tolerance_m: 500.0 };
        assert_eq!(set.locate(Scheme::Duty, at(50.0, -60.0), &far).outcome, Outcome::Outside);
    }

    #[test]
    fn candidates_share_the_error_disc() {
        let set = AreaSet::build(street()).unwrap();
        let options = LocateOptions { accuracy_m: Some(20.0), tolerance_m: 0.0 };
        let shares = |x, y| -> Vec<(String, f64)> {
            let located = set.locate(Scheme::Duty, at(x, y), &options);
            let name =
                |candidate: &BorderCandidate| (set.area(candidate.area).code.clone(), candidate.probability);
            located.candidates.iter().map(name).collect()
        };
        let expect = |got: Vec<(String, f64)>, expected: &[(&str, f64)]| {
            assert_eq!(got.len(), expected.len(), "{got:?}");
            for ((code, share), (wanted, probability)) in got.iter().zip(expected) {
                assert!(code == wanted && (share - probability).abs() < 2e-3, "{got:?}");
            }
        };
        expect(shares(50.0, 50.0), &[("P1", 1.0)]);
        expect(shares(100.001, 50.0), &[("P2", 0.5), ("P1", 0.5)]);
        expect(shares(50.0, 150.001), &[("Z1", 0.5), ("P1", 0.5)]);
        // A disc around (0, 0) hangs outside by three quarters.
        expect(shares(0.0, 0.0), &[("P1", 0.25)]);
    }

    #[test]
    fn a_broken_tree_is_refused_with_every_fault() {
        let square = rectangle(0.0, 0.0, 10.0, 10.0);
        let faults = AreaSet::build(vec![
            area(Level::Zone, "A", None, &square),
            area(Level::Zone, "A", None, &square),
            area(Level::Point, "A", None, &square),
            area(Level::Point, "B", Some("nobody"), &square),
            area(Level::Community, "C", Some("A"), &square),
            area(Level::Point, "", None, &square),
        ])
        .unwrap_err();
        let duplicates =
            faults.iter().filter(|fault| matches!(fault, AreaFault::DuplicateCode { .. })).count();
        assert!(duplicates >= 2);
        assert!(faults.iter().any(|fault| matches!(fault, AreaFault::UnknownParent { .. })));
        assert!(faults.iter().any(|fault| matches!(fault, AreaFault::ParentNotAbove { .. })));
        assert!(faults.iter().any(|fault| matches!(fault, AreaFault::BadCode { .. })));
    }

    #[test]
    fn numbers_do_not_depend_on_the_order_of_loading() {
        let forward = AreaSet::build(street()).unwrap();
        let mut reversed = street();
        reversed.reverse();
        let backward = AreaSet::build(reversed).unwrap();
        let codes = |set: &AreaSet| set.iter().map(|(_, area)| area.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&forward), codes(&backward));
        assert_eq!(codes(&forward), ["C", "D", "Z1", "Z2", "P1", "P2", "P9"]);
    }
}
