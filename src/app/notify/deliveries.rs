//! The log of deliveries, and sending again by hand.

use super::payload::Payload;
use crate::app::answer::{Deliveries, Delivery, DeliveryAttempt, DeliveryState};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service};
use crate::domain::text::Words;
use crate::store::{Attempt, DeliveryFilter, DeliveryRow};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// Which deliveries.
#[derive(Debug, Clone, Default)]
pub struct DeliveryQuery {
    pub channel: Option<Uuid>,
    pub state: Option<&'static str>,
    pub limit: usize,
    pub cursor: Option<String>,
}

/// The id that a page goes on from.
pub(super) fn cursor(text: Option<&str>) -> Result<Option<Uuid>> {
    let read = text.map(Uuid::parse_str).transpose();
    read.map_err(|_| {
        AppError::invalid(FieldError::new(
            "cursor",
            "malformed",
            "翻页标记无效，请从第一页重新开始",
            "not a cursor; begin with the first page",
        ))
    })
}

impl Service {
    /// Messages to the outside, newest first, each with its attempts.
    pub async fn deliveries(&self, query: &DeliveryQuery) -> Result<Deliveries> {
        let filter = DeliveryFilter {
            channel: query.channel,
            state: query.state.unwrap_or_default().into(),
            before: cursor(query.cursor.as_deref())?,
        };
        let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
        let rows = self.store().deliveries(&filter, limit).await?;
        let next_cursor = rows.last().filter(|_| rows.len() == query.limit).map(|row| row.id.to_string());
        Ok(Deliveries { items: self.delivery_answers(rows).await?, next_cursor })
    }

    async fn delivery_answers(&self, rows: Vec<DeliveryRow>) -> Result<Vec<Delivery>> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut attempts: HashMap<Uuid, Vec<DeliveryAttempt>> = HashMap::new();
        for attempt in self.store().attempts_of(&ids).await? {
            attempts.entry(attempt.outbox).or_default().push(self.attempt_answer(attempt));
        }
        let channels = self.store().channels().await?;
        let names: HashMap<Uuid, String> = channels.into_iter().map(|row| (row.id, row.name)).collect();
        let reference = self.reference();
        let zoned = |at| reference.zoned(at);
        let answer = |row: DeliveryRow| {
            let state = match (row.sent_at, row.given_up_at) {
                (Some(_), _) => DeliveryState::Sent,
                (None, Some(_)) => DeliveryState::GivenUp,
                (None, None) => DeliveryState::Waiting,
            };
            let payload = Payload::read(row.payload)?;
            let event = payload.event.clone();
            let message = payload.message(row.id, row.incident, &self.messaging().templates, &reference);
            Ok(Delivery {
                id: row.id,
                channel: row.destination,
                channel_name: names.get(&row.destination).cloned().unwrap_or_default(),
                state,
                title: message.map_or_else(|| Words::new(&event, &event), |message| message.title),
                event,
                incident: row.incident,
                created_at: zoned(row.created_at),
                next_at: (state == DeliveryState::Waiting).then(|| zoned(row.due_at)),
                sent_at: row.sent_at.map(zoned),
                given_up_at: row.given_up_at.map(zoned),
                last_error: row.last_error,
                attempts: attempts.remove(&row.id).unwrap_or_default(),
            })
        };
        rows.into_iter().map(answer).collect()
    }

    fn attempt_answer(&self, attempt: Attempt) -> DeliveryAttempt {
        DeliveryAttempt {
            attempt: attempt.attempt,
            at: self.reference().zoned(attempt.at),
            outcome: attempt.outcome,
            status: attempt.status,
            words: attempt.error.and_then(|words| serde_json::from_value(words.0).ok()),
            answer: attempt.answer.filter(|answer| !answer.is_empty()),
            took_ms: attempt.took_ms,
        }
    }

    /// Sends a message again, from the first attempt on. The receiver sees the same id.
    pub async fn replay_delivery(&self, id: Uuid, actor: &str) -> Result<Delivery> {
        let not_found = || AppError::NotFound { kind: "delivery", id: id.to_string() };
        let row = self.store().delivery(id).await?.ok_or_else(not_found)?;
        let channels = self.store().channels().await?;
        if !channels.iter().any(|channel| channel.id == row.destination && channel.removed_at.is_none()) {
            return Err(AppError::Conflict {
                code: "channel_removed",
                words: Words::new(
                    "这个通道已删除，无法重发",
                    "this channel was removed, so nothing can be sent by it",
                ),
            });
        }
        let audit =
            self.audit_entry(actor, "replay_message", id.to_string(), json!({"channel": row.destination}));
        if !self.store().replay_message(id, &audit).await? {
            return Err(AppError::Conflict {
                code: "being_sent",
                words: Words::new(
                    "正在投递，请稍后再看",
                    "it is being sent just now; look again in a moment",
                ),
            });
        }
        self.messaging().ring();
        let row = self.store().delivery(id).await?.ok_or_else(not_found)?;
        self.delivery_answers(vec![row]).await?.pop().ok_or_else(not_found)
    }
}
