//! The day's overview: what came and went, what is open and late, by zone and by department.

use super::answer::{AreaOpen, DayFlow, DepartmentOpen, OpenCounts, Overview, TodayCounts};
use super::incident::area_scope;
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::case::State;
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::OpenCases;
use jiff::civil::Date;
use std::collections::BTreeMap;

const DAYS: i32 = 14;

/// Counts that add up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    open: i64,
    warning: i64,
    overdue: i64,
    oldest: Option<Instant>,
}

impl Sum {
    fn add(&mut self, group: &OpenCases) {
        self.open += group.cases;
        self.warning += group.warning;
        self.overdue += group.overdue;
        // A due time that lies ahead is nobody's delay.
        let late = group.oldest_due_at.filter(|_| group.overdue > 0);
        self.oldest = match (self.oldest, late) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

impl Service {
    /// What stands now, everywhere or in one area. Counts come from the database, so they hold everything that was
    /// committed.
    pub async fn overview(&self, area: Option<&str>) -> Result<Overview> {
        let (reference, now) = (self.reference(), self.now());
        let codes = area.map(|code| area_scope(&reference, code)).transpose()?.unwrap_or_default();
        let today = reference.zone.to_datetime(now.timestamp()).date();
        let first = today.saturating_sub(jiff::Span::new().days(DAYS - 1));
        let midnight = |day: Date| {
            let at = day.to_zoned_datetime(reference.zone.clone());
            at.map_or(now, |at| Instant(at.timestamp().as_microsecond()))
        };
        let since = self.store().since(midnight(today), &codes).await?;
        let groups = self.store().open_cases(now, &codes).await?;
        let within = area.and_then(|code| reference.areas.get(Scheme::Duty, code));
        let patrols = self.patrol_counts(&reference, within, today).await?;
        let flow = self.store().comings_and_goings(midnight(first), &codes).await?;
        Ok(Overview {
            as_of: reference.zoned(now),
            day: today.to_string(),
            today: TodayCounts {
                reported: since.reported,
                reported_public: since.reported_public,
                filed: since.filed,
                closed: since.closed,
                handled_on_site: since.handled_on_site,
            },
            now: standing(&groups),
            areas: areas(&reference, &groups),
            departments: departments(&reference, &groups),
            patrols,
            days: days(&reference, first, &flow),
            no_calendar: reference.rulebook.calendar.missing_ahead(today),
        })
    }
}

fn standing(groups: &[OpenCases]) -> OpenCounts {
    let mut counts = OpenCounts::default();
    for group in groups {
        counts.open += group.cases;
        counts.warning += group.warning;
        counts.overdue += group.overdue;
        match group.state {
            State::Reported => counts.pre_check += group.cases,
            State::Filed => counts.to_dispatch += group.cases,
            State::Dispatched => counts.in_hand += group.cases,
            State::Handled => counts.post_check += group.cases,
            State::Suspended => counts.suspended += group.cases,
            _ => {}
        }
    }
    counts
}

fn areas(reference: &Reference, groups: &[OpenCases]) -> Vec<AreaOpen> {
    let mut sums: BTreeMap<Option<&str>, Sum> = BTreeMap::new();
    for group in groups {
        sums.entry(group.zone_code.as_deref()).or_default().add(group);
    }
    let name = |code: Option<&str>| match code {
        None => Words::new("片区以外", "outside every zone"),
        Some(code) => {
            let id = reference.areas.get(Scheme::Duty, code);
            Words::same(id.map_or(code, |id| reference.areas.area(id).name.as_str()))
        }
    };
    let mut areas: Vec<AreaOpen> = sums
        .into_iter()
        .map(|(code, sum)| AreaOpen {
            code: code.map(str::to_owned),
            name: name(code),
            open: sum.open,
            warning: sum.warning,
            overdue: sum.overdue,
            oldest_due_at: sum.oldest.map(|at| reference.zoned(at)),
        })
        .collect();
    areas.sort_by_key(|area| std::cmp::Reverse((area.overdue, area.warning, area.open)));
    areas
}

fn departments(reference: &Reference, groups: &[OpenCases]) -> Vec<DepartmentOpen> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for group in groups {
        if let Some(slug) = &group.department {
            sums.entry(slug).or_default().add(group);
        }
    }
    let mut departments: Vec<DepartmentOpen> = sums
        .into_iter()
        .map(|(slug, sum)| DepartmentOpen {
            slug: slug.to_owned(),
            name: reference.department_words(slug),
            open: sum.open,
            warning: sum.warning,
            overdue: sum.overdue,
            oldest_due_at: sum.oldest.map(|at| reference.zoned(at)),
        })
        .collect();
    departments.sort_by_key(|department| {
        std::cmp::Reverse((department.overdue, department.warning, department.open))
    });
    departments
}

fn days(reference: &Reference, first: Date, flow: &[(Instant, bool)]) -> Vec<DayFlow> {
    let mut days: Vec<DayFlow> = (0..DAYS)
        .map(|n| first.saturating_add(jiff::Span::new().days(n)))
        .map(|day| DayFlow { day: day.to_string(), reported: 0, closed: 0 })
        .collect();
    for (at, ended) in flow {
        let day = reference.zone.to_datetime(at.timestamp()).date();
        let place = usize::try_from((day - first).get_days()).ok();
        let Some(flow) = place.and_then(|place| days.get_mut(place)) else { continue };
        *if *ended { &mut flow.closed } else { &mut flow.reported } += 1;
    }
    days
}
