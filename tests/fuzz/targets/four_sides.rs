//! 东至…南至…西至…北至…: the words of a boundary, and the ground between lines of any kind.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wangge::domain::geo::Position;
use wangge::domain::grid::coverage::blocks::blocks;
use wangge::domain::grid::four_sides::{enclosed, sides_in};

#[derive(Debug, Arbitrary)]
struct Told<'a> {
    text: &'a str,
    scale: u8,
    reach_m: u8,
    lines: Vec<(u8, Vec<(u8, u8)>)>,
}

fuzz_target!(|told: Told<'_>| {
    for name in sides_in(told.text).iter().flatten() {
        assert!(!name.is_empty() && told.text.contains(name.as_str()));
    }
    let unit = [1, 7, 300, 9_000][usize::from(told.scale % 4)];
    let mut sides: [Vec<Vec<Position>>; 4] = Default::default();
    for (side, line) in told.lines.iter().take(24) {
        let place = |&(x, y): &(u8, u8)| {
            Position::new(1_025_000_000 + i32::from(x) * unit, 243_000_000 + i32::from(y) * unit)
        };
        sides[usize::from(side % 4)].push(line.iter().take(12).map(place).collect());
    }
    let reach_m = f64::from(told.reach_m);
    let _ = enclosed(&sides, reach_m);
    let lines: Vec<Vec<Position>> = sides.iter().flatten().cloned().collect();
    for block in blocks(&lines, reach_m).into_iter().flatten() {
        assert!(block.shape.doubled_area() > 0);
    }
});
