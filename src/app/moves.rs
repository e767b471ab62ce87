//! Open incidents follow the ground: when an edition gives their place to another area they are routed again, by
//! the same code as a report, each with its event. Closed ones keep what they were closed with. Doing it twice does no
//! harm, so a crash after a publication, or another instance at work, loses and doubles nothing.

use super::as_of::{blocking, build_areas};
use super::assign;
use super::case::timed;
use super::intake;
use super::locate::outcome;
use super::notify::Told;
use super::place::Place;
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::case::{Event, EventKind};
use crate::domain::grid::{AreaId, AreaSet, Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::{CaseChange, CaseFields, Edition, IncidentRow, MoveIncidents};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// Incidents changed in one transaction.
const TOGETHER: usize = 200;
/// An incident can be changed by somebody while it is routed again; it is then looked at once more.
const ROUNDS: usize = 5;

/// Member of the event's detail that holds the assignment that was in force before.
pub(super) const BEFORE: &str = "before";

/// An open incident that an edition gives to another area.
pub(super) struct Moving {
    pub row: IncidentRow,
    pub place: Place,
}

impl Moving {
    /// The area that it goes to, none where nobody owns the place.
    pub fn to(&self) -> Option<AreaId> {
        self.place.upward.first().copied()
    }
}

fn codes<'a>(set: &'a AreaSet, upward: &'a [AreaId]) -> impl Iterator<Item = &'a str> {
    upward.iter().map(|id| set.area(*id).code.as_str())
}

impl Service {
    /// Open incidents whose place may belong to other areas in `new` than in `old`, by the columns alone.
    pub(super) fn on_moved_ground(&self, old: &AreaSet, new: &AreaSet) -> Vec<Uuid> {
        let owners = |set: &AreaSet, position| -> Option<Vec<AreaId>> {
            Some(set.ancestors(set.containing(Scheme::Duty, position)?).collect())
        };
        let incidents = self.columns();
        let features = &self.reference().features;
        let mut found = Vec::new();
        for block in incidents.columns.blocks() {
            for row in (0..block.len()).filter(|row| block.state[*row].is_open()) {
                let position = block.position(row);
                // A road with a side rule may go to another area while what is drawn on it stays.
                let ruled = features.may_be_ruled(position);
                let same = match (owners(old, position), owners(new, position)) {
                    _ if ruled => false,
                    (Some(before), Some(after)) => codes(old, &before).eq(codes(new, &after)),
                    // What nobody contains may be near enough to somebody; the whole row knows how near.
                    _ => false,
                };
                if !same {
                    found.push(block.ids[row]);
                }
            }
        }
        found
    }

    /// Of some incidents the open ones that do go to other areas, newest first.
    pub(super) async fn moving(&self, old: &Reference, new: &Reference, ids: &[Uuid]) -> Result<Vec<Moving>> {
        let tolerance = self.options().tolerance_m;
        let rows = self.store().incidents_of(ids).await?;
        let moving = rows.into_iter().filter(|row| row.state.is_open()).filter_map(|row| {
            let place = Place::find(new, row.position(), row.accuracy_m, tolerance);
            let before = Place::find(old, row.position(), row.accuracy_m, tolerance);
            let moved = !codes(&old.areas, &before.upward).eq(codes(&new.areas, &place.upward));
            moved.then_some(Moving { row, place })
        });
        Ok(moving.collect())
    }

    /// Who acts for an incident at its new place; None when its category is no longer known.
    pub(super) async fn routed_again(
        &self,
        reference: &Reference,
        moving: &Moving,
        now: Instant,
    ) -> Result<Option<Assignment>> {
        let row = &moving.row;
        let Some(category) = reference.rulebook.categories.get(&row.category) else { return Ok(None) };
        let reports = self.store().incident_reports(row.id).await?;
        let answer = reports.iter().find_map(|report| {
            let body: serde_json::Value = serde_json::from_str(&report.body).ok()?;
            body["answer"].as_str().map(str::to_owned)
        });
        let repeated = self.repeated(reference, row.position(), category, row.occurred_at);
        let answer = answer.as_deref();
        Ok(Some(assign::assign(reference, &moving.place, category, answer, now, repeated)))
    }

    /// Moves the incidents of every edition in force that has not done so. Gives how many went to another area.
    pub async fn settle_moves(&self) -> Result<usize> {
        let due = self.store().unmoved_editions(self.now()).await?;
        let mut moved = 0;
        for edition in &due {
            if edition.scheme == Scheme::Duty {
                if self.reference().edition.is_none_or(|number| number < edition.number) {
                    self.reload().await?;
                }
                moved += self.move_incidents(edition).await?;
            }
            self.store().mark_moved(edition.scheme, edition.number, self.now()).await?;
        }
        self.unmoved.store(false, Ordering::Relaxed);
        if moved > 0 {
            self.wake();
        }
        Ok(moved)
    }

    async fn move_incidents(&self, edition: &Edition) -> Result<usize> {
        let reference = self.reference();
        let editions = self.store().editions(edition.scheme).await?;
        let earlier = editions.iter().filter(|e| e.number < edition.number && e.withdrawn_at.is_none());
        let Some(before) = earlier.map(|e| e.number).max() else { return Ok(0) };
        let areas = self.store().areas_of(edition.scheme, before).await?;
        let old = {
            let reference = Arc::clone(&reference);
            blocking(move || Ok(reference.with_areas(build_areas(areas)?, vec![(Scheme::Duty, before)])))
                .await?
        };
        let mut ids = self.on_moved_ground(&old.areas, &reference.areas);
        if let MoveIncidents::These(chosen) = &edition.move_incidents {
            ids.retain(|id| chosen.contains(id));
        }
        let mut moved = 0;
        for ids in ids.chunks(TOGETHER) {
            let mut waiting = ids.to_vec();
            for _ in 0..ROUNDS {
                let changes = self.changes(&old, &reference, &waiting, edition).await?;
                if changes.is_empty() {
                    break;
                }
                let tried: Vec<Uuid> = changes.iter().map(|change| change.incident).collect();
                let answers = self.store().transitions(changes).await?;
                moved += answers.iter().filter(|answer| answer.is_ok()).count();
                waiting =
                    tried.into_iter().zip(answers).filter(|(_, a)| a.is_err()).map(|(id, _)| id).collect();
            }
        }
        Ok(moved)
    }

    async fn changes(
        &self,
        old: &Reference,
        reference: &Reference,
        ids: &[Uuid],
        edition: &Edition,
    ) -> Result<Vec<CaseChange>> {
        let now = self.now();
        let mut changes = Vec::new();
        for moving in self.moving(old, reference, ids).await? {
            let code = |level| intake::code_at(reference, &moving.place.upward, level);
            let to = moving.to().map(|id| reference.areas.area(id).code.clone());
            let row = &moving.row;
            // Moved already, by the run that a crash broke off or by another instance.
            if row.edition >= Some(edition.number) {
                continue;
            }
            let Some(assignment) = self.routed_again(reference, &moving, now).await? else {
                tracing::warn!(incident = %row.id, category = row.category, "an unknown category is not moved");
                continue;
            };
            let actor = assignment.actor.as_ref();
            let fields = CaseFields {
                outcome: outcome(moving.place.located.outcome).into(),
                distance_m: moving.place.located.distance_m,
                edition: reference.edition,
                area_code: to.clone(),
                point_code: code(Level::Point),
                zone_code: code(Level::Zone),
                community_code: code(Level::Community),
                actor_role: actor.map(|holder| holder.role.slug().into()),
                actor_unit: actor.and_then(|holder| holder.unit),
                actor_person: actor.and_then(|holder| holder.person),
                actor_appointment: actor.and_then(|holder| holder.appointment),
                department: assignment.department.clone(),
                block_appointment: assignment.block.as_ref().and_then(|holder| holder.appointment),
                ..CaseFields::from(row)
            };
            let event = Event {
                id: self.ids().id(now),
                incident: row.id,
                kind: EventKind::CaseReassigned,
                from: Some(row.state),
                to: row.state,
                at: now,
                actor_role: "system".into(),
                actor_party: None,
                note: (!edition.note.is_empty()).then(|| edition.note.clone()),
                detail: json!({
                    "edition": edition.number,
                    "from_area": row.area_code,
                    "to_area": to,
                    "rule": assignment.rule,
                    BEFORE: row.assignment,
                }),
            };
            let history = self.store().incident_events(row.id).await?;
            let change = CaseChange {
                home_code: row.home_code.clone(),
                incident: row.id,
                expected_version: row.version,
                before: CaseFields::from(row),
                fields,
                assignment: Some(assignment),
                event,
                outbox: Vec::new(),
            };
            let mut change = timed(reference, row, &history, change);
            let told = Told {
                row,
                fields: &change.fields,
                assignment: change.assignment.as_ref().unwrap_or(&row.assignment),
                event: &change.event,
                other_number: None,
                liaison: None,
            };
            change.outbox = self.outbox_rows(reference, &told);
            changes.push(change);
        }
        Ok(changes)
    }
}
