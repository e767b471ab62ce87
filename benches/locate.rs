//! Who owns a position: `AreaSet::containing` against rstar over boxes with `geo::Contains`, on generated grids of 10,000
//! and 1,000,000 cells and the same clustered positions. Answers are compared before anything is timed; the ratio is
//! printed at the end. `LOCATE_CELLS=10000` runs one size only.

use criterion::Criterion;
use geo::{Contains, LineString, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::hint::black_box;
use std::time::{Duration, Instant};
use wangge::domain::geo::Position;
use wangge::domain::grid::{Area, AreaSet, Level, LocateOptions, Scheme};

#[path = "../tests/support/grid.rs"]
mod grid;

const POSITIONS: usize = 200_000;

/// Grid units as f64, exact, so that both sides decide about the same place.
fn units(p: Position) -> [f64; 2] {
    [f64::from(p.lon), f64::from(p.lat)]
}

/// What a careful user would write with the two crates.
struct Peer {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    polygons: Vec<(Polygon<f64>, String)>,
}

impl Peer {
    fn new(areas: &[Area]) -> Self {
        let polygons: Vec<(Polygon<f64>, String)> = areas
            .iter()
            .filter(|area| area.level == Level::Point)
            .map(|area| {
                let ring = area.shape.iter().flat_map(|shape| shape.vertices()).map(|&p| units(p).into());
                (Polygon::new(LineString::new(ring.collect()), vec![]), area.code.clone())
            })
            .collect();
        let boxes = polygons.iter().enumerate().map(|(index, (polygon, _))| {
            use geo::BoundingRect;
            let bounds = polygon.bounding_rect().expect("generated cells have vertices");
            GeomWithData::new(Rectangle::from_corners(bounds.min().into(), bounds.max().into()), index)
        });
        Self { tree: RTree::bulk_load(boxes.collect()), polygons }
    }

    fn containing(&self, point: [f64; 2]) -> Option<usize> {
        let place = Point::new(point[0], point[1]);
        let near = self.tree.locate_in_envelope_intersecting(AABB::from_point(point));
        near.map(|entry| entry.data).find(|&index| self.polygons[index].0.contains(&place))
    }
}

fn compare(set: &AreaSet, peer: &Peer, positions: &[Position]) {
    for &p in positions {
        let ours = set.containing(Scheme::Duty, p);
        match peer.containing(units(p)) {
            Some(index) => {
                let code = ours.map(|id| set.area(id).code.as_str());
                assert_eq!(code, Some(peer.polygons[index].1.as_str()), "{p:?}");
            }
            // The peer leaves out borders, or nobody is there.
            None => assert!(
                ours.is_none_or(|id| set.area(id).shape.as_ref().is_some_and(|shape| shape.on_edge(p)))
            ),
        }
    }
}

fn best_of(rounds: usize, mut work: impl FnMut()) -> Duration {
    let timed = (0..rounds).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let sizes = match std::env::var("LOCATE_CELLS").ok().and_then(|cells| cells.parse().ok()) {
        Some(cells) => vec![cells],
        None => vec![10_000, 1_000_000],
    };
    let mut lines = Vec::new();
    for cells in sizes {
        let areas = grid::generate(&grid::GridSpec::new(cells, 20_240_601));
        let positions = grid::positions(&areas, POSITIONS, 1);
        let places: Vec<[f64; 2]> = positions.iter().map(|&p| units(p)).collect();
        let peer = Peer::new(&areas);
        let start = Instant::now();
        let set = AreaSet::build(areas).expect("the generator makes valid trees");
        set.freeze();
        let build = start.elapsed();
        compare(&set, &peer, &positions);

        let ours =
            || positions.iter().filter(|&&p| set.containing(Scheme::Duty, black_box(p)).is_some()).count();
        let theirs = || places.iter().filter(|&&p| peer.containing(black_box(p)).is_some()).count();
        let full = || {
            let options = LocateOptions { accuracy_m: None, tolerance_m: 20.0 };
            positions
                .iter()
                .filter(|&&p| set.locate(Scheme::Duty, black_box(p), &options).area.is_some())
                .count()
        };
        let mut group = criterion.benchmark_group(format!("locate {cells} cells, {POSITIONS} positions"));
        group.sample_size(10);
        group.bench_function("containing", |bencher| bencher.iter(|| black_box(ours())));
        group.bench_function("rstar and geo", |bencher| bencher.iter(|| black_box(theirs())));
        group.bench_function("locate with border distance", |bencher| bencher.iter(|| black_box(full())));
        group.finish();

        let (fast, slow) = (best_of(5, || _ = black_box(ours())), best_of(5, || _ = black_box(theirs())));
        lines.push(format!(
            "{cells} cells: {:.1} times rstar + geo::Contains ({:.0} ns against {:.0} ns a position); set built in {:.0} ms",
            slow.as_secs_f64() / fast.as_secs_f64(),
            fast.as_secs_f64() * 1e9 / POSITIONS as f64,
            slow.as_secs_f64() * 1e9 / POSITIONS as f64,
            build.as_secs_f64() * 1e3,
        ));
    }
    criterion.final_summary();
    lines.iter().for_each(|line| println!("{line}"));
}
