//! Which limit holds where.

use super::*;
use crate::domain::category::{Category, Kind};

fn categories() -> Categories {
    let category = |slug: &str, parent: Option<&str>| Category {
        slug: slug.into(),
        kind: Kind::Incident,
        parent: parent.map(str::to_owned),
        name: Words::new(slug, slug),
        remedy: None,
        codes: Vec::new(),
        keywords: Vec::new(),
        picture: None,
        source: None,
    };
    let list = vec![category("rubbish", None), category("bin", Some("rubbish")), category("noise", None)];
    Categories::build(list).unwrap()
}

fn hours(category: &str, amount: u32) -> CategoryLimit {
    CategoryLimit {
        category: category.into(),
        amount,
        unit: LimitUnit::WorkHours,
        area: None,
        tier: None,
        source: "test".into(),
        note: None,
    }
}

fn within(area: &str, limit: CategoryLimit) -> CategoryLimit {
    CategoryLimit { area: Some(area.into()), ..limit }
}

fn of_tier(tier: &str, limit: CategoryLimit) -> CategoryLimit {
    CategoryLimit { tier: Some(tier.into()), ..limit }
}

fn tiers() -> Vec<Tier> {
    let tier = |slug: &str, areas: &[&str]| Tier {
        slug: slug.into(),
        name: Words::new(slug, slug),
        areas: areas.iter().map(|&area| area.to_owned()).collect(),
    };
    vec![tier("threshold", &[]), tier("improved", &["Z1"])]
}

#[test]
fn category_then_area_then_tier_decide() {
    let list = vec![
        hours("rubbish", 8),
        of_tier("improved", hours("rubbish", 6)),
        within("C", hours("rubbish", 7)),
        hours("bin", 4),
        within("C", hours("bin", 3)),
        within("Z1", of_tier("improved", hours("bin", 2))),
    ];
    let (categories, limits) = (categories(), Limits::build(list, tiers(), &categories()).unwrap());
    let at = |category, areas: &[&str], tier| {
        limits.at(category, &categories, areas, tier).map(|limit| limit.amount)
    };
    assert_eq!(limits.of("bin", &categories).map(|limit| limit.amount), Some(4));
    assert_eq!(at("bin", &["P", "Z2", "C"], None), Some(3), "the area beats everywhere");
    assert_eq!(at("bin", &["P", "Z1", "C"], None), Some(2), "the zone is of the improved tier");
    assert_eq!(at("bin", &["P", "Z1", "C"], Some("threshold")), Some(3), "unless a phase says otherwise");
    assert_eq!(at("rubbish", &["P", "Z2", "D"], None), Some(8));
    assert_eq!(at("rubbish", &["P", "Z2", "D"], Some("improved")), Some(6));
    assert_eq!(at("rubbish", &["P", "Z2", "C"], Some("improved")), Some(7), "the area comes before the tier");
    assert_eq!(at("noise", &["P"], None), None, "unknown is not zero");
}

#[test]
fn without_tiers_only_plain_entries_hold() {
    let limits = Limits::build(vec![hours("bin", 4)], vec![], &categories()).unwrap();
    assert!(limits.tier_of(&["Z1"]).is_none());
    assert_eq!(limits.at("bin", &categories(), &["P"], None).map(|limit| limit.amount), Some(4));
    assert_eq!(limits.at("bin", &categories(), &["P"], Some("x")).map(|limit| limit.amount), Some(4));
}

#[test]
fn every_fault_is_told_with_its_entry() {
    let list = vec![
        hours("nothing", 1),
        hours("bin", 0),
        hours("bin", 1),
        of_tier("golden", hours("rubbish", 1)),
        within(" ", hours("noise", 1)),
    ];
    let mut twice = tiers();
    twice.push(Tier { slug: "improved".into(), name: Words::default(), areas: vec!["Z1".into()] });
    let faults = Limits::build(list, twice, &categories()).unwrap_err();
    let entries: Vec<&str> = faults.iter().map(LimitFault::entry).collect();
    assert_eq!(entries, ["improved", "improved", "nothing", "bin", "bin", "rubbish", "noise"]);
}
