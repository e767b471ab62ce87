//! Repair within a tolerance: a damaged coverage becomes valid, nothing moves further than allowed, and what is valid stays
//! bit for bit as it is.

use crate::grid::{self, GridSpec};
use crate::perturb;
use crate::plant::{Garden, Plant};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::coverage::repair::{
    Decision, Repair, Tolerance, mend, repair, repair_among, width_histogram,
};
use wangge::domain::grid::{Area, AreaSet, Fault, FaultKind, Scheme, Severity, check};
use wangge::domain::progress::{Progress, Stage};

fn tolerance(metres: f64) -> Tolerance {
    Tolerance { metres, close_open_strips: true }
}

fn findings(areas: &[Area]) -> (AreaSet, Vec<Fault>) {
    let set = AreaSet::build(areas.to_vec()).unwrap();
    let found = check(&set, Scheme::Duty);
    (set, found)
}

/// Distance from a position to the border of a shape by looking at every edge.
fn stays_within(before: &[Area], repaired: &Repair, metres: f64) {
    for new in &repaired.areas {
        let old = before.iter().find(|area| area.code == new.code).unwrap();
        let (old, new) = (old.shape.as_ref().unwrap(), new.shape.as_ref().unwrap());
        let far = |from: &Shape, to: &Shape| {
            let moved = |p: &Position| to.distance_m(*p);
            from.vertices().iter().map(moved).fold(0.0, f64::max)
        };
        let moved = far(old, new).max(far(new, old));
        assert!(moved <= metres * 1.000_001, "{moved} of {metres}");
    }
}

/// Nothing is left, of no width, and a second repair has nothing to do.
fn is_valid(repaired: Repair, metres: f64) {
    let left = &repaired.left;
    assert!(left.is_empty(), "{:?}", &left[..left.len().min(3)]);
    let again = repair(repaired.areas.clone(), Scheme::Duty, tolerance(metres)).unwrap();
    assert!(again.moves.is_empty() && again.areas == repaired.areas, "a repair is a fixed point");
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_124),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn a_valid_coverage_stays_bit_for_bit(seed in any::<u64>(), cells in 1usize..120, metres in 0.01f64..10.0) {
        for areas in [grid::generate(&GridSpec::new(cells, seed)), grid::patchwork(seed, 6, 7)] {
            let areas = AreaSet::build(areas).unwrap().iter().map(|(_, area)| area.clone()).collect::<Vec<_>>();
            // Squares of the patchwork that nobody owns can be gaps; those are no valid coverage.
            if findings(&areas).1.iter().any(|fault| fault.kind == FaultKind::Gap) {
                continue;
            }
            let repaired = repair(areas.clone(), Scheme::Duty, tolerance(metres)).unwrap();
            prop_assert!(repaired.moves.is_empty());
            prop_assert_eq!(repaired.areas, areas);
        }
    }

    #[test]
    fn a_jittered_grid_becomes_valid_and_nothing_moves_too_far(
        seed in any::<u64>(),
        cells in 4usize..400,
        metres in prop_oneof![Just(0.01), Just(0.1), 0.3f64..1.6],
    ) {
        let mut areas = grid::generate(&GridSpec::new(cells, seed));
        perturb::jitter(&mut areas, metres, 1.0, seed);
        let repaired = repair(areas.clone(), Scheme::Duty, tolerance(6.0 * metres + 0.1)).unwrap();
        stays_within(&areas, &repaired, 6.0 * metres + 0.1);
        is_valid(repaired, 6.0 * metres + 0.1);
    }

    #[test]
    fn left_out_vertices_and_coarse_coordinates_are_repaired(
        seed in any::<u64>(),
        cells in 4usize..400,
        step in prop_oneof![Just(2), Just(10), Just(100)],
    ) {
        let mut areas = grid::generate(&GridSpec::new(cells, seed));
        perturb::thin_out(&mut areas, 1.0, 0.3, seed);
        perturb::coarsen(&mut areas, step);
        let repaired = repair(areas.clone(), Scheme::Duty, tolerance(6.0)).unwrap();
        stays_within(&areas, &repaired, 6.0);
        is_valid(repaired, 6.0);
    }

    #[test]
    fn a_tolerance_that_is_too_small_leaves_faults_and_moves_little(seed in any::<u64>()) {
        let mut areas = grid::generate(&GridSpec::new(30, seed));
        perturb::jitter(&mut areas, 2.0, 0.5, seed);
        let repaired = repair(areas.clone(), Scheme::Duty, tolerance(0.3)).unwrap();
        stays_within(&areas, &repaired, 0.3);
        let before = findings(&areas).1;
        prop_assert!(!repaired.left.is_empty() && repaired.left.len() < before.len());
    }
}

#[test]
fn the_line_of_the_lower_code_stands_and_only_its_neighbour_changes() {
    let clean = grid::generate(&GridSpec::new(400, 3));
    let mut garden = Garden::new(clean, 4);
    let planted = garden.plant(40);
    let narrow: Vec<_> = planted
        .iter()
        .filter(|one| matches!(one.plant, Plant::Gap | Plant::Overlap) && one.reach_m < 5.0)
        .collect();
    let before = garden.areas.clone();
    let repaired = repair(garden.areas, Scheme::Duty, tolerance(5.0)).unwrap();
    assert!(narrow.len() > 4);
    for one in narrow {
        let mut pair = one.areas.clone();
        pair.sort();
        let shape =
            |areas: &[Area], code: &str| areas.iter().find(|area| area.code == code).unwrap().shape.clone();
        assert_eq!(shape(&before, &pair[0]), shape(&repaired.areas, &pair[0]), "{one:?}");
        let moved = repaired.moves.iter().find(|moved| moved.code == pair[1]).unwrap();
        assert!((moved.max_m - one.reach_m).abs() <= 0.5 * one.reach_m + 1e-3, "{one:?} {moved:?}");
        let ground = moved.gained_m2 + moved.lost_m2;
        assert!((ground - one.area_m2.unwrap()).abs() <= 1e-3 * ground + 1e-6, "{one:?} {moved:?}");
    }
}

/// Two kilometres out and straight back; snapping the border would close it.
#[test]
fn a_spike_longer_than_the_tolerance_stays() {
    let corners = [(3, -83), (-83, -83), (117, -83), (0, 0)];
    let place = |(x, y)| Position::new(1_025_000_000 + 2_000 * x, 243_000_000 + 2_000 * y);
    let mut area = grid::generate(&GridSpec::new(1, 1)).remove(0);
    (area.parent, area.shape) = (None, Some(Shape::from_ring(&corners.map(place))));
    for metres in [0.0, 0.3] {
        let repaired = repair(vec![area.clone()], Scheme::Duty, tolerance(metres)).unwrap();
        assert_eq!((repaired.max_m(), repaired.areas), (0.0, vec![area.clone()]));
    }
}

#[test]
fn the_histogram_counts_by_width() {
    let mut garden = Garden::new(grid::generate(&GridSpec::new(600, 5)), 5);
    garden.plant(110);
    let (_, found) = findings(&garden.areas);
    let bins = width_histogram(&found);
    let gaps: usize = bins.iter().map(|bin| bin.gaps).sum();
    assert!(gaps >= 20 && bins.iter().map(|bin| bin.overlaps).sum::<usize>() >= 20, "{bins:?}");
    assert!(bins.windows(2).all(|pair| pair[0].up_to_m < pair[1].up_to_m));
    let narrow = found.iter().filter(|fault| {
        matches!(fault.kind, FaultKind::Gap | FaultKind::ParentNotFilled)
            && fault.width_m.is_some_and(|width| width <= 0.02)
    });
    assert_eq!(bins[0].gaps, narrow.count());
}

#[test]
fn single_faults_go_to_whom_a_person_names() {
    let mut garden = Garden::new(grid::generate(&GridSpec::new(400, 8)), 8);
    let planted = garden.plant(44);
    let (set, found) = findings(&garden.areas);
    let code = |fault: &Fault, at: usize| set.area(fault.areas[at]).code.clone();
    for kind in [FaultKind::Gap, FaultKind::Overlap, FaultKind::Duplicate] {
        let fault = found
            .iter()
            .find(|fault| fault.kind == kind && fault.areas.len() == 2 && fault.severity == Severity::Fault);
        let fault = fault.unwrap_or_else(|| panic!("{kind:?} among {planted:?}"));
        for owner in 0..2 {
            if kind == FaultKind::Duplicate {
                continue;
            }
            let (owner, other) = (code(fault, owner), code(fault, 1 - owner));
            let decision = Decision { place: fault.place, owner: Some(owner.clone()) };
            let mended = mend(garden.areas.clone(), Scheme::Duty, &[decision]).unwrap();
            assert!(mended.unmet.is_empty());
            let changed = if kind == FaultKind::Gap { &owner } else { &other };
            assert!(mended.moves.iter().any(|moved| moved.code == *changed), "{fault:?} {:?}", mended.moves);
            let again = mended.left.iter().any(|left| left.kind == kind && left.place == fault.place);
            assert!(!again && mended.left.len() < found.len());
        }
    }
    let nowhere =
        Decision { place: Position::new(0, 0), owner: Some(set.area(found[0].areas[0]).code.clone()) };
    assert_eq!(mend(garden.areas, Scheme::Duty, &[nowhere]).unwrap().unmet, [0]);
}

#[test]
fn areas_that_may_not_move_stay_bit_for_bit() {
    let mut areas = grid::generate(&GridSpec::new(120, 11));
    perturb::jitter(&mut areas, 0.2, 1.0, 11);
    let fixed = |area: &Area| area.code.as_bytes().last().is_some_and(|digit| digit % 2 == 0);
    let repaired =
        repair_among(areas.clone(), Scheme::Duty, tolerance(1.3), |area| !fixed(area), &Progress::default())
            .unwrap();
    assert!(repaired.moves.len() > 10 && !repaired.left.is_empty());
    for area in areas.iter().filter(|area| fixed(area)) {
        assert_eq!(repaired.areas.iter().find(|other| other.code == area.code), Some(area));
    }
    stays_within(&areas, &repaired, 1.3);
}

#[test]
fn a_cancelled_repair_stops_and_a_whole_one_has_looked_at_every_area() {
    let mut areas = grid::generate(&GridSpec::new(60, 5));
    perturb::jitter(&mut areas, 0.2, 0.5, 5);
    let progress = Progress::default();
    let repaired = repair_among(areas.clone(), Scheme::Duty, tolerance(0.3), |_| true, &progress).unwrap();
    assert_eq!(repaired.areas.len(), areas.len());
    let done = progress.of(Stage::Repairing).expect("it was begun");
    assert_eq!(Some(done.done), done.total);
    progress.cancel();
    let left = repair_among(areas, Scheme::Duty, tolerance(0.3), |_| true, &progress).unwrap();
    assert!(left.areas.is_empty());
}
