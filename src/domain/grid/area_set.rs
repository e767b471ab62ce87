//! All areas of all schemes as one immutable, indexed tree: what the reference snapshot holds.
//!
//! Areas are numbered by scheme, level (coarse to fine) and code, so that everything that breaks a tie by "lowest
//! code" compares numbers, and the same areas loaded in another order get the same numbers.

use super::squares::{Squares, owner_among};
use super::{Area, AreaFault, Level, Scheme};
use crate::domain::geo::{Bounds, BoxIndex, Position};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;

/// Number of an area in its set. Order: scheme, level from coarse to fine, code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaId(pub u32);

impl AreaId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

const NO_PARENT: u32 = u32::MAX;
/// Sets up to this size are frozen when they are built; it takes some hundredths of a second.
const FROZEN_AT_ONCE: usize = 50_000;
/// `Squares` marks numbers with one bit.
const MOST_AREAS: usize = (1 << 31) - 2;

/// Immutable areas with parents, children and an index for each scheme.
#[derive(Debug)]
pub struct AreaSet {
    pub(super) areas: Vec<Area>,
    pub(super) bounds: Vec<Option<Bounds>>,
    parents: Vec<u32>,
    /// Children of area i are `children[child_ends[i - 1]..child_ends[i]]`.
    children: Vec<AreaId>,
    child_ends: Vec<u32>,
    grounds: Vec<Ground>,
    schemes: Vec<SchemeIndex>,
}

/// The part of an area that is its own (R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// No child is drawn: a leaf.
    Whole,
    /// What its drawn children leave.
    Remainder,
    /// Its drawn children fill it.
    Nothing,
}

/// What finds the areas of one scheme.
#[derive(Debug)]
pub(super) struct SchemeIndex {
    scheme: Scheme,
    /// Numbers of each level, as in `Level::ALL`.
    levels: Vec<Range<u32>>,
    /// Every drawn area.
    pub(super) drawn: BoxIndex,
    /// The same frozen, for the owner question; until then `drawn` answers it.
    squares: OnceLock<Squares>,
    /// The finest level that is drawn.
    pub(super) finest: Option<Level>,
}

impl AreaSet {
    /// Numbers, links and indexes the areas. Refuses codes that are empty, too long or used twice in a scheme, unknown
    /// parents and parents that are not above their child, all of them at once. O(n log n), on all cores.
    pub fn build(areas: Vec<Area>) -> Result<Self, Vec<AreaFault>> {
        if areas.len() > MOST_AREAS {
            return Err(vec![AreaFault::TooMany(areas.len())]);
        }
        let areas = in_order(areas);
        let groups = scheme_levels(&areas);
        let mut faults: Vec<AreaFault> = code_faults(&areas, &groups);
        let (parents, parent_faults) = find_parents(&areas, &groups);
        faults.extend(parent_faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let (children, child_ends) = list_children(&parents);
        let bounds: Vec<Option<Bounds>> =
            areas.par_iter().map(|area| area.shape.as_ref().and_then(|shape| shape.bounds())).collect();
        let grounds = Vec::new();
        let mut set = Self { areas, bounds, parents, children, child_ends, grounds, schemes: Vec::new() };
        set.grounds = set.find_grounds();
        set.schemes = groups.into_iter().map(|(scheme, levels)| set.index(scheme, levels)).collect();
        if set.len() <= FROZEN_AT_ONCE {
            set.freeze();
        }
        Ok(set)
    }

    fn index(&self, scheme: Scheme, levels: Vec<Range<u32>>) -> SchemeIndex {
        let all = levels.first().map_or(0, |first| first.start)..levels.last().map_or(0, |last| last.end);
        let drawn: Vec<(u32, Bounds)> =
            all.clone().filter_map(|id| Some((id, self.bounds[id as usize]?))).collect();
        let finest = drawn.iter().map(|&(id, _)| self.areas[id as usize].level).max();
        SchemeIndex { scheme, levels, drawn: BoxIndex::build(drawn), squares: OnceLock::new(), finest }
    }

    /// Freezes the grids of squares that make the owner question fast; answers are the same before and after. Small
    /// sets are frozen when built. For large ones it takes longer than everything else, so a service does it beside
    /// its first answers, and a batch before it begins. A second call costs nothing.
    pub fn freeze(&self) {
        for index in &self.schemes {
            index.squares.get_or_init(|| {
                let all = index.levels.iter().flat_map(Clone::clone);
                let drawn = all.filter_map(|id| Some((id, self.bounds[id as usize]?)));
                let (inner, leaves): (Vec<_>, Vec<_>) =
                    drawn.partition(|(id, _)| self.has_drawn_child(AreaId(*id)));
                Squares::build(&self.areas, &leaves, &inner)
            });
        }
    }

    fn find_grounds(&self) -> Vec<Ground> {
        let doubled: Vec<i128> = self
            .areas
            .par_iter()
            .map(|area| area.shape.as_ref().map_or(0, |shape| shape.doubled_area()))
            .collect();
        let one = |index: usize| {
            let id = AreaId(index as u32);
            let drawn = self.children(id).iter().filter(|child| self.bounds[child.index()].is_some());
            let mut count = 0;
            let sum: i128 = drawn.map(|child| doubled[child.index()]).inspect(|_| count += 1).sum();
            match count {
                0 => Ground::Whole,
                _ if sum == doubled[index] => Ground::Nothing,
                _ => Ground::Remainder,
            }
        };
        (0..self.areas.len()).into_par_iter().map(one).collect()
    }

    /// What an area owns itself, by exact sums of areas. Where children overlap or reach outside, which `check` refuses,
    /// the sum may call a remainder nothing by chance.
    pub(super) fn ground(&self, id: AreaId) -> Ground {
        self.grounds[id.index()]
    }

    pub(super) fn scheme(&self, scheme: Scheme) -> Option<&SchemeIndex> {
        self.schemes.iter().find(|index| index.scheme == scheme)
    }

    /// The areas again, by scheme, level and code.
    pub fn into_areas(self) -> Vec<Area> {
        self.areas
    }

    pub fn len(&self) -> usize {
        self.areas.len()
    }

    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Schemes that have areas.
    pub fn schemes(&self) -> impl Iterator<Item = Scheme> + '_ {
        self.schemes.iter().map(|index| index.scheme)
    }

    /// Finds an area by its code; O(log n).
    pub fn get(&self, scheme: Scheme, code: &str) -> Option<AreaId> {
        let index = self.scheme(scheme)?;
        index.levels.iter().find_map(|level| find_code(&self.areas, level, code)).map(AreaId)
    }

    /// # Panics
    /// When the number comes from another set.
    pub fn area(&self, id: AreaId) -> &Area {
        &self.areas[id.index()]
    }

    pub fn parent(&self, id: AreaId) -> Option<AreaId> {
        match self.parents[id.index()] {
            NO_PARENT => None,
            parent => Some(AreaId(parent)),
        }
    }

    /// The area itself, then its parent and on upwards.
    pub fn ancestors(&self, id: AreaId) -> impl Iterator<Item = AreaId> + '_ {
        std::iter::successors(Some(id), |&area| self.parent(area))
    }

    /// Drawn or not, by level and code.
    pub fn children(&self, id: AreaId) -> &[AreaId] {
        let start = if id.0 == 0 { 0 } else { self.child_ends[id.index() - 1] };
        &self.children[start as usize..self.child_ends[id.index()] as usize]
    }

    /// Whether some child is drawn; without one an area is a leaf and owns all its ground (R2).
    pub fn has_drawn_child(&self, id: AreaId) -> bool {
        self.ground(id) != Ground::Whole
    }

    /// Every area, by scheme, level and code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (AreaId, &Area)> {
        self.areas.iter().enumerate().map(|(index, area)| (AreaId(index as u32), area))
    }

    /// Areas of one level, by code.
    pub fn of_level(&self, scheme: Scheme, level: Level) -> impl ExactSizeIterator<Item = AreaId> + use<> {
        let range = self.scheme(scheme).map_or(0..0, |index| index.levels[level as usize].clone());
        range.map(AreaId)
    }

    /// Box of a drawn area.
    pub fn bounds(&self, id: AreaId) -> Option<Bounds> {
        self.bounds[id.index()]
    }

    /// Drawn areas whose box touches the window, by level and code.
    pub fn intersecting(&self, scheme: Scheme, window: Bounds) -> Vec<AreaId> {
        let found = self.scheme(scheme).map_or(Vec::new(), |index| index.drawn.all_within(window));
        found.into_iter().map(AreaId).collect()
    }

    /// Whether `above` is `id` or one of its ancestors.
    pub(super) fn is_ancestor(&self, above: AreaId, id: AreaId) -> bool {
        self.ancestors(id).any(|ancestor| ancestor == above)
    }
}

/// First sixteen bytes of a code as a number that sorts like the text; most comparisons end here.
fn prefix(code: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = code.len().min(16);
    bytes[..length].copy_from_slice(&code.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

fn in_order(areas: Vec<Area>) -> Vec<Area> {
    let full = |area: &Area| (area.scheme, area.level);
    if areas.is_sorted_by(|a, b| (full(a), &a.code) <= (full(b), &b.code)) {
        return areas;
    }
    let mut keys: Vec<(Scheme, Level, u128, u32)> = areas
        .par_iter()
        .enumerate()
        .map(|(index, area)| (area.scheme, area.level, prefix(&area.code), index as u32))
        .collect();
    keys.par_sort_unstable_by(|a, b| {
        let code = |key: &(Scheme, Level, u128, u32)| &areas[key.3 as usize].code;
        (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| code(a).cmp(code(b))).then(a.3.cmp(&b.3))
    });
    let mut slots: Vec<Option<Area>> = areas.into_iter().map(Some).collect();
    // The number is known, so the list grows to it at once.
    let mut ordered = Vec::with_capacity(keys.len());
    ordered.extend(keys.into_iter().filter_map(|key| slots[key.3 as usize].take()));
    ordered
}

/// For every scheme present, the numbers of each level.
fn scheme_levels(areas: &[Area]) -> Vec<(Scheme, Vec<Range<u32>>)> {
    let mut groups = Vec::new();
    let mut start = 0;
    for &scheme in Scheme::ALL {
        let mut levels = Vec::new();
        let scheme_start = start;
        for &level in Level::ALL {
            let end =
                start + areas[start..].partition_point(|area| (area.scheme, area.level) <= (scheme, level));
            levels.push(start as u32..end as u32);
            start = end;
        }
        if start > scheme_start {
            groups.push((scheme, levels));
        }
    }
    groups
}

fn find_code(areas: &[Area], level: &Range<u32>, code: &str) -> Option<u32> {
    let slice = &areas[level.start as usize..level.end as usize];
    let offset = slice.binary_search_by(|area| area.code.as_str().cmp(code)).ok()?;
    Some(level.start + offset as u32)
}

fn code_faults(areas: &[Area], groups: &[(Scheme, Vec<Range<u32>>)]) -> Vec<AreaFault> {
    let bad = areas.iter().filter(|area| area.code.is_empty() || area.code.len() > 64);
    let mut faults: Vec<AreaFault> =
        bad.map(|area| AreaFault::BadCode { scheme: area.scheme, code: area.code.clone() }).collect();
    let duplicate = |area: &Area| AreaFault::DuplicateCode { scheme: area.scheme, code: area.code.clone() };
    for (_, levels) in groups {
        for (depth, level) in levels.iter().enumerate() {
            let slice = &areas[level.start as usize..level.end as usize];
            faults.extend(
                slice.windows(2).filter(|pair| pair[0].code == pair[1].code).map(|pair| duplicate(&pair[1])),
            );
            let finer = &levels[depth + 1..];
            let again = slice
                .iter()
                .filter(|area| finer.iter().any(|level| find_code(areas, level, &area.code).is_some()));
            faults.extend(again.map(duplicate));
        }
    }
    faults
}

fn find_parents(areas: &[Area], groups: &[(Scheme, Vec<Range<u32>>)]) -> (Vec<u32>, Vec<AreaFault>) {
    let find = |area: &Area, parent: &str| {
        let levels = &groups.iter().find(|group| group.0 == area.scheme)?.1;
        // The level just above is the usual place, so search upwards from there, and below last.
        let (above, below) = levels.split_at(area.level as usize);
        above.iter().rev().chain(below).find_map(|level| find_code(areas, level, parent))
    };
    // Neighbours in the list mostly share their parent.
    let chunks: Vec<(Vec<u32>, Vec<AreaFault>)> = areas
        .par_chunks(4096)
        .map(|chunk| {
            let mut last: Option<(Scheme, &str, u32)> = None;
            let mut faults = Vec::new();
            let mut parents = Vec::with_capacity(chunk.len());
            for area in chunk {
                let Some(parent) = area.parent.as_deref() else {
                    parents.push(NO_PARENT);
                    continue;
                };
                let found = match last {
                    Some((scheme, code, id)) if scheme == area.scheme && code == parent => Some(id),
                    _ => find(area, parent),
                };
                let (scheme, code, level) = (area.scheme, area.code.clone(), area.level);
                match found {
                    None => faults.push(AreaFault::UnknownParent { scheme, code, parent: parent.to_owned() }),
                    Some(id) if areas[id as usize].level >= level => {
                        let parent_level = areas[id as usize].level;
                        let parent = parent.to_owned();
                        faults.push(AreaFault::ParentNotAbove { scheme, code, level, parent, parent_level });
                    }
                    Some(id) => last = Some((scheme, parent, id)),
                }
                parents.push(found.unwrap_or(NO_PARENT));
            }
            (parents, faults)
        })
        .collect();
    let mut parents = Vec::with_capacity(areas.len());
    let mut faults = Vec::new();
    for (some, more) in chunks {
        parents.extend(some);
        faults.extend(more);
    }
    (parents, faults)
}

/// Counting sort of the areas by parent.
fn list_children(parents: &[u32]) -> (Vec<AreaId>, Vec<u32>) {
    let mut ends = vec![0u32; parents.len()];
    let real = || parents.iter().enumerate().filter(|(_, parent)| **parent != NO_PARENT);
    for (_, &parent) in real() {
        ends[parent as usize] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        let count = *end;
        *end = sum;
        sum += count;
    }
    let mut children = vec![AreaId(0); sum as usize];
    for (child, &parent) in real() {
        let next = &mut ends[parent as usize];
        children[*next as usize] = AreaId(child as u32);
        *next += 1;
    }
    (children, ends)
}

/// The owner question without the rest: how `locate` and batches ask.
impl AreaSet {
    /// The area at the lowest loaded level that owns `p` (R2), `None` when nobody does. Semi-open, so a shared edge or
    /// vertex has one owner. If nobody owns `p` this way but it lies exactly on edges, the touching area of the lowest
    /// level and then of the lowest code does. Ancestors follow by `parent`. A set with overlaps, which `check` would
    /// refuse, still gives one answer: the lowest level, then the lowest code. Mostly one array access.
    #[inline]
    pub fn containing(&self, scheme: Scheme, p: Position) -> Option<AreaId> {
        let index = self.scheme(scheme)?;
        match index.squares.get() {
            Some(squares) => squares.owner(&self.areas, p),
            None => owner_among(&self.areas, &index.drawn, p),
        }
    }

    /// Sorts finer levels first, then lower codes.
    pub(super) fn preference(&self, id: AreaId) -> (std::cmp::Reverse<Level>, AreaId) {
        (std::cmp::Reverse(self.areas[id.index()].level), id)
    }
}
