//! Whether two rules of equal specificity can hold together. What is refused here at load never has to be
//! decided by chance at run time; only two different features at one spot remain for the tie rule.

use super::rule::{FeatureSelector, HourSelector, RoadSelector, Selector};
use crate::domain::feature::RoadClass;

/// True unless some part of the selectors excludes the other. Categories are compared by the caller.
pub fn can_hold_together(a: &Selector, b: &Selector) -> bool {
    features_overlap(a.feature.as_ref(), b.feature.as_ref())
        && roads_overlap(a.road.as_ref(), b.road.as_ref())
        && match (&a.area, &b.area) {
            // Two areas of one level never hold the same position; other pairs may be nested.
            (Some(a), Some(b)) => a.level != b.level || a.code == b.code,
            _ => true,
        }
        && hours_overlap(a.hours.as_ref(), b.hours.as_ref())
}

fn features_overlap(a: Option<&FeatureSelector>, b: Option<&FeatureSelector>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    a.layer != b.layer
        || a.attributes.iter().all(|(key, values)| {
            b.attributes.get(key).is_none_or(|others| values.iter().any(|value| others.contains(value)))
        })
}

fn roads_overlap(a: Option<&RoadSelector>, b: Option<&RoadSelector>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let shares = |class: &RoadClass| b.class.contains(class);
    let classes = a.class.is_empty() || b.class.is_empty() || a.class.iter().any(shares);
    let carriageway = match (a.on_carriageway, b.on_carriageway) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    classes && carriageway
}

fn hours_overlap(a: Option<&HourSelector>, b: Option<&HourSelector>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    // Two half-open spans meet exactly when one of them holds the other's first moment.
    let starts = |x: &HourSelector, y: &HourSelector| {
        (1..=7).any(|day| (x.weekdays.is_empty() || x.weekdays.contains(&day)) && y.holds(day, x.from))
    };
    starts(a, b) || starts(b, a)
}
