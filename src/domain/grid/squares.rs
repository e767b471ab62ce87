//! A flat grid of squares over the drawn areas of a scheme, frozen from their shapes: most squares lie wholly in one leaf
//! and name it ("true hit"), the others list the areas whose borders touch them. After Kipf et al., "Adaptive Main-Memory
//! Indexing for High-Performance Point-Polygon Joins" (EDBT 2020), with a flat array in place of their radix tree.
//! The answer is always that of the exact test; the grid only saves asking it.

use super::frame::{Frame, Traces, trace_all};
use super::outlines::Outlines;
use super::{Area, AreaId};
use crate::domain::geo::{Bounds, BoxIndex, Position};

/// Squares for each leaf. More squares make more true hits and cost 4 bytes each, which tells in large sets.
const SQUARES_PER_LEAF: usize = 32;
const SQUARES_PER_LEAF_IN_LARGE_SETS: usize = 14;
const LARGE_SET: usize = 100_000;
/// A square that more areas reach into asks the R-tree instead: areas of very uneven size share a grid badly.
const LONGEST_LIST: u32 = 64;

/// Tag of a square that nobody reaches into.
const NOBODY: u32 = 0;
/// Tag of a square whose list would be too long.
const CROWDED: u32 = u32::MAX;
/// In a tag: the rest is the one owner. In a list: the area covers the whole square.
const WHOLE: u32 = 1 << 31;

/// The grid. A tag is `NOBODY`, `CROWDED`, `WHOLE | area`, or 1 + the place in `lists` of a count and that many areas,
/// finer levels first, then lower codes, up to the first that covers the square: the first that owns a position is the
/// answer, and an area whose border touches a position of the square is in its list.
#[derive(Debug, Default)]
pub(super) struct Squares {
    frame: Option<Frame>,
    tags: Vec<u32>,
    lists: Vec<u32>,
    outlines: Outlines,
    /// Only filled when a square is crowded.
    crowded: Option<BoxIndex>,
}

impl Squares {
    /// Freezes the grid over the drawn areas, given by number and box in rising order: `leaves` without drawn children and
    /// `inner` with. Linear in vertices and squares.
    pub(super) fn build(areas: &[Area], leaves: &[(u32, Bounds)], inner: &[(u32, Bounds)]) -> Self {
        let drawn = || leaves.iter().chain(inner).copied();
        let Some(bounds) = drawn().map(|(_, bounds)| bounds).reduce(Bounds::union) else {
            return Self::default();
        };
        let per_leaf =
            if leaves.len() > LARGE_SET { SQUARES_PER_LEAF_IN_LARGE_SETS } else { SQUARES_PER_LEAF };
        let frame = Frame::new(bounds, leaves.len() * per_leaf + 64);
        let (mut parts, outlines) = rayon::join(
            || {
                let mut parts = trace_all(&frame, areas, leaves);
                parts.extend(trace_all(&frame, areas, inner));
                parts
            },
            || Outlines::copy(areas, leaves, inner),
        );
        let preference = |number: u32| (std::cmp::Reverse(areas[number as usize].level), number);
        let (tags, lists) = assemble(&frame, &mut parts, preference);
        let crowded = tags.contains(&CROWDED).then(|| BoxIndex::build(drawn()));
        Self { frame: Some(frame), tags, lists, outlines, crowded }
    }

    /// The area that owns `p` (R2): semi-openly, of the finest level, then of the lowest code if areas overlap; else the one
    /// that `p` lies on the edge of, chosen likewise.
    #[inline]
    pub(super) fn owner(&self, areas: &[Area], p: Position) -> Option<AreaId> {
        let frame = self.frame.as_ref().filter(|frame| frame.holds(p))?;
        let tag =
            self.tags[frame.row(p.lat) as usize * frame.columns as usize + frame.column(p.lon) as usize];
        match tag {
            NOBODY => None,
            CROWDED => self.owner_in_crowd(areas, p),
            whole if whole & WHOLE != 0 => Some(AreaId(whole & !WHOLE)),
            place => {
                let start = (place - 1) as usize;
                let list = &self.lists[start + 1..=start + self.lists[start] as usize];
                let owns = |entry: u32| entry & WHOLE != 0 || self.outlines.contains(areas, entry, p);
                match list.iter().find(|&&entry| owns(entry)) {
                    Some(entry) => Some(AreaId(entry & !WHOLE)),
                    None => list.iter().copied().find(|&entry| touches(areas, entry, p)).map(AreaId),
                }
            }
        }
    }

    #[cold]
    fn owner_in_crowd(&self, areas: &[Area], p: Position) -> Option<AreaId> {
        owner_among(areas, self.crowded.as_ref()?, p)
    }
}

/// The same answer from boxes and exact rings alone, for squares that are crowded and sets that are not frozen.
pub(super) fn owner_among(areas: &[Area], boxes: &BoxIndex, p: Position) -> Option<AreaId> {
    let mut near: Vec<u32> = Vec::new();
    boxes.at(p, |number| near.push(number));
    near.sort_unstable_by_key(|&number| (std::cmp::Reverse(areas[number as usize].level), number));
    let owns = |number: u32| areas[number as usize].shape.as_ref().is_some_and(|shape| shape.contains(p));
    let owner = near.iter().copied().find(|&number| owns(number));
    owner.or_else(|| near.iter().copied().find(|&number| touches(areas, number, p))).map(AreaId)
}

#[cold]
fn touches(areas: &[Area], number: u32, p: Position) -> bool {
    areas[number as usize].shape.as_ref().is_some_and(|shape| shape.on_edge(p))
}

/// Tags and lists from the traces; empties these on the way, because for a million areas they are large.
fn assemble<K: Ord>(
    frame: &Frame,
    parts: &mut [Traces],
    preference: impl Fn(u32) -> K,
) -> (Vec<u32>, Vec<u32>) {
    // Of areas that cover a whole square only the preferred one can ever be its owner.
    let mut tags = vec![NOBODY; frame.columns as usize * frame.rows as usize];
    for part in parts.iter_mut() {
        for &(first, count, number) in &part.covered {
            for tag in &mut tags[first as usize..(first + count) as usize] {
                if *tag == NOBODY || preference(number) < preference(*tag & !WHOLE) {
                    *tag = WHOLE | number;
                }
            }
        }
        part.covered = Vec::new();
    }
    let mut counts = vec![0u32; tags.len()];
    for part in parts.iter() {
        part.touched.iter().for_each(|&(square, _)| counts[square as usize] += 1);
    }
    let mut lists = Vec::new();
    for (tag, count) in tags.iter_mut().zip(counts) {
        if count > LONGEST_LIST {
            *tag = CROWDED;
        } else if count > 0 {
            let start = lists.len();
            let cover = *tag;
            let whole = u32::from(cover != NOBODY);
            lists.resize(start + 1 + (count + whole) as usize, 0);
            if cover != NOBODY {
                lists[start] = 1;
                lists[start + 1] = cover;
            }
            *tag = 1 + start as u32;
        }
    }
    for part in parts.iter_mut() {
        for (square, number) in std::mem::take(&mut part.touched) {
            let tag = tags[square as usize];
            if tag != CROWDED {
                let start = (tag - 1) as usize;
                lists[start] += 1;
                let place = start + lists[start] as usize;
                lists[place] = number;
            }
        }
    }
    let mut start = 0;
    while start < lists.len() {
        let end = start + 1 + lists[start] as usize;
        let list = &mut lists[start + 1..end];
        list.sort_unstable_by_key(|entry| preference(entry & !WHOLE));
        // What comes after an area that covers the square is never asked.
        if let Some(whole) = list.iter().position(|entry| entry & WHOLE != 0) {
            lists[start] = whole as u32 + 1;
        }
        start = end;
    }
    (tags, lists)
}
