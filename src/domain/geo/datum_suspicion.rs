//! Does a file lie where it says (R1)? Positions are held against what is loaded already: one that is far away, or
//! would be near with its axes exchanged, or that would follow the known lines in another datum and does not in its
//! own, is not taken on its word. Nothing here corrects anything; a person decides.

use super::{Bounds, Datum, Frame, Plane, Position, Shape};
use crate::domain::text::Words;
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, PointDistance, RTree};

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

/// What is known of the place: the box of the loaded areas, and lines on the ground.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub bounds: Option<Bounds>,
    /// Areas by their borders.
    pub shapes: Vec<Shape>,
    /// Roads by their axis.
    pub lines: Vec<Vec<Position>>,
}

impl Known {
    /// Every stretch of a border or road.
    fn stretches(&self) -> impl Iterator<Item = (Position, Position)> + '_ {
        let roads = self.lines.iter().flat_map(|line| line.windows(2)).map(|pair| (pair[0], pair[1]));
        self.shapes.iter().flat_map(Shape::edges).chain(roads)
    }
}

/// What is looked at of a file: its box, and some of its positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    bounds: Option<Bounds>,
    sample: Vec<Position>,
}

impl Places {
    /// Goes through all positions twice.
    pub fn of<I: Iterator<Item = Position>>(all: impl Fn() -> I) -> Self {
        let mut count = 0;
        let bounds = Bounds::of(all().inspect(|_| count += 1));
        Self { bounds, sample: all().step_by((count / SAMPLED).max(1)).collect() }
    }
}

/// Looks at positions that were read in `frame`. Goes once through the lines and holds each against the vertices near
/// it, 600 in each of four datums.
pub fn suspect(frame: Frame, places: &Places, known: &Known) -> Option<Suspicion> {
    let own = places.bounds?;
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
    shifted(told, &places.sample, own, known)
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

fn shifted(told: Datum, sample: &[Position], own: Bounds, known: &Known) -> Option<Suspicion> {
    if sample.len() < LEAST_VERTICES {
        return None;
    }
    let plane = Plane::at(own.min);
    let others = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09].into_iter().filter(|datum| {
        // These two are one frame here.
        *datum != told && !(told == Datum::Cgcs2000 && *datum == Datum::Wgs84)
    });
    let datums: Vec<Datum> = std::iter::once(told).chain(others).collect();
    // Where each vertex lies when the file's numbers are read in a datum.
    let read = |(number, datum): (usize, &Datum)| {
        let there = |p: &Position| {
            let [x, y] = told.from_position(*p);
            datum.to_position(x, y).ok().map(|p| GeomWithData::new(plane.to_xy(p), number))
        };
        sample.iter().filter_map(there).collect::<Vec<_>>()
    };
    let mut tree = RTree::bulk_load(datums.iter().enumerate().flat_map(read).collect());
    let ([west, south], [east, north]) = (plane.to_xy(own.min), plane.to_xy(own.max));
    let mut followed = vec![0u32; datums.len()];
    let mut any = false;
    for (from, to) in known.stretches() {
        let line = Line::new(plane.to_xy(from), plane.to_xy(to));
        let (low, high) = corners(&line);
        if high[0] <= west - AROUND_M
            || low[0] >= east + AROUND_M
            || high[1] <= south - AROUND_M
            || low[1] >= north + AROUND_M
        {
            continue;
        }
        any = true;
        let around = AABB::from_corners(
            [low[0] - ON_LINE_M, low[1] - ON_LINE_M],
            [high[0] + ON_LINE_M, high[1] + ON_LINE_M],
        );
        let near: Vec<GeomWithData<[f64; 2], usize>> = tree
            .locate_in_envelope(around)
            .filter(|vertex| line.distance_2(vertex.geom()) <= ON_LINE_M * ON_LINE_M)
            .copied()
            .collect();
        // Each vertex follows once, however many lines run there.
        for vertex in near {
            if tree.remove(&vertex).is_some() {
                followed[vertex.data] += 1;
            }
        }
    }
    if !any {
        return None;
    }
    let share = |number: usize| f64::from(followed[number]) / sample.len() as f64;
    let others = (1..datums.len()).map(|number| (datums[number], share(number)));
    let (looks, best) = others.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best >= LEAST_SHARE && best >= share(0) * TIMES).then_some(Suspicion::Shifted { looks, told })
}

fn corners(line: &Line<[f64; 2]>) -> ([f64; 2], [f64; 2]) {
    let (a, b) = (line.from, line.to);
    ([a[0].min(b[0]), a[1].min(b[1])], [a[0].max(b[0]), a[1].max(b[1])])
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
                lines.push(vec![at(n, m), at(n + 1, m)]);
                lines.push(vec![at(n, m), at(n, m + 1)]);
            }
        }
        Known { bounds: Bounds::of([at(0, 0), at(10, 10)]), shapes: Vec::new(), lines }
    }

    /// Corners of the streets, as a file in a datum holds them, read as another.
    fn corners(really: Datum, told: Datum) -> Places {
        let corners = known().lines.iter().map(|line| line[0]).collect::<Vec<_>>();
        let read = |p: &Position| {
            let [x, y] = really.from_position(*p);
            told.to_position(x, y).unwrap()
        };
        Places::of(|| corners.iter().map(read))
    }

    fn places(all: &[Position]) -> Places {
        Places::of(|| all.iter().copied())
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
        let Some(Suspicion::Far { km }) = suspect(Frame::WGS84, &places(&far), &known()) else { panic!() };
        assert!((1_900.0..2_200.0).contains(&km), "{km}");
        // In the far west both numbers are below ninety, so the range alone does not tell.
        let west = Known {
            bounds: Bounds::of([
                Position::new(875_000_000, 437_000_000),
                Position::new(876_000_000, 438_000_000),
            ]),
            ..Known::default()
        };
        let swapped = [Position::new(437_500_000, 875_500_000), Position::new(437_600_000, 875_600_000)];
        assert_eq!(suspect(Frame::WGS84, &places(&swapped), &west), Some(Suspicion::Swapped));
    }
}
