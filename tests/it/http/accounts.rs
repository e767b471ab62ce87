//! Signing in, links, devices, tokens and accounts over HTTP, as people and guessers meet them.

use super::cast::{Cast, PASSWORD, cookie_of};
use super::fixture::{Answer, MOBILE, Town, WEST};
use serde_json::{Value, json};
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;

const JSON: (&str, &str) = ("content-type", "application/json");
const NEW: &str = "后天再去河边走一走吧";

async fn send(town: &Town, method: &str, path: &str, cookie: &str, body: Value) -> Answer {
    town.send(method, path, &[JSON, ("cookie", cookie)], body.to_string()).await
}

async fn guess(town: &Town, login: &str, password: &str) -> Answer {
    let body = json!({"login": login, "password": password}).to_string();
    town.post("/api/v1/session", "application/json", body).await
}

#[tokio::test]
async fn who_signs_in_gets_roles_and_posts_and_a_cookie_that_no_script_reads() {
    let cast = Cast::new().await;
    let answer = cast.sign_in(" Point_Head ").await;
    let session = answer.json();
    assert_eq!(session["account"]["login"], "point_head");
    assert_eq!(session["roles"], json!(["point_head"]));
    assert_eq!(session["posts"][0]["area"]["code"], "YX-1-02");
    let cookie = answer.header("set-cookie");
    for part in ["wangge_session=wgs_", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Max-Age"), "{cookie}");
    assert!(!answer.text().contains("wgs_"), "the secret stands in the cookie alone");
    let who = cast.town.get_with("/api/v1/session", &[("cookie", &cookie_of(&answer))]).await.json();
    assert_eq!(who, session);
    let nobody = cast.town.get("/api/v1/session").await.json();
    assert_eq!((&nobody["account"], &nobody["roles"]), (&Value::Null, &json!(["resident"])));
    let body = json!({"login": "auditor", "password": PASSWORD, "remember": true}).to_string();
    let kept = cast.town.post("/api/v1/session", "application/json", body).await;
    assert!(kept.header("set-cookie").contains("Max-Age=15552000"), "{}", kept.header("set-cookie"));
}

#[tokio::test]
async fn wrong_unknown_and_disabled_are_one_answer() {
    let cast = Cast::new().await;
    let admin = cast.cookie(AccountRole::Administrator).await.unwrap();
    let accounts = send(&cast.town, "GET", "/api/v1/accounts", &admin, json!({})).await.json();
    let unit =
        accounts["accounts"].as_array().unwrap().iter().find(|a| a["login"] == "unit").unwrap().clone();
    let path = format!("/api/v1/accounts/{}", unit["id"].as_str().unwrap());
    let headers = [JSON, ("cookie", admin.as_str()), ("if-match", "\"v1\"")];
    let off = cast.town.send("PATCH", &path, &headers, json!({"state": "disabled"}).to_string()).await;
    assert_eq!((off.status.as_u16(), &off.json()["state"]), (200, &json!("disabled")));
    let mut told = Vec::new();
    for (login, password) in
        [("unit", PASSWORD), ("nobody", PASSWORD), ("auditor", "wrong"), ("", ""), ("a b", "x")]
    {
        let answer = guess(&cast.town, login, password).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "sign_in_failed"), "{login}");
        told.push(answer.json()["words"].clone());
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn guessing_is_bounded_and_the_owner_still_gets_in_from_where_he_is_known() {
    let cast = Cast::new().await;
    // No proxy is trusted, so a header that names another address changes nothing.
    let forged = |n: usize| format!("10.0.0.{n}");
    for n in 0..10 {
        let body = json!({"login": "zone_head", "password": format!("guess {n}")}).to_string();
        let headers = [JSON, ("x-forwarded-for", &forged(n))];
        assert_eq!(cast.town.post_with("/api/v1/session", &headers, body).await.status, 401);
    }
    let refused = guess(&cast.town, "zone_head", PASSWORD).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (429, "too_many_attempts"));
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    cast.town.clock.advance(wait * Instant::SECOND);
    assert_eq!(guess(&cast.town, "zone_head", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_too_long_and_a_form_then_says_so() {
    let cast = Cast::new().await;
    let cookie = cast.cookie(AccountRole::GridWorker).await.unwrap();
    let report = json!({"lon": WEST.0, "lat": WEST.1, "category": "exposed_rubbish", "source": "patrol"});
    cast.town.clock.advance(3 * 3600 * Instant::SECOND);
    assert_eq!(send(&cast.town, "POST", "/api/v1/incidents", &cookie, report.clone()).await.status, 201);
    cast.town.clock.advance(3 * 3600 * Instant::SECOND);
    assert_eq!(send(&cast.town, "POST", "/api/v1/incidents", &cookie, report.clone()).await.status, 201);
    cast.town.clock.advance(5 * 3600 * Instant::SECOND);
    let late = send(&cast.town, "POST", "/api/v1/incidents", &cookie, report).await;
    assert_eq!((late.status.as_u16(), late.problem().as_str()), (401, "session_expired"));
    assert!(late.header("set-cookie").contains("Max-Age=0"), "the browser forgets it");
    // Reading goes on as a resident, and what is not for residents says what happened.
    let read = cast.town.get_with("/api/v1/site", &[("cookie", &cookie)]).await;
    assert_eq!((read.status.as_u16(), read.header("set-cookie")), (200, ""));
    let mine = cast.town.get_with("/api/v1/sessions", &[("cookie", &cookie)]).await;
    assert_eq!((mine.status.as_u16(), mine.problem().as_str()), (401, "session_expired"));
    // Signing in again works with the old cookie still there.
    let body = json!({"login": "grid_worker", "password": PASSWORD}).to_string();
    let again = cast.town.send("POST", "/api/v1/session", &[JSON, ("cookie", &cookie)], body).await;
    assert_eq!(again.status, 200, "{}", again.text());
}

#[tokio::test]
async fn devices_are_listed_and_ended_one_by_one_and_all_others() {
    let cast = Cast::new().await;
    let (here, there) =
        (cast.cookie(AccountRole::Auditor).await.unwrap(), cast.cookie(AccountRole::Auditor).await.unwrap());
    let other = cast.cookie(AccountRole::Unit).await.unwrap();
    let list = send(&cast.town, "GET", "/api/v1/sessions", &here, json!({})).await.json();
    let devices = list["devices"].as_array().unwrap();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices.iter().filter(|device| device["current"] == true).count(), 1);
    let away = devices.iter().find(|device| device["current"] == false).unwrap();
    let path = format!("/api/v1/sessions/{}", away["id"].as_str().unwrap());
    assert_eq!(send(&cast.town, "DELETE", &path, &other, json!({})).await.status, 404, "another's device");
    assert_eq!(send(&cast.town, "DELETE", &path, &here, json!({})).await.status, 204);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &there, json!({})).await.status, 401);
    cast.cookie(AccountRole::Auditor).await.unwrap();
    let ended = send(&cast.town, "DELETE", "/api/v1/sessions", &here, json!({})).await;
    assert_eq!(ended.json(), json!({"ended": 1}));
    assert_eq!(send(&cast.town, "DELETE", "/api/v1/session", &here, json!({})).await.status, 204);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &here, json!({})).await.status, 401);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &other, json!({})).await.status, 200);
}

#[tokio::test]
async fn a_sign_in_ends_the_session_that_the_browser_had() {
    let cast = Cast::new().await;
    let old = cast.cookie(AccountRole::Auditor).await.unwrap();
    let body = json!({"login": "auditor", "password": PASSWORD}).to_string();
    let new = cast.town.send("POST", "/api/v1/session", &[JSON, ("cookie", &old)], body).await;
    assert_ne!(cookie_of(&new), old);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &old, json!({})).await.status, 401);
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_signs_other_devices_out() {
    let cast = Cast::new().await;
    let (here, there) =
        (cast.cookie(AccountRole::Unit).await.unwrap(), cast.cookie(AccountRole::Unit).await.unwrap());
    let change = async |current: &str, new: &str| {
        send(&cast.town, "POST", "/api/v1/password", &here, json!({"current": current, "password": new}))
            .await
    };
    let wrong = change("not it", "short").await;
    assert_eq!(wrong.faults(), ["current:wrong", "password:too_short"]);
    assert_eq!(change(PASSWORD, "password123456").await.faults(), ["password:too_common"]);
    assert_eq!(change(PASSWORD, NEW).await.status, 204);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &there, json!({})).await.status, 401);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &here, json!({})).await.status, 200);
    assert_eq!(guess(&cast.town, "unit", PASSWORD).await.status, 401);
    assert_eq!(guess(&cast.town, "unit", NEW).await.status, 200);
}

#[tokio::test]
async fn the_first_administrator_comes_by_the_terminals_link_once() {
    let town = Town::public().await;
    assert_eq!(town.get("/api/v1/site").await.json()["accounts"], false);
    let old = town.service.setup_link().await.unwrap().unwrap();
    let token = town.service.setup_link().await.unwrap().unwrap();
    let look = async |token: &str| {
        town.post("/api/v1/links/look", "application/json", json!({"token": token}).to_string()).await
    };
    assert_eq!(look(&old).await.problem(), "link_invalid");
    assert_eq!(look(&token).await.json()["purpose"], "setup");
    let redeem =
        async |body: Value| town.post("/api/v1/links/redeem", "application/json", body.to_string()).await;
    let bad = redeem(json!({"token": token, "password": "short", "login": "a b"})).await;
    assert_eq!(bad.faults(), ["login:malformed", "name:out_of_range", "password:too_short"]);
    let made = redeem(json!({"token": token, "password": NEW, "login": "Wang", "name": "王主任"})).await;
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(made.json()["roles"], json!(["community_office", "administrator"]));
    assert_eq!(
        redeem(json!({"token": token, "password": NEW, "login": "x", "name": "x"})).await.problem(),
        "link_invalid"
    );
    assert_eq!(town.service.setup_link().await.unwrap(), None);
    assert_eq!(town.get("/api/v1/site").await.json()["accounts"], true);
    let cookie = cookie_of(&made);
    assert_eq!(send(&town, "GET", "/api/v1/accounts", &cookie, json!({})).await.status, 200);
}

#[tokio::test]
async fn an_invitation_and_a_reset_are_links_that_replace_each_other() {
    let cast = Cast::new().await;
    let admin = cast.cookie(AccountRole::Administrator).await.unwrap();
    let new = json!({"login": "chen", "name": "陈九", "granted": ["grid_worker"]});
    let made = send(&cast.town, "POST", "/api/v1/accounts", &admin, new.clone()).await;
    assert_eq!((made.status.as_u16(), &made.json()["account"]["state"]), (201, &json!("invited")));
    let again = send(&cast.town, "POST", "/api/v1/accounts", &admin, new).await;
    assert_eq!(again.faults(), ["login:taken"]);
    let bad = json!({"login": "", "name": " ", "granted": ["point_head"], "party": "x"});
    let bad = send(&cast.town, "POST", "/api/v1/accounts", &admin, bad).await;
    assert_eq!(bad.faults(), ["party:unknown"], "{}", bad.text());
    let id = made.json()["account"]["id"].as_str().unwrap().to_owned();
    let link = |answer: &Answer| answer.json()["token"].as_str().unwrap_or_default().to_owned();
    let first = made.json()["link"]["token"].as_str().unwrap().to_owned();
    let second = send(&cast.town, "POST", &format!("/api/v1/accounts/{id}/link"), &admin, json!({})).await;
    let redeem = async |token: &str| {
        let body = json!({"token": token, "password": NEW}).to_string();
        cast.town.post("/api/v1/links/redeem", "application/json", body).await
    };
    assert_eq!(redeem(&first).await.problem(), "link_invalid");
    let signed = redeem(&link(&second)).await;
    assert_eq!(signed.json()["roles"], json!(["grid_worker"]));
    let reset = send(&cast.town, "POST", &format!("/api/v1/accounts/{id}/link"), &admin, json!({})).await;
    let body = json!({"token": link(&reset)}).to_string();
    let look = cast.town.post("/api/v1/links/look", "application/json", body).await.json();
    assert_eq!((&look["purpose"], &look["login"]), (&json!("reset"), &json!("chen")));
    assert_eq!(redeem(&link(&reset)).await.status, 200);
    assert_eq!(send(&cast.town, "GET", "/api/v1/sessions", &cookie_of(&signed), json!({})).await.status, 401);
}

#[tokio::test]
async fn a_change_of_an_account_counts_at_once_and_on_the_version_that_was_seen() {
    let cast = Cast::new().await;
    let admin = cast.cookie(AccountRole::Administrator).await.unwrap();
    let worker = cast.cookie(AccountRole::GridWorker).await.unwrap();
    let list = send(&cast.town, "GET", "/api/v1/accounts", &admin, json!({})).await.json();
    let find = |login: &str| {
        let all = list["accounts"].as_array().unwrap();
        all.iter().find(|account| account["login"] == login).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let patch = async |id: &str, version: &str, body: Value| {
        let headers = [JSON, ("cookie", admin.as_str()), ("if-match", version)];
        cast.town.send("PATCH", &format!("/api/v1/accounts/{id}"), &headers, body.to_string()).await
    };
    assert_eq!(
        send(&cast.town, "GET", "/api/v1/accounts", &worker, json!({})).await.problem(),
        "not_allowed"
    );
    let id = find("grid_worker");
    let promoted = patch(&id, "\"v1\"", json!({"granted": ["auditor"]})).await;
    assert_eq!(promoted.json()["version"], 2);
    assert_eq!(send(&cast.town, "GET", "/api/v1/accounts", &worker, json!({})).await.status, 200);
    let stale = patch(&id, "\"v1\"", json!({"name": "x"})).await;
    assert_eq!((stale.status.as_u16(), &stale.json()["version"]), (412, &json!(2)));
    let without = send(&cast.town, "PATCH", &format!("/api/v1/accounts/{id}"), &admin, json!({})).await;
    assert_eq!(without.status, 428);
    let last = patch(&find("administrator"), "\"v1\"", json!({"state": "disabled"})).await;
    assert_eq!((last.status.as_u16(), last.problem().as_str()), (409, "last_administrator"));
    let off = patch(&id, "\"v2\"", json!({"state": "disabled", "party": null})).await;
    assert_eq!((&off.json()["state"], &off.json()["party"]), (&json!("disabled"), &Value::Null));
    assert_eq!(
        send(&cast.town, "GET", "/api/v1/sessions", &worker, json!({})).await.problem(),
        "session_expired"
    );
}

#[tokio::test]
async fn a_token_does_what_both_its_account_and_its_scopes_may() {
    let cast = Cast::new().await;
    let admin = cast.cookie(AccountRole::Administrator).await.unwrap();
    let bad = send(
        &cast.town,
        "POST",
        "/api/v1/tokens",
        &admin,
        json!({"name": "", "scopes": ["all"], "expires_at": "2020-01-01"}),
    )
    .await;
    assert_eq!(bad.faults(), ["name:out_of_range", "scopes:unknown", "expires_at:malformed"]);
    let new = json!({"name": "大屏", "scopes": ["read", "boundaries"], "expires_at": "2026-12-01"});
    let made = send(&cast.town, "POST", "/api/v1/tokens", &admin, new).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    let listed = send(&cast.town, "GET", "/api/v1/tokens", &admin, json!({})).await;
    assert!(!listed.text().contains(&secret));
    let bearer = format!("Bearer {secret}");
    let get = async |path: &str| cast.town.get_with(path, &[("authorization", bearer.as_str())]).await;
    assert_eq!(get("/api/v1/boundaries/blocks").await.status, 400, "allowed, without roads");
    assert_eq!(get("/api/v1/accounts").await.problem(), "scope_missing");
    assert_eq!(get("/api/v1/site").await.json()["open_private"], false, "not good for phones");
    cast.town.clock.advance(10 * Instant::DAY);
    assert_eq!(get("/api/v1/site").await.problem(), "token_invalid");
}

#[tokio::test]
async fn a_phone_is_shown_to_colleagues_and_to_the_office_and_to_nobody_else() {
    let cast = Cast::new().await;
    let leader = format!("/api/v1/parties/{}/reveal", super::fixture::LEADER);
    let stranger = format!("/api/v1/parties/{}/reveal", super::cast::STRANGER);
    let why = json!({"reason": "核实情况"});
    for (role, near, far) in [
        (AccountRole::PointHead, 200, 403),
        (AccountRole::Unit, 200, 403),
        (AccountRole::Department, 200, 403),
        (AccountRole::GridWorker, 403, 403),
        (AccountRole::CommunityOffice, 200, 200),
        (AccountRole::Auditor, 403, 403),
    ] {
        let cookie = cast.cookie(role).await.unwrap();
        let answer = send(&cast.town, "POST", &leader, &cookie, why.clone()).await;
        assert_eq!(answer.status, near, "{role:?}: {}", answer.text());
        assert_eq!(answer.text().contains(MOBILE), near == 200);
        let answer = send(&cast.town, "POST", &stranger, &cookie, why.clone()).await;
        assert_eq!(answer.status, far, "{role:?}: {}", answer.text());
    }
    let auditor = cast.cookie(AccountRole::Auditor).await.unwrap();
    let log = send(&cast.town, "GET", "/api/v1/audit", &auditor, json!({})).await.json();
    let revealed =
        log["entries"].as_array().unwrap().iter().filter(|entry| entry["action"] == "reveal_phone");
    let by: Vec<&str> = revealed.map(|entry| entry["actor"].as_str().unwrap()).collect();
    assert_eq!(by.len(), 5);
    assert!(by.contains(&"point_head (point_head)"), "{by:?}");
}
