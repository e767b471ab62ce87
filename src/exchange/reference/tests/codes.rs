//! Code sets, pictures and years of the shipped files, against counts taken from the field notes by hand.

use super::shipped;
use crate::domain::category::{Confidence, Kind, crosswalk::gb2026_from_gb2013};
use jiff::civil::date;
use std::collections::BTreeSet;

fn codes(set: &str, confidence: Confidence) -> BTreeSet<String> {
    let reference = shipped();
    let all = reference.categories.iter().flat_map(|category| &category.codes);
    all.filter(|code| code.set == set && code.confidence == confidence)
        .map(|code| code.code.clone())
        .collect()
}

#[test]
fn the_2007_set_is_complete_as_far_as_it_was_read() {
    // 13 + 5 + 5 + 9 + 18 entries and 99 其他 in each of the five classes.
    let mut expected = BTreeSet::new();
    for (class, last) in [("01", 18), ("02", 5), ("03", 5), ("04", 9), ("05", 13)] {
        expected.extend((1..=last).chain([99]).map(|number| format!("{class}{number:02}")));
    }
    assert_eq!(codes("cjt2007", Confidence::Read), expected);
}

#[test]
fn the_2013_and_2026_sets_hold_what_was_read() {
    let expected: BTreeSet<String> =
        "0401 0404 0405 0406 0410 0201 0203 0206 0207 0101 0107 0110 0111 0112 0114 \
                                      0117 0128 0129 0136 0604"
            .split_whitespace()
            .map(str::to_owned)
            .collect();
    assert_eq!(codes("gb2013", Confidence::Read), expected);
    let expected: BTreeSet<String> = "06010 06011 06012 06017 06036 06042 06045 07003 09005 09006"
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    assert_eq!(codes("gb2026", Confidence::Read), expected);
}

#[test]
fn derived_codes_follow_the_class_shift_and_contradict_no_read_one() {
    let reference = shipped();
    for category in reference.categories.iter() {
        let old = category.codes.iter().find(|code| code.set == "gb2013");
        let new = category.codes.iter().find(|code| code.set == "gb2026");
        match (old.and_then(|old| gb2026_from_gb2013(&old.code)), new) {
            (Some(expected), Some(new)) => assert_eq!(new.code, expected, "{}", category.slug),
            (Some(expected), None) => panic!("{} lacks {expected}", category.slug),
            (None, Some(new)) => assert_eq!(new.confidence, Confidence::Read, "{}", category.slug),
            (None, None) => {}
        }
    }
}

#[test]
fn street_vending_and_trading_outside_the_door_are_different_codes() {
    let categories = shipped().categories;
    let slug = |code| categories.by_code(code).map(|category| category.slug.clone());
    assert_eq!(slug("gb2013:0406").as_deref(), Some("street_vending"));
    assert_eq!(slug("gb2013:0405").as_deref(), Some("shop_outside"));
    assert_eq!(
        categories.counterpart("cjt2007:0504", "gb2026").map(|code| code.code.as_str()),
        Some("09005")
    );
    assert_eq!(categories.counterpart("gb2013:0406", "cjt2007"), None);
}

#[test]
fn twelve_pictures_lead_to_incidents() {
    let categories = shipped().categories;
    let pictures = categories.pictures();
    let numbers: Vec<u8> = pictures.iter().filter_map(|category| category.picture).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<u8>>());
    assert!(pictures.iter().all(|category| category.kind == Kind::Incident));
}

#[test]
fn section_five_has_six_families_of_check_items_with_their_tasks() {
    let categories = shipped().categories;
    let families: Vec<_> = categories.roots().filter(|root| root.kind == Kind::CheckItem).collect();
    let tasks: Vec<usize> = families.iter().map(|family| categories.children(&family.slug).len()).collect();
    assert_eq!(tasks, [5, 3, 5, 2, 7, 3]);
    for category in categories.iter().filter(|category| category.parent.is_some()) {
        let line = categories.ancestors(&category.slug);
        assert!(line.iter().all(|other| other.kind == category.kind), "{} mixes kinds", category.slug);
    }
}

#[test]
fn the_years_are_arranged_as_the_notices_say() {
    let reference = shipped();
    let off = |year| reference.calendar.year(year).map(|year| (year.holidays.len(), year.make_up_days.len()));
    // 2025: 1+8+3+5+3+8 days off; 2026: 3+9+3+5+3+3+7.
    assert_eq!((off(2025), off(2026), off(2027)), (Some((28, 5)), Some((33, 6)), None));
    assert_eq!(reference.unknown_years, [2027]);
    assert!(reference.calendar.day(date(2026, 2, 14)).unwrap().is_worked());
    assert!(!reference.calendar.day(date(2026, 2, 16)).unwrap().is_worked());
    assert!(reference.calendar.day(date(2027, 1, 4)).is_err());
}
