//! Patrols asked for against patrols made, on worked examples. 2026-11-24 is a Tuesday.

use super::*;
use crate::domain::duty::Role;
use crate::domain::grid::Level;
use jiff::civil::{Date, date};

fn patrol(times: u32, every: Every, checks: &[&str]) -> Patrol {
    Patrol {
        place: PatrolPlace::Level(Level::Point),
        role: Role::PointHead,
        times,
        every,
        checks: checks.iter().map(|&check| check.to_owned()).collect(),
        note: None,
    }
}

fn campaign(first: Date, last: Option<Date>, patrols: Vec<Patrol>) -> Campaign {
    let phase = Phase {
        slug: "inspection".into(),
        name: Words::new("迎检", "inspection"),
        first_day: Some(first),
        last_day: last,
        tier: None,
        patrols,
        dashboard: Vec::new(),
        source: "test".into(),
    };
    let (slug, name) = ("hygienic_city".to_owned(), Words::new("创卫", "hygienic city"));
    Campaign { slug, name, source: "test".into(), phases: vec![phase], weights: Vec::new() }
}

fn asked(campaign: &Campaign) -> Asked<'_> {
    Asked { campaign, phase: &campaign.phases[0], patrol: &campaign.phases[0].patrols[0] }
}

fn by_head(day: Date) -> Visit<'static> {
    Visit { day, role: Some(Role::PointHead), checks: &[] }
}

#[test]
fn two_of_three_visits_of_a_day_are_made_and_one_of_yesterday_was_missed() {
    let all = campaign(date(2026, 11, 20), Some(date(2026, 12, 10)), vec![patrol(3, Every::Day, &[])]);
    let (today, yesterday) = (date(2026, 11, 24), date(2026, 11, 23));
    let made = [by_head(today), by_head(today), by_head(yesterday), by_head(yesterday)];
    let found = asked(&all).visited(today, made);
    assert_eq!((found.required, found.made, found.missed, found.is_done()), (3, 2, Some(1), false));
    assert_eq!(found.days, Days { first: today, last: today });
}

#[test]
fn on_the_first_day_of_a_phase_nothing_was_missed_because_nothing_is_over() {
    let first = date(2026, 11, 20);
    let all = campaign(first, None, vec![patrol(1, Every::Day, &[])]);
    assert_eq!(asked(&all).visited(first, []).missed, None, "unknown, not zero");
    assert_eq!(asked(&all).visited(date(2026, 11, 21), []).missed, Some(1));
}

#[test]
fn a_week_runs_from_monday_to_sunday_and_a_month_by_the_calendar() {
    let tuesday = date(2026, 11, 24);
    let week = Days { first: date(2026, 11, 23), last: date(2026, 11, 29) };
    assert_eq!(Every::Week.around(tuesday), week);
    assert_eq!((Every::Week.around(week.first), Every::Week.around(week.last)), (week, week));
    let month = Days { first: date(2026, 11, 1), last: date(2026, 11, 30) };
    assert_eq!((Every::Month.around(tuesday), month.count()), (month, 30));
    let all = campaign(date(2026, 10, 1), None, vec![patrol(2, Every::Week, &[])]);
    let sunday = by_head(date(2026, 11, 22));
    let found = asked(&all).visited(tuesday, [sunday, by_head(tuesday)]);
    assert_eq!((found.made, found.missed), (1, Some(1)), "Sunday belongs to the week before");
}

#[test]
fn a_week_that_the_phase_cuts_asks_for_its_share_rounded_up() {
    // Saturday and Sunday of a week, of which twice is asked for: 2 × 2 / 7, rounded up.
    let all = campaign(date(2026, 11, 21), Some(date(2026, 12, 2)), vec![patrol(2, Every::Week, &[])]);
    let asked = asked(&all);
    assert_eq!(asked.days(date(2026, 11, 22)), Days { first: date(2026, 11, 21), last: date(2026, 11, 22) });
    let required = |day| asked.required(day);
    assert_eq!(
        (required(date(2026, 11, 22)), required(date(2026, 11, 24)), required(date(2026, 12, 1))),
        (1, 2, 1)
    );
    let before_the_phase = by_head(date(2026, 11, 20));
    assert_eq!(asked.visited(date(2026, 11, 22), [before_the_phase]).made, 0);
    assert_eq!(asked.visited(date(2026, 11, 24), []).missed, Some(1));
    assert_eq!(
        (asked.since(date(2026, 11, 22)), asked.since(date(2026, 11, 24))),
        (date(2026, 11, 21), date(2026, 11, 21))
    );
}

#[test]
fn a_visit_counts_for_its_own_role_and_a_grid_worker_stands_in_for_anybody() {
    let today = date(2026, 11, 24);
    let all = campaign(date(2026, 11, 20), None, vec![patrol(1, Every::Day, &[])]);
    let of = |role| Visit { day: today, role, checks: &[] };
    let made = |visit| asked(&all).visited(today, [visit]).made;
    assert_eq!(made(of(Some(Role::ZoneHead))), 0);
    assert_eq!((made(of(Some(Role::PointHead))), made(of(None))), (1, 1));
}

#[test]
fn checks_that_no_visit_looked_at_are_told() {
    let today = date(2026, 11, 24);
    let all = campaign(date(2026, 11, 20), None, vec![patrol(2, Every::Week, &["rubbish", "pests"])]);
    let seen = ["rubbish".to_owned()];
    let monday = Visit { day: date(2026, 11, 23), role: None, checks: &seen };
    assert_eq!(asked(&all).visited(today, [monday]).unseen, ["pests"]);
    let last_week = Visit { day: date(2026, 11, 22), ..monday };
    assert_eq!(asked(&all).visited(today, [last_week]).unseen, ["rubbish", "pests"]);
}

#[test]
fn without_a_phase_in_force_nothing_is_asked() {
    let ended = campaign(date(2026, 9, 1), Some(date(2026, 9, 30)), vec![patrol(1, Every::Day, &[])]);
    let all = Campaigns::default().with(ended);
    assert_eq!(all.patrols_on(date(2026, 10, 1)).count(), 0);
    let found: Vec<_> = all.patrols_on(date(2026, 9, 30)).map(|asked| asked.campaign.slug.as_str()).collect();
    assert_eq!(found, ["hygienic_city"]);
}
