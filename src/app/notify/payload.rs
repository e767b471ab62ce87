//! What stands in a row of the outbox or the inbox: facts. The sentences are made when it is sent or read, so that a
//! correction of the templates reaches what waits.

use crate::app::error::AppError;
use crate::app::reference::Reference;
use crate::app::service::Result;
use crate::domain::instant::Instant;
use crate::notify::{Facts, Message, Templates};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// An event and what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// Slug of the event.
    pub event: String,
    pub at: Instant,
    /// The incident's number. The store writes it into the messages of a new incident.
    #[serde(default)]
    pub number: String,
    pub facts: Facts,
    /// The cases of a day's list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseNumber>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CaseNumber {
    pub id: Uuid,
    pub number: String,
}

impl Payload {
    pub fn read(value: Value) -> Result<Self> {
        serde_json::from_value(value).map_err(|error| AppError::Internal(error.into()))
    }

    pub fn to_value(&self) -> Value {
        // Strings, numbers and lists of them: nothing that could fail to serialise.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The message that it makes; none where the program has no words for the event.
    pub fn message(
        self,
        id: Uuid,
        incident: Option<Uuid>,
        templates: &Templates,
        reference: &Reference,
    ) -> Option<Message> {
        let link = incident.map_or_else(|| "/#/messages".to_owned(), |id| format!("/?incident={id}"));
        let facts = Facts { number: self.number, ..self.facts };
        templates.message(id, &self.event, reference.zoned(self.at), Some(link), facts)
    }
}
