//! Merging, samples.

use crate::domain::case::sample::draw;
use crate::domain::case::*;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// 1 joined 2, 2 joined 3, 3 is open; 4 is closed; 5 and 6 joined each other.
fn look(case: Uuid) -> Option<(State, Option<Uuid>)> {
    Some(match case.as_u128() {
        1 => (State::Merged, Some(id(2))),
        2 => (State::Merged, Some(id(3))),
        3 | 9 => (State::Dispatched, None),
        4 => (State::Closed, None),
        5 => (State::Merged, Some(id(6))),
        6 => (State::Merged, Some(id(5))),
        _ => return None,
    })
}

#[test]
fn a_case_joins_the_end_of_the_line() {
    assert_eq!(merge_target(id(9), id(1), look), Ok(id(3)));
    assert_eq!(merge_target(id(9), id(3), look), Ok(id(3)));
}

#[test]
fn a_case_joins_neither_itself_nor_a_finished_one() {
    assert_eq!(merge_target(id(3), id(3), look), Err(MergeFault::Itself));
    assert_eq!(merge_target(id(3), id(1), look), Err(MergeFault::Circle));
    assert_eq!(merge_target(id(9), id(5), look), Err(MergeFault::Circle));
    assert_eq!(merge_target(id(9), id(4), look), Err(MergeFault::Finished(State::Closed)));
    assert_eq!(merge_target(id(9), id(8), look), Err(MergeFault::Unknown));
}

#[test]
fn a_failed_sample_needs_words_and_the_case_that_goes_on() {
    let leader = [CaseRole::Leader];
    let sampled = |given, result: SampleResult| {
        apply(State::Closed, Transition::Sample, &leader, given, result.needs()).map(|step| step.to)
    };
    let result = Needs::of(&[Need::Result]);
    assert_eq!(sampled(result, SampleResult::Passed), Ok(State::Closed));
    let refused = sampled(result, SampleResult::Failed).unwrap_err();
    assert_eq!(refused.missing, [Need::Reason, Need::LinkedCase]);
    assert_eq!(sampled(Needs::ALL, SampleResult::Failed), Ok(State::Closed));
}

#[test]
fn a_sample_is_the_same_for_the_same_seed_and_spreads_over_the_cases() {
    let cases: Vec<Uuid> = (0..1000).map(id).collect();
    let mut turned = cases.clone();
    turned.reverse();
    let drawn = draw(&cases, 50, 7);
    assert_eq!(drawn, draw(&turned, 50, 7));
    assert_ne!(drawn, draw(&cases, 50, 8));
    let early = drawn.iter().filter(|case| case.as_u128() < 500).count();
    assert!((12..=38).contains(&early), "{early} of 50 from the first half");
    assert_eq!(draw(&cases[..3], 50, 7).len(), 3);
}
