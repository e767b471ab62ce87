//! Assessment (考核评比): places, units and departments side by side for a period, with scores that show their sum. No
//! person is scored or named.

mod count;
mod formulas;
mod period;
mod subjects;

pub use formulas::FormulaChange;

use super::answer::{AssessedCounts, AssessedSubject, AssessmentAnswer, Named, PlacedScore};
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::assessment::{
    Formula, FormulaBook, Measured, Measures, Ranked, Score, Subject, SubjectKind, compare, rank, score,
};
use crate::domain::campaign::Campaign;
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use count::{Window, WindowCounts};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use subjects::Known;

/// More subjects than this are no league table; an area narrows it.
const MOST_SUBJECTS: usize = 5_000;

/// What is assessed.
#[derive(Debug, Clone)]
pub struct AssessmentQuery {
    pub kind: SubjectKind,
    /// `[from, to)`; the phase's period, else the running month, when absent.
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub campaign: Option<String>,
    pub phase: Option<String>,
    /// Code of an area; it and what lies below.
    pub area: Option<String>,
}

/// Scores of all subjects by one formula.
struct Scored {
    by_code: HashMap<String, Ranked>,
}

impl Service {
    /// Counts and scores. Two reads of the database: the formulas, and the cases in one stream.
    pub async fn assessment(&self, query: &AssessmentQuery) -> Result<AssessmentAnswer> {
        let now = self.now();
        let current = self.reference();
        let asked = period::asked(&current, query, now)?;
        let (counted, before) = (asked.period, asked.previous);
        // Names, areas and posts are those of the end of the period.
        let at = if counted.complete { Instant(counted.period.until.micros() - 1) } else { now };
        let reference = self.reference_at(Some(at), None).await?;
        let kind = query.kind;
        let within = query.area.as_deref().map(|code| area(&reference, code)).transpose()?;
        if subjects::many(&reference, kind, within) > MOST_SUBJECTS {
            return Err(AppError::invalid(FieldError::new(
                "area",
                "too_many",
                format!("对象超过 {MOST_SUBJECTS} 个，请用 area 缩小范围"),
                format!("more than {MOST_SUBJECTS} subjects; narrow them with an area"),
            )));
        }
        let book = self.formula_book().await?;
        let formulas = |day: Date| formulas_for(&book, kind, asked.campaign, day);
        let mut windows = vec![Window { counted, formulas: formulas(counted.last_day) }];
        windows.extend(before.map(|before| Window { counted: before, formulas: formulas(before.last_day) }));
        let mut counts = self.count_windows(reference.clone(), kind, within, windows).await?.into_iter();
        let Some(mut now_counts) = counts.next() else {
            return Err(AppError::Internal(anyhow::anyhow!("nothing was counted")));
        };
        let mut previous = counts.next();
        let known = subjects::known(&reference, kind, within, at);
        let posts_before = before.map(|before| Instant(before.period.until.micros() - 1));
        add_posts(&mut now_counts, &subjects::posts(&reference, kind, within, at));
        if let (Some(previous), Some(at)) = (&mut previous, posts_before) {
            add_posts(previous, &subjects::posts(&reference, kind, within, at));
        }
        let subjects = all_subjects(&reference, kind, known, &now_counts.plain);
        let scored = scores(kind, &subjects, &now_counts);
        let scored_before = previous.as_ref().map(|counts| scores(kind, &subjects, counts));
        let order = order(&subjects, &now_counts.formulas, &scored);
        let rows = order.into_iter().map(|code| {
            let Known { name, parent } = subjects[&code].clone();
            AssessedSubject {
                name,
                parent,
                measures: measures_of(&now_counts.plain, &code),
                previous: previous.as_ref().map(|counts| measures_of(&counts.plain, &code)),
                scores: placed(&now_counts.formulas, &code, &scored, scored_before.as_ref()),
                code,
            }
        });
        let beside = |now: &Measures, before: Option<&Measures>| AssessedCounts {
            measures: now.clone(),
            previous: before.cloned(),
            comparison: before.map(|before| compare(now, before)).unwrap_or_default(),
        };
        let before_plain = previous.as_ref().map(|counts| &counts.plain);
        let totals = beside(&now_counts.plain.totals, before_plain.map(|plain| &plain.totals));
        let nobodys = beside(&now_counts.plain.nobodys, before_plain.map(|plain| &plain.nobodys));
        let named = |slug: &String, name: &Words| Named { slug: slug.clone(), name: name.clone() };
        Ok(AssessmentAnswer {
            as_of: reference.zoned(now),
            kind,
            period: counted.answer(&reference),
            previous: before.map(|before| before.answer(&reference)),
            campaign: asked.campaign.map(|campaign| named(&campaign.slug, &campaign.name)),
            phase: asked.phase.map(|phase| named(&phase.slug, &phase.name)),
            area: within.map(|id| reference.area_ref(id)),
            highlights: asked.phase.map(|phase| phase.dashboard.clone()).unwrap_or_default(),
            subjects: rows.collect(),
            formulas: now_counts.formulas,
            totals,
            nobodys,
        })
    }
}

fn area(reference: &Reference, code: &str) -> Result<AreaId> {
    reference.areas.get(Scheme::Duty, code).ok_or_else(|| {
        AppError::invalid(FieldError::new(
            "area",
            "unknown",
            format!("没有网格「{code}」"),
            format!("there is no area “{code}”"),
        ))
    })
}

/// The formulas for a kind and a last day: those for everything, and those of the campaign, weighed as it weighs.
fn formulas_for(
    book: &FormulaBook,
    kind: SubjectKind,
    campaign: Option<&Campaign>,
    day: Date,
) -> Vec<Formula> {
    let asked = campaign.map(|campaign| campaign.slug.as_str());
    book.on(day)
        .filter(|formula| formula.subjects.contains(&kind))
        .filter(|formula| formula.campaign.is_none() || formula.campaign.as_deref() == asked)
        .map(|formula| campaign.map_or_else(|| formula.clone(), |campaign| campaign.weigh(formula, day)))
        .collect()
}

fn add_posts(counts: &mut WindowCounts, posts: &HashMap<String, (u64, u64)>) {
    let (mut expected, mut vacant) = (0, 0);
    let all = std::iter::once(&mut counts.plain).chain(counts.weighted.iter_mut().flatten());
    for measured in all {
        (expected, vacant) = (0, 0);
        for (code, (all, empty)) in posts {
            let subject = measured.subjects.entry(code.clone()).or_default();
            *subject = std::mem::take(subject).with_posts(*all, *empty);
            expected += all;
            vacant += empty;
        }
    }
    let totals = &mut counts.plain.totals;
    *totals = std::mem::take(totals).with_posts(expected, vacant);
}

/// Those that are known, and those that cases name beyond them.
fn all_subjects(
    reference: &Reference,
    kind: SubjectKind,
    known: BTreeMap<String, Known>,
    counted: &Measured,
) -> BTreeMap<String, Known> {
    let mut all = known;
    for code in counted.subjects.keys() {
        if !all.contains_key(code) {
            all.insert(code.clone(), subjects::stranger(reference, kind, code));
        }
    }
    all
}

fn measures_of(measured: &Measured, code: &str) -> Measures {
    measured.subjects.get(code).cloned().unwrap_or_default()
}

/// The scores of all subjects, by formula.
fn scores(
    kind: SubjectKind,
    subjects: &BTreeMap<String, Known>,
    counts: &WindowCounts,
) -> HashMap<String, Scored> {
    let each = counts.formulas.iter().zip(&counts.weighted).map(|(formula, weighted)| {
        let measured = weighted.as_ref().unwrap_or(&counts.plain);
        let scores: Vec<(Subject, Score)> = subjects
            .keys()
            .map(|code| (Subject { kind, code: code.clone() }, score(formula, &measures_of(measured, code))))
            .collect();
        let ranked = rank(scores).into_iter().map(|line| (line.subject.code.clone(), line));
        (formula.slug.clone(), Scored { by_code: ranked.collect() })
    });
    each.collect()
}

/// Codes as the first formula ranks them; without any, by code.
fn order(
    subjects: &BTreeMap<String, Known>,
    formulas: &[Formula],
    scored: &HashMap<String, Scored>,
) -> Vec<String> {
    let first = formulas.first().and_then(|formula| scored.get(&formula.slug));
    let mut codes: Vec<String> = subjects.keys().cloned().collect();
    let place = |code: &String| {
        let line = first.and_then(|scored| scored.by_code.get(code));
        line.and_then(|line| line.place).unwrap_or(usize::MAX)
    };
    codes.sort_by_key(place);
    codes
}

fn placed(
    formulas: &[Formula],
    code: &str,
    scored: &HashMap<String, Scored>,
    before: Option<&HashMap<String, Scored>>,
) -> Vec<PlacedScore> {
    let line = |all: &HashMap<String, Scored>, slug: &str| -> Option<Ranked> {
        all.get(slug)?.by_code.get(code).cloned()
    };
    let each = formulas.iter().filter_map(|formula| {
        let Ranked { place, score, .. } = line(scored, &formula.slug)?;
        let earlier = before.and_then(|before| line(before, &formula.slug));
        Some(PlacedScore {
            place,
            score,
            previous_points: earlier.as_ref().and_then(|line| line.score.points).map(|p| p.0 as f64 / 100.0),
            previous_place: earlier.and_then(|line| line.place),
        })
    });
    each.collect()
}
