//! Reading single incidents, their history and their raw reports, and stored answers of idempotency keys.

use super::row::IncidentRow;
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::store::macros::{read, row, statements};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use serde_json::Value;
use uuid::Uuid;

statements! {
    BY_ID {
        "SELECT i.*, a.body AS assignment FROM incident i
         JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id WHERE i.id = $1"
    }
    BY_IDS {
        sqlite "SELECT i.*, a.body AS assignment FROM incident i
                JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
                WHERE i.id IN (SELECT unhex(value, '-') FROM jsonb_each($1)) ORDER BY i.recorded_at DESC, i.id DESC"
        postgres "SELECT i.*, a.body AS assignment FROM incident i
                  JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
                  WHERE i.id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  ORDER BY i.recorded_at DESC, i.id DESC"
    }
    STATES_AT {
        sqlite "SELECT incident, to_state FROM (
                    SELECT incident, to_state,
                           row_number() OVER (PARTITION BY incident ORDER BY at DESC, id DESC) AS nth
                    FROM incident_event WHERE at <= $2
                        AND incident IN (SELECT unhex(value, '-') FROM jsonb_each($1))
                ) AS events WHERE nth = 1"
        postgres "SELECT incident, to_state FROM (
                      SELECT incident, to_state,
                             row_number() OVER (PARTITION BY incident ORDER BY at DESC, id DESC) AS nth
                      FROM incident_event WHERE at <= $2 AND incident IN (
                          SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  ) AS events WHERE nth = 1"
    }
    BY_NUMBER {
        "SELECT i.*, a.body AS assignment FROM incident i
         JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
         JOIN incident_counter k ON k.home_code = i.home_code AND k.day = substr($1, 1, 6)
         WHERE i.number = $1 ORDER BY i.home_code"
    }
    BY_TRACKING_CODE {
        "SELECT i.*, a.body AS assignment FROM incident i
         JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id WHERE i.tracking_code = $1"
    }
    EVENTS {
        "SELECT id, incident, kind, from_state, to_state, at, actor_role, actor_party, note, detail
         FROM incident_event WHERE incident = $1 AND home_code IN (SELECT home_code FROM incident WHERE id = $1)
         ORDER BY at, id"
    }
    REPORTS {
        "SELECT id, source, external_ref, reporter_party, received_at, body FROM report
         WHERE incident = $1 AND home_code IN (SELECT home_code FROM incident WHERE id = $1) ORDER BY received_at, id"
    }
    SUSPENDED_UNTIL {
        "SELECT id FROM incident WHERE suspended_until IS NOT NULL AND suspended_until <= $1 AND state = 'suspended'
         ORDER BY suspended_until, id LIMIT 1000"
    }
    OPEN_CASES {
        sqlite "SELECT i.*, a.body AS assignment FROM (
                    SELECT id FROM incident WHERE actor_person = $1 AND closed_at IS NULL
                    UNION SELECT id FROM incident WHERE actor_unit = $2 AND closed_at IS NULL
                    UNION SELECT id FROM incident WHERE department = $3 AND closed_at IS NULL
                ) AS mine CROSS JOIN incident i ON i.id = mine.id JOIN assignment a ON a.incident = i.id
                WHERE i.state IN ('filed', 'dispatched', 'handled', 'suspended')
                ORDER BY i.due_at IS NULL, i.due_at, i.recorded_at, i.id LIMIT $4"
        postgres "SELECT i.*, a.body AS assignment FROM (
                      SELECT id FROM incident WHERE actor_person = $1 AND closed_at IS NULL
                      UNION SELECT id FROM incident WHERE actor_unit = $2 AND closed_at IS NULL
                      UNION SELECT id FROM incident WHERE department = $3 AND closed_at IS NULL
                  ) AS mine JOIN incident i ON i.id = mine.id
                  JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
                  WHERE i.state IN ('filed', 'dispatched', 'handled', 'suspended')
                  ORDER BY i.due_at IS NULL, i.due_at, i.recorded_at, i.id LIMIT $4"
    }
    BY_EXTERNAL_REF {
        sqlite "SELECT external_ref, id, number, state FROM incident
                WHERE external_ref IN (SELECT value FROM jsonb_each($1))
                UNION SELECT r.external_ref, i.id, i.number, i.state FROM report r
                JOIN incident i ON i.home_code = r.home_code AND i.id = r.incident
                WHERE r.external_ref IN (SELECT value FROM jsonb_each($1)) ORDER BY 1, 2"
        postgres "SELECT external_ref, id, number, state FROM incident
                  WHERE external_ref IN (SELECT value FROM json_array_elements_text($1::json) AS refs(value))
                  UNION SELECT r.external_ref, i.id, i.number, i.state FROM report r
                  JOIN incident i ON i.home_code = r.home_code AND i.id = r.incident
                  WHERE r.external_ref IN (SELECT value FROM json_array_elements_text($1::json) AS refs(value))
                  ORDER BY 1, 2"
    }
    ANSWER { "SELECT fingerprint, response FROM idempotency WHERE caller = $1 AND key = $2" }
    COUNT { "SELECT count(*) FROM incident" }
}

row! {
    #[derive(Debug)]
    pub struct EventRow {
        pub id: Uuid,
        pub incident: Uuid,
        pub kind: EventKind,
        pub from_state: Option<State>,
        pub to_state: State,
        pub at: Instant,
        pub actor_role: String,
        pub actor_party: Option<Uuid>,
        pub note: Option<String>,
        pub detail: Option<sqlx::types::Json<Value>>,
    }
}

row! {
    /// A raw message as it came.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReportRow {
        pub id: Uuid,
        pub source: String,
        pub external_ref: Option<String>,
        pub reporter_party: Option<Uuid>,
        pub received_at: Instant,
        pub body: String,
    }
}

row! {
    #[derive(Debug)]
    pub struct AnswerRow {
        pub fingerprint: String,
        pub response: Value as json,
    }
}

row! {
    /// An incident that a ticket of elsewhere became, or joined.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KnownTicket {
        pub external_ref: String,
        pub id: Uuid,
        pub number: String,
        pub state: State,
    }
}

/// Whose open cases: any of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acting {
    pub person: Option<Uuid>,
    pub unit: Option<Uuid>,
    /// Slug.
    pub department: Option<String>,
}

impl Store {
    /// Open cases past the reporter's word that somebody has to act in, due first; those without a due time last. An index
    /// look-up for each of the three, whatever the number of incidents.
    pub async fn open_cases_of(&self, acting: &Acting, limit: usize) -> Result<Vec<IncidentRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&OPEN_CASES))
            .bind(acting.person)
            .bind(acting.unit)
            .bind(&acting.department)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await?))
    }

    /// Suspended cases whose time is over, at most a thousand.
    pub async fn suspended_until(&self, now: Instant) -> Result<Vec<Uuid>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&SUSPENDED_UNTIL)).bind(now).fetch_all(c).await?))
    }

    /// None when there is no such incident.
    pub async fn incident(&self, id: Uuid) -> Result<Option<IncidentRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_ID)).bind(id).fetch_optional(c).await?))
    }

    /// Several incidents, newest receipt first; those that do not exist are left out.
    pub async fn incidents_of(&self, ids: &[Uuid]) -> Result<Vec<IncidentRow>, StoreError> {
        let ids = json_list(ids)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_IDS)).bind(&ids).fetch_all(c).await?))
    }

    /// The state that each of some incidents had at an instant; those without a history until then are left out.
    pub async fn incident_states_at(
        &self,
        ids: &[Uuid],
        at: Instant,
    ) -> Result<Vec<(Uuid, State)>, StoreError> {
        let ids = json_list(ids)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&STATES_AT)).bind(&ids).bind(at).fetch_all(c).await?))
    }

    /// Incidents of one number, one a community at most.
    pub async fn incidents_by_number(&self, number: &str) -> Result<Vec<IncidentRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_NUMBER)).bind(number).fetch_all(c).await?))
    }

    /// Incidents that tickets with some numbers of elsewhere became or joined: an index look-up a number.
    pub async fn incidents_by_external_ref(&self, refs: &[&str]) -> Result<Vec<KnownTicket>, StoreError> {
        let refs = json_list(refs)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_EXTERNAL_REF)).bind(&refs).fetch_all(c).await?))
    }

    /// The incident that a reporter follows with this code.
    pub async fn incident_by_tracking_code(&self, code: &str) -> Result<Option<IncidentRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_TRACKING_CODE)).bind(code).fetch_optional(c).await?))
    }

    /// The history of an incident, oldest first.
    pub async fn incident_events(&self, incident: Uuid) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<EventRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&EVENTS)).bind(incident).fetch_all(c).await?))?;
        Ok(rows
            .into_iter()
            .map(|row| Event {
                id: row.id,
                incident: row.incident,
                kind: row.kind,
                from: row.from_state,
                to: row.to_state,
                at: row.at,
                actor_role: row.actor_role,
                actor_party: row.actor_party,
                note: row.note,
                detail: row.detail.map_or(Value::Null, |json| json.0),
            })
            .collect())
    }

    /// The raw messages of an incident, oldest first.
    pub async fn incident_reports(&self, incident: Uuid) -> Result<Vec<ReportRow>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&REPORTS)).bind(incident).fetch_all(c).await?))
    }

    /// Fingerprint and answer of a key that was used before, so that a repeated request need not be prepared.
    pub async fn idempotent_answer(
        &self,
        caller: &str,
        key: &str,
    ) -> Result<Option<(String, Value)>, StoreError> {
        let row: Option<AnswerRow> = read!(self, |c| Ok(sqlx::query_as(c.say(&ANSWER))
            .bind(caller)
            .bind(key)
            .fetch_optional(c)
            .await?))?;
        Ok(row.map(|row| (row.fingerprint, row.response)))
    }

    /// How many incidents there are.
    pub async fn incident_count(&self) -> Result<i64, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&COUNT)).fetch_one(c).await?))
    }
}
