//! Every version of every formula. Which one counts depends on the last day of a period alone, so that a formula written
//! later leaves published scores what they were.

use super::formula::{Formula, Formulas};
use jiff::civil::Date;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaEdition {
    pub slug: String,
    /// 0 for what the reference files say.
    pub version: i64,
    /// None for what the reference files say: it always held.
    pub valid_from: Option<Date>,
    /// None where the formula is given up.
    pub formula: Option<Formula>,
}

/// Versions in the order of formulas, each formula's oldest first.
#[derive(Debug, Clone, Default)]
pub struct FormulaBook {
    editions: Vec<FormulaEdition>,
}

impl FormulaBook {
    /// Those of the files, and what a site has written since, oldest first.
    pub fn new(shipped: &Formulas, written: Vec<FormulaEdition>) -> Self {
        let shipped = shipped.iter().map(|formula| FormulaEdition {
            slug: formula.slug.clone(),
            version: 0,
            valid_from: None,
            formula: Some(formula.clone()),
        });
        Self { editions: shipped.chain(written).collect() }
    }

    /// Slugs of all formulas, each once, in the order in which they came.
    pub fn slugs(&self) -> Vec<&str> {
        let mut slugs: Vec<&str> = Vec::new();
        for edition in &self.editions {
            if !slugs.contains(&edition.slug.as_str()) {
                slugs.push(&edition.slug);
            }
        }
        slugs
    }

    /// The version that counts for periods whose last day is `day`: the newest of those that hold by then.
    pub fn edition_on(&self, slug: &str, day: Date) -> Option<&FormulaEdition> {
        let known = self.editions.iter().filter(|edition| edition.slug == slug);
        known.filter(|e| e.valid_from.is_none_or(|from| from <= day)).max_by_key(|e| e.version)
    }

    /// The newest version, whether it holds yet or not.
    pub fn newest(&self, slug: &str) -> Option<&FormulaEdition> {
        self.editions.iter().filter(|edition| edition.slug == slug).max_by_key(|edition| edition.version)
    }

    /// Every formula that counts for periods whose last day is `day`.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Formula> {
        self.slugs().into_iter().filter_map(move |slug| self.edition_on(slug, day)?.formula.as_ref())
    }
}
