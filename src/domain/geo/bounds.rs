//! Axis-parallel boxes on the position grid, borders included.

use super::Position;

/// Smallest box that holds a set of positions. Both corners belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub min: Position,
    pub max: Position,
}

impl Bounds {
    /// None for an empty iterator.
    pub fn of(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        let mut positions = positions.into_iter();
        let first = positions.next()?;
        let mut bounds = Self { min: first, max: first };
        for p in positions {
            bounds.include(p);
        }
        Some(bounds)
    }

    /// The box of two positions.
    #[inline]
    pub fn between(a: Position, b: Position) -> Self {
        Self {
            min: Position::new(a.lon.min(b.lon), a.lat.min(b.lat)),
            max: Position::new(a.lon.max(b.lon), a.lat.max(b.lat)),
        }
    }

    #[inline]
    pub fn include(&mut self, p: Position) {
        self.min.lon = self.min.lon.min(p.lon);
        self.min.lat = self.min.lat.min(p.lat);
        self.max.lon = self.max.lon.max(p.lon);
        self.max.lat = self.max.lat.max(p.lat);
    }

    pub fn union(self, other: Self) -> Self {
        let mut joined = self;
        joined.include(other.min);
        joined.include(other.max);
        joined
    }

    #[inline]
    pub fn contains(&self, p: Position) -> bool {
        (self.min.lon..=self.max.lon).contains(&p.lon) && (self.min.lat..=self.max.lat).contains(&p.lat)
    }

    #[inline]
    pub fn intersects(&self, other: &Self) -> bool {
        self.min.lon <= other.max.lon
            && other.min.lon <= self.max.lon
            && self.min.lat <= other.max.lat
            && other.min.lat <= self.max.lat
    }

    pub fn centre(&self) -> Position {
        Position::new(
            ((i64::from(self.min.lon) + i64::from(self.max.lon)) / 2) as i32,
            ((i64::from(self.min.lat) + i64::from(self.max.lat)) / 2) as i32,
        )
    }
}
