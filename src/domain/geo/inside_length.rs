//! How much of a line lies inside a shape: the line is cut where it crosses the shape's border, and each piece
//! belongs to the side that its middle lies on, so neighbours that share a border share out a line without rest.

use super::{Position, Shape, distance_m};

/// Metres of `line` inside `shape`. A piece along the border belongs to the side that owns its middle (R2). Cost: the
/// line's edges times the shape's, with a look at the boxes first.
pub fn length_inside_m(line: &[Position], shape: &Shape) -> f64 {
    let Some(bounds) = shape.bounds() else { return 0.0 };
    let mut metres = 0.0;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let beside = a.lon.max(b.lon) < bounds.min.lon
            || a.lon.min(b.lon) > bounds.max.lon
            || a.lat.max(b.lat) < bounds.min.lat
            || a.lat.min(b.lat) > bounds.max.lat;
        if beside || a == b {
            continue;
        }
        let mut cuts = vec![0.0, 1.0];
        cuts.extend(shape.edges().filter_map(|(c, d)| crossing(a, b, c, d)));
        cuts.sort_by(f64::total_cmp);
        let whole = distance_m(a, b);
        for piece in cuts.windows(2).filter(|piece| piece[1] > piece[0]) {
            if shape.contains(between(a, b, (piece[0] + piece[1]) / 2.0)) {
                metres += (piece[1] - piece[0]) * whole;
            }
        }
    }
    metres
}

/// Where on a–b the edge c–d crosses it, 0 at a and 1 at b. Parallel edges cut nothing.
fn crossing(a: Position, b: Position, c: Position, d: Position) -> Option<f64> {
    let from_a = |p: Position| [f64::from(p.lon) - f64::from(a.lon), f64::from(p.lat) - f64::from(a.lat)];
    let cross = |u: [f64; 2], v: [f64; 2]| u[0] * v[1] - u[1] * v[0];
    let (along, start, end) = (from_a(b), from_a(c), from_a(d));
    let edge = [end[0] - start[0], end[1] - start[1]];
    let turn = cross(along, edge);
    if turn == 0.0 {
        return None;
    }
    let (at, on_edge) = (cross(start, edge) / turn, cross(start, along) / turn);
    (at > 0.0 && at < 1.0 && (0.0..=1.0).contains(&on_edge)).then_some(at)
}

fn between(a: Position, b: Position, share: f64) -> Position {
    let mix = |a: i32, b: i32| libm::round(f64::from(a) + (f64::from(b) - f64::from(a)) * share) as i32;
    Position::new(mix(a.lon, b.lon), mix(a.lat, b.lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i32, y: i32) -> Position {
        Position::new(1_025_400_000 + x * 1000, 243_500_000 + y * 1000)
    }

    fn rectangle(west: i32, south: i32, east: i32, north: i32) -> Shape {
        Shape::from_ring(&[at(west, south), at(east, south), at(east, north), at(west, north)])
    }

    #[test]
    fn neighbours_share_out_a_line_that_crosses_their_border() {
        let (west, east) = (rectangle(0, 0, 10, 10), rectangle(10, 0, 30, 10));
        let line = [at(-5, 5), at(4, 7), at(26, 3)];
        let whole = distance_m(line[0], line[1]) + distance_m(line[1], line[2]);
        let outside = distance_m(line[0], line[1]) * 5.0 / 9.0;
        let (one, two) = (length_inside_m(&line, &west), length_inside_m(&line, &east));
        assert!((one + two + outside - whole).abs() < 1e-3, "{one} {two} {outside} {whole}");
        assert!((two - distance_m(line[1], line[2]) * 16.0 / 22.0).abs() < 1e-3);
    }

    #[test]
    fn a_line_along_a_shared_border_belongs_to_one_of_them() {
        let (west, east) = (rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10));
        let line = [at(10, 2), at(10, 8)];
        let (one, two) = (length_inside_m(&line, &west), length_inside_m(&line, &east));
        assert!(one * two == 0.0 && (one + two - distance_m(line[0], line[1])).abs() < 1e-9);
    }

    #[test]
    fn holes_do_not_count_and_far_lines_are_nothing() {
        let mut frame = Shape::new();
        let square = |a: i32, b: i32| [at(a, a), at(b, a), at(b, b), at(a, b)];
        frame.push_polygon([square(0, 10), square(4, 6)]);
        let line = [at(-1, 5), at(11, 5)];
        let inside = length_inside_m(&line, &frame);
        assert!((inside - distance_m(line[0], line[1]) * 8.0 / 12.0).abs() < 1e-3);
        assert_eq!(length_inside_m(&[at(50, 50), at(60, 60)], &frame), 0.0);
        assert_eq!(length_inside_m(&[at(1, 1)], &frame), 0.0);
    }
}
