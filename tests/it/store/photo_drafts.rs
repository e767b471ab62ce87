//! Drafts from photos: kept with their photos, sorted, discarded, and made into one report whoever confirms them.

use super::builders::{MORNING, incident, with_key};
use super::{Database, on_both};
use uuid::Uuid;
use wangge::domain::geo::Position;
use wangge::domain::instant::Instant;
use wangge::domain::photo::{DraftState, PhotoHints, PhotoKind, PlacedBy};
use wangge::store::sound::Look;
use wangge::store::{
    DraftEdit, FromDraft, KnownPhoto, MoveInto, NewDraftedPhoto, NewPhotoDraft, PhotoSize, Store, StoreError,
    Writer,
};

const NOW: Instant = Instant(MORNING);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0xD000 + n)
}

fn edit() -> DraftEdit {
    DraftEdit { at: NOW, by: "office".into() }
}

fn hints() -> PhotoHints {
    PhotoHints {
        position: Some(Position::new(1_025_405_000, 243_505_000)),
        accuracy_m: Some(6.5),
        taken_at: Some(Instant(MORNING - 60 * Instant::SECOND)),
        direction: Some(90.0),
        north: None,
    }
}

async fn photo(store: &Store, n: u128) -> NewDraftedPhoto {
    let bytes = |size: &str| format!("{size} {n} ").repeat(50).into_bytes();
    NewDraftedPhoto {
        id: Uuid::from_u128(0xE000 + n),
        original: format!("{n:064x}"),
        kept: store.keep_photo(bytes("large"), bytes("thumb"), NOW).await.unwrap(),
        width: 640,
        height: 480,
        hints: hints(),
    }
}

async fn draft(store: &Store, n: u128, photos: std::ops::Range<u128>) -> NewPhotoDraft {
    let mut own = Vec::new();
    for photo_number in photos {
        own.push(photo(store, photo_number).await);
    }
    NewPhotoDraft {
        id: id(n),
        source: "patrol".into(),
        hints: hints(),
        brought_at: NOW,
        brought_by: "office".into(),
        photos: own,
    }
}

/// A store with drafts of so many photos each, numbered from 1 on.
async fn with(database: &Database, counts: &[u128]) -> Store {
    let store = database.open().await;
    let mut drafts = Vec::new();
    let mut next = 1;
    for (n, count) in counts.iter().enumerate() {
        drafts.push(draft(&store, n as u128 + 1, next..next + count).await);
        next += count;
    }
    store.add_photo_drafts(&drafts, &[], &[], NOW).await.unwrap();
    store
}

async fn photos_of(store: &Store, n: u128) -> Vec<u128> {
    let photos = store.drafted_photos(&[id(n)]).await.unwrap();
    photos.iter().map(|photo| photo.id.as_u128() - 0xE000).collect()
}

on_both! {
    async fn drafts_come_back_with_their_photos_newest_first_and_page_by_page(database: &Database) {
        let store = with(database, &[2, 1, 1]).await;
        store.close().await;
        let store = database.open().await;
        assert_eq!(store.waiting_draft_count().await.unwrap(), 3);
        let first = store.waiting_drafts(Uuid::max(), 2).await.unwrap();
        assert_eq!(first.iter().map(|draft| draft.id).collect::<Vec<_>>(), [id(3), id(2)]);
        let rest = store.waiting_drafts(first[1].id, 2).await.unwrap();
        assert_eq!(rest.len(), 1);
        let draft = &rest[0];
        assert_eq!((draft.position, draft.placed_by), (hints().position, Some(PlacedBy::Camera)));
        assert_eq!((draft.taken_at, draft.direction, draft.state), (hints().taken_at, Some(90.0), DraftState::Waiting));
        assert_eq!(photos_of(&store, 1).await, [1, 2]);
        let photo = store.drafted_photos(&[id(1)]).await.unwrap().remove(0);
        assert_eq!(photo.hints, hints());
        assert!(store.picture(&photo.thumb_sha256, PhotoSize::Thumb).await.unwrap().starts_with(b"thumb 1 "));
        store.close().await;
    }

    async fn a_photo_is_known_by_its_file_or_by_its_picture_and_none_is_drafted_twice(database: &Database) {
        let store = with(database, &[1]).await;
        let known = photo(&store, 1).await;
        for (original, sha256) in [(known.original.as_str(), ""), ("another file", known.kept.sha256())] {
            assert_eq!(store.known_photo(original, sha256).await.unwrap(), Some(KnownPhoto::Waiting(id(1))));
        }
        assert_eq!(store.known_photo("another file", "another picture").await.unwrap(), None);
        let again = draft(&store, 2, 1..2).await;
        let refused = store.add_photo_drafts(&[again], &[], &[], NOW).await;
        assert!(matches!(refused, Err(StoreError::Unique { .. })), "{refused:?}");
        assert_eq!(store.waiting_draft_count().await.unwrap(), 1, "all or nothing");
        store.close().await;
    }

    async fn photos_join_a_draft_that_nobody_has_touched_and_that_has_room(database: &Database) {
        let store = with(database, &[7]).await;
        let from = Instant(MORNING - Instant::DAY);
        let open = store.joinable_drafts("office", "patrol", from, NOW).await.unwrap();
        assert_eq!(open.iter().map(|(draft, _, count)| (*draft, *count)).collect::<Vec<_>>(), [(id(1), 7)]);
        assert_eq!(store.joinable_drafts("somebody else", "patrol", from, NOW).await.unwrap(), []);
        assert_eq!(store.joinable_drafts("office", "wechat", from, NOW).await.unwrap(), []);
        let (eighth, ninth, tenth) = (photo(&store, 8).await, photo(&store, 9).await, photo(&store, 10).await);
        store.add_photo_drafts(&[], &[(id(1), vec![eighth, ninth])], &[], NOW).await.unwrap();
        assert_eq!(photos_of(&store, 1).await, (1..10).collect::<Vec<_>>());
        let full = store.add_photo_drafts(&[], &[(id(1), vec![tenth])], &[], NOW).await;
        assert!(matches!(full, Err(StoreError::DraftChanged)), "{full:?}");
        store.place_photo_draft(id(1), Position::new(1, 2), &edit()).await.unwrap();
        assert_eq!(store.joinable_drafts("office", "patrol", Instant(0), NOW).await.unwrap(), []);
        store.close().await;
    }

    async fn photos_are_taken_out_and_drafts_joined_and_their_photos_stay_known(database: &Database) {
        let store = with(database, &[3, 1]).await;
        let moved = [Uuid::from_u128(0xE002)];
        let own = NewPhotoDraft { photos: vec![], ..draft(&store, 9, 0..0).await };
        store.move_drafted_photos(id(1), &moved, &MoveInto::New(own), &edit()).await.unwrap();
        assert_eq!((photos_of(&store, 1).await, photos_of(&store, 9).await), (vec![1, 3], vec![2]));
        let second = photo(&store, 2).await;
        assert_eq!(store.known_photo(&second.original, "").await.unwrap(), Some(KnownPhoto::Waiting(id(9))));
        let lost = store.move_drafted_photos(id(1), &moved, &MoveInto::Standing(id(2)), &edit()).await;
        assert!(matches!(lost, Err(StoreError::DraftChanged)), "the photo is not there any more: {lost:?}");
        store.move_drafted_photos(id(9), &moved, &MoveInto::Standing(id(2)), &edit()).await.unwrap();
        assert_eq!(photos_of(&store, 2).await, [4, 2]);
        assert_eq!(store.photo_draft(id(9)).await.unwrap(), None, "an empty draft is gone");
        assert_eq!(store.unsound(Look::Draft).await.unwrap(), Vec::<String>::new());
        store.close().await;
    }

    async fn a_discarded_draft_keeps_nothing_but_that_its_photos_were_brought(database: &Database) {
        let store = with(database, &[1, 1]).await;
        let photo_1 = photo(&store, 1).await;
        store.discard_photo_draft(id(1), &edit()).await.unwrap();
        assert!(matches!(store.discard_photo_draft(id(1), &edit()).await, Err(StoreError::DraftChanged)));
        let gone = store.photo_draft(id(1)).await.unwrap().unwrap();
        assert_eq!(gone.state, DraftState::Discarded);
        assert_eq!((gone.position, gone.taken_at, gone.direction, gone.accuracy_m), (None, None, None, None));
        assert_eq!(photos_of(&store, 1).await, Vec::<u128>::new());
        assert_eq!(store.known_photo(&photo_1.original, "").await.unwrap(), Some(KnownPhoto::Discarded(id(1))));
        // A day later its pictures are strays; those of the draft that waits are not.
        let swept = store.sweep_photos(Instant(MORNING + 2 * Instant::DAY)).await.unwrap();
        assert_eq!(swept.removed, 2);
        let waiting = store.drafted_photos(&[id(2)]).await.unwrap().remove(0);
        assert!(store.picture(&waiting.sha256, PhotoSize::Large).await.is_ok());
        // Wanted again it is a photo like any other.
        let again = draft(&store, 3, 1..2).await;
        let originals = [again.photos[0].original.clone()];
        store.add_photo_drafts(&[again], &[], &originals, NOW).await.unwrap();
        assert_eq!(store.known_photo(&originals[0], "").await.unwrap(), Some(KnownPhoto::Waiting(id(3))));
        store.close().await;
    }

    async fn of_two_who_confirm_a_draft_one_makes_the_report_and_the_photos_are_its_own(database: &Database) {
        let store = with(database, &[2]).await;
        let (writer, ended) = Writer::start(store.clone(), jiff::tz::TimeZone::UTC);
        let from = |by: &str| FromDraft { id: id(1), by: by.into() };
        let keyed = || with_key(incident(1), "photo-draft:1", "same words");
        let (first, second) = tokio::join!(
            writer.intake_of_draft(keyed(), from("account:1")),
            writer.intake_of_draft(incident(2), from("account:2")),
        );
        let made = first.unwrap();
        assert!(matches!(second, Err(StoreError::DraftChanged)), "{second:?}");
        assert_eq!(store.incident_count().await.unwrap(), 1);
        let draft = store.photo_draft(id(1)).await.unwrap().unwrap();
        assert_eq!((draft.state, draft.incident), (DraftState::Made, Some(made.incident)));
        let photos = store.photos_of(&[made.incident]).await.unwrap();
        assert_eq!(photos.iter().map(|photo| (photo.ordinal, photo.kind)).collect::<Vec<_>>(), [(0, PhotoKind::Before), (1, PhotoKind::Before)]);
        assert_eq!((photos[0].private.hints, photos[0].private.uploader.as_str()), (hints(), "office"));
        assert_eq!(photos_of(&store, 1).await, Vec::<u128>::new());
        assert!(matches!(store.discard_photo_draft(id(1), &edit()).await, Err(StoreError::DraftChanged)));
        let known = store.known_photo(&photo(&store, 2).await.original, "").await.unwrap();
        assert_eq!(known, Some(KnownPhoto::InCase(made.incident)));
        store.sweep_photos(Instant(MORNING + 2 * Instant::DAY)).await.unwrap();
        assert!(store.photo_bytes(&photos[1], PhotoSize::Large).await.is_ok());
        // The same key again is the same answer, though the draft waits no more.
        let replayed = writer.intake_of_draft(keyed(), from("account:1")).await.unwrap();
        assert!(replayed.replayed && replayed.incident == made.incident);
        assert_eq!(store.unsound(Look::Draft).await.unwrap(), Vec::<String>::new());
        drop(writer);
        ended.await.unwrap();
        store.close().await;
    }

    async fn a_draft_that_does_not_fit_is_found(database: &Database) {
        let store = with(database, &[1]).await;
        database.execute("DELETE FROM drafted_photo".to_owned()).await;
        assert_eq!(store.unsound(Look::Draft).await.unwrap(), [id(1).simple().to_string()]);
        store.close().await;
    }

    async fn a_copy_holds_the_pictures_of_drafts_that_wait(database: &Database) {
        let store = with(database, &[2]).await;
        let mut view = store.view().await.unwrap();
        let mut pictures = 0;
        view.photos(async |photo| {
            assert!(photo.body.is_some());
            pictures += 1;
            Ok(())
        }).await.unwrap();
        assert_eq!(pictures, 4);
        drop(view);
        store.close().await;
    }
}
