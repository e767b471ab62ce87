//! Repairing what an import brings before it is checked (R7): the imported areas follow each other and those that stay
//! around them, which do not move.

use super::import::{ImportError, run_blocking};
use super::import_plan::{AreaScope, adopt_scope, area_problem, compare};
use crate::domain::grid::coverage::repair::{Tolerance, repair_among};
use crate::domain::grid::{Area, Scheme};
use crate::domain::progress::Progress;
use crate::exchange::Problem;
use crate::store::Store;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the repair did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportRepair {
    /// Codes of the imported areas whose borders moved, and how far, metres.
    pub moved: Vec<(String, f64)>,
    pub max_m: f64,
}

/// The imported areas, repaired against those of the newest edition that the import leaves in force.
pub async fn repair_import(
    store: &Store,
    scheme: Scheme,
    areas: Vec<Area>,
    scope: &AreaScope,
    metres: f64,
    progress: Arc<Progress>,
) -> Result<(Vec<Area>, ImportRepair), ImportError> {
    let base = store.newest_edition(scheme).await?;
    let standing = if base > 0 { store.areas_of(scheme, base).await? } else { Vec::new() };
    let scope = scope.clone();
    let watched = Arc::clone(&progress);
    let done = run_blocking(move || repaired(scheme, &standing, areas, &scope, metres, &watched)).await?;
    progress.check().map_err(|cancelled| ImportError::Refused(cancelled.into()))?;
    Ok(done)
}

fn repaired(
    scheme: Scheme,
    standing: &[Area],
    mut imported: Vec<Area>,
    scope: &AreaScope,
    metres: f64,
    progress: &Progress,
) -> Result<(Vec<Area>, ImportRepair), Vec<Problem>> {
    let mut problems = Vec::new();
    adopt_scope(standing, &mut imported, scope, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let codes: HashSet<String> = imported.iter().map(|area| area.code.clone()).collect();
    let removed: HashSet<String> = compare(scheme, standing, &imported, scope).removed.into_iter().collect();
    let kept = standing.iter().filter(|area| !codes.contains(&area.code) && !removed.contains(&area.code));
    let joined: Vec<Area> = kept.cloned().chain(imported.iter().cloned()).collect();
    // A strip that is open on purpose is no business of somebody who is not looking.
    let tolerance = Tolerance { metres, close_open_strips: false };
    let done = repair_among(joined, scheme, tolerance, |area| codes.contains(&area.code), progress)
        .map_err(|faults| faults.iter().map(area_problem).collect::<Vec<_>>())?;
    let max_m = done.max_m();
    let moved = done.moves.into_iter().map(|one| (one.code, one.max_m)).collect();
    let mut shapes: HashMap<String, Area> =
        done.areas.into_iter().map(|area| (area.code.clone(), area)).collect();
    for area in &mut imported {
        area.shape = shapes.remove(&area.code).and_then(|area| area.shape).or(area.shape.take());
    }
    Ok((imported, ImportRepair { moved, max_m }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{Position, Shape};
    use crate::domain::grid::Level;

    fn block(code: &str, west: i32, east: i32) -> Area {
        let corners = [(west, 0), (east, 0), (east, 10_000), (west, 10_000)];
        let at = |(x, y)| Position::new(1_025_400_000 + x, 243_500_000 + y);
        Area {
            scheme: Scheme::Duty,
            level: Level::Point,
            code: code.into(),
            name: code.into(),
            parent: None,
            shape: Some(Shape::from_ring(&corners.map(at))),
            extent: None,
        }
    }

    #[test]
    fn imported_areas_follow_what_stays_and_what_stays_does_not_move() {
        let standing = [block("b", 10_000, 20_000)];
        for (code, west, east) in [("a", 0, 10_001), ("c", 19_999, 30_000)] {
            let imported = vec![block(code, west, east)];
            let (areas, told) =
                repaired(Scheme::Duty, &standing, imported, &AreaScope::Additive, 0.02, &Progress::default())
                    .expect("a tree");
            let touching = areas[0].shape.as_ref().expect("drawn").vertices().to_vec();
            let border = if code == "a" { 10_000 } else { 20_000 };
            assert!(touching.contains(&Position::new(1_025_400_000 + border, 243_500_000)), "{touching:?}");
            assert_eq!(told.moved[0].0, code);
            assert!((0.005..0.02).contains(&told.max_m), "{told:?}");
        }
        let far = vec![block("a", 0, 11_000)];
        let (areas, told) =
            repaired(Scheme::Duty, &standing, far.clone(), &AreaScope::Additive, 0.02, &Progress::default())
                .expect("a tree");
        assert_eq!((areas, told.moved.len()), (far, 0));
    }
}
