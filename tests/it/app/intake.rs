//! Reports become incidents, once, durably, with their reasons.

use crate::site::{self, RUNTIME};
use serde_json::{Value, json};
use wangge::app::answer::ReportReply;
use wangge::app::{AppError, IdempotencyKey, IncidentFilter, PageQuery, Viewer};

fn report(body: Value) -> wangge::app::answer::NewReport {
    serde_json::from_value(body).expect("a well-formed report")
}

/// The answer as a caller reads it, and whether it is a repetition.
fn read(reply: ReportReply) -> (Value, bool) {
    (json!(reply), matches!(reply, ReportReply::Replayed(_)))
}

fn key(text: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey(text.to_owned()))
}

fn stall() -> Value {
    json!({"lon": 102.5377, "lat": 24.3507, "category": "street_vending", "description": "占道卖菜", "source": "patrol"})
}

#[test]
fn a_report_gets_a_number_an_owner_and_reasons_and_is_there_after_a_restart() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let before = site.service.columns().columns.len();
        let (created, replayed) =
            read(site.service.create_incident(report(stall()), None, &Viewer::office()).await.unwrap());
        assert!(!replayed);
        assert!(created["number"].as_str().is_some_and(|number| number.starts_with("261124-")), "{created}");
        assert_eq!(created["state"], "reported");
        assert!(created["assignment"]["actor"]["role"].is_string());
        assert!(created["assignment"]["reasons"].as_array().is_some_and(|reasons| reasons.len() >= 3));
        assert_eq!(created["tracking_code"].as_str().map(str::len), Some(22));
        while site.service.follow().await.unwrap() {}
        assert_eq!(site.service.columns().columns.len(), before + 1);

        let again = site::open(&site.location, 99).await;
        let id = created["id"].as_str().unwrap().parse().unwrap();
        let incident = again.service.case_answer(id, &Viewer::office()).await.unwrap();
        assert_eq!(Value::from(incident.brief.number.clone()), created["number"]);
        assert_eq!(json!(incident.assignment.reasons), created["assignment"]["reasons"]);
        assert_eq!(again.service.columns().columns.len(), before + 1);
    });
}

#[test]
fn a_repeated_key_replays_and_another_content_under_it_is_refused() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let viewer = Viewer::office();
        let first = read(site.service.create_incident(report(stall()), key("k1"), &viewer).await.unwrap());
        let again = read(site.service.create_incident(report(stall()), key("k1"), &viewer).await.unwrap());
        assert_eq!((first.1, again.1), (false, true));
        assert_eq!(first.0, again.0);
        let mut other = stall();
        other["description"] = json!("另一件事");
        let refused = site.service.create_incident(report(other), key("k1"), &viewer).await.unwrap_err();
        assert_eq!(refused.code(), "idempotency_key_reused");
        let stranger = Viewer { caller: "somebody else".into(), ..Viewer::office() };
        let theirs = site.service.create_incident(report(stall()), key("k1"), &stranger).await.unwrap();
        assert!(!read(theirs).1);
    });
}

#[test]
fn twenty_equal_submissions_at_once_make_one_incident() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let before = site.service.store().incident_count().await.unwrap();
        let mut waiting = Vec::new();
        for _ in 0..20 {
            let service = site.service.clone();
            waiting.push(tokio::spawn(async move {
                service.create_incident(report(stall()), key("burst"), &Viewer::office()).await.unwrap()
            }));
        }
        let mut numbers = std::collections::HashSet::new();
        let mut fresh = 0;
        for answer in waiting {
            let (created, replayed) = read(answer.await.unwrap());
            numbers.insert(created["number"].to_string());
            fresh += u32::from(!replayed);
        }
        assert_eq!((numbers.len(), fresh), (1, 1));
        assert_eq!(site.service.store().incident_count().await.unwrap(), before + 1);
    });
}

#[test]
fn bad_reports_name_every_field_and_store_nothing() {
    RUNTIME.block_on(async {
        let site = crate::site::empty().await;
        let bad = report(json!({
            "lon": 24.35, "lat": 102.54, "category": "no_such", "source": "pigeon", "datum": "x",
            "occurred_at": "yesterday", "accuracy_m": -1.0, "description": "字".repeat(4001),
        }));
        let AppError::Invalid(faults) =
            site.service.create_incident(bad, None, &Viewer::public()).await.unwrap_err()
        else {
            panic!("fields are at fault")
        };
        let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["accuracy_m", "category", "datum", "description", "lat", "occurred_at", "source"]
        );
        let future =
            report(json!({"lon": 102.5, "lat": 24.3, "category": "dirty_road", "occurred_at": "2027-01-01"}));
        let refused = site.service.create_incident(future, None, &Viewer::public()).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid(faults) if faults[0].code == "in_the_future"));
        let ancient =
            report(json!({"lon": 102.5, "lat": 24.3, "category": "dirty_road", "occurred_at": "0001-01-01"}));
        let refused = site.service.create_incident(ancient, None, &Viewer::public()).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid(faults) if faults[0].code == "too_long_ago"));
        assert_eq!(site.service.store().incident_count().await.unwrap(), 0);
    });
}

#[test]
fn a_report_outside_every_area_waits_in_the_queue_and_is_not_lost() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let far = report(json!({"lon": 102.7, "lat": 24.5, "category": "exposed_rubbish"}));
        let (created, _) = read(site.service.create_incident(far, None, &Viewer::public()).await.unwrap());
        assert_eq!(created["outcome"], "outside");
        assert!(created["assignment"]["actor"].is_null());
        assert!(created["assignment"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
        let page = site
            .service
            .incidents(&IncidentFilter::default(), &PageQuery::default(), &Viewer::office())
            .await
            .unwrap();
        assert_eq!(json!(page.items[0].id), created["id"]);
    });
}

#[test]
fn check_items_are_not_reported() {
    let service = site::shared();
    let item = service
        .rulebook()
        .categories
        .iter()
        .find(|category| category.kind == wangge::domain::category::Kind::CheckItem)
        .unwrap();
    let body = report(json!({"lon": 102.54, "lat": 24.35, "category": item.slug}));
    let refused = RUNTIME.block_on(service.create_incident(body, None, &Viewer::public())).unwrap_err();
    assert!(matches!(refused, AppError::Invalid(faults) if faults[0].code == "not_reportable"));
}

#[test]
fn what_another_process_writes_shows_after_following() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let other = site::open(&site.location, 4242).await;
        other.service.create_incident(report(stall()), None, &Viewer::office()).await.unwrap();
        let before = site.service.columns().columns.len();
        while site.service.follow().await.unwrap() {}
        assert_eq!(site.service.columns().columns.len(), before + 1);
    });
}

#[test]
fn a_phone_is_revealed_only_with_a_reason_to_who_may_and_is_in_the_audit_log() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let reference = site.service.reference();
        let person = reference.roster.parties().iter().find(|party| party.has_phone).unwrap();
        let closed = site.service.reveal(person.id, "核对值班", &Viewer::public()).await.unwrap_err();
        assert_eq!(closed.code(), "not_your_area");
        assert!(site.service.reveal(person.id, "  ", &Viewer::office()).await.is_err());
        let revealed = site.service.reveal(person.id, "核对值班", &Viewer::office()).await.unwrap();
        assert!(revealed.mobile.is_some());
        let mut log = site.service.store().audit_entries(10).await.unwrap();
        // The demo dates its campaigns, which is written down as well.
        log.retain(|entry| entry.action != "campaign_changed");
        assert_eq!(log.len(), 1);
        assert_eq!(
            (log[0].action.as_str(), log[0].subject.as_str()),
            ("reveal_phone", person.id.to_string().as_str())
        );
    });
}
