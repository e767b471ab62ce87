//! The rings of a scheme's leaves once more, end to end: asking a leaf then reads one box and one run of memory instead of
//! following the pointers of an `Area`.

use super::Area;
use crate::domain::geo::contains::ring_parity;
use crate::domain::geo::{Bounds, Position};
use rayon::prelude::*;

/// Box and ring of an area. `start == end` for an area of several rings or with children, which asks its shape.
#[derive(Debug, Clone, Copy)]
struct Outline {
    bounds: Bounds,
    start: u32,
    end: u32,
}

/// Copies of single rings, by area number less `first`.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    first: u32,
    outlines: Vec<Outline>,
    vertices: Vec<Position>,
}

impl Outlines {
    /// Copies the rings of the leaves and the boxes of all, given in rising order each. Rings that no longer fit into 32-bit
    /// places stay with their shapes.
    pub(super) fn copy(areas: &[Area], leaves: &[(u32, Bounds)], inner: &[(u32, Bounds)]) -> Self {
        let numbers = || leaves.iter().chain(inner).map(|&(number, _)| number);
        let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return Self::default() };
        let nowhere =
            Bounds { min: Position::new(i32::MAX, i32::MAX), max: Position::new(i32::MIN, i32::MIN) };
        let empty = Outline { bounds: nowhere, start: 0, end: 0 };
        let mut outlines = vec![empty; (last - first) as usize + 1];
        for &(number, bounds) in inner {
            outlines[(number - first) as usize].bounds = bounds;
        }
        let mut count: u32 = 0;
        for &(leaf, bounds) in leaves {
            let shape = areas[leaf as usize].shape.as_ref();
            let single =
                shape.filter(|shape| shape.rings().count() == 1).map_or(0, |shape| shape.vertices().len());
            let end =
                u32::try_from(single).ok().and_then(|length| count.checked_add(length)).unwrap_or(count);
            outlines[(leaf - first) as usize] = Outline { bounds, start: count, end };
            count = end;
        }
        let mut vertices = vec![Position::default(); count as usize];
        let mut rest = &mut vertices[..];
        let mut places = Vec::with_capacity(leaves.len());
        for &(leaf, _) in leaves {
            let outline = &outlines[(leaf - first) as usize];
            let (place, after) = rest.split_at_mut((outline.end - outline.start) as usize);
            places.push((leaf, place));
            rest = after;
        }
        places.into_par_iter().filter(|(_, place)| !place.is_empty()).for_each(|(leaf, place)| {
            if let Some(shape) = &areas[leaf as usize].shape {
                place.copy_from_slice(shape.vertices());
            }
        });
        Self { first, outlines, vertices }
    }

    /// `Shape::contains` of the area.
    #[inline]
    pub(super) fn contains(&self, areas: &[Area], number: u32, p: Position) -> bool {
        let outline = &self.outlines[(number - self.first) as usize];
        if !outline.bounds.contains(p) {
            return false;
        }
        if outline.start == outline.end {
            return areas[number as usize].shape.as_ref().is_some_and(|shape| shape.contains(p));
        }
        ring_parity(&self.vertices[outline.start as usize..outline.end as usize], p)
    }
}
