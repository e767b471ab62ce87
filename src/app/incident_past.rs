//! Lists of incidents as they stood at an instant: those received until then, each with the state of its last event
//! before, the area that owned its place in the edition of that time, and the assignment that was in force.

use super::answer::IncidentPage;
use super::error::{AppError, FieldError};
use super::filter::IncidentFilter;
use super::incident::{brief, read_cursor, write_cursor};
use super::incident_columns;
use super::intake::code_at;
use super::moves::BEFORE;
use super::place::{self, Place};
use super::posts::Posts;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::case::{Event, State};
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Instant;
use crate::store::IncidentRow;
use std::collections::HashMap;
use uuid::Uuid;

/// What is only known of the present.
fn present_only(filter: &IncidentFilter) -> Vec<FieldError> {
    let asked = [
        ("owner", filter.owner.is_some()),
        ("overdue", filter.overdue.is_some()),
        ("q", filter.text.is_some()),
        ("feature", filter.feature.is_some()),
        ("management_type", !filter.management_types.is_empty()),
    ];
    let refused = |name: &str| {
        FieldError::new(
            name,
            "not_with_at",
            format!("{name} 不能与 at、known_at 同用"),
            format!("{name} cannot be asked together with at or known_at"),
        )
    };
    asked.into_iter().filter(|(_, asked)| *asked).map(|(name, _)| refused(name)).collect()
}

impl Service {
    /// A page of incidents as they stood at `at`, as far as it was recorded at the filter's `known_at`, newest report
    /// first. Reads the whole history where states are asked for.
    pub(super) async fn incidents_at(
        &self,
        filter: &IncidentFilter,
        at: Instant,
        (limit, cursor): (usize, Option<&str>),
        viewer: &Viewer,
    ) -> Result<IncidentPage> {
        let faults = present_only(filter);
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let reference = self.reference_at(Some(at), filter.known_at).await?;
        // What happened later was not recorded by then.
        let until = filter.known_at.map_or(at, |known| known.min(at));
        let after =
            cursor.map(|cursor| read_cursor(filter, cursor)).transpose().map_err(AppError::invalid)?;
        let mut keys = self.received_until(&reference, filter, until)?;
        if let Some(states) = incident_columns::states(&filter.states).map_err(AppError::invalid)? {
            let ids: Vec<Uuid> = keys.iter().map(|(_, id)| *id).collect();
            let then: HashMap<Uuid, State> =
                self.store().incident_states_at(&ids, until).await?.into_iter().collect();
            keys.retain(|(_, id)| states.contains(then.get(id).unwrap_or(&State::Reported)));
        }
        let total = keys.len() as u64;
        keys.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(after) = after {
            keys.retain(|key| *key < after);
        }
        let more = keys.len() > limit;
        keys.truncate(limit);
        let ids: Vec<Uuid> = keys.iter().map(|(_, id)| *id).collect();
        let posts = Posts { reference: &reference, viewer };
        let mut items = Vec::with_capacity(ids.len());
        for mut row in self.store().incidents_of(&ids).await? {
            let events = self.store().incident_events(row.id).await?;
            let tolerance_m = self.options().tolerance_m;
            as_of(&mut row, &reference, &events, until, tolerance_m)?;
            items.push(brief(&posts, &row, at));
        }
        let next = keys.last().copied().filter(|_| more);
        Ok(IncidentPage { items, next_cursor: next.map(|next| write_cursor(filter, next)), total })
    }

    /// Receipt and id of the incidents received until `at` that pass the parts of the filter that never change, and
    /// whose place belonged to the filter's area then.
    fn received_until(
        &self,
        reference: &Reference,
        filter: &IncidentFilter,
        at: Instant,
    ) -> Result<Vec<(Instant, Uuid)>> {
        let area = match &filter.area {
            None => None,
            Some(code) => Some(super::area::find(reference, Scheme::Duty, code)?),
        };
        let lasting =
            IncidentFilter { states: Vec::new(), area: None, at: None, known_at: None, ..filter.clone() };
        let incidents = self.columns();
        let selection = incidents.select(&self.reference(), &lasting, at)?;
        let tolerance_m = self.options().tolerance_m;
        let owned = |position| {
            area.is_none_or(|wanted| {
                place::owner(reference, position, tolerance_m)
                    .is_some_and(|owner| reference.areas.ancestors(owner).any(|above| above == wanted))
            })
        };
        let mut keys = Vec::new();
        for block in incidents.columns.blocks() {
            let rows = selection.rows(block).filter(|row| block.recorded[*row] <= at.micros());
            keys.extend(
                rows.filter(|row| owned(block.position(*row)))
                    .map(|row| (Instant(block.recorded[row]), block.ids[row])),
            );
        }
        Ok(keys)
    }
}

/// Turns a row back to what it was at an instant.
fn as_of(
    row: &mut IncidentRow,
    reference: &Reference,
    events: &[Event],
    at: Instant,
    tolerance_m: f64,
) -> Result<()> {
    row.state = events.iter().rev().find(|event| event.at <= at).map_or(State::Reported, |event| event.to);
    for moment in [&mut row.filed_at, &mut row.closed_at] {
        *moment = moment.filter(|moment| *moment <= at);
    }
    // Each change of the assignment keeps what it replaced, so the first one after the instant tells what was in force.
    let before = |event: &&Event| event.at > at && event.detail.get(BEFORE).is_some();
    if let Some(before) = events.iter().find(before).and_then(|event| event.detail.get(BEFORE)) {
        row.assignment =
            serde_json::from_value(before.clone()).map_err(|error| AppError::Internal(error.into()))?;
    }
    let place = Place::find(reference, row.position(), row.accuracy_m, tolerance_m);
    let code = |level| code_at(reference, &place.upward, level);
    row.area_code = place.upward.first().map(|id| reference.areas.area(*id).code.clone());
    (row.point_code, row.zone_code, row.community_code) =
        (code(Level::Point), code(Level::Zone), code(Level::Community));
    Ok(())
}
