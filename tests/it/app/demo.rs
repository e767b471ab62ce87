//! The demo community, loaded as `serve --demo` loads it.

use crate::site::{self, RUNTIME, anchor};
use std::collections::HashSet;
use std::sync::Arc;
use wangge::app::patrol::PatrolQuery;
use wangge::app::viewer::Identity;
use wangge::app::{AppError, IncidentFilter, PageQuery, PhotoSize, Service, Viewer};
use wangge::domain::account::Roles;
use wangge::domain::account::from_posts;
use wangge::domain::case::{EventKind, State, TABLE};
use wangge::domain::deadline::{CaseClock, DueStatus};
use wangge::domain::feature::{Layer, ManagementType};
use wangge::domain::grid::{Level, Scheme};
use wangge::domain::instant::Instant;
use wangge::domain::photo::PhotoKind;

#[test]
fn it_holds_what_the_plan_describes() {
    let service = site::shared();
    let reference = service.reference();
    let level = |level| reference.areas.of_level(Scheme::Duty, level).count();
    assert_eq!((level(Level::Street), level(Level::Community), level(Level::Zone)), (1, 3, 5));
    assert!((28..=34).contains(&level(Level::Point)), "{}", level(Level::Point));
    assert!(reference.areas.of_level(Scheme::Unit, Level::Point).count() > 10);
    let compounds = reference.features.of_layer(Layer::Compound);
    assert_eq!(compounds.len(), 18);
    let of_type = |kind| {
        compounds.iter().filter(|id| reference.features.feature(**id).management_type() == Some(kind)).count()
    };
    assert!(of_type(ManagementType::Unmanaged) >= 3);
    assert!(of_type(ManagementType::SemiManaged) >= 3);
    assert_eq!(of_type(ManagementType::Enterprise), 2);
    assert_eq!(reference.features.of_layer(Layer::Market).len(), 2);
    assert_eq!(reference.features.of_layer(Layer::VendingZone).len(), 2);
    assert!(service.columns().columns.len() >= 2_400);
}

#[test]
fn every_history_of_the_demo_follows_the_table_of_the_lifecycle() {
    let service = site::shared();
    RUNTIME.block_on(async {
        let mut states = HashSet::new();
        for block in service.columns().columns.blocks() {
            states.extend(block.state.iter().copied());
            for id in block.ids.iter().step_by(5) {
                let incident = service.store().incident(*id).await.unwrap().unwrap();
                let events = service.store().incident_events(*id).await.unwrap();
                assert_eq!(events[0].from, None);
                for pair in events.windows(2) {
                    assert_eq!(pair[1].from, Some(pair[0].to), "{} {events:?}", incident.number);
                    assert!(pair[0].at <= pair[1].at);
                    let allowed = TABLE.iter().any(|row| {
                        Some(row.from) == pair[1].from && row.to == pair[1].to && row.event == pair[1].kind
                    });
                    assert!(allowed, "{} {:?}", incident.number, pair[1]);
                }
                assert_eq!(events.last().map(|event| event.to), Some(incident.state));
                assert!(events.iter().all(|event| event.at < anchor()));
                assert_eq!(incident.closed_at.is_some(), !incident.state.is_open());
            }
        }
        for state in State::ALL {
            assert!(states.contains(state), "no incident is {}", state.slug());
        }
    });
}

#[test]
fn one_campaign_is_in_a_phase_and_patrols_are_made_and_missed() {
    let service = site::shared();
    RUNTIME.block_on(async {
        let campaigns = service.campaigns().await.unwrap();
        let phases: Vec<_> =
            campaigns.campaigns.iter().map(|one| (one.version, one.phase.as_deref())).collect();
        assert_eq!(phases, [(1, Some("rectification")), (1, None)]);
        assert!(
            campaigns.campaigns.iter().all(|one| one.campaign.phases.iter().any(|p| p.first_day.is_some()))
        );
        let counts = service.overview(None).await.unwrap().patrols.unwrap();
        assert!(counts.totals.asked > 40 && counts.totals.done > 0, "{counts:?}");
        let behind = counts.totals.behind.unwrap();
        assert!(behind > 0 && behind < counts.totals.asked / 2, "{counts:?}");
        assert!(counts.zones.len() >= 4 && counts.zones.iter().all(|zone| zone.made <= zone.required));
        let query =
            PatrolQuery { since: Some(Instant(anchor().micros() - 20 * Instant::DAY)), ..Default::default() };
        let all = service.patrols(&query, &Viewer::office()).await.unwrap();
        assert!(all.total > 200, "{}", all.total);
        assert!(all.patrols.iter().all(|patrol| !patrol.place.areas.is_empty() && patrol.role.is_some()));
    });
}

#[test]
fn the_same_seed_gives_the_same_incidents_and_a_second_load_changes_nothing() {
    RUNTIME.block_on(async {
        let (one, two) = (site::fresh().await, site::fresh().await);
        let list = async |site: &site::Site| {
            let page = PageQuery { limit: Some(200), cursor: None };
            site.service.incidents(&IncidentFilter::default(), &page, &Viewer::office()).await.unwrap()
        };
        let before = list(&one).await;
        assert!(before == list(&two).await, "another load of the same seed differs");
        one.service.load_demo(anchor()).await.unwrap();
        assert!(before == list(&one).await, "a second load changed the incidents");
    });
}

#[test]
fn loading_that_was_cut_off_goes_on_and_doubles_nothing() {
    RUNTIME.block_on(async {
        let site = crate::site::fresh().await;
        let total = site.service.columns().columns.len();
        let counted = async || {
            let all: Vec<_> =
                site.service.columns().columns.blocks().flat_map(|block| block.ids.clone()).collect();
            let mut events = 0;
            for id in &all {
                events += site.service.store().incident_events(*id).await.unwrap().len();
            }
            let patrols = site.service.store().patrols(Instant(0), anchor()).await.unwrap().len();
            (events, site.service.store().photos_of(&all).await.unwrap().len(), patrols)
        };
        let before = counted().await;
        let cut = serde_json::json!({"anchor": anchor().micros(), "complete": false});
        site.service.store().set_setting("demo", &cut, anchor()).await.unwrap();
        site.service.load_demo(anchor()).await.unwrap();
        assert_eq!(site.service.columns().columns.len(), total);
        assert_eq!(counted().await, before, "no step, photo or patrol is there twice");
        let mark = site.service.store().setting("demo").await.unwrap().unwrap();
        assert_eq!(mark["complete"], true);
    });
}

#[test]
fn the_demo_is_refused_on_a_database_with_other_content() {
    RUNTIME.block_on(async {
        let site = crate::site::empty().await;
        let report =
            serde_json::from_value(serde_json::json!({"lon": 102.5, "lat": 24.3, "category": "dirty_road"}));
        site.service.create_incident(report.unwrap(), None, &Viewer::public()).await.unwrap();
        site.service.reload().await.unwrap();
        let refused = site.service.load_demo(anchor()).await.unwrap_err();
        assert_eq!(refused.code(), "demo_on_other_content");
        assert!(matches!(refused, AppError::Conflict { .. }));
        assert_eq!(site.service.reference().areas.len(), 0);
        assert!(site.service.store().setting("demo").await.unwrap().is_none());
    });
}

/// The person of a demo account, as he is when he signs in.
async fn person(service: &Service, login: &str) -> Viewer {
    let account = service.store().account_by_login(login).await.unwrap().unwrap();
    let (reference, now) = (service.reference(), service.now());
    let held = reference
        .roster
        .appointments()
        .iter()
        .filter(|post| post.person.or(post.unit) == account.party && post.validity.holds_at(now));
    let posts: Arc<[_]> = held.cloned().collect();
    let roles = from_posts::roles(Roles::NONE, posts.iter());
    let identity = Identity {
        account: account.id,
        login: account.login,
        name: account.name,
        party: account.party,
        session: None,
        scopes: None,
    };
    Viewer::signed_in(roles, identity, posts)
}

#[test]
fn who_tries_an_account_has_cases_on_time_in_warning_and_overdue_and_photos_to_look_at() {
    RUNTIME.block_on(async {
        let site = site::fresh().await;
        let service = &site.service;
        service.load_demo_accounts().await.unwrap();
        let (reference, now) = (service.reference(), service.now());
        let (mut kinds, mut bytes, mut climbed) = (HashSet::new(), HashSet::new(), 0);
        for login in ["dianzhang", "wuye", "chengguan"] {
            let tasks = service.tasks(500, &person(service, login).await).await.unwrap();
            let mut found = HashSet::new();
            for task in &tasks.items {
                let row = service.store().incident(task.brief.id).await.unwrap().unwrap();
                let events = service.store().incident_events(row.id).await.unwrap();
                let clock = CaseClock::of(&events, row.assignment.limit).expect("a task is filed");
                let timing = clock.timing(now, &reference.rulebook.calendar, &reference.zone);
                let runs = row.state != State::Suspended;
                assert_eq!(timing.due.filter(|_| runs), row.due_at, "{}", row.number);
                assert_eq!(timing.warn.filter(|_| runs), row.warn_at, "{}", row.number);
                climbed += events.iter().filter(|event| event.kind == EventKind::CaseEscalated).count();
                found.insert(timing.status);
                for photo in service.store().photos_of(&[row.id]).await.unwrap() {
                    kinds.insert(photo.kind);
                    bytes.insert(photo.sha256.clone());
                    let large = service.store().photo_bytes(&photo, PhotoSize::Large).await.unwrap();
                    assert!((2_000..40_000).contains(&large.len()), "{} bytes", large.len());
                }
            }
            for status in [DueStatus::OnTime, DueStatus::Warning, DueStatus::Overdue] {
                assert!(found.contains(&status), "{login} has none {}", status.slug());
            }
        }
        assert!(kinds.contains(&PhotoKind::Before) && kinds.contains(&PhotoKind::After));
        assert!(bytes.len() >= 12, "{} pictures", bytes.len());
        assert!(climbed >= 6, "{climbed} reminders");
        let (mut joined, mut relapses, mut states) = (0, 0, HashSet::new());
        let liaison = person(service, "liaison").await;
        let page = PageQuery { limit: Some(500), cursor: None };
        let area = liaison.posts.iter().find_map(|post| match &post.target {
            wangge::domain::duty::Target::Area { code, .. } => Some(code.clone()),
            wangge::domain::duty::Target::Feature { .. } => None,
        });
        let filter = IncidentFilter { area, ..IncidentFilter::default() };
        for item in service.incidents(&filter, &page, &liaison).await.unwrap().items {
            let row = service.store().incident(item.id).await.unwrap().unwrap();
            joined += usize::from(row.merged_into.is_some());
            relapses += usize::from(row.relapse_of.is_some());
            states.insert(row.state);
        }
        assert!(states.contains(&State::Handled), "the liaison has something to check");
        assert!(joined > 0 && relapses > 0, "{joined} joined, {relapses} came back");
    });
}
