//! Words in order, so that all of them that begin at a place of a text are found by narrowing one range.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// One word and what it stands for.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: u32,
    length: u8,
    value: u32,
}

/// Sorted words over any alphabet; several may be equal. Twelve bytes a word and the size of its letters.
#[derive(Debug)]
pub(super) struct Table<T> {
    letters: Vec<T>,
    rows: Vec<Row>,
    first: HashMap<T, Range<u32>>,
}

/// Words longer than this are not kept.
pub(super) const LONGEST_WORD: usize = 40;

impl<T: Copy + Ord + Hash> Table<T> {
    /// Sorts; words that are empty or too long are left out. O(n log n).
    pub fn build(words: impl IntoIterator<Item = (Vec<T>, u32)>) -> Self {
        let mut list: Vec<(Vec<T>, u32)> =
            words.into_iter().filter(|(word, _)| (1..=LONGEST_WORD).contains(&word.len())).collect();
        list.sort();
        list.dedup();
        let mut table =
            Self { letters: Vec::new(), rows: Vec::with_capacity(list.len()), first: HashMap::new() };
        for (word, value) in list {
            let number = table.rows.len() as u32;
            table.first.entry(word[0]).or_insert(number..number).end = number + 1;
            table.rows.push(Row { start: table.letters.len() as u32, length: word.len() as u8, value });
            table.letters.extend(word);
        }
        table.letters.shrink_to_fit();
        table
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Bytes that the table holds.
    pub fn bytes(&self) -> usize {
        self.letters.capacity() * size_of::<T>()
            + self.rows.capacity() * size_of::<Row>()
            + self.first.capacity() * size_of::<(T, Range<u32>)>()
    }

    fn letter(&self, row: usize, depth: usize) -> Option<T> {
        let row = &self.rows[row];
        (depth < usize::from(row.length)).then(|| self.letters[row.start as usize + depth])
    }

    /// Every word that `text` begins with, shortest first, with the values of its equals. A binary search for each letter.
    pub fn beginnings(&self, text: &[T], mut found: impl FnMut(usize, Vec<u32>)) {
        let Some(range) = text.first().and_then(|first| self.first.get(first)) else { return };
        let (mut low, mut high) = (range.start as usize, range.end as usize);
        for depth in 1..=text.len() {
            // Shorter words sort before longer ones that continue them.
            let whole = low + (low..high).take_while(|&row| self.letter(row, depth).is_none()).count();
            if whole > low {
                found(depth, self.rows[low..whole].iter().map(|row| row.value).collect());
            }
            let Some(next) = text.get(depth) else { return };
            low = self.bound(whole, high, |letter| letter < *next, depth);
            high = self.bound(low, high, |letter| letter <= *next, depth);
            if low == high {
                return;
            }
        }
    }

    fn bound(&self, low: usize, high: usize, before: impl Fn(T) -> bool, depth: usize) -> usize {
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = (low + high) / 2;
            if self.letter(middle, depth).is_none_or(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_begins_here_is_found_with_its_equals() {
        let words = [("明湖", 1), ("明湖路", 2), ("明湖路", 7), ("明湖中学", 3), ("湖", 4), ("", 5)];
        let table = Table::build(words.map(|(word, value)| (word.chars().collect(), value)));
        assert_eq!(table.len(), 5);
        let told = |text: &str| {
            let mut all = Vec::new();
            table.beginnings(&text.chars().collect::<Vec<char>>(), |length, values| {
                all.push((length, values))
            });
            all
        };
        assert_eq!(told("明湖路口"), [(2, vec![1]), (3, vec![2, 7])]);
        assert_eq!(told("明湖中学"), [(2, vec![1]), (4, vec![3])]);
        assert_eq!(told("湖"), [(1, vec![4])]);
        assert!(told("路").is_empty() && told("").is_empty() && told("明").is_empty());
    }
}
