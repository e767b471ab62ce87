//! Roles of a post.

use crate::domain::feature::Layer;
use crate::domain::grid::Level;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What a post is answerable for. Terms are those of the community plan.
    Role {
        /// 网格长: a district leader, heads a community
        GridChief = "grid_chief",
        /// 片长: a bureau leader, heads a zone
        ZoneHead = "zone_head",
        /// 点长: heads a point; several, one primary
        PointHead = "point_head",
        /// 网格组长
        GroupLead = "group_lead",
        /// 街道联络领导, pairs with 网格长
        StreetLiaison = "street_liaison",
        /// 社区联络领导, pairs with 片长
        CommunityLiaison = "community_liaison",
        /// 小组联络员, pairs with 点长
        GroupLiaison = "group_liaison",
        /// 第一责任人: 街道负责人
        FirstResponsible = "first_responsible",
        /// 直接责任人: 社区负责人
        DirectlyResponsible = "directly_responsible",
        /// 共同责任人: 挂钩单位负责人
        JointlyResponsible = "jointly_responsible",
        /// 执法责任人, of a department, inherited downward
        Enforcement = "enforcement",
        /// 物业服务企业
        PropertyManager = "property_manager",
        /// 保洁单位
        Cleaner = "cleaner",
        /// 市场开办方
        Operator = "operator",
        /// 三包责任人
        FrontageParty = "frontage_party",
        /// 产权单位
        OwnerParty = "owner_party",
    }
}

impl Role {
    /// Level of the areas that the post belongs to; none for posts on features and for departments, which any
    /// level may carry. 网格组长 has no fixed place in the plan and stays free, as its text uses it.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::PointHead | Self::GroupLiaison => Some(Level::Point),
            Self::ZoneHead | Self::CommunityLiaison | Self::JointlyResponsible => Some(Level::Zone),
            Self::GridChief | Self::StreetLiaison | Self::DirectlyResponsible => Some(Level::Community),
            Self::FirstResponsible => Some(Level::Street),
            _ => None,
        }
    }

    /// Layer of the features that the post usually belongs to; none for posts on areas.
    pub fn layer(self) -> Option<Layer> {
        match self {
            Self::PropertyManager => Some(Layer::Compound),
            Self::Cleaner => Some(Layer::Road),
            Self::Operator => Some(Layer::Market),
            Self::FrontageParty => Some(Layer::Frontage),
            Self::OwnerParty => Some(Layer::Facility),
            _ => None,
        }
    }
}
