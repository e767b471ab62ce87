//! Incidents near a position, from the columns: what repeats, what was reported already, what came back.

use super::answer::{NearCase, NearCases};
use super::error::AppError;
use super::incident_columns::IncidentColumns;
use super::locate;
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::case::{Candidate, Near, Report, duplicates, relapse_of};
use crate::domain::category::Category;
use crate::domain::geo::{Datum, Position, distance_m};
use crate::domain::glossary;
use crate::domain::hotspot::IncidentColumn;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use std::collections::HashMap;
use std::sync::PoisonError;
use uuid::Uuid;

/// Incidents of the same category this near and recent count as repeated.
const REPEAT_M: f64 = 30.0;
const REPEAT_PERIOD: i64 = 30 * Instant::DAY;
/// Offered as possible duplicates, at most.
const MOST_OFFERED: usize = 5;
/// Finished cases that are looked up, newest first: at a position that many reports share by default, more say nothing.
const MOST_FINISHED: usize = 64;

/// What is asked about: a problem of a category at a position, at an instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    pub position: Position,
    pub category: &'a str,
    pub at: Instant,
}

impl Service {
    /// Incidents within `metres` of a position, in no order.
    fn near(&self, incidents: &IncidentColumns, position: Position, metres: f64) -> Vec<IncidentColumn> {
        let rows = {
            let known = self.rows.read().unwrap_or_else(PoisonError::into_inner);
            known.near(position, metres)
        };
        let found = rows.into_iter().filter_map(|row| incidents.columns.row(row as usize));
        found.filter(|row| distance_m(row.position, position) <= metres).collect()
    }

    /// Incidents of `category` within 30 m in the 30 days before `at`.
    pub(super) fn repeated(
        &self,
        reference: &Reference,
        position: Position,
        category: &Category,
        at: Instant,
    ) -> u32 {
        if !reference.rulebook.rules.counts_repeats(&category.slug, &reference.rulebook.categories) {
            return 0;
        }
        let incidents = self.columns();
        let Some(number) = incidents.categories.find(&category.slug) else { return 0 };
        let since = at.micros() - REPEAT_PERIOD;
        let near = self.near(&incidents, position, REPEAT_M);
        let counts = near
            .iter()
            .filter(|row| row.category == number && (since..at.micros()).contains(&row.occurred_at.micros()));
        u32::try_from(counts.count()).unwrap_or(u32::MAX)
    }

    /// Open cases that may be the same problem, likeliest first.
    pub(super) fn duplicates_of(&self, reference: &Reference, problem: Problem) -> Vec<Near> {
        let categories = &reference.rulebook.categories;
        let allowed = reference.rulebook.policies.of(problem.category, categories).duplicate;
        let incidents = self.columns();
        let near = self.near(&incidents, problem.position, f64::from(allowed.metres));
        let candidates: Vec<Candidate> = near
            .iter()
            .filter(|row| row.state.is_open())
            .map(|row| candidate(&incidents, row, None))
            .collect();
        duplicates(&candidates, &report(problem), categories, allowed)
    }

    /// The closed case that came back with this problem.
    pub(super) async fn relapse(&self, reference: &Reference, problem: Problem<'_>) -> Result<Option<Uuid>> {
        let categories = &reference.rulebook.categories;
        let allowed = reference.rulebook.policies.of(problem.category, categories).relapse;
        let incidents = self.columns();
        let mut near = self.near(&incidents, problem.position, f64::from(allowed.metres));
        near.retain(|row| !row.state.is_open());
        if near.is_empty() {
            return Ok(None);
        }
        near.sort_unstable_by_key(|row| std::cmp::Reverse(row.recorded_at));
        near.truncate(MOST_FINISHED);
        let ids: Vec<Uuid> = near.iter().map(|row| row.id).collect();
        let closed: HashMap<Uuid, Instant> = self.store().closed_at(&ids).await?.into_iter().collect();
        let candidates: Vec<Candidate> =
            near.iter().map(|row| candidate(&incidents, row, closed.get(&row.id).copied())).collect();
        Ok(relapse_of(&candidates, &report(problem), categories, allowed).map(|near| near.id))
    }

    /// Possible duplicates as answers; `except` is the case that asks.
    pub(super) async fn near_cases(
        &self,
        reference: &Reference,
        problem: Problem<'_>,
        except: Option<Uuid>,
    ) -> Result<Vec<NearCase>> {
        let mut near = self.duplicates_of(reference, problem);
        near.retain(|near| Some(near.id) != except);
        near.truncate(MOST_OFFERED);
        let ids: Vec<Uuid> = near.iter().map(|near| near.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.store().incidents_of(&ids).await?;
        let found = near.iter().filter_map(|near| {
            let row = rows.iter().find(|row| row.id == near.id)?;
            let category = reference.rulebook.categories.get(&row.category);
            let slug = || Words::new(row.category.clone(), row.category.clone());
            Some(NearCase {
                id: row.id,
                number: row.number.clone(),
                category: row.category.clone(),
                category_name: category.map_or_else(slug, |category| category.name.clone()),
                state: row.state.slug(),
                state_words: glossary::term(row.state.slug()),
                position: row.position().degrees(),
                address: row.address.clone(),
                recorded_at: reference.zoned(row.recorded_at),
                distance_m: near.distance_m.round(),
                voices: row.voices,
            })
        });
        Ok(found.collect())
    }

    /// Open cases near a position that a report of this category may belong to.
    pub async fn near_report(
        &self,
        (lon, lat): (f64, f64),
        datum: Option<&str>,
        category: &str,
    ) -> Result<NearCases> {
        let reference = self.reference();
        let mut faults = Vec::new();
        let datum = locate::datum(datum).map_err(|fault| faults.push(fault)).unwrap_or(Datum::Wgs84);
        let position = locate::position(lon, lat, datum).map_err(|fault| faults.push(fault)).ok();
        let known = locate::category(&reference, category).map_err(|fault| faults.push(fault)).is_ok();
        let Some(position) = position.filter(|_| known && faults.is_empty()) else {
            return Err(AppError::Invalid(faults));
        };
        let problem = Problem { position, category, at: self.now() };
        Ok(NearCases { items: self.near_cases(&reference, problem, None).await? })
    }
}

fn report(problem: Problem<'_>) -> Report<'_> {
    Report { position: problem.position, category: problem.category, at: problem.at }
}

fn candidate<'a>(
    incidents: &'a IncidentColumns,
    row: &IncidentColumn,
    closed_at: Option<Instant>,
) -> Candidate<'a> {
    Candidate {
        id: row.id,
        category: incidents.categories.slug(row.category),
        position: row.position,
        state: row.state,
        recorded_at: row.recorded_at,
        closed_at,
    }
}
