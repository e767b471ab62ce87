//! What assessment reads: cases with their histories in one stream, against the domain's own count over the same histories;
//! campaigns and formulas in their versions.

use super::builders::{event, of_row, row};
use super::{Database, on_both};
use crate::grid::Random;
use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::sync::mpsc;
use uuid::Uuid;
use wangge::app::rulebook;
use wangge::domain::assessment::{
    CaseRecord, Course, FormulaEdition, Found, Measured, Period, SubjectKind, Tally, measure,
};
use wangge::domain::case::{Event, EventKind as E, State as S};
use wangge::domain::deadline::CaseClock;
use wangge::domain::instant::Instant;
use wangge::domain::routing::{Limit, LimitUnit};
use wangge::store::{AuditEntry, CampaignRow, IncidentRow, NewIncident, Store, StoreError};

const CASES: u64 = 400;

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn day(text: &str) -> Instant {
    Instant::parse(text, &zone()).unwrap()
}

/// A case with a history of its own; what became of it is left to chance.
fn random_case(n: u64, random: &mut Random) -> NewIncident {
    let mut row = row(n);
    let mut pick = |of: &[&str]| of[random.below(of.len())].to_owned();
    row.category = pick(&["exposed_rubbish", "street_vending", "small_ads"]);
    row.source = pick(&["public", "patrol", "12345", "leader"]);
    row.point_code = Some(pick(&["p-1", "p-2", "p-3"])).filter(|code| code != "p-3");
    row.zone_code = Some(pick(&["z-1", "z-2"]));
    row.department = Some(pick(&["chengguan", "police", ""])).filter(|slug| !slug.is_empty());
    row.actor_unit = (random.below(4) > 0).then(|| Uuid::from_u128(50 + random.below(3) as u128));
    let units = [LimitUnit::UrgentHours, LimitUnit::WorkHours, LimitUnit::WorkDays, LimitUnit::Days];
    let limit = Limit { amount: 1 + random.below(20) as u32, unit: units[random.below(4)] };
    row.assignment.limit = (random.below(8) > 0).then_some(limit);
    let span = (day("2026-06-01").micros() - day("2026-02-20").micros()) / Instant::SECOND;
    let start = day("2026-02-20").micros() + random.below(span as usize) as i64 * Instant::SECOND;
    (row.recorded_at, row.occurred_at) = (Instant(start), Instant(start));
    if random.below(15) == 0 {
        row.related_kind = Some("appeal_against".into());
        row.related = Some(Uuid::from_u128(0x1000));
    }
    if n > 0 && random.below(6) == 0 {
        row.relapse_of = Some(Uuid::from_u128(0x1000 + random.below(n as usize) as u128));
    }
    let events = history(&mut row, n, random);
    NewIncident { events, ..of_row(row, n) }
}

/// Walks through the lifecycle until chance stops; the row follows.
fn history(row: &mut IncidentRow, n: u64, random: &mut Random) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = row.recorded_at;
    let mut push = |row: &mut IncidentRow, at: Instant, kind, to, detail| {
        let id = 0x3000_0000 + u128::from(n) * 100 + events.len() as u128;
        events.push(Event { at, detail, ..event(row, id, kind, Some(row.state), to) });
        row.state = to;
    };
    push(row, at, E::IncidentReported, S::Reported, json!({}));
    loop {
        at = Instant(at.micros() + 1 + random.below(6 * 86_400) as i64 * Instant::SECOND);
        let chance = random.below(100);
        let (kind, to, detail) = match (row.state, chance) {
            (_, 0..8) => break,
            (S::Reported, 8..25) => (E::CaseHandledOnSite, S::HandledOnSite, json!({})),
            (S::Reported, 25..30) => (E::CaseRejected, S::Rejected, json!({})),
            (S::Reported, _) => (E::CaseFiled, S::Filed, json!({})),
            (S::Filed, 8..12) => (E::CaseVoided, S::Void, json!({})),
            (S::Filed, 12..16) => (E::CaseMerged, S::Merged, json!({})),
            (S::Filed, _) => (E::CaseDispatched, S::Dispatched, json!({})),
            (S::Dispatched, 8..20) => {
                let until = at.micros() + random.below(10 * 86_400) as i64 * Instant::SECOND;
                (E::CaseSuspended, S::Suspended, json!({"until": until}))
            }
            (S::Dispatched, 20..25) => (E::CaseReturned, S::Filed, json!({})),
            (S::Dispatched, 25..30) => (E::CaseUrged, S::Dispatched, json!({})),
            (S::Dispatched, 30..35) => (E::CaseReassigned, S::Dispatched, json!({"limit_start": at})),
            (S::Dispatched, _) => (E::CaseHandled, S::Handled, json!({})),
            (S::Suspended, _) => (E::CaseResumed, S::Dispatched, json!({})),
            (S::Handled, 8..30) => (E::CaseReworked, S::Dispatched, json!({})),
            (S::Handled, _) => (E::CaseClosed, S::Closed, json!({})),
            _ => break,
        };
        if kind == E::CaseFiled {
            row.filed_at = Some(at);
        }
        push(row, at, kind, to, detail);
        if !row.state.is_open() {
            row.closed_at = Some(at);
            break;
        }
    }
    let book = rulebook::built_in().unwrap();
    let clock = CaseClock::of(&events, row.assignment.limit);
    row.due_at = clock.and_then(|clock| clock.due(&book.calendar, &zone()).ok().flatten());
    events
}

/// The domain's own count over the histories as they were made.
fn counted_by_hand(cases: &[NewIncident], kind: SubjectKind, period: Period) -> Measured {
    let calendar = rulebook::built_in().unwrap().calendar;
    let units: Vec<Option<String>> =
        cases.iter().map(|case| case.row.actor_unit.map(|id| id.to_string())).collect();
    let records = cases.iter().zip(&units).map(|(case, unit)| {
        let row = &case.row;
        let before: Vec<Event> =
            case.events.iter().filter(|event| event.at < period.until).cloned().collect();
        let course = Course::of(&case.events, period.until);
        let clock = CaseClock::of(&before, row.assignment.limit);
        let back = |other: &&NewIncident| {
            other.row.relapse_of == Some(row.id)
                && !matches!(other.row.state, S::Void | S::Rejected)
                && other.row.recorded_at < period.until
        };
        CaseRecord {
            category: &row.category,
            found: if matches!(row.source.as_str(), "patrol" | "leader") {
                Found::Staff
            } else {
                Found::Public
            },
            point: row.point_code.as_deref(),
            zone: row.zone_code.as_deref(),
            unit: unit.as_deref(),
            department: row.department.as_deref(),
            recorded_at: row.recorded_at,
            due_at: clock.as_ref().and_then(|clock| clock.due(&calendar, &zone()).ok().flatten()),
            course,
            relapsed: cases.iter().any(|other| back(&other)),
            handling: clock
                .filter(|_| course.closed_at.is_some())
                .and_then(|clock| clock.worked(&calendar, &zone()).ok().flatten()),
            appeal: row.related_kind.is_some(),
        }
    });
    measure(records, kind, period, |category| if category == "small_ads" { 150 } else { 100 })
}

async fn counted_by_the_store(store: &Store, kind: SubjectKind, period: Period) -> Measured {
    let calendar = rulebook::built_in().unwrap().calendar;
    let (chunks, mut arriving) = mpsc::channel(4);
    let stream = store.stream_case_histories((period.from, period.until, period.until), chunks);
    let count = async {
        let mut tally = Tally::new(kind, period);
        while let Some(chunk) = arriving.recv().await {
            for case in chunk {
                let record = case.record(period.until, &calendar, &zone());
                tally.push(&record, if record.category == "small_ads" { 150 } else { 100 });
            }
        }
        tally.finish()
    };
    let (streamed, measured) = tokio::join!(stream, count);
    streamed.unwrap();
    measured
}

/// Subjects without any number are not compared: the store leaves cases out that are in no number of the period.
fn told(mut measured: Measured) -> Measured {
    measured.subjects.retain(|_, measures| *measures != Default::default());
    measured
}

fn sorted(measured: &Measured) -> String {
    // The handling times stand in no order, so the medians are compared by their words.
    let subjects: Vec<String> =
        measured.subjects.iter().map(|(code, measures)| format!("{code}: {}", json!(measures))).collect();
    format!("{subjects:#?}\n{}\n{}", json!(measured.nobodys), json!(measured.totals))
}

fn audit(n: u128) -> AuditEntry {
    AuditEntry {
        home_code: "-".into(),
        id: Uuid::from_u128(n),
        at: Instant(n as i64),
        actor: "test".into(),
        action: "campaign_changed".into(),
        subject: "civilised_city".into(),
        detail: json!({}),
    }
}

on_both! {
    async fn the_stream_counts_as_the_domain_does_over_all_histories(database: &Database) {
        let store = database.open().await;
        let mut random = Random(20_261_130);
        let cases: Vec<NewIncident> = (0..CASES).map(|n| random_case(n, &mut random)).collect();
        for chunk in cases.chunks(100) {
            store.insert_incidents(chunk.to_vec(), &zone()).await.unwrap();
        }
        let periods = [("2026-03-01", "2026-04-01"), ("2026-04-10", "2026-04-17"), ("2026-01-01", "2026-07-01")];
        for (from, until) in periods {
            let period = Period { from: day(from), until: day(until) };
            for &kind in SubjectKind::ALL {
                let expected = told(counted_by_hand(&cases, kind, period));
                let found = told(counted_by_the_store(&store, kind, period).await);
                assert!(found.totals.cases(wangge::domain::assessment::Measure::Closed) > Some(0));
                assert_eq!(sorted(&found), sorted(&expected), "{kind:?} {from} {until}");
            }
        }
    }

    async fn a_case_that_was_moved_after_the_period_counts_where_it_lay_then(database: &Database) {
        let store = database.open().await;
        let mut case = of_row(row(1), 1);
        let start = case.row.recorded_at.micros();
        let at = |hours: i64| Instant(start + hours * 3600 * Instant::SECOND);
        let mut before = case.row.assignment.clone();
        before.department = Some("police".into());
        before.limit = Some(Limit { amount: 9, unit: LimitUnit::Days });
        let moved = event(&case.row, 0x3100_0000, E::CaseReassigned, Some(S::Reported), S::Reported);
        let detail = json!({"from_area": "p-9", "to_area": "p-1", "before": before});
        case.events.push(Event { at: at(10), detail, ..moved });
        store.insert_incidents(vec![case], &zone()).await.unwrap();
        let period = |until| (Instant(start), until, until);
        let one = async |until| {
            let (chunks, mut arriving) = mpsc::channel(4);
            store.stream_case_histories(period(until), chunks).await.unwrap();
            arriving.recv().await.unwrap().remove(0)
        };
        let case = one(at(5)).await;
        let then = case.belonging(at(5));
        assert_eq!((then.area.as_deref(), then.point.as_deref()), (Some("p-9"), None), "its place is to be found");
        assert_eq!(then.department.as_deref(), Some("police"));
        assert_eq!(then.unit.as_deref(), Some(Uuid::from_u128(32).to_string().as_str()));
        assert_eq!(then.limit, Some(Limit { amount: 9, unit: LimitUnit::Days }));
        let case = one(at(20)).await;
        let then = case.belonging(at(20));
        assert_eq!((then.area.as_deref(), then.point.as_deref()), (Some("p-1"), Some("p-1")));
        assert_eq!((then.department.as_deref(), then.limit), (Some("chengguan"), Some(Limit { amount: 4, unit: LimitUnit::WorkHours })));
    }

    async fn campaigns_and_formulas_are_written_on_the_version_that_is_known(database: &Database) {
        let store = database.open().await;
        let book = rulebook::built_in().unwrap();
        let body = book.campaigns.get("civilised_city").unwrap().clone();
        let campaign = |version| CampaignRow {
            slug: "civilised_city".into(),
            version,
            body: body.clone(),
            recorded_at: Instant(version),
            actor: "test".into(),
        };
        store.put_campaign(&campaign(1), &audit(1)).await.unwrap();
        store.put_campaign(&campaign(2), &audit(2)).await.unwrap();
        for version in [1, 2, 9] {
            let refused = store.put_campaign(&campaign(version), &audit(3)).await;
            assert!(matches!(refused, Err(StoreError::Conflict { current: 2 })), "{refused:?}");
        }
        assert_eq!(store.campaigns().await.unwrap(), [campaign(2)]);
        assert_eq!(store.audit_entries(10).await.unwrap().len(), 2, "what was refused is in no log");
        assert_eq!(store.change_head().await.unwrap(), 2);
        let formula = |version, formula| FormulaEdition {
            slug: "area_score".into(),
            version,
            valid_from: Some(date(2026, 5, 1)),
            formula,
        };
        let shipped = book.formulas.get("area_score").cloned();
        store.put_formula(&formula(1, shipped.clone()), date(2026, 5, 1), &audit(4)).await.unwrap();
        store.put_formula(&formula(2, None), date(2026, 5, 1), &audit(5)).await.unwrap();
        let refused = store.put_formula(&formula(2, None), date(2026, 5, 1), &audit(6)).await;
        assert!(matches!(refused, Err(StoreError::Conflict { current: 2 })), "{refused:?}");
        assert_eq!(store.formulas().await.unwrap(), [formula(1, shipped), formula(2, None)]);
    }

    async fn of_ten_who_write_at_once_one_wins(database: &Database) {
        let store = database.open().await;
        let body = rulebook::built_in().unwrap().campaigns.get("hygienic_city").unwrap().clone();
        let mut writers = tokio::task::JoinSet::new();
        for n in 0..10 {
            let store = database.open().await;
            let row = CampaignRow {
                slug: "hygienic_city".into(),
                version: 1,
                body: body.clone(),
                recorded_at: Instant(n),
                actor: format!("{n}"),
            };
            writers.spawn(async move { store.put_campaign(&row, &audit(100 + n as u128)).await });
        }
        let mut won = 0;
        while let Some(answer) = writers.join_next().await {
            match answer.unwrap() {
                Ok(()) => won += 1,
                Err(StoreError::Conflict { current }) => assert_eq!(current, 1),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((won, store.campaigns().await.unwrap().len()), (1, 1));
    }
}
