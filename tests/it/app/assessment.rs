//! Assessment of the demo: what is shown adds up, agrees with a count over single cases, and is the same on both databases.

use crate::postgres::PostgresDatabase;
use crate::site::{self, RUNTIME, anchor};
use std::collections::HashMap;
use wangge::app::answer::AssessmentAnswer;
use wangge::app::assessment::AssessmentQuery;
use wangge::app::{AppError, IncidentFilter, PageQuery, Viewer};
use wangge::domain::assessment::{Measure, Measures, SubjectKind};
use wangge::domain::instant::Instant;

fn query(kind: SubjectKind, days: i64) -> AssessmentQuery {
    AssessmentQuery {
        kind,
        from: Some(Instant(anchor().micros() - days * Instant::DAY)),
        to: Some(anchor()),
        campaign: None,
        phase: None,
        area: None,
    }
}

/// Every measure of all subjects and of nobody, added up.
fn sums(answer: &AssessmentAnswer) -> HashMap<Measure, u64> {
    let all = answer.subjects.iter().map(|subject| &subject.measures).chain([&answer.nobodys.measures]);
    let mut sums = HashMap::new();
    for measures in all {
        for &measure in Measure::ALL {
            *sums.entry(measure).or_default() += measures.cases(measure).unwrap_or(0);
        }
    }
    sums
}

fn cases(measures: &Measures, measure: Measure) -> u64 {
    measures.cases(measure).expect("known")
}

#[test]
fn subjects_and_nobodys_make_the_totals_and_all_kinds_count_the_same_cases() {
    let service = site::shared();
    RUNTIME.block_on(async {
        for days in [1, 30, 170] {
            let mut filed = Vec::new();
            for &kind in SubjectKind::ALL {
                let answer = service.assessment(&query(kind, days)).await.unwrap();
                let sums = sums(&answer);
                for &measure in Measure::ALL {
                    assert_eq!(
                        sums[&measure],
                        cases(&answer.totals.measures, measure),
                        "{kind:?} {measure:?}"
                    );
                }
                assert!(answer.subjects.iter().all(|subject| subject.scores.len() == answer.formulas.len()));
                filed.push([Measure::Reported, Measure::Filed, Measure::Closed].map(|m| sums[&m]));
            }
            assert!(filed.iter().all(|counts| *counts == filed[0]), "{filed:?}");
        }
    });
}

#[test]
fn reported_and_open_cases_are_those_of_the_list() {
    let service = site::shared();
    RUNTIME.block_on(async {
        let answer = service.assessment(&query(SubjectKind::Zone, 1000)).await.unwrap();
        let page = PageQuery { limit: Some(1), cursor: None };
        let listed = service.incidents(&IncidentFilter::default(), &page, &Viewer::office()).await.unwrap();
        assert_eq!(cases(&answer.totals.measures, Measure::Reported), listed.total);
        for subject in &answer.subjects {
            let filter = IncidentFilter { area: Some(subject.code.clone()), ..IncidentFilter::default() };
            let listed = service.incidents(&filter, &page, &Viewer::office()).await.unwrap();
            assert_eq!(cases(&subject.measures, Measure::Reported), listed.total, "{}", subject.code);
        }
    });
}

#[test]
fn an_area_narrows_places_and_cases_alike() {
    let service = site::shared();
    RUNTIME.block_on(async {
        let all = service.assessment(&query(SubjectKind::Zone, 60)).await.unwrap();
        let zone = &all.subjects[0];
        let narrowed = AssessmentQuery { area: Some(zone.code.clone()), ..query(SubjectKind::Point, 60) };
        let points = service.assessment(&narrowed).await.unwrap();
        assert!(
            points.subjects.iter().all(|point| point.parent.as_ref().is_some_and(|up| up.code == zone.code))
        );
        for measure in [Measure::Reported, Measure::Filed, Measure::Due, Measure::Closed, Measure::Overdue] {
            assert_eq!(
                cases(&points.totals.measures, measure),
                cases(&zone.measures, measure),
                "{measure:?}: what lies in no point is nobody's, not lost"
            );
        }
    });
}

#[test]
fn a_period_that_goes_on_is_beside_as_many_days_of_the_one_before() {
    let service = site::shared();
    RUNTIME.block_on(async {
        let running = AssessmentQuery { from: None, to: None, ..query(SubjectKind::Department, 1) };
        let answer = service.assessment(&running).await.unwrap();
        assert_eq!(
            (answer.period.first_day.as_str(), answer.period.last_day.as_str()),
            ("2026-11-01", "2026-11-30")
        );
        assert!(!answer.period.complete && answer.period.until.starts_with("2026-11-24T10:00"));
        let before = answer.previous.unwrap();
        assert!(before.from.starts_with("2026-10-01T00:00") && before.until.starts_with("2026-10-24T10:00"));
        let whole = service.assessment(&query(SubjectKind::Department, 7)).await.unwrap();
        assert!(whole.period.complete);
        assert_eq!(whole.previous.unwrap().last_day, "2026-11-16");
    });
}

#[test]
fn what_cannot_be_answered_is_told_with_its_place() {
    let service = site::shared();
    let codes = |query: AssessmentQuery| {
        RUNTIME.block_on(async {
            match service.assessment(&query).await {
                Err(AppError::Invalid(faults)) => {
                    faults.iter().map(|fault| format!("{}:{}", fault.field, fault.code)).collect::<Vec<_>>()
                }
                other => panic!("{:?}", other.map(|answer| answer.period)),
            }
        })
    };
    let with = |campaign: Option<&str>, phase: Option<&str>, area: Option<&str>| AssessmentQuery {
        campaign: campaign.map(str::to_owned),
        phase: phase.map(str::to_owned),
        area: area.map(str::to_owned),
        ..query(SubjectKind::Point, 30)
    };
    assert_eq!(codes(with(Some("olympics"), None, None)), ["campaign:unknown"]);
    assert_eq!(codes(with(None, Some("inspection"), None)), ["campaign:missing"]);
    assert_eq!(codes(with(Some("civilised_city"), Some("x"), None)), ["phase:unknown"]);
    assert_eq!(codes(with(None, None, Some("NOWHERE"))), ["area:unknown"]);
    let swapped = AssessmentQuery { from: Some(anchor()), ..query(SubjectKind::Point, 1) };
    assert_eq!(codes(swapped), ["to:before_from"]);
    let ahead = |days: i64| Some(Instant(anchor().micros() + days * Instant::DAY));
    let coming = AssessmentQuery { from: ahead(2), to: ahead(3), ..query(SubjectKind::Point, 1) };
    assert_eq!(codes(coming), ["from:in_the_future"]);
    assert_eq!(codes(query(SubjectKind::Point, 1200)), ["to:too_long"]);
}

#[test]
fn both_databases_assess_the_same_demo_alike() {
    let sqlite = site::shared();
    RUNTIME.block_on(async {
        let database = PostgresDatabase::create().await;
        let postgres = site::open(&database.url(), 7).await;
        postgres.service.load_demo(anchor()).await.expect("the demo loads");
        for &kind in SubjectKind::ALL {
            let asked = AssessmentQuery { campaign: Some("hygienic_city".into()), ..query(kind, 60) };
            let one = sqlite.assessment(&asked).await.unwrap();
            let two = postgres.service.assessment(&asked).await.unwrap();
            let told = |answer: &AssessmentAnswer| serde_json::to_value(answer).unwrap();
            assert_eq!(told(&one), told(&two), "{kind:?}");
        }
        postgres.service.store().close().await;
        database.drop().await;
    });
}
