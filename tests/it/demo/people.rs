//! Parties and posts of the demo.

use super::files;
use std::collections::{BTreeMap, BTreeSet};
use wangge::domain::duty::{Role, Target};
use wangge::domain::grid::{Level, Scheme};

struct Row {
    role: Role,
    target: Target,
    fields: serde_json::Value,
}

impl Row {
    fn has(&self, key: &str) -> bool {
        self.fields[key].is_string()
    }

    fn day(&self, key: &str) -> Option<i64> {
        self.fields[key].as_i64()
    }
}

fn rows() -> Vec<Row> {
    let rows = files::json("appointments.json");
    rows.as_array()
        .expect("a list")
        .iter()
        .map(|fields| Row {
            role: fields["role"].as_str().and_then(Role::from_slug).expect("a role"),
            target: serde_json::from_value(fields["target"].clone()).expect("a target"),
            fields: fields.clone(),
        })
        .collect()
}

#[test]
fn every_post_names_a_target_and_parties_that_exist() {
    let areas: BTreeSet<(Scheme, String)> = files::areas().into_iter().map(|a| (a.scheme, a.code)).collect();
    let features: BTreeSet<_> = files::features().into_iter().map(|f| (f.layer, f.code)).collect();
    let parties = files::json("parties.json");
    let keys: BTreeSet<&str> =
        parties.as_array().expect("a list").iter().map(|p| p["key"].as_str().expect("a key")).collect();
    assert_eq!(keys.len(), parties.as_array().map_or(0, Vec::len), "keys are unique");
    for party in parties.as_array().expect("a list") {
        if let Some(unit) = party["unit"].as_str() {
            assert!(keys.contains(unit), "{unit}");
        }
    }
    for row in rows() {
        match &row.target {
            Target::Area { scheme, code } => assert!(areas.contains(&(*scheme, code.clone())), "{code}"),
            Target::Feature { layer, code } => assert!(features.contains(&(*layer, code.clone())), "{code}"),
        }
        for key in ["unit", "person"] {
            if let Some(party) = row.fields[key].as_str() {
                assert!(keys.contains(party), "{party}");
            }
        }
        assert!(row.day("from_days").is_some());
    }
}

#[test]
fn every_role_is_held_somewhere() {
    let held: BTreeSet<Role> = rows().into_iter().filter(|row| row.has("unit")).map(|row| row.role).collect();
    assert_eq!(held.len(), Role::ALL.len());
}

#[test]
fn two_posts_are_vacant_one_waits_for_a_person_and_one_changed_hands_last_month() {
    let rows = rows();
    let in_force: Vec<&Row> =
        rows.iter().filter(|row| row.day("until_days").is_none_or(|until| until > 0)).collect();
    assert_eq!(in_force.iter().filter(|row| !row.has("unit") && !row.has("person")).count(), 2);
    assert_eq!(in_force.iter().filter(|row| row.has("unit") && !row.has("person")).count(), 1);
    let handed_over = rows.iter().any(|before| {
        before.day("until_days").is_some_and(|until| (-31..0).contains(&until))
            && rows.iter().any(|after| {
                after.role == before.role
                    && after.target == before.target
                    && after.day("from_days") == before.day("until_days")
            })
    });
    assert!(handed_over);
}

#[test]
fn every_point_and_zone_has_its_posts_and_every_department_reaches_the_community() {
    let rows = rows();
    let mut posts: BTreeMap<&Target, BTreeSet<Role>> = BTreeMap::new();
    let mut departments: BTreeSet<&str> = BTreeSet::new();
    let areas = files::areas();
    let community = areas.iter().find(|a| a.name == "玉兰社区").expect("the community");
    for row in &rows {
        posts.entry(&row.target).or_default().insert(row.role);
        let here = Target::Area { scheme: Scheme::Duty, code: community.code.clone() };
        if row.role == Role::Enforcement && row.target == here {
            departments.extend(row.fields["department"].as_str());
        }
    }
    assert_eq!(departments.len(), 5);
    for area in areas.iter().filter(|a| a.scheme == Scheme::Duty) {
        let expected: &[Role] = match area.level {
            Level::Point => &[Role::PointHead, Role::GroupLiaison],
            Level::Zone => &[Role::ZoneHead, Role::CommunityLiaison, Role::JointlyResponsible],
            Level::Community => &[Role::GridChief, Role::StreetLiaison, Role::DirectlyResponsible],
            _ => &[Role::FirstResponsible],
        };
        let target = Target::Area { scheme: Scheme::Duty, code: area.code.clone() };
        assert!(expected.iter().all(|role| posts[&target].contains(role)), "{}", area.code);
    }
}
