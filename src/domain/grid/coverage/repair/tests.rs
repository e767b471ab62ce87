//! What one repair leaves without faults, a second one leaves alone.

use super::*;
use crate::domain::grid::Level;

/// An area of polygons of rings, in steps of so many units.
fn area(code: &str, parent: Option<&str>, step: i32, polygons: &[&[&[(i32, i32)]]]) -> Area {
    let place = |&(x, y): &(i32, i32)| Position::new(1_025_000_000 + step * x, 243_000_000 + step * y);
    let mut shape = Shape::new();
    for rings in polygons {
        shape.push_polygon(rings.iter().map(|ring| ring.iter().map(place).collect::<Vec<_>>()));
    }
    Area {
        scheme: Scheme::Duty,
        level: if parent.is_some() { Level::Community } else { Level::District },
        code: code.into(),
        name: code.into(),
        parent: parent.map(Into::into),
        shape: Some(shape),
        extent: None,
    }
}

fn comes_to_rest(areas: Vec<Area>, metres: f64) {
    let tolerance = Tolerance { metres, close_open_strips: true };
    let once = repair(areas, Scheme::Duty, tolerance).unwrap();
    assert!(!once.moves.is_empty() && once.max_m() <= metres, "{} m", once.max_m());
    assert_eq!(once.faults_left(), 0, "{:?}", once.left);
    let twice = repair(once.areas.clone(), Scheme::Duty, tolerance).unwrap();
    assert_eq!((twice.moves, twice.areas), (Vec::new(), once.areas));
}

/// Its hole sticks out of it too far to be made simple at first. Snapping closes the hole but for a triangle that is then
/// covered twice, and that can be made simple.
#[test]
fn a_border_that_snapping_lays_over_itself_is_made_simple_by_the_same_repair() {
    let hole = [(0, -61), (-38, 0), (57, -127), (-2, -62), (0, 0), (-1, -64)];
    let outer = [(0, -2), (-27, 77), (92, 70)];
    let crumb = [(0, 0), (1, 0), (-1, -1)];
    comes_to_rest(vec![area("a", None, 1, &[&[&outer, &hole], &[&crumb]])], 1.5);
}

/// The strip between both children is open to the parent's border, so it is a remainder and no fault. Cuts that help with the
/// faces beside it keep it divided, and only without them it is seen to be narrow enough.
#[test]
fn a_strip_that_cuts_keep_divided_is_closed_by_the_same_repair() {
    let areas = vec![
        area("0", None, 100, &[&[&[(-4, -1), (13, 16), (0, 13)]]]),
        area("1", Some("0"), 100, &[&[&[(1, 3), (0, 0), (0, 5)]]]),
        area("2", Some("0"), 100, &[&[&[(11, 4), (-4, 16), (0, 14)]]]),
    ];
    comes_to_rest(areas, 10.0);
}
