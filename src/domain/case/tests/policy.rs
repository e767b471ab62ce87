//! The policy of categories: inheritance and faults.

use crate::domain::account::AccountRole;
use crate::domain::case::policy::AfterPhoto;
use crate::domain::case::*;
use crate::domain::category::{Categories, Category, Kind};
use crate::domain::text::Words;

pub(super) fn categories() -> Categories {
    let category = |slug: &str, parent: Option<&str>| Category {
        slug: slug.into(),
        kind: Kind::Incident,
        parent: parent.map(str::to_owned),
        name: Words::new(slug, slug),
        remedy: None,
        codes: Vec::new(),
        keywords: Vec::new(),
        picture: None,
        source: None,
    };
    Categories::build(vec![
        category("street_order", None),
        category("shop_outside", Some("street_order")),
        category("street_vending", Some("street_order")),
        category("cleanliness", None),
        category("dirty_road", Some("cleanliness")),
    ])
    .unwrap()
}

fn entry(category: &str) -> PolicyEntry {
    PolicyEntry {
        category: category.into(),
        auto_file: None,
        after_photo: None,
        duplicate: None,
        relapse: None,
        source: None,
    }
}

fn every() -> PolicyEntry {
    PolicyEntry {
        auto_file: Some(vec![AccountRole::GridWorker]),
        after_photo: Some(AfterPhoto { required: false, why: None }),
        duplicate: Some(Nearness { metres: 50, hours: 72 }),
        relapse: Some(Nearness { metres: 30, hours: 720 }),
        ..entry("*")
    }
}

fn why() -> Words {
    Words::new("需对比", "for comparison")
}

#[test]
fn each_matter_is_taken_from_the_nearest_ancestor_that_speaks_of_it() {
    let photo = AfterPhoto { required: true, why: Some(why()) };
    let entries = vec![
        every(),
        PolicyEntry { after_photo: Some(photo), auto_file: Some(vec![]), ..entry("street_order") },
        PolicyEntry { relapse: Some(Nearness { metres: 80, hours: 10 }), ..entry("shop_outside") },
        PolicyEntry {
            after_photo: Some(AfterPhoto { required: false, why: None }),
            ..entry("street_vending")
        },
    ];
    let categories = categories();
    let policies = CasePolicies::build(entries, &categories).unwrap();
    let shop = policies.of("shop_outside", &categories);
    assert_eq!(shop.after_photo, Some(why()));
    assert_eq!(shop.handling_needs(), Needs::of(&[Need::AfterPhoto]));
    assert_eq!((shop.relapse.metres, shop.duplicate.metres), (80, 50));
    assert!(!shop.files_itself(AccountRole::GridWorker));
    let vending = policies.of("street_vending", &categories);
    assert_eq!(vending.handling_needs(), Needs::NONE, "a deeper entry lifts the photo again");
    let road = policies.of("dirty_road", &categories);
    assert!(road.files_itself(AccountRole::GridWorker) && !road.files_itself(AccountRole::PointHead));
    assert!(!road.files_itself(AccountRole::Resident));
    assert_eq!(policies.of("no_such", &categories), road, "what holds for all");
}

#[test]
fn every_fault_is_told_at_once_with_its_entry() {
    let entries = vec![
        PolicyEntry { duplicate: None, ..every() },
        entry("no_such"),
        entry("dirty_road"),
        entry("dirty_road"),
        PolicyEntry {
            auto_file: Some(vec![AccountRole::Resident]),
            after_photo: Some(AfterPhoto { required: true, why: None }),
            relapse: Some(Nearness { metres: 0, hours: 5 }),
            ..entry("cleanliness")
        },
    ];
    let faults = CasePolicies::build(entries, &categories()).unwrap_err();
    let told: Vec<_> = faults.iter().map(|fault| (fault.entry(), fault.to_string())).collect();
    let has = |entry, word: &str| told.iter().any(|(at, text)| *at == entry && text.contains(word));
    assert!(has("*", "duplicate") && has("no_such", "unknown") && has("dirty_road", "twice"), "{told:?}");
    assert!(has("cleanliness", "resident") && has("cleanliness", "reason") && has("cleanliness", "zero"));
    assert_eq!(told.len(), 6);
    assert_eq!(CasePolicies::build(vec![], &categories()).unwrap_err().len(), 4);
}
