//! What is wrong with one area's own border: crossings, spikes, and parts too thin to be real.

use super::fault::{Fault, FaultKind, Severity};
use super::region::Region;
use super::screen::Screen;
use crate::domain::geo::Shape;
use crate::domain::geo::validity::{self, RoundingKind, ShapeFaultKind};
use crate::domain::grid::{AreaId, AreaSet};
use crate::domain::text::Words;

/// An area thinner than this is no ground that anybody could be answerable for, metres.
const SLIVER_M: f64 = 0.3;

/// Appends the faults of one area's border. O(n) for a good one, O(n log n) for others.
pub(super) fn check_border(set: &AreaSet, id: AreaId, screen: &mut Screen, found: &mut Vec<Fault>) {
    let (Some(shape), Some(bounds)) = (&set.area(id).shape, set.bounds(id)) else { return };
    if screen.passes(shape, bounds, SLIVER_M) {
        return;
    }
    let (normal, notes) = validity::normalise(shape);
    let spikes = notes.iter().filter(|note| note.kind != RoundingKind::ZeroLengthEdge);
    found.extend(
        spikes.map(|note| Fault::new(set, FaultKind::Spike, Severity::Warning, note.place, vec![id])),
    );
    for fault in validity::faults_of(&normal, &notes) {
        let kind = match fault.kind {
            ShapeFaultKind::Empty | ShapeFaultKind::TooFewVertices => FaultKind::Sliver,
            _ => FaultKind::SelfCrossing,
        };
        let severity = if fault.rounding { Severity::Warning } else { Severity::Fault };
        let mut entry = Fault::new(set, kind, severity, fault.place, vec![id]);
        let (code, words) = (&set.area(id).code, fault.words());
        entry.words = Words::new(format!("{code} {}", words.zh), format!("{code} {}", words.en));
        found.push(entry);
    }
    check_width(set, id, &normal, found);
}

fn check_width(set: &AreaSet, id: AreaId, shape: &Shape, found: &mut Vec<Fault>) {
    // Half the perimeter is the length of something thin.
    let thin = |area: f64, perimeter: f64| 2.0 * area / perimeter.max(f64::MIN_POSITIVE);
    let whole = thin(shape.area_m2(), shape.perimeter_m());
    if whole < SLIVER_M
        && let Some(ring) = shape.rings().next()
    {
        let place = Region::middle_of(ring);
        let fault = Fault::new(set, FaultKind::Sliver, Severity::Fault, place, vec![id]);
        found.push(fault.measured(set, whole, shape.area_m2()));
        return;
    }
    // Beside real ground a thin part may be a rock in the sea, or a crumb of digitising: worth a look, no more.
    for ring in shape.sided_rings().filter(|(outer, _)| *outer).map(|(_, ring)| ring) {
        let part = Shape::from_ring(ring);
        let width = thin(part.area_m2(), part.perimeter_m());
        if width < SLIVER_M {
            let fault =
                Fault::new(set, FaultKind::Sliver, Severity::Warning, Region::middle_of(ring), vec![id]);
            found.push(fault.measured(set, width, part.area_m2()));
        }
    }
}
