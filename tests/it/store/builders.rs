//! Incidents with everything filled in, from one number.

use serde_json::json;
use uuid::Uuid;
use wangge::domain::case::{Event, EventKind, State};
use wangge::domain::duty::{PostState, Role, Target};
use wangge::domain::grid::Scheme;
use wangge::domain::instant::Instant;
use wangge::domain::routing::{Assignment, Holder, Limit, LimitUnit};
use wangge::domain::text::Reason;
use wangge::store::{
    AuditEntry, CaseChange, CaseFields, IdempotencyKey, IncidentRow, MessageTo, NewIncident, NewReport,
    OutboxMessage,
};

/// 2026-03-01 09:00 in Shanghai.
pub const MORNING: i64 = 1_772_326_800_000_000;

pub fn assignment(rule: &str) -> Assignment {
    Assignment {
        block: None,
        actor: Some(Holder {
            role: Role::PointHead,
            target: Target::Area { scheme: Scheme::Duty, code: "p-1".to_owned() },
            state: PostState::Filled,
            appointment: Some(Uuid::from_u128(31)),
            unit: Some(Uuid::from_u128(32)),
            person: Some(Uuid::from_u128(33)),
            department: None,
            duty_phone: Some("0877-0000000".to_owned()),
        }),
        department: Some("chengguan".to_owned()),
        copies: vec![],
        checker: None,
        question: None,
        verdict: None,
        limit: Some(Limit { amount: 4, unit: LimitUnit::WorkHours }),
        rule: rule.to_owned(),
        reasons: vec![Reason::new("inside_point", "在点位内", "inside the point")],
    }
}

pub fn row(n: u64) -> IncidentRow {
    let id = u128::from(n);
    let n = n as i64;
    IncidentRow {
        home_code: "c-1".to_owned(),
        id: Uuid::from_u128(0x1000 + id),
        number: String::new(),
        category: "street_vendor".to_owned(),
        state: State::Reported,
        version: 1,
        lon: 1_025_400_000 + n as i32,
        lat: 243_500_000 - n as i32,
        datum: "gcj02".to_owned(),
        raw_lon: 102.543_217_654_321 + n as f64 / 7.0,
        raw_lat: 24.351_234_567_89,
        accuracy_m: Some(12.5),
        outcome: "inside".to_owned(),
        distance_m: None,
        edition: Some(1),
        area_code: Some("p-1".to_owned()),
        point_code: Some("p-1".to_owned()),
        zone_code: Some("z-1".to_owned()),
        community_code: Some("c-1".to_owned()),
        actor_role: Some("point_head".to_owned()),
        actor_unit: Some(Uuid::from_u128(32)),
        actor_person: Some(Uuid::from_u128(33)),
        actor_appointment: Some(Uuid::from_u128(31)),
        department: Some("chengguan".to_owned()),
        block_appointment: None,
        source: "public".to_owned(),
        external_ref: None,
        tracking_code: format!("track-{n}"),
        occurred_at: Instant(MORNING + n * Instant::SECOND - 60 * Instant::SECOND),
        recorded_at: Instant(MORNING + n * Instant::SECOND),
        filed_at: None,
        due_at: None,
        closed_at: None,
        relapse_of: None,
        merged_into: None,
        reporter_party: Some(Uuid::from_u128(44)),
        address: Some("宁州街 12 号".to_owned()),
        description: Some("有人\"占道\"经营\n第二行 100%_".to_owned()),
        suspended_until: None,
        warn_at: None,
        handled_at: None,
        next_step_at: None,
        voices: 1,
        related_kind: None,
        related: None,
        assignment: assignment("vendor"),
    }
}

pub fn event(row: &IncidentRow, id: u128, kind: EventKind, from: Option<State>, to: State) -> Event {
    Event {
        id: Uuid::from_u128(id),
        incident: row.id,
        kind,
        from,
        to,
        at: row.recorded_at,
        actor_role: "public".to_owned(),
        actor_party: None,
        note: None,
        detail: json!({"rule": "vendor"}),
    }
}

pub fn incident(n: u64) -> NewIncident {
    of_row(row(n), n)
}

pub fn of_row(row: IncidentRow, n: u64) -> NewIncident {
    let n = u128::from(n);
    NewIncident {
        report: Some(NewReport { id: Uuid::from_u128(0x2000_0000 + n), body: "{\"raw\": true}".to_owned() }),
        events: vec![event(&row, 0x3000_0000 + n, EventKind::IncidentReported, None, State::Reported)],
        outbox: vec![OutboxMessage {
            id: Uuid::from_u128(0x4000_0000 + n),
            to: MessageTo::Channel { id: Uuid::from_u128(70), kind: "webhook".to_owned() },
            payload: json!({"n": 1}),
        }],
        idempotency: None,
        check_edition: false,
        row,
    }
}

pub fn with_key(mut incident: NewIncident, key: &str, fingerprint: &str) -> NewIncident {
    incident.idempotency = Some(IdempotencyKey {
        caller: "caller-1".to_owned(),
        key: key.to_owned(),
        fingerprint: fingerprint.to_owned(),
        response: json!({"id": incident.row.id, "number": null}),
    });
    incident
}

/// Dispatches the incident.
pub fn dispatch(row: &IncidentRow, version: i64, event_id: u128) -> CaseChange {
    let mut fields = CaseFields::from(row);
    fields.state = State::Dispatched;
    fields.due_at = Some(Instant(MORNING + 4 * 3600 * Instant::SECOND));
    CaseChange {
        home_code: row.home_code.clone(),
        incident: row.id,
        expected_version: version,
        before: CaseFields::from(row),
        fields,
        assignment: Some(assignment("dispatched")),
        event: event(row, event_id, EventKind::CaseDispatched, Some(State::Reported), State::Dispatched),
        outbox: vec![],
    }
}

pub fn audit(n: u128, at: Instant) -> AuditEntry {
    AuditEntry {
        home_code: "-".into(),
        id: Uuid::from_u128(0xA0D1_7000 + n),
        at,
        actor: "test".into(),
        action: "test".into(),
        subject: n.to_string(),
        detail: json!({}),
    }
}
