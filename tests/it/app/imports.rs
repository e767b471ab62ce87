//! Imports are all or nothing (R13), and tell who took over whose ground (R6). Failures come from the database
//! itself, between two parts of one import.

use crate::site;
use crate::store::database::{Database, on_both};
use serde_json::Map;
use std::sync::Arc;
use uuid::Uuid;
use wangge::app::import::{AreaImport, Fate, FeatureImport, Import, ImportError, import, import_watched};
use wangge::app::import_plan::AreaScope;
use wangge::app::roster_import::{RosterImport, import_roster};
use wangge::app::{LocateQuery, Service, Viewer};
use wangge::domain::feature::{Feature, Layer};
use wangge::domain::geo::{Geometry, Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme, Takeover};
use wangge::domain::instant::{Instant, Validity};
use wangge::domain::progress::{Progress, Stage};
use wangge::exchange::roster::{self, RosterLine};
use wangge::ids::SeededIds;
use wangge::store::{ImportCounts, Store, StoreError};

const EARLY: Instant = Instant(1_772_326_800_000_000);
const LATER: Instant = Instant(EARLY.0 + Instant::DAY);

fn at(x: i32, y: i32) -> Position {
    Position::new(1_025_000_000 + x * 10_000, 243_000_000 + y * 10_000)
}

fn rectangle([west, south, east, north]: [i32; 4]) -> Shape {
    Shape::from_ring(&[at(west, south), at(east, south), at(east, north), at(west, north)])
}

fn area(level: Level, code: &str, parent: Option<&str>, sides: [i32; 4]) -> Area {
    Area {
        scheme: Scheme::Duty,
        level,
        code: code.to_owned(),
        name: format!("名{code}"),
        parent: parent.map(str::to_owned),
        shape: Some(rectangle(sides)),
        extent: None,
    }
}

/// A community with two points side by side.
fn grid() -> Vec<Area> {
    vec![
        area(Level::Community, "C", None, [0, 0, 20, 10]),
        area(Level::Point, "P1", Some("C"), [0, 0, 10, 10]),
        area(Level::Point, "P2", Some("C"), [10, 0, 20, 10]),
    ]
}

/// The second point cut in two.
fn split() -> Vec<Area> {
    vec![
        area(Level::Point, "P1", Some("C"), [0, 0, 10, 10]),
        area(Level::Point, "P3", Some("C"), [10, 0, 14, 10]),
        area(Level::Point, "P4", Some("C"), [14, 0, 20, 10]),
    ]
}

fn feature(id: u128, layer: Layer, code: &str, sides: [i32; 4]) -> Feature {
    Feature {
        id: Uuid::from_u128(id),
        layer,
        code: code.to_owned(),
        name: format!("名{code}"),
        geometry: Geometry::Area(rectangle(sides)),
        attributes: Map::new(),
        validity: Validity { from: EARLY, until: None },
    }
}

fn wanted(areas: Vec<Area>, features: Vec<Feature>, at: Instant) -> Import {
    let areas =
        AreaImport { scheme: Scheme::Duty, areas, scope: AreaScope::Communities, note: String::new() };
    Import { areas: Some(areas), features: Some(FeatureImport { features, scope: None }), at, dry_run: false }
}

/// Everything that an import could have changed.
async fn stored(store: &Store) -> String {
    let mut areas = store.load_areas(Instant(i64::MAX)).await.unwrap();
    areas.areas.sort_by(|a, b| a.code.cmp(&b.code));
    format!(
        "{areas:?} {:?} {:?} {:?} {:?} {:?}",
        store.editions(Scheme::Duty).await.unwrap(),
        store.load_features(LATER).await.unwrap(),
        store.load_parties().await.unwrap(),
        store.load_appointments().await.unwrap(),
        store.change_head().await.unwrap(),
    )
}

fn owner_of_the_east(service: &Service) -> String {
    let [lon, lat] = at(12, 5).degrees();
    let query = LocateQuery { lon, lat, ..LocateQuery::default() };
    service.locate_in(&service.reference(), &query, &Viewer::office()).unwrap().card.areas[0].code.clone()
}

fn lines() -> Vec<RosterLine> {
    let table = "片区,点位,点长,单位\n一片,一号,张三,市住建局\n一片,二号,李四,市教体局\n";
    roster::read(table.as_bytes()).unwrap()
}

fn roster_import() -> RosterImport {
    RosterImport {
        lines: lines(),
        community: None,
        from: EARLY,
        public_phones: false,
        at: LATER,
        dry_run: false,
    }
}

on_both! {
    async fn areas_and_layers_of_one_import_are_stored_together_or_not_at_all(database: &Database) {
        let store = database.open().await;
        let first = vec![feature(1, Layer::Compound, "M1", [1, 1, 3, 3])];
        import(&store, wanted(grid(), first, EARLY)).await.unwrap();
        let running = site::open(&database.location(), 7).await;
        let before = stored(&store).await;
        assert_eq!(owner_of_the_east(&running.service), "P2");
        let features = || vec![
            feature(2, Layer::Compound, "M2", [1, 1, 3, 3]),
            feature(3, Layer::Market, "K1", [4, 4, 6, 6]),
        ];
        for (table, condition) in [
            ("feature", "new.code = 'K1'"),
            ("area_succession", "new.to_code = 'P4'"),
            ("change_log", "new.key = 'market'"),
        ] {
            database.refuse(table, condition).await;
            let refused = import(&store, wanted(split(), features(), LATER)).await;
            assert!(matches!(refused, Err(ImportError::Store(_))), "{table}: {refused:?}");
            assert_eq!(stored(&store).await, before, "{table}");
            assert!(!running.service.follow().await.unwrap());
            assert_eq!(owner_of_the_east(&running.service), "P2");
            assert_eq!(running.service.reference().features.len(), 1);
            database.obey(table).await;
        }
        let report = import(&store, wanted(split(), features(), LATER)).await.unwrap();
        assert_eq!(report.areas.unwrap().edition, Some(2));
        let layers = report.features.unwrap().layers;
        assert_eq!(layers["compound"], ImportCounts { added: 1, removed: 1, ..ImportCounts::default() });
        running.service.follow().await.unwrap();
        assert_eq!(owner_of_the_east(&running.service), "P3");
        assert_eq!(running.service.reference().features.len(), 2);
        running.service.store().close().await;
    }

    async fn a_roster_is_stored_with_its_areas_parties_and_posts_or_not_at_all(database: &Database) {
        let store = database.open().await;
        import(&store, wanted(grid(), vec![feature(1, Layer::Compound, "M1", [1, 1, 3, 3])], EARLY)).await.unwrap();
        let running = site::open(&database.location(), 7).await;
        let before = stored(&store).await;
        for (table, condition) in [
            ("appointment", "new.target_code = '二号'"),
            ("area", "new.code = '二号'"),
            ("party", "new.name = '李四'"),
            ("change_log", "new.kind = 'appointments'"),
        ] {
            database.refuse(table, condition).await;
            let refused = import_roster(&store, roster_import(), &SeededIds::new(3)).await;
            assert!(matches!(refused, Err(ImportError::Store(_))), "{table}: {refused:?}");
            assert_eq!(stored(&store).await, before, "{table}");
            assert!(!running.service.follow().await.unwrap());
            assert!(running.service.reference().roster.parties().is_empty());
            database.obey(table).await;
        }
        let dry = RosterImport { dry_run: true, ..roster_import() };
        let dry = import_roster(&store, dry, &SeededIds::new(3)).await.unwrap();
        assert_eq!(stored(&store).await, before);
        let done = import_roster(&store, roster_import(), &SeededIds::new(3)).await.unwrap();
        assert_eq!((done.parties_added, done.appointments.added), (4, 2));
        assert_eq!((dry.parties_added, dry.appointments), (done.parties_added, done.appointments));
        running.service.follow().await.unwrap();
        assert_eq!(running.service.reference().roster.parties().len(), 4);
        running.service.store().close().await;
    }

    async fn faults_of_areas_and_of_features_are_told_at_once_and_nothing_is_stored(database: &Database) {
        let store = database.open().await;
        let crossing = Area {
            shape: Some(Shape::from_ring(&[at(0, 0), at(10, 10), at(10, 0), at(0, 10)])),
            ..area(Level::Community, "C", None, [0, 0, 1, 1])
        };
        let twice = feature(1, Layer::Compound, "M1", [1, 1, 3, 3]);
        let refused = import(&store, wanted(vec![crossing], vec![twice.clone(), twice], EARLY)).await;
        let Err(ImportError::Refused(problems)) = refused else { panic!("{refused:?}") };
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&"self_crossing") && codes.contains(&"duplicate_code"), "{codes:?}");
        assert_eq!(store.change_head().await.unwrap(), 0);
    }

    async fn features_are_scoped_by_the_areas_that_come_with_them(database: &Database) {
        let store = database.open().await;
        import(&store, wanted(grid(), vec![feature(1, Layer::Compound, "M1", [1, 1, 3, 3])], EARLY)).await.unwrap();
        let inside = feature(2, Layer::Compound, "M2", [15, 1, 17, 3]);
        let mut scoped = wanted(split(), vec![inside], LATER);
        scoped.features.as_mut().unwrap().scope = Some("P4".to_owned());
        let dry = import(&store, Import { dry_run: true, ..scoped.clone() }).await.unwrap().features.unwrap();
        let done = import(&store, scoped).await.unwrap().features.unwrap();
        assert_eq!(done.layers["compound"], ImportCounts { added: 1, ..ImportCounts::default() });
        assert_eq!(dry, done);
    }

    async fn whoever_cancels_before_the_commit_finds_nothing_stored(database: &Database) {
        let store = database.open().await;
        let first = vec![feature(1, Layer::Compound, "M1", [1, 1, 3, 3])];
        import(&store, wanted(grid(), first.clone(), EARLY)).await.unwrap();
        let before = stored(&store).await;
        // While it is checked.
        let progress = Arc::new(Progress::default());
        progress.cancel();
        let stopped = import_watched(&store, wanted(split(), first.clone(), LATER), &progress).await;
        let Err(ImportError::Refused(problems)) = stopped else { panic!("{stopped:?}") };
        assert_eq!(problems[0].code, "cancelled");
        assert_eq!(stored(&store).await, before);
        // While it is written: the first rows are there already.
        let scope = wangge::store::FeatureScope::Layer;
        let features = [wangge::store::FeatureChange { layer: Layer::Compound, scope: &scope, features: &[] }];
        let write = wangge::store::Import {
            features: &features,
            progress: Some(&progress),
            ..wangge::store::Import::at(LATER)
        };
        let stopped = store.import(&write).await;
        assert!(matches!(stopped, Err(StoreError::Cancelled)), "{stopped:?}");
        assert_eq!(stored(&store).await, before);
        // Nobody cancels: the counts end at their totals.
        let progress = Arc::new(Progress::default());
        import_watched(&store, wanted(split(), first, LATER), &progress).await.unwrap();
        for (stage, total) in [(Stage::Checking, 8), (Stage::Writing, 3)] {
            let told = progress.of(stage).unwrap();
            assert_eq!((told.done, told.total), (total, Some(total)), "{stage:?}");
        }
    }

    async fn features_keep_since_when_they_stand_and_what_becomes_of_each_is_told(database: &Database) {
        let store = database.open().await;
        let of = |features: Vec<Feature>, at| Import { areas: None, ..wanted(Vec::new(), features, at) };
        let before = vec![
            feature(1, Layer::Compound, "M1", [1, 1, 3, 3]),
            feature(2, Layer::Compound, "M2", [4, 1, 6, 3]),
        ];
        import(&store, of(before, EARLY)).await.unwrap();
        // Read on another day, a file begins on that day by itself.
        let mut coming = vec![
            feature(3, Layer::Compound, "M1", [1, 1, 3, 3]),
            feature(4, Layer::Compound, "M3", [7, 1, 9, 3]),
        ];
        for feature in &mut coming {
            feature.validity.from = LATER;
        }
        let report = import(&store, of(coming, LATER)).await.unwrap().features.unwrap();
        let counts = ImportCounts { added: 1, removed: 1, unchanged: 1, changed: 0 };
        assert_eq!(report.layers["compound"], counts);
        let told: Vec<_> = report.fates.iter().map(|(fate, feature)| (*fate, feature.code.as_str())).collect();
        assert_eq!(told, [(Fate::Added, "M3"), (Fate::Removed, "M2")]);
        let stands = store.load_features(LATER).await.unwrap();
        let stands: Vec<_> =
            stands.iter().map(|one| (one.code.as_str(), one.id.as_u128(), one.validity.from)).collect();
        assert_eq!(stands, [("M1", 1, EARLY), ("M3", 4, LATER)]);
    }

    async fn a_road_of_one_owner_that_is_no_area_is_told(database: &Database) {
        let store = database.open().await;
        import(&store, wanted(grid(), Vec::new(), EARLY)).await.unwrap();
        let road = |owner: Option<&str>| {
            let mut road = feature(1, Layer::Road, "R1", [1, 1, 3, 3]);
            road.attributes.insert("side_rule".into(), "one_owner".into());
            road.attributes.extend(owner.map(|owner| ("side_owner".to_owned(), owner.into())));
            vec![road]
        };
        let code = grid()[0].code.clone();
        let owners = [(None, true), (Some("nobody"), true), (Some(code.as_str()), false)];
        for (later, (owner, told)) in (0..).zip(owners) {
            let at = Instant(LATER.micros() + later);
            let roads = Import { areas: None, ..wanted(Vec::new(), road(owner), at) };
            let report = import(&store, roads).await.unwrap().features.unwrap();
            assert_eq!(report.warnings.iter().any(|warning| warning.code == "side_owner"), told, "{owner:?}");
        }
    }

    async fn an_edition_tells_who_took_over_whose_ground(database: &Database) {
        let store = database.open().await;
        let areas = |areas, at| Import { features: None, ..wanted(areas, Vec::new(), at) };
        import(&store, areas(grid(), EARLY)).await.unwrap();
        let report = import(&store, areas(split(), LATER)).await.unwrap().areas.unwrap();
        let takeover = |from: &str, to: &str, permille| Takeover { from: from.into(), to: to.into(), permille };
        assert_eq!(report.succession, [takeover("P2", "P3", 400), takeover("P2", "P4", 600)]);
        let stored = store.successors(Scheme::Duty, "P2").await.unwrap();
        assert_eq!(stored, [(2, "P4".to_owned(), 600), (2, "P3".to_owned(), 400)]);
        let merged = vec![area(Level::Point, "P1", Some("C"), [0, 0, 20, 10])];
        import(&store, areas(merged, Instant(LATER.0 + 1))).await.unwrap();
        for code in ["P3", "P4"] {
            assert_eq!(store.successors(Scheme::Duty, code).await.unwrap(), [(3, "P1".to_owned(), 1000)]);
        }
        assert_eq!(store.successors(Scheme::Duty, "P1").await.unwrap(), []);
    }

    async fn an_edition_published_meanwhile_refuses_the_whole_import(database: &Database) {
        let store = database.open().await;
        let first = vec![feature(1, Layer::Compound, "M1", [1, 1, 3, 3])];
        import(&store, wanted(grid(), first, EARLY)).await.unwrap();
        let edition = wangge::store::Publication {
            scheme: Scheme::Duty,
            base: 0,
            scope: Vec::new(),
            areas: split(),
            replaced: Vec::new(),
            succession: Vec::new(),
            note: String::new(),
            in_force_from: LATER,
            recorded_at: LATER,
            move_incidents: wangge::store::MoveIncidents::None,
        };
        let scope = wangge::store::FeatureScope::Layer;
        let features = [wangge::store::FeatureChange { layer: Layer::Compound, scope: &scope, features: &[] }];
        let before = stored(&store).await;
        let write = wangge::store::Import {
            publication: Some(&edition),
            features: &features,
            ..wangge::store::Import::at(LATER)
        };
        let refused = store.import(&write).await;
        assert!(matches!(refused, Err(StoreError::Conflict { current: 1 })), "{refused:?}");
        assert_eq!(stored(&store).await, before);
    }
}
