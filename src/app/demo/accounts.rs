//! Accounts of the demo: one of every role, with one password that the sign-in page shows. Only a demo has them.

use crate::app::account::NewAccountRequest;
use crate::app::answer::DemoAccount;
use crate::app::service::{Result, Service};
use crate::domain::account::AccountRole;
use crate::domain::duty::Role;
use uuid::Uuid;

/// Password of all accounts of the demo.
const PASSWORD: &str = "yulan-2018-demo";

/// Login, name, what is granted, and the post whose first holder the account belongs to.
struct Sample {
    login: &'static str,
    zh: &'static str,
    role: AccountRole,
    granted: &'static [&'static str],
    post: Option<Role>,
}

const fn sample(
    login: &'static str,
    zh: &'static str,
    role: AccountRole,
    granted: &'static [&'static str],
    post: Option<Role>,
) -> Sample {
    Sample { login, zh, role, granted, post }
}

#[rustfmt::skip]
const SAMPLES: [Sample; 10] = [
    sample("admin",      "系统管理员",   AccountRole::Administrator,   &["administrator"],    None),
    sample("office",     "社区办公室",   AccountRole::CommunityOffice, &["community_office"], Some(Role::DirectlyResponsible)),
    sample("worker",     "网格员",       AccountRole::GridWorker,      &["grid_worker"],      None),
    sample("liaison",    "小组联络员",   AccountRole::GridWorker,      &[],                   Some(Role::GroupLiaison)),
    sample("dianzhang",  "点长",         AccountRole::PointHead,       &[],                   Some(Role::PointHead)),
    sample("pianzhang",  "片长",         AccountRole::ZoneHead,        &[],                   Some(Role::ZoneHead)),
    sample("wanggezhang", "网格长",      AccountRole::GridChief,       &[],                   Some(Role::GridChief)),
    sample("chengguan",  "执法部门",     AccountRole::Department,      &[],                   Some(Role::Enforcement)),
    sample("wuye",       "物业单位",     AccountRole::Unit,            &[],                   Some(Role::PropertyManager)),
    sample("auditor",    "审计员",       AccountRole::Auditor,         &["auditor"],          None),
];

impl Service {
    /// Makes the accounts of a demo that has none.
    pub async fn load_demo_accounts(&self) -> Result<()> {
        if !self.is_demo() || self.store().has_accounts().await? {
            return Ok(());
        }
        for sample in &SAMPLES {
            let party = sample.post.and_then(|role| self.holder_of(role));
            let name = party.and_then(|id| self.reference().roster.party(id).map(|party| party.name.clone()));
            let request = NewAccountRequest {
                login: sample.login.to_owned(),
                name: name.unwrap_or_else(|| sample.zh.to_owned()),
                granted: sample.granted.iter().map(|slug| (*slug).to_owned()).collect(),
                party,
            };
            self.create_account_with_password(request, PASSWORD.to_owned(), "demo").await?;
        }
        self.refresh_accounts().await
    }

    /// The person, or else the unit, that holds the first post of a role now.
    fn holder_of(&self, role: Role) -> Option<Uuid> {
        let (reference, now) = (self.reference(), self.now());
        let held = reference.roster.appointments().iter();
        let mut held = held.filter(|post| post.role == role && post.validity.holds_at(now));
        held.find_map(|post| post.person.or(post.unit))
    }

    /// What the sign-in page of a demo offers; nothing anywhere else.
    pub(in crate::app) fn demo_accounts(&self) -> Vec<DemoAccount> {
        if !self.is_demo() {
            return Vec::new();
        }
        SAMPLES
            .iter()
            .map(|sample| DemoAccount {
                login: sample.login,
                password: PASSWORD,
                role: sample.role,
                name: sample.zh,
            })
            .collect()
    }
}
