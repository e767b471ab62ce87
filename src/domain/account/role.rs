//! What an account may be. It says which doors are open; on which areas and cases, the appointments say.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Role of an account. A role alone names no area and no department: those come from the posts that the
    /// account's person holds, so that there is no second list to keep.
    AccountRole {
        /// 居民: reports without signing in
        Resident = "resident",
        /// 网格员: reports and handles on site
        GridWorker = "grid_worker",
        /// 点长
        PointHead = "point_head",
        /// 片长
        ZoneHead = "zone_head",
        /// 网格长
        GridChief = "grid_chief",
        /// 执法部门
        Department = "department",
        /// 单位: joint units, property managers, contractors
        Unit = "unit",
        /// 社区办公室: receives, files, dispatches, checks
        CommunityOffice = "community_office",
        /// 系统管理员
        Administrator = "administrator",
        /// 审计员: reads everything, changes nothing
        Auditor = "auditor",
    }
}

impl AccountRole {
    /// Whether the role belongs to somebody who works for the community, signed in.
    pub fn is_staff(self) -> bool {
        self != Self::Resident
    }

    /// Whether the role may only look.
    pub fn only_reads(self) -> bool {
        self == Self::Auditor
    }
}
