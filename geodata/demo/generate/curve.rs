//! Plane geometry on lists of places: smooth curves, offsets, insets, cuts and simple tests. Metres throughout.

use super::plane::Xy;

pub fn sub(a: Xy, b: Xy) -> Xy {
    [a[0] - b[0], a[1] - b[1]]
}
pub fn add(a: Xy, b: Xy) -> Xy {
    [a[0] + b[0], a[1] + b[1]]
}
pub fn scale(a: Xy, k: f64) -> Xy {
    [a[0] * k, a[1] * k]
}
pub fn cross(a: Xy, b: Xy) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}
pub fn dot(a: Xy, b: Xy) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}
pub fn length(a: Xy) -> f64 {
    libm::sqrt(dot(a, a))
}
pub fn distance(a: Xy, b: Xy) -> f64 {
    length(sub(a, b))
}
/// Unit vector; the zero vector stays zero.
pub fn unit(a: Xy) -> Xy {
    let l = length(a);
    if l > 0.0 { scale(a, 1.0 / l) } else { a }
}
/// A quarter turn to the left.
pub fn left(a: Xy) -> Xy {
    [-a[1], a[0]]
}
pub fn along(a: Xy, b: Xy, t: f64) -> Xy {
    add(a, scale(sub(b, a), t))
}

/// A smooth curve through the places (centripetal-like Catmull–Rom with chord tangents), a vertex about every `step`.
pub fn smooth(through: &[Xy], step: f64) -> Vec<Xy> {
    let n = through.len();
    if n < 3 {
        let (a, b) = (through[0], through[n - 1]);
        let pieces = (distance(a, b) / step).ceil().max(1.0) as usize;
        return (0..=pieces).map(|i| along(a, b, i as f64 / pieces as f64)).collect();
    }
    let tangent = |i: usize| {
        let (before, after) = (through[i.saturating_sub(1)], through[(i + 1).min(n - 1)]);
        unit(sub(after, before))
    };
    let mut line = vec![through[0]];
    for i in 0..n - 1 {
        let (a, b) = (through[i], through[i + 1]);
        let chord = distance(a, b);
        let (ta, tb) = (scale(tangent(i), chord), scale(tangent(i + 1), chord));
        let pieces = (chord / step).round().max(1.0) as usize;
        for k in 1..=pieces {
            let t = k as f64 / pieces as f64;
            let (t2, t3) = (t * t, t * t * t);
            let p = add(
                add(scale(a, 2.0 * t3 - 3.0 * t2 + 1.0), scale(ta, t3 - 2.0 * t2 + t)),
                add(scale(b, -2.0 * t3 + 3.0 * t2), scale(tb, t3 - t2)),
            );
            line.push(p);
        }
    }
    line
}

/// The line moved to its left by `d` (to its right when negative), mitred.
pub fn offset(line: &[Xy], d: f64) -> Vec<Xy> {
    (0..line.len())
        .map(|i| {
            let before = (i > 0).then(|| unit(sub(line[i], line[i - 1])));
            let after = (i + 1 < line.len()).then(|| unit(sub(line[i + 1], line[i])));
            let (u, v) = (before.or(after).unwrap_or([1.0, 0.0]), after.or(before).unwrap_or([1.0, 0.0]));
            let bisector = unit(add(left(u), left(v)));
            let cosine = dot(bisector, left(u)).max(0.5);
            add(line[i], scale(bisector, d / cosine))
        })
        .collect()
}

pub fn line_length(line: &[Xy]) -> f64 {
    line.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// The piece of a line between two distances from its start.
pub fn piece(line: &[Xy], from: f64, to: f64) -> Vec<Xy> {
    let mut out = vec![at(line, from).0];
    let mut walked = 0.0;
    for w in line.windows(2) {
        walked += distance(w[0], w[1]);
        if walked > from + 0.5 && walked < to - 0.5 {
            out.push(w[1]);
        }
    }
    out.push(at(line, to).0);
    out
}

/// The place at a distance from the start, with the direction there.
pub fn at(line: &[Xy], mut along_m: f64) -> (Xy, Xy) {
    for w in line.windows(2) {
        let l = distance(w[0], w[1]);
        if along_m <= l {
            return (along(w[0], w[1], (along_m / l).max(0.0)), unit(sub(w[1], w[0])));
        }
        along_m -= l;
    }
    let n = line.len();
    (line[n - 1], unit(sub(line[n - 1], line[n - 2])))
}

/// Signed area of a ring, anticlockwise positive.
pub fn area(ring: &[Xy]) -> f64 {
    (0..ring.len()).map(|i| cross(ring[i], ring[(i + 1) % ring.len()])).sum::<f64>() / 2.0
}

pub fn centroid(ring: &[Xy]) -> Xy {
    let a = area(ring);
    let mut c = [0.0, 0.0];
    for i in 0..ring.len() {
        let (p, q) = (sub(ring[i], ring[0]), sub(ring[(i + 1) % ring.len()], ring[0]));
        c = add(c, scale(add(p, q), cross(p, q)));
    }
    add(ring[0], scale(c, 1.0 / (6.0 * a)))
}

pub fn inside(ring: &[Xy], p: Xy) -> bool {
    let mut odd = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
    }
    odd
}

pub fn segment_distance(p: Xy, a: Xy, b: Xy) -> f64 {
    let d = sub(b, a);
    let t = if dot(d, d) > 0.0 { (dot(sub(p, a), d) / dot(d, d)).clamp(0.0, 1.0) } else { 0.0 };
    distance(p, along(a, b, t))
}

pub fn line_distance(line: &[Xy], p: Xy) -> f64 {
    line.windows(2).map(|w| segment_distance(p, w[0], w[1])).fold(f64::INFINITY, f64::min)
}

pub fn ring_distance(ring: &[Xy], p: Xy) -> f64 {
    (0..ring.len())
        .map(|i| segment_distance(p, ring[i], ring[(i + 1) % ring.len()]))
        .fold(f64::INFINITY, f64::min)
}

/// Where two segments cross, as fractions along both; None for parallel ones.
pub fn crossing(a: Xy, b: Xy, c: Xy, d: Xy) -> Option<(f64, f64)> {
    let (u, v) = (sub(b, a), sub(d, c));
    let k = cross(u, v);
    (k.abs() > 1e-9).then(|| (cross(sub(c, a), v) / k, cross(sub(c, a), u) / k))
}

/// Each edge of an anticlockwise ring moved inward by its own distance; edges that vanish are left out.
/// None when nothing remains.
pub fn inset(ring: &[Xy], distances: &[f64]) -> Option<Vec<Xy>> {
    let n = ring.len();
    // Lines as (a place, a direction, distance to move).
    let mut lines: Vec<(Xy, Xy)> = (0..n)
        .filter(|&i| distance(ring[i], ring[(i + 1) % n]) > 1e-6)
        .map(|i| {
            let direction = unit(sub(ring[(i + 1) % n], ring[i]));
            (add(ring[i], scale(left(direction), distances[i])), direction)
        })
        .collect();
    loop {
        let m = lines.len();
        if m < 3 {
            return None;
        }
        let corners: Vec<Xy> = (0..m)
            .map(|i| {
                let (before, after) = (lines[(i + m - 1) % m], lines[i]);
                let k = cross(before.1, after.1);
                if k.abs() < 0.02 {
                    return along(
                        after.0,
                        add(after.0, scale(after.1, dot(sub(before.0, after.0), after.1))),
                        0.0,
                    );
                }
                add(before.0, scale(before.1, cross(sub(after.0, before.0), after.1) / k))
            })
            .collect();
        let worst = (0..m)
            .map(|i| (i, dot(sub(corners[(i + 1) % m], corners[i]), lines[i].1)))
            .min_by(|a, b| a.1.total_cmp(&b.1))?;
        if worst.1 >= 0.0 {
            return (area(&corners) > 1.0).then_some(corners);
        }
        lines.remove(worst.0);
    }
}

pub fn inset_evenly(ring: &[Xy], d: f64) -> Option<Vec<Xy>> {
    inset(ring, &vec![d; ring.len()])
}

/// The part of a ring to the left of the line through `p` along `direction`.
pub fn cut(ring: &[Xy], p: Xy, direction: Xy) -> Vec<Xy> {
    let mut out = Vec::new();
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        let (sa, sb) = (cross(direction, sub(a, p)), cross(direction, sub(b, p)));
        if sa >= 0.0 {
            out.push(a);
        }
        if (sa > 0.0 && sb < 0.0) || (sa < 0.0 && sb > 0.0) {
            out.push(along(a, b, sa / (sa - sb)));
        }
    }
    out
}

/// The smallest rectangle around a ring that is parallel to one of its edges: centre, long direction, half sizes.
pub fn frame(ring: &[Xy]) -> (Xy, Xy, [f64; 2]) {
    let mut best: Option<(f64, Xy, Xy, [f64; 2])> = None;
    for i in 0..ring.len() {
        let edge = sub(ring[(i + 1) % ring.len()], ring[i]);
        if length(edge) < 8.0 {
            continue;
        }
        let u = unit(edge);
        let span = |axis: Xy| {
            ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
                (low.min(dot(*p, axis)), high.max(dot(*p, axis)))
            })
        };
        let ((u0, u1), (v0, v1)) = (span(u), span(left(u)));
        let size = (u1 - u0) * (v1 - v0);
        if best.as_ref().is_none_or(|b| size < b.0 - 1e-6) {
            let middle = add(scale(u, (u0 + u1) / 2.0), scale(left(u), (v0 + v1) / 2.0));
            let half = [(u1 - u0) / 2.0, (v1 - v0) / 2.0];
            best = Some(if half[0] >= half[1] {
                (size, middle, u, half)
            } else {
                (size, middle, left(u), [half[1], half[0]])
            });
        }
    }
    let (_, middle, u, half) = best.unwrap_or((0.0, centroid(ring), [1.0, 0.0], [1.0, 1.0]));
    (middle, u, half)
}

/// A rectangle, anticlockwise, from its middle, long direction and half sizes.
pub fn rectangle(middle: Xy, u: Xy, half: [f64; 2]) -> Vec<Xy> {
    let v = left(u);
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
        .iter()
        .map(|s| add(middle, add(scale(u, s[0] * half[0]), scale(v, s[1] * half[1]))))
        .collect()
}

/// Douglas–Peucker on a ring, starting at its sharpest corner. Returns the indices that stay.
pub fn simplified(ring: &[Xy], tolerance: f64) -> Vec<usize> {
    let n = ring.len();
    let far = |from: usize| {
        (0..n)
            .max_by(|&i, &j| distance(ring[i], ring[from]).total_cmp(&distance(ring[j], ring[from])))
            .unwrap_or(0)
    };
    let start = far(0);
    let opposite = far(start);
    let mut keep = vec![false; n];
    keep[start] = true;
    keep[opposite] = true;
    let forward = |from: usize, to: usize| (to + n - from) % n;
    let mut open = vec![(start, opposite), (opposite, start)];
    while let Some((from, to)) = open.pop() {
        let worst = (1..forward(from, to))
            .map(|k| (from + k) % n)
            .map(|i| (i, segment_distance(ring[i], ring[from], ring[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, d)) = worst
            && d > tolerance
        {
            keep[i] = true;
            open.push((from, i));
            open.push((i, to));
        }
    }
    (0..n).filter(|&i| keep[i]).collect()
}

/// Whether two rings share ground or come closer than touching at a border: an edge of one crosses an edge of
/// the other, or one lies inside the other.
pub fn overlap(a: &[Xy], b: &[Xy]) -> bool {
    let crosses = (0..a.len()).any(|i| {
        (0..b.len()).any(|j| {
            crossing(a[i], a[(i + 1) % a.len()], b[j], b[(j + 1) % b.len()])
                .is_some_and(|(t, u)| (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u))
        })
    });
    crosses || inside(a, b[0]) || inside(b, a[0])
}
