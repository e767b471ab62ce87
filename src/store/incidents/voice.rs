//! Voices: further reports of a problem that is a case already. Each has a code of its own and counts once.

use super::group::KnownAnswer;
use super::group_sql;
use super::row::{IdempotencyKey, NewReport};
use super::written::{IdempotencyRow, ReportRow, pending};
use crate::domain::instant::Instant;
use crate::store::changes::log_changes;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::table_row::InsertRows;
use crate::store::{Store, StoreError, json_rows};
use serde_json::{Value, json};
use uuid::Uuid;

statements! {
    COUNT_VOICE {
        "UPDATE incident SET voices = voices + 1 WHERE home_code = $1 AND id = $2
            AND state IN ('reported', 'filed', 'dispatched', 'handled', 'suspended')
         RETURNING voices"
    }
    BY_CODE { "SELECT incident, received_at FROM report WHERE tracking_code = $1" }
}

/// A report of a problem that is a case already.
#[derive(Debug, Clone, PartialEq)]
pub struct NewVoice {
    pub home_code: String,
    pub incident: Uuid,
    pub report: NewReport,
    pub source: String,
    pub external_ref: Option<String>,
    pub reporter_party: Option<Uuid>,
    pub tracking_code: String,
    pub received_at: Instant,
    pub idempotency: Option<IdempotencyKey>,
}

/// What became of a voice.
#[derive(Debug, Clone, PartialEq)]
pub enum Voiced {
    /// Counted; so many there are now.
    Counted(i64),
    /// The key was used before with the same content, and got this.
    Replayed(Value),
    /// The case has ended meanwhile; nothing was written.
    Ended,
}

row! {
    /// The case that a voice belongs to.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct VoiceOf {
        pub incident: Uuid,
        pub received_at: Instant,
    }
}

impl Store {
    /// Adds a voice to an open case, with its key, in one transaction. The store adds the member `voices` to the answer
    /// of the key.
    pub async fn add_voice(&self, voice: &NewVoice) -> Result<Voiced, StoreError> {
        match self.add_voice_once(voice).await {
            // Another instance used the key between our look and our insert: the second run finds its answer.
            Err(StoreError::Unique { .. }) if voice.idempotency.is_some() => self.add_voice_once(voice).await,
            outcome => outcome,
        }
    }

    async fn add_voice_once(&self, voice: &NewVoice) -> Result<Voiced, StoreError> {
        let keys = voice.idempotency.as_ref().map(|key| json!({"caller": key.caller, "key": key.key}));
        let keys = keys.map(|key| json_rows(&[key])).transpose()?;
        write_tx!(self, |c| {
            if let (Some(keys), Some(key)) = (&keys, &voice.idempotency) {
                let known: Option<KnownAnswer> =
                    sqlx::query_as(c.say(&group_sql::ANSWERS)).bind(keys).fetch_optional(&mut *c).await?;
                if let Some(answer) = known {
                    return if answer.fingerprint == key.fingerprint {
                        Ok(Voiced::Replayed(answer.response))
                    } else {
                        Err(StoreError::KeyReused)
                    };
                }
            }
            let voices: Option<i64> = sqlx::query_scalar(c.say(&COUNT_VOICE))
                .bind(&voice.home_code)
                .bind(voice.incident)
                .fetch_optional(&mut *c)
                .await?;
            let Some(voices) = voices else { return Ok(Voiced::Ended) };
            let report = ReportRow {
                home_code: &voice.home_code,
                id: voice.report.id,
                incident: voice.incident,
                source: &voice.source,
                external_ref: voice.external_ref.as_deref(),
                reporter_party: voice.reporter_party,
                received_at: voice.received_at,
                body: &voice.report.body,
                tracking_code: Some(&voice.tracking_code),
            };
            c.insert_rows(&[report]).await?;
            if let Some(key) = &voice.idempotency {
                let mut response = key.response.clone();
                response["voices"] = voices.into();
                let row = IdempotencyRow {
                    caller: &key.caller,
                    key: &key.key,
                    fingerprint: &key.fingerprint,
                    response: &response,
                    home_code: &voice.home_code,
                    incident: voice.incident,
                    recorded_at: voice.received_at,
                };
                c.insert_rows(&[row]).await?;
            }
            log_changes!(c, &[pending(&voice.home_code, voice.incident, voice.received_at)]);
            Ok(Voiced::Counted(voices))
        })
    }

    /// The case that a voice's code follows.
    pub async fn voice_by_tracking_code(&self, code: &str) -> Result<Option<VoiceOf>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_CODE)).bind(code).fetch_optional(c).await?))
    }
}
