//! Posts, chain, inheritance and vacancies on a small roster.

use super::*;
use crate::domain::feature::Layer;
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::{Instant, Validity};
use uuid::Uuid;

const NOW: Instant = Instant(1_000);

fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.to_owned() }
}

/// A post held by unit `id` and a person, from the beginning on; tests change what they are about.
fn post(id: u128, role: Role, code: &str) -> Appointment {
    Appointment {
        id: Uuid::from_u128(id),
        role,
        target: area(code),
        department: None,
        unit: Some(Uuid::from_u128(id)),
        person: Some(Uuid::from_u128(1000 + id)),
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from: Instant(0), until: None },
    }
}

fn enforcement(id: u128, code: &str, department: &str) -> Appointment {
    Appointment { department: Some(department.to_owned()), ..post(id, Role::Enforcement, code) }
}

fn vacant(post: Appointment) -> Appointment {
    Appointment { unit: None, person: None, ..post }
}

fn roster(posts: impl Into<Vec<Appointment>>) -> Roster {
    Roster::new(Vec::new(), posts.into())
}

fn ids(posts: Vec<&Appointment>) -> Vec<u128> {
    posts.iter().map(|post| post.id.as_u128()).collect()
}

#[test]
fn posts_of_a_target_come_by_role_and_the_primary_one_first() {
    let second = Appointment { primary: false, ..post(1, Role::PointHead, "P") };
    let roster = roster([
        post(3, Role::GroupLiaison, "P"),
        second,
        post(2, Role::PointHead, "P"),
        post(4, Role::PointHead, "Q"),
    ]);
    assert_eq!(ids(roster.posts(&area("P"), NOW)), [2, 1, 3]);
    assert!(roster.posts(&area("R"), NOW).is_empty());
}

#[test]
fn a_post_holds_from_its_first_instant_to_just_before_its_last() {
    let old = Appointment {
        validity: Validity { from: Instant(0), until: Some(Instant(500)) },
        ..post(1, Role::PointHead, "P")
    };
    let new = Appointment {
        validity: Validity { from: Instant(500), until: None },
        ..post(2, Role::PointHead, "P")
    };
    let roster = roster([old, new]);
    let holder = |at| roster.post(&area("P"), Role::PointHead, Instant(at)).map(|post| post.id.as_u128());
    assert_eq!((holder(-1), holder(0), holder(499), holder(500)), (None, Some(1), Some(1), Some(2)));
    assert_eq!(roster.next_change_after(Instant(0)), Some(Instant(500)));
    assert_eq!(roster.next_change_after(Instant(500)), None);
}

#[test]
fn a_held_second_answers_for_a_vacant_primary() {
    let second = Appointment { primary: false, ..post(2, Role::PointHead, "P") };
    let roster = roster([vacant(post(1, Role::PointHead, "P")), second]);
    assert_eq!(roster.post(&area("P"), Role::PointHead, NOW).map(|post| post.id.as_u128()), Some(2));
}

#[test]
fn enforcement_is_inherited_from_the_nearest_area_that_holds_it() {
    let upward = [area("P"), area("Z"), area("C")];
    let posts = [
        enforcement(1, "C", "chengguan"),
        enforcement(2, "Z", "chengguan"),
        enforcement(3, "C", "health"),
        vacant(enforcement(4, "Z", "health")),
        vacant(enforcement(5, "Z", "police")),
    ];
    let roster = roster(posts);
    let links = departments(&roster, &upward, &["chengguan", "health", "police", "fire"], NOW);
    let found: Vec<_> = links
        .iter()
        .map(|link| (link.appointment.map(|id| id.as_u128()), link.state, link.inherited_from.clone()))
        .collect();
    assert_eq!(found[0], (Some(2), PostState::Filled, Some(area("Z"))));
    assert_eq!(found[1], (Some(3), PostState::Filled, Some(area("C"))), "a vacant post is passed over");
    assert_eq!(found[2], (Some(5), PostState::Vacant, Some(area("Z"))));
    assert_eq!(found[3], (None, PostState::Vacant, None));
    let own = departments(&roster, &upward[1..], &["chengguan"], NOW);
    assert_eq!(own[0].inherited_from, None);
}

#[test]
fn the_chain_shows_every_expected_post_with_its_vacancies() {
    let joint = Appointment { primary: false, ..post(4, Role::JointlyResponsible, "Z") };
    let pending = Appointment { person: None, ..post(1, Role::PointHead, "P") };
    let roster = roster([
        pending,
        post(2, Role::ZoneHead, "Z"),
        post(3, Role::JointlyResponsible, "Z"),
        joint,
        post(5, Role::GroupLead, "Z"),
        enforcement(6, "Z", "chengguan"),
        vacant(post(7, Role::GridChief, "C")),
        post(8, Role::FirstResponsible, "S"),
    ]);
    let upward = [
        (Level::Point, area("P")),
        (Level::Zone, area("Z")),
        (Level::Community, area("C")),
        (Level::Street, area("S")),
    ];
    let links = chain(&roster, &upward, NOW);
    let shown: Vec<_> = links.iter().map(|link| (link.role, link.state)).collect();
    use PostState::{Filled, PersonPending, Vacant};
    assert_eq!(
        shown,
        [
            (Role::PointHead, PersonPending),
            (Role::GroupLiaison, Vacant),
            (Role::ZoneHead, Filled),
            (Role::CommunityLiaison, Vacant),
            (Role::JointlyResponsible, Filled),
            (Role::JointlyResponsible, Filled),
            (Role::GroupLead, Filled),
            (Role::GridChief, Vacant),
            (Role::StreetLiaison, Vacant),
            (Role::DirectlyResponsible, Vacant),
            (Role::FirstResponsible, Filled),
        ]
    );
    assert_eq!(links[7].appointment, Some(Uuid::from_u128(7)), "known to be vacant");
    assert_eq!(links[8].appointment, None, "nobody was ever appointed");
}

#[test]
fn vacancies_are_the_expected_posts_without_a_person() {
    let pending = Appointment { person: None, ..post(2, Role::GroupLiaison, "P") };
    let roster = roster([post(1, Role::PointHead, "P"), pending]);
    let (p, q) = (area("P"), area("Q"));
    let found = vacancies(&roster, [(Level::Point, &p), (Level::Point, &q)], NOW);
    let told: Vec<_> = found.iter().map(|v| (v.target.clone(), v.role, v.state)).collect();
    assert_eq!(
        told,
        [
            (p.clone(), Role::GroupLiaison, PostState::PersonPending),
            (q.clone(), Role::PointHead, PostState::Vacant),
            (q.clone(), Role::GroupLiaison, PostState::Vacant),
        ]
    );
}

#[test]
fn a_department_gap_is_an_area_that_nothing_above_covers() {
    let roster = roster([enforcement(1, "Z", "chengguan"), vacant(enforcement(2, "Z", "health"))]);
    let paths = [vec![area("P"), area("Z")], vec![area("Q"), area("Y")]];
    let gaps = department_gaps(&roster, paths.iter().map(Vec::as_slice), &["chengguan", "health"], NOW);
    let told: Vec<_> = gaps.iter().map(|gap| (gap.target.clone(), gap.department.as_str())).collect();
    assert_eq!(told, [(area("P"), "health"), (area("Q"), "chengguan"), (area("Q"), "health")]);
}

#[test]
fn posts_on_features_are_found_by_layer_and_code() {
    let target = Target::Feature { layer: Layer::Compound, code: "X".to_owned() };
    let manager = Appointment { target: target.clone(), ..post(1, Role::PropertyManager, "") };
    let roster = roster([manager]);
    assert!(roster.post(&target, Role::PropertyManager, NOW).is_some());
    let other = Target::Feature { layer: Layer::Market, code: "X".to_owned() };
    assert!(roster.post(&other, Role::PropertyManager, NOW).is_none());
}
