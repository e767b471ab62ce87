//! Scores, each worked out by hand.

use super::formulas::{categories, shipped};
use crate::domain::assessment::*;
use crate::domain::instant::Instant;

const PERIOD: Period = Period { from: Instant(1000), until: Instant(2000) };

/// So many cases due in the period: closed in time, closed late, closed in time after rework, open.
fn cases(on_time: usize, late: usize, reworked: usize, open: usize) -> Vec<CaseRecord<'static>> {
    let case = |handled: Option<i64>, reworks| CaseRecord {
        category: "bin",
        found: Found::Staff,
        point: Some("P1"),
        zone: None,
        unit: None,
        department: Some("chengguan"),
        recorded_at: Instant(1100),
        due_at: Some(Instant(1500)),
        course: Course {
            filed_at: Some(Instant(1100)),
            handled_at: handled.map(Instant),
            closed_at: handled.map(|at| Instant(at + 10)),
            reworks,
            ..Course::default()
        },
        relapsed: false,
        handling: None,
    };
    let many = |count, handled, reworks| std::iter::repeat_n(case(handled, reworks), count);
    many(on_time, Some(1400), 0)
        .chain(many(late, Some(1600), 0))
        .chain(many(reworked, Some(1450), 1))
        .chain(many(open, None, 0))
        .collect()
}

fn measures(records: Vec<CaseRecord<'static>>, formula: &Formula) -> Measures {
    let weight = |category: &str| formula.weight_of(category, &categories());
    measure(records, SubjectKind::Point, PERIOD, weight).subjects.remove("P1").unwrap_or_default()
}

fn worked(slug: &str, records: Vec<CaseRecord<'static>>) -> Score {
    let formula = shipped(slug);
    score(&formula, &measures(records, &formula))
}

#[test]
fn a_department_worked_by_hand() {
    // 60 filed: 90 × 10 % = 9. Closed 54 of 60: 90 × 30 % = 27. In time 48 of 60: 80 × 30 % = 24.
    // Sent back 3 of 60: 95 × 30 % = 28.5. Together 88.5.
    let score = worked("department_score", cases(45, 6, 3, 6));
    assert_eq!(score.points, Some(Points(8850)));
    assert_eq!(score.arithmetic.zh, "9.00 + 27.00 + 24.00 + 28.50 = 88.50");
    let lines: Vec<&str> = score.terms.iter().map(|term| term.words.zh.as_str()).collect();
    assert_eq!(
        lines,
        [
            "立案数：60 → 90.00 × 10% = 9.00",
            "结案率：100 × 54 ÷ 60 = 90.00 × 30% = 27.00",
            "按期处置率：100 × 48 ÷ 60 = 80.00 × 30% = 24.00",
            "一次办结（1−返工率）：100 − 100 × 3 ÷ 60 = 95.00 × 30% = 28.50",
        ]
    );
    assert_eq!(score.terms[3].words.en, "not sent back: 100 − 100 × 3 ÷ 60 = 95.00 × 30% = 28.50");
    assert!(score.reasons.is_empty());
}

#[test]
fn a_place_worked_by_hand_and_closing_more_never_scores_less() {
    // None by the public: 0. 7 filed: 40 × 20 % = 8. Closed 6 of 7: 85.71 × 30 % = 25.71. In time 5 of 7:
    // 71.43 × 40 % = 28.57. Together 62.28.
    let score = worked("area_score", cases(5, 1, 0, 1));
    assert_eq!(score.points, Some(Points(6228)));
    assert_eq!(score.arithmetic.en, "0.00 + 8.00 + 25.71 + 28.57 = 62.28");
    // The platform that the formula was read from had its closing rate upside down.
    let better = worked("area_score", cases(6, 1, 0, 0));
    assert!(better.points > score.points);
}

#[test]
fn bands_end_where_they_say() {
    let formula = shipped("department_score");
    let of = |filed| score(&formula, &measures(cases(filed, 0, 0, 0), &formula)).terms[0].value;
    for (filed, value) in
        [(50, 100), (51, 90), (100, 90), (101, 75), (200, 75), (201, 60), (1000, 40), (1001, 0)]
    {
        assert_eq!(of(filed), Some(Points(value * 100)), "{filed}");
    }
}

#[test]
fn too_few_cases_give_no_score_and_say_so() {
    let score = worked("department_score", cases(9, 0, 0, 0));
    assert_eq!(score.points, None);
    assert_eq!(score.terms[0].value, Some(Points(10_000)), "what is known is shown");
    assert_eq!(score.terms[1].points, None);
    assert_eq!(score.reasons.len(), 1, "said once, though three terms need it");
    assert_eq!(score.reasons[0].words.zh, "应结案仅 9 件，不足 10 件，不评分");
    assert_eq!(score.arithmetic.zh, "不评分");
    let none = worked("department_score", Vec::new());
    assert_eq!((none.points, none.reasons[0].code.as_str()), (None, "too_few"), "nothing is not perfect");
}

#[test]
fn an_unknown_number_is_not_zero() {
    let mut formula = shipped("department_score");
    formula.terms[0].value =
        Value::Rate { part: Measure::PostsVacant, whole: Measure::Posts, inverted: true };
    let counts = measures(cases(20, 0, 0, 0), &formula);
    let without = score(&formula, &counts);
    assert_eq!((without.points, without.reasons[0].code.as_str()), (None, "unknown"));
    let with = score(&formula, &counts.with_posts(10, 1));
    assert_eq!(with.terms[0].points, Some(Points(900)));
    assert_eq!(with.points, Some(Points(9900)));
}

#[test]
fn weights_of_categories_move_rates_but_not_the_guard() {
    let mut formula = shipped("department_score");
    formula.categories = vec![CategoryWeight { category: "bin".into(), percent: 200, source: "t".into() }];
    let mut records = cases(5, 0, 0, 5);
    for record in &mut records[5..] {
        record.category = "noise";
    }
    // In weights: closed 10 of 15, though five of ten cases.
    let score = score(&formula, &measures(records, &formula));
    assert_eq!(score.terms[1].value, Some(Points(6667)));
    assert_eq!(score.terms[1].words.en, "closing rate: 100 × 10.00 ÷ 15.00 = 66.67 × 30% = 20.00");
    assert_eq!(score.terms[1].whole.map(|whole| whole.cases), Some(10));
}

#[test]
fn equal_scores_share_a_place_and_no_score_has_none() {
    let subject = |code: &str| Subject { kind: SubjectKind::Zone, code: code.into() };
    let of = |cases| worked("department_score", cases);
    let table = rank(vec![
        (subject("Z4"), of(cases(3, 0, 0, 0))),
        (subject("Z3"), of(cases(10, 0, 0, 10))),
        (subject("Z2"), of(cases(20, 0, 0, 0))),
        (subject("Z1"), of(cases(20, 0, 0, 0))),
    ]);
    let told: Vec<_> = table.iter().map(|line| (line.subject.code.as_str(), line.place)).collect();
    assert_eq!(told, [("Z1", Some(1)), ("Z2", Some(1)), ("Z3", Some(3)), ("Z4", None)]);
}
