//! Real reports on real polygons: San Francisco's 311 cases of 2008–2016, with the tract that GEOS finds and the distance
//! to the nearest edge (`tests/data/sf`, public domain).

use geojson::{FeatureCollection, GeoJson, GeometryValue};
use std::collections::HashMap;
use std::path::PathBuf;
use wangge::domain::geo::{Position, Shape, validity};
use wangge::domain::grid::{Area, AreaSet, FaultKind, Level, LocateOptions, Scheme, Severity, check};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/sf").join(name)
}

fn read(name: &str) -> FeatureCollection {
    let text = std::fs::read_to_string(path(name)).unwrap();
    match text.parse::<GeoJson>().unwrap() {
        GeoJson::FeatureCollection(collection) => collection,
        _ => panic!("{name} is no collection"),
    }
}

fn shape(value: &GeometryValue) -> Shape {
    let ring = |ring: &Vec<geojson::Position>| -> Vec<Position> {
        ring.iter().map(|p| Position::from_degrees(p[0], p[1]).unwrap()).collect()
    };
    let mut shape = Shape::new();
    match value {
        GeometryValue::Polygon { coordinates } => shape.push_polygon(coordinates.iter().map(ring)),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().for_each(|rings| shape.push_polygon(rings.iter().map(ring)));
        }
        other => panic!("{other:?}"),
    }
    shape
}

fn areas() -> Vec<Area> {
    let mut areas = Vec::new();
    for (file, level) in [("zones.geojson", Level::Zone), ("points.geojson", Level::Point)] {
        for feature in read(file).features {
            let text = |key: &str| feature.property(key).and_then(|value| value.as_str()).map(str::to_owned);
            let drawn = shape(&feature.geometry.as_ref().unwrap().value);
            let (normal, _) = validity::normalise(&drawn);
            let refused = validity::faults(&normal).into_iter().filter(|fault| !fault.rounding);
            assert_eq!(refused.collect::<Vec<_>>(), [], "{:?}", text("code"));
            areas.push(Area {
                scheme: Scheme::Duty,
                level,
                code: text("code").unwrap(),
                name: text("name").unwrap(),
                parent: text("parent"),
                shape: Some(normal),
                extent: None,
            });
        }
    }
    areas
}

#[test]
fn san_francisco_s_reports_fall_into_the_right_tracts() {
    let set = AreaSet::build(areas()).unwrap();
    let mut expected: HashMap<String, (String, bool)> = HashMap::new();
    for row in csv::Reader::from_path(path("expected.csv")).unwrap().records() {
        let row = row.unwrap();
        expected.insert(row[0].to_owned(), (row[1].to_owned(), &row[4] == "1"));
    }
    let (mut hard, mut soft) = (0, 0);
    for row in csv::Reader::from_path(path("incidents.csv")).unwrap().records() {
        let row = row.unwrap();
        let p = Position::from_degrees(row[1].parse().unwrap(), row[2].parse().unwrap()).unwrap();
        let options = LocateOptions { accuracy_m: None, tolerance_m: 1.0 };
        let located = set.locate(Scheme::Duty, p, &options);
        let (tract, is_hard) = &expected[&row[0]];
        if *is_hard {
            assert_eq!(located.area.map(|id| set.area(id).code.as_str()), Some(tract.as_str()), "{row:?}");
            hard += 1;
        } else {
            // Any tract within a metre will do, but one there must be.
            let area = set.area(located.area.unwrap_or_else(|| panic!("{row:?}")));
            let shape = area.shape.as_ref().unwrap();
            assert!(shape.contains(p) || shape.distance_m(p) <= 1.0, "{row:?}");
            soft += 1;
        }
    }
    assert_eq!((hard, soft), (4_052, 932));
}

#[test]
fn rounding_san_francisco_to_the_grid_leaves_warnings_only() {
    let set = AreaSet::build(areas()).unwrap();
    let found = check(&set, Scheme::Duty);
    let refused: Vec<_> = found.iter().filter(|fault| fault.severity == Severity::Fault).collect();
    let words: Vec<&str> = refused.iter().map(|fault| fault.words.en.as_str()).collect();
    assert!(words.is_empty(), "{words:#?}");
    assert!(
        found.iter().any(|fault| fault.kind == FaultKind::OuterRounding || fault.kind == FaultKind::Overlap)
    );
}
