//! Words for people, always in both languages, so that no layer above has to translate a reason or an error.

use serde::{Deserialize, Serialize};

/// One sentence or label in Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default, utoipa::ToSchema)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What reads the same in both languages: a name, a number.
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }
}

/// A step of a decision, kept with the case so that anybody can read later why it was taken (R5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// Stable identifier of the kind of step, for instance `inside_point` or `rule`.
    pub code: String,
    #[serde(flatten)]
    pub words: Words,
}

impl Reason {
    pub fn new(code: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.into(), words: Words::new(zh, en) }
    }
}
