//! Vertices that were put on straight edges while something still crossed there, and that nobody needs when it has gone.

use crate::domain::geo::contains::orientation;
use crate::domain::geo::{Position, Shape};
use crate::domain::grid::{Area, AreaFault, AreaSet};
use std::collections::HashSet;

/// The areas of `after` without vertices that those who have them did not have before and that are a corner of
/// none. Borders stay where they are.
/// Both sets number alike. O(n).
pub(super) fn without_needless(before: &AreaSet, after: AreaSet) -> Result<AreaSet, Vec<AreaFault>> {
    let mut needless: HashSet<Position> = HashSet::new();
    for id in super::changed(before, &after) {
        let (Some(old), Some(new)) = (&before.area(id).shape, &after.area(id).shape) else { continue };
        let known: HashSet<Position> = old.vertices().iter().copied().collect();
        needless.extend(new.vertices().iter().filter(|p| !known.contains(p)));
    }
    if needless.is_empty() {
        return Ok(after);
    }
    for (id, _) in before.iter() {
        let (Some(old), Some(new)) = (&before.area(id).shape, &after.area(id).shape) else { continue };
        let here: HashSet<Position> =
            new.vertices().iter().filter(|p| needless.contains(p)).copied().collect();
        old.vertices().iter().filter(|p| here.contains(p)).for_each(|p| _ = needless.remove(p));
        corners(new).for_each(|p| _ = needless.remove(&p));
    }
    if needless.is_empty() {
        return Ok(after);
    }
    let straight = |(_, area): (_, &Area)| {
        let mut area = area.clone();
        if let Some(shape) = &mut area.shape
            && shape.vertices().iter().any(|p| needless.contains(p))
        {
            let mut new = Shape::new();
            for rings in shape.polygons() {
                let ring = |ring: &[Position]| -> Vec<Position> {
                    ring.iter().copied().filter(|p| !needless.contains(p)).collect()
                };
                new.push_polygon(rings.into_iter().map(ring).collect::<Vec<_>>());
            }
            *shape = new;
        }
        area
    };
    AreaSet::build(after.iter().map(straight).collect())
}

/// Vertices where a border does not go straight on.
fn corners(shape: &Shape) -> impl Iterator<Item = Position> + '_ {
    shape.rings().flat_map(|ring| {
        let around = move |at: usize| ring[at % ring.len()];
        (0..ring.len())
            .map(move |at| (around(at + ring.len() - 1), around(at), around(at + 1)))
            .filter(|&(a, b, c)| orientation(a, b, c) != 0 || turns_back(a, b, c))
            .map(|(_, b, _)| b)
    })
}

/// Whether a way from `a` over `b` to `c`, all on one line, does not go on beyond `b`.
fn turns_back(a: Position, b: Position, c: Position) -> bool {
    let back = |a: i32, b: i32, c: i32| (b > a && c < b) || (b < a && c > b);
    back(a.lon, b.lon, c.lon) || back(a.lat, b.lat, c.lat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grid::{Level, Scheme};

    fn area(code: &str, ring: &[(i32, i32)]) -> Area {
        let ring: Vec<Position> = ring.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect();
        Area {
            scheme: Scheme::Duty,
            level: Level::Point,
            code: code.into(),
            name: code.into(),
            parent: None,
            shape: Some(Shape::from_ring(&ring)),
            extent: None,
        }
    }

    #[test]
    fn a_new_vertex_on_a_straight_edge_goes_unless_it_is_somebodys_corner_or_was_there() {
        let set =
            |a: &[(i32, i32)], b: &[(i32, i32)]| AreaSet::build(vec![area("a", a), area("b", b)]).unwrap();
        let square = [(0, 0), (100, 0), (100, 100), (50, 100), (0, 100)];
        let below = [(0, 0), (0, -50), (100, -50), (100, 0)];
        let before = set(&square, &below);
        // (30, 0) is new and straight for both, (60, 0) is a corner of the one below, (50, 100) was there.
        let after = set(
            &[(0, 0), (30, 0), (60, 0), (100, 0), (100, 100), (50, 100), (0, 100)],
            &[(0, 0), (0, -50), (100, -50), (60, 0), (30, 0)],
        );
        let left = without_needless(&before, after).unwrap();
        let count = |at: usize| left.iter().nth(at).unwrap().1.shape.as_ref().unwrap().vertices().len();
        assert_eq!((count(0), count(1)), (6, 4));
        let valid = set(&square, &below);
        let same = without_needless(&before, valid).unwrap();
        assert!(super::super::changed(&before, &same).next().is_none());
    }
}
