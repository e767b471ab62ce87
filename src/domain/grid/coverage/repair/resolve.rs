//! One round over one group: every face that is covered too often or not at all is decided, and the borders of the areas
//! concerned are drawn anew along the lines that are left.

use super::ground::{Border, EdgeKey, Splits, key};
use super::tidy;
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
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Who gets the ground of a face and who gives it up.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    pub gains: Vec<AreaId>,
    pub loses: Vec<AreaId>,
}

/// What a round does.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub shapes: Vec<(AreaId, Shape)>,
    /// Vertices that edges get, wherever in the tree they are drawn, from the lower end to the higher one.
    pub inserted: HashMap<EdgeKey, Vec<Position>>,
    /// Gained and lost square metres.
    pub ground: BTreeMap<AreaId, (f64, f64)>,
}

/// Decides about faces.
pub(super) trait Judge {
    /// None leaves the face as it is. A `strict` judge refuses what would move a border by much more than the face is wide:
    /// such a face has arms, and is better cut.
    fn decide(&self, residue: &Residue<'_>, face: &Face, region: &Region, strict: bool) -> Option<Verdict>;

    /// Parts no wider than this that come off an area are crumbs, and left to whoever is beside them, metres.
    fn crumb_m(&self) -> f64;

    /// Lines that divide a face which could not be decided into several that perhaps can.
    fn cuts(&self, residue: &Residue<'_>, face: &Face, region: &Region) -> Vec<HalfEdge>;
}

/// How often faces are divided again; a sliver with many arms loses some each time.
const MOST_CUTTINGS: usize = 4;

/// Decides every face of a group. Areas that are not concerned keep their shapes bit for bit.
pub(super) fn resolve(set: &AreaSet, group: &Group, open: &mut OpenEdges, judge: &impl Judge) -> Resolved {
    let mut edges = unmatched(set, group, open);
    if edges.is_empty() {
        return Resolved::default();
    }
    let matched = edges.len();
    let mut noded = node(&edges, matched);
    let unnoded: BTreeSet<AreaId> = noded.unnoded.iter().map(|missing| missing.edge_of).collect();
    let dividers = {
        let arrangement = Arrangement::of(&noded.pieces);
        Residue { set, group, edges: &edges, arrangement: &arrangement }.dividers()
    };
    if !dividers.is_empty() {
        edges.extend(dividers);
        noded = node(&edges, matched);
    }
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
            if decided.is_empty() && unnoded.is_empty() {
                break;
            }
            return draw(&residue, &noded, &decided, unnoded, judge.crumb_m());
        }
        edges.extend(cuts);
        noded = node(&edges, matched);
    }
    Resolved::default()
}

fn draw(
    residue: &Residue<'_>,
    noded: &Noded,
    decided: &[(&Face, Verdict, f64)],
    unnoded: BTreeSet<AreaId>,
    crumb_m: f64,
) -> Resolved {
    let (set, edges, arrangement) = (residue.set, residue.edges, residue.arrangement);
    let splits = split_map(edges, noded);
    let mut resolved = Resolved::default();
    let mut concerned = unnoded;
    for (_, verdict, area_m2) in decided {
        for &id in &verdict.gains {
            resolved.ground.entry(id).or_default().0 += area_m2;
        }
        for &id in &verdict.loses {
            resolved.ground.entry(id).or_default().1 += area_m2;
        }
        concerned.extend(verdict.gains.iter().chain(&verdict.loses));
    }
    // Whoever has a split edge takes part, so that its places are known to be needed or not.
    concerned.extend(
        noded.splits.iter().map(|split| &edges[split.0 as usize]).filter(|e| !e.outline).map(|e| e.owner),
    );
    let shape = |id: AreaId| set.area(id).shape.as_ref();
    let mut borders: BTreeMap<AreaId, Border> =
        concerned.iter().filter_map(|&id| Some((id, Border::of(shape(id)?, &splits)))).collect();
    for (face, verdict, _) in decided {
        let changes = verdict.gains.iter().map(|id| (id, 1)).chain(verdict.loses.iter().map(|id| (id, -1)));
        for (id, times) in changes {
            if let Some(border) = borders.get_mut(id) {
                for side in arrangement.sides(face) {
                    border.add(arrangement.start(side), arrangement.start(side ^ 1), times);
                }
            }
        }
    }
    let needed = needed_places(&borders, &splits, edges);
    let is_needed = |p: Fine| needed.contains(&p);
    for (&id, border) in &borders {
        let new = border.shape(&is_needed);
        let new = tidy::simple(&new, crumb_m).unwrap_or(new);
        let new = shape(id).map_or_else(Shape::new, |old| without_crumbs(old, new, crumb_m));
        // What was only split and needs none of it is left as it is.
        if !new.is_empty() && shape(id).is_some_and(|old| !same_rings(old, &new)) {
            resolved.shapes.push((id, new));
        }
    }
    for (edge, inside) in &splits {
        let mut places: Vec<Position> =
            inside.iter().filter(|&&p| is_needed(p)).map(|p| p.rounded()).collect();
        places.dedup();
        places.retain(|&p| p != edge.0 && p != edge.1);
        if !places.is_empty() {
            resolved.inserted.insert(*edge, places);
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

fn split_map(edges: &[HalfEdge], noded: &Noded) -> Splits {
    let mut splits = Splits::new();
    for run in noded.splits.chunk_by(|a, b| a.0 == b.0) {
        let edge = &edges[run[0].0 as usize];
        let (low, high) = key(edge.from, edge.to);
        let (from, to) = (Fine::from(low), Fine::from(high));
        let along = |p: &Fine| {
            i128::from(p.x - from.x) * i128::from(to.x - from.x)
                + i128::from(p.y - from.y) * i128::from(to.y - from.y)
        };
        let inside = splits.entry((low, high)).or_default();
        inside.extend(run.iter().map(|split| split.1));
        inside.sort_by_key(along);
        inside.dedup();
    }
    splits
}

/// Places that the borders need: all but those where nothing is left but one old edge running on.
fn needed_places(borders: &BTreeMap<AreaId, Border>, splits: &Splits, edges: &[HalfEdge]) -> HashSet<Fine> {
    let mut beside: HashMap<Fine, BTreeSet<Fine>> = HashMap::new();
    for (a, b) in borders.values().flat_map(Border::stretches) {
        beside.entry(a).or_default().insert(b);
        beside.entry(b).or_default().insert(a);
    }
    let vertices: HashSet<Fine> =
        edges.iter().flat_map(|edge| [edge.from, edge.to]).map(Fine::from).collect();
    let mut needed: HashSet<Fine> = beside.keys().copied().collect();
    for ((low, high), inside) in splits {
        let ends = (Fine::from(*low), Fine::from(*high));
        let way: Vec<Fine> = [ends.0].into_iter().chain(inside.iter().copied()).chain([ends.1]).collect();
        for step in way.windows(3).filter(|step| !vertices.contains(&step[1])) {
            let runs_on = |around: &BTreeSet<Fine>| around.iter().all(|p| *p == step[0] || *p == step[2]);
            if beside.get(&step[1]).is_none_or(runs_on) {
                needed.remove(&step[1]);
            }
        }
    }
    needed
}

fn same_rings(a: &Shape, b: &Shape) -> bool {
    canonical_polygons(a) == canonical_polygons(b)
}
