//! Voices, cases that hang together, and the clocks that sweeps look at.

use super::builders::{dispatch, event, incident, row};
use super::{Database, on_both};
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;
use wangge::domain::case::{EventKind, State};
use wangge::domain::instant::Instant;
use wangge::store::{
    CaseChange, CaseFields, IdempotencyKey, NewReport, NewVoice, Store, StoreError, Tie, Voiced,
};

async fn three(store: &Store) {
    let incidents = (1..=3).map(incident).collect();
    store.insert_incidents(incidents, &TimeZone::UTC).await.unwrap();
}

fn voice(of: u64, n: u128) -> NewVoice {
    NewVoice {
        home_code: "c-1".into(),
        incident: row(of).id,
        report: NewReport { id: Uuid::from_u128(0x7000 + n), body: "{}".into() },
        source: "public".into(),
        external_ref: None,
        reporter_party: None,
        tracking_code: format!("voice-{n}"),
        received_at: Instant(row(of).recorded_at.micros() + 5),
        idempotency: Some(IdempotencyKey {
            caller: "caller-1".into(),
            key: format!("key-{n}"),
            fingerprint: format!("print-{of}"),
            response: json!({"voices": 0}),
        }),
    }
}

async fn joined(store: &Store, of: u64, into: u64) -> Result<i64, StoreError> {
    let before = store.incident(row(of).id).await?.unwrap();
    let fields = CaseFields {
        state: State::Merged,
        merged_into: Some(row(into).id),
        closed_at: Some(before.recorded_at),
        ..CaseFields::from(&before)
    };
    let event =
        event(&before, 0x5000 + u128::from(of), EventKind::CaseMerged, Some(before.state), State::Merged);
    let change = CaseChange {
        home_code: before.home_code.clone(),
        incident: before.id,
        expected_version: before.version,
        before: CaseFields::from(&before),
        fields,
        assignment: None,
        event,
        outbox: vec![],
    };
    store.transition(change).await
}

on_both! {
    async fn a_voice_counts_once_whatever_how_often_it_is_sent(database: &Database) {
        let store = database.open().await;
        three(&store).await;
        assert_eq!(store.add_voice(&voice(1, 1)).await.unwrap(), Voiced::Counted(2));
        let again = NewVoice { tracking_code: "another".into(), ..voice(1, 1) };
        assert_eq!(store.add_voice(&again).await.unwrap(), Voiced::Replayed(json!({"voices": 2})));
        let mut other = voice(2, 1);
        other.report.id = Uuid::from_u128(0x7999);
        assert!(matches!(store.add_voice(&other).await, Err(StoreError::KeyReused)));
        assert_eq!(store.add_voice(&voice(1, 2)).await.unwrap(), Voiced::Counted(3));
        let kept = store.incident(row(1).id).await.unwrap().unwrap();
        assert_eq!((kept.voices, kept.version), (3, 1), "a voice changes no case");
        assert_eq!(store.incident_reports(kept.id).await.unwrap().len(), 3);
        let of = store.voice_by_tracking_code("voice-2").await.unwrap().unwrap();
        assert_eq!((of.incident, of.received_at), (kept.id, voice(1, 2).received_at));
        assert_eq!(store.voice_by_tracking_code("another").await.unwrap(), None);
        let last = store.changes_after(0, 100).await.unwrap().pop().unwrap();
        assert_eq!(last.key, kept.id.to_string(), "whoever follows learns of it");
    }

    async fn what_joins_another_brings_its_voices_and_a_case_that_ended_takes_none(database: &Database) {
        let store = database.open().await;
        three(&store).await;
        store.add_voice(&voice(1, 1)).await.unwrap();
        joined(&store, 1, 2).await.unwrap();
        let kept = store.incident(row(2).id).await.unwrap().unwrap();
        assert_eq!((kept.voices, kept.version), (3, 1));
        joined(&store, 2, 3).await.unwrap();
        assert_eq!(store.incident(row(3).id).await.unwrap().unwrap().voices, 4);
        assert_eq!(store.add_voice(&voice(2, 9)).await.unwrap(), Voiced::Ended);
        assert_eq!(store.incident_reports(row(2).id).await.unwrap().len(), 1, "nothing was written");
        let ties = store.linked_to(row(3).id).await.unwrap();
        assert_eq!(ties.len(), 1);
        assert_eq!((ties[0].0, ties[0].1.id, ties[0].1.state), (Tie::Merged, row(2).id, State::Merged));
        let ended = store.closed_at(&[row(1).id, row(3).id]).await.unwrap();
        assert_eq!(ended, [(row(1).id, row(1).recorded_at)]);
    }

    async fn a_change_makes_the_incident_that_follows_or_neither_happens(database: &Database) {
        let store = database.open().await;
        three(&store).await;
        let before = store.incident(row(1).id).await.unwrap().unwrap();
        let mut follower = incident(9);
        follower.row.related = Some(before.id);
        follower.row.related_kind = Some("sample_of".into());
        let change = dispatch(&before, 1, 900);
        let (version, receipt) =
            store.transition_making(change.clone(), follower.clone(), &TimeZone::UTC).await.unwrap();
        assert_eq!((version, receipt.incident), (2, follower.row.id));
        let ties = store.linked_to(before.id).await.unwrap();
        assert_eq!((ties[0].0, ties[0].1.number.clone()), (Tie::Related, receipt.number));
        let mut late = incident(10);
        late.row.related = Some(before.id);
        let stale = store.transition_making(change, late.clone(), &TimeZone::UTC).await;
        assert!(matches!(stale, Err(StoreError::Conflict { current: 2 })), "{stale:?}");
        assert_eq!(store.incident(late.row.id).await.unwrap(), None);
        assert_eq!(store.case_names(&[follower.row.id, late.row.id]).await.unwrap().len(), 1);
    }

    async fn a_sweep_finds_what_is_due_and_may_put_it_off_without_a_change(database: &Database) {
        let store = database.open().await;
        let mut due = incident(1);
        due.row.next_step_at = Some(Instant(100));
        let mut later = incident(2);
        later.row.next_step_at = Some(Instant(200));
        store.insert_incidents(vec![later, due, incident(3)], &TimeZone::UTC).await.unwrap();
        assert!(store.steps_due(Instant(99), 10).await.unwrap().is_empty());
        assert_eq!(store.steps_due(Instant(200), 10).await.unwrap(), [row(1).id, row(2).id]);
        assert_eq!(store.steps_due(Instant(200), 1).await.unwrap(), [row(1).id]);
        store.set_next_step(row(1).id, 7, None).await.unwrap();
        assert_eq!(store.steps_due(Instant(100), 10).await.unwrap(), [row(1).id], "another version stands");
        store.set_next_step(row(1).id, 1, Some(Instant(300))).await.unwrap();
        assert_eq!(store.steps_due(Instant(299), 10).await.unwrap(), [row(2).id]);
        assert_eq!(store.incident(row(1).id).await.unwrap().unwrap().version, 1);
    }

    async fn the_overview_counts_what_came_went_and_is_late(database: &Database) {
        let store = database.open().await;
        let base = row(1).recorded_at.micros();
        let mut incidents: Vec<_> = (1..=5).map(incident).collect();
        incidents[0].row.state = State::Dispatched;
        incidents[0].row.filed_at = Some(Instant(base));
        incidents[0].row.due_at = Some(Instant(base + 10));
        incidents[1].row.state = State::Handled;
        incidents[1].row.due_at = Some(Instant(base + 10));
        incidents[1].row.handled_at = Some(Instant(base + 5));
        incidents[2].row.state = State::Dispatched;
        incidents[2].row.zone_code = None;
        incidents[2].row.warn_at = Some(Instant(base + 20));
        incidents[2].row.due_at = Some(Instant(base + 40));
        incidents[3].row.state = State::Closed;
        incidents[3].row.closed_at = Some(Instant(base + 8));
        incidents[4].row.source = "patrol".into();
        store.insert_incidents(incidents, &TimeZone::UTC).await.unwrap();
        let since = store.since(Instant(base), &[]).await.unwrap();
        assert_eq!((since.reported, since.reported_public), (5, 4));
        assert_eq!((since.filed, since.closed, since.handled_on_site), (1, 1, 0));
        let open = store.open_cases(Instant(base + 30), &[]).await.unwrap();
        let of = |zone: Option<&str>, state| {
            open.iter().find(|group| group.zone_code.as_deref() == zone && group.state == state).unwrap()
        };
        let late = of(Some("z-1"), State::Dispatched);
        assert_eq!((late.cases, late.overdue, late.warning), (1, 1, 0));
        assert_eq!(late.oldest_due_at, Some(Instant(base + 10)));
        let done = of(Some("z-1"), State::Handled);
        assert_eq!((done.overdue, done.oldest_due_at), (0, None), "handled in time waits for its check");
        let near = of(None, State::Dispatched);
        assert_eq!((near.overdue, near.warning), (0, 1));
        assert_eq!(open.iter().map(|group| group.cases).sum::<i64>(), 4);
        let flow = store.comings_and_goings(Instant(base), &[]).await.unwrap();
        assert_eq!(flow.iter().filter(|(_, ended)| *ended).count(), 1);
        assert_eq!(flow.len(), 6);
        // One case stands in no zone; all stand in the community.
        for (area, reported, open, comings) in [("z-1", 5, 3, 6), ("p-1", 5, 4, 6), ("c-1", 5, 4, 6), ("z-9", 0, 0, 0)] {
            let area = [area.to_owned()];
            let of_zone = area[0] == "z-1";
            assert_eq!(store.since(Instant(base), &area).await.unwrap().reported, reported - i64::from(of_zone));
            let cases = store.open_cases(Instant(base + 30), &area).await.unwrap();
            assert_eq!(cases.iter().map(|group| group.cases).sum::<i64>(), open, "{area:?}");
            let flow = store.comings_and_goings(Instant(base), &area).await.unwrap();
            assert_eq!(flow.len(), comings - usize::from(of_zone), "{area:?}");
        }
    }
}
