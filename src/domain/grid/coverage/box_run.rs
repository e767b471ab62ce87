//! Boxes of edges in the order of their borders, with boxes of runs of them above. Neighbours in the order are neighbours on
//! the ground, so nothing has to be sorted: building is one pass, and comparing edges whose boxes meet stays close to
//! linear for borders as people draw them.

use crate::domain::geo::lanes::{LANES, Lanes};
use crate::domain::geo::{Bounds, Position};
use std::ops::ControlFlow;

const FAN: usize = 4;

const NOWHERE: Bounds =
    Bounds { min: Position::new(i32::MAX, i32::MAX), max: Position::new(i32::MIN, i32::MIN) };

/// Numbered boxes; rebuilt in place, so that one value serves many borders.
#[derive(Debug, Default)]
pub(super) struct BoxRun {
    blocks: Vec<Lanes>,
    /// Boxes of blocks, then of `FAN` of these, and so on up to one.
    levels: Vec<Vec<Bounds>>,
    /// How many of the levels are in use; the others wait for a longer border.
    height: usize,
    /// Pairs of nodes that are still to be compared.
    open: Vec<(usize, usize, usize)>,
}

impl BoxRun {
    pub fn of(edges: impl Iterator<Item = (Position, Position)>) -> Self {
        let mut run = Self::default();
        run.rebuild(edges);
        run
    }

    /// Takes in the boxes of edges, numbered from 0.
    pub fn rebuild(&mut self, edges: impl Iterator<Item = (Position, Position)>) {
        self.blocks.clear();
        let mut block = Lanes::EMPTY;
        let mut lane = 0;
        for (a, b) in edges {
            block.set(lane, Bounds::between(a, b));
            lane += 1;
            if lane == LANES {
                self.blocks.push(block);
                block = Lanes::EMPTY;
                lane = 0;
            }
        }
        if lane > 0 {
            self.blocks.push(block);
        }
        self.raise();
    }

    fn raise(&mut self) {
        let mut level = 0;
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let (below, above) = self.levels.split_at_mut(level);
            let boxes = &mut above[0];
            boxes.clear();
            match below.last() {
                None => boxes.extend(self.blocks.iter().map(Lanes::bounds)),
                Some(below) => {
                    boxes.extend(below.chunks(FAN).map(|some| some.iter().fold(NOWHERE, |a, &b| a.union(b))));
                }
            }
            level += 1;
            if self.levels[level - 1].len() <= 1 {
                break;
            }
        }
        self.height = level;
    }

    /// Numbers whose box meets the window.
    pub fn within(&self, window: Bounds, mut visit: impl FnMut(u32)) {
        let top = self.height.saturating_sub(1);
        let mut open: Vec<(usize, usize)> = if self.blocks.is_empty() { Vec::new() } else { vec![(top, 0)] };
        while let Some((level, node)) = open.pop() {
            if !self.levels[level][node].intersects(&window) {
                continue;
            }
            if level == 0 {
                let mut hits = self.blocks[node].meeting(&window);
                while hits != 0 {
                    visit((node * LANES) as u32 + hits.trailing_zeros());
                    hits &= hits - 1;
                }
            } else {
                let children = node * FAN..((node + 1) * FAN).min(self.levels[level - 1].len());
                open.extend(children.rev().map(|child| (level - 1, child)));
            }
        }
    }

    /// Visits every pair of numbers, the lower first, whose boxes meet, until told to stop.
    pub fn pairs(&mut self, mut visit: impl FnMut(u32, u32) -> ControlFlow<()>) -> ControlFlow<()> {
        if self.blocks.is_empty() {
            return ControlFlow::Continue(());
        }
        let mut open = std::mem::take(&mut self.open);
        open.clear();
        open.push((self.height - 1, 0, 0));
        let flow = self.compare(&mut open, &mut visit);
        self.open = open;
        flow
    }

    #[inline]
    fn compare(
        &self,
        open: &mut Vec<(usize, usize, usize)>,
        visit: &mut impl FnMut(u32, u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some((level, a, b)) = open.pop() {
            let boxes = &self.levels[level];
            if a != b && !boxes[a].intersects(&boxes[b]) {
                continue;
            }
            if level == 0 {
                self.block_pairs(a, b, visit)?;
                continue;
            }
            let count = self.levels[level - 1].len();
            let children = |node: usize| node * FAN..((node + 1) * FAN).min(count);
            for first in children(a) {
                let seconds = if a == b { first..children(b).end } else { children(b) };
                open.extend(seconds.map(|second| (level - 1, first, second)));
            }
        }
        ControlFlow::Continue(())
    }

    #[inline]
    fn block_pairs(
        &self,
        a: usize,
        b: usize,
        visit: &mut impl FnMut(u32, u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (first, second) = (&self.blocks[a], &self.blocks[b]);
        // Only lanes that reach the other block's box have anything to compare.
        let mut lanes = if a == b { 0xFF } else { first.meeting(&self.levels[0][b]) };
        while lanes != 0 {
            let lane = lanes.trailing_zeros() as usize;
            lanes &= lanes - 1;
            let mut hits = second.meeting(&first.lane(lane));
            if a == b {
                hits &= !1u32 << lane;
            }
            while hits != 0 {
                visit((a * LANES + lane) as u32, (b * LANES) as u32 + hits.trailing_zeros())?;
                hits &= hits - 1;
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_and_every_box_in_a_window_is_visited_once() {
        let place = |n: i32| Position::new((n * 7919) % 211, (n * 104_729) % 197);
        let edges: Vec<(Position, Position)> = (0..331).map(|n| (place(n), place(n + 1))).collect();
        let boxed = |edge: &(Position, Position)| {
            let mut bounds = Bounds { min: edge.0, max: edge.0 };
            bounds.include(edge.1);
            bounds
        };
        let mut run = BoxRun::of(edges.iter().copied());
        let mut pairs = Vec::new();
        let _ = run.pairs(|a, b| {
            pairs.push((a as usize, b as usize));
            ControlFlow::Continue(())
        });
        pairs.sort_unstable();
        let all = (0..edges.len()).flat_map(|a| (a + 1..edges.len()).map(move |b| (a, b)));
        let meeting: Vec<_> = all.filter(|&(a, b)| boxed(&edges[a]).intersects(&boxed(&edges[b]))).collect();
        assert_eq!(pairs, meeting);
        let window = Bounds { min: Position::new(50, 60), max: Position::new(52, 64) };
        let mut found = Vec::new();
        run.within(window, |n| found.push(n as usize));
        found.sort_unstable();
        let expected: Vec<usize> =
            (0..edges.len()).filter(|&n| boxed(&edges[n]).intersects(&window)).collect();
        assert_eq!(found, expected);
    }
}
