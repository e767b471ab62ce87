//! The incident columns of a running service with their dictionaries, and how a filter becomes a selection.
//! Readers take a version and keep it; one follower appends and replaces rows as commits become visible.

use super::error::{AppError, FieldError};
use super::filter::IncidentFilter;
use super::intake::SOURCES;
use super::locate;
use super::owners::{self, Acting, Owners};
use super::reference::Reference;
use crate::domain::case::State;
use crate::domain::feature::{Layer, ManagementType};
use crate::domain::geo::{Bounds, Position};
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::hotspot::{Columns, IncidentColumn, NO_PLACE, Selection};
use crate::domain::instant::Instant;
use crate::store;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Slugs by number, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    slugs: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u16>,
}

impl Dictionary {
    /// The number of a slug, given out when new. Beyond 65,534 slugs the last number is shared.
    pub fn number(&mut self, slug: &str) -> u16 {
        if let Some(&number) = self.numbers.get(slug) {
            return number;
        }
        let number = u16::try_from(self.slugs.len()).unwrap_or(u16::MAX - 1).min(u16::MAX - 1);
        let slug: Arc<str> = slug.into();
        self.slugs.push(Arc::clone(&slug));
        self.numbers.insert(slug, number);
        number
    }

    /// The number of a slug that is already there.
    pub fn find(&self, slug: &str) -> Option<u16> {
        self.numbers.get(slug).copied()
    }

    pub fn slug(&self, number: u16) -> &str {
        self.slugs.get(usize::from(number)).map_or("", AsRef::as_ref)
    }

    pub fn slugs(&self) -> &[Arc<str>] {
        &self.slugs
    }

    /// One flag per slug.
    fn flags(&self, allow: impl Fn(&str) -> bool) -> Vec<bool> {
        self.slugs.iter().map(|slug| allow(slug)).collect()
    }
}

/// One version of all incidents, as counts and surfaces read them.
#[derive(Debug, Clone, Default)]
pub struct IncidentColumns {
    pub columns: Columns,
    pub categories: Dictionary,
    pub sources: Dictionary,
    pub departments: Dictionary,
    /// Shared between versions until somebody new acts.
    pub owners: Arc<Owners>,
    /// Snapshot whose areas and features the place columns point into.
    pub reference: u64,
    /// Commits up to here are in.
    pub as_of: Instant,
    pub change_seq: i64,
}

/// A stored incident, as the follower reads it.
#[derive(Debug, Clone)]
pub struct IncidentFacts {
    pub id: Uuid,
    pub position: Position,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
    pub due_at: Option<Instant>,
    pub category: String,
    pub source: String,
    pub department: Option<String>,
    pub acting: Acting,
    pub state: State,
    pub area_code: Option<String>,
}

impl From<store::IncidentColumns> for IncidentFacts {
    fn from(row: store::IncidentColumns) -> Self {
        Self {
            id: row.id,
            position: Position::new(row.lon, row.lat),
            occurred_at: row.occurred_at,
            recorded_at: row.recorded_at,
            due_at: row.due_at,
            category: row.category,
            source: row.source,
            department: row.department,
            acting: (row.actor_unit, row.actor_person),
            state: row.state,
            area_code: row.area_code,
        }
    }
}

/// Where an incident lies among the areas and features of a snapshot.
fn places(reference: &Reference, facts: &IncidentFacts) -> (u32, u32, u32) {
    let area = facts
        .area_code
        .as_deref()
        .and_then(|code| reference.areas.get(Scheme::Duty, code))
        .map_or(NO_PLACE, |AreaId(id)| id);
    let compound = reference
        .features
        .near(facts.position, 0.0)
        .into_iter()
        .find(|near| reference.features.feature(near.id).layer == Layer::Compound)
        .map_or(NO_PLACE, |near| near.id.0);
    let segment = reference.segments.find(&reference.features, facts.position).unwrap_or(NO_PLACE);
    (area, compound, segment)
}

impl IncidentColumns {
    /// The row of an incident in this version's dictionaries.
    pub fn column(&mut self, reference: &Reference, facts: &IncidentFacts) -> IncidentColumn {
        let (area, compound, segment) = places(reference, facts);
        IncidentColumn {
            id: facts.id,
            position: facts.position,
            occurred_at: facts.occurred_at,
            recorded_at: facts.recorded_at,
            due_at: facts.due_at,
            category: self.categories.number(&facts.category),
            source: self.sources.number(&facts.source),
            department: self.departments.number(facts.department.as_deref().unwrap_or("")),
            state: facts.state,
            owner: match self.owners.find(facts.acting) {
                Some(number) => number,
                None => Arc::make_mut(&mut self.owners).add(facts.acting),
            },
            area,
            compound,
            segment,
        }
    }
}

/// The states that a filter's words mean: slugs and the groups `open` and `closed`.
pub fn states(words: &[String]) -> Result<Option<Vec<State>>, FieldError> {
    if words.is_empty() {
        return Ok(None);
    }
    let mut states = Vec::new();
    for word in words {
        match word.as_str() {
            "open" => states.extend(State::ALL.iter().filter(|state| state.is_open())),
            "closed" => states.extend(State::ALL.iter().filter(|state| !state.is_open())),
            slug => states.push(State::from_slug(slug).ok_or_else(|| {
                FieldError::new(
                    "state",
                    "unknown",
                    format!("没有状态「{slug}」"),
                    format!("there is no state “{slug}”"),
                )
            })?),
        }
    }
    Ok(Some(states))
}

/// The category slugs that a filter's words mean, descendants included.
pub fn categories(reference: &Reference, words: &[String]) -> Result<Option<Vec<String>>, FieldError> {
    if words.is_empty() {
        return Ok(None);
    }
    let all = &reference.rulebook.categories;
    let mut wanted = Vec::new();
    for word in words {
        let chosen = locate::category(reference, word)?;
        wanted.push(chosen.slug.as_str());
    }
    Ok(Some(
        all.iter()
            .filter(|category| {
                all.ancestors(&category.slug).iter().any(|above| wanted.contains(&above.slug.as_str()))
            })
            .map(|category| category.slug.clone())
            .collect(),
    ))
}

/// A box of degrees as bounds on the grid.
pub fn bounds(bbox: [f64; 4]) -> Result<Bounds, FieldError> {
    let [west, south, east, north] = bbox;
    let corner = |lon, lat| {
        Position::from_degrees(lon, lat).map_err(|error| {
            let fault = locate::position_fault(error);
            FieldError { field: "bbox".into(), ..fault }
        })
    };
    let (min, max) = (corner(west, south)?, corner(east, north)?);
    if min.lon > max.lon || min.lat > max.lat {
        return Err(FieldError::new(
            "bbox",
            "looks_swapped",
            "范围应为：西、南、东、北（度）",
            "a box is west,south,east,north in degrees",
        ));
    }
    Ok(Bounds { min, max })
}

impl IncidentColumns {
    /// Turns a filter into a selection over these columns. Unknown words are errors, all at once.
    pub fn select(
        &self,
        reference: &Reference,
        filter: &IncidentFilter,
        now: Instant,
    ) -> Result<Selection, AppError> {
        let mut faults = Vec::new();
        let mut selection = Selection {
            from: filter.from.map(Instant::micros),
            to: filter.to.map(Instant::micros),
            overdue: filter.overdue.map(|wanted| (wanted, now.micros())),
            ..Selection::default()
        };
        match filter.bbox.map(bounds).transpose() {
            Ok(bounds) => selection.bounds = bounds,
            Err(fault) => faults.push(fault),
        }
        match states(&filter.states) {
            Ok(states) => selection.states = states,
            Err(fault) => faults.push(fault),
        }
        match categories(reference, &filter.categories) {
            Ok(None) => {}
            Ok(Some(slugs)) => {
                selection.categories =
                    Some(self.categories.flags(|slug| slugs.iter().any(|wanted| wanted == slug)));
            }
            Err(fault) => faults.push(fault),
        }
        if !filter.sources.is_empty() {
            faults.extend(filter.sources.iter().filter_map(|word| self.unknown_source(word)));
            selection.sources = Some(self.sources.flags(|slug| filter.sources.iter().any(|s| s == slug)));
        }
        if let Some(code) = &filter.area {
            match area_flags(reference, code) {
                Ok(flags) => selection.areas = Some(flags),
                Err(fault) => faults.push(fault),
            }
        }
        if let Some((layer, code)) = &filter.feature {
            match compound_flag(reference, layer, code) {
                Ok(flags) => selection.compounds = Some(flags),
                Err(fault) => faults.push(fault),
            }
        }
        if !filter.management_types.is_empty() {
            match management_flags(reference, &filter.management_types) {
                Ok(flags) => selection.compounds = Some(flags),
                Err(fault) => faults.push(fault),
            }
        }
        if let Some(owner) = &filter.owner {
            match owners::owner(reference, owner) {
                Ok(store::Owner::Department(slug)) => {
                    selection.departments = Some(self.departments.flags(|known| known == slug));
                }
                Ok(party) => selection.owners = Some(self.owners.flags(&party)),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(selection) } else { Err(AppError::Invalid(faults)) }
    }

    /// Channels that reports may come by, and those of incidents that came otherwise, are known.
    fn unknown_source(&self, word: &str) -> Option<FieldError> {
        if SOURCES.contains(&word) || self.sources.find(word).is_some() {
            return None;
        }
        let others = self.sources.slugs().iter().map(AsRef::as_ref).filter(|slug| !SOURCES.contains(slug));
        let known = SOURCES.into_iter().chain(others).collect::<Vec<_>>().join(", ");
        Some(FieldError::new(
            "source",
            "unknown",
            format!("没有来源「{word}」，可用：{known}"),
            format!("there is no source “{word}”; known: {known}"),
        ))
    }
}

/// The area itself and everything below it.
fn area_flags(reference: &Reference, code: &str) -> Result<Vec<bool>, FieldError> {
    let Some(wanted) = reference.areas.get(Scheme::Duty, code) else {
        return Err(FieldError::new(
            "area",
            "unknown",
            format!("没有网格「{code}」"),
            format!("there is no area “{code}”"),
        ));
    };
    Ok(reference
        .areas
        .iter()
        .map(|(id, _)| reference.areas.ancestors(id).any(|above| above == wanted))
        .collect())
}

fn compound_flag(reference: &Reference, layer: &str, code: &str) -> Result<Vec<bool>, FieldError> {
    let found = Layer::from_slug(layer)
        .filter(|layer| *layer == Layer::Compound)
        .and_then(|layer| reference.features.get(layer, code));
    let Some(wanted) = found else {
        return Err(FieldError::new(
            "feature",
            "unknown",
            format!("没有小区「{layer}/{code}」"),
            format!("there is no compound “{layer}/{code}”"),
        ));
    };
    Ok(reference.features.iter().map(|(id, _)| id == wanted).collect())
}

fn management_flags(reference: &Reference, words: &[String]) -> Result<Vec<bool>, FieldError> {
    let mut wanted = Vec::new();
    for word in words {
        wanted.push(ManagementType::from_slug(word).ok_or_else(|| {
            FieldError::new(
                "management_type",
                "unknown",
                format!("没有管理类型「{word}」"),
                format!("there is no management type “{word}”"),
            )
        })?);
    }
    Ok(reference
        .features
        .iter()
        .map(|(_, feature)| feature.management_type().is_some_and(|kind| wanted.contains(&kind)))
        .collect())
}
