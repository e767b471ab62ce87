//! Following the database: the snapshot is read again when areas, features or duty change, and the incident
//! columns are advanced by commit. Other processes' writes show the same way as our own (design, read side).

use super::incident_columns::{IncidentColumns, IncidentFacts};
use super::incident_rows::IncidentRows;
use super::service::{FreshEdition, Result, Service};
use crate::store::{Change, ChangeKind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use uuid::Uuid;

/// How often the change log is looked at.
pub const POLL: Duration = Duration::from_millis(500);
/// Changes taken at once; more wait for the next round without delay.
const MOST_CHANGES: i64 = 5_000;
/// Chunks of rows that wait to become columns.
const CHUNKS: usize = 4;

impl Service {
    /// Reads everything again: at start, and after changes that move places.
    pub async fn reload(&self) -> Result<()> {
        let _turn = self.following.lock().await;
        self.reload_all(None).await
    }

    /// The same after an edition has been stored here.
    pub(super) async fn reload_with(&self, fresh: FreshEdition<'_>) -> Result<()> {
        let _turn = self.following.lock().await;
        self.reload_all(Some(fresh)).await
    }

    async fn reload_all(&self, fresh: Option<FreshEdition<'_>>) -> Result<()> {
        let head = self.store().change_head().await?;
        self.reload_reference_with(fresh).await?;
        self.reload_columns(head).await
    }

    async fn reload_columns(&self, head: i64) -> Result<()> {
        let reference = self.reference();
        let now = self.now();
        // Rows become columns as they arrive: all of them at once would take many times the room.
        let (chunks, mut arriving) = mpsc::channel(CHUNKS);
        let building = tokio::task::spawn_blocking(move || {
            let mut columns = IncidentColumns {
                reference: reference.revision,
                as_of: now,
                change_seq: head,
                ..IncidentColumns::default()
            };
            let mut rows = IncidentRows::new(reference.areas.len());
            while let Some(chunk) = arriving.blocking_recv() {
                for row in chunk {
                    rows.put(&mut columns, &reference, &IncidentFacts::from(row));
                }
            }
            (columns, rows)
        });
        self.store().stream_incident_columns(chunks).await?;
        let (columns, rows) =
            building.await.map_err(|error| super::AppError::Internal(anyhow::Error::new(error)))?;
        *self.rows.write().unwrap_or_else(PoisonError::into_inner) = rows;
        self.publish_columns(columns);
        Ok(())
    }

    /// Takes what was committed since the last look, and what the clock has brought into force. Returns whether there
    /// may be more.
    pub async fn follow(&self) -> Result<bool> {
        let more = self.follow_changes().await?;
        if self.unmoved.load(Ordering::Relaxed) {
            self.settle_moves().await?;
        }
        Ok(more)
    }

    async fn follow_changes(&self) -> Result<bool> {
        let _turn = self.following.lock().await;
        if self.reference().holds.end <= self.now() {
            self.reload_all(None).await?;
            return Ok(true);
        }
        let current = self.columns();
        let changes = self.store().changes_after(current.change_seq, MOST_CHANGES).await?;
        let Some(last) = changes.last() else { return Ok(false) };
        let (seq, more) = (last.seq, changes.len() as i64 == MOST_CHANGES);
        if changes.iter().any(|change| change.kind == ChangeKind::Account) {
            self.refresh_accounts().await?;
        }
        if changes.iter().any(|change| change.kind == ChangeKind::Channel) {
            self.refresh_channels().await?;
        }
        if changes.iter().any(moves_places) {
            self.reload_all(None).await?;
            return Ok(more);
        }
        let mut ids: Vec<Uuid> = changes
            .iter()
            .filter(|change| change.kind == ChangeKind::Incident)
            .filter_map(|change| change.key.parse().ok())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = if ids.is_empty() { Vec::new() } else { self.store().incident_columns(&ids).await? };
        let mut columns = IncidentColumns::clone(&current);
        {
            let reference = self.reference();
            let mut known = self.rows.write().unwrap_or_else(PoisonError::into_inner);
            for row in rows {
                known.put(&mut columns, &reference, &IncidentFacts::from(row));
            }
        }
        columns.as_of = self.now();
        columns.change_seq = seq;
        self.publish_columns(columns);
        self.live().tell(seq, &ids);
        Ok(more)
    }

    /// Follows until the service is dropped. A database that is away is asked again at the next turn.
    pub fn spawn_follower(self: &Arc<Self>) -> tokio::task::JoinHandle<()> {
        let service = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut turn = tokio::time::interval(POLL);
            turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let mut failing = false;
            loop {
                let Some(woken) = service.upgrade().map(|service| service.woken()) else { return };
                tokio::select! {
                    _ = turn.tick() => {}
                    () = woken.notified() => {}
                }
                drop(woken);
                let Some(service) = service.upgrade() else { return };
                loop {
                    match service.follow().await {
                        Ok(true) => {}
                        Ok(false) => {
                            failing = false;
                            break;
                        }
                        Err(error) => {
                            if !failing {
                                tracing::warn!(%error, "the change log cannot be followed just now");
                            }
                            failing = true;
                            break;
                        }
                    }
                }
            }
        })
    }
}

/// Whether a change can move incidents between places or rename who answers.
fn moves_places(change: &Change) -> bool {
    !matches!(
        change.kind,
        ChangeKind::Incident
            | ChangeKind::Categories
            | ChangeKind::Draft
            | ChangeKind::Account
            | ChangeKind::Channel
            | ChangeKind::Patrol
    )
}
