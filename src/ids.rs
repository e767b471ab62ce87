//! The only source of ids and of unguessable codes.

use crate::domain::instant::Instant;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Where ids come from. Two calls never give the same id.
pub trait Ids: Send + Sync {
    /// A UUID v7 of the given time: sortable by time of creation.
    fn id(&self, at: Instant) -> Uuid;

    /// What a reporter keeps to ask again: digits of Crockford's base 32, six for the tenth of a second of `at` and sixteen
    /// for 80 random bits. Codes of one moment stand together in an index, which spares a page for each report; the
    /// moment is no secret to who holds the code. Not derived from any id.
    fn tracking_code(&self, at: Instant) -> String;

    /// 256 random bits, for what signs somebody in.
    fn secret(&self) -> [u8; 32];
}

/// The machine's random numbers.
#[derive(Debug, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn id(&self, at: Instant) -> Uuid {
        version_7(at, Uuid::new_v4().as_u128())
    }

    fn tracking_code(&self, at: Instant) -> String {
        code(at, full_random())
    }

    fn secret(&self) -> [u8; 32] {
        joined(full_random(), full_random())
    }
}

/// Two v4 values carry 122 random bits each, from the thread's cryptographic generator; together every bit is random.
fn full_random() -> u128 {
    Uuid::new_v4().as_u128() ^ Uuid::new_v4().as_u128().rotate_left(64)
}

fn joined(high: u128, low: u128) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&high.to_be_bytes());
    bytes[16..].copy_from_slice(&low.to_be_bytes());
    bytes
}

/// Repeatable ids for tests and the demo: the same seed gives the same ids in the same order.
#[derive(Debug)]
pub struct SeededIds(AtomicU64);

impl SeededIds {
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn random(&self) -> u128 {
        let word = || {
            // SplitMix64 (Steele, Lea, Flood 2014).
            let mut z =
                self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst).wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        (u128::from(word()) << 64) | u128::from(word())
    }
}

impl Ids for SeededIds {
    fn id(&self, at: Instant) -> Uuid {
        version_7(at, self.random())
    }

    fn tracking_code(&self, at: Instant) -> String {
        code(at, self.random())
    }

    fn secret(&self) -> [u8; 32] {
        joined(self.random(), self.random())
    }
}

/// RFC 9562 version 7: 48 bits of milliseconds, then random bits.
fn version_7(at: Instant, random: u128) -> Uuid {
    let millis = (at.micros().max(0) / 1000) as u128 & 0xFFFF_FFFF_FFFF;
    let bits = (millis << 80) | (random & 0xFFFF_FFFF_FFFF_FFFF_FFFF);
    let versioned = (bits & !(0xF_u128 << 76)) | (0x7_u128 << 76);
    Uuid::from_u128((versioned & !(0x3_u128 << 62)) | (0x2_u128 << 62))
}

fn code(at: Instant, random: u128) -> String {
    const TIME: usize = 6;
    const RANDOM: usize = 16;
    let tenths = (at.micros().max(0) / 100_000) as u128;
    let mut text = String::with_capacity(TIME + RANDOM);
    push_base_32(&mut text, tenths, TIME);
    push_base_32(&mut text, random, RANDOM);
    text
}

/// The lowest `digits` digits, highest first.
fn push_base_32(text: &mut String, number: u128, digits: usize) {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    text.extend((0..digits).rev().map(|place| char::from(DIGITS[(number >> (5 * place)) as usize & 31])));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let ids = SeededIds::new(1);
        let early = ids.id(Instant::from_seconds(1_000));
        let late = ids.id(Instant::from_seconds(2_000));
        assert_eq!((early.get_version_num(), late.get_version_num()), (7, 7));
        assert!(early < late);
    }

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_call_gives_another_id() {
        let (one, two) = (SeededIds::new(7), SeededIds::new(7));
        let at = Instant::from_seconds(5);
        assert_eq!(one.id(at), two.id(at));
        assert_ne!(one.id(at), one.id(at));
    }

    #[test]
    fn tracking_codes_stand_by_time_and_are_never_the_same() {
        let at = |seconds| RandomIds.tracking_code(Instant::from_seconds(seconds));
        let codes = [at(1_700_000_000), at(1_700_000_001), at(1_700_000_060)];
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 22), "{codes:?}");
        let (one, two) = (at(5), at(5));
        assert_eq!(one[..6], two[..6]);
        assert_ne!(one[6..], two[6..]);
    }
}
