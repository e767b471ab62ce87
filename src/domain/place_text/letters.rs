//! A pasted text in one form: widths, cases, spaces, punctuation and numerals made equal, each letter with its place in
//! what was pasted. Names and grammar are compared in this form only.

use super::numeral;
use std::ops::Range;

/// Longer texts are cut here; a ticket has some hundred characters.
pub const MOST_CHARACTERS: usize = 4_000;

/// Ends a sentence: 。！？； and the end of a line.
pub(super) const STOP: char = '。';
/// Ends a clause.
pub(super) const COMMA: char = '，';

/// The letters of a text. Numerals are digits, so that 三号院 and 3号院 are one name; spaces are left out except between
/// Latin letters and digits.
#[derive(Debug, Clone, Default)]
pub(super) struct Letters {
    pub letters: Vec<char>,
    /// Bytes of the pasted text that each letter comes from; the digits of one numeral share theirs.
    sources: Vec<(u32, u32)>,
    /// Whether each letter is a digit that was written as a Chinese numeral.
    spoken: Vec<bool>,
}

impl Letters {
    pub fn of(text: &str) -> Self {
        let mut out = Self::default();
        let source: Vec<(usize, char)> = text.char_indices().take(MOST_CHARACTERS).collect();
        let end_of = |at: usize| source[at].0 + source[at].1.len_utf8();
        let mut at = 0;
        while at < source.len() {
            let (start, letter) = source[at];
            let mut next = at + 1;
            if numeral::is_numeral(letter) {
                while next < source.len() && numeral::is_numeral(source[next].1) {
                    next += 1;
                }
                let run: Vec<char> = source[at..next].iter().map(|(_, letter)| *letter).collect();
                if let Some(digits) = numeral::digits(&run) {
                    for digit in digits.chars() {
                        out.push(digit, start, end_of(next - 1));
                    }
                    let written = out.len() - digits.len();
                    out.spoken[written..].fill(true);
                } else {
                    for (place, (start, letter)) in source.iter().enumerate().take(next).skip(at) {
                        out.push(*letter, *start, end_of(place));
                    }
                }
            } else if letter.is_whitespace() && !is_line_end(letter) {
                let latin =
                    |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
                let before = out.letters.last().copied();
                if latin(before) && latin(source.get(next).map(|(_, letter)| plain(*letter))) {
                    out.push(' ', start, end_of(at));
                }
            } else if !is_invisible(letter) {
                for folded in plain(letter).to_lowercase() {
                    out.push(folded, start, end_of(at));
                }
            }
            at = next;
        }
        out
    }

    fn push(&mut self, letter: char, start: usize, end: usize) {
        self.letters.push(letter);
        self.sources.push((start as u32, end as u32));
        self.spoken.push(false);
    }

    /// Whether a letter is a digit written in figures. 两小时 behind a phone number is no part of it.
    pub fn is_figure(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(char::is_ascii_digit) && !self.spoken[at]
    }

    pub fn len(&self) -> usize {
        self.letters.len()
    }

    pub fn get(&self, at: usize) -> Option<char> {
        self.letters.get(at).copied()
    }

    /// The letters from `at` on.
    pub fn rest(&self, at: usize) -> &[char] {
        self.letters.get(at..).unwrap_or_default()
    }

    /// Bytes of the pasted text for a range of letters.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end.min(self.len());
        match (self.sources.get(range.start), last.checked_sub(1).and_then(|last| self.sources.get(last))) {
            (Some(&(start, _)), Some(&(_, end))) if end >= start => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The letters that come from some bytes of the pasted text.
    pub fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let before = |limit: usize| self.sources.partition_point(|&(start, _)| (start as usize) < limit);
        let (start, end) = (before(bytes.start), before(bytes.end));
        start..end.max(start)
    }

    /// First letter of the sentence that holds `at`.
    pub fn sentence_start(&self, at: usize) -> usize {
        let before = &self.letters[..at.min(self.len())];
        before.iter().rposition(|&letter| letter == STOP).map_or(0, |stop| stop + 1)
    }

    /// First letter of the clause that holds `at`.
    pub fn clause_start(&self, at: usize) -> usize {
        let before = &self.letters[..at.min(self.len())];
        before.iter().rposition(|&letter| ends_clause(letter)).map_or(0, |stop| stop + 1)
    }

    /// Behind the last letter of the clause that holds `at`.
    pub fn clause_end(&self, at: usize) -> usize {
        let from = at.min(self.len());
        self.letters[from..]
            .iter()
            .position(|&letter| ends_clause(letter))
            .map_or(self.len(), |stop| from + stop)
    }
}

pub(super) fn ends_clause(letter: char) -> bool {
    matches!(letter, STOP | COMMA | '[' | ']' | ':')
}

/// A word in the form of `Letters`.
pub(super) fn folded(word: &str) -> Vec<char> {
    Letters::of(word).letters
}

/// Whether some letters begin with a word that is written in folded form.
pub(super) fn begins(letters: &[char], word: &str) -> bool {
    let mut at = 0;
    word.chars().all(|letter| {
        at += 1;
        letters.get(at - 1) == Some(&letter)
    })
}

/// Place of a word among some letters.
pub(super) fn place_of(letters: &[char], word: &str) -> Option<usize> {
    (0..letters.len()).find(|&at| begins(&letters[at..], word))
}

/// The digits at the beginning, with how many letters they take. None without any, and for more than six.
pub(super) fn number_at(letters: &[char]) -> Option<(u32, usize)> {
    let count = letters.iter().take_while(|letter| letter.is_ascii_digit()).count();
    if count == 0 || count > 6 {
        return None;
    }
    let number: String = letters[..count].iter().collect();
    number.parse().ok().map(|number| (number, count))
}

fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r')
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}')
}

fn plain(letter: char) -> char {
    match letter {
        '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' | '\r' | '…' => STOP,
        ',' | '，' => COMMA,
        '：' | ':' => ':',
        '（' => '(',
        '）' => ')',
        '【' | '［' | '〔' => '[',
        '】' | '］' | '〕' => ']',
        '—' | '－' | '–' | '～' | '~' => '-',
        '幢' => '栋',
        // Full-width forms lie at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        Letters::of(text).letters.into_iter().collect()
    }

    #[test]
    fn spellings_of_one_name_become_one() {
        for text in ["老井巷32号院", "老井巷三十二号院", "老井巷 ３２ 号院", "老井巷\u{200b}32号院"]
        {
            assert_eq!(told(text), "老井巷32号院", "{text}");
        }
        assert_eq!(told("３栋（KTV）!"), "3栋(ktv)。");
        assert_eq!(told("102.54 24.35"), "102.54 24.35");
    }

    #[test]
    fn every_letter_knows_where_it_was_pasted() {
        let text = "在 三十二 号，Ａ座";
        let letters = Letters::of(text);
        let number = place_of(&letters.letters, "32").unwrap();
        assert_eq!(&text[letters.source(&(number..number + 1))], "三十二");
        assert_eq!(&text[letters.source(&(number..number + 3))], "三十二 号");
        assert_eq!(letters.source(&(90..95)), 0..0);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(Letters::of(&"路".repeat(10_000)).len(), MOST_CHARACTERS);
    }
}
