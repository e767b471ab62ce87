//! Who has most to do: the demo's accounts belong to such people, so that whoever tries one has work before him.

use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::domain::case::State;
use crate::domain::duty::{Appointment, Role, Target};
use crate::domain::instant::Instant;
use crate::store::{IncidentFilter, IncidentRow, PageRequest};

/// Most open cases that are counted; a demo has a few hundred.
const MOST: u32 = 1_000;

/// Which open cases make the holder of a post busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Those that the post acts in.
    Acting,
    /// Those that lie in the area of the post.
    Within,
}

/// A post that somebody shall be found for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub role: Role,
    /// Department slug, for enforcement.
    pub department: Option<&'static str>,
    pub work: Work,
}

impl Service {
    /// The demo's open cases.
    pub(super) async fn open_cases(&self) -> Result<Vec<IncidentRow>> {
        let states = State::ALL.iter().copied().filter(|state| state.is_open()).collect();
        let filter = IncidentFilter { states, ..IncidentFilter::default() };
        Ok(self.store().incidents(&filter, PageRequest { limit: MOST, after: None }).await?.incidents)
    }
}

/// The held post with most open cases; of several the first of the roster.
pub(super) fn busiest<'a>(
    reference: &'a Reference,
    open: &[IncidentRow],
    wanted: Wanted,
    at: Instant,
) -> Option<&'a Appointment> {
    let posts = reference.roster.appointments().iter().filter(|post| {
        post.role == wanted.role
            && (wanted.department.is_none() || post.department.as_deref() == wanted.department)
            && post.person.or(post.unit).is_some()
            && post.validity.holds_at(at)
    });
    let counted = posts.map(|post| (open.iter().filter(|row| counts(post, row, wanted.work)).count(), post));
    // `max_by_key` gives the last of equals.
    counted.rev().max_by_key(|(count, _)| *count).map(|(_, post)| post)
}

fn counts(post: &Appointment, row: &IncidentRow, work: Work) -> bool {
    match (work, &post.target) {
        (Work::Acting, _) => row.actor_appointment == Some(post.id),
        (Work::Within, Target::Area { code, .. }) => {
            let codes = [&row.area_code, &row.point_code, &row.zone_code, &row.community_code];
            codes.into_iter().any(|one| one.as_ref() == Some(code))
        }
        (Work::Within, Target::Feature { .. }) => false,
    }
}
