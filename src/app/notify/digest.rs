//! The day's list: what leaders hear of without an alarm, at the first hour of a worked day, once.

use super::channels::Asked;
use super::payload::{CaseNumber, Payload};
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::domain::deadline::{DueError, next_digest};
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::notify::{ChannelKind, Facts};
use crate::store::{DigestRow, IncidentRow, MessageTo, OutboxMessage};
use jiff::civil::Time;
use uuid::Uuid;

/// When it is sent, by the site's clock.
const AT: Time = jiff::civil::time(8, 30, 0, 0);
/// More than wait at once anywhere; the rest waits for the next turn.
const MOST: i64 = 20_000;
/// Cases that a list names; its counts tell of all.
const NAMED: usize = 20;

impl Service {
    /// Sends the lists that are due. Runs twice, late, or on several machines without sending one twice: what it tells
    /// is taken up in the transaction that writes it. Gives how many were sent.
    pub async fn send_digests(&self) -> Result<usize> {
        let (reference, now) = (self.reference(), self.now());
        let waiting = self.store().digests_waiting(MOST).await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut sent = 0;
        for group in waiting.chunk_by(|a, b| a.recipient == b.recipient) {
            // Until the calendar is on file nobody knows whether today is a day off; it waits.
            if is_due(&reference, group, now).unwrap_or(false)
                && self.send_digest(&reference, group, now).await?
            {
                sent += 1;
            }
        }
        if sent > 0 {
            self.messaging().ring();
        }
        Ok(sent)
    }

    async fn send_digest(&self, reference: &Reference, group: &[DigestRow], now: Instant) -> Result<bool> {
        let Some(first) = group.first() else { return Ok(false) };
        let mut incidents: Vec<Uuid> = group.iter().filter_map(|row| row.incident).collect();
        incidents.sort_unstable();
        incidents.dedup();
        let mut cases = self.store().incidents_of(&incidents).await?;
        cases.retain(|row| row.state.is_open());
        cases.sort_by_key(|row| (row.due_at.unwrap_or(Instant(i64::MAX)), row.id));
        let list = if cases.is_empty() {
            // All are done meanwhile: there is nothing to tell.
            Vec::new()
        } else {
            let told = Payload::read(group[group.len() - 1].payload.clone())?;
            self.digest_messages(reference, &first.recipient, told, &cases, now)
        };
        let taken: Vec<Uuid> = group.iter().map(|row| row.id).collect();
        let done = self.store().gather_digest(&taken, &first.home_code, &list, now).await?;
        Ok(done && !list.is_empty())
    }

    fn digest_messages(
        &self,
        reference: &Reference,
        recipient: &str,
        told: Payload,
        cases: &[IncidentRow],
        now: Instant,
    ) -> Vec<OutboxMessage> {
        let area = told.facts.place.as_ref().and_then(|place| reference.areas.get(Scheme::Duty, &place.code));
        let overdue = cases.iter().filter(|row| row.due_at.is_some_and(|due| due <= now)).count() as u64;
        let payload = Payload {
            event: "daily_digest".into(),
            at: now,
            number: String::new(),
            facts: Facts {
                place: told.facts.place,
                owner: told.facts.owner,
                department: told.facts.department,
                open: area.and_then(|id| self.open_in(reference, id)),
                due_soon: Some(cases.len() as u64 - overdue).filter(|count| *count > 0),
                overdue: Some(overdue),
                ..Facts::default()
            },
            cases: cases
                .iter()
                .take(NAMED)
                .map(|row| CaseNumber { id: row.id, number: row.number.clone() })
                .collect(),
        };
        let value = payload.to_value();
        let message = |to| OutboxMessage { id: self.ids().id(now), to, payload: value.clone() };
        let areas: Vec<String> = area
            .map(|id| reference.areas.ancestors(id).map(|id| reference.areas.area(id).code.clone()).collect())
            .unwrap_or_default();
        let department = payload.facts.department.as_ref().map(|named| named.code.as_str());
        let asked = Asked { event: "daily_digest", areas: &areas, department };
        let channels = self.messaging().channels();
        let to = |id, kind: ChannelKind| MessageTo::Channel { id, kind: kind.slug().to_owned() };
        let wanting = channels.0.iter().filter(|channel| channel.wants(asked));
        std::iter::once(MessageTo::Inbox(recipient.to_owned()))
            .chain(wanting.map(|channel| to(channel.id, channel.kind())))
            .map(message)
            .collect()
    }
}

/// Whether the list of what came in `group` is due: its hour has struck, and today is a worked day.
fn is_due(reference: &Reference, group: &[DigestRow], now: Instant) -> std::result::Result<bool, DueError> {
    let Some(first) = group.iter().map(|row| row.created_at).min() else { return Ok(false) };
    let (calendar, zone) = (&reference.rulebook.calendar, &reference.zone);
    let today = now.timestamp().to_zoned_datetime(zone.clone()).date();
    Ok(calendar.day(today)?.is_worked() && next_digest(first, AT, calendar, zone)? <= now)
}
