//! The words by which texts speak of categories, made ready to be searched for together.

use super::letters::folded;
use super::likeness::{Gathered, Likeness};
use super::lists::Lists;
use super::table::Table;
use super::word_entry::{HIDING, Sets, WordEntry, variants};
use crate::domain::category::{Categories, Kind};
use std::collections::{BTreeMap, HashMap};

/// What pieces with `…` between them are worth; what a word is; what a likely, a weak word and a category's name are.
const PATTERN: f64 = 3.0;
const WORD: f64 = 2.0;
const LIKELY: f64 = 1.5;
const WEAK: f64 = 0.7;
const NAME: f64 = 3.0;
/// What a word gains for each letter more than three, up to five, and loses for each less.
const LETTER: f64 = 0.3;
/// An object and a fault together.
pub(super) const PAIR: f64 = 3.0;
/// An object by itself, of one letter or of more.
const OBJECT: [f64; 2] = [0.2, 0.7];
/// What objects and faults lose each time twice as many categories have them.
const SHARED_OBJECT: f64 = 0.15;
const SHARED_FAULT: f64 = 0.1;
/// Sets are numbered from here until the pieces are counted.
const FIRST_ANY: u32 = 1 << 30;

/// One word or pattern of a category.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub category: u16,
    /// Place of its pieces and sets in `TicketWords::pieces`, one for a word.
    from: u32,
    length: u8,
    pub weight: f32,
}

/// A category that a piece is an object of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object {
    pub category: u16,
    /// By itself.
    pub weight: f32,
    /// What it takes from a pair.
    pub loss: f32,
}

/// A category that a piece is the end of a fault of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub category: u16,
    /// The piece that stands before it, in a fault of two pieces.
    pub before: Option<u32>,
    pub loss: f32,
}

/// All words of all categories. Built once for the reference files; less than a megabyte.
#[derive(Debug)]
pub struct TicketWords {
    slugs: Vec<String>,
    /// How deep each category lies in the tree.
    depths: Vec<usize>,
    /// For each category those whose words are circumstances when it is told.
    over: Lists<u16>,
    /// Every piece of a word, with its number.
    pub(super) parts: Table<char>,
    pieces: Vec<u32>,
    /// Patterns by the number of their last piece or set.
    pub(super) by_last: Lists<Pattern>,
    /// For each piece the numbers of the sets that it is in.
    pub(super) sets: Lists<u32>,
    /// How many pieces and sets there are.
    pub(super) slots: usize,
    pub(super) objects: Lists<Object>,
    /// Faults by the number of their last piece.
    pub(super) faults: Lists<Fault>,
    /// For each piece whether it hides shorter ones inside it, and whether it is a word by itself.
    pub(super) hiding: Vec<bool>,
    pub(super) alone: Vec<bool>,
    pub(super) likeness: Likeness,
}

/// Numbers pieces in the order in which they come.
#[derive(Default)]
struct Numbers(HashMap<Vec<char>, u32>);

impl Numbers {
    fn of(&mut self, piece: Vec<char>) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(piece).or_insert(next)
    }
}

/// What stands between two `…` of a word: a piece, or any word of a set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Piece(Vec<char>),
    /// Place of the set among those that are used so.
    Any(u32),
}

/// The sets that stand by themselves between `…`, in the order in which they come.
#[derive(Default)]
struct Anys<'a>(Vec<&'a str>);

impl<'a> Anys<'a> {
    fn of(&mut self, set: &'a str) -> u32 {
        let place = self.0.iter().position(|own| *own == set).unwrap_or_else(|| {
            self.0.push(set);
            self.0.len() - 1
        });
        place as u32
    }
}

/// Every form of a word. A set by itself between `…` stays a set, any other is written out.
fn forms<'a>(word: &'a str, sets: &Sets, anys: &mut Anys<'a>) -> Vec<Vec<Slot>> {
    let parts: Vec<&str> = word.split('…').filter(|part| !part.is_empty()).collect();
    let mut all: Vec<Vec<Slot>> = vec![Vec::new()];
    for part in &parts {
        let set = part.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let slots: Vec<Slot> = match set.filter(|set| parts.len() > 1 && sets.contains_key(set)) {
            Some(set) => vec![Slot::Any(anys.of(set))],
            None => variants(part, sets).iter().map(|form| Slot::Piece(folded(form))).collect(),
        };
        all = all
            .into_iter()
            .flat_map(|form| {
                slots.iter().map(move |slot| [form.as_slice(), std::slice::from_ref(slot)].concat())
            })
            .collect();
    }
    all.retain(|form| !form.is_empty() && !form.contains(&Slot::Piece(Vec::new())));
    all
}

fn pieces_of(word: &str) -> Vec<Vec<char>> {
    word.split('…').map(folded).filter(|piece| !piece.is_empty()).collect()
}

/// What one form of a word is worth: a pattern more than a word, a long word more than a short one.
fn worth(form: &[Slot], weight: f64) -> f64 {
    match form {
        [_, _, ..] if weight >= WORD => PATTERN,
        [Slot::Piece(only)] if weight == WORD => WORD + LETTER * (only.len().min(5) as f64 - 3.0),
        _ => weight,
    }
}

impl TicketWords {
    /// From the categories' own keywords and names and from the further words. Only categories of incidents take part; entries
    /// for others are passed over.
    pub fn build(categories: &Categories, further: &[WordEntry]) -> Self {
        let incidents: Vec<_> =
            categories.iter().filter(|category| category.kind == Kind::Incident).collect();
        let slugs: Vec<String> = incidents.iter().map(|category| category.slug.clone()).collect();
        let number = |slug: &str| slugs.iter().position(|own| own == slug).map(|number| number as u16);
        let mut words: BTreeMap<(u16, Vec<Slot>), f64> = BTreeMap::new();
        let mut add = |category: u16, form: Vec<Slot>, weight: f64| {
            let weight = worth(&form, weight);
            let own = words.entry((category, form)).or_insert(0.0);
            *own = own.max(weight);
        };
        let plain = |word: &str| vec![Slot::Piece(folded(word))];
        let mut bearers: HashMap<&str, usize> = HashMap::new();
        for word in incidents.iter().flat_map(|category| &category.keywords) {
            *bearers.entry(word).or_insert(0) += 1;
        }
        for (number, category) in incidents.iter().enumerate() {
            // A heading is not what anybody reports.
            let heading = !categories.children(&category.slug).is_empty();
            for word in &category.keywords {
                let shared = bearers.get(word.as_str()).copied().unwrap_or(1) as f64;
                // One letter is a word of many meanings.
                let weight = if heading || word.chars().count() == 1 { 0.4 } else { 1.0 };
                add(number as u16, plain(word), weight / shared);
            }
            let name = category.name.zh.split('(').next().unwrap_or_default();
            if !heading && name.chars().count() >= 4 {
                add(number as u16, plain(name), NAME);
            }
        }
        let sets: Sets = further
            .iter()
            .filter_map(|entry| Some((entry.set.as_deref()?, entry.words.as_slice())))
            .collect();
        let mut anys = Anys::default();
        let mut gathered = Gathered::default();
        let mut things: BTreeMap<Vec<char>, Vec<u16>> = BTreeMap::new();
        let mut faults: BTreeMap<Vec<Vec<char>>, Vec<u16>> = BTreeMap::new();
        let mut over: Vec<(u32, u16)> = Vec::new();
        for entry in further {
            let Some(own) = entry.category.as_deref().and_then(number) else { continue };
            over.extend(entry.over.iter().filter_map(|slug| Some((u32::from(own), number(slug)?))));
            for (list, weight) in [(&entry.words, WORD), (&entry.likely, LIKELY), (&entry.weak, WEAK)] {
                for form in list.iter().flat_map(|word| forms(word, &sets, &mut anys)) {
                    add(own, form, weight);
                }
            }
            for word in entry.objects.iter().flat_map(|word| variants(word, &sets)) {
                things.entry(folded(&word)).or_default().push(own);
            }
            for word in entry.faults.iter().flat_map(|word| variants(word, &sets)) {
                faults.entry(pieces_of(&word)).or_default().push(own);
            }
            for (list, share) in
                [(&entry.words, 1.0), (&entry.likely, 1.0), (&entry.objects, 1.0), (&entry.faults, 0.5)]
            {
                for word in list {
                    // What the word itself says; the words of its sets are shared by many.
                    let letters: Vec<Vec<char>> = word
                        .split(['…', '<', '>'])
                        .filter(|part| !part.is_empty() && !sets.contains_key(part))
                        .map(folded)
                        .collect();
                    gathered.add(own, letters.iter().map(Vec::as_slice), share);
                }
            }
        }
        let mut numbers = Numbers::default();
        let (mut pieces, mut patterns) = (Vec::new(), Vec::new());
        for ((category, word), weight) in words {
            let from = pieces.len() as u32;
            pieces.extend(word.into_iter().map(|slot| match slot {
                Slot::Piece(piece) => numbers.of(piece),
                Slot::Any(set) => FIRST_ANY + set,
            }));
            let length = (pieces.len() - from as usize) as u8;
            let last = pieces.last().copied().unwrap_or_default();
            patterns.push((last, Pattern { category, from, length, weight: weight as f32 }));
        }
        let mut objects: Vec<(u32, Object)> = Vec::new();
        for (piece, mut own) in things {
            own.dedup();
            let doubled = (own.len() as f64).log2();
            let alone = OBJECT[usize::from(piece.len() > 1)] / own.len() as f64;
            let number = numbers.of(piece);
            let loss = (SHARED_OBJECT * doubled) as f32;
            objects.extend(
                own.into_iter().map(|category| (number, Object { category, weight: alone as f32, loss })),
            );
        }
        let mut ends: Vec<(u32, Fault)> = Vec::new();
        for (word, mut own) in faults {
            own.dedup();
            let loss = (SHARED_FAULT * (own.len() as f64).log2()) as f32;
            let mut word: Vec<u32> = word.into_iter().map(|piece| numbers.of(piece)).collect();
            let Some(last) = word.pop() else { continue };
            let before = word.pop();
            ends.extend(own.into_iter().map(|category| (last, Fault { category, before, loss })));
        }
        let hidden_in: Vec<u32> = sets
            .get(HIDING)
            .map_or(&[][..], |words| words)
            .iter()
            .map(|word| numbers.of(folded(word)))
            .collect();
        let mut members: Vec<(u32, u32)> = Vec::new();
        for (set, name) in anys.0.iter().enumerate() {
            for word in sets.get(name).copied().unwrap_or_default() {
                members.push((numbers.of(folded(word)), set as u32));
            }
        }
        let count = numbers.0.len();
        // The sets are numbered behind the pieces, whose count is known only now.
        let placed = |slot: u32| slot.checked_sub(FIRST_ANY).map_or(slot, |set| count as u32 + set);
        pieces.iter_mut().for_each(|slot| *slot = placed(*slot));
        patterns.iter_mut().for_each(|(last, _)| *last = placed(*last));
        let members = members.into_iter().map(|(piece, set)| (piece, count as u32 + set)).collect();
        let (mut hiding, mut alone) = (vec![false; count], vec![false; count]);
        hidden_in.into_iter().for_each(|number| hiding[number as usize] = true);
        patterns.iter().filter(|(_, own)| own.length == 1).for_each(|(last, _)| alone[*last as usize] = true);
        let slots = count + anys.0.len();
        Self {
            depths: slugs.iter().map(|slug| categories.depth(slug)).collect(),
            over: Lists::build(slugs.len(), over),
            parts: Table::build(numbers.0),
            pieces,
            by_last: Lists::build(slots, patterns),
            sets: Lists::build(count, members),
            slots,
            objects: Lists::build(count, objects),
            faults: Lists::build(count, ends),
            hiding,
            alone,
            likeness: gathered.votes(),
            slugs,
        }
    }

    /// How many words and patterns there are.
    pub fn len(&self) -> usize {
        self.by_last.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that the words take, without the names of categories.
    pub fn bytes(&self) -> usize {
        self.parts.bytes()
            + self.pieces.capacity() * size_of::<u32>()
            + self.by_last.bytes()
            + self.sets.bytes()
            + self.objects.bytes()
            + self.faults.bytes()
            + self.hiding.capacity()
            + self.alone.capacity()
            + self.likeness.bytes()
    }

    /// The pieces of a pattern, in order.
    pub(super) fn pieces(&self, pattern: &Pattern) -> &[u32] {
        let from = pattern.from as usize;
        self.pieces.get(from..from + usize::from(pattern.length)).unwrap_or_default()
    }

    pub(super) fn depth(&self, category: u16) -> usize {
        self.depths[usize::from(category)]
    }

    pub(super) fn slug(&self, category: u16) -> &str {
        &self.slugs[usize::from(category)]
    }

    /// Whether the words of `other` are circumstances when `category` is told.
    pub(super) fn rules_over(&self, category: u16, other: u16) -> bool {
        self.over.of(u32::from(category)).contains(&other)
    }
}
