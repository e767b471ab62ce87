//! Escalation as messages: an alarm at once, and the day's list once on a worked day.

use super::super::options;
use super::super::receiver::{Receiver, Says};
use super::Desk;
use crate::store::database::{Database, on_both};
use serde_json::json;
use uuid::Uuid;
use wangge::app::notify::Told;
use wangge::domain::case::{Event, EventKind};
use wangge::domain::deadline::{EscalationStep, LadderKind, Manner, Recipient};
use wangge::domain::duty::{PostState, Role, Target};
use wangge::domain::grid::Scheme;
use wangge::domain::instant::Instant;
use wangge::domain::routing::Holder;
use wangge::store::{CaseChange, CaseFields};

/// The zone head, and the liaison through whom he is told; the fixture's clock stands at Tuesday 2026-11-24 10:00.
const ZONE_HEAD: u128 = 31;
const LIAISON: u128 = 32;

fn post(id: u128, role: Role, code: &str) -> Holder {
    Holder {
        role,
        target: Target::Area { scheme: Scheme::Duty, code: code.into() },
        state: PostState::Filled,
        appointment: Some(Uuid::from_u128(id)),
        unit: None,
        person: Some(Uuid::from_u128(id + 1000)),
        department: None,
        duty_phone: None,
    }
}

/// Writes a step of a ladder as the escalation does, with the messages that the service makes of it.
async fn escalate(desk: &Desk, id: &str, how: Manner) {
    let service = &desk.town.service;
    let row = service.store().incident(id.parse().unwrap()).await.unwrap().unwrap();
    let digest = how == Manner::Digest;
    let step = EscalationStep {
        ladder: LadderKind::Block,
        rung: if digest { "zone_head".into() } else { "group_liaison".into() },
        how,
        reached: service.now(),
        to: Recipient::Post(post(ZONE_HEAD, Role::ZoneHead, "YX-1")),
        through: digest.then(|| post(LIAISON, Role::CommunityLiaison, "YX-1")),
        notes: vec![],
    };
    let event = Event {
        id: service.ids().id(service.now()),
        incident: row.id,
        kind: EventKind::CaseEscalated,
        from: Some(row.state),
        to: row.state,
        at: service.now(),
        actor_role: "system".into(),
        actor_party: None,
        note: None,
        detail: step.detail(),
    };
    let fields = CaseFields::from(&row);
    let told = Told {
        row: &row,
        fields: &fields,
        assignment: &row.assignment,
        event: &event,
        other_number: None,
        liaison: None,
    };
    let outbox = service.outbox_rows(&service.reference(), &told);
    let change = CaseChange {
        home_code: row.home_code.clone(),
        incident: row.id,
        expected_version: row.version,
        before: fields.clone(),
        fields: fields.clone(),
        assignment: None,
        event: event.clone(),
        outbox,
    };
    service.store().transition(change).await.unwrap();
}

/// Messages that stand in somebody's inbox.
async fn found(desk: &Desk, post: u128) -> Vec<serde_json::Value> {
    let recipients = [format!("post:{}", Uuid::from_u128(post))];
    let page = wangge::store::InboxPage {
        recipients: &recipients,
        account: Uuid::nil(),
        unread: false,
        before: None,
        limit: 50,
    };
    let rows = desk.town.service.store().inbox(&page).await.unwrap();
    rows.into_iter().map(|row| row.payload).collect()
}

fn at(desk: &Desk, text: &str) {
    desk.town.clock.set(Instant::parse(text, desk.town.service.zone()).unwrap());
}

on_both! {
    async fn an_alarm_is_told_at_once(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        desk.webhook(&receiver.url("/"), json!({"events": ["case_escalated"]})).await;
        let id = desk.report().await;
        escalate(&desk, &id, Manner::Alarm).await;
        let told = found(&desk, ZONE_HEAD).await;
        assert_eq!((told.len(), &told[0]["event"]), (1, &json!("case_escalated")));
        assert_eq!(desk.deliver().await, (1, 0));
        assert_eq!(receiver.only().json()["event"], "case_escalated");
    }

    async fn leaders_hear_once_a_day_through_their_liaison_and_never_on_a_day_off(database: &Database) {
        let receiver = Receiver::start(Says::ok("")).await;
        let desk = Desk::on(database).await;
        let events = json!({"events": ["daily_digest", "case_escalated"], "areas": ["YX-1"]});
        desk.webhook(&receiver.url("/"), events).await;
        let service = desk.town.service.clone();
        at(&desk, "2026-11-27T17:00:00+08:00");
        let (one, two) = (desk.report().await, desk.report().await);
        for id in [&one, &two] {
            escalate(&desk, id, Manner::Digest).await;
        }
        while service.follow().await.unwrap() {}
        for quiet in ["2026-11-27T23:00:00+08:00", "2026-11-28T10:00:00+08:00", "2026-11-30T08:29:00+08:00"] {
            at(&desk, quiet);
            assert_eq!(service.send_digests().await.unwrap(), 0, "{quiet}");
        }
        at(&desk, "2026-11-30T08:30:00+08:00");
        let other = Desk::with(database, 8, options()).await;
        at(&other, "2026-11-30T08:30:00+08:00");
        let (a, b) = tokio::join!(service.send_digests(), other.town.service.send_digests());
        assert_eq!(a.unwrap() + b.unwrap(), 1, "two instances send one list");
        assert_eq!(service.send_digests().await.unwrap(), 0);
        assert!(found(&desk, ZONE_HEAD).await.is_empty());
        let told = found(&desk, LIAISON).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["facts"]["place"]["code"], "YX-1");
        assert_eq!((&told[0]["facts"]["open"], &told[0]["facts"]["overdue"]), (&json!(2), &json!(0)));
        assert_eq!(told[0]["cases"].as_array().unwrap().len(), 2);
        assert_eq!(desk.deliver().await, (1, 0));
        assert_eq!(receiver.only().json()["event"], "daily_digest");
        // What comes later comes with the next day's list, also when the sweep was late.
        at(&desk, "2026-11-30T11:00:00+08:00");
        escalate(&desk, &one, Manner::Digest).await;
        assert_eq!(service.send_digests().await.unwrap(), 0);
        at(&desk, "2026-12-01T15:00:00+08:00");
        assert_eq!(service.send_digests().await.unwrap(), 1);
        assert_eq!(found(&desk, LIAISON).await.len(), 2);
    }

    async fn a_list_without_open_cases_is_not_sent(database: &Database) {
        let desk = Desk::on(database).await;
        let id = desk.report().await;
        escalate(&desk, &id, Manner::Digest).await;
        desk.done(&id, 2, "void", json!({"note": "重复"})).await;
        at(&desk, "2026-11-25T09:00:00+08:00");
        assert_eq!(desk.town.service.send_digests().await.unwrap(), 0);
        assert!(found(&desk, LIAISON).await.is_empty());
        assert!(desk.town.service.store().digests_waiting(10).await.unwrap().is_empty());
    }

    async fn a_year_without_calendar_is_not_guessed(database: &Database) {
        let desk = Desk::on(database).await;
        let id = desk.report().await;
        escalate(&desk, &id, Manner::Digest).await;
        at(&desk, "2035-03-05T09:00:00+08:00");
        assert_eq!(desk.town.service.send_digests().await.unwrap(), 0);
        assert_eq!(desk.town.service.store().digests_waiting(10).await.unwrap().len(), 1);
    }
}
