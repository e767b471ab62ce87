//! Blocks: the pieces of ground that lines enclose, such as the axes of streets, as cells to start a grid from.
//!
//! Method. The lines are noded by snap rounding, so that they meet in positions only; the faces of the planar subdivision
//! are walked, and what lies on both sides in the same face (dead ends, lines that join two parts) cancels in its border.
//! Neighbouring blocks therefore share their edges exactly.

use super::arrangement::Arrangement;
use super::fine::Fine;
use super::noding::Piece;
use super::repair::ground::{Border, EdgeKey, key};
use super::repair::snap::chains;
use crate::domain::geo::{Bounds, BoxIndex, Plane, Position, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// A piece of ground between lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub shape: Shape,
    /// Numbers of the lines along its border, rising.
    pub lines: Vec<u32>,
}

/// The blocks that `lines` enclose, by their south-western corner. An end that meets nothing is prolonged straight on by up
/// to `reach_m` metres when that brings it to another line: street axes often end a little before the one that they join.
/// None where too many lines lie over each other. O(n log n) in vertices and in the places where lines meet.
pub fn blocks(lines: &[Vec<Position>], reach_m: f64) -> Option<Vec<Block>> {
    let mut edges = numbered_edges(lines);
    edges.extend(prolonged(lines, &edges, reach_m));
    edges.sort_unstable();
    edges.dedup();
    let mut keys: Vec<EdgeKey> = edges.iter().map(|(edge, _)| *edge).collect();
    keys.dedup();
    let chains = chains(&keys, keys.iter().copied())?;

    let mut lines_of: BTreeMap<EdgeKey, BTreeSet<u32>> = BTreeMap::new();
    for &((low, high), line) in &edges {
        let between = chains.get(&(low, high)).map_or(&[][..], Vec::as_slice);
        let mut from = low;
        for &to in between.iter().chain([&high]) {
            if from != to {
                lines_of.entry(key(from, to)).or_default().insert(line);
            }
            from = to;
        }
    }
    let pieces: Vec<Piece> = lines_of
        .keys()
        .map(|&(low, high)| Piece { low: low.into(), high: high.into(), weight: 0, edges: Vec::new() })
        .collect();
    let lines_of: Vec<&BTreeSet<u32>> = lines_of.values().collect();

    let arrangement = Arrangement::of(&pieces);
    let mut blocks: Vec<Block> = arrangement
        .faces()
        .iter()
        .map(|face| {
            let sides: BTreeSet<u32> = arrangement.sides(face).collect();
            let mut border = Border::default();
            let mut along = BTreeSet::new();
            for &side in sides.iter().filter(|&&side| !sides.contains(&(side ^ 1))) {
                let (from, to): (Fine, Fine) = (arrangement.start(side), arrangement.start(side ^ 1));
                border.add(from, to, 1);
                along.extend(lines_of[(side / 2) as usize]);
            }
            Block { shape: border.shape(), lines: along.into_iter().collect() }
        })
        .filter(|block| block.shape.doubled_area() > 0)
        .collect();
    blocks
        .sort_by_key(|block| block.shape.bounds().map(|bounds| (bounds.min.lat, bounds.min.lon, bounds.max)));
    Some(blocks)
}

fn numbered_edges(lines: &[Vec<Position>]) -> Vec<(EdgeKey, u32)> {
    let pairs = (0..).zip(lines).flat_map(|(line, places)| places.windows(2).map(move |pair| (line, pair)));
    pairs.filter(|(_, pair)| pair[0] != pair[1]).map(|(line, pair)| (key(pair[0], pair[1]), line)).collect()
}

/// The stretches that join loose ends to the next line straight ahead.
fn prolonged(lines: &[Vec<Position>], edges: &[(EdgeKey, u32)], reach_m: f64) -> Vec<(EdgeKey, u32)> {
    let boxes = BoxIndex::build((0..).zip(edges).map(|(number, &((low, high), _))| {
        let (south, north) = (low.lat.min(high.lat), low.lat.max(high.lat));
        (number, Bounds { min: Position::new(low.lon, south), max: Position::new(high.lon, north) })
    }));
    let mut joined = Vec::new();
    for (line, places) in (0..).zip(lines) {
        let mut places = places.clone();
        places.dedup();
        for _ in 0..2 {
            if let [.., before, end] = places[..]
                && let Some(target) = ahead(edges, &boxes, before, end, reach_m)
            {
                joined.push((key(end, target), line));
            }
            places.reverse();
        }
    }
    joined
}

/// Where the way on from `end` first meets an edge within reach; none when the end lies on an edge of another line.
fn ahead(
    edges: &[(EdgeKey, u32)],
    boxes: &BoxIndex,
    before: Position,
    end: Position,
    reach_m: f64,
) -> Option<Position> {
    let plane = Plane::at(end);
    let [x, y] = plane.to_xy(before);
    let length = (x * x + y * y).sqrt();
    let way = [-x / length * reach_m, -y / length * reach_m];
    let own = key(before, end);
    let mut nearest: Option<f64> = None;
    let mut loose = true;
    boxes.within(plane.window(reach_m), |number| {
        let ((low, high), _) = edges[number as usize];
        if (low, high) == own {
            return;
        }
        loose &= plane.to_segment_m2(low, high) > TOUCH_M * TOUCH_M;
        let meets = meeting(way, plane.to_xy(low), plane.to_xy(high));
        nearest = [nearest, meets].into_iter().flatten().min_by(f64::total_cmp);
    });
    let part = nearest.filter(|_| loose)?;
    Some(plane.from_xy([way[0] * part, way[1] * part])).filter(|target| *target != end)
}

/// An end this near to an edge lies on it.
const TOUCH_M: f64 = 0.02;

/// The part of the way from the origin to `way` after which it meets the segment a–b.
fn meeting(way: [f64; 2], a: [f64; 2], b: [f64; 2]) -> Option<f64> {
    let along = [b[0] - a[0], b[1] - a[1]];
    let cross = |p: [f64; 2], q: [f64; 2]| p[0] * q[1] - p[1] * q[0];
    let turn = cross(way, along);
    if turn == 0.0 {
        return None;
    }
    let (part, place) = (cross(a, along) / turn, cross(a, way) / turn);
    ((0.0..=1.0).contains(&part) && (0.0..=1.0).contains(&place)).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grid::{Area, AreaSet, Level, Scheme, check};
    use proptest::prelude::*;

    fn plane() -> Plane {
        Plane::at(Position::new(1_025_400_000, 243_500_000))
    }

    fn line(places: &[[f64; 2]]) -> Vec<Position> {
        places.iter().map(|&place| plane().from_xy(place)).collect()
    }

    /// Streets on two directions that overshoot at both ends, and one dead end.
    fn streets() -> Vec<Vec<Position>> {
        let mut lines: Vec<Vec<Position>> =
            [0.0, 120.0, 250.0].iter().map(|&x| line(&[[x, -20.0], [x + 9.0, 100.0], [x, 260.0]])).collect();
        lines.extend([0.0, 110.0, 240.0].iter().map(|&y| line(&[[-30.0, y], [300.0, y + 14.0]])));
        lines.push(line(&[[40.0, 50.0], [70.0, 60.0]]));
        lines
    }

    fn areas(blocks: &[Block]) -> AreaSet {
        let area = |(number, block): (usize, &Block)| Area {
            scheme: Scheme::Duty,
            level: Level::Point,
            code: format!("{number:03}"),
            name: format!("{number}"),
            parent: None,
            shape: Some(block.shape.clone()),
            extent: None,
        };
        AreaSet::build(blocks.iter().enumerate().map(area).collect()).unwrap()
    }

    #[test]
    fn a_street_network_gives_one_block_for_each_mesh_and_dead_ends_give_none() {
        let blocks = blocks(&streets(), 0.0).unwrap();
        assert_eq!(blocks.len(), 4);
        assert_eq!(blocks[0].lines, [0, 1, 3, 4], "the streets around it, not the dead end in it");
        assert!(blocks.iter().all(|block| block.shape.rings().count() == 1));
        assert_eq!(check(&areas(&blocks), Scheme::Duty), []);
    }

    #[test]
    fn an_end_that_stops_short_is_led_on_to_the_next_line_within_reach() {
        let lines = vec![
            line(&[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0], [0.0, 0.0]]),
            line(&[[50.0, 8.0], [52.0, 90.0]]),
        ];
        assert_eq!(blocks(&lines, 5.0).unwrap().len(), 1);
        let two = blocks(&lines, 15.0).unwrap();
        assert_eq!(two.len(), 2);
        assert!(two.iter().all(|block| block.lines == [0, 1]));
        assert_eq!(check(&areas(&two), Scheme::Duty), []);
    }

    #[test]
    fn a_closed_line_within_a_block_is_a_block_of_its_own_and_a_hole() {
        let lines = vec![
            line(&[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0], [0.0, 0.0]]),
            line(&[[30.0, 30.0], [60.0, 30.0], [60.0, 60.0], [30.0, 30.0]]),
        ];
        let found = blocks(&lines, 0.0).unwrap();
        assert_eq!(found.iter().map(|block| block.shape.rings().count()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(check(&areas(&found), Scheme::Duty), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn blocks_of_any_lines_share_their_borders_exactly(
            lines in proptest::collection::vec(
                proptest::collection::vec((0i32..400, 0i32..400), 2..6), 1..14,
            ),
        ) {
            let lines: Vec<Vec<Position>> = lines
                .into_iter()
                .map(|line| line.into_iter().map(|(x, y)| Position::new(7 * x, 7 * y)).collect())
                .collect();
            let found = blocks(&lines, 0.0).unwrap();
            let faults = check(&areas(&found), Scheme::Duty);
            // A block may be as narrow as the lines are near each other; that is not a fault between blocks.
            let between = faults.iter().filter(|fault| {
                !matches!(fault.kind, crate::domain::grid::FaultKind::Sliver | crate::domain::grid::FaultKind::Spike)
            });
            prop_assert_eq!(between.count(), 0, "{:?}", faults);
        }
    }
}
