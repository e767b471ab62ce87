//! The table against an independent list of its steps.

use super::*;
use std::collections::HashSet;

/// from, transition, roles, to: written out again by hand, so that a change of the table is a decision.
const STEPS: &[(&str, &str, &str, &str)] = &[
    ("reported", "file", "system clerk", "filed"),
    ("reported", "reject", "clerk", "rejected"),
    ("reported", "handle_on_site", "clerk handler checker", "handled_on_site"),
    ("reported", "merge", "clerk", "merged"),
    ("reported", "void", "clerk leader", "void"),
    ("reported", "urge", "system public leader", "reported"),
    ("filed", "dispatch", "system clerk", "dispatched"),
    ("filed", "merge", "clerk", "merged"),
    ("filed", "void", "clerk leader", "void"),
    ("filed", "supervise", "leader", "filed"),
    ("filed", "urge", "system public leader", "filed"),
    ("dispatched", "accept", "handler", "dispatched"),
    ("dispatched", "return", "handler clerk", "filed"),
    ("dispatched", "handle", "handler", "handled"),
    ("dispatched", "suspend", "clerk leader", "suspended"),
    ("dispatched", "merge", "clerk", "merged"),
    ("dispatched", "void", "clerk leader", "void"),
    ("dispatched", "supervise", "leader", "dispatched"),
    ("dispatched", "urge", "system public clerk leader", "dispatched"),
    ("handled", "close", "clerk checker", "closed"),
    ("handled", "rework", "clerk checker", "dispatched"),
    ("handled", "supervise", "leader", "handled"),
    ("handled", "urge", "system public clerk leader", "handled"),
    ("suspended", "resume", "system clerk leader", "dispatched"),
    ("suspended", "void", "clerk leader", "void"),
    ("suspended", "supervise", "leader", "suspended"),
];

#[test]
fn every_state_transition_and_role_is_decided_as_written() {
    for &state in State::ALL {
        for &transition in Transition::ALL {
            for &role in CaseRole::ALL {
                let step = STEPS.iter().find(|(from, verb, roles, _)| {
                    (*from, *verb) == (state.slug(), transition.slug())
                        && roles.split(' ').any(|name| name == role.slug())
                });
                match (apply(state, transition, role, Needs::ALL), step) {
                    (Ok((to, _)), Some((.., expected))) => assert_eq!(to.slug(), *expected),
                    (Err(refused), None) => assert!(!refused.allowed.contains(&transition)),
                    (got, expected) => {
                        panic!("{state:?} {transition:?} {role:?}: {got:?}, written {expected:?}")
                    }
                }
            }
        }
    }
}

#[test]
fn no_state_has_two_rows_for_one_transition() {
    let mut seen = HashSet::new();
    assert!(TABLE.iter().all(|row| seen.insert((row.from, row.transition))));
}

#[test]
fn finished_states_allow_nothing() {
    for &state in State::ALL.iter().filter(|state| !state.is_open()) {
        assert!(CaseRole::ALL.iter().all(|&role| allowed(state, role).is_empty()), "{state:?}");
    }
}

#[test]
fn every_open_state_can_reach_an_end() {
    for &state in State::ALL.iter().filter(|state| state.is_open()) {
        assert!(TABLE.iter().any(|row| row.from == state && !row.to.is_open()), "{state:?}");
    }
}

#[test]
fn a_refusal_says_what_would_be_allowed_and_by_whom() {
    let refused = apply(State::Reported, Transition::Close, CaseRole::Clerk, Needs::ALL).unwrap_err();
    assert_eq!(refused.allowed, allowed(State::Reported, CaseRole::Clerk));
    assert!(refused.roles.is_empty());
    assert!(refused.words().zh.contains("立案"));
    let refused = apply(State::Handled, Transition::Close, CaseRole::Handler, Needs::ALL).unwrap_err();
    assert_eq!(refused.roles, [CaseRole::Clerk, CaseRole::Checker]);
    assert!(refused.words().en.ends_with("nothing"));
}

#[test]
fn a_case_closes_only_after_the_post_check_and_files_only_after_the_pre_check() {
    let given = Needs { pre_check: true, ..Needs::NONE };
    let refused = apply(State::Handled, Transition::Close, CaseRole::Checker, given).unwrap_err();
    assert_eq!(refused.missing, ["post_check"]);
    let given = Needs { post_check: true, ..Needs::NONE };
    let refused = apply(State::Reported, Transition::File, CaseRole::Clerk, given).unwrap_err();
    assert_eq!(refused.missing, ["pre_check"]);
    assert!(
        apply(State::Reported, Transition::File, CaseRole::System, Needs { pre_check: true, ..given })
            .is_ok()
    );
}

#[test]
fn every_transition_writes_its_own_kind_of_event() {
    let pairs: HashSet<_> = TABLE.iter().map(|row| (row.transition, row.event)).collect();
    let transitions: HashSet<_> = pairs.iter().map(|(transition, _)| transition).collect();
    let events: HashSet<_> = pairs.iter().map(|(_, event)| event).collect();
    assert_eq!((pairs.len(), transitions.len(), events.len()), (15, 15, 15));
}
