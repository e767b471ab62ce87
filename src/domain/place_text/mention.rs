//! Where names stand in a text.

use super::alias::Grade;
use super::gazetteer::{Gazetteer, Match};
use super::letters::{Letters, ends_clause};
use std::ops::Range;

/// Further names are not looked at: a ticket names a handful.
pub const MOST_MENTIONS: usize = 64;

/// A name at its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Letters.
    pub range: Range<usize>,
    pub grade: Grade,
    /// Places in `Gazetteer::things`; several when the name does not tell which.
    pub things: Vec<u32>,
}

/// Names in the order of the text, none over another: the leftmost and longest written ones, then what sounds like a name in
/// the gaps, then roads without their word for street. Linear in letters.
pub(super) fn mentions(letters: &Letters, gazetteer: &Gazetteer) -> Vec<Mention> {
    let mut found = Vec::new();
    let whole = std::iter::once(0..letters.len());
    fill(letters, whole, &mut found, |at| gazetteer.longest(letters.rest(at), |grade| grade < Grade::Stem));
    let sounds = gazetteer.sounds_of(&letters.letters);
    let gaps = gaps(&found, letters.len());
    fill(letters, gaps, &mut found, |at| gazetteer.heard(letters.rest(at), &sounds[at..]));
    let gaps = self::gaps(&found, letters.len());
    fill(letters, gaps, &mut found, |at| gazetteer.longest(letters.rest(at), |grade| grade == Grade::Stem));
    found.truncate(MOST_MENTIONS);
    found
}

/// Finds in some ranges and sorts what was found in among the rest.
fn fill(
    letters: &Letters,
    ranges: impl IntoIterator<Item = Range<usize>>,
    found: &mut Vec<Mention>,
    find: impl Fn(usize) -> Option<Match>,
) {
    let mut count = 0;
    for range in ranges {
        let mut at = range.start;
        while at < range.end && count < MOST_MENTIONS {
            // 38号 is not the 8号 of some address, nor ab12 a code.
            let inside_number =
                at > 0 && letters.letters[at].is_ascii_digit() && letters.letters[at - 1].is_ascii_digit();
            let fits = |found: &Match| {
                at + found.length <= range.end
                    && (found.grade != Grade::Tail
                        || found.length > 2
                        || stands_alone(letters, at, found.length))
            };
            match find(at).filter(|found| !inside_number && fits(found)) {
                Some(Match { length, grade, things }) => {
                    found.push(Mention { range: at..at + length, grade, things });
                    count += 1;
                    at += length;
                }
                None => at += 1,
            }
        }
    }
    found.sort_by_key(|mention| mention.range.start);
}

/// Whether a mere kind of place is the place: 在广场上, but not 站前广场 and not 广场舞.
fn stands_alone(letters: &Letters, at: usize, length: usize) -> bool {
    const BEFORE: &str = "在到去来从的了往这那我说们";
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    let begins = before.is_none_or(|letter| ends_clause(letter) || BEFORE.contains(letter));
    begins && letters.get(at + length) != Some('舞')
}

/// What lies between the names found so far.
fn gaps(found: &[Mention], length: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(found.iter().map(|mention| mention.range.end));
    let ends = found.iter().map(|mention| mention.range.start).chain(std::iter::once(length));
    starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect()
}
