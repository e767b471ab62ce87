//! Where three borders do not quite meet, the sliver between them has three arms, and no owner can take all of it without
//! moving far. It is cut at its throat into arms that lie between two borders each.

use crate::domain::geo::measure::foot_of_origin;
use crate::domain::geo::{Plane, Position};
use crate::domain::grid::AreaId;
use crate::domain::grid::coverage::arrangement::Face;
use crate::domain::grid::coverage::fine::Fine;
use crate::domain::grid::coverage::half_edges::HalfEdge;
use crate::domain::grid::coverage::residue::Residue;
use std::collections::BTreeMap;

/// A face with more sides than this is no sliver.
const MOST_SIDES: usize = 2_000;
/// How far a cut runs on beyond the border that it is led to, so that it surely meets it, in units.
const BEYOND_UNITS: f64 = 2.0;

type Segment = ([f64; 2], [f64; 2]);

/// Whose border a side is; None is the surrounding area's.
type Part = Option<AreaId>;

/// Cuts from the vertex that is nearest to all the other borders to each of these; none for a face between fewer than three
/// borders, or one whose throat is wider than `most_m`.
pub(super) fn cuts(residue: &Residue<'_>, face: &Face, most_m: f64) -> Vec<HalfEdge> {
    let arrangement = residue.arrangement;
    let origin = arrangement.start(face.loops[0]).floor();
    let plane = Plane::at(origin);
    let metres = |p: Fine| {
        let [x, y] = p.units_from(origin);
        let scale = plane.to_xy(Position::new(origin.lon + 1, origin.lat + 1));
        [x * scale[0], y * scale[1]]
    };
    let mut parts: BTreeMap<Part, Vec<Segment>> = BTreeMap::new();
    let mut vertices: Vec<Fine> = Vec::new();
    for side in arrangement.sides(face) {
        let piece = &arrangement.pieces[(side / 2) as usize];
        let Some(&first) = piece.edges.first() else { continue };
        let edge = &residue.edges[first as usize];
        let part = (!edge.outline).then_some(edge.owner);
        let (a, b) = (arrangement.start(side), arrangement.start(side ^ 1));
        parts.entry(part).or_default().push((metres(a), metres(b)));
        vertices.extend([a, b].into_iter().filter(|p| p.is_position()));
    }
    vertices.sort_unstable();
    vertices.dedup();
    let sides: usize = parts.values().map(Vec::len).sum();
    if parts.len() < 3 || sides > MOST_SIDES {
        return Vec::new();
    }
    let feet = |p: [f64; 2]| parts.values().map(move |segments| nearest(p, segments));
    let sum = |p: &Fine| feet(metres(*p)).map(|(distance, _)| distance).sum::<f64>();
    let Some(&hub) = vertices.iter().min_by(|a, b| sum(a).total_cmp(&sum(b))) else { return Vec::new() };
    let from = hub.floor();
    let here = metres(hub);
    let unit_m = plane.unit_m();
    let owner = parts.keys().flatten().next().copied().unwrap_or(AreaId(0));
    feet(here)
        .filter(|(distance, _)| *distance > 0.0 && *distance <= most_m)
        .map(|(distance, foot)| {
            let longer = 1.0 + BEYOND_UNITS * unit_m / distance;
            let to = [here[0] + (foot[0] - here[0]) * longer, here[1] + (foot[1] - here[1]) * longer];
            HalfEdge { from, to: plane.from_xy(to), owner, outline: false }
        })
        .filter(|cut| cut.from != cut.to)
        .collect()
}

/// The nearest place of some segments and how far it is.
fn nearest(p: [f64; 2], segments: &[Segment]) -> (f64, [f64; 2]) {
    let mut best = (f64::INFINITY, p);
    for &(a, b) in segments {
        let (a, b) = ([a[0] - p[0], a[1] - p[1]], [b[0] - p[0], b[1] - p[1]]);
        let foot = foot_of_origin(a, b);
        let at = [a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot];
        let distance = libm::hypot(at[0], at[1]);
        if distance < best.0 {
            best = (distance, [at[0] + p[0], at[1] + p[1]]);
        }
    }
    best
}
