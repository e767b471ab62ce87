//! The words by which texts speak of categories.

use super::letters::{STOP, folded};
use super::table::Table;
use crate::domain::category::{Categories, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Words for one category, as the reference file lists them. `…` in a word stands for some letters of the same sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryWords {
    pub category: String,
    /// Each of them decides for the category unless others speak against it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Each of them only leans to it.
    #[serde(default)]
    pub weak: Vec<String>,
}

/// So many letters may stand where a word has `…`.
pub(super) const LONGEST_GAP: usize = 12;
/// More places of words than this are not looked at.
const MOST_HITS: usize = 4_000;

/// What two halves together are worth; what a word is; what a keyword or weak word is.
const PATTERN: f64 = 3.0;
const WORD: f64 = 2.0;
const WEAK: f64 = 0.7;
const NAME: f64 = 3.0;

/// One word or pattern of a category.
#[derive(Debug, Clone)]
struct Pattern {
    category: u32,
    weight: f64,
    /// Numbers of its pieces, one for a word.
    parts: Vec<u32>,
}

/// All words of all categories, ready to be searched for together. Built once for the reference files.
#[derive(Debug)]
pub struct TicketWords {
    slugs: Vec<String>,
    parts: Table<char>,
    patterns: Vec<Pattern>,
    /// Patterns by their last piece.
    by_last: Vec<Vec<u32>>,
}

/// A word found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Place in `TicketWords::slugs`.
    pub category: u32,
    pub weight: f64,
    /// First and last letters that it stands on, with what lies between.
    pub range: std::ops::Range<usize>,
}

impl TicketWords {
    /// From the categories' own keywords and names and from the further words. Only categories of incidents take part; entries
    /// for others are passed over.
    pub fn build(categories: &Categories, further: &[CategoryWords]) -> Self {
        let mut slugs: Vec<String> = Vec::new();
        let mut words: BTreeMap<(u32, Vec<Vec<char>>), f64> = BTreeMap::new();
        let mut add = |category: u32, word: &str, weight: f64| {
            let parts: Vec<Vec<char>> = word.split('…').map(folded).filter(|part| !part.is_empty()).collect();
            if !parts.is_empty() {
                let weight = if parts.len() > 1 && weight >= WORD { PATTERN } else { weight };
                let own = words.entry((category, parts)).or_insert(0.0);
                *own = own.max(weight);
            }
        };
        let incidents = || categories.iter().filter(|category| category.kind == Kind::Incident);
        let mut bearers: HashMap<&str, usize> = HashMap::new();
        for word in incidents().flat_map(|category| &category.keywords) {
            *bearers.entry(word).or_insert(0) += 1;
        }
        for category in incidents() {
            let number = slugs.len() as u32;
            slugs.push(category.slug.clone());
            // A heading is not what anybody reports.
            let heading = !categories.children(&category.slug).is_empty();
            for word in &category.keywords {
                let shared = bearers.get(word.as_str()).copied().unwrap_or(1) as f64;
                add(number, word, if heading { WEAK / 2.0 } else { 1.0 / shared });
            }
            let name = category.name.zh.split('(').next().unwrap_or_default();
            if !heading && name.chars().count() >= 4 {
                add(number, name, NAME);
            }
        }
        for entry in further {
            let Some(number) = slugs.iter().position(|slug| *slug == entry.category) else { continue };
            entry.words.iter().for_each(|word| add(number as u32, word, WORD));
            entry.weak.iter().for_each(|word| add(number as u32, word, WEAK));
        }
        Self::number(slugs, words)
    }

    fn number(slugs: Vec<String>, words: BTreeMap<(u32, Vec<Vec<char>>), f64>) -> Self {
        let mut numbers: HashMap<Vec<char>, u32> = HashMap::new();
        let mut patterns = Vec::with_capacity(words.len());
        for ((category, parts), weight) in words {
            let numbered = parts.into_iter().map(|part| {
                let next = numbers.len() as u32;
                *numbers.entry(part).or_insert(next)
            });
            patterns.push(Pattern { category, weight, parts: numbered.collect() });
        }
        let mut by_last = vec![Vec::new(); numbers.len()];
        for (number, pattern) in patterns.iter().enumerate() {
            if let Some(&last) = pattern.parts.last() {
                by_last[last as usize].push(number as u32);
            }
        }
        Self { slugs, parts: Table::build(numbers), patterns, by_last }
    }

    /// How many words and patterns there are.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    pub(super) fn slug(&self, category: u32) -> &str {
        &self.slugs[category as usize]
    }

    /// Every word in the text. A word that stands inside a longer one does not count: the 垃圾 of 建筑垃圾. Cost: a few steps
    /// for each letter, and for each hit as many as its pattern has pieces.
    pub(super) fn hits(&self, letters: &[char]) -> Vec<Hit> {
        let mut places: Vec<(usize, usize, u32)> = Vec::new();
        for at in 0..letters.len() {
            if places.len() >= MOST_HITS {
                break;
            }
            self.parts.beginnings(&letters[at..], |length, parts| {
                places.extend(parts.into_iter().map(|part| (at, at + length, part)));
            });
        }
        // Latest end of each piece so far, to meet the next piece of its pattern.
        let mut by_part: HashMap<u32, Vec<(usize, usize)>> = HashMap::new();
        for &(start, end, part) in &places {
            by_part.entry(part).or_default().push((start, end));
        }
        let stops: Vec<usize> = (0..letters.len()).filter(|&at| letters[at] == STOP).collect();
        let one_sentence =
            |from: usize, to: usize| stops.partition_point(|&stop| stop < from) == stops.partition_point(|&stop| stop < to);
        let longest: Vec<usize> = covered_until(letters.len(), &places, |part| self.alone(part));
        let mut hits = Vec::new();
        for &(start, end, part) in &places {
            for &number in &self.by_last[part as usize] {
                let pattern = &self.patterns[number as usize];
                if pattern.parts.len() == 1 {
                    let inside_longer = longest[start] > end
                        || start > 0 && longest[..start].iter().rev().take(12).any(|&until| until >= end);
                    if !inside_longer {
                        hits.push(Hit { category: pattern.category, weight: pattern.weight, range: start..end });
                    }
                    continue;
                }
                // Back through the pieces, each the nearest one that ends before the next begins.
                let mut begin = Some(start);
                for before in pattern.parts.iter().rev().skip(1) {
                    begin = begin.and_then(|begin| {
                        let list = by_part.get(before)?;
                        let place = list.partition_point(|(_, end)| *end <= begin).checked_sub(1)?;
                        let (first, last) = list[place];
                        (begin - last <= LONGEST_GAP && one_sentence(first, begin)).then_some(first)
                    });
                }
                if let Some(begin) = begin {
                    hits.push(Hit { category: pattern.category, weight: pattern.weight, range: begin..end });
                }
            }
        }
        hits
    }

    /// Whether a piece is a word by itself.
    fn alone(&self, part: u32) -> bool {
        self.by_last[part as usize].iter().any(|&number| self.patterns[number as usize].parts.len() == 1)
    }
}

/// For each letter the farthest end of a word that begins there.
fn covered_until(length: usize, places: &[(usize, usize, u32)], counts: impl Fn(u32) -> bool) -> Vec<usize> {
    let mut until = vec![0; length];
    for &(start, end, part) in places {
        if counts(part) {
            until[start] = until[start].max(end);
        }
    }
    until
}
