//! Lists of incidents: filtered, newest first, paged by a keyset that new rows cannot shift.

use super::row::IncidentRow;
use crate::domain::case::State;
use crate::domain::deadline::DueStatus;
use crate::domain::geo::Bounds;
use crate::domain::instant::Instant;
use crate::store::macros::read;
use crate::store::migrations::Dialect;
use crate::store::{Store, StoreError};
use sqlx::AssertSqlSafe;
use std::fmt::Write;
use uuid::Uuid;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Unit(Uuid),
    Person(Uuid),
    /// Department slug.
    Department(String),
}

/// What to list. Empty lists and `None` do not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IncidentFilter {
    /// Borders included.
    pub bbox: Option<Bounds>,
    /// Category slugs; the caller adds the ones below them.
    pub categories: Vec<String>,
    pub states: Vec<State>,
    /// Codes of points, zones or communities; any of them.
    pub areas: Vec<String>,
    /// The areas have a small part of all incidents, so it is quicker to find theirs and sort them than to walk all from
    /// the newest. Tells on SQLite, whose planner cannot know; changes no answer.
    pub areas_are_small: bool,
    /// Codes like `areas`; what lies in one of them or outside every area.
    pub desk: Option<Vec<String>>,
    pub owner: Option<Owner>,
    pub sources: Vec<String>,
    /// `[from, until)` on when it happened.
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    /// Open and due before this instant.
    pub overdue_at: Option<Instant>,
    /// How they stand against their limits at an instant, any of these.
    pub due_status: Option<(Vec<DueStatus>, Instant)>,
    /// Part of description, address or number; letters of either case.
    pub text: Option<String>,
}

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    pub limit: u32,
    /// `next` of the page before.
    pub after: Option<(Instant, Uuid)>,
}

/// A page, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentPage {
    pub incidents: Vec<IncidentRow>,
    /// Receipt time and id of the last row when more follow.
    pub next: Option<(Instant, Uuid)>,
}

enum Argument {
    Number(i64),
    Text(String),
    Id(Uuid),
}

/// What stands after FROM: SQL text of fixed pieces, with the values beside it. Nothing a caller sent stands in the text.
struct Conditions {
    text: String,
    arguments: Vec<Argument>,
}

impl Conditions {
    fn new(filter: &IncidentFilter, dialect: Dialect) -> Self {
        let mut conditions = Self { text: String::new(), arguments: Vec::new() };
        if dialect == Dialect::Sqlite && filter.areas_are_small && !filter.areas.is_empty() {
            conditions.among_areas(&filter.areas);
        } else {
            conditions.text.push_str("incident i WHERE true");
        }
        conditions.add_filter(filter);
        conditions
    }

    /// By the index on the owner's area, the only one that SQLite keeps on places, because a report would otherwise touch a
    /// page of each. An owner's code stood below a zone's in some edition whenever the incident names both. A cross join is
    /// never reordered.
    fn among_areas(&mut self, areas: &[String]) {
        let list = self.placeholders(areas.iter().map(|code| Argument::Text(code.clone())));
        let values = list.replace(", ", "), (");
        write!(
            self.text,
            "(WITH RECURSIVE below (code) AS (\
                 VALUES ({values}) \
                 UNION SELECT a.code FROM below CROSS JOIN area a ON a.parent = below.code AND a.scheme = 'duty'\
             ) SELECT code FROM below) b CROSS JOIN incident i WHERE i.area_code = b.code"
        )
        .expect("writing to a String cannot fail");
    }

    fn number(&mut self, condition: &str, value: i64) {
        self.arguments.push(Argument::Number(value));
        write!(self.text, " AND {condition} ${}", self.arguments.len())
            .expect("writing to a String cannot fail");
    }

    /// A placeholder for each value, `$3, $4, $5`.
    fn placeholders(&mut self, values: impl Iterator<Item = Argument>) -> String {
        let mut text = String::new();
        for value in values {
            self.arguments.push(value);
            let separator = if text.is_empty() { "" } else { ", " };
            write!(text, "{separator}${}", self.arguments.len()).expect("writing to a String cannot fail");
        }
        text
    }

    fn one_of<'a>(&mut self, column: &str, values: impl ExactSizeIterator<Item = &'a str>) {
        if values.len() > 0 {
            let list = self.placeholders(values.map(|value| Argument::Text(value.to_owned())));
            write!(self.text, " AND {column} IN ({list})").expect("writing to a String cannot fail");
        }
    }

    fn add_filter(&mut self, filter: &IncidentFilter) {
        if let Some(bbox) = filter.bbox {
            self.number("i.lon >=", bbox.min.lon.into());
            self.number("i.lon <=", bbox.max.lon.into());
            self.number("i.lat >=", bbox.min.lat.into());
            self.number("i.lat <=", bbox.max.lat.into());
        }
        self.one_of("i.category", filter.categories.iter().map(String::as_str));
        self.one_of("i.state", filter.states.iter().map(|state| state.slug()));
        self.one_of("i.source", filter.sources.iter().map(String::as_str));
        if !filter.areas.is_empty() {
            let any = self.within(&filter.areas);
            write!(self.text, " AND ({any})").expect("writing to a String cannot fail");
        }
        if let Some(codes) = &filter.desk {
            let any = if codes.is_empty() { "false".to_owned() } else { self.within(codes) };
            write!(self.text, " AND (i.area_code IS NULL OR {any})")
                .expect("writing to a String cannot fail");
        }
        match &filter.owner {
            Some(Owner::Unit(unit)) => self.id("i.actor_unit", *unit),
            Some(Owner::Person(person)) => self.id("i.actor_person", *person),
            Some(Owner::Department(slug)) => self.one_of("i.department", std::iter::once(slug.as_str())),
            None => {}
        }
        if let Some(from) = filter.from {
            self.number("i.occurred_at >=", from.micros());
        }
        if let Some(until) = filter.until {
            self.number("i.occurred_at <", until.micros());
        }
        if let Some(at) = filter.overdue_at {
            self.number("i.closed_at IS NULL AND i.due_at <", at.micros());
            let open = State::ALL.iter().filter(|state| state.is_open()).map(|state| state.slug());
            self.one_of("i.state", open.collect::<Vec<_>>().into_iter());
        }
        if let Some((wanted, now)) = &filter.due_status {
            self.arguments.push(Argument::Number(now.micros()));
            let now = self.arguments.len();
            let any: Vec<String> = wanted.iter().map(|status| standing(*status, now)).collect();
            write!(
                self.text,
                " AND i.filed_at IS NOT NULL AND i.state NOT IN ('rejected', 'void', 'merged') AND ({})",
                any.join(" OR ")
            )
            .expect("writing to a String cannot fail");
        }
        if let Some(text) = &filter.text {
            let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let pattern = self.placeholders(std::iter::once(Argument::Text(format!("%{escaped}%"))));
            write!(
                self.text,
                " AND lower(coalesce(i.description, '') || ' ' || coalesce(i.address, '') || ' ' || i.number) \
                 LIKE lower({pattern}) ESCAPE '\\'"
            )
            .expect("writing to a String cannot fail");
        }
    }

    /// In one of the areas, whatever its level. The owner's code is the point's code wherever points are drawn.
    fn within(&mut self, codes: &[String]) -> String {
        let list = self.placeholders(codes.iter().map(|code| Argument::Text(code.clone())));
        let columns = ["area_code", "zone_code", "community_code"];
        columns.map(|column| format!("i.{column} IN ({list})")).join(" OR ")
    }

    fn id(&mut self, column: &str, value: Uuid) {
        self.arguments.push(Argument::Id(value));
        write!(self.text, " AND {column} = ${}", self.arguments.len())
            .expect("writing to a String cannot fail");
    }

    fn after(&mut self, (recorded_at, id): (Instant, Uuid)) {
        self.arguments.push(Argument::Number(recorded_at.micros()));
        let time = self.arguments.len();
        self.arguments.push(Argument::Id(id));
        write!(self.text, " AND (i.recorded_at, i.id) < (${time}, ${})", self.arguments.len())
            .expect("writing to a String cannot fail");
    }
}

/// How a case stands against its limit, as `app::case::due_status` judges it; `now` is the number of an argument.
fn standing(status: DueStatus, now: usize) -> String {
    let runs = "i.state <> 'suspended' AND i.due_at IS NOT NULL";
    let late = format!("coalesce(i.handled_at, i.closed_at, ${now}) > i.due_at");
    let warned = format!(
        "i.handled_at IS NULL AND i.closed_at IS NULL AND i.warn_at IS NOT NULL AND i.warn_at <= ${now}"
    );
    match status {
        DueStatus::Paused => "(i.state = 'suspended')".into(),
        DueStatus::Unknown => "(i.state <> 'suspended' AND i.due_at IS NULL)".into(),
        DueStatus::Overdue => format!("({runs} AND {late})"),
        DueStatus::Warning => format!("({runs} AND NOT {late} AND {warned})"),
        DueStatus::OnTime => format!("({runs} AND NOT {late} AND NOT ({warned}))"),
    }
}

/// Binds the arguments to a query of either database.
macro_rules! bind_all {
    ($query:expr, $arguments:expr) => {{
        let mut query = $query;
        for argument in $arguments {
            query = match argument {
                Argument::Number(value) => query.bind(*value),
                Argument::Text(value) => query.bind(value),
                Argument::Id(value) => query.bind(*value),
            };
        }
        query
    }};
}

impl Store {
    /// One page of incidents that pass the filter, newest receipt first.
    pub async fn incidents(
        &self,
        filter: &IncidentFilter,
        page: PageRequest,
    ) -> Result<IncidentPage, StoreError> {
        let mut conditions = Conditions::new(filter, self.dialect());
        if let Some(after) = page.after {
            conditions.after(after);
        }
        // Keys first: when no index gives the order, only they are sorted, not whole rows.
        let text = format!(
            "SELECT i.*, a.body AS assignment FROM (\
                 SELECT i.home_code, i.id FROM {} ORDER BY i.recorded_at DESC, i.id DESC LIMIT {}\
             ) k \
             JOIN incident i ON i.home_code = k.home_code AND i.id = k.id \
             JOIN assignment a ON a.home_code = k.home_code AND a.incident = k.id \
             ORDER BY i.recorded_at DESC, i.id DESC",
            conditions.text,
            u64::from(page.limit) + 1
        );
        let mut incidents: Vec<IncidentRow> = read!(self, |c| {
            let query = sqlx::query_as(AssertSqlSafe(text.as_str()));
            Ok(bind_all!(query, &conditions.arguments).fetch_all(c).await?)
        })?;
        let more = incidents.len() > page.limit as usize;
        incidents.truncate(page.limit as usize);
        let next = incidents.last().filter(|_| more).map(|last| (last.recorded_at, last.id));
        Ok(IncidentPage { incidents, next })
    }

    /// How many incidents pass the filter.
    pub async fn count_incidents(&self, filter: &IncidentFilter) -> Result<i64, StoreError> {
        let conditions = Conditions::new(filter, self.dialect());
        let text = format!("SELECT count(*) FROM {}", conditions.text);
        read!(self, |c| {
            let query = sqlx::query_scalar(AssertSqlSafe(text.as_str()));
            Ok(bind_all!(query, &conditions.arguments).fetch_one(c).await?)
        })
    }
}
