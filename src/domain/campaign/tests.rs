//! Phases, what is in force on a day, weights, and what is refused.

use super::*;
use crate::domain::category::{Categories, Category, Kind};
use crate::domain::routing::Tier;
use jiff::civil::date;

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
    Categories::build(vec![category("rubbish", None), category("bin", Some("rubbish"))]).unwrap()
}

fn tiers() -> Vec<Tier> {
    let tier = |slug: &str| Tier { slug: slug.into(), name: Words::new(slug, slug), areas: Vec::new() };
    vec![tier("threshold"), tier("improved")]
}

fn phase(slug: &str, first_day: Option<Date>, last_day: Option<Date>) -> Phase {
    Phase {
        slug: slug.into(),
        name: Words::new(slug, slug),
        first_day,
        last_day,
        tier: None,
        patrols: Vec::new(),
        dashboard: Vec::new(),
        source: "test".into(),
    }
}

fn weights(handbook_year: i16, from: Date, percent: u32) -> WeightSet {
    let weight = CategoryWeight { category: "rubbish".into(), percent, source: "test".into() };
    WeightSet { handbook_year, from, source: "test".into(), categories: vec![weight] }
}

fn campaign(phases: Vec<Phase>) -> Campaign {
    Campaign {
        slug: "civilised_city".into(),
        name: Words::new("创文", "civilised city"),
        source: "test".into(),
        phases,
        weights: Vec::new(),
    }
}

fn faults(campaign: &Campaign) -> Vec<String> {
    campaign.faults(&tiers(), &categories()).iter().map(ToString::to_string).collect()
}

#[test]
fn the_last_day_belongs_to_a_phase_and_an_open_one_goes_on() {
    let (may, june) = (date(2026, 5, 1), date(2026, 6, 30));
    let all = campaign(vec![
        phase("announced", None, None),
        phase("inspection", Some(may), Some(june)),
        phase("lasting", Some(date(2026, 7, 10)), None),
    ]);
    let on = |day| all.phase_on(day).map(|phase| phase.slug.as_str());
    assert_eq!(on(date(2026, 4, 30)), None);
    assert_eq!((on(may), on(june)), (Some("inspection"), Some("inspection")));
    assert_eq!(on(date(2026, 7, 5)), None, "days between phases belong to none");
    assert_eq!(on(date(2030, 1, 1)), Some("lasting"));
    assert!(faults(&all).is_empty());
}

#[test]
fn a_phase_is_a_period_from_midnight_to_midnight() {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let at = |text| Instant::parse(text, &zone).unwrap();
    let dated = phase("inspection", Some(date(2026, 5, 1)), Some(date(2026, 5, 31)));
    let whole = Period { from: at("2026-05-01"), until: at("2026-06-01") };
    assert_eq!(dated.period(date(2026, 8, 1), &zone), Some(whole));
    assert_eq!(dated.period(date(2026, 4, 30), &zone), None, "it has not begun");
    let open = phase("lasting", Some(date(2026, 5, 1)), None);
    let until = open.period(date(2026, 5, 10), &zone).map(|period| period.until);
    assert_eq!(until, Some(at("2026-05-11")), "today is part of it");
    assert_eq!(phase("announced", None, None).period(date(2026, 5, 10), &zone), None);
}

#[test]
fn two_campaigns_run_at_once_and_each_sets_its_tier() {
    let may = Some(date(2026, 5, 1));
    let mut first = campaign(vec![Phase { tier: Some("improved".into()), ..phase("inspection", may, None) }]);
    let second = Campaign {
        slug: "hygienic_city".into(),
        ..campaign(vec![Phase { tier: Some("threshold".into()), ..phase("lasting", may, None) }])
    };
    let all = Campaigns::build(vec![first.clone(), second], &tiers(), &categories()).unwrap();
    let tiers_on = |day| all.tiers_on(day).iter().map(|found| found.tier.to_owned()).collect::<Vec<_>>();
    assert_eq!(tiers_on(date(2026, 5, 1)), ["improved", "threshold"]);
    assert!(tiers_on(date(2026, 4, 30)).is_empty());
    first.phases[0].tier = None;
    let changed = all.with(first);
    assert_eq!(changed.tiers_on(date(2026, 5, 1)).len(), 1, "a phase without a tier leaves limits alone");
    assert_eq!(changed.in_force(date(2026, 5, 1)).count(), 2);
}

#[test]
fn the_newest_handbook_that_had_begun_weighs() {
    let mut all = campaign(vec![]);
    all.weights = vec![weights(2021, date(2022, 1, 1), 200), weights(2018, date(2018, 1, 1), 150)];
    let on = |day| all.weights_on(day).map(|set| set.handbook_year);
    assert_eq!(on(date(2017, 12, 31)), None);
    assert_eq!((on(date(2021, 12, 31)), on(date(2026, 1, 1))), (Some(2018), Some(2021)));
    let plain = Formula {
        slug: "f".into(),
        name: Words::new("式", "f"),
        subjects: Vec::new(),
        least: 1,
        campaign: None,
        handbook_year: None,
        source: "test".into(),
        note: None,
        terms: Vec::new(),
        categories: Vec::new(),
    };
    let weighed = all.weigh(&plain, date(2026, 1, 1));
    assert_eq!((weighed.handbook_year, weighed.weight_of("bin", &categories())), (Some(2021), 200));
    let own = CategoryWeight { category: "bin".into(), percent: 10, source: "own".into() };
    let named = Formula { categories: vec![own], ..plain.clone() };
    assert_eq!(all.weigh(&named, date(2026, 1, 1)), named, "a formula that names categories keeps them");
    assert_eq!(all.weigh(&plain, date(2017, 1, 1)), plain);
}

#[test]
fn every_fault_is_told_with_its_part_in_both_languages() {
    let (may, june) = (Some(date(2026, 5, 1)), Some(date(2026, 6, 30)));
    let patrol = Patrol {
        place: PatrolPlace::Level(Level::Point),
        role: Role::PointHead,
        times: 0,
        every: Every::Week,
        checks: vec!["noise".into()],
        note: None,
    };
    let mut bad = campaign(vec![
        phase("a", may, june),
        Phase { tier: Some("golden".into()), ..phase("b", june, None) },
        phase("b", None, june),
        Phase { patrols: vec![patrol], source: " ".into(), ..phase("Bad slug", june, may) },
    ]);
    bad.name.en = String::new();
    let twice = weights(2018, date(2018, 1, 1), 150);
    bad.weights = vec![twice.clone(), WeightSet { handbook_year: 2021, ..twice.clone() }];
    bad.weights[1].categories.push(twice.categories[0].clone());
    bad.weights[1].categories.push(CategoryWeight { category: "x".into(), ..twice.categories[0].clone() });
    let found = bad.faults(&tiers(), &categories());
    assert_eq!(
        faults(&bad),
        [
            "`civilised_city` has no name in zh and en",
            "a slug is made of small letters, digits and `_`: `Bad slug` is none",
            "`Bad slug` has no source",
            "phase `b`: unknown tier `golden`; tiers are those of the limits",
            "phase `b` is listed twice",
            "phase `b` has a last day and no first day",
            "phase `Bad slug` ends before it begins",
            "phase `Bad slug`: a patrol of no visits; leave it out",
            "`Bad slug`: unknown category `noise`",
            "phases `a` and `b` share days; one campaign is in one phase at a time",
            "phases `b` and `Bad slug` share days; one campaign is in one phase at a time",
            "two sets of weights begin on 2018-01-01",
            "weights of 2021: category `rubbish` has two",
            "`2021`: unknown category `x`",
        ]
    );
    assert!(found.iter().all(|fault| fault.entry() == "civilised_city" && fault.part().is_some()));
    assert!(found.iter().all(|fault| !fault.words().zh.is_empty()));
    let twice = Campaigns::build(vec![campaign(vec![]), campaign(vec![])], &tiers(), &categories());
    assert_eq!(twice.unwrap_err(), [CampaignFault::Twice("civilised_city".into())]);
}
