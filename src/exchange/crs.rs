//! What files say of their datum: the `crs` of older GeoJSON, `.prj` and other well-known text of both generations,
//! EPSG codes. A name that is not one of this system's frames comes back as itself, never as a guess.

use super::records::Told;
use crate::domain::geo::transverse_mercator::{Ellipsoid, TransverseMercator};
use crate::domain::geo::{Datum, Frame};
use serde_json::Value;

/// Longest well-known text that is read, bytes.
pub const MAX_TEXT: usize = 64 << 10;
/// Deepest nesting of well-known text.
const MAX_DEPTH: usize = 24;

/// The `crs` member of the GeoJSON of 2008.
pub fn of_geojson(crs: &Value) -> Told {
    let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code"));
    match name {
        Some(Value::String(name)) => of_name(name),
        Some(other) => of_name(&other.to_string()),
        None => Told::Unknown(crs.to_string()),
    }
}

/// `EPSG:4547`, `urn:ogc:def:crs:EPSG::4490`, `urn:ogc:def:crs:OGC:1.3:CRS84`, or a bare number.
pub fn of_name(name: &str) -> Told {
    let code = name.rsplit([':', '/']).next().unwrap_or_default();
    if matches!(code, "CRS84" | "CRS84h") {
        return Told::Frame(Frame::WGS84);
    }
    code.parse().ok().and_then(Frame::from_epsg).map_or_else(|| Told::Unknown(name.to_owned()), Told::Frame)
}

/// An EPSG code; zero and negative ones mean "undefined" where tables hold them.
pub fn of_epsg(code: i64) -> Told {
    match u32::try_from(code) {
        Ok(0) | Err(_) => Told::Nothing,
        Ok(code) => Frame::from_epsg(code).map_or_else(|| Told::Unknown(format!("EPSG:{code}")), Told::Frame),
    }
}

/// Well-known text (OGC 01-009, ESRI's dialect, ISO 19162).
pub fn of_wkt(text: &str) -> Told {
    let text = text.trim().trim_start_matches('\u{FEFF}');
    if text.is_empty() {
        return Told::Nothing;
    }
    let shown = || Told::Unknown(text.chars().take(60).collect());
    if text.len() > MAX_TEXT {
        return shown();
    }
    let mut parser = Parser { rest: text, depth: 0 };
    let Some(node) = parser.node() else { return shown() };
    frame_of(&node)
        .map_or_else(|| Told::Unknown(node.first_text().unwrap_or(&node.keyword).to_owned()), Told::Frame)
}

fn frame_of(node: &Node) -> Option<Frame> {
    match node.keyword.as_str() {
        "GEOGCS" | "GEOGCRS" | "GEODCRS" | "GEODETICCRS" | "GEOGRAPHICCRS" => {
            (node.unit_of("ANGLEUNIT").is_none_or(|unit| (unit - 0.017_453_292_519_943).abs() < 1e-9))
                .then_some(())?;
            Some(Frame::Degrees(datum_of(node)?))
        }
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => plane_of(node),
        "COMPD_CS" | "COMPOUNDCRS" | "BOUNDCRS" | "SOURCECRS" => node.children().find_map(frame_of),
        _ => None,
    }
}

/// The datum by its name. Others, even near ones, are not taken for these.
fn datum_of(node: &Node) -> Option<Datum> {
    let names = ["DATUM", "ENSEMBLE", "TRF", "GEODETICDATUM"];
    let name = names.iter().find_map(|keyword| node.find(keyword)).and_then(Node::first_text)?;
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match name.trim_start_matches('d') {
        "wgs1984" | "wgs84" | "worldgeodeticsystem1984" | "worldgeodeticsystem1984ensemble" => {
            Some(Datum::Wgs84)
        }
        "china2000" | "cgcs2000" | "chinageodeticcoordinatesystem2000" => Some(Datum::Cgcs2000),
        _ => None,
    }
}

fn plane_of(node: &Node) -> Option<Frame> {
    let base = ["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS"].iter().find_map(|keyword| node.find(keyword))?;
    let ellipsoid = match datum_of(base)? {
        Datum::Wgs84 => Ellipsoid::Wgs84,
        _ => Ellipsoid::Grs80,
    };
    let method = ["PROJECTION", "METHOD"].iter().find_map(|keyword| node.find(keyword))?.first_text()?;
    let method: String =
        method.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    matches!(method.as_str(), "transversemercator" | "gausskruger").then_some(())?;
    // The unit of the plane is a child of its own in the older form, and stands with each length in the newer.
    let metres = match node
        .children()
        .filter(|child| matches!(child.keyword.as_str(), "UNIT" | "LENGTHUNIT"))
        .last()
    {
        Some(unit) => unit.first_number()?,
        None => node.unit_of("LENGTHUNIT").unwrap_or(1.0),
    };
    (metres == 1.0).then_some(())?;
    let mut plane = TransverseMercator { ellipsoid, lon0: f64::NAN, lat0: 0.0, scale: 1.0, x0: 0.0, y0: 0.0 };
    let mut parameters = Vec::new();
    node.collect("PARAMETER", &mut parameters);
    for parameter in parameters {
        let name = parameter.first_text()?.to_ascii_lowercase().replace([' ', '-'], "_");
        let value = parameter.first_number()?;
        match name.as_str() {
            "central_meridian" | "longitude_of_natural_origin" | "longitude_of_center" => plane.lon0 = value,
            "latitude_of_origin" | "latitude_of_natural_origin" => plane.lat0 = value,
            "scale_factor" | "scale_factor_at_natural_origin" => plane.scale = value,
            "false_easting" => plane.x0 = value,
            "false_northing" => plane.y0 = value,
            _ => return None,
        }
    }
    let sound = plane.lon0.abs() <= 180.0
        && plane.lat0.abs() <= 90.0
        && (0.5..=2.0).contains(&plane.scale)
        && plane.x0.abs() < 1e8
        && plane.y0.abs() < 1e8;
    sound.then_some(Frame::Plane(plane))
}

/// Well-known text of a frame in degrees, as ESRI's `.prj` has it.
pub const WGS84_PRJ: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// `KEYWORD["text", 1.5, CHILD[…]]`.
struct Node {
    keyword: String,
    arguments: Vec<Argument>,
}

enum Argument {
    Text(String),
    Number(f64),
    Node(Node),
}

impl Node {
    fn children(&self) -> impl Iterator<Item = &Node> {
        self.arguments.iter().filter_map(|argument| match argument {
            Argument::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The first node of this keyword below, nearest first.
    fn find(&self, keyword: &str) -> Option<&Node> {
        self.children()
            .find(|child| child.keyword == keyword)
            .or_else(|| self.children().find_map(|child| child.find(keyword)))
    }

    fn collect<'a>(&'a self, keyword: &str, found: &mut Vec<&'a Node>) {
        for child in self.children() {
            if child.keyword == keyword {
                found.push(child);
            }
            child.collect(keyword, found);
        }
    }

    fn unit_of(&self, keyword: &str) -> Option<f64> {
        self.find(keyword)?.first_number()
    }

    fn first_text(&self) -> Option<&str> {
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    fn first_number(&self) -> Option<f64> {
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Number(number) => Some(*number),
            _ => None,
        })
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn node(&mut self) -> Option<Node> {
        self.rest = self.rest.trim_start();
        let end =
            self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let keyword = self.rest[..end].to_ascii_uppercase();
        self.rest = self.rest[end..].trim_start();
        let mut arguments = Vec::new();
        if keyword.is_empty() {
            return None;
        }
        let Some(rest) = self.rest.strip_prefix(['[', '(']) else {
            // A bare word, such as the direction of an axis.
            return Some(Node { keyword, arguments });
        };
        self.rest = rest;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        loop {
            arguments.push(self.argument()?);
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
            } else {
                self.rest = self.rest.strip_prefix([']', ')'])?;
                self.depth -= 1;
                return Some(Node { keyword, arguments });
            }
        }
    }

    fn argument(&mut self) -> Option<Argument> {
        self.rest = self.rest.trim_start();
        if let Some(rest) = self.rest.strip_prefix('"') {
            let (text, rest) = rest.split_once('"')?;
            self.rest = rest;
            return Some(Argument::Text(text.to_owned()));
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
            let end = self.rest.find([',', ']', ')']).unwrap_or(self.rest.len());
            let number = self.rest[..end].trim().parse().ok()?;
            self.rest = &self.rest[end..];
            return Some(Argument::Number(number));
        }
        self.node().map(Argument::Node)
    }
}

#[cfg(test)]
#[path = "crs_tests.rs"]
mod tests;
