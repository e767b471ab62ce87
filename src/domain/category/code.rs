//! A national code of a category, qualified by its dated set.

use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How well a code is known.
    Confidence {
        /// Read in a primary source or in public working code that cites it.
        Read = "read",
        /// One secondary page.
        Secondary = "secondary",
        /// Derived by the crosswalk rule, not read.
        Derived = "derived",
    }
}

/// `gb2013:0406` and its like. `set` is `cjt2007`, `gb2013` or `gb2026`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub set: String,
    pub code: String,
    pub name: String,
    pub source: String,
    pub confidence: Confidence,
}

impl Code {
    pub fn qualified(&self) -> String {
        format!("{}:{}", self.set, self.code)
    }
}

/// A dated set of national codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CodeSet {
    pub slug: &'static str,
    pub standard: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// Whether the set is the one in force (GB/T 47678 replaced GB/T 30428.2-2013 on 2026-07-01).
    pub in_force: bool,
}

/// The sets that categories may carry codes of, oldest first. None is complete: each holds the entries that
/// were read in public sources.
pub const CODE_SETS: &[CodeSet] = &[
    CodeSet {
        slug: "cjt2007",
        standard: "CJ/T 214-2007",
        zh: "城市市政综合监管信息系统 管理部件和事件分类与编码",
        en: "CJ/T 214-2007, parts and events of city supervision",
        in_force: false,
    },
    CodeSet {
        slug: "gb2013",
        standard: "GB/T 30428.2-2013",
        zh: "数字化城市管理信息系统 第2部分：管理部件和事件",
        en: "GB/T 30428.2-2013, parts and events of digital city management",
        in_force: false,
    },
    CodeSet {
        slug: "gb2026",
        standard: "GB/T 47678.5-2026",
        zh: "城市运行管理服务平台 第5部分：管理部件和事项",
        en: "GB/T 47678.5-2026, parts and matters of the city operation platform",
        in_force: true,
    },
];
