//! The geometry core: any polygons of small whole numbers as a tree of areas are checked, repaired and mended. It ends, nothing
//! moves further than allowed, what is told to be left is what a check finds, and a repair of what is whole changes nothing.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::coverage::repair::{Decision, Repair, Tolerance, mend, repair};
use wangge::domain::grid::{Area, AreaSet, Level, Scheme, check, fingerprints, remainders};

/// Repairs one after the other that are looked at, if faults are left and something moves.
const MOST_REPAIRS: usize = 12;

#[derive(Debug, Arbitrary)]
struct Plan {
    scale: u8,
    metres: u8,
    close_open_strips: bool,
    areas: Vec<Planned>,
}

#[derive(Debug, Arbitrary)]
struct Planned {
    level: u8,
    parent: u8,
    /// Polygons of rings.
    shape: Vec<Vec<Vec<(i8, i8)>>>,
}

fn areas(plan: &Plan) -> Vec<Area> {
    let unit = [1, 3, 100, 2_000][usize::from(plan.scale % 4)];
    let place = |&(x, y): &(i8, i8)| {
        Position::new(1_025_000_000 + i32::from(x) * unit, 243_000_000 + i32::from(y) * unit)
    };
    let mut found: Vec<Area> = Vec::new();
    for (number, planned) in plan.areas.iter().take(6).enumerate() {
        let mut shape = Shape::new();
        for rings in planned.shape.iter().take(2) {
            let rings = rings.iter().take(2).map(|ring| ring.iter().take(9).map(place).collect::<Vec<_>>());
            shape.push_polygon(rings.filter(|ring| ring.len() > 2));
        }
        let level = Level::ALL[usize::from(planned.level) % Level::ALL.len()];
        let parent = found.get(usize::from(planned.parent)).filter(|parent| parent.level < level);
        found.push(Area {
            scheme: Scheme::Duty,
            level,
            code: format!("{number}"),
            name: String::new(),
            parent: parent.map(|parent| parent.code.clone()),
            shape: (!shape.is_empty()).then_some(shape),
            extent: None,
        });
    }
    found
}

fn keeps_its_word(repaired: &Repair, metres: f64) {
    assert!(repaired.max_m() <= metres * 1.000_001, "moved by {} of {metres} m", repaired.max_m());
    let after = AreaSet::build(repaired.areas.clone()).expect("a tree");
    assert_eq!(check(&after, Scheme::Duty), repaired.left);
}

fuzz_target!(|plan: Plan| {
    let areas = areas(&plan);
    let set = AreaSet::build(areas.clone()).expect("a tree");
    let found = check(&set, Scheme::Duty);
    remainders(&set, Scheme::Duty);
    fingerprints(&set, Scheme::Duty);
    let metres = [0.0, 0.02, 0.3, 1.5, 10.0][usize::from(plan.metres % 5)];
    let tolerance = Tolerance { metres, close_open_strips: plan.close_open_strips };
    let mut last = repair(areas.clone(), Scheme::Duty, tolerance).expect("a tree");
    keeps_its_word(&last, metres);
    for _ in 0..MOST_REPAIRS {
        let again = repair(last.areas.clone(), Scheme::Duty, tolerance).expect("a tree");
        if again.moves.is_empty() {
            assert_eq!(again.areas, last.areas);
            break;
        }
        // Where faults are left, each repair may move borders as far again.
        assert!(last.faults_left() > 0, "a whole coverage stays as it is");
        keeps_its_word(&again, metres);
        last = again;
    }
    if let Some(fault) = found.first() {
        let owner = fault.areas.first().map(|&id| set.area(id).code.clone());
        mend(areas, Scheme::Duty, &[Decision { place: fault.place, owner }]).expect("a tree");
    }
});
