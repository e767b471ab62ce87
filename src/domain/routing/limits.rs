//! Time limits by category, area and tier. Cities set their own, so they are data; a category that no limit is known
//! for has none, which is not the same as no time at all (R10).

use super::assignment::{Limit, LimitUnit};
use crate::domain::category::Categories;
use crate::domain::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use thiserror::Error;

/// One entry of `limits.json`. It holds for the category and everything below it that has no entry of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryLimit {
    pub category: String,
    pub amount: u32,
    pub unit: LimitUnit,
    /// Code of the area that it holds in, with everything below it; none for everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Slug of the tier that it belongs to; none for every tier without an entry of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The city or document that sets it.
    pub source: String,
    /// How the source's wording was read, where it leaves room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl CategoryLimit {
    pub fn limit(&self) -> Limit {
        Limit { amount: self.amount, unit: self.unit }
    }
}

/// A tier of limits: standards set a threshold value and an improved one, cities grade their ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub slug: String,
    pub name: Words,
    /// Codes of the areas, with everything below them, where it is in force.
    #[serde(default)]
    pub areas: Vec<String>,
}

/// Why a list of limits is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LimitFault {
    #[error("unknown category")]
    UnknownCategory(String),
    #[error("listed twice for the same area and tier")]
    Duplicate(String),
    #[error("a limit of zero; leave the entry out when the limit is unknown")]
    Zero(String),
    #[error("unknown tier `{1}`; tiers are listed under `tiers`")]
    UnknownTier(String, String),
    #[error("an empty area code; leave `area` out for everywhere")]
    NoArea(String),
    #[error("the tier is listed twice")]
    TierTwice(String),
    #[error("area `{1}` already has the tier `{2}`")]
    AreaTwice(String, String, String),
}

impl LimitFault {
    /// Category or tier of the entry to look at.
    pub fn entry(&self) -> &str {
        match self {
            Self::UnknownCategory(slug)
            | Self::Duplicate(slug)
            | Self::Zero(slug)
            | Self::UnknownTier(slug, _)
            | Self::NoArea(slug)
            | Self::TierTwice(slug)
            | Self::AreaTwice(slug, ..) => slug,
        }
    }
}

/// Limits by category slug, and the tiers.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    by_category: HashMap<String, Vec<CategoryLimit>>,
    tiers: Vec<Tier>,
}

impl Limits {
    /// Checks and reports every fault at once.
    pub fn build(
        list: Vec<CategoryLimit>,
        tiers: Vec<Tier>,
        categories: &Categories,
    ) -> Result<Self, Vec<LimitFault>> {
        let mut faults = Vec::new();
        let mut areas: HashMap<&str, &str> = HashMap::new();
        let mut slugs = HashSet::new();
        for tier in &tiers {
            if !slugs.insert(tier.slug.as_str()) {
                faults.push(LimitFault::TierTwice(tier.slug.clone()));
            }
            for area in &tier.areas {
                if let Some(other) = areas.insert(area, &tier.slug) {
                    faults.push(LimitFault::AreaTwice(tier.slug.clone(), area.clone(), other.to_owned()));
                }
            }
        }
        let mut seen = HashSet::new();
        for limit in &list {
            let slug = || limit.category.clone();
            if categories.get(&limit.category).is_none() {
                faults.push(LimitFault::UnknownCategory(slug()));
            }
            if !seen.insert((&limit.category, &limit.area, &limit.tier)) {
                faults.push(LimitFault::Duplicate(slug()));
            }
            if limit.amount == 0 {
                faults.push(LimitFault::Zero(slug()));
            }
            if let Some(tier) = limit.tier.as_ref().filter(|tier| !slugs.contains(tier.as_str())) {
                faults.push(LimitFault::UnknownTier(slug(), tier.clone()));
            }
            if limit.area.as_ref().is_some_and(|area| area.trim().is_empty()) {
                faults.push(LimitFault::NoArea(slug()));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut by_category: HashMap<String, Vec<CategoryLimit>> = HashMap::new();
        for limit in list {
            by_category.entry(limit.category.clone()).or_default().push(limit);
        }
        Ok(Self { by_category, tiers })
    }

    /// The limit that holds everywhere: of the nearest ancestor that has one; none when it is unknown.
    pub fn of(&self, category: &str, categories: &Categories) -> Option<&CategoryLimit> {
        self.at(category, categories, &[], None)
    }

    /// The limit on a place. `areas` are the codes of its areas, lowest first; `tier` what a phase of a campaign
    /// sets, else the nearest of the areas that has a tier says, else the first tier listed holds. The nearest
    /// ancestor of the category decides, then the lowest area, then the entry of the tier before one for all tiers.
    pub fn at(
        &self,
        category: &str,
        categories: &Categories,
        areas: &[&str],
        tier: Option<&str>,
    ) -> Option<&CategoryLimit> {
        let tier = tier.or_else(|| self.tier_of(areas).map(|tier| tier.slug.as_str()));
        let rank = |limit: &CategoryLimit| {
            let area = match &limit.area {
                Some(code) => areas.iter().position(|area| area == code)?,
                None => areas.len(),
            };
            let other = match &limit.tier {
                Some(wanted) => {
                    if Some(wanted.as_str()) != tier {
                        return None;
                    }
                    false
                }
                None => true,
            };
            Some((area, other))
        };
        categories.ancestors(category).iter().find_map(|above| {
            let entries = self.by_category.get(&above.slug)?.iter();
            let ranked = entries.filter_map(|limit| Some((rank(limit)?, limit)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(_, limit)| limit)
        })
    }

    /// The tier in force on a place; none when no tiers are listed.
    pub fn tier_of(&self, areas: &[&str]) -> Option<&Tier> {
        let set = areas
            .iter()
            .find_map(|area| self.tiers.iter().find(|tier| tier.areas.iter().any(|code| code == area)));
        set.or(self.tiers.first())
    }

    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    pub fn iter(&self) -> impl Iterator<Item = &CategoryLimit> {
        self.by_category.values().flatten()
    }
}

#[cfg(test)]
mod tests;
