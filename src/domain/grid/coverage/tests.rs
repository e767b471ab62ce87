//! Planted faults, each found with its kind and measures.

use super::*;
use crate::domain::geo::{Plane, Position};
use crate::domain::grid::Area;

fn plane() -> Plane {
    Plane::at(Position::new(1_025_400_000, 243_500_000))
}

fn area(level: Level, code: &str, parent: Option<&str>, corners: &[[f64; 2]]) -> Area {
    let ring: Vec<Position> = corners.iter().map(|&corner| plane().from_xy(corner)).collect();
    Area {
        scheme: Scheme::Duty,
        level,
        code: code.into(),
        name: code.into(),
        parent: parent.map(Into::into),
        shape: Some(Shape::from_ring(&ring)),
        extent: None,
    }
}

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> [[f64; 2]; 4] {
    [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
}

/// Zone Z (0..300 × 0..100) of three points side by side.
fn zone() -> Vec<Area> {
    vec![
        area(
            Level::Zone,
            "Z",
            None,
            &[
                [0.0, 0.0],
                [100.0, 0.0],
                [200.0, 0.0],
                [300.0, 0.0],
                [300.0, 100.0],
                [200.0, 100.0],
                [100.0, 100.0],
                [0.0, 100.0],
            ],
        ),
        area(Level::Point, "A", Some("Z"), &rectangle(0.0, 0.0, 100.0, 100.0)),
        area(Level::Point, "B", Some("Z"), &rectangle(100.0, 0.0, 200.0, 100.0)),
        area(Level::Point, "C", Some("Z"), &rectangle(200.0, 0.0, 300.0, 100.0)),
    ]
}

fn findings(areas: Vec<Area>) -> Vec<(FaultKind, Severity, Vec<String>, Option<f64>)> {
    let set = AreaSet::build(areas).unwrap();
    let names = |fault: &Fault| fault.areas.iter().map(|&id| set.area(id).code.clone()).collect();
    check(&set, Scheme::Duty)
        .iter()
        .map(|fault| (fault.kind, fault.severity, names(fault), fault.width_m))
        .collect()
}

fn with(code: &str, corners: &[[f64; 2]]) -> Vec<Area> {
    let mut areas = zone();
    let place = areas.iter().position(|area| area.code == code).unwrap();
    areas[place] = area(areas[place].level, code, areas[place].parent.clone().as_deref(), corners);
    areas
}

#[test]
fn a_gapless_zone_has_no_findings() {
    assert_eq!(findings(zone()), []);
    let set = AreaSet::build(zone()).unwrap();
    assert_eq!(remainders(&set, Scheme::Duty), []);
}

#[test]
fn an_overlap_is_named_and_measured() {
    let found = findings(with("B", &rectangle(99.0, 0.0, 200.0, 100.0)));
    let overlap = found.iter().find(|finding| finding.0 == FaultKind::Overlap).unwrap();
    assert_eq!((overlap.1, &overlap.2), (Severity::Fault, &vec!["A".to_owned(), "B".to_owned()]));
    assert!((overlap.3.unwrap() - 1.0).abs() < 0.05, "{overlap:?}");
}

#[test]
fn an_enclosed_gap_of_four_units_is_a_fault_and_one_of_a_unit_a_warning() {
    for (width_units, severity) in [(4, Severity::Fault), (1, Severity::Warning)] {
        // B's west border bends away from A's between two common corners, away from the zone's border.
        let corners =
            [[100.0, 0.0], [200.0, 0.0], [200.0, 100.0], [100.0, 100.0], [100.0, 80.0], [100.0, 20.0]];
        let mut areas = with("B", &corners);
        areas[1] = area(
            Level::Point,
            "A",
            Some("Z"),
            &[[0.0, 0.0], [100.0, 0.0], [100.0, 20.0], [100.0, 80.0], [100.0, 100.0], [0.0, 100.0]],
        );
        let mut ring = areas[2].shape.as_ref().unwrap().vertices().to_vec();
        let middle = plane().from_xy([100.0, 50.0]);
        let upper = ring.iter().position(|&p| p == plane().from_xy([100.0, 80.0])).unwrap();
        ring.insert(upper + 1, Position::new(middle.lon + width_units, middle.lat));
        areas[2].shape = Some(Shape::from_ring(&ring));
        let found = findings(areas);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].0, found[0].1, &found[0].2),
            (FaultKind::Gap, severity, &vec!["A".to_owned(), "B".to_owned()])
        );
    }
}

#[test]
fn a_missing_area_at_the_border_is_a_remainder_and_one_between_areas_without_parent_a_gap() {
    let mut areas = zone();
    areas.retain(|area| area.code != "C");
    let set = AreaSet::build(areas.clone()).unwrap();
    let found = findings(areas);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (FaultKind::ParentNotFilled, Severity::Warning));
    let left = remainders(&set, Scheme::Duty);
    assert_eq!(left.len(), 1);
    assert!((left[0].1 - 10_000.0).abs() < 5.0 && (left[0].2 - 1.0 / 3.0).abs() < 1e-3, "{left:?}");

    let frame = |x0: f64, y0: f64, x1: f64, y1: f64, code| {
        area(Level::Community, code, None, &rectangle(x0, y0, x1, y1))
    };
    let ring = vec![
        frame(0.0, 0.0, 200.0, 100.0, "S"),
        frame(0.0, 100.0, 100.0, 200.0, "W"),
        frame(110.0, 100.0, 200.0, 200.0, "E"),
        frame(0.0, 200.0, 200.0, 300.0, "N"),
    ];
    let found = findings(ring);
    let gap = found.iter().find(|finding| finding.0 == FaultKind::Gap).unwrap();
    assert_eq!(gap.1, Severity::Fault);
    assert!((gap.3.unwrap() - 10.0).abs() < 0.1, "{gap:?}");
    assert!(
        found.iter().all(|finding| finding.0 == FaultKind::Gap || finding.0 == FaultKind::UnnodedEdge),
        "{found:?}"
    );
}

#[test]
fn a_child_outside_its_parent_and_a_duplicate_are_named() {
    let found = findings(with("C", &rectangle(200.0, 0.0, 305.0, 100.0)));
    let outside = found.iter().find(|finding| finding.0 == FaultKind::ChildOutsideParent).unwrap();
    assert_eq!((outside.1, &outside.2), (Severity::Fault, &vec!["Z".to_owned(), "C".to_owned()]));
    assert!((outside.3.unwrap() - 5.0).abs() < 0.1);
    let mut areas = zone();
    areas.push(area(Level::Point, "B2", Some("Z"), &rectangle(100.0, 0.0, 200.0, 100.0)));
    let found = findings(areas);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, &found[0].2), (FaultKind::Duplicate, &vec!["B".to_owned(), "B2".to_owned()]));
}

#[test]
fn a_vertex_on_a_neighbour_s_edge_is_listed() {
    let mut areas = with("B", &[[100.0, 0.0], [200.0, 0.0], [200.0, 100.0], [100.0, 100.0], [100.0, 50.0]]);
    areas[2].shape = Some(Shape::from_ring(&{
        let mut ring = areas[2].shape.as_ref().unwrap().vertices().to_vec();
        // Exactly on the line, which runs along a meridian.
        ring[4].lon = ring[0].lon;
        ring
    }));
    let found = findings(areas);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (FaultKind::UnnodedEdge, Severity::Warning));
}

#[test]
fn a_self_crossing_border_is_a_fault() {
    let found = findings(vec![area(
        Level::Community,
        "X",
        None,
        &[[0.0, 0.0], [100.0, 100.0], [100.0, 0.0], [0.0, 90.0]],
    )]);
    assert!(found.iter().any(|finding| finding.0 == FaultKind::SelfCrossing && finding.1 == Severity::Fault));
}
