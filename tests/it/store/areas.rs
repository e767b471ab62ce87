//! Editions: published whole or not at all, each readable at its time.

use super::{Database, on_both};
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme, Takeover};
use wangge::domain::instant::Instant;
use wangge::store::{Publication, StoreError};

fn area(code: &str, parent: Option<&str>, drawn: bool) -> Area {
    let corner = |lon, lat| Position::new(1_025_400_000 + lon, 243_500_000 + lat);
    Area {
        scheme: Scheme::Duty,
        level: if parent.is_some() { Level::Zone } else { Level::Community },
        code: code.to_owned(),
        name: format!("片区 {code}"),
        parent: parent.map(str::to_owned),
        shape: drawn.then(|| Shape::from_ring(&[corner(0, 0), corner(10_000, 0), corner(5_000, 7_000)])),
        extent: Some("东至宁州街".to_owned()),
    }
}

fn publication(base: i64, areas: Vec<Area>, replaced: &[&str], from: i64) -> Publication {
    Publication {
        scheme: Scheme::Duty,
        base,
        scope: vec!["c".to_owned()],
        areas,
        replaced: replaced.iter().map(|code| (*code).to_owned()).collect(),
        succession: vec![],
        note: "调整".to_owned(),
        in_force_from: Instant(from),
        recorded_at: Instant(from),
        move_incidents: wangge::store::MoveIncidents::None,
    }
}

fn takeover(from: &str, to: &str, permille: u16) -> Takeover {
    Takeover { from: from.to_owned(), to: to.to_owned(), permille }
}

fn sorted(mut areas: Vec<Area>) -> Vec<Area> {
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    areas
}

/// A border of so many vertices that it does not go through the database's JSON.
fn saw() -> Shape {
    let tooth = |n: i32| Position::new(1_025_400_000 + 10 * n, 243_500_000 + 1000 + 30 * (n % 2));
    let feet = [Position::new(1_025_400_000, 243_500_000), Position::new(1_025_800_000, 243_500_000)];
    let ring: Vec<Position> = feet.into_iter().chain((0..40_000).rev().map(tooth)).collect();
    Shape::from_ring(&ring)
}

on_both! {
    async fn long_borders_are_stored_beside_short_ones(database: &Database) {
        let store = database.open().await;
        let long = Area { shape: Some(saw()), ..area("z1", Some("c"), true) };
        let areas = vec![area("c", None, true), long, area("z2", Some("c"), true)];
        store.publish(&publication(0, areas.clone(), &[], 100)).await.unwrap();
        assert_eq!(sorted(store.areas_of(Scheme::Duty, 1).await.unwrap()), areas);
        let draft = wangge::store::Draft {
            id: uuid::Uuid::from_u128(7),
            scheme: Scheme::Duty,
            base: 1,
            scope: vec![],
            note: String::new(),
            version: 1,
            created_at: Instant(100),
            changed_at: Instant(100),
            ended_at: None,
            outcome: None,
            edition: None,
        };
        store.create_draft(&draft, "office").await.unwrap();
        let changes: Vec<_> = areas.into_iter().map(wangge::store::DraftArea::Is).collect();
        let save = wangge::store::DraftSave { id: draft.id, version: 1, areas: &changes, reason: "x", actor: "office" };
        assert_eq!(store.change_draft(&save, Instant(200)).await.unwrap(), 2);
        assert_eq!(store.draft_areas(&draft).await.unwrap(), changes);
    }

    async fn each_edition_is_read_back_at_its_own_time(database: &Database) {
        let store = database.open().await;
        let first = vec![area("c", None, true), area("z1", Some("c"), true), area("z2", Some("c"), false)];
        assert_eq!(store.publish(&publication(0, first.clone(), &[], 100)).await.unwrap(), 1);
        let mut second = publication(1, vec![area("z3", Some("c"), true)], &["z1", "z2"], 200);
        second.succession = vec![takeover("z1", "z3", 400), takeover("z1", "z4", 600), takeover("z2", "z3", 1000)];
        assert_eq!(store.publish(&second).await.unwrap(), 2);
        store.close().await;

        let store = database.open().await;
        assert!(store.load_areas(Instant(99)).await.unwrap().editions.is_empty());
        let old = store.load_areas(Instant(199)).await.unwrap();
        assert_eq!((old.editions, sorted(old.areas)), (vec![(Scheme::Duty, 1)], first));
        let new = store.load_areas(Instant(200)).await.unwrap();
        assert_eq!(new.editions, vec![(Scheme::Duty, 2)]);
        assert_eq!(sorted(new.areas), vec![area("c", None, true), area("z3", Some("c"), true)]);
        assert_eq!(store.current_edition(Scheme::Duty, Instant(150)).await.unwrap(), Some(1));
        assert_eq!(store.current_edition(Scheme::Unit, Instant(150)).await.unwrap(), None);
        assert_eq!(
            store.successors(Scheme::Duty, "z1").await.unwrap(),
            vec![(2, "z4".to_owned(), 600), (2, "z3".to_owned(), 400)]
        );
        let editions = store.editions(Scheme::Duty).await.unwrap();
        assert_eq!(editions.iter().map(|e| (e.number, e.base)).collect::<Vec<_>>(), [(1, None), (2, Some(1))]);
    }

    async fn a_draft_on_an_old_base_is_a_conflict_and_changes_nothing(database: &Database) {
        let store = database.open().await;
        store.publish(&publication(0, vec![area("c", None, true)], &[], 100)).await.unwrap();
        let stale = store.publish(&publication(0, vec![area("d", None, true)], &[], 200)).await;
        assert!(matches!(stale, Err(StoreError::Conflict { current: 1 })), "{stale:?}");
        let unknown = store.publish(&publication(1, vec![area("d", None, true)], &["x"], 200)).await;
        assert!(matches!(unknown, Err(StoreError::Conflict { current: 1 })), "{unknown:?}");
        let double = store.publish(&publication(1, vec![area("c", None, false)], &[], 200)).await;
        assert!(matches!(double, Err(StoreError::Unique { .. })), "{double:?}");
        let earlier = store.publish(&publication(1, vec![area("d", None, true)], &[], 99)).await;
        assert!(matches!(earlier, Err(StoreError::Value { .. })), "{earlier:?}");
        assert_eq!(store.load_areas(Instant(300)).await.unwrap().areas, vec![area("c", None, true)]);
        assert_eq!(store.newest_edition(Scheme::Duty).await.unwrap(), 1);
        assert_eq!(store.change_head().await.unwrap(), 1);
    }

    async fn thousands_of_areas_pass_in_several_batches(database: &Database) {
        let store = database.open().await;
        let areas: Vec<_> = (0..9001).map(|n| area(&format!("{n:05}"), None, n % 2 == 0)).collect();
        store.publish(&publication(0, areas.clone(), &[], 1)).await.unwrap();
        assert_eq!(sorted(store.load_areas(Instant(1)).await.unwrap().areas), areas);
    }

    async fn a_ring_of_two_hundred_thousand_vertices_comes_back_the_same(database: &Database) {
        let store = database.open().await;
        let ring: Vec<_> = (0..200_000).map(|n| Position::new(n * 7, (n % 1000) * 3)).collect();
        let large = Area { shape: Some(Shape::from_ring(&ring)), ..area("large", None, false) };
        store.publish(&publication(0, vec![large.clone()], &[], 1)).await.unwrap();
        assert_eq!(store.load_areas(Instant(1)).await.unwrap().areas, vec![large]);
    }

    async fn an_image_answers_for_its_edition_alone_and_is_left_out_for_small_ones(database: &Database) {
        let store = database.open().await;
        let areas: Vec<_> = (0..40).map(|n| area(&format!("{n:05}"), None, n % 2 == 0)).collect();
        store.publish(&publication(0, areas.clone(), &[], 1)).await.unwrap();
        let rows = store.load_areas(Instant(1)).await.unwrap();
        assert_eq!(rows.without_image, vec![(Scheme::Duty, 1)]);
        assert!(!store.keep_area_image(Scheme::Duty, 1, &rows.areas, 41).await.unwrap());
        assert_eq!(store.area_image(Scheme::Duty, 1).await.unwrap(), None);

        assert!(store.keep_area_image(Scheme::Duty, 1, rows.areas.iter().rev(), 40).await.unwrap());
        let image = store.load_areas(Instant(1)).await.unwrap();
        assert_eq!((image.areas, image.without_image), (areas.clone(), vec![]));
        assert!(store.keep_area_image(Scheme::Duty, 1, &areas, 40).await.unwrap(), "keeping again replaces it");

        store.publish(&publication(1, vec![area("new", None, true)], &["00000"], 2)).await.unwrap();
        let next = store.load_areas(Instant(2)).await.unwrap();
        assert_eq!((next.areas.len(), next.without_image), (40, vec![(Scheme::Duty, 2)]));
        assert!(next.areas.iter().any(|area| area.code == "new"));
    }
}
