//! Photos over HTTP: brought as a form, gathered into drafts, placed and sorted, confirmed as ordinary reports.

use super::cast::Cast;
use super::fixture::{Answer, EAST, Town, WEST};
use crate::photo::photo;
use serde_json::{Value, json};
use wangge::domain::account::AccountRole;

const JSON: &str = "application/json";
const BOUNDARY: &str = "grid-5f1c";
const MORNING: Option<&str> = Some("2026:11:24 09:30:00");

fn form(field: &str, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

async fn send(town: &Town, query: &str, body: Vec<u8>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    town.post(&format!("/api/v1/intake/photos{query}"), &kind, body).await
}

async fn bring(town: &Town, files: &[(&str, Vec<u8>)]) -> Value {
    let answer = send(town, "", form("photos", files)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn act(town: &Town, method: &str, draft: &Value, behind: &str, body: Value) -> Answer {
    let path = format!("/api/v1/intake/drafts/{}{behind}", draft["id"].as_str().unwrap());
    town.send(method, &path, &[("content-type", JSON)], body.to_string()).await
}

async fn confirm(town: &Town, draft: &Value, body: Value) -> Answer {
    act(town, "POST", draft, "/confirm", body).await
}

fn told(brought: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let photos = brought["photos"].as_array().unwrap();
    photos.iter().map(|photo| (text(&photo["outcome"]), text(&photo["code"]))).collect()
}

async fn listed(town: &Town) -> Value {
    town.get("/api/v1/intake/drafts").await.json()
}

/// One place with two photos of the same minute.
async fn one_draft(town: &Town) -> Value {
    let files = [
        ("near.jpg", photo(1, Some(WEST), MORNING)),
        ("far.jpg", photo(2, Some((WEST.0 + 0.00005, WEST.1)), Some("2026:11:24 09:31:00"))),
    ];
    bring(town, &files).await["drafts"][0].clone()
}

#[tokio::test]
async fn photos_of_one_place_and_time_become_one_draft_with_its_owner_and_surroundings() {
    let town = Town::office().await;
    let files = [
        ("a.jpg", photo(1, Some(WEST), MORNING)),
        ("b.jpg", photo(2, Some((WEST.0 + 0.0001, WEST.1)), Some("2026:11:24 09:32:00"))),
        ("c.jpg", photo(3, Some(EAST), Some("2026:11:24 09:32:00"))),
        ("../../d.jpg", photo(4, None, MORNING)),
        ("e.jpg", photo(5, None, None)),
    ];
    let brought = bring(&town, &files).await;
    assert_eq!(told(&brought), vec![("taken".to_owned(), String::new()); 5]);
    assert_eq!(brought["photos"][3]["name"], "d.jpg");
    assert_eq!(
        (&brought["photos"][3]["has_position"], &brought["photos"][3]["has_time"]),
        (&json!(false), &json!(true))
    );
    let drafts = brought["drafts"].as_array().unwrap();
    let counts: Vec<usize> = drafts.iter().map(|draft| draft["photos"].as_array().unwrap().len()).collect();
    assert_eq!((drafts.len(), brought["waiting"].clone()), (4, json!(4)));
    assert_eq!(counts.iter().filter(|count| **count == 2).count(), 1);
    let two = drafts.iter().find(|draft| draft["photos"].as_array().unwrap().len() == 2).unwrap();
    assert_eq!((&two["placed_by"], &two["outcome"]), (&json!("camera"), &json!("inside")));
    assert_eq!(two["areas"][0]["code"], "YX-1-01");
    assert_eq!(two["taken_at"], "2026-11-24T09:30:00+08:00");
    assert_eq!(two["near"][0]["layer"], "compound");
    assert!(two["owner"]["label"]["zh"].as_str().is_some());
    let unplaced = drafts.iter().filter(|draft| draft["position"].is_null()).count();
    assert_eq!(unplaced, 2, "what tells no place waits to be placed by hand");
    let path = format!("/api/v1/intake/drafts/{}?category=exposed_rubbish", two["id"].as_str().unwrap());
    let routed = town.get(&path).await.json();
    assert!(!routed["routing"]["reasons"].as_array().unwrap().is_empty());
    assert_eq!(town.service.store().incident_count().await.unwrap(), 0, "nothing is reported yet");
}

#[tokio::test]
async fn photos_that_come_one_by_one_find_each_other_and_none_is_taken_twice() {
    let town = Town::office().await;
    let first = photo(1, Some(WEST), MORNING);
    let one = bring(&town, &[("a.jpg", first.clone())]).await;
    let two = bring(&town, &[("b.jpg", photo(2, Some(WEST), Some("2026:11:24 09:31:00")))]).await;
    assert_eq!(two["drafts"][0]["id"], one["drafts"][0]["id"]);
    assert_eq!(two["waiting"], 1);
    let again = bring(&town, &[("a.jpg", first.clone()), ("copy of a.jpg", first.clone())]).await;
    assert_eq!(told(&again)[0], ("known".to_owned(), "known_waiting".to_owned()));
    assert_eq!((&again["photos"][1]["code"], &again["waiting"]), (&json!("known_waiting"), &json!(1)));
    // The same picture without what the camera told is the same photo, also within one form.
    let bare = photo(1, None, None);
    let third = photo(3, None, None);
    let mixed = bring(&town, &[("bare.jpg", bare), ("c.jpg", third.clone()), ("d.jpg", third)]).await;
    let codes: Vec<String> = told(&mixed).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["known_waiting", "", "twice"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_the_others_pass() {
    let town = Town::office().await;
    let whole = photo(1, Some(WEST), MORNING);
    let mut bomb = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(10_000, 5_000).write_to(&mut bomb, image::ImageFormat::Png).unwrap();
    let files = [
        ("empty.jpg", Vec::new()),
        ("page.jpg", [b"<html><script>1</script>".as_slice(), &whole].concat()),
        ("bomb.png", bomb.into_inner()),
        ("cut.jpg", whole[..whole.len() / 2].to_vec()),
        ("huge.jpg", vec![0xFF; (20 << 20) + 1]),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("good.jpg", whole.clone()),
        ("polyglot.jpg", [photo(9, None, None).as_slice(), b"PK\x03\x04 <?php system('id'); ?>"].concat()),
    ];
    let brought = bring(&town, &files).await;
    let codes: Vec<String> = told(&brought).into_iter().map(|(_, code)| code).collect();
    assert_eq!(
        codes,
        [
            "empty_photo",
            "not_a_photo",
            "too_many_pixels",
            "photo_cut_off",
            "photo_too_large",
            "heic_photo",
            "",
            ""
        ]
    );
    for photo in brought["photos"].as_array().unwrap() {
        assert!(
            ["zh", "en"].iter().all(|lang| !photo["words"][lang].as_str().unwrap().is_empty()),
            "{photo}"
        );
    }
    assert_eq!(brought["waiting"], 2);
    for draft in brought["drafts"].as_array().unwrap() {
        for size in ["large", "thumb"] {
            let path = format!("/api/v1/intake/photos/{}/{size}", draft["photos"][0]["id"].as_str().unwrap());
            let shown = town.get(&path).await;
            assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/jpeg"));
            for trace in [b"<?php".as_slice(), b"Exif"] {
                assert!(!shown.bytes.windows(trace.len()).any(|part| part == trace), "{size}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_is_none_is_refused_with_a_reason_and_leaves_nothing() {
    let town = Town::office().await;
    let good = photo(1, Some(WEST), MORNING);
    let fault = |answer: Answer| (answer.status.as_u16(), answer.problem(), answer.faults());
    let none = send(&town, "", form("photos", &[])).await;
    assert_eq!(fault(none), (400, "invalid_fields".into(), vec!["photos:missing".to_owned()]));
    let other = send(&town, "", form("picture", &[("a.jpg", good.clone())])).await;
    assert_eq!(fault(other), (400, "invalid_fields".into(), vec!["picture:unknown_field".to_owned()]));
    let source = send(&town, "?source=public", form("photos", &[("a.jpg", good.clone())])).await;
    assert_eq!(fault(source), (400, "invalid_fields".into(), vec!["source:unknown".to_owned()]));
    let whole = form("photos", &[("a.jpg", good.clone()), ("b.jpg", photo(2, None, None))]);
    let cut = send(&town, "", whole[..whole.len() - 40].to_vec()).await;
    assert_eq!((cut.status.as_u16(), cut.problem().as_str()), (400, "malformed_multipart"));
    let plain = town.post("/api/v1/intake/photos", "application/octet-stream", good).await;
    assert_eq!(plain.status, 415);
    assert_eq!(listed(&town).await["waiting"], 0, "a form that breaks off makes no draft");
    let many: Vec<(&str, Vec<u8>)> = (0..51).map(|_| ("x.jpg", Vec::new())).collect();
    assert_eq!(told(&bring(&town, &many).await).last().unwrap().1, "too_many");
}

#[tokio::test]
async fn a_confirmed_draft_is_one_report_with_its_photos_however_often_it_is_confirmed() {
    let town = Town::office().await;
    let draft = one_draft(&town).await;
    let body = json!({"category": "exposed_rubbish", "description": "门口一堆"});
    let made = confirm(&town, &draft, body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(
        (&made.json()["areas"][0]["code"], &made.json()["outcome"]),
        (&json!("YX-1-01"), &json!("inside"))
    );
    let again = confirm(&town, &draft, body).await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (201, "true"));
    assert_eq!(again.json()["number"], made.json()["number"]);
    let other = confirm(&town, &draft, json!({"category": "bin_overflow"})).await;
    assert_eq!((other.status.as_u16(), other.problem().as_str()), (409, "draft_made"));
    assert_eq!(town.service.store().incident_count().await.unwrap(), 1);
    let case = town.get(&format!("/api/v1/incidents/{}", made.json()["id"].as_str().unwrap())).await.json();
    assert_eq!(case["source"], "patrol");
    assert_eq!(case["occurred_at"], "2026-11-24T09:30:00+08:00");
    assert_eq!(case["photos"].as_array().unwrap().len(), 2);
    let shown =
        town.get(&format!("/api/v1/photos/{}/thumb", case["photos"][0]["id"].as_str().unwrap())).await;
    assert_eq!(shown.status, 200);
    assert_eq!(listed(&town).await["waiting"], 0);
    let known = bring(&town, &[("near.jpg", photo(1, Some(WEST), MORNING))]).await;
    assert_eq!(told(&known), [("known".to_owned(), "known_case".to_owned())]);
    assert_eq!(known["photos"][0]["incident"]["number"], made.json()["number"]);
    let discarded = act(&town, "DELETE", &draft, "", json!({})).await;
    assert_eq!((discarded.status.as_u16(), discarded.problem().as_str()), (409, "draft_made"));
}

#[tokio::test]
async fn two_who_confirm_at_once_make_one_case() {
    let cast = Cast::new().await;
    let office = cast.cookie(AccountRole::CommunityOffice).await.unwrap();
    let worker = cast.cookie(AccountRole::GridWorker).await.unwrap();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let body = form("photos", &[("a.jpg", photo(1, Some(WEST), MORNING))]);
    let headers = [("content-type", kind.as_str()), ("cookie", worker.as_str())];
    let brought = cast.town.post_with("/api/v1/intake/photos", &headers, body).await.json();
    let draft = &brought["drafts"][0];
    assert_eq!(draft["brought_by"]["zh"], AccountRole::GridWorker.slug());
    let path = format!("/api/v1/intake/drafts/{}/confirm", draft["id"].as_str().unwrap());
    let report = json!({"category": "exposed_rubbish"}).to_string();
    let by = |cookie: &str| {
        let headers =
            [("content-type".to_owned(), JSON.to_owned()), ("cookie".to_owned(), cookie.to_owned())];
        let (path, report, town) = (path.clone(), report.clone(), &cast.town);
        async move {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            town.post_with(&path, &headers, report).await
        }
    };
    let (first, second) = tokio::join!(by(&office), by(&worker));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(cast.town.service.store().incident_count().await.unwrap(), 1);
    // The photos of a draft are not for who only looks on, and not for strangers.
    let waiting = form("photos", &[("b.jpg", photo(2, None, None))]);
    let brought = cast.town.post_with("/api/v1/intake/photos", &headers, waiting).await.json();
    let photo =
        format!("/api/v1/intake/photos/{}/thumb", brought["drafts"][0]["photos"][0]["id"].as_str().unwrap());
    let auditor = cast.cookie(AccountRole::Auditor).await.unwrap();
    for (cookie, status) in [(worker.as_str(), 200), (auditor.as_str(), 403), ("", 401)] {
        assert_eq!(cast.town.get_with(&photo, &[("cookie", cookie)]).await.status, status, "{cookie}");
    }
}

#[tokio::test]
async fn a_draft_without_a_place_is_placed_by_hand_before_it_is_reported() {
    let town = Town::office().await;
    let draft = bring(&town, &[("a.jpg", photo(1, None, MORNING))]).await["drafts"][0].clone();
    let missing = confirm(&town, &draft, json!({"category": "exposed_rubbish"})).await;
    assert_eq!(missing.faults(), ["lon:missing", "lat:missing"]);
    for (body, fault) in [
        (json!({"lon": 24.35, "lat": 102.54}), "lat:looks_swapped"),
        (json!({"lon": 102.54}), "lat:missing"),
        (json!({"lon": 102.54, "lat": 24.35, "datum": "mars"}), "datum:unknown"),
    ] {
        assert_eq!(act(&town, "PATCH", &draft, "", body).await.faults(), [fault]);
    }
    let placed = act(&town, "PATCH", &draft, "", json!({"lon": EAST.0, "lat": EAST.1})).await;
    assert_eq!(
        (&placed.json()["placed_by"], &placed.json()["areas"][0]["code"]),
        (&json!("hand"), &json!("YX-1-02"))
    );
    assert_eq!(confirm(&town, &draft, json!({"category": "exposed_rubbish"})).await.status, 201);
}

#[tokio::test]
async fn photos_are_split_off_and_drafts_joined_up_to_nine() {
    let town = Town::office().await;
    let draft = one_draft(&town).await;
    let ids: Vec<Value> =
        draft["photos"].as_array().unwrap().iter().map(|photo| photo["id"].clone()).collect();
    for (photos, fault) in [
        (json!([]), "photos:missing"),
        (json!(ids), "photos:all_of_them"),
        (json!([ids[0], uuid::Uuid::nil()]), "photos:unknown"),
        (json!(["x"]), "photos:not_an_id"),
    ] {
        assert_eq!(act(&town, "POST", &draft, "/split", json!({"photos": photos})).await.faults(), [fault]);
    }
    let split = act(&town, "POST", &draft, "/split", json!({"photos": [ids[1]]})).await.json();
    let [old, new] = [&split["drafts"][0], &split["drafts"][1]];
    assert_eq!(
        (&old["id"], &old["photos"][0]["id"], &new["photos"][0]["id"]),
        (&draft["id"], &ids[0], &ids[1])
    );
    assert_eq!(listed(&town).await["waiting"], 2);
    let itself = act(&town, "POST", &draft, "/join", json!({"draft": draft["id"]})).await;
    assert_eq!(itself.faults(), ["draft:itself"]);
    let joined = act(&town, "POST", &draft, "/join", json!({"draft": new["id"]})).await.json();
    assert_eq!(joined["photos"].as_array().unwrap().len(), 2);
    assert_eq!(listed(&town).await["waiting"], 1);
    // Nine of the same minute elsewhere: together they would be eleven.
    let burst: Vec<(String, Vec<u8>)> =
        (10..19).map(|n| (format!("{n}.jpg"), photo(n, Some(EAST), MORNING))).collect();
    let burst: Vec<(&str, Vec<u8>)> =
        burst.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let nine = bring(&town, &burst).await["drafts"][0].clone();
    assert_eq!(nine["photos"].as_array().unwrap().len(), 9);
    let many = act(&town, "POST", &nine, "/join", json!({"draft": draft["id"]})).await;
    assert_eq!((many.status.as_u16(), many.problem().as_str()), (409, "too_many_photos"));
    let tenth = bring(&town, &[("ten.jpg", photo(30, Some(EAST), MORNING))]).await;
    assert_ne!(tenth["drafts"][0]["id"], nine["id"]);
}

#[tokio::test]
async fn a_discarded_draft_cannot_be_confirmed_and_its_photos_come_back_only_when_asked() {
    let town = Town::office().await;
    let draft = one_draft(&town).await;
    for _ in 0..2 {
        assert_eq!(act(&town, "DELETE", &draft, "", json!({})).await.status, 204);
    }
    let refused = confirm(&town, &draft, json!({"category": "exposed_rubbish"})).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (409, "draft_discarded"));
    for (method, behind, body) in [
        ("PATCH", "", json!({"lon": EAST.0, "lat": EAST.1})),
        ("POST", "/split", json!({"photos": [draft["photos"][0]["id"]]})),
    ] {
        let late = act(&town, method, &draft, behind, body).await;
        assert_eq!(
            (late.status.as_u16(), late.problem().as_str()),
            (409, "draft_discarded"),
            "{method} {behind}"
        );
    }
    let path = format!("/api/v1/intake/photos/{}/large", draft["photos"][0]["id"].as_str().unwrap());
    assert_eq!(town.get(&path).await.status, 404);
    let seen = town.get(&format!("/api/v1/intake/drafts/{}", draft["id"].as_str().unwrap())).await.json();
    assert_eq!(
        (&seen["state"], &seen["position"], &seen["taken_at"]),
        (&json!("discarded"), &Value::Null, &Value::Null)
    );
    let file = form("photos", &[("near.jpg", photo(1, Some(WEST), MORNING))]);
    let known = send(&town, "", file.clone()).await.json();
    assert_eq!(told(&known), [("known".to_owned(), "known_discarded".to_owned())]);
    let again = send(&town, "?again=true", file).await.json();
    assert_eq!((told(&again)[0].0.as_str(), &again["waiting"]), ("taken", &json!(1)));
    let nobody = json!({"id": uuid::Uuid::nil()});
    for (method, behind) in
        [("GET", ""), ("POST", "/confirm"), ("PATCH", ""), ("DELETE", ""), ("POST", "/split")]
    {
        let body = match (method, behind) {
            ("PATCH", _) => json!({"lon": 102.54, "lat": 24.35}),
            (_, "/confirm") => json!({"category": "exposed_rubbish"}),
            (_, "/split") => json!({"photos": [uuid::Uuid::nil()]}),
            _ => json!({}),
        };
        let unknown = act(&town, method, &nobody, behind, body).await;
        assert_eq!(
            (unknown.status.as_u16(), unknown.problem().as_str()),
            (404, "not_found"),
            "{method} {behind}"
        );
    }
}

#[tokio::test]
async fn drafts_are_listed_newest_first_page_by_page() {
    let town = Town::office().await;
    for n in 0..3 {
        bring(&town, &[("a.jpg", photo(n, None, None))]).await;
    }
    let first = town.get("/api/v1/intake/drafts?limit=2").await.json();
    assert_eq!((first["drafts"].as_array().unwrap().len(), &first["waiting"]), (2, &json!(3)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = town.get(&format!("/api/v1/intake/drafts?limit=2&cursor={cursor}")).await.json();
    assert_eq!((rest["drafts"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    assert_eq!(town.get("/api/v1/intake/drafts?cursor=x").await.faults(), ["cursor:malformed"]);
    assert_eq!(town.get("/api/v1/intake/drafts?limit=0").await.faults(), ["limit:out_of_range"]);
}
