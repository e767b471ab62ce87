//! Edges that are straight in a plane, drawn straight in degrees (R1). Borders are noded first: a vertex of one that
//! lies on an edge of another becomes a vertex of both. Then every edge gets so many places in between that the
//! chords in degrees leave it by less than 1 cm. An edge is cut from its lower end, so both neighbours of a shared
//! edge get the same places, whichever way round they run.

use super::Frame;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// Metres a vertex may lie off an edge and still be on it: half the last digit of a survey, and to spare.
const ON_EDGE_M: f64 = 0.001;
/// Chords leave the edge by at most this much, metres; rounding to the grid adds half a centimetre.
const SAGITTA_M: f64 = 0.004;
/// Pieces of one edge at most; a longer edge than this allows is thousands of kilometres.
const MOST_PIECES: usize = 20_000;
/// Metres of one degree of latitude, for measuring chords.
const METRES_PER_DEGREE: f64 = 111_320.0;

struct Vertex([f64; 2]);

impl RTreeObject for Vertex {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.0)
    }
}

impl PointDistance for Vertex {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let [dx, dy] = [self.0[0] - point[0], self.0[1] - point[1]];
        dx * dx + dy * dy
    }
}

/// All vertices of the borders that are drawn in one plane.
pub struct Noding {
    frame: Frame,
    vertices: RTree<Vertex>,
}

impl Noding {
    /// Collects vertices in metres; those that are no finite numbers are left to the reader to refuse.
    pub fn new(frame: Frame, vertices: impl Iterator<Item = [f64; 2]>) -> Self {
        let mut unique: Vec<[f64; 2]> = vertices.filter(|[x, y]| x.is_finite() && y.is_finite()).collect();
        unique.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        unique.dedup();
        Self { frame, vertices: RTree::bulk_load(unique.into_iter().map(Vertex).collect()) }
    }

    /// The line with what belongs between its vertices. Costs a search of the index for each edge.
    pub fn straighten(&self, line: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut out = Vec::with_capacity(line.len());
        let Some(first) = line.first() else { return out };
        out.push(*first);
        for pair in line.windows(2) {
            self.edge(pair[0], pair[1], &mut out);
        }
        out
    }

    /// Appends what comes after `from` up to and with `to`.
    fn edge(&self, from: [f64; 2], to: [f64; 2], out: &mut Vec<[f64; 2]>) {
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let length2 = dx * dx + dy * dy;
        if !length2.is_finite() || length2 == 0.0 {
            out.push(to);
            return;
        }
        let corner = |pick: fn(f64, f64) -> f64, margin: f64| {
            [pick(from[0], to[0]) + margin, pick(from[1], to[1]) + margin]
        };
        let around = AABB::from_corners(corner(f64::min, -ON_EDGE_M), corner(f64::max, ON_EDGE_M));
        let mut on_it: Vec<(f64, [f64; 2])> = self
            .vertices
            .locate_in_envelope(around)
            .filter_map(|Vertex(v)| {
                let [vx, vy] = [v[0] - from[0], v[1] - from[1]];
                let along = (vx * dx + vy * dy) / length2;
                let off = (vx * dy - vy * dx) / libm::sqrt(length2);
                let inside = along > 0.0 && along < 1.0 && *v != from && *v != to;
                (inside && off.abs() <= ON_EDGE_M).then_some((along, *v))
            })
            .collect();
        on_it.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut last = from;
        for (_, vertex) in on_it {
            self.pieces(last, vertex, out);
            last = vertex;
        }
        self.pieces(last, to, out);
    }

    /// Cuts one noded edge.
    fn pieces(&self, from: [f64; 2], to: [f64; 2], out: &mut Vec<[f64; 2]>) {
        let turned = (to[0], to[1]) < (from[0], from[1]);
        let (low, high) = if turned { (to, from) } else { (from, to) };
        let at = |t: f64| [low[0] + (high[0] - low[0]) * t, low[1] + (high[1] - low[1]) * t];
        let count = self.count(low, high);
        for piece in 1..count {
            let step = if turned { count - piece } else { piece };
            out.push(at(step as f64 / count as f64));
        }
        out.push(to);
    }

    /// How many pieces keep every chord within the sagitta. The deviation of a smooth arc falls with the square of
    /// the number of pieces.
    fn count(&self, low: [f64; 2], high: [f64; 2]) -> usize {
        let Frame::Plane(plane) = &self.frame else { return 1 };
        let (a, b) = (plane.inverse(low), plane.inverse(high));
        let shrink = libm::cos(a[1].to_radians());
        let metres =
            |p: [f64; 2]| [(p[0] - a[0]) * shrink * METRES_PER_DEGREE, (p[1] - a[1]) * METRES_PER_DEGREE];
        let chord = metres(b);
        let length = libm::hypot(chord[0], chord[1]);
        let off = |t: f64| {
            let p = metres(plane.inverse([low[0] + (high[0] - low[0]) * t, low[1] + (high[1] - low[1]) * t]));
            (p[0] * chord[1] - p[1] * chord[0]).abs() / length.max(1e-9)
        };
        // An arc that turns both ways, across the central meridian, is flat in the middle.
        let worst = off(0.5).max(off(0.25) * 4.0 / 3.0).max(off(0.75) * 4.0 / 3.0);
        let count = libm::ceil(libm::sqrt(worst / SAGITTA_M));
        if count.is_finite() { (count as usize).clamp(1, MOST_PIECES) } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noding(lines: &[&[[f64; 2]]]) -> Noding {
        let frame = Frame::from_epsg(4543).unwrap();
        Noding::new(frame, lines.iter().flat_map(|line| line.iter().copied()))
    }

    #[test]
    fn both_neighbours_of_an_edge_get_the_same_places() {
        let line = [[420_000.0, 2_690_000.0], [431_234.5, 2_694_321.25]];
        let back = [line[1], line[0]];
        let noding = noding(&[&line]);
        let there = noding.straighten(&line);
        let mut here = noding.straighten(&back);
        here.reverse();
        assert!(there.len() > 5);
        assert_eq!(there, here);
    }

    #[test]
    fn a_vertex_of_the_neighbour_on_an_edge_becomes_a_vertex() {
        let long = [[420_000.0, 2_690_000.0], [420_300.0, 2_690_100.0]];
        let neighbour = [[420_100.0, 2_690_033.333], [420_000.0, 2_691_000.0]];
        let straight = noding(&[&long, &neighbour]).straighten(&long);
        assert_eq!(straight, [long[0], neighbour[0], long[1]]);
        let apart = [[420_100.0, 2_690_033.340], [420_000.0, 2_691_000.0]];
        assert_eq!(noding(&[&long, &apart]).straighten(&long), long);
    }

    #[test]
    fn chords_in_degrees_stay_within_a_centimetre_of_the_edge() {
        let Frame::Plane(plane) = Frame::from_epsg(4543).unwrap() else { unreachable!() };
        for line in [
            [[420_000.0, 2_690_000.0], [470_000.0, 2_690_500.0]],
            [[450_000.0, 2_690_000.0], [550_000.0, 2_720_000.0]],
            [[500_000.0, 2_650_000.0], [500_010.0, 2_750_000.0]],
        ] {
            let straight = noding(&[&line]).straighten(&line);
            let degrees: Vec<[f64; 2]> = straight.iter().map(|p| plane.inverse(*p)).collect();
            let [dx, dy] = [line[1][0] - line[0][0], line[1][1] - line[0][1]];
            for pair in degrees.windows(2) {
                for t in [0.2, 0.5, 0.8] {
                    let on_chord = [
                        pair[0][0] + (pair[1][0] - pair[0][0]) * t,
                        pair[0][1] + (pair[1][1] - pair[0][1]) * t,
                    ];
                    let [x, y] = plane.forward(on_chord);
                    let off = ((x - line[0][0]) * dy - (y - line[0][1]) * dx) / libm::hypot(dx, dy);
                    assert!(off.abs() < 0.01, "{off} {line:?}");
                }
            }
        }
    }
}
