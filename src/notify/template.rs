//! The sentences of the messages, from one file with both languages, and how facts are put into them.
//!
//! A title may speak of the number alone, which is always known. A line that speaks of something unknown is left out.
//! Values are cleaned by [`plain::value`] before they enter, so no value can add a line or hide text.

use super::message::{Facts, Message, Named, Severity};
use super::plain;
use crate::domain::case::EventKind;
use crate::domain::glossary;
use crate::domain::text::Words;
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Events of the outbox that are no rows of a case's history.
pub const EXTRA_EVENTS: &[&str] =
    &["case_due_soon", "case_overdue", "case_relapsed", "daily_digest", "channel_test"];

/// Names that may stand in braces in a line.
const PLACEHOLDERS: &[&str] = &[
    "number",
    "state",
    "category",
    "place",
    "owner",
    "department",
    "due",
    "until",
    "other",
    "open",
    "due_soon",
    "overdue",
    "occurred",
];

/// A file of templates that cannot be used, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct TemplateError(pub Words);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    lines: BTreeMap<String, Words>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    event: String,
    severity: Severity,
    title: Words,
    #[serde(default)]
    text: Option<Words>,
    /// Names of shared lines, in order.
    lines: Vec<String>,
}

/// One event's words.
#[derive(Debug, Clone)]
struct Template {
    severity: Severity,
    title: Words,
    lines: Vec<Words>,
}

/// The words of every event.
#[derive(Debug, Clone)]
pub struct Templates(BTreeMap<String, Template>);

impl Templates {
    /// Those that come with the program.
    pub fn built_in() -> Result<Self, TemplateError> {
        Self::parse(include_bytes!("../../geodata/reference/messages.json"))
    }

    /// Reads a file. Refused: unknown names in braces, a title that speaks of more than the number, a line that does
    /// not exist, an event without words, a language that is empty.
    pub fn parse(bytes: &[u8]) -> Result<Self, TemplateError> {
        let file: File = serde_json::from_slice(bytes).map_err(|error| {
            fault(
                format!("消息模板无法读取：{error}"),
                format!("the message templates cannot be read: {error}"),
            )
        })?;
        for (name, words) in &file.lines {
            check(name, words, PLACEHOLDERS)?;
        }
        let mut templates = BTreeMap::new();
        for entry in file.entries {
            check(&entry.event, &entry.title, &["number"])?;
            let mut lines = Vec::new();
            if let Some(text) = entry.text {
                check(&entry.event, &text, PLACEHOLDERS)?;
                lines.push(text);
            }
            for name in &entry.lines {
                lines.push(file.lines.get(name).cloned().ok_or_else(|| {
                    fault(
                        format!("消息模板「{}」用到的行「{name}」不存在", entry.event),
                        format!(
                            "message template “{}” names the line “{name}”, which does not exist",
                            entry.event
                        ),
                    )
                })?);
            }
            let template = Template { severity: entry.severity, title: entry.title, lines };
            if templates.insert(entry.event.clone(), template).is_some() {
                let event = entry.event;
                return Err(fault(
                    format!("消息模板「{event}」出现了两次"),
                    format!("message template “{event}” stands twice"),
                ));
            }
        }
        let wanted = EventKind::ALL.iter().map(|kind| kind.slug()).chain(EXTRA_EVENTS.iter().copied());
        for event in wanted {
            if !templates.contains_key(event) {
                return Err(fault(
                    format!("缺少事件「{event}」的消息模板"),
                    format!("there is no message template for the event “{event}”"),
                ));
            }
        }
        Ok(Self(templates))
    }

    /// The message about an event; none when there are no words for it.
    ///
    /// `occurred_at` is RFC 3339 in the site's zone; `link` a path below the site's public address.
    pub fn message(
        &self,
        id: Uuid,
        event: &str,
        occurred_at: String,
        link: Option<String>,
        facts: Facts,
    ) -> Option<Message> {
        let template = self.0.get(event)?;
        let words = |pick: fn(&Words) -> &str| {
            let value = |name: &str| value(name, &facts, &occurred_at, pick);
            // A title names the number alone, and that is always there.
            let title = fill(pick(&template.title), &value).unwrap_or_default();
            let lines = template.lines.iter().filter_map(|line| fill(pick(line), &value));
            (title, lines.collect::<Vec<_>>().join("\n"))
        };
        let ((title_zh, text_zh), (title_en, text_en)) = (words(|words| &words.zh), words(|words| &words.en));
        Some(Message {
            id,
            event: event.to_owned(),
            severity: template.severity,
            title: Words::new(title_zh, title_en),
            text: Words::new(text_zh, text_en),
            occurred_at,
            link,
            facts,
        })
    }
}

/// What stands for a name in braces, or none where the fact is unknown.
fn value(name: &str, facts: &Facts, occurred_at: &str, pick: fn(&Words) -> &str) -> Option<String> {
    let named = |named: &Option<Named>| named.as_ref().map(|named| pick(&named.words).to_owned());
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    let raw = match name {
        "number" => Some(facts.number.clone()),
        "state" => facts.state.map(|state| {
            let words = glossary::term(&format!("state.{}", state.slug()));
            pick(&words).to_owned()
        }),
        "category" => named(&facts.category),
        "place" => named(&facts.place),
        "owner" => named(&facts.owner),
        "department" => named(&facts.department),
        "due" => facts.due_at.as_deref().map(minute),
        "until" => facts.suspended_until.as_deref().map(minute),
        "other" => facts.other_number.clone(),
        "open" => count(facts.open),
        "due_soon" => count(facts.due_soon),
        "overdue" => count(facts.overdue),
        "occurred" => Some(minute(occurred_at)),
        _ => None,
    };
    raw.map(|raw| plain::value(&raw)).filter(|clean| !clean.is_empty() || name == "number")
}

/// `2026-11-24T18:00:00+08:00` as people at the site read it: `2026-11-24 18:00`.
fn minute(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

/// The template with its values, or none when one is unknown.
fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(&value(name)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn check(place: &str, words: &Words, allowed: &[&str]) -> Result<(), TemplateError> {
    for text in [&words.zh, &words.en] {
        if text.trim().is_empty() || text.contains(char::is_control) {
            return Err(fault(
                format!("消息模板「{place}」的一种语言为空，或含有换行"),
                format!("message template “{place}” is empty in one language, or holds a line end"),
            ));
        }
        let mut rest = text.as_str();
        while let Some((_, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            if !allowed.contains(&name) {
                return Err(fault(
                    format!("消息模板「{place}」里不能用「{{{name}}}」"),
                    format!("message template “{place}” must not use “{{{name}}}”"),
                ));
            }
            rest = after;
        }
    }
    Ok(())
}

fn fault(zh: String, en: String) -> TemplateError {
    TemplateError(Words::new(zh, en))
}

#[cfg(test)]
mod tests;
