//! How two segments meet, exactly.

use super::Position;
use super::contains::{on_segment, orientation};

/// The ways two closed segments can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    Apart,
    /// In one place that is an end of at least one of them.
    Touch(Position),
    /// In one place inside both; the place is rounded to the grid.
    Cross(Position),
    /// Along a piece of a common line; one place of it.
    Overlap(Position),
}

/// How a–b and c–d meet. Neither may have length zero.
pub fn meet(a: Position, b: Position, c: Position, d: Position) -> Meeting {
    let (c_side, d_side) = (orientation(a, b, c).signum(), orientation(a, b, d).signum());
    if c_side * d_side > 0 {
        return Meeting::Apart;
    }
    let (a_side, b_side) = (orientation(c, d, a).signum(), orientation(c, d, b).signum());
    if a_side * b_side > 0 {
        return Meeting::Apart;
    }
    if c_side == 0 && d_side == 0 {
        return on_one_line(a, b, c, d);
    }
    let ends = [(c_side, c, a, b), (d_side, d, a, b), (a_side, a, c, d), (b_side, b, c, d)];
    if let Some(touching) = ends.iter().find(|(side, p, from, to)| *side == 0 && on_segment(*from, *to, *p)) {
        return Meeting::Touch(touching.1);
    }
    if c_side == 0 || d_side == 0 || a_side == 0 || b_side == 0 {
        return Meeting::Apart;
    }
    Meeting::Cross(crossing(a, b, c, d))
}

fn on_one_line(a: Position, b: Position, c: Position, d: Position) -> Meeting {
    let (first, first_end) = (a.min(b), a.max(b));
    let (second, second_end) = (c.min(d), c.max(d));
    let (start, end) = (first.max(second), first_end.min(second_end));
    match start.cmp(&end) {
        std::cmp::Ordering::Less => Meeting::Overlap(start),
        std::cmp::Ordering::Equal => Meeting::Touch(start),
        std::cmp::Ordering::Greater => Meeting::Apart,
    }
}

fn crossing(a: Position, b: Position, c: Position, d: Position) -> Position {
    let (from_c, from_d) = (orientation(a, b, c) as f64, orientation(a, b, d) as f64);
    let t = from_c / (from_c - from_d);
    let along = |c: i32, d: i32| libm::round(f64::from(c) + (f64::from(d) - f64::from(c)) * t) as i32;
    Position::new(along(c.lon, d.lon), along(c.lat, d.lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(lon: i32, lat: i32) -> Position {
        Position::new(lon, lat)
    }

    #[test]
    fn every_way_of_meeting_is_told_apart() {
        let (a, b) = (p(0, 0), p(10, 10));
        assert_eq!(meet(a, b, p(0, 10), p(10, 0)), Meeting::Cross(p(5, 5)));
        assert_eq!(meet(a, b, p(5, 5), p(10, 0)), Meeting::Touch(p(5, 5)));
        assert_eq!(meet(a, b, p(10, 10), p(20, 0)), Meeting::Touch(p(10, 10)));
        assert_eq!(meet(a, b, p(4, 4), p(20, 20)), Meeting::Overlap(p(4, 4)));
        assert_eq!(meet(a, b, p(10, 10), p(20, 20)), Meeting::Touch(p(10, 10)));
        assert_eq!(meet(a, b, p(11, 11), p(20, 20)), Meeting::Apart);
        assert_eq!(meet(a, b, p(0, 1), p(9, 10)), Meeting::Apart);
        assert_eq!(meet(a, b, p(12, 8), p(13, 13)), Meeting::Apart);
    }
}
