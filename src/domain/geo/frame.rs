//! The frame of a file's numbers (R1): degrees of a datum, or metres of a transverse Mercator plane. It is told by
//! the file or by a person and never guessed; numbers that contradict it say what they look like.

use super::position::shown;
use super::transverse_mercator::{Ellipsoid, TransverseMercator};
use super::{Datum, Position, PositionError};
use crate::domain::text::Words;

/// In which frame the numbers of a file are meant. The first number is always the eastward one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Frame {
    Degrees(Datum),
    Plane(TransverseMercator),
}

/// Why a pair of numbers is no place of its frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FrameError {
    Position(PositionError),
    /// Degrees in a file that says metres.
    LooksDegrees([f64; 2]),
    /// Northing before easting.
    LooksNorthingFirst([f64; 2]),
    /// Eastings begin with another zone number than the frame, or with one where it has none (expected 0).
    LooksOtherZone {
        easting: f64,
        found: u32,
        expected: u32,
    },
    /// Too far from the central meridian for this plane.
    OffPlane([f64; 2]),
}

/// Metres from the central meridian within which a plane is used: some six degrees at the equator.
const HALF_WIDTH: f64 = 700_000.0;

impl Frame {
    pub const WGS84: Self = Self::Degrees(Datum::Wgs84);

    /// CGCS2000 by EPSG code: 4490 in degrees; 4491–4501 six-degree and 4513–4533 three-degree zones with the
    /// zone number in the easting, 4502–4512 and 4534–4554 the same without. WGS 84: 4326 and the UTM zones.
    pub fn from_epsg(code: u32) -> Option<Self> {
        let zone = |lon0: u32, x0: u32| {
            Some(Self::Plane(TransverseMercator {
                ellipsoid: Ellipsoid::Grs80,
                lon0: f64::from(lon0),
                lat0: 0.0,
                scale: 1.0,
                x0: f64::from(x0),
                y0: 0.0,
            }))
        };
        match code {
            4326 => Some(Self::WGS84),
            4490 => Some(Self::Degrees(Datum::Cgcs2000)),
            4491..=4501 => zone(75 + 6 * (code - 4491), (13 + code - 4491) * 1_000_000 + 500_000),
            4502..=4512 => zone(75 + 6 * (code - 4502), 500_000),
            4513..=4533 => zone(75 + 3 * (code - 4513), (25 + code - 4513) * 1_000_000 + 500_000),
            4534..=4554 => zone(75 + 3 * (code - 4534), 500_000),
            32601..=32660 | 32701..=32760 => Some(Self::Plane(TransverseMercator {
                ellipsoid: Ellipsoid::Wgs84,
                lon0: f64::from(code % 100) * 6.0 - 183.0,
                lat0: 0.0,
                scale: 0.9996,
                x0: 500_000.0,
                y0: if code > 32700 { 10_000_000.0 } else { 0.0 },
            })),
            _ => None,
        }
    }

    /// Reads `gcj02`, `epsg:4547` or a city's own plane, `tm:lon0=102.5,x0=500000,y0=-2500000,k=1`.
    pub fn parse(text: &str) -> Result<Self, Words> {
        let lower = text.trim().to_ascii_lowercase();
        if let Some(datum) = Datum::from_slug(&lower) {
            return Ok(Self::Degrees(datum));
        }
        if let Some(code) = lower.strip_prefix("epsg:") {
            return code.parse().ok().and_then(Self::from_epsg).ok_or_else(|| {
                Words::new(
                    format!("不支持 {text}：可用 EPSG:4326、4490–4554 和 UTM 分带 326xx/327xx"),
                    format!("{text} is not supported; use EPSG:4326, 4490–4554 or a UTM zone 326xx/327xx"),
                )
            });
        }
        if let Some(parameters) = lower.strip_prefix("tm:") {
            return Self::parse_plane(parameters);
        }
        Err(Words::new(
            format!(
                "「{text}」不是坐标系：可用 wgs84、cgcs2000、gcj02、bd09、epsg:4547 或 tm:lon0=102.5,x0=500000"
            ),
            format!(
                "“{text}” is no datum; use wgs84, cgcs2000, gcj02, bd09, epsg:4547 or tm:lon0=102.5,x0=500000"
            ),
        ))
    }

    fn parse_plane(parameters: &str) -> Result<Self, Words> {
        let bad = |pair: &str| {
            Words::new(
                format!("「{pair}」不是 lon0、lat0、x0、y0、k 中的一项"),
                format!("“{pair}” is none of lon0=, lat0=, x0=, y0=, k= with a number"),
            )
        };
        let (mut lon0, mut lat0, mut scale, mut x0, mut y0) = (None, 0.0, 1.0, 500_000.0, 0.0);
        for pair in parameters.split(',') {
            let (key, value) = pair.split_once('=').ok_or_else(|| bad(pair))?;
            let value: f64 = value.trim().parse().map_err(|_| bad(pair))?;
            match key.trim() {
                "lon0" if (-180.0..=180.0).contains(&value) => lon0 = Some(value),
                "lat0" if (-90.0..=90.0).contains(&value) => lat0 = value,
                "k" if (0.5..=2.0).contains(&value) => scale = value,
                "x0" if value.abs() < 1e8 => x0 = value,
                "y0" if value.abs() < 1e8 => y0 = value,
                _ => return Err(bad(pair)),
            }
        }
        let lon0 =
            lon0.ok_or_else(|| Words::new("tm: 缺少中央经线 lon0", "tm: lacks the central meridian lon0"))?;
        Ok(Self::Plane(TransverseMercator { ellipsoid: Ellipsoid::Grs80, lon0, lat0, scale, x0, y0 }))
    }

    /// Whether numbers are metres.
    pub fn is_plane(&self) -> bool {
        matches!(self, Self::Plane(_))
    }

    /// How the frame is named to people and machines; [`Frame::parse`] reads it again.
    pub fn name(&self) -> String {
        match self {
            Self::Degrees(datum) => datum.slug().to_owned(),
            Self::Plane(plane) => {
                let known = (4491..=4554).chain(32601..=32660).chain(32701..=32760);
                match known.into_iter().find(|code| Self::from_epsg(*code) == Some(*self)) {
                    Some(code) => format!("epsg:{code}"),
                    None => {
                        let TransverseMercator { lon0, lat0, scale, x0, y0, .. } = plane;
                        format!("tm:lon0={lon0},lat0={lat0},x0={x0},y0={y0},k={scale}")
                    }
                }
            }
        }
    }

    /// The grid position of a pair of numbers.
    pub fn to_position(&self, pair: [f64; 2]) -> Result<Position, FrameError> {
        match self {
            Self::Degrees(datum) => datum.to_position(pair[0], pair[1]).map_err(FrameError::Position),
            Self::Plane(plane) => {
                check_plane(plane, pair)?;
                let [lon, lat] = plane.inverse(pair);
                Position::from_degrees(lon, lat).map_err(FrameError::Position)
            }
        }
    }
}

/// Refuses numbers that cannot be metres of this plane, and says what they look like.
fn check_plane(plane: &TransverseMercator, pair: [f64; 2]) -> Result<(), FrameError> {
    let [x, y] = pair;
    if !x.is_finite() || !y.is_finite() {
        return Err(FrameError::Position(PositionError::NotFinite));
    }
    let fits = |x: f64, y: f64| (x - plane.x0).abs() <= HALF_WIDTH && (y - plane.y0).abs() <= 10_100_000.0;
    let prefix = |x: f64| libm::floor(x / 1e6) as u32;
    if x.abs() <= 180.0 && y.abs() <= 90.0 && (plane.x0.abs() > 10_000.0 || plane.y0.abs() > 10_000.0) {
        return Err(FrameError::LooksDegrees(pair));
    }
    if fits(x, y) {
        return Ok(());
    }
    // Northings of China end below 6,100 km, zone numbers start at 13.
    if (13e6..46e6).contains(&x) || (plane.x0 > 13e6 && (0.0..1e6).contains(&x)) {
        let expected = if plane.x0 > 13e6 { prefix(plane.x0) } else { 0 };
        return Err(FrameError::LooksOtherZone { easting: x, found: prefix(x), expected });
    }
    if fits(y, x) {
        return Err(FrameError::LooksNorthingFirst(pair));
    }
    Err(FrameError::OffPlane(pair))
}

impl FrameError {
    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Position(PositionError::NotFinite) => "not_finite",
            Self::Position(PositionError::LonOutOfRange(_) | PositionError::LatOutOfRange(_)) => {
                "out_of_range"
            }
            Self::Position(PositionError::LooksSwapped { .. }) | Self::LooksNorthingFirst(_) => {
                "looks_swapped"
            }
            Self::Position(PositionError::LooksProjected { .. }) => "looks_projected",
            Self::LooksDegrees(_) => "looks_degrees",
            Self::LooksOtherZone { .. } => "looks_other_zone",
            Self::OffPlane(_) => "out_of_range",
        }
    }

    /// What is wrong, for people.
    pub fn words(&self) -> Words {
        match self {
            Self::Position(error) => position_words(error),
            Self::LooksDegrees([x, y]) => Words::new(
                format!("像是经纬度，不是投影坐标（米）：{x}, {y}"),
                format!("looks like degrees, not projected metres: {x}, {y}"),
            ),
            Self::LooksNorthingFirst([x, y]) => Words::new(
                format!("像是先北后东，应先东后北：{x}, {y}"),
                format!("looks like northing before easting: {x}, {y}"),
            ),
            Self::LooksOtherZone { easting, found: 0, expected } => Words::new(
                format!("横坐标 {easting} 不带带号，所说的坐标系应带带号 {expected}"),
                format!("the easting {easting} has no zone number, the datum told has zone {expected}"),
            ),
            Self::LooksOtherZone { easting, found, expected: 0 } => Words::new(
                format!("横坐标 {easting} 带有带号 {found}，所说的坐标系不带带号"),
                format!("the easting {easting} begins with zone number {found}, the datum told has none"),
            ),
            Self::LooksOtherZone { easting, found, expected } => Words::new(
                format!("横坐标 {easting} 的带号是 {found}，所说的坐标系是 {expected}"),
                format!("the easting {easting} is of zone {found}, the datum told is zone {expected}"),
            ),
            Self::OffPlane([x, y]) => Words::new(
                format!("离中央经线太远：{}, {}", shown(*x), shown(*y)),
                format!("too far from the central meridian: {}, {}", shown(*x), shown(*y)),
            ),
        }
    }
}

/// What is wrong with a pair of degrees, for people.
pub fn position_words(error: &PositionError) -> Words {
    let zh = match error {
        PositionError::NotFinite => "坐标不是有限的数".to_owned(),
        PositionError::LonOutOfRange(lon) => format!("经度 {} 超出 -180..180", shown(*lon)),
        PositionError::LatOutOfRange(lat) => format!("纬度 {} 超出 -90..90", shown(*lat)),
        PositionError::LooksSwapped { lon, lat } => format!("经纬度像是写反了：{lon}, {lat}"),
        PositionError::LooksProjected { lon, lat } => {
            format!("像是投影坐标（米），不是经纬度：{}, {}", shown(*lon), shown(*lat))
        }
    };
    Words::new(zh, error.to_string())
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
