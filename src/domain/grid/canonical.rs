//! The canonical form of a scheme's boundaries and its fingerprints: the same boundaries give the same bytes, in whatever
//! order areas, polygons and rings were loaded, wherever a ring starts and whichever way it runs.
//!
//! The form, so that anybody can compute it anew: the line `wangge boundaries 1 SCHEME`, ended by a line feed; then every
//! drawn area by the bytes of its code. An area is its code, its level's slug and its parent's code (empty without one),
//! each as a 32-bit length and UTF-8 bytes; the number of its polygons; for each polygon the number of its rings; for each
//! ring the number of its vertices and the vertices, longitude and latitude in 1e-7 degree. Numbers are 32 bits, big end
//! first, coordinates signed. Rings are open and start at their lowest vertex (by longitude, then latitude; among several
//! visits to it, where the ring reads lowest); outer rings run anticlockwise and come first in their polygon, holes run
//! clockwise; holes in a polygon and polygons in an area are sorted by their vertices.

use super::{Area, AreaSet, Scheme};
use crate::domain::geo::shape_measure::doubled_area;
use crate::domain::geo::{Position, Shape};
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// Fingerprints of the canonical form, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints {
    /// Drawn areas that they cover.
    pub areas: usize,
    /// SHA-256 (FIPS 180-4).
    pub sha256: String,
    /// SM3 (GB/T 32905-2016).
    pub sm3: String,
}

/// Fingerprints of a scheme's boundaries. O(n log n).
pub fn fingerprints(set: &AreaSet, scheme: Scheme) -> Fingerprints {
    let (mut sha256, mut sm3) = (Sha256::new(), Sm3::new());
    let areas = write(set, scheme, |bytes| {
        sha256.update(bytes);
        sm3.update(bytes);
    });
    Fingerprints { areas, sha256: hex(&sha256.finalize()), sm3: hex(&sm3.finalize()) }
}

/// The canonical form itself.
pub fn canonical_bytes(set: &AreaSet, scheme: Scheme) -> Vec<u8> {
    let mut all = Vec::new();
    write(set, scheme, |bytes| all.extend_from_slice(bytes));
    all
}

/// Hands out the form an area at a time and returns their number.
fn write(set: &AreaSet, scheme: Scheme, mut sink: impl FnMut(&[u8])) -> usize {
    let mut drawn: Vec<(&Area, &Shape)> = set
        .iter()
        .filter(|(_, area)| area.scheme == scheme)
        .filter_map(|(_, area)| Some((area, area.shape.as_ref().filter(|shape| !shape.is_empty())?)))
        .collect();
    drawn.sort_unstable_by(|a, b| a.0.code.as_bytes().cmp(b.0.code.as_bytes()));
    sink(format!("wangge boundaries 1 {}\n", scheme.slug()).as_bytes());
    let mut bytes = Vec::new();
    for (area, shape) in &drawn {
        bytes.clear();
        for text in [area.code.as_str(), area.level.slug(), area.parent.as_deref().unwrap_or("")] {
            number(&mut bytes, text.len());
            bytes.extend_from_slice(text.as_bytes());
        }
        let polygons = canonical_polygons(shape);
        number(&mut bytes, polygons.len());
        for rings in &polygons {
            number(&mut bytes, rings.len());
            for ring in rings {
                number(&mut bytes, ring.len());
                for p in ring {
                    bytes.extend_from_slice(&p.lon.to_be_bytes());
                    bytes.extend_from_slice(&p.lat.to_be_bytes());
                }
            }
        }
        sink(&bytes);
    }
    drawn.len()
}

fn number(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(&(number as u32).to_be_bytes());
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Polygons of canonical rings, in canonical order.
pub fn canonical_polygons(shape: &Shape) -> Vec<Vec<Vec<Position>>> {
    let mut polygons: Vec<Vec<Vec<Position>>> = Vec::with_capacity(shape.polygon_count());
    for (outer, ring) in shape.sided_rings() {
        let ring = canonical_ring(ring, outer);
        match polygons.last_mut() {
            Some(rings) if !outer => rings.push(ring),
            _ => polygons.push(vec![ring]),
        }
    }
    polygons.iter_mut().for_each(|rings| rings[1..].sort_unstable());
    polygons.sort_unstable();
    polygons
}

fn canonical_ring(ring: &[Position], anticlockwise: bool) -> Vec<Position> {
    let mut turned = ring.to_vec();
    if (doubled_area(ring) > 0) != anticlockwise {
        turned.reverse();
    }
    let count = turned.len();
    let lowest = turned.iter().copied().min().unwrap_or_default();
    let from = |start: usize| (0..count).map(move |step| (start + step) % count);
    let starts = (0..count).filter(|&start| turned[start] == lowest);
    let reads = |start: usize| from(start).map(|place| turned[place]);
    let start = starts.min_by(|&a, &b| reads(a).cmp(reads(b))).unwrap_or(0);
    turned.rotate_left(start);
    turned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grid::Level;

    fn ring(points: &[(i32, i32)]) -> Vec<Position> {
        points.iter().map(|&(lon, lat)| Position::new(lon, lat)).collect()
    }

    fn area(code: &str, level: Level, parent: Option<&str>, polygons: &[&[&[(i32, i32)]]]) -> Area {
        let mut shape = Shape::new();
        for rings in polygons {
            shape.push_polygon(rings.iter().map(|points| ring(points)).collect::<Vec<_>>());
        }
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: format!("name of {code}"),
            parent: parent.map(Into::into),
            shape: (!shape.is_empty()).then_some(shape),
            extent: None,
        }
    }

    #[test]
    fn the_form_is_what_its_description_says() {
        let set = AreaSet::build(vec![
            area("B", Level::Zone, None, &[&[&[(5, 0), (5, 5), (0, 5)]]]),
            area("A", Level::Point, Some("B"), &[]),
        ])
        .unwrap();
        let mut expected = b"wangge boundaries 1 duty\n\0\0\0\x01B\0\0\0\x04zone\0\0\0\0".to_vec();
        for number in [1, 1, 3, 0, 5, 5, 0, 5, 5] {
            expected.extend_from_slice(&i32::to_be_bytes(number));
        }
        assert_eq!(canonical_bytes(&set, Scheme::Duty), expected);
        assert_eq!(fingerprints(&set, Scheme::Duty).areas, 1);
    }

    #[test]
    fn fingerprints_are_those_of_the_standards_for_the_form() {
        // The examples of the standards, so that the right functions stand behind the names: "abc" in FIPS 180-4 and
        // GB/T 32905-2016, appendix A.1.
        assert_eq!(
            hex(&Sha256::digest(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(&Sm3::digest(b"abc")),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        let set =
            AreaSet::build(vec![area("A", Level::Zone, None, &[&[&[(0, 0), (5, 0), (5, 5)]]])]).unwrap();
        let found = fingerprints(&set, Scheme::Duty);
        let bytes = canonical_bytes(&set, Scheme::Duty);
        assert_eq!((found.sha256, found.sm3), (hex(&Sha256::digest(&bytes)), hex(&Sm3::digest(&bytes))));
    }

    #[test]
    fn start_direction_and_order_do_not_matter_and_every_vertex_does() {
        let outer: &[(i32, i32)] = &[(0, 0), (30, 0), (30, 30), (0, 30)];
        let holes: [&[(i32, i32)]; 2] = [&[(5, 5), (8, 5), (8, 8)], &[(20, 5), (23, 5), (23, 8)]];
        let island: &[(i32, i32)] = &[(40, 0), (50, 0), (45, 5), (50, 10), (40, 10), (45, 5)];
        let whole = |polygons: &[&[&[(i32, i32)]]]| {
            let set = AreaSet::build(vec![area("A", Level::Zone, None, polygons)]).unwrap();
            fingerprints(&set, Scheme::Duty)
        };
        let one = whole(&[&[outer, holes[0], holes[1]], &[island]]);
        let turned: &[(i32, i32)] = &[(30, 30), (30, 0), (0, 0), (0, 30)];
        let hole: &[(i32, i32)] = &[(8, 8), (5, 5), (8, 5)];
        let island_turned: &[(i32, i32)] = &[(45, 5), (50, 0), (40, 0), (45, 5), (40, 10), (50, 10)];
        assert_eq!(one, whole(&[&[island_turned], &[turned, holes[1], hole]]));
        let bent: &[(i32, i32)] = &[(30, 30), (30, 0), (0, 1), (0, 30)];
        assert_ne!(one, whole(&[&[island], &[bent, holes[1], hole]]));
        let again =
            AreaSet::build(vec![area("A", Level::Point, None, &[&[outer, holes[0], holes[1]], &[island]])]);
        assert_ne!(one, fingerprints(&again.unwrap(), Scheme::Duty), "the level is part of it");
    }
}
