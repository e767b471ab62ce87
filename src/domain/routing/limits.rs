//! Time limits by category. Cities set their own, so they are data; a category that no limit is known for has
//! none, which is not the same as no time at all (R10).

use super::assignment::{Limit, LimitUnit};
use crate::domain::category::Categories;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One entry of `limits.json`. It holds for the category and everything below it that has no entry of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryLimit {
    pub category: String,
    pub amount: u32,
    pub unit: LimitUnit,
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

/// Limits by category slug.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    by_category: HashMap<String, CategoryLimit>,
}

impl Limits {
    /// A later entry for the same category replaces the earlier; the reader of the file refuses that.
    pub fn new(list: Vec<CategoryLimit>) -> Self {
        Self { by_category: list.into_iter().map(|limit| (limit.category.clone(), limit)).collect() }
    }

    /// The limit of the nearest ancestor that has one; none when it is unknown.
    pub fn of(&self, category: &str, categories: &Categories) -> Option<&CategoryLimit> {
        categories.ancestors(category).iter().find_map(|c| self.by_category.get(&c.slug))
    }

    pub fn iter(&self) -> impl Iterator<Item = &CategoryLimit> {
        self.by_category.values()
    }
}
