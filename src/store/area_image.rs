//! The areas of a large edition once more, as a few compact runs: a start then reads a million of them in a moment
//! instead of row by row. Derived: the rows are the truth, and a missing or unknown image is made again from them.

use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::geo::{Position, Shape};
use crate::domain::grid::{Area, Level, Scheme};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

statements! {
    PARTS {
        "SELECT parts, body FROM area_image WHERE scheme = $1 AND edition = $2 AND format = $3 ORDER BY part"
    }
    FORGET { "DELETE FROM area_image WHERE scheme = $1 AND (edition < $2 - 1 OR edition = $2)" }
    KEEP {
        "INSERT INTO area_image (scheme, edition, part, parts, format, body) VALUES ($1, $2, $3, $4, $5, $6)"
    }
}

/// Smaller editions are read row by row in less time than anybody notices.
pub const IMAGE_FROM: usize = 20_000;
/// Changes with every change of `Packed`; images of other formats are not read.
const FORMAT: i64 = 1;
/// Areas a part, about a megabyte.
const PART: usize = 16_384;

row! {
    pub struct Part {
        pub parts: i64,
        pub body: Vec<u8>,
    }
}

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    level: u8,
    code: Cow<'a, str>,
    name: Cow<'a, str>,
    parent: Option<Cow<'a, str>>,
    extent: Option<Cow<'a, str>>,
    shape: Option<PackedShape>,
}

/// Ends of polygons and rings as `Shape` counts them, and each vertex as the step from the one before.
#[derive(Serialize, Deserialize)]
struct PackedShape {
    polygons: Vec<u32>,
    rings: Vec<u32>,
    steps: Vec<(i32, i32)>,
}

fn pack(area: &Area) -> Packed<'_> {
    let shape = area.shape.as_ref().map(|shape| {
        let mut last = Position::default();
        let step = |p: &Position| {
            let step = (p.lon.wrapping_sub(last.lon), p.lat.wrapping_sub(last.lat));
            last = *p;
            step
        };
        let steps = shape.vertices().iter().map(step).collect();
        PackedShape { polygons: shape.polygon_ends().to_vec(), rings: shape.ring_ends().to_vec(), steps }
    });
    Packed {
        level: area.level as u8,
        code: Cow::Borrowed(&area.code),
        name: Cow::Borrowed(&area.name),
        parent: area.parent.as_deref().map(Cow::Borrowed),
        extent: area.extent.as_deref().map(Cow::Borrowed),
        shape,
    }
}

/// None when the image is not what `pack` wrote.
fn unpack(scheme: Scheme, packed: Packed<'_>) -> Option<Area> {
    let shape = match packed.shape {
        None => None,
        Some(PackedShape { polygons, rings, steps }) => {
            let mut last = Position::default();
            let walk = |(lon, lat): (i32, i32)| {
                last = Position::new(last.lon.wrapping_add(lon), last.lat.wrapping_add(lat));
                last
            };
            let vertices = steps.into_iter().map(walk).collect();
            Some(Shape::from_ends(vertices, rings, polygons)?)
        }
    };
    Some(Area {
        scheme,
        level: *Level::ALL.get(usize::from(packed.level))?,
        code: packed.code.into_owned(),
        name: packed.name.into_owned(),
        parent: packed.parent.map(Cow::into_owned),
        shape,
        extent: packed.extent.map(Cow::into_owned),
    })
}

/// Each part goes as soon as its areas are there: an image and its areas together are twice an edition.
fn read_image(scheme: Scheme, parts: Vec<Part>) -> Option<Vec<Area>> {
    if parts.is_empty() || parts.iter().any(|part| part.parts != parts.len() as i64) {
        return None;
    }
    let decoded: Option<Vec<Vec<Area>>> = parts
        .into_par_iter()
        .map(|part| {
            let packed: Vec<Packed<'_>> = postcard::from_bytes(&part.body).ok()?;
            packed.into_iter().map(|packed| unpack(scheme, packed)).collect()
        })
        .collect();
    Some(decoded?.into_iter().flatten().collect())
}

fn render(areas: &[&Area]) -> Result<Vec<Vec<u8>>, StoreError> {
    let part = |some: &[&Area]| {
        let packed: Vec<Packed<'_>> = some.iter().map(|area| pack(area)).collect();
        postcard::to_stdvec(&packed)
            .map_err(|error| StoreError::Value { field: "area".to_owned(), reason: error.to_string() })
    };
    areas.par_chunks(PART).map(part).collect()
}

impl Store {
    /// The areas of an edition from its image, by level and code; none when there is no usable one.
    pub async fn area_image(&self, scheme: Scheme, edition: i64) -> Result<Option<Vec<Area>>, StoreError> {
        let parts: Vec<Part> = read!(self, |c| Ok(sqlx::query_as(c.say(&PARTS))
            .bind(scheme)
            .bind(edition)
            .bind(FORMAT)
            .fetch_all(c)
            .await?))?;
        let read = tokio::task::spawn_blocking(move || read_image(scheme, parts));
        read.await.map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// Keeps the image of an edition, which must be all its areas in any order, and forgets those of editions
    /// before the one before. Says whether it was worth it.
    pub async fn keep_area_image<'a>(
        &self,
        scheme: Scheme,
        edition: i64,
        areas: impl IntoIterator<Item = &'a Area>,
        from: usize,
    ) -> Result<bool, StoreError> {
        let mut areas: Vec<&Area> = areas.into_iter().filter(|area| area.scheme == scheme).collect();
        if areas.len() < from {
            return Ok(false);
        }
        areas.par_sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
        let parts = render(&areas)?;
        write_tx!(self, |c| {
            sqlx::query(c.say(&FORGET)).bind(scheme).bind(edition).execute(&mut *c).await?;
            for (number, body) in parts.iter().enumerate() {
                sqlx::query(c.say(&KEEP))
                    .bind(scheme)
                    .bind(edition)
                    .bind(number as i64)
                    .bind(parts.len() as i64)
                    .bind(FORMAT)
                    .bind(body)
                    .execute(&mut *c)
                    .await?;
            }
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas() -> Vec<Area> {
        let at = |lon, lat| Position::new(lon, lat);
        let mut shape =
            Shape::from_ring(&[at(-1_800_000_000, -900_000_000), at(1_800_000_000, 0), at(3, 899_999_999)]);
        shape.push_polygon([vec![at(1, 1), at(9, 1), at(5, 8)], vec![at(4, 2), at(6, 2), at(5, 4)]]);
        let area = |code: &str, shape| Area {
            scheme: Scheme::Duty,
            level: Level::Zone,
            code: code.into(),
            name: format!("片区{code}"),
            parent: Some("c".into()),
            shape,
            extent: None,
        };
        vec![area("a", Some(shape)), area("b", None)]
    }

    fn parts(areas: &[Area]) -> Vec<Part> {
        let bodies = render(&areas.iter().collect::<Vec<_>>()).unwrap();
        let count = bodies.len() as i64;
        bodies.into_iter().map(|body| Part { parts: count, body }).collect()
    }

    #[test]
    fn an_image_gives_the_same_areas_back() {
        assert_eq!(read_image(Scheme::Duty, parts(&areas())), Some(areas()));
    }

    #[test]
    fn a_damaged_or_incomplete_image_is_no_image() {
        assert_eq!(read_image(Scheme::Duty, vec![]), None);
        let whole = parts(&areas());
        let body = &whole[0].body;
        for length in 0..body.len() {
            assert_eq!(
                read_image(Scheme::Duty, vec![Part { parts: 1, body: body[..length].to_vec() }]),
                None
            );
        }
        assert_eq!(read_image(Scheme::Duty, vec![Part { parts: 2, body: body.clone() }]), None);
        for at in 0..body.len() {
            let mut other = body.clone();
            other[at] ^= 0x55;
            // Whatever comes out, it is areas or nothing, never a panic.
            read_image(Scheme::Duty, vec![Part { parts: 1, body: other }]);
        }
    }
}
