//! Cases that hang together over HTTP: the same reported again, what comes back, samples and appeals, many at once, and
//! pages that stay open.

use super::cast::Cast;
use super::fixture::{Answer, EAST, WEST};
use serde_json::{Value, json};
use uuid::Uuid;
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;

const POINT_HEAD: Uuid = Uuid::from_u128(701);

struct Desk {
    cast: Cast,
    office: String,
    head: String,
}

impl Desk {
    async fn new() -> Self {
        let cast = Cast::new().await;
        let office = cast.cookie(AccountRole::CommunityOffice).await.unwrap();
        let head = cast.cookie(AccountRole::PointHead).await.unwrap();
        Self { cast, office, head }
    }

    async fn report(&self, at: (f64, f64), more: Value) -> String {
        let made = self.cast.town.report(at, more).await.json();
        while self.cast.town.service.follow().await.unwrap() {}
        made["id"].as_str().unwrap().to_owned()
    }

    async fn post(&self, cookie: &str, path: &str, version: i64, body: Value) -> Answer {
        let version = format!("\"v{version}\"");
        let mut headers = vec![("content-type", "application/json"), ("if-match", version.as_str())];
        if !cookie.is_empty() {
            headers.push(("cookie", cookie));
        }
        self.cast.town.post_with(&format!("/api/v1/incidents/{path}"), &headers, body.to_string()).await
    }

    async fn done(&self, cookie: &str, id: &str, version: i64, step: &str, body: Value) -> Value {
        let answer = self.post(cookie, &format!("{id}/{step}"), version, body).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.text());
        answer.json()
    }

    /// Reported and closed after the check.
    async fn closed(&self, at: (f64, f64)) -> String {
        let id = self.report(at, json!({})).await;
        self.done(&self.office, &id, 1, "file", json!({"checked": true})).await;
        self.done(&self.office, &id, 2, "dispatch", json!({"actor": POINT_HEAD})).await;
        let pixels = image::RgbImage::from_pixel(40, 30, image::Rgb([9, 120, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let path = format!("/api/v1/incidents/{id}/photos?kind=after");
        let headers = [("content-type", "application/octet-stream"), ("cookie", self.head.as_str())];
        assert_eq!(self.cast.town.post_with(&path, &headers, bytes.into_inner()).await.status, 201);
        self.done(&self.head, &id, 3, "handle", json!({"note": "已清理"})).await;
        self.done(&self.office, &id, 4, "close", json!({"checked": true})).await;
        while self.cast.town.service.follow().await.unwrap() {}
        id
    }

    async fn seen(&self, id: &str) -> Value {
        self.cast.town.get_with(&format!("/api/v1/incidents/{id}"), &[("cookie", &self.office)]).await.json()
    }

    async fn near(&self, at: (f64, f64), category: &str) -> Vec<String> {
        let path = format!("/api/v1/incidents/near?lon={}&lat={}&category={category}", at.0, at.1);
        let answer = self.cast.town.get(&path).await.json();
        answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|near| near["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[tokio::test]
async fn what_was_reported_nearby_is_offered_and_joined_as_a_voice_with_a_code_of_its_own() {
    let desk = Desk::new().await;
    let first = desk.report(EAST, json!({"description": "楼下垃圾成堆"})).await;
    let beside = (EAST.0 + 0.0001, EAST.1);
    assert_eq!(desk.near(beside, "exposed_rubbish").await, std::slice::from_ref(&first));
    assert!(desk.near(beside, "street_vending").await.is_empty(), "another problem");
    assert!(desk.near((EAST.0 + 0.01, EAST.1), "exposed_rubbish").await.is_empty(), "another place");
    let bad = desk.cast.town.get("/api/v1/incidents/near?lon=200&lat=24&category=nothing").await;
    assert_eq!(bad.faults().len(), 2, "{}", bad.text());

    let body = json!({"description": "我也看到了", "contact": {"phone": "13900000000"}});
    let told = desk.post("", &format!("{first}/voices"), 1, body.clone()).await;
    assert_eq!(told.status, 201, "{}", told.text());
    assert_eq!(told.json()["voices"], 2);
    let code = told.json()["tracking_code"].as_str().unwrap().to_owned();
    let track = async |code: &str| {
        let body = json!({"code": code}).to_string();
        desk.cast.town.post("/api/v1/track", "application/json", body).await
    };
    assert_eq!(track(&code).await.json()["state"], "reported");
    let kept = desk.seen(&first).await;
    assert_eq!((&kept["voices"], &kept["version"]), (&json!(2), &json!(1)));
    assert!(!kept.to_string().contains("13900000000") && !kept.to_string().contains(&code));

    let headers = [("content-type", "application/json"), ("idempotency-key", "v1")];
    let path = format!("/api/v1/incidents/{first}/voices");
    let once = desk.cast.town.post_with(&path, &headers, body.to_string()).await;
    let twice = desk.cast.town.post_with(&path, &headers, body.to_string()).await;
    assert_eq!(once.json(), twice.json());
    assert_eq!(twice.header("idempotent-replayed"), "true");
    assert_eq!(desk.seen(&first).await["voices"], 3);
    let odd = desk.post("", &format!("{first}/voices"), 1, json!({"lon": 102.5, "source": "x"})).await;
    assert_eq!(odd.faults(), ["lon:incomplete"]);
    let long = desk.post("", &format!("{first}/voices"), 1, json!({"description": "长".repeat(4_001)})).await;
    assert_eq!(long.faults(), ["description:too_long"]);
    let nowhere = desk.post("", &format!("{}/voices", Uuid::from_u128(1)), 1, json!({})).await;
    assert_eq!(nowhere.problem(), "not_found");

    desk.done(&desk.office, &first, 1, "reject", json!({"note": "不属实", "checked": true})).await;
    assert_eq!(track(&code).await.json()["state"], "rejected", "whoever joined in is told as well");
    let late = desk.post("", &format!("{first}/voices"), 1, json!({})).await;
    assert_eq!((late.status.as_u16(), late.problem().as_str()), (409, "case_ended"));
}

#[tokio::test]
async fn the_desk_is_shown_possible_duplicates_while_it_may_join_them() {
    let desk = Desk::new().await;
    let first = desk.report(EAST, json!({})).await;
    let second = desk.report((EAST.0, EAST.1 + 0.0001), json!({})).await;
    let seen = desk.seen(&second).await;
    assert_eq!(seen["near"][0]["id"], json!(first));
    assert!(seen["near"][0]["distance_m"].as_f64().unwrap() < 15.0);
    let joined = desk.done(&desk.office, &second, 1, "merge", json!({"merge_into": first})).await;
    assert_eq!(joined["near"], json!([]));
    let line = joined["events"].as_array().unwrap().last().unwrap()["lines"][0]["zh"].clone();
    assert!(line.as_str().unwrap().starts_with("并入："), "{line}");
}

#[tokio::test]
async fn what_comes_back_after_its_closing_is_linked_to_it() {
    let desk = Desk::new().await;
    let closed = desk.closed(EAST).await;
    desk.cast.town.clock.advance(3 * Instant::DAY);
    let again = desk.report((EAST.0 + 0.0001, EAST.1), json!({})).await;
    let elsewhere = desk.report(WEST, json!({})).await;
    let office = desk.cast.cookie(AccountRole::CommunityOffice).await.unwrap();
    let desk = Desk { office, ..desk };
    assert_eq!(desk.seen(&again).await["relapse"]["id"], json!(closed));
    assert_eq!(desk.seen(&elsewhere).await["relapse"], Value::Null);
    let before = desk.seen(&closed).await;
    assert_eq!(before["relapses"][0]["id"], json!(again));
    assert_eq!(before["state"], "closed", "what was closed stays closed");
}

#[tokio::test]
async fn a_sample_that_fails_and_an_appeal_make_cases_of_their_own() {
    let desk = Desk::new().await;
    let closed = desk.closed(EAST).await;
    let zone = desk.cast.cookie(AccountRole::ZoneHead).await.unwrap();
    let offered =
        desk.cast.town.get_with(&format!("/api/v1/incidents/{closed}"), &[("cookie", &zone)]).await.json();
    let sample =
        offered["steps"].as_array().unwrap().iter().find(|step| step["transition"] == "sample").unwrap();
    assert_eq!(sample["needs"], json!(["result"]));
    let bare = desk.post(&zone, &format!("{closed}/sample"), 5, json!({"result": "failed"})).await;
    assert_eq!(bare.faults(), ["note:missing"]);
    let failed = json!({"result": "failed", "note": "仍有残留"});
    let sampled = desk.done(&zone, &closed, 5, "sample", failed).await;
    assert_eq!(sampled["state"], "closed");
    let made = sampled["followers"][0]["id"].as_str().unwrap().to_owned();
    let new = desk.seen(&made).await;
    assert_eq!((&new["related"]["kind"], &new["related"]["id"]), (&json!("sample_of"), &json!(closed)));
    assert_eq!((&new["source"], &new["description"]), (&json!("patrol"), &json!("仍有残留")));
    let lines = sampled["events"].as_array().unwrap().last().unwrap()["lines"].clone();
    assert!(lines.to_string().contains(new["number"].as_str().unwrap()), "{lines}");
    let appealed = desk.done(&desk.head, &closed, 6, "appeal", json!({"note": "已按要求清理"})).await;
    assert_eq!(appealed["followers"].as_array().unwrap().len(), 2);
    let ids: Vec<&str> =
        appealed["followers"].as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap()).collect();
    let appeal = desk.seen(ids.iter().find(|id| **id != made).unwrap()).await;
    assert_eq!(
        (&appeal["related"]["kind"], &appeal["state"]),
        (&json!("appeal_against"), &json!("reported"))
    );
    let stale = desk.post(&zone, &format!("{closed}/sample"), 5, json!({"result": "passed"})).await;
    assert_eq!(stale.problem(), "stale_version");
    for version in [i64::MIN, -1, 0, 99, i64::MAX] {
        let forged =
            desk.post(&zone, &format!("{closed}/sample"), version, json!({"result": "passed"})).await;
        assert_eq!((forged.status.as_u16(), forged.problem().as_str()), (412, "stale_version"), "{version}");
    }
    assert_eq!(desk.seen(&closed).await["followers"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_lot_of_the_day_is_drawn_where_somebody_leads_and_stays_all_day() {
    let desk = Desk::new().await;
    let closed = [desk.closed(EAST).await, desk.closed(EAST).await, desk.closed(EAST).await];
    let zone = || async { desk.cast.cookie(AccountRole::ZoneHead).await.unwrap() };
    let drawn = async |cookie: &str, many: usize| {
        let path = format!("/api/v1/samples?many={many}");
        desk.cast.town.get_with(&path, &[("cookie", cookie)]).await.json()
    };
    let ids = |answer: &Value| -> Vec<String> {
        let items = answer["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(drawn(&zone().await, 5).await["of"], 0, "what was closed today is drawn from tomorrow");
    desk.cast.town.clock.advance(Instant::DAY);
    let today = drawn(&zone().await, 2).await;
    assert_eq!((&today["of"], today["items"].as_array().unwrap().len()), (&json!(3), 2));
    assert_eq!(ids(&drawn(&zone().await, 2).await), ids(&today));
    assert!(ids(&today).iter().all(|id| closed.contains(id)));
    let first = ids(&today)[0].clone();
    desk.done(&zone().await, &first, 5, "sample", json!({"result": "passed"})).await;
    let after = drawn(&zone().await, 2).await;
    assert_eq!(ids(&after), ids(&today), "the draw stands, with what was done of it");
    assert_eq!(after["items"][0]["sampled"], true);
    assert_eq!(after["items"][1]["sampled"], false);
    let office = desk.cast.cookie(AccountRole::CommunityOffice).await.unwrap();
    assert_eq!(drawn(&office, 5).await["items"], json!([]), "who leads nowhere draws nothing");
    desk.cast.town.clock.advance(Instant::DAY);
    let next = drawn(&zone().await, 5).await;
    assert_eq!(next["of"], 2);
    assert!(!ids(&next).contains(&first), "what was looked at before today is not drawn again");
    desk.cast.town.clock.advance(31 * Instant::DAY);
    assert_eq!(drawn(&zone().await, 5).await["of"], 0, "closed too long ago");
}

#[tokio::test]
async fn many_cases_take_one_step_each_by_itself() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(desk.report((EAST.0, EAST.1 + f64::from(n) * 0.0001), json!({})).await);
    }
    desk.done(&desk.office, &ids[1], 1, "file", json!({"checked": true})).await;
    let item = |id: &str, version: i64| json!({"incident": id, "version": version});
    let body = json!({"transition": "file", "checked": true,
        "items": [item(&ids[0], 1), item(&ids[1], 1), item(&Uuid::from_u128(4).to_string(), 1), item(&ids[2], 1)]});
    let done = desk.post(&desk.office, "steps", 1, body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let items = done.json()["items"].as_array().unwrap().clone();
    let ok: Vec<bool> = items.iter().map(|item| item["ok"].as_bool().unwrap()).collect();
    assert_eq!(ok, [true, false, false, true]);
    assert_eq!(items[1]["problem"]["code"], "step_refused");
    assert_eq!(items[2]["problem"]["code"], "not_found");
    assert_eq!(items[3]["version"], 2);
    for (body, fault) in [
        (json!({"transition": "file", "items": []}), "items:out_of_range"),
        (json!({"transition": "file", "items": [item(&ids[0], 2), item(&ids[0], 2)]}), "items:repeated"),
        (json!({"transition": "escalate", "items": [item(&ids[0], 2)]}), "transition:unknown"),
        (json!({"transition": "file", "items": [{"incident": "x"}]}), "items[0].version:missing"),
        (json!({"transition": "file", "items": 7}), "items:not_a_list"),
        (json!({"transition": "file"}), "items:missing"),
    ] {
        let refused = desk.post(&desk.office, "steps", 1, body).await;
        assert!(refused.faults().contains(&fault.to_owned()), "{fault}: {}", refused.text());
    }
    let resident =
        desk.post("", "steps", 1, json!({"transition": "file", "items": [item(&ids[0], 2)]})).await;
    assert_eq!(resident.problem(), "sign_in_required");
}

#[tokio::test]
async fn a_page_that_stays_open_is_told_what_changed_and_what_it_missed() {
    let desk = Desk::new().await;
    let live = async |known: &str| {
        let mut headers = vec![("cookie", desk.office.as_str())];
        if !known.is_empty() {
            headers.push(("last-event-id", known));
        }
        desk.cast.town.get_with("/api/v1/live", &headers).await
    };
    let first = live("").await;
    assert_eq!((first.status.as_u16(), first.header("content-type")), (200, "text/event-stream"));
    assert!(first.text().contains("event: hello"), "{}", first.text());
    let seq = first.text().lines().find_map(|line| line.strip_prefix("id: ").map(str::to_owned)).unwrap();
    let id = desk.report(EAST, json!({})).await;
    let missed = live(&seq).await.text();
    assert!(missed.contains("event: incidents") && missed.contains(&id), "{missed}");
    assert!(!live(&i64::MAX.to_string()).await.text().contains("event: incidents"));
    assert!(live("abc").await.text().contains("event: hello"));
    assert_eq!(desk.cast.town.get("/api/v1/live").await.problem(), "sign_in_required");

    let mut changes = desk.cast.town.service.listen();
    let other = desk.report(WEST, json!({})).await;
    let told = changes.recv().await.unwrap();
    assert_eq!(told.incidents.unwrap().to_vec(), [other.parse::<Uuid>().unwrap()]);
    desk.cast.town.service.end_streams();
    assert!(changes.recv().await.is_err(), "a service that stops does not wait for open pages");
}

#[tokio::test]
async fn the_overview_tells_leaders_where_it_is_late() {
    let desk = Desk::new().await;
    desk.closed(EAST).await;
    let late = desk.report(WEST, json!({})).await;
    desk.done(&desk.office, &late, 1, "file", json!({"checked": true})).await;
    let office = async || desk.cast.cookie(AccountRole::CommunityOffice).await.unwrap();
    let today = desk.cast.town.get_with("/api/v1/overview", &[("cookie", &desk.office)]).await.json();
    assert_eq!(
        today["today"],
        json!({"reported": 2, "reported_public": 2, "filed": 2, "closed": 1, "handled_on_site": 0})
    );
    assert_eq!((&today["now"]["open"], &today["now"]["to_dispatch"]), (&json!(1), &json!(1)));
    desk.cast.town.clock.advance(7 * Instant::DAY);
    let cookie = office().await;
    let after = desk.cast.town.get_with("/api/v1/overview", &[("cookie", &cookie)]).await.json();
    assert_eq!((&after["today"]["reported"], &after["now"]["overdue"]), (&json!(0), &json!(1)));
    assert_eq!((&after["areas"][0]["code"], &after["areas"][0]["overdue"]), (&json!("YX-1"), &json!(1)));
    let days = after["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[6]["reported"], &days[6]["closed"]), (14, &json!(2), &json!(1)));
    let of = async |code: &str| {
        desk.cast.town.get_with(&format!("/api/v1/overview?area={code}"), &[("cookie", &cookie)]).await
    };
    let west = of("YX-1-01").await.json();
    let east = of("YX-1-02").await.json();
    assert_eq!((&west["now"]["overdue"], &east["now"]["overdue"]), (&json!(1), &json!(0)));
    assert_eq!((&west["days"][6]["closed"], &east["days"][6]["closed"]), (&json!(0), &json!(1)));
    assert_eq!(of("YX").await.json()["now"], after["now"]);
    assert_eq!(of("nowhere").await.status, 404);
    assert_eq!(desk.cast.town.get("/api/v1/overview").await.problem(), "sign_in_required");
}
