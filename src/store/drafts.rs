//! Drafts of editions (R6): changesets on a base edition, kept append-only with reason and time. What a draft says
//! of an area is its row with the highest version, so history stays, and two people never overwrite each other (R12).

use super::changes::{ChangeKind, Pending, log_changes};
use super::geometry::{hex, shape_to_wkb};
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Import, Store, StoreError, areas, json_rows};
use crate::domain::geo::Shape;
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Instant;
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

statements! {
    INSERT {
        "INSERT INTO edition_draft (id, scheme, base, scope, note, version, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6)"
    }
    OPEN {
        "SELECT id, scheme, base, scope, note, version, created_at, changed_at, ended_at, outcome, edition
         FROM edition_draft WHERE scheme = $1 AND ended_at IS NULL ORDER BY created_at, id"
    }
    BY_ID {
        "SELECT id, scheme, base, scope, note, version, created_at, changed_at, ended_at, outcome, edition
         FROM edition_draft WHERE id = $1"
    }
    COUNTS {
        "SELECT d.removed, count(*) FROM draft_area d
         WHERE d.draft = $1 AND d.version = (
             SELECT max(l.version) FROM draft_area l WHERE l.draft = d.draft AND l.code = d.code)
         GROUP BY d.removed"
    }
    CONTENT {
        sqlite "SELECT d.code, d.removed, json_array(d.level, d.code, d.name, d.parent, d.extent), d.wkb
                FROM draft_area d
                WHERE d.draft = $1 AND d.version = (
                    SELECT max(l.version) FROM draft_area l WHERE l.draft = d.draft AND l.code = d.code)
                ORDER BY d.code"
        postgres "SELECT d.code, d.removed,
                         CAST(json_build_array(d.level, d.code, d.name, d.parent, d.extent) AS text), d.wkb
                  FROM draft_area d
                  WHERE d.draft = $1 AND d.version = (
                      SELECT max(l.version) FROM draft_area l WHERE l.draft = d.draft AND l.code = d.code)
                  ORDER BY d.code"
    }
    CHANGED_SINCE { "SELECT DISTINCT code FROM draft_area WHERE draft = $1 AND version > $2 ORDER BY code" }
    HISTORY { "SELECT version, reason, actor, at FROM draft_change WHERE draft = $1 ORDER BY version" }
    RAISE {
        "UPDATE edition_draft SET version = version + 1, changed_at = $3
         WHERE id = $1 AND version = $2 AND ended_at IS NULL"
    }
    VERSION { "SELECT version FROM edition_draft WHERE id = $1 AND ended_at IS NULL" }
    INSERT_CHANGE { "INSERT INTO draft_change (draft, version, reason, actor, at) VALUES ($1, $2, $3, $4, $5)" }
    INSERT_AREAS {
        insert "draft_area" {
            draft id, code plain, version plain, removed flag, level plain, name plain, parent plain, extent plain,
            wkb bytes,
        }
    }
    DRAW { "UPDATE draft_area SET wkb = $1 WHERE draft = $2 AND code = $3 AND version = $4" }
    END {
        "UPDATE edition_draft SET ended_at = $2, outcome = $3, edition = $4 WHERE id = $1 AND ended_at IS NULL"
    }
    END_VERSION {
        "UPDATE edition_draft SET ended_at = $2, outcome = $3, edition = $4
         WHERE id = $1 AND ended_at IS NULL AND version = $5"
    }
}

row! {
    /// A draft without its areas.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Draft {
        pub id: Uuid,
        pub scheme: Scheme,
        /// Newest edition when it was begun, 0 before the first.
        pub base: i64,
        /// Codes of the communities it may touch; none means the whole scheme.
        pub scope: Vec<String> as json,
        pub note: String,
        /// 1 for a new draft; each change adds 1.
        pub version: i64,
        pub created_at: Instant,
        pub changed_at: Instant,
        /// None while it can be changed.
        pub ended_at: Option<Instant>,
        /// `published` or `withdrawn`.
        pub outcome: Option<String>,
        /// The edition that it became.
        pub edition: Option<i64>,
    }
}

row! {
    /// One step of a draft's history.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DraftChange {
        /// The version that it led to.
        pub version: i64,
        pub reason: String,
        pub actor: String,
        pub at: Instant,
    }
}

/// What a draft says of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftArea {
    /// The area as it shall be.
    Is(Area),
    /// The area with this code goes.
    Gone(String),
}

/// How many codes a draft says something of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DraftCounts {
    pub changed: i64,
    pub removed: i64,
}

/// Which version of which draft ends with a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftEnd {
    pub id: Uuid,
    pub version: i64,
}

/// One change of a draft whose version the caller knows.
#[derive(Debug, Clone, Copy)]
pub struct DraftSave<'a> {
    pub id: Uuid,
    pub version: i64,
    pub areas: &'a [DraftArea],
    pub reason: &'a str,
    pub actor: &'a str,
}

/// The rows of a change.
pub(crate) fn batches<'a>(
    save: &'a DraftSave<'a>,
) -> impl Iterator<Item = Result<Vec<areas::Batch>, StoreError>> + 'a {
    fn shape(change: &DraftArea) -> Option<&Shape> {
        match change {
            DraftArea::Is(area) => area.shape.as_ref(),
            DraftArea::Gone(_) => None,
        }
    }
    let render = move |changes: &[DraftArea]| {
        let rows = changes.iter().map(|change| new_row(save.id, save.version + 1, change));
        json_rows(&rows.collect::<Result<Vec<_>, _>>()?)
    };
    areas::in_batches(save.areas, shape, render)
}

#[derive(Serialize)]
struct DraftAreaRow<'a> {
    draft: Uuid,
    code: &'a str,
    version: i64,
    removed: bool,
    level: Option<Level>,
    name: Option<&'a str>,
    parent: Option<&'a str>,
    extent: Option<&'a str>,
    wkb: Option<String>,
}

fn new_row(draft: Uuid, version: i64, change: &DraftArea) -> Result<DraftAreaRow<'_>, StoreError> {
    let area = match change {
        DraftArea::Is(area) => Some(area),
        DraftArea::Gone(_) => None,
    };
    let small = area.and_then(|area| area.shape.as_ref()).filter(|shape| !areas::is_large(shape));
    let wkb = small.map(shape_to_wkb).transpose()?;
    Ok(DraftAreaRow {
        draft,
        code: match change {
            DraftArea::Is(area) => &area.code,
            DraftArea::Gone(code) => code,
        },
        version,
        removed: area.is_none(),
        level: area.map(|area| area.level),
        name: area.map(|area| area.name.as_str()),
        parent: area.and_then(|area| area.parent.as_deref()),
        extent: area.and_then(|area| area.extent.as_deref()),
        wkb: wkb.as_deref().map(hex),
    })
}

pub(crate) fn pending(draft: Uuid, at: Instant) -> Pending {
    Pending::of_site(ChangeKind::Draft, draft.to_string(), at)
}

/// Ends a draft at the version that was decided on, within a transaction.
macro_rules! end_draft {
    ($c:ident, $end:expr, $outcome:literal, $edition:expr, $at:expr) => {{
        use $crate::store::{StoreError, drafts};
        let end: &drafts::DraftEnd = $end;
        let ended = sqlx::query($c.say(&drafts::END_VERSION))
            .bind(end.id)
            .bind($at)
            .bind($outcome)
            .bind($edition)
            .bind(end.version)
            .execute(&mut *$c)
            .await?;
        if ended.rows_affected() == 0 {
            let standing: Option<i64> =
                sqlx::query_scalar($c.say(&drafts::VERSION)).bind(end.id).fetch_optional(&mut *$c).await?;
            return Err(standing.map_or(StoreError::NotFound, |current| StoreError::Conflict { current }));
        }
    }};
}
pub(crate) use end_draft;

/// The steps of a draft's change within a transaction; the new version.
macro_rules! change_draft {
    ($c:ident, $save:expr, $progress:expr, $at:expr) => {{
        use $crate::store::geometry::shape_to_wkb;
        use $crate::store::{StoreError, areas, drafts};
        let save: &drafts::DraftSave<'_> = $save;
        let drafts::DraftSave { id, version, reason, actor, .. } = *save;
        let next = version + 1;
        let raised =
            sqlx::query($c.say(&drafts::RAISE)).bind(id).bind(version).bind($at).execute(&mut *$c).await?;
        if raised.rows_affected() == 0 {
            let standing: Option<i64> =
                sqlx::query_scalar($c.say(&drafts::VERSION)).bind(id).fetch_optional(&mut *$c).await?;
            return Err(standing.map_or(StoreError::NotFound, |current| StoreError::Conflict { current }));
        }
        sqlx::query($c.say(&drafts::INSERT_CHANGE))
            .bind(id)
            .bind(next)
            .bind(reason)
            .bind(actor)
            .bind($at)
            .execute(&mut *$c)
            .await?;
        for some in drafts::batches(save) {
            for batch in some? {
                sqlx::query($c.say(&drafts::INSERT_AREAS)).bind(batch.rows).execute(&mut *$c).await?;
                $progress.advance(batch.count)?;
            }
        }
        for change in save.areas {
            let drafts::DraftArea::Is(area) = change else { continue };
            if let Some(shape) = area.shape.as_ref().filter(|shape| areas::is_large(shape)) {
                sqlx::query($c.say(&drafts::DRAW))
                    .bind(shape_to_wkb(shape)?)
                    .bind(id)
                    .bind(&area.code)
                    .bind(next)
                    .execute(&mut *$c)
                    .await?;
                $progress.check()?;
            }
        }
        next
    }};
}
pub(crate) use change_draft;

impl Store {
    /// Begins a draft; its version is 1. `ended_at`, `outcome` and `edition` are not read.
    pub async fn create_draft(&self, draft: &Draft, actor: &str) -> Result<(), StoreError> {
        let change = [pending(draft.id, draft.created_at)];
        write_tx!(self, |c| {
            sqlx::query(c.say(&INSERT))
                .bind(draft.id)
                .bind(draft.scheme)
                .bind(draft.base)
                .bind(Json(&draft.scope))
                .bind(&draft.note)
                .bind(draft.created_at)
                .execute(&mut *c)
                .await?;
            sqlx::query(c.say(&INSERT_CHANGE))
                .bind(draft.id)
                .bind(1_i64)
                .bind(&draft.note)
                .bind(actor)
                .bind(draft.created_at)
                .execute(&mut *c)
                .await?;
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// Drafts of a scheme that can be changed, oldest first.
    pub async fn open_drafts(&self, scheme: Scheme) -> Result<Vec<Draft>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&OPEN)).bind(scheme).fetch_all(c).await?))
    }

    /// A draft, ended or not; none when there never was one.
    pub async fn draft(&self, id: Uuid) -> Result<Option<Draft>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&BY_ID)).bind(id).fetch_optional(c).await?))
    }

    pub async fn draft_counts(&self, id: Uuid) -> Result<DraftCounts, StoreError> {
        let rows: Vec<(bool, i64)> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&COUNTS)).bind(id).fetch_all(c).await?))?;
        let count = |removed| rows.iter().filter(|row| row.0 == removed).map(|row| row.1).sum();
        Ok(DraftCounts { changed: count(false), removed: count(true) })
    }

    /// What a draft says now, by code.
    pub async fn draft_areas(&self, draft: &Draft) -> Result<Vec<DraftArea>, StoreError> {
        let rows: Vec<(String, bool, String, Option<Vec<u8>>)> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&CONTENT)).bind(draft.id).fetch_all(c).await?))?;
        rows.into_iter()
            .map(|(code, removed, words, wkb)| {
                if removed {
                    return Ok(DraftArea::Gone(code));
                }
                areas::decode((draft.scheme, words, wkb)).map(DraftArea::Is)
            })
            .collect()
    }

    /// Codes that were changed after a version.
    pub async fn draft_changed_since(&self, id: Uuid, version: i64) -> Result<Vec<String>, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&CHANGED_SINCE))
            .bind(id)
            .bind(version)
            .fetch_all(c)
            .await?))
    }

    /// Every change of a draft with its reason, oldest first.
    pub async fn draft_history(&self, id: Uuid) -> Result<Vec<DraftChange>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&HISTORY)).bind(id).fetch_all(c).await?))
    }

    /// Adds a change and gives the new version. `Conflict` with the version that stands when it is another than
    /// `version`, `NotFound` when there is no such draft any more.
    pub async fn change_draft(&self, save: &DraftSave<'_>, at: Instant) -> Result<i64, StoreError> {
        let import = Import { draft_save: Some(save), ..Import::at(at) };
        Ok(self.import(&import).await?.draft_version.unwrap_or(save.version))
    }

    /// Ends a draft without publishing it; its content stays in the history. `NotFound` when it is not open.
    pub async fn withdraw_draft(&self, id: Uuid, at: Instant) -> Result<(), StoreError> {
        let change = [pending(id, at)];
        write_tx!(self, |c| {
            let ended = sqlx::query(c.say(&END))
                .bind(id)
                .bind(at)
                .bind("withdrawn")
                .bind(None::<i64>)
                .execute(&mut *c)
                .await?;
            if ended.rows_affected() == 0 {
                return Err(StoreError::NotFound);
            }
            log_changes!(c, &change);
            Ok(())
        })
    }
}
