//! Incidents as lists, pages, points on the map and histograms, all by the same filter.

use super::answer::*;
use super::area::slug_counts;
use super::assign;
use super::case;
use super::error::{AppError, FieldError};
use super::filter::IncidentFilter;
use super::incident_columns;
use super::owners;
use super::posts::{self, Posts};
use super::query::PageQuery;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::case::{CaseRole, Event, State};
use crate::domain::deadline::DueStatus;
use crate::domain::geo::Position;
use crate::domain::glossary;
use crate::domain::grid::{AreaId, AreaSet, Scheme};
use crate::domain::hotspot::Selection;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::{self, IncidentRow, PageRequest};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of a page when the caller does not say, and at most.
pub const PAGE: usize = 50;
pub const MOST_ROWS: usize = 1_000;
/// Points that the map gets at once.
pub const MOST_POINTS: usize = 20_000;
/// Days of a histogram: two years with a leap day.
const MOST_DAYS: i64 = 731;
/// This many reports at exactly one position are a default coordinate of some system, not a place.
const SHARED_DEFAULT: u64 = 20;

/// Eight hex digits of the filter, so that a cursor is refused by another query.
fn filter_mark(filter: &IncidentFilter) -> String {
    let digest = Sha256::digest(format!("{filter:?}").as_bytes());
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn write_cursor(filter: &IncidentFilter, (at, id): (Instant, Uuid)) -> String {
    format!("{}.{:x}.{}", filter_mark(filter), at.micros(), id.simple())
}

pub(super) fn read_cursor(
    filter: &IncidentFilter,
    cursor: &str,
) -> std::result::Result<(Instant, Uuid), FieldError> {
    let malformed = || {
        FieldError::new(
            "cursor",
            "malformed",
            "翻页标记无效，请从第一页重新开始",
            "not a cursor; begin with the first page",
        )
    };
    let mut parts = cursor.splitn(3, '.');
    let (Some(mark), Some(at), Some(id)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(malformed());
    };
    if mark != filter_mark(filter) {
        return Err(FieldError::new(
            "cursor",
            "other_query",
            "翻页标记属于另一次查询，请保持筛选条件不变或从第一页开始",
            "this cursor belongs to another query; keep the filter or begin with the first page",
        ));
    }
    let at = i64::from_str_radix(at, 16).map_err(|_| malformed())?;
    let id = id.parse().map_err(|_| malformed())?;
    Ok((Instant(at), id))
}

/// What an answer about a case holds beside the row and its history.
pub(super) struct CaseSeen {
    pub parts: Vec<CaseRole>,
    pub steps: Vec<StepAnswer>,
    pub photos: Vec<PhotoAnswer>,
    pub ties: CaseTies,
    /// Cases that the history names.
    pub cases: Vec<store::CaseName>,
    pub missing_year: Option<i16>,
}

impl Service {
    /// A page of incidents, newest report first.
    pub async fn incidents(
        &self,
        filter: &IncidentFilter,
        page: &PageQuery,
        viewer: &Viewer,
    ) -> Result<IncidentPage> {
        let limit = page.limit.unwrap_or(PAGE);
        if !(1..=MOST_ROWS).contains(&limit) {
            return Err(AppError::invalid(FieldError::new(
                "limit",
                "out_of_range",
                format!("每页 1 到 {MOST_ROWS} 条"),
                format!("a page has 1 to {MOST_ROWS} rows"),
            )));
        }
        if let Some(at) = filter.at.or(filter.known_at.map(|_| self.now())) {
            return self.incidents_at(filter, at, (limit, page.cursor.as_deref()), viewer).await;
        }
        let reference = self.reference();
        let now = self.now();
        by_database(filter)?;
        // The selection names every bad field, also those that the database would not notice.
        let selection = self.columns().select(&reference, filter, now)?;
        let after = page.cursor.as_deref().map(|cursor| read_cursor(filter, cursor)).transpose();
        let after = after.map_err(AppError::invalid)?;
        let (rows, next, total) = if filter.feature.is_some() || !filter.management_types.is_empty() {
            self.page_by_columns(&selection, limit, after).await?
        } else {
            let stored = stored_filter(&reference, filter, now)?;
            let request = PageRequest { limit: limit as u32, after };
            let page = self.store().incidents(&stored, request).await?;
            let total = self.store().count_incidents(&stored).await?;
            (page.incidents, page.next, u64::try_from(total).unwrap_or(0))
        };
        let posts = Posts { reference: &reference, viewer };
        Ok(IncidentPage {
            items: rows.iter().map(|row| brief(&posts, row, now)).collect(),
            next_cursor: next.map(|next| write_cursor(filter, next)),
            total,
        })
    }

    /// Features are known to the columns alone: they name the rows, the database tells them.
    async fn page_by_columns(
        &self,
        selection: &Selection,
        limit: usize,
        after: Option<(Instant, Uuid)>,
    ) -> Result<(Vec<IncidentRow>, Option<(Instant, Uuid)>, u64)> {
        let incidents = self.columns();
        let mut keys: Vec<(Instant, Uuid)> = incidents
            .columns
            .blocks()
            .flat_map(|block| {
                selection.rows(block).map(move |row| (Instant(block.recorded[row]), block.ids[row]))
            })
            .collect();
        let total = keys.len() as u64;
        keys.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(after) = after {
            keys.retain(|key| *key < after);
        }
        let more = keys.len() > limit;
        keys.truncate(limit);
        let mut rows = Vec::with_capacity(keys.len());
        for (_, id) in &keys {
            rows.extend(self.store().incident(*id).await?);
        }
        Ok((rows, keys.last().copied().filter(|_| more), total))
    }

    /// How many incidents a filter lets through.
    pub async fn count_incidents(&self, filter: &IncidentFilter) -> Result<u64> {
        let (reference, now) = (self.reference(), self.now());
        by_database(filter)?;
        let selection = self.columns().select(&reference, filter, now)?;
        if filter.feature.is_some() || !filter.management_types.is_empty() {
            let incidents = self.columns();
            return Ok(incidents.columns.blocks().map(|block| selection.rows(block).count() as u64).sum());
        }
        let total = self.store().count_incidents(&stored_filter(&reference, filter, now)?).await?;
        Ok(u64::try_from(total).unwrap_or(0))
    }

    /// One incident with its assignment, reasons and history, as a caller may see it: what people wrote about it is for
    /// staff.
    pub(super) fn incident_answer(
        &self,
        reference: &Reference,
        row: IncidentRow,
        events: &[Event],
        viewer: &Viewer,
        seen: CaseSeen,
    ) -> IncidentAnswer {
        let posts = Posts { reference, viewer };
        let event = |event: &Event| EventAnswer {
            kind: event.kind.slug(),
            words: glossary::term(event.kind.slug()),
            from: event.from.map(State::slug),
            to: event.to.slug(),
            at: reference.zoned(event.at),
            actor_role: event.actor_role.clone(),
            note: event.note.clone().filter(|_| viewer.names),
            lines: if viewer.names { case::lines(&posts, event, &seen.cases) } else { Vec::new() },
        };
        IncidentAnswer {
            outcome: row.outcome.clone(),
            distance_m: row.distance_m,
            accuracy_m: row.accuracy_m,
            datum: row.datum.clone(),
            edition: row.edition,
            assignment: assign::answer(&posts, &row.assignment),
            events: events.iter().map(event).collect(),
            suspended_until: row.suspended_until.map(|at| reference.zoned(at)),
            missing_year: seen.missing_year,
            ties: seen.ties,
            photos: seen.photos,
            parts: seen.parts,
            steps: seen.steps,
            brief: brief(&posts, &row, self.now()),
        }
    }

    /// Columns for the map, newest last; positions that look like a default coordinate are listed apart.
    pub fn incident_points(&self, filter: &IncidentFilter, limit: usize) -> Result<IncidentPoints> {
        let reference = self.reference();
        let incidents = self.columns();
        let selection = incidents.select(&reference, filter, self.now())?;
        let limit = limit.clamp(1, MOST_POINTS);
        let mut points = IncidentPoints {
            as_of: reference.zoned(incidents.as_of),
            count: 0,
            capped: false,
            ids: Vec::new(),
            lon: Vec::new(),
            lat: Vec::new(),
            category: Vec::new(),
            state: Vec::new(),
            at: Vec::new(),
            categories: incidents.categories.slugs().iter().map(ToString::to_string).collect(),
            states: State::ALL.iter().map(|state| state.slug()).collect(),
            shared_default: Vec::new(),
        };
        let mut shared: HashMap<Position, u64> = HashMap::new();
        for block in incidents.columns.blocks().rev() {
            for row in selection.rows(block) {
                points.count += 1;
                let position = block.position(row);
                *shared.entry(position).or_default() += 1;
                if points.ids.len() == limit {
                    points.capped = true;
                    continue;
                }
                points.ids.push(block.ids[row]);
                points.lon.push(position.lon_degrees());
                points.lat.push(position.lat_degrees());
                points.category.push(block.category[row]);
                let state = State::ALL.iter().position(|state| *state == block.state[row]).unwrap_or(0);
                points.state.push(state as u8);
                points.at.push(block.occurred[row].div_euclid(Instant::SECOND));
            }
        }
        points.shared_default = shared
            .into_iter()
            .filter(|(_, count)| *count >= SHARED_DEFAULT)
            .map(|(position, count)| (position.lon_degrees(), position.lat_degrees(), count))
            .collect();
        points.shared_default.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.total_cmp(&b.0)));
        Ok(points)
    }

    /// Counts by day of the site's zone, category, state and source. Days without incidents are present and zero
    /// between the first and the last, because there zero is known. Incidents more than `MOST_DAYS` before the last
    /// day are counted apart: a few old ones would else add years of empty days.
    pub fn incident_histogram(&self, filter: &IncidentFilter) -> Result<IncidentHistogram> {
        let reference = self.reference();
        let incidents = self.columns();
        let selection = incidents.select(&reference, filter, self.now())?;
        let mut days: HashMap<i64, u64> = HashMap::new();
        let mut by_category = vec![0; incidents.categories.slugs().len()];
        let mut by_source = vec![0; incidents.sources.slugs().len()];
        let mut by_state = vec![0_u64; State::ALL.len()];
        let mut total = 0;
        let mut day_of = DayCounter::new(&reference.zone);
        for block in incidents.columns.blocks() {
            for row in selection.rows(block) {
                total += 1;
                *days.entry(day_of.day(Instant(block.occurred[row]))).or_default() += 1;
                by_category[usize::from(block.category[row])] += 1;
                by_source[usize::from(block.source[row])] += 1;
                if let Some(at) = State::ALL.iter().position(|state| *state == block.state[row]) {
                    by_state[at] += 1;
                }
            }
        }
        let span = days.keys().min().copied().zip(days.keys().max().copied());
        let (mut shown, mut earlier) = (Vec::new(), 0);
        if let Some((first, last)) = span {
            let start = first.max(last + 1 - MOST_DAYS);
            earlier = days.iter().filter(|(day, _)| **day < start).map(|(_, count)| count).sum();
            shown.extend((start..=last).map(|day| DayCount {
                day: epoch_day(day).to_string(),
                count: days.get(&day).copied().unwrap_or(0),
            }));
        }
        Ok(IncidentHistogram {
            as_of: reference.zoned(incidents.as_of),
            total,
            days: shown,
            earlier,
            by_category: slug_counts(incidents.categories.slugs(), &by_category),
            by_state: State::ALL
                .iter()
                .zip(by_state)
                .filter(|(_, count)| *count > 0)
                .map(|(state, count)| SlugCount { slug: state.slug().into(), count })
                .collect(),
            by_source: slug_counts(incidents.sources.slugs(), &by_source),
        })
    }
}

/// Days since 1970-01-01 in a zone, remembering the offset of the hour last asked for.
struct DayCounter<'a> {
    zone: &'a jiff::tz::TimeZone,
    hour: i64,
    offset: i64,
}

impl<'a> DayCounter<'a> {
    fn new(zone: &'a jiff::tz::TimeZone) -> Self {
        Self { zone, hour: i64::MIN, offset: 0 }
    }

    fn day(&mut self, at: Instant) -> i64 {
        let seconds = at.micros().div_euclid(Instant::SECOND);
        let hour = seconds.div_euclid(3600);
        if hour != self.hour {
            self.hour = hour;
            self.offset = i64::from(self.zone.to_offset(at.timestamp()).seconds());
        }
        (seconds + self.offset).div_euclid(86_400)
    }
}

fn epoch_day(day: i64) -> jiff::civil::Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().days(day.clamp(-700_000, 2_900_000)))
}

/// Refuses to ask for standings together with what the columns alone know.
fn by_database(filter: &IncidentFilter) -> Result<()> {
    let by_columns = filter.feature.is_some() || !filter.management_types.is_empty();
    let asked = [("due_status", !filter.due_status.is_empty()), ("desk", filter.desk.is_some())];
    let field = asked.into_iter().find(|(_, asked)| *asked).map(|(field, _)| field);
    let Some(field) = field.filter(|_| by_columns || filter.at.is_some() || filter.known_at.is_some()) else {
        return Ok(());
    };
    Err(AppError::invalid(FieldError::new(
        field,
        "not_together",
        format!("{field} 不能与 feature、management_type、at、known_at 同用"),
        format!("{field} does not go together with feature, management_type, at or known_at"),
    )))
}

/// The part of a filter that the database decides.
fn stored_filter(
    reference: &Reference,
    filter: &IncidentFilter,
    now: Instant,
) -> Result<store::IncidentFilter> {
    let owner = filter.owner.as_deref().map(|word| owners::owner(reference, word)).transpose();
    let owner = owner.map_err(AppError::invalid)?;
    let mut states = incident_columns::states(&filter.states).map_err(AppError::invalid)?.unwrap_or_default();
    if filter.overdue == Some(false) {
        return Err(AppError::invalid(FieldError::new(
            "overdue",
            "unknown",
            "overdue 只能为 true",
            "overdue can only be true",
        )));
    }
    states.sort_unstable();
    states.dedup();
    let area = filter.area.as_deref().map(|code| area_scope(reference, code)).transpose()?;
    Ok(store::IncidentFilter {
        bbox: filter.bbox.map(incident_columns::bounds).transpose().map_err(AppError::invalid)?,
        categories: incident_columns::categories(reference, &filter.categories)
            .map_err(AppError::invalid)?
            .unwrap_or_default(),
        states,
        areas_are_small: area.as_ref().is_some_and(|codes| are_small(&reference.areas, codes)),
        areas: area.unwrap_or_default(),
        desk: filter.desk.clone(),
        owner,
        sources: filter.sources.clone(),
        from: filter.from,
        until: filter.to,
        overdue_at: filter.overdue.filter(|overdue| *overdue).map(|_| now),
        due_status: (!filter.due_status.is_empty()).then(|| (filter.due_status.clone(), now)),
        text: filter.text.clone(),
    })
}

/// Codes that an incident of the area has as its owner or its community: its own, and for a street or a district those of
/// everything below it down to the communities.
pub(super) fn area_scope(reference: &Reference, code: &str) -> Result<Vec<String>> {
    use crate::domain::grid::Level;
    let id = super::area::find(reference, Scheme::Duty, code)?;
    if reference.areas.area(id).level >= Level::Community {
        return Ok(vec![code.to_owned()]);
    }
    let upper = Level::ALL.iter().filter(|level| **level <= Level::Community);
    Ok(upper
        .flat_map(|level| reference.areas.of_level(Scheme::Duty, *level))
        .filter(|&area| reference.areas.ancestors(area).any(|above| above == id))
        .map(|area| reference.areas.area(area).code.clone())
        .collect())
}

/// Whether areas hold less than a twentieth of all areas, and so most likely of all incidents. Counts no further.
fn are_small(areas: &AreaSet, codes: &[String]) -> bool {
    let most = areas.len() / 20;
    let mut waiting: Vec<AreaId> = codes.iter().filter_map(|code| areas.get(Scheme::Duty, code)).collect();
    let mut counted = 0;
    while let Some(id) = waiting.pop() {
        counted += 1;
        if counted > most {
            return false;
        }
        waiting.extend(areas.children(id));
    }
    true
}

/// One row of a list.
pub(super) fn brief(posts: &Posts, row: &IncidentRow, now: Instant) -> IncidentBrief {
    let reference = posts.reference;
    let category_name = reference.rulebook.categories.get(&row.category).map_or_else(
        || Words::new(row.category.clone(), row.category.clone()),
        |category| category.name.clone(),
    );
    let name = |code: &Option<String>| {
        let code = code.as_deref()?;
        let known = reference.areas.get(Scheme::Duty, code);
        Some(known.map_or_else(|| code.to_owned(), |id| reference.areas.area(id).name.clone()))
    };
    let actor = row.assignment.actor.as_ref();
    let post = actor.map(|holder| posts.holder(holder));
    let party = |party: &Option<PartyRef>| {
        party.as_ref().and_then(|party| party.name.clone()).map(|name| Words::new(name.clone(), name))
    };
    let unit = post.as_ref().and_then(|post| {
        party(&post.unit).or_else(|| Some(reference.department_words(post.department.as_deref()?)))
    });
    let nobody = || posts::nobody(actor?.state);
    IncidentBrief {
        id: row.id,
        number: row.number.clone(),
        category: row.category.clone(),
        category_name,
        state: row.state.slug(),
        position: row.position().degrees(),
        address: row.address.clone(),
        description: row.description.clone().filter(|_| posts.viewer.names),
        source: row.source.clone(),
        occurred_at: reference.zoned(row.occurred_at),
        recorded_at: reference.zoned(row.recorded_at),
        due_at: row.due_at.map(|at| reference.zoned(at)),
        closed_at: row.closed_at.map(|at| reference.zoned(at)),
        overdue: row.state.is_open() && row.due_at.is_some_and(|due| due < now),
        warn_at: row.warn_at.map(|at| reference.zoned(at)),
        due_status: case::due_status(row, now).map(DueStatus::slug),
        voices: row.voices,
        areas: IncidentAreas {
            point: name(&row.point_code),
            zone: name(&row.zone_code),
            community: name(&row.community_code),
        },
        owner_role: post.as_ref().map(|post| post.role_words.clone()),
        owner_unit: unit,
        owner_person: post.as_ref().and_then(|post| party(&post.person)).or_else(nobody),
        owner: post.map(|post| post.label),
        department: row.department.clone(),
        version: row.version,
    }
}
