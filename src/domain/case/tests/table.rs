//! The table against an independent list of its steps.

use crate::domain::case::drawing::draw;
use crate::domain::case::*;
use std::collections::HashSet;

/// from, transition, roles, to: written out again by hand, so that a change of the table is a decision.
const STEPS: &[(&str, &str, &str, &str)] = &[
    ("reported", "file", "system clerk", "filed"),
    ("reported", "reject", "clerk", "rejected"),
    ("reported", "handle_on_site", "finder", "handled_on_site"),
    ("reported", "merge", "clerk", "merged"),
    ("reported", "void", "clerk leader", "void"),
    ("reported", "edit", "clerk finder", "reported"),
    ("reported", "urge", "system public clerk supporter leader", "reported"),
    ("reported", "refer", "clerk", "reported"),
    ("filed", "dispatch", "system clerk", "dispatched"),
    ("filed", "merge", "clerk", "merged"),
    ("filed", "void", "clerk leader", "void"),
    ("filed", "edit", "clerk", "filed"),
    ("filed", "supervise", "leader", "filed"),
    ("filed", "urge", "system public clerk supporter leader", "filed"),
    ("filed", "refer", "clerk handler checker supporter", "filed"),
    ("filed", "escalate", "system", "filed"),
    ("dispatched", "accept", "handler", "dispatched"),
    ("dispatched", "return", "handler clerk", "filed"),
    ("dispatched", "hand_over", "handler clerk", "dispatched"),
    ("dispatched", "ask_help", "handler clerk", "dispatched"),
    ("dispatched", "handle", "handler", "handled"),
    ("dispatched", "suspend", "clerk leader", "suspended"),
    ("dispatched", "merge", "clerk", "merged"),
    ("dispatched", "void", "clerk leader", "void"),
    ("dispatched", "edit", "clerk handler checker finder supporter leader", "dispatched"),
    ("dispatched", "supervise", "leader", "dispatched"),
    ("dispatched", "urge", "system public clerk supporter leader", "dispatched"),
    ("dispatched", "refer", "clerk handler checker supporter", "dispatched"),
    ("dispatched", "escalate", "system", "dispatched"),
    ("handled", "close", "checker", "closed"),
    ("handled", "rework", "checker", "dispatched"),
    ("handled", "edit", "clerk handler checker finder supporter leader", "handled"),
    ("handled", "supervise", "leader", "handled"),
    ("handled", "urge", "system public clerk supporter leader", "handled"),
    ("handled", "refer", "clerk handler checker supporter", "handled"),
    ("handled", "escalate", "system", "handled"),
    ("suspended", "resume", "system clerk leader", "dispatched"),
    ("suspended", "void", "clerk leader", "void"),
    ("suspended", "edit", "clerk handler checker finder supporter leader", "suspended"),
    ("suspended", "supervise", "leader", "suspended"),
    ("suspended", "refer", "clerk handler checker supporter", "suspended"),
    ("closed", "sample", "leader", "closed"),
    ("closed", "appeal", "public handler", "closed"),
    ("handled_on_site", "sample", "leader", "handled_on_site"),
    ("handled_on_site", "appeal", "public", "handled_on_site"),
    ("rejected", "appeal", "public", "rejected"),
    ("void", "appeal", "public", "void"),
];

/// What every step needs, in the same way.
const NEEDS: &[(&str, &str)] = &[
    ("file", "pre_check"),
    ("reject", "reason pre_check"),
    ("dispatch", "actor"),
    ("accept", ""),
    ("return", "reason"),
    ("hand_over", "reason actor"),
    ("ask_help", "reason helper"),
    ("handle", "reason"),
    ("handle_on_site", "reason"),
    ("rework", "reason post_check"),
    ("suspend", "reason until"),
    ("resume", ""),
    ("close", "post_check"),
    ("void", "reason"),
    ("merge", "merge_into"),
    ("edit", "changes"),
    ("supervise", "reason"),
    ("urge", ""),
    ("refer", "reason addressee"),
    ("escalate", "addressee"),
    ("sample", "result"),
    ("appeal", "reason linked_case"),
];

#[test]
fn every_state_transition_and_part_is_decided_as_written() {
    for &state in State::ALL {
        for &transition in Transition::ALL {
            for &role in CaseRole::ALL {
                let step = STEPS.iter().find(|(from, verb, roles, _)| {
                    (*from, *verb) == (state.slug(), transition.slug())
                        && roles.split(' ').any(|name| name == role.slug())
                });
                match (apply(state, transition, &[role], Needs::ALL, Needs::NONE), step) {
                    (Ok(step), Some((.., expected))) => {
                        assert_eq!((step.to.slug(), step.role), (*expected, role));
                    }
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
fn every_step_needs_what_is_written() {
    for row in TABLE {
        let needs: Vec<&str> = row.needs.iter().map(Need::slug).collect();
        let written = NEEDS.iter().find(|(verb, _)| *verb == row.transition.slug()).unwrap().1;
        assert_eq!(needs.join(" "), written, "{row:?}");
        let refused =
            apply(row.from, row.transition, row.roles, Needs::NONE, Needs::NONE).map_err(|r| r.missing);
        assert_eq!(refused.err().unwrap_or_default(), row.needs.iter().collect::<Vec<_>>());
    }
}

#[test]
fn no_state_has_two_rows_for_one_transition() {
    let mut seen = HashSet::new();
    assert!(TABLE.iter().all(|row| seen.insert((row.from, row.transition))));
}

#[test]
fn finished_states_are_left_no_more() {
    for row in TABLE.iter().filter(|row| !row.from.is_open()) {
        assert!(row.is_mark(), "{row:?}");
    }
}

#[test]
fn every_open_state_can_reach_an_end() {
    for &state in State::ALL.iter().filter(|state| state.is_open()) {
        assert!(TABLE.iter().any(|row| row.from == state && !row.to.is_open()), "{state:?}");
    }
}

#[test]
fn somebody_with_several_parts_may_do_what_any_of_them_may() {
    let parts = [CaseRole::Clerk, CaseRole::Handler];
    let steps = allowed(State::Dispatched, &parts);
    for part in parts {
        assert!(allowed(State::Dispatched, &[part]).iter().all(|step| steps.contains(step)));
    }
    assert_eq!(steps.iter().collect::<HashSet<_>>().len(), steps.len(), "each once");
    let step = apply(State::Dispatched, Transition::Return, &parts, Needs::ALL, Needs::NONE).unwrap();
    assert_eq!(step.role, CaseRole::Handler, "who returns a case does it as its handler first");
    assert!(allowed(State::Dispatched, &[]).is_empty());
}

#[test]
fn a_refusal_says_what_would_be_allowed_and_by_whom() {
    let clerk = [CaseRole::Clerk];
    let refused = apply(State::Reported, Transition::Close, &clerk, Needs::ALL, Needs::NONE).unwrap_err();
    assert_eq!(refused.allowed, allowed(State::Reported, &clerk));
    assert!(refused.roles.is_empty());
    assert!(refused.words().zh.contains("您可以：立案、不予立案"));
    let handler = [CaseRole::Handler];
    let refused = apply(State::Handled, Transition::Close, &handler, Needs::ALL, Needs::NONE).unwrap_err();
    assert_eq!(refused.roles, [CaseRole::Checker]);
    let words = refused.words();
    assert_eq!(
        words.zh,
        "「处置」状态下「结案」由以下人员办理：核查员；您在本案中的身份：处置方；您可以：更正、报请"
    );
    assert!(
        words.en.ends_with("your part in this case: handler; you can: edit, refer upward"),
        "{}",
        words.en
    );
    let stranger = apply(State::Handled, Transition::Close, &[], Needs::ALL, Needs::NONE).unwrap_err();
    assert!(stranger.words().zh.ends_with("身份：无；您可以：无"));
}

#[test]
fn a_refusal_names_what_is_missing_in_words() {
    let given = Needs::of(&[Need::Reason]);
    let refused =
        apply(State::Dispatched, Transition::Suspend, &[CaseRole::Clerk], given, Needs::NONE).unwrap_err();
    assert_eq!(refused.missing, [Need::Until]);
    assert_eq!(refused.words().zh, "「挂账」还缺少：截止日期");
}

#[test]
fn a_case_closes_only_after_the_post_check_and_files_only_after_the_pre_check() {
    let pre = Needs::of(&[Need::PreCheck]);
    let post = Needs::of(&[Need::PostCheck]);
    let checker = [CaseRole::Checker];
    let refused = apply(State::Handled, Transition::Close, &checker, pre, Needs::NONE).unwrap_err();
    assert_eq!(refused.missing, [Need::PostCheck]);
    let clerk = [CaseRole::Clerk];
    let refused = apply(State::Reported, Transition::File, &clerk, post, Needs::NONE).unwrap_err();
    assert_eq!(refused.missing, [Need::PreCheck]);
    assert!(apply(State::Reported, Transition::File, &[CaseRole::System], pre, Needs::NONE).is_ok());
}

#[test]
fn an_after_photo_is_needed_only_where_the_case_asks_for_it() {
    let given = Needs::of(&[Need::Reason]);
    let handler = [CaseRole::Handler];
    let photo = Needs::of(&[Need::AfterPhoto]);
    assert!(apply(State::Dispatched, Transition::Handle, &handler, given, Needs::NONE).is_ok());
    let refused = apply(State::Dispatched, Transition::Handle, &handler, given, photo).unwrap_err();
    assert_eq!(refused.missing, [Need::AfterPhoto]);
    assert!(apply(State::Dispatched, Transition::Handle, &handler, given.and(photo), photo).is_ok());
}

#[test]
fn every_transition_writes_its_own_kind_of_event() {
    let pairs: HashSet<_> = TABLE.iter().map(|row| (row.transition, row.event)).collect();
    let transitions: HashSet<_> = pairs.iter().map(|(transition, _)| transition).collect();
    let events: HashSet<_> = pairs.iter().map(|(_, event)| event).collect();
    let all = Transition::ALL.len();
    assert_eq!((pairs.len(), transitions.len(), events.len()), (all, all, all));
}

#[test]
fn the_drawing_shows_every_step_once() {
    let text = draw();
    assert_eq!(text.matches('→').count() + text.matches('·').count(), TABLE.len() + CaseRole::ALL.len() - 1);
    assert!(text.contains("| accept 接收 |"));
    let shorts: HashSet<&str> = CaseRole::ALL.iter().map(|role| &role.slug()[..2]).collect();
    assert_eq!(shorts.len(), CaseRole::ALL.len());
}
