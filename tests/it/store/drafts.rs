//! Drafts: every change kept, two people never lost, an end with the publication or without.

use super::{Database, on_both};
use uuid::Uuid;
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::domain::instant::Instant;
use wangge::store::{
    Draft, DraftArea, DraftCounts, DraftEnd, DraftSave, Import, MoveIncidents, Publication, Store, StoreError,
};

const ID: Uuid = Uuid::from_u128(0x51);

fn draft() -> Draft {
    Draft {
        id: ID,
        scheme: Scheme::Duty,
        base: 1,
        scope: vec!["c".to_owned()],
        note: "春季调整".to_owned(),
        version: 1,
        created_at: Instant(100),
        changed_at: Instant(100),
        ended_at: None,
        outcome: None,
        edition: None,
    }
}

fn area(code: &str, name: &str, drawn: bool) -> Area {
    let at = |lon, lat| Position::new(1_025_400_000 + lon, 243_500_000 + lat);
    Area {
        scheme: Scheme::Duty,
        level: Level::Zone,
        code: code.to_owned(),
        name: name.to_owned(),
        parent: Some("c".to_owned()),
        shape: drawn.then(|| Shape::from_ring(&[at(0, 0), at(10_000, 1), at(5_000, 7_000)])),
        extent: Some("东至宁州街".to_owned()),
    }
}

fn edition(base: i64, areas: Vec<Area>, replaced: &[&str], from: i64, recorded: i64) -> Publication {
    Publication {
        scheme: Scheme::Duty,
        base,
        scope: vec![],
        areas,
        replaced: replaced.iter().map(|code| (*code).to_owned()).collect(),
        succession: vec![],
        note: String::new(),
        in_force_from: Instant(from),
        recorded_at: Instant(recorded),
        move_incidents: MoveIncidents::These(vec![ID]),
    }
}

fn save<'a>(version: i64, areas: &'a [DraftArea], reason: &'a str, actor: &'a str) -> DraftSave<'a> {
    DraftSave { id: ID, version, areas, reason, actor }
}

async fn names(store: &Store, number: i64) -> Vec<String> {
    let mut names: Vec<String> =
        store.areas_of(Scheme::Duty, number).await.unwrap().into_iter().map(|area| area.name).collect();
    names.sort();
    names
}

on_both! {
    async fn a_draft_says_what_was_written_last_and_keeps_every_change(database: &Database) {
        let store = database.open().await;
        store.create_draft(&draft(), "office").await.unwrap();
        let first = [DraftArea::Is(area("z1", "一", true)), DraftArea::Is(area("z2", "二", false))];
        assert_eq!(store.change_draft(&save(1, &first, "分界", "office"), Instant(200)).await.unwrap(), 2);
        let second = [DraftArea::Gone("z2".to_owned()), DraftArea::Is(area("z1", "壹", true))];
        assert_eq!(store.change_draft(&save(2, &second, "合并", "office"), Instant(300)).await.unwrap(), 3);
        let stands = store.draft(ID).await.unwrap().unwrap();
        assert_eq!(stands, Draft { version: 3, changed_at: Instant(300), ..draft() });
        assert_eq!(
            store.draft_areas(&stands).await.unwrap(),
            [DraftArea::Is(area("z1", "壹", true)), DraftArea::Gone("z2".to_owned())]
        );
        assert_eq!(store.draft_counts(ID).await.unwrap(), DraftCounts { changed: 1, removed: 1 });
        let history = store.draft_history(ID).await.unwrap();
        let told: Vec<_> = history.iter().map(|c| (c.version, c.reason.as_str(), c.at.micros())).collect();
        assert_eq!(told, [(1, "春季调整", 100), (2, "分界", 200), (3, "合并", 300)]);
        assert_eq!(store.open_drafts(Scheme::Duty).await.unwrap(), [stands]);
        assert!(store.open_drafts(Scheme::Unit).await.unwrap().is_empty());
        assert!(store.draft_counts(Uuid::from_u128(9)).await.unwrap() == DraftCounts::default());
    }

    async fn of_two_who_change_one_version_one_is_told_what_the_other_changed(database: &Database) {
        let store = database.open().await;
        store.create_draft(&draft(), "office").await.unwrap();
        let mine = [DraftArea::Is(area("z1", "甲", true))];
        let yours = [DraftArea::Is(area("z2", "乙", true))];
        let (mine, yours) = (save(1, &mine, "甲", "a"), save(1, &yours, "乙", "b"));
        let (one, two) = tokio::join!(
            store.change_draft(&mine, Instant(200)),
            store.change_draft(&yours, Instant(200)),
        );
        let late = match (&one, &two) {
            (Ok(2), Err(late)) | (Err(late), Ok(2)) => late,
            _ => panic!("{one:?} {two:?}"),
        };
        assert!(matches!(late, StoreError::Conflict { current: 2 }), "{late:?}");
        let written = if one.is_ok() { "z1" } else { "z2" };
        assert_eq!(store.draft_changed_since(ID, 1).await.unwrap(), [written]);
        assert!(store.draft_changed_since(ID, 2).await.unwrap().is_empty());
    }

    async fn a_draft_ends_with_its_publication_or_neither_happens(database: &Database) {
        let store = database.open().await;
        store.publish(&edition(0, vec![area("z1", "一", true)], &[], 10, 10)).await.unwrap();
        store.create_draft(&draft(), "office").await.unwrap();
        let next = edition(1, vec![area("z1", "壹", true)], &["z1"], 20, 20);
        let import = |version| Import {
            publication: Some(&next),
            draft: Some(DraftEnd { id: ID, version }),
            ..Import::at(Instant(20))
        };
        let head = store.change_head().await.unwrap();
        let stale = store.import(&import(7)).await;
        assert!(matches!(stale, Err(StoreError::Conflict { current: 1 })), "{stale:?}");
        database.refuse("change_log", "new.kind = 'draft'").await;
        assert!(store.import(&import(1)).await.is_err());
        database.obey("change_log").await;
        assert_eq!(store.newest_edition(Scheme::Duty).await.unwrap(), 1);
        assert_eq!(store.change_head().await.unwrap(), head);
        assert_eq!(store.import(&import(1)).await.unwrap().edition, Some(2));
        let ended = store.draft(ID).await.unwrap().unwrap();
        assert_eq!((ended.outcome.as_deref(), ended.edition), (Some("published"), Some(2)));
        assert!(store.open_drafts(Scheme::Duty).await.unwrap().is_empty());
        let late = store.change_draft(&save(1, &[], "x", "x"), Instant(30)).await;
        assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
        assert!(matches!(store.withdraw_draft(ID, Instant(30)).await, Err(StoreError::NotFound)));
    }

    async fn a_withdrawn_edition_never_was_and_what_it_ended_stands_again(database: &Database) {
        let store = database.open().await;
        let first = vec![area("z1", "一", true), area("z2", "二", true)];
        store.publish(&edition(0, first, &[], 10, 10)).await.unwrap();
        let coming = edition(1, vec![area("z1", "壹", true), area("z3", "三", true)], &["z1", "z2"], 100, 20);
        assert_eq!(store.publish(&coming).await.unwrap(), 2);
        assert_eq!(store.turns_around(Instant(50)).await.unwrap(), Instant(10)..Instant(100));
        assert_eq!(names(&store, 2).await, ["三", "壹"]);
        let early = store.withdraw_edition(Scheme::Duty, 1, Instant(30)).await;
        assert!(matches!(early, Err(StoreError::Conflict { current: 2 })), "{early:?}");
        let late = store.withdraw_edition(Scheme::Duty, 2, Instant(100)).await;
        assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
        store.withdraw_edition(Scheme::Duty, 2, Instant(30)).await.unwrap();
        assert_eq!(store.newest_edition(Scheme::Duty).await.unwrap(), 1);
        assert_eq!(store.current_edition(Scheme::Duty, Instant(200)).await.unwrap(), Some(1));
        assert_eq!(names(&store, 1).await, ["一", "二"]);
        assert_eq!(store.turns_around(Instant(50)).await.unwrap(), Instant(10)..Instant(i64::MAX));
        // The number is not used again, and the same codes can be written anew.
        let again = edition(1, vec![area("z1", "甲", true)], &["z1"], 40, 40);
        assert_eq!(store.publish(&again).await.unwrap(), 3);
        assert_eq!(names(&store, 3).await, ["二", "甲"]);
        assert_eq!(names(&store, 1).await, ["一", "二"]);
        assert_eq!(store.editions_at(Instant(50), Instant(39)).await.unwrap(), [(Scheme::Duty, 1)]);
        let unmoved = store.unmoved_editions(Instant(50)).await.unwrap();
        assert_eq!(unmoved.iter().map(|e| e.number).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(unmoved[0].move_incidents, MoveIncidents::These(vec![ID]));
        store.mark_moved(Scheme::Duty, 1, Instant(50)).await.unwrap();
        assert_eq!(store.unmoved_editions(Instant(50)).await.unwrap().len(), 1);
    }
}
