//! One thing that is wrong with a file, with its place.

use crate::domain::progress::Cancelled;
use crate::domain::text::Words;

/// A problem of an input file. `place` says where in words that work in both languages: `row 7`,
/// `feature 3 (YL-1-03), ring 1, vertex 12, 102.5400000,24.3500000`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Problem {
    /// Stable, for machines: `unclosed_ring`, `looks_swapped`, `missing_column`, …
    pub code: &'static str,
    pub place: String,
    pub words: Words,
}

impl Problem {
    pub fn new(
        code: &'static str,
        place: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { code, place: place.into(), words: Words::new(zh, en) }
    }
}

impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}

impl From<Cancelled> for Problem {
    fn from(_: Cancelled) -> Self {
        Self::new("cancelled", "file", "已取消，什么都没有保存", "cancelled, nothing was stored")
    }
}

impl From<Cancelled> for Vec<Problem> {
    fn from(cancelled: Cancelled) -> Self {
        vec![cancelled.into()]
    }
}
