//! Where the words of categories stand in a text.

use super::clauses::ends_between;
use super::letters::STOP;
use super::ticket_words::{PAIR, Pattern, TicketWords};
use std::ops::Range;

/// So many letters may stand where a word has `…`, and between an object and a fault.
const LONGEST_GAP: usize = 12;
/// More places of words than this are not looked at.
const MOST_PLACES: usize = 20_000;
/// Words that hold others are no longer than this.
const LONGEST_HOLDING: usize = 12;
/// What pieces lose for each letter between them beyond two.
const FARTHER: f64 = 0.08;
/// For each thing that stands between them and may be what is meant, two at most.
const BETWEEN: f64 = 0.8;
/// For each end of a clause between an object and a fault.
const CLAUSE: f64 = 0.4;
/// For an object or a fault of one letter, a word of many meanings.
const ONE_LETTER: f64 = 0.5;
/// For a fault that stands before its object.
const BEFORE: f64 = 0.2;

/// A word, or an object with its fault, found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    pub category: u16,
    pub weight: f64,
    /// Letters of each of its pieces, in the order of the text.
    pub pieces: Vec<Range<usize>>,
}

impl Hit {
    /// From its first letter to its last, with what lies between.
    pub fn range(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |first| first.start);
        start..self.pieces.iter().map(|piece| piece.end).max().unwrap_or(start)
    }
}

/// A piece at its place.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    part: u32,
    hidden: bool,
}

/// What is known of a text when its hits are put together.
struct Search<'a> {
    words: &'a TicketWords,
    letters: &'a [char],
    places: Vec<Place>,
    /// For each piece and set the row of `seen` with its places that are not hidden, one more than the row; 0 for none.
    row: Vec<u32>,
    seen: Vec<Vec<(usize, usize)>>,
    /// Things of two letters or more, none inside another.
    things: Vec<(usize, usize)>,
    /// How many sentences end before each letter.
    sentence: Vec<u32>,
}

/// Every word in the text, and every object with a fault. A word that stands inside a longer one does not count: the 垃圾 of
/// 建筑垃圾. Nor does a piece inside a name (letters), unless it ends the name and so tells its kind: the 市场 of 石桥市场.
/// Cost: a few steps for each letter, and for each piece as many as there are patterns that end with it.
pub(super) fn hits(words: &TicketWords, letters: &[char], names: &[Range<usize>]) -> Vec<Hit> {
    let mut places: Vec<Place> = Vec::new();
    for at in 0..letters.len() {
        if places.len() >= MOST_PLACES {
            break;
        }
        words.parts.beginnings(&letters[at..], |length, parts| {
            let own = |part| Place { start: at, end: at + length, part, hidden: false };
            places.extend(parts.into_iter().map(own));
        });
    }
    let length = letters.len();
    let hiding = reach(length, &places, |part| words.hiding[part as usize]);
    let alone = reach(length, &places, |part| words.alone[part as usize]);
    let is_object = |part: u32| !words.objects.of(part).is_empty();
    let objects = reach(length, &places, is_object);
    for place in &mut places {
        let in_name = names.iter().any(|name| name.start <= place.start && place.end < name.end);
        place.hidden = in_name || inside(&hiding, place, false);
    }
    let mut things: Vec<(usize, usize)> = places
        .iter()
        .filter(|place| place.end - place.start > 1 && is_object(place.part))
        .filter(|place| !inside(&objects, place, false) && !inside(&alone, place, false))
        .map(|place| (place.start, place.end))
        .collect();
    things.dedup();
    let mut sentence = Vec::with_capacity(length + 1);
    let mut stops = 0;
    for letter in letters {
        sentence.push(stops);
        stops += u32::from(*letter == STOP);
    }
    sentence.push(stops);
    let mut row = vec![0_u32; words.slots];
    let mut seen: Vec<Vec<(usize, usize)>> = Vec::new();
    for place in places.iter().filter(|place| !place.hidden) {
        for slot in slots(words, place.part) {
            let own = &mut row[slot as usize];
            if *own == 0 {
                seen.push(Vec::new());
                *own = seen.len() as u32;
            }
            seen[*own as usize - 1].push((place.start, place.end));
        }
    }
    let search = Search { words, letters, places, row, seen, things, sentence };
    let mut found = search.patterns(&alone);
    search.pairs(&alone, &objects, &mut found);
    found
}

/// The numbers under which a piece is looked for: its own and those of its sets.
fn slots(words: &TicketWords, part: u32) -> impl Iterator<Item = u32> {
    std::iter::once(part).chain(words.sets.of(part).iter().copied())
}

/// For each letter the farthest end of a piece that begins there.
fn reach(length: usize, places: &[Place], counts: impl Fn(u32) -> bool) -> Vec<usize> {
    let mut until = vec![0; length];
    for place in places.iter().filter(|place| counts(place.part)) {
        until[place.start] = until[place.start].max(place.end);
    }
    until
}

/// Whether a place lies in a longer piece; `before_end`: and not at the end of it, where the kind of a thing is told.
fn inside(until: &[usize], place: &Place, before_end: bool) -> bool {
    let from = place.start.saturating_sub(LONGEST_HOLDING);
    (from..=place.start)
        .any(|at| until[at] > place.end || (!before_end && until[at] == place.end && at < place.start))
}

impl Search<'_> {
    fn seen(&self, part: u32) -> &[(usize, usize)] {
        match self.row[part as usize] {
            0 => &[],
            row => &self.seen[row as usize - 1],
        }
    }

    fn one_sentence(&self, from: usize, to: usize) -> bool {
        self.sentence[from] == self.sentence[to]
    }

    /// The nearest place of a piece that ends before `begin`, near enough and in the same sentence.
    fn nearest_before(&self, part: u32, begin: usize) -> Option<(usize, usize)> {
        let list = self.seen(part);
        let (first, last) = *list[..list.partition_point(|(start, _)| *start < begin)]
            .iter()
            .rev()
            .find(|(_, end)| *end <= begin)?;
        (begin - last <= LONGEST_GAP && self.one_sentence(first, begin)).then_some((first, last))
    }

    fn things_between(&self, from: usize, to: usize) -> f64 {
        let first = self.things.partition_point(|(start, _)| *start < from);
        self.things[first..]
            .iter()
            .take_while(|(start, _)| *start < to)
            .filter(|(_, end)| *end <= to)
            .take(2)
            .count() as f64
    }

    fn patterns(&self, alone: &[usize]) -> Vec<Hit> {
        let mut found = Vec::new();
        for place in &self.places {
            let ending = slots(self.words, place.part).flat_map(|slot| self.words.by_last.of(slot));
            for pattern in ending {
                let pieces = self.words.pieces(pattern);
                if pieces.len() == 1 {
                    if !inside(alone, place, false) {
                        let weight = f64::from(pattern.weight);
                        found.push(Hit {
                            category: pattern.category,
                            weight,
                            pieces: vec![place.start..place.end],
                        });
                    }
                } else if !place.hidden {
                    found.extend(self.pattern(pattern, pieces, place));
                }
            }
        }
        found
    }

    /// Back through the pieces of a pattern, each the nearest one that ends before the next begins.
    fn pattern(&self, pattern: &Pattern, pieces: &[u32], last: &Place) -> Option<Hit> {
        let mut stand = vec![last.start..last.end];
        let mut begin = last.start;
        let mut apart = 0;
        let mut between = 0.0;
        for piece in pieces.iter().rev().skip(1) {
            let (first, end) = self.nearest_before(*piece, begin)?;
            apart += begin - end;
            between += self.things_between(end, begin);
            begin = first;
            stand.push(first..end);
        }
        stand.reverse();
        // The farther apart the pieces, the less they belong together.
        let weight = f64::from(pattern.weight) - FARTHER * apart.saturating_sub(2) as f64 - BETWEEN * between;
        (weight > 0.0).then_some(Hit { category: pattern.category, weight, pieces: stand })
    }

    /// Objects by themselves and with each fault near them.
    fn pairs(&self, alone: &[usize], objects: &[usize], found: &mut Vec<Hit>) {
        let clear =
            |place: &&Place| !place.hidden && !inside(alone, place, true) && !inside(objects, place, true);
        // Faults in the order of their first letters: category, letters, loss.
        let mut faults: Vec<(usize, usize, u16, f32)> = Vec::new();
        for place in self.places.iter().filter(clear) {
            for fault in self.words.faults.of(place.part) {
                let start = match fault.before {
                    None => Some(place.start),
                    Some(before) => self.nearest_before(before, place.start).map(|(first, _)| first),
                };
                faults.extend(start.map(|start| (start, place.end, fault.category, fault.loss)));
            }
        }
        faults.sort_by_key(|fault| (fault.0, fault.1, fault.2));
        for place in self.places.iter().filter(clear) {
            let near = place.start.saturating_sub(2 * LONGEST_GAP);
            let first = faults.partition_point(|fault| fault.0 < near);
            let last = faults.partition_point(|fault| fault.0 <= place.end + LONGEST_GAP);
            for object in self.words.objects.of(place.part) {
                let own = place.start..place.end;
                found.push(Hit {
                    category: object.category,
                    weight: object.weight.into(),
                    pieces: vec![own.clone()],
                });
                for &(start, end, _, loss) in
                    faults[first..last].iter().filter(|fault| fault.2 == object.category)
                {
                    if let Some(weight) = self.pair(&own, &(start..end)) {
                        let weight = weight - f64::from(object.loss) - f64::from(loss);
                        let mut pieces = vec![own.clone(), start..end];
                        pieces.sort_by_key(|piece| piece.start);
                        found.push(Hit { category: object.category, weight, pieces });
                    }
                }
            }
        }
    }

    /// What an object and a fault are worth together; None when they have nothing to do with each other.
    fn pair(&self, object: &Range<usize>, fault: &Range<usize>) -> Option<f64> {
        let (from, to) = if fault.start >= object.end {
            (object.end, fault.start)
        } else if fault.end <= object.start {
            (fault.end, object.start)
        } else {
            return None;
        };
        if to - from > LONGEST_GAP || !self.one_sentence(object.start.min(fault.start), to) {
            return None;
        }
        let letters = [object, fault].iter().filter(|range| range.len() == 1).count() as f64;
        let weight = PAIR
            - FARTHER * (to - from).saturating_sub(2) as f64
            - CLAUSE * ends_between(self.letters, from, to) as f64
            - BETWEEN * self.things_between(from, to)
            - ONE_LETTER * letters
            - if fault.start < object.start { BEFORE } else { 0.0 };
        (weight > 0.5).then_some(weight)
    }
}
