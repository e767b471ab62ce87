//! A report becomes an incident: checked, located, routed and stored, in this order; routing happens outside the
//! transaction and the edition is checked again inside (design, write side).

use super::answer::{Contact, IncidentCreated, NewReport, ReportReply};
use super::assign;
use super::case::CaseTimes;
use super::error::{AppError, FieldError};
use super::locate::{self, outcome};
use super::nearby::Problem;
use super::place::Place;
use super::posts::Posts;
use super::query::IdempotencyKey;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::case::{
    self, CaseRole, Event, EventKind, Need, Needs, Relation, RelationKind, State, Transition,
};
use crate::domain::category::Kind;
use crate::domain::geo::{Datum, Position};
use crate::domain::grid::{AreaId, Level};
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::ids::Ids;
use crate::store::{self, FromDraft, IncidentRow, NewIncident, StoreError};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Channels that a report may come by.
pub const SOURCES: [&str; 5] = ["public", "patrol", "12345", "wechat", "leader"];
const LONGEST_DESCRIPTION: usize = 4_000;
const LONGEST_ADDRESS: usize = 256;
const LONGEST_REF: usize = 64;
const LONGEST_CONTACT: usize = 64;
const LONGEST_KEY: usize = 200;
/// Reports about times further ahead than this are a wrong clock.
const AHEAD: i64 = 10 * 60 * Instant::SECOND;
/// Reports about times further back than this are a slip of the pen, and one of them would stretch every histogram.
const LONGEST_AGO: i64 = 3_653 * Instant::DAY;
/// Editions can change while a report is being routed; it is then routed again, this many times at most.
const ROUTING_ATTEMPTS: usize = 3;

/// A report whose every field is good.
struct Checked {
    position: Position,
    datum: Datum,
    accuracy_m: Option<f64>,
    occurred_at: Instant,
    source: &'static str,
}

/// Whether something may have happened at a time, seen from `now`.
pub(super) fn believable(at: Instant, now: Instant) -> bool {
    (now.micros() - LONGEST_AGO..=now.micros() + AHEAD).contains(&at.micros())
}

fn too_long(field: &str, most: usize) -> FieldError {
    FieldError::new(
        field,
        "too_long",
        format!("不能超过 {most} 字"),
        format!("must not be longer than {most} characters"),
    )
}

pub(super) fn check_text(field: &str, text: Option<&str>, most: usize, faults: &mut Vec<FieldError>) {
    if text.is_some_and(|text| text.chars().count() > most) {
        faults.push(too_long(field, most));
    }
    if text.is_some_and(|text| text.contains('\0')) {
        faults.push(FieldError::new(
            field,
            "control_character",
            "含有不可用字符",
            "contains a NUL character",
        ));
    }
}

/// Checks every field of a report; all faults come back at once.
fn check(
    reference: &Reference,
    report: &NewReport,
    now: Instant,
) -> std::result::Result<Checked, Vec<FieldError>> {
    let mut faults = Vec::new();
    let datum = locate::datum(report.datum.as_deref()).map_err(|fault| faults.push(fault)).ok();
    let position = locate::position(report.lon, report.lat, datum.unwrap_or(Datum::Wgs84))
        .map_err(|fault| faults.push(fault))
        .ok();
    let accuracy_m = locate::accuracy(report.accuracy_m).map_err(|fault| faults.push(fault)).ok().flatten();
    match locate::category(reference, &report.category) {
        Err(fault) => faults.push(fault),
        Ok(category) if category.kind == Kind::CheckItem => faults.push(FieldError::new(
            "category",
            "not_reportable",
            format!("「{}」是检查项，不能作为问题上报", category.name.zh),
            format!("“{}” is a check item, not something to report", category.name.en),
        )),
        Ok(_) => {}
    }
    let source = report.source.as_deref().unwrap_or("public");
    let source = SOURCES.into_iter().find(|known| *known == source);
    if source.is_none() {
        let known = SOURCES.join(", ");
        faults.push(FieldError::new(
            "source",
            "unknown",
            format!("不认识的来源，可用：{known}"),
            format!("unknown source; known: {known}"),
        ));
    }
    let occurred_at = match report.occurred_at.as_deref() {
        None => Some(now),
        Some(text) => {
            let read = Instant::parse(text, &reference.zone);
            match read {
                None => faults.push(FieldError::new(
                    "occurred_at",
                    "malformed",
                    "时间应为带时区的 RFC 3339 格式，如 2026-11-24T08:30:00+08:00",
                    "a time is written as RFC 3339 with zone, 2026-11-24T08:30:00+08:00 for instance",
                )),
                Some(at) if at.micros() > now.micros() + AHEAD => faults.push(FieldError::new(
                    "occurred_at",
                    "in_the_future",
                    "发生时间晚于现在，请检查手机时钟",
                    "lies in the future; check the clock",
                )),
                Some(at) if at.micros() < now.micros() - LONGEST_AGO => faults.push(FieldError::new(
                    "occurred_at",
                    "too_long_ago",
                    "发生时间早于十年之前，请检查年份",
                    "lies more than ten years back; check the year",
                )),
                Some(_) => {}
            }
            read
        }
    };
    check_text("description", report.description.as_deref(), LONGEST_DESCRIPTION, &mut faults);
    check_text("address", report.address.as_deref(), LONGEST_ADDRESS, &mut faults);
    check_text("external_ref", report.external_ref.as_deref(), LONGEST_REF, &mut faults);
    check_text("answer", report.answer.as_deref(), LONGEST_REF, &mut faults);
    if let Some(Contact { name, phone }) = &report.contact {
        check_text("contact.name", name.as_deref(), LONGEST_CONTACT, &mut faults);
        check_text("contact.phone", phone.as_deref(), LONGEST_CONTACT, &mut faults);
    }
    match (position, datum, occurred_at, source) {
        (Some(position), Some(datum), Some(occurred_at), Some(source)) if faults.is_empty() => {
            Ok(Checked { position, datum, accuracy_m, occurred_at, source })
        }
        _ => Err(faults),
    }
}

/// Checks what a voice says; gives its source.
pub(super) fn check_voice(
    reference: &Reference,
    report: &NewReport,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<&'static str> {
    check_key(key)?;
    Ok(check(reference, report, now).map_err(AppError::Invalid)?.source)
}

pub(super) fn check_key(key: Option<&IdempotencyKey>) -> Result<()> {
    if key.is_some_and(|key| key.0.is_empty() || key.0.len() > LONGEST_KEY) {
        return Err(AppError::invalid(too_long("Idempotency-Key", LONGEST_KEY)));
    }
    Ok(())
}

/// SHA-256 of the parsed fields, and of the case that a voice is for: spelling and order of the body do not matter (R12).
pub(super) fn fingerprint(report: &NewReport, case: Option<uuid::Uuid>) -> Result<String> {
    let canonical = match case {
        None => serde_json::to_vec(report),
        Some(case) => serde_json::to_vec(&(report, case)),
    };
    let canonical = canonical.map_err(|error| AppError::Internal(error.into()))?;
    Ok(Sha256::digest(&canonical).iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn code_at(reference: &Reference, upward: &[AreaId], level: Level) -> Option<String> {
    let id = upward.iter().find(|id| reference.areas.area(**id).level == level)?;
    Some(reference.areas.area(*id).code.clone())
}

impl Service {
    /// Stores a report as an incident. Nothing is stored when an error comes back.
    pub async fn create_incident(
        &self,
        report: NewReport,
        key: Option<IdempotencyKey>,
        viewer: &Viewer,
    ) -> Result<ReportReply> {
        self.take_report(report, key, viewer, None).await
    }

    /// The same for a report that a draft from photos becomes.
    pub(super) async fn take_report(
        &self,
        report: NewReport,
        key: Option<IdempotencyKey>,
        viewer: &Viewer,
        draft: Option<FromDraft>,
    ) -> Result<ReportReply> {
        let now = self.now();
        check_key(key.as_ref())?;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let (mut incident, created) =
                self.prepare_report(&report, key.as_ref(), now, viewer, self.ids(), None)?;
            let problem =
                Problem { position: incident.row.position(), category: &incident.row.category, at: now };
            incident.row.relapse_of = self.relapse(&self.reference(), problem).await?;
            incident.outbox = self.outbox_of_new(&self.reference(), &incident);
            let written = match draft.clone() {
                None => self.writer().intake(incident).await,
                Some(draft) => self.writer().intake_of_draft(incident, draft).await,
            };
            match written {
                Ok(receipt) => {
                    self.wake();
                    self.messaging().ring();
                    return Ok(match receipt.response {
                        Some(response) if receipt.replayed => ReportReply::Replayed(response),
                        _ => ReportReply::Created(Box::new(IncidentCreated {
                            number: receipt.number,
                            ..created
                        })),
                    });
                }
                Err(StoreError::EditionChanged { .. }) if attempt < ROUTING_ATTEMPTS => {
                    self.reload().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Checks, locates and routes a report as of `now`; nothing is stored. `relation` is how it follows from another case.
    pub(super) fn prepare_report(
        &self,
        report: &NewReport,
        key: Option<&IdempotencyKey>,
        now: Instant,
        viewer: &Viewer,
        ids: &dyn Ids,
        relation: Option<Relation>,
    ) -> Result<(NewIncident, IncidentCreated)> {
        let reference = &*self.reference();
        let checked = &check(reference, report, now).map_err(AppError::Invalid)?;
        let category = locate::category(reference, &report.category).map_err(AppError::invalid)?;
        let place = Place::find(reference, checked.position, checked.accuracy_m, self.options().tolerance_m);
        let repeated = self.repeated(reference, checked.position, category, checked.occurred_at);
        let assignment = assign::assign(reference, &place, category, report.answer.as_deref(), now, repeated);
        let id = ids.id(now);
        let tracking_code = ids.tracking_code(now);
        let posts = Posts { reference, viewer };
        let mut created = IncidentCreated {
            id,
            number: String::new(),
            tracking_code: tracking_code.clone(),
            state: State::Reported.slug(),
            recorded_at: reference.zoned(now),
            outcome: outcome(place.located.outcome),
            areas: place.upward.iter().map(|id| reference.area_ref(*id)).collect(),
            assignment: assign::answer(&posts, &assignment),
            version: 1,
        };
        let event = Event {
            id: ids.id(now),
            incident: id,
            kind: EventKind::IncidentReported,
            from: None,
            to: State::Reported,
            at: now,
            actor_role: reporting_role(viewer, checked.source).slug().into(),
            actor_party: viewer.party(),
            note: None,
            detail: json!({"rule": assignment.rule, "source": checked.source}),
        };
        let body = serde_json::to_string(report).map_err(|error| AppError::Internal(error.into()))?;
        let party = viewer.party();
        let mut row = row(reference, report, checked, &place, assignment, party, (id, tracking_code, now));
        row.related_kind = relation.map(|relation| relation.kind.slug().to_owned());
        row.related = relation.map(|relation| relation.other);
        let events = self.first_events(reference, &mut row, event, viewer, ids);
        created.state = row.state.slug();
        let idempotency = match key {
            Some(key) => Some(store::IdempotencyKey {
                caller: viewer.caller.clone(),
                key: key.0.clone(),
                fingerprint: fingerprint(report, None)?,
                response: serde_json::to_value(&created).map_err(|error| AppError::Internal(error.into()))?,
            }),
            None => None,
        };
        let incident = NewIncident {
            row,
            report: Some(store::NewReport { id: ids.id(now), body }),
            events,
            outbox: Vec::new(),
            idempotency,
            check_edition: true,
        };
        Ok((incident, created))
    }
}

/// The role that reports: the caller's own, or for who is not signed in the one that its source stands for.
fn reporting_role(viewer: &Viewer, source: &str) -> AccountRole {
    let own = viewer.identity.as_ref().and_then(|_| viewer.roles.iter().find(|role| role.is_staff()));
    own.unwrap_or(if source == "public" { AccountRole::Resident } else { AccountRole::GridWorker })
}

impl Service {
    /// The history that an incident begins with. Reports of staff on some categories file and dispatch themselves, by the
    /// policy of the category; the state of `row` follows.
    fn first_events(
        &self,
        reference: &Reference,
        row: &mut IncidentRow,
        reported: Event,
        viewer: &Viewer,
        ids: &dyn Ids,
    ) -> Vec<Event> {
        let rulebook = &reference.rulebook;
        let policy = rulebook.policies.of(&row.category, &rulebook.categories);
        // An appeal is filed and dispatched by hand, by who has not decided what it is against.
        let files_itself = viewer.identity.is_some()
            && row.related_kind.as_deref() != Some(RelationKind::AppealAgainst.slug())
            && viewer.roles.iter().any(|role| policy.files_itself(role))
            && row.assignment.question.is_none();
        let now = row.recorded_at;
        let mut events = vec![reported];
        let transitions = [Transition::File, Transition::Dispatch];
        // A microsecond later each: a history is in the order of its times.
        for (transition, later) in transitions.into_iter().zip(1..).filter(|_| files_itself) {
            let now = Instant(now.micros() + later);
            let given = Needs::of(&[Need::PreCheck]).with(Need::Actor, row.assignment.actor.is_some());
            let step = case::apply(row.state, transition, &[CaseRole::System], given, Needs::NONE);
            // Without anybody to act it waits at the desk.
            let Ok(step) = step else { break };
            events.push(Event {
                id: ids.id(now),
                incident: row.id,
                kind: step.event,
                from: Some(row.state),
                to: step.to,
                at: now,
                actor_role: "system".into(),
                actor_party: None,
                note: None,
                detail: json!({"part": step.role}),
            });
            row.state = step.to;
            if transition == Transition::File {
                row.filed_at = Some(now);
            }
        }
        let times = CaseTimes::of(reference, &events, row.state, &row.assignment, None, now);
        (row.due_at, row.warn_at, row.next_step_at) = (times.due_at, times.warn_at, times.next_step_at);
        events
    }
}

fn row(
    reference: &Reference,
    report: &NewReport,
    checked: &Checked,
    place: &Place,
    assignment: Assignment,
    reporter_party: Option<uuid::Uuid>,
    (id, tracking_code, now): (uuid::Uuid, String, Instant),
) -> IncidentRow {
    let actor = assignment.actor.as_ref();
    let code = |level| code_at(reference, &place.upward, level);
    let community_code = code(Level::Community);
    IncidentRow {
        home_code: community_code.clone().unwrap_or_else(|| "-".into()),
        id,
        number: String::new(),
        category: report.category.clone(),
        state: State::Reported,
        version: 1,
        lon: checked.position.lon,
        lat: checked.position.lat,
        datum: checked.datum.slug().into(),
        raw_lon: report.lon,
        raw_lat: report.lat,
        accuracy_m: checked.accuracy_m,
        outcome: outcome(place.located.outcome).into(),
        distance_m: place.located.distance_m,
        edition: reference.edition,
        area_code: place.upward.first().map(|id| reference.areas.area(*id).code.clone()),
        point_code: code(Level::Point),
        zone_code: code(Level::Zone),
        community_code,
        actor_role: actor.map(|holder| holder.role.slug().into()),
        actor_unit: actor.and_then(|holder| holder.unit),
        actor_person: actor.and_then(|holder| holder.person),
        actor_appointment: actor.and_then(|holder| holder.appointment),
        department: assignment.department.clone(),
        block_appointment: assignment.block.as_ref().and_then(|holder| holder.appointment),
        source: checked.source.into(),
        external_ref: report.external_ref.clone(),
        tracking_code,
        occurred_at: checked.occurred_at,
        recorded_at: now,
        filed_at: None,
        due_at: None,
        closed_at: None,
        relapse_of: None,
        merged_into: None,
        reporter_party,
        address: report.address.clone(),
        description: report.description.clone(),
        suspended_until: None,
        warn_at: None,
        handled_at: None,
        next_step_at: None,
        voices: 1,
        related_kind: None,
        related: None,
        assignment,
    }
}
