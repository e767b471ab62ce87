//! One person's data: all of it in one piece, and none of it left afterwards.

use crate::site::{self, Site};
use crate::store::builders::{self, assignment};
use crate::store::database::{Database, on_both};
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::app::AppError;
use wangge::app::person::PersonKey;
use wangge::domain::account::{AccountRole, Scope};
use wangge::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use wangge::domain::grid::Scheme;
use wangge::domain::instant::{Instant, Validity};
use wangge::store::{
    AuditEntry, MessageTo, NewAccount, NewPatrol, NewSession, NewToken, OutboxMessage, PartyEntry,
    PartyPrivate, Store,
};

const NAME: &str = "欧阳小明";
const PHONE: &str = "13987654321";
const LOGIN: &str = "ouyang";
const PERSON: Uuid = Uuid::from_u128(33);
const UNIT: Uuid = Uuid::from_u128(32);
const ACCOUNT: Uuid = Uuid::from_u128(0xACC);

fn party(id: Uuid, kind: PartyKind, name: &str) -> Party {
    Party { id, kind, name: name.into(), unit: None, department: None, public_name: true, has_phone: false }
}

fn audit(n: u128, site: &Site, detail: Value) -> AuditEntry {
    AuditEntry {
        home_code: "-".into(),
        id: Uuid::from_u128(0xA0D1_7000 + n),
        at: site.service.now(),
        actor: "test".into(),
        action: "create_account".into(),
        subject: ACCOUNT.to_string(),
        detail,
    }
}

/// A person with a post, an account, reports of every way, and a neighbour of the same name.
async fn filled(database: &Database) -> Site {
    let site = site::open(&database.location(), 7).await;
    let (store, now) = (site.service.store(), site.service.now());
    let private = PartyPrivate {
        mobile: Some(PHONE.into()),
        email: Some("ouyang@example.org".into()),
        address: Some("玉兰街 8 号 2 单元".into()),
    };
    let person = PartyEntry { party: party(PERSON, PartyKind::Person, NAME), private: Some(private) };
    let unit = PartyEntry { party: party(UNIT, PartyKind::Unit, "社区居委会"), private: None };
    store.upsert_parties(&[person, unit], now).await.unwrap();
    let post = Appointment {
        id: Uuid::from_u128(31),
        role: Role::PointHead,
        target: Target::Area { scheme: Scheme::Duty, code: "p-1".into() },
        department: None,
        unit: Some(UNIT),
        person: Some(PERSON),
        title: None,
        primary: true,
        duty_phone: Some(PHONE.into()),
        validity: Validity { from: Instant(now.micros() - Instant::DAY), until: None },
    };
    let earlier = Instant(now.micros() - 1);
    store.replace_appointments(None, &[post], earlier).await.unwrap();
    let account = NewAccount {
        id: ACCOUNT,
        login: LOGIN.into(),
        name: NAME.into(),
        party: Some(PERSON),
        granted: vec![AccountRole::CommunityOffice],
        password: Some("$argon2id$".into()),
    };
    store.create_account(&account, &audit(1, &site, json!({"login": LOGIN}))).await.unwrap();
    let session = NewSession {
        token_hash: [7; 32],
        id: Uuid::from_u128(1000),
        account: ACCOUNT,
        device: "Chrome".into(),
        address: "10.0.0.1".into(),
        at: now,
        idle_limit: Instant::DAY,
        expires_at: Instant(now.micros() + Instant::DAY),
        replaces: None,
    };
    store.begin_session(&session, &audit(2, &site, json!({"device": "Chrome"}))).await.unwrap();
    let token = NewToken {
        token_hash: [8; 32],
        id: Uuid::from_u128(1001),
        account: ACCOUNT,
        name: "导出脚本".into(),
        scopes: vec![Scope::Read],
        expires_at: None,
    };
    store.create_token(&token, &audit(3, &site, json!({"name": "导出脚本"}))).await.unwrap();
    let contact = |name: &str, phone: &str| {
        json!({"description": "有人占道", "contact": {"name": name, "phone": phone}}).to_string()
    };
    let mut incidents = Vec::new();
    for n in 1..=4 {
        let mut incident = builders::with_key(builders::incident(n), &n.to_string(), "f");
        incident.row.reporter_party = None;
        incident.row.description = None;
        // By the account, by the phone alone, by a neighbour of the same name, and by nobody known.
        let body = match n {
            1 => contact(NAME, "0877-1234567"),
            2 => contact(NAME, PHONE),
            3 => contact(NAME, "13911111111"),
            _ => json!({"description": "有人占道", "contact": null}).to_string(),
        };
        incident.row.reporter_party = (n == 1).then_some(PERSON);
        incident.report.as_mut().unwrap().body = body;
        incident.row.assignment = assignment("vendor");
        incident.row.assignment.actor.as_mut().unwrap().duty_phone = Some(PHONE.into());
        incident.events[0].detail = json!({"rule": "vendor", "to": {"id": PERSON, "name": NAME}});
        incident.events[0].actor_party = (n == 1).then_some(PERSON);
        let message =
            |of: u128, to, payload| OutboxMessage { id: Uuid::from_u128(of + u128::from(n)), to, payload };
        let post = || format!("post:{}", Uuid::from_u128(21));
        incident.outbox = vec![
            message(
                0x4000_0000,
                MessageTo::Channel { id: Uuid::from_u128(7), kind: "webhook".into() },
                json!({"to": PHONE}),
            ),
            message(0x4100_0000, MessageTo::Inbox(post()), json!({"actor": {"id": PERSON, "name": NAME}})),
            message(0x4200_0000, MessageTo::Digest(post()), json!({"actor": {"duty_phone": PHONE}})),
        ];
        incident.idempotency.as_mut().unwrap().response = json!({
            "number": null, "assignment": {"actor": {"person": {"id": PERSON, "name": NAME}, "duty_phone": PHONE}},
        });
        incidents.push(incident);
    }
    store.insert_incidents(incidents, &jiff::tz::TimeZone::UTC).await.unwrap();
    let patrol = NewPatrol {
        home_code: "c-1".into(),
        id: Uuid::from_u128(0x5000),
        layer: None,
        place: "p-1".into(),
        role: Some(Role::PointHead),
        appointment: Some(Uuid::from_u128(31)),
        party: Some(PERSON),
        account: Some(ACCOUNT),
        visited_at: now,
        recorded_at: now,
        checks: vec![],
        found_nothing: true,
        incidents: vec![],
        note: None,
    };
    store.insert_patrols(&[patrol]).await.unwrap();
    site.service.reload().await.unwrap();
    site
}

/// Every row of every table that holds the text.
async fn rows_with(store: &Store, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut view = store.view().await.unwrap();
    for table in view.tables().await.unwrap() {
        view.rows(&table, async |lines| {
            let lines = String::from_utf8(lines.text).unwrap();
            found.extend(lines.lines().filter(|line| line.contains(text)).map(str::to_owned));
            Ok(())
        })
        .await
        .unwrap();
    }
    found
}

on_both! {
    async fn an_export_holds_all_of_a_person_and_no_secret(database: &Database) {
        let site = filled(database).await;
        for key in [PersonKey::Party(PERSON), PersonKey::Phone(PHONE.into()), PersonKey::Account(LOGIN.into())] {
            let told = site.service.export_person(&key, "test").await.unwrap();
            assert_eq!(told["party"]["name"], NAME);
            assert_eq!(told["private"]["mobile"], PHONE);
            assert_eq!(told["posts"][0]["role"], "point_head");
            assert_eq!((&told["accounts"][0]["login"], &told["devices"][0]["address"]), (&json!(LOGIN), &json!("10.0.0.1")));
            assert_eq!(told["tokens"][0]["name"], "导出脚本");
            let numbers: Vec<&str> =
                told["reports"].as_array().unwrap().iter().map(|report| &report["number"].as_str().unwrap()[7..]).collect();
            assert_eq!(numbers, ["00001", "00002"], "not that of the neighbour");
            assert_eq!(told["steps"].as_array().unwrap().len(), 1);
            assert_eq!((told["patrols"].as_array().unwrap().len(), &told["patrols"][0]["place"]), (1, &json!("p-1")));
            assert!(told["audit"].as_array().unwrap().len() >= 3);
            let text = told.to_string();
            assert!(!text.contains("argon2id") && !text.contains(&"07".repeat(32)) && !text.contains(&"08".repeat(32)));
        }
        let audit = site.service.audit_log(10).await.unwrap();
        assert_eq!(audit.entries.iter().filter(|entry| entry.action == "export_person").count(), 3);
        site.service.store().close().await;
    }

    async fn erasing_is_planned_first_refused_in_office_and_then_leaves_nothing(database: &Database) {
        let site = filled(database).await;
        let (service, key) = (&site.service, PersonKey::Account(LOGIN.into()));
        let before = service.store().change_head().await.unwrap();
        let plan = service.plan_erasure(&key).await.unwrap();
        assert!(!plan.done && plan.posts.len() == 1 && plan.accounts == [LOGIN] && plan.reports.len() == 2);
        assert!(plan.mentions.iter().any(|mention| mention.place == "party.name"));
        assert!(plan.mentions.iter().any(|mention| mention.place == "report.body" && !mention.incidents.is_empty()));
        assert!(matches!(
            service.erase_person(&key, false, "test").await,
            Err(AppError::Conflict { code: "in_office", .. })
        ));
        assert_eq!(service.store().change_head().await.unwrap(), before, "nothing was changed");

        let done = service.erase_person(&key, true, "test").await.unwrap();
        assert!(done.done);
        // The neighbour of the same name keeps his.
        assert_eq!(done.mentions.len(), 1, "{:?}", done.mentions);
        assert_eq!((done.mentions[0].place.as_str(), done.mentions[0].rows), ("report.body", 1));
        for text in [PHONE, LOGIN, "ouyang@example.org", "玉兰街 8 号", "argon2id"] {
            assert_eq!(rows_with(service.store(), text).await, Vec::<String>::new(), "{text}");
        }
        let named = rows_with(service.store(), NAME).await;
        assert!(named.len() == 1 && named[0].contains("13911111111"), "{named:?}");
        // History stays, the post is vacant, nobody is signed in.
        let incidents = service.store().incident_count().await.unwrap();
        assert_eq!(incidents, 4);
        let events = service.store().incident_events(builders::row(1).id).await.unwrap();
        assert_eq!(events[0].actor_party, Some(PERSON));
        let now = service.now();
        let patrols = service.store().patrols(Instant(0), Instant(now.micros() + 1)).await.unwrap();
        assert!(patrols.len() == 1 && patrols[0].party.is_none() && patrols[0].account.is_none());
        let reference = service.reference();
        assert!(reference.roster.appointments().iter().all(|post| !post.validity.holds_at(now)));
        assert_eq!(reference.roster.party(PERSON).unwrap().name, "");
        let audit = service.audit_log(1).await.unwrap();
        assert_eq!((audit.entries[0].action.as_str(), audit.entries[0].subject.as_str()), ("erase_person", &*PERSON.to_string()));
        for look in wangge::store::sound::Look::ALL {
            assert_eq!(service.store().unsound(*look).await.unwrap(), Vec::<String>::new(), "{look:?}");
        }
        site.service.store().close().await;
    }

    async fn a_reporter_without_an_account_is_erased_by_the_phone(database: &Database) {
        let site = filled(database).await;
        let key = PersonKey::Phone("13911111111".into());
        let done = site.service.erase_person(&key, false, "test").await.unwrap();
        assert!(done.done && done.reports.len() == 1 && done.party.is_none());
        assert!(rows_with(site.service.store(), "13911111111").await.is_empty());
        assert!(!rows_with(site.service.store(), PHONE).await.is_empty(), "others keep theirs");
        site.service.store().close().await;
    }

    async fn organisations_strangers_and_the_last_administrator_are_refused(database: &Database) {
        let site = filled(database).await;
        let service = &site.service;
        let refused = |outcome: Result<wangge::app::person::ErasureAnswer, AppError>| match outcome {
            Ok(_) => "done".to_owned(),
            Err(error) => error.code().to_owned(),
        };
        assert_eq!(refused(service.plan_erasure(&PersonKey::Party(UNIT)).await), "no_person");
        for key in [
            PersonKey::Party(Uuid::from_u128(999)),
            PersonKey::Phone("13900000000".into()),
            PersonKey::Account("nobody".into()),
        ] {
            assert_eq!(refused(service.plan_erasure(&key).await), "not_found");
        }
        let administrator = NewAccount {
            id: Uuid::from_u128(0xAD),
            login: "admin".into(),
            name: "管理员".into(),
            party: None,
            granted: vec![AccountRole::Administrator],
            password: Some("$argon2id$".into()),
        };
        service.store().create_account(&administrator, &audit(9, &site, json!({}))).await.unwrap();
        let key = PersonKey::Account("admin".into());
        assert_eq!(refused(service.erase_person(&key, false, "test").await), "last_administrator");
        site.service.store().close().await;
    }
}
