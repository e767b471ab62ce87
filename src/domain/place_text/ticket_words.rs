//! The words by which texts speak of categories.

use super::letters::{STOP, folded};
use super::table::Table;
use crate::domain::category::{Categories, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Words for one category or a set of words that others refer to, as the reference file lists them: one of `category` and
/// `set` is given. `…` in a word stands for some letters of the same sentence, `<坏>` for any word of the set 坏.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Each of them decides for the category unless others speak against it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Each of them only leans to it.
    #[serde(default)]
    pub weak: Vec<String>,
}

impl WordEntry {
    /// The sets that a word refers to.
    pub fn sets(word: &str) -> impl Iterator<Item = &str> {
        word.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
    }
}

/// The set whose words mean something else than the shorter words in them: the 车 of 单车 is no car.
pub const HIDING: &str = "hiding";
/// A word with sets stands for no more words than this.
const MOST_VARIANTS: usize = 4_096;

/// So many letters may stand where a word has `…`.
pub(super) const LONGEST_GAP: usize = 12;
/// More places of words than this are not looked at.
const MOST_HITS: usize = 4_000;

/// Words that hide others are no longer than this.
const LONGEST_HIDING: usize = 8;

/// What two halves together are worth; what a word is; what a keyword or weak word is.
const PATTERN: f64 = 3.0;
/// What a pattern loses for each letter between its pieces beyond two.
const FARTHER: f64 = 0.08;
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
    /// How deep each category lies in the tree.
    depths: Vec<usize>,
    parts: Table<char>,
    patterns: Vec<Pattern>,
    /// Patterns by their last piece.
    by_last: Vec<Vec<u32>>,
    /// For each piece whether it hides shorter ones inside it from patterns.
    hiding: Vec<bool>,
}

/// A word found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Place in `TicketWords::slugs`.
    pub category: u32,
    pub weight: f64,
    /// First and last letters that it stands on, with what lies between.
    pub range: Range<usize>,
}

impl TicketWords {
    /// From the categories' own keywords and names and from the further words. Only categories of incidents take part; entries
    /// for others are passed over.
    pub fn build(categories: &Categories, further: &[WordEntry]) -> Self {
        let mut slugs: Vec<String> = Vec::new();
        let mut depths = Vec::new();
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
            depths.push(categories.depth(&category.slug));
            // A heading is not what anybody reports.
            let heading = !categories.children(&category.slug).is_empty();
            for word in &category.keywords {
                let shared = bearers.get(word.as_str()).copied().unwrap_or(1) as f64;
                // One letter is a word of many meanings.
                let weight = if heading || word.chars().count() == 1 { 0.4 } else { 1.0 };
                add(number, word, weight / shared);
            }
            let name = category.name.zh.split('(').next().unwrap_or_default();
            if !heading && name.chars().count() >= 4 {
                add(number, name, NAME);
            }
        }
        let sets: HashMap<&str, &[String]> = further
            .iter()
            .filter_map(|entry| Some((entry.set.as_deref()?, entry.words.as_slice())))
            .collect();
        for entry in further {
            let own = |slug: &String| entry.category.as_ref() == Some(slug);
            let Some(number) = slugs.iter().position(own) else { continue };
            for (list, weight) in [(&entry.words, WORD), (&entry.weak, WEAK)] {
                for word in list.iter().flat_map(|word| variants(word, &sets)) {
                    add(number as u32, &word, weight);
                }
            }
        }
        let hiding = sets.get(HIDING).map_or(&[][..], |words| words).iter().map(|word| folded(word));
        Self { depths, ..Self::number(slugs, words, hiding) }
    }

    fn number(
        slugs: Vec<String>,
        words: BTreeMap<(u32, Vec<Vec<char>>), f64>,
        hidden_in: impl Iterator<Item = Vec<char>>,
    ) -> Self {
        let mut numbers: HashMap<Vec<char>, u32> = HashMap::new();
        let mut patterns = Vec::with_capacity(words.len());
        for ((category, parts), weight) in words {
            let numbered = parts.into_iter().map(|part| {
                let next = numbers.len() as u32;
                *numbers.entry(part).or_insert(next)
            });
            patterns.push(Pattern { category, weight, parts: numbered.collect() });
        }
        let hiding_numbers: Vec<u32> = hidden_in
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word).or_insert(next)
            })
            .collect();
        let mut hiding = vec![false; numbers.len()];
        hiding_numbers.into_iter().for_each(|number| hiding[number as usize] = true);
        let mut by_last = vec![Vec::new(); numbers.len()];
        for (number, pattern) in patterns.iter().enumerate() {
            if let Some(&last) = pattern.parts.last() {
                by_last[last as usize].push(number as u32);
            }
        }
        Self { slugs, depths: Vec::new(), parts: Table::build(numbers), patterns, by_last, hiding }
    }

    /// How many words and patterns there are.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    pub(super) fn depth(&self, category: u32) -> usize {
        self.depths[category as usize]
    }

    pub(super) fn slug(&self, category: u32) -> &str {
        &self.slugs[category as usize]
    }

    /// Every word in the text. A word that stands inside a longer one does not count: the 垃圾 of 建筑垃圾. Nor does a piece of
    /// a pattern inside a name (letters), unless it ends the name and so tells its kind: the 市场 of 石桥市场. Cost: a few
    /// steps for each letter, and for each hit as many as its pattern has pieces.
    pub(super) fn hits(&self, letters: &[char], names: &[Range<usize>]) -> Vec<Hit> {
        let mut places: Vec<(usize, usize, u32)> = Vec::new();
        for at in 0..letters.len() {
            if places.len() >= MOST_HITS {
                break;
            }
            self.parts.beginnings(&letters[at..], |length, parts| {
                places.extend(parts.into_iter().map(|part| (at, at + length, part)));
            });
        }
        let hidden = self.hidden(&places, letters.len(), names);
        // Ends of each piece in order, to meet the next piece of its pattern.
        let mut by_part: HashMap<u32, Vec<(usize, usize)>> = HashMap::new();
        for (&(start, end, part), hidden) in places.iter().zip(&hidden) {
            if !hidden {
                by_part.entry(part).or_default().push((start, end));
            }
        }
        let stops: Vec<usize> = (0..letters.len()).filter(|&at| letters[at] == STOP).collect();
        let one_sentence = |from: usize, to: usize| {
            stops.partition_point(|&stop| stop < from) == stops.partition_point(|&stop| stop < to)
        };
        let longest: Vec<usize> = covered_until(letters.len(), &places, |part| self.alone(part));
        let mut hits = Vec::new();
        for (&(start, end, part), &hidden) in places.iter().zip(&hidden) {
            for &number in &self.by_last[part as usize] {
                let pattern = &self.patterns[number as usize];
                if pattern.parts.len() == 1 {
                    let inside_longer = longest[start] > end
                        || start > 0 && longest[..start].iter().rev().take(12).any(|&until| until >= end);
                    if !inside_longer {
                        hits.push(Hit {
                            category: pattern.category,
                            weight: pattern.weight,
                            range: start..end,
                        });
                    }
                    continue;
                }
                if hidden {
                    continue;
                }
                // Back through the pieces, each the nearest one that ends before the next begins.
                let mut begin = Some(start);
                let mut apart = 0;
                for before in pattern.parts.iter().rev().skip(1) {
                    begin = begin.and_then(|begin| {
                        let list = by_part.get(before)?;
                        let place = list.partition_point(|(_, end)| *end <= begin).checked_sub(1)?;
                        let (first, last) = list[place];
                        apart += begin - last;
                        (begin - last <= LONGEST_GAP && one_sentence(first, begin)).then_some(first)
                    });
                }
                if let Some(begin) = begin {
                    // The farther apart the pieces, the less they belong together.
                    let weight = pattern.weight - FARTHER * apart.saturating_sub(2) as f64;
                    hits.push(Hit { category: pattern.category, weight, range: begin..end });
                }
            }
        }
        hits
    }

    /// For each place whether its piece is hidden from patterns.
    fn hidden(&self, places: &[(usize, usize, u32)], length: usize, names: &[Range<usize>]) -> Vec<bool> {
        let hiding = covered_until(length, places, |part| self.hiding[part as usize]);
        let inside = |start: usize, end: usize| {
            let from = start.saturating_sub(LONGEST_HIDING);
            (from..=start).any(|at| hiding[at] > end || (hiding[at] == end && at < start))
        };
        let in_name =
            |start: usize, end: usize| names.iter().any(|name| name.start <= start && end < name.end);
        places.iter().map(|&(start, end, _)| inside(start, end) || in_name(start, end)).collect()
    }

    /// Whether a piece is a word by itself.
    fn alone(&self, part: u32) -> bool {
        self.by_last[part as usize].iter().any(|&number| self.patterns[number as usize].parts.len() == 1)
    }
}

/// The words that a word with sets stands for; none when there would be too many.
fn variants(word: &str, sets: &HashMap<&str, &[String]>) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((name, behind)) = after.split_once('>') else { break };
        let members = sets.get(name).copied().unwrap_or_default();
        if all.len() * members.len() > MOST_VARIANTS {
            return Vec::new();
        }
        all = all
            .iter()
            .flat_map(|word| members.iter().map(move |member| format!("{word}{before}{member}")))
            .collect();
        rest = behind;
    }
    all.iter_mut().for_each(|word| word.push_str(rest));
    all
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
