//! Counting: one pass over the cases of a period, grouped by place, unit or department.

use super::measure::Measure;
use super::period::Period;
use super::record::{CaseRecord, Found};
use crate::domain::vocabulary::vocabulary;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

vocabulary! {
    /// What is assessed. There is no kind for a person.
    SubjectKind {
        Point = "point",
        Zone = "zone",
        Unit = "unit",
        Department = "department",
    }
}

/// One of them: code of an area, id of a unit, slug of a department.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Subject {
    pub kind: SubjectKind,
    pub code: String,
}

/// A number of cases, and the sum of their weights in hundredths: 100 a case where nothing else is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Count {
    pub cases: u64,
    pub weight: u64,
}

const MEASURES: usize = Measure::ALL.len();

/// What was counted for one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// Cases are always known, be it none; posts only when they were given.
    counts: [Count; MEASURES],
    posts: bool,
    /// Handling times of the cases closed in the period, in no order.
    handling: Vec<i64>,
}

impl Default for Measures {
    fn default() -> Self {
        Self { counts: [Count::default(); MEASURES], posts: false, handling: Vec::new() }
    }
}

impl Measures {
    /// None when it is not known.
    pub fn count(&self, measure: Measure) -> Option<Count> {
        let known = self.posts || !matches!(measure, Measure::Posts | Measure::PostsVacant);
        known.then(|| self.counts[measure as usize])
    }

    /// The number of cases or posts; none when it is not known.
    pub fn cases(&self, measure: Measure) -> Option<u64> {
        self.count(measure).map(|count| count.cases)
    }

    /// Half of the handling times are no longer than this, microseconds; none when nothing was closed.
    pub fn median_handling(&self) -> Option<i64> {
        let mut times = self.handling.clone();
        let middle = times.len() / 2;
        if times.is_empty() {
            return None;
        }
        let (below, &mut upper, _) = times.select_nth_unstable(middle);
        let lower = if self.handling.len().is_multiple_of(2) { below.iter().max().copied() } else { None };
        Some(lower.map_or(upper, |lower| lower + (upper - lower) / 2))
    }

    /// Adds the posts of the subject, which no case tells of.
    #[must_use]
    pub fn with_posts(mut self, expected: u64, vacant: u64) -> Self {
        self.posts = true;
        for (measure, cases) in [(Measure::Posts, expected), (Measure::PostsVacant, vacant)] {
            self.counts[measure as usize] = Count { cases, weight: cases * 100 };
        }
        self
    }

    fn add(&mut self, measure: Measure, weight: u32) {
        let count = &mut self.counts[measure as usize];
        count.cases += 1;
        count.weight += u64::from(weight);
    }

    fn record(&mut self, record: &CaseRecord, period: Period, weight: u32) {
        let mut add = |measure, counts: bool| {
            if counts {
                self.add(measure, weight);
            }
        };
        let public = record.found == Found::Public;
        let reported = period.holds(record.recorded_at);
        add(Measure::Reported, reported);
        add(Measure::ReportedPublic, reported && public);
        add(Measure::ReportedStaff, reported && !public);
        let course = record.course;
        if course.dropped {
            return;
        }
        let within = |at: Option<_>| at.is_some_and(|at| period.holds(at));
        let on_site = within(course.on_site_at);
        add(Measure::OnSite, on_site);
        add(Measure::OnSiteRelapsed, on_site && record.relapsed);
        if course.filed_at.is_none_or(|at| at >= period.until) {
            return;
        }
        let filed = within(course.filed_at);
        add(Measure::Filed, filed);
        add(Measure::FiledPublic, filed && public);
        add(Measure::FiledStaff, filed && !public);
        add(Measure::FiledUnlimited, filed && record.due_at.is_none());
        let handled = course.handled_at.filter(|at| *at < period.until);
        let on_time = record.due_at.is_some_and(|due| handled.is_some_and(|at| at <= due));
        let reworked = course.reworks > 0;
        let closed_by_end = course.closed_at.is_some_and(|at| at < period.until);
        let due = within(record.due_at);
        add(Measure::Due, due);
        add(Measure::DueClosed, due && closed_by_end);
        add(Measure::DueOnTime, due && on_time);
        add(Measure::DueReworked, due && reworked);
        let closed = within(course.closed_at);
        add(Measure::Closed, closed);
        add(Measure::ClosedOnTime, closed && on_time);
        add(Measure::ClosedReworked, closed && reworked);
        add(Measure::ClosedRelapsed, closed && record.relapsed);
        let past = record.due_at.is_some_and(|due| due < period.until);
        add(Measure::Overdue, past && handled.is_none() && !closed_by_end);
        if closed {
            self.handling.extend(record.handling);
        }
    }
}

/// By slug, with the median beside the counts; what is not known is null.
impl Serialize for Measures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = Measure::ALL.iter().map(|&measure| (measure.slug(), self.cases(measure)));
        let median = self.median_handling().map(|micros| (micros / 1_000_000).unsigned_abs());
        serializer.collect_map(counts.chain([("median_handling_s", median)]))
    }
}

/// The counts of all subjects of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measured {
    pub subjects: BTreeMap<String, Measures>,
    /// Cases that belong to none: outside every area, or with nobody to act. Shown beside, never left out.
    pub nobodys: Measures,
}

/// Counts the cases of a period in one pass. `weight` tells a category's weight in hundredths. Subjects without any
/// case are not in the answer; for them `Measures::default()` holds.
pub fn measure<'a>(
    records: impl IntoIterator<Item = CaseRecord<'a>>,
    kind: SubjectKind,
    period: Period,
    weight: impl Fn(&str) -> u32,
) -> Measured {
    let mut groups: HashMap<&str, Measures> = HashMap::new();
    let mut nobodys = Measures::default();
    for record in records {
        let code = match kind {
            SubjectKind::Point => record.point,
            SubjectKind::Zone => record.zone,
            SubjectKind::Unit => record.unit,
            SubjectKind::Department => record.department,
        };
        let measures = match code {
            None => &mut nobodys,
            Some(code) => groups.entry(code).or_default(),
        };
        measures.record(&record, period, weight(record.category));
    }
    Measured { subjects: groups.into_iter().map(|(code, found)| (code.to_owned(), found)).collect(), nobodys }
}
