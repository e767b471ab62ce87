//! One region of a fault: its place, width and area, measured on the fine grid.

use super::arrangement::{Arrangement, Face};
use super::fine::{Fine, STEPS};
use super::width::widest;
use crate::domain::geo::{Bounds, Plane, Position};

/// One connected region with its measures.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// In the region where it is widest, on the fine grid.
    pub middle: Fine,
    /// The same, rounded.
    pub place: Position,
    /// Diameter of the largest circle that fits.
    pub width_m: f64,
    pub area_m2: f64,
    /// Metres of one unit of latitude here.
    unit_m: f64,
}

impl Region {
    /// The metres are those of a plane in the middle of the face.
    pub fn measure(arrangement: &Arrangement<'_>, face: &Face) -> Self {
        let rings: Vec<Vec<Fine>> = face
            .loops
            .iter()
            .map(|&side| arrangement.around(side).map(|side| arrangement.start(side)).collect())
            .collect();
        let corners = || rings[0].iter().copied();
        let bounds = Bounds::of(corners().map(Fine::rounded)).map_or(Position::default(), |b| b.centre());
        let (origin, plane) = (bounds, Plane::at(bounds));
        let unit_m = plane.to_xy(Position::new(origin.lon, origin.lat + 1))[1];
        let east = plane.unit_area_m2() / unit_m;
        let metres = |p: &Fine| {
            let [x, y] = p.units_from(origin);
            [x * east, y * unit_m]
        };
        let in_metres: Vec<Vec<[f64; 2]>> =
            rings.iter().map(|ring| ring.iter().map(metres).collect()).collect();
        let ([x, y], width_m) = widest(&in_metres);
        let steps = STEPS as f64;
        let along = |origin: i64, units: f64| origin + libm::round(units * steps) as i64;
        let centre = Fine::from(origin);
        let middle = Fine {
            x: along(centre.x, if east > 0.0 { x / east } else { 0.0 }),
            y: along(centre.y, y / unit_m),
        };
        let units2 = face.doubled_area.max(0) as f64 / 2.0 / (steps * steps);
        Self { middle, place: middle.rounded(), width_m, area_m2: units2 * plane.unit_area_m2(), unit_m }
    }

    /// The place where a ring is widest.
    pub fn middle_of(ring: &[Position]) -> Position {
        widest_in(ring).0
    }

    /// Metres across a ring where it is widest.
    pub fn width_of(ring: &[Position]) -> f64 {
        widest_in(ring).1
    }

    /// Whether it is no wider than some units of the grid.
    pub fn is_within(&self, units: f64) -> bool {
        self.width_m <= units * self.unit_m
    }
}

fn widest_in(ring: &[Position]) -> (Position, f64) {
    let plane = Plane::at(ring.first().copied().unwrap_or_default());
    let (middle, width) = widest(&[ring.iter().map(|&p| plane.to_xy(p)).collect()]);
    (plane.from_xy(middle), width)
}
