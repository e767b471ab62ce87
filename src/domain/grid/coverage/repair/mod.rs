//! Repair of a coverage: what is covered twice or not at all is given to one owner, as far as nobody's border moves by more
//! than a tolerance, or one fault at a time as a person decides.
//!
//! Method. The faces between unmatched edges are the faults. Between two areas the line of the one with the lower code
//! stands: it keeps what both cover, and the other gets what none does; along a parent the parent's line stands. A face is
//! decided only if its two sides are within the tolerance of each other, everywhere. Faces are given and cut as directed
//! borders, so both neighbours get the same line; crossings that stay are rounded to the grid and put into every edge
//! through them, and the round is repeated until nothing changes (iterated snap rounding; Halperin and Packer,
//! Computational Geometry 23(2), 2002). From the coarsest areas to the finest, so that children follow their parents. A
//! valid coverage has no such faces and stays bit for bit as it is.

mod ground;
mod histogram;
mod moves;
mod resolve;
mod rules;
mod throat;
mod tidy;

pub use histogram::{WidthBin, width_histogram};
pub use moves::{AreaMove, VertexMove};

use super::half_edges::OpenEdges;
use super::{Fault, Group, Severity, check, groups};
use crate::domain::geo::{Position, Shape};
use crate::domain::grid::{Area, AreaFault, AreaId, AreaSet, Level, Scheme};
use ground::{EdgeKey, key};
use rayon::prelude::*;
use resolve::{Resolved, resolve};
use std::collections::{BTreeMap, HashMap};

/// For files that nobody looks at while they come in, metres.
pub const UNATTENDED_M: f64 = 0.02;
/// The widest that may be chosen: for drawings off web maps, metres.
pub const WIDEST_M: f64 = 10.0;
/// Rounds over one tier of groups; two or three are usual. After some, lines that are nearly parallel may be rounding back
/// and forth; every other round then lets the other one's line stand.
const MOST_ROUNDS: usize = 16;
const USUAL_ROUNDS: usize = 6;
/// How often a tier is begun again without the areas that would have moved too far.
const MOST_RESTARTS: usize = 12;

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
    let metres = tolerance.metres.clamp(0.0, WIDEST_M);
    let tolerance = Tolerance { metres, ..tolerance };
    let before = AreaSet::build(areas)?;
    let mut ground = BTreeMap::new();
    let mut set = AreaSet::build(tidy::tidy(&before, scheme, metres))?;
    for tier in tiers() {
        let mut limits: HashMap<AreaId, f64> = HashMap::new();
        for _ in 0..MOST_RESTARTS {
            let (after, more) = settle(&set, scheme, tier, |set, group, open, round| {
                let rules = rules::Rules {
                    group,
                    tolerance,
                    limits: &limits,
                    upside_down: round >= USUAL_ROUNDS && round % 2 == 1,
                };
                resolve(set, group, open, &rules)
            })?;
            let far: Vec<AreaId> = changed(&before, &after)
                .filter(|&id| limits.get(&id) != Some(&0.0) && moved_m(&before, &after, id) > metres)
                .collect();
            if far.is_empty() {
                set = after;
                for (id, (gained, lost)) in more {
                    let sums: &mut (f64, f64) = ground.entry(id).or_default();
                    *sums = (sums.0 + gained, sums.1 + lost);
                }
                break;
            }
            // Faces that add up move a border further than each of them: whoever went too far takes part in smaller ones
            // only, and at last in none.
            for id in far {
                let limit = limits.entry(id).or_insert(metres);
                *limit = if *limit > metres / 8.0 { *limit / 2.0 } else { 0.0 };
            }
        }
    }
    Ok(report(&before, set, scheme, &ground, Vec::new()))
}

/// Carries out decisions about single faults, whatever their width.
pub fn mend(areas: Vec<Area>, scheme: Scheme, decisions: &[Decision]) -> Result<Repair, Vec<AreaFault>> {
    let before = AreaSet::build(areas)?;
    let mut set = AreaSet::build(before.iter().map(|(_, area)| area.clone()).collect())?;
    let mut ground: BTreeMap<AreaId, (f64, f64)> = BTreeMap::new();
    let mut unmet = Vec::new();
    for (number, decision) in decisions.iter().enumerate() {
        let owner = decision.owner.as_deref().map(|code| set.get(scheme, code));
        let mut done = false;
        if owner != Some(None) {
            let owner = owner.flatten();
            for group in groups(&set, scheme, &drawn(&set, scheme)) {
                if owner.is_some_and(|owner| !group.members.contains(&owner)) {
                    continue;
                }
                let judge = rules::Person { place: decision.place, owner };
                let resolved = resolve(&set, &group, &mut OpenEdges::new(), &judge);
                if resolved.ground.is_empty() {
                    continue;
                }
                done = true;
                for (id, (gained, lost)) in &resolved.ground {
                    let sums = ground.entry(*id).or_default();
                    *sums = (sums.0 + gained, sums.1 + lost);
                }
                set = apply(&set, scheme, vec![resolved])?;
                break;
            }
        }
        if !done {
            unmet.push(number);
        }
    }
    Ok(report(&before, set, scheme, &ground, unmet))
}

fn drawn(set: &AreaSet, scheme: Scheme) -> Vec<AreaId> {
    let of_scheme = set.iter().filter(|(id, area)| area.scheme == scheme && set.bounds(*id).is_some());
    of_scheme.map(|(id, _)| id).collect()
}

/// Groups by the level of their parent: those without one first.
fn tiers() -> impl Iterator<Item = Option<Level>> {
    std::iter::once(None).chain(Level::ALL.iter().copied().map(Some))
}

type Ground = BTreeMap<AreaId, (f64, f64)>;

/// Repeats rounds over the groups of a tier until nothing changes.
fn settle(
    set: &AreaSet,
    scheme: Scheme,
    tier: Option<Level>,
    round: impl Fn(&AreaSet, &Group, &mut OpenEdges, usize) -> Resolved + Sync,
) -> Result<(AreaSet, Ground), Vec<AreaFault>> {
    let mut now = copy(set)?;
    let mut ground = Ground::new();
    for number in 0..MOST_ROUNDS {
        let groups: Vec<Group> = groups(&now, scheme, &drawn(&now, scheme))
            .into_iter()
            .filter(|group| group.parent.map(|parent| now.area(parent).level) == tier)
            .collect();
        let all: Vec<Resolved> = groups
            .par_iter()
            .map_init(OpenEdges::new, |open, group| round(&now, group, open, number))
            .filter(|resolved| !resolved.shapes.is_empty() || !resolved.inserted.is_empty())
            .collect();
        if all.is_empty() {
            break;
        }
        for (id, (gained, lost)) in all.iter().flat_map(|resolved| &resolved.ground) {
            let sums = ground.entry(*id).or_default();
            *sums = (sums.0 + gained, sums.1 + lost);
        }
        now = apply(&now, scheme, all)?;
    }
    Ok((now, ground))
}

fn copy(set: &AreaSet) -> Result<AreaSet, Vec<AreaFault>> {
    AreaSet::build(set.iter().map(|(_, area)| area.clone()).collect())
}

/// Puts new shapes in place, and new vertices into every other edge that they lie on. Numbers of areas stay.
fn apply(set: &AreaSet, scheme: Scheme, all: Vec<Resolved>) -> Result<AreaSet, Vec<AreaFault>> {
    let mut areas: Vec<Area> = set.iter().map(|(_, area)| area.clone()).collect();
    let mut inserted: HashMap<EdgeKey, Vec<Position>> = HashMap::new();
    for resolved in all {
        for (id, shape) in resolved.shapes {
            areas[id.index()].shape = Some(shape);
        }
        for (edge, mut places) in resolved.inserted {
            let held = inserted.entry(edge).or_default();
            held.append(&mut places);
            let square = |p: &Position| {
                let (dx, dy) =
                    (i64::from(p.lon) - i64::from(edge.0.lon), i64::from(p.lat) - i64::from(edge.0.lat));
                i128::from(dx) * i128::from(dx) + i128::from(dy) * i128::from(dy)
            };
            held.sort_by_key(square);
            held.dedup();
        }
    }
    let mut touched: Vec<AreaId> = inserted
        .keys()
        .flat_map(|&(a, b)| {
            let mut window = crate::domain::geo::Bounds { min: a, max: a };
            window.include(b);
            set.intersecting(scheme, window)
        })
        .collect();
    touched.sort_unstable();
    touched.dedup();
    for id in touched {
        if let Some(shape) = &areas[id.index()].shape {
            areas[id.index()].shape = Some(with_vertices(shape, &inserted));
        }
    }
    AreaSet::build(areas)
}

fn with_vertices(shape: &Shape, inserted: &HashMap<EdgeKey, Vec<Position>>) -> Shape {
    let ring = |ring: &[Position]| {
        let mut all = Vec::with_capacity(ring.len());
        for (place, &a) in ring.iter().enumerate() {
            let b = ring[(place + 1) % ring.len()];
            all.push(a);
            if let Some(places) = inserted.get(&key(a, b)) {
                if a < b { all.extend(places) } else { all.extend(places.iter().rev()) }
            }
        }
        all
    };
    let mut new = Shape::new();
    for rings in shape.polygons() {
        new.push_polygon(rings.into_iter().map(ring).collect::<Vec<_>>());
    }
    // A rounded place on both edges of a sharp corner makes a spike of a unit there, which has no ground.
    crate::domain::geo::validity::normalise(&new).0
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

fn report(before: &AreaSet, after: AreaSet, scheme: Scheme, ground: &Ground, unmet: Vec<usize>) -> Repair {
    let left = check(&after, scheme);
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
