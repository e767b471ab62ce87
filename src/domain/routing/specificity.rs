//! How specific a rule is (R5): category depth, then feature kind, attributes, area depth and hours, compared in
//! that order. The feature kinds rank as the design's order of precedence says.

use super::rule::{Rule, Selector};
use crate::domain::category::Categories;
use crate::domain::feature::Layer;

/// Compared field by field; the greater one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Specificity {
    /// 0 for every category, 1 for a root and so on.
    pub category: u8,
    /// See [`rank`]; 0 when only the area counts.
    pub feature: u8,
    /// Number of conditions on attributes, road class, carriageway and repeats.
    pub attributes: u8,
    /// 0 for every area, then from the district (1) down to the point (5).
    pub area: u8,
    /// 1 when bound to hours.
    pub hours: u8,
}

/// The layers that decide, highest first: facility, vending zone, frontage, market, compound, road side.
pub const PRECEDENCE: [Layer; 6] =
    [Layer::Facility, Layer::VendingZone, Layer::Frontage, Layer::Market, Layer::Compound, Layer::Road];

/// 6 for a facility down to 1 for the road side; none for layers that have no place in the order.
pub fn rank(layer: Layer) -> Option<u8> {
    let place = PRECEDENCE.iter().position(|&other| other == layer)?;
    Some((PRECEDENCE.len() - place) as u8)
}

impl Specificity {
    /// Of a rule for one of its categories (none for a rule without).
    pub fn of(rule: &Rule, category: Option<&str>, categories: &Categories) -> Self {
        let Selector { feature, road, area, hours, min_repeats, .. } = &rule.when;
        let on_feature = feature.as_ref().map_or(0, |f| f.attributes.len());
        let on_road = road
            .as_ref()
            .map_or(0, |r| usize::from(!r.class.is_empty()) + usize::from(r.on_carriageway.is_some()));
        let kind = match (feature, road) {
            (Some(feature), _) => rank(feature.layer).unwrap_or(0),
            (None, Some(_)) => rank(Layer::Road).unwrap_or(0),
            (None, None) => 0,
        };
        Self {
            category: category.map_or(0, |slug| categories.depth(slug) as u8),
            feature: kind,
            attributes: (on_feature + on_road + usize::from(min_repeats.is_some())) as u8,
            area: area.as_ref().map_or(0, |area| area.level as u8 + 1),
            hours: u8::from(hours.is_some()),
        }
    }
}
