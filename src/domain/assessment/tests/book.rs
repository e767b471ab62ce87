//! Which version of a formula counts for which period.

use super::formulas::shipped;
use crate::domain::assessment::*;
use jiff::civil::{Date, date};

fn edition(version: i64, from: Date, least: Option<u64>) -> FormulaEdition {
    let formula = least.map(|least| Formula { least, ..shipped("area_score") });
    FormulaEdition { slug: "area_score".into(), version, valid_from: Some(from), formula }
}

fn book(written: Vec<FormulaEdition>) -> FormulaBook {
    let list = vec![shipped("area_score"), shipped("lasting_score")];
    FormulaBook::new(&Formulas::build(list, &super::formulas::categories()).unwrap(), written)
}

#[test]
fn a_later_version_counts_for_periods_that_end_on_its_day_or_later() {
    let book = book(vec![edition(1, date(2026, 5, 1), Some(7)), edition(2, date(2026, 6, 1), Some(9))]);
    let least = |day| book.edition_on("area_score", day).and_then(|e| e.formula.as_ref()).map(|f| f.least);
    assert_eq!(least(date(2026, 4, 30)), Some(5), "the shipped one: what was published stays");
    assert_eq!((least(date(2026, 5, 1)), least(date(2026, 5, 31))), (Some(7), Some(7)));
    assert_eq!(least(date(2026, 6, 1)), Some(9));
    assert_eq!(book.newest("area_score").map(|edition| edition.version), Some(2));
}

#[test]
fn a_version_written_later_for_an_earlier_day_takes_the_place_of_one_that_was_to_come() {
    let book = book(vec![edition(1, date(2026, 7, 1), Some(7)), edition(2, date(2026, 6, 1), Some(9))]);
    let version = |day| book.edition_on("area_score", day).map(|edition| edition.version);
    assert_eq!(version(date(2026, 5, 31)), Some(0));
    assert_eq!((version(date(2026, 6, 1)), version(date(2026, 8, 1))), (Some(2), Some(2)));
}

#[test]
fn a_formula_that_was_given_up_counts_no_more_and_still_does_for_the_past() {
    let book = book(vec![edition(1, date(2026, 5, 1), None)]);
    let slugs = |day| book.on(day).map(|formula| formula.slug.clone()).collect::<Vec<_>>();
    assert_eq!(slugs(date(2026, 4, 30)), ["area_score", "lasting_score"]);
    assert_eq!(slugs(date(2026, 5, 1)), ["lasting_score"]);
    assert_eq!(book.slugs(), ["area_score", "lasting_score"]);
}
