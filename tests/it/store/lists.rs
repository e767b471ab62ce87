//! Lists: every filter against the same filter in Rust, and pages that fit together.

use super::builders::{of_row, row};
use super::{Database, on_both};
use jiff::tz::TimeZone;
use uuid::Uuid;
use wangge::domain::case::State;
use wangge::domain::geo::{Bounds, Position};
use wangge::domain::instant::Instant;
use wangge::store::{IncidentFilter, IncidentRow, Owner, PageRequest, Store};

const FIRST: PageRequest = PageRequest { limit: 1000, after: None };

/// 60 incidents that differ in everything a filter looks at, newest first.
async fn filled(store: &Store) -> Vec<IncidentRow> {
    let rows = (0..60).map(|n| {
        let mut row = row(n);
        row.category = ["street_vendor", "litter", "graffiti"][n as usize % 3].to_owned();
        row.state = State::ALL[n as usize % State::ALL.len()];
        row.zone_code = (n % 4 != 0).then(|| format!("z-{}", n % 4));
        row.point_code = (n % 5 != 0).then(|| format!("p-{}", n % 5));
        row.area_code = row.point_code.clone().or(row.zone_code.clone());
        row.department = (n % 2 == 0).then(|| "police".to_owned());
        row.actor_unit = Some(Uuid::from_u128(u128::from(n % 7)));
        row.actor_person = (n % 3 == 0).then(|| Uuid::from_u128(u128::from(n % 6)));
        row.source = ["public", "12345"][n as usize % 2].to_owned();
        row.due_at = (n % 3 != 1).then(|| Instant(n as i64 * 1000));
        row.closed_at = (!row.state.is_open()).then_some(Instant(5));
        row.description = (n % 6 != 0).then(|| format!("摊点 No{n} 50%_\\"));
        // Several share one instant, so that the id has to decide their order.
        row.recorded_at = Instant(row.recorded_at.micros() / 10_000_000 * 10_000_000);
        of_row(row, n)
    });
    store.insert_incidents(rows.collect(), &TimeZone::UTC).await.unwrap();
    let all = store.incidents(&IncidentFilter::default(), FIRST).await.unwrap();
    assert_eq!((all.incidents.len(), all.next), (60, None));
    assert!(all.incidents.is_sorted_by(|a, b| (a.recorded_at, a.id) > (b.recorded_at, b.id)));
    all.incidents
}

async fn agrees(
    store: &Store,
    all: &[IncidentRow],
    filter: IncidentFilter,
    passes: impl Fn(&IncidentRow) -> bool,
) {
    let expected: Vec<_> = all.iter().filter(|row| passes(row)).cloned().collect();
    assert!(!expected.is_empty() && expected.len() < all.len(), "the filter should keep some: {filter:?}");
    assert_eq!(store.incidents(&filter, FIRST).await.unwrap().incidents, expected, "{filter:?}");
    assert_eq!(store.count_incidents(&filter).await.unwrap(), expected.len() as i64);
}

on_both! {
    async fn each_filter_keeps_what_it_says(database: &Database) {
        let store = database.open().await;
        let all = filled(&store).await;
        let none = IncidentFilter::default;
        let bbox = Bounds {
            min: Position::new(1_025_400_010, 243_499_900),
            max: Position::new(1_025_400_030, 243_499_985),
        };
        agrees(&store, &all, IncidentFilter { bbox: Some(bbox), ..none() }, |row| bbox.contains(row.position())).await;
        let categories = vec!["litter".to_owned(), "graffiti".to_owned()];
        agrees(&store, &all, IncidentFilter { categories, ..none() }, |row| row.category != "street_vendor").await;
        let states = vec![State::Filed, State::Closed];
        agrees(&store, &all, IncidentFilter { states: states.clone(), ..none() }, |row| states.contains(&row.state)).await;
        let areas = vec!["z-1".to_owned(), "p-2".to_owned()];
        agrees(&store, &all, IncidentFilter { areas, ..none() }, |row| {
            row.zone_code.as_deref() == Some("z-1") || row.point_code.as_deref() == Some("p-2")
        })
        .await;
        let unit = Uuid::from_u128(3);
        agrees(&store, &all, IncidentFilter { owner: Some(Owner::Unit(unit)), ..none() }, |row| row.actor_unit == Some(unit)).await;
        agrees(&store, &all, IncidentFilter { owner: Some(Owner::Person(unit)), ..none() }, |row| row.actor_person == Some(unit)).await;
        let police = Owner::Department("police".to_owned());
        agrees(&store, &all, IncidentFilter { owner: Some(police), ..none() }, |row| row.department.is_some()).await;
        let sources = vec!["12345".to_owned()];
        agrees(&store, &all, IncidentFilter { sources, ..none() }, |row| row.source == "12345").await;
        let (from, until) = (all[40].occurred_at, all[20].occurred_at);
        agrees(&store, &all, IncidentFilter { from: Some(from), until: Some(until), ..none() }, |row| {
            from <= row.occurred_at && row.occurred_at < until
        })
        .await;
        agrees(&store, &all, IncidentFilter { overdue_at: Some(Instant(30_000)), ..none() }, |row| {
            row.state.is_open() && row.due_at.is_some_and(|due| due < Instant(30_000))
        })
        .await;
        for (text, part) in [("no1", "No1"), ("%_\\", "%_\\"), ("摊点", "摊点"), ("260301-00007", "x")] {
            agrees(&store, &all, IncidentFilter { text: Some(text.to_owned()), ..none() }, |row| {
                row.description.as_deref().is_some_and(|description| description.contains(part)) || row.number == text
            })
            .await;
        }
        agrees(&store, &all, IncidentFilter {
            sources: vec!["public".to_owned()],
            categories: vec!["litter".to_owned()],
            bbox: Some(bbox),
            ..none()
        }, |row| row.source == "public" && row.category == "litter" && bbox.contains(row.position()))
        .await;
    }

    async fn small_areas_are_found_by_what_ever_stood_below_them(database: &Database) {
        let store = database.open().await;
        // Every point moved from zone to zone, and incidents keep the zone of their day.
        for zone in 1..=3 {
            let mut areas = vec![format!("('duty', 'z-{zone}', 1, NULL, 'zone', 'z', 'c-1')")];
            let until = if zone == 3 { "NULL".to_owned() } else { (zone + 1).to_string() };
            areas.extend((1..=4).map(|point| format!("('duty', 'p-{point}', {zone}, {until}, 'point', 'p', 'z-{zone}')")));
            let head = "INSERT INTO area (scheme, code, edition_from, edition_until, level, name, parent) VALUES";
            database.execute(format!("{head} {}", areas.join(", "))).await;
        }
        let all = filled(&store).await;
        for codes in [vec!["z-1"], vec!["p-2"], vec!["z-3", "p-1"], vec!["nowhere", "z-2"]] {
            let areas: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            let filter = IncidentFilter { areas, areas_are_small: true, ..IncidentFilter::default() };
            agrees(&store, &all, filter.clone(), |row| {
                [&row.point_code, &row.zone_code].into_iter().flatten().any(|own| codes.contains(&own.as_str()))
            })
            .await;
            let page = PageRequest { limit: 4, after: None };
            let first = store.incidents(&filter, page).await.unwrap();
            let rest = store.incidents(&filter, PageRequest { after: first.next, ..FIRST }).await.unwrap();
            let whole = store.incidents(&filter, FIRST).await.unwrap().incidents;
            assert_eq!([first.incidents, rest.incidents].concat(), whole);
        }
    }

    async fn pages_join_to_the_whole_list_while_new_rows_arrive(database: &Database) {
        let store = database.open().await;
        let all = filled(&store).await;
        let mut pages = Vec::new();
        let mut after = None;
        loop {
            let page = store.incidents(&IncidentFilter::default(), PageRequest { limit: 7, after }).await.unwrap();
            pages.extend(page.incidents);
            after = page.next;
            if after.is_none() {
                break;
            }
            let n = 1000 + pages.len() as u64;
            store.insert_incidents(vec![super::builders::incident(n)], &TimeZone::UTC).await.unwrap();
        }
        assert_eq!(pages, all);
    }
}
