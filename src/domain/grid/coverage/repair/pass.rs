//! One pass over all areas: borders that are at odds with themselves are made simple, then each tier of groups is settled
//! in rounds. Snapping can lay a border over itself so that it has to be made simple once more, and cuts that a tier holds
//! can keep a face divided to no end; so what one pass leaves another one may do.

use super::resolve::{Resolved, resolve};
use super::rules::Rules;
use super::{Ground, Tolerance, add, apply, changed, copy, drawn, keep, lead, moved_m, needless, tidy};
use crate::domain::grid::coverage::half_edges::{HalfEdge, OpenEdges};
use crate::domain::grid::coverage::repair::ground::EdgeKey;
use crate::domain::grid::coverage::{Group, groups};
use crate::domain::grid::{AreaFault, AreaId, AreaSet, Level, Scheme};
use crate::domain::progress::Progress;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Rounds over one tier of groups; two to five are usual. After some, lines that are nearly parallel may be rounding back
/// and forth; every other round then lets the other one's line stand.
const MOST_ROUNDS: usize = 24;
const USUAL_ROUNDS: usize = 12;
/// How often a tier is begun again without the areas that would have moved too far.
const MOST_RESTARTS: usize = 12;

pub(super) struct Pass<'a> {
    /// The areas as they came, from which all moves are measured.
    pub before: &'a AreaSet,
    pub scheme: Scheme,
    pub tolerance: Tolerance,
    pub fixed: &'a HashSet<AreaId>,
    pub progress: &'a Progress,
}

impl Pass<'_> {
    /// The areas after one pass over `from`. Where it is `counted`, the areas of each group's first look are.
    pub fn over(
        &self,
        from: &AreaSet,
        counted: bool,
        ground: &mut Ground,
    ) -> Result<AreaSet, Vec<AreaFault>> {
        let metres = self.tolerance.metres;
        let simple = AreaSet::build(tidy::tidy(from, self.scheme, metres))?;
        let mut set = keep(from, simple, self.fixed)?;
        let far = changed(from, &set).filter(|&id| moved_m(self.before, &set, id) > metres).collect();
        set = keep(from, set, &far)?;
        for tier in tiers() {
            set = self.over_tier(set, tier, counted, ground)?;
        }
        needless::without_needless(self.before, keep(self.before, set, self.fixed)?)
    }

    fn over_tier(
        &self,
        set: AreaSet,
        tier: Option<Level>,
        counted: bool,
        ground: &mut Ground,
    ) -> Result<AreaSet, Vec<AreaFault>> {
        let &Self { before, scheme, tolerance, progress, .. } = self;
        let metres = tolerance.metres;
        let mut limits: HashMap<AreaId, f64> = self.fixed.iter().map(|&id| (id, 0.0)).collect();
        for start in 0..MOST_RESTARTS {
            let (after, more) = settle(&set, scheme, tier, progress, |set, group, open, round, cuts| {
                if counted && start == 0 && round == 0 {
                    // Whether to go on is asked between the rounds.
                    let _ = progress.advance(group.members.len() as u64);
                }
                let upside_down = round >= USUAL_ROUNDS && round % 2 == 1;
                resolve(set, group, open, &Rules { group, tolerance, limits: &limits, upside_down }, cuts)
            })?;
            let (stuck, far): (Vec<AreaId>, Vec<AreaId>) = changed(before, &after)
                .filter(|&id| moved_m(before, &after, id) > metres)
                .partition(|id| limits.get(id) == Some(&0.0));
            if far.is_empty() {
                // A spike closes when its border is snapped, though it takes part in nothing.
                let kept = keep(&set, after, &stuck.into_iter().collect())?;
                add(ground, &more);
                return Ok(kept);
            }
            // Faces that add up move a border further than each of them: whoever went too far takes part in smaller ones
            // only, and at last in none.
            for id in far {
                let limit = limits.entry(id).or_insert(metres);
                *limit = if *limit > metres / 8.0 { *limit / 2.0 } else { 0.0 };
            }
        }
        Ok(set)
    }
}

/// Groups by the level of their parent: those without one first.
fn tiers() -> impl Iterator<Item = Option<Level>> {
    std::iter::once(None).chain(Level::ALL.iter().copied().map(Some))
}

/// Repeats rounds over the groups of a tier until nothing changes.
fn settle(
    set: &AreaSet,
    scheme: Scheme,
    tier: Option<Level>,
    progress: &Progress,
    round: impl Fn(&AreaSet, &Group, &mut OpenEdges, usize, &[HalfEdge]) -> Resolved + Sync,
) -> Result<(AreaSet, Ground), Vec<AreaFault>> {
    let mut now = copy(set)?;
    let mut ground = Ground::new();
    let mut cuts: Vec<HalfEdge> = Vec::new();
    for number in 0..MOST_ROUNDS {
        if progress.is_cancelled() {
            break;
        }
        let groups: Vec<Group> = groups(&now, scheme, &drawn(&now, scheme))
            .into_iter()
            .filter(|group| group.parent.map(|parent| now.area(parent).level) == tier)
            .collect();
        let mut all: Vec<Resolved> = groups
            .par_iter()
            .map_init(OpenEdges::new, |open, group| {
                // What a cancelled round would still find is not wanted.
                (!progress.is_cancelled()).then(|| round(&now, group, open, number, &cuts))
            })
            .flatten()
            .filter(|resolved| !resolved.is_nothing())
            .collect();
        if all.is_empty() {
            break;
        }
        all.iter().for_each(|resolved| add(&mut ground, &resolved.ground));
        let to_lead: BTreeSet<EdgeKey> =
            all.iter_mut().flat_map(|resolved| std::mem::take(&mut resolved.to_lead)).collect();
        cuts.extend(all.iter_mut().flat_map(|resolved| std::mem::take(&mut resolved.cuts)));
        let drawn = all.iter().any(|resolved| !resolved.shapes.is_empty());
        if drawn {
            now = apply(&now, all)?;
        }
        match lead(&now, scheme, &to_lead, &mut cuts)? {
            Some(led) => now = led,
            None if drawn => {}
            None => break,
        }
    }
    Ok((now, ground))
}
