//! The tree and its faults on small lists.

use super::*;
use crate::domain::text::Words;

fn category(slug: &str, parent: Option<&str>) -> Category {
    Category {
        slug: slug.to_owned(),
        kind: Kind::Incident,
        parent: parent.map(str::to_owned),
        name: Words::new(slug, slug),
        remedy: None,
        codes: Vec::new(),
        keywords: Vec::new(),
        picture: None,
        source: None,
    }
}

fn code(set: &str, number: &str) -> Code {
    Code {
        set: set.to_owned(),
        code: number.to_owned(),
        name: String::new(),
        source: String::new(),
        confidence: Confidence::Read,
    }
}

#[test]
fn ancestors_run_from_the_category_to_its_root() {
    let list =
        vec![category("leaf", Some("branch")), category("branch", Some("root")), category("root", None)];
    let tree = Categories::build(list).unwrap();
    let line: Vec<_> = tree.ancestors("leaf").iter().map(|c| c.slug.as_str()).collect();
    assert_eq!(line, ["leaf", "branch", "root"]);
    assert_eq!((tree.depth("leaf"), tree.depth("root"), tree.depth("elsewhere")), (3, 1, 0));
    let below: Vec<_> = tree.descendants("root").iter().map(|c| c.slug.as_str()).collect();
    assert_eq!(below, ["root", "branch", "leaf"]);
    assert!(tree.ancestors("elsewhere").is_empty());
}

#[test]
fn every_fault_is_told_at_once() {
    let mut first = category("a", None);
    first.picture = Some(13);
    first.codes = vec![code("gb1999", "01")];
    let list = vec![first, category("a", None), category("b", Some("nowhere"))];
    let faults = Categories::build(list).unwrap_err();
    let entries: Vec<_> = faults.iter().map(|fault| fault.entry().to_owned()).collect();
    assert_eq!(entries, ["a", "b", "a", "a"]);
}

#[test]
fn a_cycle_is_found_also_from_outside_it() {
    let list = vec![category("tail", Some("x")), category("x", Some("y")), category("y", Some("x"))];
    let faults = Categories::build(list).unwrap_err();
    assert!(faults.contains(&CategoryFault::Cycle("x".to_owned())));
    assert!(faults.contains(&CategoryFault::Cycle("y".to_owned())));
}

#[test]
fn two_categories_never_share_a_code_or_a_picture() {
    let (mut a, mut b) = (category("a", None), category("b", None));
    a.codes = vec![code("gb2013", "0406")];
    b.codes = vec![code("gb2013", "0406")];
    a.picture = Some(1);
    b.picture = Some(1);
    let faults = Categories::build(vec![a, b]).unwrap_err();
    assert!(matches!(
        faults[..],
        [CategoryFault::PictureTaken { picture: 1, .. }, CategoryFault::CodeTaken { .. }]
    ));
}

#[test]
fn codes_meet_through_the_category() {
    let mut a = category("a", None);
    a.codes = vec![code("cjt2007", "0504"), code("gb2026", "09005")];
    let tree = Categories::build(vec![a]).unwrap();
    assert_eq!(tree.counterpart("cjt2007:0504", "gb2026").map(|c| c.code.as_str()), Some("09005"));
    assert_eq!(tree.counterpart("cjt2007:0504", "gb2013"), None);
    assert_eq!(tree.counterpart("cjt2007:9999", "gb2026"), None);
}

#[test]
fn the_class_shift_derives_only_what_is_mechanical() {
    use super::crosswalk::gb2026_from_gb2013 as derive;
    assert_eq!(derive("0406").as_deref(), Some("09006"));
    assert_eq!(derive("0110").as_deref(), Some("06010"));
    for code in ["0604", "0301", "0501", "04", "040x", "04060", "", "零一"] {
        assert_eq!(derive(code), None, "{code}");
    }
}
