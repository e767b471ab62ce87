//! Formulas as data, `assessment.json`: weighted terms over measures. They are published with the scores.

use super::measure::Measure;
use super::tally::SubjectKind;
use crate::domain::category::Categories;
use crate::domain::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use thiserror::Error;

/// One formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    pub slug: String,
    pub name: Words,
    /// What it is for.
    pub subjects: Vec<SubjectKind>,
    /// Fewer cases than this in the whole of a rate give no score: a rate of three cases says nothing.
    pub least: u64,
    /// The campaign that it belongs to, 创文 or 创卫; none for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Year of the handbook that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handbook_year: Option<i16>,
    pub source: String,
    /// What readers have to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// Their weights make 100.
    pub terms: Vec<Term>,
    /// Categories (with those below) that count more or less than others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryWeight>,
}

/// How much a case of a category counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryWeight {
    pub category: String,
    /// Per cent of an ordinary case.
    pub percent: u32,
    pub source: String,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub name: Words,
    /// Per cent of the score.
    pub weight: u32,
    pub value: Value,
}

/// What a term is worth, from 0 to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// A part of a whole, in per cent; `inverted` takes it from 100.
    Rate {
        part: Measure,
        whole: Measure,
        #[serde(default)]
        inverted: bool,
    },
    /// A score by how many there are.
    Bands { measure: Measure, bands: Vec<Band> },
}

/// Up to and with `up_to`, this score; the last band has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
    pub score: u32,
}

/// Why a formula is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormulaFault {
    #[error("listed twice")]
    Twice(String),
    #[error("no subjects; name `point`, `zone`, `unit` or `department`")]
    NoSubjects(String),
    #[error("no terms")]
    NoTerms(String),
    #[error("the weights of the terms make {1}, not 100")]
    Weights(String, u64),
    #[error("a term without a name in zh and en")]
    NoName(String),
    #[error("term `{1}`: `{part}` is no part of `{whole}`, so the rate could exceed 100 %", part = .2.slug(), whole = .3.slug())]
    NotPart(String, String, Measure, Measure),
    #[error("term `{1}`: bands must rise, hold scores of 0 to 100, and end with one without `up_to`")]
    Bands(String, String),
    #[error("the smallest number is zero; a rate of nothing is not known")]
    Least(String),
    #[error("weight for the unknown category `{1}`")]
    UnknownCategory(String, String),
    #[error("category `{1}` has two weights")]
    CategoryTwice(String, String),
}

impl FormulaFault {
    /// Slug of the formula to look at.
    pub fn entry(&self) -> &str {
        match self {
            Self::Twice(slug)
            | Self::NoSubjects(slug)
            | Self::NoTerms(slug)
            | Self::Weights(slug, _)
            | Self::NoName(slug)
            | Self::NotPart(slug, ..)
            | Self::Bands(slug, _)
            | Self::Least(slug)
            | Self::UnknownCategory(slug, _)
            | Self::CategoryTwice(slug, _) => slug,
        }
    }
}

impl Formula {
    /// Every fault of this formula by itself.
    pub fn faults(&self, categories: &Categories) -> Vec<FormulaFault> {
        let mut faults = Vec::new();
        let slug = || self.slug.clone();
        if self.subjects.is_empty() {
            faults.push(FormulaFault::NoSubjects(slug()));
        }
        if self.least == 0 {
            faults.push(FormulaFault::Least(slug()));
        }
        if self.terms.is_empty() {
            faults.push(FormulaFault::NoTerms(slug()));
        } else {
            let sum = self.terms.iter().map(|term| u64::from(term.weight)).sum();
            if sum != 100 {
                faults.push(FormulaFault::Weights(slug(), sum));
            }
        }
        for term in &self.terms {
            if term.name.zh.trim().is_empty() || term.name.en.trim().is_empty() {
                faults.push(FormulaFault::NoName(slug()));
            }
            match &term.value {
                Value::Rate { part, whole, .. } => {
                    if !whole.is_whole() || part.cohort() != whole.cohort() {
                        faults.push(FormulaFault::NotPart(slug(), term.name.zh.clone(), *part, *whole));
                    }
                }
                Value::Bands { bands, .. } => {
                    if !sound(bands) {
                        faults.push(FormulaFault::Bands(slug(), term.name.zh.clone()));
                    }
                }
            }
        }
        let mut seen = HashSet::new();
        for CategoryWeight { category, .. } in &self.categories {
            if categories.get(category).is_none() {
                faults.push(FormulaFault::UnknownCategory(slug(), category.clone()));
            }
            if !seen.insert(category) {
                faults.push(FormulaFault::CategoryTwice(slug(), category.clone()));
            }
        }
        faults
    }

    /// How much a case of a category counts, in hundredths: what its nearest ancestor with a weight says, else 100.
    pub fn weight_of(&self, category: &str, categories: &Categories) -> u32 {
        if self.categories.is_empty() {
            return 100;
        }
        let line = categories.ancestors(category);
        let found = line.iter().find_map(|c| self.categories.iter().find(|w| w.category == c.slug));
        found.map_or(100, |weight| weight.percent)
    }
}

fn sound(bands: &[Band]) -> bool {
    let Some((last, others)) = bands.split_last() else { return false };
    let ends: Option<Vec<u64>> = others.iter().map(|band| band.up_to).collect();
    let rise = ends.is_some_and(|ends| ends.windows(2).all(|pair| pair[0] < pair[1]));
    rise && last.up_to.is_none() && bands.iter().all(|band| band.score <= 100)
}

/// All formulas, checked.
#[derive(Debug, Clone, Default)]
pub struct Formulas {
    list: Vec<Formula>,
}

impl Formulas {
    /// Checks and reports every fault at once.
    pub fn build(list: Vec<Formula>, categories: &Categories) -> Result<Self, Vec<FormulaFault>> {
        let mut faults: Vec<FormulaFault> =
            list.iter().flat_map(|formula| formula.faults(categories)).collect();
        let mut slugs = HashSet::new();
        let twice = list.iter().filter(|formula| !slugs.insert(&formula.slug));
        faults.extend(twice.map(|formula| FormulaFault::Twice(formula.slug.clone())));
        if faults.is_empty() { Ok(Self { list }) } else { Err(faults) }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Formula> {
        self.list.iter()
    }

    pub fn get(&self, slug: &str) -> Option<&Formula> {
        self.list.iter().find(|formula| formula.slug == slug)
    }

    /// Those for a kind of subject, in the order of the file.
    pub fn of_kind(&self, kind: SubjectKind) -> impl Iterator<Item = &Formula> {
        self.list.iter().filter(move |formula| formula.subjects.contains(&kind))
    }
}
