//! The first certificate, 全覆盖、无缝隙 (R7), for the geometry of one scheme.
//!
//! Method. Every set of siblings is compared with its parent: borders become directed edges with the owner's ground on
//! the left, the parent's run backwards. Where all edges cancel in opposite pairs, the siblings cover every place of
//! the parent exactly once, because both sums of winding numbers have the same boundary; nothing else needs to be looked
//! at, and no tolerance enters. Edges that are left are split wherever they meet, decided exactly, and cancelled again
//! (unnoded edges); the faces between what is then left are the ground that is covered too often or not at all, each of
//! them a fault. Regions up to three units wide are what rounding to the grid leaves, and warnings. Areas without a drawn
//! parent are siblings of their level.

mod arrangement;
pub mod blocks;
mod box_run;
mod fault;
mod fine;
pub(super) mod half_edges;
mod noding;
mod own;
mod region;
pub mod repair;
mod residue;
mod screen;
#[cfg(test)]
mod tests;
mod width;

pub use fault::{Fault, FaultKind, Severity};

use super::{AreaId, AreaSet, Level, Scheme};
use crate::domain::geo::{Plane, Shape, z_order};
use crate::domain::progress::{Cancelled, Progress, Stage};
use arrangement::Arrangement;
use half_edges::{HalfEdge, OpenEdges};
use rayon::prelude::*;
use residue::Residue;
use screen::Screen;

/// Rounding moves a border by at most this many units of the grid.
const ROUNDING_UNITS: f64 = 3.0;
/// What children leave along their parent's border is a gap up to this width and a remainder above, metres.
const GAP_M: f64 = 2.0;
/// Members of a group that one thread takes at a time.
const MEMBERS_AT_ONCE: usize = 4_096;
/// Areas whose own borders one thread looks at before it counts them.
const AREAS_AT_ONCE: usize = 1_024;
/// Groups larger than this are looked at in the order of the ground.
const SMALL_GROUP: usize = 256;

/// Checks the geometry of a scheme: faults first, then warnings, each by place. Areas that are not drawn are left out. On
/// all cores; O(n) in vertices for a valid scheme, after sorting the areas along a curve.
pub fn check(set: &AreaSet, scheme: Scheme) -> Vec<Fault> {
    // Nobody holds this progress, so nobody cancels it.
    check_watched(set, scheme, &Progress::default()).unwrap_or_default()
}

/// The same while somebody watches: each area counts twice, once for its own border and once among its siblings.
pub fn check_watched(set: &AreaSet, scheme: Scheme, progress: &Progress) -> Result<Vec<Fault>, Cancelled> {
    let drawn: Vec<AreaId> = set
        .iter()
        .filter(|(id, area)| area.scheme == scheme && set.bounds(*id).is_some())
        .map(|(id, _)| id)
        .collect();
    progress.begin(Stage::Checking, Some(2 * drawn.len() as u64));
    let parts: Vec<Vec<Fault>> = drawn
        .par_chunks(AREAS_AT_ONCE)
        .map_init(Screen::default, |screen, some| {
            let mut found = Vec::new();
            some.iter().for_each(|&id| own::check_border(set, id, screen, &mut found));
            progress.advance(some.len() as u64).map(|()| found)
        })
        .collect::<Result<_, _>>()?;
    let groups = groups(set, scheme, &drawn);
    let more: Vec<Vec<Fault>> = groups
        .par_iter()
        .map_init(OpenEdges::new, |open, group| check_group(set, group, open, progress))
        .collect::<Result<_, _>>()?;
    let mut found: Vec<Fault> = parts.into_iter().chain(more).flatten().collect();
    found.sort_by(|a, b| {
        (a.severity, a.place, a.kind, &a.areas).cmp(&(b.severity, b.place, b.kind, &b.areas))
    });
    Ok(found)
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
        let plane = Plane::at(bounds.centre());
        let rounding = shape.perimeter_m() * plane.unit_m() * ROUNDING_UNITS;
        let left_m2 = left * plane.unit_area_m2();
        (left_m2 > rounding).then(|| (id, left_m2, left / (whole as f64 / 2.0)))
    };
    inner.filter_map(one).collect()
}

/// Ground that two shapes have in common, in square units of the grid; exact but for rounded crossings. O(n log n).
pub(super) fn common_units2(a: &Shape, b: &Shape) -> f64 {
    let mut edges = Vec::with_capacity(a.vertices().len() + b.vertices().len());
    half_edges::collect(a, AreaId(0), false, &mut edges);
    half_edges::collect(b, AreaId(1), false, &mut edges);
    let noded = noding::node(&edges, edges.len());
    let arrangement = Arrangement::of(&noded.pieces);
    let common = arrangement.faces().iter().filter(|face| face.winding > 1);
    let doubled: i128 = common.map(|face| face.doubled_area.max(0)).sum();
    doubled as f64 / 2.0 / (fine::STEPS as f64 * fine::STEPS as f64)
}

/// Siblings under one drawn area, or those of one level under none.
struct Group {
    scheme: Scheme,
    level: Level,
    parent: Option<AreaId>,
    members: Vec<AreaId>,
}

impl Group {
    fn has(&self, set: &AreaSet, id: AreaId) -> bool {
        drawn_parent(set, id) == self.parent && (self.parent.is_some() || set.area(id).level == self.level)
    }
}

fn drawn_parent(set: &AreaSet, id: AreaId) -> Option<AreaId> {
    set.ancestors(id).skip(1).find(|&above| set.bounds(above).is_some())
}

fn groups(set: &AreaSet, scheme: Scheme, drawn: &[AreaId]) -> Vec<Group> {
    let key = |&id: &AreaId| {
        let parent = drawn_parent(set, id);
        (parent, parent.is_none().then(|| set.area(id).level), id)
    };
    let mut keyed: Vec<(Option<AreaId>, Option<Level>, AreaId)> = drawn.par_iter().map(key).collect();
    keyed.par_sort_unstable();
    let runs = keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    runs.map(|run| {
        let mut members: Vec<AreaId> = run.iter().map(|key| key.2).collect();
        if members.len() > SMALL_GROUP {
            along_the_ground(set, &mut members);
        }
        Group { scheme, level: set.area(members[0]).level, parent: run[0].0, members }
    })
    .collect()
}

/// Sorts areas along the Z-order curve of their boxes' middles, so that neighbours mostly follow each other.
fn along_the_ground(set: &AreaSet, members: &mut [AreaId]) {
    members.par_sort_by_cached_key(|&id| {
        let middle = set.bounds(id).map_or(Default::default(), |bounds| bounds.centre());
        (z_order(middle), id)
    });
}

/// Edges of the group that find no partner. Parts of a large group are matched on all cores, then their rims.
fn unmatched(
    set: &AreaSet,
    group: &Group,
    open: &mut OpenEdges,
    progress: &Progress,
) -> Result<Vec<HalfEdge>, Cancelled> {
    let shape = |id: AreaId| set.area(id).shape.as_ref();
    let add = |open: &mut OpenEdges, members: &[AreaId]| {
        for &member in members {
            shape(member).into_iter().for_each(|shape| open.add(shape, member, false));
        }
    };
    if group.members.len() <= MEMBERS_AT_ONCE {
        add(open, &group.members);
        progress.advance(group.members.len() as u64)?;
    } else {
        let parts: Vec<Vec<HalfEdge>> = group
            .members
            .par_chunks(MEMBERS_AT_ONCE)
            .map_init(OpenEdges::new, |open, members| {
                add(open, members);
                progress.advance(members.len() as u64).map(|()| open.take())
            })
            .collect::<Result<_, _>>()?;
        parts.iter().for_each(|left| open.add_left(left));
    }
    if let Some(parent) = group.parent {
        shape(parent).into_iter().for_each(|shape| open.add(shape, parent, true));
    }
    Ok(open.take())
}

fn check_group(
    set: &AreaSet,
    group: &Group,
    open: &mut OpenEdges,
    progress: &Progress,
) -> Result<Vec<Fault>, Cancelled> {
    let mut edges = unmatched(set, group, open, progress)?;
    if edges.is_empty() {
        return Ok(Vec::new());
    }
    let noded = noding::node(&edges, edges.len());
    let mut found: Vec<Fault> = noded
        .unnoded
        .iter()
        .map(|unnoded| {
            let areas = vec![unnoded.edge_of, unnoded.vertex_of];
            Fault::new(set, FaultKind::UnnodedEdge, Severity::Warning, unnoded.place, areas)
        })
        .collect();
    if noded.tangled {
        found.push(Fault::tangled(set, edges[0].from, edges[0].owner));
    }
    progress.check()?;
    if noded.pieces.is_empty() {
        return Ok(found);
    }
    let arrangement = Arrangement::of(&noded.pieces);
    let residue = Residue { set, group, edges: &edges, arrangement: &arrangement };
    let dividers = residue.dividers();
    progress.check()?;
    if dividers.is_empty() {
        found.extend(residue.faults());
        return Ok(found);
    }
    let first = edges.len();
    edges.extend(dividers);
    let noded = noding::node(&edges, first);
    let arrangement = Arrangement::of(&noded.pieces);
    progress.check()?;
    found.extend(Residue { set, group, edges: &edges, arrangement: &arrangement }.faults());
    Ok(found)
}
