//! The layers and the closed vocabularies of their attributes.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What kind of thing a feature is.
    Layer {
        /// 主干道 / 次干道 / 背街小巷
        Road = "road",
        /// 小区
        Compound = "compound",
        /// 楼栋
        Building = "building",
        /// 市场
        Market = "market",
        /// 疏导区
        VendingZone = "vending_zone",
        /// 门前三包
        Frontage = "frontage",
        /// 设施
        Facility = "facility",
        /// 卫生死角
        FocusSpot = "focus_spot",
        /// 实地考察点
        Site = "site",
        /// 居民小组
        ResidentGroup = "resident_group",
    }
}

vocabulary! {
    /// Who looks after a compound (管理类型).
    ManagementType {
        /// 物业
        Managed = "managed",
        /// 自管
        SelfManaged = "self_managed",
        /// 社区代管
        Trusteeship = "trusteeship",
        /// 半无人管
        SemiManaged = "semi_managed",
        /// 无人管
        Unmanaged = "unmanaged",
        /// 物业撤场
        Abandoned = "abandoned",
        /// 改制企业生活区
        Enterprise = "enterprise",
        /// 单位住宅
        UnitHousing = "unit_housing",
        /// 开放式
        Open = "open",
        /// 未知
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Class of a road.
    RoadClass {
        /// 主干道
        Main = "main",
        /// 次干道
        Secondary = "secondary",
        /// 背街小巷
        Lane = "lane",
    }
}

vocabulary! {
    /// How a boundary road is divided between the owners on its sides (R3).
    SideRule {
        /// Each side up to the centre line.
        CentreLine = "centre_line",
        /// Whoever's kerb is nearer.
        NearKerb = "near_kerb",
        /// The whole road belongs to one owner, named by `side_owner`.
        OneOwner = "one_owner",
    }
}
