//! The channels as the hot path sees them: read once, followed through the change log.

use crate::app::service::{Result, Service};
use crate::notify::{ChannelKind, Destination};
use crate::store::ChannelRow;
use std::sync::Arc;
use uuid::Uuid;

/// A channel that is switched on and can be used.
#[derive(Debug, Clone)]
pub(in crate::app) struct ActiveChannel {
    pub id: Uuid,
    pub destination: Destination,
    /// Messages a minute, its own or its kind's.
    pub per_minute: Option<i64>,
    events: Vec<String>,
    areas: Vec<String>,
    departments: Vec<String>,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Channels(pub Vec<ActiveChannel>);

/// What a channel decides on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Slug of the event.
    pub event: &'a str,
    /// Codes of the areas that the case lies in, whatever their level.
    pub areas: &'a [String],
    pub department: Option<&'a str>,
}

impl ActiveChannel {
    /// None for one that is switched off or that this program cannot read.
    fn of(row: ChannelRow) -> Option<Self> {
        if row.disabled_at.is_some() || row.removed_at.is_some() {
            return None;
        }
        let destination: Destination = match serde_json::from_value(row.settings) {
            Ok(destination) => destination,
            // The error may quote what is secret.
            Err(_) => {
                tracing::warn!(channel = %row.id, "the settings of a channel cannot be read");
                return None;
            }
        };
        let per_minute = row.per_minute.or(destination.kind().per_minute().map(i64::from));
        let (events, areas, departments) = (row.events, row.areas, row.departments);
        Some(Self { id: row.id, destination, per_minute, events, areas, departments })
    }

    pub fn kind(&self) -> ChannelKind {
        self.destination.kind()
    }

    /// Whether it wants to hear of it. An empty list leaves nothing out.
    pub(super) fn wants(&self, asked: Asked<'_>) -> bool {
        let among = |list: &[String], text: &str| list.iter().any(|entry| entry == text);
        (self.events.is_empty() || among(&self.events, asked.event))
            && (self.areas.is_empty() || asked.areas.iter().any(|code| among(&self.areas, code)))
            && (self.departments.is_empty()
                || asked.department.is_some_and(|slug| among(&self.departments, slug)))
    }
}

impl Channels {
    pub fn get(&self, id: Uuid) -> Option<&ActiveChannel> {
        self.0.iter().find(|channel| channel.id == id)
    }
}

impl Service {
    /// Reads the channels again: at start, and when one has changed anywhere.
    pub(in crate::app) async fn refresh_channels(&self) -> Result<()> {
        let rows = self.store().channels().await?;
        let channels = Channels(rows.into_iter().filter_map(ActiveChannel::of).collect());
        self.messaging().channels.store(Arc::new(channels));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::{Channel, Language, Secret};

    fn channel(events: &[&str], areas: &[&str], departments: &[&str]) -> ActiveChannel {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        ActiveChannel {
            id: Uuid::nil(),
            destination: Destination {
                language: Language::Zh,
                channel: Channel::Wecom { url: Secret::new("https://example.gov.cn/hook") },
            },
            per_minute: Some(20),
            events: own(events),
            areas: own(areas),
            departments: own(departments),
        }
    }

    #[test]
    fn a_channel_hears_what_it_asked_for_and_an_empty_list_leaves_nothing_out() {
        let areas = ["P1".to_owned(), "Z1".to_owned(), "C1".to_owned()];
        let case = Asked { event: "case_dispatched", areas: &areas, department: Some("chengguan") };
        let wants = |events: &[&str], areas: &[&str], departments: &[&str]| {
            channel(events, areas, departments).wants(case)
        };
        assert!(wants(&[], &[], &[]));
        assert!(wants(&["case_dispatched"], &["Z1"], &["chengguan"]));
        assert!(!wants(&["case_closed"], &[], &[]));
        assert!(!wants(&[], &["Z2"], &[]));
        assert!(!wants(&[], &["C1"], &["huanbao"]));
        let none = Asked { department: None, areas: &[], ..case };
        assert!(!channel(&[], &[], &["chengguan"]).wants(none) && !channel(&[], &["C1"], &[]).wants(none));
    }
}
