//! The roster: all parties and appointments, arranged so that the posts of one area or feature are found by one
//! hash look-up. Immutable; a change builds a new one.

use super::{Appointment, Party, PostState, Role, Target};
use crate::domain::instant::Instant;
use std::collections::HashMap;
use std::ops::Range;
use uuid::Uuid;

/// Parties and appointments with their indexes.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    parties: Vec<Party>,
    party_by_id: HashMap<Uuid, u32>,
    /// Sorted by target, role, primary first, start, id, so that every target's posts lie side by side.
    appointments: Vec<Appointment>,
    by_target: HashMap<Target, Range<u32>>,
    by_id: HashMap<Uuid, u32>,
    /// Every instant at which some post begins or ends, ascending, each once.
    changes: Vec<Instant>,
}

impl Roster {
    /// Sorts and indexes; O(n log n). Of two parties or appointments with one id the later wins in look-ups.
    pub fn new(parties: Vec<Party>, mut appointments: Vec<Appointment>) -> Self {
        appointments.sort_by(|a, b| {
            a.target
                .cmp(&b.target)
                .then(a.role.cmp(&b.role))
                .then(b.primary.cmp(&a.primary))
                .then(a.validity.from.cmp(&b.validity.from))
                .then(a.id.cmp(&b.id))
        });
        let mut by_target: HashMap<Target, Range<u32>> = HashMap::new();
        let mut start = 0;
        for group in appointments.chunk_by(|a, b| a.target == b.target) {
            let end = start + group.len() as u32;
            by_target.insert(group[0].target.clone(), start..end);
            start = end;
        }
        let mut changes: Vec<Instant> = appointments
            .iter()
            .flat_map(|a| std::iter::once(a.validity.from).chain(a.validity.until))
            .collect();
        changes.sort_unstable();
        changes.dedup();
        Self {
            party_by_id: parties.iter().zip(0..).map(|(p, i)| (p.id, i)).collect(),
            by_id: appointments.iter().zip(0..).map(|(a, i)| (a.id, i)).collect(),
            parties,
            appointments,
            by_target,
            changes,
        }
    }

    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    pub fn party(&self, id: Uuid) -> Option<&Party> {
        self.party_by_id.get(&id).map(|&i| &self.parties[i as usize])
    }

    /// All appointments, past and future ones included, sorted by target and role.
    pub fn appointments(&self) -> &[Appointment] {
        &self.appointments
    }

    pub fn appointment(&self, id: Uuid) -> Option<&Appointment> {
        self.by_id.get(&id).map(|&i| &self.appointments[i as usize])
    }

    /// The posts of a target in force at `at`, by role, then the primary one first. One hash look-up.
    pub fn in_force<'a>(
        &'a self,
        target: &Target,
        at: Instant,
    ) -> impl Iterator<Item = &'a Appointment> + use<'a> {
        let range = self.by_target.get(target).cloned().unwrap_or(0..0);
        self.appointments[range.start as usize..range.end as usize]
            .iter()
            .filter(move |a| a.validity.holds_at(at))
    }

    /// The same as [`Roster::in_force`], collected.
    pub fn posts(&self, target: &Target, at: Instant) -> Vec<&Appointment> {
        self.in_force(target, at).collect()
    }

    /// The post that answers for a role on a target: the primary one, unless it is vacant and another holder of
    /// the role is not. None when no such post is in force.
    pub fn post(&self, target: &Target, role: Role, at: Instant) -> Option<&Appointment> {
        self.answering(self.in_force(target, at).filter(|a| a.role == role))
    }

    /// The post of a department's enforcement: of the own area, else inherited from the nearest one above that
    /// has any. A vacant post is passed over for the one above, and returned only when nothing above is held.
    pub fn enforcement(
        &self,
        targets_upward: &[Target],
        department: &str,
        at: Instant,
    ) -> Option<&Appointment> {
        let mut vacant = None;
        for target in targets_upward {
            let posts = self
                .in_force(target, at)
                .filter(|a| a.role == Role::Enforcement && a.department.as_deref() == Some(department));
            match self.answering(posts) {
                Some(post) if post.state() != PostState::Vacant => return Some(post),
                found => vacant = vacant.or(found),
            }
        }
        vacant
    }

    /// The next instant after `at` at which some post begins or ends: a snapshot of the chain holds until then.
    pub fn next_change_after(&self, at: Instant) -> Option<Instant> {
        let next = self.changes.partition_point(|&change| change <= at);
        self.changes.get(next).copied()
    }

    fn answering<'a>(&self, posts: impl Iterator<Item = &'a Appointment>) -> Option<&'a Appointment> {
        let mut first = None;
        for post in posts {
            if post.state() != PostState::Vacant {
                return Some(post);
            }
            first = first.or(Some(post));
        }
        first
    }
}
