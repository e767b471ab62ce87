//! Patrols (巡查): what the phases in force ask of which place, and what was made. Places and posts are counted; who made a
//! patrol is told to nobody but himself.

mod count;
mod ground;
mod record;

pub use record::PatrolRequest;

use super::answer::{PatrolMade, PatrolledPlace, PatrolsAnswer};
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::campaign::Asked;
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::instant::Instant;
use crate::store::PatrolRow;
use ground::{Made, Place};
use jiff::civil::Date;

/// Most places of one answer; an area narrows it.
const MOST_ASKED: usize = 2_000;
/// Most patrols of one answer.
const MOST_MADE: usize = 500;
/// Longest time that patrols are listed for.
const LONGEST: i64 = 92 * Instant::DAY;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct PatrolQuery {
    /// Code of an area; it and what lies below.
    pub area: Option<String>,
    /// Patrols made at or after, and before; today when absent.
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// Only what is asked of the caller's own posts, and what he made.
    pub mine: bool,
}

impl Service {
    /// What the phases in force ask today, place by place, and the patrols made in a time.
    pub async fn patrols(&self, query: &PatrolQuery, viewer: &Viewer) -> Result<PatrolsAnswer> {
        let (reference, now, day) = (self.reference(), self.now(), self.today());
        let within = query.area.as_deref().map(|code| area(&reference, code)).transpose()?;
        let since = query.since.or_else(|| midnight(&reference, day)).unwrap_or(now);
        let until = query.until.unwrap_or(Instant(now.micros().saturating_add(1)));
        let run = until.micros().saturating_sub(since.micros());
        if run > LONGEST {
            return Err(AppError::invalid(FieldError::new(
                "since",
                "too_long",
                "时段不能超过 92 天",
                "the time must not be longer than 92 days",
            )));
        }
        let patrols: Vec<Asked> = reference.campaigns.patrols_on(day).collect();
        let most: usize = patrols.iter().map(|asked| ground::at_most(&reference, asked.patrol.place)).sum();
        if most > MOST_ASKED && within.is_none() && !query.mine {
            return Err(too_many());
        }
        let rows = self.patrols_for(&reference, &patrols, day).await?;
        let made = Made::new(&reference, &rows);
        let mut asked = Vec::new();
        for one in &patrols {
            // Who holds no post of the role is asked for nothing: its places are not looked at one by one.
            if query.mine && !viewer.posts.iter().any(|post| post.role == one.patrol.role) {
                continue;
            }
            for place in ground::places(&reference, one.patrol.place, within) {
                if query.mine && !ground::is_mine(viewer, one, &place.targets(&reference)) {
                    continue;
                }
                let visited = made.visited(one, day, place.key(&reference));
                asked.push(ground::answer(&reference, viewer, one, place, visited));
                if asked.len() > MOST_ASKED {
                    return Err(too_many());
                }
            }
        }
        asked.sort_by_key(|one| {
            (!one.mine, one.made >= one.required, std::cmp::Reverse(one.missed.unwrap_or(0)))
        });
        let listed = self.store().patrols(since, until).await?;
        let told: Vec<PatrolMade> = listed
            .into_iter()
            .filter(|row| !query.mine || is_own(row, viewer))
            .filter_map(|row| made_answer(&reference, row, within, viewer))
            .collect();
        Ok(PatrolsAnswer {
            as_of: reference.zoned(now),
            day: day.to_string(),
            asked,
            total: told.len(),
            patrols: told.into_iter().take(MOST_MADE).collect(),
        })
    }

    /// The patrols that may count for what is asked on a day.
    async fn patrols_for(
        &self,
        reference: &Reference,
        patrols: &[Asked<'_>],
        day: Date,
    ) -> Result<Vec<PatrolRow>> {
        let since = patrols.iter().map(|asked| asked.since(day)).min();
        let Some(since) = since.and_then(|day| midnight(reference, day)) else { return Ok(Vec::new()) };
        Ok(self.store().patrols(since, Instant(self.now().micros().saturating_add(1))).await?)
    }
}

fn midnight(reference: &Reference, day: Date) -> Option<Instant> {
    let zoned = day.to_zoned_datetime(reference.zone.clone()).ok()?;
    Some(Instant(zoned.timestamp().as_microsecond()))
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

fn too_many() -> AppError {
    AppError::invalid(FieldError::new(
        "area",
        "too_many",
        format!("要巡查的地方超过 {MOST_ASKED} 处，请用 area 缩小范围"),
        format!("more than {MOST_ASKED} places are to be visited; narrow them with an area"),
    ))
}

fn is_own(row: &PatrolRow, viewer: &Viewer) -> bool {
    (row.party.is_some() && row.party == viewer.party())
        || (row.account.is_some() && row.account == viewer.account())
}

/// None outside of the area that is asked for.
fn made_answer(
    reference: &Reference,
    row: PatrolRow,
    within: Option<AreaId>,
    viewer: &Viewer,
) -> Option<PatrolMade> {
    let mine = is_own(&row, viewer);
    let place = match Place::find(reference, row.layer, &row.place) {
        Some(place) if place.is_within(reference, within) => place.answer(reference),
        None if within.is_none() => {
            let (code, name) = (row.place.clone(), row.place.clone());
            PatrolledPlace { layer: row.layer, code, name, areas: Vec::new() }
        }
        _ => return None,
    };
    Some(PatrolMade {
        id: row.id,
        place,
        role: row.role,
        visited_at: reference.zoned(row.visited_at),
        recorded_at: reference.zoned(row.recorded_at),
        checks: row.checks,
        nothing: row.found_nothing,
        incidents: row.incidents,
        note: row.note,
        mine,
    })
}
