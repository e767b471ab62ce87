//! Duplicates and relapses around one place.

use super::policy::categories;
use crate::domain::case::*;
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use uuid::Uuid;

const HOUR: i64 = 3600 * Instant::SECOND;
const NOW: i64 = 1_000_000 * HOUR;
const ALLOWED: Nearness = Nearness { metres: 100, hours: 48 };

/// So many metres north of the report; a degree of latitude is about 110.77 km there.
fn north(metres: f64) -> Position {
    Position::from_degrees(102.54, 24.35 + metres / 110_770.0).unwrap()
}

fn report(category: &'static str) -> Report<'static> {
    Report { position: north(0.0), category, at: Instant(NOW) }
}

fn open(id: u128, metres: f64, hours_ago: i64) -> Candidate<'static> {
    Candidate {
        id: Uuid::from_u128(id),
        category: "shop_outside",
        position: north(metres),
        state: State::Dispatched,
        recorded_at: Instant(NOW - hours_ago * HOUR),
        closed_at: None,
    }
}

fn closed(id: u128, metres: f64, hours_ago: i64) -> Candidate<'static> {
    Candidate {
        state: State::Closed,
        recorded_at: Instant(NOW - 1000 * HOUR),
        closed_at: Some(Instant(NOW - hours_ago * HOUR)),
        ..open(id, metres, 0)
    }
}

fn same(candidates: &[Candidate], category: &'static str) -> Vec<u128> {
    let found = duplicates(candidates, &report(category), &categories(), ALLOWED);
    found.iter().map(|near| near.id.as_u128()).collect()
}

fn back(candidates: &[Candidate]) -> Option<u128> {
    relapse_of(candidates, &report("shop_outside"), &categories(), ALLOWED).map(|near| near.id.as_u128())
}

#[test]
fn near_and_recent_comes_before_far_or_old() {
    // Shares of distance and time: 0.1 + 0.75, 0.5 + 0.02, 0.2 + 0.25.
    let candidates = [open(1, 10.0, 36), open(2, 50.0, 1), open(3, 20.0, 12)];
    assert_eq!(same(&candidates, "shop_outside"), [3, 2, 1]);
}

#[test]
fn what_is_too_far_too_old_or_finished_is_no_duplicate() {
    let candidates = [open(1, 101.0, 1), open(2, 1.0, 49), closed(3, 1.0, 1), open(4, 99.0, 47)];
    assert_eq!(same(&candidates, "shop_outside"), [4]);
}

#[test]
fn a_coarser_or_finer_category_is_the_same_problem_and_a_sister_is_not() {
    let candidates = [open(1, 10.0, 1)];
    assert_eq!(same(&candidates, "street_order"), [1]);
    assert_eq!(same(&candidates, "street_vending"), []);
    assert_eq!(same(&candidates, "cleanliness"), []);
}

#[test]
fn equal_candidates_come_by_their_ids() {
    assert_eq!(same(&[open(2, 5.0, 1), open(1, 5.0, 1)], "shop_outside"), [1, 2]);
}

#[test]
fn a_relapse_counts_against_the_last_closing() {
    assert_eq!(back(&[closed(1, 1.0, 40), closed(2, 60.0, 5)]), Some(2));
    assert_eq!(back(&[closed(1, 30.0, 5), closed(2, 10.0, 5)]), Some(2));
}

#[test]
fn what_was_closed_later_than_the_report_or_too_long_ago_does_not_come_back() {
    assert_eq!(back(&[closed(1, 1.0, -1), closed(2, 1.0, 49), closed(3, 120.0, 1)]), None);
    assert_eq!(back(&[closed(1, 1.0, 0)]), Some(1));
}

#[test]
fn only_what_was_fixed_can_come_back() {
    for state in [State::Rejected, State::Void, State::Merged] {
        assert_eq!(back(&[Candidate { state, ..closed(1, 1.0, 1) }]), None, "{state:?}");
    }
    assert_eq!(back(&[Candidate { state: State::HandledOnSite, ..closed(1, 1.0, 1) }]), Some(1));
}
