//! A file's numbers onto the position grid: frame, closed rings, direction of rings, and the place of every fault.

use super::Problem;
use super::records::{RawGeometry, RawPolygon, ReadRecords};
use crate::domain::geo::straight::Noding;
use crate::domain::geo::{Frame, Geometry, Position, Shape};
use crate::domain::progress::Progress;

/// How numbers become positions. Borders in metres are noded with each other first (R1), so one ground serves all
/// files that are drawn in one plane and imported together.
pub struct Ground {
    frame: Frame,
    noding: Option<Noding>,
}

impl Ground {
    /// Reads the layers once for their vertices when the frame is a plane. Faults of the files are found again when
    /// they are read for good, so they are passed over here.
    pub fn new(frame: Frame, layers: &[&dyn ReadRecords], progress: &Progress) -> Self {
        let noding = frame.is_plane().then(|| {
            let mut vertices = Vec::new();
            for layer in layers {
                let _ = layer.read(progress, &mut |record, _| {
                    let drawn = record.geometry.iter().filter(|raw| !matches!(raw, RawGeometry::Point(_)));
                    vertices.extend(drawn.flat_map(RawGeometry::vertices));
                });
            }
            Noding::new(frame, vertices.into_iter())
        });
        Self { frame, noding }
    }

    /// A ground for geometries that stand alone.
    pub fn of(frame: Frame) -> Self {
        Self::new(frame, &[], &Progress::default())
    }

    /// How often a layer in this frame is gone through before all of it is on the grid.
    pub fn readings(frame: Frame) -> u64 {
        1 + u64::from(frame.is_plane())
    }

    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// Converts a geometry; None when it has problems, which are then in `problems`. Outer rings run
    /// counter-clockwise and holes clockwise afterwards, each from its first vertex, so that a border is the same
    /// whichever format it came in.
    pub fn geometry(&self, raw: &RawGeometry, place: &str, problems: &mut Vec<Problem>) -> Option<Geometry> {
        let before = problems.len();
        let mut reader = ShapeReader { ground: self, place, problems };
        let geometry = match raw {
            RawGeometry::Point(pair) => reader.position(*pair, "").map(Geometry::Point),
            RawGeometry::Line(line) => reader.line(line),
            RawGeometry::Area(polygons) => {
                let mut shape = Shape::new();
                for (index, rings) in polygons.iter().enumerate() {
                    reader.polygon(rings, index + 1, &mut shape);
                }
                Some(Geometry::Area(shape))
            }
            RawGeometry::BadNesting(kind) => {
                reader.report(
                    "bad_coordinates",
                    "",
                    &format!("坐标数组的层次与 {kind} 不符"),
                    &format!("the nesting of the coordinates does not fit a {kind}"),
                );
                None
            }
            RawGeometry::Unsupported(kind) => {
                reader.report(
                    "unsupported_geometry",
                    "",
                    &format!("不支持几何类型 {kind}"),
                    &format!("geometry type {kind} is not supported"),
                );
                None
            }
        }?;
        if let Geometry::Area(shape) = &geometry
            && shape.is_empty()
            && reader.problems.len() == before
        {
            reader.report("empty_polygon", "", "面没有任何顶点", "the polygon has no vertices");
        }
        (problems.len() == before).then_some(geometry)
    }

    fn straight<'a>(&self, line: &'a [[f64; 2]]) -> std::borrow::Cow<'a, [[f64; 2]]> {
        match &self.noding {
            Some(noding) => noding.straighten(line).into(),
            None => line.into(),
        }
    }
}

struct ShapeReader<'a> {
    ground: &'a Ground,
    place: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl ShapeReader<'_> {
    fn report(&mut self, code: &'static str, at: &str, zh: &str, en: &str) {
        let place = if at.is_empty() { self.place.to_owned() } else { format!("{}, {at}", self.place) };
        let (zh, en) = (format!("{place}：{zh}"), format!("{place}: {en}"));
        self.problems.push(Problem::new(code, place, zh, en));
    }

    fn position(&mut self, pair: [f64; 2], at: &str) -> Option<Position> {
        match self.ground.frame.to_position(pair) {
            Ok(position) => Some(position),
            Err(error) => {
                let words = error.words();
                self.report(error.code(), at, &words.zh, &words.en);
                None
            }
        }
    }

    fn line(&mut self, line: &[[f64; 2]]) -> Option<Geometry> {
        let mut positions = Vec::with_capacity(line.len());
        for (index, pair) in self.ground.straight(line).iter().enumerate() {
            positions.push(self.position(*pair, &format!("vertex {}", index + 1))?);
        }
        positions.dedup();
        if positions.len() < 2 {
            self.report("short_line", "", "线至少要有两个不同的顶点", "a line needs two distinct vertices");
            return None;
        }
        Some(Geometry::Line(positions))
    }

    fn polygon(&mut self, rings: &RawPolygon, part: usize, shape: &mut Shape) {
        let mut converted: Vec<Vec<Position>> = Vec::with_capacity(rings.len());
        for (index, ring) in rings.iter().enumerate() {
            // An empty hole is none; nothing at all is told below, where the other parts are known.
            if ring.is_empty() && (index > 0 || rings.iter().all(Vec::is_empty)) {
                continue;
            }
            // One fault a ring is enough: a file in metres would list every vertex.
            let Some(mut positions) = self.ring(ring, part, index + 1) else { return };
            if counter_clockwise(&positions) != (index == 0) {
                positions.reverse();
            }
            converted.push(positions);
        }
        shape.push_polygon(converted);
    }

    fn ring(&mut self, vertices: &[[f64; 2]], part: usize, number: usize) -> Option<Vec<Position>> {
        let name = || {
            if part == 1 { format!("ring {number}") } else { format!("part {part}, ring {number}") }
        };
        let (Some(&first), Some(&last)) = (vertices.first(), vertices.last()) else {
            self.report("short_ring", &name(), "环至少要有三个顶点", "a ring needs three vertices");
            return None;
        };
        let line = self.ground.straight(vertices);
        let mut positions = Vec::with_capacity(line.len());
        for (index, pair) in line.iter().enumerate() {
            match self.ground.frame.to_position(*pair) {
                Ok(position) => positions.push(position),
                Err(error) => {
                    let words = error.words();
                    let at = format!("{}, vertex {}", name(), index + 1);
                    self.report(error.code(), &at, &words.zh, &words.en);
                    return None;
                }
            }
        }
        if positions.first() != positions.last() || positions.len() < 2 {
            let at = format!("{}, {:.7},{:.7}", name(), last[0], last[1]);
            self.report(
                "unclosed_ring",
                &at,
                &format!("环没有闭合：起点是 {:.7},{:.7}", first[0], first[1]),
                &format!("the ring is not closed; it starts at {:.7},{:.7}", first[0], first[1]),
            );
            return None;
        }
        if positions.len() < 4 {
            let at = format!("{}, {:.7},{:.7}", name(), first[0], first[1]);
            self.report("short_ring", &at, "环至少要有三个顶点", "a ring needs three vertices");
            return None;
        }
        Some(positions)
    }
}

/// Direction of a closed ring, exact.
pub(super) fn counter_clockwise(ring: &[Position]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let doubled: i128 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| i128::from(a.lon) * i128::from(b.lat) - i128::from(b.lon) * i128::from(a.lat))
        .sum();
    doubled > 0
}
