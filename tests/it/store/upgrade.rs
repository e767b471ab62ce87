//! A database of an older program keeps everything when a newer one opens it.

use super::{Database, builders, on_both};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, SqlSafeStr};
use std::str::FromStr;
use uuid::Uuid;
use wangge::domain::grid::Scheme;
use wangge::store::migrations;

/// Lays the schema of the first program that was ever released.
async fn lay_first_schema(database: &Database) {
    let (number, name, sqlite, postgres) = migrations::LIST[0];
    let migrator = |text: &'static str| {
        let first = Migration::new(number, name.into(), MigrationType::Simple, text.into_sql_str(), false);
        Migrator::with_migrations(vec![first])
    };
    match database {
        Database::Sqlite(_) => {
            let options =
                SqliteConnectOptions::from_str(&database.location()).unwrap().create_if_missing(true);
            let mut connection = options.connect().await.unwrap();
            migrator(sqlite).run(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Database::Postgres(_) => {
            database.execute("DROP SCHEMA public CASCADE".to_owned()).await;
            database.execute("CREATE SCHEMA public".to_owned()).await;
            let mut connection = PgConnection::connect(&database.location()).await.unwrap();
            migrator(postgres).run(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

fn id(database: &Database, id: Uuid) -> String {
    match database {
        Database::Sqlite(_) => format!("x'{}'", id.simple()),
        Database::Postgres(_) => format!("'{id}'"),
    }
}

on_both! {
    async fn incidents_of_the_first_schema_are_all_there_after_the_upgrade(database: &Database) {
        lay_first_schema(database).await;
        let incidents: Vec<_> = (1..=40).map(builders::incident).collect();
        for (n, incident) in incidents.iter().enumerate() {
            let row = &incident.row;
            let (own, report, event) =
                (id(database, row.id), id(database, incident.report.as_ref().unwrap().id), id(database, incident.events[0].id));
            // Communities alternate, so that the old order of the keys is not that of the new ones.
            let home = format!("c-{}", n % 3);
            let body = serde_json::to_string(&row.assignment).unwrap().replace('\'', "''");
            let at = row.recorded_at.micros();
            for sql in [
                format!(
                    "INSERT INTO incident (home_code, id, number, category, state, version, lon, lat, datum, raw_lon, raw_lat,
                         outcome, source, tracking_code, occurred_at, recorded_at, community_code)
                     VALUES ('{home}', {own}, '260301-{n:05}', 'street_vending', 'reported', 1, {}, {}, 'wgs84', 102.5, 24.3,
                         'inside', 'public', 'track-{n}', {at}, {at}, '{home}')",
                    row.lon, row.lat
                ),
                format!("INSERT INTO assignment (home_code, incident, body) VALUES ('{home}', {own}, '{body}')"),
                format!(
                    "INSERT INTO report (home_code, id, incident, source, received_at, body)
                     VALUES ('{home}', {report}, {own}, 'public', {at}, 'raw {n}')"
                ),
                format!(
                    "INSERT INTO incident_event (home_code, incident, id, kind, to_state, at, actor_role)
                     VALUES ('{home}', {own}, {event}, 'incident_reported', 'reported', {at}, 'resident')"
                ),
                format!("INSERT INTO change_log (home_code, seq, kind, key, at) VALUES ('{home}', {}, 'incident', '{}', {at})", n + 1, row.id),
            ] {
                database.execute(sql).await;
            }
        }
        database.execute("UPDATE change_counter SET issued = 40".to_owned()).await;
        for home in 0..3 {
            let counter = format!("INSERT INTO incident_counter (home_code, day, issued) VALUES ('c-{home}', '260301', 40)");
            database.execute(counter).await;
        }

        for turn in ["upgraded", "opened again"] {
            let store = database.open().await;
            assert_eq!(store.incident_count().await.unwrap(), 40 + i64::from(turn != "upgraded"), "{turn}");
            for (n, incident) in incidents.iter().enumerate() {
                let found = store.incident(incident.row.id).await.unwrap().unwrap();
                assert_eq!((found.home_code, found.number), (format!("c-{}", n % 3), format!("260301-{n:05}")));
                assert_eq!(found.assignment, incident.row.assignment);
                assert_eq!(store.incident_events(incident.row.id).await.unwrap().len(), 1);
                let reports = store.incident_reports(incident.row.id).await.unwrap();
                assert_eq!(reports.iter().map(|report| report.body.clone()).collect::<Vec<_>>(), [format!("raw {n}")]);
            }
            let changes = store.changes_after(0, 100).await.unwrap();
            assert!(changes.iter().map(|change| change.seq).eq(1..=changes.len() as i64));
            assert_eq!(store.successors(Scheme::Duty, "z").await.unwrap(), []);
            if turn == "upgraded" {
                store.insert_incidents(vec![builders::incident(99)], &jiff::tz::TimeZone::UTC).await.unwrap();
            }
            store.close().await;
        }
    }
}
