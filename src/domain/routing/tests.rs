//! Specificity, conflicts, hours and the opening of vending zones; what the shipped rules do is tested with
//! their files.

use super::opening::{Opening, opening};
use super::rule::{HourSelector, Rule};
use super::*;
use crate::domain::category::{Categories, Category, Kind};
use crate::domain::duty::Roster;
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::{Geometry, Position};
use crate::domain::grid::{Level, Outcome, Scheme};
use crate::domain::instant::{Instant, Validity};
use crate::domain::text::Words;
use jiff::civil::{DateTime, time};
use uuid::Uuid;

fn categories() -> Categories {
    let category = |slug: &str, parent: Option<&str>| Category {
        slug: slug.to_owned(),
        kind: Kind::Incident,
        parent: parent.map(str::to_owned),
        name: Words::new(slug, slug),
        remedy: None,
        codes: Vec::new(),
        keywords: Vec::new(),
        picture: None,
        source: None,
    };
    Categories::build(vec![category("root", None), category("leaf", Some("root"))]).unwrap()
}

/// A rule with this selector; `actor` makes its action differ.
fn rule(id: &str, when: &str, actor: &str) -> Rule {
    serde_json::from_str(&format!(
        r#"{{"id":"{id}","when":{when},"then":{{"actor":{{"area_role":"{actor}"}}}},"because":{{"zh":"","en":""}}}}"#
    ))
    .unwrap()
}

/// Faults of two rules beside a general one.
fn faults(first: &str, second: &str) -> Vec<RuleFault> {
    let rules = vec![
        rule("general", "{}", "point_head"),
        rule("first", first, "zone_head"),
        rule("second", second, "directly_responsible"),
    ];
    Rules::build(rules, Departments::default(), Limits::default(), &categories()).err().unwrap_or_default()
}

fn conflict(first: &str, second: &str) -> bool {
    faults(first, second).iter().any(
        |fault| matches!(fault, RuleFault::Conflict { first, second, .. } if first == "first" && second == "second"),
    )
}

const COMPOUND: &str = r#"{"feature":{"layer":"compound"}}"#;

#[test]
fn equal_rules_that_can_hold_together_are_refused_with_both_named() {
    assert!(conflict(COMPOUND, COMPOUND));
    assert!(conflict(r#"{"category":["leaf"]}"#, r#"{"category":["root","leaf"]}"#));
    assert!(conflict(
        r#"{"feature":{"layer":"facility","within_m":5,"attributes":{"kind":["box","pole"]}}}"#,
        r#"{"feature":{"layer":"facility","attributes":{"state":["broken"]}}}"#
    ));
    assert!(conflict(
        r#"{"hours":{"from":"22:00","to":"06:00","weekdays":[7]}}"#,
        r#"{"hours":{"from":"05:00","to":"08:00","weekdays":[1]}}"#
    ));
    assert!(conflict(r#"{"min_repeats":2}"#, r#"{"min_repeats":5}"#));
    assert!(conflict(r#"{"road":{"class":["main","lane"]}}"#, r#"{"road":{"class":["lane"]}}"#));
}

#[test]
fn rules_that_exclude_each_other_or_differ_in_weight_are_no_conflict() {
    let pairs = [
        (r#"{"category":["leaf"]}"#, r#"{"category":["root"]}"#),
        (COMPOUND, r#"{"feature":{"layer":"market"}}"#),
        (
            r#"{"feature":{"layer":"compound","attributes":{"management_type":["managed"]}}}"#,
            r#"{"feature":{"layer":"compound","attributes":{"management_type":["open","unmanaged"]}}}"#,
        ),
        (r#"{"area":{"level":"zone","code":"A"}}"#, r#"{"area":{"level":"zone","code":"B"}}"#),
        (r#"{"area":{"level":"zone","code":"A"}}"#, r#"{"area":{"level":"point","code":"A1"}}"#),
        (r#"{"hours":{"from":"06:00","to":"08:00"}}"#, r#"{"hours":{"from":"08:00","to":"09:00"}}"#),
        (
            r#"{"hours":{"from":"06:00","to":"08:00","weekdays":[1]}}"#,
            r#"{"hours":{"from":"06:00","to":"08:00","weekdays":[2]}}"#,
        ),
        (r#"{"road":{"on_carriageway":true}}"#, r#"{"road":{"on_carriageway":false}}"#),
        (COMPOUND, r#"{"feature":{"layer":"compound"},"min_repeats":2}"#),
    ];
    for (first, second) in pairs {
        assert_eq!(faults(first, second), [], "{first} {second}");
    }
}

#[test]
fn equal_rules_with_the_same_action_are_no_conflict() {
    let rules = vec![rule("general", "{}", "point_head"), rule("again", "{}", "point_head")];
    assert!(Rules::build(rules, Departments::default(), Limits::default(), &categories()).is_ok());
}

#[test]
fn a_rule_that_names_nothing_known_is_refused() {
    let told =
        |when| faults(when, r#"{"category":["leaf"]}"#).iter().map(ToString::to_string).collect::<String>();
    assert!(told(r#"{"category":["nowhere"]}"#).contains("unknown category `nowhere`"));
    assert!(told(r#"{"feature":{"layer":"building"}}"#).contains("no place in the order"));
    assert!(told(r#"{"feature":{"layer":"road"}}"#).contains("use `road`"));
    assert!(told(r#"{"feature":{"layer":"market"},"road":{}}"#).contains("both a feature and a road"));
    assert!(told(r#"{"feature":{"layer":"market","within_m":-1}}"#).contains("distance"));
}

#[test]
fn a_book_without_a_general_rule_is_refused() {
    let rules = vec![rule("only", COMPOUND, "point_head")];
    let faults = Rules::build(rules, Departments::default(), Limits::default(), &categories()).unwrap_err();
    assert_eq!(faults, [RuleFault::NoGeneralRule]);
}

#[test]
fn the_order_of_weight_is_category_feature_attributes_area_hours() {
    // Each rule outweighs all that follow it, whatever they add in later parts.
    let weights: Vec<_> = [
        r#"{"category":["leaf"]}"#,
        r#"{"category":["root"],"feature":{"layer":"facility"}}"#,
        r#"{"category":["root"],"feature":{"layer":"vending_zone"}}"#,
        r#"{"category":["root"],"feature":{"layer":"frontage"}}"#,
        r#"{"category":["root"],"feature":{"layer":"market"}}"#,
        r#"{"category":["root"],"feature":{"layer":"compound","attributes":{"a":["1"],"b":["1"]}}}"#,
        r#"{"category":["root"],"feature":{"layer":"compound","attributes":{"a":["1"]}},"area":{"level":"point","code":"P"}}"#,
        r#"{"category":["root"],"feature":{"layer":"compound","attributes":{"a":["1"]}},"hours":{"from":"01:00","to":"02:00"}}"#,
        r#"{"category":["root"],"road":{"class":["main"],"on_carriageway":true}}"#,
        r#"{"category":["root"],"min_repeats":2}"#,
        r#"{"category":["root"],"area":{"level":"point","code":"P"}}"#,
        r#"{"category":["root"],"area":{"level":"zone","code":"Z"},"hours":{"from":"01:00","to":"02:00"}}"#,
        r#"{"category":["root"],"hours":{"from":"01:00","to":"02:00"}}"#,
        "{}",
    ]
    .iter()
    .map(|when| {
        let rule = rule("r", when, "point_head");
        let category = rule.when.category.first().cloned();
        super::specificity::Specificity::of(&rule, category.as_deref(), &categories())
    })
    .collect();
    assert!(weights.windows(2).all(|pair| pair[0] > pair[1]), "{weights:#?}");
}

#[test]
fn rules_are_refused_with_unknown_fields() {
    let text = r#"{"id":"r","when":{"weather":"rain"},"then":{"actor":{"area_role":"point_head"}},"because":{"zh":"","en":""}}"#;
    assert!(serde_json::from_str::<Rule>(text).unwrap_err().to_string().contains("weather"));
}

#[test]
fn hours_over_midnight_belong_to_the_day_they_began() {
    let night = HourSelector { weekdays: vec![7], from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) };
    assert!(night.holds(7, time(22, 0, 0, 0)) && night.holds(1, time(5, 59, 0, 0)));
    assert!(
        !night.holds(1, time(6, 0, 0, 0))
            && !night.holds(7, time(5, 0, 0, 0))
            && !night.holds(1, time(23, 0, 0, 0))
    );
}

fn vending_zone(attributes: &str) -> Feature {
    Feature {
        id: Uuid::nil(),
        layer: Layer::VendingZone,
        code: "V".to_owned(),
        name: "V".to_owned(),
        geometry: Geometry::Point(Position { lon: 0, lat: 0 }),
        attributes: serde_json::from_str(attributes).unwrap(),
        validity: Validity { from: Instant(0), until: None },
    }
}

fn open(attributes: &str, local: &str) -> Opening {
    opening(&vending_zone(attributes), local.parse::<DateTime>().unwrap())
}

#[test]
fn a_vending_zone_is_open_in_its_season_on_its_days_at_its_hours() {
    let morning = r#"{"hours":[["06:30","09:30"]],"weekdays":[1,2],"season":["03-01","11-30"]}"#;
    assert_eq!(open(morning, "2026-03-02T06:30:00"), Opening::Open); // a Monday
    assert_eq!(open(morning, "2026-03-02T09:30:00"), Opening::Closed);
    assert_eq!(open(morning, "2026-03-04T07:00:00"), Opening::Closed); // a Wednesday
    assert_eq!(open(morning, "2026-02-23T07:00:00"), Opening::Closed); // a Monday before the season
    assert_eq!(open(morning, "2026-11-30T07:00:00"), Opening::Open); // the season's last day, a Monday
}

#[test]
fn a_night_market_closes_after_midnight_and_a_winter_season_runs_over_new_year() {
    let night = r#"{"hours":[["18:00","02:00"]],"weekdays":[5],"season":["12-01","02-28"]}"#;
    assert_eq!(open(night, "2026-01-02T23:00:00"), Opening::Open); // a Friday
    assert_eq!(open(night, "2026-01-03T01:59:00"), Opening::Open);
    assert_eq!(open(night, "2026-01-03T02:00:00"), Opening::Closed);
    assert_eq!(open(night, "2026-01-02T01:00:00"), Opening::Closed);
    assert_eq!(open(night, "2026-03-06T23:00:00"), Opening::Closed);
}

#[test]
fn missing_or_unreadable_hours_are_unknown_not_closed() {
    for attributes in
        ["{}", r#"{"hours":[]}"#, r#"{"hours":["早市"]}"#, r#"{"hours":[["6","9"]],"weekdays":"daily"}"#]
    {
        assert_eq!(open(attributes, "2026-03-02T07:00:00"), Opening::Unknown, "{attributes}");
    }
    assert_eq!(open(r#"{"hours":[["06:00","09:00"]]}"#, "2026-03-02T07:00:00"), Opening::Open);
}

/// The rule that decides at a local time in zone `code`, without anything else there.
fn decided(rules: Vec<Rule>, code: &str, local: &str) -> String {
    let categories = categories();
    let rules = Rules::build(rules, Departments::default(), Limits::default(), &categories).unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let areas = [(Level::Point, "P", "点"), (Level::Zone, code, "片"), (Level::Community, "C", "社区")]
        .map(|(level, code, name)| (level, code.to_owned(), name.to_owned()));
    let situation = Situation {
        scheme: Scheme::Duty,
        areas: &areas,
        outcome: Outcome::Inside,
        remainder: false,
        distance_m: None,
        features: &[],
        road: None,
        category: categories.get("leaf").unwrap(),
        answer: None,
        at: Instant::parse(local, &zone).unwrap(),
        repeated: 0,
        phases: &[],
        zone: &zone,
    };
    route(&rules, &categories, &Roster::default(), &situation).rule
}

#[test]
fn a_rule_bound_to_an_area_holds_there_and_below_and_nowhere_else() {
    let rules = || {
        vec![
            rule("general", "{}", "point_head"),
            rule("here", r#"{"area":{"level":"zone","code":"Z"}}"#, "zone_head"),
        ]
    };
    assert_eq!(decided(rules(), "Z", "2026-03-02T10:00:00Z"), "here");
    assert_eq!(decided(rules(), "Y", "2026-03-02T10:00:00Z"), "general");
}

#[test]
fn a_rule_bound_to_hours_holds_at_those_local_hours() {
    let rules = || {
        let hours = r#"{"hours":{"weekdays":[1,2,3,4,5],"from":"18:00","to":"08:00"}}"#;
        vec![rule("general", "{}", "point_head"), rule("night", hours, "zone_head")]
    };
    assert_eq!(decided(rules(), "Z", "2026-03-06T18:00:00Z"), "night"); // a Friday
    assert_eq!(decided(rules(), "Z", "2026-03-07T07:59:00Z"), "night"); // its night ends on Saturday
    assert_eq!(decided(rules(), "Z", "2026-03-07T18:00:00Z"), "general");
}
