//! Coordinates of GeoJSON onto the position grid: datum conversion, closed rings, and the place of every fault.

use super::Problem;
use crate::domain::geo::{Datum, Geometry, Position, PositionError, Shape};
use crate::domain::text::Words;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A geometry as it stands in the file; `coordinates` keeps its nesting, because the type may come after it.
#[derive(Deserialize)]
pub(super) struct RawGeometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Option<Coordinates>,
}

/// Numbers of one coordinate, or a list of deeper things.
enum Coordinates {
    One([f64; 2]),
    Many(Vec<Coordinates>),
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(NodeVisitor)? {
            Node::Number(_) => Err(D::Error::custom("a coordinate must be an array")),
            Node::Coordinates(coordinates) => Ok(coordinates),
        }
    }
}

enum Node {
    Number(f64),
    Coordinates(Coordinates),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or an array of coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut pair = [0.0; 2];
        let mut numbers = 0;
        let mut many = Vec::new();
        while let Some(node) = seq.next_element::<Node>()? {
            match node {
                Node::Number(value) if many.is_empty() => {
                    // Height and measure are allowed by the format and not used.
                    if let Some(slot) = pair.get_mut(numbers) {
                        *slot = value;
                    }
                    numbers += 1;
                }
                Node::Coordinates(inner) if numbers == 0 => many.push(inner),
                _ => return Err(A::Error::custom("numbers and arrays are mixed in one coordinate array")),
            }
        }
        match numbers {
            0 => Ok(Node::Coordinates(Coordinates::Many(many))),
            1 => Err(A::Error::custom("a coordinate needs longitude and latitude")),
            _ => Ok(Node::Coordinates(Coordinates::One(pair))),
        }
    }
}

/// Converts a geometry; None when it has problems, which are then in `problems`.
pub(super) fn geometry(
    raw: &RawGeometry,
    datum: Datum,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Option<Geometry> {
    let before = problems.len();
    let mut reader = ShapeReader { datum, place, problems };
    let geometry = match (raw.kind.as_str(), &raw.coordinates) {
        ("Point", Some(Coordinates::One(pair))) => reader.position(*pair, "").map(Geometry::Point),
        ("LineString", Some(Coordinates::Many(line))) => reader.line(line),
        ("Polygon", Some(Coordinates::Many(rings))) => {
            let mut shape = Shape::new();
            reader.polygon(rings, 1, &mut shape);
            Some(Geometry::Area(shape))
        }
        ("MultiPolygon", Some(Coordinates::Many(polygons))) => {
            let mut shape = Shape::new();
            for (index, polygon) in polygons.iter().enumerate() {
                match polygon {
                    Coordinates::Many(rings) => reader.polygon(rings, index + 1, &mut shape),
                    Coordinates::One(_) => reader.bad_nesting("MultiPolygon"),
                }
            }
            Some(Geometry::Area(shape))
        }
        ("Point" | "LineString" | "Polygon" | "MultiPolygon", _) => {
            reader.bad_nesting(&raw.kind);
            None
        }
        (other, _) => {
            reader.report(
                "unsupported_geometry",
                "",
                &format!("不支持几何类型 {other}"),
                &format!("geometry type {other} is not supported"),
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

struct ShapeReader<'a> {
    datum: Datum,
    place: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl ShapeReader<'_> {
    fn report(&mut self, code: &'static str, at: &str, zh: &str, en: &str) {
        let place = if at.is_empty() { self.place.to_owned() } else { format!("{}, {at}", self.place) };
        let (zh, en) = (format!("{place}:{zh}"), format!("{place}: {en}"));
        self.problems.push(Problem::new(code, place, zh, en));
    }

    fn bad_nesting(&mut self, kind: &str) {
        self.report(
            "bad_coordinates",
            "",
            &format!("坐标数组的层次与 {kind} 不符"),
            &format!("the nesting of the coordinates does not fit a {kind}"),
        );
    }

    fn position(&mut self, [lon, lat]: [f64; 2], at: &str) -> Option<Position> {
        match self.datum.to_position(lon, lat) {
            Ok(position) => Some(position),
            Err(error) => {
                let words = position_words(&error);
                self.report(position_code(&error), at, &words.zh, &words.en);
                None
            }
        }
    }

    fn line(&mut self, line: &[Coordinates]) -> Option<Geometry> {
        let mut positions = Vec::with_capacity(line.len());
        for (index, node) in line.iter().enumerate() {
            let Coordinates::One(pair) = node else {
                self.bad_nesting("LineString");
                return None;
            };
            positions.push(self.position(*pair, &format!("vertex {}", index + 1))?);
        }
        positions.dedup();
        if positions.len() < 2 {
            self.report("short_line", "", "线至少要有两个不同的顶点", "a line needs two distinct vertices");
            return None;
        }
        Some(Geometry::Line(positions))
    }

    fn polygon(&mut self, rings: &[Coordinates], part: usize, shape: &mut Shape) {
        let mut converted: Vec<Vec<Position>> = Vec::with_capacity(rings.len());
        for (index, ring) in rings.iter().enumerate() {
            let Coordinates::Many(vertices) = ring else {
                self.bad_nesting("Polygon");
                return;
            };
            // One fault a ring is enough: a file in metres would list every vertex.
            let Some(positions) = self.ring(vertices, part, index + 1) else { return };
            converted.push(positions);
        }
        shape.push_polygon(converted);
    }

    fn ring(&mut self, vertices: &[Coordinates], part: usize, number: usize) -> Option<Vec<Position>> {
        let name = if part == 1 { format!("ring {number}") } else { format!("part {part}, ring {number}") };
        let mut positions = Vec::with_capacity(vertices.len());
        let (mut first, mut last) = (None, [0.0; 2]);
        for (index, node) in vertices.iter().enumerate() {
            let Coordinates::One(pair) = node else {
                self.bad_nesting("Polygon");
                return None;
            };
            match self.datum.to_position(pair[0], pair[1]) {
                Ok(position) => positions.push(position),
                Err(error) => {
                    let words = position_words(&error);
                    let at = format!("{name}, vertex {}", index + 1);
                    self.report(position_code(&error), &at, &words.zh, &words.en);
                    return None;
                }
            }
            first.get_or_insert(*pair);
            last = *pair;
        }
        let first = first?;
        if positions.first() != positions.last() || positions.len() < 2 {
            let at = format!("{name}, {:.7},{:.7}", last[0], last[1]);
            self.report(
                "unclosed_ring",
                &at,
                &format!("环没有闭合：起点是 {:.7},{:.7}", first[0], first[1]),
                &format!("the ring is not closed; it starts at {:.7},{:.7}", first[0], first[1]),
            );
            return None;
        }
        if positions.len() < 4 {
            let at = format!("{name}, {:.7},{:.7}", first[0], first[1]);
            self.report("short_ring", &at, "环至少要有三个顶点", "a ring needs three vertices");
            return None;
        }
        Some(positions)
    }
}

/// Stable code of a position that cannot be read.
pub fn position_code(error: &PositionError) -> &'static str {
    match error {
        PositionError::NotFinite => "not_finite",
        PositionError::LonOutOfRange(_) | PositionError::LatOutOfRange(_) => "out_of_range",
        PositionError::LooksSwapped { .. } => "looks_swapped",
        PositionError::LooksProjected { .. } => "looks_projected",
    }
}

/// What is wrong with a position, for people.
pub fn position_words(error: &PositionError) -> Words {
    let zh = match error {
        PositionError::NotFinite => "坐标不是有限的数".to_owned(),
        PositionError::LonOutOfRange(lon) => format!("经度 {lon} 超出 -180..180"),
        PositionError::LatOutOfRange(lat) => format!("纬度 {lat} 超出 -90..90"),
        PositionError::LooksSwapped { lon, lat } => format!("经纬度像是写反了：{lon}, {lat}"),
        PositionError::LooksProjected { lon, lat } => {
            format!("像是投影坐标(米),不是经纬度：{lon}, {lat}")
        }
    };
    Words::new(zh, error.to_string())
}
