//! R2: in a valid coverage every position has exactly one area per level, whatever the order of loading and of rings.

use crate::grid::{self, GridSpec, Random};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, AreaSet, LocateOptions, Outcome, Scheme};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_124),
        ..ProptestConfig::default()
    }
}

fn first(candidates: Vec<&Area>) -> Option<&Area> {
    candidates.into_iter().min_by_key(|area| (std::cmp::Reverse(area.level), area.code.as_str()))
}

/// The rule in its plainest form: everything is asked.
fn owner_by_scan(areas: &[Area], p: Position) -> Option<&str> {
    let drawn = || areas.iter().filter_map(|area| Some((area, area.shape.as_ref()?)));
    let owners: Vec<_> = drawn().filter(|(_, shape)| shape.contains(p)).map(|(area, _)| area).collect();
    let touching = || drawn().filter(|(_, shape)| shape.on_edge(p)).map(|(area, _)| area).collect();
    first(owners).or_else(|| first(touching())).map(|area| area.code.as_str())
}

/// Each ring started elsewhere and perhaps reversed, polygons and areas in another order.
fn rearranged(areas: &[Area], seed: u64) -> Vec<Area> {
    let mut random = Random(seed);
    let mut areas = areas.to_vec();
    for area in &mut areas {
        let Some(shape) = &area.shape else { continue };
        let mut polygons: Vec<Vec<Vec<Position>>> =
            shape.polygons().map(|rings| rings.iter().map(|ring| ring.to_vec()).collect()).collect();
        random.shuffle(&mut polygons);
        let mut moved = Shape::new();
        for rings in &mut polygons {
            for ring in rings.iter_mut() {
                let start = random.below(ring.len());
                ring.rotate_left(start);
                if random.below(2) == 0 {
                    ring.reverse();
                }
            }
            moved.push_polygon(rings.iter());
        }
        area.shape = Some(moved);
    }
    random.shuffle(&mut areas);
    areas
}

/// Vertices, integer positions on edges, and their neighbours.
fn awkward_positions(areas: &[Area]) -> Vec<Position> {
    let mut positions = Vec::new();
    for (a, b) in areas.iter().filter_map(|area| area.shape.as_ref()).flat_map(|shape| shape.edges()) {
        let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
        let steps = grid::greatest_common_divisor(dx.unsigned_abs(), dy.unsigned_abs()).max(1) as i32;
        positions.extend(
            (0..steps.min(6)).map(|step| Position::new(a.lon + dx / steps * step, a.lat + dy / steps * step)),
        );
        positions.push(Position::new(a.lon + 1, a.lat));
        positions.push(Position::new(a.lon, a.lat - 1));
    }
    positions.sort_unstable();
    positions.dedup();
    positions
}

fn check_positions(areas: &[Area], positions: &[Position], seed: u64) {
    let set = AreaSet::build(areas.to_vec()).unwrap();
    let other = AreaSet::build(rearranged(areas, seed)).unwrap();
    for &p in positions {
        let owner = set.containing(Scheme::Duty, p);
        let code = |set: &AreaSet, id: Option<_>| id.map(|id| set.area(id).code.clone());
        assert_eq!(code(&set, owner).as_deref(), owner_by_scan(areas, p), "{p:?}");
        assert_eq!(code(&set, owner), code(&other, other.containing(Scheme::Duty, p)), "rearranged, {p:?}");
        let mut levels: Vec<_> = areas
            .iter()
            .filter(|area| area.shape.as_ref().is_some_and(|shape| shape.contains(p)))
            .map(|area| (area.level, area.code.clone()))
            .collect();
        levels.sort();
        let Some(owner) = owner else {
            assert!(levels.is_empty());
            continue;
        };
        let mut chain: Vec<_> =
            set.ancestors(owner).map(|id| (set.area(id).level, set.area(id).code.clone())).collect();
        chain.sort();
        if !levels.is_empty() {
            assert_eq!(levels, chain, "exactly one owner per level, each the parent of the next, {p:?}");
        }
        let located = set.locate(Scheme::Duty, p, &LocateOptions::default());
        assert_eq!((located.outcome, located.area), (Outcome::Inside, Some(owner)));
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn every_position_of_a_patchwork_has_one_owner_per_level(seed in any::<u64>(), size in 2usize..8, labels in 1usize..10) {
        let areas = grid::patchwork(seed, size, labels);
        let reach = -4..12 * size as i32 + 4;
        let all: Vec<Position> = reach.clone().flat_map(|lon| reach.clone().map(move |lat| Position::new(lon, lat))).collect();
        check_positions(&areas, &all, seed);
    }

    #[test]
    fn vertices_edges_and_t_junctions_of_a_grid_have_one_owner_per_level(seed in any::<u64>(), cells in 1usize..160) {
        let areas = grid::generate(&GridSpec::new(cells, seed));
        check_positions(&areas, &awkward_positions(&areas), seed);
    }
}

#[test]
fn the_generator_makes_the_cells_it_is_asked_for() {
    for cells in [1, 7, 100, 1_000] {
        let areas = grid::generate(&GridSpec::new(cells, 5));
        let points = areas.iter().filter(|area| area.level == wangge::domain::grid::Level::Point).count();
        assert!(points.abs_diff(cells) <= cells / 50, "{points} of {cells}");
    }
}
