//! What became of an attempt: a receipt for the delivery log, or an error that says whether trying again helps.

use crate::domain::text::Words;
use serde::Serialize;
use std::time::Duration;

/// Characters of an answer that the log keeps.
pub const ANSWER_LETTERS: usize = 500;

/// One attempt, for the delivery log. Holds no secret: what the destination keeps secret is blotted out of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Receipt {
    /// HTTP status or SMTP reply code; none when there was no answer.
    pub status: Option<u16>,
    /// How long the attempt took, milliseconds.
    pub millis: u64,
    /// The first 500 characters of the answer, without control characters.
    pub answer: String,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Somebody has to change something first.
    Never,
    /// It may pass by itself; the receiver may have named a time to wait.
    Later { after: Option<Duration> },
}

/// A message that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {}", .words.en)]
pub struct SendError {
    /// Stable, for machines: `address_refused`, `timed_out`, `rate_limited`, …
    pub code: &'static str,
    /// What happened and what to do. No secret, no inner address.
    pub words: Words,
    pub retry: Retry,
    pub receipt: Receipt,
}

impl SendError {
    pub(super) fn never(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, words: Words::new(zh, en), retry: Retry::Never, receipt: Receipt::default() }
    }

    pub(super) fn later(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { retry: Retry::Later { after: None }, ..Self::never(code, zh, en) }
    }

    /// The same, with a time that the receiver asks to wait.
    #[must_use]
    pub(super) fn after(mut self, wait: Duration) -> Self {
        self.retry = Retry::Later { after: Some(wait) };
        self
    }

    pub fn is_permanent(&self) -> bool {
        self.retry == Retry::Never
    }

    /// How long the receiver asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.retry {
            Retry::Never => None,
            Retry::Later { after } => after,
        }
    }
}
