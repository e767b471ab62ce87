//! The demo community in a database of its own, loaded once and shared by tests that only read, or afresh for
//! tests that write.

use std::sync::{Arc, LazyLock};
use tokio::runtime::Runtime;
use wangge::app::{Service, ServiceOptions, service::default_zone};
use wangge::clock::MockClock;
use wangge::domain::instant::Instant;
use wangge::ids::SeededIds;
use wangge::store::{OpenOptions, Store};

/// The runtime of all demo tests: a service must not outlive the runtime that its tasks run on.
pub static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts")
});

/// Local midnight that the demo's half year ends at.
pub fn anchor() -> Instant {
    Instant::parse("2026-11-24", &default_zone()).expect("a day")
}

/// A service over a database, with its clock.
pub struct Site {
    pub service: Arc<Service>,
    pub clock: Arc<MockClock>,
    pub location: String,
    _folder: Option<tempfile::TempDir>,
}

/// Opens a service on a database; the clock stands at ten in the morning of the anchor day.
pub async fn open(location: &str, seed: u64) -> Site {
    let store = Store::open(location, OpenOptions::default()).await.expect("the database opens");
    let clock = Arc::new(MockClock::at(Instant(anchor().micros() + 10 * 3600 * Instant::SECOND)));
    let ids = Arc::new(SeededIds::new(seed));
    let service = Service::start(store, ServiceOptions::default(), clock.clone(), ids)
        .await
        .expect("the service starts");
    Site { service, clock, location: location.to_owned(), _folder: None }
}

/// An empty site on a new SQLite file.
pub async fn empty() -> Site {
    let folder = tempfile::tempdir().expect("a temp folder");
    let location = folder.path().join("wangge.sqlite").display().to_string();
    Site { _folder: Some(folder), ..open(&location, 7).await }
}

/// A demo of one's own, to write into.
pub async fn fresh() -> Site {
    let site = empty().await;
    site.service.load_demo(anchor()).await.expect("the demo loads");
    site
}

static SHARED: LazyLock<Site> = LazyLock::new(|| RUNTIME.block_on(fresh()));

/// The demo that all reading tests share. Call it outside of the runtime.
pub fn shared() -> &'static Service {
    &SHARED.service
}
