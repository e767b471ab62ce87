//! Who took over whose ground when an edition replaces another (R6): splits, merges and renamings. Only ground
//! decides, so a new code on old ground is a succession and a new name on an old code is none.

use super::coverage::common_units2;
use super::{Area, Level};
use crate::domain::geo::{Bounds, BoxIndex, Shape};
use crate::domain::progress::{Cancelled, Progress, Stage};
use rayon::prelude::*;
use std::collections::HashMap;

/// A part of an area's ground that another area has now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Takeover {
    /// Code in the old edition.
    pub from: String,
    /// Code in the new edition.
    pub to: String,
    /// Share of the old area's ground, 1..=1000.
    pub permille: u16,
}

/// What is less than this part of both grounds is a border drawn anew, not a takeover.
const NEGLIGIBLE: f64 = 1.0 / 1000.0;

/// An area that lost or gained ground.
struct Moved<'a> {
    code: &'a str,
    level: Level,
    shape: &'a Shape,
    bounds: Bounds,
    /// Whether the code stands in one of the two editions only.
    alone: bool,
}

/// Takeovers between the areas of an old edition that changed or went, and those of the new one that changed or
/// came; areas of both that kept their shape may be among them. Pairs of areas that both stayed only moved their
/// common border and are left out, undrawn areas have no ground. Levels do not succeed each other.
///
/// The order is by old and new code. Cost: the areas given times their neighbours, each pair linearithmic in its
/// vertices.
pub fn takeovers<'a>(
    before: impl IntoIterator<Item = &'a Area>,
    after: impl IntoIterator<Item = &'a Area>,
) -> Vec<Takeover> {
    // Nobody holds this progress, so nobody cancels it.
    takeovers_watched(before, after, &Progress::default()).unwrap_or_default()
}

/// The same while somebody watches; counts the areas that lost ground.
pub fn takeovers_watched<'a>(
    before: impl IntoIterator<Item = &'a Area>,
    after: impl IntoIterator<Item = &'a Area>,
    progress: &Progress,
) -> Result<Vec<Takeover>, Cancelled> {
    let before: HashMap<&str, &Area> = before.into_iter().map(|area| (area.code.as_str(), area)).collect();
    let after: HashMap<&str, &Area> = after.into_iter().map(|area| (area.code.as_str(), area)).collect();
    let (lost, gained) = (moved(&before, &after), moved(&after, &before));
    let index = BoxIndex::build((0..).zip(&gained).map(|(number, to)| (number, to.bounds)));
    progress.begin(Stage::Comparing, Some(lost.len() as u64));
    let of_each: Vec<Vec<Takeover>> = lost
        .par_iter()
        .map(|from| {
            progress.advance(1)?;
            let near = index.all_within(from.bounds).into_iter();
            Ok(near.filter_map(|number| takeover(from, &gained[number as usize])).collect())
        })
        .collect::<Result<_, _>>()?;
    let mut takeovers: Vec<Takeover> = of_each.into_iter().flatten().collect();
    takeovers.sort_unstable();
    Ok(takeovers)
}

/// The drawn areas of `these` that stand otherwise in `those`, or not at all.
fn moved<'a>(these: &HashMap<&str, &'a Area>, those: &HashMap<&str, &'a Area>) -> Vec<Moved<'a>> {
    these
        .values()
        .filter_map(|area| {
            let other = those.get(area.code.as_str());
            let shape = area.shape.as_ref()?;
            let stayed = other.is_some_and(|other| other.shape.as_ref() == Some(shape));
            let bounds = shape.bounds().filter(|_| !stayed)?;
            Some(Moved { code: &area.code, level: area.level, shape, bounds, alone: other.is_none() })
        })
        .collect()
}

fn takeover(from: &Moved, to: &Moved) -> Option<Takeover> {
    if from.code == to.code || from.level != to.level || !(from.alone || to.alone) {
        return None;
    }
    // A share does not depend on the scale of the axes, so square units do; twice, as `doubled_area` counts.
    let common = 2.0 * common_units2(from.shape, to.shape);
    let (old, new) = (from.shape.doubled_area() as f64, to.shape.doubled_area() as f64);
    if old <= 0.0 || common < NEGLIGIBLE * old.min(new) {
        return None;
    }
    let permille = libm::round(common / old * 1000.0).clamp(1.0, 1000.0) as u16;
    Some(Takeover { from: from.code.to_owned(), to: to.code.to_owned(), permille })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Position;
    use crate::domain::grid::Scheme;

    fn area(code: &str, level: Level, [west, south, east, north]: [i32; 4]) -> Area {
        let at = |x: i32, y: i32| Position::new(1_025_400_000 + x * 1000, 243_500_000 + y * 1000);
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.to_owned(),
            name: code.to_owned(),
            parent: None,
            shape: Some(Shape::from_ring(&[
                at(west, south),
                at(east, south),
                at(east, north),
                at(west, north),
            ])),
            extent: None,
        }
    }

    fn point(code: &str, sides: [i32; 4]) -> Area {
        area(code, Level::Point, sides)
    }

    fn told(before: &[Area], after: &[Area]) -> Vec<(String, String, u16)> {
        takeovers(before, after).into_iter().map(|t| (t.from, t.to, t.permille)).collect()
    }

    fn row(from: &str, to: &str, permille: u16) -> (String, String, u16) {
        (from.to_owned(), to.to_owned(), permille)
    }

    #[test]
    fn a_split_names_every_part_with_its_share() {
        let before = [point("A", [0, 0, 10, 10])];
        let after = [point("B", [0, 0, 3, 10]), point("C", [3, 0, 10, 10])];
        assert_eq!(told(&before, &after), [row("A", "B", 300), row("A", "C", 700)]);
    }

    #[test]
    fn a_part_that_leaves_a_surviving_area_succeeds_it_in_that_part() {
        let before = [point("A", [0, 0, 10, 10])];
        let after = [point("A", [0, 0, 6, 10]), point("B", [6, 0, 10, 10])];
        assert_eq!(told(&before, &after), [row("A", "B", 400)]);
    }

    #[test]
    fn a_merge_names_the_successor_of_each_part_whether_new_or_grown() {
        let before = [point("A", [0, 0, 4, 10]), point("B", [4, 0, 10, 10])];
        assert_eq!(told(&before, &[point("C", [0, 0, 10, 10])]), [row("A", "C", 1000), row("B", "C", 1000)]);
        assert_eq!(told(&before, &[point("A", [0, 0, 10, 10])]), [row("B", "A", 1000)]);
    }

    #[test]
    fn a_new_code_on_old_ground_succeeds_and_a_new_name_on_an_old_code_does_not() {
        let before = [point("A", [0, 0, 10, 10])];
        assert_eq!(told(&before, &[point("B", [0, 0, 10, 10])]), [row("A", "B", 1000)]);
        let renamed = Area { name: "新名".to_owned(), ..before[0].clone() };
        assert_eq!(told(&before, &[renamed]), []);
    }

    #[test]
    fn a_pure_border_shift_is_no_succession() {
        let before = [point("A", [0, 0, 5, 10]), point("B", [5, 0, 10, 10])];
        let after = [point("A", [0, 0, 7, 10]), point("B", [7, 0, 10, 10])];
        assert_eq!(told(&before, &after), []);
    }

    #[test]
    fn a_border_drawn_a_little_otherwise_beside_a_new_code_adds_no_successor() {
        let before = [point("A", [0, 0, 5000, 10]), point("B", [5000, 0, 10_000, 10])];
        let after = [point("N", [0, 0, 5001, 10]), point("B", [5001, 0, 10_000, 10])];
        assert_eq!(told(&before, &after), [row("A", "N", 1000)]);
    }

    #[test]
    fn ground_in_holes_and_several_parts_counts_once() {
        let corner = |x: i32, y: i32| Position::new(1_025_400_000 + x * 1000, 243_500_000 + y * 1000);
        let square = |a: i32, b: i32| [corner(a, a), corner(b, a), corner(b, b), corner(a, b)];
        let mut frame = Shape::new();
        frame.push_polygon([square(0, 10), square(2, 8)]);
        let old = Area { shape: Some(frame), ..point("A", [0, 0, 1, 1]) };
        // The frame has 64 of 100 squares; the left half of the whole holds 32 of them.
        let after = [point("L", [0, 0, 5, 10]), point("R", [5, 0, 10, 10])];
        assert_eq!(told(&[old], &after), [row("A", "L", 500), row("A", "R", 500)]);
    }

    #[test]
    fn other_levels_and_undrawn_areas_take_nothing_over() {
        let before = [point("A", [0, 0, 10, 10])];
        assert_eq!(told(&before, &[area("Z", Level::Zone, [0, 0, 10, 10])]), []);
        let undrawn = Area { shape: None, ..point("B", [0, 0, 1, 1]) };
        assert_eq!(told(&before, std::slice::from_ref(&undrawn)), []);
        assert_eq!(told(&[undrawn], &before), []);
    }

    #[test]
    fn an_area_that_is_drawn_for_the_first_time_takes_over_from_one_that_went() {
        let before = [point("A", [0, 0, 10, 10]), Area { shape: None, ..point("B", [0, 0, 1, 1]) }];
        assert_eq!(told(&before, &[point("B", [0, 0, 10, 10])]), [row("A", "B", 1000)]);
    }
}
