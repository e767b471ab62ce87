//! When to try again. Waits double from ten seconds to four hours, spread by a fifth either way so that a hundred
//! messages to one revived receiver do not arrive together. After thirty attempts, about three days and so over a
//! weekend, a message is given up; it stays in the log and can be sent again by hand.

use super::error::{Retry, SendError};
use crate::domain::instant::Instant;
use std::time::Duration;

/// Attempts before a message is given up.
pub const MOST_ATTEMPTS: u32 = 30;
const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(4 * 3600);
/// A receiver's wish to wait counts up to a day.
pub const LONGEST_WISH: Duration = Duration::from_secs(24 * 3600);

/// What follows a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    TryAt(Instant),
    GiveUp,
}

/// The wait after `attempt` failures (1 after the first), 8 s to 4 h 48 min. The same seed gives the same wait; take the
/// message's id as seed, so that messages differ.
pub fn backoff(attempt: u32, seed: u64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    let wait = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    // Per mille of the wait, 800 to 1199.
    let share = 800 + u32::try_from(mixed(seed ^ u64::from(attempt)) % 400).unwrap_or(0);
    wait * share / 1000
}

/// What to do after `attempts` attempts, the last of which gave `error`.
pub fn next_step(attempts: u32, error: &SendError, seed: u64, now: Instant) -> NextStep {
    match error.retry {
        Retry::Later { after } if attempts < MOST_ATTEMPTS => {
            let wait = backoff(attempts, seed).max(after.unwrap_or_default().min(LONGEST_WISH));
            let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
            NextStep::TryAt(Instant(now.micros().saturating_add(micros)))
        }
        _ => NextStep::GiveUp,
    }
}

/// One step of SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated numbers.
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_are_spread_and_end_at_the_longest() {
        for seed in 0..50 {
            let mut nominal = 10_000;
            for attempt in 1..=MOST_ATTEMPTS {
                let wait = backoff(attempt, seed).as_millis();
                assert!((nominal * 8 / 10..nominal * 12 / 10).contains(&wait), "{attempt} {wait}");
                nominal = (nominal * 2).min(4 * 3_600_000);
            }
        }
        let differing: std::collections::HashSet<_> = (0..50).map(|seed| backoff(5, seed)).collect();
        assert!(differing.len() > 40);
        assert_eq!(backoff(5, 7), backoff(5, 7));
        assert!(backoff(u32::MAX, 1) <= LONGEST * 12 / 10 && backoff(0, 1) >= FIRST * 8 / 10);
    }

    #[test]
    fn a_weekend_passes_before_a_message_is_given_up() {
        let shortest: Duration = (1..MOST_ATTEMPTS).map(|attempt| backoff(attempt, 3) * 8 / 10).sum();
        assert!(shortest > Duration::from_secs(48 * 3600), "{shortest:?}");
    }

    #[test]
    fn the_first_number_of_splitmix64_is_the_published_one() {
        // Reference implementation at prng.di.unimi.it/splitmix64.c, seed 0.
        assert_eq!(mixed(0), 0xE220_A839_7B1D_CDAF);
    }

    #[test]
    fn a_receivers_wish_is_kept_up_to_a_day_and_permanent_errors_end_it() {
        let now = Instant::from_seconds(1_000);
        let error = |wait| SendError::later("rate_limited", "", "").after(Duration::from_secs(wait));
        assert_eq!(next_step(1, &error(600), 9, now), NextStep::TryAt(Instant::from_seconds(1_600)));
        assert_eq!(next_step(1, &error(999_999), 9, now), NextStep::TryAt(Instant::from_seconds(87_400)));
        assert_eq!(next_step(MOST_ATTEMPTS, &error(1), 9, now), NextStep::GiveUp);
        assert_eq!(next_step(1, &SendError::never("rejected", "", ""), 9, now), NextStep::GiveUp);
    }
}
