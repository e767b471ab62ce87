//! The demo community: a million positions against a scan of all its areas, and its coverage certified.

use super::locate::assert_same_as_scan;
use crate::{grid, site};
use wangge::domain::grid::{Area, Level, Scheme, check, remainders};

fn areas() -> Vec<Area> {
    site::shared().reference().areas.iter().map(|(_, area)| area.clone()).collect()
}

#[test]
fn a_million_positions_of_the_demo_answer_like_a_scan_of_all_areas() {
    let areas = areas();
    let positions = grid::positions(&areas, 1_000_000, 11);
    assert_eq!(positions.len(), 1_000_000);
    assert_same_as_scan(&areas, Scheme::Duty, &positions);
}

#[test]
fn every_position_of_the_demo_community_has_one_point_one_zone_and_one_community() {
    let reference = site::shared().reference();
    let community = reference.home.expect("the demo has a home community");
    let shape = reference.areas.area(community).shape.clone().expect("it is drawn");
    let drawn: Vec<Area> = areas().into_iter().filter(|area| area.scheme == Scheme::Duty).collect();
    let mut inside = 0;
    for p in grid::positions(&drawn, 200_000, 12).into_iter().chain(shape.vertices().iter().copied()) {
        if !shape.contains(p) {
            continue;
        }
        inside += 1;
        for level in [Level::Point, Level::Zone, Level::Community] {
            let owners = drawn.iter().filter(|area| area.level == level);
            let count =
                owners.filter(|area| area.shape.as_ref().is_some_and(|shape| shape.contains(p))).count();
            assert_eq!(count, 1, "{p:?} at {}", level.slug());
        }
    }
    assert!(inside > 50_000, "{inside}");
}

#[test]
fn the_demo_is_covered_without_gap_or_overlap() {
    let reference = site::shared().reference();
    for scheme in [Scheme::Duty, Scheme::Unit] {
        assert_eq!(check(&reference.areas, scheme), [], "{}", scheme.slug());
        assert!(remainders(&reference.areas, scheme).is_empty());
    }
}
