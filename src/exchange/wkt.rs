//! Well-known text of geometries (OGC 06-103) in and out, with the `SRID=4490;` that PostGIS puts in front.

use super::records::{RawGeometry, RawPolygon};
use crate::domain::geo::{Geometry, Position};
use std::fmt::Write as _;

/// Deepest collection.
const MAX_DEPTH: usize = 8;

/// A geometry and the number of its reference system, when it names one; None for an empty geometry.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub geometry: Option<RawGeometry>,
    pub srid: Option<i64>,
}

/// Reads one geometry; None when the text is none.
pub fn read(text: &str) -> Option<Read> {
    let mut srid = None;
    let mut text = text.trim();
    if let Some((number, rest)) = text.strip_prefix("SRID=").and_then(|rest| rest.split_once(';')) {
        srid = Some(number.trim().parse().ok()?);
        text = rest;
    }
    let mut reader = Reader { rest: text };
    let geometry = reader.geometry(0)?;
    reader.rest.trim().is_empty().then_some(Read { geometry, srid })
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn symbol(&mut self, symbol: char) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(symbol);
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }

    fn geometry(&mut self, depth: usize) -> Option<Option<RawGeometry>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let kind = self.word().to_ascii_uppercase();
        let before = self.rest;
        match self.word().to_ascii_uppercase().as_str() {
            "EMPTY" => return Some(None),
            // Height and measure are allowed by the format and not used.
            "Z" | "M" | "ZM" => {}
            _ => self.rest = before,
        }
        let kind = kind.trim_end_matches(['Z', 'M']);
        let geometry = match kind {
            "POINT" => RawGeometry::Point(*self.line()?.first()?),
            "LINESTRING" => RawGeometry::Line(self.line()?),
            "POLYGON" => RawGeometry::Area(vec![self.polygon()?]),
            "MULTIPOLYGON" => RawGeometry::Area(self.list(Self::polygon)?),
            "MULTILINESTRING" => {
                let lines = self.list(Self::line)?;
                RawGeometry::of_parts(lines.into_iter().map(RawGeometry::Line).collect(), "MultiLineString")
            }
            "MULTIPOINT" => {
                let points = self.list(|reader| {
                    let bracket = reader.symbol('(');
                    let pair = reader.pair()?;
                    (!bracket || reader.symbol(')')).then_some(RawGeometry::Point(pair))
                })?;
                RawGeometry::of_parts(points, "MultiPoint")
            }
            "GEOMETRYCOLLECTION" => {
                let parts = self.list(|reader| reader.geometry(depth + 1))?;
                RawGeometry::of_parts(parts.into_iter().flatten().collect(), "GeometryCollection")
            }
            _ => return None,
        };
        Some(Some(geometry))
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.symbol('(').then_some(())?;
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if self.symbol(')') {
                return Some(items);
            }
            self.symbol(',').then_some(())?;
        }
    }

    fn line(&mut self) -> Option<Vec<[f64; 2]>> {
        self.list(Self::pair)
    }

    fn polygon(&mut self) -> Option<RawPolygon> {
        self.list(Self::line)
    }

    fn pair(&mut self) -> Option<[f64; 2]> {
        let pair = [self.number()?, self.number()?];
        for _ in 0..2 {
            let before = self.rest;
            if self.number().is_none() {
                self.rest = before;
                break;
            }
        }
        Some(pair)
    }

    fn number(&mut self) -> Option<f64> {
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|c: char| matches!(c, ',' | '(' | ')') || c.is_whitespace())
            .unwrap_or(self.rest.len());
        let number = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        Some(number)
    }
}

/// Writes a geometry in degrees with seven decimals at most, rings closed.
pub fn write(geometry: &Geometry) -> String {
    let mut out = String::new();
    match geometry {
        Geometry::Point(p) => {
            out.push_str("POINT (");
            vertex(*p, &mut out);
            out.push(')');
        }
        Geometry::Line(line) => {
            out.push_str("LINESTRING ");
            vertices(line, false, &mut out);
        }
        Geometry::Area(shape) => {
            let single = shape.polygon_count() == 1;
            out.push_str(if single { "POLYGON " } else { "MULTIPOLYGON (" });
            for (index, rings) in shape.polygons().enumerate() {
                out.push_str(if index > 0 { ", (" } else { "(" });
                for (index, ring) in rings.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    vertices(ring, true, &mut out);
                }
                out.push(')');
            }
            if !single {
                out.push(')');
            }
        }
    }
    out
}

fn vertices(line: &[Position], closed: bool, out: &mut String) {
    out.push('(');
    for (index, p) in line.iter().chain(line.first().filter(|_| closed)).enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        vertex(*p, out);
    }
    out.push(')');
}

fn vertex(p: Position, out: &mut String) {
    let [lon, lat] = p.degrees();
    // Writing to a String cannot fail.
    let _ = write!(out, "{lon} {lat}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> RawGeometry {
        read(text).and_then(|read| read.geometry).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn usual_spellings_are_read() {
        assert_eq!(of("POINT(102.5 24.3)"), RawGeometry::Point([102.5, 24.3]));
        assert_eq!(of(" point z (1 2 3)"), RawGeometry::Point([1.0, 2.0]));
        assert_eq!(of("POINTZ(1e0 -2 3)"), RawGeometry::Point([1.0, -2.0]));
        assert_eq!(of("LINESTRING (1 2, 3 4)"), RawGeometry::Line(vec![[1.0, 2.0], [3.0, 4.0]]));
        assert_eq!(of("MULTIPOINT ((1 2))"), of("MULTIPOINT (1 2)"));
        let area = of("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))");
        assert!(matches!(area, RawGeometry::Area(parts) if parts.len() == 2));
        assert_eq!(read("SRID=4490;POINT(1 2)").unwrap().srid, Some(4490));
        assert_eq!(read("POLYGON EMPTY").unwrap().geometry, None);
    }

    #[test]
    fn what_is_no_geometry_is_none_and_nesting_is_bounded() {
        for text in [
            "",
            "POINT",
            "POINT(1)",
            "POINT(1 2",
            "CIRCLE(1 2)",
            "POLYGON(1 2)",
            "POINT(1 2) x",
            "POINT(a b)",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"GEOMETRYCOLLECTION(".repeat(10_000)), None);
        assert_eq!(read(&format!("POLYGON{}", "(".repeat(10_000))), None);
    }
}
