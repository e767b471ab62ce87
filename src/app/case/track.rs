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
use crate::domain::text::Words;

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
        let row = self.store().incident_by_tracking_code(&code).await?.ok_or_else(unknown)?;
        let events = self.store().incident_events(row.id).await?;
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
            number: row.number.clone(),
            category: row.category.clone(),
            category_name: category.map_or_else(
                || Words::new(row.category.clone(), row.category.clone()),
                |category| category.name.clone(),
            ),
            state: row.state.slug(),
            state_words: glossary::term(row.state.slug()),
            position: row.position().degrees(),
            recorded_at: reference.zoned(row.recorded_at),
            due_at: row.due_at.map(|at| reference.zoned(at)),
            owner: row.assignment.actor.as_ref().map(|holder| posts.holder(holder).label),
            steps: steps.collect(),
        })
    }
}
