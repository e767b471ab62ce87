//! Limits while campaigns run: their phases set tiers of limits, and of several at once the shorter limit holds.

use super::assignment::{Limit, LimitUnit};
use super::limits::{CategoryLimit, Limits};
use crate::domain::category::Categories;
use crate::domain::text::Words;

/// A phase in force that sets a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseTier<'a> {
    pub tier: &'a str,
    /// Name of its campaign.
    pub campaign: &'a Words,
    pub phase: &'a Words,
}

impl Limit {
    /// Minutes of the wall clock that a limit takes on the average over weeks of five days of eight hours. It puts limits of
    /// different units in order, the same at every hour; what a case gets is counted by the calendar.
    pub fn average_minutes(self) -> u64 {
        let each = match self.unit {
            LimitUnit::UrgentHours => 60,
            LimitUnit::WorkHours => 60 * 3 * 7 / 5,
            LimitUnit::Days => 24 * 60,
            LimitUnit::WorkDays => 24 * 60 * 7 / 5,
        };
        u64::from(self.amount) * each
    }
}

impl Limits {
    /// The limit on a place while `phases` are in force, and the phase that set it; the shortest of all where several
    /// campaigns run. Without phases that set a tier it is that of the place.
    pub fn in_force<'a>(
        &'a self,
        category: &str,
        categories: &Categories,
        areas: &[&str],
        phases: &'a [PhaseTier<'a>],
    ) -> Option<(&'a CategoryLimit, Option<&'a PhaseTier<'a>>)> {
        if phases.is_empty() {
            return self.at(category, categories, areas, None).map(|limit| (limit, None));
        }
        let found = phases.iter().filter_map(|phase| {
            let limit = self.at(category, categories, areas, Some(phase.tier))?;
            Some((limit, limit.tier.is_some().then_some(phase)))
        });
        found.min_by_key(|(limit, _)| limit.limit().average_minutes())
    }
}
