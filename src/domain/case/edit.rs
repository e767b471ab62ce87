//! Corrections: what may be changed while a case stands where, and what routing again changed.

use super::{CaseRole, State};
use crate::domain::duty::Target;
use crate::domain::geo::Position;
use crate::domain::glossary::label_in;
use crate::domain::routing::{Assignment, Holder, Limit};
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

vocabulary! {
    /// A part of a case that can be corrected.
    Field {
        Description = "description",
        Category = "category",
        Position = "position",
        /// Words beside the report; they are added and change nothing.
        Note = "note",
    }
}

/// What to change; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Edit {
    pub description: Option<String>,
    pub category: Option<String>,
    pub position: Option<Position>,
    pub note: Option<String>,
}

/// The case as it is now.
#[derive(Debug, Clone, Copy)]
pub struct Editable<'a> {
    pub description: &'a str,
    pub category: &'a str,
    pub position: Position,
}

/// One change, as the event `case_edited` keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub field: Field,
    pub from: Value,
    pub to: Value,
}

impl Edit {
    /// The fields that are named, changed or not.
    pub fn fields(&self) -> Vec<Field> {
        let named = [
            (Field::Description, self.description.is_some()),
            (Field::Category, self.category.is_some()),
            (Field::Position, self.position.is_some()),
            (Field::Note, self.note.is_some()),
        ];
        named.into_iter().filter(|(_, is)| *is).map(|(field, _)| field).collect()
    }

    /// The named fields that these parts may not change in this state.
    pub fn refused(&self, state: State, parts: &[CaseRole]) -> Vec<Field> {
        let open = editable(state, parts);
        self.fields().into_iter().filter(|field| !open.contains(field)).collect()
    }

    /// What really differs; a note always does.
    pub fn changes(&self, now: Editable) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut differ = |field, from: Value, to: Option<Value>| {
            if let Some(to) = to.filter(|to| *to != from) {
                changes.push(Change { field, from, to });
            }
        };
        differ(Field::Description, now.description.into(), self.description.as_deref().map(Value::from));
        differ(Field::Category, now.category.into(), self.category.as_deref().map(Value::from));
        differ(Field::Position, json!(now.position.degrees()), self.position.map(|at| json!(at.degrees())));
        differ(Field::Note, Value::Null, self.note.as_deref().map(Value::from));
        changes
    }
}

/// What somebody may correct. Place and category decide who acts, so only the office changes them once a case is
/// filed, and nobody after it was handled or while it is suspended; everybody else adds notes.
pub fn editable(state: State, parts: &[CaseRole]) -> Vec<Field> {
    let has = |role| parts.contains(&role);
    let early = matches!(state, State::Reported | State::Filed | State::Dispatched);
    let owns = has(CaseRole::Clerk) || (has(CaseRole::Finder) && state == State::Reported);
    let adds = owns
        || (super::table::rows(state, parts).any(|row| row.transition == super::Transition::Edit)
            && !parts.is_empty());
    Field::ALL
        .iter()
        .copied()
        .filter(|field| match field {
            Field::Category | Field::Position => owns && early,
            Field::Description => owns && state.is_open(),
            Field::Note => adds && state.is_open(),
        })
        .collect()
}

/// Whether the routing has to run again.
pub fn routes_again(changes: &[Change]) -> bool {
    changes.iter().any(|change| matches!(change.field, Field::Category | Field::Position))
}

vocabulary! {
    /// What routing decides about a case.
    Aspect {
        Block = "block",
        Actor = "actor",
        Department = "department",
        Checker = "checker",
        Limit = "limit",
    }
}

/// One difference between two assignments, as the event `case_reassigned` keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    pub aspect: Aspect,
    /// Slugs and codes for programs.
    pub from: Value,
    pub to: Value,
    /// The same in a sentence; names of people are not in it (R11).
    pub words: Words,
}

/// What routing again changed, in the order of [`Aspect`].
pub fn turns(before: &Assignment, after: &Assignment) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut compare = |aspect: Aspect, from: (Value, Words), to: (Value, Words)| {
        if from.0 == to.0 {
            return;
        }
        let name = label_in("aspect", aspect.slug());
        let (zh, en) = name.map_or((aspect.slug(), aspect.slug()), |term| (term.zh, term.en));
        let words = Words::new(
            format!("{zh}：{} → {}", from.1.zh, to.1.zh),
            format!("{en}: {} → {}", from.1.en, to.1.en),
        );
        turns.push(Turn { aspect, from: from.0, to: to.0, words });
    };
    compare(Aspect::Block, post(before.block.as_ref()), post(after.block.as_ref()));
    compare(Aspect::Actor, post(before.actor.as_ref()), post(after.actor.as_ref()));
    let department = |of: &Assignment| named(of.department.as_deref(), "department");
    compare(Aspect::Department, department(before), department(after));
    compare(Aspect::Checker, post(before.checker.as_ref()), post(after.checker.as_ref()));
    compare(Aspect::Limit, limit(before.limit), limit(after.limit));
    turns
}

fn nobody() -> (Value, Words) {
    (Value::Null, Words::new("无", "none"))
}

fn post(holder: Option<&Holder>) -> (Value, Words) {
    let Some(holder) = holder else { return nobody() };
    let (Target::Area { code, .. } | Target::Feature { code, .. }) = &holder.target;
    let (_, role) = named(Some(holder.role.slug()), "role");
    let (_, department) = named(holder.department.as_deref(), "department");
    let value = json!({
        "role": holder.role,
        "target": holder.target,
        "department": holder.department,
        "appointment": holder.appointment,
    });
    if holder.department.is_some() {
        let zh = format!("{}{}（{code}）", department.zh, role.zh);
        return (value, Words::new(zh, format!("{} {} ({code})", department.en, role.en)));
    }
    (value, Words::new(format!("{}（{code}）", role.zh), format!("{} ({code})", role.en)))
}

/// A slug with its word; a department that a city added has none and is told by its slug.
fn named(slug: Option<&str>, group: &str) -> (Value, Words) {
    let Some(slug) = slug else { return nobody() };
    let words = label_in(group, slug).map_or_else(|| Words::new(slug, slug), |t| Words::new(t.zh, t.en));
    (slug.into(), words)
}

fn limit(limit: Option<Limit>) -> (Value, Words) {
    let Some(limit) = limit else { return (Value::Null, Words::new("未知", "unknown")) };
    let (_, unit) = named(Some(limit.unit.slug()), "limit_unit");
    let words = Words::new(format!("{} {}", limit.amount, unit.zh), format!("{} {}", limit.amount, unit.en));
    (json!(limit), words)
}
