//! Following the database: the snapshot is read again when areas, features or duty change, and the incident
//! columns are advanced by commit. Other processes' writes show the same way as our own (design, read side).

use super::incident_columns::{IncidentColumns, IncidentFacts};
use super::reference::Reference;
use super::service::{Ledger, Result, Service};
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::hotspot::{IncidentColumn, NO_PLACE};
use crate::store::{Change, ChangeKind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// How often the change log is looked at.
pub const POLL: Duration = Duration::from_millis(500);
/// Changes taken at once; more wait for the next round without delay.
const MOST_CHANGES: i64 = 5_000;

impl Service {
    /// Reads everything again: at start, and after changes that move places.
    pub async fn reload(&self) -> Result<()> {
        let _turn = self.following.lock().await;
        self.reload_all().await
    }

    async fn reload_all(&self) -> Result<()> {
        let head = self.store().change_head().await?;
        self.reload_reference().await?;
        self.reload_columns(head).await
    }

    async fn reload_columns(&self, head: i64) -> Result<()> {
        let reference = self.reference();
        let now = self.now();
        let mut rows = Vec::new();
        self.store().stream_incident_columns(|chunk| rows.extend(chunk)).await?;
        let built = tokio::task::spawn_blocking(move || {
            let mut columns = IncidentColumns {
                reference: reference.revision,
                as_of: now,
                change_seq: head,
                ..IncidentColumns::default()
            };
            let mut ledger = Ledger { rows: Default::default(), open: vec![0; reference.areas.len()] };
            ledger.rows.reserve(rows.len());
            for row in rows {
                put(&mut columns, &mut ledger, &reference, &IncidentFacts::from(row));
            }
            (columns, ledger)
        });
        let (columns, ledger) =
            built.await.map_err(|error| super::AppError::Internal(anyhow::Error::new(error)))?;
        *self.ledger.write().unwrap_or_else(PoisonError::into_inner) = ledger;
        self.publish_columns(columns);
        Ok(())
    }

    /// Takes what was committed since the last look. Returns whether there may be more.
    pub async fn follow(&self) -> Result<bool> {
        let _turn = self.following.lock().await;
        let current = self.columns();
        let changes = self.store().changes_after(current.change_seq, MOST_CHANGES).await?;
        let Some(last) = changes.last() else { return Ok(false) };
        let (seq, more) = (last.seq, changes.len() as i64 == MOST_CHANGES);
        if changes.iter().any(moves_places) {
            self.reload_all().await?;
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
            let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
            for row in rows {
                put(&mut columns, &mut ledger, &reference, &IncidentFacts::from(row));
            }
        }
        columns.as_of = self.now();
        columns.change_seq = seq;
        self.publish_columns(columns);
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
    !matches!(change.kind, ChangeKind::Incident | ChangeKind::Categories)
}

/// Appends or replaces one incident and keeps the open counts of its area and those above.
fn put(columns: &mut IncidentColumns, ledger: &mut Ledger, reference: &Reference, facts: &IncidentFacts) {
    let column = columns.column(reference, facts);
    match ledger.rows.get(&facts.id) {
        Some(&row) => {
            if let Some(before) = columns.columns.row(row) {
                count_open(ledger, reference, &before, false);
            }
            columns.columns.set(row, &column);
        }
        None => {
            let row = columns.columns.push(&column);
            ledger.rows.insert(facts.id, row);
        }
    }
    count_open(ledger, reference, &column, true);
}

fn count_open(ledger: &mut Ledger, reference: &Reference, column: &IncidentColumn, add: bool) {
    if column.area == NO_PLACE || !column.state.is_open() {
        return;
    }
    debug_assert_eq!(reference.areas.area(AreaId(column.area)).scheme, Scheme::Duty);
    for id in reference.areas.ancestors(AreaId(column.area)) {
        if let Some(open) = ledger.open.get_mut(id.0 as usize) {
            *open = if add { *open + 1 } else { open.saturating_sub(1) };
        }
    }
}
