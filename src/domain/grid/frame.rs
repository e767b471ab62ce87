//! How positions map to the squares of a flat grid, and which squares a border touches or encloses.

use super::Area;
use crate::domain::geo::{Bounds, Position, Shape};
use rayon::prelude::*;

/// How positions map to squares: monotone in each axis, by one multiplication.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    min: Position,
    max: Position,
    /// 2^32 / side, rounded up.
    reciprocal: u64,
    pub(super) columns: u32,
    pub(super) rows: u32,
}

impl Frame {
    pub(super) fn new(bounds: Bounds, squares: usize) -> Self {
        let width = (i64::from(bounds.max.lon) - i64::from(bounds.min.lon) + 1) as u64;
        let height = (i64::from(bounds.max.lat) - i64::from(bounds.min.lat) + 1) as u64;
        let side = libm::ceil(libm::sqrt(width as f64 * height as f64 / squares as f64));
        // Never more than `squares` in a row or column, however long and thin the box.
        let side = (side as u64).max(width.max(height).div_ceil(squares as u64)).max(2);
        let reciprocal = (1u64 << 32).div_ceil(side);
        let count = |extent: u64| (((extent - 1) * reciprocal) >> 32) as u32 + 1;
        Self { min: bounds.min, max: bounds.max, reciprocal, columns: count(width), rows: count(height) }
    }

    #[inline]
    fn step(&self, offset: u32) -> u32 {
        ((u64::from(offset) * self.reciprocal) >> 32) as u32
    }

    #[inline]
    pub(super) fn column(&self, lon: i32) -> u32 {
        self.step(lon.wrapping_sub(self.min.lon) as u32)
    }

    #[inline]
    pub(super) fn row(&self, lat: i32) -> u32 {
        self.step(lat.wrapping_sub(self.min.lat) as u32)
    }

    #[inline]
    pub(super) fn holds(&self, p: Position) -> bool {
        (self.min.lon..=self.max.lon).contains(&p.lon) && (self.min.lat..=self.max.lat).contains(&p.lat)
    }

    /// First offset that falls into a step.
    fn start(&self, step: u32) -> u32 {
        ((u64::from(step) << 32).div_ceil(self.reciprocal)).min(u64::from(u32::MAX)) as u32
    }

    /// Columns that a range of longitudes touches, with two units to spare on both sides.
    fn column_range(&self, west: i32, east: i32) -> (u32, u32) {
        let clamp = |lon: i64| lon.clamp(i64::from(self.min.lon), i64::from(self.max.lon)) as i32;
        (self.column(clamp(i64::from(west) - 2)), self.column(clamp(i64::from(east) + 2)))
    }

    fn row_range(&self, south: i32, north: i32) -> (u32, u32) {
        let clamp = |lat: i64| lat.clamp(i64::from(self.min.lat), i64::from(self.max.lat)) as i32;
        (self.row(clamp(i64::from(south) - 2)), self.row(clamp(i64::from(north) + 2)))
    }

    /// Calls `mark` for every square that the edge touches, and a few beside it: squares are two units wider here, so
    /// rounding in the interpolation cannot lose one.
    fn trace(&self, a: Position, b: Position, mut mark: impl FnMut(u32, u32)) {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let (first, last) = self.column_range(a.lon, b.lon);
        let (south, north) = self.row_range(a.lat.min(b.lat), a.lat.max(b.lat));
        if first == last || south == north {
            for column in first..=last {
                for row in south..=north {
                    mark(column, row);
                }
            }
            return;
        }
        let slope = (f64::from(b.lat) - f64::from(a.lat)) / (f64::from(b.lon) - f64::from(a.lon)).max(1.0);
        let low = f64::from(a.lat.min(b.lat));
        let high = f64::from(a.lat.max(b.lat));
        let lat_at = |lon: f64| (f64::from(a.lat) + (lon - f64::from(a.lon)) * slope).clamp(low, high);
        for column in first..=last {
            let west = f64::from(self.min.lon) + f64::from(self.start(column)) - 3.0;
            let east = f64::from(self.min.lon) + f64::from(self.start(column + 1)) + 3.0;
            let (lat_west, lat_east) =
                if a.lon == b.lon { (low, high) } else { (lat_at(west), lat_at(east)) };
            let (low_row, high_row) =
                self.row_range(lat_west.min(lat_east) as i32 - 1, lat_west.max(lat_east) as i32 + 1);
            for row in low_row.max(south)..=high_row.min(north) {
                mark(column, row);
            }
        }
    }
}

/// What some areas add to the grid.
#[derive(Default)]
pub(super) struct Traces {
    /// (square, area) for squares that an edge of the area touches.
    pub(super) touched: Vec<(u32, u32)>,
    /// (first square, count, area) for runs of squares in a row that lie wholly inside.
    pub(super) covered: Vec<(u32, u32, u32)>,
}

/// Traces areas given by number and box, on all cores. Linear in vertices and squares.
pub(super) fn trace_all(frame: &Frame, areas: &[Area], some: &[(u32, Bounds)]) -> Vec<Traces> {
    some.par_chunks(2048)
        .map(|chunk| {
            let mut traces = Traces::default();
            let mut marks = Vec::new();
            for &(number, bounds) in chunk {
                if let Some(shape) = &areas[number as usize].shape {
                    trace_one(frame, shape, number, bounds, &mut marks, &mut traces);
                }
            }
            traces
        })
        .collect()
}

/// Marks the squares that edges touch, then fills the untouched squares between them: no edge runs between an
/// untouched square and an untouched neighbour, so both are on the same side.
fn trace_one(
    frame: &Frame,
    shape: &Shape,
    number: u32,
    bounds: Bounds,
    marks: &mut Vec<u8>,
    traces: &mut Traces,
) {
    const UNKNOWN: u8 = 0;
    const TOUCHED: u8 = 1;
    const INSIDE: u8 = 2;
    const OUTSIDE: u8 = 3;
    let (west, east) = frame.column_range(bounds.min.lon, bounds.max.lon);
    let (south, north) = frame.row_range(bounds.min.lat, bounds.max.lat);
    let width = (east - west + 1) as usize;
    marks.clear();
    marks.resize(width * (north - south + 1) as usize, UNKNOWN);
    let square = |column: u32, row: u32| row * frame.columns + column;
    for (a, b) in shape.edges() {
        frame.trace(a, b, |column, row| {
            let mark = &mut marks[(row - south) as usize * width + (column - west) as usize];
            if *mark == UNKNOWN {
                *mark = TOUCHED;
                traces.touched.push((square(column, row), number));
            }
        });
    }
    for row in south..=north {
        let line = (row - south) as usize * width;
        let mut column = 0;
        while column < width {
            if marks[line + column] == TOUCHED {
                column += 1;
                continue;
            }
            let start = column;
            while column < width && marks[line + column] != TOUCHED {
                column += 1;
            }
            let below = (start..column).find_map(|column| {
                let mark = if line >= width { marks[line - width + column] } else { UNKNOWN };
                (mark == INSIDE || mark == OUTSIDE).then_some(mark)
            });
            let mark = below.unwrap_or_else(|| {
                let lon = i64::from(frame.min.lon) + i64::from(frame.start(west + start as u32));
                let lat = i64::from(frame.min.lat) + i64::from(frame.start(row));
                if shape.contains(Position::new(lon as i32, lat as i32)) { INSIDE } else { OUTSIDE }
            });
            marks[line + start..line + column].fill(mark);
            if mark == INSIDE {
                traces.covered.push((square(west + start as u32, row), (column - start) as u32, number));
            }
        }
    }
}
