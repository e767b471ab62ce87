//! Geometry as ISO WKB, little endian, degrees as f64. The grid of 1e-7 degree survives the way there and back
//! exactly, because a degree value is nearest to the grid value it came from.

use super::StoreError;
use crate::domain::geo::position::UNITS_PER_DEGREE;
use crate::domain::geo::{Geometry, Position, Shape};
use geozero::GeomProcessor;
use geozero::error::{GeozeroError, Result as GeozeroResult};
use geozero::wkb::{WkbDialect, WkbWriter, process_wkb_geom};

/// WKB of a polygon, or of a multipolygon when the shape has several parts.
pub(crate) fn shape_to_wkb(shape: &Shape) -> Result<Vec<u8>, StoreError> {
    encode(16 * shape.vertices().len() + 64, |writer| {
        let polygons: Vec<_> = shape.polygons().collect();
        let single = polygons.len() == 1;
        if !single {
            writer.multipolygon_begin(polygons.len(), 0)?;
        }
        for (index, rings) in polygons.iter().enumerate() {
            writer.polygon_begin(single, rings.len(), index)?;
            for (ring_index, ring) in rings.iter().enumerate() {
                writer.linestring_begin(false, ring.len() + 1, ring_index)?;
                for (at, p) in ring.iter().chain(ring.first()).enumerate() {
                    writer.xy(p.lon_degrees(), p.lat_degrees(), at)?;
                }
                writer.linestring_end(false, ring_index)?;
            }
            writer.polygon_end(single, index)?;
        }
        if !single {
            writer.multipolygon_end(0)?;
        }
        Ok(())
    })
}

/// WKB of a feature's geometry.
pub(crate) fn geometry_to_wkb(geometry: &Geometry) -> Result<Vec<u8>, StoreError> {
    match geometry {
        Geometry::Area(shape) => shape_to_wkb(shape),
        Geometry::Point(p) => encode(21, |writer| {
            writer.point_begin(0)?;
            writer.xy(p.lon_degrees(), p.lat_degrees(), 0)?;
            writer.point_end(0)
        }),
        Geometry::Line(line) => encode(16 * line.len() + 9, |writer| {
            writer.linestring_begin(true, line.len(), 0)?;
            for (at, p) in line.iter().enumerate() {
                writer.xy(p.lon_degrees(), p.lat_degrees(), at)?;
            }
            writer.linestring_end(true, 0)
        }),
    }
}

/// PostgreSQL's text form of bytes, which the SQLite texts understand too.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len() + 2);
    text.push_str("\\x");
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// A polygon or multipolygon.
pub(crate) fn shape_from_wkb(wkb: &[u8]) -> Result<Shape, StoreError> {
    match geometry_from_wkb(wkb)? {
        Geometry::Area(shape) => Ok(shape),
        _ => Err(unreadable("not an area")),
    }
}

/// Any geometry that `geometry_to_wkb` writes.
pub(crate) fn geometry_from_wkb(wkb: &[u8]) -> Result<Geometry, StoreError> {
    // Anything else could nest, and the reader follows nesting with its stack.
    let kind = match wkb.get(..5) {
        Some([1, kind @ (1 | 2 | 3 | 6), 0, 0, 0]) => *kind,
        _ => return Err(unreadable("no WKB of a point, line or area")),
    };
    let mut reader = ShapeReader::default();
    process_wkb_geom(&mut &*wkb, &mut reader).map_err(|error| unreadable(&error.to_string()))?;
    match kind {
        1 => reader.line.first().map(|p| Geometry::Point(*p)).ok_or_else(|| unreadable("an empty point")),
        2 => Ok(Geometry::Line(reader.line)),
        _ => Ok(Geometry::Area(reader.shape)),
    }
}

fn encode(
    capacity: usize,
    write: impl FnOnce(&mut WkbWriter<&mut Vec<u8>>) -> GeozeroResult<()>,
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(capacity);
    write(&mut WkbWriter::new(&mut bytes, WkbDialect::Wkb))
        .map_err(|error| StoreError::Value { field: "geometry".to_owned(), reason: error.to_string() })?;
    Ok(bytes)
}

fn unreadable(reason: &str) -> StoreError {
    StoreError::Row { column: "wkb".to_owned(), reason: reason.to_owned() }
}

/// Receives the vertices as geozero meets them and builds the shape without a geometry in between.
#[derive(Default)]
struct ShapeReader {
    line: Vec<Position>,
    rings: Vec<Vec<Position>>,
    shape: Shape,
    in_polygon: bool,
}

impl GeomProcessor for ShapeReader {
    fn xy(&mut self, x: f64, y: f64, _: usize) -> GeozeroResult<()> {
        if !(x.abs() <= 180.0 && y.abs() <= 90.0) {
            return Err(GeozeroError::Geometry("a vertex is not on the ground".to_owned()));
        }
        self.line.push(Position::new(to_grid(x), to_grid(y)));
        Ok(())
    }

    fn linestring_begin(&mut self, _: bool, size: usize, _: usize) -> GeozeroResult<()> {
        // The count comes from the bytes, so it bounds the reservation only up to a point.
        self.line.reserve(size.min(4096));
        Ok(())
    }

    fn linestring_end(&mut self, _: bool, _: usize) -> GeozeroResult<()> {
        if self.in_polygon {
            self.rings.push(std::mem::take(&mut self.line));
        }
        Ok(())
    }

    fn polygon_begin(&mut self, _: bool, _: usize, _: usize) -> GeozeroResult<()> {
        self.in_polygon = true;
        Ok(())
    }

    fn polygon_end(&mut self, _: bool, _: usize) -> GeozeroResult<()> {
        self.shape.push_polygon(self.rings.drain(..));
        Ok(())
    }
}

/// Nearest grid unit, half away from zero, for a value in range.
fn to_grid(degrees: f64) -> i32 {
    let units = degrees * UNITS_PER_DEGREE;
    (units + 0.5_f64.copysign(units)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i32, i32)]) -> Vec<Position> {
        points.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect()
    }

    #[test]
    fn an_area_with_a_hole_and_two_parts_comes_back_the_same() {
        let mut shape = Shape::new();
        shape.push_polygon([
            ring(&[(1_025_400_001, 243_500_003), (1_025_410_007, 243_500_009), (1_025_405_001, 243_510_999)]),
            ring(&[(1_025_404_000, 243_502_000), (1_025_405_000, 243_503_000), (1_025_406_000, 243_502_001)]),
        ]);
        assert_eq!(shape_from_wkb(&shape_to_wkb(&shape).unwrap()).unwrap(), shape);
        shape.push_polygon([ring(&[(-1_800_000_000, -900_000_000), (1, -1), (1_800_000_000, 900_000_000)])]);
        assert_eq!(shape_from_wkb(&shape_to_wkb(&shape).unwrap()).unwrap(), shape);
    }

    #[test]
    fn a_point_and_a_line_come_back_the_same() {
        for geometry in [
            Geometry::Point(Position::new(1_025_412_345, -243_567_891)),
            Geometry::Line(ring(&[(1, 2), (-3, 4), (1_799_999_999, 899_999_999)])),
        ] {
            assert_eq!(geometry_from_wkb(&geometry_to_wkb(&geometry).unwrap()).unwrap(), geometry);
        }
    }

    #[test]
    fn every_hundredth_degree_and_its_neighbours_keep_their_grid_unit() {
        for base in -18_000_i32..=18_000 {
            for offset in [-1, 0, 1] {
                let unit = (base * 100_000 + offset).clamp(-1_800_000_000, 1_800_000_000);
                assert_eq!(to_grid(f64::from(unit) / UNITS_PER_DEGREE), unit);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_geometry_are_refused() {
        let line = geometry_to_wkb(&Geometry::Line(ring(&[(1, 2), (3, 4)]))).unwrap();
        let mut far = line.clone();
        far[9..17].copy_from_slice(&f64::NAN.to_le_bytes());
        let huge = [1, 2, 0, 0, 0, 255, 255, 255, 255];
        for bytes in [&[][..], &line[..12], &far, &huge, &[1, 7, 0, 0, 0, 1, 0, 0, 0]] {
            assert!(matches!(geometry_from_wkb(bytes), Err(StoreError::Row { .. })));
        }
        assert!(shape_from_wkb(&line).is_err());
    }
}
