//! Ground as its directed border. Giving a face to an area adds the face's border to the area's, cutting one off subtracts
//! it, and opposite stretches cancel; so whatever is given or cut, both neighbours get the very same line.

use crate::domain::geo::{Position, Shape};
use crate::domain::grid::coverage::fine::{Fine, by_angle, doubled_area};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An undirected edge of a shape, lower end first.
pub(in crate::domain::grid::coverage) type EdgeKey = (Position, Position);

pub(in crate::domain::grid::coverage) fn key(a: Position, b: Position) -> EdgeKey {
    (a.min(b), a.max(b))
}

/// The border of an area in directed stretches, ground on the left. A count below nought means the way back.
#[derive(Debug, Clone, Default)]
pub(in crate::domain::grid::coverage) struct Border {
    stretches: BTreeMap<(Fine, Fine), i32>,
}

impl Border {
    /// Adds (or with `times` -1 takes away) the stretch from `a` to `b`.
    pub fn add(&mut self, a: Fine, b: Fine, times: i32) {
        let (stretch, times) = if a <= b { ((a, b), times) } else { ((b, a), -times) };
        let count = self.stretches.entry(stretch).or_default();
        *count += times;
        if *count == 0 {
            self.stretches.remove(&stretch);
        }
    }

    /// The border of a shape.
    pub fn of(shape: &Shape) -> Self {
        let mut border = Self::default();
        let mut edges = Vec::new();
        super::super::half_edges::collect(shape, crate::domain::grid::AreaId(0), false, &mut edges);
        edges.iter().for_each(|edge| border.add(edge.from.into(), edge.to.into(), 1));
        border
    }

    /// Rings along the border. Where several stretches leave one place the leftmost is taken, so that parts that touch in a
    /// corner stay apart.
    fn rings(&self) -> Vec<Vec<Fine>> {
        let mut leaving: BTreeMap<Fine, Vec<Fine>> = BTreeMap::new();
        for (&(a, b), &count) in &self.stretches {
            let (from, to) = if count > 0 { (a, b) } else { (b, a) };
            (0..count.abs()).for_each(|_| leaving.entry(from).or_default().push(to));
        }
        let mut rings = Vec::new();
        while let Some((&start, _)) = leaving.iter().next() {
            let mut ring: Vec<Fine> = vec![start];
            let mut places: HashMap<Fine, usize> = HashMap::from([(start, 0)]);
            let mut from = None;
            let mut at = start;
            while let Some(ways) = leaving.get_mut(&at) {
                let chosen = from.map_or(0, |from| leftmost(at, from, ways));
                let next = ways.swap_remove(chosen);
                if ways.is_empty() {
                    leaving.remove(&at);
                }
                from = Some(at);
                at = next;
                // Coming back to a place closes a ring, also when it is not where this walk began.
                match places.get(&at) {
                    Some(0) => break,
                    Some(&place) => {
                        let closed = ring.split_off(place + 1);
                        closed.iter().for_each(|p| _ = places.remove(p));
                        rings.push(std::iter::once(at).chain(closed).collect());
                    }
                    None => {
                        places.insert(at, ring.len());
                        ring.push(at);
                    }
                }
            }
            rings.push(ring);
        }
        rings.retain(|ring| ring.len() >= 3);
        rings
    }

    /// The shape within; all places of the border must be positions.
    pub fn shape(&self) -> Shape {
        let position = |ring: &Vec<Fine>| ring.iter().map(|p| p.rounded()).collect();
        let rings = self.rings();
        let exact = rings.iter().map(|ring| (doubled_area(ring.iter().copied()), position(ring)));
        assemble(exact.filter(|(area, _)| *area != 0).collect())
    }
}

/// The way whose direction comes first clockwise from the way back.
fn leftmost(at: Fine, from: Fine, ways: &[Fine]) -> usize {
    let before_back = |&&(_, way): &&(usize, &Fine)| by_angle(at, *way, from).is_lt();
    let all: Vec<(usize, &Fine)> = ways.iter().enumerate().collect();
    let last = |some: &mut dyn Iterator<Item = &(usize, &Fine)>| {
        some.max_by(|a, b| by_angle(at, *a.1, *b.1)).map(|found| found.0)
    };
    last(&mut all.iter().filter(before_back)).or_else(|| last(&mut all.iter())).unwrap_or(0)
}

/// Polygons of rings with their areas: those with ground on their left side are outer ones, each hole goes to the smallest
/// outer ring around it.
fn assemble(mut rings: Vec<(i128, Vec<Position>)>) -> Shape {
    rings.sort_by(|a, b| b.0.abs().cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(area, _)| *area > 0);
    let bodies: Vec<Shape> = outer.iter().map(|(_, ring)| Shape::from_ring(ring)).collect();
    let mut polygons: Vec<Vec<Vec<Position>>> = outer.into_iter().map(|(_, ring)| vec![ring]).collect();
    for (_, hole) in holes {
        let corners: HashSet<Position> = hole.iter().copied().collect();
        // The outer rings stand from large to small; the smallest that holds the hole is its own.
        let home = bodies.iter().rposition(|body| {
            let free = hole.iter().find(|&&p| !body.on_edge(p));
            free.map_or_else(|| body.vertices().iter().any(|p| corners.contains(p)), |&p| body.contains(p))
        });
        if let Some(home) = home {
            polygons[home].push(hole);
        }
    }
    let mut shape = Shape::new();
    polygons.iter().for_each(|rings| shape.push_polygon(rings));
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine(x: i32, y: i32) -> Fine {
        Position::new(x, y).into()
    }

    fn square(x: i32, y: i32, side: i32) -> Shape {
        let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
        Shape::from_ring(&corners.map(|(lon, lat)| Position::new(lon, lat)))
    }

    #[test]
    fn ground_that_is_given_joins_and_ground_that_is_cut_leaves_a_hole() {
        let mut border = Border::of(&square(0, 0, 10));
        let strip = [fine(10, 0), fine(12, 0), fine(12, 10), fine(10, 10)];
        (0..4).for_each(|i| border.add(strip[i], strip[(i + 1) % 4], 1));
        let joined = border.shape();
        assert_eq!(joined.doubled_area(), 2 * 120);
        assert_eq!(joined.rings().count(), 1);
        let hole = [fine(2, 2), fine(5, 2), fine(5, 5), fine(2, 5)];
        (0..4).for_each(|i| border.add(hole[i], hole[(i + 1) % 4], -1));
        let shape = border.shape();
        assert_eq!((shape.polygon_count(), shape.rings().count(), shape.doubled_area()), (1, 2, 2 * 111));
    }

    #[test]
    fn parts_that_touch_in_a_corner_stay_apart() {
        let mut border = Border::of(&square(0, 0, 10));
        let other = [fine(10, 10), fine(20, 10), fine(20, 20), fine(10, 20)];
        (0..4).for_each(|i| border.add(other[i], other[(i + 1) % 4], 1));
        let shape = border.shape();
        assert_eq!((shape.polygon_count(), shape.doubled_area()), (2, 400));
    }
}
