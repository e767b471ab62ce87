//! What a resident learns of his report by its tracking code: how far it is, who is responsible by post and unit, and the
//! answer. The code is all that he shows, so nothing else of the case is told, and codes that exist not and codes that are
//! wrong are one answer.

use crate::app::answer::{TrackAnswer, TrackStep};
use crate::app::error::AppError;
use crate::app::posts::Posts;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::EventKind;
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::IncidentRow;

/// Digits of a tracking code.
const LENGTH: usize = 22;

/// Steps that a reporter is told of, and whose words are meant for him.
fn is_told(kind: EventKind) -> (bool, bool) {
    match kind {
        EventKind::IncidentReported
        | EventKind::CaseFiled
        | EventKind::CaseDispatched
        | EventKind::CaseAccepted
        | EventKind::CaseSuspended
        | EventKind::CaseResumed
        | EventKind::CaseReworked
        | EventKind::CaseClosed => (true, false),
        EventKind::CaseHandled
        | EventKind::CaseHandledOnSite
        | EventKind::CaseRejected
        | EventKind::CaseMerged => (true, true),
        _ => (false, false),
    }
}

impl Service {
    pub async fn track(&self, code: &str) -> Result<TrackAnswer> {
        let unknown = || AppError::Gone {
            code: "tracking_code_unknown",
            words: Words::new(
                "查不到这个查询码，请核对后再输入",
                "this tracking code is not known; check it and enter it again",
            ),
        };
        let code = code.trim().to_ascii_uppercase();
        if code.len() != LENGTH || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(unknown());
        }
        let (row, received_at) = self.followed(&code).await?.ok_or_else(unknown)?;
        let mut events = self.store().incident_events(row.id).await?;
        let own = row.number.clone();
        // What joined another is told how that one goes on.
        let row = self.end_of_line(row).await?;
        let joined = (row.number != own).then(|| row.number.clone());
        if joined.is_some() {
            let since = events.last().map(|event| event.at);
            let others = self.store().incident_events(row.id).await?;
            events.extend(others.into_iter().filter(|event| Some(event.at) >= since));
        }
        let reference = self.reference();
        let viewer = Viewer::public();
        let posts = Posts { reference: &reference, viewer: &viewer };
        let category = reference.rulebook.categories.get(&row.category);
        let steps = events.iter().filter_map(|event| {
            let (told, words) = is_told(event.kind);
            told.then(|| TrackStep {
                kind: event.kind.slug(),
                words: glossary::term(event.kind.slug()),
                at: reference.zoned(event.at),
                note: event.note.clone().filter(|_| words),
            })
        });
        Ok(TrackAnswer {
            number: own,
            joined,
            category: row.category.clone(),
            category_name: category.map_or_else(
                || Words::new(row.category.clone(), row.category.clone()),
                |category| category.name.clone(),
            ),
            state: row.state.slug(),
            state_words: glossary::term(row.state.slug()),
            position: row.position().degrees(),
            recorded_at: reference.zoned(received_at),
            due_at: row.due_at.map(|at| reference.zoned(at)),
            owner: row.assignment.actor.as_ref().map(|holder| posts.holder(holder).label),
            steps: steps.collect(),
        })
    }

    /// The incident that a code follows, its own or a voice's, and when that report came.
    async fn followed(&self, code: &str) -> Result<Option<(IncidentRow, Instant)>> {
        if let Some(row) = self.store().incident_by_tracking_code(code).await? {
            let recorded_at = row.recorded_at;
            return Ok(Some((row, recorded_at)));
        }
        let Some(voice) = self.store().voice_by_tracking_code(code).await? else { return Ok(None) };
        let row = self.store().incident(voice.incident).await?;
        Ok(row.map(|row| (row, voice.received_at)))
    }
}
