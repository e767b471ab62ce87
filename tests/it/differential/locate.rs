//! The index against a scan of all areas, and against rstar with the exact ring test.

use crate::grid::{self, GridSpec};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::cmp::Reverse;
use wangge::domain::geo::Position;
use wangge::domain::grid::{Area, AreaSet, Level, LocateOptions, Scheme};

type Best<'a> = Option<(Reverse<Level>, &'a str)>;

fn best<'a>(
    areas: &'a [Area],
    candidates: impl Iterator<Item = usize>,
    holds: impl Fn(&Area) -> bool,
) -> Best<'a> {
    candidates
        .filter(|&index| holds(&areas[index]))
        .map(|index| (Reverse(areas[index].level), areas[index].code.as_str()))
        .min()
}

fn owns(area: &Area, p: Position) -> bool {
    area.shape.as_ref().is_some_and(|shape| shape.contains(p))
}

fn touches(area: &Area, p: Position) -> bool {
    area.shape.as_ref().is_some_and(|shape| shape.on_edge(p))
}

/// Compares `containing` with a scan of all areas of the scheme at every position.
pub fn assert_same_as_scan(areas: &[Area], scheme: Scheme, positions: &[Position]) {
    let set = AreaSet::build(areas.to_vec()).unwrap();
    let of_scheme: Vec<usize> = (0..areas.len()).filter(|&index| areas[index].scheme == scheme).collect();
    let boxes: Vec<_> =
        areas.iter().map(|area| area.shape.as_ref().and_then(|shape| shape.bounds())).collect();
    for &p in positions {
        // Outside its box an area neither owns nor touches; asking it all the same would only take long.
        let near: Vec<usize> = of_scheme
            .iter()
            .copied()
            .filter(|&index| boxes[index].is_some_and(|bounds| bounds.contains(p)))
            .collect();
        let scan = best(areas, near.iter().copied(), |area| owns(area, p))
            .or_else(|| best(areas, near.iter().copied(), |area| touches(area, p)));
        let fast = set.containing(scheme, p).map(|id| set.area(id).code.as_str());
        assert_eq!(fast, scan.map(|(_, code)| code), "{p:?}");
    }
}

/// Compares `containing` with rstar over boxes of (lon, lat) and the exact ring at every position.
pub fn assert_same_as_rstar(areas: &[Area], scheme: Scheme, positions: &[Position]) {
    let set = AreaSet::build(areas.to_vec()).unwrap();
    let corner = |p: Position| [f64::from(p.lon), f64::from(p.lat)];
    let boxes =
        areas.iter().enumerate().filter(|(_, area)| area.scheme == scheme).filter_map(|(index, area)| {
            let bounds = area.shape.as_ref()?.bounds()?;
            Some(GeomWithData::new(Rectangle::from_corners(corner(bounds.min), corner(bounds.max)), index))
        });
    let tree = RTree::bulk_load(boxes.collect());
    for &p in positions {
        let near: Vec<usize> = tree
            .locate_in_envelope_intersecting(AABB::from_point(corner(p)))
            .map(|entry| entry.data)
            .collect();
        let slow = best(areas, near.iter().copied(), |area| owns(area, p))
            .or_else(|| best(areas, near.iter().copied(), |area| touches(area, p)));
        let fast = set.containing(scheme, p).map(|id| set.area(id).code.as_str());
        assert_eq!(fast, slow.map(|(_, code)| code), "{p:?}");
    }
}

#[test]
fn ten_thousand_cells_answer_like_a_scan_of_all_areas() {
    let areas = grid::generate(&GridSpec::new(10_000, 7));
    assert_same_as_scan(&areas, Scheme::Duty, &grid::positions(&areas, 20_000, 8));
}

#[test]
fn ten_thousand_cells_answer_like_rstar_with_exact_rings() {
    let areas = grid::generate(&GridSpec::new(10_000, 7));
    assert_same_as_rstar(&areas, Scheme::Duty, &grid::positions(&areas, 1_000_000, 9));
}

#[test]
fn leaves_of_very_uneven_size_answer_like_a_scan() {
    // A small town and one area a thousand kilometres away share one flat grid.
    let mut areas = grid::generate(&GridSpec::new(400, 11));
    let far = GridSpec { origin: Position::new(1_125_400_000, 323_500_000), ..GridSpec::new(1, 3) };
    areas.extend(grid::generate(&far).into_iter().map(|mut area| {
        area.code = format!("FAR{}", area.code);
        area.parent = area.parent.map(|parent| format!("FAR{parent}"));
        area
    }));
    let mut positions = grid::positions(&areas[..440], 20_000, 12);
    positions.extend(grid::positions(&areas[areas.len() - 3..], 2_000, 13));
    assert_same_as_scan(&areas, Scheme::Duty, &positions);
}

#[test]
fn a_large_set_answers_alike_before_and_after_it_is_frozen() {
    let areas = grid::generate(&GridSpec::new(51_000, 21));
    let positions = grid::positions(&areas, 50_000, 22);
    let set = AreaSet::build(areas).unwrap();
    let before: Vec<_> = positions.iter().map(|p| set.containing(Scheme::Duty, *p)).collect();
    set.freeze();
    let after: Vec<_> = positions.iter().map(|p| set.containing(Scheme::Duty, *p)).collect();
    assert!(before == after);
}

#[test]
fn many_positions_together_have_the_owners_that_each_has_alone() {
    let mut scattered = grid::generate(&GridSpec::new(300, 31));
    // Without every third point the zones are nobody's filled ground, and holes lie between the rest.
    scattered.retain(|area| area.level == Level::Point && !area.code.ends_with(['2', '5', '8']));
    scattered.iter_mut().for_each(|area| area.parent = None);
    for areas in [grid::generate(&GridSpec::new(2_000, 30)), scattered, grid::patchwork(9, 12, 40)] {
        let positions = grid::positions(&areas, 40_000, 32);
        let set = AreaSet::build(areas).unwrap();
        for tolerance_m in [0.0, 20.0, 80.0] {
            let options = LocateOptions { accuracy_m: None, tolerance_m };
            let together = set.owners(Scheme::Duty, &positions, tolerance_m);
            assert_eq!(together.len(), positions.len());
            for (&p, owner) in positions.iter().zip(together) {
                let alone = set.owner(Scheme::Duty, p, &options);
                assert_eq!((owner.outcome, owner.area), (alone.outcome, alone.area), "{p:?}");
                // Which of its segments a distance was last taken to may show in its last digits.
                assert_eq!(owner.distance_m.is_some(), alone.distance_m.is_some(), "{p:?}");
                let difference = owner.distance_m.zip(alone.distance_m).map(|(a, b)| (a - b).abs());
                assert!(difference.is_none_or(|metres| metres < 1e-6), "{p:?} {difference:?}");
            }
        }
    }
    let nobody = AreaSet::build(Vec::new()).unwrap();
    assert_eq!(nobody.owners(Scheme::Duty, &[Position::new(0, 0)], 9.0)[0].area, None);
}
