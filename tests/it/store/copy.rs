//! Whole copies: one moment of a database, its lines, and a fresh place that takes the old one's in one step.

use super::builders::{MORNING, incident, row};
use super::{Database, on_both};
use crate::postgres::PostgresDatabase;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;
use wangge::domain::duty::{Party, PartyKind};
use wangge::domain::instant::Instant;
use wangge::domain::photo::{PhotoHints, PhotoKind};
use wangge::store::copy::{self, Restoring};
use wangge::store::{
    NewAccount, NewPhoto, NewSession, OpenOptions, PartyEntry, PartyPrivate, PhotoSize, Store, StoreError,
    migrations,
};

const NOW: Instant = Instant(MORNING);

/// The rows of each table as JSON, nested JSON read, in an order of their own.
type Rows = BTreeMap<String, Vec<String>>;

#[derive(Default)]
struct Copied {
    parts: Vec<Vec<u8>>,
    photos: Vec<(String, PhotoSize, Vec<u8>)>,
    rows: Rows,
}

async fn copied(store: &Store) -> Copied {
    let mut copied = Copied::default();
    let mut view = store.view().await.unwrap();
    for table in view.tables().await.unwrap() {
        view.rows(&table, async |lines| {
            let text = String::from_utf8(lines.text.clone()).unwrap();
            let mut told = text.lines();
            let head: Value = serde_json::from_str(told.next().unwrap()).unwrap();
            assert_eq!(head["table"], lines.table);
            let columns: Vec<&str> = head["columns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|column| column[0].as_str().unwrap())
                .collect();
            let rows = copied.rows.entry(lines.table.to_owned()).or_default();
            rows.extend(told.map(|line| plain(&columns, line)));
            copied.parts.push(lines.text);
            Ok(())
        })
        .await
        .unwrap();
    }
    view.photos(async |photo| {
        copied.photos.push((photo.address, photo.size, photo.body.unwrap()));
        Ok(())
    })
    .await
    .unwrap();
    copied.rows.values_mut().for_each(|rows| rows.sort());
    copied
}

/// PostgreSQL keeps JSON in an order of its own, so it is compared as what it means.
fn plain(columns: &[&str], line: &str) -> String {
    let values: Vec<Value> = serde_json::from_str(line).unwrap();
    let named: BTreeMap<&str, Value> = columns
        .iter()
        .zip(values)
        .map(|(column, value)| {
            let nested = value.as_str().filter(|text| text.starts_with(['{', '[', '"']));
            (*column, nested.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(value))
        })
        .collect();
    serde_json::to_string(&named).unwrap()
}

async fn fill(store: &Store) {
    store.insert_incidents((1..=70).map(incident).collect(), &jiff::tz::TimeZone::UTC).await.unwrap();
    store.set_setting("odd", &json!({"text": "a\\b\n\t\"二\"", "list": [1, 2.5, null]}), NOW).await.unwrap();
    let party = Party {
        id: Uuid::from_u128(33),
        kind: PartyKind::Person,
        name: "李\t四\\".into(),
        unit: None,
        department: None,
        public_name: true,
        has_phone: false,
    };
    let private = PartyPrivate { mobile: Some("13900000000".into()), ..PartyPrivate::default() };
    store.upsert_parties(&[PartyEntry { party, private: Some(private) }], NOW).await.unwrap();
    let account = NewAccount {
        id: Uuid::from_u128(9),
        login: "li.si".into(),
        name: "李四".into(),
        party: Some(Uuid::from_u128(33)),
        granted: vec![],
        password: Some("$argon2id$".into()),
    };
    let audit = wangge::store::AuditEntry {
        home_code: "-".into(),
        id: Uuid::from_u128(0xA1),
        at: NOW,
        actor: "test".into(),
        action: "test".into(),
        subject: "1".into(),
        detail: json!({}),
    };
    store.create_account(&account, &audit).await.unwrap();
    let session = NewSession {
        token_hash: [7; 32],
        id: Uuid::from_u128(1000),
        account: account.id,
        device: "Chrome".into(),
        address: "10.0.0.1".into(),
        at: NOW,
        idle_limit: Instant::DAY,
        expires_at: Instant(MORNING + Instant::DAY),
        replaces: None,
    };
    store
        .begin_session(&session, &wangge::store::AuditEntry { id: Uuid::from_u128(0xA2), ..audit })
        .await
        .unwrap();
    for n in 0..3 {
        let large = format!("large {n}").repeat(1000).into_bytes();
        let kept = store.keep_photo(large, format!("small {n}").into_bytes(), NOW).await.unwrap();
        let photo = NewPhoto {
            id: Uuid::from_u128(0x9000 + n),
            kind: PhotoKind::Before,
            kept,
            width: 4,
            height: 3,
            hints: PhotoHints { direction: Some(0.1 + 0.2), ..PhotoHints::default() },
            uploaded_at: NOW,
            uploader: "public".into(),
        };
        store.add_photos("c-1", row(1).id, &[photo], NOW).await.unwrap();
    }
}

async fn restored(copied: &Copied, location: &str, force: bool) -> Result<(), StoreError> {
    let mut into = Restoring::begin(location, migrations::KNOWN, force, NOW).await?;
    for part in &copied.parts {
        into.lines(part).await?;
    }
    for (address, size, body) in &copied.photos {
        into.photo(address, *size, body.clone()).await?;
    }
    into.finish().await
}

async fn opened(location: &str) -> Store {
    Store::open(location, OpenOptions { create: false, migrate: false, serve: false }).await.unwrap()
}

on_both! {
    async fn every_table_is_copied_or_left_out_for_a_reason(database: &Database) {
        let store = database.open().await;
        let mut view = store.view().await.unwrap();
        assert_eq!(view.tables().await.unwrap().len(), copy::tables(migrations::KNOWN).len());
        drop(view);
        let mut copied: Vec<&str> = copy::tables(migrations::KNOWN);
        copied.extend(["user_session", "one_time_link", "allowance", "area_image", "photo_blob"]);
        copied.sort_unstable();
        let mut there = tables(database).await;
        there.sort_unstable();
        assert_eq!(copied, there);
    }

    async fn a_view_is_of_one_moment_while_others_write(database: &Database) {
        let store = database.open().await;
        store.insert_incidents(vec![incident(1)], &jiff::tz::TimeZone::UTC).await.unwrap();
        let mut view = store.view().await.unwrap();
        store.insert_incidents(vec![incident(2)], &jiff::tz::TimeZone::UTC).await.unwrap();
        for table in view.tables().await.unwrap() {
            let mut rows = 0;
            view.rows(&table, async |lines| {
                rows += lines.rows;
                Ok(())
            }).await.unwrap();
            match table.name {
                "incident" | "assignment" | "report" | "incident_event" | "outbox" | "change_log" => assert_eq!(rows, 1, "{}", table.name),
                _ => assert!(rows <= 1, "{}", table.name),
            }
        }
        assert_eq!(store.incident_count().await.unwrap(), 2);
    }

    async fn a_copy_says_the_same_in_either_database(database: &Database) {
        let store = database.open().await;
        fill(&store).await;
        let first = copied(&store).await;
        assert_eq!(first.rows["incident"].len(), 70);
        assert!(!first.rows.contains_key("user_session"), "devices are signed out");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/er/w.db").display().to_string();
        let postgres = PostgresDatabase::create_blank().await;
        for location in [file, postgres.url()] {
            restored(&first, &location, false).await.unwrap();
            let other = opened(&location).await;
            let second = copied(&other).await;
            assert_eq!(second.rows, first.rows);
            assert_eq!(second.photos, first.photos);
            assert_eq!(other.incident(row(3).id).await.unwrap(), store.incident(row(3).id).await.unwrap());
            assert_eq!(other.change_head().await.unwrap(), store.change_head().await.unwrap());
            // It goes on where it stopped.
            let more = other.insert_incidents(vec![incident(71)], &jiff::tz::TimeZone::UTC).await.unwrap();
            assert_eq!(more[0].number, "260301-00071");
            other.close().await;
        }
        postgres.drop().await;
    }

    async fn a_restore_that_fails_half_way_leaves_what_was_there(database: &Database) {
        let store = database.open().await;
        fill(&store).await;
        let before = copied(&store).await;
        store.close().await;
        let location = database.location();
        assert!(matches!(restored(&before, &location, false).await, Err(StoreError::NotEmpty)));
        let mut half = Restoring::begin(&location, migrations::KNOWN, true, NOW).await.unwrap();
        let incidents = before.parts.iter().find(|part| part.starts_with(b"{\"table\":\"incident\"")).unwrap();
        assert_eq!(half.lines(incidents).await.unwrap(), 70);
        assert!(half.photo(&"ab".repeat(32), PhotoSize::Large, b"other".to_vec()).await.is_err());
        half.give_up().await;
        // Rows without those that they refer to are no database.
        let mut loose = Restoring::begin(&location, migrations::KNOWN, true, NOW).await.unwrap();
        let reports = before.parts.iter().find(|part| part.starts_with(b"{\"table\":\"report\"")).unwrap();
        let refused = match loose.lines(reports).await {
            Ok(_) => loose.finish().await,
            Err(error) => {
                loose.give_up().await;
                Err(error)
            }
        };
        assert!(matches!(refused, Err(StoreError::Check { .. })), "{refused:?}");
        // Lines of other tables and columns are refused.
        let mut foreign = Restoring::begin(&location, migrations::KNOWN, true, NOW).await.unwrap();
        for text in ["", "[1]", "{\"table\":\"user\",\"columns\":[]}\n", "{\"table\":\"audit\",\"columns\":[[\"id\",\"bytes\"]]}\n[null]\n"] {
            assert!(foreign.lines(text.as_bytes()).await.is_err(), "{text}");
        }
        foreign.give_up().await;
        let store = database.open().await;
        let after = copied(&store).await;
        assert_eq!((after.rows, after.photos), (before.rows, before.photos));
        store.close().await;
    }

    async fn by_force_a_copy_takes_the_place_of_another(database: &Database) {
        let store = database.open().await;
        fill(&store).await;
        let first = copied(&store).await;
        store.insert_incidents((71..=90).map(incident).collect(), &jiff::tz::TimeZone::UTC).await.unwrap();
        let location = database.location();
        let busy = restored(&first, &location, true).await;
        if matches!(database, Database::Postgres(_)) {
            assert!(matches!(busy, Err(StoreError::InUse { connections: 1.. })), "{busy:?}");
        }
        store.close().await;
        restored(&first, &location, true).await.unwrap();
        let store = database.open().await;
        let second = copied(&store).await;
        assert_eq!((second.rows, second.photos), (first.rows, first.photos));
        store.close().await;
    }

    async fn a_copy_of_an_older_schema_is_brought_up_to_date(database: &Database) {
        let store = database.open().await;
        store.close().await;
        let location = database.location();
        let mut into = Restoring::begin(&location, 1, true, NOW).await.unwrap();
        let head = r#"{"table":"site_setting","columns":[["value","text"],["key","text"],["changed_at","int"]]}"#;
        let text = format!("{head}\n[\"{{\\\"zh\\\":\\\"旧\\\"}}\",\"site_name\",7]\n");
        assert_eq!(into.lines(text.as_bytes()).await.unwrap(), 1);
        // A table that came later is not in a copy of that time.
        assert!(into.lines(b"{\"table\":\"account\",\"columns\":[]}\n").await.is_err());
        into.lines(b"{\"table\":\"change_counter\",\"columns\":[[\"id\",\"int\"],[\"issued\",\"int\"]]}\n[1,5]\n").await.unwrap();
        into.finish().await.unwrap();
        let store = opened(&location).await;
        assert_eq!(store.setting("site_name").await.unwrap(), Some(json!({"zh": "旧"})));
        assert_eq!(store.change_head().await.unwrap(), 5);
        store.close().await;
    }
}

async fn tables(database: &Database) -> Vec<String> {
    use sqlx::Connection;
    match database {
        Database::Sqlite(_) => {
            let mut c = sqlx::SqliteConnection::connect(&database.location()).await.unwrap();
            sqlx::query_scalar(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
            )
            .fetch_all(&mut c)
            .await
            .unwrap()
        }
        Database::Postgres(_) => {
            let mut c = sqlx::PgConnection::connect(&database.location()).await.unwrap();
            sqlx::query_scalar(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'",
            )
            .fetch_all(&mut c)
            .await
            .unwrap()
        }
    }
}

#[tokio::test]
async fn a_served_file_and_one_of_another_program_are_not_replaced_a_damaged_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.db");
    let location = path.display().to_string();
    let serve = OpenOptions { create: true, migrate: true, serve: true };
    let store = Store::open(&location, serve).await.unwrap();
    let copied = copied(&store).await;
    assert!(matches!(restored(&copied, &location, true).await, Err(StoreError::Locked(_))));
    store.close().await;
    drop(store);
    restored(&copied, &location, true).await.unwrap();

    std::fs::write(&path, "damaged".repeat(1000)).unwrap();
    assert!(matches!(restored(&copied, &location, false).await, Err(StoreError::NotEmpty)));
    restored(&copied, &location, true).await.unwrap();
    opened(&location).await.close().await;

    let other = folder.path().join("other.db").display().to_string();
    {
        use sqlx::{ConnectOptions, Connection};
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&other).create_if_missing(true);
        let mut c = options.connect().await.unwrap();
        sqlx::query("CREATE TABLE mine (a)").execute(&mut c).await.unwrap();
        c.close().await.unwrap();
    }
    assert!(matches!(restored(&copied, &other, true).await, Err(StoreError::NotOurs(_))));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("restoring")), "{left:?}");
}
