//! What makes a list of areas no tree. These are refused whole; what is wrong with their geometry is `check`'s matter.

use super::{Level, Scheme};
use crate::domain::text::Words;

/// One reason why `AreaSet::build` refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AreaFault {
    #[error("two areas of scheme {} have the code {code}", scheme.slug())]
    DuplicateCode { scheme: Scheme, code: String },
    #[error("area {code} names the parent {parent}, which is not there")]
    UnknownParent { scheme: Scheme, code: String, parent: String },
    /// The parent is of the same level or a finer one; this also rules out cycles.
    #[error("area {code} ({}) names the parent {parent} ({}), which is not above it", level.slug(), parent_level.slug())]
    ParentNotAbove { scheme: Scheme, code: String, level: Level, parent: String, parent_level: Level },
    #[error("area code {code:?} is empty or longer than 64 bytes")]
    BadCode { scheme: Scheme, code: String },
    #[error("{0} areas are more than one set can number")]
    TooMany(usize),
}

impl AreaFault {
    /// Code of the area concerned, where it is one.
    pub fn area_code(&self) -> Option<&str> {
        match self {
            Self::DuplicateCode { code, .. }
            | Self::UnknownParent { code, .. }
            | Self::ParentNotAbove { code, .. }
            | Self::BadCode { code, .. } => Some(code),
            Self::TooMany(_) => None,
        }
    }

    /// The sentence in both languages.
    pub fn words(&self) -> Words {
        let zh = match self {
            Self::DuplicateCode { scheme, code } => {
                format!("{} 体系中有两个网格编码都是 {code}", scheme.slug())
            }
            Self::UnknownParent { code, parent, .. } => format!("网格 {code} 的上级 {parent} 不存在"),
            Self::ParentNotAbove { code, parent, .. } => format!("网格 {code} 的上级 {parent} 层级不高于它"),
            Self::BadCode { code, .. } => format!("网格编码 {code:?} 为空或超过 64 字节"),
            Self::TooMany(count) => format!("网格数量 {count} 超过上限"),
        };
        Words::new(zh, self.to_string())
    }
}
