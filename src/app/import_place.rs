//! Holding an import against the ground that is known (R1): areas in force and roads, before anything is checked or
//! stored.

use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::datum_suspicion::{Known, Suspicion, suspect};
use crate::domain::geo::{Bounds, Frame, Geometry, Position};
use crate::domain::grid::Area;
use crate::domain::instant::Instant;
use crate::store::{Store, StoreError};

/// The ground that is loaded at an instant.
pub struct Ground(Known);

impl Ground {
    /// Borders of all areas, and roads by their axis.
    pub async fn load(store: &Store, at: Instant) -> Result<Self, StoreError> {
        let areas = store.load_areas(at).await?.areas;
        let features = store.load_features(at).await?;
        let shapes = || areas.iter().filter_map(|area| area.shape.as_ref());
        let bounds = Bounds::of(shapes().filter_map(|shape| shape.bounds()).flat_map(|b| [b.min, b.max]));
        let mut lines: Vec<(Position, Position)> = shapes().flat_map(|shape| shape.edges()).collect();
        for road in features.iter().filter(|feature| feature.layer == Layer::Road) {
            let axis = match &road.geometry {
                Geometry::Line(line) => Some(line.clone()),
                _ => road.axis(),
            };
            lines.extend(axis.iter().flat_map(|axis| axis.windows(2)).map(|pair| (pair[0], pair[1])));
        }
        Ok(Self(Known { bounds, lines }))
    }

    /// What is suspicious about areas and features of one file that was read in a frame.
    pub fn suspect(&self, frame: Frame, areas: &[Area], features: &[Feature]) -> Option<Suspicion> {
        let mut positions: Vec<Position> = Vec::new();
        for shape in areas.iter().filter_map(|area| area.shape.as_ref()) {
            positions.extend_from_slice(shape.vertices());
        }
        for feature in features {
            positions.extend_from_slice(feature.geometry.vertices());
        }
        self.suspect_places(frame, &positions)
    }

    /// The same of places alone.
    pub fn suspect_places(&self, frame: Frame, places: &[Position]) -> Option<Suspicion> {
        suspect(frame, places, &self.0)
    }
}
