//! What somebody finds in the app: messages for his posts, for himself, for his unit while it names nobody, and for the
//! office that he keeps.

use super::deliveries::cursor;
use super::payload::Payload;
use super::recipients::{of_office, of_party, of_post};
use crate::app::answer::{InboxAnswer, InboxMessage, MessageCase, UnreadMessages};
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::duty::{Appointment, PartyKind, Target};
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::domain::instant::Instant;
use crate::store::{InboxPage, InboxRow};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Which messages.
#[derive(Debug, Clone, Default)]
pub struct MessageQuery {
    pub unread: bool,
    pub limit: usize,
    pub cursor: Option<String>,
}

/// All that a caller is.
fn recipients(reference: &Reference, viewer: &Viewer, now: Instant) -> Vec<String> {
    let mut keys: BTreeSet<String> = viewer.posts.iter().map(|post| of_post(post.id)).collect();
    let party = viewer.party().and_then(|id| reference.roster.party(id));
    let mut units: Vec<&Appointment> = Vec::new();
    if let Some(party) = party {
        keys.insert(of_party(party.id));
        let unit = if party.kind == PartyKind::Person { party.unit } else { Some(party.id) };
        if let Some(unit) = unit {
            keys.insert(of_party(unit));
            let of_unit = |post: &&Appointment| post.unit == Some(unit) && post.validity.holds_at(now);
            units.extend(reference.roster.appointments().iter().filter(of_unit));
        }
    }
    keys.extend(units.iter().filter(|post| post.person.is_none()).map(|post| of_post(post.id)));
    if viewer.roles.has(AccountRole::CommunityOffice) {
        let posts: Vec<&Appointment> = viewer.posts.iter().chain(units).collect();
        keys.insert(of_office(None));
        keys.extend(offices(reference, &posts));
    }
    keys.into_iter().collect()
}

/// The offices of the communities that the posts lie in, below or above; without posts those of the whole site.
fn offices(reference: &Reference, posts: &[&Appointment]) -> Vec<String> {
    let areas = &reference.areas;
    let own: Vec<AreaId> = posts
        .iter()
        .filter(|post| post.role.level().is_some())
        .filter_map(|post| match &post.target {
            Target::Area { scheme, code } => areas.get(*scheme, code),
            Target::Feature { .. } => None,
        })
        .collect();
    let is_near = |community: AreaId| {
        posts.is_empty()
            || areas.ancestors(community).any(|above| own.contains(&above))
            || own.iter().any(|id| areas.ancestors(*id).any(|above| above == community))
    };
    areas
        .iter()
        .filter(|(_, area)| area.scheme == Scheme::Duty && area.level == Level::Community)
        .filter(|(id, _)| is_near(*id))
        .map(|(_, area)| of_office(Some(&area.code)))
        .collect()
}

/// Whose marks of reading they are; a desk that was opened without accounts shares one.
fn reader(viewer: &Viewer) -> Uuid {
    viewer.account().unwrap_or(Uuid::nil())
}

impl Service {
    /// A page of somebody's messages, newest first.
    pub async fn messages(&self, query: &MessageQuery, viewer: &Viewer) -> Result<InboxAnswer> {
        let reference = self.reference();
        let recipients = recipients(&reference, viewer, self.now());
        let page = InboxPage {
            recipients: &recipients,
            account: reader(viewer),
            unread: query.unread,
            before: cursor(query.cursor.as_deref())?,
            limit: i64::try_from(query.limit).unwrap_or(i64::MAX),
        };
        let rows = self.store().inbox(&page).await?;
        let next_cursor = rows.last().filter(|_| rows.len() == query.limit).map(|row| row.id.to_string());
        let unread = self.store().unread_messages(&recipients, reader(viewer)).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.extend(self.inbox_message(&reference, row)?);
        }
        Ok(InboxAnswer { items, next_cursor, unread })
    }

    fn inbox_message(&self, reference: &Reference, row: InboxRow) -> Result<Option<InboxMessage>> {
        let payload = Payload::read(row.payload)?;
        let cases = payload.cases.iter();
        let cases = cases.map(|case| MessageCase { id: case.id, number: case.number.clone() }).collect();
        let message = payload.message(row.id, row.incident, &self.messaging().templates, reference);
        Ok(message.map(|message| InboxMessage {
            id: row.id,
            event: message.event,
            severity: message.severity,
            title: message.title,
            text: message.text,
            at: message.occurred_at,
            incident: row.incident,
            cases,
            read: row.read_at.is_some(),
        }))
    }

    pub async fn unread_messages(&self, viewer: &Viewer) -> Result<UnreadMessages> {
        let recipients = recipients(&self.reference(), viewer, self.now());
        Ok(UnreadMessages { unread: self.store().unread_messages(&recipients, reader(viewer)).await? })
    }

    /// Notes messages as read, these or all, and says how many are left.
    pub async fn read_messages(&self, ids: Option<&[Uuid]>, viewer: &Viewer) -> Result<UnreadMessages> {
        let now = self.now();
        let recipients = recipients(&self.reference(), viewer, now);
        self.store().read_messages(&recipients, reader(viewer), ids, now).await?;
        Ok(UnreadMessages { unread: self.store().unread_messages(&recipients, reader(viewer)).await? })
    }
}
