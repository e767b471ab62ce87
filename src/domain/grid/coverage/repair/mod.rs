//! Repair of a coverage: what is covered twice or not at all is given to one owner, as far as nobody's border moves by more
//! than a tolerance, or one fault at a time as a person decides.
//!
//! Method. The faces between unmatched edges are the faults. Between two areas the line of the one with the lower code
//! stands: it keeps what both cover, and the other gets what none does; along a parent the parent's line stands. A face is
//! decided only if its two sides are within the tolerance of each other, everywhere. Where its borders cross, they first get
//! vertices by snap rounding, so that the face's corners are on the grid; then it is given or cut as a directed border, so
//! both neighbours get the same line exactly and nothing is left that would have to be rounded. Rounds are repeated until
//! nothing changes, which is usual after the second. From the coarsest areas to the finest, so that children follow their
//! parents. Then all of it again, within the same tolerance of the borders as they came, as long as something is left that
//! it could act upon and something moved. A valid coverage has no such faces and stays bit for bit as it is.

pub(super) mod ground;
mod histogram;
mod moves;
mod needless;
mod pass;
mod resolve;
mod rules;
pub(super) mod snap;
#[cfg(test)]
mod tests;
mod throat;
mod tidy;

pub use histogram::{WidthBin, width_histogram};
pub use moves::{AreaMove, VertexMove};

use super::half_edges::{HalfEdge, OpenEdges};
use super::{Fault, FaultKind, Group, Severity, along_the_ground, check, groups};
use crate::domain::geo::{Position, Shape};
use crate::domain::grid::{Area, AreaFault, AreaId, AreaSet, Scheme};
use crate::domain::progress::{Progress, Stage};
use ground::{EdgeKey, key};
use pass::Pass;
use resolve::{Resolved, resolve};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// For files that nobody looks at while they come in, metres.
pub const UNATTENDED_M: f64 = 0.02;
/// The widest that may be chosen: for drawings off web maps, metres.
pub const WIDEST_M: f64 = 10.0;
/// Borders around one fault are snapped once, or once more when another one has come to lie in its way.
const MOST_LEADINGS: usize = 4;
/// Passes over all areas; one is usual, and each further one is rarer.
const MOST_PASSES: usize = 6;

/// How far a repair may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// No border moves further, metres; more than `WIDEST_M` is taken as that.
    pub metres: f64,
    /// Also close strips along a parent's border that are too wide for a gap and would count as its undrawn remainder.
    pub close_open_strips: bool,
}

/// A person's decision about one fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The place of the fault, as the check told it.
    pub place: Position,
    /// Code of the area that gets the ground: a gap is given to it, an overlap stays with it and is cut from the others.
    /// None cuts it from all, as for a child outside its parent.
    pub owner: Option<String>,
}

/// What a repair did, or would do.
#[derive(Debug, Clone)]
pub struct Repair {
    /// Every area of the scheme and all others, repaired.
    pub areas: Vec<Area>,
    /// Areas that change, by scheme order.
    pub moves: Vec<AreaMove>,
    /// What a check finds afterwards.
    pub left: Vec<Fault>,
    /// Decisions that met no fault, by their place in the list.
    pub unmet: Vec<usize>,
}

impl Repair {
    /// The greatest move of any border, metres.
    pub fn max_m(&self) -> f64 {
        self.moves.iter().map(|one| one.max_m).fold(0.0, f64::max)
    }

    pub fn faults_left(&self) -> usize {
        self.left.iter().filter(|fault| fault.severity == Severity::Fault).count()
    }
}

/// Repairs a scheme within a tolerance. Pure: the result is for looking at before it is taken. Refuses what is no tree. Costs
/// some checks of the whole, and what has to be drawn anew.
pub fn repair(areas: Vec<Area>, scheme: Scheme, tolerance: Tolerance) -> Result<Repair, Vec<AreaFault>> {
    repair_among(areas, scheme, tolerance, |_| true, &Progress::default())
}

/// The same, where only some areas may change; the others stay as they are, and so do faults that need them to move.
/// Counts the areas of its first look at each group. When the work is cancelled it stops soon and the result is not to be
/// taken; whoever cancels asks the progress.
pub fn repair_among(
    areas: Vec<Area>,
    scheme: Scheme,
    tolerance: Tolerance,
    may_move: impl Fn(&Area) -> bool,
    progress: &Progress,
) -> Result<Repair, Vec<AreaFault>> {
    let metres = tolerance.metres.clamp(0.0, WIDEST_M);
    let tolerance = Tolerance { metres, ..tolerance };
    let before = AreaSet::build(areas)?;
    let fixed = before.iter().filter(|(_, area)| !may_move(area)).map(|(id, _)| id).collect();
    let looks =
        groups(&before, scheme, &drawn(&before, scheme)).iter().map(|group| group.members.len() as u64).sum();
    progress.begin(Stage::Repairing, Some(looks));
    let pass = Pass { before: &before, scheme, tolerance, fixed: &fixed, progress };
    let mut set = copy(&before)?;
    let mut ground = Ground::new();
    let mut left = None;
    for number in 0..MOST_PASSES {
        let after = pass.over(&set, number == 0, &mut ground)?;
        if progress.is_cancelled() {
            return Ok(Repair { areas: Vec::new(), moves: Vec::new(), left: Vec::new(), unmet: Vec::new() });
        }
        let rests = changed(&set, &after).next().is_none();
        set = after;
        if rests {
            break;
        }
        let found = left.insert(check(&set, scheme));
        if !found.iter().any(|fault| may_close(fault, metres)) {
            break;
        }
    }
    let left = left.unwrap_or_else(|| check(&set, scheme));
    Ok(report(&before, set, left, &ground, Vec::new()))
}

/// Whether a repair may do something about it. A strip wider than the tolerance stays, and so does a part that is thin.
fn may_close(fault: &Fault, metres: f64) -> bool {
    fault.kind != FaultKind::Sliver && fault.width_m.is_none_or(|width| width <= metres)
}

/// The areas of `after` with those that are fixed as they were.
fn keep(before: &AreaSet, after: AreaSet, fixed: &HashSet<AreaId>) -> Result<AreaSet, Vec<AreaFault>> {
    if changed(before, &after).all(|id| !fixed.contains(&id)) {
        return Ok(after);
    }
    let one = |(id, area): (AreaId, &Area)| {
        if fixed.contains(&id) { before.area(id).clone() } else { area.clone() }
    };
    AreaSet::build(after.iter().map(one).collect())
}

/// Carries out decisions about single faults, whatever their width.
pub fn mend(areas: Vec<Area>, scheme: Scheme, decisions: &[Decision]) -> Result<Repair, Vec<AreaFault>> {
    mend_among(areas, scheme, decisions, |_| true)
}

/// The same, where only some areas may change.
pub fn mend_among(
    areas: Vec<Area>,
    scheme: Scheme,
    decisions: &[Decision],
    may_move: impl Fn(&Area) -> bool,
) -> Result<Repair, Vec<AreaFault>> {
    let before = AreaSet::build(areas)?;
    let mut set = copy(&before)?;
    let mut ground = Ground::new();
    let mut unmet = Vec::new();
    for (number, decision) in decisions.iter().enumerate() {
        let owner = decision.owner.as_deref().map(|code| set.get(scheme, code));
        let met = match owner {
            Some(None) => None,
            owner => mend_one(&set, scheme, decision.place, owner.flatten(), &mut ground)?,
        };
        match met {
            Some(after) => set = after,
            None => unmet.push(number),
        }
    }
    let fixed = before.iter().filter(|(_, area)| !may_move(area)).map(|(id, _)| id).collect();
    let set = needless::without_needless(&before, keep(&before, set, &fixed)?)?;
    let left = check(&set, scheme);
    Ok(report(&before, set, left, &ground, unmet))
}

/// The areas after one decision; None when there is no fault at the place that the owner could take part in.
fn mend_one(
    set: &AreaSet,
    scheme: Scheme,
    place: Position,
    owner: Option<AreaId>,
    ground: &mut Ground,
) -> Result<Option<AreaSet>, Vec<AreaFault>> {
    let takes_part = |group: &Group| owner.is_none_or(|owner| group.members.contains(&owner));
    for group in groups(set, scheme, &drawn(set, scheme)).iter().filter(|group| takes_part(group)) {
        let mut now = copy(set)?;
        let mut judge = rules::Person { place, owner, led: false };
        for _ in 0..MOST_LEADINGS {
            let resolved = resolve(&now, group, &mut OpenEdges::new(), &judge, &[]);
            let to_lead = resolved.to_lead.clone();
            add(ground, &resolved.ground);
            if to_lead.is_empty() {
                // Where there was a face that leading has closed, there is nothing more to do.
                if resolved.ground.is_empty() && !judge.led {
                    break;
                }
                return apply(&now, vec![resolved]).map(Some);
            }
            judge.led = true;
            match lead(&apply(&now, vec![resolved])?, scheme, &to_lead, &mut Vec::new())? {
                Some(led) => now = led,
                None => break,
            }
        }
    }
    Ok(None)
}

fn drawn(set: &AreaSet, scheme: Scheme) -> Vec<AreaId> {
    let of_scheme = set.iter().filter(|(id, area)| area.scheme == scheme && set.bounds(*id).is_some());
    of_scheme.map(|(id, _)| id).collect()
}

/// Gained and lost square metres.
type Ground = BTreeMap<AreaId, (f64, f64)>;

fn add(ground: &mut Ground, more: &Ground) {
    for (id, (gained, lost)) in more {
        let sums = ground.entry(*id).or_default();
        *sums = (sums.0 + gained, sums.1 + lost);
    }
}

fn copy(set: &AreaSet) -> Result<AreaSet, Vec<AreaFault>> {
    AreaSet::build(set.iter().map(|(_, area)| area.clone()).collect())
}

/// Puts new shapes in place. Numbers of areas stay.
fn apply(set: &AreaSet, all: Vec<Resolved>) -> Result<AreaSet, Vec<AreaFault>> {
    let mut areas: Vec<Area> = set.iter().map(|(_, area)| area.clone()).collect();
    for (id, shape) in all.into_iter().flat_map(|resolved| resolved.shapes) {
        areas[id.index()].shape = Some(shape);
    }
    AreaSet::build(areas)
}

/// Snaps edges, and those that have to follow, wherever in the tree they are drawn, and the cuts. None where there are
/// none, or too many borders lie over each other.
fn lead(
    set: &AreaSet,
    scheme: Scheme,
    to_lead: &BTreeSet<EdgeKey>,
    cuts: &mut Vec<HalfEdge>,
) -> Result<Option<AreaSet>, Vec<AreaFault>> {
    if to_lead.is_empty() {
        return Ok(None);
    }
    let mut drawn = drawn(set, scheme);
    along_the_ground(set, &mut drawn);
    let shapes = drawn.iter().filter_map(|&id| set.area(id).shape.as_ref());
    let borders = shapes.flat_map(|shape| shape.edges()).filter(|(a, b)| a != b);
    let mut edges: Vec<EdgeKey> = borders.map(|(a, b)| key(a, b)).collect();
    edges.extend(cuts.iter().map(|cut| key(cut.from, cut.to)));
    let Some(chains) = snap::chains(&edges, to_lead.iter().copied()) else { return Ok(None) };
    *cuts = cuts
        .iter()
        .flat_map(|cut| {
            snap::stretches(cut.from, cut.to, &chains).map(|(from, to)| HalfEdge { from, to, ..*cut })
        })
        .collect();
    let mut areas: Vec<Area> = set.iter().map(|(_, area)| area.clone()).collect();
    let follow = |shape: &Shape| shape.edges().any(|(a, b)| chains.contains_key(&key(a, b)));
    for id in drawn {
        if let Some(shape) = areas[id.index()].shape.as_mut().filter(|shape| follow(shape)) {
            *shape = snap::led(shape, &chains);
        }
    }
    AreaSet::build(areas).map(Some)
}

/// Areas whose shape differs; both sets number alike.
fn changed<'a>(before: &'a AreaSet, after: &'a AreaSet) -> impl Iterator<Item = AreaId> + 'a {
    before.iter().map(|(id, _)| id).filter(|&id| before.area(id).shape != after.area(id).shape)
}

fn moved_m(before: &AreaSet, after: &AreaSet, id: AreaId) -> f64 {
    match (&before.area(id).shape, &after.area(id).shape) {
        (Some(old), Some(new)) => {
            moves::vertex_moves(old, new).iter().map(|one| one.metres).fold(0.0, f64::max)
        }
        _ => 0.0,
    }
}

fn report(before: &AreaSet, after: AreaSet, left: Vec<Fault>, ground: &Ground, unmet: Vec<usize>) -> Repair {
    let one = |id: AreaId| {
        let (old, new) = (before.area(id).shape.as_ref()?, after.area(id).shape.as_ref()?);
        let vertices = moves::vertex_moves(old, new);
        let max_m = vertices.iter().map(|one| one.metres).fold(0.0, f64::max);
        let (gained_m2, lost_m2) = ground.get(&id).copied().unwrap_or_default();
        Some(AreaMove { code: before.area(id).code.clone(), max_m, gained_m2, lost_m2, vertices })
    };
    let moves = changed(before, &after).filter_map(one).collect();
    let areas = after.iter().map(|(_, area)| area.clone()).collect();
    Repair { areas, moves, left, unmet }
}
