//! Borders that are at odds with themselves: doubled vertices, spikes, and loops that turn ground inside out or count it
//! twice, as far as they are narrow.

use super::ground::{Border, EdgeKey, key};
use super::snap::{chains, stretches};
use crate::domain::geo::Shape;
use crate::domain::geo::validity;
use crate::domain::grid::coverage::arrangement::Arrangement;
use crate::domain::grid::coverage::half_edges::{HalfEdge, collect};
use crate::domain::grid::coverage::noding::node;
use crate::domain::grid::coverage::region::Region;
use crate::domain::grid::coverage::screen::Screen;
use crate::domain::grid::{Area, AreaId, AreaSet, Scheme};
use rayon::prelude::*;

/// Rounding crossings can make new ones; two passes are usual.
const MOST_PASSES: usize = 6;

/// All areas, those of the scheme with simple borders where that moves nothing by more than `metres`.
pub(super) fn tidy(set: &AreaSet, scheme: Scheme, metres: f64) -> Vec<Area> {
    let all: Vec<(AreaId, &Area)> = set.iter().collect();
    all.into_par_iter()
        .map_init(Screen::default, |screen, (id, area)| {
            let mut area = area.clone();
            if let (Some(shape), Some(bounds)) = (&area.shape, set.bounds(id))
                && area.scheme == scheme
                && !screen.passes(shape, bounds, 0.0)
                && let Some(simple) = simple(shape, metres)
            {
                area.shape = Some(simple);
            }
            area
        })
        .collect()
}

/// The shape with a simple border; None when it has one already or would have to move too far.
fn simple(shape: &Shape, metres: f64) -> Option<Shape> {
    let (mut now, notes) = validity::normalise(shape);
    for _ in 0..MOST_PASSES {
        if validity::faults(&now).is_empty() {
            break;
        }
        now = without_loops(&now, metres)?;
    }
    if !validity::faults(&now).is_empty() {
        return None;
    }
    // Spikes have no ground, and taking one out moves the border by its length; so does a loop.
    let far = super::moves::vertex_moves(shape, &now).iter().any(|one| one.metres > metres);
    (!far && (!notes.is_empty() || now != *shape)).then_some(now)
}

/// What the border runs around at least once, if all else is narrow.
fn without_loops(shape: &Shape, metres: f64) -> Option<Shape> {
    let mut edges = Vec::new();
    collect(shape, AreaId(0), false, &mut edges);
    let noded = node(&edges, edges.len());
    if noded.tangled {
        return None;
    }
    let keys: Vec<EdgeKey> = edges.iter().map(|edge| key(edge.from, edge.to)).collect();
    let chains = chains(&keys, noded.splits.iter().map(|split| keys[split.0 as usize]))?;
    let led: Vec<HalfEdge> = edges
        .iter()
        .flat_map(|edge| {
            stretches(edge.from, edge.to, &chains).map(|(from, to)| HalfEdge { from, to, ..*edge })
        })
        .collect();
    let noded = node(&led, led.len());
    let arrangement = Arrangement::of(&noded.pieces);
    let mut border = Border::default();
    for face in arrangement.faces() {
        if face.winding != 0 && face.winding != 1 && Region::measure(&arrangement, face).width_m > metres {
            return None;
        }
        if face.winding >= 1 {
            for side in arrangement.sides(face) {
                border.add(arrangement.start(side), arrangement.start(side ^ 1), 1);
            }
        }
    }
    let found = border.shape();
    (!found.is_empty()).then_some(found)
}
