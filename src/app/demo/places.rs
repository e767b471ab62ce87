//! Draws positions from the shapes of features and areas.

use super::model::{Place, Source};
use super::random::Random;
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::measure::Plane;
use crate::domain::geo::{Geometry, Position, Shape};
use crate::domain::grid::{Area, Scheme};
use std::collections::BTreeMap;

/// The places that sources name.
pub struct Places<'a> {
    features: BTreeMap<(Layer, &'a str), &'a Feature>,
    /// Areas of the duty scheme.
    areas: BTreeMap<&'a str, &'a Shape>,
}

impl<'a> Places<'a> {
    pub fn new(
        features: impl IntoIterator<Item = &'a Feature>,
        areas: impl IntoIterator<Item = &'a Area>,
    ) -> Self {
        Self {
            features: features.into_iter().map(|f| ((f.layer, f.code.as_str()), f)).collect(),
            areas: areas
                .into_iter()
                .filter(|area| area.scheme == Scheme::Duty)
                .filter_map(|area| Some((area.code.as_str(), area.shape.as_ref()?)))
                .collect(),
        }
    }

    pub fn has(&self, place: &Place) -> bool {
        match place {
            Place::Feature { layer, code } => self.features.contains_key(&(*layer, code.as_str())),
            Place::Area { code } => self.areas.contains_key(code.as_str()),
            Place::Roadside { code, .. } => self.axis(code).is_some(),
            Place::Spot { lon, lat } => spot(*lon, *lat).is_some(),
        }
    }

    /// A position of the source; None when its place is not there.
    pub fn draw(&self, source: &Source, random: &mut Random) -> Option<Position> {
        match &source.place {
            Place::Feature { layer, code } => match &self.features.get(&(*layer, code.as_str()))?.geometry {
                Geometry::Point(p) => Some(scatter(*p, source.spread_m, random)),
                Geometry::Line(line) => {
                    let plane = Plane::at(*line.first()?);
                    let line: Vec<[f64; 2]> = line.iter().map(|p| plane.to_xy(*p)).collect();
                    let (place, _) = along(&line, random.unit() * length(&line))?;
                    Some(scatter(plane.from_xy(place), source.spread_m, random))
                }
                Geometry::Area(shape) => within(shape, random),
            },
            Place::Area { code } => within(self.areas.get(code.as_str())?, random),
            Place::Roadside { code, from_m, to_m, left, axis_m } => {
                let axis = self.axis(code)?;
                let plane = Plane::at(*axis.first()?);
                let line: Vec<[f64; 2]> = axis.iter().map(|p| plane.to_xy(*p)).collect();
                let (place, direction) = along(&line, random.between(*from_m, *to_m))?;
                let out = random.between(axis_m[0], axis_m[1]) * if *left { 1.0 } else { -1.0 };
                let beside = [place[0] - direction[1] * out, place[1] + direction[0] * out];
                Some(scatter(plane.from_xy(beside), source.spread_m, random))
            }
            Place::Spot { lon, lat } => Some(scatter(spot(*lon, *lat)?, source.spread_m, random)),
        }
    }

    fn axis(&self, code: &str) -> Option<Vec<Position>> {
        self.features.get(&(Layer::Road, code))?.axis()
    }
}

/// None for degrees out of range.
pub fn spot(lon: f64, lat: f64) -> Option<Position> {
    Position::from_degrees(lon, lat).ok()
}

fn scatter(p: Position, spread_m: f64, random: &mut Random) -> Position {
    let plane = Plane::at(p);
    let (x, y) = (random.normal() * spread_m, random.normal() * spread_m);
    plane.from_xy([x, y])
}

/// Uniform over a shape, by throwing until one falls inside; a shape thinner than one throw in 2,000 hits answers
/// with its label's place.
pub(super) fn within(shape: &Shape, random: &mut Random) -> Option<Position> {
    let bounds = shape.bounds()?;
    for _ in 0..2_000 {
        let lon = random.between(f64::from(bounds.min.lon), f64::from(bounds.max.lon));
        let lat = random.between(f64::from(bounds.min.lat), f64::from(bounds.max.lat));
        let p = Position::new(libm::round(lon) as i32, libm::round(lat) as i32);
        if shape.contains(p) {
            return Some(p);
        }
    }
    Some(shape.label_position())
}

fn length(line: &[[f64; 2]]) -> f64 {
    line.windows(2).map(|w| libm::hypot(w[1][0] - w[0][0], w[1][1] - w[0][1])).sum()
}

/// The place at a distance from the start, and the unit direction there.
fn along(line: &[[f64; 2]], mut metres: f64) -> Option<([f64; 2], [f64; 2])> {
    let mut last = None;
    for w in line.windows(2) {
        let (dx, dy) = (w[1][0] - w[0][0], w[1][1] - w[0][1]);
        let l = libm::hypot(dx, dy);
        if l <= 0.0 {
            continue;
        }
        let direction = [dx / l, dy / l];
        if metres <= l {
            let t = metres.max(0.0);
            return Some(([w[0][0] + direction[0] * t, w[0][1] + direction[1] * t], direction));
        }
        metres -= l;
        last = Some((w[1], direction));
    }
    last
}
