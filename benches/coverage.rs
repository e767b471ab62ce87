//! The coverage check against `shapely.coverage_is_valid` (GEOS) on the same generated cells, CPU seconds of both in one
//! run, answers compared first: on the clean grid, and with a vertex of one cell moved. Every cell's own border is checked
//! on our side too, which the peer leaves out. And how the cost grows from 100,000 to 1,000,000 cells.
//!
//! The peer needs Python with shapely ≥ 2.1: `python3 -m venv DIR && DIR/bin/pip install shapely`, then
//! `COVERAGE_PYTHON=DIR/bin/python cargo bench --bench coverage`. Without it only our own figures are printed.
//! `COVERAGE_CELLS=10000` runs one size. `cargo bench --bench coverage -- planted` counts instead what GEOS finds of the
//! thousand planted faults of the tests, all of which our check finds.

use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use wangge::domain::geo::Shape;
use wangge::domain::grid::{Area, AreaSet, Level, Scheme, check};

#[path = "../tests/support/grid.rs"]
mod grid;
#[path = "../tests/support/plant.rs"]
mod plant;

/// Clock ticks of this process, user and system, of all threads.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("process times are readable");
    let fields: Vec<&str> = stat.rsplit_once(") ").map_or(Vec::new(), |(_, rest)| rest.split(' ').collect());
    let ticks: u64 = fields[11..13].iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// The finest level alone: what the peer can look at.
fn cells(count: usize) -> Vec<Area> {
    let mut areas = grid::generate(&grid::GridSpec::new(count, 20_240_601));
    areas.retain(|area| area.level == Level::Point);
    areas.iter_mut().for_each(|area| area.parent = None);
    areas
}

/// CPU seconds of one check, the best of some rounds that are long enough for the clock.
fn ours(set: &AreaSet) -> f64 {
    let repeat = (2_000_000 / set.len()).clamp(1, 200);
    let round = || {
        let start = cpu_seconds();
        (0..repeat).for_each(|_| _ = black_box(check(black_box(set), Scheme::Duty)));
        (cpu_seconds() - start) / repeat as f64
    };
    (0..5).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn write_rings(path: &Path, areas: &[Area]) {
    let mut bytes = (areas.len() as u32).to_le_bytes().to_vec();
    for area in areas {
        let vertices = area.shape.as_ref().map_or(&[][..], |shape| shape.vertices());
        bytes.extend((vertices.len() as u32).to_le_bytes());
        bytes.extend(vertices.iter().flat_map(|p| [p.lon.to_le_bytes(), p.lat.to_le_bytes()]).flatten());
    }
    fs::File::create(path).and_then(|mut file| file.write_all(&bytes)).expect("the folder is writable");
}

struct Peer {
    valid: bool,
    cpu: f64,
    version: String,
}

fn peer(python: &str, areas: &[Area], repeat: usize) -> Peer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("cells");
    write_rings(&file, areas);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/coverage_peer.py");
    let output = Command::new(python).arg(script).arg(&file).arg(repeat.to_string()).output();
    let output = output.expect("COVERAGE_PYTHON is a Python");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the script answers in JSON");
    Peer {
        valid: told["valid"].as_bool().expect("valid is told"),
        cpu: told["cpu"].as_f64().expect("cpu is told"),
        version: format!("shapely {} with GEOS {}", told["version"], told["geos"]).replace('"', ""),
    }
}

/// The same cells with one vertex of one of them moved by some units: an overlap.
fn bent(areas: &[Area]) -> Vec<Area> {
    let mut areas = areas.to_vec();
    let middle = areas.len() / 2;
    if let Some(shape) = &areas[middle].shape {
        let mut ring = shape.vertices().to_vec();
        ring[1].lon += 40;
        ring[1].lat -= 40;
        areas[middle].shape = Some(Shape::from_ring(&ring));
    }
    areas
}

/// Writes the points of a grid with planted faults, and lets the peer look for them.
fn planted(python: &str) {
    let mut garden = plant::Garden::new(grid::generate(&grid::GridSpec::new(10_000, 2)), 20_261_124);
    let faults = garden.plant(1_000);
    let mut lines = Vec::new();
    let pair = |p: &wangge::domain::geo::Position| [p.lon, p.lat];
    for area in garden.areas.iter().filter(|area| area.level == Level::Point) {
        let ring: Vec<[i32; 2]> = area.shape.iter().flat_map(|shape| shape.vertices()).map(pair).collect();
        lines.push(serde_json::json!({"code": area.code, "ring": ring}).to_string());
    }
    lines.extend(faults.iter().map(|fault| {
        let (plant, place) = (format!("{:?}", fault.plant), pair(&fault.place));
        let told = serde_json::json!({"plant": plant, "place": place, "reach_m": fault.reach_m, "areas": fault.areas});
        told.to_string()
    }));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("planted.jsonl");
    fs::write(&file, lines.join("\n")).expect("the folder is writable");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/coverage_planted.py");
    let status = Command::new(python).arg(script).arg(&file).status().expect("COVERAGE_PYTHON is a Python");
    assert!(status.success());
}

fn main() {
    if std::env::args().any(|argument| argument == "planted") {
        return planted(&std::env::var("COVERAGE_PYTHON").expect("COVERAGE_PYTHON names the peer's Python"));
    }
    let one = std::env::var("COVERAGE_CELLS").ok().and_then(|cells| cells.parse().ok());
    let python = std::env::var("COVERAGE_PYTHON").ok();
    let mut costs = Vec::new();
    for count in one.map_or(vec![10_000, 100_000, 1_000_000], |one| vec![one]) {
        let areas = cells(count);
        let set = AreaSet::build(areas.clone()).expect("the generator makes valid trees");
        assert!(check(&set, Scheme::Duty).is_empty(), "the generator makes valid grids");
        let cost = ours(&set);
        costs.push((count, cost));
        let us = |seconds: f64| seconds * 1e6 / count as f64;
        let Some(python) = python.as_deref().filter(|_| count <= 100_000) else {
            println!("{count} cells: {:.2} µs of CPU a cell", us(cost));
            continue;
        };
        let bent = bent(&areas);
        let faulty = AreaSet::build(bent.clone()).expect("the tree is the same");
        assert!(
            !check(&faulty, Scheme::Duty).is_empty() && !peer(python, &bent, 1).valid,
            "both see the fault"
        );
        let theirs = peer(python, &areas, 3);
        assert!(theirs.valid, "both call the clean grid valid");
        println!(
            "{count} cells: {:.1} times {} ({:.2} against {:.1} µs of CPU a cell; floor 10)",
            theirs.cpu / cost,
            theirs.version,
            us(cost),
            us(theirs.cpu)
        );
    }
    if let [.., (_, smaller), (larger_count, larger)] = costs[..]
        && larger_count == 1_000_000
    {
        println!("ten times the cells cost {:.1} times as much (floor 10.5)", larger / smaller);
    }
}
