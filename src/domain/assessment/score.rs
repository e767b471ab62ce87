//! Scores with their arithmetic, so that anybody can do the sum again with a pocket calculator.

use super::formula::{Formula, Term, Value};
use super::measure::Measure;
use super::tally::{Count, Measures};
use crate::domain::glossary::label_in;
use crate::domain::text::{Reason, Words};
use serde::{Serialize, Serializer};
use std::fmt;

/// Hundredths of a point. Every step of a sum is rounded half up to them, so that what is shown adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Points(pub i64);

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) =
            if self.0 < 0 { ("-", self.0.unsigned_abs()) } else { ("", self.0.unsigned_abs()) };
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

/// As a number with two decimals.
impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

/// A subject's score by one formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Slug of the formula.
    pub formula: String,
    /// Out of 100; none when a term is not known, which is not the same as zero.
    pub points: Option<Points>,
    pub terms: Vec<TermScore>,
    /// Why there is no score.
    pub reasons: Vec<Reason>,
    /// The sum in one line.
    pub arithmetic: Words,
}

/// What one term gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermScore {
    pub name: Words,
    pub weight: u32,
    /// The number itself, or the part of a rate.
    pub part: Option<Count>,
    pub whole: Option<Count>,
    /// From 0 to 100.
    pub value: Option<Points>,
    /// Value times weight.
    pub points: Option<Points>,
    /// The term's arithmetic.
    pub words: Words,
}

/// Works a formula out.
pub fn score(formula: &Formula, measures: &Measures) -> Score {
    let mut reasons = Vec::new();
    let terms: Vec<TermScore> =
        formula.terms.iter().map(|term| worth(term, formula.least, measures, &mut reasons)).collect();
    let total: Option<i64> = terms.iter().map(|term| term.points.map(|points| points.0)).sum();
    let points = total.map(Points);
    let arithmetic = match points {
        Some(points) => {
            let sum: Vec<String> =
                terms.iter().filter_map(|term| term.points.map(|p| p.to_string())).collect();
            let sum = format!("{} = {points}", sum.join(" + "));
            Words::new(sum.clone(), sum)
        }
        None => Words::new("不评分", "no score"),
    };
    Score { formula: formula.slug.clone(), points, terms, reasons, arithmetic }
}

fn worth(term: &Term, least: u64, measures: &Measures, reasons: &mut Vec<Reason>) -> TermScore {
    let (part, whole, value, told) = match &term.value {
        Value::Rate { part, whole, inverted } => {
            let (part, of) = (measures.count(*part), measures.count(*whole));
            let known = enough(*whole, of, least, reasons);
            let value = part.zip(of).filter(|_| known).and_then(|(part, of)| rate(part, of, *inverted));
            (part, of, value, fraction(part, of, *inverted))
        }
        Value::Bands { measure, bands } => {
            let count = measures.count(*measure);
            if count.is_none() {
                reasons.push(unknown(*measure));
            }
            let band = count.and_then(|count| {
                bands.iter().find(|band| band.up_to.is_none_or(|most| count.cases <= most))
            });
            let told = count.map_or_else(|| "?".to_owned(), |count| count.cases.to_string());
            (count, None, band.map(|band| Points(i64::from(band.score) * 100)), format!("{told} →"))
        }
    };
    let points = value.map(|value| Points(rounded(value.0 * i64::from(term.weight), 100)));
    let words = match (value, points) {
        (Some(value), Some(points)) => {
            let sum = format!("{told} {value} × {}% = {points}", term.weight);
            Words::new(format!("{}：{sum}", term.name.zh), format!("{}: {sum}", term.name.en))
        }
        _ => Words::new(format!("{}：未知", term.name.zh), format!("{}: unknown", term.name.en)),
    };
    TermScore { name: term.name.clone(), weight: term.weight, part, whole, value, points, words }
}

/// Whether a rate may be built on so many cases; if not, says so once for each whole.
fn enough(whole: Measure, count: Option<Count>, least: u64, reasons: &mut Vec<Reason>) -> bool {
    let Some(count) = count else {
        push_once(reasons, unknown(whole));
        return false;
    };
    if count.cases < least.max(1) {
        let name = label_in("measure", whole.slug());
        let (zh, en) = name.map_or((whole.slug(), whole.slug()), |term| (term.zh, term.en));
        let reason = Reason::new(
            "too_few",
            format!("{zh}仅 {} 件，不足 {least} 件，不评分", count.cases),
            format!("{en}: only {} of at least {least}, no score", count.cases),
        );
        push_once(reasons, reason);
        return false;
    }
    true
}

fn unknown(measure: Measure) -> Reason {
    let name = label_in("measure", measure.slug());
    let (zh, en) = name.map_or((measure.slug(), measure.slug()), |term| (term.zh, term.en));
    Reason::new("unknown", format!("{zh}未知，不评分"), format!("{en}: unknown, no score"))
}

fn push_once(reasons: &mut Vec<Reason>, reason: Reason) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// Per cent in hundredths; none when all cases of the whole weigh nothing.
fn rate(part: Count, whole: Count, inverted: bool) -> Option<Points> {
    let (part, whole) = (i64::try_from(part.weight).ok()?, i64::try_from(whole.weight).ok()?);
    if whole == 0 {
        return None;
    }
    let rate = rounded(part.checked_mul(10_000)?, whole);
    Some(Points(if inverted { 10_000 - rate } else { rate }))
}

/// Rounded half up; for numbers that are not negative.
fn rounded(number: i64, divisor: i64) -> i64 {
    (number + divisor / 2) / divisor
}

/// `100 × 18 ÷ 20 =`, or `100 − 100 × 2 ÷ 20 =` for an inverted rate.
fn fraction(part: Option<Count>, whole: Option<Count>, inverted: bool) -> String {
    let number = |count: Option<Count>| match count {
        None => "?".to_owned(),
        Some(count) if count.weight == count.cases * 100 => count.cases.to_string(),
        Some(count) => Points(i64::try_from(count.weight).unwrap_or(i64::MAX)).to_string(),
    };
    let lead = if inverted { "100 − 100 × " } else { "100 × " };
    format!("{lead}{} ÷ {} =", number(part), number(whole))
}
