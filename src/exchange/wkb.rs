//! Well-known binary (OGC 06-103, ISO 13249-3, and the extended form with an SRID) and GeoPackage's header around it
//! (OGC 12-128). Counts are checked against the bytes that are there before anything is allocated, and collections
//! nest only so deep.

use super::records::{RawGeometry, RawPolygon};
use crate::domain::geo::{Geometry, Position, Shape};

/// Deepest collection.
const MAX_DEPTH: usize = 8;

/// Why bytes are no geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WkbError {
    #[error("it ends too early")]
    Truncated,
    #[error("collections are nested too deep")]
    TooDeep,
    #[error("its header is not that of a GeoPackage geometry")]
    BadHeader,
    #[error("its byte order mark is neither 0 nor 1")]
    BadByteOrder,
}

/// A geometry and the number of its reference system, when it names one.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub geometry: RawGeometry,
    pub srid: Option<i64>,
}

/// Reads a GeoPackage blob; None for one that is marked empty.
pub fn read_blob(blob: &[u8]) -> Result<Option<Read>, WkbError> {
    let [b'G', b'P', 0, flags, srs @ ..] = blob else { return Err(WkbError::BadHeader) };
    let little = flags & 1 == 1;
    let srs: [u8; 4] = srs.get(..4).and_then(|four| four.try_into().ok()).ok_or(WkbError::Truncated)?;
    let srid = if little { i32::from_le_bytes(srs) } else { i32::from_be_bytes(srs) };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(WkbError::BadHeader),
    };
    if flags & 0x10 != 0 {
        return Ok(None);
    }
    let body = blob.get(8 + envelope..).ok_or(WkbError::Truncated)?;
    Ok(Some(Read { geometry: read(body)?.geometry, srid: Some(i64::from(srid)) }))
}

/// Reads well-known binary.
pub fn read(bytes: &[u8]) -> Result<Read, WkbError> {
    let mut reader = Reader { bytes, little: true, srid: None };
    let geometry = reader.geometry(0)?;
    Ok(Read { geometry, srid: reader.srid })
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
    srid: Option<i64>,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], WkbError> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>().ok_or(WkbError::Truncated)?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn u32(&mut self) -> Result<u32, WkbError> {
        let four = self.take::<4>()?;
        Ok(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    fn f64(&mut self) -> Result<f64, WkbError> {
        let eight = self.take::<8>()?;
        Ok(if self.little { f64::from_le_bytes(eight) } else { f64::from_be_bytes(eight) })
    }

    /// A count of things that are at least `size` bytes each.
    fn count(&mut self, size: usize) -> Result<usize, WkbError> {
        let count = self.u32()? as usize;
        if count > self.bytes.len() / size { Err(WkbError::Truncated) } else { Ok(count) }
    }

    fn geometry(&mut self, depth: usize) -> Result<RawGeometry, WkbError> {
        if depth > MAX_DEPTH {
            return Err(WkbError::TooDeep);
        }
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(WkbError::BadByteOrder),
        };
        let code = self.u32()?;
        if code & 0x2000_0000 != 0 {
            self.srid = Some(i64::from(self.u32()? as i32));
        }
        let plain = code & 0x0FFF_FFFF;
        let extra = u32::from(code & 0x8000_0000 != 0) + u32::from(code & 0x4000_0000 != 0);
        let dimensions = 2 + match plain / 1000 {
            0 => extra as usize,
            1 | 2 => 1,
            3 => 2,
            _ => return Ok(RawGeometry::Unsupported(format!("WKB {code}"))),
        };
        let geometry = match plain % 1000 {
            1 => RawGeometry::Point(self.vertex(dimensions)?),
            2 => RawGeometry::Line(self.line(dimensions)?),
            3 => RawGeometry::Area(vec![self.polygon(dimensions)?]),
            kind @ 4..=7 => {
                let name = ["MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"]
                    [kind as usize - 4];
                let count = self.count(5)?;
                let mut parts = Vec::with_capacity(count.min(1 << 16));
                for _ in 0..count {
                    parts.push(self.geometry(depth + 1)?);
                }
                RawGeometry::of_parts(parts, name)
            }
            other => RawGeometry::Unsupported(format!("WKB {other}")),
        };
        Ok(geometry)
    }

    fn vertex(&mut self, dimensions: usize) -> Result<[f64; 2], WkbError> {
        let pair = [self.f64()?, self.f64()?];
        // Height and measure are allowed by the format and not used.
        for _ in 2..dimensions {
            self.f64()?;
        }
        Ok(pair)
    }

    fn line(&mut self, dimensions: usize) -> Result<Vec<[f64; 2]>, WkbError> {
        let count = self.count(8 * dimensions)?;
        (0..count).map(|_| self.vertex(dimensions)).collect()
    }

    fn polygon(&mut self, dimensions: usize) -> Result<RawPolygon, WkbError> {
        let count = self.count(4)?;
        (0..count).map(|_| self.line(dimensions)).collect()
    }
}

/// Writes a GeoPackage blob in degrees of EPSG 4326, with its envelope.
pub fn write_blob(geometry: &Geometry) -> Vec<u8> {
    let mut out = b"GP\0".to_vec();
    let bounds = geometry.bounds();
    out.push(if bounds.is_some() { 0b0000_0011 } else { 0b0001_0001 });
    out.extend_from_slice(&4326i32.to_le_bytes());
    if let Some(bounds) = bounds {
        let ([west, south], [east, north]) = (bounds.min.degrees(), bounds.max.degrees());
        for value in [west, east, south, north] {
            out.extend_from_slice(&value.to_le_bytes());
        }
    }
    write(geometry, &mut out);
    out
}

/// Appends little-endian well-known binary in degrees.
pub fn write(geometry: &Geometry, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(p) => {
            begin(1, out);
            vertex(*p, out);
        }
        Geometry::Line(line) => {
            begin(2, out);
            vertices(line, false, out);
        }
        Geometry::Area(shape) if shape.polygon_count() == 1 => {
            shape.polygons().for_each(|rings| polygon(&rings, out))
        }
        Geometry::Area(shape) => multi_polygon(shape, out),
    }
}

fn multi_polygon(shape: &Shape, out: &mut Vec<u8>) {
    begin(6, out);
    out.extend_from_slice(&(shape.polygon_count() as u32).to_le_bytes());
    shape.polygons().for_each(|rings| polygon(&rings, out));
}

fn begin(kind: u32, out: &mut Vec<u8>) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
}

fn polygon(rings: &[&[Position]], out: &mut Vec<u8>) {
    begin(3, out);
    out.extend_from_slice(&(rings.len() as u32).to_le_bytes());
    for ring in rings {
        vertices(ring, true, out);
    }
}

fn vertices(line: &[Position], closed: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&(line.len() as u32 + u32::from(closed)).to_le_bytes());
    let again = line.first().filter(|_| closed);
    line.iter().chain(again).for_each(|p| vertex(*p, out));
}

fn vertex(p: Position, out: &mut Vec<u8>) {
    for value in p.degrees() {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..depth {
            bytes.extend_from_slice(&[1, 7, 0, 0, 0, 1, 0, 0, 0]);
        }
        bytes.extend_from_slice(&[1, 1, 0, 0, 0]);
        bytes.extend_from_slice(&[0; 16]);
        bytes
    }

    #[test]
    fn collections_nested_ten_thousand_deep_are_refused() {
        assert_eq!(read(&nested(10_000)), Err(WkbError::TooDeep));
        assert_eq!(read(&nested(3)).unwrap().geometry, RawGeometry::Point([0.0, 0.0]));
    }

    #[test]
    fn a_count_without_its_bytes_allocates_nothing() {
        let mut bytes = vec![1, 2, 0, 0, 0];
        bytes.extend_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&bytes), Err(WkbError::Truncated));
        assert_eq!(read(&[]), Err(WkbError::Truncated));
        assert_eq!(read(&[9, 1]), Err(WkbError::BadByteOrder));
        assert_eq!(read_blob(b"XX"), Err(WkbError::BadHeader));
        assert_eq!(read_blob(b"GP\0\x0F\0\0\0\0"), Err(WkbError::BadHeader));
        assert_eq!(read_blob(b"GP\0\x03\0\0\0\0"), Err(WkbError::Truncated));
    }

    #[test]
    fn both_byte_orders_heights_and_reference_systems_are_understood() {
        let mut big = vec![0];
        big.extend_from_slice(&0xE000_0001u32.to_be_bytes());
        big.extend_from_slice(&4490u32.to_be_bytes());
        for value in [102.5f64, 24.3, 1890.0, 0.0] {
            big.extend_from_slice(&value.to_be_bytes());
        }
        let read = read(&big).unwrap();
        assert_eq!((read.geometry, read.srid), (RawGeometry::Point([102.5, 24.3]), Some(4490)));
    }

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        let ring: Vec<Position> =
            [(0, 0), (70, 0), (70, 33), (0, 33)].iter().map(|&(x, y)| Position::new(x, y)).collect();
        let hole: Vec<Position> =
            [(10, 10), (10, 20), (20, 20)].iter().map(|&(x, y)| Position::new(x, y)).collect();
        let mut shape = Shape::new();
        shape.push_polygon([&ring, &hole]);
        shape.push_polygon([ring.iter().map(|p| Position::new(p.lon + 500, p.lat)).collect::<Vec<_>>()]);
        let read = read_blob(&write_blob(&Geometry::Area(shape))).unwrap().unwrap();
        let RawGeometry::Area(polygons) = read.geometry else { panic!("no area") };
        assert_eq!((polygons.len(), polygons[0].len(), polygons[0][0].len()), (2, 2, 5));
        assert_eq!((polygons[0][0][1], read.srid), ([7e-6, 0.0], Some(4326)));
    }
}
