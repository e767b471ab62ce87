//! Lists, histograms and points mean the same rows by the same filter.

use crate::site::{self, RUNTIME, anchor};
use wangge::app::{AppError, IncidentFilter, PageQuery, Viewer};
use wangge::domain::instant::Instant;

fn page(limit: usize, cursor: Option<String>) -> PageQuery {
    PageQuery { limit: Some(limit), cursor }
}

#[test]
fn database_and_columns_count_the_same_for_every_filter() {
    let service = site::shared();
    let text = |value: &str| vec![value.to_owned()];
    let days = |n: i64| Some(Instant(anchor().micros() - n * Instant::DAY));
    let all = IncidentFilter::default;
    let cases = [
        all(),
        IncidentFilter { categories: text("street_vending"), ..all() },
        IncidentFilter { categories: text("street_order"), ..all() },
        IncidentFilter { states: text("open"), ..all() },
        IncidentFilter { states: vec!["closed".into(), "reported".into()], ..all() },
        IncidentFilter { area: Some("YL2".into()), ..all() },
        IncidentFilter { area: Some("530499003".into()), ..all() },
        IncidentFilter { area: Some("YL1-06".into()), states: text("open"), ..all() },
        IncidentFilter {
            from: days(20),
            to: days(5),
            sources: vec!["12345".into(), "public".into()],
            ..all()
        },
        IncidentFilter { overdue: Some(true), ..all() },
        IncidentFilter { bbox: Some([102.536, 24.348, 102.541, 24.352]), ..all() },
        IncidentFilter { owner: Some("chengguan".into()), ..all() },
    ];
    RUNTIME.block_on(async {
        for filter in cases {
            // A tree without the category would make this test about nothing.
            let listed = match service.incidents(&filter, &page(1, None), &Viewer::office()).await {
                Err(AppError::Invalid(faults)) => panic!("{filter:?}: {faults:?}"),
                other => other.unwrap().total,
            };
            let counted = service.incident_histogram(&filter).unwrap().total;
            assert_eq!(listed, counted, "{filter:?}");
            assert!(listed > 0, "{filter:?} finds nothing");
        }
    });
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition_and_a_cursor_of_another_query_is_refused() {
    let service = site::shared();
    RUNTIME.block_on(async {
        for filter in [
            IncidentFilter { area: Some("YL1".into()), ..IncidentFilter::default() },
            IncidentFilter { management_types: vec!["unmanaged".into()], ..IncidentFilter::default() },
        ] {
            let mut ids = Vec::new();
            let mut cursor = None;
            let total = loop {
                let found = service.incidents(&filter, &page(97, cursor), &Viewer::office()).await.unwrap();
                ids.extend(found.items.iter().map(|item| item.id));
                cursor = found.next_cursor;
                if cursor.is_none() {
                    break found.total;
                }
            };
            let mut unique = ids.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!((ids.len() as u64, unique.len()), (total, ids.len()));
        }
        let filter = IncidentFilter::default();
        let first = service.incidents(&filter, &page(5, None), &Viewer::office()).await.unwrap();
        let other = IncidentFilter { states: vec!["open".into()], ..filter.clone() };
        let refused =
            service.incidents(&other, &page(5, first.next_cursor), &Viewer::office()).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid(faults) if faults[0].code == "other_query"));
        let refused =
            service.incidents(&filter, &page(5, Some("x".into())), &Viewer::office()).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid(faults) if faults[0].code == "malformed"));
    });
}

#[test]
fn unknown_words_of_a_filter_are_errors_not_empty_answers() {
    let service = site::shared();
    let bad = IncidentFilter {
        categories: vec!["no_such".into()],
        states: vec!["sleeping".into()],
        area: Some("nowhere".into()),
        management_types: vec!["haunted".into()],
        bbox: Some([103.0, 24.0, 102.0, 25.0]),
        ..IncidentFilter::default()
    };
    let AppError::Invalid(faults) = service.incident_histogram(&bad).unwrap_err() else {
        panic!("fields are at fault")
    };
    let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["area", "bbox", "category", "management_type", "state"]);
}

#[test]
fn search_finds_areas_compounds_roads_and_posts_by_name_code_and_pinyin_initials() {
    let service = site::shared();
    let find = |words: &str| service.search(words, 10, &Viewer::office()).unwrap().results;
    assert!(find("玉兰社区").iter().any(|hit| hit.kind == "area" && hit.name == "玉兰社区"));
    assert!(find("ylsq").iter().any(|hit| hit.name == "玉兰社区"));
    assert!(find("yulanshequ").iter().any(|hit| hit.name == "玉兰社区"));
    assert!(find("YL1-06").first().is_some_and(|hit| hit.code == "YL1-06"));
    assert!(find("玉兰大道").iter().any(|hit| hit.layer == Some("road")));
    assert!(find("   ").is_empty());
    let reference = service.reference();
    let head = reference.roster.appointments().iter().find_map(|post| {
        let party = reference.roster.party(post.person?)?;
        let area = matches!(post.target, wangge::domain::duty::Target::Area { .. });
        (area && post.validity.holds_at(anchor())).then(|| party.name.clone())
    });
    assert!(find(&head.expect("somebody heads an area")).iter().any(|hit| hit.kind == "post"));
    for party in reference.roster.parties().iter().filter(|party| !party.public_name) {
        let hits = service.search(&party.name, 50, &Viewer::public()).unwrap().results;
        assert!(
            hits.iter().all(|hit| !hit.name.split(" · ").any(|part| part == party.name)),
            "{} is not public",
            party.name
        );
    }
}
