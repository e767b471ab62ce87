//! Makes a boundary file as large as a city's: 169,741 areas of three levels in one valid coverage with 3.95 million
//! vertices, GeoJSON. `large_file PATH [POINTS [SEED]]`; the same numbers make the same file.

#[path = "grid.rs"]
mod grid;

use grid::{GridSpec, generate};
use std::io::{BufWriter, Write};
use wangge::domain::geo::{Position, Shape};

/// Points of which all levels together are 169,741 areas.
const POINTS: usize = 152_922;
/// Of a hundred places between two corners of the lattice, how many stay; both neighbours of a border keep the same.
const KEPT: u64 = 41;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().filter(|path| !path.starts_with('-'));
    let path = path.expect("large_file PATH [POINTS [SEED]]");
    let mut number = |usual: u64| arguments.next().map_or(usual, |text| text.parse().expect("a number"));
    let (points, seed) = (number(POINTS as u64) as usize, number(7));
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    let (mut areas, mut vertices) = (0, 0);
    write!(file, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    for area in generate(&GridSpec::new(points, seed)) {
        let ring = thinned(area.shape.as_ref().expect("generated areas are drawn"));
        let separator = if areas == 0 { "\n" } else { ",\n" };
        let parent = area.parent.map_or(String::new(), |parent| format!(",\"parent\":\"{parent}\""));
        let (level, code) = (area.level.slug(), &area.code);
        write!(
            file,
            "{separator}{{\"type\":\"Feature\",\"properties\":{{\"level\":\"{level}\",\"code\":\"{code}\",\"name\":\"第 {code} 网格\"{parent}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[["
        )?;
        for (index, p) in ring.iter().chain(ring.first()).enumerate() {
            let [lon, lat] = p.degrees();
            write!(file, "{}[{lon:.7}, {lat:.7}]", if index == 0 { "" } else { ", " })?;
        }
        write!(file, "]]}}}}")?;
        areas += 1;
        vertices += ring.len();
    }
    write!(file, "\n]}}\n")?;
    file.flush()?;
    println!("{areas} areas, {vertices} vertices");
    Ok(())
}

/// The ring with some of its places left out. Every third one is a corner, where more than two areas may meet.
fn thinned(shape: &Shape) -> Vec<Position> {
    let kept = |p: &Position| {
        let mixed = (p.lon as u32 as u64) << 32 | p.lat as u32 as u64;
        grid::Random(mixed).next() % 100 < KEPT
    };
    let places = shape.vertices().iter().enumerate();
    places.filter(|(index, p)| index % 3 == 0 || kept(p)).map(|(_, p)| *p).collect()
}
