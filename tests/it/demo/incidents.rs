//! The reports that the model brings.

use super::files;
use std::collections::{BTreeMap, BTreeSet};
use wangge::app::demo::{IncidentModel, Places, PlannedReport, reports};
use wangge::domain::case::{Need, Needs, State, Transition, apply};
use wangge::domain::geo::{Datum, Geometry, Position};
use wangge::domain::instant::Instant;

const SEED: u64 = 7;

fn model() -> IncidentModel {
    serde_json::from_value(files::json("incident_model.json")).expect("the model reads back")
}

fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Asia/Shanghai").expect("zone data is bundled")
}

fn anchor() -> Instant {
    Instant::parse("2026-11-24", &zone()).expect("a day")
}

fn drawn(seed: u64) -> Vec<PlannedReport> {
    let (features, areas) = (files::features(), files::areas());
    reports(&model(), &Places::new(&features, &areas), anchor(), &zone(), seed).expect("a sound model")
}

fn position(report: &PlannedReport) -> Position {
    report.datum.to_position(report.lon, report.lat).expect("a position")
}

#[test]
fn one_seed_gives_the_same_reports_every_time() {
    let first = drawn(SEED);
    assert_eq!(first, drawn(SEED));
    assert_ne!(first, drawn(SEED + 1));
    assert_eq!(first.len(), model().total as usize);
}

#[test]
fn everything_happens_within_the_period_and_in_order() {
    let reports = drawn(SEED);
    let from = anchor().micros() - 181 * Instant::DAY;
    assert!(reports.windows(2).all(|w| w[0].recorded_at <= w[1].recorded_at));
    for report in &reports {
        assert!(report.occurred_at.micros() >= from && report.occurred_at <= report.recorded_at);
        let last: i64 = report.steps.iter().map(|step| step.delay_s * Instant::SECOND).sum();
        assert!(report.recorded_at.micros() + last < anchor().micros());
        assert!(report.recorded_at < anchor());
        assert!(!report.description.contains('{') && !report.description.is_empty());
    }
}

fn last_state(report: &PlannedReport) -> State {
    report.steps.iter().fold(State::Reported, |state, step| {
        let given = Needs::ALL.without(Need::Reason).with(Need::Reason, step.note.is_some());
        match apply(state, step.transition, &[step.role], given, Needs::NONE) {
            Ok(taken) => taken.to,
            Err(refused) => panic!("{refused}, missing {:?}", refused.missing),
        }
    })
}

#[test]
fn histories_are_legal_and_end_in_mixed_states() {
    let reports = drawn(SEED);
    let mut ends: BTreeMap<State, usize> = BTreeMap::new();
    for report in &reports {
        *ends.entry(last_state(report)).or_default() += 1;
        if let Some(earlier) = report.merge_into {
            let target = &reports[earlier];
            assert!(target.recorded_at <= report.recorded_at && target.merge_into.is_none());
            assert_eq!(target.category, report.category);
            assert_eq!(report.steps[0].transition, Transition::Merge);
        }
    }
    // A case is filed for minutes only before it is dispatched, so a midnight need not find one.
    for state in State::ALL.iter().filter(|state| **state != State::Filed) {
        assert!(ends.contains_key(state), "no report ends {}: {ends:?}", state.slug());
    }
    assert!(ends[&State::Closed] > reports.len() / 2, "{ends:?}");
    let open: usize = ends.iter().filter(|(state, _)| state.is_open()).map(|(_, count)| count).sum();
    assert!((120..400).contains(&open), "{ends:?}");
}

#[test]
fn categories_are_incidents_of_the_reference_and_channels_are_the_known_ones() {
    let model = model();
    let reference = std::fs::read(files::folder().join("../reference/categories.json")).expect("committed");
    let reference: serde_json::Value = serde_json::from_slice(&reference).expect("JSON");
    let incidents: BTreeSet<&str> = reference["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|entry| entry["kind"] == "incident")
        .filter_map(|entry| entry["slug"].as_str())
        .collect();
    for source in &model.sources {
        assert!(incidents.contains(source.category.as_str()), "{}", source.category);
    }
    let channels: BTreeSet<&str> =
        model.habits.values().flat_map(|habit| habit.channels.keys().map(String::as_str)).collect();
    assert_eq!(channels, BTreeSet::from(["12345", "leader", "patrol", "public", "wechat"]));
}

#[test]
fn some_reports_lie_outside_some_come_in_gcj02_and_some_share_one_default_place() {
    let reports = drawn(SEED);
    let areas = files::areas();
    let street =
        areas.iter().find(|a| a.name == "明湖街道").and_then(|a| a.shape.as_ref()).expect("a street");
    let outside = reports.iter().filter(|r| !street.contains(position(r))).count();
    assert!((5..60).contains(&outside), "{outside}");
    assert!(reports.iter().filter(|r| r.datum == Datum::Gcj02).count() > 100);
    let mut same: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for report in &reports {
        *same.entry((report.lon.to_bits(), report.lat.to_bits())).or_default() += 1;
    }
    assert_eq!(same.values().max(), Some(&(model().shared_default.reports as usize)));
}

#[test]
fn stalls_stand_at_the_school_gate_on_school_days_and_rubbish_lies_in_unmanaged_compounds() {
    let reports = drawn(SEED);
    let at_gate: Vec<_> =
        reports.iter().filter(|r| r.category == "street_vending" && r.address == "学府小学门口").collect();
    let weekend = at_gate
        .iter()
        .filter(|r| r.occurred_at.timestamp().to_zoned_datetime(zone()).weekday().to_monday_one_offset() > 5)
        .count();
    assert!(at_gate.len() > 40 && weekend * 10 < at_gate.len(), "{weekend} of {}", at_gate.len());
    let features = files::features();
    let rubbish_in = |code: &str| {
        let compound = features.iter().find(|f| f.code == code).expect("a compound");
        let Geometry::Area(shape) = &compound.geometry else { panic!("compounds are areas") };
        reports.iter().filter(|r| r.category == "exposed_rubbish" && shape.contains(position(r))).count()
    };
    assert!(rubbish_in("C08") > 4 * rubbish_in("C02"));
}
