//! Photos: bytes kept before their rows, checked when read, swept when no row names them.

use super::builders::{MORNING, incident, row};
use super::{Database, on_both};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use uuid::Uuid;
use wangge::domain::geo::Position;
use wangge::domain::instant::Instant;
use wangge::domain::photo::{North, PhotoHints, PhotoKind};
use wangge::store::{ChangeKind, KeptPhoto, NewPhoto, PhotoRow, PhotoSize, Store, StoreError, SweptPhotos};

const SHOT: Instant = Instant(MORNING);

fn days(days: i64) -> Instant {
    Instant(MORNING + days * Instant::DAY)
}

/// Bytes of the large and the small size.
fn bytes(n: u64) -> (Vec<u8>, Vec<u8>) {
    (format!("large {n} ").repeat(400).into_bytes(), format!("small {n}").into_bytes())
}

async fn keep(store: &Store, n: u64, at: Instant) -> KeptPhoto {
    let (large, thumb) = bytes(n);
    store.keep_photo(large, thumb, at).await.unwrap()
}

fn photo(n: u64, kept: KeptPhoto) -> NewPhoto {
    NewPhoto {
        id: Uuid::from_u128(0x9000 + u128::from(n)),
        kind: PhotoKind::ALL[n as usize % PhotoKind::ALL.len()],
        kept,
        width: 2048,
        height: 1536,
        hints: PhotoHints {
            position: Some(Position::new(1_025_432_109, -243_512_345)),
            accuracy_m: Some(4.5),
            taken_at: Some(Instant(MORNING - 90 * Instant::SECOND)),
            direction: Some(270.25),
            north: Some(North::Magnetic),
        },
        uploaded_at: SHOT,
        uploader: "public".to_owned(),
    }
}

async fn with_incidents(database: &Database, numbers: std::ops::Range<u64>) -> Store {
    let store = database.open().await;
    store.insert_incidents(numbers.map(incident).collect(), &jiff::tz::TimeZone::UTC).await.unwrap();
    store
}

async fn add(store: &Store, n: u64, photos: &[NewPhoto]) -> Result<(), StoreError> {
    store.add_photos("c-1", row(n).id, photos, SHOT).await
}

async fn whole(store: &Store, photo: &PhotoRow, n: u64) -> bool {
    let (large, thumb) = bytes(n);
    store.photo_bytes(photo, PhotoSize::Large).await.unwrap() == large
        && store.photo_bytes(photo, PhotoSize::Thumb).await.unwrap() == thumb
}

on_both! {
    async fn photos_come_back_in_their_order_with_their_bytes_after_reopening(database: &Database) {
        let store = with_incidents(database, 1..3).await;
        let mut photos = Vec::new();
        for n in [7, 3, 5] {
            photos.push(photo(n, keep(&store, n, SHOT).await));
        }
        photos[1].hints = PhotoHints::default();
        add(&store, 1, &photos[..2]).await.unwrap();
        add(&store, 1, &photos[2..]).await.unwrap();
        add(&store, 2, &[photo(9, photos[0].kept.clone())]).await.unwrap();
        store.close().await;

        let store = database.open().await;
        let found = store.photos_of(&[row(1).id]).await.unwrap();
        assert_eq!(found.iter().map(|photo| photo.ordinal).collect::<Vec<_>>(), [0, 1, 2]);
        for ((found, written), n) in found.iter().zip(&photos).zip([7, 3, 5]) {
            assert_eq!((found.id, found.incident, found.kind), (written.id, row(1).id, written.kind));
            assert_eq!((found.home_code.as_str(), found.uploaded_at), ("c-1", SHOT));
            assert_eq!((found.width, found.height, found.bytes), (2048, 1536, bytes(n).0.len() as i64));
            assert_eq!(found.sha256, written.kept.sha256());
            assert_eq!(found.private.hints, written.hints);
            assert_eq!(found.private.uploader, "public");
            assert!(whole(&store, found, n).await);
            assert_eq!(store.photo(found.id).await.unwrap().as_ref(), Some(found));
        }
        let both = store.photos_of(&[row(2).id, row(1).id]).await.unwrap();
        assert_eq!(both.len(), 4);
        assert_eq!((both[3].incident, &both[3].sha256), (row(2).id, &found[0].sha256), "the same photo is kept once");
        assert_eq!(store.photos_of(&[row(9).id]).await.unwrap(), []);
        assert_eq!(store.photo(row(1).id).await.unwrap(), None);
        let mut paged = store.photos_after(Uuid::nil(), 3).await.unwrap();
        paged.extend(store.photos_after(paged[2].id, 3).await.unwrap());
        assert_eq!(paged.iter().map(|photo| photo.id.as_u128()).collect::<Vec<_>>(), [0x9003, 0x9005, 0x9007, 0x9009]);
    }

    async fn adding_photos_tells_of_the_incident_and_an_unknown_one_is_refused(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        let kept = keep(&store, 1, SHOT).await;
        add(&store, 1, &[photo(1, kept.clone())]).await.unwrap();
        let changes = store.changes_after(1, 10).await.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].kind, changes[0].key.clone()), (ChangeKind::Incident, row(1).id.to_string()));
        let unknown = add(&store, 2, &[photo(2, kept.clone())]).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
        let elsewhere = store.add_photos("c-2", row(1).id, &[photo(2, kept.clone())], SHOT).await;
        assert!(matches!(elsewhere, Err(StoreError::NotFound)), "{elsewhere:?}");
        let twice = add(&store, 1, &[photo(2, kept.clone()), photo(1, kept)]).await;
        assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
        assert_eq!(store.photos_of(&[row(1).id]).await.unwrap().len(), 1);
        assert_eq!(store.change_head().await.unwrap(), 2);
    }

    async fn two_who_add_at_once_get_places_of_their_own(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        let kept = keep(&store, 1, SHOT).await;
        let adding: Vec<_> = (0..12)
            .map(|n| {
                let (store, photo) = (store.clone(), photo(n, kept.clone()));
                tokio::spawn(async move { add(&store, 1, &[photo]).await })
            })
            .collect();
        for added in adding {
            added.await.unwrap().unwrap();
        }
        let places: Vec<_> =
            store.photos_of(&[row(1).id]).await.unwrap().into_iter().map(|photo| photo.ordinal).collect();
        assert_eq!(places, (0..12).collect::<Vec<i64>>());
    }

    async fn a_stray_goes_after_a_day_and_what_a_row_names_stays(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        let kept = keep(&store, 1, SHOT).await;
        add(&store, 1, &[photo(1, kept)]).await.unwrap();
        let stray = keep(&store, 2, SHOT).await;
        let nothing = SweptPhotos::default();
        assert_eq!(store.sweep_photos(SHOT).await.unwrap(), nothing);
        assert_eq!(store.sweep_photos(days(1)).await.unwrap(), nothing);
        let (large, thumb) = bytes(2);
        let after_a_day = Instant(days(1).micros() + 1);
        assert_eq!(
            store.sweep_photos(after_a_day).await.unwrap(),
            SweptPhotos { removed: 2, bytes: (large.len() + thumb.len()) as u64 }
        );
        assert_eq!(store.sweep_photos(after_a_day).await.unwrap(), nothing, "a second time finds nothing");
        assert_eq!(store.sweep_photos(days(400)).await.unwrap(), nothing);
        let named = store.photos_of(&[row(1).id]).await.unwrap();
        assert!(whole(&store, &named[0], 1).await);

        // The row of a photo that has been swept: only a caller who waits a day can write it.
        add(&store, 1, &[photo(2, stray)]).await.unwrap();
        let lost = store.photos_of(&[row(1).id]).await.unwrap().remove(1);
        let missing = store.photo_bytes(&lost, PhotoSize::Thumb).await;
        assert!(matches!(&missing, Err(StoreError::PhotoMissing(address)) if *address == lost.thumb_sha256), "{missing:?}");
    }

    async fn a_photo_that_is_the_same_small_and_large_is_one_photo(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        let kept = store.keep_photo(b"tiny".to_vec(), b"tiny".to_vec(), SHOT).await.unwrap();
        add(&store, 1, &[photo(1, kept)]).await.unwrap();
        // The small size of another is the large one of nobody.
        store.keep_photo(b"other".to_vec(), b"tiny".to_vec(), SHOT).await.unwrap();
        assert_eq!(store.sweep_photos(days(2)).await.unwrap(), SweptPhotos { removed: 1, bytes: 5 });
        let found = store.photos_of(&[row(1).id]).await.unwrap().remove(0);
        for size in [PhotoSize::Large, PhotoSize::Thumb] {
            assert_eq!(store.photo_bytes(&found, size).await.unwrap(), b"tiny");
        }
    }

    async fn keeping_a_stray_again_begins_its_day_again(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        keep(&store, 1, SHOT).await;
        let kept = keep(&store, 1, days(2)).await;
        assert_eq!(store.sweep_photos(days(3)).await.unwrap(), SweptPhotos::default());
        add(&store, 1, &[photo(1, kept)]).await.unwrap();
        let found = store.photos_of(&[row(1).id]).await.unwrap();
        assert!(whole(&store, &found[0], 1).await);
    }

    async fn sweeps_beside_uploads_take_nothing_that_is_kept_again(database: &Database) {
        const PHOTOS: u64 = 24;
        let store = with_incidents(database, 0..PHOTOS).await;
        for n in 0..PHOTOS {
            keep(&store, n, SHOT).await;
        }
        // Another process sweeps while this one takes the old strays up again.
        let other = database.open().await;
        let done = Arc::new(AtomicBool::new(false));
        let sweeping = {
            let (other, done) = (other.clone(), done.clone());
            tokio::spawn(async move {
                let mut removed = 0;
                while !done.load(Ordering::Relaxed) {
                    removed += other.sweep_photos(days(3)).await.unwrap().removed;
                }
                removed + other.sweep_photos(days(3)).await.unwrap().removed
            })
        };
        let uploads: Vec<_> = (0..PHOTOS)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let kept = keep(&store, n, days(3)).await;
                    tokio::task::yield_now().await;
                    add(&store, n, &[photo(n, kept)]).await.unwrap();
                })
            })
            .collect();
        for upload in uploads {
            upload.await.unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(sweeping.await.unwrap() <= 2 * PHOTOS);
        for n in 0..PHOTOS {
            let found = store.photos_of(&[row(n).id]).await.unwrap();
            assert!(whole(&other, &found[0], n).await, "{n}");
        }
        assert_eq!(store.sweep_photos(days(9)).await.unwrap(), SweptPhotos::default());
    }

    async fn damaged_bytes_are_told_and_heal_when_the_photo_comes_again(database: &Database) {
        let store = with_incidents(database, 1..2).await;
        let kept = keep(&store, 1, SHOT).await;
        add(&store, 1, &[photo(1, kept)]).await.unwrap();
        let found = store.photos_of(&[row(1).id]).await.unwrap().remove(0);
        match store.photo_folder() {
            Some(folder) => std::fs::write(large_file(&folder, &found.sha256), b"rotten").unwrap(),
            None => database.execute("UPDATE photo_blob SET body = 'rotten' WHERE size = 'large'".to_owned()).await,
        }
        let damaged = store.photo_bytes(&found, PhotoSize::Large).await;
        assert!(matches!(&damaged, Err(StoreError::PhotoDamaged(address)) if *address == found.sha256), "{damaged:?}");
        assert!(store.photo_bytes(&found, PhotoSize::Thumb).await.is_ok());
        keep(&store, 1, days(1)).await;
        assert!(whole(&store, &found, 1).await);
    }
}

fn large_file(folder: &Path, address: &str) -> PathBuf {
    folder.join(&address[..2]).join(format!("{address}.jpg"))
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            let own = entry.file_name().unwrap().to_str().unwrap().to_owned();
            found.extend(files(&entry).into_iter().map(|file| format!("{own}/{file}")));
        } else {
            found.push(entry.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn beside_sqlite_a_photo_is_two_files_named_by_their_content_and_nothing_else() {
    let database = Database::Sqlite(tempfile::tempdir().unwrap());
    let store = database.open().await;
    let folder = store.photo_folder().unwrap();
    assert_eq!(folder.display().to_string(), format!("{}.photos", database.location()));
    assert_eq!(store.sweep_photos(days(2)).await.unwrap(), SweptPhotos::default(), "before the first photo");
    let kept = keep(&store, 1, SHOT).await;
    keep(&store, 1, SHOT).await;
    let (large, thumb) = (kept.sha256(), kept.thumb_sha256());
    let mut expected = vec![
        ".lock".to_owned(),
        format!("{}/{large}.jpg", &large[..2]),
        format!("{}/{thumb}.thumb.jpg", &thumb[..2]),
    ];
    expected.sort();
    assert_eq!(files(&folder), expected);
    assert_eq!(std::fs::read(large_file(&folder, large)).unwrap(), bytes(1).0);
}

#[tokio::test]
async fn a_sweep_takes_what_broken_off_uploads_have_left_and_no_strangers_files() {
    let database = Database::Sqlite(tempfile::tempdir().unwrap());
    let store = database.open().await;
    let folder = store.photo_folder().unwrap();
    let address = "ab".repeat(32);
    let others = [
        "notes.txt".to_owned(),
        "ab/notes.txt".to_owned(),
        format!("ab/{}.jpg", "cd".repeat(32)),
        format!("ab/{}.jpg", "AB".repeat(32)),
        format!("ab/{address}.png"),
        format!("abc/{address}.jpg"),
    ];
    let ours =
        [format!("ab/{address}.jpg"), format!("ab/{address}.thumb.jpg"), format!("ab/{address}.17-3.part")];
    let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_micros(MORNING as u64);
    for name in others.iter().chain(&ours) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, b"12345").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    }
    assert_eq!(store.sweep_photos(days(1)).await.unwrap(), SweptPhotos::default());
    assert_eq!(store.sweep_photos(days(2)).await.unwrap(), SweptPhotos { removed: 3, bytes: 15 });
    let left = files(&folder);
    assert!(others.iter().all(|name| left.contains(name)) && left.len() == others.len() + 1, "{left:?}");
}

#[tokio::test]
async fn an_address_that_is_none_names_no_file() {
    let database = Database::Sqlite(tempfile::tempdir().unwrap());
    let store = with_incidents(&database, 1..2).await;
    add(&store, 1, &[photo(1, keep(&store, 1, SHOT).await)]).await.unwrap();
    for address in ["../../wangge.sqlite", "", "ab", &"é".repeat(32), &"AB".repeat(32)] {
        let mut found = store.photos_of(&[row(1).id]).await.unwrap().remove(0);
        found.sha256 = address.to_owned();
        let refused = store.photo_bytes(&found, PhotoSize::Large).await;
        assert!(matches!(refused, Err(StoreError::Row { .. })), "{address}: {refused:?}");
    }
}

#[tokio::test]
async fn a_photo_that_cannot_be_written_is_told_and_leaves_nothing() {
    let database = Database::Sqlite(tempfile::tempdir().unwrap());
    let store = database.open().await;
    // A file stands where the folder has to be.
    std::fs::write(store.photo_folder().unwrap(), b"x").unwrap();
    let (large, thumb) = bytes(1);
    let refused = store.keep_photo(large, thumb, SHOT).await;
    assert!(matches!(refused, Err(StoreError::NoPermission(_))), "{refused:?}");
    assert_eq!(std::fs::read(store.photo_folder().unwrap()).unwrap(), b"x");
    assert_eq!(store.sweep_photos(days(2)).await.unwrap(), SweptPhotos::default());
}
