//! Who hears of an event in the app. Messages are addressed to posts, not to persons: whoever holds the post reads them.

use super::rows::Told;
use crate::domain::case::{EventKind, SampleResult, State};
use crate::domain::deadline::Recipient;
use crate::domain::duty::PostState;
use crate::domain::routing::Holder;
use serde_json::Value;
use std::collections::HashSet;
use uuid::Uuid;

pub(super) fn of_post(appointment: Uuid) -> String {
    format!("post:{appointment}")
}

pub(super) fn of_party(party: Uuid) -> String {
    format!("party:{party}")
}

/// The office of a community, `-` for what lies outside all.
pub(super) fn of_office(community: Option<&str>) -> String {
    format!("office:{}", community.unwrap_or("-"))
}

/// Gathers recipients, each once. Who did it knows already.
pub(super) struct Recipients<'a> {
    told: &'a Told<'a>,
    keys: Vec<String>,
    persons: HashSet<Uuid>,
}

impl<'a> Recipients<'a> {
    /// Everybody who is concerned by an event.
    pub fn of(told: &'a Told<'a>) -> Vec<String> {
        let mut recipients = Self { told, keys: Vec::new(), persons: HashSet::new() };
        recipients.gather();
        recipients.keys
    }

    /// One addressee, the office where the post is vacant.
    pub fn one(told: &'a Told<'a>, recipient: &Recipient) -> Option<String> {
        let mut recipients = Self { told, keys: Vec::new(), persons: HashSet::new() };
        recipients.recipient(recipient);
        recipients.keys.pop()
    }

    fn gather(&mut self) {
        let (assignment, event) = (self.told.assignment, self.told.event);
        match event.kind {
            EventKind::IncidentReported | EventKind::CaseFiled => {
                if at_desk(event.to) {
                    self.office();
                }
                if event.kind == EventKind::IncidentReported && self.told.row.relapse_of.is_some() {
                    self.holders(&assignment.block);
                }
            }
            EventKind::CaseDispatched | EventKind::CaseReassigned | EventKind::CaseHandedOver => {
                self.acting();
                self.holders(assignment.block.iter().chain(&assignment.copies));
            }
            EventKind::CaseReturned | EventKind::CaseAppealed => self.office(),
            EventKind::CaseHelpAsked => self.named("helper"),
            EventKind::CaseHandled => {
                self.holders(assignment.checker.iter().chain(self.told.liaison));
                self.office();
            }
            EventKind::CaseHandledOnSite => self.holders(&assignment.block),
            EventKind::CaseReworked | EventKind::CaseResumed | EventKind::CaseUrged => self.acting(),
            EventKind::CaseSupervised | EventKind::CaseSuspended => {
                self.acting();
                self.holders(&assignment.block);
            }
            EventKind::CaseClosed
            | EventKind::CaseRejected
            | EventKind::CaseVoided
            | EventKind::CaseMerged => {
                if event.from.is_some_and(|from| !at_desk(from)) {
                    self.holders(&assignment.actor);
                }
                if let Some(party) = self.told.row.reporter_party {
                    self.party(party);
                }
            }
            EventKind::CaseEdited => {
                if self.told.reassigned() {
                    self.acting();
                }
            }
            EventKind::CaseSampled => {
                if event.detail.get("result").and_then(Value::as_str) == Some(SampleResult::Failed.slug()) {
                    self.holders(&assignment.actor);
                }
            }
            EventKind::CaseReferred => match self.told.step() {
                Some(step) => self.recipient(&step.addressee()),
                None => self.named("addressee"),
            },
            EventKind::CaseEscalated => {
                if let Some(step) = self.told.step() {
                    self.recipient(&step.addressee());
                }
            }
            EventKind::CaseAccepted => {}
        }
    }

    /// Who acts; while nobody has it in hand, the office that has to send it to somebody.
    fn acting(&mut self) {
        match &self.told.assignment.actor {
            Some(actor) if !at_desk(self.told.event.to) => self.asked(actor),
            _ => self.office(),
        }
    }

    /// A post that the event's detail names.
    fn named(&mut self, member: &str) {
        let holder = self.told.event.detail.get(member).cloned();
        if let Some(holder) = holder.and_then(|value| serde_json::from_value::<Holder>(value).ok()) {
            self.asked(&holder);
        }
    }

    fn recipient(&mut self, recipient: &Recipient) {
        match recipient {
            Recipient::Post(holder) => self.asked(holder),
            // 指挥部 has no account of its own.
            Recipient::Command | Recipient::Office => self.office(),
        }
    }

    /// Somebody who has to do something: the office for him where nobody holds the post.
    fn asked(&mut self, holder: &Holder) {
        let is_held =
            holder.state != PostState::Vacant && (holder.appointment.is_some() || holder.unit.is_some());
        if is_held { self.holder(holder) } else { self.office() }
    }

    /// Those who shall know; a post that nobody holds knows nothing.
    fn holders<'h>(&mut self, holders: impl IntoIterator<Item = &'h Holder>) {
        holders.into_iter().for_each(|holder| self.holder(holder));
    }

    fn holder(&mut self, holder: &Holder) {
        if holder.state == PostState::Vacant {
            return;
        }
        let who = holder.person.or(holder.unit);
        if who.is_some() && who == self.told.event.actor_party {
            return;
        }
        // Somebody who holds two of the posts is told once.
        if holder.person.is_some_and(|person| !self.persons.insert(person)) {
            return;
        }
        match (holder.appointment, holder.unit) {
            (Some(id), _) => self.key(of_post(id)),
            (None, Some(unit)) => self.key(of_party(unit)),
            (None, None) => {}
        }
    }

    fn party(&mut self, party: Uuid) {
        if Some(party) != self.told.event.actor_party && self.persons.insert(party) {
            self.key(of_party(party));
        }
    }

    fn office(&mut self) {
        if self.told.event.actor_role != "community_office" {
            self.key(of_office(self.told.fields.community_code.as_deref()));
        }
    }

    fn key(&mut self, key: String) {
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }
}

/// Whether a case waits for the office.
fn at_desk(state: State) -> bool {
    matches!(state, State::Reported | State::Filed)
}
