//! Reading and writing area rows. A whole city is a million of them, so reading hands the encoded outlines to
//! all processors in batches while the next rows arrive.

use super::decoding::{Decoding, words};
use super::geometry::{hex, shape_from_wkb, shape_to_wkb};
use super::macros::{read, statements};
use super::sql::Speaks;
use super::{Store, StoreError, json_rows};
use crate::domain::geo::Shape;
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Instant;
use rayon::prelude::*;
use serde::Serialize;
use tokio_stream::StreamExt;

statements! {
    INSERT {
        sqlite "INSERT INTO area (scheme, code, edition_from, level, name, parent, extent, wkb)
                SELECT $2, value->>'code', $3, value->>'level', value->>'name', value->>'parent', value->>'extent',
                       unhex(substr(value->>'wkb', 3))
                FROM jsonb_each($1)"
        postgres "INSERT INTO area (scheme, code, edition_from, level, name, parent, extent, wkb)
                  SELECT CAST($2 AS text), code, CAST($3 AS bigint), level, name, parent, extent, wkb
                  FROM json_populate_recordset(NULL::area, $1::json)"
    }
    DRAW { "UPDATE area SET wkb = $1 WHERE scheme = $2 AND code = $3 AND edition_from = $4" }
    IN_FORCE_BY_SCHEME {
        "SELECT scheme, max(number) FROM edition
         WHERE in_force_from <= $1 AND recorded_at <= $2 AND withdrawn_at IS NULL
         GROUP BY scheme ORDER BY scheme"
    }
    LOAD {
        sqlite "SELECT json_array(level, code, name, parent, extent), wkb FROM area
                WHERE scheme = $1 AND edition_from <= $2 AND (edition_until IS NULL OR edition_until > $2)"
        postgres "SELECT CAST(json_build_array(level, code, name, parent, extent) AS text), wkb FROM area
                  WHERE scheme = $1 AND edition_from <= $2 AND (edition_until IS NULL OR edition_until > $2)"
    }
}

/// Vertices a statement when publishing, about: as text they are two megabytes.
const BATCH_VERTICES: usize = 50_000;
/// Areas a statement at most.
const BATCH_AREAS: usize = 2000;
/// Borders of more vertices than these are bound as bytes to their row instead: one as text and through the database's JSON
/// takes twenty times its memory.
const LARGE_BORDER: usize = 20_000;
/// Batches that are made together, for the processors to share.
const BATCHES_AT_ONCE: usize = 4;

/// Scheme, the words as a JSON array, the outline.
pub(crate) type PackedArea = (Scheme, String, Option<Vec<u8>>);

pub(crate) fn decode((scheme, packed, wkb): PackedArea) -> Result<Area, StoreError> {
    let (level, code, name, parent, extent): (Level, String, String, Option<String>, Option<String>) =
        words(&packed)?;
    let shape = wkb.map(|wkb| shape_from_wkb(&wkb)).transpose()?;
    Ok(Area { scheme, level, code, name, parent, shape, extent })
}

#[derive(Serialize)]
struct NewAreaRow<'a> {
    code: &'a str,
    level: Level,
    name: &'a str,
    parent: Option<&'a str>,
    extent: Option<&'a str>,
    wkb: Option<String>,
}

/// Whether a border is left out of the rows of its batch, to be bound by itself.
pub(crate) fn is_large(shape: &Shape) -> bool {
    shape.vertices().len() > LARGE_BORDER
}

/// Rows as JSON for an `insert` statement, and how many they are.
pub(crate) struct Batch {
    pub rows: String,
    pub count: u64,
}

/// Cuts rows into batches by their vertices.
fn cut<T>(rows: &[T], vertices: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let (mut found, mut rest) = (Vec::new(), rows);
    while !rest.is_empty() {
        let mut sum = 0;
        let fits = |row: &&T| {
            sum += vertices(row);
            sum <= BATCH_VERTICES
        };
        let count = rest.iter().take(BATCH_AREAS).take_while(fits).count().max(1);
        let (batch, left) = rest.split_at(count);
        found.push(batch);
        rest = left;
    }
    found
}

/// Rows as JSON in batches. They are made a few at a time, because as text the borders take four times their memory.
pub(crate) fn in_batches<'a, T: Sync>(
    rows: &'a [T],
    shape: impl Fn(&T) -> Option<&Shape>,
    render: impl Fn(&[T]) -> Result<String, StoreError> + Send + Sync + 'a,
) -> impl Iterator<Item = Result<Vec<Batch>, StoreError>> + 'a {
    let batches = cut(rows, |row| shape(row).map_or(0, |shape| shape.vertices().len()));
    let starts = (0..batches.len()).step_by(BATCHES_AT_ONCE);
    starts.map(move |start| {
        let some = &batches[start..batches.len().min(start + BATCHES_AT_ONCE)];
        some.par_iter().map(|rows| Ok(Batch { rows: render(rows)?, count: rows.len() as u64 })).collect()
    })
}

/// The areas for `INSERT`.
pub(crate) fn batches(areas: &[Area]) -> impl Iterator<Item = Result<Vec<Batch>, StoreError>> + '_ {
    in_batches(areas, |area| area.shape.as_ref(), batch)
}

fn batch(areas: &[Area]) -> Result<String, StoreError> {
    let row = |area| {
        let Area { level, code, name, parent, shape, extent, .. }: &Area = area;
        let small = shape.as_ref().filter(|shape| !is_large(shape));
        let wkb = small.map(shape_to_wkb).transpose()?;
        Ok(NewAreaRow {
            code,
            level: *level,
            name,
            parent: parent.as_deref(),
            extent: extent.as_deref(),
            wkb: wkb.as_deref().map(hex),
        })
    };
    json_rows(&areas.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?)
}

/// The areas of every scheme at an instant.
#[derive(Debug, Clone, Default)]
pub struct AreasInForce {
    /// Scheme and number of its edition in force; schemes without one are absent.
    pub editions: Vec<(Scheme, i64)>,
    pub areas: Vec<Area>,
    /// Editions that were read row by row, because they have no image.
    pub without_image: Vec<(Scheme, i64)>,
}

impl Store {
    /// Scheme and number of the editions in force at `at`, among those recorded until `known_at`. A withdrawn one
    /// never was in force and does not count.
    pub async fn editions_at(
        &self,
        at: Instant,
        known_at: Instant,
    ) -> Result<Vec<(Scheme, i64)>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&IN_FORCE_BY_SCHEME))
            .bind(at)
            .bind(known_at)
            .fetch_all(c)
            .await?))
    }

    /// The areas of all schemes in the editions in force at `at`, in no particular order.
    pub async fn load_areas(&self, at: Instant) -> Result<AreasInForce, StoreError> {
        self.load_other_areas(at, |_, _| None).await
    }

    /// The same, but the areas of editions that the caller has are not read: an edition never changes.
    pub async fn load_other_areas(
        &self,
        at: Instant,
        known: impl Fn(Scheme, i64) -> Option<Vec<Area>>,
    ) -> Result<AreasInForce, StoreError> {
        // Rows of a later edition carry higher numbers, so two statements without a common snapshot still give
        // one consistent edition: its rows may only have ended meanwhile, which `edition_until > $2` allows.
        let editions = self.editions_at(at, Instant(i64::MAX)).await?;
        let (mut areas, mut without_image) = (Vec::new(), Vec::new());
        for &(scheme, number) in &editions {
            if let Some(mut known) = known(scheme, number) {
                areas.append(&mut known);
                continue;
            }
            match self.area_image(scheme, number).await? {
                Some(mut image) => areas.append(&mut image),
                None => {
                    areas.append(&mut self.area_rows(scheme, number).await?);
                    without_image.push((scheme, number));
                }
            }
        }
        Ok(AreasInForce { editions, areas, without_image })
    }

    /// The areas of one edition, in no particular order.
    pub async fn areas_of(&self, scheme: Scheme, edition: i64) -> Result<Vec<Area>, StoreError> {
        match self.area_image(scheme, edition).await? {
            Some(areas) => Ok(areas),
            None => self.area_rows(scheme, edition).await,
        }
    }

    async fn area_rows(&self, scheme: Scheme, edition: i64) -> Result<Vec<Area>, StoreError> {
        let mut decoding = Decoding::new(decode);
        let mut areas = Vec::new();
        read!(self, |c| {
            let text = c.say(&LOAD);
            let mut rows =
                sqlx::query_as::<_, (String, Option<Vec<u8>>)>(text).bind(scheme).bind(edition).fetch(c);
            while let Some(row) = rows.next().await {
                let (packed, wkb) = row?;
                areas.extend(decoding.push((scheme, packed, wkb)).await?.into_iter().flatten());
            }
            Ok(())
        })?;
        while let Some(chunk) = decoding.next().await? {
            areas.extend(chunk);
        }
        Ok(areas)
    }
}
