//! From the words of a text to the categories that it may be about.

use super::letters::{COMMA, Letters, STOP};
use super::ticket_words::TicketWords;
use crate::domain::text::Reason;
use std::collections::BTreeMap;
use std::ops::Range;

/// A category that a text may be about.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryCandidate {
    pub slug: String,
    /// From 0 to 1, comparable within one text only.
    pub score: f64,
    /// The words as they stand in the text, strongest first.
    pub words: Vec<String>,
    /// Bytes of the text that each of them stands on.
    pub spans: Vec<Range<usize>>,
    pub reasons: Vec<Reason>,
}

/// The categories of a text, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CategoryGuess {
    pub candidates: Vec<CategoryCandidate>,
    /// Whether the first two are so close that a person should choose.
    pub close: bool,
}

/// So many categories are told at most.
const MOST: usize = 6;
/// Scores closer than this do not decide.
const CLOSE: f64 = 0.05;
/// What is left of a word inside the name of a place: the 烧烤 of 好再来烧烤.
const IN_NAME: f64 = 0.15;
/// Words of one category add up with falling weight.
const FALLING: [f64; 5] = [1.0, 0.6, 0.4, 0.25, 0.15];
/// Right before a word: it is not about that.
const NEGATIONS: &[&str] =
    &["不是", "并不是", "并非", "而非", "没有", "没得", "不存在", "不关", "与", "无", "暂无"];
/// Behind a word that stands after 与: 与垃圾无关.
const UNRELATED: &[&str] = &["无关", "没关系", "没有关系"];

/// The categories that a text may be about. `names`: bytes of the text that are names of places, whose words tell nothing.
pub fn categories_in(text: &str, words: &TicketWords, names: &[Range<usize>]) -> CategoryGuess {
    let letters = Letters::of(text);
    let mut found: BTreeMap<u32, Vec<(f64, Range<usize>)>> = BTreeMap::new();
    let mut denied: BTreeMap<u32, Vec<Range<usize>>> = BTreeMap::new();
    let in_letters: Vec<Range<usize>> = names.iter().map(|name| letters.within(name)).collect();
    for hit in words.hits(&letters.letters, &in_letters) {
        if is_denied(&letters, &hit.range) {
            denied.entry(hit.category).or_default().push(hit.range);
            continue;
        }
        let source = letters.source(&hit.range);
        let in_name = names.iter().any(|name| name.start <= source.start && source.end <= name.end);
        let mut weight = if in_name { hit.weight * IN_NAME } else { hit.weight };
        if in_title(&letters, hit.range.start) {
            weight *= 1.5;
        }
        found.entry(hit.category).or_default().push((weight, hit.range));
    }
    let mut ranked: Vec<(usize, CategoryCandidate)> = found
        .into_iter()
        .map(|(category, hits)| {
            let denied = denied.get(&category).is_some_and(|ranges| !ranges.is_empty());
            (words.depth(category), candidate(words.slug(category), &letters, text, hits, denied))
        })
        .collect();
    ranked.retain(|(_, candidate)| candidate.score > 0.1);
    // Of equals the one that says more, deeper in the tree.
    ranked.sort_by(|(deep, a), (deeper, b)| {
        b.score.total_cmp(&a.score).then(deeper.cmp(deep)).then_with(|| a.slug.cmp(&b.slug))
    });
    ranked.truncate(MOST);
    let candidates: Vec<CategoryCandidate> = ranked.into_iter().map(|(_, candidate)| candidate).collect();
    let close = matches!(candidates.as_slice(), [first, second, ..] if first.score - second.score < CLOSE);
    CategoryGuess { candidates, close }
}

fn candidate(
    slug: &str,
    letters: &Letters,
    text: &str,
    mut hits: Vec<(f64, Range<usize>)>,
    denied: bool,
) -> CategoryCandidate {
    hits.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then_with(|| a.1.start.cmp(&b.1.start)).then(a.1.end.cmp(&b.1.end))
    });
    let mut told: Vec<String> = Vec::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut counted: Vec<Range<usize>> = Vec::new();
    let mut sum = 0.0;
    for (weight, range) in hits {
        let source = letters.source(&range);
        let word = text.get(source.clone()).unwrap_or_default().to_owned();
        // The same words twice, or words that lie mostly in what counts already, say nothing more.
        let again = counted.iter().any(|own| {
            let common = own.end.min(range.end).saturating_sub(own.start.max(range.start));
            common * 2 >= own.len().min(range.len())
        });
        if told.contains(&word) || again {
            continue;
        }
        counted.push(range.clone());
        sum += weight * FALLING.get(told.len()).copied().unwrap_or(0.05);
        told.push(word);
        spans.push(source);
        if told.len() >= 8 {
            break;
        }
    }
    if denied {
        sum *= 0.3;
    }
    let list = told.iter().map(|word| format!("「{word}」")).collect::<String>();
    let mut reasons = vec![Reason::new(
        "words",
        format!("文中说到{list}"),
        format!(
            "the text says {}",
            told.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
        ),
    )];
    if denied {
        reasons.push(Reason::new(
            "words_denied",
            "文中也说不是这类问题",
            "the text also says that it is not about this",
        ));
    }
    CategoryCandidate { slug: slug.to_owned(), score: sum / (sum + 2.0), words: told, spans, reasons }
}

fn is_denied(letters: &Letters, range: &Range<usize>) -> bool {
    let before = &letters.letters[..range.start];
    let ends = |word: &str, slack: usize| {
        let word: Vec<char> = word.chars().collect();
        (0..=slack).any(|off| before.len() >= off && before[..before.len() - off].ends_with(&word))
    };
    NEGATIONS.iter().any(|word| {
        if *word == "与" {
            let behind = letters.rest(range.end);
            return ends(word, 0) && UNRELATED.iter().any(|word| super::letters::begins(behind, word));
        }
        ends(word, usize::from(word.chars().count() > 1))
    })
}

/// Whether a letter stands under a heading such as 【诉求标题】 or 问题类型：.
fn in_title(letters: &Letters, at: usize) -> bool {
    const TITLES: &[&str] = &["标题", "问题类型", "类别", "事项类型", "诉求类型", "事由", "主题"];
    let mut back = letters.letters[..at].iter().copied().enumerate().rev().take(24);
    let Some((end, _)) = back.find(|(_, letter)| matches!(*letter, ':' | ']' | STOP)) else { return false };
    if letters.letters[end] == STOP || letters.letters[end..at].contains(&COMMA) {
        return false;
    }
    let head = &letters.letters[end.saturating_sub(8)..end];
    TITLES.iter().any(|title| super::letters::place_of(head, title).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::category::{Categories, Category, Kind};
    use crate::domain::place_text::WordEntry;
    use crate::domain::text::Words;

    fn words() -> TicketWords {
        let category = |slug: &str, name: &str, keywords: &[&str]| Category {
            slug: slug.to_owned(),
            kind: Kind::Incident,
            parent: None,
            name: Words::new(name, slug),
            remedy: None,
            codes: Vec::new(),
            keywords: keywords.iter().map(|&word| word.to_owned()).collect(),
            picture: None,
            source: None,
        };
        let tree = Categories::build(vec![
            category("rubble", "渣土", &["建筑垃圾"]),
            category("rubbish", "暴露垃圾", &["垃圾"]),
            category("lamp_out", "路灯不亮", &["路灯"]),
            category("barbecue", "露天烧烤", &["烧烤"]),
        ]);
        let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let lamp = WordEntry {
            category: Some("lamp_out".to_owned()),
            words: list(&["路灯…<坏>"]),
            ..WordEntry::default()
        };
        let set = |name: &str, words: &[&str]| WordEntry {
            set: Some(name.to_owned()),
            words: list(words),
            ..WordEntry::default()
        };
        TicketWords::build(&tree.unwrap(), &[lamp, set("坏", &["坏", "不亮"]), set("hiding", &["破坏"])])
    }

    fn first(text: &str) -> Option<String> {
        categories_in(text, &words(), &[]).candidates.first().map(|candidate| candidate.slug.clone())
    }

    #[test]
    fn the_longer_word_and_the_pattern_decide() {
        assert_eq!(first("路边一堆建筑垃圾").as_deref(), Some("rubble"));
        assert_eq!(first("巷子里垃圾没人管").as_deref(), Some("rubbish"));
        let guess = categories_in("垃圾旁边的路灯坏了", &words(), &[]);
        assert_eq!(guess.candidates[0].slug, "lamp_out");
        assert_eq!(guess.candidates[0].words, ["路灯坏"]);
        assert_eq!(first("路灯。坏"), Some("lamp_out".to_owned()), "the keyword alone");
        assert_eq!(first("今天天气好"), None);
    }

    #[test]
    fn sets_stand_for_their_words_and_hiding_words_hide() {
        assert_eq!(categories_in("路灯一直不亮", &words(), &[]).candidates[0].words, ["路灯一直不亮"]);
        assert_eq!(categories_in("路灯被破坏", &words(), &[]).candidates[0].words, ["路灯"]);
    }

    #[test]
    fn what_is_denied_and_what_is_a_name_does_not_count() {
        assert_eq!(first("不是垃圾，是路灯").as_deref(), Some("lamp_out"));
        let text = "好再来烧烤门口有垃圾";
        let guess = categories_in(text, &words(), std::slice::from_ref(&(0..15)));
        assert_eq!(guess.candidates[0].slug, "rubbish");
    }
}
