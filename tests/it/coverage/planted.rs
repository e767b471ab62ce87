//! R7: every planted fault is found with its kind, place, area and owners, and a clean grid has none.

use crate::grid::{self, GridSpec};
use crate::plant::{Garden, Plant, Planted};
use std::collections::{BTreeMap, HashMap};
use wangge::domain::geo::{Position, distance_m};
use wangge::domain::grid::{AreaSet, Fault, FaultKind, Scheme, Severity, check};

/// Metres of three units of the grid: what rounding may do.
const ROUNDING_M: f64 = 0.033_3;

/// Kinds that a planted fault may be reported as. A kite is between 0.3 and 1 times as wide as its vertex was moved.
fn kinds(planted: &Planted) -> Vec<FaultKind> {
    let reach = planted.reach_m;
    let narrowest = 0.3 * reach;
    let on_outline = |fault: &[FaultKind]| {
        let mut kinds = Vec::new();
        if narrowest <= ROUNDING_M {
            kinds.push(FaultKind::OuterRounding);
        }
        if reach > ROUNDING_M {
            kinds.extend(fault);
        }
        kinds
    };
    match planted.plant {
        Plant::Gap => vec![FaultKind::Gap],
        Plant::Overlap => vec![FaultKind::Overlap],
        Plant::Unnoded => vec![FaultKind::UnnodedEdge],
        Plant::NearlyNoded if planted.lacks => vec![FaultKind::Gap],
        Plant::NearlyNoded => vec![FaultKind::Overlap],
        Plant::Duplicate => vec![FaultKind::Duplicate],
        Plant::Sliver => vec![FaultKind::Sliver],
        Plant::SelfCrossing => vec![FaultKind::SelfCrossing],
        Plant::Spike => vec![FaultKind::Spike],
        Plant::Outside => on_outline(&[FaultKind::ChildOutsideParent]),
        Plant::OpenGap if reach <= 2.0 => on_outline(&[FaultKind::Gap]),
        Plant::OpenGap if narrowest > 2.0 => vec![FaultKind::ParentNotFilled],
        Plant::OpenGap => vec![FaultKind::Gap, FaultKind::ParentNotFilled],
        Plant::Missing => vec![FaultKind::ParentNotFilled],
    }
}

/// What is asked of a finding for a planted fault.
fn matches(set: &AreaSet, planted: &Planted, fault: &Fault) -> bool {
    let codes: Vec<&str> = fault.areas.iter().map(|&id| set.area(id).code.as_str()).collect();
    let owners = match fault.kind {
        // A gap on the outline belongs to nobody else than the child beside it.
        FaultKind::Gap if planted.plant == Plant::OpenGap => codes == [planted.areas[0].as_str()],
        FaultKind::SelfCrossing => codes.len() == 1 && planted.areas.iter().any(|code| code == codes[0]),
        FaultKind::ParentNotFilled => planted.areas.iter().all(|code| codes.contains(&code.as_str())),
        _ => {
            let mut wanted: Vec<&str> = planted.areas.iter().map(String::as_str).collect();
            let mut found = codes.clone();
            wanted.sort_unstable();
            found.sort_unstable();
            wanted == found
        }
    };
    let near = distance_m(planted.place, fault.place) <= 1.05 * planted.reach_m + 3.0;
    let ground = match (planted.plant, planted.area_m2, fault.area_m2) {
        (Plant::Unnoded | Plant::Spike | Plant::SelfCrossing, _, _) => true,
        (_, Some(wanted), Some(found)) => (wanted - found).abs() <= 1e-4 * wanted + 1e-9,
        _ => false,
    };
    owners && near && ground && kinds(planted).contains(&fault.kind)
}

#[test]
fn a_clean_grid_has_no_findings() {
    for (cells, seed) in [(10_000, 1), (300, 7), (1, 3)] {
        let set = AreaSet::build(grid::generate(&GridSpec::new(cells, seed))).unwrap();
        assert_eq!(check(&set, Scheme::Duty), [], "{cells} cells");
    }
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let mut garden = Garden::new(grid::generate(&GridSpec::new(10_000, 2)), 20_261_124);
    let planted = garden.plant(1_000);
    let set = AreaSet::build(garden.areas).unwrap();
    let found = check(&set, Scheme::Duty);

    let mut by_area: HashMap<&str, Vec<&Fault>> = HashMap::new();
    for fault in &found {
        for &id in &fault.areas {
            by_area.entry(&set.area(id).code).or_default().push(fault);
        }
    }
    let mut missed: BTreeMap<Plant, Vec<(&Planted, Vec<&Fault>)>> = BTreeMap::new();
    let mut widths = (f64::INFINITY, 0.0f64);
    let mut severe = 0;
    for one in &planted {
        let near = by_area.get(one.areas[0].as_str()).cloned().unwrap_or_default();
        match near.iter().find(|fault| matches(&set, one, fault)) {
            Some(fault) => {
                severe += usize::from(fault.severity == Severity::Fault);
                if let Some(width) = fault.width_m {
                    let whole = matches!(one.plant, Plant::Duplicate | Plant::Missing);
                    assert!(
                        width <= one.reach_m * if whole { 2.0 } else { 1.02 } + 1e-6,
                        "{one:?} {fault:?}"
                    );
                    widths = (widths.0.min(width), widths.1.max(width));
                }
            }
            None => missed.entry(one.plant).or_default().push((one, near)),
        }
    }
    let counts: Vec<(Plant, usize)> = missed.iter().map(|(plant, list)| (*plant, list.len())).collect();
    assert!(
        missed.is_empty(),
        "missed {counts:?}, for instance {:#?}",
        missed.values().next().map(|l| &l[0])
    );
    assert!(severe > 400, "most are wider than rounding: {severe}");
    assert!(widths.0 < 0.001 && widths.1 > 30.0, "all widths are tried: {widths:?}");

    // Nothing is reported that nobody planted.
    let mut touched: HashMap<&str, Vec<&Planted>> = HashMap::new();
    for one in &planted {
        one.areas.iter().for_each(|code| touched.entry(code).or_default().push(one));
    }
    for fault in &found {
        let explained = fault.areas.iter().any(|&id| {
            let near = |one: &&&Planted| distance_m(one.place, fault.place) <= 3.0 * one.reach_m + 5.0;
            touched.get(set.area(id).code.as_str()).is_some_and(|list| list.iter().any(|one| near(&one)))
        });
        assert!(explained, "{fault:?}");
    }
}

#[test]
fn the_order_of_loading_and_of_rings_does_not_change_what_is_found() {
    let mut garden = Garden::new(grid::generate(&GridSpec::new(600, 5)), 9);
    garden.plant(66);
    let areas = garden.areas;
    let told = |areas: Vec<wangge::domain::grid::Area>| {
        let set = AreaSet::build(areas).unwrap();
        let key = |fault: &Fault| {
            let codes: Vec<String> = fault.areas.iter().map(|&id| set.area(id).code.clone()).collect();
            let square_units = fault.area_m2.map(|m2| (m2 * 1e4).round() as i64);
            (fault.kind.slug(), fault.severity, codes, square_units)
        };
        let mut told: Vec<_> = check(&set, Scheme::Duty)
            .iter()
            .filter(|fault| fault.kind != FaultKind::SelfCrossing)
            .map(key)
            .collect();
        told.sort_unstable();
        told
    };
    let mut turned = areas.clone();
    turned.reverse();
    for area in &mut turned {
        let mut ring: Vec<Position> = area.shape.as_ref().unwrap().vertices().to_vec();
        let half = ring.len() / 2;
        ring.rotate_left(half);
        ring.reverse();
        area.shape = Some(wangge::domain::geo::Shape::from_ring(&ring));
    }
    assert_eq!(told(areas), told(turned));
}
