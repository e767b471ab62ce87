//! The demo community, loaded as `serve --demo` loads it.

use crate::site::{self, RUNTIME, anchor};
use std::collections::HashSet;
use wangge::app::{AppError, IncidentFilter, PageQuery, Viewer};
use wangge::domain::case::{State, TABLE};
use wangge::domain::feature::{Layer, ManagementType};
use wangge::domain::grid::{Level, Scheme};

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
        for state in [State::Filed, State::Dispatched, State::Closed, State::HandledOnSite, State::Rejected] {
            assert!(states.contains(&state), "no incident is {}", state.slug());
        }
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
        let cut = serde_json::json!({"anchor": anchor().micros(), "complete": false});
        site.service.store().set_setting("demo", &cut, anchor()).await.unwrap();
        site.service.load_demo(anchor()).await.unwrap();
        assert_eq!(site.service.columns().columns.len(), total);
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
