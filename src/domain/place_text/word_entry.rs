//! The words of categories as the reference file lists them.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Words for one category or a set of words that others refer to: one of `category` and `set` is given. `…` in a word stands
/// for some letters of the same sentence, `<坏>` for any word of the set 坏.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Things that the category is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<String>,
    /// What is wrong with them or is done to them. An object and a fault of one sentence decide together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
    /// Each of them decides for the category unless others speak against it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Each of them leaves room for another category that is told more clearly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub likely: Vec<String>,
    /// Each of them only leans to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak: Vec<String>,
    /// Categories whose words are circumstances when this one is told too: the car on the fire lane.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<String>,
}

/// The set whose words mean something else than the shorter words in them: the 车 of 单车 is no car.
pub const HIDING: &str = "hiding";
/// A word with sets stands for no more words than this.
const MOST_VARIANTS: usize = 16_384;

impl WordEntry {
    /// The sets that a word refers to.
    pub fn sets(word: &str) -> impl Iterator<Item = &str> {
        word.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
    }

    /// Every word of the entry, whatever it is worth.
    pub fn all_words(&self) -> impl Iterator<Item = &String> {
        [&self.objects, &self.faults, &self.words, &self.likely, &self.weak].into_iter().flatten()
    }
}

/// The words of each set by its name.
pub(super) type Sets<'a> = HashMap<&'a str, &'a [String]>;

/// The words that a word with sets stands for; none when there would be too many.
pub(super) fn variants(word: &str, sets: &Sets) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((name, behind)) = after.split_once('>') else { break };
        let members = sets.get(name).copied().unwrap_or_default();
        if all.len() * members.len() > MOST_VARIANTS {
            return Vec::new();
        }
        all = all
            .iter()
            .flat_map(|word| members.iter().map(move |member| format!("{word}{before}{member}")))
            .collect();
        rest = behind;
    }
    all.iter_mut().for_each(|word| word.push_str(rest));
    all
}
