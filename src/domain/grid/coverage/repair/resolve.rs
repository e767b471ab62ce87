//! One round over one group: every face that is covered too often or not at all is decided, and the borders of the areas
//! concerned are drawn anew along the lines that are left.

use super::ground::{Border, EdgeKey, key};
use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Position, Shape};
use crate::domain::grid::canonical::canonical_polygons;
use crate::domain::grid::coverage::arrangement::{Arrangement, Face};
use crate::domain::grid::coverage::fine::Fine;
use crate::domain::grid::coverage::half_edges::{HalfEdge, OpenEdges};
use crate::domain::grid::coverage::noding::{Noded, node};
use crate::domain::grid::coverage::region::Region;
use crate::domain::grid::coverage::residue::Residue;
use crate::domain::grid::coverage::{Group, unmatched};
use crate::domain::grid::{AreaId, AreaSet};
use crate::domain::progress::Progress;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Who gets the ground of a face and who gives it up.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    pub gains: Vec<AreaId>,
    pub loses: Vec<AreaId>,
}

/// What a round does: it draws areas anew, and asks for vertices where borders meet that have none there yet.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub shapes: Vec<(AreaId, Shape)>,
    /// Gained and lost square metres.
    pub ground: BTreeMap<AreaId, (f64, f64)>,
    /// Edges that are to be snapped before anything can be drawn.
    pub to_lead: BTreeSet<EdgeKey>,
    /// Cuts among these, which are no area's border.
    pub cuts: Vec<HalfEdge>,
}

impl Resolved {
    pub fn is_nothing(&self) -> bool {
        self.shapes.is_empty() && self.to_lead.is_empty()
    }
}

/// Decides about faces.
pub(super) trait Judge {
    /// None leaves the face as it is. A `strict` judge refuses what would move a border by much more than the face is wide:
    /// such a face has arms, and is better cut.
    fn decide(&self, residue: &Residue<'_>, face: &Face, region: &Region, strict: bool) -> Option<Verdict>;

    /// Whether vertices are put wherever a neighbour has one, not only along the faces decided.
    fn nodes_all(&self) -> bool;

    /// Parts no wider than this that come off an area are crumbs, and left to whoever is beside them, metres.
    fn crumb_m(&self) -> f64;

    /// Lines that divide a face which could not be decided into several that perhaps can.
    fn cuts(&self, residue: &Residue<'_>, face: &Face, region: &Region) -> Vec<HalfEdge>;
}

/// How often faces are divided again; a sliver with many arms loses some each time.
const MOST_CUTTINGS: usize = 4;

/// Decides every face of a group. Areas that are not concerned keep their shapes bit for bit. `held` are cuts of earlier
/// rounds.
pub(super) fn resolve(
    set: &AreaSet,
    group: &Group,
    open: &mut OpenEdges,
    judge: &impl Judge,
    held: &[HalfEdge],
) -> Resolved {
    let mut edges = unmatched(set, group, open, &Progress::default()).unwrap_or_default();
    if edges.is_empty() {
        return Resolved::default();
    }
    let matched = edges.len();
    let mut noded = node(&edges, matched);
    if noded.tangled {
        return Resolved::default();
    }
    let unnoded = if judge.nodes_all() { unnoded_edges(&edges, &noded) } else { BTreeSet::new() };
    let dividers = {
        let arrangement = Arrangement::of(&noded.pieces);
        Residue { set, group, edges: &edges, arrangement: &arrangement }.dividers()
    };
    edges.extend(dividers);
    edges.extend(held.iter().filter(|cut| group.has(set, cut.owner)));
    if edges.len() > matched {
        noded = node(&edges, matched);
    }
    let first_cut = edges.len();
    for cutting in 0.. {
        let arrangement = Arrangement::of(&noded.pieces);
        let residue = Residue { set, group, edges: &edges, arrangement: &arrangement };
        let mut decided: Vec<(&Face, Verdict, f64)> = Vec::new();
        let mut cuts = Vec::new();
        for face in arrangement.faces().iter().filter(|face| residue.excess(face) != 0) {
            let region = Region::measure(&arrangement, face);
            let mut verdict = judge.decide(&residue, face, &region, true);
            if verdict.is_none() {
                let more =
                    if cutting < MOST_CUTTINGS { judge.cuts(&residue, face, &region) } else { Vec::new() };
                if more.is_empty() {
                    verdict = judge.decide(&residue, face, &region, false);
                }
                cuts.extend(more);
            }
            decided.extend(verdict.map(|verdict| (face, verdict, region.area_m2)));
        }
        if cuts.is_empty() {
            let met: HashSet<Fine> = noded.splits.iter().map(|split| split.1).collect();
            let corners =
                |face: &Face| arrangement.sides(face).map(|side| arrangement.start(side)).collect::<Vec<_>>();
            let (exact, rest): (Vec<_>, Vec<_>) =
                decided.into_iter().partition(|(face, ..)| !corners(face).iter().any(|p| met.contains(p)));
            let rest: HashSet<Fine> = rest.iter().flat_map(|(face, ..)| corners(face)).collect();
            let mut resolved = draw(&residue, &exact, judge.crumb_m());
            ask_for_vertices(&mut resolved, &edges, &noded, &rest, first_cut, unnoded);
            return resolved;
        }
        edges.extend(cuts);
        noded = node(&edges, matched);
    }
    Resolved::default()
}

/// Edges without a vertex where a neighbour has one.
fn unnoded_edges(edges: &[HalfEdge], noded: &Noded) -> BTreeSet<EdgeKey> {
    let missing: HashSet<(Position, AreaId)> =
        noded.unnoded.iter().map(|missing| (missing.place, missing.edge_of)).collect();
    let split = noded.splits.iter().filter(|split| split.1.is_position());
    let with_edge = split.map(|split| (&edges[split.0 as usize], split.1.floor()));
    let without = with_edge.filter(|(edge, place)| missing.contains(&(*place, edge.owner)));
    without.map(|(edge, _)| key(edge.from, edge.to)).collect()
}

/// Names the edges that meet others in the corners of faces and have no vertex there.
fn ask_for_vertices(
    resolved: &mut Resolved,
    edges: &[HalfEdge],
    noded: &Noded,
    corners: &HashSet<Fine>,
    first_cut: usize,
    unnoded: BTreeSet<EdgeKey>,
) {
    resolved.to_lead = unnoded;
    let split = noded.splits.iter().filter(|split| corners.contains(&split.1));
    let named = split.map(|split| &edges[split.0 as usize]).map(|edge| key(edge.from, edge.to));
    resolved.to_lead.extend(named);
    if !resolved.to_lead.is_empty() {
        let used = |cut: &&HalfEdge| corners.contains(&Fine::from(cut.from));
        resolved.cuts = edges[first_cut..].iter().filter(used).copied().collect();
        resolved.to_lead.extend(resolved.cuts.iter().map(|cut| key(cut.from, cut.to)));
    }
}

/// Draws the areas that gain or lose ground; the faces have their corners in vertices.
fn draw(residue: &Residue<'_>, decided: &[(&Face, Verdict, f64)], crumb_m: f64) -> Resolved {
    let arrangement = residue.arrangement;
    let shape = |id: AreaId| residue.set.area(id).shape.as_ref();
    let mut resolved = Resolved::default();
    let mut borders: BTreeMap<AreaId, Border> = BTreeMap::new();
    for (face, verdict, area_m2) in decided {
        for &id in &verdict.gains {
            resolved.ground.entry(id).or_default().0 += area_m2;
        }
        for &id in &verdict.loses {
            resolved.ground.entry(id).or_default().1 += area_m2;
        }
        let changes = verdict.gains.iter().map(|id| (id, 1)).chain(verdict.loses.iter().map(|id| (id, -1)));
        for (&id, times) in changes {
            let Some(old) = shape(id) else { continue };
            let border = borders.entry(id).or_insert_with(|| Border::of(old));
            for side in arrangement.sides(face) {
                border.add(arrangement.start(side), arrangement.start(side ^ 1), times);
            }
        }
    }
    for (id, border) in borders {
        let new = border.shape();
        let new = shape(id).map_or_else(Shape::new, |old| without_crumbs(old, new, crumb_m));
        if !new.is_empty() && shape(id).is_some_and(|old| !same_rings(old, &new)) {
            resolved.shapes.push((id, new));
        }
    }
    resolved
}

/// The shape without parts that it did not have before and that are no wider than a crumb.
fn without_crumbs(old: &Shape, new: Shape, crumb_m: f64) -> Shape {
    if new.polygon_count() < 2 || crumb_m <= 0.0 {
        return new;
    }
    let had: HashSet<Vec<Position>> =
        canonical_polygons(old).into_iter().filter_map(|rings| rings.into_iter().next()).collect();
    let largest = new.polygons().map(|rings| doubled_area(rings[0]).abs()).max().unwrap_or_default();
    let mut kept = Shape::new();
    for rings in new.polygons() {
        let part = Shape::from_ring(rings[0]);
        let known = canonical_polygons(&part).first().is_some_and(|rings| had.contains(&rings[0]));
        if known || doubled_area(rings[0]).abs() == largest || Region::width_of(rings[0]) > crumb_m {
            kept.push_polygon(&rings);
        }
    }
    kept
}

fn same_rings(a: &Shape, b: &Shape) -> bool {
    canonical_polygons(a) == canonical_polygons(b)
}
