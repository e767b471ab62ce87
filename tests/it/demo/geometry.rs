//! Nesting, exact shared edges, and where features lie.

use super::files;
use std::collections::{BTreeMap, BTreeSet};
use wangge::domain::feature::{Feature, Layer, ManagementType};
use wangge::domain::geo::contains::orientation;
use wangge::domain::geo::{Geometry, Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};

type HalfEdge = (Position, Position);

fn shape(area: &Area) -> &Shape {
    area.shape.as_ref().expect("every demo area is drawn")
}

/// What remains of the half-edges of several areas once each one that has its reverse is cancelled.
fn outline<'a>(areas: impl IntoIterator<Item = &'a Area>) -> BTreeSet<HalfEdge> {
    let mut open = BTreeSet::new();
    for (a, b) in areas.into_iter().flat_map(|area| shape(area).edges()) {
        if !open.remove(&(b, a)) {
            assert!(open.insert((a, b)), "an edge is used twice in one direction");
        }
    }
    open
}

#[test]
fn children_fill_their_parent_to_the_last_edge() {
    let areas = files::areas();
    let mut parents = 0;
    for parent in &areas {
        let children: Vec<&Area> = areas
            .iter()
            .filter(|a| a.scheme == parent.scheme && a.parent.as_deref() == Some(parent.code.as_str()))
            .collect();
        if children.is_empty() {
            continue;
        }
        parents += 1;
        let own: BTreeSet<HalfEdge> = shape(parent).edges().collect();
        assert_eq!(outline(children), own, "{} is the union of its children", parent.code);
    }
    // Street, community with zones, five zones with points, and the community of the unit scheme.
    assert_eq!(parents, 8);
}

#[test]
fn rings_are_simple_and_outer_rings_run_anticlockwise() {
    for area in files::areas() {
        for polygon in shape(&area).polygons() {
            let doubled = |ring: &[Position]| -> i128 {
                (1..ring.len() - 1).map(|i| orientation(ring[0], ring[i], ring[i + 1])).sum()
            };
            assert!(doubled(polygon[0]) > 0, "{}", area.code);
            for ring in polygon {
                let distinct: BTreeSet<&Position> = ring.iter().collect();
                assert_eq!(distinct.len(), ring.len(), "{} visits a vertex twice", area.code);
            }
        }
    }
}

#[test]
fn no_two_edges_of_the_grid_cross() {
    // Edges of all points, each once: crossing anywhere but in a common end would be a drawing fault.
    let areas = files::areas();
    let edges: Vec<HalfEdge> = areas
        .iter()
        .filter(|a| a.level == Level::Point && a.scheme == Scheme::Duty)
        .flat_map(|a| shape(a).edges())
        .filter(|(a, b)| a < b)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for (i, &(a, b)) in edges.iter().enumerate() {
        for &(c, d) in &edges[i + 1..] {
            if a == c || a == d || b == c || b == d {
                continue;
            }
            let apart = |p, q, r, s| orientation(p, q, r).signum() * orientation(p, q, s).signum() > 0;
            assert!(apart(a, b, c, d) || apart(c, d, a, b), "{a:?}–{b:?} meets {c:?}–{d:?}");
        }
    }
}

#[test]
fn the_grid_has_the_shape_that_the_design_asks_for() {
    let areas = files::areas();
    let count = |scheme, level| areas.iter().filter(|a| a.scheme == scheme && a.level == level).count();
    assert_eq!(count(Scheme::Duty, Level::Street), 1);
    assert_eq!(count(Scheme::Duty, Level::Community), 3);
    assert_eq!(count(Scheme::Duty, Level::Zone), 5);
    assert!((28..=36).contains(&count(Scheme::Duty, Level::Point)));
    let several = areas.iter().filter(|a| a.level == Level::Point && shape(a).polygon_count() > 1).count();
    assert_eq!(several, 3);
    for cell in areas.iter().filter(|a| a.scheme == Scheme::Unit && a.level == Level::Point) {
        assert_eq!(cell.code.len(), 15);
    }
    let named =
        areas.iter().find(|a| a.name == "玉兰社区" && a.scheme == Scheme::Duty).expect("the community");
    assert!(
        named
            .extent
            .as_deref()
            .is_some_and(|e| ["东至", "南至", "西至", "北至"].iter().all(|w| e.contains(w)))
    );
    let bounds = shape(named).bounds().expect("drawn");
    let (wide, high) = (bounds.max.lon - bounds.min.lon, bounds.max.lat - bounds.min.lat);
    assert!(
        (100_000..150_000).contains(&wide) && (70_000..120_000).contains(&high),
        "about 1.2 km by 0.9 km"
    );
}

fn places(feature: &Feature) -> Vec<Position> {
    match &feature.geometry {
        Geometry::Point(p) => vec![*p],
        Geometry::Line(line) => line.clone(),
        Geometry::Area(shape) => shape.vertices().to_vec(),
    }
}

#[test]
fn every_feature_lies_in_the_street() {
    let areas = files::areas();
    let street = areas.iter().find(|a| a.level == Level::Street).map(shape).expect("a street");
    let home = areas.iter().find(|a| a.name == "玉兰社区").map(shape).expect("a community");
    let within = |shape: &Shape, p: Position| shape.contains(p) || shape.on_edge(p);
    for feature in files::features() {
        // The carriageways of border streets reach to their far kerbs; their axes are the border.
        let (checked, ground) = match feature.layer {
            Layer::Road => (feature.axis().expect("every road has its axis"), street),
            _ => (places(&feature), home),
        };
        for p in checked {
            assert!(within(ground, p), "{} {} at {p:?}", feature.layer.slug(), feature.code);
        }
    }
}

fn polygon(feature: &Feature) -> &Shape {
    match &feature.geometry {
        Geometry::Area(shape) => shape,
        other => panic!("{} is not drawn as ground: {other:?}", other_name(other)),
    }
}

fn other_name(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "a point",
        Geometry::Line(_) => "a line",
        Geometry::Area(_) => "an area",
    }
}

/// Two simple polygons share ground when their edges cross or one holds a vertex of the other.
fn share_ground(a: &Shape, b: &Shape) -> bool {
    let (Some(x), Some(y)) = (a.bounds(), b.bounds()) else { return false };
    if !x.intersects(&y) {
        return false;
    }
    let crosses = a.edges().any(|(p, q)| {
        b.edges().any(|(r, s)| {
            let split = |p, q, r, s| orientation(p, q, r).signum() * orientation(p, q, s).signum() < 0;
            split(p, q, r, s) && split(r, s, p, q)
        })
    });
    crosses || a.vertices().iter().any(|p| b.contains(*p)) || b.vertices().iter().any(|p| a.contains(*p))
}

#[test]
fn compounds_markets_and_grounds_keep_clear_of_each_other_and_of_the_roads() {
    let features = files::features();
    let grounds: Vec<&Feature> = features
        .iter()
        .filter(|f| matches!(f.layer, Layer::Compound | Layer::Market | Layer::Site))
        .filter(|f| matches!(f.geometry, Geometry::Area(_)))
        .collect();
    for (i, a) in grounds.iter().enumerate() {
        for b in grounds[i + 1..].iter().copied().chain(features.iter().filter(|f| f.layer == Layer::Road)) {
            assert!(!share_ground(polygon(a), polygon(b)), "{} and {} overlap", a.name, b.name);
        }
    }
}

#[test]
fn buildings_stand_apart_and_inside_their_compound() {
    let features = files::features();
    let compounds: BTreeMap<&str, &Feature> =
        features.iter().filter(|f| f.layer == Layer::Compound).map(|f| (f.code.as_str(), f)).collect();
    let roads: Vec<&Feature> = features.iter().filter(|f| f.layer == Layer::Road).collect();
    let buildings: Vec<&Feature> = features.iter().filter(|f| f.layer == Layer::Building).collect();
    assert!(buildings.len() > 300);
    for (i, a) in buildings.iter().enumerate() {
        if let Some(home) = a.text("compound") {
            let ground = polygon(compounds[home]);
            assert!(polygon(a).vertices().iter().all(|p| ground.contains(*p)), "{} leaves {home}", a.code);
        }
        for b in buildings[i + 1..].iter().chain(&roads) {
            assert!(!share_ground(polygon(a), polygon(b)), "{} and {} overlap", a.code, b.code);
        }
    }
}

#[test]
fn compounds_cover_all_management_types() {
    let features = files::features();
    let mut counts: BTreeMap<ManagementType, usize> = BTreeMap::new();
    let mut unknown = 0;
    for compound in features.iter().filter(|f| f.layer == Layer::Compound) {
        *counts.entry(compound.management_type().expect("a compound")).or_default() += 1;
        unknown += usize::from(compound.number("households").is_none());
        assert!(compound.text("address").is_some_and(|address| address.ends_with('号')));
    }
    assert_eq!(counts.values().sum::<usize>(), 18);
    assert_eq!(counts.len(), ManagementType::ALL.len());
    assert!(counts[&ManagementType::Unmanaged] >= 3 && counts[&ManagementType::SemiManaged] >= 3);
    assert_eq!(counts[&ManagementType::Enterprise], 2);
    assert!(unknown >= 3, "some counts are unknown and stay out of the file");
}

#[test]
fn the_other_layers_are_there_in_number() {
    let features = files::features();
    let count = |layer| features.iter().filter(|f| f.layer == layer).count();
    assert_eq!(count(Layer::Market), 2);
    assert_eq!(count(Layer::VendingZone), 2);
    assert_eq!(count(Layer::FocusSpot), 14);
    assert_eq!(count(Layer::ResidentGroup), 10);
    assert!((56..=70).contains(&count(Layer::Frontage)));
    assert!((56..=70).contains(&count(Layer::Facility)));
    assert!((38..=44).contains(&count(Layer::Site)));
    let codes: BTreeSet<(Layer, &str)> = features.iter().map(|f| (f.layer, f.code.as_str())).collect();
    assert_eq!(codes.len(), features.len(), "codes are unique in their layer");
    let rules = features.iter().filter(|f| f.side_rule().is_some()).count();
    assert_eq!(rules, 4, "each border road of the community says how it is divided");
}
