//! The course of a case over HTTP: who may take which step, what each needs, and what others learn of it.

use super::cast::Cast;
use super::fixture::{Answer, EAST, WEST};
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;

/// The appointment of the cast's point head, of the eastern point.
const POINT_HEAD: Uuid = Uuid::from_u128(701);
const DEPARTMENT: Uuid = Uuid::from_u128(704);

struct Desk {
    cast: Cast,
    office: String,
}

/// A case on somebody's desk.
struct Case<'a> {
    desk: &'a Desk,
    id: String,
    code: String,
}

impl Desk {
    async fn new() -> Self {
        let cast = Cast::new().await;
        let office = cast.cookie(AccountRole::CommunityOffice).await.unwrap();
        Self { cast, office }
    }

    async fn cookie(&self, role: AccountRole) -> String {
        self.cast.cookie(role).await.unwrap()
    }

    async fn report(&self, at: (f64, f64)) -> Case<'_> {
        let made = self.cast.town.report(at, json!({"description": "楼下垃圾成堆"})).await.json();
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        Case { desk: self, id: text("id"), code: text("tracking_code") }
    }

    /// Reported, filed and dispatched to the point head.
    async fn dispatched(&self) -> Case<'_> {
        let case = self.report(EAST).await;
        case.done(&self.office, 1, "file", json!({"checked": true})).await;
        case.done(&self.office, 2, "dispatch", json!({"actor": POINT_HEAD})).await;
        case
    }
}

impl Case<'_> {
    async fn send(&self, cookie: &str, method: &str, path: &str, version: i64, body: Value) -> Answer {
        let path = format!("/api/v1/incidents/{}{path}", self.id);
        let version = format!("\"v{version}\"");
        let headers = [("content-type", "application/json"), ("cookie", cookie), ("if-match", &version)];
        self.desk.cast.town.send(method, &path, &headers, body.to_string()).await
    }

    async fn step(&self, cookie: &str, version: i64, step: &str, body: Value) -> Answer {
        self.send(cookie, "POST", &format!("/{step}"), version, body).await
    }

    /// A step that has to work.
    async fn done(&self, cookie: &str, version: i64, step: &str, body: Value) -> Value {
        let answer = self.step(cookie, version, step, body).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.text());
        assert_eq!(answer.header("etag"), format!("\"v{}\"", version + 1));
        answer.json()
    }

    /// Sends a photo; an empty cookie is a resident's.
    async fn photo(&self, cookie: &str, kind: &str, code: &str, bytes: Vec<u8>) -> Answer {
        let path = format!("/api/v1/incidents/{}/photos?kind={kind}", self.id);
        let mut headers = vec![("content-type", "application/octet-stream"), ("tracking-code", code)];
        if !cookie.is_empty() {
            headers.push(("cookie", cookie));
        }
        self.desk.cast.town.post_with(&path, &headers, bytes).await
    }

    async fn seen_by(&self, cookie: &str) -> Value {
        let path = format!("/api/v1/incidents/{}", self.id);
        self.desk.cast.town.get_with(&path, &[("cookie", cookie)]).await.json()
    }

    async fn tracked(&self) -> Value {
        let body = json!({"code": self.code}).to_string();
        self.desk.cast.town.post("/api/v1/track", "application/json", body).await.json()
    }
}

/// A small picture of one colour.
fn picture(shade: u8) -> Vec<u8> {
    let pixels = image::RgbImage::from_pixel(48, 32, image::Rgb([shade, 120, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn steps(case: &Value) -> Vec<&str> {
    case["steps"].as_array().unwrap().iter().map(|step| step["transition"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_report_goes_from_the_desk_to_the_ground_and_back_and_its_reporter_reads_the_answer() {
    let desk = Desk::new().await;
    let (head, office) = (desk.cookie(AccountRole::PointHead).await, desk.office.clone());
    let case = desk.report(EAST).await;
    assert_eq!(case.tracked().await["state"], "reported");
    let bare = case.step(&office, 1, "file", json!({})).await;
    assert_eq!(bare.faults(), ["checked:missing"]);
    let filed = case.done(&office, 1, "file", json!({"checked": true})).await;
    assert_eq!(filed["state"], "filed");
    assert!(filed["due_at"].is_string(), "filing starts the clock");
    let sent = case.done(&office, 2, "dispatch", json!({"actor": POINT_HEAD})).await;
    assert_eq!(
        (&sent["state"], &sent["assignment"]["actor"]["role"]),
        (&json!("dispatched"), &json!("point_head"))
    );
    case.done(&head, 3, "accept", json!({})).await;
    let bare = case.step(&head, 4, "handle", json!({"note": "  "})).await;
    assert_eq!(bare.faults(), ["note:missing", "photos:missing"]);
    let offered = case.seen_by(&head).await;
    let handle =
        offered["steps"].as_array().unwrap().iter().find(|step| step["transition"] == "handle").unwrap();
    assert!(handle["after_photo"]["zh"].as_str().unwrap().contains("前后对比"), "it says why");
    assert_eq!(case.photo(&head, "after", "", picture(1)).await.status, 201);
    let handled = case.done(&head, 4, "handle", json!({"note": "已清运干净"})).await;
    assert_eq!(handled["state"], "handled");
    // Never by who handled it.
    let own = case.step(&head, 5, "close", json!({"checked": true})).await;
    assert_eq!((own.status.as_u16(), own.problem().as_str()), (403, "not_your_step"));
    let closed = case.done(&office, 5, "close", json!({"checked": true})).await;
    assert_eq!(closed["state"], "closed");
    assert!(closed["closed_at"].is_string());
    let told = case.tracked().await;
    assert_eq!(told["state"], "closed");
    let notes: Vec<&str> =
        told["steps"].as_array().unwrap().iter().filter_map(|step| step["note"].as_str()).collect();
    assert_eq!(notes, ["已清运干净"]);
    let kinds: Vec<&str> =
        closed["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "incident_reported",
            "case_filed",
            "case_dispatched",
            "case_accepted",
            "case_handled",
            "case_closed"
        ]
    );
}

#[tokio::test]
async fn everybody_is_offered_what_the_table_lets_him_do_and_told_it_when_refused() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let head = desk.cookie(AccountRole::PointHead).await;
    let unit = desk.cookie(AccountRole::Unit).await;
    let auditor = desk.cookie(AccountRole::Auditor).await;
    let mine = case.seen_by(&head).await;
    assert!(
        ["accept", "return", "hand_over", "handle"].iter().all(|step| steps(&mine).contains(step)),
        "{mine}"
    );
    assert!(!steps(&mine).contains(&"close"));
    assert_eq!(mine["parts"], json!(["finder", "handler", "supporter"]));
    assert_eq!(case.seen_by(&auditor).await["steps"], json!([]));
    let nobody = case.step(&unit, 3, "accept", json!({})).await;
    assert_eq!((nobody.status.as_u16(), nobody.problem().as_str()), (403, "not_your_step"));
    let early = case.step(&head, 3, "close", json!({"checked": true})).await;
    assert_eq!((early.status.as_u16(), early.problem().as_str()), (409, "step_refused"));
    assert!(early.json()["words"]["zh"].as_str().unwrap().contains("接收"), "it says what would be allowed");
    assert_eq!(case.step(&head, 3, "explode", json!({})).await.faults(), ["transition:unknown"]);
    assert_eq!(case.step(&head, 3, "escalate", json!({})).await.faults(), ["transition:unknown"]);
    let outside = case.step("", 3, "accept", json!({})).await;
    assert_eq!(outside.problem(), "sign_in_required");
}

#[tokio::test]
async fn of_two_on_one_version_one_wins_and_the_other_learns_what_happened() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let head = desk.cookie(AccountRole::PointHead).await;
    case.done(&head, 3, "accept", json!({})).await;
    let late = case.step(&desk.office, 3, "void", json!({"note": "重复"})).await;
    assert_eq!((late.status.as_u16(), late.problem().as_str()), (412, "stale_version"));
    assert_eq!(late.json()["version"], 4);
    let path = format!("/api/v1/incidents/{}/void", case.id);
    let headers = [("content-type", "application/json"), ("cookie", desk.office.as_str())];
    let without = desk.cast.town.send("POST", &path, &headers, "{}").await;
    assert_eq!(without.problem(), "if_match_missing");
    assert_eq!(case.seen_by(&head).await["state"], "dispatched");
}

#[tokio::test]
async fn a_suspension_stops_the_clock_until_its_end() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let before = case.seen_by(&desk.office).await["due_at"].clone();
    let bare = case.step(&desk.office, 3, "suspend", json!({"note": "待施工"})).await;
    assert_eq!(bare.faults(), ["until:missing"]);
    let past = case.step(&desk.office, 3, "suspend", json!({"note": "待施工", "until": "2020-01-01"})).await;
    assert_eq!(past.faults(), ["until:malformed"]);
    let until = json!({"note": "待施工", "until": "2026-12-01"});
    let still = case.done(&desk.office, 3, "suspend", until).await;
    assert_eq!((&still["due_at"], &still["overdue"]), (&Value::Null, &json!(false)));
    assert!(still["suspended_until"].as_str().unwrap().starts_with("2026-12-01T00:00"));
    assert_eq!(desk.cast.town.service.resume_suspended().await.unwrap(), 0);
    desk.cast.town.clock.advance(8 * Instant::DAY);
    assert_eq!(desk.cast.town.service.resume_suspended().await.unwrap(), 1);
    assert_eq!(desk.cast.town.service.resume_suspended().await.unwrap(), 0, "it may run twice");
    let office = desk.cookie(AccountRole::CommunityOffice).await;
    let on = case.seen_by(&office).await;
    assert_eq!(on["state"], "dispatched");
    assert!(on["due_at"].as_str().unwrap() > before.as_str().unwrap(), "{} {before}", on["due_at"]);
    assert_eq!(on["events"][4]["actor_role"], "resident");
}

#[tokio::test]
async fn a_case_is_returned_handed_over_and_helped_with_by_name() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let (head, department) =
        (desk.cookie(AccountRole::PointHead).await, desk.cookie(AccountRole::Department).await);
    assert_eq!(case.step(&head, 3, "return", json!({})).await.faults(), ["note:missing"]);
    let stranger = json!({"note": "属占道", "actor": Uuid::from_u128(9)});
    assert_eq!(case.step(&head, 3, "hand_over", stranger).await.faults(), ["actor:unknown"]);
    let over = case.done(&head, 3, "hand_over", json!({"note": "属占道", "actor": DEPARTMENT})).await;
    assert_eq!(over["assignment"]["actor"]["role"], "enforcement");
    assert!(!steps(&case.seen_by(&head).await).contains(&"handle"), "it is no longer his");
    let help = json!({"note": "请协助劝导", "helper": POINT_HEAD});
    case.done(&department, 4, "ask_help", help).await;
    assert!(case.seen_by(&head).await["parts"].as_array().unwrap().contains(&json!("supporter")));
    let back = case.done(&department, 5, "return", json!({"note": "不在本辖区"})).await;
    assert_eq!(back["state"], "filed");
    assert_ne!(back["assignment"]["actor"]["role"], "enforcement", "it was routed again");
}

#[tokio::test]
async fn moving_the_pin_routes_again_and_says_what_changed() {
    let desk = Desk::new().await;
    let case = desk.report(WEST).await;
    let edit = async |cookie: &str, version, body: Value| case.send(cookie, "PATCH", "", version, body).await;
    let before = case.seen_by(&desk.office).await;
    assert_eq!(before["areas"]["point"], "西点");
    assert_eq!(edit(&desk.office, 1, json!({})).await.faults(), ["changes:missing"]);
    assert_eq!(edit(&desk.office, 1, json!({"lon": 102.5415})).await.faults(), ["lat:missing"]);
    let swapped = edit(&desk.office, 1, json!({"lon": 24.35, "lat": 102.54, "category": "nothing"})).await;
    assert_eq!(swapped.faults().len(), 2, "{}", swapped.text());
    let moved = edit(&desk.office, 1, json!({"lon": EAST.0, "lat": EAST.1, "note": "实际在东边"})).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(moved.json()["areas"]["point"], "东点");
    let history = desk.cast.town.service.store().incident_events(case.id.parse().unwrap()).await.unwrap();
    let turns = history.last().unwrap().detail["turns"].as_array().unwrap().clone();
    assert!(turns.iter().any(|turn| turn["aspect"] == "block"), "{turns:?}");
    // The same again is no change.
    let same = edit(&desk.office, 2, json!({"lon": EAST.0, "lat": EAST.1})).await;
    assert_eq!(same.faults(), ["changes:missing"]);
    case.done(&desk.office, 2, "file", json!({"checked": true})).await;
    case.done(&desk.office, 3, "dispatch", json!({"actor": POINT_HEAD})).await;
    let head = desk.cookie(AccountRole::PointHead).await;
    let not_his = edit(&head, 4, json!({"category": "shop_outside", "description": "x"})).await;
    assert_eq!(not_his.faults(), ["description:not_yours", "category:not_yours"]);
    assert_eq!(edit(&head, 4, json!({"note": "约好下午去"})).await.status, 200);
    while desk.cast.town.service.follow().await.unwrap() {}
    let list = desk.cast.town.get("/api/v1/incidents/points").await.json();
    assert_eq!((&list["lon"][0], &list["lat"][0]), (&json!(EAST.0), &json!(EAST.1)), "the map follows");
}

#[tokio::test]
async fn an_incident_joins_another_open_one_and_never_itself_or_a_closed_one() {
    let desk = Desk::new().await;
    let (one, two) = (desk.report(EAST).await, desk.report(EAST).await);
    let merge = async |case: &Case<'_>, into: &str, version| {
        case.step(&desk.office, version, "merge", json!({"merge_into": into})).await
    };
    assert_eq!(merge(&one, &one.id, 1).await.faults(), ["merge_into:not_possible"]);
    assert_eq!(merge(&one, &Uuid::from_u128(3).to_string(), 1).await.faults(), ["merge_into:not_possible"]);
    assert_eq!(merge(&one, "x", 1).await.faults(), ["merge_into:malformed"]);
    let joined = merge(&one, &two.id, 1).await;
    assert_eq!((&joined.json()["state"], &joined.json()["merged_into"]), (&json!("merged"), &json!(two.id)));
    assert_eq!(merge(&two, &one.id, 1).await.faults(), ["merge_into:not_possible"], "not in a circle");
    let three = desk.report(EAST).await;
    assert_eq!(merge(&three, &one.id, 1).await.json()["merged_into"], json!(two.id), "the end of the line");
}

#[tokio::test]
async fn reports_of_staff_file_and_dispatch_themselves_and_those_of_residents_wait() {
    let desk = Desk::new().await;
    let worker = desk.cookie(AccountRole::GridWorker).await;
    let body =
        json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish", "source": "patrol"}).to_string();
    let headers = [("content-type", "application/json"), ("cookie", worker.as_str())];
    let made = desk.cast.town.post_with("/api/v1/incidents", &headers, body.clone()).await.json();
    assert_eq!(made["state"], "dispatched", "{made}");
    let case = Case { desk: &desk, id: made["id"].as_str().unwrap().into(), code: String::new() };
    let seen = case.seen_by(&worker).await;
    assert_eq!(seen["version"], 1);
    assert_eq!(seen["events"].as_array().unwrap().len(), 3);
    assert!(seen["due_at"].is_string());
    assert!(seen["parts"].as_array().unwrap().contains(&json!("finder")), "{}", seen["parts"]);
    // Whoever only says that he is on patrol is not.
    let claimed = desk.cast.town.post("/api/v1/incidents", "application/json", body).await.json();
    assert_eq!(claimed["state"], "reported");
}

#[tokio::test]
async fn what_is_found_is_handled_on_the_spot_in_one_step() {
    let desk = Desk::new().await;
    let case = desk.report(EAST).await;
    let head = desk.cookie(AccountRole::PointHead).await;
    let done = case.done(&head, 1, "handle_on_site", json!({"note": "当场清理"})).await;
    assert_eq!(done["state"], "handled_on_site");
    assert!(done["closed_at"].is_string());
}

#[tokio::test]
async fn tasks_are_the_callers_open_cases_due_first() {
    let desk = Desk::new().await;
    let first = desk.dispatched().await;
    let second = desk.dispatched().await;
    let (head, unit) = (desk.cookie(AccountRole::PointHead).await, desk.cookie(AccountRole::Unit).await);
    let tasks = async |cookie: &str| {
        let list = desk.cast.town.get_with("/api/v1/tasks", &[("cookie", cookie)]).await.json();
        let ids: Vec<String> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect();
        ids
    };
    assert_eq!(tasks(&head).await, [first.id.clone(), second.id.clone()]);
    assert!(tasks(&unit).await.is_empty());
    first.photo(&head, "after", "", picture(2)).await;
    first.done(&head, 3, "handle", json!({"note": "好了"})).await;
    first.done(&desk.office, 4, "close", json!({"checked": true})).await;
    assert_eq!(tasks(&head).await, std::slice::from_ref(&second.id));
}

#[tokio::test]
async fn residents_read_no_words_of_others_and_no_code_is_guessed() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let office = case.seen_by(&desk.office).await;
    assert_eq!(office["description"], "楼下垃圾成堆");
    let path = format!("/api/v1/incidents/{}", case.id);
    let resident = desk.cast.town.get(&path).await;
    assert_eq!(resident.json()["description"], Value::Null);
    assert!(!resident.text().contains(&case.code) && !office.to_string().contains(&case.code));
    let exact = case.code.to_lowercase();
    let track = async |code: &str| {
        let body = json!({"code": code}).to_string();
        desk.cast.town.post("/api/v1/track", "application/json", body).await
    };
    assert_eq!(track(&format!(" {exact} ")).await.status, 200);
    let mut forged = case.code.clone();
    forged.pop();
    for code in ["", "123", &forged, &format!("{forged}!"), &format!("{forged}ü"), &"0".repeat(22)] {
        assert_eq!(track(code).await.problem(), "tracking_code_unknown", "{code}");
    }
    assert!(track(&case.code).await.json()["owner"]["zh"].as_str().unwrap().contains("点长"));
}

#[tokio::test]
async fn photos_come_from_who_plays_a_part_and_are_seen_by_staff() {
    let desk = Desk::new().await;
    let case = desk.dispatched().await;
    let (head, unit) = (desk.cookie(AccountRole::PointHead).await, desk.cookie(AccountRole::Unit).await);
    let before = case.photo("", "before", &case.code, picture(10)).await;
    assert_eq!(before.status, 201, "{}", before.text());
    let again = case.photo("", "before", &case.code.to_lowercase(), picture(10)).await;
    assert_eq!(again.json()["id"], before.json()["id"], "the same picture is there already");
    for (cookie, kind, code) in
        [("", "before", "0"), ("", "after", case.code.as_str()), (unit.as_str(), "before", "")]
    {
        let refused = case.photo(cookie, kind, code, picture(11)).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem().as_str()),
            (403, "not_your_case"),
            "{kind} {code}"
        );
    }
    assert_eq!(case.photo(&head, "after", "", picture(12)).await.status, 201);
    let seen = case.seen_by(&head).await;
    let kinds: Vec<&str> =
        seen["photos"].as_array().unwrap().iter().map(|photo| photo["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["before", "after"]);
    let path = format!("/api/v1/photos/{}", before.json()["id"].as_str().unwrap());
    for size in ["large", "thumb"] {
        let shown = desk.cast.town.get_with(&format!("{path}/{size}"), &[("cookie", &unit)]).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/jpeg"));
        assert_eq!(shown.header("cache-control"), "private, no-cache");
        let hidden = desk.cast.town.get(&format!("{path}/{size}")).await;
        assert_eq!(hidden.problem(), "sign_in_required");
    }
    let public = desk.cast.town.get(&format!("/api/v1/incidents/{}", case.id)).await.json();
    assert_eq!(public["photos"], json!([]));
    let odd = desk.cast.town.get_with(&format!("{path}/huge"), &[("cookie", &unit)]).await;
    assert_eq!(odd.faults(), ["size:unknown"]);
}

#[tokio::test]
async fn what_is_no_photo_is_told_apart_and_leaves_nothing() {
    let desk = Desk::new().await;
    let case = desk.report(EAST).await;
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    heic.resize(200, 0);
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend(9_000_u32.to_be_bytes().iter().chain(&9_000_u32.to_be_bytes()));
    bomb.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    let cut = picture(5)[..200].to_vec();
    for bytes in [Vec::new(), heic, bomb, cut, b"<svg onload=alert(1)>".to_vec(), b"%PDF-1.4".to_vec()] {
        let told = case.photo("", "before", &case.code, bytes).await;
        assert_eq!(told.status, 400, "{}", told.text());
        assert!(told.faults()[0].starts_with("photo:"), "{:?}", told.faults());
    }
    assert_eq!(case.photo("", "selfie", &case.code, picture(6)).await.faults(), ["kind:unknown"]);
    let seen = case.seen_by(&desk.office).await;
    assert_eq!(seen["photos"], json!([]));
}

#[tokio::test]
async fn the_count_is_the_lists() {
    let desk = Desk::new().await;
    for at in [EAST, WEST, EAST] {
        desk.report(at).await;
    }
    while desk.cast.town.service.follow().await.unwrap() {}
    for (filter, expected) in
        [("", 3), ("area=YX-1-02", 2), ("state=closed", 0), ("category=exposed_rubbish", 3)]
    {
        let count = desk.cast.town.get(&format!("/api/v1/incidents/count?{filter}")).await.json();
        let list = desk.cast.town.get(&format!("/api/v1/incidents?{filter}")).await.json();
        assert_eq!((&count["total"], &list["total"]), (&json!(expected), &json!(expected)), "{filter}");
    }
    assert_eq!(desk.cast.town.get("/api/v1/incidents/count?state=nothing").await.status, 400);
}
