//! One pass over the cases for a period and the one before it: counted plainly, and once more for every formula that weighs
//! categories. Cases come in chunks and are forgotten as soon as they are counted.

use super::period::Counted;
use super::subjects::is_within;
use crate::app::error::AppError;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::domain::assessment::{Belonging, CaseHistory, Formula, Measured, SubjectKind, Tally};
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::domain::instant::Instant;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Chunks of cases that wait to be counted.
const CHUNKS: usize = 4;

/// A period with the formulas that it is scored by.
pub(super) struct Window {
    pub counted: Counted,
    pub formulas: Vec<Formula>,
}

/// What was counted in a window.
pub(super) struct WindowCounts {
    pub formulas: Vec<Formula>,
    pub plain: Measured,
    /// One for each formula; none for those that weigh all cases alike.
    pub weighted: Vec<Option<Measured>>,
}

struct Counting<'a> {
    reference: &'a Reference,
    window: Window,
    plain: Tally,
    weighted: Vec<Option<Tally>>,
    /// Weights of categories by formula.
    weights: Vec<HashMap<String, u32>>,
}

impl<'a> Counting<'a> {
    fn new(reference: &'a Reference, kind: SubjectKind, window: Window) -> Self {
        let period = window.counted.period;
        let tally = |formula: &Formula| (!formula.categories.is_empty()).then(|| Tally::new(kind, period));
        Self {
            reference,
            plain: Tally::new(kind, period),
            weighted: window.formulas.iter().map(tally).collect(),
            weights: vec![HashMap::new(); window.formulas.len()],
            window,
        }
    }

    fn push(&mut self, case: &CaseHistory, within: Option<AreaId>) {
        let until = self.window.counted.period.until;
        let reference = self.reference;
        if within.is_some() {
            let area = case.belonging(until).area.as_deref();
            let id = area.and_then(|code| reference.areas.get(Scheme::Duty, code));
            if !id.is_some_and(|id| is_within(reference, id, within)) {
                return;
            }
        }
        let record = case.record(until, &reference.rulebook.calendar, &reference.zone);
        self.plain.push(&record, 100);
        for ((formula, tally), weights) in
            self.window.formulas.iter().zip(&mut self.weighted).zip(&mut self.weights)
        {
            let Some(tally) = tally else { continue };
            let weight = match weights.get(record.category) {
                Some(weight) => *weight,
                None => {
                    let weight = formula.weight_of(record.category, &reference.rulebook.categories);
                    weights.insert(record.category.to_owned(), weight);
                    weight
                }
            };
            tally.push(&record, weight);
        }
    }

    fn finish(self) -> WindowCounts {
        WindowCounts {
            formulas: self.window.formulas,
            plain: self.plain.finish(),
            weighted: self.weighted.into_iter().map(|tally| tally.map(Tally::finish)).collect(),
        }
    }
}

/// Finds point and zone of the areas that a case was moved from; where an area is gone, the case counts where it lies now.
fn settle(reference: &Reference, case: &mut CaseHistory) {
    let now = case.now.clone();
    for (_, before) in &mut case.earlier {
        if before.area == now.area {
            continue;
        }
        let id = before.area.as_deref().and_then(|code| reference.areas.get(Scheme::Duty, code));
        let (area, point, zone) = match id {
            Some(id) => {
                let code =
                    |level| reference.ancestor_at(id, level).map(|up| reference.areas.area(up).code.clone());
                (before.area.take(), code(Level::Point), code(Level::Zone))
            }
            None => (now.area.clone(), now.point.clone(), now.zone.clone()),
        };
        *before = Belonging { area, point, zone, ..std::mem::take(before) };
    }
}

impl Service {
    /// Counts the cases of the windows, which are of one kind and narrowed to one area.
    pub(super) async fn count_windows(
        &self,
        reference: Arc<Reference>,
        kind: SubjectKind,
        within: Option<AreaId>,
        windows: Vec<Window>,
    ) -> Result<Vec<WindowCounts>> {
        let ends = || windows.iter().map(|window| window.counted.period);
        let from = ends().map(|period| period.from).min().unwrap_or(Instant(i64::MAX));
        let asked = ends().map(|period| period.until).min().unwrap_or(Instant(i64::MAX));
        let until = ends().map(|period| period.until).max().unwrap_or(Instant(i64::MIN));
        let (chunks, mut arriving) = mpsc::channel::<Vec<CaseHistory>>(CHUNKS);
        let counting = tokio::task::spawn_blocking(move || {
            let mut all: Vec<Counting> =
                windows.into_iter().map(|window| Counting::new(&reference, kind, window)).collect();
            while let Some(chunk) = arriving.blocking_recv() {
                for mut case in chunk {
                    settle(&reference, &mut case);
                    all.iter_mut().for_each(|counting| counting.push(&case, within));
                }
            }
            all.into_iter().map(Counting::finish).collect()
        });
        self.store().stream_case_histories((from, asked, until), chunks).await?;
        counting.await.map_err(|error| AppError::Internal(anyhow::Error::new(error)))
    }
}
