//! Which period is assessed: named by days, by a phase of a campaign, or else the running month.

use super::AssessmentQuery;
use crate::app::answer::AssessedPeriod;
use crate::app::error::{AppError, FieldError};
use crate::app::reference::Reference;
use crate::app::service::Result;
use crate::domain::assessment::Period;
use crate::domain::campaign::{Campaign, Phase};
use crate::domain::instant::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Longer periods are several.
const LONGEST: i64 = 1100 * Instant::DAY;

/// A period, the one before, and what it belongs to.
pub(super) struct Asked<'a> {
    pub period: Counted,
    pub previous: Option<Counted>,
    pub campaign: Option<&'a Campaign>,
    pub phase: Option<&'a Phase>,
}

/// A period as it is counted.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    /// Cut off at now while it goes on.
    pub period: Period,
    /// The last day of the whole one: formulas and weights are those of this day.
    pub last_day: Date,
    pub complete: bool,
}

impl Counted {
    pub fn answer(&self, reference: &Reference) -> AssessedPeriod {
        AssessedPeriod {
            from: reference.zoned(self.period.from),
            until: reference.zoned(self.period.until),
            first_day: day_of(self.period.from, &reference.zone).to_string(),
            last_day: self.last_day.to_string(),
            complete: self.complete,
        }
    }
}

fn day_of(at: Instant, zone: &TimeZone) -> Date {
    zone.to_datetime(at.timestamp()).date()
}

/// The last day of a period, which it need not hold to its end.
fn last_day(period: Period, zone: &TimeZone) -> Date {
    day_of(Instant(period.until.micros() - 1), zone)
}

/// Finds the period that a query asks for; all faults come back at once.
pub(super) fn asked<'a>(
    reference: &'a Reference,
    query: &AssessmentQuery,
    now: Instant,
) -> Result<Asked<'a>> {
    let zone = &reference.zone;
    let today = day_of(now, zone);
    let mut faults = Vec::new();
    let campaign = query.campaign.as_deref().and_then(|slug| {
        let found = reference.campaigns.get(slug);
        if found.is_none() {
            faults.push(FieldError::new(
                "campaign",
                "unknown",
                format!("没有创建活动「{slug}」"),
                format!("there is no campaign “{slug}”"),
            ));
        }
        found
    });
    let phase = match (query.phase.as_deref(), campaign) {
        (Some(slug), Some(campaign)) => {
            let found = campaign.phase(slug);
            if found.is_none() {
                faults.push(FieldError::new(
                    "phase",
                    "unknown",
                    format!("「{}」没有阶段「{slug}」", campaign.name.zh),
                    format!("{} has no phase “{slug}”", campaign.name.en),
                ));
            }
            found
        }
        (Some(_), None) if query.campaign.is_none() => {
            faults.push(FieldError::new(
                "campaign",
                "missing",
                "给出阶段时须同时给出创建活动",
                "a phase needs its campaign",
            ));
            None
        }
        _ => None,
    };
    let dated = phase.and_then(|phase| phase.period(today, zone));
    if phase.is_some() && dated.is_none() && (query.from.is_none() || query.to.is_none()) {
        faults.push(FieldError::new(
            "phase",
            "not_dated",
            "该阶段尚未确定日期或尚未开始，请在「创建活动」页填写日期，或另给起止日期",
            "this phase has no dates yet or has not begun; date it on the campaigns page, or give from and to",
        ));
    }
    let month = this_month(today, zone);
    let usual = dated.or(month);
    let from = query.from.or(usual.map(|period| period.from));
    let until = query.to.or(usual.map(|period| period.until));
    let whole = from.zip(until).map(|(from, until)| Period { from, until });
    let fault = match whole {
        Some(period) if period.until <= period.from => {
            Some(("to", "before_from", "结束时间不晚于开始时间", "The period ends before it begins"))
        }
        Some(period) if period.from >= now => {
            Some(("from", "in_the_future", "该时段尚未开始", "The period has not begun"))
        }
        Some(period) if period.until.micros().saturating_sub(period.from.micros()) > LONGEST => {
            Some(("to", "too_long", "时段不能超过三年", "The period must not be longer than three years"))
        }
        Some(_) => None,
        None => Some(("from", "missing", "请给出起止日期", "Give the period")),
    };
    if let Some((field, code, zh, en)) = fault {
        faults.push(FieldError::new(field, code, zh, en));
    }
    let (Some(whole), true) = (whole, faults.is_empty()) else { return Err(AppError::Invalid(faults)) };
    let complete = whole.until <= now;
    let period = Period { until: whole.until.min(now), ..whole };
    let run = period.until.micros() - period.from.micros();
    let previous = whole.previous(zone).map(|before| {
        // Against a period that goes on, the one before is looked at as far into it.
        let until =
            if complete { before.until } else { Instant(before.from.micros() + run).min(before.until) };
        let period = Period { until, ..before };
        Counted { period, last_day: last_day(before, zone), complete: until == before.until }
    });
    let period = Counted { period, last_day: last_day(whole, zone), complete };
    Ok(Asked { period, previous, campaign, phase })
}

fn this_month(today: Date, zone: &TimeZone) -> Option<Period> {
    let first = today.first_of_month();
    let next = today.last_of_month().tomorrow().ok()?;
    let midnight = |day: Date| {
        let zoned = day.to_zoned_datetime(zone.clone()).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    };
    Some(Period { from: midnight(first)?, until: midnight(next)? })
}
