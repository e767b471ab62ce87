//! The ladders as data, and what they must keep to: from 片长 upward nobody is alarmed by a machine.

use crate::domain::duty::Role;
use crate::domain::routing::Limit;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use thiserror::Error;

vocabulary! {
    /// Which ladder.
    LadderKind {
        /// Whoever acts, before anybody else hears of it.
        Actor = "actor",
        /// 块: from the point up to the community's head.
        Block = "block",
        /// 条: the department's own.
        Line = "line",
    }
}

vocabulary! {
    /// Who stands on a rung.
    Rung {
        Actor = "actor",
        PointHead = "point_head",
        GroupLiaison = "group_liaison",
        DirectlyResponsible = "directly_responsible",
        ZoneHead = "zone_head",
        FirstResponsible = "first_responsible",
        GridChief = "grid_chief",
        DepartmentPerson = "department_person",
        DepartmentHead = "department_head",
        /// 指挥部 of the campaign
        Command = "command",
        /// Where nobody above holds a post: the community office sees it. Not for ladders.
        Office = "office",
    }
}

impl Rung {
    /// The post on the case's areas; none where it is found otherwise.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::PointHead => Some(Role::PointHead),
            Self::GroupLiaison => Some(Role::GroupLiaison),
            Self::DirectlyResponsible => Some(Role::DirectlyResponsible),
            Self::ZoneHead => Some(Role::ZoneHead),
            Self::FirstResponsible => Some(Role::FirstResponsible),
            Self::GridChief => Some(Role::GridChief),
            _ => None,
        }
    }

    /// Leaders hear once a day or from a person, never from an alarm.
    pub fn is_leader(self) -> bool {
        matches!(self, Self::ZoneHead | Self::FirstResponsible | Self::GridChief | Self::Command)
    }

    /// The liaison through whom the plan reaches a leader.
    pub fn liaison(self) -> Option<Role> {
        match self {
            Self::ZoneHead => Some(Role::CommunityLiaison),
            Self::GridChief => Some(Role::StreetLiaison),
            _ => None,
        }
    }

    fn belongs_to(self, ladder: LadderKind) -> bool {
        match self {
            Self::Actor => ladder == LadderKind::Actor,
            Self::DepartmentPerson | Self::DepartmentHead | Self::Command => ladder == LadderKind::Line,
            Self::Office => false,
            _ => ladder == LadderKind::Block,
        }
    }
}

vocabulary! {
    /// How somebody is told.
    Manner {
        /// At once.
        Alarm = "alarm",
        /// In the day's list.
        Digest = "digest",
        /// A person asks, at once.
        Referral = "referral",
    }
}

/// When a rung is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// So much of the limit has run, in per cent; 100 is the due time.
    Percent(u32),
    /// So long after the due time.
    Overdue(Limit),
}

/// One rung as the file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RungEntry {
    /// Names the rung within its ladder and in the history.
    pub slug: String,
    pub to: Rung,
    /// The liaison who is told for the leader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Role>,
    pub when: When,
    pub how: Manner,
}

/// One ladder as the file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    pub ladder: LadderKind,
    /// From the lowest up.
    pub rungs: Vec<RungEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Why the ladders are refused. Names ladder and rung.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LadderFault {
    #[error("the ladder is missing")]
    Missing(LadderKind),
    #[error("the ladder is listed twice")]
    Twice(LadderKind),
    #[error("the ladder has no rungs")]
    Empty(LadderKind),
    #[error("rung `{1}` is listed twice")]
    RungTwice(LadderKind, String),
    #[error("rung `{1}`: `{to}` does not stand on this ladder", to = .2.slug())]
    Stranger(LadderKind, String, Rung),
    #[error("rung `{1}`: leaders (`zone_head` and above, `command`) get a `digest`, never an `{how}`", how = .2.slug())]
    Alarm(LadderKind, String, Manner),
    #[error("rung `{1}`: a `referral` is made by a person, not by a ladder")]
    Referral(LadderKind, String),
    #[error("rung `{1}`: `{to}` is reached through `{wanted}`", to = .2.slug(), wanted = .3.map_or("nobody", Role::slug))]
    Through(LadderKind, String, Rung, Option<Role>),
    #[error("rung `{1}`: a time of zero or more than 1000 per cent")]
    Time(LadderKind, String),
    #[error("rung `{1}` comes before the rung below it")]
    Order(LadderKind, String),
}

impl LadderFault {
    /// The ladder to look at.
    pub fn ladder(&self) -> LadderKind {
        match self {
            Self::Missing(kind)
            | Self::Twice(kind)
            | Self::Empty(kind)
            | Self::RungTwice(kind, _)
            | Self::Stranger(kind, ..)
            | Self::Alarm(kind, ..)
            | Self::Referral(kind, _)
            | Self::Through(kind, ..)
            | Self::Time(kind, _)
            | Self::Order(kind, _) => *kind,
        }
    }
}

/// All ladders, checked.
#[derive(Debug, Clone)]
pub struct Ladders {
    list: Vec<Ladder>,
}

impl Ladders {
    /// Checks and reports every fault at once.
    pub fn build(list: Vec<Ladder>) -> Result<Self, Vec<LadderFault>> {
        let mut faults = Vec::new();
        for &kind in LadderKind::ALL {
            match list.iter().filter(|ladder| ladder.ladder == kind).count() {
                0 => faults.push(LadderFault::Missing(kind)),
                1 => {}
                _ => faults.push(LadderFault::Twice(kind)),
            }
        }
        for ladder in &list {
            check(ladder, &mut faults);
        }
        if faults.is_empty() { Ok(Self { list }) } else { Err(faults) }
    }

    pub fn get(&self, kind: LadderKind) -> Option<&Ladder> {
        self.list.iter().find(|ladder| ladder.ladder == kind)
    }

    /// The ladders that a case climbs: the actor's and the block's always, the line's when a department acts.
    pub fn of_case(&self, department_acts: bool) -> impl Iterator<Item = &Ladder> {
        self.list.iter().filter(move |ladder| ladder.ladder != LadderKind::Line || department_acts)
    }
}

fn check(ladder: &Ladder, faults: &mut Vec<LadderFault>) {
    let kind = ladder.ladder;
    if ladder.rungs.is_empty() {
        faults.push(LadderFault::Empty(kind));
    }
    let mut slugs = HashSet::new();
    for rung in &ladder.rungs {
        let slug = || rung.slug.clone();
        if !slugs.insert(&rung.slug) {
            faults.push(LadderFault::RungTwice(kind, slug()));
        }
        if !rung.to.belongs_to(kind) {
            faults.push(LadderFault::Stranger(kind, slug(), rung.to));
        }
        if rung.how == Manner::Referral {
            faults.push(LadderFault::Referral(kind, slug()));
        } else if rung.to.is_leader() && rung.how != Manner::Digest {
            faults.push(LadderFault::Alarm(kind, slug(), rung.how));
        }
        if rung.through != rung.to.liaison() {
            faults.push(LadderFault::Through(kind, slug(), rung.to, rung.to.liaison()));
        }
        let sound = match rung.when {
            When::Percent(percent) => (1..=1000).contains(&percent),
            When::Overdue(limit) => limit.amount > 0,
        };
        if !sound {
            faults.push(LadderFault::Time(kind, slug()));
        }
    }
    for pair in ladder.rungs.windows(2) {
        if earlier(pair[1].when, pair[0].when) {
            faults.push(LadderFault::Order(kind, pair[1].slug.clone()));
        }
    }
}

/// Whether `a` is sure to come before `b`. Times in different units cannot be told apart without a case.
fn earlier(a: When, b: When) -> bool {
    match (a, b) {
        (When::Percent(a), When::Percent(b)) => a < b,
        (When::Percent(a), When::Overdue(_)) => a <= 100,
        (When::Overdue(a), When::Overdue(b)) => a.unit == b.unit && a.amount < b.amount,
        (When::Overdue(_), When::Percent(_)) => false,
    }
}
