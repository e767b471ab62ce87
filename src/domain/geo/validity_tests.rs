//! What `normalise` takes out, and the faults that a person has to mend.

use super::*;

fn ring(points: &[(i32, i32)]) -> Vec<Position> {
    points.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect()
}

fn kinds(shape: &Shape) -> Vec<ShapeFaultKind> {
    faults(shape).iter().map(|fault| fault.kind).collect()
}

#[test]
fn what_vanishes_is_told_where_it_was() {
    let (normal, notes) = normalise(&Shape::from_ring(&ring(&[(70, 30), (80, 40), (70, 30)])));
    let [fault] = faults_of(&normal, &notes)[..] else { panic!() };
    assert_eq!((fault.kind, fault.place), (ShapeFaultKind::Empty, Position::new(70, 30)));
}

#[test]
fn doubled_vertices_and_spikes_go_and_are_listed() {
    let drawn =
        ring(&[(0, 0), (10, 0), (10, 0), (20, 0), (20, 10), (20, 30), (20, 10), (0, 10), (0, 0), (0, -5)]);
    let (normal, notes) = normalise(&Shape::from_ring(&drawn));
    assert_eq!(normal.vertices(), ring(&[(0, 0), (10, 0), (20, 0), (20, 10), (0, 10)]));
    let listed: Vec<(RoundingKind, Position)> = notes.iter().map(|note| (note.kind, note.place)).collect();
    assert!(listed.contains(&(RoundingKind::ZeroLengthEdge, Position::new(10, 0))));
    assert!(listed.contains(&(RoundingKind::Spike, Position::new(20, 30))));
    assert!(listed.contains(&(RoundingKind::Spike, Position::new(0, -5))), "across the seam of the ring");
    assert_eq!(kinds(&normal), []);
}

#[test]
fn a_ring_without_area_vanishes_with_its_holes() {
    let mut shape = Shape::new();
    shape.push_polygon([ring(&[(0, 0), (5, 5), (9, 9)]), ring(&[(1, 1), (2, 1), (2, 2)])]);
    shape.push_polygon([ring(&[(20, 0), (30, 0), (30, 9)])]);
    let (normal, notes) = normalise(&shape);
    assert_eq!(normal.polygon_count(), 1);
    assert!(notes.iter().any(|note| note.kind == RoundingKind::VanishedRing));
}

#[test]
fn a_bow_tie_is_named_with_its_place() {
    let bow = Shape::from_ring(&ring(&[(0, 0), (10, 10), (20, 0), (20, 10), (10, 0), (0, 10)]));
    let found = faults(&bow);
    assert!(found.iter().all(|fault| fault.kind == ShapeFaultKind::SelfCrossing));
    assert!(found.iter().any(|fault| fault.place == Position::new(5, 5)), "{found:?}");
    let through_vertex = Shape::from_ring(&ring(&[(0, 0), (5, 5), (12, 10), (12, 0), (5, 5), (0, 8)]));
    assert_eq!(kinds(&through_vertex), [ShapeFaultKind::SelfCrossing]);
}

#[test]
fn crossings_of_a_unit_are_rounding_and_a_figure_of_eight_is_not() {
    let neck =
        ring(&[(0, 0), (900, 0), (900, 401), (1800, 0), (1800, 800), (900, 400), (900, 800), (0, 800)]);
    let found = faults(&Shape::from_ring(&neck));
    assert!(!found.is_empty() && found.iter().all(|fault| fault.rounding), "{found:?}");
    let eight = ring(&[(0, 0), (2000, 2000), (2000, 0), (999, 1001), (0, 900)]);
    let found = faults(&Shape::from_ring(&eight));
    assert!(found.iter().any(|fault| !fault.rounding), "{found:?}");
}

#[test]
fn touching_in_single_places_is_allowed() {
    let touching = Shape::from_ring(&ring(&[(0, 0), (20, 0), (20, 20), (10, 0), (0, 20)]));
    assert_eq!(kinds(&touching), []);
    let twice = Shape::from_ring(&ring(&[
        (0, 0),
        (10, 0),
        (10, 10),
        (20, 10),
        (20, 20),
        (10, 20),
        (10, 10),
        (0, 10),
    ]));
    assert_eq!(kinds(&twice), []);
    let along = Shape::from_ring(&ring(&[(0, 0), (20, 0), (20, 10), (15, 0), (5, 0), (0, 10)]));
    assert!(kinds(&along).contains(&ShapeFaultKind::SelfCrossing), "runs twice along the same line");
}

#[test]
fn holes_and_parts_must_lie_where_they_belong() {
    let outer = ring(&[(0, 0), (30, 0), (30, 30), (0, 30)]);
    let inner = ring(&[(10, 10), (20, 10), (20, 20), (10, 20)]);
    let away = ring(&[(40, 10), (50, 10), (50, 20), (40, 20)]);
    let mut good = Shape::new();
    good.push_polygon([&outer, &inner]);
    good.push_polygon([&ring(&[(12, 12), (18, 12), (18, 18), (12, 18)])]);
    assert_eq!(kinds(&good), []);
    let mut outside = Shape::new();
    outside.push_polygon([&outer, &away]);
    assert_eq!(kinds(&outside), [ShapeFaultKind::HoleOutside]);
    let mut nested = Shape::new();
    nested.push_polygon([&outer]);
    nested.push_polygon([&inner]);
    assert_eq!(kinds(&nested), [ShapeFaultKind::NestedPart]);
}

#[test]
fn flat_empty_and_world_wide_shapes_are_refused() {
    assert_eq!(kinds(&Shape::new()), [ShapeFaultKind::Empty]);
    assert_eq!(kinds(&Shape::from_ring(&ring(&[(0, 0), (9, 9)]))), [ShapeFaultKind::TooFewVertices]);
    let wide = ring(&[(-1_000_000_000, 0), (1_000_000_000, 0), (0, 500_000_000)]);
    assert_eq!(kinds(&Shape::from_ring(&wide)), [ShapeFaultKind::TooWide]);
}

#[test]
fn two_hundred_thousand_vertices_are_checked_with_an_index() {
    let radius = 5_000_000.0;
    let mut circle: Vec<Position> = (0..200_000)
        .map(|step| {
            let angle = f64::from(step) / 200_000.0 * core::f64::consts::TAU;
            let wave = radius * (1.0 + 0.01 * libm::sin(angle * 500.0));
            Position::new((wave * libm::cos(angle)) as i32, (wave * libm::sin(angle)) as i32)
        })
        .collect();
    assert_eq!(kinds(&Shape::from_ring(&circle)), []);
    circle.swap(70_000, 70_003);
    assert!(kinds(&Shape::from_ring(&circle)).contains(&ShapeFaultKind::SelfCrossing));
}

#[test]
fn a_scribble_is_refused_without_comparing_every_pair() {
    // Long diagonal teeth whose boxes all lie over each other, though no two edges cross.
    let mut teeth = Vec::new();
    for tooth in 0..20_000 {
        teeth.push(Position::new(tooth * 4, tooth * -4));
        teeth.push(Position::new(40_000_000 + tooth * 4 + 2, 40_000_000 + tooth * -4 - 2));
    }
    teeth.push(Position::new(80_000, -50_000_000));
    assert_eq!(kinds(&Shape::from_ring(&teeth)), [ShapeFaultKind::TooTangled]);
}
