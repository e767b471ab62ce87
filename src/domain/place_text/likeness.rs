//! How much a text's letters are like the vocabulary of a category. It helps where no listed word stands as it is written:
//! every group of one to three Chinese letters speaks for the categories whose words it occurs in, the more the fewer those
//! are.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Longest group of letters.
const LONGEST: usize = 3;
/// What a group of one, two and three letters is worth.
const WORTH: [f64; LONGEST] = [0.3, 1.5, 1.2];
/// What a group counts in a word, by its length.
const COUNTS: [f64; LONGEST] = [0.5, 1.6, 1.6];
/// Votes below this are left out; they are many and decide nothing.
const LEAST: f64 = 0.02;

/// A group of letters and what it speaks for. Sixteen bytes.
#[derive(Debug, Clone, Copy)]
struct Vote {
    group: u64,
    category: u16,
    weight: f32,
}

/// Votes of groups of letters, in the order of groups.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    votes: Vec<Vote>,
}

/// Gathers words before the votes are known.
#[derive(Default)]
pub(super) struct Gathered {
    counts: BTreeMap<u64, BTreeMap<u16, f64>>,
}

impl Gathered {
    /// Takes a word of a category, each of its pieces by itself.
    pub fn add<'a>(&mut self, category: u16, pieces: impl Iterator<Item = &'a [char]>, share: f64) {
        let mut seen = HashSet::new();
        for piece in pieces {
            groups(piece, &[], |group, length| {
                if seen.insert(group) {
                    let counts = self.counts.entry(group).or_default();
                    *counts.entry(category).or_insert(0.0) += share * COUNTS[length - 1];
                }
            });
        }
    }

    pub fn votes(self) -> Likeness {
        let mut votes = Vec::new();
        for (group, counts) in self.counts {
            let all: f64 = counts.values().sum();
            let length = (0..LONGEST).filter(|place| group >> (16 * place) != 0).count();
            for (category, count) in counts {
                // Squared, so that a group which many categories share says next to nothing.
                let weight = WORTH[length - 1] * (count / (all + 1.0)).powi(2);
                if weight >= LEAST {
                    votes.push(Vote { group, category, weight: weight as f32 });
                }
            }
        }
        votes.shrink_to_fit();
        Likeness { votes }
    }
}

impl Likeness {
    /// How like a text is to each category that it is like at all. Letters in `names` do not count.
    pub fn of(&self, letters: &[char], names: &[Range<usize>]) -> BTreeMap<u16, f64> {
        let mut seen = HashSet::new();
        let mut found = BTreeMap::new();
        groups(letters, names, |group, _| {
            if !seen.insert(group) {
                return;
            }
            let from = self.votes.partition_point(|vote| vote.group < group);
            for vote in self.votes[from..].iter().take_while(|vote| vote.group == group) {
                *found.entry(vote.category).or_insert(0.0) += f64::from(vote.weight);
            }
        });
        found
    }

    /// Bytes that the votes hold.
    pub fn bytes(&self) -> usize {
        self.votes.capacity() * size_of::<Vote>()
    }
}

/// Every group of one to three Chinese letters that stand behind each other, with its length.
fn groups(letters: &[char], names: &[Range<usize>], mut take: impl FnMut(u64, usize)) {
    for start in 0..letters.len() {
        let mut group = 0;
        for length in 1..=LONGEST {
            let at = start + length - 1;
            let Some(&letter) = letters.get(at) else { break };
            if !('\u{4e00}'..='\u{9fff}').contains(&letter) || names.iter().any(|name| name.contains(&at)) {
                break;
            }
            group = group << 16 | u64::from(letter as u32);
            take(group, length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_categories_share_speaks_loudest() {
        let letters = |word: &str| word.chars().collect::<Vec<char>>();
        let mut gathered = Gathered::default();
        for (category, word) in [(0, "旧沙发"), (1, "旧路灯"), (1, "路灯坏")] {
            let word = letters(word);
            gathered.add(category, [word.as_slice()].into_iter(), 1.0);
        }
        let likeness = gathered.votes();
        let found = likeness.of(&letters("破沙发一张"), &[]);
        assert!(found[&0] > 0.3 && !found.contains_key(&1));
        let shared = likeness.of(&letters("旧"), &[]);
        assert!(shared.values().all(|&like| like < found[&0]));
        assert!(
            likeness.of(&letters("沙发"), std::slice::from_ref(&(0..2))).is_empty(),
            "a name says nothing"
        );
        assert!(likeness.of(&letters("abc，"), &[]).is_empty());
    }
}
