//! Whose desk is whose: an office of one part of the site sees its own cases, and may ask for all.

use super::cast::{Cast, PASSWORD, STRANGER, cookie_of};
use super::fixture::{Answer, EAST, NOW, WEST};
use serde_json::json;
use uuid::Uuid;
use wangge::app::account::NewAccountRequest;
use wangge::domain::account::AccountRole;
use wangge::domain::duty::{Appointment, Role, Target};
use wangge::domain::grid::Scheme;
use wangge::domain::instant::{Instant, Validity};

/// Far from every area.
const NOWHERE: (f64, f64) = (102.7, 24.5);

/// The cast with an office that answers for the western point alone, one case in each point and one outside.
async fn desks() -> (Cast, String) {
    let cast = Cast::new().await;
    let from = Instant(NOW.micros() - 400 * Instant::DAY);
    let post = Appointment {
        id: Uuid::from_u128(900),
        role: Role::DirectlyResponsible,
        target: Target::Area { scheme: Scheme::Duty, code: "YX-1-01".into() },
        department: None,
        unit: None,
        person: Some(STRANGER),
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from, until: None },
    };
    let recorded = Instant(from.micros() + 2);
    cast.town.service.store().replace_appointments(None, &[post], recorded).await.unwrap();
    cast.town.service.reload().await.unwrap();
    let request = NewAccountRequest {
        login: "west_office".into(),
        name: "西片办公室".into(),
        granted: Vec::new(),
        party: Some(STRANGER),
    };
    cast.town.service.create_account_with_password(request, PASSWORD.into(), "test").await.unwrap();
    for (place, description) in [(WEST, "西"), (EAST, "东"), (NOWHERE, "外")] {
        assert_eq!(cast.town.report(place, json!({ "description": description })).await.status, 201);
    }
    let cookie = cookie_of(&cast.sign_in("west_office").await);
    (cast, cookie)
}

async fn get(cast: &Cast, cookie: &str, path: &str) -> Answer {
    cast.town.get_with(&format!("/api/v1/{path}"), &[("cookie", cookie)]).await
}

async fn counted(cast: &Cast, cookie: &str, query: &str) -> u64 {
    let count = get(cast, cookie, &format!("incidents/count{query}")).await.json()["total"].as_u64().unwrap();
    let list = get(cast, cookie, &format!("incidents{query}")).await.json();
    assert_eq!(list["total"], count, "the list and the count agree");
    assert_eq!(list["items"].as_array().unwrap().len() as u64, count);
    count
}

#[tokio::test]
async fn an_office_asks_for_its_own_desk_and_what_lies_outside_every_area_is_on_it() {
    let (cast, cookie) = desks().await;
    assert_eq!(counted(&cast, &cookie, "?desk=own").await, 2, "its own and the one outside");
    assert_eq!(counted(&cast, &cookie, "").await, 3, "and everything when it asks for everything");
    assert_eq!(counted(&cast, &cookie, "?desk=own&area=YX-1-02").await, 0);
    assert_eq!(counted(&cast, &cookie, "?desk=own&state=closed").await, 0);
}

#[tokio::test]
async fn the_office_of_the_whole_site_and_everybody_else_is_not_limited() {
    let (cast, _) = desks().await;
    for role in [AccountRole::CommunityOffice, AccountRole::Administrator, AccountRole::Auditor] {
        let cookie = cast.cookie(role).await.unwrap();
        assert_eq!(counted(&cast, &cookie, "?desk=own").await, 3, "{role:?}");
    }
}

#[tokio::test]
async fn another_desk_cannot_be_named_and_what_the_columns_know_does_not_go_together_with_it() {
    let (cast, cookie) = desks().await;
    let other = get(&cast, &cookie, "incidents?desk=YX-1-02").await;
    assert_eq!((other.status.as_u16(), other.faults()), (400, vec!["desk:unknown".to_owned()]));
    let together = get(&cast, &cookie, "incidents?desk=own&feature=compound:C-1").await;
    assert_eq!((together.status.as_u16(), together.faults()), (400, vec!["desk:not_together".to_owned()]));
}
