//! Corrections.

use crate::domain::case::edit::{Aspect, editable, routes_again, turns};
use crate::domain::case::*;
use crate::domain::duty::{PostState, Role, Target};
use crate::domain::geo::Position;
use crate::domain::grid::Scheme;
use crate::domain::routing::{Assignment, Holder, Limit, LimitUnit};

fn now() -> Editable<'static> {
    Editable {
        description: "垃圾桶满了",
        category: "bin_overflow",
        position: Position::from_degrees(102.54, 24.35).unwrap(),
    }
}

#[test]
fn only_what_differs_is_a_change() {
    let same = Edit {
        description: Some("垃圾桶满了".into()),
        category: Some("bin_overflow".into()),
        position: Some(now().position),
        note: None,
    };
    assert_eq!(same.changes(now()), []);
    let note = Edit { note: Some("已电话联系".into()), ..Edit::default() };
    assert_eq!(note.changes(now())[0].field, Field::Note);
    assert!(!routes_again(&note.changes(now())));
    let other = Edit { category: Some("exposed_rubbish".into()), ..same };
    let changes = other.changes(now());
    assert_eq!((changes.len(), changes[0].to.as_str()), (1, Some("exposed_rubbish")));
    assert!(routes_again(&changes));
}

#[test]
fn moving_the_pin_by_the_smallest_unit_routes_again() {
    let position = now().position;
    let moved = Edit { position: Some(Position::new(position.lon + 1, position.lat)), ..Edit::default() };
    assert!(routes_again(&moved.changes(now())));
}

#[test]
fn place_and_category_are_the_offices_and_everybody_elses_are_notes() {
    use Field::{Category, Description, Note};
    let fields = |state, part| editable(state, &[part]);
    assert_eq!(fields(State::Dispatched, CaseRole::Clerk), [Description, Category, Field::Position, Note]);
    assert_eq!(fields(State::Reported, CaseRole::Finder), [Description, Category, Field::Position, Note]);
    for part in [CaseRole::Handler, CaseRole::Finder, CaseRole::Supporter, CaseRole::Leader] {
        assert_eq!(fields(State::Dispatched, part), [Note], "{part:?}");
    }
    assert_eq!(fields(State::Handled, CaseRole::Clerk), [Description, Note]);
    assert_eq!(fields(State::Suspended, CaseRole::Clerk), [Description, Note]);
    assert_eq!(fields(State::Dispatched, CaseRole::Public), []);
    assert_eq!(editable(State::Dispatched, &[]), []);
    assert_eq!(fields(State::Closed, CaseRole::Clerk), []);
    let edit = Edit { category: Some("dirty_road".into()), note: Some("".into()), ..Edit::default() };
    assert_eq!(edit.refused(State::Dispatched, &[CaseRole::Handler]), [Category]);
    assert_eq!(edit.refused(State::Dispatched, &[CaseRole::Handler, CaseRole::Clerk]), []);
}

fn holder(role: Role, code: &str, department: Option<&str>) -> Holder {
    Holder {
        role,
        target: Target::Area { scheme: Scheme::Duty, code: code.into() },
        state: PostState::Filled,
        appointment: None,
        unit: None,
        person: None,
        department: department.map(str::to_owned),
        duty_phone: None,
    }
}

pub(super) fn assignment() -> Assignment {
    Assignment {
        block: Some(holder(Role::PointHead, "P1", None)),
        actor: Some(holder(Role::PointHead, "P1", None)),
        department: None,
        copies: Vec::new(),
        checker: None,
        question: None,
        verdict: None,
        limit: Some(Limit { amount: 2, unit: LimitUnit::WorkHours }),
        rule: "general".into(),
        reasons: Vec::new(),
    }
}

#[test]
fn routing_again_says_what_changed() {
    let before = assignment();
    assert_eq!(turns(&before, &before), []);
    let after = Assignment {
        actor: Some(holder(Role::Enforcement, "C", Some("chengguan"))),
        department: Some("chengguan".into()),
        limit: None,
        ..assignment()
    };
    let turns = turns(&before, &after);
    let told: Vec<_> = turns.iter().map(|turn| (turn.aspect, turn.words.zh.as_str())).collect();
    assert_eq!(
        told,
        [
            (Aspect::Actor, "处置方：点长（P1） → 城管执法责任人（C）"),
            (Aspect::Department, "执法部门：无 → 城管"),
            (Aspect::Limit, "时限：2 工作时 → 未知"),
        ]
    );
    assert_eq!(turns[2].words.en, "time limit: 2 working hours → unknown");
}
