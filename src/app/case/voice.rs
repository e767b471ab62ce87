//! 我也反映: a report of a problem that is a case already. It makes no second case, counts as a voice, and its reporter
//! follows the case by a code of his own.

use crate::app::answer::{Contact, NewReport, VoiceCounted, VoiceReply};
use crate::app::error::AppError;
use crate::app::intake;
use crate::app::query::IdempotencyKey;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::text::Words;
use crate::store::{self, IncidentRow, NewVoice, Voiced};
use uuid::Uuid;

/// What a voice says; what is absent is as the case has it.
#[derive(Debug, Clone, Default)]
pub struct VoiceRequest {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    pub description: Option<String>,
    pub source: Option<String>,
    pub external_ref: Option<String>,
    pub contact: Option<Contact>,
}

impl Service {
    /// Adds a voice to an open case, or to the one that it has joined.
    pub async fn add_voice(
        &self,
        incident: Uuid,
        voice: VoiceRequest,
        key: Option<IdempotencyKey>,
        viewer: &Viewer,
    ) -> Result<VoiceReply> {
        let (reference, now) = (self.reference(), self.now());
        let not_found = || AppError::NotFound { kind: "incident", id: incident.to_string() };
        let row = self.store().incident(incident).await?.ok_or_else(not_found)?;
        let row = self.end_of_line(row).await?;
        let [lon, lat] = row.position().degrees();
        let datum = voice.datum.filter(|_| voice.lon.is_some());
        let report = NewReport {
            lon: voice.lon.unwrap_or(lon),
            lat: voice.lat.unwrap_or(lat),
            datum,
            accuracy_m: None,
            category: row.category.clone(),
            answer: None,
            description: voice.description,
            address: None,
            occurred_at: None,
            source: voice.source,
            external_ref: voice.external_ref,
            contact: voice.contact,
        };
        let source = intake::check_voice(&reference, &report, key.as_ref(), now)?;
        let tracking_code = self.ids().tracking_code(now);
        let mut counted = VoiceCounted {
            incident: row.id,
            number: row.number.clone(),
            tracking_code: tracking_code.clone(),
            state: row.state.slug(),
            voices: row.voices,
        };
        let internal = |error: serde_json::Error| AppError::Internal(error.into());
        let idempotency = match key {
            None => None,
            Some(key) => Some(store::IdempotencyKey {
                caller: viewer.caller.clone(),
                key: key.0,
                fingerprint: intake::fingerprint(&report, Some(row.id))?,
                response: serde_json::to_value(&counted).map_err(internal)?,
            }),
        };
        let voice = NewVoice {
            home_code: row.home_code.clone(),
            incident: row.id,
            report: store::NewReport {
                id: self.ids().id(now),
                body: serde_json::to_string(&report).map_err(internal)?,
            },
            source: source.into(),
            external_ref: report.external_ref.clone(),
            reporter_party: viewer.party(),
            tracking_code,
            received_at: now,
            idempotency,
        };
        match self.store().add_voice(&voice).await? {
            Voiced::Counted(voices) => {
                self.wake();
                counted.voices = voices;
                Ok(VoiceReply::Counted(counted))
            }
            Voiced::Replayed(answer) => Ok(VoiceReply::Replayed(answer)),
            Voiced::Ended => Err(AppError::Conflict {
                code: "case_ended",
                words: Words::new(
                    "这个问题已经办结；如果又出现了，请作为新问题上报",
                    "this case has ended; if the problem is there again, report it as a new one",
                ),
            }),
        }
    }

    /// The case that one has joined in the end; itself when it joined none.
    pub(super) async fn end_of_line(&self, mut row: IncidentRow) -> Result<IncidentRow> {
        for _ in 0..super::steps::LONGEST_LINE {
            let Some(next) = row.merged_into else { break };
            match self.store().incident(next).await? {
                Some(found) => row = found,
                None => break,
            }
        }
        Ok(row)
    }
}
