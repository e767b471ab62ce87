//! Lists, histograms and points mean the same rows by the same filter.

use crate::site::{self, RUNTIME, anchor};
use std::collections::HashMap;
use wangge::app::{AppError, DensityQuery, IncidentFilter, PageQuery, RankBy, RankingQuery, Service, Viewer};
use wangge::domain::case::{Event, EventKind};
use wangge::domain::grid::Level;
use wangge::domain::instant::Instant;
use wangge::store::{IncidentRow, NewIncident};

fn page(limit: usize, cursor: Option<String>) -> PageQuery {
    PageQuery { limit: Some(limit), cursor }
}

/// The unit or the person that acts in most incidents.
fn busiest(service: &Service, person: bool) -> String {
    let mut counts = HashMap::new();
    RUNTIME.block_on(async {
        let (chunks, mut arriving) = tokio::sync::mpsc::channel(64);
        service.store().stream_incident_columns(chunks).await.unwrap();
        while let Some(rows) = arriving.recv().await {
            for id in rows.iter().filter_map(|row| if person { row.actor_person } else { row.actor_unit }) {
                *counts.entry(id).or_insert(0) += 1;
            }
        }
    });
    let (id, _) = counts.into_iter().max_by_key(|(id, count)| (*count, *id)).expect("somebody acts");
    id.to_string()
}

#[test]
fn the_owner_narrows_counts_rankings_and_surfaces_alike() {
    let service = site::shared();
    let filter = IncidentFilter { owner: Some(busiest(service, false)), ..IncidentFilter::default() };
    let listed =
        RUNTIME.block_on(service.incidents(&filter, &page(1, None), &Viewer::office())).unwrap().total;
    let all = service.incident_points(&IncidentFilter::default(), 1).unwrap().count;
    assert!(0 < listed && listed < all);
    assert_eq!(service.incident_points(&filter, 1).unwrap().count, listed);
    let query = RankingQuery { by: RankBy::Area(Level::Community), limit: None };
    assert_eq!(service.ranking(&filter, &query, &Viewer::office()).unwrap().total, listed);
    let surface = service.density(&filter, &DensityQuery::default()).unwrap();
    assert!(0 < surface.total && surface.total <= listed);
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
        IncidentFilter { owner: Some(busiest(service, false)), ..all() },
        IncidentFilter { owner: Some(busiest(service, true)), states: text("open"), ..all() },
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
        sources: vec!["public".into(), "pigeon".into()],
        owner: Some("ministry".into()),
        bbox: Some([103.0, 24.0, 102.0, 25.0]),
        ..IncidentFilter::default()
    };
    let AppError::Invalid(faults) = service.incident_histogram(&bad).unwrap_err() else {
        panic!("fields are at fault")
    };
    let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["area", "bbox", "category", "management_type", "owner", "source", "state"]);
    let words = |field: &str| &faults.iter().find(|fault| fault.field == field).unwrap().words.en;
    assert!(words("source").contains("pigeon") && words("source").contains("public, patrol, 12345"));
    assert!(words("owner").contains("chengguan"));
    let nobody = IncidentFilter { owner: Some(uuid::Uuid::nil().to_string()), ..IncidentFilter::default() };
    assert!(matches!(service.incident_histogram(&nobody), Err(AppError::Invalid(_))));
}

#[test]
fn a_histogram_reaches_back_two_years_at_most_and_counts_what_is_older() {
    RUNTIME.block_on(async {
        let site = site::fresh().await;
        let service = &site.service;
        let before = service.incident_histogram(&IncidentFilter::default()).unwrap();
        assert_eq!(before.earlier, 0);
        assert!(before.days.len() < 300);
        let page = service.incidents(&IncidentFilter::default(), &page(1, None), &Viewer::office()).await;
        let mut row = service.store().incident(page.unwrap().items[0].id).await.unwrap().unwrap();
        row.id = uuid::Uuid::from_u128(1);
        row.tracking_code = "old".into();
        row.occurred_at = Instant::parse("1999-12-31", service.zone()).unwrap();
        service.writer().submit(imported(row)).await.unwrap().receipt().await.unwrap();
        service.follow().await.unwrap();
        let after = service.incident_histogram(&IncidentFilter::default()).unwrap();
        assert_eq!((after.total, after.earlier, after.days.len()), (before.total + 1, 1, 731));
        assert_eq!(after.days.last(), before.days.last());
        assert_eq!(after.days.iter().map(|day| day.count).sum::<u64>(), before.total);
        let to = Instant::parse("2000-01-01", service.zone());
        let old = service.incident_histogram(&IncidentFilter { to, ..IncidentFilter::default() }).unwrap();
        assert_eq!((old.days.len(), old.earlier), (1, 0));
    });
}

/// An incident as an import of another system's would write it.
fn imported(row: IncidentRow) -> NewIncident {
    let event = Event {
        id: uuid::Uuid::from_u128(2),
        incident: row.id,
        kind: EventKind::IncidentReported,
        from: None,
        to: row.state,
        at: row.recorded_at,
        actor_role: "resident".into(),
        actor_party: None,
        note: None,
        detail: serde_json::Value::Null,
    };
    NewIncident {
        row,
        report: None,
        events: vec![event],
        outbox: vec![],
        idempotency: None,
        check_edition: false,
    }
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
    let communities: Vec<_> =
        find("玉兰社区").into_iter().filter(|hit| hit.kind == "area" && hit.code == "530499003001").collect();
    assert_eq!(communities.len(), 1, "the unit scheme has the same community");
    assert!(communities[0].detail.zh.contains("社区"), "{}", communities[0].detail.zh);
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
