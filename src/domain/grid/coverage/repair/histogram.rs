//! How wide the gaps and overlaps of a check are: what a tolerance would take in.

use crate::domain::grid::coverage::{Fault, FaultKind};

/// Upper ends of the bins, metres; the last bin takes the rest.
const UPPER_M: [f64; 12] = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, f64::INFINITY];

/// One bin of widths, from the one before (or 0) up to `up_to_m`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WidthBin {
    /// Infinite in the last bin.
    pub up_to_m: f64,
    pub gaps: usize,
    pub overlaps: usize,
    /// Square metres of both.
    pub area_m2: f64,
}

/// Counts gaps (with what the children leave along their parent's border) and overlaps (with what reaches outside) by width.
pub fn width_histogram(faults: &[Fault]) -> Vec<WidthBin> {
    let mut bins = UPPER_M.map(|up_to_m| WidthBin { up_to_m, gaps: 0, overlaps: 0, area_m2: 0.0 });
    for fault in faults {
        let (Some(width), Some(area)) = (fault.width_m, fault.area_m2) else { continue };
        let place = bins.iter().position(|bin| width <= bin.up_to_m).unwrap_or(UPPER_M.len() - 1);
        let bin = &mut bins[place];
        match fault.kind {
            FaultKind::Gap | FaultKind::ParentNotFilled => bin.gaps += 1,
            FaultKind::Overlap
            | FaultKind::ChildOutsideParent
            | FaultKind::Duplicate
            | FaultKind::OuterRounding => bin.overlaps += 1,
            FaultKind::UnnodedEdge | FaultKind::Sliver | FaultKind::SelfCrossing | FaultKind::Spike => {
                continue;
            }
        }
        bin.area_m2 += area;
    }
    bins.to_vec()
}
