//! Ladders as data: what is refused.

use super::escalation::shipped;
use crate::domain::deadline::escalation::{LadderFault, RungEntry, When};
use crate::domain::deadline::*;
use crate::domain::duty::Role;
use crate::domain::routing::{Limit, LimitUnit};

/// The shipped ladders with one rung of the block changed.
fn changed(rung: usize, change: impl Fn(&mut RungEntry)) -> Vec<String> {
    let mut ladders = shipped();
    let block = ladders.iter_mut().find(|ladder| ladder.ladder == LadderKind::Block).unwrap();
    change(&mut block.rungs[rung]);
    let faults = Ladders::build(ladders).err().unwrap_or_default();
    assert!(faults.iter().all(|fault| fault.ladder() == LadderKind::Block));
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_ladders_are_sound_and_the_line_is_for_departments() {
    let ladders = Ladders::build(shipped()).unwrap();
    let kinds = |acts| ladders.of_case(acts).map(|ladder| ladder.ladder).collect::<Vec<_>>();
    assert_eq!(kinds(false), [LadderKind::Actor, LadderKind::Block]);
    assert_eq!(kinds(true), [LadderKind::Actor, LadderKind::Block, LadderKind::Line]);
}

#[test]
fn nobody_can_have_leaders_alarmed() {
    for rung in 3..6 {
        let faults = changed(rung, |entry| entry.how = Manner::Alarm);
        assert!(faults[0].contains("`digest`"), "{faults:?}");
    }
    assert_eq!(changed(2, |entry| entry.how = Manner::Digest), [""; 0]);
}

#[test]
fn each_leader_is_reached_through_his_own_liaison() {
    let faults = changed(3, |entry| entry.through = None);
    assert_eq!(faults, ["rung `zone_head`: `zone_head` is reached through `community_liaison`"]);
    assert_eq!(changed(5, |entry| entry.through = Some(Role::CommunityLiaison)).len(), 1);
    assert_eq!(
        changed(0, |entry| entry.through = Some(Role::GroupLiaison)),
        ["rung `point_head`: `point_head` is reached through `nobody`"]
    );
}

#[test]
fn strangers_referrals_and_odd_times_are_refused() {
    assert_eq!(
        changed(0, |entry| entry.to = Rung::DepartmentPerson),
        ["rung `point_head`: `department_person` does not stand on this ladder"]
    );
    assert_eq!(changed(0, |entry| entry.to = Rung::Office).len(), 1);
    assert_eq!(changed(1, |entry| entry.how = Manner::Referral).len(), 1);
    assert_eq!(changed(0, |entry| entry.when = When::Percent(0)).len(), 1);
    assert_eq!(changed(1, |entry| entry.slug = "point_head".into()).len(), 1);
    assert_eq!(
        changed(1, |entry| entry.when = When::Percent(70)),
        ["rung `group_liaison` comes before the rung below it"]
    );
    let day = Limit { amount: 1, unit: LimitUnit::WorkDays };
    assert_eq!(changed(4, |entry| entry.when = When::Overdue(day)), [""; 0], "together is allowed");
    assert_eq!(changed(5, |entry| entry.when = When::Overdue(day)).len(), 1);
}

#[test]
fn every_ladder_is_there_once() {
    let mut ladders = shipped();
    let line = ladders.pop().unwrap();
    assert_eq!(Ladders::build(ladders.clone()).unwrap_err(), [LadderFault::Missing(line.ladder)]);
    ladders.extend([line.clone(), line.clone()]);
    assert_eq!(Ladders::build(ladders).unwrap_err(), [LadderFault::Twice(line.ladder)]);
}
