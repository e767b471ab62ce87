//! What callers ask, parsed but not yet checked against the site.

use crate::domain::feature::Layer;
use crate::domain::grid::{Level, Scheme};
use crate::domain::instant::Instant;

/// A position and what to decide there. `datum` is a slug, `wgs84` when absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LocateQuery {
    pub lon: f64,
    pub lat: f64,
    pub datum: Option<String>,
    pub accuracy_m: Option<f64>,
    pub category: Option<String>,
    pub answer: Option<String>,
    pub at: Option<Instant>,
    /// As it was recorded then; as it is now when absent.
    pub known_at: Option<Instant>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct AreasQuery {
    pub level: Option<Level>,
    pub scheme: Scheme,
    /// west, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    pub at: Option<Instant>,
    pub known_at: Option<Instant>,
    /// All when absent.
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Metres between the points that borders may have; as drawn when absent.
    pub simplify_m: Option<f64>,
    pub budget: MapBudget,
}

/// How much a map can draw; whole levels of areas are left out from the finest up until the rest is within it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MapBudget {
    pub areas: Option<usize>,
    /// Of borders before they are simplified.
    pub vertices: Option<usize>,
}

impl MapBudget {
    pub fn holds(self, areas: usize, vertices: usize) -> bool {
        self.areas.is_none_or(|most| areas <= most) && self.vertices.is_none_or(|most| vertices <= most)
    }
}

/// The borders of areas; fields as in [`AreasQuery`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EdgesQuery {
    pub scheme: Scheme,
    pub bbox: Option<[f64; 4]>,
    pub simplify_m: Option<f64>,
    pub budget: MapBudget,
}

/// One area at a time: in force at `at`, as it was recorded at `known_at`; now when absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AreaQuery {
    pub scheme: Scheme,
    pub code: String,
    pub at: Option<Instant>,
    pub known_at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LayerQuery {
    pub layer: Layer,
    pub bbox: Option<[f64; 4]>,
    pub limit: Option<usize>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageQuery {
    /// 1..=1000, 50 when absent.
    pub limit: Option<usize>,
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct DensityQuery {
    /// The home area's bounds when absent.
    pub bbox: Option<[f64; 4]>,
    /// Columns and rows of the answer, 16..=1024, 256 when absent.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Standard deviation of the Gaussian kernel in metres, 5..=5000, 60 when absent.
    pub bandwidth_m: Option<f64>,
}

/// What a ranking ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankBy {
    /// Street sides of 100 m.
    Segment,
    Compound,
    Area(Level),
}

#[derive(Debug, Clone, PartialEq)]
pub struct RankingQuery {
    pub by: RankBy,
    /// 1..=500, 20 when absent.
    pub limit: Option<usize>,
}

/// Key and fingerprint of a retried request; the caller scopes it (R12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);
