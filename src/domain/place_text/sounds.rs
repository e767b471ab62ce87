//! How names sound, so that 玉蓝大道 is heard as 玉兰大道. Differences that many speakers do not make are not made here
//! either: zh and z, ch and c, sh and s, n and ng at the end, l and n at the beginning.

use pinyin::ToPinyin;
use std::collections::HashMap;

/// Numbers of syllables. Letters without a sound stand for themselves.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    numbers: HashMap<String, u32>,
}

/// Letters that have no syllable are numbered from here.
const LETTERS_FROM: u32 = 1 << 16;

impl Sounds {
    /// The number of a letter's sound, given to it when it is new.
    pub fn learn(&mut self, letter: char) -> u32 {
        let Some(syllable) = syllable(letter) else { return LETTERS_FROM + letter as u32 };
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry(syllable).or_insert(next)
    }

    /// The number of a letter's sound; 0 when no name has it.
    pub fn of(&self, letter: char) -> u32 {
        match syllable(letter) {
            Some(syllable) => self.numbers.get(&syllable).copied().unwrap_or(0),
            None => LETTERS_FROM + letter as u32,
        }
    }
}

fn syllable(letter: char) -> Option<String> {
    let sound = letter.to_pinyin()?.plain();
    let mut plain = match sound.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => format!("{}{}", &sound[..1], &sound[2..]),
        [b'l', ..] => format!("n{}", &sound[1..]),
        _ => sound.to_owned(),
    };
    if plain.ends_with("ng") {
        plain.pop();
    }
    Some(plain)
}

/// Whether a word that sounds like a name is near enough to it: at least half of its letters, and two, are the same, and
/// so is the last, which tells the kind.
pub(super) fn resembles(word: &[char], name: &[char]) -> bool {
    let same = word.iter().zip(name).filter(|(a, b)| a == b).count();
    word.len() == name.len()
        && same < word.len()
        && same >= 2
        && same * 2 >= word.len()
        && word.last() == name.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sound_alike_are_one_sound() {
        let mut sounds = Sounds::default();
        let name: Vec<u32> = "玉兰大道".chars().map(|letter| sounds.learn(letter)).collect();
        for word in ["玉蓝大道", "玉南大道", "玉朗大道"] {
            assert_eq!(word.chars().map(|letter| sounds.of(letter)).collect::<Vec<_>>(), name, "{word}");
        }
        assert_ne!(sounds.of('湖'), sounds.of('兰'));
        assert_eq!(sounds.of('湖'), 0);
    }

    #[test]
    fn a_word_resembles_a_name_when_most_of_it_is_written_alike() {
        let near = |word: &str, name: &str| {
            resembles(&word.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
        };
        assert!(near("玉蓝大道", "玉兰大道") && near("学俯街", "学府街"));
        assert!(!near("玉兰大道", "玉兰大道"), "written alike");
        assert!(!near("玉兰大到", "玉兰大道"), "another kind");
        assert!(!near("雪俯街", "学府街"));
    }
}
