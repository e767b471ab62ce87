//! Which rules hold in a situation, and with which feature.

use super::rule::{FeatureSelector, RoadSelector, Rule};
use super::rules::Rules;
use super::situation::Situation;
use super::specificity::Specificity;
use crate::domain::category::{Categories, Remedy};
use crate::domain::feature::Feature;

/// A rule that holds, with the feature it holds for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match<'a> {
    pub rule: &'a Rule,
    pub specificity: Specificity,
    pub feature: Option<&'a Feature>,
    pub distance_m: f64,
}

/// The most specific matches. Among equally specific ones the nearest feature decides; more than one is left
/// only when different features lie equally near. For a category of 执法 only rules that name a department count.
pub(super) fn best<'a>(
    rules: &'a Rules,
    categories: &Categories,
    situation: &Situation<'a>,
) -> Vec<Match<'a>> {
    let departmental = situation.category.remedy == Some(Remedy::Enforcement);
    let line = categories.ancestors(&situation.category.slug);
    let slugs = line.iter().map(|category| category.slug.as_str()).chain([""]);
    let mut found: Vec<Match> = Vec::new();
    for slug in slugs {
        for (specificity, rule) in rules.entries(slug) {
            if found.first().is_some_and(|best| best.specificity > specificity)
                || (departmental && !rule.then.is_departmental())
            {
                continue;
            }
            holds(rule, specificity, situation, |hit| match found.first() {
                Some(best) if better(&hit, best) => {
                    found.clear();
                    found.push(hit);
                }
                Some(best) if better(best, &hit) => {}
                _ => found.push(hit),
            });
        }
    }
    found
}

fn better(a: &Match, b: &Match) -> bool {
    a.specificity > b.specificity || (a.specificity == b.specificity && a.distance_m < b.distance_m)
}

/// Tells every feature for which the rule holds, or the rule once when it needs none.
fn holds<'a>(
    rule: &'a Rule,
    specificity: Specificity,
    situation: &Situation<'a>,
    mut tell: impl FnMut(Match<'a>),
) {
    let when = &rule.when;
    let in_area = when.area.as_ref().is_none_or(|area| {
        situation.areas.iter().any(|(level, code, _)| *level == area.level && *code == area.code)
    });
    let in_hours = when.hours.as_ref().is_none_or(|hours| {
        let local = situation.local();
        hours.holds(local.weekday().to_monday_one_offset(), local.time())
    });
    let often = when.min_repeats.is_none_or(|least| situation.repeated >= least);
    if !(in_area && in_hours && often) {
        return;
    }
    let mut hit = |feature, distance_m| tell(Match { rule, specificity, feature, distance_m });
    if let Some(selector) = &when.feature {
        let near = situation.features.iter().filter(|near| selects(selector, near.feature, near.distance_m));
        near.for_each(|near| hit(Some(near.feature), near.distance_m));
        return;
    }
    match (&when.road, situation.road) {
        (None, _) => hit(None, 0.0),
        (Some(selector), Some(place)) if selects_road(selector, place.feature, place.on_carriageway) => {
            hit(Some(place.feature), 0.0);
        }
        (Some(_), _) => {}
    }
}

fn selects(selector: &FeatureSelector, feature: &Feature, distance_m: f64) -> bool {
    feature.layer == selector.layer
        && distance_m <= selector.within_m.unwrap_or(0.0)
        && selector.attributes.iter().all(|(key, values)| {
            let value = match key.as_str() {
                "management_type" => feature.management_type().map(|kind| kind.slug()),
                _ => feature.text(key),
            };
            value.is_some_and(|value| values.iter().any(|wanted| wanted == value))
        })
}

fn selects_road(selector: &RoadSelector, road: &Feature, on_carriageway: bool) -> bool {
    (selector.class.is_empty() || road.road_class().is_some_and(|class| selector.class.contains(&class)))
        && selector.on_carriageway.is_none_or(|wanted| wanted == on_carriageway)
}
