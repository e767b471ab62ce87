//! Incidents: written whole, numbered by community and day, replayed by key, changed by version.

use super::builders::{dispatch, incident, of_row, row, with_key};
use super::{Database, on_both};
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;
use wangge::domain::case::{EventKind, State};
use wangge::domain::instant::Instant;
use wangge::store::{CaseFields, ChangeKind, Publication, Receipt, Store, StoreError};

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

async fn insert(
    store: &Store,
    incidents: Vec<wangge::store::NewIncident>,
) -> Result<Vec<Receipt>, StoreError> {
    store.insert_incidents(incidents, &shanghai()).await
}

on_both! {
    async fn an_incident_comes_back_whole_after_reopening(database: &Database) {
        let store = database.open().await;
        let written = incident(1);
        let receipts = insert(&store, vec![written.clone()]).await.unwrap();
        assert_eq!(
            receipts,
            [Receipt { incident: written.row.id, number: "260301-00001".to_owned(), response: None, replayed: false }]
        );
        store.close().await;

        let store = database.open().await;
        let mut expected = written.row.clone();
        expected.number = "260301-00001".to_owned();
        assert_eq!(store.incident(expected.id).await.unwrap(), Some(expected.clone()));
        assert_eq!(store.incidents_by_number("260301-00001").await.unwrap(), vec![expected.clone()]);
        assert_eq!(store.incident_by_tracking_code("track-1").await.unwrap(), Some(expected.clone()));
        assert_eq!(store.incident_events(expected.id).await.unwrap(), written.events);
        let reports = store.incident_reports(expected.id).await.unwrap();
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].body, "{\"raw\": true}");
        assert_eq!(store.incident(Uuid::from_u128(5)).await.unwrap(), None);
        let changes = store.changes_after(0, 10).await.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].kind, changes[0].key.clone()), (ChangeKind::Incident, expected.id.to_string()));
    }

    async fn tickets_of_elsewhere_are_found_by_their_number(database: &Database) {
        let store = database.open().await;
        let mut ticket = incident(1);
        ticket.row.external_ref = Some("GD-1".into());
        insert(&store, vec![ticket.clone(), incident(2)]).await.unwrap();
        let known = store.incidents_by_external_ref(&["GD-1", "GD-2", ""]).await.unwrap();
        let found: Vec<_> = known.iter().map(|known| (known.external_ref.as_str(), known.id, known.state)).collect();
        assert_eq!(found, [("GD-1", ticket.row.id, State::Reported)]);
        assert!(store.incidents_by_external_ref(&[]).await.unwrap().is_empty());
    }

    async fn numbers_count_each_community_and_local_day(database: &Database) {
        let store = database.open().await;
        let at = |n, home: &str, day: i64| {
            let mut row = row(n);
            row.home_code = home.to_owned();
            row.recorded_at = Instant(row.recorded_at.micros() + day * Instant::DAY);
            of_row(row, n)
        };
        // 17:00 UTC is already the next day in Shanghai.
        let mut late = row(5);
        late.recorded_at = Instant::parse("2026-03-01T17:00:00Z", &TimeZone::UTC).unwrap();
        let group = vec![at(1, "c-1", 0), at(2, "-", 0), at(3, "c-1", 0), at(4, "c-1", 1), of_row(late, 5)];
        let numbers: Vec<_> = insert(&store, group).await.unwrap().into_iter().map(|r| r.number).collect();
        assert_eq!(numbers, ["260301-00001", "260301-00001", "260301-00002", "260302-00001", "260302-00002"]);
        let next = insert(&store, vec![at(6, "c-1", 0)]).await.unwrap();
        assert_eq!(next[0].number, "260301-00003");
        assert_eq!(store.incidents_by_number("260301-00001").await.unwrap().len(), 2);
    }

    async fn one_bad_row_keeps_the_whole_import_out(database: &Database) {
        let store = database.open().await;
        let mut bad = incident(2);
        bad.row.lat = 900_000_001;
        let refused = insert(&store, vec![incident(1), bad]).await;
        assert!(matches!(refused, Err(StoreError::Check { .. })), "{refused:?}");
        assert_eq!(store.incident_count().await.unwrap(), 0);
        assert_eq!(store.change_head().await.unwrap(), 0);
        let twice = insert(&store, vec![incident(1), incident(1)]).await;
        assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
        insert(&store, vec![incident(1)]).await.unwrap();
    }

    async fn a_used_key_is_replayed_and_with_other_content_refused(database: &Database) {
        let store = database.open().await;
        let first = insert(&store, vec![with_key(incident(1), "k", "f")]).await.unwrap().remove(0);
        assert_eq!(first.response, Some(json!({"id": row(1).id, "number": "260301-00001"})));
        let again = insert(&store, vec![with_key(incident(2), "k", "f"), incident(3)]).await.unwrap();
        assert_eq!(again[0], Receipt { replayed: true, ..first.clone() });
        assert!(!again[1].replayed);
        assert_eq!(store.incident_count().await.unwrap(), 2);
        let other = insert(&store, vec![with_key(incident(4), "k", "g")]).await;
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        assert_eq!(store.incident_count().await.unwrap(), 2);
        assert_eq!(
            store.idempotent_answer("caller-1", "k").await.unwrap(),
            Some(("f".to_owned(), first.response.unwrap()))
        );
        assert_eq!(store.idempotent_answer("caller-2", "k").await.unwrap(), None);
        assert_eq!(store.incident_events(row(2).id).await.unwrap(), vec![], "a replay leaves no history");
    }

    async fn a_report_routed_on_an_old_edition_is_refused(database: &Database) {
        let store = database.open().await;
        let publication = |base| Publication {
            scheme: wangge::domain::grid::Scheme::Duty,
            base,
            scope: vec![],
            areas: vec![],
            replaced: vec![],
            succession: vec![],
            note: String::new(),
            in_force_from: Instant(0),
            recorded_at: Instant(0),
            move_incidents: wangge::store::MoveIncidents::None,
        };
        let mut checked = incident(1);
        checked.check_edition = true;
        let none = insert(&store, vec![checked.clone()]).await;
        assert!(matches!(none, Err(StoreError::EditionChanged { current: 0 })), "{none:?}");
        store.publish(&publication(0)).await.unwrap();
        insert(&store, vec![checked.clone()]).await.unwrap();
        store.publish(&publication(1)).await.unwrap();
        let mut later = incident(2);
        later.check_edition = true;
        let stale = insert(&store, vec![later]).await;
        assert!(matches!(stale, Err(StoreError::EditionChanged { current: 2 })), "{stale:?}");
        assert_eq!(store.incident_count().await.unwrap(), 1);
    }

    async fn a_transition_writes_state_event_assignment_and_version_together(database: &Database) {
        let store = database.open().await;
        insert(&store, vec![incident(1)]).await.unwrap();
        let before = store.incident(row(1).id).await.unwrap().unwrap();
        assert_eq!(store.transition(dispatch(&before, 1, 900)).await.unwrap(), 2);
        let after = store.incident(before.id).await.unwrap().unwrap();
        assert_eq!((after.state, after.version, after.assignment.rule.as_str()), (State::Dispatched, 2, "dispatched"));
        assert_eq!(after.due_at, dispatch(&before, 1, 900).fields.due_at);
        assert_eq!(CaseFields { state: State::Reported, due_at: None, ..CaseFields::from(&after) }, CaseFields::from(&before));
        let kinds: Vec<_> =
            store.incident_events(before.id).await.unwrap().into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds.len(), 2);
        assert!(kinds.contains(&EventKind::CaseDispatched));
        assert_eq!(store.change_head().await.unwrap(), 2);
    }

    async fn a_stale_transition_is_a_conflict_and_leaves_no_trace(database: &Database) {
        let store = database.open().await;
        insert(&store, vec![incident(1)]).await.unwrap();
        let before = store.incident(row(1).id).await.unwrap().unwrap();
        store.transition(dispatch(&before, 1, 900)).await.unwrap();
        let stale = store.transition(dispatch(&before, 1, 901)).await;
        assert!(matches!(stale, Err(StoreError::Conflict { current: 2 })), "{stale:?}");
        let unknown = store.transition(dispatch(&row(7), 1, 902)).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
        assert_eq!(store.incident_events(before.id).await.unwrap().len(), 2);
        assert_eq!(store.change_head().await.unwrap(), 2);
    }

    async fn columns_carry_every_incident_and_follow_the_change_log(database: &Database) {
        let store = database.open().await;
        for chunk in (0..5000).collect::<Vec<u64>>().chunks(1000) {
            insert(&store, chunk.iter().map(|n| incident(*n)).collect()).await.unwrap();
        }
        let head = store.change_head().await.unwrap();
        assert_eq!(head, 5000);
        let mut columns = Vec::new();
        let (chunks, mut arriving) = tokio::sync::mpsc::channel(64);
        store.stream_incident_columns(chunks).await.unwrap();
        while let Some(chunk) = arriving.recv().await {
            columns.extend(chunk);
        }
        columns.sort_by_key(|columns| columns.id);
        let ids: Vec<_> = (0..5000).map(|n| row(n).id).collect();
        assert_eq!(columns.iter().map(|columns| columns.id).collect::<Vec<_>>(), ids);
        let whole = store.incident(row(77).id).await.unwrap().unwrap();
        let narrow = &columns[77];
        assert_eq!((narrow.lon, narrow.lat, narrow.state), (whole.lon, whole.lat, whole.state));
        assert_eq!((&narrow.category, &narrow.area_code), (&whole.category, &whole.area_code));
        assert_eq!((narrow.recorded_at, narrow.actor_unit), (whole.recorded_at, whole.actor_unit));
        assert_eq!((narrow.actor_person, narrow.due_at), (whole.actor_person, None));
        assert_eq!(&store.incident_columns(&[narrow.id]).await.unwrap()[0], narrow, "one scan or the other");

        store.transition(dispatch(&whole, 1, 900)).await.unwrap();
        let changes = store.changes_after(head, 10).await.unwrap();
        let ids: Vec<Uuid> = changes.iter().map(|change| change.key.parse().unwrap()).collect();
        let again = store.incident_columns(&ids).await.unwrap();
        assert_eq!(again.len(), 1);
        assert_eq!((again[0].state, again[0].due_at), (State::Dispatched, Some(Instant(super::builders::MORNING + 14_400 * Instant::SECOND))));
    }
}
