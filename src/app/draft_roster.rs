//! A roster taken into a draft over the network: its zones and points become part of the draft, its units, persons and
//! posts are stored with them in one transaction. Posts are not in editions, they have days of their own: they begin at once
//! or on the day that is named, and show as soon as their area is in force.

use super::answer::*;
use super::as_of::blocking;
use super::draft::{DraftEdit, LONGEST_NOTE, Standing, check_text, checked};
use super::error::AppError;
use super::roster_import::RosterImport;
use super::roster_plan::{RosterPlan, plan_roster};
use super::service::{Result, Service};
use super::upload::{proposal, refused};
use super::viewer::Viewer;
use crate::domain::grid::{Area, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::exchange::roster::{self, RosterLine};
use crate::store::{AppointmentChange, DraftArea, DraftSave, Import, ImportCounts};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Rows shown of a roster.
const ROWS: usize = 200;

/// How a roster is to be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RosterWish {
    /// Code or name of the community of rows that name none.
    pub community: Option<String>,
    /// From when on the heads hold their posts; at once when absent.
    pub from: Option<Instant>,
    /// Mobiles become public phones of the posts.
    pub public_phones: bool,
    /// Why, for the history of the draft.
    pub reason: String,
}

impl Service {
    /// Looks through a roster; every problem of every row comes with it.
    pub async fn preview_roster(&self, bytes: Vec<u8>) -> Result<RosterPreview> {
        blocking(move || {
            let (lines, problems) = roster::look(&bytes).map_err(|problem| refused(vec![problem]))?;
            Ok(preview(&lines, problems))
        })
        .await
    }

    /// What a roster would do to a draft and to the posts.
    pub async fn preview_draft_roster(
        &self,
        id: Uuid,
        bytes: Vec<u8>,
        wish: RosterWish,
    ) -> Result<RosterAnswer> {
        let standing = self.duty_standing(id).await?;
        let (lines, mut problems) = read(bytes).await?;
        let mut change = None;
        if problems.is_empty() {
            match self.plan(&standing, lines.clone(), &wish).await? {
                Ok(plan) => {
                    let appointments =
                        AppointmentChange { targets: Some(&plan.targets), appointments: &plan.appointments };
                    let import = Import { appointments: Some(appointments), ..Import::at(self.now()) };
                    let counts = self.store().preview(&import).await?.appointments;
                    change = Some(told(&standing, plan, counts));
                }
                Err(found) => problems = found,
            }
        }
        let draft = self.draft_answer(&standing.draft).await?;
        Ok(RosterAnswer { draft, stored: false, roster: preview(&lines, problems), change })
    }

    /// Takes a roster into a draft whose version the caller knows; all of it, with its posts, or nothing.
    pub async fn take_roster(
        &self,
        id: Uuid,
        version: i64,
        bytes: Vec<u8>,
        wish: RosterWish,
        viewer: &Viewer,
    ) -> Result<RosterAnswer> {
        let standing = self.duty_standing(id).await?;
        if standing.draft.version != version {
            return Err(self.stale(&standing.draft, version).await?);
        }
        let mut faults = Vec::new();
        check_text("reason", &wish.reason, LONGEST_NOTE, &mut faults);
        let (lines, problems) = read(bytes).await?;
        faults.extend(problems.into_iter().map(super::upload::told));
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let plan = self.plan(&standing, lines.clone(), &wish).await?.map_err(refused)?;
        let areas = self.area_changes(&standing, &plan, &wish).await?;
        let (reason, actor) = (wish.reason.as_str(), viewer.caller.as_str());
        let save = DraftSave { id, version, areas: &areas, reason, actor };
        let appointments =
            AppointmentChange { targets: Some(&plan.targets), appointments: &plan.appointments };
        let import = Import {
            draft_save: Some(&save),
            parties: &plan.parties,
            appointments: Some(appointments),
            ..Import::at(self.now())
        };
        let done = match self.store().import(&import).await {
            Ok(done) => done,
            Err(error) => return Err(self.not_saved(id, version, error).await?),
        };
        // What was committed stands, whether it shows here at once or with the follower.
        if let Err(error) = self.reload_reference().await {
            tracing::warn!(%error, "the roster is stored and shows later");
        }
        self.wake();
        let change = Some(told(&standing, plan, done.appointments));
        let draft = self.draft(id).await?;
        Ok(RosterAnswer { draft, stored: true, roster: preview(&lines, Vec::new()), change })
    }

    async fn duty_standing(&self, id: Uuid) -> Result<Arc<Standing>> {
        let standing = self.standing(id).await?;
        if standing.draft.scheme == Scheme::Duty {
            return Ok(standing);
        }
        Err(AppError::Conflict {
            code: "wrong_scheme",
            words: Words::new("责任表只用于责任网格的草稿", "a roster belongs to a draft of the duty scheme"),
        })
    }

    async fn plan(
        &self,
        standing: &Standing,
        lines: Vec<RosterLine>,
        wish: &RosterWish,
    ) -> Result<std::result::Result<RosterPlan, Vec<Problem>>> {
        let at = self.now();
        let import = RosterImport {
            lines,
            community: wish.community.clone(),
            from: wish.from.unwrap_or(at),
            public_phones: wish.public_phones,
            at,
            dry_run: false,
        };
        let (parties, before) = (self.store().load_parties().await?, self.store().load_appointments().await?);
        Ok(plan_roster(&import, &standing.after, parties, &before, self.ids()))
    }

    /// What the draft has to say of the roster's areas; nothing where it says it already.
    async fn area_changes(
        &self,
        standing: &Standing,
        plan: &RosterPlan,
        wish: &RosterWish,
    ) -> Result<Vec<DraftArea>> {
        let known: HashMap<&str, &Area> =
            standing.after.iter().map(|area| (area.code.as_str(), area)).collect();
        let stands = |area: &&Area| known.get(area.code.as_str()).is_some_and(|known| known == area);
        let upsert: Vec<Area> = plan.areas.iter().filter(|area| !stands(area)).cloned().collect();
        if upsert.is_empty() {
            return Ok(Vec::new());
        }
        let edit = DraftEdit { upsert, remove: Vec::new(), reason: wish.reason.clone() };
        let draft = standing.draft.clone();
        let base = self.edition_areas(draft.scheme, draft.base).await?;
        let changes = standing.changes.clone();
        blocking(move || checked(edit, draft.scheme, changes, base, &draft.scope)).await
    }
}

async fn read(bytes: Vec<u8>) -> Result<(Vec<RosterLine>, Vec<Problem>)> {
    blocking(move || roster::look(&bytes).map_err(|problem| refused(vec![problem]))).await
}

fn told(standing: &Standing, plan: RosterPlan, posts: ImportCounts) -> RosterChange {
    let proposal = proposal(standing, plan.areas, false);
    RosterChange {
        areas: proposal.areas,
        areas_unchanged: proposal.unchanged,
        parties_added: plan.parties_added,
        posts_added: posts.added,
        posts_changed: posts.changed,
        posts_unchanged: posts.unchanged,
        vacant: plan.vacant,
        unmentioned: plan.unmentioned,
    }
}

fn preview(lines: &[RosterLine], problems: Vec<Problem>) -> RosterPreview {
    let zones: HashSet<_> = lines.iter().map(|line| (&line.community, &line.zone)).collect();
    let points: HashSet<_> = lines.iter().map(|line| (&line.community, &line.zone, &line.point)).collect();
    RosterPreview {
        rows: lines.len(),
        zones: zones.len(),
        points: points.len(),
        first: lines.iter().take(ROWS).map(row).collect(),
        problems: problems.into_iter().map(problem).collect(),
    }
}

fn problem(problem: Problem) -> RosterProblem {
    let row = problem.place.strip_prefix("row ").and_then(|row| row.parse().ok());
    RosterProblem { row, code: problem.code, words: problem.words }
}

fn row(line: &RosterLine) -> RosterRow {
    let line = line.clone();
    RosterRow {
        row: line.row,
        community: line.community,
        zone: line.zone,
        zone_head: line.zone_head,
        point: line.point,
        head: line.head,
        unit: line.unit,
        title: line.title,
        extent: line.extent,
        has_phone: line.phone.is_some(),
    }
}
