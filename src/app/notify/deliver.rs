//! Delivery: claims what is due, sends it, and writes down what came of it. No transaction is open while the network is
//! spoken to, and no channel waits for another.

use super::channels::ActiveChannel;
use super::payload::Payload;
use super::setup_failed;
use crate::app::service::{Result, Service};
use crate::domain::instant::Instant;
use crate::notify::{Message, NextStep, Receipt, SendError, next_step};
use crate::store::{Claim, Claimed, Ended, Outcome};
use serde_json::json;
use std::sync::Arc;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Messages that one channel is sent at once.
const TOGETHER: i64 = 8;
/// How long a claim holds: longer than any attempt takes.
const CLAIM: i64 = 120 * Instant::SECOND;

/// What a turn has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    pub sent: usize,
    /// Attempts that were not taken; they are tried again, or given up.
    pub failed: usize,
}

impl Service {
    /// Channels that messages are due for.
    pub async fn channels_with_due(&self) -> Result<Vec<Uuid>> {
        Ok(self.store().channels_with_due(self.now()).await?)
    }

    /// Sends everything that is due, all channels side by side.
    pub async fn deliver_due(self: &Arc<Self>) -> Result<Delivered> {
        let mut running = JoinSet::new();
        for channel in self.channels_with_due().await? {
            let service = Arc::clone(self);
            running.spawn(async move { service.deliver_to(channel).await });
        }
        let mut all = Delivered::default();
        while let Some(done) = running.join_next().await {
            let done = done.map_err(|error| crate::app::AppError::Internal(error.into()))??;
            all.sent += done.sent;
            all.failed += done.failed;
        }
        Ok(all)
    }

    /// Sends what is due for one channel, until nothing is, its minute is full, or it takes nothing.
    pub async fn deliver_to(self: &Arc<Self>, channel: Uuid) -> Result<Delivered> {
        let mut all = Delivered::default();
        loop {
            let Some(active) = self.messaging().channels().get(channel).cloned() else { return Ok(all) };
            let active = Arc::new(active);
            let now = self.now();
            let claim = Claim {
                channel,
                id: self.ids().id(now),
                now,
                until: Instant(now.micros() + CLAIM),
                most: TOGETHER,
                per_minute: active.per_minute,
            };
            let claimed = self.store().claim_messages(&claim).await?;
            let count = claimed.len();
            let mut running = JoinSet::new();
            for message in claimed {
                let (service, active) = (Arc::clone(self), Arc::clone(&active));
                running.spawn(async move { service.attempt(&active, claim.id, message).await });
            }
            let mut sent = 0;
            while let Some(done) = running.join_next().await {
                sent += usize::from(done.map_err(|error| crate::app::AppError::Internal(error.into()))??);
            }
            all.sent += sent;
            all.failed += count - sent;
            if count < TOGETHER as usize || sent == 0 {
                return Ok(all);
            }
        }
    }

    /// One attempt with one message; true when it was taken.
    async fn attempt(&self, channel: &ActiveChannel, claim: Uuid, claimed: Claimed) -> Result<bool> {
        let begun = self.now();
        let outcome = match self.written(&claimed) {
            Some(message) => {
                let sender = self.messaging().sender().map_err(setup_failed)?;
                Some(sender.send(&channel.destination, &message, begun).await)
            }
            None => None,
        };
        let now = self.now();
        let (outcome, ended) = match outcome {
            Some(Ok(receipt)) => (noted("sent", None, &receipt), Ended::Sent(now)),
            Some(Err(error)) => {
                let attempts = u32::try_from(claimed.attempts).unwrap_or(u32::MAX);
                let ended = match next_step(attempts, &error, seed(claimed.id), now) {
                    NextStep::TryAt(at) => Ended::TryAt(at),
                    NextStep::GiveUp => Ended::GivenUp(now),
                };
                (noted(error.code, Some(&error), &error.receipt), ended)
            }
            // Of an event that this program has no words for, written by a newer one.
            None => (noted("no_words", None, &Receipt::default()), Ended::GivenUp(now)),
        };
        self.store().end_attempt(claim, &claimed, &outcome, ended).await?;
        Ok(matches!(ended, Ended::Sent(_)))
    }

    fn written(&self, claimed: &Claimed) -> Option<Message> {
        let payload = Payload::read(claimed.payload.clone()).ok()?;
        payload.message(claimed.id, claimed.incident, &self.messaging().templates, &self.reference())
    }
}

/// Differs from message to message, so that they do not come back together.
fn seed(id: Uuid) -> u64 {
    id.as_u64_pair().1
}

fn noted(code: &str, error: Option<&SendError>, receipt: &Receipt) -> Outcome {
    Outcome {
        code: code.to_owned(),
        status: receipt.status.map(i64::from),
        error: error.map(|error| json!(error.words)),
        answer: receipt.answer.clone(),
        took_ms: i64::try_from(receipt.millis).unwrap_or(i64::MAX),
    }
}
