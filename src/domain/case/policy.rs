//! What differs between categories in the course of a case: whose reports file themselves, where an after-photo is
//! needed and why, how near in place and time a duplicate or a relapse lies. Data, `lifecycle.json`; a category
//! takes what its nearest ancestor says, each matter for itself.

use crate::domain::account::AccountRole;
use crate::domain::category::Categories;
use crate::domain::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use thiserror::Error;

use super::{Need, Needs};

/// Slug of the entry that holds for every category.
pub const EVERY: &str = "*";

/// One entry of `lifecycle.json`. What is absent is left to the entry above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyEntry {
    /// Slug of a category, or `*`.
    pub category: String,
    /// Roles whose reports file and dispatch themselves; an empty list means nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_file: Option<Vec<AccountRole>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_photo: Option<AfterPhoto>,
    /// The same problem, reported again while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<Nearness>,
    /// The same problem, back after it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relapse: Option<Nearness>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Whether handling needs a photo taken afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterPhoto {
    pub required: bool,
    /// Why, for the one who has to take it; needed when it is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Words>,
}

/// How near in place and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nearness {
    pub metres: u32,
    pub hours: u32,
}

/// What holds for one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasePolicy {
    pub auto_file: Vec<AccountRole>,
    /// Why an after-photo is needed; none where it is not.
    pub after_photo: Option<Words>,
    pub duplicate: Nearness,
    pub relapse: Nearness,
}

impl CasePolicy {
    /// Whether a report files and dispatches itself. A resident's never does: it is checked first (核实).
    pub fn files_itself(&self, reporter: AccountRole) -> bool {
        reporter.is_staff() && self.auto_file.contains(&reporter)
    }

    /// What reporting a case as handled needs beyond the table.
    pub fn handling_needs(&self) -> Needs {
        Needs::NONE.with(Need::AfterPhoto, self.after_photo.is_some())
    }
}

/// Why the entries are no policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyFault {
    #[error("listed twice")]
    Duplicate(String),
    #[error("unknown category")]
    UnknownCategory(String),
    #[error("the entry `*` must say `{1}`, since nothing stands above it")]
    Incomplete(String, &'static str),
    #[error("a required after-photo needs a reason in `why`, in zh and en")]
    NoReason(String),
    #[error("`auto_file` names `resident`; reports of residents are checked before they are filed")]
    Resident(String),
    #[error("`{1}` of zero metres or hours finds nothing; leave it out to take what stands above")]
    Zero(String, &'static str),
}

impl PolicyFault {
    /// Category of the entry to look at.
    pub fn entry(&self) -> &str {
        match self {
            Self::Duplicate(slug)
            | Self::UnknownCategory(slug)
            | Self::Incomplete(slug, _)
            | Self::NoReason(slug)
            | Self::Resident(slug)
            | Self::Zero(slug, _) => slug,
        }
    }
}

/// The policy of all categories, checked.
#[derive(Debug, Clone)]
pub struct CasePolicies {
    every: CasePolicy,
    by_category: HashMap<String, PolicyEntry>,
}

impl CasePolicies {
    /// Checks the entries and reports every fault at once.
    pub fn build(entries: Vec<PolicyEntry>, categories: &Categories) -> Result<Self, Vec<PolicyFault>> {
        let mut faults = Vec::new();
        let mut by_category: HashMap<String, PolicyEntry> = HashMap::new();
        for entry in entries {
            check(&entry, categories, &mut faults);
            let slug = entry.category.clone();
            if by_category.insert(slug.clone(), entry).is_some() {
                faults.push(PolicyFault::Duplicate(slug));
            }
        }
        let every = by_category.remove(EVERY);
        let mut lacks = |what| faults.push(PolicyFault::Incomplete(EVERY.to_owned(), what));
        let entry = every.as_ref();
        let mut nearness = |what, found: Option<Nearness>| {
            if found.is_none() {
                lacks(what);
            }
            found.unwrap_or(Nearness { metres: 0, hours: 0 })
        };
        let duplicate = nearness("duplicate", entry.and_then(|entry| entry.duplicate));
        let relapse = nearness("relapse", entry.and_then(|entry| entry.relapse));
        if entry.is_none_or(|entry| entry.auto_file.is_none()) {
            lacks("auto_file");
        }
        if entry.is_none_or(|entry| entry.after_photo.is_none()) {
            lacks("after_photo");
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let auto_file = every.as_ref().and_then(|entry| entry.auto_file.clone()).unwrap_or_default();
        let after_photo = every.and_then(|entry| entry.after_photo).and_then(reason);
        Ok(Self { every: CasePolicy { auto_file, after_photo, duplicate, relapse }, by_category })
    }

    /// What holds for a category; for an unknown one, what holds for all.
    pub fn of(&self, category: &str, categories: &Categories) -> CasePolicy {
        let line = categories.ancestors(category);
        let entries = || line.iter().filter_map(|c| self.by_category.get(&c.slug));
        let every = &self.every;
        CasePolicy {
            auto_file: entries()
                .find_map(|entry| entry.auto_file.clone())
                .unwrap_or_else(|| every.auto_file.clone()),
            after_photo: entries()
                .find_map(|entry| entry.after_photo.clone())
                .map_or_else(|| every.after_photo.clone(), reason),
            duplicate: entries().find_map(|entry| entry.duplicate).unwrap_or(every.duplicate),
            relapse: entries().find_map(|entry| entry.relapse).unwrap_or(every.relapse),
        }
    }
}

fn reason(photo: AfterPhoto) -> Option<Words> {
    photo.why.filter(|_| photo.required)
}

fn check(entry: &PolicyEntry, categories: &Categories, faults: &mut Vec<PolicyFault>) {
    let slug = || entry.category.clone();
    if entry.category != EVERY && categories.get(&entry.category).is_none() {
        faults.push(PolicyFault::UnknownCategory(slug()));
    }
    if entry.auto_file.iter().flatten().any(|role| !role.is_staff()) {
        faults.push(PolicyFault::Resident(slug()));
    }
    let said = |words: &Words| !words.zh.trim().is_empty() && !words.en.trim().is_empty();
    if entry.after_photo.as_ref().is_some_and(|photo| photo.required && !photo.why.as_ref().is_some_and(said))
    {
        faults.push(PolicyFault::NoReason(slug()));
    }
    for (what, nearness) in [("duplicate", entry.duplicate), ("relapse", entry.relapse)] {
        if nearness.is_some_and(|near| near.metres == 0 || near.hours == 0) {
            faults.push(PolicyFault::Zero(slug(), what));
        }
    }
}
