//! Carriageways: each street's axis widened to both kerbs.

use super::curve::{add, offset, scale, sub, unit};
use super::graph::Network;
use super::plan::{SIDE_RULES, STREETS, Street};
use super::plane::{Xy, to_position, to_xy};
use super::write::{Drawn, Entry, Fields, degrees};
use wangge::domain::geo::Position;

/// The streets as built: drawn plan, axis in metres.
pub struct Roads {
    pub axes: Vec<Vec<Xy>>,
    grid_axes: Vec<Vec<Position>>,
}

impl Roads {
    pub fn new(network: &Network) -> Self {
        let axes = network.axes.iter().map(|axis| axis.iter().map(|p| to_xy(*p)).collect()).collect();
        Self { axes, grid_axes: network.axes.clone() }
    }

    /// Axis and drawing of a street by its code.
    pub fn street(&self, code: &str) -> Option<(&Street, &[Xy])> {
        let i = STREETS.iter().position(|street| street.code == code)?;
        Some((&STREETS[i], &self.axes[i]))
    }

    /// Metres between a place and the nearest kerb, negative on a carriageway.
    pub fn clearance(&self, place: Xy) -> f64 {
        STREETS
            .iter()
            .zip(&self.axes)
            .map(|(street, axis)| super::curve::line_distance(axis, place) - street.width / 2.0)
            .fold(f64::INFINITY, f64::min)
    }

    fn carriageway(&self, i: usize) -> Vec<Position> {
        let mut axis = self.axes[i].clone();
        let n = axis.len();
        // Where two streets end in one corner, each reaches to the other's far kerb, so that no notch is left.
        let reach = |end: Position| {
            (0..STREETS.len())
                .filter(|&j| j != i)
                .find(|&j| self.grid_axes[j].first() == Some(&end) || self.grid_axes[j].last() == Some(&end))
                .map_or(0.0, |j| STREETS[j].width / 2.0)
        };
        let (start, end) = (reach(self.grid_axes[i][0]), reach(self.grid_axes[i][n - 1]));
        axis[0] = add(axis[0], scale(unit(sub(axis[0], axis[1])), start));
        axis[n - 1] = add(axis[n - 1], scale(unit(sub(axis[n - 1], axis[n - 2])), end));
        let half = STREETS[i].width / 2.0;
        let mut ring = offset(&axis, -half);
        ring.extend(offset(&axis, half).into_iter().rev());
        let mut ring: Vec<Position> = ring.into_iter().map(to_position).collect();
        ring.dedup();
        ring
    }

    pub fn entries(&self) -> Vec<Entry> {
        STREETS
            .iter()
            .enumerate()
            .map(|(i, street)| {
                let rule = SIDE_RULES.iter().find(|rule| rule.0 == street.code);
                Entry {
                    fields: Fields::default()
                        .with("layer", "road")
                        .with("code", street.code)
                        .with("name", street.name)
                        .with("class", street.class.slug())
                        .with("width_m", street.width)
                        .with_known("side_rule", rule.map(|rule| rule.1))
                        .with_known("side_owner", rule.and_then(|rule| rule.2))
                        .with("axis", degrees(&self.grid_axes[i])),
                    drawn: Drawn::Area(vec![vec![self.carriageway(i)]]),
                }
            })
            .collect()
    }
}
