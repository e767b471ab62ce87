//! The geometry object of GeoJSON (RFC 7946) as numbers.

use super::records::{RawGeometry, RawPolygon};
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A geometry as it stands in the file; `coordinates` keeps its nesting, because the type may come after it.
#[derive(Deserialize)]
pub(super) struct RawShape {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Option<Coordinates>,
    #[serde(default)]
    geometries: Option<Vec<IgnoredAny>>,
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

impl RawShape {
    /// The numbers by kind. Several lines or points in one geometry are not a thing that is drawn here; one alone is
    /// itself.
    pub(super) fn into_raw(self) -> RawGeometry {
        let Self { kind, coordinates, geometries } = self;
        if geometries.is_some() && coordinates.is_none() {
            return RawGeometry::Unsupported(kind);
        }
        let read = match (kind.as_str(), coordinates) {
            ("Point", Some(Coordinates::One(pair))) => Some(RawGeometry::Point(pair)),
            ("LineString", Some(Coordinates::Many(line))) => vertices(line).map(RawGeometry::Line),
            ("Polygon", Some(Coordinates::Many(rings))) => polygon(rings).map(|p| RawGeometry::Area(vec![p])),
            ("MultiPolygon", Some(Coordinates::Many(parts))) => {
                let parts = parts.into_iter().map(|part| polygon(many(part)?));
                parts.collect::<Option<Vec<_>>>().map(RawGeometry::Area)
            }
            ("MultiLineString", Some(Coordinates::Many(lines))) => {
                let lines = lines.into_iter().map(|line| vertices(many(line)?).map(RawGeometry::Line));
                lines.collect::<Option<Vec<_>>>().map(|lines| RawGeometry::of_parts(lines, &kind))
            }
            ("MultiPoint", Some(Coordinates::Many(points))) => {
                let points =
                    vertices(points).map(|points| points.into_iter().map(RawGeometry::Point).collect());
                points.map(|points| RawGeometry::of_parts(points, &kind))
            }
            ("Point" | "LineString" | "Polygon" | "MultiPolygon" | "MultiLineString" | "MultiPoint", _) => {
                None
            }
            _ => return RawGeometry::Unsupported(kind),
        };
        read.unwrap_or(RawGeometry::BadNesting(kind))
    }
}

fn many(node: Coordinates) -> Option<Vec<Coordinates>> {
    match node {
        Coordinates::Many(nodes) => Some(nodes),
        Coordinates::One(_) => None,
    }
}

fn vertices(nodes: Vec<Coordinates>) -> Option<Vec<[f64; 2]>> {
    let pair = |node| match node {
        Coordinates::One(pair) => Some(pair),
        Coordinates::Many(_) => None,
    };
    nodes.into_iter().map(pair).collect()
}

fn polygon(rings: Vec<Coordinates>) -> Option<RawPolygon> {
    rings.into_iter().map(|ring| vertices(many(ring)?)).collect()
}
