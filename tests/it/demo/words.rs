//! The vocabulary of the reader of texts: that no category of incidents is left without the words that people have for it.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use wangge::app::rulebook;
use wangge::domain::category::Kind;
use wangge::domain::place_text::WordEntry;

#[derive(Deserialize)]
struct File {
    entries: Vec<WordEntry>,
}

fn entries() -> Vec<WordEntry> {
    let text = include_str!("../../../geodata/reference/ticket_words.json");
    serde_json::from_str::<File>(text).expect("the file can be read").entries
}

#[test]
fn every_category_has_objects_faults_and_expressions() {
    let rulebook = rulebook::built_in().expect("the reference files are sound");
    let entries = entries();
    let by_category: HashMap<&str, &WordEntry> =
        entries.iter().filter_map(|entry| Some((entry.category.as_deref()?, entry))).collect();
    for category in rulebook.categories.iter().filter(|category| category.kind == Kind::Incident) {
        let heading = !rulebook.categories.children(&category.slug).is_empty();
        // Nobody has words for what is left over.
        if heading || category.slug == "other" || category.slug.ends_with("_other") {
            continue;
        }
        let entry = by_category.get(category.slug.as_str()).unwrap_or_else(|| panic!("{}", category.slug));
        assert!(!entry.objects.is_empty(), "{} has no objects", category.slug);
        assert!(!entry.faults.is_empty(), "{} has no faults", category.slug);
        assert!(entry.words.len() >= 8, "{} has {} expressions", category.slug, entry.words.len());
    }
}

#[test]
fn no_expression_decides_for_two_categories() {
    let entries = entries();
    let mut bearers: BTreeMap<&str, Vec<&WordEntry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.category.is_some()) {
        for word in &entry.words {
            bearers.entry(word).or_default().push(entry);
        }
    }
    for (word, bearers) in bearers {
        let slugs: Vec<&str> = bearers.iter().filter_map(|entry| entry.category.as_deref()).collect();
        // Unless the file declares which of the two rules over the other.
        let declared = |a: &WordEntry, b: &str| a.over.iter().any(|over| over == b);
        let ordered = slugs.len() == 2 && (declared(bearers[0], slugs[1]) || declared(bearers[1], slugs[0]));
        assert!(slugs.len() == 1 || ordered, "`{word}` stands for {slugs:?}");
    }
}

#[test]
fn no_word_is_listed_twice_in_its_list() {
    for entry in entries() {
        let own = entry.category.as_deref().or(entry.set.as_deref()).unwrap_or_default().to_owned();
        for list in [&entry.objects, &entry.faults, &entry.words, &entry.likely, &entry.weak, &entry.over] {
            let mut sorted: Vec<&String> = list.iter().collect();
            sorted.sort();
            let twice = sorted.windows(2).find(|pair| pair[0] == pair[1]);
            assert!(twice.is_none(), "{own}: {twice:?}");
        }
    }
}
