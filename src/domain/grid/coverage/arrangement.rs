//! The faces between noded edges and how often each is covered: a planar subdivision walked with the ground on the left,
//! with winding numbers spread over edges from the unbounded face inwards.

use super::box_run::BoxRun;
use super::fine::{self, Fine, by_angle, by_height, passes_above};
use super::noding::Piece;
use crate::domain::geo::{Bounds, Position};

/// Pieces as a planar graph. Side 2i runs along piece i from its low end to its high one, side 2i + 1 back.
#[derive(Debug)]
pub(super) struct Arrangement<'a> {
    pub pieces: &'a [Piece],
    /// The side that follows each side around its face.
    next: Vec<u32>,
    /// The loop of each side.
    loop_of: Vec<u32>,
    loops: Vec<Loop>,
    /// Loops that bound a face from outside, and the loops that bound it from inside.
    faces: Vec<Face>,
}

#[derive(Debug)]
struct Loop {
    first: u32,
    doubled_area: i128,
    component: u32,
    winding: i32,
}

/// A bounded face.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// How many more owners cover it than leave it out.
    pub winding: i32,
    /// A side on each of its loops, the outer loop first.
    pub loops: Vec<u32>,
    /// Twice its area in square fine steps.
    pub doubled_area: i128,
}

const NONE: u32 = u32::MAX;

impl<'a> Arrangement<'a> {
    /// O(n log n); the pieces meet only at their ends.
    pub fn of(pieces: &'a [Piece]) -> Self {
        let (nodes, next) = link(pieces);
        let mut built = Self {
            pieces,
            next,
            loop_of: vec![NONE; pieces.len() * 2],
            loops: Vec::new(),
            faces: Vec::new(),
        };
        let components = built.components(&nodes);
        built.find_loops(&components);
        built.wind();
        built
    }

    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Where a side begins.
    pub fn start(&self, side: u32) -> Fine {
        let piece = &self.pieces[(side / 2) as usize];
        if side & 1 == 0 { piece.low } else { piece.high }
    }

    /// The sides of a loop, from the given one on.
    pub fn around(&self, side: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = Some(side);
        std::iter::from_fn(move || {
            let now = at?;
            let next = self.next[now as usize];
            at = (next != side).then_some(next);
            Some(now)
        })
    }

    /// Every side of a face.
    pub fn sides(&self, face: &'a Face) -> impl Iterator<Item = u32> + '_ {
        face.loops.iter().flat_map(|&side| self.around(side))
    }

    /// Which connected component each piece belongs to, numbered from 0, and how many there are.
    fn components(&self, nodes: &[Fine]) -> (Vec<u32>, u32) {
        let node = |p: Fine| nodes.binary_search(&p).unwrap_or_default();
        let mut parents: Vec<u32> = (0..nodes.len() as u32).collect();
        fn root(parents: &mut [u32], mut at: u32) -> u32 {
            while parents[at as usize] != at {
                parents[at as usize] = parents[parents[at as usize] as usize];
                at = parents[at as usize];
            }
            at
        }
        let ends: Vec<u32> = self.pieces.iter().map(|piece| node(piece.low) as u32).collect();
        for (piece, &low) in self.pieces.iter().zip(&ends) {
            let (a, b) = (root(&mut parents, low), root(&mut parents, node(piece.high) as u32));
            parents[a as usize] = b;
        }
        let mut numbers = vec![NONE; nodes.len()];
        let mut count = 0;
        let number = ends.iter().map(|&low| {
            let root = root(&mut parents, low) as usize;
            if numbers[root] == NONE {
                numbers[root] = count;
                count += 1;
            }
            numbers[root]
        });
        (number.collect(), count)
    }

    fn find_loops(&mut self, (components, count): &(Vec<u32>, u32)) {
        for side in 0..self.next.len() as u32 {
            if self.loop_of[side as usize] != NONE {
                continue;
            }
            let number = self.loops.len() as u32;
            let doubled_area = fine::doubled_area(self.around(side).map(|side| self.start(side)));
            let mut at = side;
            while self.loop_of[at as usize] == NONE {
                self.loop_of[at as usize] = number;
                at = self.next[at as usize];
            }
            let component = components[(side / 2) as usize];
            self.loops.push(Loop { first: side, doubled_area, component, winding: 0 });
        }
        // Each component is bounded from outside by one loop, the one that runs clockwise around all of it.
        let mut outer = vec![NONE; *count as usize];
        for (number, each) in self.loops.iter().enumerate() {
            let held = &mut outer[each.component as usize];
            if *held == NONE || self.loops[*held as usize].doubled_area > each.doubled_area {
                *held = number as u32;
            }
        }
        let mut face_of = vec![NONE; self.loops.len()];
        for (number, each) in self.loops.iter().enumerate() {
            if outer[each.component as usize] != number as u32 {
                face_of[number] = self.faces.len() as u32;
                self.faces.push(Face {
                    winding: 0,
                    loops: vec![each.first],
                    doubled_area: each.doubled_area,
                });
            }
        }
        self.nest(&outer, &mut face_of);
    }

    /// Finds the face around each component, largest first, so that the component around it is done before.
    fn nest(&mut self, outer: &[u32], face_of: &mut [u32]) {
        let mut tops: Vec<Fine> = vec![Fine { x: i64::MIN, y: i64::MIN }; outer.len()];
        for (number, piece) in self.pieces.iter().enumerate() {
            let component = self.loops[self.loop_of[number * 2] as usize].component as usize;
            tops[component] = tops[component].max(piece.high);
        }
        let mut order: Vec<usize> = (0..outer.len()).collect();
        order.sort_unstable_by_key(|&component| std::cmp::Reverse(tops[component]));
        let boxes = (order.len() > 1).then(|| {
            let boxes = self.pieces.iter().map(|piece| fine::bounds(piece.low, piece.high));
            BoxRun::of(boxes.map(|bounds| (bounds.min, bounds.max)))
        });
        for component in order {
            let around = boxes.as_ref().and_then(|boxes| self.side_above(boxes, tops[component], component));
            let face = around.map_or(NONE, |side| face_of[self.loop_of[side as usize] as usize]);
            let loop_number = outer[component] as usize;
            face_of[loop_number] = face;
            if face != NONE {
                let each = &self.loops[loop_number];
                let face = &mut self.faces[face as usize];
                face.loops.push(each.first);
                face.doubled_area += each.doubled_area;
            }
        }
    }

    /// The side that looks down on `p` from the nearest piece above it, of another component.
    fn side_above(&self, boxes: &BoxRun, p: Fine, component: usize) -> Option<u32> {
        let corner = p.floor();
        let window = Bounds { min: corner, max: Position::new(corner.lon.saturating_add(1), i32::MAX) };
        let mut lowest: Option<&Piece> = None;
        let mut side = None;
        boxes.within(window, |number| {
            let piece = &self.pieces[number as usize];
            if self.loops[self.loop_of[number as usize * 2] as usize].component as usize == component
                || !passes_above(piece.low, piece.high, p)
            {
                return;
            }
            let lower =
                lowest.is_none_or(|held| by_height((piece.low, piece.high), (held.low, held.high)).is_lt());
            if lower {
                lowest = Some(piece);
                // Pieces run from west to east, so the way back has what is below on its left.
                side = Some(number * 2 + 1);
            }
        });
        side
    }

    /// Spreads winding numbers: crossing a piece from its right to its left adds its weight.
    fn wind(&mut self) {
        let mut known = vec![false; self.loops.len()];
        // Loops of one face share its winding; loops of no face lie in the unbounded one.
        let mut face_of = vec![NONE; self.loops.len()];
        for (number, face) in self.faces.iter().enumerate() {
            for &side in &face.loops {
                face_of[self.loop_of[side as usize] as usize] = number as u32;
            }
        }
        let mut open: Vec<u32> =
            (0..self.loops.len() as u32).filter(|&l| face_of[l as usize] == NONE).collect();
        open.iter().for_each(|&l| known[l as usize] = true);
        while let Some(number) = open.pop() {
            let winding = self.loops[number as usize].winding;
            let first = self.loops[number as usize].first;
            let mut at = first;
            loop {
                let across = self.loop_of[(at ^ 1) as usize] as usize;
                if !known[across] {
                    let weight = self.pieces[(at / 2) as usize].weight;
                    let other = winding + if at & 1 == 0 { -weight } else { weight };
                    let face = face_of[across];
                    let members: Vec<u32> = match self.faces.get_mut(face as usize) {
                        Some(face) => {
                            face.winding = other;
                            face.loops.iter().map(|&side| self.loop_of[side as usize]).collect()
                        }
                        None => vec![across as u32],
                    };
                    for member in members {
                        if !known[member as usize] {
                            known[member as usize] = true;
                            self.loops[member as usize].winding = other;
                            open.push(member);
                        }
                    }
                }
                at = self.next[at as usize];
                if at == first {
                    break;
                }
            }
        }
    }
}

/// All nodes in order, and for each side the next one around its face: at its end, the first side clockwise from the way
/// back.
fn link(pieces: &[Piece]) -> (Vec<Fine>, Vec<u32>) {
    let start = |side: u32| {
        let piece = &pieces[(side / 2) as usize];
        if side & 1 == 0 { (piece.low, piece.high) } else { (piece.high, piece.low) }
    };
    let mut sides: Vec<u32> = (0..pieces.len() as u32 * 2).collect();
    sides.sort_unstable_by(|&a, &b| {
        let (from, to) = start(a);
        let (other_from, other_to) = start(b);
        from.cmp(&other_from).then_with(|| by_angle(from, to, other_to)).then(a.cmp(&b))
    });
    let mut next = vec![0; sides.len()];
    let mut nodes = Vec::new();
    for fan in sides.chunk_by(|&a, &b| start(a).0 == start(b).0) {
        nodes.push(start(fan[0]).0);
        for (place, &side) in fan.iter().enumerate() {
            // The way in along the reversed side leaves along the one before it.
            next[(side ^ 1) as usize] = fan[(place + fan.len() - 1) % fan.len()];
        }
    }
    (nodes, next)
}

#[cfg(test)]
mod tests {
    use super::super::half_edges::{HalfEdge, collect};
    use super::super::noding::node;
    use super::*;
    use crate::domain::geo::Shape;
    use crate::domain::grid::AreaId;

    fn windings(rings: &[(&[(i32, i32)], bool)]) -> Vec<(i32, i128)> {
        let mut edges: Vec<HalfEdge> = Vec::new();
        for (number, (ring, outline)) in rings.iter().enumerate() {
            let ring: Vec<Position> = ring.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect();
            collect(&Shape::from_ring(&ring), AreaId(number as u32), *outline, &mut edges);
        }
        let noded = node(&edges, edges.len());
        let arrangement = Arrangement::of(&noded.pieces);
        let unit = 2 * i128::from(fine::STEPS) * i128::from(fine::STEPS);
        let mut found: Vec<(i32, i128)> =
            arrangement.faces().iter().map(|face| (face.winding, face.doubled_area / unit)).collect();
        found.sort_unstable();
        found
    }

    const WHOLE: &[(i32, i32)] = &[(0, 0), (100, 0), (100, 100), (0, 100)];

    #[test]
    fn crossing_squares_have_their_common_ground_twice() {
        let other: &[(i32, i32)] = &[(90, 10), (110, 10), (110, 20), (90, 20)];
        assert_eq!(windings(&[(WHOLE, false), (other, false)]), [(1, 100), (1, 9_900), (2, 100)]);
    }

    #[test]
    fn faces_lose_what_lies_inside_them() {
        let child: &[(i32, i32)] = &[(10, 10), (60, 10), (60, 60), (10, 60)];
        let grandchild: &[(i32, i32)] = &[(20, 20), (30, 20), (30, 30), (20, 30)];
        let found = windings(&[(WHOLE, true), (child, false), (grandchild, false)]);
        assert_eq!(found, [(-1, 7_500), (0, 2_400), (1, 100)]);
        let twins: &[(i32, i32)] = &[(70, 70), (80, 70), (80, 80), (70, 80)];
        let found = windings(&[(WHOLE, true), (child, false), (twins, false), (twins, false)]);
        assert_eq!(found, [(-1, 7_400), (0, 2_500), (1, 100)]);
    }

    #[test]
    fn corners_that_touch_do_not_join_faces() {
        let lower: &[(i32, i32)] = &[(0, 0), (50, 0), (50, 50), (0, 50)];
        let upper: &[(i32, i32)] = &[(50, 50), (100, 50), (100, 100), (50, 100)];
        let found = windings(&[(WHOLE, true), (lower, false), (upper, false)]);
        assert_eq!(found, [(-1, 2_500), (-1, 2_500)]);
    }
}
