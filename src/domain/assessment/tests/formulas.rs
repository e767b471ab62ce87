//! Formulas: what is refused, and how much a category weighs.

use crate::domain::assessment::*;
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
        category("rubbish", None),
        category("bin", Some("rubbish")),
        category("noise", None),
    ])
    .unwrap()
}

pub(super) fn shipped(slug: &str) -> Formula {
    let file = include_str!("../../../../geodata/reference/assessment.json");
    let mut file: serde_json::Value = serde_json::from_str(file).unwrap();
    let list: Vec<Formula> = serde_json::from_value(file["entries"].take()).unwrap();
    assert!(Formulas::build(list.clone(), &categories()).is_ok());
    list.into_iter().find(|formula| formula.slug == slug).unwrap()
}

fn faults(change: impl Fn(&mut Formula)) -> Vec<String> {
    let mut formula = shipped("department_score");
    change(&mut formula);
    formula.faults(&categories()).iter().map(ToString::to_string).collect()
}

#[test]
fn every_fault_says_what_to_do() {
    assert_eq!(
        faults(|formula| formula.terms[0].weight = 20),
        ["the weights of the terms make 110, not 100"]
    );
    assert_eq!(faults(|formula| formula.terms.clear()), ["no terms"]);
    assert_eq!(faults(|formula| formula.subjects.clear()).len(), 1);
    assert_eq!(faults(|formula| formula.least = 0).len(), 1);
    assert_eq!(faults(|formula| formula.terms[1].name.en.clear()).len(), 1);
    let rate = |part, whole| Value::Rate { part, whole, inverted: false };
    assert_eq!(
        faults(|formula| formula.terms[1].value = rate(Measure::Closed, Measure::Due)),
        ["term `结案率`: `closed` is no part of `due`, so the rate could exceed 100 %"]
    );
    assert_eq!(faults(|formula| formula.terms[1].value = rate(Measure::Due, Measure::DueClosed)).len(), 1);
    let bands = |ends: &[Option<u64>]| Value::Bands {
        measure: Measure::Filed,
        bands: ends.iter().map(|&up_to| Band { up_to, score: 50 }).collect(),
    };
    for wrong in [&[][..], &[Some(5)], &[Some(5), Some(5), None], &[None, None]] {
        assert_eq!(faults(|formula| formula.terms[0].value = bands(wrong)).len(), 1, "{wrong:?}");
    }
    assert_eq!(faults(|formula| formula.terms[0].value = bands(&[None])), [""; 0]);
}

#[test]
fn two_formulas_of_one_name_are_refused() {
    let list = vec![shipped("area_score"), shipped("area_score")];
    assert_eq!(Formulas::build(list, &categories()).unwrap_err(), [FormulaFault::Twice("area_score".into())]);
}

#[test]
fn a_category_weighs_what_its_nearest_ancestor_says() {
    let weight =
        |category: &str, percent| CategoryWeight { category: category.into(), percent, source: "t".into() };
    let mut formula = shipped("area_score");
    assert_eq!(formula.weight_of("bin", &categories()), 100);
    formula.categories = vec![weight("rubbish", 150)];
    assert_eq!(formula.weight_of("bin", &categories()), 150);
    assert_eq!(formula.weight_of("noise", &categories()), 100);
    formula.categories.push(weight("bin", 0));
    assert_eq!(formula.weight_of("bin", &categories()), 0);
    formula.categories.extend([weight("bin", 5), weight("nothing", 5)]);
    assert_eq!(formula.faults(&categories()).len(), 2);
}
