//! Damages a valid coverage the way drawings do: every vertex of every area moved by itself, vertices left out and added.

use crate::grid::Random;
use wangge::domain::geo::{Plane, Position, Shape};
use wangge::domain::grid::Area;

/// Moves each vertex of each area on its own by up to `metres` with the given share of vertices touched.
pub fn jitter(areas: &mut [Area], metres: f64, share: f64, seed: u64) {
    let mut random = Random(seed);
    for area in areas {
        change(area, |ring| {
            for p in ring.iter_mut() {
                if random.unit() < share {
                    let angle = core::f64::consts::TAU * random.unit();
                    let reach = metres * libm::sqrt(random.unit());
                    *p = Plane::at(*p).from_xy([reach * libm::cos(angle), reach * libm::sin(angle)]);
                }
            }
        });
    }
}

/// Leaves out some vertices that bend the border by no more than `metres`, each area on its own.
pub fn thin_out(areas: &mut [Area], metres: f64, share: f64, seed: u64) {
    let mut random = Random(seed);
    for area in areas {
        change(area, |ring| {
            let mut at = 1;
            while at + 1 < ring.len() && ring.len() > 4 {
                let bend = Plane::at(ring[at]).to_segment_m2(ring[at - 1], ring[at + 1]);
                if random.unit() < share && bend < metres * metres {
                    ring.remove(at);
                }
                at += 1;
            }
        });
    }
}

/// Rounds every coordinate to steps of the grid, as files with few decimals do; each area alike.
pub fn coarsen(areas: &mut [Area], step: i32) {
    let round = |c: i32| (c + step / 2).div_euclid(step) * step;
    for area in areas {
        change(area, |ring| ring.iter_mut().for_each(|p| *p = Position::new(round(p.lon), round(p.lat))));
    }
}

fn change(area: &mut Area, mut change: impl FnMut(&mut Vec<Position>)) {
    let Some(shape) = &area.shape else { return };
    let mut new = Shape::new();
    for rings in shape.polygons() {
        let mut rings: Vec<Vec<Position>> = rings.iter().map(|ring| ring.to_vec()).collect();
        rings.iter_mut().for_each(&mut change);
        new.push_polygon(&rings);
    }
    area.shape = Some(new);
}
