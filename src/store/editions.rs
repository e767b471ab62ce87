//! Publishing areas (R6): one transaction ends the replaced rows, inserts the new ones, writes succession and
//! the edition itself. Readers see the old edition or the new one, never a mix.

use super::changes::{ChangeKind, Pending, log_changes};
use super::import::Import;
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError, json_list, json_rows};
use crate::domain::grid::{Area, Scheme, Takeover};
use crate::domain::instant::Instant;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use uuid::Uuid;

statements! {
    NEWEST { "SELECT coalesce(max(number), 0) FROM edition WHERE scheme = $1 AND withdrawn_at IS NULL" }
    HIGHEST { "SELECT coalesce(max(number), 0) FROM edition WHERE scheme = $1" }
    NEWEST_FROM {
        "SELECT coalesce(max(in_force_from), $2) FROM edition WHERE scheme = $1 AND withdrawn_at IS NULL"
    }
    IN_FORCE {
        "SELECT max(number) FROM edition WHERE scheme = $1 AND in_force_from <= $2 AND withdrawn_at IS NULL"
    }
    LIST {
        "SELECT scheme, number, base, scope, note, in_force_from, recorded_at, withdrawn_at, move_incidents, moved_at
         FROM edition WHERE scheme = $1 ORDER BY number"
    }
    INSERT {
        "INSERT INTO edition (scheme, number, base, scope, note, in_force_from, recorded_at, move_incidents)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    }
    NEXT_TURN {
        "SELECT min(turn) FROM (
             SELECT min(in_force_from) AS turn FROM edition WHERE in_force_from > $1 AND withdrawn_at IS NULL
             UNION ALL SELECT min(valid_from) FROM feature WHERE valid_from > $1 AND recorded_until IS NULL
             UNION ALL SELECT min(valid_until) FROM feature WHERE valid_until > $1 AND recorded_until IS NULL
         ) AS turns"
    }
    LAST_TURN {
        "SELECT max(turn) FROM (
             SELECT max(in_force_from) AS turn FROM edition WHERE in_force_from <= $1 AND withdrawn_at IS NULL
             UNION ALL SELECT max(valid_from) FROM feature WHERE valid_from <= $1 AND recorded_until IS NULL
             UNION ALL SELECT max(valid_until) FROM feature WHERE valid_until <= $1 AND recorded_until IS NULL
         ) AS turns"
    }
    WITHDRAW {
        "UPDATE edition SET withdrawn_at = $3
         WHERE scheme = $1 AND number = $2 AND in_force_from > $3 AND withdrawn_at IS NULL"
    }
    EMPTY_ROWS {
        "UPDATE area SET edition_until = $2 WHERE scheme = $1 AND edition_from = $2 AND edition_until IS NULL"
    }
    REOPEN_ROWS {
        "UPDATE area SET edition_until = NULL WHERE scheme = $1 AND edition_until = $2 AND edition_from < $2"
    }
    MOVED { "UPDATE edition SET moved_at = $3 WHERE scheme = $1 AND number = $2 AND moved_at IS NULL" }
    UNMOVED {
        "SELECT scheme, number, base, scope, note, in_force_from, recorded_at, withdrawn_at, move_incidents, moved_at
         FROM edition WHERE in_force_from <= $1 AND withdrawn_at IS NULL AND moved_at IS NULL
             AND CAST(move_incidents AS text) <> '\"none\"' ORDER BY scheme, number"
    }
    END_ROWS {
        sqlite "UPDATE area SET edition_until = $1 WHERE scheme = $2 AND edition_until IS NULL
                AND code IN (SELECT value FROM jsonb_each($3))"
        postgres "UPDATE area SET edition_until = $1 WHERE scheme = $2 AND edition_until IS NULL
                  AND code IN (SELECT json_array_elements_text($3::json))"
    }
    INSERT_SUCCESSION {
        sqlite "INSERT INTO area_succession (scheme, edition, from_code, to_code, permille)
                SELECT $2, $3, value->>'from', value->>'to', value->>'permille' FROM jsonb_each($1)"
        postgres "INSERT INTO area_succession (scheme, edition, from_code, to_code, permille)
                  SELECT CAST($2 AS text), CAST($3 AS bigint), t.\"from\", t.\"to\", t.permille
                  FROM json_to_recordset($1::json) AS t(\"from\" text, \"to\" text, permille bigint)"
    }
    SUCCESSORS {
        "SELECT edition, to_code, permille FROM area_succession WHERE scheme = $1 AND from_code = $2
         ORDER BY edition, permille DESC, to_code"
    }
}

row! {
    /// One publication of a scheme.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Edition {
        pub scheme: Scheme,
        pub number: i64,
        /// The edition that the draft was made on.
        pub base: Option<i64>,
        /// Codes of the communities it was allowed to touch.
        pub scope: Vec<String> as json,
        pub note: String,
        pub in_force_from: Instant,
        pub recorded_at: Instant,
        /// When it was taken back before it was in force.
        pub withdrawn_at: Option<Instant>,
        /// Which open incidents follow the ground.
        pub move_incidents: MoveIncidents as json,
        /// When they did.
        pub moved_at: Option<Instant>,
    }
}

/// Which open incidents get their owner anew when an edition comes into force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveIncidents {
    All,
    #[default]
    None,
    #[serde(untagged)]
    These(Vec<Uuid>),
}

/// What to publish. Areas outside `replaced` and `areas` stay as they are.
#[derive(Debug, Clone)]
pub struct Publication {
    pub scheme: Scheme,
    /// Edition that `areas` and `replaced` were worked out against: 0 before the first one. Another newest
    /// edition that was not withdrawn is a `Conflict`.
    pub base: i64,
    /// Codes of the communities it touches, kept for the record.
    pub scope: Vec<String>,
    /// New and changed areas.
    pub areas: Vec<Area>,
    /// Codes in force whose rows end with this edition: those changed and those removed.
    pub replaced: Vec<String>,
    /// Who took over whose ground, at splits, merges and renamings.
    pub succession: Vec<Takeover>,
    pub note: String,
    /// Not before the one of the newest edition.
    pub in_force_from: Instant,
    pub recorded_at: Instant,
    pub move_incidents: MoveIncidents,
}

/// A publication in the form in which its statements want it. Encoding is the long part, so it is done before
/// the writer is taken.
pub(crate) struct Prepared<'a> {
    pub publication: &'a Publication,
    pub replaced: String,
    pub succession: String,
    pub change: Pending,
}

impl<'a> Prepared<'a> {
    pub fn new(publication: &'a Publication) -> Result<Self, StoreError> {
        let p = publication;
        Ok(Self {
            publication,
            replaced: json_list(&p.replaced)?,
            succession: json_rows(&p.succession)?,
            change: Pending::of_site(ChangeKind::Edition, p.scheme.slug(), p.recorded_at),
        })
    }
}

/// The steps of a publication within a transaction; its number, or the error that ends the transaction.
macro_rules! publish {
    ($c:ident, $prepared:expr, $progress:expr) => {{
        use $crate::store::geometry::shape_to_wkb;
        use $crate::store::{StoreError, areas, editions};
        let prepared: &editions::Prepared<'_> = $prepared;
        let p = prepared.publication;
        let newest: i64 =
            sqlx::query_scalar($c.say(&editions::NEWEST)).bind(p.scheme).fetch_one(&mut *$c).await?;
        if newest != p.base {
            return Err(StoreError::Conflict { current: newest });
        }
        let newest_from: i64 = sqlx::query_scalar($c.say(&editions::NEWEST_FROM))
            .bind(p.scheme)
            .bind(p.in_force_from.micros())
            .fetch_one(&mut *$c)
            .await?;
        if p.in_force_from.micros() < newest_from {
            return Err(StoreError::Value {
                field: "in_force_from".to_owned(),
                reason: "the newest edition comes into force later".to_owned(),
            });
        }
        let highest: i64 =
            sqlx::query_scalar($c.say(&editions::HIGHEST)).bind(p.scheme).fetch_one(&mut *$c).await?;
        let number = highest + 1;
        let ended = sqlx::query($c.say(&editions::END_ROWS))
            .bind(number)
            .bind(p.scheme)
            .bind(&prepared.replaced)
            .execute(&mut *$c)
            .await?
            .rows_affected();
        if ended != p.replaced.len() as u64 {
            return Err(StoreError::Conflict { current: newest });
        }
        for some in areas::batches(&p.areas) {
            for batch in some? {
                sqlx::query($c.say(&areas::INSERT))
                    .bind(batch.rows)
                    .bind(p.scheme)
                    .bind(number)
                    .execute(&mut *$c)
                    .await?;
                $progress.advance(batch.count)?;
            }
        }
        for area in &p.areas {
            if let Some(shape) = area.shape.as_ref().filter(|shape| areas::is_large(shape)) {
                sqlx::query($c.say(&areas::DRAW))
                    .bind(shape_to_wkb(shape)?)
                    .bind(p.scheme)
                    .bind(&area.code)
                    .bind(number)
                    .execute(&mut *$c)
                    .await?;
                $progress.check()?;
            }
        }
        sqlx::query($c.say(&editions::INSERT_SUCCESSION))
            .bind(&prepared.succession)
            .bind(p.scheme)
            .bind(number)
            .execute(&mut *$c)
            .await?;
        sqlx::query($c.say(&editions::INSERT))
            .bind(p.scheme)
            .bind(number)
            .bind((p.base > 0).then_some(p.base))
            .bind(sqlx::types::Json(&p.scope))
            .bind(&p.note)
            .bind(p.in_force_from)
            .bind(p.recorded_at)
            .bind(sqlx::types::Json(&p.move_incidents))
            .execute(&mut *$c)
            .await?;
        number
    }};
}
pub(crate) use publish;

impl Store {
    /// Publishes and gives the edition's number. Fails whole: `Conflict` when another edition was published
    /// since `base` or a replaced code is not in force, `Unique` when a new area's code is still in force.
    pub async fn publish(&self, publication: &Publication) -> Result<i64, StoreError> {
        let import = Import { publication: Some(publication), ..Import::at(publication.recorded_at) };
        Ok(self.import(&import).await?.edition.unwrap_or_default())
    }

    /// Takes the newest edition back before it comes into force: its areas hold for no edition, and those that it
    /// ended stand again. `Conflict` with the newest number when another one is newest, `NotFound` when there is no
    /// such edition to come.
    pub async fn withdraw_edition(&self, scheme: Scheme, number: i64, at: Instant) -> Result<(), StoreError> {
        let change = [Pending::of_site(ChangeKind::Edition, scheme.slug(), at)];
        write_tx!(self, |c| {
            let newest: i64 = sqlx::query_scalar(c.say(&NEWEST)).bind(scheme).fetch_one(&mut *c).await?;
            if number < newest {
                return Err(StoreError::Conflict { current: newest });
            }
            let withdrawn =
                sqlx::query(c.say(&WITHDRAW)).bind(scheme).bind(number).bind(at).execute(&mut *c).await?;
            if withdrawn.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
            for sql in [&EMPTY_ROWS, &REOPEN_ROWS] {
                sqlx::query(c.say(sql)).bind(scheme).bind(number).execute(&mut *c).await?;
            }
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// The span around `at` in which no edition comes into force and no known feature begins or ends.
    pub async fn turns_around(&self, at: Instant) -> Result<Range<Instant>, StoreError> {
        read!(self, |c| {
            let last: Option<Instant> =
                sqlx::query_scalar(c.say(&LAST_TURN)).bind(at).fetch_one(&mut *c).await?;
            let next: Option<Instant> =
                sqlx::query_scalar(c.say(&NEXT_TURN)).bind(at).fetch_one(&mut *c).await?;
            Ok(last.unwrap_or(Instant(i64::MIN))..next.unwrap_or(Instant(i64::MAX)))
        })
    }

    /// Editions in force at `at` or before whose incidents have not been moved yet as they ask, oldest first.
    pub async fn unmoved_editions(&self, at: Instant) -> Result<Vec<Edition>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&UNMOVED)).bind(at).fetch_all(c).await?))
    }

    /// Notes that the incidents of an edition have been moved.
    pub async fn mark_moved(&self, scheme: Scheme, number: i64, at: Instant) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&MOVED)).bind(scheme).bind(number).bind(at).execute(c).await?;
            Ok(())
        })
    }

    /// Number of the newest edition of a scheme, in force or to come; 0 before the first. Withdrawn ones do not count.
    pub async fn newest_edition(&self, scheme: Scheme) -> Result<i64, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&NEWEST)).bind(scheme).fetch_one(c).await?))
    }

    /// Number of the edition in force, none before the first.
    pub async fn current_edition(&self, scheme: Scheme, at: Instant) -> Result<Option<i64>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&IN_FORCE)).bind(scheme).bind(at).fetch_one(c).await?))
    }

    /// Every edition of a scheme, oldest first.
    pub async fn editions(&self, scheme: Scheme) -> Result<Vec<Edition>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&LIST)).bind(scheme).fetch_all(c).await?))
    }

    /// What took over from an area: (edition, code, permille of its ground), oldest first, largest share first.
    pub async fn successors(
        &self,
        scheme: Scheme,
        code: &str,
    ) -> Result<Vec<(i64, String, i64)>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&SUCCESSORS)).bind(scheme).bind(code).fetch_all(c).await?))
    }
}
