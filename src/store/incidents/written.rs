//! What a group writes, table by table.

use super::group_sql::{ALWAYS, CHANGEABLE};
use super::row::{CaseChange, CaseFields, IncidentRow, MessageTo, NewIncident, OutboxMessage};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::changes::{ChangeKind, Pending};
use crate::store::table_row::table_rows;
use crate::store::{FromDraft, StoreError, check_json, json_rows};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A new incident with its assignment already encoded: that is most of its text, and callers do it side by side
/// before they queue for the one writer.
#[derive(Debug)]
pub(crate) struct Intake {
    pub incident: NewIncident,
    /// Written only when this case is changed in the same group.
    pub after: Option<Uuid>,
    /// Written only when this draft still waits; it is made by it.
    pub draft: Option<FromDraft>,
    assignment: Box<RawValue>,
}

impl Intake {
    pub(crate) fn encode(incident: NewIncident) -> Result<Self, StoreError> {
        let assignment = encode(&incident.row.assignment)?;
        Ok(Self { incident, after: None, draft: None, assignment })
    }
}

/// A change of a case, likewise.
#[derive(Debug)]
pub(crate) struct Transition {
    pub change: CaseChange,
    /// Bits of the columns that change, in the order of `CHANGEABLE`.
    columns: u32,
    /// Their new values, with what finds the row.
    row: Box<RawValue>,
    assignment: Option<Box<RawValue>>,
}

impl Transition {
    pub(crate) fn encode(change: CaseChange) -> Result<Self, StoreError> {
        let assignment = change.assignment.as_ref().map(encode).transpose()?;
        let (columns, row) = changed(&change)?;
        Ok(Self { change, columns, row, assignment })
    }
}

/// Bits of the columns that a change sets, and the row that sets them.
fn changed(change: &CaseChange) -> Result<(u32, Box<RawValue>), StoreError> {
    let broken = |reason: String| StoreError::Value { field: "fields".to_owned(), reason };
    let object = |fields: &CaseFields| match serde_json::to_value(fields) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(broken("not an object".to_owned())),
        Err(error) => Err(broken(error.to_string())),
    };
    let (before, mut after) = (object(&change.before)?, object(&change.fields)?);
    let mut columns = 0;
    for (bit, (name, _)) in CHANGEABLE.iter().enumerate() {
        if bit < ALWAYS || before.get(*name) != after.get(*name) {
            columns |= 1 << bit;
        } else {
            after.remove(*name);
        }
    }
    after.insert("home_code".to_owned(), change.home_code.as_str().into());
    after.insert("id".to_owned(), change.incident.to_string().into());
    after.insert("version".to_owned(), change.expected_version.into());
    let row = serde_json::value::to_raw_value(&after).map_err(|error| broken(error.to_string()))?;
    check_json(row.get())?;
    Ok((columns, row))
}

fn encode(assignment: &Assignment) -> Result<Box<RawValue>, StoreError> {
    let encoded = serde_json::value::to_raw_value(assignment)
        .map_err(|error| StoreError::Value { field: "assignment".to_owned(), reason: error.to_string() })?;
    check_json(encoded.get())?;
    Ok(encoded)
}

#[derive(Serialize)]
pub(super) struct AssignmentRow<'a> {
    home_code: &'a str,
    incident: Uuid,
    body: &'a RawValue,
}

#[derive(Serialize)]
pub(super) struct ReportRow<'a> {
    pub home_code: &'a str,
    pub id: Uuid,
    pub incident: Uuid,
    pub source: &'a str,
    pub external_ref: Option<&'a str>,
    pub reporter_party: Option<Uuid>,
    pub received_at: Instant,
    pub body: &'a str,
    /// Of a voice; an incident's own report is followed by the incident's code.
    pub tracking_code: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct EventRow<'a> {
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
pub(crate) struct OutboxRow<'a> {
    home_code: &'a str,
    id: Uuid,
    incident: Option<Uuid>,
    channel: &'a str,
    destination: Uuid,
    payload: &'a Value,
    created_at: Instant,
    due_at: Instant,
    attempts: i64,
}

#[derive(Serialize)]
pub(crate) struct InboxRow<'a> {
    home_code: &'a str,
    id: Uuid,
    recipient: &'a str,
    incident: Option<Uuid>,
    payload: &'a Value,
    created_at: Instant,
}

#[derive(Serialize)]
pub(crate) struct DigestRow<'a> {
    home_code: &'a str,
    id: Uuid,
    recipient: &'a str,
    incident: Option<Uuid>,
    payload: &'a Value,
    created_at: Instant,
}

#[derive(Serialize)]
pub(super) struct IdempotencyRow<'a> {
    pub caller: &'a str,
    pub key: &'a str,
    pub fingerprint: &'a str,
    pub response: &'a Value,
    pub home_code: &'a str,
    pub incident: Uuid,
    pub recorded_at: Instant,
}

table_rows! {
    IncidentRow in "incident" {
        home_code plain, id plain, number plain, category plain, state plain, version plain, lon plain, lat plain,
        datum plain, raw_lon plain, raw_lat plain, accuracy_m plain, outcome plain, distance_m plain,
        edition plain, area_code plain, point_code plain, zone_code plain, community_code plain,
        actor_role plain, actor_unit plain, actor_person plain, actor_appointment plain, department plain,
        block_appointment plain, source plain, external_ref plain, tracking_code plain, occurred_at plain,
        recorded_at plain, filed_at plain, due_at plain, closed_at plain, relapse_of plain, merged_into plain,
        reporter_party plain, address plain, description plain, suspended_until plain, warn_at plain,
        handled_at plain, next_step_at plain, voices plain, related_kind plain, related plain,
    }
    AssignmentRow<'_> in "assignment" {
        home_code plain, incident plain, body plain,
    } => sqlite "ON CONFLICT (incident) DO UPDATE SET body = excluded.body"
         postgres "ON CONFLICT (home_code, incident) DO UPDATE SET body = excluded.body"
    ReportRow<'_> in "report" {
        home_code plain, id plain, incident plain, source plain, external_ref plain, reporter_party plain,
        received_at plain, body plain, tracking_code plain,
    }
    EventRow<'_> in "incident_event" {
        home_code plain, incident plain, id plain, kind plain, from_state plain, to_state plain, at plain,
        actor_role plain, actor_party plain, note plain, detail json,
    }
    OutboxRow<'_> in "outbox" {
        home_code plain, id plain, incident plain, channel plain, destination plain, payload json, created_at plain,
        due_at plain, attempts plain,
    }
    InboxRow<'_> in "inbox" {
        home_code plain, id plain, recipient plain, incident plain, payload json, created_at plain,
    }
    DigestRow<'_> in "digest" {
        home_code plain, id plain, recipient plain, incident plain, payload json, created_at plain,
    }
    IdempotencyRow<'_> in "idempotency" {
        caller plain, key plain, fingerprint plain, response json, home_code plain, incident plain,
        recorded_at plain,
    }
}

/// The rows of the members that are written.
#[derive(Default)]
pub(super) struct Written<'a> {
    pub incidents: Vec<&'a IncidentRow>,
    pub assignments: Vec<AssignmentRow<'a>>,
    pub reports: Vec<ReportRow<'a>>,
    pub events: Vec<EventRow<'a>>,
    pub messages: Messages<'a>,
    pub idempotency: Vec<IdempotencyRow<'a>>,
    pub log: Vec<Pending>,
}

impl<'a> Written<'a> {
    pub(super) fn new(
        intakes: impl Iterator<Item = &'a Intake>,
        changes: impl Iterator<Item = &'a Transition>,
    ) -> Self {
        let mut written = Self::default();
        intakes.for_each(|intake| written.add_intake(intake));
        changes.for_each(|change| written.add_change(change));
        written
    }

    fn add_intake(&mut self, Intake { incident, assignment, .. }: &'a Intake) {
        let row = &incident.row;
        let home_code = row.home_code.as_str();
        self.incidents.push(row);
        self.assignments.push(AssignmentRow { home_code, incident: row.id, body: assignment });
        self.reports.extend(incident.report.as_ref().map(|report| ReportRow {
            home_code,
            id: report.id,
            incident: row.id,
            source: &row.source,
            external_ref: row.external_ref.as_deref(),
            reporter_party: row.reporter_party,
            received_at: row.recorded_at,
            body: &report.body,
            tracking_code: None,
        }));
        self.events.extend(incident.events.iter().map(|event| event_row(home_code, row.id, event)));
        self.messages.add(home_code, Some(row.id), &incident.outbox, row.recorded_at);
        self.idempotency.extend(incident.idempotency.as_ref().map(|key| IdempotencyRow {
            caller: &key.caller,
            key: &key.key,
            fingerprint: &key.fingerprint,
            response: &key.response,
            home_code,
            incident: row.id,
            recorded_at: row.recorded_at,
        }));
        self.log.push(pending(home_code, row.id, row.recorded_at));
    }

    /// Logs the cases that others joined: their voices have grown.
    pub(super) fn add_targets(&mut self, targets: Vec<(String, Uuid)>) {
        let Some(at) = self.log.iter().map(|pending| pending.at).max() else { return };
        self.log.extend(targets.iter().map(|(home_code, id)| pending(home_code, *id, at)));
    }

    fn add_change(&mut self, Transition { change, assignment, .. }: &'a Transition) {
        let (home_code, incident, at) = (change.home_code.as_str(), change.incident, change.event.at);
        self.assignments.extend(assignment.as_deref().map(|body| AssignmentRow {
            home_code,
            incident,
            body,
        }));
        self.events.push(event_row(home_code, incident, &change.event));
        self.messages.add(home_code, Some(incident), &change.outbox, at);
        self.log.push(pending(home_code, incident, at));
    }
}

/// The updates of a group: the columns that each sets, and the rows that it sets them to.
pub(super) fn updates(changes: &[Transition]) -> Result<Vec<(u32, String)>, StoreError> {
    let mut rows: BTreeMap<u32, Vec<&RawValue>> = BTreeMap::new();
    for change in changes {
        rows.entry(change.columns).or_default().push(&change.row);
    }
    rows.into_iter().map(|(columns, rows)| Ok((columns, json_rows(&rows)?))).collect()
}

pub(super) fn pending(home_code: &str, incident: Uuid, at: Instant) -> Pending {
    Pending { home_code: home_code.to_owned(), kind: ChangeKind::Incident, key: incident.to_string(), at }
}

fn event_row<'a>(home_code: &'a str, incident: Uuid, event: &'a Event) -> EventRow<'a> {
    EventRow {
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

/// Messages by the table that they go to.
#[derive(Default)]
pub(crate) struct Messages<'a> {
    pub outbox: Vec<OutboxRow<'a>>,
    pub inbox: Vec<InboxRow<'a>>,
    pub digest: Vec<DigestRow<'a>>,
}

impl<'a> Messages<'a> {
    pub(crate) fn add(
        &mut self,
        home_code: &'a str,
        incident: Option<Uuid>,
        messages: &'a [OutboxMessage],
        at: Instant,
    ) {
        for OutboxMessage { id, to, payload } in messages {
            let (id, created_at) = (*id, at);
            match to {
                MessageTo::Channel { id: destination, kind } => self.outbox.push(OutboxRow {
                    home_code,
                    id,
                    incident,
                    channel: kind,
                    destination: *destination,
                    payload,
                    created_at,
                    due_at: at,
                    attempts: 0,
                }),
                MessageTo::Inbox(recipient) => {
                    self.inbox.push(InboxRow { home_code, id, recipient, incident, payload, created_at });
                }
                MessageTo::Digest(recipient) => {
                    self.digest.push(DigestRow { home_code, id, recipient, incident, payload, created_at });
                }
            }
        }
    }
}

/// Writes messages that no incident's group carries, within a transaction.
macro_rules! insert_messages {
    ($c:ident, $home_code:expr, $incident:expr, $messages:expr, $at:expr) => {{
        let mut rows = $crate::store::incidents::Messages::default();
        rows.add($home_code, $incident, $messages, $at);
        $crate::store::table_row::InsertRows::insert_rows(&mut *$c, &rows.outbox).await?;
        $crate::store::table_row::InsertRows::insert_rows(&mut *$c, &rows.inbox).await?;
        $crate::store::table_row::InsertRows::insert_rows(&mut *$c, &rows.digest).await?;
    }};
}
pub(crate) use insert_messages;
