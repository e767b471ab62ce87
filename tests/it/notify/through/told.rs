//! Who is told of what in the app, and that an event and its messages are written together or not at all.

use super::super::receiver::{Receiver, Says};
use super::Desk;
use crate::http::fixture::{LEADER, NOW};
use crate::store::database::{Database, on_both};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;
use wangge::app::Viewer;
use wangge::app::viewer::Identity;
use wangge::domain::account::{AccountRole, Roles};
use wangge::domain::duty::Appointment;

/// The head of the western point, of the fixture.
const HEAD: Uuid = Uuid::from_u128(21);
const RESPONSIBLE: Uuid = Uuid::from_u128(22);

/// Somebody signed in as a party, with the posts that it holds.
fn person(desk: &Desk, account: u128, party: Uuid, role: AccountRole) -> Viewer {
    let identity = Identity {
        account: Uuid::from_u128(account),
        login: "a".into(),
        name: "a".into(),
        party: Some(party),
        session: None,
        scopes: None,
    };
    let reference = desk.town.service.reference();
    let held = |post: &&Appointment| post.person == Some(party) && post.validity.holds_at(NOW);
    let posts: Arc<[Appointment]> = reference.roster.appointments().iter().filter(held).cloned().collect();
    Viewer::signed_in(Roles::only(role), identity, posts)
}

on_both! {
    async fn the_office_hears_of_a_report_and_the_post_of_its_dispatch(database: &Database) {
        let desk = Desk::on(database).await;
        let head = person(&desk, 1, LEADER, AccountRole::PointHead);
        let office = person(&desk, 2, Uuid::from_u128(404), AccountRole::CommunityOffice);
        let id = desk.report().await;
        assert_eq!(desk.titles(&office).await, ["Wangge: new report 261124-00001, please receive it"]);
        assert!(desk.titles(&head).await.is_empty());
        desk.done(&id, 1, "file", json!({"checked": true})).await;
        desk.done(&id, 2, "dispatch", json!({"actor": HEAD})).await;
        assert_eq!(desk.titles(&head).await, ["Wangge: case 261124-00001 dispatched, please act"]);
        // The office did both itself.
        assert_eq!(desk.titles(&office).await.len(), 1);
        desk.done(&id, 3, "urge", json!({})).await;
        assert_eq!(desk.titles(&head).await[0], "Wangge: case 261124-00001 urged");
        // A post that names nobody yet is its unit's.
        desk.done(&id, 4, "hand_over", json!({"actor": RESPONSIBLE, "note": "请社区处理"})).await;
        let unit = person(&desk, 3, Uuid::from_u128(10), AccountRole::Unit);
        assert_eq!(desk.titles(&unit).await, ["Wangge: case 261124-00001 handed over, please act"]);
        // The territorial owner hears where it went, and once more as one of the unit.
        assert_eq!(desk.titles(&head).await.len(), 4);
    }

    async fn what_one_reads_another_still_finds_unread(database: &Database) {
        let desk = Desk::on(database).await;
        let (one, two) = (
            person(&desk, 1, Uuid::from_u128(404), AccountRole::CommunityOffice),
            person(&desk, 2, Uuid::from_u128(405), AccountRole::CommunityOffice),
        );
        let stranger = person(&desk, 3, LEADER, AccountRole::PointHead);
        for _ in 0..3 {
            desk.report().await;
        }
        let service = &desk.town.service;
        let query = wangge::app::notify::MessageQuery { limit: 2, ..Default::default() };
        let page = service.messages(&query, &one).await.unwrap();
        assert_eq!((page.items.len(), page.unread), (2, 3));
        let query = wangge::app::notify::MessageQuery { cursor: page.next_cursor.clone(), ..query };
        assert_eq!(service.messages(&query, &one).await.unwrap().items.len(), 1);
        let first = [page.items[0].id];
        assert_eq!(service.read_messages(Some(&first), &stranger).await.unwrap().unread, 0);
        assert_eq!(service.read_messages(Some(&first), &one).await.unwrap().unread, 2);
        assert_eq!(service.read_messages(Some(&first), &one).await.unwrap().unread, 2);
        assert_eq!(service.read_messages(None, &one).await.unwrap().unread, 0);
        assert_eq!(service.unread_messages(&two).await.unwrap().unread, 3);
        let unread = wangge::app::notify::MessageQuery { unread: true, limit: 50, cursor: None };
        assert!(service.messages(&unread, &one).await.unwrap().items.is_empty());
    }

    async fn an_event_and_its_messages_are_written_together_or_not_at_all(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        desk.webhook(&receiver.url("/"), json!({})).await;
        for table in ["outbox", "inbox"] {
            database.refuse(table, "1 = 1").await;
            let answer = desk.town.report(crate::http::fixture::WEST, json!({})).await;
            assert_ne!(answer.status, 201, "{table}");
            database.obey(table).await;
        }
        assert_eq!(desk.get("/api/v1/incidents").await["total"], 0);
        let id = desk.report().await;
        desk.done(&id, 1, "file", json!({"checked": true})).await;
        database.refuse("outbox", "1 = 1").await;
        assert_ne!(desk.step(&id, 2, "dispatch", json!({"actor": HEAD})).await.status, 200);
        database.obey("outbox").await;
        let case = desk.get(&format!("/api/v1/incidents/{id}")).await;
        assert_eq!((&case["version"], &case["state"]), (&json!(2), &json!("filed")));
        assert_eq!(case["events"].as_array().unwrap().len(), 2);
        assert!(desk.titles(&person(&desk, 1, LEADER, AccountRole::PointHead)).await.is_empty());
        assert_eq!(desk.deliveries().await.len(), 2);
        desk.done(&id, 2, "dispatch", json!({"actor": HEAD})).await;
        assert_eq!(desk.deliveries().await.len(), 3);
    }

    async fn channels_hear_what_they_asked_for(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        desk.webhook(&receiver.url("/west"), json!({"name": "西", "areas": ["YX-1-01"]})).await;
        desk.webhook(&receiver.url("/east"), json!({"name": "东", "areas": ["YX-1-02"]})).await;
        desk.webhook(&receiver.url("/filed"), json!({"name": "立案", "events": ["case_filed"], "areas": ["YX"]})).await;
        let id = desk.report().await;
        desk.done(&id, 1, "file", json!({"checked": true})).await;
        desk.advance(1);
        assert_eq!(desk.deliver().await, (3, 0));
        let mut came: Vec<String> = receiver
            .received()
            .iter()
            .map(|came| format!("{} {}", came.uri.path(), came.json()["event"].as_str().unwrap()))
            .collect();
        came.sort();
        assert_eq!(came, ["/filed case_filed", "/west case_filed", "/west incident_reported"]);
    }
}
