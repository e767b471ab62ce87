//! One category of the tree.

use super::Code;
use crate::domain::text::Words;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Whether reports of the category become cases or it is a requirement checked at sites.
    Kind {
        /// report → case
        Incident = "incident",
        /// met / not met / unknown
        CheckItem = "check_item",
    }
}

vocabulary! {
    /// What kind of work ends the problem.
    Remedy {
        /// 执法: always goes to a department, also inside a compound
        Enforcement = "enforcement",
        /// 保洁
        Cleaning = "cleaning",
        /// 维护
        Maintenance = "maintenance",
        /// 劝导
        Persuasion = "persuasion",
        /// 组织
        Organising = "organising",
    }
}

/// A category. `slug` is stable and our own; national codes come and go with their standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: String,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    pub name: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    #[serde(default)]
    pub codes: Vec<Code>,
    /// Words people use for it, for search.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Position among the twelve everyday pictures of the report screen, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<u8>,
    /// Clause or document that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
