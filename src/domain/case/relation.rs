//! How one case follows from another. The later case carries the relation; the earlier one is never reopened.

use super::State;
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

vocabulary! {
    /// Kind of the relation, read from the later case.
    RelationKind {
        /// 并入: the same problem, reported again
        JoinedTo = "joined_to",
        /// 反弹: the problem came back after the other was closed
        RelapseOf = "relapse_of",
        /// 抽查不合格: a sample of the other failed
        SampleOf = "sample_of",
        /// 申诉: against a decision on the other. The appeal is filed and dispatched by hand, and nobody who took
        /// that decision plays a deciding part in it (`Involved::barred`).
        AppealAgainst = "appeal_against",
    }
}

/// One relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    pub kind: RelationKind,
    pub other: Uuid,
}

/// Why a case cannot join another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MergeFault {
    #[error("a case cannot join itself")]
    Itself,
    #[error("the other case is finished ({})", .0.slug())]
    Finished(State),
    #[error("the other case is not known")]
    Unknown,
    #[error("the cases join each other in a circle")]
    Circle,
}

/// The case that `case` really joins when `into` is named: the end of the line, since `into` may itself have joined
/// another. `look` tells the state of a case and what it joined. The target must be open: what comes back after a
/// closing is a relapse.
pub fn merge_target(
    case: Uuid,
    into: Uuid,
    look: impl Fn(Uuid) -> Option<(State, Option<Uuid>)>,
) -> Result<Uuid, MergeFault> {
    let mut at = into;
    let mut passed = Vec::new();
    loop {
        if at == case {
            return Err(if passed.is_empty() { MergeFault::Itself } else { MergeFault::Circle });
        }
        if passed.contains(&at) {
            return Err(MergeFault::Circle);
        }
        match look(at).ok_or(MergeFault::Unknown)? {
            (State::Merged, Some(next)) => {
                passed.push(at);
                at = next;
            }
            (state, _) if state.is_open() => return Ok(at),
            (state, _) => return Err(MergeFault::Finished(state)),
        }
    }
}
