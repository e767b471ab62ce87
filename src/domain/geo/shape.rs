//! Polygons with holes and several parts, stored flat.

use super::{Bounds, Position};
use std::sync::Arc;

/// A multipolygon. Rings are closed by implication: the first vertex is not repeated at the end.
/// All vertices lie in one array, so that a million areas scan linearly. A clone shares them: a grid stands in several
/// lists at once (in force, in a draft, as it would be) and its borders are nearly all of its memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape(Arc<Parts>);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Parts {
    vertices: Vec<Position>,
    /// End offset of each ring in `vertices`.
    rings: Vec<u32>,
    /// End offset of each polygon in `rings`; a polygon's first ring is its outer one.
    polygons: Vec<u32>,
}

impl Shape {
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a polygon: outer ring first, then holes. Rings given closed lose the repeated last vertex.
    /// Empty rings are left out; a polygon whose outer ring is empty is not added.
    pub fn push_polygon<R: AsRef<[Position]>>(&mut self, rings: impl IntoIterator<Item = R>) {
        let parts = Arc::make_mut(&mut self.0);
        let before = parts.rings.len();
        for ring in rings {
            let ring = ring.as_ref();
            let open = match ring {
                [first, middle @ .., last] if first == last && !middle.is_empty() => &ring[..ring.len() - 1],
                _ => ring,
            };
            if open.is_empty() {
                continue;
            }
            parts.vertices.extend_from_slice(open);
            parts.rings.push(parts.vertices.len() as u32);
        }
        if parts.rings.len() > before {
            parts.polygons.push(parts.rings.len() as u32);
        }
    }

    /// A shape of one polygon without holes.
    pub fn from_ring(ring: &[Position]) -> Self {
        let mut shape = Self::new();
        shape.push_polygon([ring]);
        shape
    }

    /// From vertices and the ends that `ring_ends` and `polygon_ends` tell; none when they do not fit together.
    pub fn from_ends(vertices: Vec<Position>, rings: Vec<u32>, polygons: Vec<u32>) -> Option<Self> {
        let rising = |ends: &[u32], last: usize| {
            ends.first() != Some(&0)
                && ends.windows(2).all(|pair| pair[0] < pair[1])
                && ends.last().map_or(0, |end| *end as usize) == last
        };
        (rising(&rings, vertices.len()) && rising(&polygons, rings.len()))
            .then(|| Self(Arc::new(Parts { vertices, rings, polygons })))
    }

    /// End offset of each ring in `vertices`.
    pub fn ring_ends(&self) -> &[u32] {
        &self.0.rings
    }

    /// End offset of each polygon in `ring_ends`.
    pub fn polygon_ends(&self) -> &[u32] {
        &self.0.polygons
    }

    pub fn is_empty(&self) -> bool {
        self.0.vertices.is_empty()
    }

    pub fn vertices(&self) -> &[Position] {
        &self.0.vertices
    }

    /// Every ring of every polygon, in order.
    pub fn rings(&self) -> impl Iterator<Item = &[Position]> + Clone {
        let starts = std::iter::once(0).chain(self.0.rings.iter().copied());
        starts.zip(&self.0.rings).map(|(start, &end)| &self.0.vertices[start as usize..end as usize])
    }

    /// Every ring in order, and whether it is the outer one of its polygon.
    pub fn sided_rings(&self) -> impl Iterator<Item = (bool, &[Position])> + Clone {
        let mut firsts = std::iter::once(0).chain(self.0.polygons.iter().copied()).peekable();
        self.rings().enumerate().map(move |(number, ring)| {
            let mut outer = false;
            while firsts.peek().is_some_and(|&first| first as usize <= number) {
                outer = true;
                firsts.next();
            }
            (outer, ring)
        })
    }

    /// The polygons, each as its rings (outer first).
    pub fn polygons(&self) -> impl Iterator<Item = Vec<&[Position]>> {
        let rings: Vec<&[Position]> = self.rings().collect();
        let starts = std::iter::once(0).chain(self.0.polygons.iter().copied());
        starts
            .zip(&self.0.polygons)
            .map(move |(start, &end)| rings[start as usize..end as usize].to_vec())
            .collect::<Vec<_>>()
            .into_iter()
    }

    pub fn polygon_count(&self) -> usize {
        self.0.polygons.len()
    }

    /// Every edge as (from, to), the closing edge of each ring included.
    pub fn edges(&self) -> impl Iterator<Item = (Position, Position)> + '_ {
        self.rings().flat_map(|ring| {
            let next = ring.iter().copied().cycle().skip(1);
            ring.iter().copied().zip(next)
        })
    }

    /// None for an empty shape.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.0.vertices.iter().copied())
    }
}

/// What a feature is drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Geometry {
    Point(Position),
    Line(Vec<Position>),
    Area(Shape),
}

impl Geometry {
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Point(p) => Some(Bounds { min: *p, max: *p }),
            Self::Line(line) => Bounds::of(line.iter().copied()),
            Self::Area(shape) => shape.bounds(),
        }
    }

    /// All of its positions.
    pub fn vertices(&self) -> &[Position] {
        match self {
            Self::Point(p) => std::slice::from_ref(p),
            Self::Line(line) => line,
            Self::Area(shape) => shape.vertices(),
        }
    }
}
