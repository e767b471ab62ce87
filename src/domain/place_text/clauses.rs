//! What the clauses of a text are about: the matter, what is asked for, or what comes of it. A word counts for as much as
//! its clause does.

use super::letters::{Letters, begins, ends_clause, place_of};

/// In a clause that asks for something, when the matter was told before.
const ASKED: f64 = 0.6;
/// Behind a word that tells what comes of the matter.
const EFFECT: f64 = 0.5;
/// What a word loses for each clause behind the first that tells something: the first complaint is the matter.
const LATER: f64 = 0.08;
/// And what is left at least.
const LATEST: f64 = 0.65;

const REQUESTS: &[&str] = &[
    "请",
    "要求",
    "希望",
    "建议",
    "望",
    "盼",
    "恳请",
    "呼吁",
    "能不能",
    "能否",
    "可否",
    "诉求",
    "麻烦",
    "烦请",
    "现要求",
    "想请",
    "强烈要求",
    "责成",
    "督促",
    "要",
];
const EFFECTS: &[&str] = &[
    "导致",
    "影响",
    "造成",
    "以致",
    "致使",
    "害得",
    "担心",
    "生怕",
    "怕",
    "隐患",
    "妨碍",
    "危及",
    "很危险",
    "小心",
    "容易",
];

/// For each letter of a text the clause that it stands in, and how much that counts.
pub(super) struct Clauses {
    number: Vec<u16>,
    weight: Vec<f32>,
}

impl Clauses {
    pub fn of(letters: &Letters) -> Self {
        let length = letters.len();
        let mut own = Self { number: vec![0; length], weight: vec![1.0; length] };
        let mut told = false;
        let mut number = 0;
        let mut start = 0;
        while start < length {
            let end = letters.clause_end(start);
            let clause = &letters.letters[start..end];
            let asks = |skip: usize| {
                REQUESTS.iter().any(|word| clause.get(skip..).is_some_and(|rest| begins(rest, word)))
            };
            let mut weight = 1.0;
            if told && (asks(0) || asks(1)) {
                weight = ASKED;
            } else if clause.len() > 3 {
                told = true;
            }
            own.number[start..end].fill(number);
            own.weight[start..end].fill(weight as f32);
            let effect = EFFECTS.iter().filter_map(|word| place_of(clause, word)).min();
            if let Some(effect) = effect {
                own.weight[start + effect..end].iter_mut().for_each(|own| *own = own.min(EFFECT as f32));
            }
            number = number.saturating_add(u16::from(clause.len() > 1));
            start = end + 1;
        }
        own
    }

    /// The number of the clause that a letter stands in.
    pub fn number(&self, at: usize) -> u16 {
        self.number.get(at).copied().unwrap_or(0)
    }

    /// How much words that begin at some letters count, when the clause `first` is the first that tells something.
    pub fn weight(&self, starts: impl Iterator<Item = usize>, first: u16) -> f64 {
        let mut least = 1.0;
        let mut earliest = u16::MAX;
        for at in starts {
            least = f64::min(least, self.weight.get(at).copied().unwrap_or(1.0).into());
            earliest = earliest.min(self.number(at));
        }
        least * (1.0 - LATER * f64::from(earliest.saturating_sub(first))).max(LATEST)
    }
}

/// How many clauses end between two places, up to that of the second.
pub(super) fn ends_between(letters: &[char], from: usize, to: usize) -> usize {
    let between = letters.get(from..to).unwrap_or_default();
    between.iter().filter(|&&letter| ends_clause(letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matter_counts_more_than_what_is_asked_and_what_comes_of_it() {
        let letters = Letters::of("路灯不亮，影响出行，请清理垃圾");
        let clauses = Clauses::of(&letters);
        let weight = |word: &str| {
            let at = place_of(&letters.letters, word).unwrap();
            clauses.weight([at].into_iter(), 0)
        };
        assert!((weight("路灯") - 1.0).abs() < 1e-6);
        assert!((weight("出行") - EFFECT * (1.0 - LATER)).abs() < 1e-6);
        assert!((weight("垃圾") - ASKED * (1.0 - 2.0 * LATER)).abs() < 1e-6);
        let asked = Letters::of("请清理垃圾");
        assert!(
            (Clauses::of(&asked).weight([3].into_iter(), 0) - 1.0).abs() < 1e-6,
            "nothing was told before"
        );
    }

    #[test]
    fn ends_of_clauses_are_counted() {
        let letters = Letters::of("甲，乙：丙").letters;
        assert_eq!(ends_between(&letters, 0, 5), 2);
        assert_eq!(ends_between(&letters, 2, 2), 0);
    }
}
