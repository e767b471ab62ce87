//! Taking a person out of every table, in one transaction.

use super::scrub::Scrub;
use crate::domain::instant::Instant;
use crate::store::accounts::{END_LINKS, END_SESSIONS, END_TOKENS};
use crate::store::audit::insert_audit;
use crate::store::changes::{ChangeKind, Pending, log_changes};
use crate::store::macros::{statements, write_tx};
use crate::store::sql::{Speaks, Sql};
use crate::store::{AuditEntry, Store, StoreError};
use serde_json::Value;
use uuid::Uuid;

statements! {
    PARTY { "UPDATE party SET name = '', public_name = $2, erased_at = $3 WHERE id = $1" }
    PRIVATE { "DELETE FROM party_private WHERE party = $1" }
    PATROLS_OF_PARTY { "UPDATE patrol SET party = NULL, account = NULL WHERE party = $1" }
    PATROLS_OF_ACCOUNT { "UPDATE patrol SET party = NULL, account = NULL WHERE account = $1" }
    DUTY_PHONE { "UPDATE appointment SET duty_phone = NULL WHERE person = $1 AND duty_phone = $2" }
    ACCOUNT {
        "UPDATE account SET login = $2, name = '', password = NULL, disabled_at = coalesce(disabled_at, $3),
             changed_at = $3, version = version + 1
         WHERE id = $1"
    }
    REPORTS {
        "SELECT home_code, incident, id, body FROM report WHERE reporter_party = $1"
    }
    FIND_REPORT {
        sqlite "SELECT home_code, incident, id, body FROM report WHERE instr(body, $1) > 0"
        postgres "SELECT home_code, incident, id, body FROM report WHERE position($1 in body) > 0"
    }
    SET_REPORT { "UPDATE report SET body = $4 WHERE home_code = $1 AND incident = $2 AND id = $3" }
    FIND_EVENT {
        sqlite "SELECT home_code, incident, id, detail FROM incident_event WHERE instr(detail, $1) > 0"
        postgres "SELECT home_code, incident, id, CAST(detail AS text) FROM incident_event
                  WHERE position($1 in CAST(detail AS text)) > 0"
    }
    SET_EVENT {
        sqlite "UPDATE incident_event SET detail = $4 WHERE home_code = $1 AND incident = $2 AND id = $3"
        postgres "UPDATE incident_event SET detail = CAST($4 AS jsonb) WHERE home_code = $1 AND incident = $2 AND id = $3"
    }
    FIND_ASSIGNMENT {
        sqlite "SELECT home_code, incident, incident, body FROM assignment WHERE instr(body, $1) > 0"
        postgres "SELECT home_code, incident, incident, CAST(body AS text) FROM assignment
                  WHERE position($1 in CAST(body AS text)) > 0"
    }
    SET_ASSIGNMENT {
        sqlite "UPDATE assignment SET body = $4 WHERE home_code = $1 AND incident = $2 AND incident = $3"
        postgres "UPDATE assignment SET body = CAST($4 AS jsonb) WHERE home_code = $1 AND incident = $2 AND incident = $3"
    }
    FIND_AUDIT {
        sqlite "SELECT home_code, id, id, detail FROM audit WHERE instr(detail, $1) > 0"
        postgres "SELECT home_code, id, id, CAST(detail AS text) FROM audit WHERE position($1 in CAST(detail AS text)) > 0"
    }
    SET_AUDIT {
        sqlite "UPDATE audit SET detail = $4 WHERE home_code = $1 AND id = $2 AND id = $3"
        postgres "UPDATE audit SET detail = CAST($4 AS jsonb) WHERE home_code = $1 AND id = $2 AND id = $3"
    }
    FIND_OUTBOX {
        sqlite "SELECT home_code, id, id, payload FROM outbox WHERE instr(payload, $1) > 0"
        postgres "SELECT home_code, id, id, CAST(payload AS text) FROM outbox WHERE position($1 in CAST(payload AS text)) > 0"
    }
    SET_OUTBOX {
        sqlite "UPDATE outbox SET payload = $4 WHERE home_code = $1 AND id = $2 AND id = $3"
        postgres "UPDATE outbox SET payload = CAST($4 AS jsonb) WHERE home_code = $1 AND id = $2 AND id = $3"
    }
    FIND_INBOX {
        sqlite "SELECT home_code, id, id, payload FROM inbox WHERE instr(payload, $1) > 0"
        postgres "SELECT home_code, id, id, CAST(payload AS text) FROM inbox WHERE position($1 in CAST(payload AS text)) > 0"
    }
    SET_INBOX {
        sqlite "UPDATE inbox SET payload = $4 WHERE home_code = $1 AND id = $2 AND id = $3"
        postgres "UPDATE inbox SET payload = CAST($4 AS jsonb) WHERE home_code = $1 AND id = $2 AND id = $3"
    }
    FIND_DIGEST {
        sqlite "SELECT home_code, id, id, payload FROM digest WHERE instr(payload, $1) > 0"
        postgres "SELECT home_code, id, id, CAST(payload AS text) FROM digest WHERE position($1 in CAST(payload AS text)) > 0"
    }
    SET_DIGEST {
        sqlite "UPDATE digest SET payload = $4 WHERE home_code = $1 AND id = $2 AND id = $3"
        postgres "UPDATE digest SET payload = CAST($4 AS jsonb) WHERE home_code = $1 AND id = $2 AND id = $3"
    }
    FIND_ANSWER {
        sqlite "SELECT caller, key, response FROM idempotency WHERE instr(response, $1) > 0"
        postgres "SELECT caller, key, CAST(response AS text) FROM idempotency WHERE position($1 in CAST(response AS text)) > 0"
    }
    SET_ANSWER {
        sqlite "UPDATE idempotency SET response = $3 WHERE caller = $1 AND key = $2"
        postgres "UPDATE idempotency SET response = CAST($3 AS jsonb) WHERE caller = $1 AND key = $2"
    }
}

/// Nested JSON that may name somebody, how its rows are found by a text, and how one is written.
const NESTED: [(&Sql, &Sql); 7] = [
    (&FIND_REPORT, &SET_REPORT),
    (&FIND_EVENT, &SET_EVENT),
    (&FIND_ASSIGNMENT, &SET_ASSIGNMENT),
    (&FIND_AUDIT, &SET_AUDIT),
    (&FIND_OUTBOX, &SET_OUTBOX),
    (&FIND_INBOX, &SET_INBOX),
    (&FIND_DIGEST, &SET_DIGEST),
];

/// A row of `NESTED`: community, its two keys and the text.
type Found = (String, Uuid, Uuid, String);

/// Who is taken out.
#[derive(Debug, Clone, Default)]
pub struct Erasure {
    pub party: Option<Uuid>,
    pub accounts: Vec<Uuid>,
    /// Phone numbers, mail addresses and logins: what belongs to this person alone.
    pub secrets: Vec<String>,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erased {
    /// Reports whose contact was removed.
    pub reports: u64,
    /// Other rows with nested values that named the person.
    pub nested: u64,
    /// Patrols that name nobody any more.
    pub patrols: u64,
    pub accounts: u64,
}

impl Erasure {
    /// Texts by which rows that may name the person are found.
    fn needles(&self) -> Vec<String> {
        let ids = self.party.iter().chain(&self.accounts).map(Uuid::to_string);
        ids.chain(self.secrets.iter().cloned()).filter(|needle| !needle.is_empty()).collect()
    }
}

/// Writes the text of a row of `NESTED`.
macro_rules! set {
    ($c:ident, $write:expr, $found:ident, $text:ident) => {
        sqlx::query($c.say(&$write))
            .bind(&$found.0)
            .bind($found.1)
            .bind($found.2)
            .bind($text)
            .execute(&mut *$c)
            .await?;
    };
}

impl Store {
    /// Takes a person out of all tables but free text, and signs the accounts out. The caller has looked whether the person is
    /// in office. Cannot be undone.
    pub async fn erase_person(&self, erasure: &Erasure, audit: &AuditEntry) -> Result<Erased, StoreError> {
        let at = audit.at;
        let ids: Vec<Uuid> = erasure.party.iter().chain(&erasure.accounts).copied().collect();
        let scrub = Scrub { ids: &ids, secrets: &erasure.secrets };
        let needles = erasure.needles();
        let changes = changes(erasure, at);
        write_tx!(self, |c| {
            let mut erased = Erased { accounts: erasure.accounts.len() as u64, ..Erased::default() };
            if let Some(party) = erasure.party {
                let own: Vec<Found> = sqlx::query_as(c.say(&REPORTS)).bind(party).fetch_all(&mut *c).await?;
                for found in own {
                    if let Some(text) = scrubbed(&found.3, |body| scrub.report(body, true)) {
                        set!(c, SET_REPORT, found, text);
                        erased.reports += 1;
                    }
                }
            }
            for needle in &needles {
                for (find, write) in NESTED {
                    let of_report = find.name == FIND_REPORT.name;
                    let rows: Vec<Found> =
                        sqlx::query_as(c.say(find)).bind(needle).fetch_all(&mut *c).await?;
                    for found in rows {
                        let text = scrubbed(&found.3, |value| {
                            if of_report { scrub.report(value, false) } else { scrub.value(value) }
                        });
                        if let Some(text) = text {
                            set!(c, *write, found, text);
                            let count = if of_report { &mut erased.reports } else { &mut erased.nested };
                            *count += 1;
                        }
                    }
                }
                let answers: Vec<(String, String, String)> =
                    sqlx::query_as(c.say(&FIND_ANSWER)).bind(needle).fetch_all(&mut *c).await?;
                for (caller, key, text) in answers {
                    if let Some(text) = scrubbed(&text, |value| scrub.value(value)) {
                        sqlx::query(c.say(&SET_ANSWER))
                            .bind(caller)
                            .bind(key)
                            .bind(text)
                            .execute(&mut *c)
                            .await?;
                        erased.nested += 1;
                    }
                }
            }
            for account in &erasure.accounts {
                let login = format!("erased-{account}");
                sqlx::query(c.say(&ACCOUNT)).bind(account).bind(login).bind(at).execute(&mut *c).await?;
                for text in [&END_SESSIONS, &END_TOKENS, &END_LINKS] {
                    sqlx::query(c.say(text)).bind(account).execute(&mut *c).await?;
                }
                let own = sqlx::query(c.say(&PATROLS_OF_ACCOUNT)).bind(account).execute(&mut *c).await?;
                erased.patrols += own.rows_affected();
            }
            if let Some(party) = erasure.party {
                for secret in &erasure.secrets {
                    sqlx::query(c.say(&DUTY_PHONE)).bind(party).bind(secret).execute(&mut *c).await?;
                }
                sqlx::query(c.say(&PRIVATE)).bind(party).execute(&mut *c).await?;
                let own = sqlx::query(c.say(&PATROLS_OF_PARTY)).bind(party).execute(&mut *c).await?;
                erased.patrols += own.rows_affected();
                sqlx::query(c.say(&PARTY)).bind(party).bind(false).bind(at).execute(&mut *c).await?;
            }
            insert_audit!(c, audit);
            if !changes.is_empty() {
                log_changes!(c, &changes);
            }
            Ok(erased)
        })
    }
}

fn changes(erasure: &Erasure, at: Instant) -> Vec<Pending> {
    let of_party = erasure.party.iter().flat_map(|_| [ChangeKind::Parties, ChangeKind::Appointments]);
    let mut changes: Vec<Pending> = of_party.map(|kind| Pending::of_site(kind, "*", at)).collect();
    let of_account = |account: &Uuid| Pending::of_site(ChangeKind::Account, account.to_string(), at);
    changes.extend(erasure.accounts.iter().map(of_account));
    changes
}

/// The text without the person; none when there was nothing of him.
fn scrubbed(text: &str, scrub: impl FnOnce(&mut Value) -> bool) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    scrub(&mut value).then(|| value.to_string())
}
