//! Who plays which part, on a small roster: point P in zone Z of community C in street S, and point Q beside it.

use super::edit::assignment;
use crate::domain::account::AccountRole;
use crate::domain::case::*;
use crate::domain::duty::{Appointment, Party, PartyKind, PostState, Role, Roster, Target};
use crate::domain::grid::Scheme;
use crate::domain::instant::{Instant, Validity};
use crate::domain::routing::{Assignment, Holder};
use CaseRole::{Checker, Clerk, Finder, Handler, Leader, Public, Supporter};
use uuid::Uuid;

const NOW: Instant = Instant(1_000);
const OFFICE: u128 = 1;
const BUREAU: u128 = 2;
const CLEANING: u128 = 3;
const CHENGGUAN: u128 = 4;
const STREET: u128 = 5;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.into() }
}

fn post(role: Role, code: &str, unit: u128, person: Option<u128>) -> Appointment {
    Appointment {
        id: id(unit * 1000 + person.unwrap_or(0)),
        role,
        target: area(code),
        department: (role == Role::Enforcement).then(|| "chengguan".into()),
        unit: Some(id(unit)),
        person: person.map(id),
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from: Instant(0), until: None },
    }
}

fn roster() -> Roster {
    let unit = |number, kind, department: Option<&str>| Party {
        id: id(number),
        kind,
        name: number.to_string(),
        unit: None,
        department: department.map(str::to_owned),
        public_name: true,
        has_phone: false,
    };
    let person = |number, of: u128| Party { unit: Some(id(of)), ..unit(number, PartyKind::Person, None) };
    let parties = vec![
        unit(OFFICE, PartyKind::Unit, None),
        unit(BUREAU, PartyKind::Unit, None),
        unit(CLEANING, PartyKind::Contractor, None),
        unit(CHENGGUAN, PartyKind::Department, Some("chengguan")),
        unit(STREET, PartyKind::Unit, None),
        person(10, BUREAU),
        person(11, OFFICE),
        person(12, OFFICE),
        person(13, BUREAU),
        person(14, CHENGGUAN),
        person(15, CHENGGUAN),
        person(16, OFFICE),
        person(17, STREET),
        person(18, BUREAU),
        person(19, OFFICE),
    ];
    let posts = vec![
        post(Role::PointHead, "P", BUREAU, Some(10)),
        post(Role::GroupLiaison, "P", OFFICE, Some(11)),
        post(Role::PointHead, "Q", OFFICE, Some(12)),
        post(Role::ZoneHead, "Z", BUREAU, Some(13)),
        post(Role::CommunityLiaison, "Z", OFFICE, Some(19)),
        post(Role::Enforcement, "Z", CHENGGUAN, Some(14)),
        post(Role::Enforcement, "Y", CHENGGUAN, Some(15)),
        post(Role::DirectlyResponsible, "C", OFFICE, Some(16)),
        post(Role::FirstResponsible, "S", STREET, Some(17)),
        post(Role::JointlyResponsible, "Z", BUREAU, Some(18)),
        post(Role::Cleaner, "P", CLEANING, None),
    ];
    Roster::new(parties, posts)
}

fn holder(role: Role, code: &str) -> Holder {
    Holder {
        role,
        target: area(code),
        state: PostState::Filled,
        appointment: None,
        unit: None,
        person: None,
        department: (role == Role::Enforcement).then(|| "chengguan".into()),
        duty_phone: None,
    }
}

fn acted_by(role: Role, code: &str) -> Assignment {
    Assignment { block: Some(holder(Role::PointHead, "P")), actor: Some(holder(role, code)), ..assignment() }
}

fn upward() -> [Target; 4] {
    ["P", "Z", "C", "S"].map(area)
}

fn involved<'a>(areas: &'a [Target], assignment: &'a Assignment) -> Involved<'a> {
    Involved { areas, assignment, helpers: &[], reporter: None, handled_by: &[], barred: &[] }
}

fn played(role: AccountRole, party: u128, case: &Involved) -> Vec<CaseRole> {
    parts(&Standing::of(role, Some(id(party)), &roster(), NOW), case)
}

#[test]
fn posts_make_the_parts() {
    let (areas, assignment) = (upward(), acted_by(Role::PointHead, "P"));
    let case = involved(&areas, &assignment);
    use AccountRole as A;
    let table: &[(A, u128, &[CaseRole])] = &[
        (A::PointHead, 10, &[Finder, Handler, Supporter]),
        (A::PointHead, 12, &[]),
        (A::CommunityOffice, 11, &[Clerk, Checker]),
        (A::CommunityOffice, 12, &[Clerk, Checker]),
        (A::CommunityOffice, 16, &[Clerk, Checker, Leader]),
        (A::CommunityOffice, 19, &[Clerk, Checker, Leader]),
        (A::CommunityOffice, 17, &[Clerk, Checker, Leader]),
        (A::CommunityOffice, 14, &[]),
        (A::ZoneHead, 13, &[Leader]),
        (A::GridChief, 17, &[Leader]),
        (A::Unit, 18, &[Handler, Supporter]),
        (A::GridWorker, 11, &[Finder, Checker]),
        (A::GridWorker, 13, &[Finder, Leader]),
        (A::Department, 14, &[]),
        (A::Administrator, 999, &[Clerk]),
        (A::Auditor, 16, &[]),
        (A::Resident, 999, &[Public]),
    ];
    for (role, party, expected) in table {
        assert_eq!(played(*role, *party, &case), *expected, "{role:?} {party}");
    }
}

#[test]
fn the_department_on_the_case_handles_it_beside_the_post_that_acts() {
    let areas = upward();
    let assignment = Assignment { department: Some("chengguan".into()), ..acted_by(Role::PointHead, "P") };
    let case = involved(&areas, &assignment);
    assert_eq!(played(AccountRole::Department, CHENGGUAN, &case), [Handler], "its desk");
    assert_eq!(played(AccountRole::Department, 15, &case), [Handler], "one of its people");
    assert_eq!(played(AccountRole::GridWorker, 14, &case), [Finder, Handler], "by the post on the zone");
    assert_eq!(played(AccountRole::GridWorker, 15, &case), [], "whose post is on another zone");
    assert!(played(AccountRole::PointHead, 10, &case).contains(&Handler), "the owner of the ground too");
}

#[test]
fn the_owner_of_the_ground_stays_concerned_when_a_department_acts() {
    let areas = upward();
    let assignment = Assignment { department: Some("chengguan".into()), ..acted_by(Role::Enforcement, "Z") };
    let case = involved(&areas, &assignment);
    assert_eq!(played(AccountRole::PointHead, 10, &case), [Finder, Supporter]);
    assert_eq!(played(AccountRole::Department, 14, &case), [Handler]);
}

#[test]
fn a_unit_acts_by_its_account_and_by_its_people_while_it_has_named_nobody() {
    let (areas, assignment) = (upward(), acted_by(Role::Cleaner, "P"));
    let case = involved(&areas, &assignment);
    assert_eq!(played(AccountRole::Unit, CLEANING, &case), [Handler]);
    let (areas, assignment) = (upward(), acted_by(Role::PointHead, "P"));
    let case = involved(&areas, &assignment);
    assert!(!played(AccountRole::ZoneHead, 13, &case).contains(&Handler), "a colleague is not the holder");
}

#[test]
fn nobody_checks_what_he_handled() {
    let (areas, assignment) = (upward(), acted_by(Role::PointHead, "P"));
    let handled = [id(11)];
    let case = Involved { handled_by: &handled, ..involved(&areas, &assignment) };
    assert_eq!(played(AccountRole::CommunityOffice, 11, &case), [Clerk]);
    assert!(played(AccountRole::CommunityOffice, 12, &case).contains(&Checker));
    // A cadre of the office is head of point Q and does not check there, whoever pressed the button.
    let (areas, assignment) = (["Q", "Z", "C", "S"].map(area), acted_by(Role::PointHead, "Q"));
    let case = involved(&areas, &assignment);
    assert_eq!(played(AccountRole::CommunityOffice, 12, &case), [Finder, Clerk, Handler]);
}

#[test]
fn the_reporter_is_the_public_and_a_grid_worker_may_handle_what_he_found() {
    let areas = ["X", "W", "V"].map(area);
    let assignment = acted_by(Role::PointHead, "X");
    let found = Involved { reporter: Some(id(12)), ..involved(&areas, &assignment) };
    assert_eq!(played(AccountRole::GridWorker, 12, &found), [Public, Finder]);
    assert_eq!(played(AccountRole::PointHead, 12, &found), [Public, Finder]);
    assert_eq!(played(AccountRole::CommunityOffice, 12, &found), [Public]);
}

#[test]
fn help_and_copies_let_others_see_it_and_an_appeal_bars_who_decided() {
    let areas = upward();
    let assignment =
        Assignment { copies: vec![holder(Role::PointHead, "Q")], ..acted_by(Role::PointHead, "P") };
    let case = involved(&areas, &assignment);
    assert_eq!(played(AccountRole::PointHead, 12, &case), [Supporter]);
    let helpers = [holder(Role::Enforcement, "Y")];
    let case = Involved { helpers: &helpers, ..case };
    assert_eq!(played(AccountRole::GridWorker, 15, &case), [Supporter]);
    let barred = [id(16), id(12)];
    let case = Involved { barred: &barred, ..case };
    assert_eq!(played(AccountRole::CommunityOffice, 16, &case), []);
    assert_eq!(played(AccountRole::CommunityOffice, 12, &case), [Supporter]);
}

#[test]
fn a_report_outside_every_area_belongs_to_every_office_and_is_not_lost() {
    let assignment = Assignment { block: None, actor: None, ..assignment() };
    let case = involved(&[], &assignment);
    assert_eq!(played(AccountRole::CommunityOffice, 14, &case), [Clerk, Checker]);
    assert_eq!(played(AccountRole::PointHead, 10, &case), []);
}

#[test]
fn a_post_that_ended_plays_no_part_and_its_successor_does() {
    let (areas, assignment) = (upward(), acted_by(Role::PointHead, "P"));
    let case = involved(&areas, &assignment);
    let old = roster();
    let posts = old.appointments().iter().cloned().map(|mut post| {
        if post.role == Role::PointHead && post.target == area("P") {
            post.person = Some(id(13));
        }
        post
    });
    let new = Roster::new(old.parties().to_vec(), posts.collect());
    let played = |party| parts(&Standing::of(AccountRole::PointHead, Some(id(party)), &new, NOW), &case);
    assert_eq!(played(10), []);
    assert!(played(13).contains(&Handler));
}

#[test]
fn the_auditor_sees_everything_and_a_stranger_nothing() {
    let (areas, assignment) = (upward(), acted_by(Role::PointHead, "P"));
    let case = involved(&areas, &assignment);
    let see = |role, party| sees(&Standing::of(role, Some(id(party)), &roster(), NOW), &case);
    assert!(see(AccountRole::Auditor, 999));
    assert!(!see(AccountRole::PointHead, 12));
    assert!(see(AccountRole::ZoneHead, 13));
}
