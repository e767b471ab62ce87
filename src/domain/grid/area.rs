//! An area (网格): a node of a grid tree, drawn or not yet drawn.

use crate::domain::geo::Shape;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Depth in the tree, from coarse to fine; the order of the variants is the order of the levels.
    Level {
        /// 区
        District = "district",
        /// 街道
        Street = "street",
        /// 社区, 一级网格
        Community = "community",
        /// 片区, 二级网格
        Zone = "zone",
        /// 点位, 三级网格
        Point = "point",
    }
}

vocabulary! {
    /// Which grid tree an area belongs to (网格体系).
    Scheme {
        /// 责任网格, the default
        Duty = "duty",
        /// 综治网格
        Governance = "governance",
        /// 单元网格
        Unit = "unit",
    }
}

/// An area of one scheme. `code` is unique in the scheme and at most 64 bytes long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub scheme: Scheme,
    pub level: Level,
    pub code: String,
    pub name: String,
    /// Code of the area one or more levels above.
    pub parent: Option<String>,
    /// None while the area is named but not drawn.
    pub shape: Option<Shape>,
    /// The boundary in words, 东至…南至…西至…北至…, as the roster or the plan tells it.
    pub extent: Option<String>,
}

#[expect(clippy::derivable_impls, reason = "the vocabulary macro derives no default")]
impl Default for Scheme {
    fn default() -> Self {
        Self::Duty
    }
}
