//! How wide a region is: the diameter of the largest circle that fits into it. Circles are grown inwards from places of the
//! border by the shrinking-ball method (Ma, Bae and Choi, "3D medial axis point approximation using nearest neighbors and
//! the normal field", The Visual Computer 28, 2012): start large, shrink until nothing of the border lies inside.

use crate::domain::geo::measure::foot_of_origin;

/// Places of the border that are tried; every edge gets at least its middle until they run out.
const MOST_PLACES: usize = 600;
/// Places on an edge, as fractions of it.
const ON_EDGE: [f64; 11] = [0.5, 0.25, 0.75, 0.125, 0.875, 0.09, 0.91, 0.06, 0.94, 0.03, 0.97];
/// What rounding may do to a distance, metres.
const NOISE_M: f64 = 1e-9;
/// The ball halves at worst, and mostly ends after five or six steps.
const MOST_STEPS: usize = 60;

/// A place in the widest part and its width. Rings in any direction, the outer one first. The circle found always fits; a
/// better one between the places tried is at most a few per cent wider where edges are short beside the width.
pub(super) fn widest(rings: &[Vec<[f64; 2]>]) -> ([f64; 2], f64) {
    let edges = edges_with_ground_left(rings);
    let runs: Vec<Run<'_>> = edges.chunks(EDGES_IN_RUN).map(Run::of).collect();
    let (low, high) = runs.iter().fold(([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]), |(low, high), run| {
        (
            [low[0].min(run.low[0]), low[1].min(run.low[1])],
            [high[0].max(run.high[0]), high[1].max(run.high[1])],
        )
    });
    let largest = libm::hypot(high[0] - low[0], high[1] - low[1]);
    let fractions = (MOST_PLACES / edges.len().max(1)).clamp(1, ON_EDGE.len());
    let every = edges.len().div_ceil(MOST_PLACES).max(1);
    let mut best = (rings.first().and_then(|ring| ring.first()).copied().unwrap_or_default(), 0.0);
    for &(a, b) in edges.iter().step_by(every) {
        let length = libm::hypot(b[0] - a[0], b[1] - a[1]);
        let normal = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
        for fraction in &ON_EDGE[..fractions] {
            let place = [a[0] + (b[0] - a[0]) * fraction, a[1] + (b[1] - a[1]) * fraction];
            let radius = ball(&runs, place, normal, largest, best.1 / 2.0);
            if 2.0 * radius > best.1 {
                best = ([place[0] + normal[0] * radius, place[1] + normal[1] * radius], 2.0 * radius);
            }
        }
    }
    best
}

type Edge = ([f64; 2], [f64; 2]);

const EDGES_IN_RUN: usize = 8;

/// Some edges in a row and their box, which saves looking at those that are far away.
struct Run<'a> {
    edges: &'a [Edge],
    low: [f64; 2],
    high: [f64; 2],
}

impl<'a> Run<'a> {
    fn of(edges: &'a [Edge]) -> Self {
        let ends = || edges.iter().flat_map(|&(a, b)| [a, b]);
        let least = |axis: usize| ends().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| ends().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
        Self { edges, low: [least(0), least(1)], high: [most(0), most(1)] }
    }

    /// Square of the distance of its box.
    fn square(&self, p: [f64; 2]) -> f64 {
        let beyond = |axis: usize| (self.low[axis] - p[axis]).max(p[axis] - self.high[axis]).max(0.0);
        let (dx, dy) = (beyond(0), beyond(1));
        dx * dx + dy * dy
    }
}

fn edges_with_ground_left(rings: &[Vec<[f64; 2]>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        let pairs = || (0..ring.len()).map(|place| (ring[place], ring[(place + 1) % ring.len()]));
        let area: f64 = pairs().map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum();
        let keep = (area > 0.0) == (number == 0);
        edges.extend(pairs().filter(|(a, b)| a != b).map(|(a, b)| if keep { (a, b) } else { (b, a) }));
    }
    edges
}

/// Radius of the largest ball inside the border that touches it at `place`, grown along `normal`; anything once it is no
/// larger than `enough`.
fn ball(runs: &[Run<'_>], place: [f64; 2], normal: [f64; 2], largest: f64, enough: f64) -> f64 {
    let (mut radius, mut slow) = (largest, 1e-4_f64);
    for _ in 0..MOST_STEPS {
        let centre = [place[0] + normal[0] * radius, place[1] + normal[1] * radius];
        let mut nearest = (f64::INFINITY, place);
        for run in runs {
            if run.square(centre) >= nearest.0 {
                continue;
            }
            for &(a, b) in run.edges {
                let (a, b) = ([a[0] - centre[0], a[1] - centre[1]], [b[0] - centre[0], b[1] - centre[1]]);
                let foot = foot_of_origin(a, b);
                let at = [a[0] + (b[0] - a[0]) * foot, a[1] + (b[1] - a[1]) * foot];
                let square = at[0] * at[0] + at[1] * at[1];
                if square < nearest.0 {
                    nearest = (square, [at[0] + centre[0], at[1] + centre[1]]);
                }
            }
        }
        // An absolute measure, because what is narrow beside a large first ball must not pass for its own border.
        if libm::sqrt(nearest.0) >= radius - NOISE_M - radius * 1e-13 {
            return radius;
        }
        let to = [nearest.1[0] - place[0], nearest.1[1] - place[1]];
        let (square, inwards) = (to[0] * to[0] + to[1] * to[1], to[0] * normal[0] + to[1] * normal[1]);
        if inwards <= 0.0 {
            return 0.0;
        }
        let smaller = (square / (2.0 * inwards)).min(radius);
        // Between borders that run on close beside each other the steps become ever smaller, so they are lengthened: the
        // ball that is found fits, and is smaller than the largest by the last step at most.
        if smaller > radius * (1.0 - 1e-3) {
            slow = (2.0 * slow).min(0.5);
        }
        radius = smaller * (1.0 - slow);
        if radius <= enough {
            return 0.0;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_slivers_and_fat_ends_have_their_width() {
        let near = |rings: &[Vec<[f64; 2]>], expected: f64| {
            let (_, width) = widest(rings);
            assert!((width / expected - 1.0).abs() < 0.1, "{width} {expected}");
        };
        near(&[vec![[0.0, 0.0], [500.0, 0.0], [500.0, 2.0], [0.0, 2.0]]], 2.0);
        near(&[vec![[0.0, 0.0], [0.0, 2.0], [500.0, 2.0], [500.0, 0.0]]], 2.0);
        near(&[vec![[0.0, 0.0], [60.0, 0.0], [30.0, 0.01]]], 0.01);
        near(&[vec![[0.0, 0.0], [53.0, 0.0], [26.0, 2e-6]]], 2e-6);
        // Three needles in one place.
        near(
            &[vec![
                [2.1309252867835946, 8.838914464933636],
                [-21.11645486569838, 7.000243034884783],
                [2.1410725500539924, 8.838914464933636],
                [1.3572438419103818, -8.991265773779542],
                [2.1512198133243907, 8.838914464933636],
                [21.11645486569838, 8.993983139757033],
            ]],
            0.0101,
        );
        // A lobe of 10 m at the end of a tail of 1 cm.
        near(
            &[vec![
                [0.0, 0.0],
                [800.0, 0.0],
                [800.0, -5.0],
                [810.0, -5.0],
                [810.0, 5.0],
                [800.0, 5.0],
                [800.0, 0.01],
                [0.0, 0.01],
            ]],
            10.0,
        );
        let frame = vec![[0.0, 0.0], [20.0, 0.0], [20.0, 20.0], [0.0, 20.0]];
        near(
            &[frame.clone(), vec![[3.0, 3.0], [17.0, 3.0], [17.0, 17.0], [3.0, 17.0]]],
            3.0 * 2.0 / (1.0 + core::f64::consts::FRAC_1_SQRT_2),
        );
        near(&[frame], 20.0);
    }
}
