//! The kerbs of a road, as far as its drawing tells them.

use super::{Axis, Feature, Layer};
use crate::domain::geo::{Geometry, Plane, Position};

impl Feature {
    /// Lines along both kerbs of a road: the closed rings of a road drawn as an area; for one drawn as a line, two lines half
    /// its `width_m` beside it. None for other layers and for a line of unknown width.
    pub fn kerbs(&self) -> Option<Vec<Vec<Position>>> {
        if self.layer != Layer::Road {
            return None;
        }
        match &self.geometry {
            Geometry::Area(shape) => Some(shape.rings().map(closed).collect()),
            Geometry::Line(line) => {
                let half = self.number("width_m").filter(|width| *width > 0.0)? / 2.0;
                let axis = Axis::new(line.clone())?;
                Some([half, -half].into_iter().map(|left| beside(axis.line(), left)).collect())
            }
            Geometry::Point(_) => None,
        }
    }

    /// The kerb of a road on the other side of its axis than `p`: the stretches of its outline there, or the line half its
    /// width beside it. None where the axis is unknown, and where `kerbs` knows none.
    pub fn kerb_beyond(&self, p: Position) -> Option<Vec<Vec<Position>>> {
        let axis = Axis::of(self)?;
        let is_left = |p: Position| axis.foot(&Plane::at(p), f64::INFINITY).map(|foot| foot.left);
        let near = is_left(p)?;
        if let Geometry::Line(line) = &self.geometry {
            let half = self.number("width_m").filter(|width| *width > 0.0)? / 2.0;
            return Some(vec![beside(Axis::new(line.clone())?.line(), if near { -half } else { half })]);
        }
        let mut far = Vec::new();
        for ring in self.kerbs()? {
            let places = &ring[1..];
            // Begun on the near side, no stretch of the far one is cut in two.
            let start = places.iter().position(|&place| is_left(place) == Some(near)).unwrap_or(0);
            let round = places[start..].iter().chain(&places[..start]);
            let mut stretch: Vec<Position> = Vec::new();
            for &place in round.chain(places.get(start)) {
                if is_left(place) == Some(near) {
                    far.extend(Some(std::mem::take(&mut stretch)).filter(|stretch| stretch.len() > 1));
                } else {
                    stretch.push(place);
                }
            }
            far.extend(Some(stretch).filter(|stretch| stretch.len() > 1));
        }
        Some(far).filter(|far| !far.is_empty())
    }
}

fn closed(ring: &[Position]) -> Vec<Position> {
    ring.iter().chain(ring.first()).copied().collect()
}

/// The line `left_m` metres to the left of a line without repeated positions; right of it when below nought. At a bend the
/// corner lies on both shifted pieces, but no further out than twice the distance.
fn beside(line: &[Position], left_m: f64) -> Vec<Position> {
    let direction = |a: Position, b: Position| {
        let [x, y] = Plane::at(a).to_xy(b);
        let length = (x * x + y * y).sqrt();
        [x / length, y / length]
    };
    let pieces: Vec<[f64; 2]> = line.windows(2).map(|pair| direction(pair[0], pair[1])).collect();
    line.iter()
        .enumerate()
        .map(|(at, &p)| {
            let before = pieces[at.saturating_sub(1)];
            let after = pieces[at.min(pieces.len() - 1)];
            // The normals of both pieces; their mean, stretched so that it reaches both shifted lines.
            let sum = [-before[1] - after[1], before[0] + after[0]];
            let square = sum[0] * sum[0] + sum[1] * sum[1];
            let stretch = if square > 1.0 { 2.0 / square } else { 2.0 };
            Plane::at(p).from_xy([sum[0] * stretch * left_m, sum[1] * stretch * left_m])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Shape;
    use crate::domain::instant::{Instant, Validity};
    use serde_json::{Map, json};

    fn plane() -> Plane {
        Plane::at(Position::new(1_025_400_000, 243_500_000))
    }

    fn road(geometry: Geometry, width: Option<f64>) -> Feature {
        let mut attributes = Map::new();
        if let Some(width) = width {
            attributes.insert("width_m".into(), json!(width));
        }
        Feature {
            id: uuid::Uuid::nil(),
            layer: Layer::Road,
            code: "R1".into(),
            name: "学府路".into(),
            geometry,
            attributes,
            validity: Validity { from: Instant(0), until: None },
        }
    }

    fn line(places: &[[f64; 2]]) -> Vec<Position> {
        places.iter().map(|&place| plane().from_xy(place)).collect()
    }

    #[test]
    fn a_line_has_two_kerbs_half_its_width_away_on_all_its_length() {
        let axis = line(&[[0.0, 0.0], [100.0, 0.0], [100.0, 80.0]]);
        let kerbs = road(Geometry::Line(axis.clone()), Some(12.0)).kerbs().unwrap();
        assert_eq!(kerbs.len(), 2);
        for kerb in &kerbs {
            for pair in kerb.windows(2) {
                for t in [0.1, 0.5, 0.9] {
                    let step = |a: i32, b: i32| a + libm::round(f64::from(b - a) * t) as i32;
                    let p = Position::new(step(pair[0].lon, pair[1].lon), step(pair[0].lat, pair[1].lat));
                    let plane = Plane::at(p);
                    let nearest = axis.windows(2).map(|pair| plane.to_segment_m2(pair[0], pair[1]).sqrt());
                    let distance = nearest.fold(f64::INFINITY, f64::min);
                    assert!((distance - 6.0).abs() < 0.05, "{distance}");
                }
            }
        }
        let inner = plane().to_xy(kerbs[0][1]);
        assert!((inner[0] - 94.0).abs() < 0.02 && (inner[1] - 6.0).abs() < 0.02, "left of a left turn");
    }

    #[test]
    fn beyond_the_axis_lies_the_kerb_of_the_other_side() {
        let axis = line(&[[0.0, 0.0], [50.0, 0.0], [100.0, 0.0]]);
        let ring = line(&[[0.0, -5.0], [50.0, -5.0], [100.0, -5.0], [100.0, 5.0], [50.0, 5.0], [0.0, 5.0]]);
        let mut drawn = road(Geometry::Area(Shape::from_ring(&ring)), None);
        let pairs: Vec<[f64; 2]> = axis.iter().map(|p| p.degrees()).collect();
        drawn.attributes.insert("axis".into(), json!(pairs));
        let told = road(Geometry::Line(axis), Some(10.0));
        for side in [-40.0, 40.0] {
            for road in [&drawn, &told] {
                let beyond = road.kerb_beyond(plane().from_xy([30.0, side])).unwrap();
                assert_eq!((beyond.len(), beyond[0].len()), (1, 3));
                for &place in &beyond[0] {
                    let [_, y] = plane().to_xy(place);
                    assert!((y + side / 8.0).abs() < 0.05, "{y}");
                }
            }
        }
        assert_eq!(road(Geometry::Area(Shape::from_ring(&ring)), None).kerb_beyond(ring[0]), None);
    }

    #[test]
    fn an_area_gives_its_rings_and_a_line_of_unknown_width_nothing() {
        let ring = line(&[[0.0, 0.0], [100.0, 0.0], [100.0, 10.0], [0.0, 10.0]]);
        let kerbs = road(Geometry::Area(Shape::from_ring(&ring)), None).kerbs().unwrap();
        assert_eq!((kerbs.len(), kerbs[0].len(), kerbs[0][0]), (1, 5, kerbs[0][4]));
        assert_eq!(road(Geometry::Line(ring), None).kerbs(), None);
    }
}
