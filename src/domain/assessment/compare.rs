//! A period beside the one before it.

use super::measure::Measure;
use super::tally::Measures;
use serde::Serialize;

/// One measure in both periods. What is unknown in one has no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Comparison {
    pub measure: Measure,
    pub now: Option<u64>,
    pub before: Option<u64>,
    pub difference: Option<i64>,
    /// The difference in per cent of before, rounded half away from zero; none when there was nothing before.
    pub percent: Option<i64>,
}

/// Every measure beside that of the previous period.
pub fn compare(now: &Measures, before: &Measures) -> Vec<Comparison> {
    let compared = |&measure: &Measure| {
        let (now, before) = (now.cases(measure), before.cases(measure));
        let signed = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
        let difference = signed(now).zip(signed(before)).map(|(now, before)| now - before);
        let percent =
            difference.zip(signed(before)).filter(|(_, before)| *before > 0).map(|(difference, before)| {
                let rounded =
                    (difference.unsigned_abs() * 100 + before.unsigned_abs() / 2) / before.unsigned_abs();
                difference.signum() * i64::try_from(rounded).unwrap_or(i64::MAX)
            });
        Comparison { measure, now, before, difference, percent }
    };
    Measure::ALL.iter().map(compared).collect()
}
