//! Everything that is stored about one person, as rows.

use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::instant::Instant;
use crate::store::macros::{read, row, statements};
use crate::store::sql::Speaks;
use crate::store::{AuditEntry, Store, StoreError};
use uuid::Uuid;

statements! {
    BY_PHONE { "SELECT party FROM party_private WHERE mobile = $1 ORDER BY party" }
    // The number stands in the contact of a report as JSON.
    REPORTS {
        sqlite "SELECT i.number, r.incident, i.category, i.state, r.source, r.received_at, r.reporter_party, r.body FROM report r
                JOIN incident i ON i.home_code = r.home_code AND i.id = r.incident
                WHERE r.reporter_party = $1 OR ($2 <> '' AND instr(r.body, $2) > 0) ORDER BY r.received_at, r.id"
        postgres "SELECT i.number, r.incident, i.category, i.state, r.source, r.received_at, r.reporter_party, r.body FROM report r
                  JOIN incident i ON i.home_code = r.home_code AND i.id = r.incident
                  WHERE r.reporter_party = $1 OR ($2 <> '' AND position($2 in r.body) > 0) ORDER BY r.received_at, r.id"
    }
    STEPS {
        "SELECT i.number, e.kind, e.actor_role, e.at, e.note FROM incident_event e
         JOIN incident i ON i.home_code = e.home_code AND i.id = e.incident
         WHERE e.actor_party = $1 ORDER BY e.at, e.id"
    }
    PHOTOS {
        "SELECT i.number, p.id AS id, p.kind, p.uploaded_at AS uploaded_at, p.taken_at, p.lon, p.lat, p.sha256 FROM photo p
         JOIN incident i ON i.home_code = p.home_code AND i.id = p.incident
         WHERE p.uploader = $1
         UNION ALL SELECT '' AS number, p.id, 'before' AS kind, p.uploaded_at, p.taken_at, p.lon, p.lat, p.sha256 FROM drafted_photo p
         JOIN photo_draft d ON d.id = p.draft WHERE d.brought_by = $1 ORDER BY uploaded_at, id"
    }
    PATROLS {
        "SELECT id, layer, place, role, visited_at, recorded_at, checks, found_nothing, note FROM patrol
         WHERE party = $1 OR account = $2 ORDER BY visited_at, id"
    }
    AUDIT {
        "SELECT home_code, id, at, actor, action, subject, detail FROM audit WHERE subject = $1 OR actor = $2 ORDER BY at, id"
    }
    DEVICES {
        "SELECT device, address, created_at, last_seen_at FROM user_session WHERE account = $1 ORDER BY created_at"
    }
    TOKENS { "SELECT name, created_at, last_used_at FROM api_token WHERE account = $1 ORDER BY created_at" }
}

row! {
    /// A message that the person sent.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReportFact {
        pub number: String,
        pub incident: Uuid,
        pub category: String,
        pub state: String,
        pub source: String,
        pub received_at: Instant,
        pub reporter_party: Option<Uuid>,
        pub body: String,
    }
}

row! {
    /// A step that the person took in a case.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StepFact {
        pub number: String,
        pub kind: String,
        pub actor_role: String,
        pub at: Instant,
        pub note: Option<String>,
    }
}

row! {
    /// A photo that the person sent; degrees times 10^7. Without a number while it waits in a draft.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PhotoFact {
        pub number: String,
        pub id: Uuid,
        pub kind: String,
        pub uploaded_at: Instant,
        pub taken_at: Option<Instant>,
        pub lon: Option<i64>,
        pub lat: Option<i64>,
        pub sha256: String,
    }
}

row! {
    /// A device that is signed in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DeviceFact {
        pub device: String,
        pub address: String,
        pub created_at: Instant,
        pub last_seen_at: Instant,
    }
}

row! {
    /// A key of a program.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TokenFact {
        pub name: String,
        pub created_at: Instant,
        pub last_used_at: Option<Instant>,
    }
}

row! {
    /// A patrol that the person made.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PatrolFact {
        pub id: Uuid,
        pub layer: Option<Layer>,
        pub place: String,
        pub role: Option<Role>,
        pub visited_at: Instant,
        pub recorded_at: Instant,
        pub checks: Vec<String> as json,
        pub found_nothing: bool,
        pub note: Option<String>,
    }
}

/// What is stored about a person beside the party and the accounts themselves.
#[derive(Debug, Clone, Default)]
pub struct PersonFacts {
    pub reports: Vec<ReportFact>,
    pub steps: Vec<StepFact>,
    pub photos: Vec<PhotoFact>,
    pub patrols: Vec<PatrolFact>,
    pub devices: Vec<DeviceFact>,
    pub tokens: Vec<TokenFact>,
    /// What was done by the person, and what was done about the person.
    pub audit: Vec<AuditEntry>,
}

macro_rules! audit_of {
    ($c:ident, $subject:expr, $actor:expr) => {
        sqlx::query_as::<_, AuditEntry>($c.say(&AUDIT))
            .bind($subject)
            .bind($actor)
            .fetch_all(&mut *$c)
            .await?
    };
}

macro_rules! patrols_of {
    ($c:ident, $party:expr, $account:expr) => {
        sqlx::query_as::<_, PatrolFact>($c.say(&PATROLS))
            .bind($party)
            .bind($account)
            .fetch_all(&mut *$c)
            .await?
    };
}

impl Store {
    /// Parties with this mobile number.
    pub async fn parties_by_phone(&self, phone: &str) -> Result<Vec<Uuid>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&BY_PHONE)).bind(phone).fetch_all(c).await?))
    }

    /// What is stored about a person: a party, its accounts, a phone number that reports may name.
    pub async fn person_facts(
        &self,
        party: Option<Uuid>,
        accounts: &[Uuid],
        phone: Option<&str>,
    ) -> Result<PersonFacts, StoreError> {
        let phone = phone.unwrap_or_default();
        read!(self, |c| {
            let mut facts = PersonFacts {
                reports: sqlx::query_as(c.say(&REPORTS)).bind(party).bind(phone).fetch_all(&mut *c).await?,
                ..PersonFacts::default()
            };
            if let Some(party) = party {
                facts.steps = sqlx::query_as(c.say(&STEPS)).bind(party).fetch_all(&mut *c).await?;
                facts.audit = audit_of!(c, party.to_string(), "");
                facts.patrols = patrols_of!(c, Some(party), None::<Uuid>);
            }
            for account in accounts {
                let caller = format!("account:{account}");
                facts.devices.extend(
                    sqlx::query_as::<_, DeviceFact>(c.say(&DEVICES)).bind(account).fetch_all(&mut *c).await?,
                );
                facts.tokens.extend(
                    sqlx::query_as::<_, TokenFact>(c.say(&TOKENS)).bind(account).fetch_all(&mut *c).await?,
                );
                facts.photos.extend(
                    sqlx::query_as::<_, PhotoFact>(c.say(&PHOTOS)).bind(&caller).fetch_all(&mut *c).await?,
                );
                facts.patrols.extend(patrols_of!(c, None::<Uuid>, Some(*account)));
                facts.audit.extend(audit_of!(c, account.to_string(), &caller));
            }
            facts.patrols.sort_by_key(|patrol| (patrol.visited_at, patrol.id));
            facts.patrols.dedup_by_key(|patrol| patrol.id);
            facts.audit.sort_by_key(|entry| (entry.at, entry.id));
            facts.audit.dedup_by_key(|entry| entry.id);
            Ok(facts)
        })
    }
}
