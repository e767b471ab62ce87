//! The group-commit writer: a task that takes whatever callers are waiting, writes it in one transaction, and
//! answers each of them after the commit is synced. One sync serves them all, and a caller that goes away does
//! not break off what others share.

use super::incidents::{CaseChange, Group, Intake, NewIncident, Receipt, Transition};
use super::{FromDraft, Store, StoreError};
use jiff::tz::TimeZone;
use std::collections::HashSet;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Callers served by one transaction at most.
const GROUP: usize = 256;
/// Callers waiting at most; further ones wait to be let in.
const QUEUE: usize = 4096;

type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

enum Job {
    Intake(Box<Intake>, Answer<Receipt>),
    Change(Box<Transition>, Answer<i64>),
}

/// An incident on its way into the database.
#[derive(Debug)]
pub struct Submitted(oneshot::Receiver<Result<Receipt, StoreError>>);

impl Submitted {
    /// Waits until the commit is synced.
    pub async fn receipt(self) -> Result<Receipt, StoreError> {
        self.0.await.map_err(|_| stopped())?
    }
}

/// The door to the writer task. Cheap to clone; the task ends when all clones are dropped and all work is done.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the task. Incident numbers count the days of `zone`. The handle ends after the last job.
    pub fn start(store: Store, zone: TimeZone) -> (Self, JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        (Self { jobs }, tokio::spawn(run(store, zone, waiting)))
    }

    /// Writes an incident; the receipt comes after the commit is synced (R12).
    pub async fn intake(&self, incident: NewIncident) -> Result<Receipt, StoreError> {
        self.submit(incident).await?.receipt().await
    }

    /// Writes the incident that a draft from photos becomes, with its photos. `DraftChanged` when the draft waits no more
    /// and the incident's key does not know it.
    pub async fn intake_of_draft(
        &self,
        incident: NewIncident,
        draft: FromDraft,
    ) -> Result<Receipt, StoreError> {
        let (answer, receipt) = oneshot::channel();
        let mut intake = Intake::encode(incident)?;
        intake.draft = Some(draft);
        self.send(Job::Intake(Box::new(intake), answer)).await?;
        Submitted(receipt).receipt().await
    }

    /// Hands an incident over and does not wait for the commit. Incidents handed over one after the other are
    /// numbered in that order.
    pub async fn submit(&self, incident: NewIncident) -> Result<Submitted, StoreError> {
        let (answer, receipt) = oneshot::channel();
        self.send(Job::Intake(Box::new(Intake::encode(incident)?), answer)).await?;
        Ok(Submitted(receipt))
    }

    /// Changes a case and gives its new version, after the commit is synced.
    pub async fn transition(&self, change: CaseChange) -> Result<i64, StoreError> {
        let (answer, version) = oneshot::channel();
        self.send(Job::Change(Box::new(Transition::encode(change)?), answer)).await?;
        version.await.map_err(|_| stopped())?
    }

    async fn send(&self, job: Job) -> Result<(), StoreError> {
        self.jobs.send(job).await.map_err(|_| stopped())
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("its writer has stopped".to_owned())
}

async fn run(store: Store, zone: TimeZone, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP);
    loop {
        // Jobs put off by the last group come first, and nobody has to arrive for them to be served.
        if jobs.is_empty() && waiting.recv_many(&mut jobs, GROUP).await == 0 {
            return;
        }
        gather(&mut jobs, &mut waiting).await;
        let batch = Batch::take(&mut jobs);
        batch.write(&store, &zone).await;
    }
}

/// Adds whoever else is waiting. Callers who were answered a moment ago often come again at once; letting them run
/// first, as long as each turn brings somebody, keeps groups large without waiting on a clock.
async fn gather(jobs: &mut Vec<Job>, waiting: &mut mpsc::Receiver<Job>) {
    loop {
        tokio::task::yield_now().await;
        let before = jobs.len();
        while jobs.len() < GROUP
            && let Ok(job) = waiting.try_recv()
        {
            jobs.push(job);
        }
        if jobs.len() == before || jobs.len() == GROUP {
            return;
        }
    }
}

/// A group with the callers who wait for it.
#[derive(Default)]
struct Batch {
    group: Group,
    receipts: Vec<Answer<Receipt>>,
    versions: Vec<Answer<i64>>,
}

impl Batch {
    /// Takes the jobs that may share a transaction. A second use of a key or a draft and a second change of an incident
    /// stay in `jobs` for the next one, where they meet what the first has written.
    fn take(jobs: &mut Vec<Job>) -> Self {
        let mut batch = Self::default();
        let mut keys = HashSet::new();
        let mut drafts = HashSet::new();
        let mut incidents = HashSet::new();
        let mut later = Vec::new();
        for job in jobs.drain(..) {
            match job {
                Job::Intake(intake, answer) => {
                    let key =
                        intake.incident.idempotency.as_ref().map(|key| (key.caller.clone(), key.key.clone()));
                    let draft = intake.draft.as_ref().map(|draft| draft.id);
                    let first = draft.is_none_or(|draft| drafts.insert(draft));
                    if key.is_none_or(|key| keys.insert(key)) && first {
                        batch.group.intakes.push(*intake);
                        batch.receipts.push(answer);
                    } else {
                        later.push(Job::Intake(intake, answer));
                    }
                }
                Job::Change(change, answer) => {
                    if incidents.insert(change.change.incident) {
                        batch.group.changes.push(*change);
                        batch.versions.push(answer);
                    } else {
                        later.push(Job::Change(change, answer));
                    }
                }
            }
        }
        *jobs = later;
        batch
    }

    /// Writes the batch and answers everybody. When a row is to blame, the batch is halved until the row stands
    /// alone, so that the others pass; any other failure is everybody's.
    async fn write(self, store: &Store, zone: &TimeZone) {
        let mut batches = vec![self];
        while let Some(mut batch) = batches.pop() {
            match store.write_group(&mut batch.group, zone).await {
                Ok(answers) => {
                    // A caller who has gone away does not need the answer.
                    for (caller, answer) in batch.receipts.into_iter().zip(answers.intakes) {
                        caller.send(answer).ok();
                    }
                    for (caller, answer) in batch.versions.into_iter().zip(answers.changes) {
                        caller.send(answer).ok();
                    }
                }
                Err(error) if error.is_of_a_row() && batch.len() > 1 => batches.extend(batch.halves()),
                Err(error) => batch.fail(error),
            }
        }
    }

    fn len(&self) -> usize {
        self.receipts.len() + self.versions.len()
    }

    /// Two batches with the same members, later half first, because the last one is written next.
    fn halves(mut self) -> [Self; 2] {
        let middle = self.len() / 2;
        let intakes = middle.min(self.receipts.len());
        let changes = middle - intakes;
        let later = Self {
            group: Group {
                intakes: self.group.intakes.split_off(intakes),
                changes: self.group.changes.split_off(changes),
            },
            receipts: self.receipts.split_off(intakes),
            versions: self.versions.split_off(changes),
        };
        [later, self]
    }

    fn fail(mut self, error: StoreError) {
        if self.len() == 1 {
            match (self.receipts.pop(), self.versions.pop()) {
                (Some(caller), _) => caller.send(Err(error)).is_ok(),
                (None, Some(caller)) => caller.send(Err(error)).is_ok(),
                (None, None) => false,
            };
            return;
        }
        for caller in self.receipts {
            caller.send(Err(error.repeat())).ok();
        }
        for caller in self.versions {
            caller.send(Err(error.repeat())).ok();
        }
    }
}
