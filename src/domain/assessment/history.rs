//! A case with its history, and how it stood at the end of a period: what happened later changes no published number.

use super::record::{CaseRecord, Course, Found};
use crate::domain::case::Event;
use crate::domain::deadline::{Calendar, CaseClock};
use crate::domain::instant::Instant;
use crate::domain::routing::Limit;
use jiff::tz::TimeZone;

/// A case as assessment reads it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseHistory {
    pub category: String,
    /// Channel that it came by.
    pub source: String,
    pub recorded_at: Instant,
    /// Whether it is an appeal against another case.
    pub appeal: bool,
    /// When the same problem first came back.
    pub relapsed_at: Option<Instant>,
    /// Where it lies and who has it now.
    pub now: Belonging,
    /// Where it lay and who had it until it was routed or handed on, oldest first.
    pub earlier: Vec<(Instant, Belonging)>,
    /// Oldest first; marks may be left out.
    pub events: Vec<Event>,
}

/// Whom a case counts for, and its limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Belonging {
    /// Code of the finest area.
    pub area: Option<String>,
    pub point: Option<String>,
    pub zone: Option<String>,
    /// Id of the unit.
    pub unit: Option<String>,
    /// Slug.
    pub department: Option<String>,
    pub limit: Option<Limit>,
}

impl Found {
    /// Of a channel: what came by the patrols of the grid or from a leader was found by staff, all else by the public.
    pub fn of_source(source: &str) -> Self {
        match source {
            "patrol" | "staff" | "leader" => Self::Staff,
            _ => Self::Public,
        }
    }
}

impl CaseHistory {
    /// Where it lay and who had it at the end of a period.
    pub fn belonging(&self, until: Instant) -> &Belonging {
        let later = self.earlier.iter().find(|(at, _)| *at >= until);
        later.map_or(&self.now, |(_, belonging)| belonging)
    }

    /// The case as it stood at `until`. The due time is that of the limit then, with the pauses until then; none where
    /// no limit or no calendar is known.
    pub fn record(&self, until: Instant, calendar: &Calendar, zone: &TimeZone) -> CaseRecord<'_> {
        let belonging = self.belonging(until);
        let known = self.events.partition_point(|event| event.at < until);
        let course = Course::of(&self.events, until);
        let clock = CaseClock::of(&self.events[..known], belonging.limit);
        let due_at = clock.as_ref().and_then(|clock| clock.due(calendar, zone).ok().flatten());
        let closed = clock.filter(|_| course.closed_at.is_some());
        CaseRecord {
            category: &self.category,
            found: Found::of_source(&self.source),
            point: belonging.point.as_deref(),
            zone: belonging.zone.as_deref(),
            unit: belonging.unit.as_deref(),
            department: belonging.department.as_deref(),
            recorded_at: self.recorded_at,
            due_at,
            course,
            relapsed: self.relapsed_at.is_some_and(|at| at < until),
            handling: closed.and_then(|clock| clock.worked(calendar, zone).ok().flatten()),
            appeal: self.appeal,
        }
    }
}
