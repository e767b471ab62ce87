//! Who gets the ground of a face: by rule within a tolerance, or as a person decided.

use super::Tolerance;
use super::resolve::{Judge, Verdict};
use super::throat;
use crate::domain::geo::{Bounds, Position};
use crate::domain::grid::AreaId;
use crate::domain::grid::coverage::arrangement::Face;
use crate::domain::grid::coverage::fine::{Fine, passes_above};
use crate::domain::grid::coverage::half_edges::HalfEdge;
use crate::domain::grid::coverage::region::Region;
use crate::domain::grid::coverage::residue::Residue;
use crate::domain::grid::coverage::{GAP_M, Group};
use std::collections::{BTreeMap, HashMap};

/// A face with more sides than this is no sliver between two borders.
const MOST_SIDES: usize = 4_000;
/// A face that would move a border by more than so many times its width, and some metres, has arms.
const ARMS_FROM: f64 = 1.5;
const ARMS_FROM_M: f64 = 0.03;

pub(super) struct Rules<'a> {
    pub group: &'a Group,
    pub tolerance: Tolerance,
    /// Areas that may not move as far as the others, and how far, metres.
    pub limits: &'a HashMap<AreaId, f64>,
    /// The line of the higher code stands.
    pub upside_down: bool,
}

impl Judge for Rules<'_> {
    fn decide(&self, residue: &Residue<'_>, face: &Face, region: &Region, strict: bool) -> Option<Verdict> {
        if region.width_m > self.tolerance.metres {
            return None;
        }
        let most_m = if strict { ARMS_FROM * region.width_m + ARMS_FROM_M } else { f64::INFINITY };
        if residue.excess(face) < 0 {
            self.give(residue, face, region, most_m)
        } else {
            self.cut(residue, face, region, most_m)
        }
    }

    fn nodes_all(&self) -> bool {
        true
    }

    fn crumb_m(&self) -> f64 {
        self.tolerance.metres
    }

    fn cuts(&self, residue: &Residue<'_>, face: &Face, region: &Region) -> Vec<HalfEdge> {
        if region.width_m > self.tolerance.metres || self.is_kept_open(residue, face, region) {
            return Vec::new();
        }
        throat::cuts(residue, face, self.tolerance.metres)
    }
}

impl Rules<'_> {
    /// Whether it is a strip along the parent's border that counts as its undrawn remainder.
    fn is_kept_open(&self, residue: &Residue<'_>, face: &Face, region: &Region) -> bool {
        residue.excess(face) < 0
            && self.group.parent.is_some()
            && !self.tolerance.close_open_strips
            && region.width_m > GAP_M
            && residue.runs_along_outline(face)
    }

    /// Between two areas the one with the higher code gets the ground, so that the other's line stands; among more, the one
    /// with the longest border along it.
    fn give(&self, residue: &Residue<'_>, face: &Face, region: &Region, most_m: f64) -> Option<Verdict> {
        let covered = residue.owners_at(region).is_some_and(|owners| !owners.is_empty());
        if covered || self.is_kept_open(residue, face, region) {
            return None;
        }
        let lengths = lengths_along(residue, face);
        let mut takers: Vec<AreaId> = lengths.keys().copied().collect();
        if takers.len() == 2 {
            if !self.upside_down {
                takers.reverse();
            }
        } else {
            takers.sort_by(|a, b| lengths[b].total_cmp(&lengths[a]).then(a.cmp(b)));
        }
        let taker = takers.into_iter().find(|&id| self.may_move(residue, face, id, most_m))?;
        Some(Verdict { gains: vec![taker], loses: Vec::new() })
    }

    /// The lowest code keeps what several cover; nobody keeps what lies outside the parent.
    fn cut(&self, residue: &Residue<'_>, face: &Face, region: &Region, most_m: f64) -> Option<Verdict> {
        let mut owners = residue.owners_at(region).unwrap_or_else(|| residue.owners_along(face, true));
        if self.upside_down {
            owners.reverse();
        }
        let outside = match owners.len() as i32 - residue.excess(face) {
            0 => self.group.parent.is_some(),
            1 => false,
            _ => self.group.parent.is_some_and(|parent| !residue.covers(parent, region.middle)),
        };
        if outside {
            let all = !owners.is_empty() && owners.iter().all(|&id| self.may_move(residue, face, id, most_m));
            return all.then_some(Verdict { gains: Vec::new(), loses: owners });
        }
        let keeper = owners.iter().copied().find(|&keeper| {
            owners.iter().all(|&id| id == keeper || self.may_move(residue, face, id, most_m))
        })?;
        let loses: Vec<AreaId> = owners.into_iter().filter(|&id| id != keeper).collect();
        (!loses.is_empty()).then_some(Verdict { gains: Vec::new(), loses })
    }

    fn may_move(&self, residue: &Residue<'_>, face: &Face, id: AreaId, most_m: f64) -> bool {
        let limit = self.limits.get(&id).copied().unwrap_or(self.tolerance.metres);
        limit > 0.0 && shift_m(residue, face, id) <= limit.min(most_m)
    }
}

/// Metres of each area's border along the face.
fn lengths_along(residue: &Residue<'_>, face: &Face) -> BTreeMap<AreaId, f64> {
    let mut lengths = BTreeMap::new();
    for side in residue.arrangement.sides(face) {
        let (a, b) = (residue.arrangement.start(side), residue.arrangement.start(side ^ 1));
        let length = libm::hypot((b.x - a.x) as f64, (b.y - a.y) as f64);
        for id in owners_of(residue, side) {
            *lengths.entry(id).or_insert(0.0) += length;
        }
    }
    lengths
}

fn owners_of<'a>(residue: &'a Residue<'_>, side: u32) -> impl Iterator<Item = AreaId> + 'a {
    let piece = &residue.arrangement.pieces[(side / 2) as usize];
    let edges = piece.edges.iter().map(|&number| &residue.edges[number as usize]);
    edges.filter(|edge| !edge.outline).map(|edge| edge.owner)
}

/// How far an area's border moves when it gets or loses the face: the greatest distance between the part of the face's
/// border that is the area's and the rest of it, metres, both ways; across all of it when it has no part or all.
fn shift_m(residue: &Residue<'_>, face: &Face, id: AreaId) -> f64 {
    let arrangement = residue.arrangement;
    let origin = arrangement.start(face.loops[0]).floor();
    let plane = crate::domain::geo::Plane::at(origin);
    let north = plane.to_xy(Position::new(origin.lon, origin.lat + 1))[1];
    let east = plane.unit_area_m2() / north;
    let metres = |p: Fine| {
        let [x, y] = p.units_from(origin);
        [x * east, y * north]
    };
    let (mut own, mut rest) = (Vec::new(), Vec::new());
    for side in arrangement.sides(face) {
        let segment = (metres(arrangement.start(side)), metres(arrangement.start(side ^ 1)));
        if owners_of(residue, side).any(|owner| owner == id) { own.push(segment) } else { rest.push(segment) }
    }
    if own.len() + rest.len() > MOST_SIDES {
        return f64::INFINITY;
    }
    if own.is_empty() || rest.is_empty() {
        // A crumb by itself comes or goes as a whole.
        let ends = || own.iter().chain(&rest).map(|segment| segment.0);
        let reach = |axis: usize| {
            let most = ends().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
            most - ends().map(|p| p[axis]).fold(f64::INFINITY, f64::min)
        };
        return libm::hypot(reach(0), reach(1));
    }
    far_m(&own, &rest).max(far_m(&rest, &own))
}

type Segment = ([f64; 2], [f64; 2]);

/// The greatest distance of an end or middle of `from` to the nearest of `to`.
fn far_m(from: &[Segment], to: &[Segment]) -> f64 {
    let middle = |a: [f64; 2], b: [f64; 2]| [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
    let places = from.iter().flat_map(|&(a, b)| [a, middle(a, b), b]);
    let nearest = |p: [f64; 2]| {
        let square = |&(a, b): &Segment| {
            let (a, b) = ([a[0] - p[0], a[1] - p[1]], [b[0] - p[0], b[1] - p[1]]);
            let foot = crate::domain::geo::measure::foot_of_origin(a, b);
            let at = [a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot];
            at[0] * at[0] + at[1] * at[1]
        };
        to.iter().map(square).fold(f64::INFINITY, f64::min)
    };
    libm::sqrt(places.map(nearest).fold(0.0, f64::max))
}

/// A person's decision: who gets the ground at a place (None: nobody).
pub(super) struct Person {
    pub place: Position,
    pub owner: Option<AreaId>,
    /// The borders around the place have been snapped, so a narrow face may have slipped beside it.
    pub led: bool,
}

impl Judge for Person {
    fn decide(&self, residue: &Residue<'_>, face: &Face, region: &Region, _: bool) -> Option<Verdict> {
        let slipped = || self.led && region.is_within(SLIPPING_UNITS) && lies_near(residue, face, self.place);
        if region.place != self.place && !holds(residue, face, self.place) && !slipped() {
            return None;
        }
        if residue.excess(face) < 0 {
            return Some(Verdict { gains: vec![self.owner?], loses: Vec::new() });
        }
        let owners = residue.owners_at(region).unwrap_or_else(|| residue.owners_along(face, true));
        let loses: Vec<AreaId> = owners.into_iter().filter(|&id| Some(id) != self.owner).collect();
        (!loses.is_empty()).then_some(Verdict { gains: Vec::new(), loses })
    }

    fn nodes_all(&self) -> bool {
        false
    }

    fn crumb_m(&self) -> f64 {
        0.0
    }

    fn cuts(&self, _: &Residue<'_>, _: &Face, _: &Region) -> Vec<HalfEdge> {
        Vec::new()
    }
}

/// Snapping moves borders by less than a unit, so a face can only slip aside when it is narrower than this, in units.
const SLIPPING_UNITS: f64 = 3.0;

fn lies_near(residue: &Residue<'_>, face: &Face, place: Position) -> bool {
    let plane = crate::domain::geo::Plane::at(place);
    let within = (SLIPPING_UNITS * plane.unit_m()) * (SLIPPING_UNITS * plane.unit_m());
    let arrangement = residue.arrangement;
    let mut sides =
        arrangement.sides(face).map(|side| (arrangement.start(side), arrangement.start(side ^ 1)));
    sides.any(|(a, b)| plane.to_segment_m2(a.rounded(), b.rounded()) <= within)
}

fn holds(residue: &Residue<'_>, face: &Face, place: Position) -> bool {
    let sides = || {
        let arrangement = residue.arrangement;
        arrangement.sides(face).map(|side| (arrangement.start(side), arrangement.start(side ^ 1)))
    };
    let near = sides().map(|(a, b)| crate::domain::grid::coverage::fine::bounds(a, b)).reduce(Bounds::union);
    near.is_some_and(|bounds| bounds.contains(place))
        && sides().fold(false, |inside, (a, b)| inside ^ passes_above(a, b, place.into()))
}
