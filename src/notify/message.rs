//! What is said about an event: in both languages, from facts that hold no person.

use crate::domain::case::State;
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

vocabulary! {
    /// How pressing a message is.
    Severity {
        /// For information.
        Notice = "notice",
        /// Somebody has to act.
        Task = "task",
        /// A limit is near or passed, or a leader looks on.
        Warning = "warning",
    }
}

vocabulary! {
    /// The language that a destination reads.
    Language {
        Zh = "zh",
        En = "en",
    }
}

impl Language {
    /// The text in this language.
    pub fn of(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => &words.en,
        }
    }
}

/// Something with a code for machines and a name for people: a category, an area, a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub code: String,
    pub words: Words,
}

/// What a template may speak of. Whatever is unknown is absent, and the line that would say it is left out (R10).
/// There is no field for a person's name, a phone, a reporter, an address text or a note, on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// The incident's number; empty where the message is not about one incident.
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Named>,
    /// The area, or the feature in it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Named>,
    /// The post that acts, with its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<Named>,
    /// When the limit ends, RFC 3339 in the site's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// When a suspension ends, RFC 3339 in the site's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<String>,
    /// Number of the incident that this one joined, or that it is a relapse of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_number: Option<String>,
    /// Counts of a digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_soon: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<u64>,
}

/// One message, ready for every channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The outbox row: the same for every attempt, so that receivers can tell a repeat.
    pub id: Uuid,
    /// Slug of the event: of [`EventKind`](crate::domain::case::EventKind) or one of
    /// [`EXTRA_EVENTS`](super::template::EXTRA_EVENTS).
    pub event: String,
    pub severity: Severity,
    /// When it happened, RFC 3339 in the site's zone.
    pub occurred_at: String,
    /// One line.
    pub title: Words,
    /// Lines, separated by `\n`.
    pub text: Words,
    /// Path of the page that shows more, beginning with `/`, below the site's public address.
    pub link: Option<String>,
    pub facts: Facts,
}
