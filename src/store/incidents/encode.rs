//! The JSON that carries a group's rows into one statement a table.

use super::row::{CaseChange, CaseFields, NewIncident, OutboxMessage};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::changes::{ChangeKind, Pending};
use crate::store::{StoreError, json_rows};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

#[derive(Serialize)]
struct AssignmentJson<'a> {
    home_code: &'a str,
    incident: Uuid,
    body: &'a Assignment,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    home_code: &'a str,
    id: Uuid,
    incident: Uuid,
    source: &'a str,
    external_ref: Option<&'a str>,
    reporter_party: Option<Uuid>,
    received_at: Instant,
    body: &'a str,
}

#[derive(Serialize)]
struct EventJson<'a> {
    home_code: &'a str,
    incident: Uuid,
    id: Uuid,
    kind: EventKind,
    from_state: Option<State>,
    to_state: State,
    at: Instant,
    actor_role: &'a str,
    actor_party: Option<Uuid>,
    note: Option<&'a str>,
    detail: &'a Value,
}

#[derive(Serialize)]
struct OutboxJson<'a> {
    home_code: &'a str,
    id: Uuid,
    incident: Uuid,
    channel: &'a str,
    payload: &'a Value,
    created_at: Instant,
    due_at: Instant,
    attempts: i64,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    home_code: &'a str,
    id: Uuid,
    version: i64,
    #[serde(flatten)]
    fields: &'a CaseFields,
}

/// Rows that do not depend on what the transaction finds, one JSON array a table; none where there is no row.
pub(super) struct Encoded {
    pub assignments: Option<String>,
    pub reports: Option<String>,
    pub events: Option<String>,
    pub outbox: Option<String>,
    pub log: Vec<Pending>,
}

impl Encoded {
    pub(super) fn new(intakes: &[&NewIncident], changes: &[&CaseChange]) -> Result<Self, StoreError> {
        let mut assignments = Vec::with_capacity(intakes.len());
        let mut reports = Vec::with_capacity(intakes.len());
        let mut events = Vec::with_capacity(intakes.len() + changes.len());
        let mut outbox = Vec::new();
        let mut log = Vec::with_capacity(intakes.len() + changes.len());
        for intake in intakes {
            let row = &intake.row;
            assignments.push(AssignmentJson {
                home_code: &row.home_code,
                incident: row.id,
                body: &row.assignment,
            });
            reports.extend(intake.report.as_ref().map(|report| ReportJson {
                home_code: &row.home_code,
                id: report.id,
                incident: row.id,
                source: &row.source,
                external_ref: row.external_ref.as_deref(),
                reporter_party: row.reporter_party,
                received_at: row.recorded_at,
                body: &report.body,
            }));
            events.extend(intake.events.iter().map(|event| event_json(&row.home_code, row.id, event)));
            outbox.extend(
                intake.outbox.iter().map(|m| outbox_json(&row.home_code, row.id, m, row.recorded_at)),
            );
            log.push(pending(&row.home_code, row.id, row.recorded_at));
        }
        for change in changes {
            assignments.extend(change.assignment.as_ref().map(|body| AssignmentJson {
                home_code: &change.home_code,
                incident: change.incident,
                body,
            }));
            let at = change.event.at;
            events.push(event_json(&change.home_code, change.incident, &change.event));
            outbox
                .extend(change.outbox.iter().map(|m| outbox_json(&change.home_code, change.incident, m, at)));
            log.push(pending(&change.home_code, change.incident, at));
        }
        Ok(Self {
            assignments: json_unless_empty(&assignments)?,
            reports: json_unless_empty(&reports)?,
            events: json_unless_empty(&events)?,
            outbox: json_unless_empty(&outbox)?,
            log,
        })
    }
}

/// The new fields of `changes`, for one UPDATE.
pub(super) fn change_rows(changes: &[CaseChange]) -> Result<String, StoreError> {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| ChangeJson {
            home_code: &change.home_code,
            id: change.incident,
            version: change.expected_version,
            fields: &change.fields,
        })
        .collect();
    json_rows(&rows)
}

fn json_unless_empty<T: Serialize>(rows: &[T]) -> Result<Option<String>, StoreError> {
    if rows.is_empty() { Ok(None) } else { json_rows(rows).map(Some) }
}

fn pending(home_code: &str, incident: Uuid, at: Instant) -> Pending {
    Pending { home_code: home_code.to_owned(), kind: ChangeKind::Incident, key: incident.to_string(), at }
}

fn event_json<'a>(home_code: &'a str, incident: Uuid, event: &'a Event) -> EventJson<'a> {
    EventJson {
        home_code,
        incident,
        id: event.id,
        kind: event.kind,
        from_state: event.from,
        to_state: event.to,
        at: event.at,
        actor_role: &event.actor_role,
        actor_party: event.actor_party,
        note: event.note.as_deref(),
        detail: &event.detail,
    }
}

fn outbox_json<'a>(
    home_code: &'a str,
    incident: Uuid,
    message: &'a OutboxMessage,
    at: Instant,
) -> OutboxJson<'a> {
    OutboxJson {
        home_code,
        id: message.id,
        incident,
        channel: &message.channel,
        payload: &message.payload,
        created_at: at,
        due_at: at,
        attempts: 0,
    }
}
