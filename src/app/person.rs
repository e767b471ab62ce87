//! One person's data in one piece, and taking it away. A person is named by the id of a party, by a phone number or by an
//! account; what belongs to the same party belongs together.

use super::error::AppError;
use super::posts::Posts;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::duty::{Appointment, PartyKind};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::person::{Erasure, PersonFacts, Trace};
use crate::store::{Account, PartyPrivate};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Texts of fewer letters stand in too many words to be looked for.
const SHORTEST: usize = 2;

/// How a person is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonKey {
    Party(Uuid),
    Phone(String),
    /// Login.
    Account(String),
}

/// Who it is.
#[derive(Debug, Clone)]
struct Person {
    party: Option<Uuid>,
    name: Option<String>,
    private: PartyPrivate,
    accounts: Vec<Account>,
    /// The number that reports are looked through for.
    phone: Option<String>,
}

impl Person {
    fn account_ids(&self) -> Vec<Uuid> {
        self.accounts.iter().map(|account| account.id).collect()
    }

    /// What belongs to this person alone.
    fn secrets(&self) -> Vec<String> {
        let private = [&self.private.mobile, &self.private.email, &self.phone];
        let mut secrets: Vec<String> = private.into_iter().flatten().cloned().collect();
        secrets.extend(self.accounts.iter().map(|account| account.login.clone()));
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort();
        secrets.dedup();
        secrets
    }

    /// Every text by which somebody could be recognized.
    fn texts(&self) -> Vec<String> {
        let mut texts = self.secrets();
        let names = self.accounts.iter().map(|account| account.name.clone());
        texts.extend(self.name.iter().chain(&self.private.address).cloned().chain(names));
        texts.retain(|text| text.chars().count() >= SHORTEST);
        texts.sort();
        texts.dedup();
        texts
    }
}

/// A place where a text of the person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Table and column.
    pub place: String,
    pub rows: i64,
    /// Numbers of incidents, the first of them.
    pub incidents: Vec<String>,
}

impl From<Trace> for Mention {
    fn from(trace: Trace) -> Self {
        let place = format!("{}.{}", trace.table, trace.column);
        Self { place, rows: trace.rows, incidents: trace.incidents }
    }
}

/// What erasing would do, or has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ErasureAnswer {
    pub party: Option<Uuid>,
    pub accounts: Vec<String>,
    /// Reports that the person sent.
    pub reports: Vec<String>,
    /// Posts held now or to come.
    pub posts: Vec<Words>,
    /// Where the name or a number stands: before erasing everywhere, afterwards where it was left.
    pub mentions: Vec<Mention>,
    pub done: bool,
}

impl Service {
    /// Everything that is held about a person, without secrets. Leaves an audit row before it is given.
    pub async fn export_person(&self, key: &PersonKey, actor: &str) -> Result<Value> {
        let person = self.person(key).await?;
        let ids = person.account_ids();
        let facts = self.store().person_facts(person.party, &ids, person.phone.as_deref()).await?;
        let mentions: Vec<Mention> =
            self.store().trace(&person.texts()).await?.into_iter().map(Mention::from).collect();
        let subject = person.party.or(ids.first().copied()).map_or("-".to_owned(), |id| id.to_string());
        let detail = json!({"accounts": ids.len(), "reports": facts.reports.len()});
        self.store().audit(&self.audit_entry(actor, "export_person", subject, detail)).await?;
        Ok(self.told(&person, &facts, &mentions))
    }

    /// What erasing a person would do. Changes nothing.
    pub async fn plan_erasure(&self, key: &PersonKey) -> Result<ErasureAnswer> {
        let person = self.person(key).await?;
        self.planned(&person).await
    }

    /// Erases a person: name, numbers, accounts and contacts go, ids and steps stay. Refused while the person holds posts,
    /// unless `vacate` ends them now. Cannot be undone.
    pub async fn erase_person(&self, key: &PersonKey, vacate: bool, actor: &str) -> Result<ErasureAnswer> {
        let person = self.person(key).await?;
        self.refuse_last_administrator(&person).await?;
        let mut answer = self.planned(&person).await?;
        if !answer.posts.is_empty() {
            if !vacate {
                return Err(in_office(answer.posts.len()));
            }
            self.vacate(&person).await?;
        }
        let erasure =
            Erasure { party: person.party, accounts: person.account_ids(), secrets: person.secrets() };
        let subject =
            person.party.or(erasure.accounts.first().copied()).map_or("-".to_owned(), |id| id.to_string());
        let detail = json!({
            "accounts": erasure.accounts.len(), "reports": answer.reports.len(), "posts": answer.posts.len(),
        });
        let audit = self.audit_entry(actor, "erase_person", subject, detail);
        self.store().erase_person(&erasure, &audit).await?;
        self.refresh_accounts().await?;
        self.reload().await?;
        answer.mentions = self.store().trace(&person.texts()).await?.into_iter().map(Mention::from).collect();
        answer.done = true;
        Ok(answer)
    }

    async fn person(&self, key: &PersonKey) -> Result<Person> {
        let all = self.store().accounts().await?;
        let (party, account) = match key {
            PersonKey::Party(id) => (Some(*id), None),
            PersonKey::Account(login) => {
                let found = all.iter().find(|account| account.login == *login);
                let account =
                    found.ok_or_else(|| AppError::NotFound { kind: "account", id: login.clone() })?;
                (account.party, Some(account.id))
            }
            PersonKey::Phone(phone) => match self.store().parties_by_phone(phone).await?.as_slice() {
                [] => (None, None),
                [only] => (Some(*only), None),
                several => return Err(ambiguous(several)),
            },
        };
        let mut person = Person {
            party,
            name: None,
            private: PartyPrivate::default(),
            accounts: all
                .into_iter()
                .filter(|own| Some(own.id) == account || (party.is_some() && own.party == party))
                .collect(),
            phone: None,
        };
        if let Some(id) = party {
            let reference = self.reference();
            let known = reference.roster.party(id);
            let known = known.ok_or_else(|| AppError::NotFound { kind: "party", id: id.to_string() })?;
            if known.kind != PartyKind::Person {
                return Err(no_person(&known.name));
            }
            person.name = Some(known.name.clone());
            person.private = self.store().party_private(id).await?.unwrap_or_default();
        }
        person.phone = match key {
            PersonKey::Phone(phone) => Some(phone.clone()),
            _ => person.private.mobile.clone(),
        };
        if person.party.is_none() && person.accounts.is_empty() {
            let phone = person.phone.as_deref();
            if self.store().person_facts(None, &[], phone).await?.reports.is_empty() {
                let id = phone.unwrap_or_default().to_owned();
                return Err(AppError::NotFound { kind: "party", id });
            }
        }
        Ok(person)
    }

    async fn planned(&self, person: &Person) -> Result<ErasureAnswer> {
        let facts =
            self.store().person_facts(person.party, &person.account_ids(), person.phone.as_deref()).await?;
        let mentions = self.store().trace(&person.texts()).await?;
        let reference = self.reference();
        let posts = Posts { reference: &reference, viewer: &Viewer::office() };
        let held = self.posts_of(person, self.now());
        Ok(ErasureAnswer {
            party: person.party,
            accounts: person.accounts.iter().map(|account| account.login.clone()).collect(),
            reports: facts.reports.iter().map(|report| report.number.clone()).collect(),
            posts: held.iter().map(|post| posts.appointment(post).label).collect(),
            mentions: mentions.into_iter().map(Mention::from).collect(),
            done: false,
        })
    }

    /// Posts that the person holds or will hold.
    fn posts_of(&self, person: &Person, now: Instant) -> Vec<Appointment> {
        let reference = self.reference();
        let all = reference.roster.appointments().iter();
        let lasting = all.filter(|post| post.validity.until.is_none_or(|until| until > now));
        lasting.filter(|post| person.party.is_some() && post.person == person.party).cloned().collect()
    }

    /// Ends the person's posts now; those to come never begin.
    async fn vacate(&self, person: &Person) -> Result<()> {
        let now = self.now();
        let held = self.posts_of(person, now);
        let is_held = |post: &Appointment| held.iter().any(|held| held.id == post.id);
        let mut kept = Vec::new();
        for mut post in self.reference().roster.appointments().iter().cloned() {
            if is_held(&post) {
                if post.validity.from >= now {
                    continue;
                }
                post.validity.until = Some(now);
            }
            kept.push(post);
        }
        self.store().replace_appointments(None, &kept, now).await?;
        self.reload().await
    }

    async fn refuse_last_administrator(&self, person: &Person) -> Result<()> {
        let administers = |account: &&Account| {
            account.disabled_at.is_none()
                && account.password.is_some()
                && account.granted.contains(&AccountRole::Administrator)
        };
        let own = person.account_ids();
        let all = self.store().accounts().await?;
        let mut active = all.iter().filter(administers).peekable();
        if active.peek().is_some() && active.all(|account| own.contains(&account.id)) {
            return Err(AppError::Conflict {
                code: "last_administrator",
                words: Words::new(
                    "这是最后一个管理员；请先用 wangge user add --grant administrator 添加另一个",
                    "this is the last administrator; add another one first: `wangge user add --grant administrator`",
                ),
            });
        }
        Ok(())
    }

    fn told(&self, person: &Person, facts: &PersonFacts, mentions: &[Mention]) -> Value {
        let reference = self.reference();
        let at = |instant: Instant| reference.zoned(instant);
        let nested = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!(text));
        let party = person.party.and_then(|id| reference.roster.party(id));
        let posts: Vec<Value> = reference
            .roster
            .appointments()
            .iter()
            .filter(|post| person.party.is_some() && post.person == person.party)
            .map(|post| {
                json!({
                    "id": post.id, "role": post.role, "target": post.target, "title": post.title, "unit": post.unit,
                    "duty_phone": post.duty_phone, "from": at(post.validity.from), "until": post.validity.until.map(at),
                })
            })
            .collect();
        json!({
            "made_at": at(self.now()),
            "party": party,
            "private": {
                "mobile": person.private.mobile, "email": person.private.email, "address": person.private.address,
            },
            "posts": posts,
            "accounts": person.accounts.iter().map(|account| json!({
                "id": account.id, "login": account.login, "name": account.name, "granted": account.granted,
                "created_at": at(account.created_at), "last_sign_in_at": account.last_sign_in_at.map(at),
                "disabled_at": account.disabled_at.map(at),
            })).collect::<Vec<_>>(),
            "devices": facts.devices.iter().map(|device| json!({
                "device": device.device, "address": device.address, "created_at": at(device.created_at),
                "last_seen_at": at(device.last_seen_at),
            })).collect::<Vec<_>>(),
            "tokens": facts.tokens.iter().map(|token| json!({
                "name": token.name, "created_at": at(token.created_at), "last_used_at": token.last_used_at.map(at),
            })).collect::<Vec<_>>(),
            "reports": facts.reports.iter().map(|report| json!({
                "number": report.number, "incident": report.incident, "category": report.category,
                "state": report.state, "source": report.source, "received_at": at(report.received_at),
                "report": nested(&report.body),
            })).collect::<Vec<_>>(),
            "photos": facts.photos.iter().map(|photo| json!({
                "number": photo.number, "id": photo.id, "kind": photo.kind, "uploaded_at": at(photo.uploaded_at),
                "taken_at": photo.taken_at.map(at), "sha256": photo.sha256,
                "position": photo.lon.zip(photo.lat).map(|(lon, lat)| [lon as f64 / 1e7, lat as f64 / 1e7]),
            })).collect::<Vec<_>>(),
            "patrols": facts.patrols.iter().map(|patrol| json!({
                "id": patrol.id, "layer": patrol.layer, "place": patrol.place, "role": patrol.role,
                "visited_at": at(patrol.visited_at), "recorded_at": at(patrol.recorded_at), "checks": patrol.checks,
                "found_nothing": patrol.found_nothing, "note": patrol.note,
            })).collect::<Vec<_>>(),
            "steps": facts.steps.iter().map(|step| json!({
                "number": step.number, "kind": step.kind, "role": step.actor_role, "at": at(step.at), "note": step.note,
            })).collect::<Vec<_>>(),
            "audit": facts.audit.iter().map(|entry| json!({
                "at": at(entry.at), "actor": entry.actor, "action": entry.action, "subject": entry.subject,
                "detail": entry.detail,
            })).collect::<Vec<_>>(),
            "mentions": mentions,
        })
    }
}

fn in_office(posts: usize) -> AppError {
    AppError::Conflict {
        code: "in_office",
        words: Words::new(
            format!("此人还担任 {posts} 个岗位；请先用责任表换人，或加 --vacate 让这些岗位即刻空缺"),
            format!(
                "this person holds {posts} posts; name successors in the roster first, or leave the posts vacant with --vacate"
            ),
        ),
    }
}

fn no_person(name: &str) -> AppError {
    AppError::Conflict {
        code: "no_person",
        words: Words::new(
            format!("「{name}」是单位，不是个人"),
            format!("“{name}” is an organisation, not a person"),
        ),
    }
}

fn ambiguous(parties: &[Uuid]) -> AppError {
    let ids: Vec<String> = parties.iter().map(Uuid::to_string).collect();
    AppError::Conflict {
        code: "ambiguous",
        words: Words::new(
            format!("有 {} 人使用这个电话，请用编号指定：{}", ids.len(), ids.join("、")),
            format!("{} people have this phone, name one by id: {}", ids.len(), ids.join(", ")),
        ),
    }
}
