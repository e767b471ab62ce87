//! From the edges that found no partner to named faults: which faces between them are covered too often or not at all, and
//! by whom.

use super::arrangement::{Arrangement, Face};
use super::box_run::BoxRun;
use super::fault::{Fault, FaultKind, Severity};
use super::fine::{Fine, passes_above, turn};
use super::half_edges::{self, HalfEdge};
use super::region::Region;
use super::{GAP_M, Group, ROUNDING_UNITS};
use crate::domain::geo::{Bounds, Position, Shape};
use crate::domain::grid::{AreaId, AreaSet};
use std::collections::HashSet;

/// Narrower than this, in units, a region may hold no place of the fine grid; its border tells whose it is.
const TOO_NARROW_TO_ASK: f64 = 0.01;
/// Two areas are the same where they share all but this part of the larger one.
const SAME_SHARE: f64 = 1e-6;

/// A group whose edges do not all cancel.
pub(super) struct Residue<'a> {
    pub set: &'a AreaSet,
    pub group: &'a Group,
    /// Edges that found no partner, then dividers.
    pub edges: &'a [HalfEdge],
    pub arrangement: &'a Arrangement<'a>,
}

impl Residue<'_> {
    /// How many areas too many cover a face; negative where one is missing.
    pub(super) fn excess(&self, face: &Face) -> i32 {
        face.winding - i32::from(self.group.parent.is_none())
    }

    /// Borders of members that run through ground covered too often. They cancelled, so the arrangement does not have
    /// them, but beyond each of them other areas lie over each other.
    pub fn dividers(&self) -> Vec<HalfEdge> {
        let mut dividers: HashSet<(Position, Position)> = HashSet::new();
        let mut found = Vec::new();
        let mut edges = Vec::new();
        for face in self.arrangement.faces().iter().filter(|face| self.excess(face) > 0) {
            let outline = FaceOutline::of(self.arrangement, face);
            for id in self.members_in(outline.bounds) {
                edges.clear();
                self.set.area(id).shape.iter().for_each(|s| half_edges::collect(s, id, false, &mut edges));
                for edge in &edges {
                    let key = (edge.from.min(edge.to), edge.from.max(edge.to));
                    if outline.lets_in(key.0, key.1) && dividers.insert(key) {
                        found.push(*edge);
                    }
                }
            }
        }
        found
    }

    pub fn faults(&self) -> Vec<Fault> {
        let mut found = Vec::new();
        for face in self.arrangement.faces() {
            match self.excess(face) {
                0 => {}
                excess if excess < 0 => self.missing(face, &mut found),
                excess => self.too_many(face, excess, &mut found),
            }
        }
        self.name_duplicates(&mut found);
        found
    }

    fn fault(&self, kind: FaultKind, severity: Severity, region: &Region, areas: Vec<AreaId>) -> Fault {
        let fault = Fault::new(self.set, kind, severity, region.place, areas);
        fault.measured(self.set, region.width_m, region.area_m2)
    }

    fn severity(&self, region: &Region) -> Severity {
        if region.is_within(ROUNDING_UNITS) { Severity::Warning } else { Severity::Fault }
    }

    /// Ground that nobody covers: rounding, gaps, and the undrawn remainder of the parent.
    fn missing(&self, face: &Face, found: &mut Vec<Fault>) {
        let region = Region::measure(self.arrangement, face);
        let owners = self.owners_at(&region);
        if owners.as_ref().is_some_and(|owners| !owners.is_empty()) {
            // Only a border that crosses itself counts as less than none; that has been told already.
            if let Some(owners) = owners.filter(|owners| owners.len() > 1) {
                found.push(self.fault(FaultKind::Overlap, self.severity(&region), &region, owners));
            }
            return;
        }
        let mut areas = self.owners_along(face, false);
        let severity = self.severity(&region);
        let Some(parent) = self.group.parent else {
            found.push(self.fault(FaultKind::Gap, severity, &region, areas));
            return;
        };
        let enclosed = !self.runs_along_outline(face);
        let (kind, severity) = match severity {
            Severity::Warning if enclosed => (FaultKind::Gap, Severity::Warning),
            Severity::Warning => (FaultKind::OuterRounding, Severity::Warning),
            Severity::Fault if enclosed || region.width_m <= GAP_M => (FaultKind::Gap, Severity::Fault),
            Severity::Fault => (FaultKind::ParentNotFilled, Severity::Warning),
        };
        if kind != FaultKind::Gap {
            areas.push(parent);
        }
        found.push(self.fault(kind, severity, &region, areas));
    }

    /// Ground that several cover, or that a child covers outside its parent.
    fn too_many(&self, face: &Face, excess: i32, found: &mut Vec<Fault>) {
        let region = Region::measure(self.arrangement, face);
        let asked = self.owners_at(&region);
        let mut owners = asked.unwrap_or_else(|| self.owners_along(face, true));
        let severity = self.severity(&region);
        let outside = self.group.parent.filter(|&parent| match owners.len() as i32 - excess {
            0 => true,
            1 => false,
            _ => !self.covers(parent, region.middle),
        });
        if owners.len() > 1 {
            found.push(self.fault(FaultKind::Overlap, severity, &region, owners.clone()));
        }
        if let Some(parent) = outside.filter(|_| !owners.is_empty()) {
            let kind = match severity {
                Severity::Warning => FaultKind::OuterRounding,
                Severity::Fault => FaultKind::ChildOutsideParent,
            };
            owners.push(parent);
            found.push(self.fault(kind, severity, &region, owners));
        }
    }

    /// Two areas whose common ground is all of both are the same area drawn twice.
    fn name_duplicates(&self, found: &mut [Fault]) {
        let is_pair = |fault: &Fault| fault.kind == FaultKind::Overlap && fault.areas.len() == 2;
        let mut pairs: Vec<(Vec<AreaId>, f64)> = Vec::new();
        let mut overlaps: Vec<&Fault> = found.iter().filter(|fault| is_pair(fault)).collect();
        overlaps.sort_by(|a, b| a.areas.cmp(&b.areas));
        for run in overlaps.chunk_by(|a, b| a.areas == b.areas) {
            let common: f64 = run.iter().filter_map(|fault| fault.area_m2).sum();
            let whole = |id: &AreaId| self.set.area(*id).shape.as_ref().map_or(0.0, Shape::area_m2);
            let larger = run[0].areas.iter().map(whole).fold(0.0, f64::max);
            if common >= larger * (1.0 - SAME_SHARE) {
                pairs.push((run[0].areas.clone(), common));
            }
        }
        for fault in found.iter_mut().filter(|fault| is_pair(fault)) {
            if pairs.binary_search_by(|pair| pair.0.cmp(&fault.areas)).is_ok() {
                fault.rename(self.set, FaultKind::Duplicate);
            }
        }
    }

    /// Members that cover the region's middle; None where it is too narrow to ask.
    pub(super) fn owners_at(&self, region: &Region) -> Option<Vec<AreaId>> {
        if region.is_within(TOO_NARROW_TO_ASK) {
            return None;
        }
        let corner = region.middle.floor();
        let far = Position::new(corner.lon.saturating_add(1), corner.lat.saturating_add(1));
        let near = self.members_in(Bounds { min: corner, max: far });
        Some(near.filter(|&id| self.covers(id, region.middle)).collect())
    }

    pub(super) fn covers(&self, id: AreaId, p: Fine) -> bool {
        self.set.area(id).shape.as_ref().is_some_and(|shape| {
            shape.edges().fold(false, |inside, (a, b)| inside ^ passes_above(a.into(), b.into(), p))
        })
    }

    fn members_in(&self, window: Bounds) -> impl Iterator<Item = AreaId> {
        let near = self.set.intersecting(self.group.scheme, window);
        near.into_iter().filter(|&id| self.group.has(self.set, id))
    }

    /// Members along the face's border: those whose ground is in it, or those beside it.
    pub(super) fn owners_along(&self, face: &Face, within: bool) -> Vec<AreaId> {
        let mut owners = Vec::new();
        for side in self.arrangement.sides(face) {
            let piece = &self.arrangement.pieces[(side / 2) as usize];
            let ground_left = (piece.weight > 0) == (side & 1 == 0);
            if ground_left == within {
                let edges = piece.edges.iter().map(|&number| &self.edges[number as usize]);
                owners.extend(edges.filter(|edge| !edge.outline).map(|edge| edge.owner));
            }
        }
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// Whether the face runs along the border of the parent where no child does.
    pub(super) fn runs_along_outline(&self, face: &Face) -> bool {
        self.arrangement.sides(face).any(|side| {
            let piece = &self.arrangement.pieces[(side / 2) as usize];
            piece.edges.iter().any(|&number| self.edges[number as usize].outline)
        })
    }
}

/// The border of a face with boxes over it.
struct FaceOutline {
    sides: Vec<(Fine, Fine)>,
    boxes: BoxRun,
    bounds: Bounds,
}

impl FaceOutline {
    fn of(arrangement: &Arrangement<'_>, face: &Face) -> Self {
        let sides: Vec<(Fine, Fine)> = arrangement
            .sides(face)
            .map(|side| (arrangement.start(side), arrangement.start(side ^ 1)))
            .collect();
        let boxed = |&(a, b): &(Fine, Fine)| super::fine::bounds(a, b);
        let bounds = sides.iter().map(boxed).reduce(Bounds::union);
        let boxes = BoxRun::of(sides.iter().map(boxed).map(|bounds| (bounds.min, bounds.max)));
        let nowhere = Bounds { min: Position::default(), max: Position::default() };
        Self { sides, boxes, bounds: bounds.unwrap_or(nowhere) }
    }

    /// Whether some of the edge may lie inside the face and not on its border.
    fn lets_in(&self, a: Position, b: Position) -> bool {
        let window = Bounds {
            min: Position::new(a.lon.min(b.lon), a.lat.min(b.lat)),
            max: Position::new(a.lon.max(b.lon), a.lat.max(b.lat)),
        };
        if !window.intersects(&self.bounds) {
            return false;
        }
        let (a, b) = (Fine::from(a), Fine::from(b));
        let mut crosses = false;
        self.boxes.within(window, |number| {
            let (c, d) = self.sides[number as usize];
            let sides = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)].map(i128::signum);
            crosses |= sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0;
        });
        let middle = Fine { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
        crosses || self.holds(middle) || self.holds(a) || self.holds(b)
    }

    /// Whether `p` lies inside and not on the border.
    fn holds(&self, p: Fine) -> bool {
        let corner = p.floor();
        let column = Bounds { min: corner, max: Position::new(corner.lon.saturating_add(1), i32::MAX) };
        let (mut inside, mut on) = (false, false);
        self.boxes.within(column, |number| {
            let (a, b) = self.sides[number as usize];
            let beside = |low: i64, high: i64, c: i64| low.min(high) <= c && c <= low.max(high);
            on |= beside(a.x, b.x, p.x) && beside(a.y, b.y, p.y) && turn(a, b, p) == 0;
            inside ^= passes_above(a, b, p);
        });
        inside && !on
    }
}
