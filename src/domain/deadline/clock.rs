//! The clock of one case: when it started, where it stood still, when it stopped; and how that stands against the
//! limit at an instant. The same history always gives the same clock, however late or often somebody looks.

use super::calendar::{Calendar, CalendarUnknown};
use super::due::{DueError, due_at, pushed_back};
use super::working::{Pace, advance, elapsed};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::routing::Limit;
use crate::domain::vocabulary::vocabulary;
use jiff::tz::TimeZone;

/// From which share of the limit on a case is in warning, in per cent.
pub const WARNING: u32 = 80;

vocabulary! {
    /// How a case stands against its limit.
    DueStatus {
        /// 正常
        OnTime = "on_time",
        /// 预警: at least 80 % of the limit's own time has run
        Warning = "warning",
        /// 超时: handled, or still not handled, after the due time
        Overdue = "overdue",
        /// 挂账: the clock stands still
        Paused = "paused",
        /// No limit is known, or the calendar of a year that it reaches; never guessed (R10)
        Unknown = "unknown",
    }
}

/// A case's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClock {
    /// When the limit began to run: at filing, or when a limit was given that would have run out before.
    pub start: Instant,
    pub limit: Option<Limit>,
    /// `[from, until)`, ascending and apart: suspensions, and the time that a case waited for a check that sent it
    /// back, since that time is not the handler's. A suspension that goes on ends on its planned date.
    pub pauses: Vec<(Instant, Instant)>,
    /// When the work was done, or the case ended otherwise.
    pub stopped: Option<Instant>,
}

/// How a clock stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    pub status: DueStatus,
    pub due: Option<Instant>,
    pub warn: Option<Instant>,
    /// The year whose calendar is missing, when that is why the due time is unknown.
    pub missing_year: Option<i16>,
}

impl CaseClock {
    /// The clock that a history tells; none for a case that was never filed. `limit` is the one in force.
    pub fn of(events: &[Event], limit: Option<Limit>) -> Option<Self> {
        let start = events.iter().find(|event| event.kind == EventKind::CaseFiled)?.at;
        let mut clock = Self { start, limit, pauses: Vec::new(), stopped: None };
        let mut paused: Option<(Instant, Instant)> = None;
        for event in events {
            match event.kind {
                EventKind::CaseSuspended => {
                    paused = event.suspended_until().map(|until| (event.at, until));
                }
                EventKind::CaseResumed => {
                    // The sweep that resumes a case may come late; the suspension ended on its date all the same.
                    clock.pauses.extend(paused.take().map(|(from, until)| (from, until.min(event.at))));
                }
                EventKind::CaseHandled => clock.stopped = Some(event.at),
                EventKind::CaseReworked => {
                    clock.pauses.extend(clock.stopped.take().map(|handled| (handled, event.at)));
                }
                EventKind::CaseReassigned => clock.start = event.limit_start().unwrap_or(clock.start),
                _ => {}
            }
            let ended = matches!(event.to, State::Void | State::Merged);
            clock.stopped = clock.stopped.or(ended.then_some(event.at));
        }
        clock.pauses.extend(paused);
        clock.pauses.retain(|(from, until)| from < until);
        Some(clock)
    }

    /// When the limit runs out. None when no limit is known.
    pub fn due(&self, calendar: &Calendar, zone: &TimeZone) -> Result<Option<Instant>, DueError> {
        self.at_share(100, calendar, zone)
    }

    /// When at least `percent` of the limit has run, in the limit's own time: on the wall clock for 紧急工作时 and
    /// 自然日; in working time for 工作时 and 工作日, where the whole is the working time between start and due time.
    /// Beyond 100 the share is that of the same whole, run after the due time.
    pub fn at_share(
        &self,
        percent: u32,
        calendar: &Calendar,
        zone: &TimeZone,
    ) -> Result<Option<Instant>, DueError> {
        let Some(limit) = self.limit else { return Ok(None) };
        let pace = Pace::of(limit.unit);
        let plain = due_at(self.start, limit, calendar, zone)?;
        let share = |percent: u32| -> Result<i64, DueError> {
            let whole = i128::from(elapsed(self.start, plain, pace, calendar, zone)?);
            i64::try_from((whole * i128::from(percent) + 99) / 100).map_err(|_| DueError::OutOfRange)
        };
        let at = match percent {
            100 => plain,
            101.. => advance(plain, share(percent - 100)?, pace, calendar, zone)?,
            _ => advance(self.start, share(percent)?, pace, calendar, zone)?,
        };
        pushed_back(at, self.start, pace, &self.pauses, calendar, zone).map(Some)
    }

    /// When `after` has run on top of the due time. Suspensions after the due time move it as well.
    pub fn overdue_by(
        &self,
        after: Limit,
        calendar: &Calendar,
        zone: &TimeZone,
    ) -> Result<Option<Instant>, DueError> {
        let Some(due) = self.due(calendar, zone)? else { return Ok(None) };
        let at = due_at(due, after, calendar, zone)?;
        pushed_back(at, due, Pace::of(after.unit), &self.pauses, calendar, zone).map(Some)
    }

    /// Whether the clock stands still at an instant.
    pub fn is_paused(&self, at: Instant) -> bool {
        self.pauses.iter().any(|(from, until)| *from <= at && at < *until)
    }

    /// How the case stands at `now`; once the work is done, how it stood then. Due exactly now is still on time.
    pub fn timing(&self, now: Instant, calendar: &Calendar, zone: &TimeZone) -> Timing {
        let found =
            self.due(calendar, zone).and_then(|due| Ok((due, self.at_share(WARNING, calendar, zone)?)));
        let unknown = Timing { status: DueStatus::Unknown, due: None, warn: None, missing_year: None };
        let at = self.stopped.map_or(now, |stopped| stopped.min(now));
        match found {
            Ok((Some(due), warn)) => {
                let status = if at > due {
                    DueStatus::Overdue
                } else if self.stopped.is_none() && self.is_paused(at) {
                    DueStatus::Paused
                } else if warn.is_some_and(|warn| at >= warn) {
                    DueStatus::Warning
                } else {
                    DueStatus::OnTime
                };
                Timing { status, due: Some(due), warn, missing_year: None }
            }
            Ok((None, _)) | Err(DueError::OutOfRange) => unknown,
            Err(DueError::Calendar(CalendarUnknown { year })) => {
                Timing { missing_year: Some(year), ..unknown }
            }
        }
    }

    /// The clock with the limit that routing again gave at `changed`. The new limit counts from where the old one
    /// did; where it would have run out before it was given, it runs from when it was given, since nobody can be
    /// late for a limit that he did not have. A change of the reference data alone does not come here: an open
    /// case keeps the limit that it was routed with (R4).
    #[must_use]
    pub fn relimited(
        &self,
        limit: Option<Limit>,
        changed: Instant,
        calendar: &Calendar,
        zone: &TimeZone,
    ) -> Self {
        let new = Self { limit, ..self.clone() };
        match new.due(calendar, zone) {
            Ok(Some(due)) if due < changed => Self { start: changed, ..new },
            _ => new,
        }
    }

    /// How long the work took in running time of the limit's pace, pauses left out; on the wall clock when no limit
    /// is known. None while it goes on.
    pub fn worked(&self, calendar: &Calendar, zone: &TimeZone) -> Result<Option<i64>, DueError> {
        let Some(stopped) = self.stopped else { return Ok(None) };
        let pace = self.limit.map_or(Pace::Wall, |limit| Pace::of(limit.unit));
        let mut total = elapsed(self.start, stopped, pace, calendar, zone)?;
        for &(from, until) in &self.pauses {
            total -= elapsed(from.max(self.start), until.min(stopped), pace, calendar, zone)?;
        }
        Ok(Some(total))
    }
}
