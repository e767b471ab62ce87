//! The first certificate, 全覆盖、无缝隙 (R7), for the geometry of one scheme.
//!
//! Method. Every set of siblings is compared with its parent: borders become directed edges with the owner's ground on
//! the left, the parent's run backwards. Where all edges cancel in opposite pairs, the siblings cover every place of
//! the parent exactly once, because both sums of winding numbers have the same boundary; nothing else needs to be looked
//! at, and no tolerance enters. Edges that are left are split at vertices lying exactly on them and cancelled again
//! (unnoded edges); what is left then bounds every gap, overlap and child outside its parent, so only their owners and
//! what lies near are cut against each other to name and measure the region. Regions up to three units wide are what
//! rounding to the grid leaves, and warnings. Areas without a drawn parent are siblings of their level.

mod fault;
pub(super) mod half_edges;
pub(super) mod region;
#[cfg(test)]
mod tests;
mod width;

pub use fault::{Fault, FaultKind, Severity};

use super::{AreaId, AreaSet, Level, Scheme};
use crate::domain::geo::contains::on_segment;
use crate::domain::geo::segment::{Meeting, meet};
use crate::domain::geo::validity::{self, RoundingKind, ShapeFaultKind};
use crate::domain::geo::{Bounds, BoxIndex, Position, Shape};
use half_edges::HalfEdge;
use rayon::prelude::*;
use region::{Cutter, Region};

/// Rounding moves a border by at most this many units of the grid.
const ROUNDING_UNITS: f64 = 3.0;
/// An area thinner than this is no ground that anybody could be answerable for, metres.
const SLIVER_M: f64 = 0.3;
/// What children leave along their parent's border is a gap up to this width and a remainder above, metres.
const GAP_M: f64 = 2.0;

/// Checks the geometry of a scheme: faults first, then warnings, each by place. Areas that are not drawn are left out. On
/// all cores; O(n log n) in vertices for a valid scheme.
pub fn check(set: &AreaSet, scheme: Scheme) -> Vec<Fault> {
    let drawn: Vec<AreaId> = set
        .iter()
        .filter(|(id, area)| area.scheme == scheme && set.bounds(*id).is_some())
        .map(|(id, _)| id)
        .collect();
    let mut found: Vec<Fault> = drawn.par_iter().flat_map_iter(|&id| check_shape(set, id)).collect();
    let groups = groups(set, &drawn);
    found.par_extend(groups.par_iter().flat_map_iter(|group| check_group(set, group)));
    found.sort_by(|a, b| {
        (a.severity, a.place, a.kind, &a.areas).cmp(&(b.severity, b.place, b.kind, &b.areas))
    });
    found
}

/// What of an area's ground its drawn children leave: (area, m², share 0..1), by level and code. Only remainders that are
/// wider than rounding. Exact sums of exact areas, scaled once.
pub fn remainders(set: &AreaSet, scheme: Scheme) -> Vec<(AreaId, f64, f64)> {
    let inner =
        set.iter().map(|(id, _)| id).filter(|&id| set.area(id).scheme == scheme && set.has_drawn_child(id));
    let one = |id: AreaId| {
        let shape = set.area(id).shape.as_ref()?;
        let bounds = set.bounds(id)?;
        let whole = shape.doubled_area();
        let children = set.children(id).iter().filter_map(|&child| set.area(child).shape.as_ref());
        let left = (whole - children.map(Shape::doubled_area).sum::<i128>()) as f64 / 2.0;
        let cutter = Cutter::near(bounds);
        let unit_area = crate::domain::geo::Plane::at(bounds.centre()).unit_area_m2();
        let rounding = shape.perimeter_m() * cutter.unit_m() * ROUNDING_UNITS;
        let left_m2 = left * unit_area;
        (left_m2 > rounding).then(|| (id, left_m2, left / (whole as f64 / 2.0)))
    };
    inner.filter_map(one).collect()
}

/// Siblings under one drawn area, or those of one level under none.
struct Group {
    parent: Option<AreaId>,
    members: Vec<AreaId>,
}

fn groups(set: &AreaSet, drawn: &[AreaId]) -> Vec<Group> {
    let parent = |id: AreaId| set.ancestors(id).skip(1).find(|&above| set.bounds(above).is_some());
    let mut keyed: Vec<(Option<AreaId>, Option<Level>, AreaId)> = drawn
        .iter()
        .map(|&id| {
            let parent = parent(id);
            (parent, parent.is_none().then(|| set.area(id).level), id)
        })
        .collect();
    keyed.sort_unstable();
    let runs = keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    runs.map(|run| Group { parent: run[0].0, members: run.iter().map(|key| key.2).collect() }).collect()
}

fn check_shape(set: &AreaSet, id: AreaId) -> Vec<Fault> {
    let Some(shape) = &set.area(id).shape else { return Vec::new() };
    let (normal, notes) = validity::normalise(shape);
    let spikes = notes.iter().filter(|note| note.kind != RoundingKind::ZeroLengthEdge);
    let mut found: Vec<Fault> = spikes
        .map(|note| Fault::new(set, FaultKind::Spike, Severity::Warning, note.place, vec![id]))
        .collect();
    for fault in validity::faults(&normal) {
        let kind = match fault.kind {
            ShapeFaultKind::Empty | ShapeFaultKind::TooFewVertices => FaultKind::Sliver,
            _ => FaultKind::SelfCrossing,
        };
        let severity = if fault.rounding { Severity::Warning } else { Severity::Fault };
        let mut entry = Fault::new(set, kind, severity, fault.place, vec![id]);
        entry.words = crate::domain::text::Words::new(
            format!("{} {}", set.area(id).code, fault.words().zh),
            format!("{} {}", set.area(id).code, fault.words().en),
        );
        found.push(entry);
    }
    // Half the perimeter is the length of something thin.
    let thin = |area: f64, perimeter: f64| 2.0 * area / perimeter.max(f64::MIN_POSITIVE);
    let whole = thin(normal.area_m2(), normal.perimeter_m());
    if whole < SLIVER_M
        && let Some(&place) = normal.vertices().first()
    {
        let fault = Fault::new(set, FaultKind::Sliver, Severity::Fault, place, vec![id]);
        found.push(fault.measured(set, whole, normal.area_m2()));
    } else {
        // Beside real ground a thin part may be a rock in the sea, or a crumb of digitising: worth a look, no more.
        for rings in normal.polygons() {
            let part = Shape::from_ring(rings[0]);
            let width = thin(part.area_m2(), part.perimeter_m());
            if width < SLIVER_M {
                let fault = Fault::new(set, FaultKind::Sliver, Severity::Warning, rings[0][0], vec![id]);
                found.push(fault.measured(set, width, part.area_m2()));
            }
        }
    }
    found
}

fn check_group(set: &AreaSet, group: &Group) -> Vec<Fault> {
    let shape = |id: AreaId| set.area(id).shape.as_ref();
    let mut edges: Vec<HalfEdge> = Vec::new();
    for &member in &group.members {
        shape(member).into_iter().for_each(|shape| half_edges::collect(shape, member, false, &mut edges));
    }
    if let Some(parent) = group.parent {
        shape(parent).into_iter().for_each(|shape| half_edges::collect(shape, parent, true, &mut edges));
    }
    let left = half_edges::cancel(edges, |_, _| ());
    if left.is_empty() {
        return Vec::new();
    }
    let (left, unnoded) = half_edges::node_and_cancel(left);
    let mut found: Vec<Fault> = unnoded
        .iter()
        .map(|unnoded| {
            let areas = vec![unnoded.edge_of, unnoded.vertex_of];
            Fault::new(set, FaultKind::UnnodedEdge, Severity::Warning, unnoded.place, areas)
        })
        .collect();
    if left.is_empty() {
        return found;
    }
    let mut owners: Vec<AreaId> = left.iter().filter(|edge| !edge.outline).map(|edge| edge.owner).collect();
    owners.sort_unstable();
    owners.dedup();
    let residue = Residue { set, group, left: &left, owners: &owners };
    found.extend(residue.overlaps());
    match group.parent {
        Some(parent) => {
            found.extend(residue.outside(parent));
            found.extend(residue.beside(parent));
        }
        None => found.extend(residue.enclosed()),
    }
    found
}

/// A group whose edges do not all cancel.
struct Residue<'a> {
    set: &'a AreaSet,
    group: &'a Group,
    left: &'a [HalfEdge],
    /// Members that own an edge which is left, in order.
    owners: &'a [AreaId],
}

impl<'a> Residue<'a> {
    fn shape(&self, id: AreaId) -> Option<&'a Shape> {
        self.set.area(id).shape.as_ref()
    }

    fn bounds(&self, ids: &[AreaId]) -> Option<Bounds> {
        ids.iter().filter_map(|&id| self.set.bounds(id)).reduce(Bounds::union)
    }

    fn fault(&self, kind: FaultKind, severity: Severity, region: &Region, areas: Vec<AreaId>) -> Fault {
        Fault::new(self.set, kind, severity, region.place, areas).measured(
            self.set,
            region.width_m,
            region.area_m2,
        )
    }

    fn severity(&self, region: &Region, cutter: &Cutter) -> Severity {
        let rounding = region.is_rounding(ROUNDING_UNITS * cutter.unit_m());
        if rounding { Severity::Warning } else { Severity::Fault }
    }

    /// Every overlap has a residual edge of one of the two in or along the other, so only such pairs are cut.
    fn overlaps(&self) -> Vec<Fault> {
        let boxes = self.group.members.iter().filter_map(|&id| Some((id.0, self.set.bounds(id)?)));
        let index = BoxIndex::build(boxes);
        let mut pairs: Vec<(AreaId, AreaId)> = Vec::new();
        for edge in self.left.iter().filter(|edge| !edge.outline) {
            for other in index.within(edge.bounds()).map(AreaId).filter(|&other| other != edge.owner) {
                let pair = (edge.owner.min(other), edge.owner.max(other));
                if !pairs.contains(&pair) && self.shape(other).is_some_and(|shape| reaches_into(edge, shape))
                {
                    pairs.push(pair);
                }
            }
        }
        pairs.sort_unstable();
        pairs.iter().flat_map(|&(a, b)| self.overlap(a, b)).collect()
    }

    fn overlap(&self, a: AreaId, b: AreaId) -> Vec<Fault> {
        let (Some(first), Some(second), Some(bounds)) = (self.shape(a), self.shape(b), self.bounds(&[a, b]))
        else {
            return Vec::new();
        };
        let cutter = Cutter::near(bounds);
        let regions = cutter.both(first, second);
        let common: f64 = regions.iter().map(|region| region.area_m2).sum();
        let larger = first.area_m2().max(second.area_m2());
        let same = common >= larger * (1.0 - 1e-6);
        let kind = if same { FaultKind::Duplicate } else { FaultKind::Overlap };
        regions
            .iter()
            .map(|region| self.fault(kind, self.severity(region, &cutter), region, vec![a, b]))
            .collect()
    }

    fn outside(&self, parent: AreaId) -> Vec<Fault> {
        let (Some(whole), Some(bounds)) = (self.shape(parent), self.bounds(&[parent])) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for &child in self.owners {
            let (Some(shape), Some(own)) = (self.shape(child), self.set.bounds(child)) else { continue };
            let cutter = Cutter::near(bounds.union(own));
            for region in cutter.only_first(shape, whole) {
                let severity = self.severity(&region, &cutter);
                let kind = match severity {
                    Severity::Warning => FaultKind::OuterRounding,
                    Severity::Fault => FaultKind::ChildOutsideParent,
                };
                found.push(self.fault(kind, severity, &region, vec![child, parent]));
            }
        }
        found
    }

    /// What the parent has beside its children: rounding, gaps, and its undrawn remainder.
    fn beside(&self, parent: AreaId) -> Vec<Fault> {
        let (Some(whole), Some(bounds)) = (self.shape(parent), self.bounds(&[parent])) else {
            return Vec::new();
        };
        let cutter = Cutter::near(bounds);
        let parts = self.group.members.iter().filter_map(|&id| self.shape(id));
        let classify = |region: Region| {
            let mut areas = self.neighbours(&region);
            let severity = self.severity(&region, &cutter);
            let enclosed = !self.touches_outline(&region);
            let (kind, severity) = match severity {
                Severity::Warning if enclosed => (FaultKind::Gap, Severity::Warning),
                Severity::Warning => (FaultKind::OuterRounding, Severity::Warning),
                Severity::Fault if enclosed || region.width_m <= GAP_M => (FaultKind::Gap, Severity::Fault),
                Severity::Fault => (FaultKind::ParentNotFilled, Severity::Warning),
            };
            if kind != FaultKind::Gap {
                areas.push(parent);
            }
            self.fault(kind, severity, &region, areas)
        };
        cutter.beside(whole, parts).into_iter().map(classify).collect()
    }

    /// Gaps between areas without a parent. Their border is all residual edges, so the owners of these show them; holes
    /// without such edges are filled by somebody else.
    fn enclosed(&self) -> Vec<Fault> {
        let Some(bounds) = self.bounds(self.owners) else { return Vec::new() };
        let cutter = Cutter::near(bounds);
        let holes = cutter.enclosed(self.owners.iter().filter_map(|&id| self.shape(id)));
        let own = |region: &Region| !self.neighbours(region).is_empty() && !self.is_filled(region);
        let gap = |region: Region| {
            let areas = self.neighbours(&region);
            self.fault(FaultKind::Gap, self.severity(&region, &cutter), &region, areas)
        };
        holes.into_iter().filter(own).map(gap).collect()
    }

    /// Whether most of the region's border is no residual edge: then members without any fill it.
    fn is_filled(&self, region: &Region) -> bool {
        let mut ends: Vec<(Position, Position)> = self.left.iter().map(|edge| (edge.from, edge.to)).collect();
        ends.sort_unstable();
        let border = &region.border;
        let residual = (0..border.len()).filter(|&place| {
            let (a, b) = (border[place], border[(place + 1) % border.len()]);
            ends.binary_search(&(a, b)).is_ok() || ends.binary_search(&(b, a)).is_ok()
        });
        residual.count() * 2 < border.len()
    }

    /// Owners of residual edges that end on the region's border.
    fn neighbours(&self, region: &Region) -> Vec<AreaId> {
        let mut border = region.border.clone();
        border.sort_unstable();
        let on = |p: Position| border.binary_search(&p).is_ok();
        let edges = self.left.iter().filter(|edge| !edge.outline && (on(edge.from) || on(edge.to)));
        let mut owners: Vec<AreaId> = edges.map(|edge| edge.owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// Whether the region runs along a residual edge of the parent.
    fn touches_outline(&self, region: &Region) -> bool {
        let border = &region.border;
        let outline: Vec<&HalfEdge> = self.left.iter().filter(|edge| edge.outline).collect();
        (0..border.len()).any(|place| {
            let (a, b) = (border[place], border[(place + 1) % border.len()]);
            outline.iter().any(|edge| {
                let near = |p| on_segment(edge.from, edge.to, p) || p == edge.from || p == edge.to;
                a != b && near(a) && near(b)
            })
        })
    }
}

/// Whether the edge may run inside the shape or along its border on the same side: no way to miss an overlap, though some
/// pairs pass that only touch.
fn reaches_into(edge: &HalfEdge, shape: &Shape) -> bool {
    if shape.contains(edge.from) || shape.contains(edge.to) {
        return true;
    }
    let mut touching = [false, false];
    for (a, b) in shape.edges() {
        match meet(edge.from, edge.to, a, b) {
            Meeting::Cross(_) | Meeting::Overlap(_) => return true,
            Meeting::Touch(place) if place == edge.from => touching[0] = true,
            Meeting::Touch(place) if place == edge.to => touching[1] = true,
            Meeting::Touch(_) => return true,
            Meeting::Apart => {}
        }
    }
    touching == [true, true]
}
