//! Does a file lie where it says (R1)? Positions are held against what is loaded already: one that is far away, or
//! would be near with its axes exchanged, or that would follow the known lines in another datum and does not in its
//! own, is not taken on its word. Nothing here corrects anything; a person decides.

use super::{Bounds, Datum, Frame, Plane, Position};
use crate::domain::text::Words;
use rstar::RTree;
use rstar::primitives::Line;

/// Metres beyond the loaded areas at which a file is far: a neighbouring county is not, another city is.
const FAR_M: f64 = 60_000.0;
/// A vertex this near to a known line follows it, metres. Half a lane, and less than any shift between datums.
const ON_LINE_M: f64 = 6.0;
/// Least share of vertices that must follow the lines in another datum, and how many times the share in the own one.
const LEAST_SHARE: f64 = 0.35;
const TIMES: f64 = 2.5;
/// Fewer vertices than these near known lines say nothing.
const LEAST_VERTICES: usize = 12;
/// Vertices looked at.
const SAMPLED: usize = 600;
/// Metres around the file within which lines are looked at.
const AROUND_M: f64 = 1_500.0;

/// What a file looks like instead of what it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Suspicion {
    Far { km: f64 },
    Swapped,
    Shifted { looks: Datum, told: Datum },
}

impl Suspicion {
    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Far { .. } => "looks_far",
            Self::Swapped => "looks_swapped",
            Self::Shifted { .. } => "looks_shifted",
        }
    }

    /// What it looks like and what a person can do.
    pub fn words(&self) -> Words {
        match self {
            Self::Far { km } => Words::new(
                format!("离已有网格 {km:.0} 千米，像是别处的文件或坐标系不对"),
                format!(
                    "{km:.0} km away from the areas that are loaded; it looks like another place or datum"
                ),
            ),
            Self::Swapped => Words::new(
                "离已有网格很远，把经纬度对调后正好落在其中，像是写反了",
                "far away from the areas that are loaded, and among them with its axes exchanged",
            ),
            Self::Shifted { looks, told } => Words::new(
                format!(
                    "按 {} 与已有的道路和边界对不上，按 {} 正好对上；如确是这样，坐标系请选 {}",
                    told.slug(),
                    looks.slug(),
                    looks.slug()
                ),
                format!(
                    "read as {} it misses the roads and borders that are loaded, read as {} it follows them; if so, choose the datum {}",
                    told.slug(),
                    looks.slug(),
                    looks.slug()
                ),
            ),
        }
    }
}

/// What is known of the place: the box of the loaded areas, and lines on the ground such as roads and borders.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub bounds: Option<Bounds>,
    pub lines: Vec<(Position, Position)>,
}

/// Looks at positions that were read in `frame`. Costs a search of the lines for each of 600 vertices and four
/// datums at most.
pub fn suspect(frame: Frame, positions: &[Position], known: &Known) -> Option<Suspicion> {
    let own = Bounds::of(positions.iter().copied())?;
    if let Some(loaded) = known.bounds
        && let Some(away) = distance_m(own, loaded).filter(|away| *away > FAR_M)
    {
        let swapped = matches!(frame, Frame::Degrees(_))
            .then(|| exchanged(own))
            .flatten()
            .is_some_and(|swapped| distance_m(swapped, loaded).is_none_or(|away| away <= FAR_M));
        return Some(if swapped { Suspicion::Swapped } else { Suspicion::Far { km: away / 1000.0 } });
    }
    let Frame::Degrees(told) = frame else { return None };
    shifted(told, positions, own, &known.lines)
}

/// Metres between two boxes, none where they meet.
fn distance_m(a: Bounds, b: Bounds) -> Option<f64> {
    let middle = |b: &Bounds| {
        let half = |x: i32, y: i32| ((i64::from(x) + i64::from(y)) / 2) as i32;
        Position::new(half(b.min.lon, b.max.lon), half(b.min.lat, b.max.lat))
    };
    let plane = Plane::at(middle(&b));
    let ([aw, as_], [ae, an]) = (plane.to_xy(a.min), plane.to_xy(a.max));
    let ([bw, bs], [be, bn]) = (plane.to_xy(b.min), plane.to_xy(b.max));
    let dx = (aw - be).max(bw - ae).max(0.0);
    let dy = (as_ - bn).max(bs - an).max(0.0);
    Some(libm::hypot(dx, dy)).filter(|metres| *metres > 0.0)
}

fn exchanged(b: Bounds) -> Option<Bounds> {
    let swap = |p: Position| Position::from_degrees(p.lat_degrees(), p.lon_degrees()).ok();
    Some(Bounds { min: swap(b.min)?, max: swap(b.max)? })
}

fn shifted(
    told: Datum,
    positions: &[Position],
    own: Bounds,
    lines: &[(Position, Position)],
) -> Option<Suspicion> {
    let plane = Plane::at(own.min);
    let ([west, south], [east, north]) = (plane.to_xy(own.min), plane.to_xy(own.max));
    let near = |line: &Line<[f64; 2]>| {
        line.from[0].max(line.to[0]) > west - AROUND_M
            && line.from[0].min(line.to[0]) < east + AROUND_M
            && line.from[1].max(line.to[1]) > south - AROUND_M
            && line.from[1].min(line.to[1]) < north + AROUND_M
    };
    let tree = RTree::bulk_load(
        lines.iter().map(|(a, b)| Line::new(plane.to_xy(*a), plane.to_xy(*b))).filter(near).collect(),
    );
    if tree.size() == 0 {
        return None;
    }
    let sample: Vec<Position> =
        positions.iter().copied().step_by((positions.len() / SAMPLED).max(1)).collect();
    if sample.len() < LEAST_VERTICES {
        return None;
    }
    // The share of vertices that follow a line when the file's numbers are read in a datum.
    let share = |datum: Datum| {
        let follows = |p: &&Position| {
            let [x, y] = told.from_position(**p);
            let there = datum.to_position(x, y).ok().map(|p| plane.to_xy(p));
            there.is_some_and(|there| {
                tree.nearest_neighbor_iter_with_distance_2(there)
                    .next()
                    .is_some_and(|(_, squared)| squared <= ON_LINE_M * ON_LINE_M)
            })
        };
        sample.iter().filter(follows).count() as f64 / sample.len() as f64
    };
    let as_told = share(told);
    let others = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09].into_iter().filter(|datum| {
        // These two are one frame here.
        *datum != told && !(told == Datum::Cgcs2000 && *datum == Datum::Wgs84)
    });
    let (looks, best) = others.map(|datum| (datum, share(datum))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best >= LEAST_SHARE && best >= as_told * TIMES).then_some(Suspicion::Shifted { looks, told })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A net of streets 200 m apart near 102.54 E, 24.35 N.
    fn known() -> Known {
        let at = |x: i32, y: i32| Position::new(1_025_400_000 + x * 20_000, 243_500_000 + y * 18_000);
        let mut lines = Vec::new();
        for n in 0..10 {
            for m in 0..10 {
                lines.push((at(n, m), at(n + 1, m)));
                lines.push((at(n, m), at(n, m + 1)));
            }
        }
        Known { bounds: Bounds::of([at(0, 0), at(10, 10)]), lines }
    }

    /// Corners of the streets, as a file in a datum holds them, read as another.
    fn corners(really: Datum, told: Datum) -> Vec<Position> {
        let corners = known().lines.iter().map(|(a, _)| *a).collect::<Vec<_>>();
        let read = |p: &Position| {
            let [x, y] = really.from_position(*p);
            told.to_position(x, y).unwrap()
        };
        corners.iter().map(read).collect()
    }

    #[test]
    fn a_file_in_the_datum_it_says_is_not_suspected() {
        for datum in Datum::ALL {
            assert_eq!(suspect(Frame::Degrees(*datum), &corners(*datum, *datum), &known()), None);
        }
        assert_eq!(suspect(Frame::WGS84, &corners(Datum::Gcj02, Datum::Wgs84), &Known::default()), None);
    }

    #[test]
    fn the_shift_of_web_maps_is_recognised_either_way() {
        for (really, told) in
            [(Datum::Gcj02, Datum::Wgs84), (Datum::Wgs84, Datum::Gcj02), (Datum::Bd09, Datum::Cgcs2000)]
        {
            let found = suspect(Frame::Degrees(told), &corners(really, told), &known());
            assert_eq!(found, Some(Suspicion::Shifted { looks: really, told }));
        }
    }

    #[test]
    fn another_city_is_far_and_exchanged_axes_are_recognised() {
        let far = [Position::new(1_213_000_000, 312_000_000), Position::new(1_213_100_000, 312_100_000)];
        let Some(Suspicion::Far { km }) = suspect(Frame::WGS84, &far, &known()) else { panic!() };
        assert!((1_900.0..2_200.0).contains(&km), "{km}");
        // In the far west both numbers are below ninety, so the range alone does not tell.
        let west = Known {
            bounds: Bounds::of([
                Position::new(875_000_000, 437_000_000),
                Position::new(876_000_000, 438_000_000),
            ]),
            lines: Vec::new(),
        };
        let swapped = [Position::new(437_500_000, 875_500_000), Position::new(437_600_000, 875_600_000)];
        assert_eq!(suspect(Frame::WGS84, &swapped, &west), Some(Suspicion::Swapped));
    }
}
