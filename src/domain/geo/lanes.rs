//! Eight boxes side by side in memory, so that one box or one position is compared with all of them at once.

use super::{Bounds, Plane, Position};

pub(crate) const LANES: usize = 8;
const BITS: [i32; LANES] = [1, 2, 4, 8, 16, 32, 64, 128];

/// Up to eight boxes; unused lanes hold an empty box, which meets nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lanes {
    west: [i32; LANES],
    east: [i32; LANES],
    south: [i32; LANES],
    north: [i32; LANES],
}

impl Lanes {
    pub const EMPTY: Self = Self {
        west: [i32::MAX; LANES],
        east: [i32::MIN; LANES],
        south: [i32::MAX; LANES],
        north: [i32::MIN; LANES],
    };

    pub fn set(&mut self, lane: usize, bounds: Bounds) {
        self.west[lane] = bounds.min.lon;
        self.east[lane] = bounds.max.lon;
        self.south[lane] = bounds.min.lat;
        self.north[lane] = bounds.max.lat;
    }

    pub fn lane(&self, lane: usize) -> Bounds {
        Bounds {
            min: Position::new(self.west[lane], self.south[lane]),
            max: Position::new(self.east[lane], self.north[lane]),
        }
    }

    /// The box around all of them, an empty one without any.
    pub fn bounds(&self) -> Bounds {
        let least = |side: &[i32; LANES]| side.iter().copied().fold(i32::MAX, i32::min);
        let most = |side: &[i32; LANES]| side.iter().copied().fold(i32::MIN, i32::max);
        Bounds {
            min: Position::new(least(&self.west), least(&self.south)),
            max: Position::new(most(&self.east), most(&self.north)),
        }
    }

    /// One bit for each lane whose box meets the window. Without branches, so that lanes are compared side by side.
    #[inline]
    pub fn meeting(&self, window: &Bounds) -> u32 {
        let mut hits = [0i32; LANES];
        for lane in 0..LANES {
            let meets = (self.west[lane] <= window.max.lon)
                & (self.east[lane] >= window.min.lon)
                & (self.south[lane] <= window.max.lat)
                & (self.north[lane] >= window.min.lat);
            hits[lane] = -i32::from(meets) & BITS[lane];
        }
        hits.iter().fold(0, |all, hit| all | hit) as u32
    }

    /// For each box the squares of two distances in metres from the plane's origin: to its nearest place, 0 inside, and
    /// one within which something that touches all four sides of the box must be met (MINDIST and MINMAXDIST of
    /// Roussopoulos, Kelley and Vincent, "Nearest neighbor queries", SIGMOD 1995). Those of unused lanes are beyond the
    /// earth.
    #[inline]
    pub fn distances_m2(&self, plane: &Plane) -> [[f64; 2]; LANES] {
        let mut distances = [[0.0; 2]; LANES];
        for (lane, range) in distances.iter_mut().enumerate() {
            *range = plane.to_box_range_m2(&self.lane(lane));
        }
        distances
    }
}
