//! A roster taken into a draft: areas of the draft, parties and posts are stored together or not at all, on both databases.

use crate::site;
use crate::store::database::{Database, on_both};
use wangge::app::draft::NewDraft;
use wangge::app::draft_roster::RosterWish;
use wangge::app::import::{AreaImport, Import, import};
use wangge::app::import_plan::AreaScope;
use wangge::app::publish::PublishRequest;
use wangge::app::{AppError, LocateQuery, Service, Viewer};
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::domain::instant::Instant;
use wangge::store::Store;

/// 2026-01-01 00:00 in Shanghai.
const JANUARY: Instant = Instant(1_767_196_800_000_000);
const TABLE: &str =
    "片区,点位,点长,单位,电话\n一片,一号,张三,市住建局,19900001111\n一片,二号,李四,市教体局,\n";

fn at(x: i32, y: i32) -> Position {
    Position::new(1_025_000_000 + x * 10_000, 243_000_000 + y * 10_000)
}

fn area(level: Level, code: &str, name: &str, parent: Option<&str>, west: i32, east: i32) -> Area {
    Area {
        scheme: Scheme::Duty,
        level,
        code: code.to_owned(),
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        shape: Some(Shape::from_ring(&[at(west, 0), at(east, 0), at(east, 10), at(west, 10)])),
        extent: None,
    }
}

async fn settled(database: &Database) -> site::Site {
    let store = database.open().await;
    let areas = vec![
        area(Level::Community, "C", "社区", None, 0, 10),
        area(Level::Zone, "C-1", "一片", Some("C"), 0, 10),
        area(Level::Point, "C-1-1", "一号", Some("C-1"), 0, 10),
    ];
    let note = String::new();
    let areas = AreaImport { scheme: Scheme::Duty, areas, scope: AreaScope::Communities, note };
    let first = Import { areas: Some(areas), features: None, at: JANUARY, dry_run: false };
    import(&store, first).await.unwrap();
    store.close().await;
    site::open(&database.location(), 7).await
}

/// Everything that a roster could have changed.
async fn stored(store: &Store, draft: uuid::Uuid) -> String {
    let draft = store.draft(draft).await.unwrap().unwrap();
    format!(
        "{draft:?} {:?} {:?} {:?} {:?} {:?}",
        store.draft_areas(&draft).await.unwrap(),
        store.draft_history(draft.id).await.unwrap(),
        store.load_parties().await.unwrap(),
        store.load_appointments().await.unwrap(),
        store.change_head().await.unwrap(),
    )
}

fn head(service: &Service) -> (Option<String>, Option<String>) {
    let [lon, lat] = at(5, 5).degrees();
    let query = LocateQuery { lon, lat, ..LocateQuery::default() };
    let located = service.locate_in(&service.reference(), &query, &Viewer::office()).unwrap();
    let post = &located.card.chain[0];
    (
        post.unit.as_ref().and_then(|unit| unit.name.clone()),
        post.person.as_ref().and_then(|person| person.name.clone()),
    )
}

on_both! {
    async fn a_roster_goes_into_a_draft_with_its_posts_or_not_at_all(database: &Database) {
        let running = settled(database).await;
        let service = &running.service;
        let draft = service.create_draft(NewDraft::default(), &Viewer::office()).await.unwrap();
        let before = stored(service.store(), draft.id).await;
        let wish = || RosterWish { reason: "导入责任表".into(), ..RosterWish::default() };
        let viewer = Viewer::office();
        let take = |version| {
            service.take_roster(draft.id, version, TABLE.as_bytes().to_vec(), wish(), &viewer)
        };
        for (table, condition) in [
            ("draft_area", "new.code = '二号'"),
            ("draft_change", "new.version = 2"),
            ("party", "new.name = '李四'"),
            ("appointment", "new.target_code = '二号'"),
            ("change_log", "new.kind = 'appointments'"),
        ] {
            database.refuse(table, condition).await;
            assert!(take(1).await.is_err(), "{table}");
            assert_eq!(stored(service.store(), draft.id).await, before, "{table}");
            database.obey(table).await;
        }
        let dry = service
            .preview_draft_roster(draft.id, TABLE.as_bytes().to_vec(), wish())
            .await
            .unwrap();
        assert_eq!(stored(service.store(), draft.id).await, before);
        let done = take(1).await.unwrap();
        let counts = |answer: &wangge::app::answer::RosterAnswer| {
            let change = answer.change.as_ref().unwrap();
            (change.areas.len(), change.parties_added, change.posts_added)
        };
        assert_eq!((counts(&dry), counts(&done)), ((1, 4, 2), (1, 4, 2)));
        assert_eq!(done.draft.version, 2);
        assert!(matches!(take(1).await, Err(AppError::Stale { current: 2, .. })));
        // The point that is there already has its head at once, the new one with its edition.
        assert_eq!(head(service), (Some("市住建局".into()), Some("张三".into())));
        service.publish_draft(draft.id, 2, &PublishRequest::default()).await.unwrap();
        let reference = service.reference();
        assert!(reference.areas.get(Scheme::Duty, "二号").is_some());
        running.service.store().close().await;
    }

    async fn posts_begin_on_the_day_that_is_named(database: &Database) {
        let running = settled(database).await;
        let service = &running.service;
        let draft = service.create_draft(NewDraft::default(), &Viewer::office()).await.unwrap();
        let from = Some(Instant(service.now().0 + 40 * Instant::DAY));
        let wish = RosterWish { from, reason: "换届".into(), ..RosterWish::default() };
        service.take_roster(draft.id, 1, TABLE.as_bytes().to_vec(), wish, &Viewer::office()).await.unwrap();
        assert_eq!(head(service), (None, None));
        let terms = service.store().load_appointments().await.unwrap();
        assert!(terms.len() == 2 && terms.iter().all(|term| Some(term.validity.from) == from));
        running.service.store().close().await;
    }
}
