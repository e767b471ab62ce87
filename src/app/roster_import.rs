//! Importing a roster (责任表): zones and points that may still be undrawn, the units and persons on it, and who
//! heads what from a day on. A roster speaks for the heads of the areas it names; liaisons, departments and
//! areas that it leaves out stay as they are.

use super::error::AppError;
use super::import::{AreaReport, ImportError, PlannedAreas, run_blocking, store_or_preview};
use super::import_plan::{AreaScope, plan_areas};
use super::roster_plan::{RosterPlan, plan_roster};
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::progress::Progress;
use crate::exchange::roster::RosterLine;
use crate::exchange::roster_template;
use crate::ids::Ids;
use crate::store::{self, AppointmentChange, ImportCounts, Store};
use serde::Serialize;

/// What an import of a roster asks for.
#[derive(Debug, Clone)]
pub struct RosterImport {
    pub lines: Vec<RosterLine>,
    /// Code or name of the community of lines that name none; the only community when absent.
    pub community: Option<String>,
    /// From when on the heads hold their posts.
    pub from: Instant,
    /// Treat every phone as the public one of the post; else mobiles are private (R11).
    pub public_phones: bool,
    pub at: Instant,
    pub dry_run: bool,
}

/// What the import did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RosterReport {
    pub areas: AreaReport,
    pub parties_added: usize,
    pub appointments: ImportCounts,
    /// Points on the roster that nobody heads.
    pub vacant: Vec<String>,
    /// Points in force in the same zones that the roster does not mention.
    pub unmentioned: Vec<String>,
}

/// Checks a roster against what is in force and stores it.
pub async fn import_roster(
    store: &Store,
    import: RosterImport,
    ids: &dyn Ids,
) -> Result<RosterReport, ImportError> {
    let base = store.newest_edition(Scheme::Duty).await?;
    let standing = if base > 0 { store.areas_of(Scheme::Duty, base).await? } else { Vec::new() };
    let (parties, before) = (store.load_parties().await?, store.load_appointments().await?);
    let roster = plan_roster(&import, &standing, parties, &before, ids)?;
    let RosterPlan { areas, unmentioned, vacant, .. } = roster;
    let (plan, set) = run_blocking(move || {
        plan_areas(Scheme::Duty, standing, areas, &AreaScope::Additive, &Progress::default())
    })
    .await?;
    let planned = PlannedAreas { plan, set, base, note: "roster".to_owned() };
    let (mut areas, publication) = planned.draft(import.at);
    let appointments =
        AppointmentChange { targets: Some(&roster.targets), appointments: &roster.appointments };
    let write = store::Import {
        publication: publication.as_ref(),
        parties: &roster.parties,
        appointments: Some(appointments),
        ..store::Import::at(import.at)
    };
    let done = store_or_preview(store, &write, import.dry_run).await?;
    if let Some(number) = done.edition {
        areas.became(number);
    }
    let parties_added = roster.parties_added;
    Ok(RosterReport { areas, parties_added, appointments: done.appointments, vacant, unmentioned })
}

/// An empty roster to fill in, with the names of the communities and zones of the newest edition.
pub async fn roster_template(store: &Store) -> Result<Vec<u8>, AppError> {
    let base = store.newest_edition(Scheme::Duty).await?;
    let areas = if base > 0 { store.areas_of(Scheme::Duty, base).await? } else { Vec::new() };
    let names = |level: Level| {
        let mut names: Vec<String> =
            areas.iter().filter(|area| area.level == level).map(|area| area.name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    roster_template::write(&names(Level::Community), &names(Level::Zone))
        .map_err(|error| AppError::Internal(error.into()))
}
