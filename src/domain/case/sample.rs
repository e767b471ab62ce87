//! 片长抽查: samples of finished cases. A sample marks the old case; what fails goes on as a new one, so that the
//! closing stands in the history as it was.

use super::{Need, Needs};
use crate::domain::vocabulary::vocabulary;
use uuid::Uuid;

vocabulary! {
    /// What a sample found.
    SampleResult {
        /// 合格
        Passed = "passed",
        /// 不合格
        Failed = "failed",
    }
}

impl SampleResult {
    /// What the sample needs beyond its result: a failure says what was found and names the new case.
    pub fn needs(self) -> Needs {
        match self {
            Self::Passed => Needs::NONE,
            Self::Failed => Needs::of(&[Need::Reason, Need::LinkedCase]),
        }
    }
}

/// Draws up to `many` of the cases, the same for the same seed whatever their order, so that a sample can be
/// drawn again and disputed.
pub fn draw(cases: &[Uuid], many: usize, seed: u64) -> Vec<Uuid> {
    let mut drawn: Vec<(u64, Uuid)> = cases.iter().map(|&id| (mixed(id, seed), id)).collect();
    drawn.sort_unstable();
    drawn.dedup();
    drawn.truncate(many);
    drawn.into_iter().map(|(_, id)| id).collect()
}

/// The finaliser of SplitMix64 over both halves.
fn mixed(id: Uuid, seed: u64) -> u64 {
    let (high, low) = id.as_u64_pair();
    [high, low].into_iter().fold(seed, |state, half| {
        let mut z = (state ^ half).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}
