//! Who plays which part in a case: the row with its history on one side, the caller's roles and posts on the other.

use crate::app::reference::Reference;
use crate::app::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::case::{CaseRole, Event, EventKind, Involved, Standing, parts};
use crate::domain::duty::{PartyKind, Target};
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::store::IncidentRow;
use uuid::Uuid;

/// Key of the holder in the detail of a request for help.
pub(super) const HELPER: &str = "helper";

/// A case with its history, ready to be asked about.
pub(super) struct Case {
    pub row: IncidentRow,
    pub events: Vec<Event>,
    areas: Vec<Target>,
    helpers: Vec<Holder>,
    handled_by: Vec<Uuid>,
    barred: Vec<Uuid>,
}

impl Case {
    /// `barred` are the parties that decided what an appeal is against.
    pub fn new(reference: &Reference, row: IncidentRow, events: Vec<Event>, barred: Vec<Uuid>) -> Self {
        let areas = row
            .area_code
            .as_deref()
            .and_then(|code| reference.areas.get(Scheme::Duty, code))
            .map(|id| reference.areas.ancestors(id).map(|id| reference.target(id)).collect())
            .unwrap_or_default();
        let helpers = events
            .iter()
            .filter(|event| event.kind == EventKind::CaseHelpAsked)
            .filter_map(|event| serde_json::from_value(event.detail.get(HELPER)?.clone()).ok())
            .collect();
        let handled =
            |event: &&Event| matches!(event.kind, EventKind::CaseHandled | EventKind::CaseHandledOnSite);
        let handled_by = events.iter().filter(handled).filter_map(|event| event.actor_party).collect();
        Self { row, events, areas, helpers, handled_by, barred }
    }

    fn involved(&self) -> Involved<'_> {
        Involved {
            areas: &self.areas,
            assignment: &self.row.assignment,
            helpers: &self.helpers,
            reporter: self.row.reporter_party,
            handled_by: &self.handled_by,
            barred: &self.barred,
        }
    }

    /// The parts of a caller, each once, in the order of the vocabulary.
    pub fn parts(&self, standings: &[Standing]) -> Vec<CaseRole> {
        let mine: Vec<CaseRole> =
            standings.iter().flat_map(|standing| parts(standing, &self.involved())).collect();
        CaseRole::ALL
            .iter()
            .copied()
            .filter(|part| mine.contains(part) && *part != CaseRole::System)
            .collect()
    }
}

/// A caller as cases ask, one for each of his roles.
pub(super) fn standings(reference: &Reference, viewer: &Viewer, at: Instant) -> Vec<Standing> {
    let party = viewer.party().and_then(|id| reference.roster.party(id));
    let is_unit = party.is_some_and(|party| party.kind != PartyKind::Person);
    let unit = party.and_then(|party| if is_unit { Some(party.id) } else { party.unit });
    let in_force = reference.roster.appointments().iter().filter(|post| post.validity.holds_at(at));
    let units: Vec<_> = if unit.is_some() {
        in_force.filter(|post| post.unit == unit).cloned().collect()
    } else {
        Vec::new()
    };
    let desk = party.and_then(|party| {
        let own = party.department.clone();
        own.or_else(|| reference.roster.party(party.unit?)?.department.clone())
    });
    viewer
        .roles
        .iter()
        .map(|role| Standing {
            role,
            party: viewer.party(),
            department: desk.clone().filter(|_| role == AccountRole::Department),
            own: if is_unit { Vec::new() } else { viewer.posts.to_vec() },
            units: units.clone(),
            is_unit: is_unit || matches!(role, AccountRole::Unit | AccountRole::Department),
        })
        .collect()
}

/// The role that an event names: the first of the caller's that works for the community.
pub(super) fn acting_role(viewer: &Viewer) -> &'static str {
    let staff = viewer.roles.iter().find(|role| role.is_staff());
    staff.unwrap_or(AccountRole::Resident).slug()
}
