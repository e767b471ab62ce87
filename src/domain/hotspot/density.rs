//! Kernel density of incidents, in incidents per km², with a bandwidth in metres that does not depend on zoom.
//!
//! Binned estimation: each incident is shared bilinearly among the four cell centres around it, then the grid
//! is smoothed by a separable Gaussian (Silverman 1982, Wand 1994: linear binning). One pass over the incidents
//! and two over the grid, so the cost is O(n + cells × kernel), independent of how incidents cluster.

use crate::domain::geo::{Bounds, Position};

/// The grid to estimate on. Cells are equal in degrees; rows run from north, columns from west.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DensityGrid {
    pub bounds: Bounds,
    pub width: usize,
    pub height: usize,
    /// Standard deviation of the kernel, metres.
    pub bandwidth_m: f64,
    /// Metres of one degree of longitude and latitude at the grid's centre.
    pub metres_per_degree: [f64; 2],
}

/// A density surface.
#[derive(Debug, Clone, PartialEq)]
pub struct Density {
    /// Incidents per km² at each cell centre, row-major from the north-west.
    pub values: Vec<f32>,
    /// Incidents that took part: inside the grid, or so near that their kernel reaches it.
    pub total: u64,
    pub max: f64,
    /// Upper bound of the difference from the exact sum of Gaussians, as a share of the height that coincident
    /// incidents would reach: linear binning (h²/8σ² per axis) plus the cut tails of the kernel.
    pub error: f64,
}

/// The kernel is cut here; beyond it lies 6e-5 of its mass on each axis.
const REACH_SIGMA: f64 = 4.0;

impl DensityGrid {
    /// Cell size in metres, east-west and north-south.
    pub fn cell_m(&self) -> [f64; 2] {
        let lon = f64::from(self.bounds.max.lon) - f64::from(self.bounds.min.lon);
        let lat = f64::from(self.bounds.max.lat) - f64::from(self.bounds.min.lat);
        [
            lon / 1e7 * self.metres_per_degree[0] / self.width as f64,
            lat / 1e7 * self.metres_per_degree[1] / self.height as f64,
        ]
    }
}

/// Half of a symmetric kernel: weight of the centre, then outward. Sums to one over the whole kernel.
fn kernel(sigma_cells: f64) -> Vec<f32> {
    let reach = libm::ceil(REACH_SIGMA * sigma_cells).max(1.0) as usize;
    let raw: Vec<f64> =
        (0..=reach).map(|i| libm::exp(-0.5 * (i as f64 / sigma_cells) * (i as f64 / sigma_cells))).collect();
    // The sum of samples approaches the integral from σ of one cell on; for narrower kernels the normalised
    // sum keeps every incident counted once.
    let sum: f64 = raw[0] + 2.0 * raw[1..].iter().sum::<f64>();
    raw.iter().map(|weight| (weight / sum) as f32).collect()
}

/// Smooths rows of `grid` in place; `width` is the row length.
fn smooth_rows(grid: &mut [f32], width: usize, half: &[f32]) {
    let mut padded = vec![0.0f32; width + 2 * (half.len() - 1)];
    let reach = half.len() - 1;
    for row in grid.chunks_exact_mut(width) {
        padded[reach..reach + width].copy_from_slice(row);
        for (x, cell) in row.iter_mut().enumerate() {
            *cell = padded[x + reach] * half[0];
        }
        for (distance, &weight) in half.iter().enumerate().skip(1) {
            let left = &padded[reach - distance..reach - distance + width];
            let right = &padded[reach + distance..reach + distance + width];
            for ((cell, a), b) in row.iter_mut().zip(left).zip(right) {
                *cell += weight * (a + b);
            }
        }
    }
}

fn transpose(grid: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut turned = vec![0.0; grid.len()];
    for (y, row) in grid.chunks_exact(width).enumerate() {
        for (x, &value) in row.iter().enumerate() {
            turned[x * height + y] = value;
        }
    }
    turned
}

/// Estimates the density of `incidents` on `grid`. Incidents outside the grid count as far as their kernel
/// reaches into it, so a surface does not fade towards the edge of the view.
pub fn density(incidents: impl Iterator<Item = Position>, grid: &DensityGrid) -> Density {
    let cell = grid.cell_m();
    let sigma = [grid.bandwidth_m / cell[0], grid.bandwidth_m / cell[1]];
    let halves = [kernel(sigma[0]), kernel(sigma[1])];
    let pad = [halves[0].len(), halves[1].len()];
    let (width, height) = (grid.width + 2 * pad[0], grid.height + 2 * pad[1]);
    let mut bins = vec![0.0f32; width * height];
    let lon_step = (f64::from(grid.bounds.max.lon) - f64::from(grid.bounds.min.lon)) / grid.width as f64;
    let lat_step = (f64::from(grid.bounds.max.lat) - f64::from(grid.bounds.min.lat)) / grid.height as f64;
    let mut total = 0;
    for p in incidents {
        // Fractional index of the cell centre to the west and to the north.
        let x = (f64::from(p.lon) - f64::from(grid.bounds.min.lon)) / lon_step - 0.5 + pad[0] as f64;
        let y = (f64::from(grid.bounds.max.lat) - f64::from(p.lat)) / lat_step - 0.5 + pad[1] as f64;
        if !(x >= 0.0 && y >= 0.0 && x < (width - 1) as f64 && y < (height - 1) as f64) {
            continue;
        }
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = ((x - column as f64) as f32, (y - row as f64) as f32);
        let at = row * width + column;
        bins[at] += (1.0 - fx) * (1.0 - fy);
        bins[at + 1] += fx * (1.0 - fy);
        bins[at + width] += (1.0 - fx) * fy;
        bins[at + width + 1] += fx * fy;
        total += 1;
    }
    smooth_rows(&mut bins, width, &halves[0]);
    let mut turned = transpose(&bins, width, height);
    smooth_rows(&mut turned, height, &halves[1]);
    let per_km2 = (1e6 / (cell[0] * cell[1])) as f32;
    let mut values = Vec::with_capacity(grid.width * grid.height);
    let mut max = 0.0f32;
    for row in 0..grid.height {
        for column in 0..grid.width {
            let value = turned[(column + pad[0]) * height + row + pad[1]] * per_km2;
            max = max.max(value);
            values.push(value);
        }
    }
    let binning = (1.0 / (sigma[0] * sigma[0]) + 1.0 / (sigma[1] * sigma[1])) / 8.0;
    let tails = 2.0 * libm::exp(-0.5 * REACH_SIGMA * REACH_SIGMA);
    Density { values, total, max: f64::from(max), error: binning + tails }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRES: [f64; 2] = [101_000.0, 110_800.0];

    fn grid(bandwidth_m: f64) -> DensityGrid {
        DensityGrid {
            bounds: Bounds {
                min: Position::new(1_025_300_000, 243_400_000),
                max: Position::new(1_025_500_000, 243_600_000),
            },
            width: 200,
            height: 180,
            bandwidth_m,
            metres_per_degree: METRES,
        }
    }

    fn scatter(n: u32, spread: u32) -> Vec<Position> {
        let mut seed = 9_u64;
        let mut next = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as u32
        };
        (0..n)
            .map(|_| {
                Position::new(
                    1_025_400_000 - (spread / 2) as i32 + (next() % spread) as i32,
                    243_500_000 - (spread / 2) as i32 + (next() % spread) as i32,
                )
            })
            .collect()
    }

    /// The same surface as a plain sum of Gaussians at every cell centre.
    fn exact(incidents: &[Position], grid: &DensityGrid, column: usize, row: usize) -> f64 {
        let cell = grid.cell_m();
        incidents
            .iter()
            .map(|p| {
                let x = f64::from(p.lon - grid.bounds.min.lon) / 1e7 * METRES[0];
                let y = f64::from(grid.bounds.max.lat - p.lat) / 1e7 * METRES[1];
                let dx = x - (column as f64 + 0.5) * cell[0];
                let dy = y - (row as f64 + 0.5) * cell[1];
                let s2 = grid.bandwidth_m * grid.bandwidth_m;
                libm::exp(-(dx * dx + dy * dy) / (2.0 * s2)) / (2.0 * core::f64::consts::PI * s2) * 1e6
            })
            .sum()
    }

    #[test]
    fn the_binned_surface_agrees_with_the_sum_of_gaussians_within_its_stated_error() {
        let grid = grid(60.0);
        let incidents = scatter(400, 60_000);
        let surface = density(incidents.iter().copied(), &grid);
        let peak = (0..grid.height)
            .flat_map(|row| (0..grid.width).map(move |column| (column, row)))
            .step_by(37)
            .map(|(column, row)| {
                let truth = exact(&incidents, &grid, column, row);
                let found = f64::from(surface.values[row * grid.width + column]);
                assert!(
                    (truth - found).abs() <= surface.error * surface.max,
                    "at {column},{row}: exact {truth}, binned {found}, error {}",
                    surface.error
                );
                truth
            })
            .fold(0.0, f64::max);
        assert!(peak > 0.0);
    }

    #[test]
    fn the_surface_of_a_large_window_integrates_to_the_number_of_incidents() {
        let grid = grid(80.0);
        let incidents = scatter(1000, 40_000);
        let surface = density(incidents.iter().copied(), &grid);
        let cell = grid.cell_m();
        let km2 = cell[0] * cell[1] / 1e6;
        let integral: f64 = surface.values.iter().map(|value| f64::from(*value) * km2).sum();
        assert!((integral - 1000.0).abs() < 1.0, "{integral}");
    }

    #[test]
    fn an_incident_just_outside_the_view_still_warms_it_and_a_far_one_does_not() {
        let grid = grid(100.0);
        let near = Position::new(grid.bounds.min.lon - 2_000, 243_500_000);
        let far = Position::new(grid.bounds.min.lon - 200_000, 243_500_000);
        assert_eq!(density([near].into_iter(), &grid).total, 1);
        assert!(density([near].into_iter(), &grid).max > 0.0);
        assert_eq!(
            density([far].into_iter(), &grid),
            Density { max: 0.0, total: 0, ..density([far].into_iter(), &grid) }
        );
    }
}
