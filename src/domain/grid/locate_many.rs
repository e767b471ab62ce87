//! Whose each of many positions is: the answers of `owner`, found together for less.

use super::locate::FARTHEST_NEAREST_M;
use super::{AreaId, AreaSet, Outcome, Scheme};
use crate::domain::geo::{Plane, Position, z_order};

/// Whose a position is, without what a single question tells besides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Owner {
    pub outcome: Outcome,
    /// The area that contains it, or the nearest one when it is within the tolerance.
    pub area: Option<AreaId>,
    /// Metres to the nearest area, when not inside one.
    pub distance_m: Option<f64>,
}

impl AreaSet {
    /// Owners of `positions`, in their order; each as `owner` gives it alone without an accuracy. Asked along the
    /// Z-order curve, so that the areas of one answer are still in the caches for the next, and the nearest area
    /// of one position is the first guess for the next. The gain grows with the number of positions for each area; some
    /// ten thousand at a time have most of it.
    pub fn owners(&self, scheme: Scheme, positions: &[Position], tolerance_m: f64) -> Vec<Owner> {
        let nobody = Owner { outcome: Outcome::Outside, area: None, distance_m: None };
        let mut owners = vec![nobody; positions.len()];
        let Some(index) = self.scheme(scheme) else { return owners };
        let reach = tolerance_m.min(FARTHEST_NEAREST_M);
        let mut guess = None;
        for place in along_the_curve(positions) {
            let p = positions[place];
            if let Some(area) = self.containing(scheme, p) {
                owners[place] = Owner { outcome: Outcome::Inside, area: Some(area), distance_m: None };
                continue;
            }
            let found = self.nearest(index, p, &Plane::at(p), guess, |_| true);
            guess = found.map(|(area, _)| area);
            if let Some((area, distance)) = found {
                let near = distance <= reach;
                let outcome = if near { Outcome::Nearest } else { Outcome::Outside };
                owners[place] = Owner { outcome, area: near.then_some(area), distance_m: Some(distance) };
            }
        }
        owners
    }
}

/// Places of the positions in the order of the Z-order curve over the whole globe.
fn along_the_curve(positions: &[Position]) -> impl Iterator<Item = usize> + use<> {
    let mut keys: Vec<(u64, u32)> =
        (0..).zip(positions).map(|(place, &position)| (z_order(position), place)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, place)| place as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_keeps_its_place() {
        let positions =
            [Position::new(9, 9), Position::new(-4, 2), Position::new(9, 9), Position::new(0, -8)];
        let mut places: Vec<usize> = along_the_curve(&positions).collect();
        places.sort_unstable();
        assert_eq!(places, [0, 1, 2, 3]);
    }
}
