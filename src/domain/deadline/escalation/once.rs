//! Nobody is told twice of one thing: where a post stands on several ladders, or several of its rungs were reached before
//! anybody looked, one message says it all.

use super::ladder::Manner;
use super::steps::{EscalationStep, Told};
use crate::domain::case::{Event, EventKind};
use crate::domain::instant::Instant;

/// Of the steps that are due, for each post the one that was reached last, with the notes of the others; none for a post
/// that was told in the same manner after the rung was reached. O(steps × events).
pub fn told_once(steps: Vec<EscalationStep>, events: &[Event]) -> Vec<EscalationStep> {
    let heard: Vec<(Told, Manner, Instant)> = events.iter().filter_map(heard).collect();
    let mut once: Vec<EscalationStep> = Vec::with_capacity(steps.len());
    for step in steps {
        let to = step.told();
        if heard.iter().any(|(told, how, at)| *told == to && *how == step.how && *at >= step.reached) {
            continue;
        }
        match once.iter_mut().find(|other| other.how == step.how && other.told() == to) {
            None => once.push(step),
            Some(other) if other.reached < step.reached => {
                let notes = std::mem::replace(other, step).notes;
                other.notes.splice(0..0, notes);
            }
            Some(other) => other.notes.extend(step.notes),
        }
    }
    once.sort_by_key(|step| step.reached);
    once
}

fn heard(event: &Event) -> Option<(Told, Manner, Instant)> {
    (event.kind == EventKind::CaseEscalated).then_some(())?;
    let step: EscalationStep = serde_json::from_value(event.detail.clone()).ok()?;
    Some((step.told(), step.how, event.at))
}
