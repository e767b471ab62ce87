//! The table of the lifecycle as a picture for readers: steps down, states across, who in the cells. A test keeps
//! the copy in `ARCHITECTURE.md` equal to this.

use super::{CaseRole, State, TABLE, Transition};
use crate::domain::glossary::label_in;
use std::fmt::Write;

/// A Markdown table with its legend, ending in a line break.
pub fn draw() -> String {
    let states: Vec<State> =
        State::ALL.iter().copied().filter(|state| TABLE.iter().any(|row| row.from == *state)).collect();
    let mut text = String::from("| step |");
    for state in &states {
        let _ = write!(text, " {} |", named("state", state.slug()));
    }
    text.push_str(" needs |\n|");
    text.push_str(&" --- |".repeat(states.len() + 2));
    text.push('\n');
    for &transition in Transition::ALL {
        let _ = write!(text, "| {} |", named("transition", transition.slug()));
        for &state in &states {
            let row = TABLE.iter().find(|row| row.from == state && row.transition == transition);
            let Some(row) = row else {
                text.push_str("  |");
                continue;
            };
            let who: Vec<String> = row.roles.iter().map(|&role| short(role)).collect();
            let who = who.join(" ");
            let _ = if row.is_mark() {
                write!(text, " {who} · |")
            } else {
                write!(text, " {who} → {} |", row.to.slug())
            };
        }
        let needs: Vec<&str> = TABLE
            .iter()
            .find(|row| row.transition == transition)
            .map(|row| row.needs.iter().map(|need| need.slug()).collect())
            .unwrap_or_default();
        let _ = writeln!(text, " {} |", needs.join(", "));
    }
    let legend: Vec<String> = CaseRole::ALL
        .iter()
        .map(|&role| format!("{} {}", short(role), named("case_role", role.slug())))
        .collect();
    let _ = writeln!(text, "\n{}. A dot is a mark: the case stays where it is.", legend.join(" · "));
    text
}

/// The first two letters, which tell all parts apart.
fn short(role: CaseRole) -> String {
    let mut letters = role.slug().chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.next()).collect()
}

fn named(group: &str, slug: &'static str) -> String {
    label_in(group, slug).map_or_else(|| slug.to_owned(), |term| format!("{slug} {}", term.zh))
}
