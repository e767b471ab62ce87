//! Why a step was refused, and what would have been allowed.

use super::{CaseRole, Need, State, Transition};
use crate::domain::glossary::label_in;
use crate::domain::text::Words;
use thiserror::Error;

/// A step that the table does not permit, or that lacks something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{transition} is refused in state {state}", transition = .transition.slug(), state = .state.slug())]
pub struct Refused {
    pub state: State,
    pub transition: Transition,
    /// The parts that the caller plays; empty for somebody who has nothing to do with the case.
    pub parts: Vec<CaseRole>,
    /// What the caller may do from here.
    pub allowed: Vec<Transition>,
    /// Parts that may take the step from here; empty when nobody may.
    pub roles: Vec<CaseRole>,
    /// What the step lacks, when state and part would do.
    pub missing: Vec<Need>,
}

impl Refused {
    /// The refusal in a sentence, with what would be allowed.
    pub fn words(&self) -> Words {
        let (state, step) = (("state", self.state.slug()), ("transition", self.transition.slug()));
        if !self.missing.is_empty() {
            let missing = list(self.missing.iter().map(|need| ("need", need.slug())));
            return Words::new(
                format!("「{}」还缺少：{}", zh(step), missing.zh),
                format!("\"{}\" still needs: {}", en(step), missing.en),
            );
        }
        let may = list(self.allowed.iter().map(|step| ("transition", step.slug())));
        let who = list(self.roles.iter().map(|role| ("case_role", role.slug())));
        if self.roles.is_empty() {
            return Words::new(
                format!("「{}」状态下不能「{}」；您可以：{}", zh(state), zh(step), may.zh),
                format!("In state \"{}\" nobody can \"{}\"; you can: {}", en(state), en(step), may.en),
            );
        }
        let parts = list(self.parts.iter().map(|role| ("case_role", role.slug())));
        Words::new(
            format!(
                "「{}」状态下「{}」由以下人员办理：{}；您在本案中的身份：{}；您可以：{}",
                zh(state),
                zh(step),
                who.zh,
                parts.zh,
                may.zh
            ),
            format!(
                "In state \"{}\" the step \"{}\" is for: {}; your part in this case: {}; you can: {}",
                en(state),
                en(step),
                who.en,
                parts.en,
                may.en
            ),
        )
    }
}

type Slug = (&'static str, &'static str);

fn zh((group, slug): Slug) -> &'static str {
    label_in(group, slug).map_or(slug, |term| term.zh)
}

fn en((group, slug): Slug) -> &'static str {
    label_in(group, slug).map_or(slug, |term| term.en)
}

/// The labels in a row, or that there are none.
fn list(slugs: impl Iterator<Item = Slug> + Clone) -> Words {
    let (chinese, english): (Vec<_>, Vec<_>) = slugs.map(|slug| (zh(slug), en(slug))).unzip();
    if chinese.is_empty() {
        return Words::new("无", "none");
    }
    Words::new(chinese.join("、"), english.join(", "))
}
