//! What a step has to bring along.

use crate::domain::vocabulary::vocabulary;
use serde::{Serialize, Serializer};

vocabulary! {
    /// One thing that a step needs.
    Need {
        /// Words: why, or what was done.
        Reason = "reason",
        /// 核实: is it real.
        PreCheck = "pre_check",
        /// A named post to act.
        Actor = "actor",
        /// The party that is asked for help.
        Helper = "helper",
        /// 核查: is it fixed.
        PostCheck = "post_check",
        /// The incident that this one joins.
        MergeInto = "merge_into",
        /// When a suspension ends.
        Until = "until",
        /// A photo taken afterwards.
        AfterPhoto = "after_photo",
        /// What an edit changes.
        Changes = "changes",
        /// The leader that a case is referred to, or the rung that an escalation reaches.
        Addressee = "addressee",
        /// Whether a sample passed.
        Result = "result",
        /// The new case that follows from this one.
        LinkedCase = "linked_case",
    }
}

/// A set of them: what a row asks for, and what a caller has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs(u16);

impl Needs {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self((1 << Need::ALL.len()) - 1);

    pub const fn of(list: &[Need]) -> Self {
        let mut bits = 0;
        let mut next = 0;
        while next < list.len() {
            bits |= 1 << list[next] as u16;
            next += 1;
        }
        Self(bits)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub const fn without(self, need: Need) -> Self {
        Self(self.0 & !(1 << need as u16))
    }

    /// The same with `need` when `has`, for callers that collect what they were given.
    #[must_use]
    pub const fn with(self, need: Need, has: bool) -> Self {
        if has { self.and(Self::of(&[need])) } else { self }
    }

    pub const fn has(self, need: Need) -> bool {
        self.0 & (1 << need as u16) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Need> {
        Need::ALL.iter().copied().filter(move |&need| self.has(need))
    }

    /// What `given` lacks, in the order of the vocabulary.
    pub fn missing_from(self, given: Self) -> Vec<Need> {
        Self(self.0 & !given.0).iter().collect()
    }
}

/// As a list of slugs.
impl Serialize for Needs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
