//! A case that runs out of time over HTTP: warnings, the ladder, the digest's rungs, and what stops them.

use super::cast::Cast;
use super::fixture::EAST;
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::domain::account::AccountRole;
use wangge::domain::duty::{Appointment, Role};
use wangge::domain::instant::Instant;

const POINT_HEAD: Uuid = Uuid::from_u128(701);
const MINUTE: i64 = 60 * Instant::SECOND;

struct Case {
    cast: Cast,
    id: String,
}

impl Case {
    /// Filed on Tuesday at 10:00 and dispatched to the point head.
    async fn dispatched() -> Self {
        let cast = Cast::new().await;
        let made = cast.town.report(EAST, json!({})).await.json();
        let case = Self { id: made["id"].as_str().unwrap().into(), cast };
        case.step(1, "file", json!({"checked": true})).await;
        case.step(2, "dispatch", json!({"actor": POINT_HEAD})).await;
        case
    }

    async fn office(&self) -> String {
        self.cast.cookie(AccountRole::CommunityOffice).await.unwrap()
    }

    async fn step(&self, version: i64, step: &str, body: Value) -> Value {
        let office = self.office().await;
        let version = format!("\"v{version}\"");
        let headers =
            [("content-type", "application/json"), ("cookie", office.as_str()), ("if-match", &version)];
        let path = format!("/api/v1/incidents/{}/{step}", self.id);
        let answer = self.cast.town.post_with(&path, &headers, body.to_string()).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.text());
        answer.json()
    }

    async fn seen(&self) -> Value {
        let office = self.office().await;
        let path = format!("/api/v1/incidents/{}", self.id);
        self.cast.town.get_with(&path, &[("cookie", &office)]).await.json()
    }

    fn advance(&self, minutes: i64) {
        self.cast.town.clock.advance(minutes * MINUTE);
    }

    /// The standings that lists find the case under; a count says the same.
    async fn listed(&self) -> Vec<&'static str> {
        let office = self.office().await;
        let mut found = Vec::new();
        for status in ["on_time", "warning", "overdue", "paused", "unknown"] {
            let headers = [("cookie", office.as_str())];
            let list =
                self.cast.town.get_with(&format!("/api/v1/incidents?due_status={status}"), &headers).await;
            let count = self
                .cast
                .town
                .get_with(&format!("/api/v1/incidents/count?due_status={status}"), &headers)
                .await;
            assert_eq!(list.json()["total"], count.json()["total"]);
            for item in list.json()["items"].as_array().unwrap() {
                assert_eq!(item["due_status"], status, "the database judges as the answer does");
                found.push(status);
            }
        }
        found
    }

    async fn swept(&self) -> usize {
        self.cast.town.service.escalate().await.unwrap()
    }
}

/// The first line of each escalation, in Chinese.
fn told(case: &Value) -> Vec<String> {
    let events = case["events"].as_array().unwrap().iter();
    let steps = events.filter(|event| event["kind"] == "case_escalated");
    steps.map(|event| event["lines"][0]["zh"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_actor_is_warned_and_the_block_hears_of_it_once_whatever_how_often_it_is_swept() {
    let case = Case::dispatched().await;
    let fresh = case.seen().await;
    assert_eq!(fresh["due_status"], "on_time");
    assert_eq!(case.listed().await, ["on_time"]);
    let (warn, due) = (fresh["warn_at"].as_str().unwrap(), fresh["due_at"].as_str().unwrap());
    assert!(warn < due, "{warn} {due}");
    assert_eq!(case.swept().await, 0);
    let until = |text: &str| {
        let at = Instant::parse(text, &jiff::tz::TimeZone::UTC).unwrap();
        (at.micros() - case.cast.town.service.now().micros()) / MINUTE
    };
    case.advance(until(warn) + 1);
    let warned = case.swept().await;
    assert!(warned >= 1);
    assert_eq!(case.swept().await, 0, "sweeping twice tells nobody twice");
    let seen = case.seen().await;
    assert_eq!((&seen["due_status"], &seen["overdue"]), (&json!("warning"), &json!(false)));
    assert_eq!(case.listed().await, ["warning"]);
    assert_eq!(seen["version"], 3 + warned as i64);
    assert!(told(&seen)[0].contains("点长"), "{:?}", told(&seen));
    assert_eq!(seen["events"].as_array().unwrap().last().unwrap()["actor_role"], "system");
    case.advance(until(due) + 1);
    assert!(case.swept().await >= 1);
    assert_eq!(case.seen().await["due_status"], "overdue");
    assert_eq!(case.listed().await, ["overdue"]);
    // The sweeps may be late: days after, all rungs that were passed are told in one turn, leaders by the day's list.
    case.advance(6 * 24 * 60);
    assert!(case.swept().await >= 1);
    assert_eq!(case.swept().await, 0);
    let late = case.seen().await;
    let leaders: Vec<String> = told(&late).into_iter().filter(|line| line.contains("片长")).collect();
    assert!(
        !leaders.is_empty() && leaders.iter().all(|line| line.starts_with("每日简报")),
        "{:?}",
        told(&late)
    );
    let count = told(&late).len();
    case.advance(30 * 24 * 60);
    assert_eq!(case.swept().await, 0, "the ladder ends");
    assert_eq!(told(&case.seen().await).len(), count);
    let public = case.cast.town.get(&format!("/api/v1/incidents/{}", case.id)).await.json();
    assert!(public["events"].as_array().unwrap().iter().all(|event| event["lines"] == json!([])));
}

#[tokio::test]
async fn a_suspended_or_handled_case_climbs_no_ladder() {
    let case = Case::dispatched().await;
    case.step(3, "suspend", json!({"note": "待施工", "until": "2027-02-01"})).await;
    case.advance(20 * 24 * 60);
    assert_eq!(case.swept().await, 0);
    assert_eq!(case.seen().await["due_status"], "paused");
    assert_eq!(case.listed().await, ["paused"]);
    case.step(4, "resume", json!({})).await;
    let on = case.seen().await;
    assert_eq!(on["due_status"], "on_time", "the time of the suspension does not count: {on}");
    case.step(5, "void", json!({"note": "误报"})).await;
    case.advance(20 * 24 * 60);
    assert_eq!(case.swept().await, 0);
    assert_eq!(case.seen().await["due_status"], Value::Null);
    assert!(case.listed().await.is_empty());
}

#[tokio::test]
async fn a_year_without_a_calendar_is_told_and_not_guessed() {
    let cast = Cast::new().await;
    cast.town.clock.advance(3 * 366 * Instant::DAY);
    let office = cast.cookie(AccountRole::CommunityOffice).await.unwrap();
    let overview = cast.town.get_with("/api/v1/overview", &[("cookie", &office)]).await.json();
    assert_eq!(overview["no_calendar"], json!([2029, 2030]));
    let case =
        Case { id: cast.town.report(EAST, json!({})).await.json()["id"].as_str().unwrap().into(), cast };
    let filed = case.step(1, "file", json!({"checked": true})).await;
    assert_eq!((&filed["due_at"], &filed["due_status"]), (&Value::Null, &json!("unknown")));
    assert_eq!(filed["missing_year"], 2029);
    assert_eq!(case.listed().await, ["unknown"]);
    let odd = case.cast.town.get("/api/v1/incidents?due_status=late&feature=compound:C-1").await;
    assert_eq!(odd.faults(), ["due_status:unknown"]);
    let both = case.cast.town.get("/api/v1/incidents?due_status=overdue&feature=compound:C-1").await;
    assert_eq!(both.faults(), ["due_status:not_together"]);
    assert_eq!(case.swept().await, 0);
}

#[tokio::test]
async fn a_referral_reaches_the_leader_through_his_liaison() {
    let case = Case::dispatched().await;
    let (zone_head, service) = (Uuid::from_u128(702), &case.cast.town.service);
    let refer = async |version| {
        let body = json!({"note": "久拖未决，请协调", "addressee": zone_head});
        let referred = case.step(version, "refer", body).await;
        let event = referred["events"].as_array().unwrap().last().unwrap().clone();
        let lines = event["lines"].as_array().unwrap().clone();
        lines.into_iter().map(|line| line["zh"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let told = async |role| {
        let cookie = case.cast.cookie(role).await.unwrap();
        let messages = case.cast.town.get_with("/api/v1/messages", &[("cookie", &cookie)]).await.text();
        messages.matches("\"case_referred\"").count()
    };
    let in_person = refer(3).await;
    assert!(in_person.len() == 1 && in_person[0].starts_with("报请：片长"), "{in_person:?}");
    assert_eq!(told(AccountRole::ZoneHead).await, 1, "nobody stands between");
    let mut posts = service.reference().roster.appointments().to_vec();
    let liaison = posts.iter().find(|post| post.id == zone_head).cloned().unwrap();
    let person = Some(Uuid::from_u128(600));
    posts.push(Appointment { id: Uuid::from_u128(799), role: Role::CommunityLiaison, person, ..liaison });
    service.store().replace_appointments(None, &posts, service.now()).await.unwrap();
    service.reload().await.unwrap();
    case.advance(1);
    let passed_on = refer(4).await;
    assert!(passed_on.len() == 2 && passed_on[1].starts_with("经：社区联络领导"), "{passed_on:?}");
    assert_eq!(told(AccountRole::GridWorker).await, 1, "the liaison is told");
    assert_eq!(told(AccountRole::ZoneHead).await, 1, "and passes it on");
}
