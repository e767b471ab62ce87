//! What an event did, in words, beside its kind: who acts now, what routing again changed, who was told.

use crate::app::posts::Posts;
use crate::domain::case::edit::Turn;
use crate::domain::case::{Event, EventKind, Field, SampleResult};
use crate::domain::deadline::{EscalationStep, Recipient};
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::domain::text::{Reason, Words};
use crate::store::CaseName;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// Keys of details that name another case.
pub(super) const INTO: &str = "into";
pub(super) const LINKED: &str = "linked_case";

#[derive(Deserialize)]
struct Changed {
    field: Field,
}

/// The cases that the events of a history name.
pub(super) fn named(events: &[Event]) -> Vec<Uuid> {
    let keys = [INTO, LINKED];
    events.iter().flat_map(|event| keys.iter().filter_map(|key| read(&event.detail, key))).collect()
}

/// The lines of an event, for staff.
pub(in crate::app) fn lines(posts: &Posts, event: &Event, cases: &[CaseName]) -> Vec<Words> {
    let mut lines = Vec::new();
    let detail = &event.detail;
    let holder = |key| read::<Holder>(detail, key).map(|holder| posts.holder(&holder).label);
    let number = |key| {
        let id: Uuid = read(detail, key)?;
        cases.iter().find(|case| case.id == id).map(|case| Words::same(&case.number))
    };
    let day = |at: Instant| Words::same(&posts.reference.zoned(at)[..16].replace('T', " "));
    match event.kind {
        EventKind::CaseFiled => {
            lines.extend(read(detail, "due_at").map(|at| said("时限至", "due by", &day(at))));
        }
        EventKind::CaseDispatched | EventKind::CaseHandedOver => {
            lines.extend(holder("actor").map(|label| said("承办", "acts", &label)));
        }
        EventKind::CaseHelpAsked => {
            lines.extend(holder("helper").map(|label| said("求助", "asked", &label)));
        }
        EventKind::CaseReferred => {
            lines.extend(holder("addressee").map(|label| said("报请", "referred to", &label)));
            lines.extend(holder("through").map(|label| said("经", "through", &label)));
        }
        EventKind::CaseSuspended => {
            lines.extend(event.suspended_until().map(|at| said("挂账至", "suspended until", &day(at))));
        }
        EventKind::CaseMerged => {
            lines.extend(number(INTO).map(|number| said("并入", "joined", &number)));
        }
        EventKind::CaseSampled => {
            let result = read::<SampleResult>(detail, "result").map(|r| glossary::term(r.slug()));
            lines.extend(result.map(|result| said("抽查", "sample", &result)));
            lines.extend(number(LINKED).map(|number| said("新案件", "new case", &number)));
        }
        EventKind::CaseAppealed => {
            lines.extend(number(LINKED).map(|number| said("申诉案件", "appeal", &number)));
        }
        EventKind::CaseEscalated => lines.extend(escalated(posts, detail)),
        EventKind::CaseReassigned => lines.extend(moved(detail)),
        _ => {}
    }
    let changed: Vec<Changed> = read(detail, "changes").unwrap_or_default();
    if !changed.is_empty() {
        let names: Vec<Words> = changed.iter().map(|c| glossary::term(c.field.slug())).collect();
        let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
        lines.push(said("更正", "corrected", &Words::new(zh.join("、"), en.join(", "))));
    }
    let turns: Vec<Turn> = read(detail, "turns").unwrap_or_default();
    lines.extend(turns.into_iter().map(|turn| turn.words));
    lines
}

/// Who was told of a rung, through whom and how.
fn escalated(posts: &Posts, detail: &Value) -> Vec<Words> {
    let Ok(step) = serde_json::from_value::<EscalationStep>(detail.clone()) else { return Vec::new() };
    let told = match &step.to {
        Recipient::Post(holder) => posts.holder(holder).label,
        Recipient::Command => glossary::term("command"),
        Recipient::Office => glossary::term("community_office"),
    };
    let manner = glossary::label_in("manner", step.how.slug());
    let manner = manner.map_or_else(|| Words::same(step.how.slug()), |term| Words::new(term.zh, term.en));
    let mut lines = vec![said(&manner.zh, &manner.en, &told)];
    let through = step.through.as_ref().map(|holder| posts.holder(holder).label);
    lines.extend(through.map(|label| said("经", "through", &label)));
    lines.extend(step.notes.into_iter().map(|Reason { words, .. }| words));
    lines
}

fn moved(detail: &Value) -> Option<Words> {
    let code = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or("-");
    detail.get("to_area")?;
    let way = format!("{} → {}", code("from_area"), code("to_area"));
    Some(said("网格", "grid", &Words::same(&way)))
}

fn said(zh: &str, en: &str, what: &Words) -> Words {
    Words::new(format!("{zh}：{}", what.zh), format!("{en}: {}", what.en))
}

fn read<T: DeserializeOwned>(detail: &Value, key: &str) -> Option<T> {
    serde_json::from_value(detail.get(key)?.clone()).ok()
}
