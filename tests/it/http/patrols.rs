//! Patrols over HTTP: what a phase asks of whom, what is taken down, what is refused, and how the overview counts it.

use super::cast::Cast;
use super::fixture::{Answer, NOW, WEST};
use serde_json::{Value, json};
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;

struct Beat {
    cast: Cast,
}

/// Day is asked of the point heads, with two checks each week of whoever manages the compound.
fn patrols() -> Value {
    json!([
        {"place": {"level": "point"}, "role": "point_head", "times": 3, "every": "day", "checks": [], "note": null},
        {"place": {"layer": "compound"}, "role": "property_manager", "times": 1, "every": "week",
         "checks": ["rubbish", "hygiene_corner"], "note": null},
    ])
}

impl Beat {
    /// 创卫 is in a phase since 2026-11-20.
    async fn new() -> Self {
        let beat = Self { cast: Cast::new().await };
        let office = beat.cookie(AccountRole::Administrator).await;
        let all = beat.get("campaigns", &office).await.json();
        let mut campaign = all["campaigns"][1].clone();
        for field in ["version", "phase"] {
            campaign.as_object_mut().unwrap().remove(field);
        }
        let phase = &mut campaign["phases"][0];
        (phase["first_day"], phase["last_day"]) = (json!("2026-11-20"), json!("2026-12-10"));
        phase["patrols"] = patrols();
        let headers =
            [("content-type", "application/json"), ("cookie", office.as_str()), ("if-match", "\"v0\"")];
        let body = json!({"campaign": campaign}).to_string();
        let written = beat.cast.town.send("PUT", "/api/v1/campaigns/hygienic_city", &headers, body).await;
        assert_eq!(written.status, 200, "{}", written.text());
        beat
    }

    async fn cookie(&self, role: AccountRole) -> String {
        self.cast.cookie(role).await.unwrap()
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.cast.town.get_with(&format!("/api/v1/{path}"), &[("cookie", cookie)]).await
    }

    async fn record(&self, cookie: &str, key: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json"), ("cookie", cookie), ("idempotency-key", key)];
        self.cast.town.post_with("/api/v1/patrols", &headers, body.to_string()).await
    }
}

#[tokio::test]
async fn what_is_asked_of_a_point_goes_down_with_each_patrol_and_a_key_counts_once() {
    let beat = Beat::new().await;
    let head = beat.cookie(AccountRole::PointHead).await;
    let mine = beat.get("patrols?mine=true", &head).await.json();
    let asked = mine["asked"].as_array().unwrap();
    assert_eq!(asked.len(), 1, "his own point and no other: {mine}");
    assert_eq!(
        (&asked[0]["place"]["code"], &asked[0]["required"], &asked[0]["made"], &asked[0]["missed"]),
        (&json!("YX-1-02"), &json!(3), &json!(0), &json!(3))
    );
    assert_eq!(asked[0]["phase"]["slug"], "self_check");
    let body = json!({"code": "YX-1-02", "checks": ["rubbish"], "nothing": true, "note": " 一切正常 "});
    let first = beat.record(&head, "one", body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let told = first.json();
    assert_eq!((&told["asked"][0]["made"], &told["place"]["name"]), (&json!(1), &json!("东点")));
    let again = beat.record(&head, "one", body.clone()).await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (201, "true"));
    assert_eq!((&again.json()["id"], &again.json()["asked"][0]["made"]), (&told["id"], &json!(1)));
    let other = beat.record(&head, "one", json!({"code": "YX-1-02"})).await;
    assert_eq!((other.status.as_u16(), other.problem().as_str()), (422, "idempotency_key_reused"));
    let second = beat.record(&head, "two", json!({"code": "YX-1-02"})).await.json();
    assert_eq!(second["asked"][0]["made"], 2);
    let all = beat.get("patrols?area=YX-1-02", &head).await.json();
    assert_eq!((&all["total"], all["patrols"].as_array().unwrap().len()), (&json!(2), 2));
    let listed = &all["patrols"][1];
    assert_eq!(
        (&listed["note"], &listed["mine"], &listed["role"]),
        (&json!("一切正常"), &json!(true), &json!("point_head"))
    );
    let office = beat.cookie(AccountRole::CommunityOffice).await;
    let seen = beat.get("patrols", &office).await.json();
    assert_eq!(seen["patrols"][0]["mine"], false);
    for private in ["party", "account", "point_head@", "500"] {
        assert!(!seen["patrols"].to_string().contains(private), "who made it is told to nobody: {private}");
    }
}

#[tokio::test]
async fn a_post_counts_for_its_own_patrols_and_a_grid_worker_goes_in_place_of_anybody() {
    let beat = Beat::new().await;
    let zone = beat.cookie(AccountRole::ZoneHead).await;
    let by_zone = beat.record(&zone, "z", json!({"code": "YX-1-01"})).await.json();
    assert_eq!(by_zone["asked"][0]["made"], 0, "the zone head's visit is not the point head's");
    let worker = beat.cookie(AccountRole::GridWorker).await;
    let by_worker = beat.record(&worker, "w", json!({"code": "YX-1-01"})).await.json();
    assert_eq!((&by_worker["asked"][0]["made"], &by_worker["asked"][0]["mine"]), (&json!(1), &json!(false)));
    let unit = beat.cookie(AccountRole::Unit).await;
    let at_home = beat
        .record(&unit, "u", json!({"layer": "compound", "code": "C-1", "checks": ["rubbish"]}))
        .await
        .json();
    assert_eq!(
        (&at_home["asked"][0]["made"], &at_home["asked"][0]["unseen"], &at_home["asked"][0]["mine"]),
        (&json!(1), &json!(["hygiene_corner"]), &json!(true))
    );
    assert_eq!(at_home["asked"][0]["first_day"], "2026-11-23", "the week begins on Monday");
    let head = beat.cookie(AccountRole::PointHead).await;
    let abroad = beat.record(&head, "h", json!({"code": "YX-1-01"})).await;
    assert_eq!((abroad.status.as_u16(), abroad.problem().as_str()), (403, "not_your_place"));
    let role = beat.record(&head, "h", json!({"code": "YX-1-02", "role": "zone_head"})).await;
    assert_eq!(role.faults(), ["role:not_yours"]);
}

#[tokio::test]
async fn every_fault_of_a_patrol_is_told_at_once_and_nothing_is_taken_down() {
    let beat = Beat::new().await;
    let worker = beat.cookie(AccountRole::GridWorker).await;
    let bad = beat
        .record(
            &worker,
            "bad",
            json!({
                "code": "YX-9", "visited_at": "2026-11-24T11:00:00+08:00", "checks": ["rubbish", "dragons"],
                "nothing": true, "incidents": ["00000000-0000-0000-0000-000000000009"], "role": "king",
            }),
        )
        .await;
    assert_eq!(
        bad.faults(),
        [
            "code:unknown",
            "visited_at:in_the_future",
            "checks[1]:unknown",
            "role:unknown",
            "nothing:contradiction",
            "incidents[0]:unknown",
        ]
    );
    let at = |time: &str| json!({"code": "YX-1-01", "visited_at": time});
    let old = beat.record(&worker, "old", at("2026-11-20T10:00:00+08:00")).await;
    assert_eq!(old.faults(), ["visited_at:too_old"]);
    let unread = beat.record(&worker, "unread", at("this morning")).await;
    assert_eq!(unread.faults(), ["visited_at:malformed"]);
    let layer = beat.record(&worker, "layer", json!({"layer": "moon", "code": "C-1"})).await;
    assert_eq!(layer.faults(), ["layer:unknown"]);
    let field = beat.record(&worker, "field", json!({"area": "YX-1-01"})).await;
    assert_eq!(field.faults(), ["code:missing", "area:unknown_field"]);
    let long = beat.record(&worker, "long", json!({"code": "YX-1-01", "note": "长".repeat(1001)})).await;
    assert_eq!(long.faults(), ["note:too_long"]);
    assert_eq!(beat.get("patrols?since=2026-11-01", &worker).await.json()["total"], 0);
    assert_eq!(beat.get("patrols?area=YX-9", &worker).await.faults(), ["area:unknown"]);
    assert_eq!(beat.get("patrols?since=2026-01-01", &worker).await.faults(), ["since:too_long"]);
}

#[tokio::test]
async fn earlier_today_and_what_waited_offline_is_taken_with_its_own_time_and_its_reports() {
    let beat = Beat::new().await;
    let worker = beat.cookie(AccountRole::GridWorker).await;
    let report = beat.cast.town.report(WEST, json!({})).await.json();
    let body = json!({
        "code": "YX-1-01", "visited_at": "2026-11-23T17:30:00+08:00", "incidents": [report["id"], report["id"]],
    });
    let taken = beat.record(&worker, "late", body).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    let taken = taken.json();
    assert_eq!(taken["visited_at"], "2026-11-23T17:30:00+08:00");
    assert_eq!((&taken["asked"][0]["made"], &taken["asked"][0]["missed"]), (&json!(0), &json!(2)));
    let listed = beat.get("patrols?since=2026-11-23&until=2026-11-24", &worker).await.json();
    assert_eq!(listed["patrols"][0]["incidents"], json!([report["id"]]));
    let ahead = json!({"code": "YX-1-01", "visited_at": "2026-11-24T10:05:00+08:00"});
    let ahead = beat.record(&worker, "ahead", ahead).await.json();
    assert_eq!(ahead["visited_at"], "2026-11-24T10:00:00+08:00", "a clock a little ahead counts as now");
}

#[tokio::test]
async fn the_overview_counts_patrols_by_zone_and_says_nothing_where_nothing_is_asked() {
    let beat = Beat::new().await;
    let head = beat.cookie(AccountRole::PointHead).await;
    let before = beat.get("overview", &head).await.json()["patrols"].clone();
    assert_eq!(
        before["totals"],
        json!({"code": null, "name": {"zh": "合计", "en": "total"}, "asked": 3, "done": 0, "required": 7, "made": 0, "behind": 3})
    );
    for key in ["a", "b", "c", "d"] {
        assert_eq!(beat.record(&head, key, json!({"code": "YX-1-02"})).await.status, 201);
    }
    let after = beat.get("overview", &head).await.json()["patrols"].clone();
    let zone = &after["zones"][0];
    assert_eq!(
        (&zone["code"], &zone["done"], &zone["made"]),
        (&json!("YX-1"), &json!(1), &json!(3)),
        "the fourth makes up for none elsewhere"
    );
    let point = beat.get("overview?area=YX-1-02", &head).await.json()["patrols"].clone();
    assert_eq!((&point["totals"]["asked"], &point["totals"]["done"]), (&json!(1), &json!(1)));
    beat.cast.town.clock.set(Instant(NOW.micros() + 30 * Instant::DAY));
    let head = beat.cookie(AccountRole::PointHead).await;
    assert_eq!(beat.get("overview", &head).await.json()["patrols"], Value::Null, "the phase is over");
    assert_eq!(beat.get("patrols?mine=true", &head).await.json()["asked"], json!([]));
}
