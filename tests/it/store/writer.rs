//! The group-commit writer: everybody gets their own answer, and a bad row is alone in its failure.

use super::builders::{dispatch, incident, row, with_key};
use super::{Database, on_both};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use wangge::store::{NewIncident, Receipt, Store, StoreError, Writer};

/// Sends all of them at once and waits for every answer, in order.
async fn send(writer: &Writer, incidents: Vec<NewIncident>) -> Vec<Result<Receipt, StoreError>> {
    let tasks: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let writer = writer.clone();
            tokio::spawn(async move { writer.intake(incident).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

fn start(store: &Store) -> Writer {
    Writer::start(store.clone(), TimeZone::UTC).0
}

on_both! {
    async fn a_thousand_callers_get_a_thousand_numbers(database: &Database) {
        let store = database.open().await;
        let answers = send(&start(&store), (0..1000).map(incident).collect()).await;
        let numbers: BTreeSet<_> = answers.into_iter().map(|answer| answer.unwrap().number).collect();
        assert_eq!(numbers.len(), 1000);
        assert_eq!(numbers.last().unwrap(), "260301-01000");
        store.close().await;
        assert_eq!(database.open().await.incident_count().await.unwrap(), 1000);
    }

    async fn one_bad_row_fails_alone(database: &Database) {
        let store = database.open().await;
        let incidents = (0..100).map(|n| {
            let mut incident = incident(n);
            match n {
                17 => incident.row.lon = 1_800_000_001,
                40 => incident.row.description = Some("a\0b".to_owned()),
                41 => incident.row.id = row(42).id,
                _ => {}
            }
            incident
        });
        let answers = send(&start(&store), incidents.collect()).await;
        let failed: Vec<_> = (0..100).filter(|n| answers[*n].is_err()).collect();
        assert_eq!(failed.len(), 3, "{failed:?}");
        assert!(matches!(answers[17], Err(StoreError::Check { .. })));
        assert!(matches!(answers[40], Err(StoreError::Value { .. })));
        // Two incidents with one id: whichever comes second is refused.
        assert!(answers[41].is_err() != answers[42].is_err());
        assert_eq!(store.incident_count().await.unwrap(), 97);
        assert_eq!(store.change_head().await.unwrap(), 97);
    }

    async fn simultaneous_calls_with_one_key_write_once_and_get_one_answer(database: &Database) {
        let store = database.open().await;
        let other = database.open().await;
        let (ours, theirs) = (start(&store), start(&other));
        let calls = |from: u64| (from..from + 20).map(|n| with_key(incident(n), "k", "f")).collect::<Vec<_>>();
        let (a, b) = tokio::join!(send(&ours, calls(0)), send(&theirs, calls(100)));
        let receipts: Vec<_> = a.into_iter().chain(b).map(|answer| answer.unwrap()).collect();
        assert_eq!(receipts.iter().filter(|receipt| !receipt.replayed).count(), 1);
        let answers: BTreeSet<_> = receipts.iter().map(|receipt| (receipt.incident, receipt.number.clone())).collect();
        assert_eq!(answers.len(), 1);
        assert!(receipts.iter().all(|receipt| receipt.response == receipts[0].response));
        assert_eq!(store.incident_count().await.unwrap(), 1);
    }

    async fn of_contended_changes_exactly_one_a_version_passes(database: &Database) {
        let store = database.open().await;
        let other = database.open().await;
        let (ours, theirs) = (start(&store), start(&other));
        ours.intake(incident(1)).await.unwrap();
        let known = store.incident(row(1).id).await.unwrap().unwrap();
        for (version, round) in (1..).zip(0..5_u128) {
            let tasks: Vec<_> = (0..10_u128)
                .map(|n| {
                    let writer = if n % 2 == 0 { ours.clone() } else { theirs.clone() };
                    let change = dispatch(&known, version, 9000 + round * 100 + n);
                    tokio::spawn(async move { writer.transition(change).await })
                })
                .collect();
            let mut passed = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(new) => {
                        assert_eq!(new, version + 1);
                        passed += 1;
                    }
                    Err(StoreError::Conflict { current }) => assert_eq!(current, version + 1),
                    Err(error) => panic!("{error:?}"),
                }
            }
            assert_eq!(passed, 1);
        }
        assert_eq!(store.incident_events(known.id).await.unwrap().len(), 6);
    }

    async fn intakes_and_changes_share_a_group(database: &Database) {
        let store = database.open().await;
        let writer = start(&store);
        for answer in send(&writer, (0..50).map(incident).collect()).await {
            answer.unwrap();
        }
        let changes: Vec<_> = (0..50)
            .map(|n| {
                let writer = writer.clone();
                // Every fifth change is stale.
                let change = dispatch(&row(n), if n % 5 == 0 { 7 } else { 1 }, 8000 + u128::from(n));
                tokio::spawn(async move { writer.transition(change).await })
            })
            .collect();
        let intakes = send(&writer, (50..100).map(incident).collect()).await;
        assert!(intakes.iter().all(Result::is_ok));
        for (n, change) in changes.into_iter().enumerate() {
            match change.await.unwrap() {
                Ok(version) => assert_eq!((n % 5 != 0, version), (true, 2)),
                Err(StoreError::Conflict { current }) => assert_eq!((n % 5, current), (0, 1)),
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(store.change_head().await.unwrap(), 140);
    }

    async fn the_task_ends_after_the_last_job_when_nobody_holds_the_writer(database: &Database) {
        let store = database.open().await;
        let (writer, task) = Writer::start(store.clone(), TimeZone::UTC);
        let pending = tokio::spawn({
            let writer = writer.clone();
            async move { writer.intake(incident(1)).await }
        });
        pending.await.unwrap().unwrap();
        drop(writer);
        task.await.unwrap();
        assert_eq!(store.incident_count().await.unwrap(), 1);
    }

    async fn a_closed_store_fails_everybody_with_one_sentence(database: &Database) {
        let store = database.open().await;
        let writer = start(&store);
        store.close().await;
        for answer in send(&writer, (0..5).map(incident).collect()).await {
            assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
        }
    }
}
