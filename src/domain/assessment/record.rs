//! What of a case assessment looks at.

use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Who found it. Patrols and reports are told apart, since more of one does not mean more of the other.
    Found {
        Public = "public",
        Staff = "staff",
    }
}

/// The course of a case as far as it had gone at an instant. Taken at the end of a period, it makes a published
/// score stay what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    pub filed_at: Option<Instant>,
    /// The last handling, unless it was sent back.
    pub handled_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub on_site_at: Option<Instant>,
    pub reworks: u32,
    /// Rejected, void or merged: a case no more.
    pub dropped: bool,
}

impl Course {
    /// What the history tells of the time before `until`.
    pub fn of(events: &[Event], until: Instant) -> Self {
        let mut course = Self::default();
        for event in events.iter().filter(|event| event.at < until) {
            match event.kind {
                EventKind::CaseFiled => course.filed_at = Some(event.at),
                EventKind::CaseHandled => course.handled_at = Some(event.at),
                EventKind::CaseReworked => {
                    course.handled_at = None;
                    course.reworks += 1;
                }
                EventKind::CaseClosed => course.closed_at = Some(event.at),
                EventKind::CaseHandledOnSite => course.on_site_at = Some(event.at),
                _ => {}
            }
            course.dropped = matches!(event.to, State::Rejected | State::Void | State::Merged);
        }
        course
    }
}

/// One case with what it is counted under. Absent means not known or none: such a case is counted apart, never under
/// somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRecord<'a> {
    pub category: &'a str,
    pub found: Found,
    pub point: Option<&'a str>,
    pub zone: Option<&'a str>,
    pub unit: Option<&'a str>,
    pub department: Option<&'a str>,
    pub recorded_at: Instant,
    /// With its pauses; none when no limit or no calendar is known.
    pub due_at: Option<Instant>,
    pub course: Course,
    /// The same problem came back before the end of the period.
    pub relapsed: bool,
    /// Running time from filing to the handling that stood, microseconds; see `CaseClock::worked`.
    pub handling: Option<i64>,
}
