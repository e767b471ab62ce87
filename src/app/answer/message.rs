//! Messages, channels and deliveries as answers. What a channel keeps secret is in none of them.

use crate::domain::text::Words;
use crate::notify::{ChannelKind, Language, MailSecurity, Severity};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How a channel is reached, without what is secret: of URLs the host alone, because robots carry their key in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct ChannelSettings {
    /// Scheme and host of the URL.
    pub url_shown: Option<String>,
    /// Whether a signing secret is on file.
    pub secret_set: bool,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub security: Option<MailSecurity>,
    pub user: Option<String>,
    pub password_set: bool,
    pub from: Option<String>,
    pub hello: Option<String>,
    pub to: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChannelAnswer {
    pub id: Uuid,
    pub name: String,
    pub kind: ChannelKind,
    pub enabled: bool,
    /// What robots and mail are written in; the webhook carries both.
    pub language: Language,
    /// Events that it wants, all when empty; likewise areas and departments.
    pub events: Vec<String>,
    pub areas: Vec<String>,
    pub departments: Vec<String>,
    /// Messages a minute; null for what its kind takes.
    pub per_minute: Option<i64>,
    /// What its kind takes a minute.
    pub per_minute_usual: Option<u32>,
    pub settings: ChannelSettings,
    pub created_at: String,
    pub changed_at: String,
    /// Messages that have not been taken yet.
    pub waiting: i64,
    pub last_attempt_at: Option<String>,
    /// `sent` or the code of an error.
    pub last_outcome: Option<String>,
    pub version: i64,
}

/// An event that channels may want.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MessageEvent {
    pub slug: String,
    pub name: Words,
    pub severity: Severity,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChannelsAnswer {
    pub channels: Vec<ChannelAnswer>,
    pub events: Vec<MessageEvent>,
}

/// What the receiver of a test message said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChannelTest {
    pub ok: bool,
    /// Stable, of the error.
    pub code: Option<String>,
    /// What happened and what to do.
    pub words: Words,
    /// HTTP status or SMTP reply.
    pub status: Option<u16>,
    /// The beginning of the receiver's answer.
    pub answer: String,
    pub took_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    Sent,
    GivenUp,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DeliveryAttempt {
    pub attempt: i64,
    pub at: String,
    /// `sent`, the code of an error, or null while it is under way.
    pub outcome: Option<String>,
    pub status: Option<i64>,
    pub words: Option<Words>,
    pub answer: Option<String>,
    pub took_ms: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Delivery {
    pub id: Uuid,
    pub channel: Uuid,
    pub channel_name: String,
    pub state: DeliveryState,
    pub event: String,
    pub title: Words,
    pub incident: Option<Uuid>,
    pub created_at: String,
    /// When it is tried next, while it waits.
    pub next_at: Option<String>,
    pub sent_at: Option<String>,
    pub given_up_at: Option<String>,
    /// Code of the last error.
    pub last_error: Option<String>,
    /// Oldest first.
    pub attempts: Vec<DeliveryAttempt>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Deliveries {
    /// Newest first.
    pub items: Vec<Delivery>,
    pub next_cursor: Option<String>,
}

/// A case that a day's list names.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MessageCase {
    pub id: Uuid,
    pub number: String,
}

/// A message in the app.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InboxMessage {
    pub id: Uuid,
    pub event: String,
    pub severity: Severity,
    pub title: Words,
    /// Lines, separated by `\n`.
    pub text: Words,
    pub at: String,
    /// The case that it is about.
    pub incident: Option<Uuid>,
    /// The cases of a day's list, the most pressing first.
    pub cases: Vec<MessageCase>,
    pub read: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InboxAnswer {
    /// Newest first.
    pub items: Vec<InboxMessage>,
    pub next_cursor: Option<String>,
    pub unread: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnreadMessages {
    pub unread: i64,
}
