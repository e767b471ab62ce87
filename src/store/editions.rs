//! Publishing areas (R6): one transaction ends the replaced rows, inserts the new ones, writes succession and
//! the edition itself. Readers see the old edition or the new one, never a mix.

use super::changes::{ChangeKind, Pending};
use super::import::Import;
use super::macros::{read, row, statements};
use super::sql::Speaks;
use super::{Store, StoreError, areas, json_list, json_rows};
use crate::domain::grid::{Area, Scheme, Takeover};
use crate::domain::instant::Instant;
use serde::Serialize;

statements! {
    NEWEST { "SELECT coalesce(max(number), 0) FROM edition WHERE scheme = $1" }
    NEWEST_FROM { "SELECT coalesce(max(in_force_from), $2) FROM edition WHERE scheme = $1" }
    IN_FORCE { "SELECT max(number) FROM edition WHERE scheme = $1 AND in_force_from <= $2" }
    LIST {
        "SELECT scheme, number, base, scope, note, in_force_from, recorded_at FROM edition
         WHERE scheme = $1 ORDER BY number"
    }
    INSERT {
        "INSERT INTO edition (scheme, number, base, scope, note, in_force_from, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    }
    END_ROWS {
        sqlite "UPDATE area SET edition_until = $1 WHERE scheme = $2 AND edition_until IS NULL
                AND code IN (SELECT value FROM jsonb_each($3))"
        postgres "UPDATE area SET edition_until = $1 WHERE scheme = $2 AND edition_until IS NULL
                  AND code IN (SELECT json_array_elements_text($3::json))"
    }
    INSERT_SUCCESSION {
        insert "area_succession" { scheme plain, edition plain, from_code plain, to_code plain, permille plain }
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
    }
}

/// What to publish. Areas outside `replaced` and `areas` stay as they are.
#[derive(Debug, Clone)]
pub struct Publication {
    pub scheme: Scheme,
    /// Edition that `areas` and `replaced` were worked out against: 0 before the first one. Another newest
    /// edition is a `Conflict`.
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
}

#[derive(Serialize)]
struct SuccessionRow<'a> {
    scheme: Scheme,
    edition: i64,
    from_code: &'a str,
    to_code: &'a str,
    permille: u16,
}

/// A publication in the form in which its statements want it. Encoding is the long part, so it is done before
/// the writer is taken.
pub(crate) struct Prepared<'a> {
    pub publication: &'a Publication,
    pub number: i64,
    pub areas: Vec<String>,
    pub replaced: String,
    pub succession: String,
    pub change: Pending,
}

impl<'a> Prepared<'a> {
    pub fn new(publication: &'a Publication) -> Result<Self, StoreError> {
        let p = publication;
        let number = p.base + 1;
        let succession: Vec<_> = p
            .succession
            .iter()
            .map(|takeover| SuccessionRow {
                scheme: p.scheme,
                edition: number,
                from_code: &takeover.from,
                to_code: &takeover.to,
                permille: takeover.permille,
            })
            .collect();
        Ok(Self {
            publication,
            number,
            areas: areas::batches(&p.areas, number)?,
            replaced: json_list(&p.replaced)?,
            succession: json_rows(&succession)?,
            change: Pending::of_site(ChangeKind::Edition, p.scheme.slug(), p.recorded_at),
        })
    }
}

/// The steps of a publication within a transaction; its number, or the error that ends the transaction.
macro_rules! publish {
    ($c:ident, $prepared:expr) => {{
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
        let ended = sqlx::query($c.say(&editions::END_ROWS))
            .bind(prepared.number)
            .bind(p.scheme)
            .bind(&prepared.replaced)
            .execute(&mut *$c)
            .await?
            .rows_affected();
        if ended != p.replaced.len() as u64 {
            return Err(StoreError::Conflict { current: newest });
        }
        for batch in &prepared.areas {
            sqlx::query($c.say(&areas::INSERT)).bind(batch).execute(&mut *$c).await?;
        }
        sqlx::query($c.say(&editions::INSERT_SUCCESSION))
            .bind(&prepared.succession)
            .execute(&mut *$c)
            .await?;
        sqlx::query($c.say(&editions::INSERT))
            .bind(p.scheme)
            .bind(prepared.number)
            .bind((p.base > 0).then_some(p.base))
            .bind(sqlx::types::Json(&p.scope))
            .bind(&p.note)
            .bind(p.in_force_from)
            .bind(p.recorded_at)
            .execute(&mut *$c)
            .await?;
        prepared.number
    }};
}
pub(crate) use publish;

impl Store {
    /// Publishes and gives the edition's number. Fails whole: `Conflict` when another edition was published
    /// since `base` or a replaced code is not in force, `Unique` when a new area's code is still in force.
    pub async fn publish(&self, publication: &Publication) -> Result<i64, StoreError> {
        self.import(&Import { publication: Some(publication), ..Import::at(publication.recorded_at) })
            .await?;
        Ok(publication.base + 1)
    }

    /// Number of the newest edition of a scheme, in force or to come; 0 before the first.
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
