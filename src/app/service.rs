//! The service: one open database, the snapshot that readers share, and what use cases have in common.

use super::account::{Callers, Passwords};
use super::answer::Footer;
use super::cards::CardShelf;
use super::error::AppError;
use super::incident_columns::IncidentColumns;
use super::incident_rows::IncidentRows;
use super::live::Live;
use super::notify::Messaging;
use super::reference::Reference;
use super::rulebook::{self, Rulebook};
use crate::clock::Clock;
use crate::domain::duty::Roster;
use crate::domain::feature::FeatureSet;
use crate::domain::grid::{Area, AreaId, AreaSet, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::ids::Ids;
use crate::store::area_image::IMAGE_FROM;
use crate::store::{AreasInForce, Store, StoreError, Writer};
use arc_swap::ArcSwap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

pub type Result<T> = std::result::Result<T, AppError>;

/// How a service runs.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// The site's time zone (R9).
    pub zone: jiff::tz::TimeZone,
    /// How far from the nearest area a position still belongs to it; at most 50 m (R3).
    pub tolerance_m: f64,
    /// Whether only this machine reaches the service.
    pub loopback_only: bool,
    /// 审图号 line of the map.
    pub map_approval: Option<String>,
    /// What stands below every page.
    pub footer: Footer,
    /// Reports and voices of one address without an account, at once and in an hour; 0 for no limit.
    pub reports_per_hour: u32,
    /// How messages leave the site.
    pub messages: crate::notify::Options,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            zone: default_zone(),
            tolerance_m: 20.0,
            loopback_only: true,
            map_approval: None,
            footer: Footer::default(),
            reports_per_hour: super::report_limit::REPORTS_PER_HOUR,
            messages: crate::notify::Options::default(),
        }
    }
}

/// 北京时间; the zone data is part of the program.
pub fn default_zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Asia/Shanghai").unwrap_or(jiff::tz::TimeZone::UTC)
}

/// Setting that holds the site's own name, and the one that says that the demo was loaded.
pub const SITE_NAME: &str = "site_name";
pub const DEMO: &str = "demo";

/// How long the database may take to answer whether it is there.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// What the site's settings say, read with the snapshot.
#[derive(Debug, Clone, Default)]
struct Settings {
    name: Option<Words>,
    demo: bool,
}

/// One running system over one database. Readers never wait: they take the current snapshot and keep it.
pub struct Service {
    store: Store,
    writer: Writer,
    options: ServiceOptions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    rulebook: Arc<Rulebook>,
    settings: ArcSwap<Settings>,
    reference: ArcSwap<Reference>,
    columns: ArcSwap<IncidentColumns>,
    /// Row of each incident in the columns, and open incidents per area; written by the follower alone.
    pub(super) rows: RwLock<IncidentRows>,
    /// Serializes the followers: the background task and requests that want to see their own write.
    pub(super) following: tokio::sync::Mutex<()>,
    /// Rung after our own commits, so that the follower does not wait for its next turn.
    bell: Arc<tokio::sync::Notify>,
    shelf: CardShelf,
    passwords: Passwords,
    callers: Callers,
    live: Live,
    messaging: Messaging,
    /// Whether anybody can sign in.
    accounts: AtomicBool,
    /// Snapshots of other times, newest use last.
    pub(super) past: std::sync::Mutex<Vec<super::as_of::Kept>>,
    /// Whether editions in force have incidents to move yet.
    pub(super) unmoved: AtomicBool,
}

impl Service {
    /// Loads the snapshot and the columns from an open store. Nothing is written.
    pub async fn start(
        store: Store,
        options: ServiceOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Arc<Self>> {
        let rulebook = rulebook::built_in().map_err(|faults| {
            AppError::Internal(anyhow::anyhow!("the reference files are faulty: {faults:?}"))
        })?;
        let rulebook = Arc::new(rulebook);
        let messaging = Messaging::new(options.messages.clone())
            .map_err(|error| AppError::Internal(anyhow::Error::new(error)))?;
        // The task ends by itself when the service and with it the last door to it is dropped.
        let (writer, _task) = Writer::start(store.clone(), options.zone.clone());
        let empty = Reference::empty(Arc::clone(&rulebook), options.zone.clone());
        let service = Arc::new(Self {
            store,
            writer,
            options,
            clock,
            ids,
            rulebook,
            settings: ArcSwap::default(),
            reference: ArcSwap::from_pointee(empty),
            columns: ArcSwap::default(),
            rows: RwLock::default(),
            following: tokio::sync::Mutex::new(()),
            bell: Arc::default(),
            shelf: CardShelf::default(),
            passwords: Passwords::default(),
            callers: Callers::default(),
            live: Live::default(),
            messaging,
            accounts: AtomicBool::new(false),
            past: std::sync::Mutex::default(),
            unmoved: AtomicBool::new(false),
        });
        service.reload().await?;
        service.refresh_accounts().await?;
        service.refresh_channels().await?;
        Ok(service)
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    pub fn options(&self) -> &ServiceOptions {
        &self.options
    }

    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.options.zone
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn ids(&self) -> &dyn Ids {
        self.ids.as_ref()
    }

    /// The snapshot in force; keep it for the whole of one answer.
    pub fn reference(&self) -> Arc<Reference> {
        self.reference.load_full()
    }

    pub fn columns(&self) -> Arc<IncidentColumns> {
        self.columns.load_full()
    }

    pub(super) fn publish_columns(&self, columns: IncidentColumns) {
        self.columns.store(Arc::new(columns));
    }

    /// Asks the follower to look now.
    pub(super) fn wake(&self) {
        self.bell.notify_one();
    }

    pub(super) fn woken(&self) -> Arc<tokio::sync::Notify> {
        Arc::clone(&self.bell)
    }

    pub fn shelf(&self) -> &CardShelf {
        &self.shelf
    }

    pub fn messaging(&self) -> &Messaging {
        &self.messaging
    }

    pub(super) fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// Forgets who was looked up and looks whether anybody can sign in: accounts have changed.
    pub(super) async fn refresh_accounts(&self) -> Result<()> {
        self.callers.clear();
        self.accounts.store(self.store.has_accounts().await?, Ordering::Relaxed);
        Ok(())
    }

    pub fn has_accounts(&self) -> bool {
        self.accounts.load(Ordering::Relaxed)
    }

    /// Callers that were looked up.
    pub(super) fn callers(&self) -> &Callers {
        &self.callers
    }

    pub(super) fn live(&self) -> &Live {
        &self.live
    }

    pub fn rulebook(&self) -> &Arc<Rulebook> {
        &self.rulebook
    }

    pub fn site_name(&self) -> Words {
        self.settings.load().name.clone().unwrap_or_else(|| Words::new("网格", "Wangge"))
    }

    pub fn is_demo(&self) -> bool {
        self.settings.load().demo
    }

    /// Open incidents of an area and everything below it, now; None in a snapshot of another time.
    pub(super) fn open_in(&self, reference: &Reference, id: AreaId) -> Option<u64> {
        if reference.revision == 0 {
            return None;
        }
        if self.columns.load().reference != reference.revision {
            return Some(0);
        }
        let rows = self.rows.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Some(rows.open.get(id.0 as usize).map_or(0, |open| u64::from(*open)))
    }

    /// Reads areas, features and duty again and swaps the snapshot. Building runs off the async threads.
    pub(super) async fn reload_reference(&self) -> Result<()> {
        self.reload_reference_with(None).await
    }

    /// The same where the areas of an edition are at hand. They, and those of editions that this snapshot has already,
    /// are not read again: both snapshots share their borders.
    pub(super) async fn reload_reference_with(&self, fresh: Option<FreshEdition<'_>>) -> Result<()> {
        let now = self.now();
        let current = self.reference();
        // When the next turn is due is read first: a later one that comes in meanwhile is told by the change log.
        let holds = self.store.turns_around(now).await?;
        let held = |scheme, number| {
            let own = current.editions.contains(&(scheme, number));
            let of_scheme = current.areas.iter().map(|(_, area)| area).filter(|area| area.scheme == scheme);
            own.then(|| of_scheme.cloned().collect())
        };
        let given = |scheme, number| {
            let fresh = fresh.filter(|fresh| (fresh.scheme, fresh.number) == (scheme, number));
            fresh.map(|fresh| fresh.areas.to_vec())
        };
        let known = |scheme, number| held(scheme, number).or_else(|| given(scheme, number));
        let editions = self.store.editions_at(now, Instant(i64::MAX)).await?;
        let same = (current.editions == editions).then(|| Arc::clone(&current.areas));
        let mut in_force = match same {
            Some(_) => AreasInForce { editions, ..AreasInForce::default() },
            None => self.store.load_other_areas(now, known).await?,
        };
        if let Some(fresh) = fresh.filter(|fresh| in_force.editions.contains(&(fresh.scheme, fresh.number))) {
            in_force.without_image.push((fresh.scheme, fresh.number));
        }
        let features = self.store.load_features(now).await?;
        let parties = self.store.load_parties().await?;
        let appointments = self.store.load_appointments().await?;
        let campaigns = self.stored_campaigns().await?;
        let name = self.store.setting(SITE_NAME).await?;
        let demo = self.store.setting(DEMO).await?.is_some();
        let name = name.and_then(|value| serde_json::from_value(value).ok());
        self.unmoved.store(!self.store.unmoved_editions(now).await?.is_empty(), Ordering::Relaxed);
        let editions = in_force.editions;
        let without_image = in_force.without_image;
        let revision = current.revision + 1;
        let (rulebook, zone) = (Arc::clone(&self.rulebook), self.options.zone.clone());
        let built = tokio::task::spawn_blocking(move || {
            let built = |areas| {
                AreaSet::build(areas)
                    .map(Arc::new)
                    .map_err(|faults| anyhow::anyhow!("the stored areas do not form a tree: {faults:?}"))
            };
            let areas = same.map_or_else(|| built(in_force.areas), Ok)?;
            let roster = Roster::new(parties, appointments);
            let features = FeatureSet::build(features);
            let mut reference = Reference::new(revision, areas, features, roster, rulebook, editions, zone);
            reference.holds = holds;
            reference.campaigns = campaigns;
            anyhow::Ok(reference)
        });
        let reference = built.await.map_err(anyhow::Error::new).and_then(|built| built);
        let reference = Arc::new(reference.map_err(AppError::Internal)?);
        self.reference.store(Arc::clone(&reference));
        self.settings.store(Arc::new(Settings { name, demo }));
        self.keep_images(&without_image).await;
        // Large sets answer from their boxes until the faster index is there; nobody waits for it. It needs much room while
        // it is made, so it is not made beside the image.
        tokio::task::spawn_blocking(move || reference.areas.freeze());
        Ok(())
    }

    /// Keeps large editions in the form that the next start reads quickly. Failing costs only time then.
    async fn keep_images(&self, editions: &[(Scheme, i64)]) {
        let reference = self.reference();
        for &(scheme, edition) in editions {
            let areas = reference.areas.iter().map(|(_, area)| area);
            if let Err(error) = self.store.keep_area_image(scheme, edition, areas, IMAGE_FROM).await {
                tracing::warn!(%error, "the image of an edition cannot be kept");
            }
        }
    }

    /// Whether the database answers, and what is loaded.
    pub async fn ready(&self) -> Result<serde_json::Value> {
        // Whoever asks wants to know now, not after the patience that a write deserves.
        let answered = tokio::time::timeout(PATIENCE, self.store.ping()).await;
        answered.unwrap_or_else(|_| Err(StoreError::Unavailable("it does not answer".to_owned())))?;
        let (reference, columns) = (self.reference(), self.columns());
        Ok(serde_json::json!({
            "status": "ready",
            "database": self.store.kind(),
            "edition": reference.edition,
            "areas": reference.areas.len(),
            "features": reference.features.len(),
            "incidents": columns.columns.len(),
            "as_of": reference.zoned(columns.as_of),
        }))
    }
}

/// An edition that has just been stored, and its areas.
#[derive(Clone, Copy)]
pub(super) struct FreshEdition<'a> {
    pub scheme: Scheme,
    pub number: i64,
    pub areas: &'a [Area],
}

/// A failure of the store where the caller named a version that no longer stands.
pub(super) fn stale(error: StoreError) -> AppError {
    match error {
        StoreError::Conflict { current } => AppError::Stale { current, changed: Vec::new() },
        other => other.into(),
    }
}

impl From<StoreError> for AppError {
    /// What the caller may know of a failure of the store; the rest goes to the log.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { current } => Self::Conflict {
                code: "stale_version",
                words: Words::new(
                    format!("已被他人改动（当前版本 {current}），请刷新后再试"),
                    format!(
                        "changed by somebody else meanwhile (version {current} stands); reload and try again"
                    ),
                ),
            },
            StoreError::KeyReused => Self::Conflict {
                code: "idempotency_key_reused",
                words: Words::new(
                    "该 Idempotency-Key 已用于另一份内容，请换一个新的",
                    "this Idempotency-Key was used before with another content; take a new one",
                ),
            },
            StoreError::DraftChanged => Self::Conflict {
                code: "draft_changed",
                words: Words::new(
                    "这份草稿刚被他人改动，请刷新后再试",
                    "somebody has changed this draft meanwhile; look at it again",
                ),
            },
            StoreError::Full => Self::Full,
            StoreError::Cancelled => Self::Conflict {
                code: "cancelled",
                words: Words::new("已取消，什么都没有保存", "cancelled, nothing was stored"),
            },
            StoreError::Unavailable(_) | StoreError::Locked(_) => {
                Self::Unavailable(anyhow::Error::new(error))
            }
            other => Self::Internal(anyhow::Error::new(other)),
        }
    }
}
