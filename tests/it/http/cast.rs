//! People of every role with accounts of their own, in the small town of the fixture.

use super::fixture::{Answer, LEADER, NOW, Town};
use serde_json::json;
use uuid::Uuid;
use wangge::app::account::NewAccountRequest;
use wangge::domain::account::AccountRole;
use wangge::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use wangge::domain::feature::Layer;
use wangge::domain::grid::Scheme;
use wangge::domain::instant::{Instant, Validity};
use wangge::store::PartyEntry;

pub const PASSWORD: &str = "明天早上一起扫落叶去";

/// Every role that signs in, with the post that it follows from, or none where it is granted.
const CAST: [(AccountRole, Option<Role>); 9] = [
    (AccountRole::GridWorker, None),
    (AccountRole::PointHead, Some(Role::PointHead)),
    (AccountRole::ZoneHead, Some(Role::ZoneHead)),
    (AccountRole::GridChief, Some(Role::GridChief)),
    (AccountRole::Department, Some(Role::Enforcement)),
    (AccountRole::Unit, Some(Role::PropertyManager)),
    (AccountRole::CommunityOffice, None),
    (AccountRole::Administrator, None),
    (AccountRole::Auditor, None),
];

/// A party that has nothing to do with the town.
pub const STRANGER: Uuid = Uuid::from_u128(500);

pub struct Cast {
    pub town: Town,
}

impl Cast {
    pub async fn new() -> Self {
        let town = Town::public().await;
        let start = Instant(NOW.micros() - 400 * Instant::DAY);
        let person = |id: u128, name: &str| PartyEntry {
            party: Party {
                id: Uuid::from_u128(id),
                kind: PartyKind::Person,
                name: name.into(),
                unit: None,
                department: None,
                public_name: false,
                has_phone: false,
            },
            private: None,
        };
        let mut parties = vec![person(500, "外地人")];
        let mut posts = vec![post(21, Role::PointHead, area("YX-1-01"), Some(LEADER), start)];
        for (n, (role, held)) in CAST.iter().enumerate() {
            let id = 600 + n as u128;
            parties.push(person(id, role.slug()));
            let target = match held {
                Some(Role::PointHead) => area("YX-1-02"),
                Some(Role::ZoneHead) => area("YX-1"),
                Some(Role::PropertyManager) => Target::Feature { layer: Layer::Compound, code: "C-1".into() },
                _ => area("YX"),
            };
            if let Some(held) = held {
                posts.push(post(700 + n as u128, *held, target, Some(Uuid::from_u128(id)), start));
            }
        }
        let store = town.service.store();
        let recorded = Instant(start.micros() + 1);
        store.upsert_parties(&parties, recorded).await.unwrap();
        store.replace_appointments(None, &posts, recorded).await.unwrap();
        town.service.reload().await.unwrap();
        for (n, (role, held)) in CAST.iter().enumerate() {
            let request = NewAccountRequest {
                login: role.slug().into(),
                name: role.slug().into(),
                granted: if held.is_none() { vec![role.slug().into()] } else { vec![] },
                party: Some(Uuid::from_u128(600 + n as u128)),
            };
            town.service.create_account_with_password(request, PASSWORD.into(), "test").await.unwrap();
        }
        Self { town }
    }

    pub async fn sign_in(&self, login: &str) -> Answer {
        let body = json!({"login": login, "password": PASSWORD}).to_string();
        self.town.post("/api/v1/session", "application/json", body).await
    }

    /// The cookie of somebody who has just signed in; none for a resident.
    pub async fn cookie(&self, role: AccountRole) -> Option<String> {
        if role == AccountRole::Resident {
            return None;
        }
        let answer = self.sign_in(role.slug()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        Some(cookie_of(&answer))
    }
}

/// Name and value of the cookie that an answer sets.
pub fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.into() }
}

fn post(id: u128, role: Role, target: Target, person: Option<Uuid>, from: Instant) -> Appointment {
    Appointment {
        id: Uuid::from_u128(id),
        role,
        target,
        department: (role == Role::Enforcement).then(|| "chengguan".into()),
        unit: None,
        person,
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from, until: None },
    }
}
