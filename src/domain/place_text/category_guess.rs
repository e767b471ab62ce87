//! From the words of a text to the categories that it may be about.

use super::clauses::Clauses;
use super::letters::{COMMA, Letters, STOP};
use super::ticket_words::TicketWords;
use super::word_hits::{Hit, hits};
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
/// Below this a category is not told.
const FAINT: f64 = 0.1;
/// What is left of a word inside the name of a place: the 烧烤 of 好再来烧烤.
const IN_NAME: f64 = 0.15;
/// And of a pattern of which one piece is in a name.
const PARTLY_IN_NAME: f64 = 0.65;
/// What a word under a heading such as 诉求标题 gains.
const IN_TITLE: f64 = 1.5;
/// Words of one category add up with falling weight.
const FALLING: [f64; 5] = [1.0, 0.6, 0.4, 0.25, 0.15];
/// More words of a category are not told.
const MOST_WORDS: usize = 8;
/// What is left when the text says that it is not this.
const DENIED: f64 = 0.3;
/// How much the likeness of letters adds to what words tell.
const LIKENESS: f64 = 0.3;
/// What is left of a category whose words are circumstances of another, and how clearly that one must be told.
const CIRCUMSTANCE: f64 = 0.5;
const TOLD: f64 = 2.0;
/// A word worth this tells the matter, so that its clause is the first that counts.
const TELLING: f64 = 2.0;
/// Right before a word: it is not about that.
const NEGATIONS: &[&str] =
    &["不是", "并不是", "并非", "而非", "没有", "没得", "不存在", "不关", "与", "无", "暂无"];
/// Behind a word that stands after 与: 与垃圾无关.
const UNRELATED: &[&str] = &["无关", "没关系", "没有关系"];

/// What speaks for one category.
#[derive(Debug, Default)]
struct Told {
    sum: f64,
    words: Vec<String>,
    spans: Vec<Range<usize>>,
    denied: bool,
}

/// The categories that a text may be about. `names`: bytes of the text that are names of places, whose words tell nothing.
pub fn categories_in(text: &str, words: &TicketWords, names: &[Range<usize>]) -> CategoryGuess {
    let letters = Letters::of(text);
    let names: Vec<Range<usize>> = names.iter().map(|name| letters.within(name)).collect();
    let clauses = Clauses::of(&letters);
    let hits = hits(words, &letters.letters, &names);
    let telling = hits.iter().filter(|hit| hit.weight >= TELLING);
    let first = telling.map(|hit| clauses.number(hit.range().start)).min().unwrap_or(0);
    let mut found: BTreeMap<u16, Vec<Hit>> = BTreeMap::new();
    let mut denied: BTreeMap<u16, Vec<Range<usize>>> = BTreeMap::new();
    for mut hit in hits {
        let range = hit.range();
        if is_denied(&letters, &range) {
            denied.entry(hit.category).or_default().push(range);
            continue;
        }
        hit.weight *=
            in_names(&hit, &names) * clauses.weight(hit.pieces.iter().map(|piece| piece.start), first);
        if in_title(&letters, range.start) {
            hit.weight *= IN_TITLE;
        }
        found.entry(hit.category).or_default().push(hit);
    }
    let mut told: BTreeMap<u16, Told> = found
        .into_iter()
        .map(|(category, hits)| {
            let denied = denied.get(&category).map_or(&[][..], |ranges| ranges);
            (category, add_up(&letters, text, hits, denied))
        })
        .collect();
    for (category, like) in words.likeness.of(&letters.letters, &names) {
        told.entry(category).or_default().sum += LIKENESS * like;
    }
    let sums: Vec<(u16, f64)> = told.iter().map(|(&category, told)| (category, told.sum)).collect();
    for (&category, told) in &mut told {
        let own = told.sum;
        let rules = |&(other, sum): &(u16, f64)| {
            sum >= TOLD && sum >= own * CIRCUMSTANCE && words.rules_over(other, category)
        };
        if sums.iter().any(rules) {
            told.sum *= CIRCUMSTANCE;
        }
    }
    let mut ranked: Vec<(usize, CategoryCandidate)> = told
        .into_iter()
        .map(|(category, told)| (words.depth(category), candidate(words.slug(category), told)))
        .collect();
    ranked.retain(|(_, candidate)| candidate.score > FAINT);
    // Of equals the one that says more, deeper in the tree.
    ranked.sort_by(|(deep, a), (deeper, b)| {
        b.score.total_cmp(&a.score).then(deeper.cmp(deep)).then_with(|| a.slug.cmp(&b.slug))
    });
    ranked.truncate(MOST);
    let candidates: Vec<CategoryCandidate> = ranked.into_iter().map(|(_, candidate)| candidate).collect();
    let close = matches!(candidates.as_slice(), [first, second, ..] if first.score - second.score < CLOSE);
    CategoryGuess { candidates, close }
}

/// What is left of a hit whose letters are names of places.
fn in_names(hit: &Hit, names: &[Range<usize>]) -> f64 {
    let within =
        |range: &Range<usize>| names.iter().any(|name| name.start <= range.start && range.end <= name.end);
    if within(&hit.range()) {
        IN_NAME
    } else if hit.pieces.len() > 1 && hit.pieces.iter().any(within) {
        PARTLY_IN_NAME
    } else {
        1.0
    }
}

/// Adds up what speaks for a category, strongest first; the same letters do not speak twice.
fn add_up(letters: &Letters, text: &str, mut hits: Vec<Hit>, denied: &[Range<usize>]) -> Told {
    hits.sort_by(|a, b| {
        let place = |hit: &Hit| (hit.range().start, hit.range().end);
        b.weight.total_cmp(&a.weight).then_with(|| place(a).cmp(&place(b)))
    });
    let mut told = Told::default();
    let mut counted: Vec<Range<usize>> = Vec::new();
    for hit in hits {
        let source = letters.source(&hit.range());
        let word = text.get(source.clone()).unwrap_or_default().to_owned();
        // The same words twice, or words that lie mostly in what counts already, say nothing more.
        let again = counted.iter().any(|own| {
            hit.pieces.iter().any(|piece| {
                let common = own.end.min(piece.end).saturating_sub(own.start.max(piece.start));
                common > 0 && common * 2 >= own.len().min(piece.len())
            })
        });
        if told.words.contains(&word) || again {
            continue;
        }
        counted.extend(hit.pieces);
        told.sum += hit.weight * FALLING.get(told.words.len()).copied().unwrap_or(0.05);
        told.words.push(word);
        told.spans.push(source);
        if told.words.len() >= MOST_WORDS {
            break;
        }
    }
    // The 没有 of 没有路灯 denies no lamp that is out.
    let in_counted =
        |range: &Range<usize>| counted.iter().any(|own| own.start <= range.start && range.end <= own.end);
    told.denied = denied.iter().any(|range| !in_counted(range));
    if told.denied {
        told.sum *= DENIED;
    }
    told
}

fn candidate(slug: &str, told: Told) -> CategoryCandidate {
    let Told { sum, words, spans, denied } = told;
    let list = words.iter().map(|word| format!("「{word}」")).collect::<String>();
    let mut reasons = vec![if words.is_empty() {
        Reason::new("likeness", "用词与此类的说法相近", "the wording is like that of this category")
    } else {
        Reason::new(
            "words",
            format!("文中说到{list}"),
            format!(
                "the text says {}",
                words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
            ),
        )
    }];
    if denied {
        reasons.push(Reason::new(
            "words_denied",
            "文中也说不是这类问题",
            "the text also says that it is not about this",
        ));
    }
    CategoryCandidate { slug: slug.to_owned(), score: sum / (sum + 2.0), words, spans, reasons }
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
