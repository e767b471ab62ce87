//! One transaction for a group of new incidents and case changes: one statement a table, whatever the size of
//! the group. Keys that were used before are answered from their stored response; stale changes are answered
//! with the version that stands; everything else is written, or nothing is.

use super::group_sql;
use super::row::{CaseChange, IdempotencyKey, NewIncident};
use super::written::{self, Intake, Transition, Written};
use crate::domain::case::EventKind;
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use crate::store::changes::log_changes;
use crate::store::macros::{row, write_tx};
use crate::store::photo_drafts::made;
use crate::store::sql::Speaks;
use crate::store::table_row::InsertRows;
use crate::store::{Store, StoreError, editions, json_list, json_rows};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What the writer of an incident gets back.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub incident: Uuid,
    pub number: String,
    /// The answer of the idempotency key with `number` in it; none without a key.
    pub response: Option<Value>,
    /// The key was used before with the same content; nothing was written now.
    pub replayed: bool,
}

/// New incidents and changes that share a transaction. Keys of the incidents must differ, and so must their drafts and the
/// incidents that are changed.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub intakes: Vec<Intake>,
    pub changes: Vec<Transition>,
}

/// One answer for each member of a group, in order; for a change the new version.
pub(crate) struct GroupAnswers {
    pub intakes: Vec<Result<Receipt, StoreError>>,
    pub changes: Vec<Result<i64, StoreError>>,
}

row! {
    #[derive(Debug)]
    pub struct KnownAnswer {
        pub caller: String,
        pub key: String,
        pub fingerprint: String,
        pub response: Value as json,
        pub incident: Option<Uuid>,
        pub number: Option<String>,
    }
}

#[derive(Serialize)]
struct KeyJson<'a> {
    caller: &'a str,
    key: &'a str,
}

#[derive(Serialize)]
struct CounterJson<'a> {
    home_code: &'a str,
    day: &'a str,
    issued: i64,
}

impl Store {
    /// Writes incidents in one transaction, all or none, and gives their receipts in order. Numbers count the
    /// days of `zone`. Meant for imports; live reports go through `Writer`, which groups them.
    pub async fn insert_incidents(
        &self,
        incidents: Vec<NewIncident>,
        zone: &TimeZone,
    ) -> Result<Vec<Receipt>, StoreError> {
        let intakes = incidents.into_iter().map(Intake::encode).collect::<Result<_, _>>()?;
        let mut group = Group { intakes, changes: Vec::new() };
        self.write_group(&mut group, zone).await?.intakes.into_iter().collect()
    }

    /// Changes one case and gives its new version.
    pub async fn transition(&self, change: CaseChange) -> Result<i64, StoreError> {
        let mut group = Group { intakes: Vec::new(), changes: vec![Transition::encode(change)?] };
        let mut answers = self.write_group(&mut group, &TimeZone::UTC).await?;
        answers.changes.pop().unwrap_or(Err(StoreError::NotFound))
    }

    /// Changes one case and makes the incident that follows from it, both or neither. Gives the case's new version and the
    /// incident's receipt.
    pub async fn transition_making(
        &self,
        change: CaseChange,
        incident: NewIncident,
        zone: &TimeZone,
    ) -> Result<(i64, Receipt), StoreError> {
        let mut intake = Intake::encode(incident)?;
        intake.after = Some(change.incident);
        let mut group = Group { intakes: vec![intake], changes: vec![Transition::encode(change)?] };
        let mut answers = self.write_group(&mut group, zone).await?;
        let version = answers.changes.pop().unwrap_or(Err(StoreError::NotFound))?;
        Ok((version, answers.intakes.pop().unwrap_or(Err(StoreError::NotFound))?))
    }

    /// Changes several cases in one transaction; one answer each, in order. A change that comes too late is answered
    /// with its conflict and does not hold the others back.
    pub async fn transitions(
        &self,
        changes: Vec<CaseChange>,
    ) -> Result<Vec<Result<i64, StoreError>>, StoreError> {
        let changes = changes.into_iter().map(Transition::encode).collect::<Result<_, _>>()?;
        let mut group = Group { intakes: Vec::new(), changes };
        Ok(self.write_group(&mut group, &TimeZone::UTC).await?.changes)
    }

    /// Writes a group. An error means that nothing of it was written.
    pub(crate) async fn write_group(
        &self,
        group: &mut Group,
        zone: &TimeZone,
    ) -> Result<GroupAnswers, StoreError> {
        // Another instance may use a key between our look and our insert: the second run finds its answer.
        match self.write_group_once(group, zone).await {
            Err(StoreError::Unique { .. })
                if group.intakes.iter().any(|intake| intake.incident.idempotency.is_some()) =>
            {
                self.write_group_once(group, zone).await
            }
            outcome => outcome,
        }
    }

    async fn write_group_once(&self, group: &mut Group, zone: &TimeZone) -> Result<GroupAnswers, StoreError> {
        let Group { intakes, changes } = group;
        let keys = key_list(intakes)?;
        let dialect = self.dialect();
        let updates: Vec<(String, String)> = written::updates(changes)?
            .into_iter()
            .map(|(columns, rows)| (group_sql::update_incident(columns, dialect), rows))
            .collect();
        write_tx!(self, |c| {
            let mut known = Known::default();
            if let Some(keys) = &keys {
                known.fill(sqlx::query_as(c.say(&group_sql::ANSWERS)).bind(keys).fetch_all(&mut *c).await?);
            }
            let mut done: Vec<Uuid> = Vec::new();
            let mut standing: HashMap<Uuid, i64> = HashMap::new();
            if !changes.is_empty() {
                for (text, rows) in &updates {
                    // The text is made of constants; values travel as parameters.
                    let query = sqlx::query_scalar(AssertSqlSafe(text.as_str())).bind(rows);
                    let changed: Vec<Uuid> = query.fetch_all(&mut *c).await?;
                    done.extend(changed);
                }
                if done.len() < changes.len() {
                    let ids = json_list(changes.iter().map(|transition| transition.change.incident))?;
                    let rows: Vec<(Uuid, i64)> =
                        sqlx::query_as(c.say(&group_sql::VERSIONS)).bind(ids).fetch_all(&mut *c).await?;
                    standing.extend(rows);
                }
            }

            let takers = made::take_rows(intakes, |intake| !known.holds(&intake.incident))?;
            let mut taken: Vec<Uuid> = Vec::new();
            if let Some(takers) = &takers {
                taken = sqlx::query_scalar(c.say(&made::TAKE)).bind(takers).fetch_all(&mut *c).await?;
            }
            let lost = |intake: &Intake| {
                intake.draft.as_ref().is_some_and(|draft| !taken.contains(&draft.id))
                    && !known.holds(&intake.incident)
            };
            let allowed =
                |intake: &Intake| intake.after.is_none_or(|case| done.contains(&case)) && !lost(intake);
            let fresh: Vec<bool> =
                intakes.iter().map(|intake| allowed(intake) && !known.holds(&intake.incident)).collect();

            if let Some(counters) = counter_rows(intakes, &fresh, zone)? {
                let issued: Vec<(String, String, i64)> =
                    sqlx::query_as(c.say(&group_sql::TAKE_NUMBERS)).bind(counters).fetch_all(&mut *c).await?;
                assign_numbers(intakes, &fresh, zone, issued);
            }

            let mut written = Written::new(
                intakes.iter().zip(&fresh).filter(|(_, fresh)| **fresh).map(|(intake, _)| intake),
                changes.iter().filter(|transition| done.contains(&transition.change.incident)),
            );
            c.insert_rows(&written.incidents).await?;
            if let Some(joined) = joined(&written, changes, &done)? {
                let targets: Vec<(String, Uuid)> =
                    sqlx::query_as(c.say(&group_sql::JOIN_VOICES)).bind(joined).fetch_all(&mut *c).await?;
                written.add_targets(targets);
            }
            if let Some(takers) = takers.as_ref().filter(|_| !taken.is_empty()) {
                sqlx::query(c.say(&made::GIVE_PHOTOS)).bind(takers).execute(&mut *c).await?;
                sqlx::query(c.say(&made::REMOVE_PHOTOS)).bind(takers).execute(&mut *c).await?;
            }
            c.insert_rows(&written.assignments).await?;
            c.insert_rows(&written.reports).await?;
            c.insert_rows(&written.events).await?;
            c.insert_rows(&written.messages.outbox).await?;
            c.insert_rows(&written.messages.inbox).await?;
            c.insert_rows(&written.messages.digest).await?;
            c.insert_rows(&written.idempotency).await?;
            if !written.log.is_empty() {
                log_changes!(c, &written.log);
            }
            // Publishing takes the same counter row, so the edition read now stays in force until the commit.
            if let Some(at) = edition_instant(intakes, &fresh) {
                let current: Option<i64> = sqlx::query_scalar(c.say(&editions::IN_FORCE))
                    .bind(Scheme::Duty)
                    .bind(at)
                    .fetch_one(&mut *c)
                    .await?;
                check_edition(intakes, &fresh, current)?;
            }
            Ok(GroupAnswers {
                intakes: intakes
                    .iter()
                    .map(|intake| {
                        if lost(intake) {
                            Err(StoreError::DraftChanged)
                        } else {
                            known.receipt(&intake.incident)
                        }
                    })
                    .collect(),
                changes: changes
                    .iter()
                    .map(|transition| change_answer(&transition.change, &done, &standing))
                    .collect(),
            })
        })
    }
}

/// Answers of keys that were used before.
#[derive(Default)]
struct Known(HashMap<(String, String), KnownAnswer>);

impl Known {
    fn fill(&mut self, answers: Vec<KnownAnswer>) {
        self.0 =
            answers.into_iter().map(|answer| ((answer.caller.clone(), answer.key.clone()), answer)).collect();
    }

    fn get<'a>(&'a self, intake: &'a NewIncident) -> Option<(&'a KnownAnswer, &'a IdempotencyKey)> {
        let key = intake.idempotency.as_ref()?;
        Some((self.0.get(&(key.caller.clone(), key.key.clone()))?, key))
    }

    fn holds(&self, intake: &NewIncident) -> bool {
        self.get(intake).is_some()
    }

    fn receipt(&self, intake: &NewIncident) -> Result<Receipt, StoreError> {
        let Some((answer, key)) = self.get(intake) else {
            return Ok(Receipt {
                incident: intake.row.id,
                number: intake.row.number.clone(),
                response: intake.idempotency.as_ref().map(|key| key.response.clone()),
                replayed: false,
            });
        };
        if answer.fingerprint != key.fingerprint {
            return Err(StoreError::KeyReused);
        }
        Ok(Receipt {
            incident: answer.incident.unwrap_or_default(),
            number: answer.number.clone().unwrap_or_default(),
            response: Some(answer.response.clone()),
            replayed: true,
        })
    }
}

/// Ids of the cases that have joined another in this group, new ones of an import among them.
fn joined(written: &Written, changes: &[Transition], done: &[Uuid]) -> Result<Option<String>, StoreError> {
    let merged = |transition: &&Transition| transition.change.event.kind == EventKind::CaseMerged;
    let ids = changes.iter().filter(merged).map(|transition| transition.change.incident);
    let mut ids: Vec<Uuid> = ids.filter(|id| done.contains(id)).collect();
    ids.extend(written.incidents.iter().filter(|row| row.merged_into.is_some()).map(|row| row.id));
    if ids.is_empty() { Ok(None) } else { json_list(ids).map(Some) }
}

fn change_answer(
    change: &CaseChange,
    done: &[Uuid],
    standing: &HashMap<Uuid, i64>,
) -> Result<i64, StoreError> {
    if done.contains(&change.incident) {
        return Ok(change.expected_version + 1);
    }
    match standing.get(&change.incident) {
        // The right version under another home code: the caller does not mean this incident.
        Some(current) if *current != change.expected_version => {
            Err(StoreError::Conflict { current: *current })
        }
        _ => Err(StoreError::NotFound),
    }
}

fn fresh_incidents<'a>(intakes: &'a [Intake], fresh: &'a [bool]) -> impl Iterator<Item = &'a NewIncident> {
    intakes.iter().zip(fresh).filter(|(_, fresh)| **fresh).map(|(intake, _)| &intake.incident)
}

fn key_list(intakes: &[Intake]) -> Result<Option<String>, StoreError> {
    let keys: Vec<_> = intakes
        .iter()
        .filter_map(|intake| intake.incident.idempotency.as_ref())
        .map(|key| KeyJson { caller: &key.caller, key: &key.key })
        .collect();
    if keys.is_empty() { Ok(None) } else { json_rows(&keys).map(Some) }
}

/// `YYMMDD` of the day in the site's zone.
fn day(at: Instant, zone: &TimeZone) -> String {
    at.timestamp().to_zoned_datetime(zone.clone()).strftime("%y%m%d").to_string()
}

/// How many numbers each community needs on each day, in the order in which everybody locks them.
fn counter_rows(intakes: &[Intake], fresh: &[bool], zone: &TimeZone) -> Result<Option<String>, StoreError> {
    let mut counts: BTreeMap<(&str, String), i64> = BTreeMap::new();
    for intake in fresh_incidents(intakes, fresh) {
        *counts.entry((&intake.row.home_code, day(intake.row.recorded_at, zone))).or_default() += 1;
    }
    let rows: Vec<_> = counts
        .iter()
        .map(|((home_code, day), count)| CounterJson { home_code, day, issued: *count })
        .collect();
    if rows.is_empty() { Ok(None) } else { json_rows(&rows).map(Some) }
}

/// Gives out the numbers up to the issued ones, last first, and puts them into the messages and the answers to repeat.
fn assign_numbers(
    intakes: &mut [Intake],
    fresh: &[bool],
    zone: &TimeZone,
    issued: Vec<(String, String, i64)>,
) {
    let mut issued: HashMap<(String, String), i64> =
        issued.into_iter().map(|(home_code, day, issued)| ((home_code, day), issued)).collect();
    for (Intake { incident: intake, .. }, _) in
        intakes.iter_mut().zip(fresh).rev().filter(|(_, fresh)| **fresh)
    {
        let day = day(intake.row.recorded_at, zone);
        let Some(next) = issued.get_mut(&(intake.row.home_code.clone(), day.clone())) else { continue };
        intake.row.number = format!("{day}-{next:05}");
        *next -= 1;
        for payload in intake.outbox.iter_mut().filter_map(|message| message.payload.as_object_mut()) {
            payload.insert("number".to_owned(), Value::from(intake.row.number.clone()));
        }
        if let Some(Value::Object(response)) = intake.idempotency.as_mut().map(|key| &mut key.response) {
            response.insert("number".to_owned(), Value::from(intake.row.number.clone()));
        }
    }
}

fn edition_instant(intakes: &[Intake], fresh: &[bool]) -> Option<Instant> {
    fresh_incidents(intakes, fresh)
        .filter(|intake| intake.check_edition)
        .map(|intake| intake.row.recorded_at)
        .max()
}

fn check_edition(intakes: &[Intake], fresh: &[bool], current: Option<i64>) -> Result<(), StoreError> {
    let stale =
        fresh_incidents(intakes, fresh).any(|intake| intake.check_edition && intake.row.edition != current);
    if stale { Err(StoreError::EditionChanged { current: current.unwrap_or(0) }) } else { Ok(()) }
}
