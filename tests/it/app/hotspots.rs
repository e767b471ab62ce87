//! Rankings and densities against plain loops over the stored incidents.

use crate::site::{self, RUNTIME, anchor};
use std::collections::HashMap;
use wangge::app::{DensityQuery, IncidentFilter, PageQuery, RankBy, RankingQuery, Viewer};
use wangge::domain::feature::Layer;
use wangge::domain::grid::{Level, Scheme};
use wangge::domain::instant::Instant;

fn filters() -> Vec<IncidentFilter> {
    let days = |n: i64| Some(Instant(anchor().micros() - n * Instant::DAY));
    vec![
        IncidentFilter::default(),
        IncidentFilter { categories: vec!["street_vending".into()], ..IncidentFilter::default() },
        IncidentFilter {
            states: vec!["open".into()],
            from: days(30),
            to: days(0),
            ..IncidentFilter::default()
        },
        IncidentFilter {
            area: Some("YL1".into()),
            sources: vec!["patrol".into()],
            ..IncidentFilter::default()
        },
    ]
}

#[test]
fn counts_by_compound_and_area_equal_a_plain_count() {
    let service = site::shared();
    let reference = service.reference();
    let incidents = service.columns();
    for filter in filters() {
        let selection = incidents.select(&reference, &filter, service.now()).unwrap();
        let mut by_compound: HashMap<String, u64> = HashMap::new();
        let mut by_zone: HashMap<String, u64> = HashMap::new();
        let mut total = 0;
        for block in incidents.columns.blocks() {
            for row in selection.rows(block) {
                total += 1;
                let p = block.position(row);
                for id in reference.features.of_layer(Layer::Compound) {
                    let feature = reference.features.feature(*id);
                    if feature.geometry.distance_m(p) == 0.0 {
                        *by_compound.entry(feature.code.clone()).or_default() += 1;
                        break;
                    }
                }
            }
        }
        for id in reference.areas.of_level(Scheme::Duty, Level::Zone) {
            let code = reference.areas.area(id).code.clone();
            // The area of the filter narrows what is counted in other zones to nothing.
            if filter.area.as_ref().is_some_and(|area| *area != code) {
                continue;
            }
            let narrowed = IncidentFilter { area: Some(code.clone()), ..filter.clone() };
            let page = PageQuery { limit: Some(1), cursor: None };
            let listed = RUNTIME.block_on(service.incidents(&narrowed, &page, &Viewer::office())).unwrap();
            if listed.total > 0 {
                by_zone.insert(code, listed.total);
            }
        }
        for (by, expected) in [(RankBy::Compound, by_compound), (RankBy::Area(Level::Zone), by_zone)] {
            let query = RankingQuery { by, limit: Some(500) };
            let ranking = service.ranking(&filter, &query, &Viewer::office()).unwrap();
            let found: HashMap<String, u64> =
                ranking.items.iter().map(|item| (item.code.clone(), item.count)).collect();
            assert_eq!(found, expected, "{filter:?}");
            assert_eq!(ranking.total, total);
            assert_eq!(ranking.unassigned + expected.values().sum::<u64>(), total);
            assert!(ranking.items.windows(2).all(|pair| pair[0].count >= pair[1].count));
        }
    }
}

#[test]
fn the_most_troubled_compounds_of_the_demo_have_nobody_who_manages_them() {
    let service = site::shared();
    let query = RankingQuery { by: RankBy::Compound, limit: Some(4) };
    let ranking = service.ranking(&IncidentFilter::default(), &query, &Viewer::office()).unwrap();
    let reference = service.reference();
    let unmanaged = ranking
        .items
        .iter()
        .filter(|item| {
            let id = reference.features.get(Layer::Compound, &item.code).unwrap();
            let kind = reference.features.feature(id).text("management_type").unwrap_or_default().to_owned();
            matches!(kind.as_str(), "unmanaged" | "semi_managed" | "abandoned")
        })
        .count();
    assert!(unmanaged >= 3, "{:?}", ranking.items.iter().map(|item| &item.name.zh).collect::<Vec<_>>());
    assert!(ranking.items.iter().all(|item| item.owner.is_some()));
}

#[test]
fn a_bounded_period_is_compared_with_the_one_before_it() {
    let service = site::shared();
    let day = |n: i64| Some(Instant(anchor().micros() - n * Instant::DAY));
    let query = RankingQuery { by: RankBy::Area(Level::Zone), limit: Some(50) };
    let rank = |from, to| {
        let filter = IncidentFilter { from: day(from), to: day(to), ..IncidentFilter::default() };
        service.ranking(&filter, &query, &Viewer::office()).unwrap()
    };
    let (now, before) = (rank(7, 0), rank(14, 7));
    for item in &now.items {
        let earlier =
            before.items.iter().find(|other| other.code == item.code).map_or(0, |other| other.count);
        assert_eq!(item.previous, Some(earlier));
    }
    let open_ended = service.ranking(&IncidentFilter::default(), &query, &Viewer::office()).unwrap();
    assert!(open_ended.items.iter().all(|item| item.previous.is_none()));
}

#[test]
fn the_density_surface_counts_the_filtered_incidents_and_states_unit_bandwidth_and_error() {
    let service = site::shared();
    for filter in filters() {
        let query = DensityQuery { bandwidth_m: Some(50.0), width: Some(128), height: Some(128), bbox: None };
        let surface = service.density(&filter, &query).unwrap();
        let histogram = service.incident_histogram(&filter).unwrap();
        assert!(surface.total <= histogram.total && surface.total * 10 >= histogram.total * 8);
        assert_eq!((surface.unit, surface.bandwidth_m), ("incidents_per_km2", 50.0));
        assert!(surface.error < 0.1);
        assert!(surface.max > 0.0);
    }
    let absurd = DensityQuery { bandwidth_m: Some(0.1), width: Some(9_000), ..DensityQuery::default() };
    assert!(service.density(&IncidentFilter::default(), &absurd).is_err());
}

#[test]
fn one_coordinate_shared_by_many_reports_is_flagged() {
    let points = site::shared().incident_points(&IncidentFilter::default(), 20_000).unwrap();
    assert!(!points.shared_default.is_empty());
    assert!(points.shared_default.iter().all(|(_, _, count)| *count >= 20));
    assert_eq!(points.ids.len() as u64, points.count);
}
