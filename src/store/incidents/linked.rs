//! Cases that hang together, and the clocks that sweeps look at.

use crate::domain::case::State;
use crate::domain::instant::Instant;
use crate::store::macros::{read, row, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use uuid::Uuid;

statements! {
    LINKED {
        "SELECT 'relapse' AS tie, id, number, state FROM incident WHERE relapse_of = $1
         UNION ALL SELECT 'merged' AS tie, id, number, state FROM incident WHERE merged_into = $1
         UNION ALL SELECT 'related' AS tie, id, number, state FROM incident WHERE related = $1
         ORDER BY 1, 3, 2"
    }
    NAMES {
        sqlite "SELECT '' AS tie, id, number, state FROM incident
                WHERE id IN (SELECT unhex(value, '-') FROM jsonb_each($1))"
        postgres "SELECT '' AS tie, id, number, state FROM incident
                  WHERE id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))"
    }
    CLOSED_AT {
        sqlite "SELECT id, closed_at FROM incident
                WHERE closed_at IS NOT NULL AND id IN (SELECT unhex(value, '-') FROM jsonb_each($1))"
        postgres "SELECT id, closed_at FROM incident WHERE closed_at IS NOT NULL
                  AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))"
    }
    STEPS_DUE {
        "SELECT id FROM incident WHERE next_step_at IS NOT NULL AND next_step_at <= $1 ORDER BY next_step_at, id LIMIT $2"
    }
    SET_NEXT_STEP { "UPDATE incident SET next_step_at = $3 WHERE id = $1 AND version = $2" }
}

/// How another case hangs on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It came back from it.
    Relapse,
    /// It joined it.
    Merged,
    /// It follows from it by a sample or an appeal.
    Related,
}

/// A case by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseName {
    pub id: Uuid,
    pub number: String,
    pub state: State,
}

row! {
    #[derive(Debug)]
    pub struct LinkedRow {
        pub tie: String,
        pub id: Uuid,
        pub number: String,
        pub state: State,
    }
}

impl From<LinkedRow> for CaseName {
    fn from(row: LinkedRow) -> Self {
        Self { id: row.id, number: row.number, state: row.state }
    }
}

impl Store {
    /// The cases that hang on one, by their numbers.
    pub async fn linked_to(&self, incident: Uuid) -> Result<Vec<(Tie, CaseName)>, StoreError> {
        let rows: Vec<LinkedRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&LINKED)).bind(incident).fetch_all(c).await?))?;
        let tie = |row: &LinkedRow| match row.tie.as_str() {
            "relapse" => Tie::Relapse,
            "merged" => Tie::Merged,
            _ => Tie::Related,
        };
        Ok(rows.into_iter().map(|row| (tie(&row), row.into())).collect())
    }

    /// Numbers and states of some cases; those that do not exist are left out.
    pub async fn case_names(&self, ids: &[Uuid]) -> Result<Vec<CaseName>, StoreError> {
        let ids = json_list(ids)?;
        let rows: Vec<LinkedRow> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&NAMES)).bind(&ids).fetch_all(c).await?))?;
        Ok(rows.into_iter().map(CaseName::from).collect())
    }

    /// When some cases ended; open ones are left out.
    pub async fn closed_at(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, Instant)>, StoreError> {
        let ids = json_list(ids)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&CLOSED_AT)).bind(&ids).fetch_all(c).await?))
    }

    /// Cases whose next rung of a ladder is reached, the longest waiting first.
    pub async fn steps_due(&self, now: Instant, limit: i64) -> Result<Vec<Uuid>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&STEPS_DUE)).bind(now).bind(limit).fetch_all(c).await?))
    }

    /// Says when a case is looked at next, unless it has changed since `version`. No change of the case: neither version
    /// nor history know of it.
    pub async fn set_next_step(
        &self,
        incident: Uuid,
        version: i64,
        at: Option<Instant>,
    ) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&SET_NEXT_STEP)).bind(incident).bind(version).bind(at).execute(&mut *c).await?;
            Ok(())
        })
    }
}
