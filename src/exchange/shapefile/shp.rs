//! The geometry part of a Shapefile (ESRI technical description, July 1998): a header of 100 bytes, then records with
//! big-endian lengths and little-endian content. Lengths are checked against the bytes that are there.

use crate::exchange::Problem;
use crate::exchange::records::{RawGeometry, RawPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{RTree, RTreeObject};

const HEADER: usize = 100;
const FILE_CODE: i32 = 9994;

/// Walks over the records; each is `None` for a null shape.
pub struct Shapes<'a> {
    bytes: &'a [u8],
    at: usize,
    number: usize,
}

impl<'a> Shapes<'a> {
    /// Checks the header.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.len() < HEADER || be(bytes, 0) != Some(FILE_CODE) || le(bytes, 28) != Some(1000) {
            return Err(Problem::new(
                "wrong_type",
                "shp",
                "不是 Shapefile(.shp)：文件头不对",
                "not a Shapefile (.shp): its header is wrong",
            ));
        }
        Ok(Self { bytes, at: HEADER, number: 0 })
    }

    /// Bytes that lie behind.
    pub fn position(&self) -> u64 {
        self.at.min(self.bytes.len()) as u64
    }

    fn truncated(&mut self) -> Problem {
        let place = format!("feature {}", self.number);
        self.at = usize::MAX;
        Problem::new(
            "truncated",
            &place,
            format!("{place}：.shp 文件在这里截断或损坏"),
            format!("{place}: the .shp file is cut off or damaged here"),
        )
    }
}

impl Iterator for Shapes<'_> {
    type Item = Result<Option<RawGeometry>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        self.number += 1;
        let words = be(self.bytes, self.at + 4).and_then(|words| usize::try_from(words).ok());
        let content = words.and_then(|words| {
            let from = self.at + 8;
            self.bytes.get(from..from.checked_add(words.checked_mul(2)?)?)
        });
        let Some(content) = content else { return Some(Err(self.truncated())) };
        self.at += 8 + content.len();
        match shape(content) {
            Some(shape) => Some(Ok(shape)),
            None => Some(Err(self.truncated())),
        }
    }
}

/// One record's content; None when it is shorter than it says.
fn shape(content: &[u8]) -> Option<Option<RawGeometry>> {
    Some(Some(match le(content, 0)? {
        0 => return Some(None),
        1 | 11 | 21 => RawGeometry::Point(pair(content, 4)?),
        3 | 13 | 23 => {
            let lines = parts(content)?.into_iter().map(RawGeometry::Line).collect();
            RawGeometry::of_parts(lines, "MultiLineString")
        }
        5 | 15 | 25 => RawGeometry::Area(polygons(parts(content)?)),
        8 | 18 | 28 => {
            let count = usize::try_from(le(content, 36)?).ok()?;
            let points = vertices(content, 40, count)?;
            RawGeometry::of_parts(points.into_iter().map(RawGeometry::Point).collect(), "MultiPoint")
        }
        other => RawGeometry::Unsupported(format!("Shapefile {other}")),
    }))
}

fn parts(content: &[u8]) -> Option<Vec<Vec<[f64; 2]>>> {
    let count = usize::try_from(le(content, 36)?).ok()?;
    let points = usize::try_from(le(content, 40)?).ok()?;
    let first = 44usize.checked_add(count.checked_mul(4)?)?;
    let all = vertices(content, first, points)?;
    let starts: Option<Vec<usize>> =
        (0..count).map(|n| usize::try_from(le(content, 44 + 4 * n)?).ok()).collect();
    let starts = starts?;
    let ends = starts.iter().skip(1).copied().chain([points]);
    starts.iter().zip(ends).map(|(&from, to)| all.get(from..to).map(<[_]>::to_vec)).collect()
}

fn vertices(content: &[u8], from: usize, count: usize) -> Option<Vec<[f64; 2]>> {
    let bytes = content.get(from..from.checked_add(count.checked_mul(16)?)?)?;
    bytes.chunks_exact(16).map(|chunk| pair(chunk, 0)).collect()
}

/// Rings by their direction: outer ones run clockwise. A hole belongs to the smallest outer ring around it; one
/// without any, and every ring of a file that runs them the wrong way, is an outer ring.
fn polygons(rings: Vec<Vec<[f64; 2]>>) -> Vec<RawPolygon> {
    if rings.len() == 1 {
        return vec![rings];
    }
    let areas: Vec<f64> = rings.iter().map(|ring| signed_area(ring)).collect();
    let some_outer = areas.iter().any(|area| *area < 0.0);
    let (outer, holes): (Vec<usize>, Vec<usize>) =
        (0..rings.len()).partition(|index| areas[*index] <= 0.0 || !some_outer);
    let mut owners: Vec<Option<usize>> = vec![None; rings.len()];
    if !holes.is_empty() {
        // A coast may have thousands of islands and of lakes on them.
        let boxes = outer.iter().filter_map(|&index| Some(GeomWithData::new(box_of(&rings[index])?, index)));
        let boxes = RTree::bulk_load(boxes.collect());
        for index in holes {
            let Some(own) = box_of(&rings[index]) else { continue };
            let around = boxes.locate_in_envelope_intersecting(own.envelope()).map(|found| found.data);
            owners[index] = around
                .filter(|owner| within(&rings[index], &rings[*owner]))
                .min_by(|a, b| areas[*a].abs().total_cmp(&areas[*b].abs()).then(a.cmp(b)));
        }
    }
    let mut found: Vec<RawPolygon> = Vec::new();
    let mut places = vec![0; rings.len()];
    for (index, ring) in rings.iter().enumerate() {
        if owners[index].is_none() {
            places[index] = found.len();
            found.push(vec![ring.clone()]);
        }
    }
    for (index, ring) in rings.into_iter().enumerate() {
        if let Some(owner) = owners[index] {
            found[places[owner]].push(ring);
        }
    }
    found
}

/// The box around a ring; None for one without vertices, or with some that are no numbers.
fn box_of(ring: &[[f64; 2]]) -> Option<Rectangle<[f64; 2]>> {
    let sound = !ring.is_empty() && ring.iter().flatten().all(|number| number.is_finite());
    let widened = |[west, south, east, north]: [f64; 4], &[x, y]: &[f64; 2]| {
        [west.min(x), south.min(y), east.max(x), north.max(y)]
    };
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let [west, south, east, north] = ring.iter().fold(start, widened);
    sound.then(|| Rectangle::from_corners([west, south], [east, north]))
}

fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let cross = |pair: &[[f64; 2]]| {
        (pair[0][0] - origin[0]) * (pair[1][1] - origin[1])
            - (pair[1][0] - origin[0]) * (pair[0][1] - origin[1])
    };
    ring.windows(2).map(cross).sum()
}

/// Whether most corners of a hole lie within a ring; corners on the ring itself may fall to either side.
fn within(hole: &[[f64; 2]], ring: &[[f64; 2]]) -> bool {
    let sampled: Vec<&[f64; 2]> = hole.iter().step_by((hole.len() / 16).max(1)).collect();
    let inside = sampled.iter().filter(|p| parity(ring, p)).count();
    inside * 2 > sampled.len()
}

fn parity(ring: &[[f64; 2]], p: &[f64; 2]) -> bool {
    let crosses = |pair: &&[[f64; 2]]| {
        let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
        (ay > p[1]) != (by > p[1]) && p[0] < (bx - ax) * (p[1] - ay) / (by - ay) + ax
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

fn be(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn le(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn pair(bytes: &[u8], at: usize) -> Option<[f64; 2]> {
    let one = |at: usize| Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    Some([one(at)?, one(at + 8)?])
}
