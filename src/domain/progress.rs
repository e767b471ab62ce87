//! How far long work is, and whether it is still wanted. Whoever works counts; whoever waits looks, from another thread
//! and by a clock of its own, and says when the work is wanted no more.

use super::vocabulary::vocabulary;
use serde::Serialize;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

vocabulary! {
    /// What long work is busy with.
    Stage {
        /// Taking in a file.
        Reading = "reading",
        /// Moving borders onto each other.
        Repairing = "repairing",
        /// Looking for faults.
        Checking = "checking",
        /// Holding what comes against what is there.
        Comparing = "comparing",
        /// Storing.
        Writing = "writing",
    }
}

vocabulary! {
    /// What is counted.
    Unit {
        Bytes = "bytes",
        Areas = "areas",
    }
}

impl Stage {
    /// What is counted in it.
    pub fn unit(self) -> Unit {
        match self {
            Self::Reading => Unit::Bytes,
            Self::Repairing | Self::Checking | Self::Comparing | Self::Writing => Unit::Areas,
        }
    }
}

/// How far one stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Done {
    pub stage: Stage,
    pub done: u64,
    /// None where nobody knows before the end.
    pub total: Option<u64>,
    pub unit: Unit,
}

/// The work is wanted no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

const NOT_BEGUN: u64 = 0;
const UNKNOWN: u64 = u64::MAX;

#[derive(Debug, Default)]
struct Count {
    done: AtomicU64,
    /// One more than the total, so that nought says that the stage has not begun.
    total: AtomicU64,
}

/// Shared by who works and who waits. Counting costs an atomic addition.
#[derive(Debug, Default)]
pub struct Progress {
    /// In the order of `Stage::ALL`.
    counts: [Count; Stage::ALL.len()],
    now: AtomicU8,
    cancelled: AtomicBool,
}

impl Progress {
    /// Begins a stage, also once more.
    pub fn begin(&self, stage: Stage, total: Option<u64>) {
        let count = &self.counts[stage as usize];
        count.done.store(0, Ordering::Relaxed);
        count.total.store(total.map_or(UNKNOWN, |total| total.saturating_add(1)), Ordering::Relaxed);
        self.now.store(stage as u8, Ordering::Relaxed);
    }

    /// Counts what was done of the present stage.
    pub fn advance(&self, more: u64) -> Result<(), Cancelled> {
        let now = usize::from(self.now.load(Ordering::Relaxed));
        self.counts[now].done.fetch_add(more, Ordering::Relaxed);
        self.check()
    }

    /// Whether to go on.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Asks the work to stop at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// How far a stage is; none before it began.
    pub fn of(&self, stage: Stage) -> Option<Done> {
        let count = &self.counts[stage as usize];
        let (done, total) = (count.done.load(Ordering::Relaxed), count.total.load(Ordering::Relaxed));
        let total = match total {
            NOT_BEGUN => return None,
            UNKNOWN => None,
            total => Some(total - 1),
        };
        let done = total.map_or(done, |total| done.min(total));
        Some(Done { stage, done, total, unit: stage.unit() })
    }

    /// How far the present stage is; none before the first.
    pub fn now(&self) -> Option<Done> {
        self.of(Stage::ALL[usize::from(self.now.load(Ordering::Relaxed))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_count_for_themselves_and_never_more_than_their_total() {
        let progress = Progress::default();
        assert_eq!(progress.now(), None);
        progress.begin(Stage::Reading, None);
        progress.advance(7).unwrap();
        progress.begin(Stage::Writing, Some(10));
        progress.advance(11).unwrap();
        let told = |stage| progress.of(stage).map(|told| (told.done, told.total, told.unit));
        assert_eq!(told(Stage::Reading), Some((7, None, Unit::Bytes)));
        assert_eq!(told(Stage::Writing), Some((10, Some(10), Unit::Areas)));
        assert_eq!(told(Stage::Checking), None);
        assert_eq!(progress.now().map(|told| told.stage), Some(Stage::Writing));
    }

    #[test]
    fn work_that_is_wanted_no_more_learns_it_at_its_next_step() {
        let progress = Progress::default();
        progress.begin(Stage::Checking, Some(2));
        assert_eq!(progress.advance(1), Ok(()));
        progress.cancel();
        assert_eq!((progress.advance(1), progress.check()), (Err(Cancelled), Err(Cancelled)));
    }
}
